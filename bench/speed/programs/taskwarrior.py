"""taskwarrior, a C++ program: tasks as lines of text in one file, what is done in another."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from datetime import datetime, time, timezone
from pathlib import Path

from bench.speed.items import SEARCHED, Item, Size, items, numbers, person_name
from bench.speed.program import ID, Call, Program

NAME = "taskwarrior"
SETTINGS = "confirmation=off\nnews.version=2.6.0\nverbose=new-id,footnote,header,affected,blank,label\n"


def program(script: Path, version: str) -> Program:
    """The `task` at a path."""

    def calls(folder: Path, _size: Size) -> Mapping[str, Call]:
        env = {"TASKDATA": str(folder), "TASKRC": str(folder / "taskrc")}

        def say(*words: str) -> Call:
            return Call((str(script), *words), env)

        add = ("add", f"project:{person_name(1)}", "Send the quote")
        return {
            "today-terminal": say("next", "limit:15"),
            "today-pipe": say("next", "limit:15"),
            "count": say("status:pending", "count"),
            "add": say(*add),
            "done": say(ID, "done"),
            "waiting": say("+theirs", "next", "limit:15"),
            "search": say(f"/{SEARCHED}/", "list"),
            "today-limit": say("next", "limit:5"),
            "add-by": say(*add, "due:fri"),
            "version": say("--version"),
            "tab": say("_commands"),
            "tab-ids": say("_ids"),
        }

    def prepare(folder: Path, size: Size) -> list[Call]:
        found = calls(folder, size)
        return [found["today-pipe"], found["add"]]

    return Program(NAME, version, fill, calls, prepare, _ids)


def fill(folder: Path, size: Size) -> None:
    """Write what `task import` would leave behind after `task next` has moved the closed ones away."""
    (folder / "taskrc").write_text(f"data.location={folder}\n{SETTINGS}", encoding="utf-8")
    chance = random.Random(size.open)  # noqa: S311 - a benchmark, not a secret
    with (folder / "pending.data").open("w") as pending, (folder / "completed.data").open("w") as completed:
        for item in items(size):
            identity = uuid.UUID(int=chance.getrandbits(128), version=4)
            (completed if item.closed_at else pending).write(_line(item, identity))


def _line(item: Item, identity: uuid.UUID) -> str:
    entry = _stamp(item.noted_at)
    due = datetime.combine(item.promised, time(), timezone.utc) if item.promised else None
    parts = {
        "description": item.text.replace('"', "&dquot;"),
        "due": _stamp(due) if due else "",
        "end": _stamp(item.closed_at) if item.closed_at else "",
        "entry": entry,
        "modified": entry,
        "project": person_name(item.person),
        "status": "completed" if item.closed_at else "pending",
        "tags": "" if item.is_owed else "theirs",
        "tags_theirs": "" if item.is_owed else "x",
        "uuid": str(identity),
    }
    return "[" + " ".join(f'{key}:"{value}"' for key, value in parts.items() if value) + "]\n"


def _stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def _ids(_folder: Path, size: Size) -> dict[str, list[str]]:
    # It numbers what is pending, in the order of its lines.
    return {ID: [str(place) for _, place in numbers(size).owed]}
