"""Is a queue sound? Every check that needs its file open: SQLite's own, then those of the model's laws."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from followq.errors import DamagedError, FollowqError
from followq.hints import command
from followq.model.core.calendar import Instant
from followq.model.integrity.backup_info import Contents
from followq.model.integrity.invariants import Finding
from followq.record import NamedTuple
from followq.store.backup.copies import count_contents, run_check
from followq.store.doctor import check_invariants
from followq.store.doctor.check_invariants import FAILURES, hint_fix, hint_salvage, refuse_busy, split_ids
from followq.store.doctor.location_checks import look_round
from followq.store.file import schema
from followq.store.file.connection import check, connect, make_in_memory, refuse_empty
from followq.store.file.errors import translate
from followq.store.records.rows import PERSON_COLUMNS, to_list, to_person
from followq.store.records.search_index import list_indexed_names, list_indexed_words

MOST_TOLD = 5
"""Findings of one check that are told one by one."""


DONE_AFTER = {"integrity": 0.3, "search": 0.5, "log": 0.95}
"""How much of the time has passed after those checks that take long."""


class CheckReport(NamedTuple):
    """What was found, and what the queue holds where it can be counted."""

    findings: tuple[Finding, ...]
    contents: Contents | None


def examine(path: str, now: Instant, tell: Callable[[float], None] = lambda _share: None) -> CheckReport:
    """Carry out every check on a queue's file. Nothing is changed, save what SQLite takes back by itself.

    `tell` is told how much is done, from 0.0 to 1.0.

    Raises: BusyError, DiskError.
    """
    findings = look_round(path)
    connection = None
    try:
        refuse_empty(path)
        connection = connect(path)
        version = check(connection, path)
        found, contents = _look_in(connection, path, version, now, tell)
        findings += found
    except DamagedError as err:
        return CheckReport((*findings, Finding("file", err.message, err.hint, is_damage=True)), None)
    except (sqlite3.Error, UnicodeDecodeError) as err:
        failure = translate(err, path)
        if not isinstance(failure, DamagedError):
            raise failure from err
        return CheckReport((*findings, Finding("file", failure.message, failure.hint, is_damage=True)), None)
    finally:
        if connection is not None:
            connection.close()
    return CheckReport(tuple(findings), contents)


def _look_in(
    connection: sqlite3.Connection, path: str, version: int, now: Instant, tell: Callable[[float], None]
) -> tuple[list[Finding], Contents | None]:
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("integrity", lambda: _integrity(connection, path)),
        ("links", lambda: _links(connection, path)),
        ("journal mode", lambda: _journal_mode(connection, path)),
        ("triggers", lambda: _triggers(connection, path)),
    ]
    if version == schema.VERSION:
        checks += [
            ("search", lambda: _search(connection, path)),
            ("schema", lambda: _schema(connection, path)),
            ("log", lambda: check_invariants.check_log(connection, path, lambda share: tell(0.5 + 0.45 * share))),
            ("names", lambda: check_invariants.check_names(connection, path)),
            ("batches", lambda: check_invariants.check_batches(connection, path)),
            ("undo", lambda: check_invariants.check_undo(connection, path)),
            ("ids", lambda: check_invariants.check_ids(connection, path)),
            ("clock", lambda: check_invariants.check_clock(connection, path, now)),
        ]
    findings: list[Finding] = []
    for name, carry_out in checks:
        try:
            _begin(connection, is_asking_index=name == "search")
            findings += _first(name, list(carry_out()), path)
        except (*FAILURES, FollowqError) as err:
            refuse_busy(err, path)
            findings.append(
                Finding(
                    check=name,
                    message=f"{path}: can't be checked for {name}, it is damaged",
                    hint=hint_salvage(),
                    is_damage=True,
                )
            )
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if name in DONE_AFTER:
                tell(DONE_AFTER[name])
    try:
        return findings, count_contents(connection)
    except FAILURES:
        return findings, None


def _begin(connection: sqlite3.Connection, *, is_asking_index: bool) -> None:
    # Each check sees one state, whoever writes meanwhile. The index is asked by what looks like a write.
    try:
        connection.execute("BEGIN IMMEDIATE" if is_asking_index else "BEGIN")
    except sqlite3.OperationalError as err:
        if not err.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
        connection.execute("BEGIN")


def _first(name: str, found: list[Finding], path: str) -> list[Finding]:
    if len(found) <= MOST_TOLD + 1:
        return found
    more = len(found) - MOST_TOLD
    last = found[-1]._replace(message=f"{path}: {more} more like it ({name})")
    return [*found[:MOST_TOLD], last]


def _integrity(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    for line in run_check(connection, "integrity_check"):
        yield Finding("integrity", f"{path}: SQLite finds: {line}", hint_salvage(), is_damage=True)


def _links(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        message = f"{path}: row {row} of {table} points to nothing in {parent}"
        yield Finding("links", message, hint_salvage(), is_damage=True)


def _journal_mode(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        message = f"{path}: another program switched it to a write-ahead log, so a plain copy may lack the latest"
        yield Finding(
            "journal mode", message, f"the next write switches it back, or {command('doctor', '--fix')}", mend="wal"
        )


def _search(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    broken = Finding("search", f"{path}: the search index is damaged", hint_fix(), is_damage=True, mend="search")
    try:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as err:
        # A file that can't be written to can't be asked; what the index holds is compared all the same.
        if err.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_ERROR")):
            yield broken
            return
        if not err.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
    people = {
        row[0]: list_indexed_names(to_person(row))
        for row in connection.execute(f"SELECT {PERSON_COLUMNS} FROM people p")
    }
    # What the index holds, read from its own table: by way of the index it takes half as long again.
    ids = {number for (number,) in connection.execute("SELECT id FROM search_content")}
    for piece in split_ids(sorted(ids | {n for (n,) in connection.execute("SELECT id FROM followups")})):
        bounds = piece[0], piece[-1]
        sql = "SELECT id, c0, c1, c2, c3, c4 FROM search_content WHERE id BETWEEN ? AND ?"
        held = {row[0]: row[1:] for row in connection.execute(sql, bounds)}
        sql = "SELECT id, person_id, text, note, project, tags FROM followups WHERE id BETWEEN ? AND ?"
        wanted = {
            number: (people[person_id], *list_indexed_words(text, note, project, to_list(tags)))
            for number, person_id, text, note, project, tags in connection.execute(sql, bounds)
            if person_id in people
        }
        if held != wanted:
            yield broken._replace(message=f"{path}: the search index is not in step with the follow-ups")
            return


def make_expected_schema() -> dict[tuple[str, str], str]:
    """What a file holds in SQL, by kind and name, as followq makes it."""
    connection = make_in_memory()
    try:
        return describe_schema(connection)
    finally:
        connection.close()


def describe_schema(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What a file holds in SQL, by kind and name, free of how it is written; what migrations keep is left out."""
    sql = """
        SELECT type, name, ifnull(sql, '') FROM sqlite_master
        WHERE substr(name, 1, 7) <> 'sqlite_' AND tbl_name <> '_sqlite_migrations'
    """
    rows = connection.execute(sql).fetchall()
    return {(kind, name): " ".join(text.replace('"', "").split()) for kind, name, text in rows}


def _triggers(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        message = f"{path}: holds a trigger that followq never made, '{name}': nothing is written while it is there"
        hint = f"if it isn't yours: {command('doctor', '--fix', '--drop-triggers')}"
        yield Finding("schema", message, hint, is_damage=True, mend="triggers")


def _schema(connection: sqlite3.Connection, path: str) -> Iterator[Finding]:
    there, wanted = describe_schema(connection), make_expected_schema()
    for (kind, name), text in there.items():
        if kind == "trigger":
            continue
        if (kind, name) not in wanted:
            message = f"{path}: holds what followq never made, the {kind} '{name}'"
            yield Finding("schema", message, "nothing, if it is yours; followq never looks at it")
        elif (kind, name) in wanted and text != wanted[kind, name]:
            mend = "schema" if kind in ("index", "view") else ""
            message = f"{path}: its {kind} '{name}' is not as followq made it"
            yield Finding("schema", message, hint_fix() if mend else hint_salvage(), is_damage=True, mend=mend)
    for kind, name in wanted.keys() - there.keys():
        mend = "schema" if kind in ("index", "view") else "search" if name.startswith("search") else ""
        yield Finding(
            check="schema",
            message=f"{path}: its {kind} '{name}' is gone",
            hint=hint_fix() if mend else hint_salvage(),
            is_damage=True,
            mend=mend,
        )
