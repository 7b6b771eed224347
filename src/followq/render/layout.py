"""Pages laid out in lines, for a screen of so many columns. How a style looks is left to whoever draws the lines.

What stands below a row has the whole width, and one long text can't push the ids away. Every text goes through
`safe`, and Rich knows how wide it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len, get_character_cell_size

from followq.render import plain
from followq.render.blocks import Block, Column, Row, Span, Table
from followq.render.safe import LIMIT, WHOLE, safe

NARROW = 60
"""Columns below which the side columns that can be done without are left out."""

GAP = 2
LEAST_ROOM, LEAST_SIDE = 14, 4
"""Columns that the last column gets at least, and to which a side column shrinks for that."""

WIDENS = "\ufe0f"
"""Makes an emoji of the character before it, which may be wider then."""

MOST_ROWS = 500
"""Rows up to which a table is laid out; a longer one stands in plain text."""

Spans = list[Span]
"""One line, or what is to become lines: pieces whose texts are safe."""


def lay_out_lines(blocks: Iterable[Block], columns: int) -> Iterator[Spans]:
    """The lines of a page, none wider than `columns`."""
    for block in blocks:
        if not isinstance(block, Table):
            yield from _wrap(_safe(block.spans, WHOLE), columns)
        elif len(block.rows) > MOST_ROWS:
            yield from ([Span(text)] for text in plain.text([block]).splitlines())
        else:
            yield from _table(block, columns)


def _table(block: Table, columns: int) -> Iterator[Spans]:
    last = len(block.columns) - 1
    is_left_out = block.columns[last].is_optional and columns < NARROW
    widths = _widths(block, columns, is_left_out)
    indent = sum(widths.values()) + GAP * len(widths)
    for row in block.rows:
        head: Spans = []
        for place, room in widths.items():
            cell = _cut(_safe([row.cells[place]._replace(text=row.cells[place].text.rstrip())]), room)
            gap = Span(" " * (room - _cells(cell)))
            head += [gap, *cell] if block.columns[place].is_right else [*cell, gap]
            head.append(Span(" " * GAP))
        room = max(1, columns - indent)
        text = [] if is_left_out else _safe([row.cells[last]], LIMIT if row.below else WHOLE)
        behind = _fit_behind(row, text, room) if row.is_joined else None
        if behind is not None:
            yield [*head, *text, Span(" " * GAP), *behind]
        elif row.below or row.is_short:
            # One line for what it is; the rest of it is one `show` away.
            yield head + _cut(text, room)
            if row.below:
                yield from _below(row, next(iter(widths.values()), 0) + GAP, columns)
        else:
            for number, part in enumerate(_wrap(text, room)):
                yield [Span(" " * indent), *part] if number else head + part


def _widths(block: Table, columns: int, is_left_out: bool) -> dict[int, int]:
    # The columns before the last one that are shown, by place.
    share = max(8, columns // 4)
    widths = {}
    for place, column in enumerate(block.columns[:-1]):
        widest = max((_cells(_safe([row.cells[place]])) for row in (*block.rows, *block.beside)), default=0)
        if widest and not (column.is_optional and columns < NARROW):
            widths[place] = widest if column.is_whole else min(share, widest)
    # The last one keeps what it can't do without: no more than it has.
    longest = 0 if is_left_out else max((_cells(_safe([row.cells[-1]])) for row in block.rows), default=0)
    needed = min(LEAST_ROOM, longest)
    while widths and sum(widths.values()) + GAP * len(widths) > columns - needed:
        wide = [place for place, width in widths.items() if width > LEAST_SIDE]
        if not wide:
            break
        widest = max(wide, key=lambda place: (*_gives_way(block.columns[place]), widths[place]))
        widths[widest] -= 1
    return widths


def _gives_way(column: Column) -> tuple[bool, bool]:
    # Which columns shrink first: those that needn't be whole, then those that could be done without.
    return not column.is_whole, column.is_whole and column.is_optional


def _fit_behind(row: Row, text: Spans, room: int) -> Spans | None:
    # What stands behind the last column in one line with it, without what may go; None where there is no room.
    kept = _drop_to_fit(row.below, room - _cells(text) - GAP)
    return kept if kept and _cells(text) + GAP + _cells(kept) <= room else None


def _drop_to_fit(spans: Iterable[Span], room: int) -> Spans:
    # What may go goes from the end until the rest has room in one line.
    kept = list(spans)
    while _cells(_safe(kept)) > room and any(span.may_go for span in kept):
        del kept[max(place for place, span in enumerate(kept) if span.may_go)]
    return _safe(kept)


def _below(row: Row, indent: int, columns: int) -> Iterator[Spans]:
    kept = _drop_to_fit(row.below, columns - indent)
    return ([Span(" " * indent), *part] for part in _wrap(kept, columns - indent))


def _safe(spans: Iterable[Span], limit: int = LIMIT) -> Spans:
    return [Span(safe(span.text, limit), span.style) for span in spans]


def _cells(spans: Spans) -> int:
    return sum(cell_len(span.text) for span in spans)


def _cut(spans: Spans, room: int) -> Spans:
    if _cells(spans) <= room:
        return spans
    kept = _cut_between(spans, 0, _fitting(_text(spans), room - 1))
    return [*kept, Span("…", kept[-1].style if kept else "")]


def _wrap(spans: Spans, columns: int) -> Iterator[Spans]:
    # Broken between words; a word that has no room in any line is broken where the line is full.
    text = _text(spans)
    if cell_len(text) <= columns:
        yield spans
        return
    start = 0
    for end in (*_breaks(text, columns), len(text)):
        yield _cut_between(spans, start, start + len(text[start:end].rstrip(" ")))
        start = end


def _breaks(text: str, columns: int) -> Iterator[int]:
    start, end = 0, 0  # of the line, and of the words it has so far
    for word in text.split(" "):
        whole = end + len(word)
        if start < end and _fitting(text[start:whole], columns) < whole - start:
            yield end
            start = end
        while (room := _fitting(text[start:whole], columns)) < whole - start:
            start += max(1, room)
            yield start
        end = whole + 1


def _fitting(text: str, columns: int) -> int:
    # How many characters have room.
    if text.isascii():
        return min(len(text), max(0, columns))
    used = 0
    for place, ch in enumerate(text):
        used += 1 if ch == WIDENS else get_character_cell_size(ch)
        if used > columns:
            return place
    return len(text)


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _cut_between(spans: Spans, start: int, end: int) -> Spans:
    # The part of a line from one character to another.
    found: Spans = []
    for span in spans:
        part = span.text[max(0, start) : max(0, end)]
        if part:
            found.append(Span(part, span.style))
        start, end = start - len(span.text), end - len(span.text)
    return found
