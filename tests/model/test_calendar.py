"""Moments as text, and working days counted against a plain day-by-day count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BrokenRecordError
from followq.model.core.calendar import Calendar, format_instant, is_day
from tests.factories import MORE, calendar

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)

days = st.dates(date(1970, 1, 1), date(2999, 12, 31))
near_days = st.dates(date(2026, 8, 1), date(2027, 3, 31))
workday_sets = st.frozensets(st.integers(0, 6))
holiday_sets = st.frozensets(near_days, max_size=40)


def day_by_day(start: date, end: date, workdays: frozenset[int], holidays: frozenset[date]) -> int:
    """Working days after `start` up to and including `end`, looked at one by one."""
    if end < start:
        return -day_by_day(end, start, workdays, holidays)
    every = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() in workdays and day not in holidays for day in every)


def test_an_instant_is_written_in_utc_to_the_second() -> None:
    at = datetime(2026, 11, 23, 10, 30, 15, 999_999, timezone(timedelta(hours=2)))
    assert format_instant(at) == "2026-11-23T08:30:15Z"


def test_a_day_is_told_from_an_instant() -> None:
    assert is_day("2026-11-23")
    assert not is_day("2026-11-23T00:00:00Z")


def test_a_day_ends_later_than_every_instant_within_it_and_not_after_the_next_day_begins() -> None:
    moments = ["2026-11-24", "2026-11-23", "2026-11-23T23:59:59Z", "2026-11-24T00:00:01Z", "2026-11-22"]
    assert sorted(moments, key=calendar().end_of) == [
        "2026-11-22",
        "2026-11-23T23:59:59Z",
        "2026-11-23",
        "2026-11-24T00:00:01Z",
        "2026-11-24",
    ]


@MORE
@given(near_days, near_days, workday_sets, holiday_sets)
def test_working_days_are_what_a_count_day_by_day_gives(
    start: date, end: date, workdays: frozenset[int], holidays: frozenset[date]
) -> None:
    found = Calendar(NOON, workdays=workdays, holidays=holidays)
    assert found.working_days(start, end) == day_by_day(start, end, workdays, holidays)


@MORE
@given(near_days, workday_sets, holiday_sets)
def test_a_working_day_is_one_of_the_weekdays_and_no_holiday(
    day: date, workdays: frozenset[int], holidays: frozenset[date]
) -> None:
    found = Calendar(NOON, workdays=workdays, holidays=holidays)
    assert found.is_working(day) is (day.weekday() in workdays and day not in holidays)


@MORE
@given(days, days, days, workday_sets, holiday_sets)
def test_working_days_add_up_over_any_day_between(
    first: date, middle: date, last: date, workdays: frozenset[int], holidays: frozenset[date]
) -> None:
    found = Calendar(NOON, workdays=workdays, holidays=holidays)
    parts = found.working_days(first, middle) + found.working_days(middle, last)
    assert found.working_days(first, last) == parts
    assert found.working_days(last, first) == -parts


def test_the_same_holiday_given_twice_or_on_a_weekend_counts_once_or_not_at_all() -> None:
    found = calendar(holidays=["2026-11-26", "2026-11-26", "2026-11-28"])
    assert found.working_days(MONDAY, date(2026, 11, 30)) == 4


@MORE
@given(near_days, st.integers(1, 60), workday_sets, holiday_sets)
def test_adding_working_days_lands_on_the_working_day_that_makes_the_count_full(
    start: date, count: int, workdays: frozenset[int], holidays: frozenset[date]
) -> None:
    found = Calendar(NOON, workdays=workdays or {2}, holidays=holidays)
    end = found.add_working_days(start, count)
    assert found.is_working(end)
    assert found.working_days(start, end) == count


@MORE
@given(near_days, st.integers(1, 60), workday_sets, holiday_sets)
def test_taking_working_days_off_is_the_inverse_of_adding_them(
    start: date, count: int, workdays: frozenset[int], holidays: frozenset[date]
) -> None:
    found = Calendar(NOON, workdays=workdays or {2}, holidays=holidays)
    working = found.add_working_days(start, 1)
    assert found.add_working_days(found.add_working_days(working, count), -count) == working
    assert found.add_working_days(found.add_working_days(working, -count), count) == working


@MORE
@given(near_days, st.integers(1, 60), workday_sets, holiday_sets)
def test_taking_working_days_off_passes_that_many_before_the_start(
    start: date, count: int, workdays: frozenset[int], holidays: frozenset[date]
) -> None:
    found = Calendar(NOON, workdays=workdays or {2}, holidays=holidays)
    before = found.add_working_days(start, -count)
    one = timedelta(days=1)
    assert found.is_working(before)
    assert found.working_days(before - one, start - one) == count


def test_no_working_days_added_is_the_day_itself_even_a_day_off() -> None:
    assert calendar().add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)


@given(near_days, st.integers(-400, 400))
@MORE
def test_without_any_workday_plain_days_are_added(start: date, count: int) -> None:
    assert Calendar(NOON, workdays=()).add_working_days(start, count) == start + timedelta(days=count)


@pytest.mark.parametrize(
    ("when", "waited", "until"),
    [
        ("2026-11-20", 1, -1),
        ("2026-11-21", 1, -1),  # a Saturday: Monday is the first working day after it
        ("2026-11-16", 5, -5),
        ("2026-11-20T16:00:00Z", 1, -1),
        ("2026-11-23", 0, 0),
        ("2026-11-23T23:00:00Z", 0, 0),
        ("2026-11-24", 0, 1),
        ("2026-11-27", 0, 4),
        ("2026-11-29", 0, 4),
        ("2026-11-30T08:00:00Z", 0, 5),
    ],
)
def test_waiting_counts_working_days_back_and_a_promise_counts_them_ahead(when: str, waited: int, until: int) -> None:
    assert (calendar().waited(when), calendar().until(when)) == (waited, until)


def test_a_week_has_five_working_days_from_monday_unless_told_otherwise() -> None:
    assert [Calendar(NOON).is_working(MONDAY + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("nonsense", ["", "soon", "2026-02-30", "2026-13-01T10:00:00Z"])
def test_what_is_no_moment_is_a_broken_record_and_not_a_crash(nonsense: str) -> None:
    with pytest.raises(BrokenRecordError, match="where a date belongs"):
        calendar().day_of(nonsense)


def test_holidays_shorten_the_waiting_time() -> None:
    assert calendar(holidays=["2026-11-19", "2026-11-20"]).waited("2026-11-16") == 3


@pytest.mark.parametrize(
    ("when", "has_come", "is_past"),
    [
        ("2026-11-22", True, True),
        ("2026-11-23", True, False),
        ("2026-11-24", False, False),
        ("2026-11-23T08:59:59Z", True, True),
        ("2026-11-23T09:00:00Z", True, False),
        ("2026-11-23T09:00:01Z", False, False),
    ],
)
def test_a_day_comes_at_its_beginning_and_is_past_at_its_end_while_an_instant_is_one_moment(
    when: str, has_come: bool, is_past: bool
) -> None:
    assert (calendar().has_come(when), calendar().is_past(when)) == (has_come, is_past)


@pytest.mark.parametrize(
    ("workdays", "first"),
    [
        (range(5), 0),
        (range(6), 0),
        (range(7), 0),
        ((6, 0, 1, 2, 3), 6),
        ((5, 6, 0, 1, 2), 5),
        ((2, 3, 4, 5, 6), 2),
        ((1, 2, 3, 4, 5), 0),
        ((6,), 6),
        ((0, 2, 4), 0),
        ((), 0),
    ],
    ids=str,
)
def test_a_week_begins_where_the_workdays_say(workdays: Iterable[int], first: int) -> None:
    here = calendar(workdays=workdays)
    assert here.first_weekday == first
    assert here.first_of_week(here.today).weekday() == first
    assert 0 <= (here.today - here.first_of_week(here.today)).days < 7


@given(st.sets(st.integers(0, 6)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_week_ends_with_its_last_working_day(workdays: set[int], day: date) -> None:
    here = calendar(workdays=workdays)
    first, last = here.first_of_week(day), here.last_of_week(day)
    assert first <= last < first + timedelta(days=7)
    assert not any(here.is_working(first + timedelta(days=n)) for n in range((last - first).days + 1, 7))
