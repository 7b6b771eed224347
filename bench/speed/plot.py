"""Processor time over open items, both in powers of ten, as a picture for light and for dark pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

from bench.speed.figures import figure
from bench.speed.items import usual
from bench.speed.programs import taskwarrior, todoman, topydo
from bench.speed.programs.floors import FLOOR, NAIVE, PYTHON
from bench.speed.programs.followq import NAME
from bench.speed.results import Results

WIDTH, HEIGHT = 784, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 56, 52
LABEL_STEP = 17
"""Least pixels between two names."""
FONT = 'font-family="system-ui, -apple-system, Segoe UI, sans-serif"'


class Look(NamedTuple):
    """How a line is drawn: its colour on a light and on a dark page."""

    light: str
    dark: str
    width: float = 1.8
    dashes: str = ""


class Line(NamedTuple):
    """A named line: open items and milliseconds."""

    name: str
    look: Look
    points: Sequence[tuple[float, float]]


PAPER = Look("#ffffff", "#14161a")
INK = Look("#24292f", "#dee0e4")
FAINT = Look("#d8dce2", "#32363d")
GREY = Look("#6b7280", "#9097a1", 1.4)
ASKED = (
    (f"{NAME} on a terminal", NAME, "today-terminal", Look("#1d4ed8", "#7aa7ff", 3)),
    (f"{NAME} into a pipe", NAME, "today-pipe", Look("#0e7490", "#4fd1e6", 3)),
    (taskwarrior.NAME, taskwarrior.NAME, "today-pipe", Look("#b45309", "#f0a35e")),
    (todoman.NAME, todoman.NAME, "today-pipe", Look("#7e22ce", "#c99bf5")),
    (topydo.NAME, topydo.NAME, "today-pipe", Look("#15803d", "#6fd08c")),
    (NAIVE, NAIVE, "today-pipe", GREY),
    ("the floor: Typer and Rich", PYTHON, FLOOR, GREY._replace(dashes="5 4")),
)


def lines_of(results: Results) -> list[Line]:
    """What the plot shows of a run: sizes with the usual history, programs with any figure."""
    lines = []
    for name, program, key, look in ASKED:
        points = [
            (one.size.open, found.milliseconds)
            for one in results.sizes
            if one.size == usual(one.size.open) and (found := figure(one, program, key))
        ]
        if points:
            lines.append(Line(name, look, points))
    return lines


def svg(lines: Sequence[Line], *, is_dark: bool = False) -> str:
    """Draw the lines; names stand at their ends."""

    def pick(look: Look) -> str:
        return look.dark if is_dark else look.light

    frame = _Frame.around([point for line in lines for point in line.points])
    title = "What followq today costs, and its like elsewhere"
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg" role="img" {FONT} font-size="13">',
        f"<title>{title}: processor time over open items</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{pick(PAPER)}"/>',
        f'<text x="{LEFT}" y="28" font-size="16" font-weight="bold" fill="{pick(INK)}">{title}</text>',
        f'<text x="{LEFT}" y="46" fill="{pick(GREY)}">processor time of one call, median</text>',
    ]
    for label, y in frame.heights():
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{pick(FAINT)}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{pick(GREY)}">{label}</text>')
    for label, x in frame.places():
        parts.append(f'<path d="M{x:.1f} {TOP + 6}V{HEIGHT - BOTTOM}" stroke="{pick(FAINT)}"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="{pick(GREY)}">{label}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle" fill="{pick(GREY)}">open items</text>')
    for line in lines:
        parts += _drawn(line, frame, pick(line.look))
    ends = [frame.at(*line.points[-1]) for line in lines]
    for line, (x, y), place in zip(lines, ends, spaced([y for _, y in ends]), strict=True):
        name_x = WIDTH - RIGHT + 12
        if x < WIDTH - RIGHT - 1 or abs(place - y) > 1:
            parts.append(
                f'<path d="M{x + 4:.1f} {y:.1f}L{name_x - 3} {place:.1f}" stroke="{pick(line.look)}" opacity="0.4"/>'
            )
        weight = ' font-weight="bold"' if line.name.startswith(NAME) else ""
        parts.append(
            f'<text x="{name_x}" y="{place + 4:.1f}" fill="{pick(line.look)}"{weight}>{escape(line.name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def spaced(heights: Sequence[float], step: float = LABEL_STEP) -> list[float]:
    """Heights moved apart to at least a step, in their order, as near to where they were as a pass down and up gets."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    found = list(heights)
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + step)
    lowest = HEIGHT - BOTTOM + 4.0
    for place in reversed(order):
        found[place] = min(found[place], lowest)
        lowest = found[place] - step
    return found


class _Frame(NamedTuple):
    # Powers of ten that hold every point: of items, then of milliseconds.
    first: int
    last: int
    least: int
    most: int

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> _Frame:
        items = [math.log10(x) for x, _ in points] or [2.0]
        times = [math.log10(y) for _, y in points] or [1.0]
        first, least = math.floor(min(items)), math.floor(min(times))
        return cls(first, max(math.ceil(max(items)), first + 1), least, max(math.ceil(max(times)), least + 1))

    def at(self, x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - self.first) / (self.last - self.first)
        up = (math.log10(y) - self.least) / (self.most - self.least)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM - 6)

    def heights(self) -> list[tuple[str, float]]:
        powers = range(self.least, self.most + 1)
        return [(_time(power), self.at(10.0**self.first, 10.0**power)[1]) for power in powers]

    def places(self) -> list[tuple[str, float]]:
        powers = range(self.first, self.last + 1)
        return [(f"{10**power:,}", self.at(10.0**power, 10.0**self.least)[0]) for power in powers]


def _time(power: int) -> str:
    return f"{10 ** (power - 3):,} s" if power >= 3 else f"{10.0**power:g} ms"


def _drawn(line: Line, frame: _Frame, colour: str) -> list[str]:
    places = [frame.at(*point) for point in line.points]
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dashes = f' stroke-dasharray="{line.look.dashes}"' if line.look.dashes else ""
    dots = [] if dashes else [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    return [f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{line.look.width:g}"{dashes}/>', *dots]
