"""followq itself, as it is installed in an environment of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.speed.items import NOW, Size, owed, person_name, usual
from bench.speed.program import Call, Program

NAME = "followq"
ROOT = Path(__file__).resolve().parents[3]
FILE = "queue.db"
TEXT = "Send the quote"
WITHOUT_HISTORY = "followq without history"


def program(python: Path, version: str, name: str = NAME) -> Program:
    """The followq beside an environment's Python."""
    script = python.with_name("followq")

    def fill(folder: Path, size: Size) -> None:
        # In its own Python, so that the file has its own schema; what is in bench/ comes from this checkout.
        words = [str(python), "-m", "bench.speed.filling", str(folder / FILE), str(size.open), str(size.closed)]
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        subprocess.run(words, check=True, cwd=ROOT, env=env)

    def calls(folder: Path) -> Mapping[str, Call]:
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
            "add": say("add", person_name(1), TEXT),
            "done": say("done", "{id}"),
            "waiting": say("waiting"),
            "search": say("search", "lighthouse"),
            "today-limit": say("today", "--limit", "5"),
            "add-by": say("add", person_name(1), TEXT, "--by", "fri"),
            "version": say("--version"),
            "tab": tab("followq to"),
            "tab-ids": tab("followq done "),
        }

    return Program(name, version, fill, calls, lambda folder: calls(folder)["today-pipe"], _ids)


def without_history(program: Program) -> Program:
    """The same followq on as many open items and few closed ones, to be measured in the rounds of the long history."""

    def calls(folder: Path) -> Mapping[str, Call]:
        return {
            key: call for key, call in program.calls(folder).items() if key in ("add", "today-terminal", "today-pipe")
        }

    def fill(folder: Path, size: Size) -> None:
        program.fill(folder, usual(size.open))

    return program._replace(name=WITHOUT_HISTORY, fill=fill, calls=calls)


def _ids(_folder: Path, size: Size) -> list[str]:
    return [str(number) for number, _ in owed(size)]
