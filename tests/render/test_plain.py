"""`plain.text()`: a line for each row, columns in line, nothing that steers a terminal."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from followq.render import plain
from followq.render.blocks import Line, Row, Span, line, table
from followq.render.safe import width

ANY = st.text(st.characters(exclude_categories=()), max_size=80)


def rows_of(*cells: tuple[str, ...]) -> list[Row]:
    return [Row(tuple(Span(cell) for cell in row)) for row in cells]


def test_lines_are_their_spans_joined() -> None:
    blocks = [line("You owe ", Span("Ana", "strong"), Span(" (late)", "late")), Line(), line("two")]
    assert plain.text(blocks) == "You owe Ana (late)\n\ntwo\n"


def test_columns_stand_in_line_numbers_to_the_right() -> None:
    text = plain.text([table((">id", "who", "what"), rows_of(("3", "Ana", "Quote"), ("12", "Tom Baker", "Numbers")))])
    assert text == " 3  Ana        Quote\n12  Tom Baker  Numbers\n"


def test_wide_characters_stand_in_line_too() -> None:
    text = plain.text([table(("who", "what"), rows_of(("契約", "x"), ("abcde", "x")))])
    assert {width(row.rpartition("x")[0]) for row in text.splitlines()} == {7}


def test_what_stands_below_a_row_stands_in_brackets_behind_it() -> None:
    text = plain.text([table(("who", "what"), [Row((Span("Ana"), Span("Quote")), (Span("late; "), Span("put off")))])])
    assert text == "Ana  Quote  [late; put off]\n"


def test_nothing_below_leaves_no_brackets() -> None:
    for below in ((), (Span(""),)):
        text = plain.text([table(("who", "what"), [Row((Span("Ana"), Span("Quote")), below)])])
        assert text == "Ana  Quote\n"


def test_an_empty_column_takes_no_room() -> None:
    assert plain.text([table(("a", "b", "c"), rows_of(("x", "", "z"), ("y", "", "w")))]) == "x  z\ny  w\n"


def test_a_long_cell_pushes_its_own_row_only() -> None:
    text = plain.text([table(("who", "what"), rows_of(("A" * 150, "x"), ("Ana", "x")))])
    first, second = text.splitlines()
    assert first == "A" * 150 + "  x"
    assert len(second) < 40


def test_no_line_ends_in_spaces() -> None:
    text = plain.text([line("x   "), table(("a", "b"), rows_of(("x", ""), ("yyyy", "z")))])
    assert all(row == row.rstrip() for row in text.splitlines())


def test_no_blocks_and_no_rows_are_nothing() -> None:
    assert plain.text([]) == ""
    assert plain.text([table(("a", "b"), [])]) == ""


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.tuples(ANY, ANY, ANY), min_size=1, max_size=5))
def test_any_texts_make_one_harmless_line_for_each_row(cells: list[tuple[str, str, str]]) -> None:
    rows = [Row((Span(first), Span(second)), (Span(third),)) for first, second, third in cells]
    text = plain.text([table((">id", "what"), rows), line(*(first for first, _, _ in cells))])
    assert len(text.splitlines()) == text.count("\n") == len(rows) + 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
