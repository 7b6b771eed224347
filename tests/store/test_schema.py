"""The file's tables: the model's fields under their own names, checked by SQLite, pleasant to open with other tools."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from followq.model.core.followup import BALLS, STATUSES, FollowUp
from followq.model.core.person import CHANNELS, WEIGHTS, Person
from followq.store.records.rows import LIST_FIELDS
from tests.factories import followup, person
from tests.store.builders import Desk, in_memory, rows

RECORDS: list[tuple[str, type[Person] | type[FollowUp]]] = [("people", Person), ("followups", FollowUp)]


@pytest.fixture
def desk() -> Desk:
    """Something owed, something waited for, something done."""
    desk = Desk()
    desk.add(person(), person(id=2, name="Tom Baker"))
    items = (
        followup(since="2026-11-20", promised="2026-11-27", project="spring", tags=("urgent", "a b")),
        followup(id=2, text="Older", since="2026-11-16", person_id=2),
        followup(
            id=3, text="Contract", ball="theirs", promised="2026-11-26", nudges=2, nudged_at="2026-11-20T09:00:00Z"
        ),
        followup(id=4, text="Gone", status="done", closed_at="2026-11-23T09:00:00Z"),
    )
    desk.add(*items)
    return desk


@pytest.mark.parametrize(("table", "record"), RECORDS)
def test_a_table_has_a_column_for_each_field_of_its_record_and_no_other(
    table: str, record: type[Person] | type[FollowUp]
) -> None:
    assert {row[1] for row in rows(in_memory(), f"PRAGMA table_info({table})")} == set(record._fields)


@pytest.mark.parametrize(("table", "record"), RECORDS)
def test_a_column_may_be_empty_where_its_field_may_be_none(table: str, record: type[Person] | type[FollowUp]) -> None:
    may_be_none = {name for name, kind in record.__annotations__.items() if "None" in kind}
    info = rows(in_memory(), f"PRAGMA table_info({table})")
    assert {name for _, name, _, is_needed, _, is_key in info if not is_needed and not is_key} == may_be_none


@pytest.mark.parametrize(("table", "record"), RECORDS)
def test_a_row_without_its_optional_columns_is_a_record_with_its_defaults(
    table: str, record: type[Person] | type[FollowUp]
) -> None:
    # What somebody adds with another tool is what the model would have made of it.
    desk = Desk()
    desk.connection.execute(
        "INSERT INTO people (uid, name, created_at) VALUES ('u', 'Ana Lopez', '2026-11-23T09:00:00Z')"
    )
    desk.connection.execute(
        "INSERT INTO followups (uid, person_id, text, ball, since, created_at)"
        " VALUES ('u', 1, 'Quote', 'mine', '2026-11-23', '2026-11-23T09:00:00Z')"
    )
    made: Any = desk.reader.people()[1] if table == "people" else desk.reader.followup(1)
    given = {"uid", "id", "name", "created_at", "person_id", "text", "ball", "since"}
    assert {name: value for name, value in made._asdict().items() if name not in given} == {
        name: value for name, value in record._field_defaults.items() if name not in given
    }


def test_fields_that_are_lists_are_the_ones_that_are_kept_as_json() -> None:
    fields = {name: kind for _, record in RECORDS for name, kind in record.__annotations__.items()}
    assert {name for name, kind in fields.items() if kind.startswith("tuple")} == LIST_FIELDS


@pytest.mark.parametrize("table", ["people", "person_names", "followups", "batches", "changes"])
def test_every_table_is_strict_about_types(table: str) -> None:
    ((is_strict,),) = rows(in_memory(), f"SELECT strict FROM pragma_table_list('{table}')")
    assert is_strict


@pytest.mark.parametrize("table", ["people", "followups", "batches", "changes"])
def test_ids_are_never_reused_by_sqlite_itself(table: str) -> None:
    ((sql,),) = rows(in_memory(), f"SELECT sql FROM sqlite_master WHERE name = '{table}'")
    assert "INTEGER PRIMARY KEY AUTOINCREMENT" in sql


def test_there_are_no_triggers() -> None:
    assert rows(in_memory(), "SELECT name FROM sqlite_master WHERE type = 'trigger'") == []


@pytest.mark.parametrize(("column", "words"), [("ball", BALLS), ("status", STATUSES), ("channel", CHANNELS)])
def test_every_word_that_the_model_knows_can_be_stored(column: str, words: tuple[str, ...]) -> None:
    for word in words:
        desk = Desk()
        closed = "2026-11-23T09:00:00Z" if word in ("done", "dropped") else None
        item = followup(closed_at=closed, **{column: word})
        desk.add(person(), item)
        assert desk.tables[1] == {1: item}


def test_every_weight_can_be_stored() -> None:
    for weight in WEIGHTS:
        desk = Desk()
        desk.add(person(weight=weight))
        assert desk.tables[0][1].weight == weight


def test_the_view_of_what_is_owed_reads_like_a_list(desk: Desk) -> None:
    assert rows(desk.connection, "SELECT id, person, text, since, promised, project FROM owed") == [
        (2, "Tom Baker", "Older", "2026-11-16", None, None),
        (1, "Ana Lopez", "Send the quote", "2026-11-20", "2026-11-27", "spring"),
    ]


def test_the_view_of_what_is_waited_for_reads_like_a_list(desk: Desk) -> None:
    assert rows(desk.connection, "SELECT id, person, text, expected, nudges FROM waiting") == [
        (3, "Ana Lopez", "Contract", "2026-11-26", 2)
    ]


def test_the_view_of_the_log_tells_what_was_done_when(desk: Desk) -> None:
    desk.undo()
    log = rows(desk.connection, "SELECT command, undoes, subject, subject_id, action FROM log")
    assert log[:3] == [
        ("add", None, "person", 1, "create"),
        ("add", None, "person", 2, "create"),
        ("add", None, "followup", 1, "create"),
    ]
    assert log[-1] == ("undo", 2, "followup", 1, "remove")
    ((fields,),) = rows(desk.connection, "SELECT fields FROM log WHERE subject_id = 2 AND subject = 'person'")
    assert json.loads(fields)["name"] == [None, "Tom Baker"]


def test_lists_can_be_queried_with_sqlites_own_json(desk: Desk) -> None:
    found = rows(desk.connection, "SELECT value FROM followups, json_each(tags) WHERE followups.id = 1")
    assert found == [("urgent",), ("a b",)]


def test_accented_text_stands_in_the_file_as_text_and_not_as_escapes() -> None:
    desk = Desk()
    desk.add(person(name="Åsa", aliases=("Öberg",)))
    assert rows(desk.connection, "SELECT aliases FROM people") == [('["Öberg"]',)]
    assert "Åsa" in rows(desk.connection, "SELECT fields FROM changes")[0][0]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO followups (uid, person_id, text, ball, since, created_at)"
        " VALUES ('x', 99, 'y', 'mine', '2026-11-23', '2026-11-23')",
        "DELETE FROM people WHERE id = 1",
        "UPDATE followups SET since = 'yesterday' WHERE id = 1",
        "UPDATE followups SET tags = 'urgent' WHERE id = 1",
        "UPDATE followups SET status = 'done' WHERE id = 1",
        "UPDATE followups SET slips = 'three' WHERE id = 1",
        "UPDATE people SET name = '' WHERE id = 1",
        "UPDATE people SET weight = 'light' WHERE id = 1",
        "INSERT INTO changes (batch_id, subject, subject_id, action, fields) VALUES (99, 'person', 1, 'change', '{}')",
        "INSERT INTO batches (at, zone, command, undoes) VALUES ('2026-11-23T09:00:00Z', 'UTC', 'undo', 99)",
        "DELETE FROM batches WHERE id = 1",
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_the_file_itself(desk: Desk, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        desk.connection.execute(sql)
