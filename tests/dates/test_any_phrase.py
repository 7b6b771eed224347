"""Whatever text comes in: a well-formed moment comes out, or an error in our own words, and always the same."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.dates.lines import read_line
from followq.dates.phrases import read_date, read_iso, read_looking_back, read_past_date
from followq.errors import BadInputError
from followq.model.core import phrasing
from followq.model.core.calendar import MONTHS, WEEKDAYS, Calendar, is_day
from tests.factories import MORE, QUICK, calendar

VOCABULARY = [
    *["this", "noon", "eod", "cob", "tonight", "morning", "from", "first", "a week", "12/31/2026", "(", ")", "latest"],
    *["today", "tomorrow", "yesterday", "fri", "tues", "next", "last", "on", "in", "the", "of", "at", "ago", "end"],
    *[
        "eow",
        "eom",
        "week",
        "month",
        "year",
        "month",
        "working",
        "day",
        "days",
        "hours",
        "wd",
        "d",
        "w",
        "mo",
        "y",
        "h",
    ],
    *["+", "-", ",", ":", "/", ".", "0", "1", "3", "15", "31", "9999", "15th", "31st", "32nd", "a", "an", "six"],
    *["dec", "february", "feb 29", "2026", "2999", "1970", "12:00", "24:00", "3pm", "0am", "2026-12-01", "t10:00", "z"],
]
soup = st.lists(st.sampled_from(VOCABULARY), max_size=6)
edges = st.from_regex(
    r"(the )?(first|last) (working day|business day|day)"
    r"( (of )?((the|this|next|last) (week|month|quarter|year)|(jan|feb|may|december|q[1-4])( (2026|2999|1970))?))?",
    fullmatch=True,
)
phrases = st.one_of(
    edges,
    st.text(st.characters(), max_size=30),
    st.text("0123456789 -:/.+tz", max_size=20),
    soup.map(" ".join),
    soup.map("".join),
    st.from_regex(r"\d{4}-\d{2}-\d{2}", fullmatch=True),
    st.from_regex(r"[12]\d{3}-[01]\d-[0-3]\d[Tt ][0-2]\d:[0-6]\d(:[0-6]\d)?([Zz]|[+-]\d{2}:?\d{2})?", fullmatch=True),
    st.datetimes().map(lambda at: at.isoformat()),
    st.from_regex(r"(in |\+)?\d{1,4} ?(d|wd|w|mo|y|h|days|weeks|months|years|hours)( ago)?", fullmatch=True),
    st.from_regex(r"(the )?\d{1,2}(st|nd|rd|th)?( of)? (jan|feb|apr|dec)( \d{4})?( \d{1,2}:\d{2})?", fullmatch=True),
)
calendars = st.builds(
    calendar,
    st.sampled_from(["2026-11-23", "2028-02-29", "2026-12-31", "1970-01-02", "2999-12-30", "2026-03-29"]),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe"]),
    st.sampled_from([range(5), (), (2,), range(7), (6, 0, 1, 2, 3)]),
    st.sampled_from([(), ("2026-11-26", "2026-12-25")]),
)


def assert_well_formed(when: str) -> None:
    """The moment is in one of the two forms, exists, and lies within the years."""
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", when, re.ASCII)
    at = date.fromisoformat(when) if is_day(when) else datetime.fromisoformat(when)
    assert 1970 <= at.year <= 2999


@MORE
@given(phrases, calendars)
def test_any_text_is_a_moment_or_is_refused(phrase: str, now: Calendar) -> None:
    try:
        found = read_date(phrase, now)
    except BadInputError:
        return
    assert_well_formed(found.when)
    assert read_date(phrase, now) == found
    assert read_date(f" {phrase} ", now) == found


@MORE
@given(phrases, calendars)
def test_what_was_resolved_reads_as_itself(phrase: str, now: Calendar) -> None:
    try:
        when = read_date(phrase, now).when
    except BadInputError:
        return
    assert read_date(when, now) == (when, "")
    assert read_iso(when, now) == when


@MORE
@given(edges, calendars)
def test_the_first_and_the_last_working_day_are_worked_with_none_beyond(phrase: str, now: Calendar) -> None:
    """None of its month: the one before the first, or behind the last, lies in another."""
    try:
        day = now.day_of(read_date(phrase, now).when)
    except BadInputError:
        return
    is_last, is_working = "last" in phrase.split()[:2], "ing day" in phrase or "business" in phrase
    if not is_working or not now.workdays or "week" in phrase:
        return
    assert now.is_working(day)
    if 1970 < day.year < 2999:
        assert now.add_working_days(day, 1 if is_last else -1).month != day.month


@MORE
@given(edges, calendars)
def test_an_edge_that_has_come_is_well_formed(phrase: str, now: Calendar) -> None:
    try:
        when = read_past_date(phrase, now).when
    except BadInputError:
        return
    assert_well_formed(when)
    assert now.has_come(when)


@MORE
@given(phrases, calendars)
def test_any_text_for_the_past_is_a_moment_that_has_come_or_is_refused(phrase: str, now: Calendar) -> None:
    try:
        when = read_past_date(phrase, now).when
    except BadInputError:
        return
    assert_well_formed(when)
    assert now.has_come(when)


@MORE
@given(phrases, calendars)
def test_any_text_in_a_file_is_a_moment_or_is_refused(phrase: str, now: Calendar) -> None:
    try:
        assert_well_formed(read_iso(phrase, now))
    except BadInputError:
        return


@MORE
@given(st.text(st.characters(), max_size=12), phrases, calendars)
def test_any_line_is_text_and_date_or_text_alone_or_refused(text: str, phrase: str, now: Calendar) -> None:
    line = f"{text} by {phrase}"
    try:
        left, by, words, *_ = read_line(line, now)
    except BadInputError:
        return
    assert left in line
    assert left == left.strip()
    if by is None:
        assert left in (line.strip(), line.strip()[1:-1].strip())
    else:
        assert_well_formed(by.when)
        assert left != ""
        assert read_date(words, now) == by


@MORE
@given(
    st.one_of(
        st.dates(date(2020, 1, 1), date(2032, 12, 31)).map(date.isoformat),
        st.datetimes(datetime(2020, 1, 1), datetime(2032, 12, 31)).map(lambda at: f"{at:%Y-%m-%dT%H:%M:00Z}"),
    ),
    st.sampled_from(["2026-11-23", "2028-02-29", "2026-12-31", "2026-01-01", "2026-03-29T01:00"]),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"]),
)
def test_what_followq_prints_it_reads_back(when: str, today: str, zone: str) -> None:
    """`Fri 27 Nov`, with a year, a time and its distance: for what lies ahead, behind, and in a filter."""
    now = calendar(today, zone)
    is_shown_twice = not is_day(when) and "twice" in read_date(shown_local(when, now), now).remark
    for shown in (phrasing.day(when, now), phrasing.show_with_distance(when, now)):
        for found in (read_date(shown, now), read_looking_back(shown, now)):
            assert now.day_of(found.when) == now.day_of(when)
            assert found.when == when or is_shown_twice
    if now.has_come(when):
        assert now.day_of(read_past_date(phrasing.day(when, now), now).when) == now.day_of(when)


@QUICK
@given(st.dates(date(2025, 12, 1), date(2027, 2, 28)), st.integers(1, 6))
def test_weekday_that_does_not_fit_is_refused_with_the_one_that_does(day: date, off: int) -> None:
    now = calendar()
    shown = f"{WEEKDAYS[(day.weekday() + off) % 7].title()} {day.day} {MONTHS[day.month - 1].title()} {day.year}"
    with pytest.raises(BadInputError, match=f"{day} is a {day:%A}"):
        read_date(shown, now)


def shown_local(when: str, now: Calendar) -> str:
    return f"{datetime.fromisoformat(when).astimezone(now.zone):%Y-%m-%d %H:%M}"


@QUICK
@given(st.dates(date(1970, 1, 1), date(2999, 12, 31)), calendars)
def test_every_day_reads_as_itself(day: date, now: Calendar) -> None:
    assert read_date(day.isoformat(), now) == (day.isoformat(), "")


@QUICK
@given(st.datetimes(datetime(1970, 1, 1), datetime(2999, 12, 31)), calendars)
def test_every_instant_reads_as_itself(at: datetime, now: Calendar) -> None:
    when = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    assert read_date(when, now) == (when, "")
    assert read_iso(when, now) == when
