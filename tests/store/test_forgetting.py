"""Somebody is erased: what is left is a queue like any other, and nothing of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.change import invert_change, record_creation
from followq.model.core.person import Person, merge_people
from followq.model.integrity.redact import remove_ids
from followq.model.people.relationship import make_dealings
from followq.store.records.forget import Forgotten, find_gone_people, forget
from followq.store.records.writer import Batch, find_next_to_redo, find_next_to_undo, transaction
from tests.exchange.bringing_in import exported, restored
from tests.factories import MORE, QUICK, calendar, followup, person
from tests.store.builders import NOW, Desk, Step, deeds, replayed, rows


def forget_one(desk: Desk, *person_ids: int) -> Forgotten:
    """Erase people from a queue in memory."""
    with transaction(desk.connection, "memory") as batch:
        return forget(batch, person_ids, NOW, "UTC")


def somebody(desk: Desk, who: int) -> int | None:
    """One of the people who are there, counted round."""
    people = sorted(desk.reader.people())
    return people[who % len(people)] if people else None


def filled(done: list[Step | str]) -> Desk:
    """A queue after some commands."""
    desk = Desk()
    for deed in done:
        desk.act(deed)
    return desk


@MORE
@given(deeds(most=30), st.integers(0, 4))
def test_what_is_left_is_what_the_log_leads_to_and_what_others_had(done: list[Step | str], who: int) -> None:
    desk = filled(done)
    gone = somebody(desk, who)
    if gone is None:
        return
    people, followups = desk.tables
    numbers = [desk.reader.next_id(table) for table in ("people", "followups")]
    forget_one(desk, gone)
    assert replayed(desk.reader) == desk.tables
    theirs = {number for number, item in followups.items() if item.person_id == gone}
    assert desk.tables[0] == {number: one for number, one in people.items() if number != gone}
    assert desk.tables[1] == {
        number: item._replace(blocked_by=remove_ids(item.blocked_by, theirs))
        for number, item in followups.items()
        if number not in theirs
    }
    assert numbers == [desk.reader.next_id(table) for table in ("people", "followups")]
    assert people[gone].uid not in [entry.change.fields.get("uid", ("", ""))[1] for entry in desk.reader.log()]
    assert all(gone not in entry.change.fields.get("person_id", ()) for entry in desk.reader.log())
    assert rows(desk.connection, "PRAGMA foreign_key_check") == []
    desk.connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    indexed = {number for (number,) in rows(desk.connection, "SELECT rowid FROM search")}
    assert indexed == set(desk.tables[1])
    keys = {number for (number,) in rows(desk.connection, "SELECT person_id FROM person_names")}
    assert keys == set(desk.tables[0])


@QUICK
@given(deeds(most=20), st.integers(0, 4), deeds(most=12))
def test_life_goes_on_and_undo_ends_where_somebody_was_forgotten(
    done: list[Step | str], who: int, more: list[Step | str]
) -> None:
    desk = filled(done)
    gone = somebody(desk, who)
    if gone is None:
        return
    forget_one(desk, gone)
    assert find_next_to_undo(desk.reader) is None
    assert find_next_to_redo(desk.reader) is None
    after = desk.tables
    for deed in more:
        desk.act(deed)
        assert replayed(desk.reader) == desk.tables
    while desk.undo():
        assert replayed(desk.reader) == desk.tables
    assert desk.tables == after


@QUICK
@given(deeds(most=25), st.integers(0, 4))
def test_what_is_left_can_be_moved_whole(done: list[Step | str], who: int) -> None:
    desk = filled(done)
    gone = somebody(desk, who)
    if gone is None:
        return
    forget_one(desk, gone)
    second = restored(exported(desk.reader)) if desk.reader.log() else Desk()
    assert second.tables == desk.tables


@QUICK
@given(deeds(most=25), st.integers(0, 4))
def test_what_passed_with_others_is_as_it_was(done: list[Step | str], who: int) -> None:
    desk = filled(done)
    gone = somebody(desk, who)
    if gone is None:
        return
    now = calendar("2027-01-04")
    touched = {
        entry.change.id
        for entry in desk.reader.log()
        if gone in entry.change.fields.get("person_id", ()) and entry.change.subject == "followup"
    }
    before = {number: make_dealings(desk.reader.log(followup_id=number), now) for number in desk.tables[1]}
    forget_one(desk, gone)
    for number in set(desk.tables[1]) - touched:
        assert make_dealings(desk.reader.log(followup_id=number), now) == before[number]


def test_nothing_of_theirs_stands_anywhere() -> None:
    desk = Desk()
    desk.add(person(name="Ana Marker1", aliases=("Marker2",), note="Marker3"), followup(text="Marker4"))
    desk.put("rename", person(name="Ana Marker1", aliases=("Marker2",), note="Marker3"), person(name="Ana Marker5"))
    desk.put("told", followup(text="Marker4"), followup(text="Marker6", tags=("Marker7",)), "Marker8")
    desk.add(person(id=2, name="Tom Baker"), followup(id=2, person_id=2, text="Invoice"))
    forget_one(desk, 1)
    for table in ("people", "person_names", "followups", "batches", "changes", "search", "search_content"):
        assert "marker" not in json.dumps(rows(desk.connection, f"SELECT * FROM {table}")).lower()
    assert desk.reader.search(["marker4"]) == []
    assert [f.id for f in desk.reader.search(["invoice"])] == [2]


def test_whoever_was_merged_into_them_goes_too() -> None:
    desk = Desk()
    desk.add(person(name="Tom Baker"), person(id=2, name="T. B."), followup(id=1, person_id=2, text="Quote"))
    before = desk.reader.people()
    desk.do("person merge", lambda batch, _: _merge(batch, before[2], before[1]))
    (both,) = desk.tables[0].values()
    desk.put("person edit", both, both._replace(aliases=()))
    done = forget_one(desk, 1)
    assert set(done.uids) == {"person-1", "person-2"}
    assert desk.tables == ({}, {})
    assert desk.reader.log() == []


def _merge(batch: Batch, gone: Person, into: Person) -> None:
    for item in batch.open_with(gone.id):
        batch.put(item, item._replace(person_id=into.id))
    batch.apply([invert_change(record_creation(gone))])
    batch.put(into, merge_people(into, gone))


def test_a_merge_that_was_undone_costs_the_other_nothing() -> None:
    desk = Desk()
    desk.add(person(name="Tom Baker"), person(id=2, name="T. B."), followup(id=1, person_id=2, text="Quote"))
    before = desk.reader.people()
    log = desk.reader.log(followup_id=1)
    desk.do("person merge", lambda batch, _: _merge(batch, before[2], before[1]))
    desk.undo()
    forget_one(desk, 1)
    assert set(desk.tables[0]) == {2}
    assert desk.reader.log(followup_id=1) == log
    assert replayed(desk.reader) == desk.tables


@pytest.mark.parametrize("redos", [0, 1])
@pytest.mark.parametrize("is_further", [False, True])
def test_a_merge_that_was_undone_leaves_no_copy_with_the_other(is_further: bool, redos: int) -> None:
    desk = Desk()
    desk.add(person(name="Tom Baker"))
    desk.add(person(id=2, name="Marker1", emails=("marker2@example.com",), phones=("+1 555 0199",), note="Marker3"))
    before = desk.reader.people()
    desk.do("person merge", lambda batch, _: _merge(batch, before[2], before[1]))
    both = desk.tables[0][1]
    desk.put("person edit", both, both._replace(note="Marker4"))
    if is_further:
        desk.add(person(id=3, name="Priya"), followup(id=1, person_id=3))
        now = desk.reader.people()
        desk.do("person merge", lambda batch, _: _merge(batch, now[1], now[3]))
    steps = 4 if is_further else 2
    for _ in range(redos):
        for _ in range(steps):
            desk.undo()
        for _ in range(steps):
            desk.redo()
    for _ in range(steps):
        desk.undo()
    assert forget_one(desk, 2).log_mentions == 0
    assert desk.tables[0] == {1: before[1]}
    assert replayed(desk.reader) == desk.tables
    assert restored(exported(desk.reader)).tables == desk.tables
    for table in ("people", "person_names", "followups", "batches", "changes", "search", "search_content"):
        text = json.dumps(rows(desk.connection, f"SELECT * FROM {table}")).lower()
        assert "marker" not in text
        assert "0199" not in text


def test_whoever_an_undo_left_in_the_log_alone_can_be_forgotten() -> None:
    desk = Desk()
    desk.add(person(name="Ana Lopez", emails=("ana@example.com",)), followup(text="Quote"))
    desk.undo()
    assert find_gone_people(desk.reader, "ANA@example.com") == [1]
    assert find_gone_people(desk.reader, "Tom") == []
    forget_one(desk, *find_gone_people(desk.reader, "ana lopez"))
    assert desk.reader.log() == []


def test_a_namesake_that_only_the_log_knows_goes_with_them() -> None:
    desk = Desk()
    desk.add(person(name="Ana Lopez"), followup(text="Secret"))
    desk.undo()
    desk.add(person(id=2, name="Ana Lopez"), followup(id=2, person_id=2))
    forget_one(desk, 2)
    assert desk.reader.log() == []


def test_others_who_waited_for_them_no_longer_do() -> None:
    desk = Desk()
    desk.add(person(), followup())
    desk.add(person(id=2, name="Tom"), followup(id=2, person_id=2, ball="theirs"))
    desk.put("hand", followup(), followup(blocked_by=(2,)))
    done = forget_one(desk, 2)
    assert done.unblocked == 1
    assert desk.tables[1] == {1: followup()}
    assert [entry.command for entry in desk.reader.log()] == ["add", "add"]


def test_what_others_texts_say_of_them_is_told_and_left_alone() -> None:
    desk = Desk()
    desk.add(person(name="Ana Lopez", emails=("ana@example.com",)))
    desk.add(person(id=2, name="Tom", note="Works for Ana Lopez"))
    desk.add(followup(id=1, person_id=2, text="Call Ana Lopez"), followup(id=2, person_id=2, note="ana@example.com"))
    desk.add(followup(id=3, person_id=2, text="Ana Lopez"), followup(id=4, person_id=2, text="Banana Lopez"))
    desk.put("edit", followup(id=3, person_id=2, text="Ana Lopez"), followup(id=3, person_id=2, text="Nobody"))
    done = forget_one(desk, 1)
    assert (done.mentioned_in, done.mentioned_by, done.log_mentions) == ((1, 2), ("Tom",), 2)
    assert desk.tables[1][1].text == "Call Ana Lopez"


def test_forgetting_twice_keeps_both_marks() -> None:
    desk = Desk()
    desk.add(person(), followup())
    desk.add(person(id=2, name="Tom"))
    forget_one(desk, 1)
    forget_one(desk, 2)
    assert [command for (command,) in rows(desk.connection, "SELECT command FROM batches")] == ["person forget"] * 2
    assert desk.reader.has_forgotten()


@pytest.mark.parametrize("undos", [0, 1, 2])
def test_an_item_that_was_with_them_for_a_while_keeps_what_came_after(undos: int) -> None:
    desk = Desk()
    desk.add(person(name="Typo"), followup(text="Quote"))
    desk.add(person(id=2, name="Ana"))
    desk.put("edit", followup(text="Quote"), followup(text="Quote", person_id=2))
    later = followup(text="Quote", person_id=2, told_at="2026-11-24T09:00:00Z")
    desk.put("told", followup(text="Quote", person_id=2), later)
    for _ in range(min(undos, 1)):
        desk.undo()
    for _ in range(undos - 1):
        desk.redo()
    before = desk.tables[1]
    forget_one(desk, 1)
    assert desk.tables[1] == before
    assert replayed(desk.reader) == desk.tables
    commands = [entry.command for entry in desk.reader.log(followup_id=1)]
    assert commands == ["edit", "told", *["undo", "redo"][:undos]]


def test_an_item_that_came_back_from_them_by_undo_keeps_its_state_alone() -> None:
    desk = Desk()
    desk.add(person(name="Typo"))
    desk.add(person(id=2, name="Ana"), followup(id=1, person_id=2, text="Quote", note="Kept"))
    ours = desk.tables[1][1]
    desk.put("edit", ours, ours._replace(person_id=1))
    desk.put("edit", ours._replace(person_id=1), ours._replace(person_id=1, text="Secret"))
    desk.undo()
    desk.undo()
    forget_one(desk, 1)
    assert desk.tables[1] == {1: ours}
    assert [(e.command, e.change.action) for e in desk.reader.log(followup_id=1)] == [("person forget", "create")]
    assert replayed(desk.reader) == desk.tables
    assert restored(exported(desk.reader)).tables == desk.tables
    assert not desk.undo()
    assert "Secret" not in str(desk.reader.log())
