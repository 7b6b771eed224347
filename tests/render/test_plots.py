"""Bars: as long as their figures, visible when there is anything, never in plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.render import plain
from followq.render.blocks import Row, Span, line, table
from followq.render.plots import EIGHTHS, HEIGHTS, draw_bar, draw_spark
from tests.factories import QUICK


@pytest.mark.parametrize(("value", "drawn"), [(0, ""), (1, "▌"), (2, "█"), (16, "████████"), (0.001, "▏")])
def test_a_bar_is_as_long_as_its_share(value: float, drawn: str) -> None:
    assert draw_bar(value, 16, 8).text == drawn


def test_nothing_at_all_draws_nothing() -> None:
    assert draw_bar(0, 0).text == ""


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.integers(1, 40))
@QUICK
def test_a_bar_stays_in_its_cells(value: float, more: float, cells: int) -> None:
    drawn = draw_bar(value, value + more, cells).text
    assert len(drawn) <= cells
    assert set(drawn) <= set(EIGHTHS)


def test_a_sparkline_rises_and_falls_with_its_figures() -> None:
    assert draw_spark([0, 1, 7, 3.5, 0.001], 7).text == "▁▂█▅▂"
    assert draw_spark([0, 0], 0).text == "▁▁"


@given(st.lists(st.floats(0, 1e9), max_size=20), st.floats(0, 1e9))
@QUICK
def test_a_sparkline_is_as_wide_as_it_has_figures_and_keeps_their_order(values: list[float], more: float) -> None:
    drawn = draw_spark(values, max(values, default=0) + more).text
    assert len(drawn) == len(values)
    by_value = [HEIGHTS.index(column) for _, column in sorted(zip(values, drawn, strict=True))]
    assert by_value == sorted(by_value)
    assert all((column == HEIGHTS[0]) == (value == 0) for value, column in zip(values, drawn, strict=True))


def test_plain_text_has_the_figures_alone() -> None:
    row = Row((Span("3"), draw_bar(3, 3), Span("x")))
    assert plain.text([table((">n", "plot?", "what"), [row]), line("a", draw_bar(1, 1))]) == "3  x\na\n"
    assert plain.text([table((">n", "plot?"), [Row((Span("3"), draw_bar(3, 3)))])]) == "3\n"
