"""Numbers and moments in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import phrasing
from tests.factories import QUICK, calendar


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 promises"), (1, "1 promise"), (2, "2 promises"), (21, "21 promises")]
)
def test_only_one_is_singular(number: int, said: str) -> None:
    assert phrasing.count(number, "promise") == said


def test_an_irregular_plural_is_used_where_it_is_given() -> None:
    assert phrasing.count(1, "person", "people") == "1 person"
    assert phrasing.count(3, "person", "people") == "3 people"


def test_working_days_are_called_so() -> None:
    assert (phrasing.working_days(1), phrasing.working_days(6)) == ("1 working day", "6 working days")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0m"), (5, "5m"), (59, "59m"), (60, "1h"), (61, "1h1m"), (90, "1h30m"), (120, "2h"), (1500, "25h")],
)
def test_minutes_are_said_in_hours_and_minutes(number: int, said: str) -> None:
    assert phrasing.minutes(number) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-27", "Fri 27 Nov"),
        ("2026-01-01", "Thu 1 Jan"),
        ("2027-01-01", "Fri 1 Jan 2027"),
        ("2025-12-31", "Wed 31 Dec 2025"),
        ("2026-11-27T15:00:00Z", "Fri 27 Nov 15:00"),
        ("2027-02-28T00:00:00Z", "Sun 28 Feb 2027 00:00"),
    ],
)
def test_a_day_names_its_weekday_and_the_year_only_where_it_is_another(when: str, said: str) -> None:
    assert phrasing.day(when, calendar()) == said


def test_a_time_is_said_in_the_users_zone_and_on_the_users_day() -> None:
    assert phrasing.day("2026-11-27T23:30:00Z", calendar(zone="Europe/Berlin")) == "Sat 28 Nov 00:30"


def test_the_year_is_the_users_too() -> None:
    assert phrasing.day("2026-12-31T23:30:00Z", calendar(zone="Europe/Berlin")) == "Fri 1 Jan 2027 00:30"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-23", "today"),
        ("2026-11-23T17:00:00Z", "today"),
        ("2026-11-24", "tomorrow"),
        ("2026-11-22", "yesterday"),
        ("2026-11-25", "in 2 working days"),
        ("2026-11-27", "in 4 working days"),
        ("2026-11-28", "in 4 working days"),
        ("2026-11-30", "in 5 working days"),
        ("2026-11-20", "1 working day ago"),
        ("2026-11-18", "3 working days ago"),
    ],
)
def test_distance_is_today_tomorrow_yesterday_or_working_days(when: str, said: str) -> None:
    assert phrasing.distance(when, calendar()) == said


def test_days_off_between_are_said_as_plain_days_where_no_working_day_is() -> None:
    friday, sunday = calendar("2026-11-27"), calendar("2026-11-29")
    assert phrasing.distance("2026-11-29", friday) == "in 2 days"
    assert phrasing.distance("2026-11-27", sunday) == "2 days ago"


def test_over_a_weekend_only_its_working_day_counts() -> None:
    assert phrasing.distance("2026-11-30", calendar("2026-11-27")) == "in 1 working day"


def test_a_moment_is_shown_back_resolved() -> None:
    assert phrasing.show_with_distance("2026-11-27", calendar()) == "Fri 27 Nov (in 4 working days)"
    assert phrasing.show_with_distance("2026-11-24T08:15:00Z", calendar()) == "Tue 24 Nov 08:15 (tomorrow)"


def test_a_short_text_is_left_alone_and_a_long_one_ends_in_an_ellipsis() -> None:
    assert phrasing.shorten("x" * 60) == "x" * 60
    assert phrasing.shorten("x" * 61) == "x" * 59 + "…"
    assert phrasing.shorten("Send the quote", 6) == "Send…"


@QUICK
@given(st.text(), st.integers(1, 30))
def test_a_shortened_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(phrasing.shorten(text, limit)) <= limit


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_a_list_reads_as_a_sentence(parts: list[str], said: str) -> None:
    assert phrasing.join_list(parts) == said


def test_a_list_may_end_in_another_word() -> None:
    assert phrasing.join_list(["a", "b", "c"], "or") == "a, b or c"


@QUICK
@given(st.dates(date(1970, 1, 2), date(2999, 12, 30)))
def test_distance_points_ahead_for_days_ahead_and_back_for_days_behind(day: date) -> None:
    said = phrasing.distance(day.isoformat(), calendar())
    if day > date(2026, 11, 24):
        assert said.startswith("in ")
    elif day < date(2026, 11, 22):
        assert said.endswith(" ago")
    else:
        assert said in ("yesterday", "today", "tomorrow")
