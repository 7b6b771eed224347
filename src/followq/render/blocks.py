"""What pages are made of: lines and tables of styled spans, free of any terminal.

A style is a meaning (`late`, `quiet`), never a colour; the terminal's sheet gives it one. A `plot` repeats for
the eye what stands beside it in figures; plain text leaves it out.
"""

from __future__ import annotations

from collections.abc import Sequence

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Style = Literal["", "title", "strong", "quiet", "late", "soon", "good", "id", "warn", "plot"]


class Span(NamedTuple):
    """A piece of text with one meaning; one that `may_go` is left out below a row where the screen's line is full."""

    text: str
    style: Style = ""
    may_go: bool = False


class Line(NamedTuple):
    """A line of its own; an empty one makes a gap."""

    spans: tuple[Span, ...] = ()


class Column(NamedTuple):
    """A column: its name, whether it is set to the right, whether a narrow screen can do without it.

    One that `is_whole` is cut only where the last column would have no room at all.
    """

    title: str
    is_right: bool = False
    is_optional: bool = False
    is_whole: bool = False


class Row(NamedTuple):
    """A row: a span for each column, and words that belong under it. What `is_short` is cut to one line.

    Where it `is_joined` those words stand behind the row if there is room, and below it only otherwise.
    """

    cells: tuple[Span, ...]
    below: tuple[Span, ...] = ()
    is_short: bool = False
    is_joined: bool = False


class Table(NamedTuple):
    """Rows in columns. The last column takes the room that is left.

    `beside` are the rows of other tables of the page, whose columns are as wide.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    beside: tuple[Row, ...] = ()


Block = Line | Table


def line(*parts: str | Span) -> Line:
    """A line from texts and spans."""
    return Line(tuple(part if isinstance(part, Span) else Span(part) for part in parts))


def table(titles: Sequence[str], rows: Sequence[Row], beside: Sequence[Row] = ()) -> Table:
    """A table with the columns named: `>id` is set to the right, `time?` can be done without, `name!` is whole."""
    columns = tuple(
        Column(
            title=title.strip(">?!"), is_right=title.startswith(">"), is_optional="?" in title, is_whole="!" in title
        )
        for title in titles
    )
    return Table(columns, tuple(rows), tuple(beside))
