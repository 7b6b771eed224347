"""`safe()` and `width()`: no text can steer a terminal, and what people write stays readable."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from followq.render.safe import LIMIT, MOST_MARKS, safe, width

STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0001-\U000e007f]"
)
"""C0 and C1 controls, line separators, bidirectional controls, surrogates, tags and annotation marks."""

ANY = st.text(st.characters(exclude_categories=()), max_size=2 * LIMIT)
NASTY = st.text(
    st.sampled_from("\x1b\x9b\x07\x00\r\n\t\x7f\x85\u202e\u2066\u200f\ud800\U000e0041a é契👩\u200d\u0301[]")
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(ANY | NASTY)
@example("\x1b]0;title\x07\x1b[2J")
@example("\u202eevil\u2066")
def test_nothing_that_steers_a_terminal_comes_out(text: str) -> None:
    assert not STEERING.search(safe(text))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(ANY | NASTY)
def test_what_comes_out_is_one_line_that_can_be_encoded(text: str) -> None:
    assert len(safe(text).splitlines()) <= 1
    safe(text).encode()


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    once = safe(text)
    assert safe(once, 10 * LIMIT) == once


@settings(derandomize=True, max_examples=200, deadline=None)
@given(ANY, st.integers(1, 50))
def test_no_more_than_the_limit_is_shown(text: str, limit: int) -> None:
    shown = safe(text, limit)
    assert len(shown) <= 10 * limit + 1
    assert shown.endswith("…") or len(text) <= limit or max(text) >= "\u0300"


@settings(derandomize=True, max_examples=200, deadline=None)
@given(ANY | NASTY)
def test_no_width_is_negative_and_escapes_are_counted_as_they_are_shown(text: str) -> None:
    shown = safe(text)
    assert 0 <= width(shown) <= 2 * len(shown)
    if shown.isascii():
        assert width(shown) == len(shown)


@pytest.mark.parametrize(
    "text",
    [
        "Send the quote by Friday",
        "café, naïve, Ångström, Straße",
        "契約書に署名する",
        "إرسال العرض",
        "שלח את ההצעה",
        "हिन्दी में लिखा",
        "สวัสดีครับ",
        "party 🎉👍🏽",
        "family 👩\u200d👩\u200d👧",
        "می\u200cخواهم",
        "[bold]not markup[/bold] :smile: \\[",
        "quotes \"and\" 'others' & <tags>",
    ],
)
def test_what_people_write_is_shown_as_it_is(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "^[[31mred"),
        ("bell\x07", "bell^G"),
        ("null\x00", "null^@"),
        ("delete\x7f", "delete^?"),
        ("c1\x9b31m", "c1\\u009b31m"),
        ("\u202eevil", "\\u202eevil"),
        ("two\nlines", "two lines"),
        ("tab\there", "tab here"),
        ("line\u2028separator", "line separator"),
        ("half\ud83d", "half\\ud83d"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
    ],
)
def test_what_would_steer_is_made_visible(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_a_tower_of_marks_is_cut_down() -> None:
    zalgo = "a" + "\u0301" * 100 + "b"
    marks = [ch for ch in safe(zalgo) if unicodedata.category(ch) == "Mn"]
    assert len(marks) == MOST_MARKS
    assert safe(zalgo).endswith("b")


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert safe("x" * LIMIT) == "x" * LIMIT
    assert safe("x" * 10_000) == "x" * LIMIT + "…"
    assert safe("契" * 10_000) == "契" * LIMIT + "…"
    assert safe("x" * 10_000, 10_000) == "x" * 10_000


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("café", 4),
        ("cafe\u0301", 4),
        ("契約", 4),
        ("🎉", 2),
        ("Ａ", 2),
        ("שלום", 4),
        ("a\u200db", 2),
    ],
)
def test_width_in_cells(text: str, cells: int) -> None:
    assert width(text) == cells
