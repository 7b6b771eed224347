"""Saving what can be read of a damaged queue into a new file. The damaged one is copied first, and never touched.

The copy is read row by row, by rowid, with a decoder that replaces what is no text; what becomes of the rows is decided
in `model/integrity/rebuild.py`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress

from followq.errors import DamagedError, DiskError
from followq.files import place
from followq.hints import command
from followq.model.core.calendar import Instant
from followq.model.core.change import Change, record_creation
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.integrity.rebuild import Remains, Saved, SavedBatch, SavedEntry, rebuild_queue
from followq.record import NamedTuple
from followq.store.doctor.repair import raise_ids
from followq.store.file.connection import connect, find_strange
from followq.store.file.errors import translate
from followq.store.file.migrations import migrate
from followq.store.records.rows import LIST_FIELDS, from_field, from_json
from followq.store.records.writer import SALVAGE, Batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PIECE = 500
LEAST_LOOKED_AT = 20_000
ROWS_A_PAGE = 400
"""More rows than fit on a page, for guessing how far to look where the file doesn't say."""
MOST_LOOKED_AT = 50_000_000
PAGE = 4096
"""Bytes of a page, as SQLite makes files since 3.12."""
HEADER = 100
PAGE_COUNT, FREE_PAGES = 28, 32
"""Where a file's header says how many pages it has, and where the list of free ones begins."""
MOST_FILLED_UP = 64
"""How many times as long a file may have been as it is, so that a nonsense length fills no disk."""
INTERIOR = 5
"""First byte of a page that only leads to others."""


class Salvage(NamedTuple):
    """What was saved, and how many rows of each table could not be read."""

    saved: Saved
    unreadable: dict[str, int]


def save(path: str, target: str, now: Instant, zone: str, new_uid: Callable[[], str]) -> Salvage:
    """Save what can be read of a queue into a new file, which is there whole or not at all.

    Raises: DiskError where the target is there already or can't be written; DamagedError when nothing can be read.
    """
    if os.path.lexists(target):
        raise DiskError(f"{target}: is there already", "name a file that is not there yet")
    folder = os.path.dirname(os.path.abspath(target))
    if not os.path.isdir(folder):
        raise DiskError(f"{target}: there is no folder {folder}", "make it, or choose another path")
    try:
        work = tempfile.mkdtemp(dir=folder, prefix=".followq-", suffix=".salvage")
    except OSError as err:
        raise translate(err, target) from err
    try:
        fresh, copy = os.path.join(work, "new.db"), os.path.join(work, "old.db")
        _make(fresh)
        for ending in ("", "-journal", "-wal"):
            if os.path.isfile(path + ending):
                shutil.copyfile(path + ending, copy + ending)
        remains, walk = _read(copy, fresh)
        if walk is None or not (remains.people or remains.followups or remains.entries):
            raise DamagedError(f"{path}: nothing can be read of it", f"{command('backup', 'list')} shows the backups")
        saved = rebuild_queue(remains, now, new_uid)
        _fill(fresh, saved, now, zone, walk)
        place(fresh, target)
    except FileExistsError as err:
        raise DiskError(f"{target}: is there already", "name a file that is not there yet") from err
    except (sqlite3.Error, OSError) as err:
        raise translate(err, target) from err
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Salvage(saved, walk.unreadable)


def _make(fresh: str) -> None:
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection = connect(fresh)
    try:
        migrate(connection)
    finally:
        connection.close()


def _read(copy: str, fresh: str) -> tuple[Remains, _Walk | None]:
    # As it is, where that can be; else whichever way leads to the most: filled up to its former length, with whatever
    # of its schema can be made out; or with the pages that say where the tables begin from a new queue, as they are
    # alike in all that weren't written anew since.
    try:
        return _walk_all(copy, is_lenient=False)
    except (sqlite3.Error, UnicodeDecodeError):
        pass
    found: list[tuple[Remains, _Walk]] = []
    for make_ready in (_fill_up, _graft):
        make_ready(copy, fresh)
        with suppress(sqlite3.Error, UnicodeDecodeError):
            found.append(_walk_all(copy, is_lenient=True))
    nothing: tuple[Remains, _Walk | None] = Remains(people={}, followups={}, batches=(), entries=()), None
    return max(found, key=lambda one: sum(len(part) for part in one[0]), default=nothing)


def _fill_up(copy: str, fresh: str) -> None:
    # Of a file that was cut at its end SQLite reads nothing, as tables and indexes would begin behind it.
    with open(copy, "rb+") as file:
        said = int.from_bytes(file.read(HEADER)[PAGE_COUNT : PAGE_COUNT + 4], "big")
        there, least = os.path.getsize(copy) // PAGE, os.path.getsize(fresh) // PAGE
        # A page of which a part is left would be read as if the rest were empty.
        file.truncate(there * PAGE)
        file.truncate(PAGE * max(there, least, said if said <= MOST_FILLED_UP * max(there, least) else 0))


def _graft(copy: str, fresh: str) -> None:
    # Without indexes and views: older files hold rows where newer ones say what those are.
    tables_alone = f"{fresh}.tables"
    shutil.copyfile(fresh, tables_alone)
    connection = connect(tables_alone)
    try:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL")
    finally:
        connection.close()
    with open(tables_alone, "rb") as sound:
        data = bytearray(sound.read())
    data[PAGE_COUNT : PAGE_COUNT + 4] = (os.path.getsize(copy) // PAGE).to_bytes(4, "big")
    data[FREE_PAGES : FREE_PAGES + 8] = bytes(8)  # no list of free pages
    with open(copy, "rb+") as file:
        for number in _schema_pages(data):
            file.seek((number - 1) * PAGE)
            file.write(data[(number - 1) * PAGE : number * PAGE])


def _schema_pages(data: bytearray) -> list[int]:
    """Numbers of the pages that hold a file's schema: the first, and those that it leads to.

    Source: the SQLite file format, section 1.6, "B-tree Pages".
    """
    if data[100] != INTERIOR:
        return [1]
    cells = [
        int.from_bytes(data[112 + 2 * n : 114 + 2 * n], "big") for n in range(int.from_bytes(data[103:105], "big"))
    ]
    return [1, *(int.from_bytes(data[cell : cell + 4], "big") for cell in (*cells, 108))]


def _walk_all(copy: str, *, is_lenient: bool) -> tuple[Remains, _Walk]:
    connection = connect(copy)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        if is_lenient:
            connection.execute("PRAGMA writable_schema = ON")
        for table in ("people", "followups", "batches", "changes"):
            # Fails where the schema doesn't tell of it, and reads no row.
            connection.execute(f"SELECT 1 FROM {table} LIMIT 0")
        if not is_lenient and find_strange(connection):
            raise sqlite3.DatabaseError("what stands in a table's place would run")
        walk = _Walk(connection)
        people = {row[0]: _name_fields(Person._fields, row) for row in walk.rows("people", "id", Person._fields)}
        items = {row[0]: _name_fields(FollowUp._fields, row) for row in walk.rows("followups", "id", FollowUp._fields)}
        batches = [_batch(row) for row in walk.rows("batches", "id", SavedBatch._fields[1:], "id")]
        columns = ("batch_id", "subject", "subject_id", "action", "fields", "remark")
        # A damaged page may lead to the same row twice: the first reading of each number counts.
        by_seq = {
            entry.seq: entry
            for entry in reversed([_entry(row) for row in walk.rows("changes", "seq", columns, "seq")])
            if entry
        }
        return Remains(
            people=people,
            followups=items,
            batches=tuple(b for b in batches if b),
            entries=tuple(reversed(by_seq.values())),
        ), walk
    finally:
        connection.close()


class _Walk:
    """A way through a table that goes round what can't be read, and counts it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.unreadable: dict[str, int] = {}
        self.given: dict[str, int] = {}
        """How far each table's ids had been given out, where the file says and it can be."""

    def rows(self, table: str, key: str, columns: tuple[str, ...], *first: str) -> Iterator[Any]:
        """The rows of a table, by rowid."""
        self.unreadable[table] = 0
        sql = f"SELECT {', '.join((*first, *columns))} FROM {table} WHERE {key} BETWEEN ? AND ?"
        for start in range(1, self._highest(table, key) + 1, PIECE):
            try:
                yield from self._connection.execute(sql, (start, start + PIECE - 1)).fetchall()
            except (sqlite3.Error, UnicodeDecodeError):
                yield from self._one_by_one(table, sql, start)

    def _one_by_one(self, table: str, sql: str, start: int) -> Iterator[Any]:
        for number in range(start, start + PIECE):
            try:
                yield from self._connection.execute(sql, (number, number)).fetchall()
            except (sqlite3.Error, UnicodeDecodeError):
                # Beyond what was ever given out there is nothing to miss.
                self.unreadable[table] += number <= self.given.get(table, number)

    def _highest(self, table: str, key: str) -> int:
        # Where the file doesn't say how far ids go, or says nonsense, as far as they could go in a file of its size.
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        guess = min(MOST_LOOKED_AT, max(LEAST_LOOKED_AT, pages * ROWS_A_PAGE))
        there = self._one_number(f"SELECT ifnull(max({key}), 0) FROM {table}")
        given = self._one_number(f"SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = '{table}'")
        if given is not None:
            self.given[table] = given
        return guess if there is None or given is None else max(there, given)

    def _one_number(self, sql: str) -> int | None:
        try:
            (found,) = self._connection.execute(sql).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            return None
        return found if isinstance(found, int) and found <= MOST_LOOKED_AT else None


def _name_fields(fields: tuple[str, ...], row: Any) -> dict[str, Any]:
    return {name: _list(value) if name in LIST_FIELDS else value for name, value in zip(fields, row, strict=True)}


def _list(value: Any) -> Any:
    try:
        found = from_json(value)
    except (sqlite3.Error, TypeError):
        return None
    return tuple(found) if isinstance(found, list) else None


def _batch(row: Any) -> SavedBatch | None:
    number, at, zone, command, undoes = row
    is_fit = isinstance(number, int) and all(isinstance(text, str) for text in (at, zone, command))
    return (
        SavedBatch(number=number, at=at, zone=zone, command=command, undoes=undoes if isinstance(undoes, int) else None)
        if is_fit
        else None
    )


def _entry(row: Any) -> SavedEntry | None:
    seq, batch, subject, number, action, fields, remark = row
    is_fit = subject in ("person", "followup") and action in ("create", "change", "remove") and isinstance(remark, str)
    try:
        found = from_json(fields)
        pairs = {name: (from_field(name, old), from_field(name, new)) for name, (old, new) in found.items()}
    except (sqlite3.Error, TypeError, ValueError, AttributeError):
        return None
    if not is_fit or not isinstance(batch, int) or not isinstance(number, int) or batch < 1 or number < 1:
        return None
    return SavedEntry(seq, batch, Change(subject, number, action, pairs, remark))


def _fill(fresh: str, saved: Saved, now: Instant, zone: str, walk: _Walk) -> None:
    connection = connect(fresh)
    try:
        connection.execute("BEGIN IMMEDIATE")
        batch = Batch(connection)
        for one in saved.batches:
            batch.insert_batch(one.at, one.zone, one.command, one.undoes, one.number)
        for entry in saved.entries:
            batch.insert_changes([(entry.seq, entry.batch, entry.change)])
        batch.apply(record_creation(person) for person in saved.people)
        batch.apply(record_creation(followup) for followup in saved.followups)
        if saved.fresh or saved.dropped or any(walk.unreadable.values()):
            number = batch.insert_batch(now, zone, SALVAGE, None)
            for change in saved.fresh:
                batch.insert_changes([(None, number, change)])
        raise_ids(connection, walk.given)
        connection.execute("COMMIT")
    finally:
        connection.close()
    with open(fresh, "rb+") as file:
        os.fsync(file.fileno())
