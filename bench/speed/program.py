"""What a program has to tell so that it can be measured beside the others: its data, its calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.speed.items import Size

ID = "{id}"
"""In a call's words: the number of an open item that the user owes, another one each round."""


class Question(NamedTuple):
    """What every program is asked, and how it is called in a table."""

    key: str
    title: str
    is_terminal: bool = False
    is_writing: bool = False


QUESTIONS = (
    Question("today-terminal", "`today` on a terminal", is_terminal=True),
    Question("today-pipe", "`today` into a pipe"),
    Question("count", "`count`"),
    Question("add", "`add PERSON TEXT`", is_writing=True),
    Question("done", "`done ID`", is_writing=True),
    Question("waiting", "`waiting`"),
    Question("search", "`search WORD`"),
    Question("today-limit", "`today --limit 5`"),
    Question("add-by", "`add PERSON TEXT --by fri`", is_writing=True),
    Question("version", "`--version`"),
    Question("tab", "Tab: a command"),
    Question("tab-ids", "Tab: an ID"),
)


class Call(NamedTuple):
    """Words of a command line, and what its environment holds beyond everybody's."""

    words: tuple[str, ...]
    env: Mapping[str, str] = {}


class Program(NamedTuple):
    """A program as it stands ready to be measured.

    `fill` makes its data in a folder; `calls` are its answers to QUESTIONS by key, as far as it has one, for the
    data in a folder; `prepare` is called once before anything is timed, so that every first-time work is
    done; `ids` are what it calls the open items that are owed. A program that `reads_closed` is foretold to take longer
    where more is closed.
    """

    name: str
    version: str
    fill: Callable[[Path, Size], None]
    calls: Callable[[Path], Mapping[str, Call]]
    prepare: Callable[[Path], Call] | None = None
    ids: Callable[[Path, Size], list[str]] = lambda _folder, _size: []
    reads_closed: bool = False

    def items(self, size: Size) -> int:
        """How many items its time is taken to grow with."""
        return size.open + (size.closed if self.reads_closed else 0)


class Missing(NamedTuple):
    """A program that should be measured and isn't there, and why."""

    name: str
    why: str
