"""The log: append-only, in order, and enough to build the tables from nothing."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from hypothesis import given

from followq.model.core.change import Entry, replay
from followq.store.records.writer import writing
from tests.factories import QUICK, followup, person
from tests.store.builders import Desk, Step, deeds, replayed, some_steps


@QUICK
@given(deeds())
def test_replaying_the_log_from_nothing_gives_the_tables(done: list[Step | str]) -> None:
    desk = Desk()
    for deed in done:
        desk.act(deed)
    assert replayed(desk.reader) == desk.tables


@QUICK
@given(deeds())
def test_the_log_only_ever_grows_at_its_end(done: list[Step | str]) -> None:
    desk = Desk()
    before: list[Entry] = []
    for deed in done:
        desk.act(deed)
        after = desk.reader.log()
        assert after[: len(before)] == before
        before = after
    assert [entry.seq for entry in before] == list(range(1, len(before) + 1))
    batches = [entry.batch for entry in before]
    assert batches == sorted(batches)
    assert set(batches) == set(range(1, len(set(batches)) + 1))


@QUICK
@given(some_steps())
def test_every_change_carries_the_values_that_were_there_before(done: list[Step]) -> None:
    desk = Desk()
    for step in done:
        desk.take(step)
    entries = [entry.change for entry in desk.reader.log()]
    for place, change in enumerate(entries):
        people, followups = replay(entries[:place])
        table = people if change.subject == "person" else followups
        before = table[change.id]._asdict() if change.id in table else {}
        assert {name: old for name, (old, _) in change.fields.items()} == {
            name: before.get(name) for name in change.fields
        }


@QUICK
@given(some_steps())
def test_a_command_is_one_batch_and_a_refused_one_none(done: list[Step]) -> None:
    desk = Desk()
    taken = [step.verb for step in done if desk.take(step)]
    commands = {entry.batch: entry.command for entry in desk.reader.log()}
    assert list(commands.values()) == taken


@pytest.fixture
def desk() -> Desk:
    """Two people with a follow-up each, the first told, the second moved over to the first person."""
    desk = Desk()
    desk.add(person(), followup())
    desk.add(person(id=2, name="Tom Baker"), followup(id=2, person_id=2))
    desk.do("told", lambda batch, now: batch.put(followup(), followup(told_at=now.instant), "On its way"))
    desk.put("edit", followup(id=2, person_id=2), followup(id=2))
    return desk


def test_an_entry_says_when_where_and_by_which_command(desk: Desk) -> None:
    told = desk.reader.log()[-2]
    assert (told.batch, told.at, told.zone, told.command, told.undoes) == (
        3,
        "2026-11-23T12:00:00Z",
        "UTC",
        "told",
        None,
    )
    assert told.change.remark == "On its way"
    assert dict(told.change.fields) == {"told_at": (None, "2026-11-23T12:00:00Z")}


def test_the_log_can_be_asked_for_one_batch(desk: Desk) -> None:
    assert [(e.change.subject, e.change.id) for e in desk.reader.log(batch=2)] == [("person", 2), ("followup", 2)]


def test_the_log_can_be_asked_for_one_follow_up(desk: Desk) -> None:
    assert [e.command for e in desk.reader.log(followup_id=1)] == ["add", "told"]
    assert [e.command for e in desk.reader.log(followup_id=2)] == ["add", "edit"]
    assert desk.reader.log(followup_id=3) == []


def test_the_log_can_be_asked_for_one_person_and_all_that_is_with_them(desk: Desk) -> None:
    assert [(e.change.subject, e.change.id) for e in desk.reader.log(person_id=1)] == [
        ("person", 1),
        ("followup", 1),
        ("followup", 2),
        ("followup", 1),
        ("followup", 2),
    ]
    assert [(e.change.subject, e.change.id) for e in desk.reader.log(person_id=2)] == [("person", 2)]


def test_the_log_can_be_asked_for_a_stretch_of_time_its_end_left_out(desk: Desk) -> None:
    found = desk.reader.log(since="2026-11-23T11:00:00Z", until="2026-11-23T13:00:00Z")
    assert [e.batch for e in found] == [2, 2, 3]


def test_the_log_can_be_asked_for_its_end_which_comes_in_order(desk: Desk) -> None:
    assert [e.seq for e in desk.reader.log(last=2)] == [5, 6]
    assert desk.reader.log(last=0) == []
    assert [e.seq for e in desk.reader.log(followup_id=1, last=1)] == [5]


def test_order_is_by_number_even_when_the_clock_goes_back(desk: Desk) -> None:
    earlier = datetime(2020, 1, 1, tzinfo=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    with writing(desk.connection, "memory", "note", earlier, "UTC") as batch:
        batch.put(followup(id=2), followup(id=2, note="Back then"))
    assert [e.command for e in desk.reader.log(followup_id=2)] == ["add", "edit", "note"]
    assert desk.reader.last_at() == earlier
    assert desk.undo()
    assert desk.tables[1][2].note is None
