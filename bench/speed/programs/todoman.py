"""todoman: a folder of iCalendar files, one for each item, and a cache in SQLite."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bench.speed.items import SEARCHED, Item, Size, items, person_name
from bench.speed.program import ID, Call, Program

NAME = "todoman"
LIST = "queue"


def program(script: Path, version: str) -> Program:
    """The `todo` at a path."""

    def calls(folder: Path, _size: Size) -> Mapping[str, Call]:
        env = {"TODOMAN_CONFIG": str(folder / "config.py")}

        def say(*words: str, **more: str) -> Call:
            return Call((str(script), *words), env | more)

        def tab(line: str) -> Call:
            return say(_TODO_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD="1")

        return {
            "today-terminal": say("list"),
            "today-pipe": say("list"),
            "add": say("new", "--list", LIST, f"{person_name(1)}: send the quote"),
            "done": say("done", ID),
            "waiting": say("list", "--category", "theirs"),
            "search": say("list", "--grep", SEARCHED),
            "add-by": say("new", "--list", LIST, "--due", "2026-11-27", f"{person_name(1)}: send the quote"),
            "version": say("--version"),
            "tab": tab("todo li"),
        }

    def ids(folder: Path, size: Size) -> dict[str, list[str]]:
        listed = calls(folder, size)["today-pipe"]
        words = [listed.words[0], "--porcelain", *listed.words[1:]]
        env = {**os.environ, **listed.env, "HOME": str(folder)}
        found = json.loads(subprocess.run(words, env=env, check=True, capture_output=True).stdout)
        return {ID: [str(todo["id"]) for todo in found if "theirs" not in todo["categories"]]}

    def prepare(folder: Path, size: Size) -> list[Call]:
        found = calls(folder, size)
        return [found["today-pipe"], found["add"]]

    return Program(NAME, version, fill, calls, prepare, ids, reads_closed=True)


def fill(folder: Path, size: Size) -> None:
    """Write a file for each item; the cache is made by the first call."""
    place = folder / "lists" / LIST
    place.mkdir(parents=True)
    (folder / "config.py").write_text(
        f'path = "{folder}/lists/*"\ncache_path = "{folder}/cache.sqlite3"\n'
        f'default_list = "{LIST}"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n',
        encoding="utf-8",
    )
    for item in items(size):
        (place / f"item-{item.number}.ics").write_text(_calendar(item), encoding="utf-8", newline="")


def _calendar(item: Item) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//bench//speed//EN",
        "BEGIN:VTODO",
        f"UID:item-{item.number}",
        f"DTSTAMP:{_stamp(item.noted_at)}",
        f"CREATED:{_stamp(item.noted_at)}",
        f"SUMMARY:{person_name(item.person)}: {item.text}".replace(",", "\\,"),
        *([f"DUE;VALUE=DATE:{item.promised:%Y%m%d}"] if item.promised else []),
        *([] if item.is_owed else ["CATEGORIES:theirs"]),
        *([f"COMPLETED:{_stamp(item.closed_at)}", "PERCENT-COMPLETE:100"] if item.closed_at else []),
        f"STATUS:{'COMPLETED' if item.closed_at else 'NEEDS-ACTION'}",
        "END:VTODO",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _stamp(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"
