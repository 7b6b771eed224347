"""What a program has to tell so that it can be measured beside the others: its data, its calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.speed.items import Size

ID, WAITED, CLOSED = "{id}", "{waited}", "{closed}"
"""In a call's words: the number of an item that is owed, waited for, or closed; another one each round."""


class Question(NamedTuple):
    """What every program is asked, and how it is called in a table.

    What `is_own` only followq answers.
    """

    key: str
    title: str
    is_terminal: bool = False
    is_writing: bool = False
    is_own: bool = False


def _own(*titles: str, is_writing: bool = False, is_terminal: bool = False) -> tuple[Question, ...]:
    # Named by their words: `done ID` is "done ID".
    return tuple(Question(title, f"`{title}`", is_terminal, is_writing, is_own=True) for title in titles)


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
    *_own("today --json", "today --all", "waiting --all", "why ID", "show ID", "log ID", "with PERSON"),
    *_own("clear", is_terminal=True),
    *_own("say ID", "list", "list --status all", "people", "stats", "report", "log"),
    *_own("told ID", "toss ID", "snooze ID fri", "nudge ID", "heard ID", "hand ID PERSON", is_writing=True),
    *_own("say ID --log", "note ID TEXT", "edit ID --by fri", "drop ID", "reopen ID", is_writing=True),
    *_own("person edit PERSON --weight vip", "undo", "redo", is_writing=True),
    *_own("--help", "config", "doctor", "backup list", "export"),
    *_own("backup", "restore latest", "import FILE", "person forget PERSON", is_writing=True),
)


class Call(NamedTuple):
    """Words of a command line, and what its environment holds beyond everybody's.

    `typed` are the keys that end a call that asks on a terminal. `before` is called first, untimed.
    """

    words: tuple[str, ...]
    env: Mapping[str, str] = {}
    typed: bytes = b""
    before: tuple[Call, ...] = ()


class Program(NamedTuple):
    """A program as it stands ready to be measured.

    `fill` makes its data in a folder; `calls` are its answers to QUESTIONS by key, as far as it has one, for the
    data in a folder and a size; `prepare` is called once before anything is timed, so that every first-time work is
    done; `ids` are what it calls the items that are owed, waited for and closed. A program that `reads_closed` is
    foretold to take longer where more is closed.
    """

    name: str
    version: str
    fill: Callable[[Path, Size], None]
    calls: Callable[[Path, Size], Mapping[str, Call]]
    prepare: Callable[[Path, Size], list[Call]] = lambda _folder, _size: []
    ids: Callable[[Path, Size], Mapping[str, list[str]]] = lambda _folder, _size: {}
    reads_closed: bool = False

    def items(self, size: Size) -> int:
        """How many items its time is taken to grow with."""
        return size.open + (size.closed if self.reads_closed else 0)
