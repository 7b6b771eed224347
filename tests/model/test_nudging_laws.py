"""What holds of every nudge, whoever is asked: bounds, no two days running, nobody who is away, promises first."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from followq.model.nudging.absence import Absence
from followq.model.nudging.nudging import find_waits
from followq.model.nudging.response_times import Habits
from tests.factories import MORE
from tests.model.asking import MONDAY, answered, desk_of, waiting

DAYS = st.lists(st.integers(0, 30), max_size=30)
"""Answers of one person, in working days."""


@MORE
@given(DAYS, st.integers(0, 20), st.integers(1, 20), st.integers(1, 9))
def test_the_gap_after_a_nudge_is_within_its_bounds_whoever_it_is(
    days: list[int], silent: int, patience: int, nudges: int
) -> None:
    items = [waiting(id=number, since="2026-10-01") for number in range(1, silent + 2)]
    habits = Habits(answered(*days), items, MONDAY, patience)
    first = habits.first_gap(items[0])
    nudged = items[0]._replace(nudges=nudges, nudged_at="2026-11-23T08:00:00Z")
    gap = -find_waits([nudged], MONDAY, habits)[0].days_due
    usual = habits.usual_days(1)
    assert 2 <= gap <= max(2, min(first, 5))
    assert usual is None or gap <= max(2, 2 * usual)


@MORE
@given(DAYS, st.integers(1, 60))
def test_the_first_gap_is_bounded_by_what_is_usual_and_the_users_patience(days: list[int], patience: int) -> None:
    item = waiting()
    habits = Habits(answered(*days), [item], MONDAY, patience)
    usual = habits.usual_days(1)
    assert habits.first_gap(item) <= max(10, patience)
    assert usual is None or habits.first_gap(item) <= max(round(2.5 * usual), patience)


AHEAD = st.integers(-5, 25).map(lambda days: date(2026, 11, 23 + 0).toordinal() + days).map(date.fromordinal)
"""Days around the fixed Monday."""
MAYBE = st.none() | AHEAD.map(date.isoformat)


@MORE
@given(AHEAD, st.integers(0, 5), MAYBE, MAYBE, MAYBE, DAYS)
def test_nobody_is_asked_on_two_days_running_nor_while_they_are_away(
    now: date, nudges: int, expected: str | None, promised: str | None, away_until: str | None, days: list[int]
) -> None:
    nudged_on = date(2026, 11, 17)
    item = waiting(since="2026-11-02", nudges=nudges, nudged_at="2026-11-17T08:00:00Z", promised=expected)
    away = Absence(min("2026-11-18", away_until), away_until) if away_until else None
    found = desk_of(now, item, promised, away, days)
    if found.days_due >= 0:
        assert MONDAY.working_days(nudged_on, now) >= 2
        assert not away_until or MONDAY.working_days(date.fromisoformat(away_until), now) >= 1


@MORE
@given(st.integers(1, 20), MAYBE, DAYS, st.integers(0, 1))
def test_what_a_promise_hangs_on_is_due_before_the_promise(
    days_ahead: int, expected: str | None, days: list[int], nudges: int
) -> None:
    promised = MONDAY.add_working_days(MONDAY.today, 2 + days_ahead)
    nudged_at = "2026-11-23T08:00:00Z" if nudges else None
    item = waiting(since="2026-11-23T07:00:00Z", promised=expected, nudges=nudges, nudged_at=nudged_at)
    found = desk_of(MONDAY.today, item, promised.isoformat(), None, days)
    assert found.due_on < promised
    before = desk_of(MONDAY.add_working_days(promised, -1), item, promised.isoformat(), None, days)
    assert before.days_due >= 0


@MORE
@given(AHEAD, st.integers(0, 4), MAYBE, MAYBE, MAYBE, DAYS)
def test_more_silence_never_makes_it_less_due(
    now: date, nudges: int, expected: str | None, promised: str | None, away_until: str | None, days: list[int]
) -> None:
    item = waiting(
        since="2026-11-12", nudges=nudges, nudged_at="2026-11-16T08:00:00Z" if nudges else None, promised=expected
    )
    away = Absence(min("2026-11-17", away_until), away_until) if away_until else None
    today, tomorrow = (
        desk_of(date.fromordinal(now.toordinal() + more), item, promised, away, days).days_due for more in (0, 1)
    )
    assert tomorrow >= today
