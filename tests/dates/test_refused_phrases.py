"""What is not wholly understood is refused, with a reason where there is one and with examples."""

from __future__ import annotations

import pytest

from followq.dates.phrases import EXAMPLES, read_date, read_iso
from followq.errors import BadInputError
from tests.factories import calendar

MONDAY = calendar()

NO_DATE = [
    *["", " ", "x", "soon", "asap", "someday", "midnight", "now", "never"],
    *["fri or mon", "fri mon", "fri fri", "on on fri", "by fri", "before fri", "fri!", "~fri", "frid", "mond"],
    *["the fri", "this", "next", "last", "ago", "in", "+", "next next fri", "last last fri", "next day", "last day"],
    *["first working day", "last working day of", "last working days", "last working day of the month 2027"],
    *["second working day of may", "last working day of monday"],
    *["next d", "next w", "next 3d", "last 3d", "last feb", "next feb", "next dec 1", "next the 15th"],
    *["in fri", "+fri", "fri ago", "today ago", "in tomorrow", "3d 3d", "3d2w", "2w 3d", "in 3", "+3", "3 ago", "+ 3d"],
    *["-3d", "- 3d", "+-3d", "--3d", "1.5d", "1,5d", "½d", "3dd", "3 daysago", "threedays", "thirteen weeks"],
    *["-1h", "1.5h", "1h30", "1h30m", "30m", "in 3d ago", "+3d ago", "in a week ago"],
    *["the", "the 15", "the 0th", "the 32nd", "the th", "the 15th of", "the 15th the 16th", "the second"],
    *["dec", "december", "december 2026", "dec 2026", "dec 0", "dec 1 26", "dec 1 12345", "1 1 dec"],
    *["1dec", "dec1", "dec-1", "1-dec", "dec 1 dec", "32 dec", "dec 32", "feb 30", "30 feb", "nov 31"],
    *["31 nov", "feb 29 2027", "29 feb 2100", "31 apr 2027"],
    *["2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026-12-1", "26-12-01", "2026-12", "2026"],
    *["20261201", "2026/13/01", "2026-12.01", "2026-12-01-", "2026-W48-1", "2026-335", "12026-12-01"],
    *["٣d", "२०२६-१२-०१", "２０２６-12-01", "fri\u200b", "f\u0440i", "fri\x00", "fri\x07", "\x1b[1mfri", "🙂"],
]
"""Outside the grammar; the last line has digits and letters that only look like it."""

NO_TIME = [
    *["fri 24:00", "fri 25:00", "fri 15:60", "fri 15:0", "fri 15:000", "fri 15", "fri 1500", "fri 15h", "fri at 15"],
    *[
        "fri 0am",
        "fri 0pm",
        "fri 13pm",
        "fri 13am",
        "fri 3:60pm",
        "fri 3p",
        "fri pm",
        "fri at",
        "fri at pm",
    ],
    *["fri15:00", "fri3pm", "fri at at 3pm", "fri 3pm 4pm", "fri 3pm at", "3pm fri 4pm", "3pm 15:00"],
    *["fri 15:00:00", "fri 15:00Z", "fri 3pm utc", "2h 15:00", "2h ago 15:00", "fri -1:00"],
    *["2026-12-01T", "2026-12-01T15", "2026-12-01T24:00", "2026-12-01T15:60", "2026-12-01T15:00:60", "2026-12-01Z"],
    *["2026-02-30T10:00", "2026-12-01T15:00+24:00", "2026-12-01T15:00+2", "2026-12-01T15:00 +02:00"],
    *["2026-12-01T15:00ZZ", "2026-12-01T15:00 utc", "2026-12-01T15:00[Europe/Berlin]", "2026-12-01TT15:00"],
]

OTHER_YEARS = [
    *["1969-12-31", "3000-01-01", "0000-01-01", "0001-01-01", "9999-12-31", "dec 1 1969", "1 jan 3000", "jan 1, 0001"],
    *["1969-12-31T23:59:59Z", "3000-01-01T00:00Z", "9999-12-31T23:59:59-05:00", "3000-01-01 10:00", "1969-01-01 3pm"],
    *[
        "in 9999 years",
        "9999y",
        "9999 years ago",
        "in 974 years",
        "57 years ago",
        "99999d",
        "9999 months ago",
        "9999 weeks ago",
    ],
    *["1000-01-01T00:00", "1000-01-01 10:00"],
]

TWO_WAYS = ["13/02", "1/2", "1.2", "1.2.", "01.02.2026", "5/6/2026", "5/6/26", "03/04/2026"]


def refusal(phrase: str) -> BadInputError:
    """The error that a phrase raises."""
    with pytest.raises(BadInputError) as refused:
        read_date(phrase, MONDAY)
    return refused.value


@pytest.mark.parametrize("phrase", NO_DATE)
def test_what_is_no_date_is_refused_with_examples(phrase: str) -> None:
    error = refusal(phrase)
    assert error.message.startswith(f"'{phrase}' is not a date I know")
    assert error.hint == EXAMPLES


@pytest.mark.parametrize("phrase", NO_TIME)
def test_a_day_with_a_time_that_is_none_is_refused_as_a_whole(phrase: str) -> None:
    assert "is not a date I know" in refusal(phrase).message


@pytest.mark.parametrize("phrase", OTHER_YEARS)
def test_years_outside_1970_to_2999_are_refused(phrase: str) -> None:
    assert refusal(phrase).message == f"'{phrase}' is outside the years 1970 to 2999"


@pytest.mark.parametrize("phrase", ["0999-01-01T00:00", "0001-01-01T00:00Z", "0099-12-31 23:59"])
def test_years_of_less_than_four_digits_are_refused_with_a_time_too(phrase: str) -> None:
    assert "outside the years" in refusal(phrase).message


@pytest.mark.parametrize("phrase", TWO_WAYS)
def test_what_can_be_read_two_ways_is_refused_with_a_way_to_write_it(phrase: str) -> None:
    assert "dec 1" in refusal(phrase).message or "dec 1" in refusal(phrase).hint


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("32 dec", "no such day"),
        ("2026-02-30", "no such day"),
        ("the 32nd", "no such day"),
        ("may", "write 'may 1'"),
        ("march", "write 'march 1'"),
        ("oct", "write 'oct 1'"),
        ("sept", "write 'sept 1'"),
        ("fri 15:00 utc", "write the offset"),
        ("10", "the 15th"),
        ("1.2", "two ways"),
        ("13/02", "two ways"),
        ("15:00", "write 'today 15:00'"),
        ("3pm", "write 'today 3pm'"),
        ("Sat 27 Nov", "2026-11-27 is a Friday"),
        ("Thu 27 Nov 15:00", "2026-11-27 is a Friday"),
        ("Mon 13/3/2026", "2026-03-13 is a Friday"),
        ("friday the 13th", "2026-12-13 is a Sunday"),
        ("Fri 27 Nov (in 3 working days)", "'in 3 working days' is 2026-11-26"),
        ("early next week", "too vague"),
        ("mid march", "too vague"),
        ("late friday", "too vague"),
        ("first thing monday", "too vague"),
        ("soon", "too vague"),
        ("q1", "write 'end of q1'"),
        ("christmas", "name the day"),
        ("the weekend", "name the day"),
        ("new year's eve", "name the day"),
        ("midnight fri", "23:59"),
        ("fri at 3", "write 9:00 or 9am"),
        ("3 o'clock", "write 9:00 or 9am"),
        ("fri or sat", "name one day"),
        ("before fri", "name one day"),
        ("week", "how many?"),
        ("13/13/2026", "no such day"),
        ("fri 24:00", "no such time of day"),
        ("fri 13pm", "there is no 13pm"),
        ("2026-12-01T15:60", "no such day or time"),
    ],
)
def test_the_reason_is_given_where_it_is_known(phrase: str, why: str) -> None:
    assert why in refusal(phrase).message


def test_time_of_day_that_has_gone_by_is_refused_where_it_stands_alone() -> None:
    for phrase in ("noon", "this morning"):
        with pytest.raises(BadInputError, match="it has gone by today, name the day"):
            read_date(phrase, calendar("2026-11-23T13:00"))


def test_this_weekday_that_is_over_is_refused_with_the_two_that_may_be_meant() -> None:
    with pytest.raises(BadInputError, match="this mon was 2026-11-23, write 'mon' or 'next mon'"):
        read_date("this mon", calendar("2026-11-25"))


@pytest.mark.parametrize("phrase", ["in 2h ago", "+2h ago", "in an hour ago"])
def test_what_points_ahead_and_back_at_once_is_refused(phrase: str) -> None:
    refusal(phrase)


@pytest.mark.parametrize("phrase", ["2026-12-01T15:00+14:60", "2026-12-01T15:00+00:99"])
def test_an_offset_with_more_than_59_minutes_is_refused(phrase: str) -> None:
    refusal(phrase)


@pytest.mark.parametrize(
    ("phrase", "ordinal"),
    [
        *[("the 1th", "1st"), ("the 2st", "2nd"), ("the 3nd", "3rd"), ("the 11st", "11th"), ("dec 12nd", "12th")],
        *[("13rd dec", "13th"), ("22th dec", "22nd"), ("the 31th", "31st")],
    ],
)
def test_an_ordinal_that_does_not_exist_is_refused_with_the_one_that_does(phrase: str, ordinal: str) -> None:
    assert f"it is the {ordinal}" in refusal(phrase).message


def test_a_long_phrase_is_not_repeated_in_full() -> None:
    message = refusal("fri and then some " * 100).message
    assert len(message) < 100
    assert "…" in message


def test_dates_that_run_out_of_years_from_where_the_user_is_are_refused() -> None:
    last_day, first_day = calendar("2999-12-31"), calendar("1970-01-01")
    for phrase in ("tomorrow", "fri", "next month", "the 15th", "jan 1", "feb 29", "in 1 working day", "48h"):
        with pytest.raises(BadInputError, match="outside the years"):
            read_date(phrase, last_day)
    for phrase in ("yesterday", "last tue", "1d ago", "last year", "48h ago"):
        with pytest.raises(BadInputError, match="outside the years"):
            read_date(phrase, first_day)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T14:00:00Z", "2026-12-01T14:00:00Z"),
        ("2026-12-01T14:00:00+02:00", "2026-12-01T12:00:00Z"),
        ("2026-12-01 14:00", "2026-12-01T13:00:00Z"),
        ("2026-12-01T14:00:00.25", "2026-12-01T13:00:00Z"),
    ],
)
def test_a_file_may_hold_iso_dates_and_times(text: str, when: str) -> None:
    assert read_iso(text, calendar(zone="Europe/Berlin")) == when


@pytest.mark.parametrize(
    "text",
    [
        *["fri", "today", "dec 1", "", "2026-02-30", "20261201", "01.12.2026", " 2026-12-01", "2026-12-01\n"],
        *["3000-01-01", "2026-12-01T25:00", "2026-12-01 3pm", "2026-12-01 at 3pm", "2026-12-01 at 15:00"],
    ],
)
def test_a_file_may_hold_nothing_else(text: str) -> None:
    with pytest.raises(BadInputError):
        read_iso(text, MONDAY)
