"""topydo: a todo.txt file, read as a whole, and an archive of what is done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bench.speed.items import SEARCHED, Item, Size, items, numbers, person_name
from bench.speed.program import ID, Call, Program

NAME = "topydo"


def program(script: Path, version: str) -> Program:
    """The `topydo` at a path."""

    def calls(folder: Path, _size: Size) -> Mapping[str, Call]:
        files = ("-c", str(folder / "config"), "-t", str(folder / "todo.txt"), "-d", str(folder / "done.txt"))

        def say(*words: str) -> Call:
            return Call((str(script), *files, *words))

        text = f"Send the quote +{_project(1)}"
        return {
            "today-terminal": say("ls", "-n", "15"),
            "today-pipe": say("ls", "-n", "15"),
            "add": say("add", text),
            "done": say("do", ID),
            "waiting": say("ls", "-n", "15", "@theirs"),
            "search": say("ls", SEARCHED),
            "today-limit": say("ls", "-n", "5"),
            "add-by": say("add", f"{text} due:fri"),
            "version": Call((str(script), "-v")),
        }

    def prepare(folder: Path, size: Size) -> list[Call]:
        found = calls(folder, size)
        return [found["today-pipe"], found["add"]]

    return Program(NAME, version, fill, calls, prepare, _ids)


def fill(folder: Path, size: Size) -> None:
    """Write both files."""
    (folder / "config").write_text("[topydo]\nidentifiers = linenumber\n", encoding="utf-8")
    with (folder / "todo.txt").open("w") as todo, (folder / "done.txt").open("w") as done:
        for item in items(size):
            (done if item.closed_at else todo).write(_line(item))


def _line(item: Item) -> str:
    done = f"x {item.closed_at:%Y-%m-%d} " if item.closed_at else ""
    theirs = "" if item.is_owed else " @theirs"
    due = f" due:{item.promised}" if item.promised else ""
    return f"{done}{item.noted_at:%Y-%m-%d} {item.text} +{_project(item.person)}{theirs}{due}\n"


def _project(person: int) -> str:
    return person_name(person).replace(" ", "")


def _ids(_folder: Path, size: Size) -> dict[str, list[str]]:
    return {ID: [str(place) for _, place in numbers(size).owed]}
