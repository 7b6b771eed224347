"""The one way to write: a batch of changes, applied and logged in one transaction.

Tables, log, name index and search index are written here and nowhere else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from followq.model.core.calendar import Instant
from followq.model.core.change import RECORDS, Change, Entry, Mark, invert_change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_keys
from followq.store.file.connection import begin
from followq.store.file.errors import translate
from followq.store.records.reader import Reader
from followq.store.records.rows import TABLES, to_column, to_json
from followq.store.records.search_index import INTO_NAMES, INTO_SEARCH, OUT_OF_NAMES, make_index_row

INTO_BATCHES = "INSERT INTO batches (id, at, zone, command, undoes) VALUES (?, ?, ?, ?, ?)"
ROOMY = "PRAGMA cache_size = -32000"
"""32 MB, so that what comes in by the thousand isn't written and read again for each index."""
AT_ONCE = 1000
"""Entries of a log that are written together."""
FORGET = "person forget"
"""Command of the batch that marks where a person was erased."""
SALVAGE = "doctor --salvage"
"""Command of the batch that marks where a damaged queue was saved into this one."""
BARRIERS = (FORGET, SALVAGE)
"""Nothing before such a batch can be undone any more: the log is not whole there."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.change import Subject


class Batch(Reader):
    """What one command does, inside its transaction: questions see what was written so far."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.changes: list[Change | Person | FollowUp] = []
        """What was done; a record stands for its own creation, so that thousands of new ones take no room twice."""
        self._recorded = 0
        self.undoes: int | None = None
        """The earlier batch that this one takes back."""
        self.number: int | None = None
        """Its number in the log, once it stands there."""

    def add(self, record: Person | FollowUp) -> None:
        """Bring in a new record, whose id comes from `next_id`."""
        self.apply([record_creation(record)])

    def add_all(self, records: Sequence[Person | FollowUp]) -> None:
        """Bring in new records, in one go for each kind: people first, as follow-ups name them."""
        people = [record for record in records if isinstance(record, Person)]
        followups = [record for record in records if isinstance(record, FollowUp)]
        execute = self._connection.executemany
        self._connection.execute(ROOMY)
        for subject, rows in (("person", people), ("followup", followups)):
            execute(_insert_into(subject), (list(map(to_column, row)) for row in rows))  # type: ignore[arg-type]
        execute(INTO_NAMES, ((key, person.id) for person in people for key in sorted(name_keys(person))))
        named = self.people({followup.person_id for followup in followups})
        execute(
            INTO_SEARCH, ((followup.id, *make_index_row(followup, named[followup.person_id])) for followup in followups)
        )
        self.changes += records

    def put(self, before: Person | FollowUp, after: Person | FollowUp, remark: str = "") -> None:
        """Replace one version of a record by the next."""
        self.apply(record_changes(before, after, remark))

    def apply(self, changes: Iterable[Change]) -> None:
        """Carry out changes, in order."""
        for change in changes:
            self._write(change)
            self._index(change)
            self.changes.append(change)

    def record(self, command: str, at: Instant, zone: str) -> None:
        """Append everything that was applied to the log since the last time, as one batch."""
        new, self._recorded = self.changes[self._recorded :], len(self.changes)
        if new:
            self.number = self.insert_batch(at, zone, command, self.undoes)
            changes = (change if isinstance(change, Change) else record_creation(change) for change in new)
            self.insert_changes((None, self.number, change) for change in changes)

    def insert_batch(self, at: Instant, zone: str, command: str, undoes: int | None, number: int | None = None) -> int:
        """Append a batch to the log and return its number."""
        made = self._connection.execute(INTO_BATCHES, (number, at, zone, command, undoes))
        assert made.lastrowid is not None
        return made.lastrowid

    def insert_changes(self, changes: Iterable[tuple[int | None, int, Change]]) -> None:
        """Append changes to the log, each with its place there, None for the next one, and its batch."""
        self._connection.executemany(
            "INSERT INTO changes (seq, batch_id, subject, subject_id, action, fields, remark)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (seq, batch_id, change.subject, change.id, change.action, to_json(change.fields), change.remark)
                for seq, batch_id, change in changes
            ),
        )

    @contextmanager
    def filling(self) -> Iterator[sqlite3.Connection]:
        """The connection to an empty queue, to be filled with what was checked: by the end it has its indexes again.

        Made at once from rows that are there they take half the time; the tables' own checks would take as long again,
        and an import's are stricter.
        """
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        indexes = self._rows(sql)
        for name, _ in indexes:
            self._connection.execute(f"DROP INDEX {name}")
        self._connection.execute(ROOMY)
        self._connection.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield self._connection
        finally:
            self._connection.execute("PRAGMA ignore_check_constraints = OFF")
        for _, statement in indexes:
            self._connection.execute(statement)

    def _write(self, change: Change) -> None:
        table = TABLES[change.subject]
        new = {name: to_column(value) for name, (_, value) in change.fields.items()}
        if change.action == "create":
            columns = ", ".join(new)
            marks = ", ".join("?" * len(new))
            self._execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(new.values()))
        elif change.action == "remove":
            self._execute(f"DELETE FROM {table} WHERE id = ?", [change.id], expect_one=True)
        else:
            # A remark alone changes no column; the record has to be there all the same.
            columns = ", ".join(f"{name} = ?" for name in new) or "id = id"
            self._execute(f"UPDATE {table} SET {columns} WHERE id = ?", [*new.values(), change.id], expect_one=True)

    def _execute(self, sql: str, values: list[object], expect_one: bool = False) -> None:
        written = self._connection.execute(sql, values).rowcount
        if expect_one and written != 1:
            raise sqlite3.IntegrityError("a change speaks of a record that is not there")

    def _index(self, change: Change) -> None:
        if change.subject == "followup":
            if change.action != "change" or change.fields.keys() & {"text", "note", "project", "tags", "person_id"}:
                self._index_followup(change.id)
        elif change.action != "change" or change.fields.keys() & {"name", "aliases", "emails"}:
            self._index_person(change)

    def _index_person(self, change: Change) -> None:
        person_id = change.id
        person = self.people([person_id]).get(person_id)
        if change.action != "create":
            # By its keys, which the index is sorted by: asked for by person it is read as a whole for each of them.
            old: dict[str, Any] = {name: value for name, (value, _) in change.fields.items()}
            before = Person(**old) if person is None else person._replace(**old)
            self._connection.executemany(OUT_OF_NAMES, [(key, person_id) for key in name_keys(before)])
        if person is None:
            return
        self._connection.executemany(
            INTO_NAMES,
            [(key, person_id) for key in sorted(name_keys(person))],
        )
        if change.action == "change":
            for (followup_id,) in self._rows("SELECT id FROM followups WHERE person_id = ?", (person_id,)):
                self._index_followup(followup_id)

    def _index_followup(self, followup_id: int) -> None:
        self._connection.execute("DELETE FROM search WHERE rowid = ?", (followup_id,))
        followup = self.followup(followup_id)
        if followup is None:
            return
        person = self.people([followup.person_id])[followup.person_id]
        self._connection.execute(INTO_SEARCH, (followup_id, *make_index_row(followup, person)))


def _insert_into(subject: Subject) -> str:
    columns = RECORDS[subject]._fields
    return f"INSERT INTO {TABLES[subject]} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


@contextmanager
def transaction(connection: sqlite3.Connection, path: str) -> Iterator[Batch]:
    """Everything in the block, or nothing. Nobody is asked anything inside.

    Raises: BusyError, DiskError, DamagedError; the queue is then as it was.
    """
    begin(connection, path)
    try:
        yield Batch(connection)
        connection.execute("COMMIT")
    except BaseException as err:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(err, (sqlite3.Error, OSError, UnicodeDecodeError)):
            raise translate(err, path, is_writing=True) from err
        raise


@contextmanager
def writing(connection: sqlite3.Connection, path: str, command: str, at: Instant, zone: str) -> Iterator[Batch]:
    """One command's batch, with its log entry; a batch that changes nothing leaves no trace."""
    with transaction(connection, path) as batch:
        yield batch
        batch.record(command, at, zone)


def restore(
    batch: Batch, records: Sequence[Person | FollowUp], entries: Iterable[Entry], marks: Iterable[Mark] = ()
) -> None:
    """Fill an empty queue with a log, number by number, and with the records that it leads to.

    `marks` are where somebody was forgotten: undo stops there in the new queue too.
    """
    known: set[int] = set()
    for mark in marks:
        known.add(mark.batch)
        batch.insert_batch(mark.at, mark.zone, FORGET, None, mark.batch)
    highest: dict[Subject, int] = {"person": 0, "followup": 0}
    with batch.filling() as connection:
        entries = iter(entries)
        while some := list(islice(entries, AT_ONCE)):
            heads = {entry.batch: (entry.batch, *entry[2:6]) for entry in some if entry.batch not in known}
            known |= heads.keys()
            connection.executemany(INTO_BATCHES, heads.values())
            batch.insert_changes((entry.seq, entry.batch, entry.change) for entry in some)
            for entry in some:
                subject, number = entry.change.subject, entry.change.id
                highest[subject] = max(highest[subject], number)
        batch.add_all(records)
        # An id that was given out once is never given out again.
        for subject, number in highest.items():
            if number:
                connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (TABLES[subject],))
                connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (TABLES[subject], number))


def find_next_to_undo(reader: Reader) -> tuple[int, str] | None:
    """The batch that undo takes back, with its command; None when nothing is left.

    Goes back from the end; a batch that takes another back leads to what stood before that one, except
    that a redo is done, not undone. It stops at a barrier.
    """
    found = reader.last_batch()
    while found is not None:
        number, command, undoes = found
        if command in BARRIERS:
            return None
        if undoes is None or command == "redo":
            return number, command
        found = reader.last_batch(undoes - 1)
    return None


def find_next_to_redo(reader: Reader) -> tuple[int, str] | None:
    """The undo batch that redo takes back, with its command; None when nothing was undone last."""
    found = reader.last_batch()
    while found is not None:
        number, command, undoes = found
        if undoes is None:
            return None
        if command == "undo":
            return number, command
        found = reader.last_batch(undoes - 1)
    return None


def take_back(batch: Batch, number: int) -> list[Change]:
    """Apply the inverse of an earlier batch, last change first; returns what was applied."""
    changes = [invert_change(entry.change) for entry in reversed(batch.log(batch=number))]
    batch.apply(changes)
    batch.undoes = number
    return changes
