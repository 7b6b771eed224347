"""The moving picture in the README: the four moments on a real terminal, as frames of one SVG with CSS key frames.

Each frame is what followq drew on a terminal of 80 by 24, kept by pyte. It stands still where motion is reduced.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

import pexpect
import pictures
import pyte

NOW = "2026-11-23T08:30:00Z"
COLUMNS, LINES = 80, 24
SECONDS = 3.5
"""Of one frame; four of them are 14 seconds."""
WIDE, HIGH, MARGIN, TOP = 9.0, 19.0, 14.0, 44.0
NAMES = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
STYLES = re.compile(r"\x1b\[([\d;]+)m")


class Frame(NamedTuple):
    """One moment: its name, and the rows of the screen as runs of text with their style."""

    name: str
    rows: list[list[tuple[str, str]]]


def _run(words: list[str], folder: str, typed: Callable[[Any], None]) -> list[list[tuple[str, str]]]:
    # What stands on the screen in the end, under the line that called it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FOLLOWQ"))}
    environment |= {
        "FOLLOWQ_DB": f"{folder}/queue.db", "FOLLOWQ_CONFIG": f"{folder}/none.toml", "FOLLOWQ_NOW": NOW, "TZ": "UTC",
        "TERM": "xterm-256color", "HOME": folder,
    }  # fmt: skip
    child = pexpect.spawn(
        sys.executable, ["-m", "followq", *words], env=environment, dimensions=(LINES - 2, COLUMNS), encoding="utf-8"
    )
    seen: list[str] = []
    child.logfile_read = type("Kept", (), {"write": lambda _, text: seen.append(text), "flush": lambda _: None})()
    typed(child)
    drawn = "".join(seen)
    child.close(force=True)
    screen = pyte.Screen(COLUMNS, LINES)
    # pyte knows no dim text: it is drawn in the colour that no page of followq uses.
    pyte.Stream(screen).feed(STYLES.sub(lambda found: f"\x1b[{_without_dim(found[1])}m", drawn))
    rows = [[("prompt", "$ "), ("bold", f"followq {' '.join(words)}")], []]
    return rows + [_runs(screen.buffer[number]) for number in range(LINES - 2)]


def _without_dim(codes: str) -> str:
    return ";".join("90" if code == "2" else code for code in codes.split(";"))


def _runs(row: dict[int, Any]) -> list[tuple[str, str]]:
    cells = [row[column] for column in range(COLUMNS)]
    runs = [(style, "".join(cell.data for cell in run)) for style, run in groupby(cells, _style)]
    while runs and not runs[-1][1].strip():
        runs.pop()
    return runs


def _style(cell: Any) -> str:
    colour = "quiet" if cell.fg == "brightblack" else cell.fg if cell.fg in NAMES else ""
    return " ".join(name for name in (colour, "bold" if cell.bold else "") if name)


def _to_the_end(child: Any) -> None:
    child.expect(pexpect.EOF, timeout=30)


def _after_a_call(child: Any) -> None:
    # Before the last line is ended, as what it means stands below it already.
    for line in ("Ana Lopez\r", "> Send the price list by thu\r", "< Sign the contract by next fri"):
        time.sleep(0.7)  # the conversation reads what it finds once it stands there
        child.send(line)
    child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=1)


def _until(words: str) -> Callable[[Any], None]:
    # And what is drawn along with them.
    def wait(child: Any) -> None:
        child.expect_exact(words, timeout=30)
        child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.7)

    return wait


def frames() -> list[Frame]:
    """The four moments, one after the other on one queue."""
    from followq.cli.commands.demo import demo
    from followq.cli.session import Session

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FOLLOWQ_NOW": NOW, "TZ": "UTC", "FOLLOWQ_CONFIG": f"{folder}/none.toml"}
        demo(Session(f"{folder}/unused.db"), folder)
        return [
            Frame("After a call: both directions at once", _run(["add"], folder, _after_a_call)),
            Frame("Each morning: whom to get back to first", _run(["today"], folder, _to_the_end)),
            Frame("Before chasing others: what you owe them", _run(["waiting"], folder, _until("Enter)?"))),
            Frame("Working it off: one key a card", _run(["clear"], folder, _until("quit"))),
        ]


def make_moving_picture(made: list[Frame], *, is_dark: bool) -> str:
    """The frames as one SVG, for a dark or a light page."""
    ground, ink, colours = pictures.DARK if is_dark else pictures.LIGHT
    width, height = COLUMNS * WIDE + 2 * MARGIN, LINES * HIGH + TOP + MARGIN
    dim = tuple((2 * a + b) // 3 for a, b in zip(ink, ground, strict=True))
    share = 100 / len(made)
    styles = [
        "text { font: 15px ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; "
        f"fill: {_hex(ink)}; white-space: pre }}",
        ".title { font: bold 15px system-ui, sans-serif; text-anchor: middle }",
        f".bold {{ font-weight: bold }} .quiet, .prompt {{ fill: {_hex(dim)} }}",
        *(f".{name} {{ fill: {_hex(colour)} }}" for name, colour in zip(NAMES, colours, strict=True)),
        f"@keyframes turn {{ 0%, {share - 1:g}% {{ opacity: 1 }} {share:g}%, 99% {{ opacity: 0 }} }}",
        f".frame {{ opacity: 0; animation: turn {SECONDS * len(made):g}s linear infinite }}",
        *(f".at{number} {{ animation-delay: {SECONDS * number:g}s }}" for number in range(len(made))),
        "@media (prefers-reduced-motion: reduce) { .frame { animation: none } .at1 { opacity: 1 } }",
    ]
    lines = [
        f'<svg viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg" role="img">',
        "<style>", *styles, "</style>",
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{_hex(ground)}" stroke="{_hex(dim)}" '
        'stroke-opacity=".4"/>',
        *(f'<circle cx="{22 + 20 * n}" cy="20" r="6" fill="{tone}"/>' for n, tone in enumerate(pictures.BUTTONS)),
    ]  # fmt: skip
    for number, frame in enumerate(made):
        lines.append(f'<g class="frame at{number}"><text class="title" x="{width / 2:g}" y="25">{frame.name}</text>')
        for place, row in enumerate(frame.rows):
            lines += _texts(row, TOP + (place + 1) * HIGH)
        lines.append("</g>")
    return "\n".join([*lines, "</svg>"]) + "\n"


def _texts(row: list[tuple[str, str]], y: float) -> list[str]:
    column, found = 0, []
    for style, text in row:
        start = column + len(text) - len(text.lstrip())
        column += len(text)
        words = text.strip()
        if words:
            name = f' class="{style}"' if style else ""
            place = f'x="{MARGIN + start * WIDE:g}" y="{y:g}" textLength="{len(words) * WIDE:g}"'
            found.append(f"<text{name} {place}>{escape(words)}</text>")
    return found


def _hex(colour: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
