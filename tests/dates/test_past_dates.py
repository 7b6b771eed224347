"""Dates that lie behind, as `--since` reads them."""

from __future__ import annotations

import pytest

from followq.dates.phrases import PAST_EXAMPLES, read_looking_back, read_past_date
from followq.errors import BadInputError
from tests.factories import calendar

BEHIND = [
    ("2026-11-23", "today", "2026-11-23"),
    ("2026-11-23", "yesterday", "2026-11-22"),
    ("2026-11-23", "3d ago", "2026-11-20"),
    ("2026-11-23", "3 working days ago", "2026-11-18"),
    ("2026-11-23", "a week ago", "2026-11-16"),
    ("2026-11-23", "last tue", "2026-11-17"),
    ("2026-11-23", "last mon", "2026-11-16"),
    ("2026-11-23", "last month", "2026-10-23"),
    ("2026-11-23", "2026-11-20", "2026-11-20"),
    # a day without a year, or without a month, is the latest such day
    ("2026-11-23", "nov 23", "2026-11-23"),
    ("2026-11-23", "nov 24", "2025-11-24"),
    ("2026-11-23", "dec 1", "2025-12-01"),
    ("2026-11-23", "1 jan", "2026-01-01"),
    ("2026-11-23", "the 15th", "2026-11-15"),
    ("2026-11-23", "the 23rd", "2026-11-23"),
    ("2026-11-23", "the 24th", "2026-10-24"),
    ("2026-11-23", "the 31st", "2026-10-31"),
    ("2026-03-30", "the 31st", "2026-01-31"),
    ("2027-03-01", "the 30th", "2027-01-30"),
    ("2026-11-23", "feb 29", "2024-02-29"),
    ("2028-02-29", "feb 29", "2028-02-29"),
    ("2103-12-31", "feb 29", "2096-02-29"),
    ("2026-01-01", "dec 31", "2025-12-31"),
    # and so is a weekday
    ("2026-11-23", "fri", "2026-11-20"),
    ("2026-11-23", "mon", "2026-11-16"),
    ("2026-11-24", "this mon", "2026-11-23"),
    ("2026-11-23", "Tue 17 Nov", "2026-11-17"),
    ("2026-01-05", "Thu 18 Dec", "2025-12-18"),
    ("2026-11-23", "end of october", "2026-10-31"),
    ("2026-11-23", "last working day of october", "2026-10-30"),
    ("2026-11-23", "last working day of last month", "2026-10-30"),
    ("2026-11-23", "last working day of the month", "2026-10-30"),
    ("2026-11-23", "first working day of the month", "2026-11-02"),
    # a stretch counts from its beginning
    ("2026-11-25", "this week", "2026-11-23"),
    ("2026-11-25", "this month", "2026-11-01"),
    ("2026-11-25", "this year", "2026-01-01"),
    ("2026-11-23", "yesterday morning", "2026-11-22T06:00:00Z"),
    ("2026-11-23", "last night", "2026-11-22T18:00:00Z"),
    # with a time
    ("2026-11-23", "today 8:59", "2026-11-23T08:59:00Z"),
    ("2026-11-23", "today 9am", "2026-11-23T09:00:00Z"),
    ("2026-11-23", "yesterday 15:00", "2026-11-22T15:00:00Z"),
    ("2026-11-23", "last fri 3pm", "2026-11-20T15:00:00Z"),
    ("2026-11-23", "dec 1 10:00", "2025-12-01T10:00:00Z"),
    ("2026-11-23", "2h ago", "2026-11-23T07:00:00Z"),
    ("2026-11-23", "2026-11-20T15:00Z", "2026-11-20T15:00:00Z"),
]

AHEAD = [
    *["tomorrow", "next fri", "this fri", "+3d", "3d", "in 2 weeks", "next month", "eow", "eom", "2h", "in an hour"],
    *["today 9:01", "today 15:00", "2026-11-24", "dec 1 2026", "2026-11-23T09:00:01Z", "2999-12-31"],
]


@pytest.mark.parametrize(("today", "phrase", "when"), BEHIND)
def test_a_phrase_means_the_latest_such_moment(today: str, phrase: str, when: str) -> None:
    assert read_past_date(phrase, calendar(today)).when == when


@pytest.mark.parametrize("phrase", AHEAD)
def test_what_lies_ahead_is_refused_and_shown_resolved(phrase: str) -> None:
    with pytest.raises(BadInputError, match=r"lies ahead: \d{4}-\d{2}-\d{2}") as refused:
        read_past_date(phrase, calendar())
    assert refused.value.hint == PAST_EXAMPLES


@pytest.mark.parametrize("phrase", ["", "10", "may", "13/02", "32 dec", "long ago", "the 32nd", "feb 30", "1969-12-31"])
def test_what_is_no_date_is_no_date_looking_back_either_and_past_examples_are_given(phrase: str) -> None:
    with pytest.raises(BadInputError) as refused:
        read_past_date(phrase, calendar())
    assert refused.value.hint == PAST_EXAMPLES


def test_whether_a_day_lies_behind_is_decided_where_the_user_is() -> None:
    late = "2026-11-23T23:30:00Z"
    assert read_past_date("2026-11-24", calendar(late, "Europe/Berlin")).when == "2026-11-24"
    with pytest.raises(BadInputError, match="lies ahead"):
        read_past_date("2026-11-24", calendar(late))


def test_a_time_that_came_twice_is_remarked_looking_back_too() -> None:
    found = read_past_date("yesterday 2:30", calendar("2026-10-26", "Europe/Berlin"))
    assert found.when == "2026-10-25T00:30:00Z"
    assert "comes twice" in found.remark


@pytest.mark.parametrize(
    ("phrase", "when"),
    [
        *[
            ("mar 10", "2026-03-10"),
            ("the 10th", "2026-11-10"),
            ("tue", "2026-11-17"),
            ("fri 15:00", "2026-11-20T15:00:00Z"),
        ],
        *[
            ("today", "2026-11-23"),
            ("tomorrow", "2026-11-24"),
            ("next fri", "2026-12-04"),
            ("dec 1 2026", "2026-12-01"),
        ],
        *[("yesterday morning", "2026-11-22T12:00:00Z"), ("this month", "2026-11-30")],
    ],
)
def test_until_looks_back_too_but_takes_what_says_itself_that_it_lies_ahead(phrase: str, when: str) -> None:
    assert read_looking_back(phrase, calendar()).when == when
