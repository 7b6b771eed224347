"""A plot small enough to stand beside its figure in a table."""

from __future__ import annotations

from followq.render.blocks import Span

EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(value: float, largest: float, cells: int = 10) -> Span:
    """A bar of up to `cells` columns, drawn to an eighth of one; what isn't nothing shows."""
    eighths = round(value / largest * cells * 8) if largest > 0 else 0
    whole, rest = divmod(max(eighths, value > 0), 8)
    return Span(EIGHTHS[8] * whole + EIGHTHS[rest].strip(), "plot")
