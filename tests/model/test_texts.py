"""What may be stored as text, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BadInputError, UsageError
from followq.model.core.followup import TEXT_LIMIT
from followq.model.core.person import NAME_LIMIT
from followq.model.core.text_limits import one_line, require_person_name, require_storable
from tests.factories import MORE

LINE_BREAKS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("Send the quote", "Send the quote"),
        ("  Send the quote \n", "Send the quote"),
        ("Send\nthe\r\nquote", "Send the quote"),
        ("Send\n\n \nthe quote", "Send the quote"),
        ("Send\tthe quote", "Send the quote"),
        ("Two  spaces stay", "Two  spaces stay"),
        ("Préstamo 借用 🙂", "Préstamo 借用 🙂"),
    ],
)
def test_a_text_becomes_one_line_and_is_otherwise_kept(given_text: str, stored: str) -> None:
    assert one_line(given_text) == stored


@pytest.mark.parametrize("line_break", LINE_BREAKS)
def test_every_kind_of_line_break_becomes_a_space(line_break: str) -> None:
    assert one_line(f"Send{line_break}the quote") == "Send the quote"


@pytest.mark.parametrize("empty", ["", " ", "\n\n", "\t", "\u00a0", "\u2028"])
def test_a_text_of_nothing_is_refused_by_its_name(empty: str) -> None:
    with pytest.raises(UsageError, match="the project is empty"):
        one_line(empty, "the project")


def test_a_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert one_line("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT
    with pytest.raises(BadInputError, match=r"10,001 characters, 10,000 is the most"):
        one_line("x" * (TEXT_LIMIT + 1))


@pytest.mark.parametrize(("text", "what"), [("a\0b", "NUL"), ("a\ud800b", "not valid UTF-8")])
def test_what_cannot_be_read_back_is_refused(text: str, what: str) -> None:
    with pytest.raises(BadInputError, match=what):
        require_storable(text, "the note", 100)


def test_a_note_keeps_its_lines() -> None:
    assert require_storable("one\n\ttwo\n", "the note", 100) == "one\n\ttwo\n"


@MORE
@given(st.text(st.characters()))
def test_any_text_is_either_stored_as_one_line_or_refused_in_our_own_words(text: str) -> None:
    try:
        line = one_line(text)
    except (UsageError, BadInputError):
        return
    assert line == line.strip()
    assert len(line.splitlines()) == 1
    assert one_line(line) == line
    assert line.encode().decode() == line


@MORE
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_a_visible_line_is_stored_letter_for_letter(text: str) -> None:
    assert one_line(f" {text} ") == text


def test_a_name_is_trimmed_and_kept_as_written() -> None:
    assert require_person_name("  María-José O'Neil ") == "María-José O'Neil"


@pytest.mark.parametrize("number", ["12", " 12 ", "007", "١٢"])
def test_a_number_is_no_name_because_numbers_are_follow_ups(number: str) -> None:
    with pytest.raises(UsageError, match="numbers are follow-ups"):
        require_person_name(number)


def test_a_name_may_hold_a_number() -> None:
    assert require_person_name("Agent 7") == "Agent 7"


def test_a_name_is_no_longer_than_its_limit() -> None:
    assert require_person_name("x" * NAME_LIMIT) == "x" * NAME_LIMIT
    with pytest.raises(BadInputError, match="the person's name has 201 characters, 200 is the most"):
        require_person_name("x" * (NAME_LIMIT + 1))


@pytest.mark.parametrize("invisible", ["\u200b", "\u2060\ufeff", "\u00ad", " \u200e "])
def test_a_name_that_nobody_can_see_is_empty(invisible: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        require_person_name(invisible)


def test_a_text_that_nobody_can_see_is_empty() -> None:
    with pytest.raises(UsageError, match="empty"):
        one_line("\u200b\u2060")
