"""Lines that may end in `by DATE`: understood, refused, or said to stay text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.dates.asking import Read
from followq.dates.lines import ReadLine, read_line
from followq.dates.phrases import read_date
from followq.errors import BadInputError
from tests.factories import MORE, calendar

MONDAY = calendar()


@pytest.mark.parametrize(
    ("line", "text", "when"),
    [
        ("send the quote by fri", "send the quote", "2026-11-27"),
        ("send the quote by next fri 15:00", "send the quote", "2026-12-04T15:00:00Z"),
        ("send the quote by 2026-12-01", "send the quote", "2026-12-01"),
        ("send the quote by the 15th", "send the quote", "2026-12-15"),
        ("send the quote by in 3 working days", "send the quote", "2026-11-26"),
        ("send  the quote  by  Fri ", "send  the quote", "2026-11-27"),
        ("fix the bug found by Tom by fri", "fix the bug found by Tom", "2026-11-27"),
        ("the parcel by the door by dec 1", "the parcel by the door", "2026-12-01"),
        ("x by fri by mon", "x by fri", "2026-11-30"),
        ("send the quote by the end of the week", "send the quote", "2026-11-27"),
        ("send the quote by this friday", "send the quote", "2026-11-27"),
        ("send the quote by COB fri", "send the quote", "2026-11-27"),
        ("send the quote by EOD", "send the quote", "2026-11-23"),
        ("send the quote by end of next week", "send the quote", "2026-12-04"),
        ("SEND THE QUOTE BY FRI", "SEND THE QUOTE", "2026-11-27"),
        ("send the quote by noon", "send the quote", "2026-11-23T12:00:00Z"),
        ("send the quote by close of business tomorrow", "send the quote", "2026-11-24"),
        ("send the quote by the first of april", "send the quote", "2027-04-01"),
        ("send the quote by Friday.", "send the quote", "2026-11-27"),
        ("send the quote (by friday)", "send the quote", "2026-11-27"),
        ("send the quote by: friday", "send the quote", "2026-11-27"),
        ("send the quote by\tfriday", "send the quote", "2026-11-27"),
        ('"Read the draft by April" by fri', "Read the draft by April", "2026-11-27"),
    ],
)
def test_line_with_a_date_at_its_end_is_split_there(line: str, text: str, when: str) -> None:
    read = read_line(line, MONDAY)
    assert (read.text, read.by, read.hint) == (text, Read(when), "")
    assert read_date(read.phrase, MONDAY).when == when


@pytest.mark.parametrize(
    "line",
    [
        *["send the quote", "the parcel by the door", "stand by me", "send it by email", "written by Tom Baker"],
        *["send by", "by", "", "standby fri", "lullaby fri", "passer-by fri", "say it by heart", "sold by the dozen"],
        *["go there by bus or by train", "By the way, send it", "they have it by now", "signed by all of us"],
    ],
)
def test_line_without_a_time_behind_by_is_text_and_nothing_is_said(line: str) -> None:
    assert read_line(line, MONDAY) == ReadLine(line)


@pytest.mark.parametrize(
    "tail",
    [
        *["two weeks", "3 months", "a week", "a month", "3d", "2h", "30 minutes", "a few days", "a couple of weeks"],
        *["at least 3 days", "2 to 3 weeks", "a week or two", "another week", "half a year", "one quarter", "the hour"],
        *["10%", "5k", "2 managers", "3M", "Room 4", "100", "five", "€500", "1,000", "1.50", "1.5 EUR", "a third"],
        *["the 3rd party", "2nd reviewer", "the 12th floor", "month and person", "week, then month", "night", "day"],
        *["Jan Novak", "May Smith", "April Jones", "Sun Microsystems", "10 Downing Street", "page 3", "version 2.10"],
        *["the team from Friday", "email on friday", "phone tomorrow", "the meeting on Monday", "Wednesdy"],
    ],
)
def test_amount_or_name_stays_text_and_that_is_said(tail: str) -> None:
    line = f"move it by {tail}"
    read = read_line(line, MONDAY)
    assert (read.text, read.by) == (line, None)
    assert read.hint.startswith(f"no date understood in 'by {tail}', it stays text")


def test_amount_that_may_be_a_date_is_told_how_to_write_one() -> None:
    assert "'by in two weeks'" in read_line("move it by two weeks", MONDAY).hint
    assert "'by in" not in read_line("move it by 10%", MONDAY).hint


@pytest.mark.parametrize(
    "tail",
    [
        *[
            "tomorow",
            "wednesdy",
            "next frday",
            "fri, please",
            "fri or sat",
            "Friday, please",
            "Monday or Tuesday",
            "may",
        ],
        *["december", "32 dec", "2026-02-30", "3000-01-01", "13/02", "25:00", "03/04/2026", "24.12.", "27nov"],
        *["10", "at 5", "1.2", "5pm", "15:00", "at 10am"],
        *["early next week", "mid march", "late friday", "around friday", "the weekend", "christmas", "Q1", "asap"],
        *["April", "Jan", "June", "friday if possible", "say friday", "friday by email", "Friday's meeting", "week 48"],
        *[
            "the week after next",
            "the fiscal year's end",
            "new year",
            "3 o'clock",
            "half past three",
            "5ish",
            "fri at 3",
        ],
        *["FRI PLEASE", "the MARCH meeting", "fridayish", "the third friday", "12th or 13th", "fri. Urgent!", "6 nov"],
        *["Thu 27 Nov", "the back end of next week", "midnight", "breakfast", "quarter to four", "friday 5p"],
        *[
            "firday",
            "wendsday",
            "half five",
            "the holidays",
            "w/c monday",
            "whichever friday works",
            "31dec2026",
            "the close",
        ],
    ],
)
def test_what_sounds_like_a_time_and_is_no_date_is_refused(tail: str) -> None:
    with pytest.raises(BadInputError):
        read_line(f"send it by {tail}", MONDAY)
    assert read_line(f'"send it by {tail}"', MONDAY) == ReadLine(f"send it by {tail}")


@pytest.mark.parametrize("line", ["by fri", "By fri", "by fri send it", "(by fri)"])
def test_date_without_a_text_is_refused_where_one_is_needed(line: str) -> None:
    with pytest.raises(BadInputError):
        read_line(line, MONDAY)


def test_date_may_stand_alone_where_a_text_is_optional() -> None:
    assert read_line("by fri", MONDAY, may_be_bare=True) == ReadLine("", Read("2026-11-27"), "fri")


@pytest.mark.parametrize("line", ['"Call her by May"', "“Call her by May”", "„Call her by May“"])
def test_line_in_quotes_is_text(line: str) -> None:
    assert read_line(line, MONDAY) == ReadLine("Call her by May")


@pytest.mark.parametrize("line", ['"Yes" or "No"', 'ask about "spring"', '"spring" is late', '""', '"'])
def test_quotes_inside_a_line_are_left_alone(line: str) -> None:
    assert read_line(line, MONDAY).text == line


def test_refusal_of_words_says_how_text_is_kept() -> None:
    with pytest.raises(BadInputError) as refused:
        read_line("read the draft by April", MONDAY)
    assert "a text goes in quotes" in refused.value.hint


@pytest.mark.parametrize("name", ["Maria", "Mary", "Mark", "Jane", "Lars", "Mona", "Sara", "Tim", "Ana"])
def test_name_that_resembles_a_month_or_a_weekday_is_text(name: str) -> None:
    line = f"Read the draft by {name}"
    assert read_line(line, MONDAY) == ReadLine(line)


def test_remark_on_the_clock_comes_with_the_date() -> None:
    read = read_line("call by sun 2:30", calendar("2026-03-27", "Europe/Berlin"))
    assert read.by
    assert "skipped" in read.by.remark


TIMES = [
    *["monday", "Tue", "WED", "thurs", "fri", "saturday", "Sunday", "today", "tomorrow", "tmrw", "tonight", "noon"],
    *["march 5", "the 5th of april", "december", "Jan 3", "EOD", "cob", "eow", "eom", "end of the month", "next week"],
    *["5pm", "15:00", "2026-12-01", "12/13", "morning", "lunch", "christmas", "asap", "q3", "weekend", "fridays"],
]
SMALL = [
    *[
        "the",
        "this",
        "next",
        "end of",
        "on",
        "at",
        "about",
        "around",
        "early",
        "late",
        "mid",
        "maybe",
        "or so",
        "please",
    ],
    *[
        "latest",
        "at the latest",
        "if possible",
        "hopefully",
        "before",
        "until",
        "sometime",
        "say",
        "I think",
        "first thing",
    ],
    *[
        "no later than",
        "close of business",
        "and",
        "or",
        "in",
        "of",
        "my",
        "our",
        "coming",
        "following",
        "the very",
        "2",
    ],
]
small = st.lists(st.sampled_from(SMALL), max_size=3)


@MORE
@given(small, st.sampled_from(TIMES), small, st.sampled_from([str, str.upper, str.title]))
def test_time_among_small_words_is_never_plain_text(
    before: list[str], time: str, after: list[str], case: object
) -> None:
    """It is understood, or refused; nothing that may be a promise is taken for text without a word."""
    tail = case(" ".join([*before, time, *after]))  # type: ignore[operator]
    try:
        read = read_line(f"Send the quote by {tail}", MONDAY)
    except BadInputError:
        return
    assert read.by, tail
    assert read.text == "Send the quote"
