"""followq itself, as it is installed in an environment of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.speed.items import NOW, PROJECTS, SEARCHED, Size, numbers, person_name
from bench.speed.program import CLOSED, ID, WAITED, Call, Program

NAME = "followq"
ROOT = Path(__file__).resolve().parents[3]
FILE = "queue.db"
TEXT = "Send the quote"
EXPORT = "export.json"


def program(python: Path, version: str, name: str = NAME) -> Program:
    """The followq beside an environment's Python."""
    script = python.with_name("followq")

    def fill(folder: Path, size: Size) -> None:
        # In its own Python, so that the file has its own schema; what is in bench/ comes from this checkout.
        words = [str(python), "-m", "bench.speed.filling", str(folder / FILE), *map(str, size)]
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        subprocess.run(words, check=True, cwd=ROOT, env=env)

    def calls(folder: Path, size: Size) -> Mapping[str, Call]:
        return _calls(script, folder, person_name(size.asked))

    def prepare(folder: Path, size: Size) -> list[Call]:
        found = calls(folder, size)
        export = found["export"]
        # On a loaded machine the day's own backup may be given up for the time it takes.
        return [
            found["today-pipe"],
            export._replace(words=(*export.words, "--output", EXPORT)),
            found["add"],
            found["backup"],
            found["backup list"],
        ]

    return Program(name, version, fill, calls, prepare, _ids)


def _calls(script: Path, folder: Path, person: str) -> dict[str, Call]:
    env = {
        "FOLLOWQ_DB": str(folder / FILE),
        "FOLLOWQ_CONFIG": str(folder / "none.toml"),
        "FOLLOWQ_NOW": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }

    def say(*words: str, **more: str) -> Call:
        return Call((str(script), *words), env | more)

    def tab(line: str) -> Call:
        return say(_FOLLOWQ_COMPLETE="complete_zsh", _FOLLOWQ_LINE=line)

    return {
        "today-terminal": say("today"),
        "today-pipe": say("today"),
        "count": say("count"),
        "add": say("add", person, TEXT),
        "done": say("done", ID),
        "waiting": say("waiting"),
        "search": say("search", SEARCHED),
        "today-limit": say("today", "--limit", "5"),
        "add-by": say("add", person, TEXT, "--by", "fri"),
        "version": say("--version"),
        "tab": tab("followq to"),
        "tab-ids": tab("followq done "),
        "today --json": say("today", "--json"),
        "today --all": say("today", "--all"),
        "waiting --all": say("waiting", "--all"),
        "why ID": say("why", ID),
        "show ID": say("show", ID),
        "log ID": say("log", ID),
        "with PERSON": say("with", person),
        "clear": say("clear")._replace(typed=b"q"),
        "say ID": say("say", ID),
        "list": say("list"),
        "list --status all": say("list", "--status", "all"),
        "people": say("people"),
        "stats": say("stats"),
        "report": say("report", "--project", PROJECTS[0]),
        "log": say("log"),
        "told ID": say("told", ID),
        "toss ID": say("toss", ID),
        "snooze ID fri": say("snooze", ID, "fri"),
        "nudge ID": say("nudge", WAITED),
        "heard ID": say("heard", WAITED),
        "hand ID PERSON": say("hand", ID, person_name(1)),
        "say ID --log": say("say", ID, "--log"),
        "note ID TEXT": say("note", ID, TEXT),
        "edit ID --by fri": say("edit", ID, "--by", "fri"),
        "drop ID": say("drop", ID),
        "reopen ID": say("reopen", CLOSED),
        "person edit PERSON --weight vip": say("person", "edit", person, "--weight", "vip"),
        "undo": say("undo"),
        "redo": say("redo")._replace(before=(say("undo"),)),
        "--help": say("--help"),
        "config": say("config"),
        "doctor": say("doctor"),
        "backup list": say("backup", "list"),
        "export": say("export"),
        "backup": say("backup"),
        "restore latest": say("restore", "latest", "--yes"),
        # Into a queue that isn't there yet.
        "import FILE": say("import", EXPORT, "--yes", FOLLOWQ_DB=str(folder / "imported.db")),
        "person forget PERSON": say("person", "forget", person, "--yes"),
    }


def _ids(_folder: Path, size: Size) -> dict[str, list[str]]:
    found = numbers(size)
    return {
        ID: [str(number) for number, _ in found.owed],
        WAITED: [str(number) for number, _ in found.waited],
        CLOSED: [str(number) for number in reversed(found.closed[-100:])],
    }
