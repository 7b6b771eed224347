"""Plots small enough to stand beside their figures in a table."""

from __future__ import annotations

from collections.abc import Sequence

from followq.render.blocks import Span

EIGHTHS = " ▏▎▍▌▋▊▉█"
HEIGHTS = "▁▂▃▄▅▆▇█"


def draw_bar(value: float, largest: float, cells: int = 10) -> Span:
    """A bar of up to `cells` columns, drawn to an eighth of one; what isn't nothing shows."""
    eighths = round(value / largest * cells * 8) if largest > 0 else 0
    whole, rest = divmod(max(eighths, value > 0), 8)
    return Span(EIGHTHS[8] * whole + EIGHTHS[rest].strip(), "plot")


def draw_spark(values: Sequence[float], largest: float) -> Span:
    """A line of small columns, one for each value; nothing at all is the lowest, and only nothing is."""
    steps = len(HEIGHTS) - 1
    heights = (max(round(value / largest * steps), value > 0) if largest > 0 else 0 for value in values)
    return Span("".join(HEIGHTS[height] for height in heights), "plot")
