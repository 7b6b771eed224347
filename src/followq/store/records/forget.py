"""Taking a person out of the queue for good: the one exception to a log that only grows.

What was theirs goes out of tables, log and search index in one transaction; then the file is written anew, as
deleted text lies about in its unused space else. Replaying the log still gives the tables, ids stay used, and
what was done before can no longer be undone: a batch without changes marks the place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from followq.model.core.calendar import Instant
from followq.model.core.change import Change, Entry, record_creation
from followq.model.core.person import Person, name_key, name_keys
from followq.model.integrity.redact import make_mention_test, remove_ids, remove_links, remove_people
from followq.model.people.message_kinds import find_first_name
from followq.record import NamedTuple
from followq.store.records.reader import Reader
from followq.store.records.rows import from_field, from_json, to_column, to_json
from followq.store.records.writer import FORGET, Batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SHORTEST_NAME = 3
"""Characters from which a name is looked for in what is with others."""


class Forgotten(NamedTuple):
    """What was erased, and what is left to look at.

    `names` and `uids` were theirs; `mentioned_in` are follow-ups with other people that name them, `mentioned_by`
    people in whose own record they stand, `log_mentions` counts further entries of the log that do. `unblocked`
    counts follow-ups of others that waited for one of theirs. `maybe_named_in` are follow-ups with other people that
    hold no more than the first name, which may be somebody else's.
    """

    names: tuple[str, ...]
    uids: tuple[str, ...]
    followups: int
    entries: int
    unblocked: int
    mentioned_in: tuple[int, ...]
    mentioned_by: tuple[str, ...]
    log_mentions: int
    maybe_named_in: tuple[int, ...] = ()


def find_gone_people(reader: Reader, name: str) -> list[int]:
    """People who are only in the log any more, as after an undo, and once bore this name."""
    key = name_key(name)
    return [number for number, _, keys in _read_gone_people(reader) if key in keys]


def find_mentions(reader: Reader, person_ids: Iterable[int]) -> Forgotten:
    """What names these people in what is with others, before anything is erased; entries of the log aren't counted."""
    seer = _Eraser(reader, person_ids)
    names, uids = seer._names()
    found = seer._look_round(
        Forgotten(
            names=names,
            uids=uids,
            followups=0,
            entries=0,
            unblocked=0,
            mentioned_in=(),
            mentioned_by=(),
            log_mentions=0,
        ),
        with_log=False,
    )
    own = {number for (number,) in seer._rows(f"SELECT id FROM followups WHERE person_id IN ({_in(seer._people)})")}
    selves = {person.name for person in reader.people(seer._people).values()}
    return found._replace(
        mentioned_in=tuple(number for number in found.mentioned_in if number not in own),
        maybe_named_in=tuple(number for number in found.maybe_named_in if number not in own),
        mentioned_by=tuple(name for name in found.mentioned_by if name not in selves),
    )


def forget(batch: Batch, person_ids: Iterable[int], at: Instant, zone: str) -> Forgotten:
    """Erase people, with whoever was merged into them or had their name once, and everything of theirs."""
    return _Eraser(batch, person_ids).erase(batch, at, zone)


def rewrite(connection: sqlite3.Connection) -> None:
    """Write the whole file anew, so that nothing deleted is left in it."""
    connection.execute("VACUUM")


class _Eraser(Reader):
    """One forgetting, within its transaction."""

    def __init__(self, reader: Reader, person_ids: Iterable[int]) -> None:
        super().__init__(reader._connection)
        self._people = _with_former_selves(self, set(person_ids))
        self._entries = 0

    def erase(self, batch: Batch, at: Instant, zone: str) -> Forgotten:
        names, uids = self._names()
        self._erase_copies()
        followups, fresh = self._erase_followups()
        unblocked = self._erase_links(followups)
        existing = self._count(f"SELECT count(*) FROM followups WHERE id IN ({_in(followups)})")
        for followup_id in followups:
            self._do("DELETE FROM followups WHERE id = ?", followup_id)
            self._do("DELETE FROM search WHERE rowid = ?", followup_id)
        for person_id in self._people:
            self._do("DELETE FROM people WHERE id = ?", person_id)
            self._drop(seq for (seq,) in self._rows(_ENTRIES_OF, ("person", person_id)))
        # An index keeps deleted words until its parts are merged; from the contents it is made without them.
        self._do("INSERT INTO search (search) VALUES ('rebuild')")
        self._erase_empty_batches()
        number = batch.insert_batch(at, zone, FORGET, None)
        for followup_id in fresh:
            followup = self.followup(followup_id)
            if followup is not None:
                batch.insert_changes([(None, number, record_creation(followup))])
        return self._look_round(
            Forgotten(
                names=names,
                uids=uids,
                followups=existing,
                entries=self._entries,
                unblocked=unblocked,
                mentioned_in=(),
                mentioned_by=(),
                log_mentions=0,
            )
        )

    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names: dict[str, None] = {}
        uids: dict[str, None] = {}
        for person_id in sorted(self._people):
            for change in self._changes("person", person_id):
                for field in ("name", "aliases", "emails", "phones"):
                    for side in change.fields.get(field, ()):
                        names |= dict.fromkeys((side,) if isinstance(side, str) else side or ())
                uids |= dict.fromkeys(uid for uid in change.fields.get("uid", ()) if uid)
        return tuple(names), tuple(uids)

    def _changes(self, subject: str, subject_id: int) -> list[Change]:
        sql = "SELECT fields, remark, action FROM changes WHERE subject = ? AND subject_id = ? ORDER BY seq"
        return [_change(subject, subject_id, *row) for row in self._rows(sql, (subject, subject_id))]

    def _erase_copies(self) -> None:
        # A merge that was undone: until then somebody else's record held theirs. All that was done between was taken
        # back too, so what it did to people goes: of whoever came and went in that time, all but that.
        sql = f"""
            SELECT subject_id, seq, action FROM changes
            WHERE subject = 'person' AND subject_id NOT IN ({_in(self._people)}) AND batch_id BETWEEN ? AND ?
            ORDER BY seq
        """
        for first, last in self._absences():
            found: dict[int, list[tuple[int, str]]] = {}
            for other, seq, action in self._rows(sql, (first, last)):
                found.setdefault(other, []).append((seq, action))
            for entries in found.values():
                came = entries[0][1] == "create"
                self._drop(seq for seq, _ in (entries[1:-1] if came else entries))

    def _absences(self) -> list[tuple[int, int]]:
        # The batch in which one of them was merged into somebody, and the one that took it back.
        found = []
        for person_id in self._people:
            went = None
            for batch, action in self._rows(_COMINGS_AND_GOINGS, ("person", person_id)):
                if action == "remove":
                    went = batch
                elif went is not None:
                    found.append((went, batch))
        return found

    def _erase_followups(self) -> tuple[list[int], list[int]]:
        # Follow-ups that are gone, and those of which only the present state stays.
        gone, fresh = [], []
        is_theirs = " OR ".join(
            f"json_extract(fields, '$.person_id[{side}]') IN ({_in(self._people)})" for side in (0, 1)
        )
        sql = f"""
            SELECT DISTINCT subject_id FROM changes
            WHERE subject = 'followup' AND instr(fields, '"person_id":[') > 0 AND ({is_theirs})
        """
        for (followup_id,) in self._rows(sql):
            before = self.log(followup_id=followup_id)
            after = remove_people(before, self._people)
            if after is None:
                fresh.append(followup_id)
            elif not after:
                gone.append(followup_id)
            self._replace(before, after or [])
        return gone, fresh

    def _replace(self, before: Sequence[Entry], after: Sequence[Entry]) -> None:
        kept = {entry.seq: entry for entry in after}
        self._drop(entry.seq for entry in before if entry.seq not in kept)
        for entry in before:
            if entry.seq in kept and kept[entry.seq] != entry:
                self._rewrite(entry.seq, kept[entry.seq].change)

    def _erase_links(self, followups: Sequence[int]) -> int:
        gone = frozenset(followups)
        sql = """
            SELECT seq, subject_id, fields, remark, action FROM changes
            WHERE subject = 'followup' AND instr(fields, '"blocked_by":[') > 0
              AND instr(fields, '"blocked_by":[null,[]]') = 0
        """
        for seq, subject_id, *rest in self._rows(sql):
            before = _change("followup", subject_id, *rest)
            after = remove_links(before, gone)
            if after is None:
                self._drop([seq])
            elif after != before:
                self._rewrite(seq, after)
        count = 0
        for followup_id, links in self._rows("SELECT id, blocked_by FROM followups WHERE blocked_by <> '[]'"):
            before_ids = from_json(links)
            after_ids = remove_ids(before_ids, gone)
            if len(after_ids) < len(before_ids):
                self._do("UPDATE followups SET blocked_by = ? WHERE id = ?", to_column(after_ids), followup_id)
                count += followup_id not in gone
        return count

    def _rewrite(self, seq: int, change: Change) -> None:
        sql = "UPDATE changes SET fields = ?, action = ?, remark = ? WHERE seq = ?"
        self._do(sql, to_json(change.fields), change.action, change.remark, seq)

    def _drop(self, seqs: Iterable[int]) -> None:
        for seq in list(seqs):
            self._do("DELETE FROM changes WHERE seq = ?", seq)
            self._entries += 1

    def _erase_empty_batches(self) -> None:
        # From the last to the first: what undid a batch goes before it.
        sql = f"""
            SELECT id FROM batches b WHERE command <> '{FORGET}'
              AND NOT EXISTS (SELECT 1 FROM changes WHERE batch_id = b.id) ORDER BY id DESC
        """
        for (number,) in self._rows(sql):
            if not self._count("SELECT EXISTS (SELECT 1 FROM batches WHERE undoes = ?)", number):
                self._do("DELETE FROM batches WHERE id = ?", number)

    def _look_round(self, done: Forgotten, *, with_log: bool = True) -> Forgotten:
        # Whoever else names them: told, not changed, as those are other people's texts.
        names = [name for name in done.names if len(name) >= SHORTEST_NAME]
        sql = "SELECT id, text || char(10) || ifnull(note, '') || char(10) || ifnull(project, '') || tags"
        sql += " || char(10) || ifnull(source, '') || char(10) || ifnull(link, '') FROM followups ORDER BY id"
        # A company's or a list's first word is no first name.
        first = {find_first_name(name) for name in names if "@" not in name} - set(names)
        first = {name for name in first if len(name) >= SHORTEST_NAME and name[:1].isalpha()}
        names_in, first_in = make_mention_test(names), make_mention_test(first)
        items: list[int] = []
        maybe: list[int] = []
        for number, text in self._connection.execute(sql):
            if names_in(text):
                items.append(number)
            elif first_in(text):
                maybe.append(number)
        named = [person for person in self.people().values() if names_in(_texts(person))]
        told = {("followup", number) for number in items} | {("person", person.id) for person in named}
        sql = "SELECT subject, subject_id, fields || char(10) || remark FROM changes"
        count = with_log and sum(
            (subject, number) not in told and names_in(text) for subject, number, text in self._connection.execute(sql)
        )
        people = tuple(person.name for person in named)
        return done._replace(
            mentioned_in=tuple(items), mentioned_by=people, log_mentions=count, maybe_named_in=tuple(maybe)
        )

    def _count(self, sql: str, *values: object) -> int:
        (number,) = self._rows(sql, values)[0]
        return int(number)

    def _do(self, sql: str, *values: object) -> None:
        self._connection.execute(sql, values)


_ENTRIES_OF = "SELECT seq FROM changes WHERE subject = ? AND subject_id = ?"

_COMINGS_AND_GOINGS = """
    SELECT batch_id, action FROM changes WHERE subject = ? AND subject_id = ? AND action <> 'change' ORDER BY seq
"""


def _in(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)


def _change(subject: Any, subject_id: int, fields: str, remark: str, action: Any) -> Change:
    pairs = {name: (from_field(name, old), from_field(name, new)) for name, (old, new) in from_json(fields).items()}
    return Change(subject, subject_id, action, pairs, remark)


def _texts(person: Person) -> str:
    return "\n".join((person.name, *person.aliases, *person.emails, person.organisation or "", person.note or ""))


def _read_gone_people(reader: Reader) -> list[tuple[int, set[int], set[str]]]:
    """People who are only in the log: id, the batches in which they went, and every key they were found by."""
    sql = """
        SELECT subject_id, batch_id, action, fields FROM changes
        WHERE subject = 'person' AND subject_id NOT IN (SELECT id FROM people) ORDER BY seq
    """
    found: dict[int, tuple[int, set[int], set[str]]] = {}
    for number, batch, action, fields in reader._rows(sql):
        _, batches, keys = found.setdefault(number, (number, set(), set()))
        if action == "remove":
            batches.add(batch)
        pairs = from_json(fields)
        for field in ("name", "aliases", "emails"):
            for side in pairs.get(field, ()):
                keys |= {name_key(name) for name in ((side,) if isinstance(side, str) else side or ())}
    return list(found.values())


def _with_former_selves(reader: Reader, person_ids: set[int]) -> set[int]:
    # Whoever was merged into them, and whoever had one of their names and is only in the log any more.
    gone = _read_gone_people(reader)
    people = set(person_ids)
    keys = {key for person in reader.people(person_ids).values() for key in name_keys(person)}
    keys |= {key for number, _, names in gone if number in people for key in names}
    merged_into = """
        SELECT c.batch_id FROM changes c JOIN batches b ON b.id = c.batch_id
        WHERE c.subject = 'person' AND c.subject_id = ? AND b.command = 'person merge'
    """
    is_growing = True
    while is_growing:
        batches = {batch for number in people for (batch,) in reader._rows(merged_into, (number,))}
        more = {number for number, went, names in gone if went & batches or names & keys} - people
        people |= more
        keys |= {key for number, _, names in gone if number in more for key in names}
        is_growing = bool(more)
    return people
