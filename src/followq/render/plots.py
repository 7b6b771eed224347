"""Plots small enough to stand beside their figures in a table: a bar, a line of sparks."""

from __future__ import annotations

from collections.abc import Sequence

from followq.render.blocks import Span

EIGHTHS = " ▏▎▍▌▋▊▉█"
SPARKS = "▁▂▃▄▅▆▇█"


def bar(value: float, largest: float, cells: int = 10) -> Span:
    """A bar of up to `cells` columns, drawn to an eighth of one; what isn't nothing shows."""
    eighths = round(value / largest * cells * 8) if largest > 0 else 0
    whole, rest = divmod(max(eighths, value > 0), 8)
    return Span(EIGHTHS[8] * whole + EIGHTHS[rest].strip(), "plot")


def sparks(values: Sequence[float]) -> Span:
    """A spark for each value, from nothing to the largest; no values, no line."""
    largest = max(values, default=0)
    top = len(SPARKS) - 1
    return Span("".join(SPARKS[round(value / largest * top) if largest > 0 else 0] for value in values), "plot")
