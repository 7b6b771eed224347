"""The mail memory as scans use it: messages go in one at a time, threads and digests come out one thread at a time."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

from followq.record import NamedTuple
from followq.store.mail_memory import file
from followq.store.mail_memory.counted import StoredCorrespondence
from followq.store.mail_memory.decisions import MailDecisions
from followq.store.mail_memory.digest_rows import COLUMNS, to_digest, to_row, to_seconds
from followq.store.mail_memory.forgotten import Forgetting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from types import TracebackType

    from followq.mail.digest import Digest

READ_AS = 1
"""To be raised when digests are made otherwise: everything is read again then."""
MOST_OF_THREAD = 400
"""Newest messages of one thread that are judged."""
AT_ONCE = 500
_OPEN, _UNLIKELY = 1, 2
"""States of a thread in which somebody may wait."""


class KnownSource(NamedTuple):
    """A source that was read before, or is read for the first time: then without a mark.

    `by_subject` says whether its messages are threaded by their subjects alone; None where that isn't known yet.
    """

    number: int
    name: str
    mark: str
    by_subject: bool | None


class Membership(NamedTuple):
    """Where a message belongs: its thread's key, the keys that became it, all ids that are of it."""

    thread: str
    merged: frozenset[str]
    ids: tuple[str, ...]
    is_loose: bool
    subject_key: str
    alias: str = ""
    """What stands for the message's id in links, where that is another one."""


class MailMemory(MailDecisions, Forgetting):
    """An open memory; a block `with` it tells SQLite's errors in followq's words, and closes it."""

    def __init__(self, queue_path: str, *, is_dry_run: bool = False) -> None:
        self.path = file.name_memory(queue_path)
        self._connection = file.open_copy(self.path) if is_dry_run else file.open_file(self.path)

    def __enter__(self) -> MailMemory:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what wasn't committed is gone."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._connection.close()
        except sqlite3.Error as failure:
            err = err or failure
        if isinstance(err, (sqlite3.Error, UnicodeDecodeError, json.JSONDecodeError)):
            raise file.translate(err, self.path) from err

    # What goes in

    def begin(self) -> None:
        """Begin a transaction: what is written is kept from `commit` on, all or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep what was written since `begin`."""
        self._connection.execute("COMMIT")

    def begin_one(self) -> None:
        """Begin one message within the transaction: it goes in as a whole or not at all."""
        self._connection.execute("SAVEPOINT one")

    def end_one(self) -> None:
        """The message is in."""
        self._connection.execute("RELEASE one")

    def drop_one(self) -> None:
        """Take back what there is of a message that was interrupted."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO one")

    def start(self, mine: frozenset[str]) -> bool:
        """Begin a scan by the owner of these addresses. Returns whether other ones owned what was read so far: then
        it is gone, and everything is read again; what was decided stays.
        """
        state = json.dumps([sorted(mine), READ_AS])
        kept = self._fact("read_as")
        if kept == state:
            return False
        self.begin()
        for table in file.READ_ANEW:
            self._connection.execute(f"DELETE FROM {table}")
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES ('read_as', ?)", (state,))
        self._connection.execute("DELETE FROM facts WHERE name = 'sums'")
        self.commit()
        return bool(kept)

    def know_source(self, name: str) -> KnownSource:
        """Look a source up, or note it as one to be read."""
        self._connection.execute("INSERT OR IGNORE INTO sources (name, mark) VALUES (?, '')", (name,))
        row = self._row("SELECT number, name, mark, by_subject FROM sources WHERE name = ?", name)
        by_subject = None if row[3] is None else bool(row[3])
        return KnownSource(number=row[0], name=row[1], mark=row[2], by_subject=by_subject)

    def thread_by_subjects(self, source: KnownSource, by_subject: bool) -> None:
        """Note whether the subjects alone make the threads of a source."""
        sql = "UPDATE sources SET by_subject = ? WHERE number = ?"
        self._connection.execute(sql, (int(by_subject), source.number))

    def set_mark(self, source: KnownSource, mark: str) -> None:
        """Note how far a source was read."""
        self._connection.execute("UPDATE sources SET mark = ? WHERE number = ?", (mark, source.number))

    def find_unseen(self, source: KnownSource, keys: Sequence[str]) -> list[str]:
        """Of these keys of a source those that no scan has stored."""
        sql = "SELECT key FROM places WHERE source = ? AND key IN (SELECT value FROM json_each(?))"
        seen = {key for (key,) in self._connection.execute(sql, (source.number, json.dumps(list(keys))))}
        return [key for key in keys if key not in seen]

    def skip(self, source: KnownSource, key: str, reason: str) -> None:
        """Note a message that wasn't taken up, and why."""
        sql = "INSERT OR REPLACE INTO places (source, key, reason) VALUES (?, ?, ?)"
        self._connection.execute(sql, (source.number, key, reason))

    def place_known(self, source: KnownSource, key: str, message_id: str) -> bool:
        """Note where a message lies that is known already; False where it isn't known."""
        found = self._connection.execute("SELECT number FROM messages WHERE message_id = ?", (message_id,)).fetchone()
        if found:
            sql = "INSERT OR REPLACE INTO places (source, key, message) VALUES (?, ?, ?)"
            self._connection.execute(sql, (source.number, key, found[0]))
        return found is not None

    def add(self, source: KnownSource, key: str, digest: Digest, place: Membership) -> None:
        """Take a message up that isn't known yet."""
        thread = self._join(place)
        row = to_row(digest) | {
            "thread": thread,
            "subject_key": place.subject_key,
            "is_loose": int(place.is_loose),
        }
        columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        made = self._connection.execute(f"INSERT INTO messages ({columns}) VALUES ({marks})", row)
        number = made.lastrowid
        sql = "INSERT OR REPLACE INTO places (source, key, message) VALUES (?, ?, ?)"
        self._connection.execute(sql, (source.number, key, number))
        if place.alias:
            self._connection.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (place.alias, digest.message_id))
        if digest.is_mine and not digest.automatic:
            asked = digest.recipients[: int(digest.features.get("to_count", 0))]
            rows = [(address, number) for address in asked]
            self._connection.executemany("INSERT OR IGNORE INTO asked VALUES (?, ?)", rows)

    def _join(self, place: Membership) -> int:
        keys = [place.thread, *place.merged]
        sql = f"SELECT number FROM threads WHERE key IN ({', '.join('?' * len(keys))}) ORDER BY number"
        numbers = [number for (number,) in self._connection.execute(sql, keys)]
        if numbers:
            kept, others = int(numbers[0]), numbers[1:]
            for other in others:
                self._connection.execute("UPDATE ids SET thread = ? WHERE thread = ?", (kept, other))
                self._connection.execute("UPDATE messages SET thread = ? WHERE thread = ?", (kept, other))
                self._connection.execute("DELETE FROM threads WHERE number = ?", (other,))
            self._connection.execute("UPDATE threads SET key = ?, is_new = 1 WHERE number = ?", (place.thread, kept))
        else:
            kept = int(self._connection.execute("INSERT INTO threads (key) VALUES (?)", (place.thread,)).lastrowid or 0)
        rows = [(each, kept) for each in place.ids]
        self._connection.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", rows)
        return kept

    def settle_new_threads(self, is_open: Callable[[list[Digest]], bool]) -> None:
        """Note of each thread with new messages whether anybody may wait for something in it: others aren't read."""
        while numbers := self._column(f"SELECT number FROM threads WHERE is_new LIMIT {AT_ONCE}"):
            self.begin()
            for number in numbers:
                found = int(is_open(self.list_thread(number)))
                sql = "UPDATE threads SET is_new = 0, is_open = ? WHERE number = ?"
                self._connection.execute(sql, (found, number))
            self.commit()

    # What comes out

    def threads_of(self, ids: Iterable[str]) -> set[str]:
        """See `ThreadLookup`."""
        sql = """
            SELECT DISTINCT t.key FROM json_each(?) j JOIN ids i ON i.id = j.value
            JOIN threads t ON t.number = i.thread
        """
        return set(self._column(sql, json.dumps(list(ids))))

    def thread_by_subject(self, base: str, around: datetime, days: int, *, loose_only: bool) -> str:
        """See `ThreadLookup`."""
        reach = timedelta(days=days)
        sql = f"""
            SELECT t.key FROM messages m JOIN threads t ON t.number = m.thread
            WHERE m.subject_key <> '' AND m.subject_key = ? AND m.sent_at BETWEEN ? AND ?
              {"AND m.is_loose" if loose_only else ""}
            ORDER BY abs(m.sent_at - ?), m.message_id LIMIT 1
        """
        bounds = (to_seconds(around - reach), to_seconds(around + reach), to_seconds(around))
        return next(iter(self._column(sql, base, *bounds)), "")

    def find_threads(self, ids: Iterable[str]) -> dict[str, int]:
        """Numbers of the threads that these ids belong to, by id."""
        sql = "SELECT i.id, i.thread FROM json_each(?) j JOIN ids i ON i.id = j.value"
        return dict(self._connection.execute(sql, (json.dumps(list(ids)),)).fetchall())

    def list_open_threads(self, *, is_whole: bool = True) -> Iterator[tuple[int, list[Digest]]]:
        """Each thread in which somebody may wait, by number, with its messages; `is_whole`: unlikely ones too."""
        last = 0
        sql = f"""
            SELECT number FROM threads WHERE is_open AND is_open <= ? AND number > ? ORDER BY number LIMIT {AT_ONCE}
        """
        while numbers := self._column(sql, _UNLIKELY if is_whole else _OPEN, last):
            for number in numbers:
                yield number, self.list_thread(number)
            last = numbers[-1]

    def set_unlikely(self, threads: Iterable[int]) -> None:
        """Note that nothing likely is in these threads: they are looked at again once mail comes in them."""
        self.begin()
        rows = [(_UNLIKELY, number) for number in threads]
        self._connection.executemany("UPDATE threads SET is_open = ? WHERE number = ?", rows)
        self.commit()

    def count_unlikely(self) -> int:
        """How many threads were found to hold nothing likely."""
        return int(self._row("SELECT count(*) FROM threads WHERE is_open AND is_open = ?", _UNLIKELY)[0])

    def list_thread(self, number: int) -> list[Digest]:
        """The messages of a thread in the order in which they were sent; of a very long one the newest."""
        sql = f"""
            SELECT {COLUMNS} FROM messages m JOIN threads t ON t.number = m.thread
            WHERE m.thread = ? ORDER BY m.sent_at DESC, m.message_id DESC LIMIT {MOST_OF_THREAD}
        """
        return [to_digest(row) for row in reversed(self._connection.execute(sql, (number,)).fetchall())]

    def find_message(self, message_id: str) -> Digest | None:
        """The digest of one message, by its id or by what stands for it in links."""
        sql = f"""
            SELECT {COLUMNS} FROM messages m JOIN threads t ON t.number = m.thread
            WHERE m.message_id = ifnull((SELECT message_id FROM aliases WHERE alias = ?1), ?1)
        """
        row = self._connection.execute(sql, (message_id,)).fetchone()
        return to_digest(row) if row else None

    def list_new_in_thread(self, number: int, after: int) -> set[str]:
        """Ids of a thread's messages that were taken up after the one of this number."""
        return set(self._column("SELECT message_id FROM messages WHERE thread = ? AND number > ?", number, after))

    def list_away(self, today: str) -> list[Digest]:
        """Out-of-office answers of people who are away on this day still, the newest last."""
        sql = f"""
            SELECT {COLUMNS} FROM messages m JOIN threads t ON t.number = m.thread
            WHERE m.away_until <> '' AND m.away_until > ? ORDER BY m.sent_at
        """
        return [to_digest(row) for row in self._connection.execute(sql, (today,))]

    def list_names(self, address: str) -> list[str]:
        """Names that somebody writes from an address with, the commonest first."""
        sql = """
            SELECT sender_name FROM messages WHERE sender = ? AND sender_name <> '' AND NOT is_mine
            GROUP BY sender_name ORDER BY count(*) DESC, sender_name LIMIT 5
        """
        return self._column(sql, address)

    def list_addresses(self, name: str) -> list[str]:
        """Addresses that somebody of this name writes from, the commonest first."""
        sql = """
            SELECT sender FROM messages WHERE NOT is_mine AND sender_name = ? COLLATE NOCASE
            GROUP BY sender ORDER BY count(*) DESC, sender LIMIT 10
        """
        return self._column(sql, name)

    def find_places(self, message_id: str) -> list[tuple[str, str]]:
        """Where a message lies: names of sources, each with the message's key there."""
        sql = """
            SELECT s.name, p.key FROM messages m JOIN places p ON p.message = m.number
            JOIN sources s ON s.number = p.source WHERE m.message_id = ? AND p.message IS NOT NULL
        """
        return self._connection.execute(sql, (message_id,)).fetchall()

    def find_places_in(self, source: KnownSource) -> bool:
        """Whether anything is known to lie in a source."""
        return bool(self._row("SELECT EXISTS (SELECT 1 FROM places WHERE source = ?)", source.number)[0])

    def count_messages(self) -> int:
        """How many messages are remembered."""
        return int(self._row("SELECT count(*) FROM messages")[0])

    def last_number(self) -> int:
        """Number of the message that was taken up last."""
        return int(self._row("SELECT ifnull(max(number), 0) FROM messages")[0])

    def count_correspondence(self, now: datetime) -> StoredCorrespondence:
        """What passed between the user and others up to a moment."""
        return StoredCorrespondence(self._connection, to_seconds(now))

    def _fact(self, name: str) -> str:
        return next(iter(self._column("SELECT value FROM facts WHERE name = ?", name)), "")
