"""Lines that may end in `by DATE`."""

from __future__ import annotations

import pytest

from followq.dates.lines import split_by
from followq.dates.phrases import Read
from followq.errors import BadInputError
from tests.factories import calendar

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
    ],
)
def test_a_line_that_ends_in_by_and_a_date_is_split_there(line: str, text: str, when: str) -> None:
    assert split_by(line, MONDAY) == (text, Read(when))


@pytest.mark.parametrize(
    "line",
    [
        *["send the quote", "the parcel by the door", "stand by me", "send it by email", "written by Tom Baker"],
        *["by fri", " by fri", "send by", "send by ", "by", "", " ", "standby fri", "lullaby fri", "passer-by fri"],
        *["go there by bus or by train", "the plan by the team from Friday"],
    ],
)
def test_a_line_without_a_date_behind_by_is_all_text_and_left_as_it_is(line: str) -> None:
    assert split_by(line, MONDAY) == (line, None)


@pytest.mark.parametrize(
    "line",
    [
        *["send it by tomorow", "send it by wednesdy", "send it by next frday", "send it by fri, please"],
        *["send it by fri or sat", "send it by Friday, please", "send it by Monday or Tuesday", "send it by may"],
        *["send it by december", "send it by 32 dec", "send it by 2026-02-30", "send it by 3000-01-01"],
        *["send it by 10", "send it by 13/02", "send it by 25:00"],
    ],
)
def test_what_looks_like_a_date_and_is_none_is_refused_rather_than_taken_for_text(line: str) -> None:
    with pytest.raises(BadInputError, match=r"is not a date I know|outside the years"):
        split_by(line, MONDAY)


@pytest.mark.parametrize("name", ["Maria", "Mary", "Mark", "Jane", "Lars", "Mona", "Sara", "Tim", "Ana"])
def test_who_did_something_is_text_even_where_the_name_resembles_a_month_or_a_weekday(name: str) -> None:
    line = f"Read the draft by {name}"
    assert split_by(line, MONDAY) == (line, None)


def test_a_remark_on_the_clock_comes_with_the_date() -> None:
    _, by = split_by("call by sun 2:30", calendar("2026-03-27", "Europe/Berlin"))
    assert by is not None
    assert "skipped" in by.remark
