"""The days on which a recurring thing comes back, all counted from its first."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.dates import lengths
from followq.dates.lengths import read_every
from followq.errors import BadInputError, BrokenRecordError
from tests.factories import MORE, calendar

HERE = calendar()


def next_occurrence(every: str, anchor: str, after: date) -> str:
    """As the user's plain calendar has it, Monday to Friday."""
    return lengths.find_next_day(every, anchor, after, HERE)


def series(every: str, anchor: str, count: int) -> list[str]:
    """The days that follow the anchor, each worked out after the one before."""
    found, after = [], date.fromisoformat(anchor)
    for _ in range(count):
        found.append(next_occurrence(every, anchor, after))
        after = date.fromisoformat(found[-1])
    return found


@pytest.mark.parametrize(
    ("every", "anchor", "days"),
    [
        ("1 day", "2026-11-29", ["2026-11-30", "2026-12-01", "2026-12-02"]),
        ("1 week", "2026-11-23", ["2026-11-30", "2026-12-07", "2026-12-14"]),
        ("2 weeks", "2026-12-21", ["2027-01-04", "2027-01-18", "2027-02-01"]),
        ("1 month", "2026-11-15", ["2026-12-15", "2027-01-15", "2027-02-15"]),
        ("3 months", "2026-11-30", ["2027-02-28", "2027-05-30", "2027-08-30"]),
        ("1 year", "2026-11-23", ["2027-11-23", "2028-11-23", "2029-11-23"]),
    ],
)
def test_each_comes_a_step_after_the_one_before(every: str, anchor: str, days: list[str]) -> None:
    assert series(every, anchor, 3) == days


def test_the_31st_comes_back_after_short_months() -> None:
    assert series("1 month", "2027-01-31", 6) == [
        *["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31"]
    ]


def test_the_29th_of_february_comes_back_in_the_next_leap_year() -> None:
    assert series("1 year", "2028-02-29", 5) == ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29", "2033-02-28"]
    assert series("4 years", "2096-02-29", 2) == ["2100-02-28", "2104-02-29"]


def test_after_a_long_pause_the_first_day_that_still_lies_ahead_is_next() -> None:
    assert next_occurrence("1 week", "2026-01-05", date(2026, 11, 25)) == "2026-11-30"
    assert next_occurrence("1 month", "2026-01-31", date(2026, 11, 29)) == "2026-11-30"


def test_the_day_itself_does_not_come_after_itself() -> None:
    assert next_occurrence("1 week", "2026-11-16", date(2026, 11, 23)) == "2026-11-30"
    assert next_occurrence("1 week", "2026-11-16", date(2026, 11, 22)) == "2026-11-23"


@pytest.mark.parametrize(
    ("every", "anchor", "after"),
    [
        ("1 day", "2999-12-31", date(2999, 12, 31)),
        ("1 month", "2026-12-31", date(2999, 12, 31)),
        ("999 years", "2026-11-23", date(2026, 11, 23)),
        ("999 months", "2950-01-01", date(2950, 1, 1)),
    ],
)
def test_what_would_leave_the_calendar_is_refused(every: str, anchor: str, after: date) -> None:
    with pytest.raises(BadInputError, match=f"'every {every}' leaves the calendar"):
        next_occurrence(every, anchor, after)


def test_the_last_year_of_the_calendar_belongs_to_it() -> None:
    assert next_occurrence("1 year", "2026-11-23", date(2998, 11, 23)) == "2999-11-23"


@pytest.mark.parametrize("nonsense", ["", "soon", "week 2", "2"])
def test_a_recurrence_that_is_none_is_a_broken_record_and_not_a_crash(nonsense: str) -> None:
    with pytest.raises(BrokenRecordError, match="where a recurrence belongs"):
        next_occurrence(nonsense, "2026-11-23", date(2026, 11, 23))


anchors = st.dates(date(2024, 1, 1), date(2032, 12, 31))
numbers = st.integers(1, 30)
gaps = st.integers(0, 1500).map(lambda days: timedelta(days=days))


@MORE
@given(st.sampled_from([("day", 1), ("week", 7)]), numbers, anchors, gaps)
def test_days_and_weeks_keep_their_distance_from_the_first(
    unit: tuple[str, int], number: int, anchor: date, gap: timedelta
) -> None:
    step, after = timedelta(days=unit[1] * number), anchor + gap
    found = date.fromisoformat(next_occurrence(read_every(f"{number} {unit[0]}"), anchor.isoformat(), after))
    assert found - step <= after < found
    assert (found - anchor) % step == timedelta(0)


@MORE
@given(st.sampled_from([("month", 1), ("year", 12)]), numbers, anchors, gaps)
def test_months_and_years_keep_the_day_of_the_first_or_the_last_that_the_month_has(
    unit: tuple[str, int], number: int, anchor: date, gap: timedelta
) -> None:
    step, after = unit[1] * number, anchor + gap
    found = date.fromisoformat(next_occurrence(read_every(f"{number} {unit[0]}"), anchor.isoformat(), after))
    between = (found.year - anchor.year) * 12 + found.month - anchor.month
    assert found > after
    assert between % step == 0
    assert found.day == min(anchor.day, months.monthrange(found.year, found.month)[1])
    year, month = divmod(found.year * 12 + found.month - 1 - step, 12)
    before = date(year, month + 1, min(anchor.day, months.monthrange(year, month + 1)[1]))
    assert before <= after


@MORE
@given(st.sampled_from(["1 day", "2 weeks", "1 month", "5 months", "1 year"]), anchors, gaps)
def test_the_same_question_has_the_same_answer_until_the_day_has_come(every: str, anchor: date, gap: timedelta) -> None:
    found = next_occurrence(every, anchor.isoformat(), anchor + gap)
    day_before = date.fromisoformat(found) - timedelta(days=1)
    assert next_occurrence(every, anchor.isoformat(), day_before) == found
    assert next_occurrence(every, anchor.isoformat(), date.fromisoformat(found)) > found


@pytest.mark.parametrize(
    ("every", "anchor", "days"),
    [
        ("1 working day", "2026-11-26", ["2026-11-27", "2026-11-30", "2026-12-01"]),
        ("1 working day", "2026-11-28", ["2026-11-30", "2026-12-01", "2026-12-02"]),
        ("2 working days", "2026-11-26", ["2026-11-30", "2026-12-02", "2026-12-04"]),
        ("5 working days", "2026-11-26", ["2026-12-03", "2026-12-10", "2026-12-17"]),
    ],
)
def test_working_days_pass_over_days_off(every: str, anchor: str, days: list[str]) -> None:
    assert series(every, anchor, 3) == days


def test_working_days_pass_over_holidays_and_the_users_own_week() -> None:
    here = calendar(workdays=(6, 0, 1, 2, 3), holidays=["2026-11-30"])
    days, after = [], date(2026, 11, 26)
    for _ in range(3):
        days.append(lengths.find_next_day("1 working day", "2026-11-26", after, here))
        after = date.fromisoformat(days[-1])
    assert days == ["2026-11-29", "2026-12-01", "2026-12-02"]


@MORE
@given(
    st.sampled_from(["1 working day", "2 working days", "7 working days", "1 week"]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 400),
    st.sets(st.integers(0, 6)),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
)
def test_what_comes_next_lies_ahead_and_working_days_are_working(
    every: str, anchor: date, days: int, workdays: set[int], holidays: set[date]
) -> None:
    here = calendar(workdays=workdays, holidays=[day.isoformat() for day in holidays])
    after = anchor + timedelta(days=days)
    found = date.fromisoformat(lengths.find_next_day(every, anchor.isoformat(), after, here))
    assert found > after
    if "working" in every and workdays:
        assert here.is_working(found)
        assert here.working_days(anchor, found) % int(every.split(maxsplit=1)[0]) == 0
        step = int(every.split(maxsplit=1)[0])
        assert here.working_days(after, found) <= step
