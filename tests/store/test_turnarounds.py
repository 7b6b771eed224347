"""Ended spells with the ball on one side: what counts, which come first, and that history costs nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given

from followq.model.core import verbs
from followq.model.core.calendar import Calendar
from followq.model.core.followup import BALLS, FollowUp
from followq.model.core.stays import find_stays, group_logs_by_id
from followq.model.core.turnaround import Turnaround
from followq.model.people.relationship import find_spells
from followq.store.records.reader import Reader
from followq.store.records.writer import Batch, find_next_to_redo, find_next_to_undo, take_back, writing
from tests.factories import QUICK, calendar, followup, person
from tests.store.builders import Desk, Step, deeds, in_memory
from tests.store.test_query_plans import effort, filled, plan

MONDAY, TUESDAY, WEDNESDAY = "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z"


class Week:
    """A queue to which something happens at given times."""

    def __init__(self, *followups: FollowUp) -> None:
        self.connection = in_memory()
        self.reader = Reader(self.connection)
        with writing(self.connection, "memory", "add", MONDAY, "UTC") as batch:
            for number in sorted({f.person_id for f in followups}):
                batch.add(person(id=number, name=f"Person {number}"))
            for one in followups:
                batch.add(one)

    def _put(self, command: str, at: str, before: FollowUp, after: FollowUp) -> None:
        with writing(self.connection, "memory", command, at, "UTC") as batch:
            batch.put(before, after)

    def toss(self, followup_id: int, at: str, command: str = "toss") -> None:
        """Hand the ball over."""
        before = self._open(followup_id)
        self._put(command, at, before, verbs.toss(before, calendar(at)))

    def close(self, followup_id: int, at: str, status: Any = "done") -> None:
        """Close as done or dropped."""
        before = self._open(followup_id)
        self._put(status, at, before, verbs.close(before, calendar(at), status))

    def edit(self, followup_id: int, at: str, **fields: Any) -> None:
        """Set fields right."""
        before = self._open(followup_id)
        self._put("edit", at, before, before._replace(**fields))

    def take_back(self, command: str, at: str) -> None:
        """Undo or redo."""
        found = (find_next_to_undo if command == "undo" else find_next_to_redo)(self.reader)
        assert found is not None
        with writing(self.connection, "memory", command, at, "UTC") as batch:
            take_back(batch, found[0])

    def _open(self, followup_id: int) -> FollowUp:
        found = self.reader.followup(followup_id)
        assert found is not None
        return found

    def spells(self, ball: Any, person_ids: Iterable[int] = (), **most: Any) -> list[tuple[str, str]]:
        """When each spell began and ended."""
        return [(spell.began, spell.ended) for spell in self.reader.turnarounds(ball, person_ids, **most)]


def test_what_was_done_is_a_spell_on_the_side_that_had_the_ball() -> None:
    week = Week(followup(since="2026-11-20"), followup(id=2, ball="theirs", since="2026-11-18"))
    assert week.spells("mine") == []
    week.close(1, TUESDAY)
    week.close(2, WEDNESDAY)
    assert week.spells("mine") == [("2026-11-20", TUESDAY)]
    assert week.spells("theirs") == [("2026-11-18", WEDNESDAY)]


@pytest.mark.parametrize("command", ["toss", "clear"])
def test_what_was_tossed_and_then_done_is_a_spell_on_each_side(command: str) -> None:
    week = Week(followup(since="2026-11-20"))
    week.toss(1, TUESDAY, command)
    assert week.spells("mine") == [("2026-11-20", TUESDAY)]
    assert week.spells("theirs") == []
    week.close(1, WEDNESDAY)
    for ids in ((), (1,)):
        assert week.spells("mine", ids) == [("2026-11-20", TUESDAY)]
        assert week.spells("theirs", ids) == [(TUESDAY, WEDNESDAY)]


def test_what_was_dropped_was_not_answered_but_what_was_tossed_before_was() -> None:
    week = Week(followup(since="2026-11-20"))
    week.toss(1, TUESDAY)
    week.close(1, WEDNESDAY, "dropped")
    assert week.spells("mine") == [("2026-11-20", TUESDAY)]
    assert week.spells("theirs") == []


def test_what_was_undone_does_not_count_and_what_was_redone_counts_from_its_own_time() -> None:
    week = Week(followup(since="2026-11-20"))
    week.toss(1, MONDAY)
    week.take_back("undo", TUESDAY)
    assert week.spells("mine") == week.spells("theirs") == week.spells("mine", [1]) == []
    week.take_back("redo", WEDNESDAY)
    assert week.spells("mine") == week.spells("mine", [1]) == [("2026-11-20", MONDAY)]
    week.take_back("undo", WEDNESDAY)
    assert week.spells("mine") == []
    week.take_back("redo", WEDNESDAY)
    assert week.spells("mine") == [("2026-11-20", MONDAY)]
    assert week.spells("theirs") == []


def test_a_closing_that_was_undone_or_taken_up_again_does_not_count() -> None:
    week = Week(followup(since="2026-11-20"))
    week.close(1, TUESDAY)
    week.take_back("undo", WEDNESDAY)
    assert week.spells("mine") == []


def test_setting_right_who_waits_on_whom_is_no_answer() -> None:
    week = Week(followup(since="2026-11-20"))
    week.edit(1, TUESDAY, ball="theirs")
    week.edit(1, TUESDAY, ball="mine", since="2026-11-19")
    assert week.spells("mine") == week.spells("theirs") == week.spells("theirs", [1]) == []


def test_words_that_look_like_a_toss_are_words() -> None:
    week = Week(followup(since="2026-11-20"))
    week.edit(1, TUESDAY, text='"ball":["mine","theirs"],"since":["2026-11-20","2026-11-24"]')
    assert week.spells("mine") == []


def test_the_newest_come_first_and_no_more_than_asked() -> None:
    week = Week(*(followup(id=number, since="2026-11-16") for number in range(1, 6)))
    for number, at in enumerate((TUESDAY, WEDNESDAY, MONDAY), 1):
        week.close(number, at)
    week.toss(4, "2026-11-24T15:00:00Z")
    ended = [ended for _, ended in week.spells("mine")]
    assert ended == [WEDNESDAY, "2026-11-24T15:00:00Z", TUESDAY, MONDAY]
    assert [ended for _, ended in week.spells("mine", most=2)] == ended[:2]


def test_a_person_is_asked_about_beyond_the_latest_of_everybody_and_none_comes_twice() -> None:
    week = Week(*(followup(id=number, person_id=1 + number % 2, since="2026-11-16") for number in range(1, 9)))
    for number in range(1, 7):
        week.close(number, f"2026-11-24T09:0{number}:00Z")
    week.toss(7, "2026-11-24T08:00:00Z")
    assert [spell.person_id for spell in week.reader.turnarounds("mine", most=2)] == [1, 2]
    more = week.reader.turnarounds("mine", [2, 2], most=2)
    assert [spell.person_id for spell in more] == [1, 2, 2, 2, 2]
    assert len(set(more)) == 5
    assert len(week.spells("mine", [2], most=2, most_each=2)) == 3
    assert len(week.spells("mine", [2], most=0)) == 4
    assert week.spells("mine", [99], most=0) == []


def test_a_spell_is_with_whom_had_it_then_and_began_when_it_came_to_them() -> None:
    week = Week(followup(since="2026-11-16"), followup(id=2, person_id=2, since="2026-11-20"))
    week.toss(1, MONDAY)
    week.edit(1, TUESDAY, person_id=2)
    assert week.reader.moved_open("theirs") == {1: TUESDAY}
    week.close(1, WEDNESDAY)
    week.edit(1, "2026-11-26T09:00:00Z", person_id=1)
    for ids in ((), (1, 2)):
        assert week.reader.turnarounds("mine", ids) == [Turnaround(1, "2026-11-16", MONDAY)]
        assert week.reader.turnarounds("theirs", ids) == [Turnaround(2, TUESDAY, WEDNESDAY)]
    assert week.spells("theirs", [1], most=0) == week.spells("mine", [2], most=0) == []
    week.edit(2, TUESDAY, person_id=1)
    assert week.reader.owed_since() == [(1, TUESDAY)]
    week.take_back("undo", WEDNESDAY)
    assert week.reader.owed_since() == [(2, "2026-11-20")]
    assert week.reader.moved_open("mine") == {}


def test_days_are_the_users_working_days_and_never_less_than_none() -> None:
    assert Turnaround(1, "2026-11-20", MONDAY).days(calendar()) == 1
    assert Turnaround(1, MONDAY, MONDAY).days(calendar()) == 0
    assert Turnaround(1, "2026-11-27", MONDAY).days(calendar()) == 0
    assert Turnaround(1, "2026-11-20", MONDAY).days(calendar(holidays=["2026-11-23"])) == 0


def by_hand(desk: Desk, ball: str) -> list[Turnaround]:
    """The spells as somebody would find them who reads the whole log, stay by stay."""
    now = calendar("2027-11-23")
    found = []
    for number, log in group_logs_by_id(desk.reader.log()).items():
        for stay in find_stays(log, now) if number in desk.tables[1] else ():
            for spell in find_spells(stay.entries, now):
                if spell.side == ball and spell.ended and spell.ending in ("done", "tossed"):
                    found.append(Turnaround(stay.person_id, spell.since, spell.ended))
    return sorted(spell for spell in found if spell.person_id in desk.tables[0])


@QUICK
@given(deeds(12))
def test_the_spells_are_those_that_the_whole_log_tells(done: list[Step | str]) -> None:
    desk = Desk()
    for number in range(4):
        desk.take(Step("add", number, number, "quote", number))
        desk.take(Step("toss", number, number, "quote", 2))
    for deed in done:
        desk.act(deed)
    for ball in BALLS:
        everybody = list(desk.tables[0])
        of_those = [spell for spell in desk.reader.turnarounds(ball) if spell.person_id in desk.tables[0]]
        assert sorted(of_those) == by_hand(desk, ball)
        assert sorted(desk.reader.turnarounds(ball, everybody, most=0)) == by_hand(desk, ball)


def with_tosses(connection: sqlite3.Connection, count: int) -> sqlite3.Connection:
    """Some owed items of ten people tossed, one after another, and back again."""
    batch = Batch(connection)
    followups = [f for f in batch.open_followups() if f.person_id <= 10][:20]
    for number in range(count):
        f = followups[number % len(followups)]
        at = f"2026-11-{1 + number % 28:02}T{number % 24:02}:00:00Z"
        tossed: Calendar = calendar(at)
        before = batch.followup(f.id)
        assert before is not None
        batch.changes.clear()
        batch.put(before, verbs.toss(before, tossed))
        batch.record("toss", at, "UTC")
    return connection


@pytest.fixture(scope="module")
def young() -> sqlite3.Connection:
    """A queue with 1,000 open and as many closed ones, and 400 tosses."""
    return with_tosses(filled(1000, closed_per_open=1), 400)


@pytest.fixture(scope="module")
def old() -> sqlite3.Connection:
    """A queue with the same 1,000 open, 20,000 closed ones, and the same tosses."""
    return with_tosses(filled(1000, closed_per_open=20), 400)


INDEXES = {
    "followups_done",
    "followups_closed_by_person",
    "followups_open_by_person",
    "changes_of_ball",
    "changes_of_ball_by_followup",
    "changes_of_person",
}


def test_every_spell_is_found_by_index() -> None:
    steps = plan(filled(20), lambda reader: reader.turnarounds("mine", [1, 2]))
    for index in INDEXES:
        assert any(f"INDEX {index}" in step for step in steps), steps
    tables = ("followups", "f", "g", "changes", "m", "d", "batches", "b", "n", "u", "v")
    assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in tables and "INDEX" not in step]
    assert "TEMP B-TREE" not in " ".join(steps)


@pytest.mark.parametrize("ball", BALLS)
@pytest.mark.parametrize("ids", [(), (11, 12)], ids=["everybody", "two people"])
def test_twenty_thousand_closed_items_cost_the_spells_nothing(
    young: sqlite3.Connection, old: sqlite3.Connection, ball: Any, ids: tuple[int, ...]
) -> None:
    def question(reader: Reader) -> object:
        return reader.turnarounds(ball, ids)

    assert effort(old, question) == pytest.approx(effort(young, question), rel=0.02)


def test_ten_times_the_tosses_cost_the_latest_of_everybody_nothing(young: sqlite3.Connection) -> None:
    many = with_tosses(filled(1000, closed_per_open=1), 4000)
    assert effort(many, lambda reader: reader.turnarounds("mine")) == pytest.approx(
        effort(young, lambda reader: reader.turnarounds("mine")), rel=0.02
    )


def test_an_empty_queue_has_none() -> None:
    assert Reader(in_memory()).turnarounds("mine", [1]) == []
