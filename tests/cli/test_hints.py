"""Every command that users are shown to paste does what it says, in a shell, on the queue that it was shown for.

Each call's answers are searched for commands, as plain text and as JSON, and each is run by bash on a copy of the queue
as it was at that moment. Queue and people are named so that a shell would do something else with a name unquoted.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import followq
from followq import hints
from followq.cli.main import run

ANA, TICKS, BRIEN, DASH, EMOJI = "$(touch pwned)", "`touch pwned`", "O'Brien | rm -x", "-rf $HOME", '🦊 Fox & "Co"'
PEOPLE = (ANA, TICKS, BRIEN, DASH, EMOJI)
QUEUE = 'it\'s a "queue" $(touch pwned) `touch pwned`.db'

for found in pkgutil.walk_packages(followq.__path__, "followq."):
    # Whoever takes `command` by its name has to be there before it is replaced.
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)

PLACEHOLDERS = {
    "NAME": "Mei Lin",
    "ID": "1",
    "DATE": "fri",
    "NUMBER": "1",
    "ADDRESS": "new@example.com",
    "SUCCESSOR": "Carl Weber",
    "KEY": "limit",
    "VALUE": "7",
    "FILE": "saved.db",
}
"""What a user puts in for the words in capitals."""
REFUSED = {"clear": 2, "restore": 9}
"""Exit codes of commands that are right to paste, and ask what only a terminal can be asked."""


class World:
    """A queue with a nasty name, and what followq answers about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue = folder / QUEUE
        self.made: list[str] = []
        """Every command that was made for the answer of the last call."""

    def call(self, *argv: str, code: int | None = None) -> list[str]:
        """Call followq with the queue named; returns what it said, each text by itself."""
        self.made.clear()
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            got = run(["--db", str(self.queue), *argv])
        assert got == code if code is not None else got in (0, 2, 3, 4, 9), (argv, out.getvalue(), err.getvalue())
        texts = []
        for text in (out.getvalue(), err.getvalue()):
            with contextlib.suppress(ValueError):
                texts += list(strings(json.loads(text)))
                continue
            texts += text.splitlines()
        return texts

    def pasted(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line in bash, as pasted by a user who filled in what is in capitals."""
        for word, value in PLACEHOLDERS.items():
            line = re.sub(rf"(?<=\s){word}(?=\s|$)", hints.quote(value), line)
        return subprocess.run(
            ["bash", "-c", line], cwd=self.folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )


def strings(document: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(document, str):
        yield document
    for part in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from strings(part)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A queue with people in it, a `followq` on the PATH, and every command that is made for an answer noted."""
    folder = tmp_path / "here"
    folder.mkdir()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "followq"
    program.write_text(f'#!/bin/sh\nexec {hints.quote(sys.executable)} -m followq "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    monkeypatch.delenv("FOLLOWQ_DB")
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.stdin", open(os.devnull, encoding="utf-8"))  # noqa: SIM115 - for the whole test
    world = World(folder)
    make = hints.command

    def noting(*words: object, **options: Any) -> str:
        line = make(*words, **options)
        world.made.append(line)
        return line

    for name, module in list(sys.modules.items()):
        if name.startswith("followq.") and getattr(module, "command", None) is make:
            monkeypatch.setattr(module, "command", noting)
    return world


def shown(world: World, texts: list[str]) -> list[str]:
    """The commands in what was said; whatever looks like one has to be made for this queue, and end with a word."""
    found: dict[str, None] = {}
    start = f"followq --db {hints.quote(str(world.queue))}"
    for text in texts:
        rest = text
        while match := re.search(r"(?<![\w/.-])followq (?=-|[a-z]+\b)", rest):
            rest = rest[match.start() :]
            if not any(rest.startswith(line) for line in world.made) and re.match(r"followq (was|is|by|has)\b", rest):
                rest = rest[len("followq ") :]
                continue
            line = max((line for line in world.made if rest.startswith(line)), key=len, default="")
            assert line, f"no command that can be pasted: {text}"
            assert line.startswith((start, "followq --db ")), f"for another queue: {text}"
            assert rest[len(line) :][:1] != ".", f"a full stop would be pasted along: {text}"
            found[line] = None
            rest = rest[len(line) :]
    return list(found)


WRITES: list[tuple[str, ...]] = [
    ("add", ANA, "Send the quote"),
    ("add", TICKS, "Send the figures", "--by", "fri"),
    ("add", "-w", BRIEN, "Sign the contract", "--by", "thu"),
    ("add", "--", DASH, "Call back"),
    ("add", EMOJI, "Send $(touch pwned) by email", "--effort", "30m"),
    ("add", ANA, "Send the quote"),  # the same once more
    ("add", BRIEN + "s", "Near somebody"),
    ("add", "--", DASH + "E", "Near somebody"),
    ("add", ANA[:-1] + "s)", "Near somebody"),
    ("person", "add", "Mei Lin", "--email", "mei@example.com"),
    ("person", "edit", ANA, "--email", "mei@example.com"),  # Mei's too
    ("person", "edit", "--email", "mei@example.com", "--", DASH),
    ("person", "edit", TICKS, "--name", "`touch pwned` Smith"),
    ("told", "1", "We look at it by fri"),
    ("told", "1", "--by", "thu"),
    ("told", "1", "2", "both"),
    ("toss", "2", "Sign it by fri"),
    ("toss", "2"),
    ("nudge", "3", "Asked by fri"),
    ("nudge", "3"),
    ("hand", "2", BRIEN, "Draft it", "--by", "fri"),
    ("snooze", "2", "dec 10"),
    ("snooze", "4", "fri"),
    ("edit", "1", "--by", "fri"),
    ("edit", "1", "--text", "Send it by fri"),
    ("note", "1", "A note"),
    ("done", "4", "--untold"),
    ("reopen", "4"),
    ("drop", "4", "No longer"),
    ("person", "edit", EMOJI, "--left"),
    ("person", "edit", "--left", "--", DASH),
    ("person", "merge", ANA[:-1] + "s)", ANA),
    ("say", "1", "--log"),
    ("say", "3", "nudge", "--log"),
    ("undo",),
    ("redo",),
    ("report", ANA, "--sent"),
]
READS_AND_ERRORS: list[tuple[str, ...]] = [
    ("today",), ("waiting",), ("today", "--limit", "1"), ("waiting", "--limit", "1"), ("count",), (), ("list",),
    ("list", "--project", "none"), ("search", "nothing-like-it"), ("log",), ("people",), ("stats",), ("config",),
    ("with", ANA), ("with", TICKS), ("with", BRIEN), ("with", "--", DASH), ("with", EMOJI), ("show", "1"), ("why", "1"),
    ("why", "3"), ("why", "1", "3"), ("why", "4"), ("backup",), ("backup", "list"), ("doctor",),
    ("say", "1"), ("say", "3"), ("say", "5", "--open"), ("say", "1", "nudge"), ("say",),
    # errors
    ("with", "nobody"), ("with", "O'Brian"), ("with", "$(touch pwne)"), ("done", "99"), ("done", "3-1"), ("done",),
    ("told", "1", "by fri"), ("told", "--", DASH, "by fri"), ("told", "1", "2 copies please"),
    ("told", "1", "2", "copies"), ("toss", "1", "next fri"), ("hand", "3", BRIEN), ("hand", "1", ANA), ("hand", "1"),
    ("done", ANA), ("done", EMOJI), ("done", "Mei Lin"), ("add", ANA), ("add", "-", "text"), ("add", ""),
    ("person", "add", ANA), ("person", "add", "--", DASH), ("person", "edit", "nobody"), ("person", "forget", ANA),
    ("person", "merge", ANA, ANA), ("edit", "1", "--no-blocked-by", "3"), ("edit", "1"), ("snooze", "1"),
    ("report",), ("report", "nobody"), ("report", "--project", "none"), ("clear",), ("search",), ("config", "limt"),
    ("config", "limit", "many"), ("config", "holidays", "XX"), ("config", "limit", "3", "--default"), ("restore", "9"),
    ("config", "languages", "es"), ("doctor", "--fix", "--salvage", "x"), ("doctor", "--drop-triggers"),
    ("with", ANA, "--format", "md"), ("today", "--no-such"), ("nosuch",), ("person", "nosuch"), ("say", "1", "nosuch"),
    ("undo",), ("redo",), ("import", "nowhere.json"), ("import", QUEUE), ("export", "--output", QUEUE),
]  # fmt: skip


@pytest.mark.parametrize("flags", [(), ("--json",)], ids=["plain", "json"])
def test_every_command_that_is_shown_can_be_pasted(world: World, flags: tuple[str, ...]) -> None:
    tried: dict[str, None] = {}
    failed = []
    undone = 0
    for argv in (*WRITES, *READS_AND_ERRORS):
        # Options stand before `--`, behind which all is text.
        whole = (*argv[: argv.index("--")], *flags, *argv[argv.index("--") :]) if "--" in argv else (*argv, *flags)
        texts = world.call(*whole)
        kept = world.queue.read_bytes()
        try:
            lines = shown(world, texts)
        except AssertionError as err:
            failed.append((argv, str(err).splitlines()[0], 0, ""))
            continue
        for line in lines:
            if line in tried or (line.endswith(" undo") and undone > 3):
                continue
            undone += line.endswith(" undo")
            tried[line] = None
            done = world.pasted(line)
            name = line.removeprefix(f"followq --db {hints.quote(str(world.queue))} ").split(" ")[0]
            if done.returncode not in (0, REFUSED.get(name, 0)):
                failed.append((argv, line, done.returncode, done.stderr))
            world.queue.write_bytes(kept)
    assert not failed, "\n".join(map(str, failed))
    assert len(tried) > (10 if flags else 40), tried
    assert not list(world.folder.parent.rglob("*pwned")), "a shell ran a name"
    assert not (world.folder.parent / ".local").exists(), "another queue was written to"


def last_hint(world: World, *argv: str) -> str:
    """The last command that a call shows."""
    return shown(world, world.call(*argv))[-1]


def document(world: World, *argv: str) -> dict[str, Any]:
    """What followq answers as JSON."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["--db", str(world.queue), *argv, "--json"]) == 0
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_undo_that_is_shown_takes_back_what_was_just_done(world: World, name: str) -> None:
    world.call("add", "--", name, "Send the quote")
    assert world.pasted(last_hint(world, "add", "--", name, "Send the figures")).returncode == 0
    assert [item["text"] for item in document(world, "list")["followups"]] == ["Send the quote"]


@pytest.mark.parametrize("name", PEOPLE)
def test_command_shown_for_a_near_name_moves_it_to_that_person(world: World, name: str) -> None:
    world.call("add", "--", name, "Send the quote")
    texts = world.call("add", "--", name + "s", "Send the figures")
    (mend,) = [line for line in shown(world, texts) if " edit " in line]
    assert world.pasted(mend).returncode == 0
    assert len({item["person"] for item in document(world, "list")["followups"]}) == 1


@pytest.mark.parametrize("name", PEOPLE)
def test_command_shown_for_somebody_there_already_edits_them(world: World, name: str) -> None:
    world.call("person", "add", "--", name)
    line = last_hint(world, "person", "add", "--", name)
    assert world.pasted(f"{line}").returncode == 0
    assert [person["name"] for person in document(world, "people")["people"]] == [name]


@pytest.mark.parametrize("name", PEOPLE)
def test_command_shown_for_a_shared_address_joins_the_two(world: World, name: str) -> None:
    world.call("person", "add", "Mei Lin", "--email", "mei@example.com")
    texts = world.call("person", "add", "--email", "mei@example.com", "--", name)
    (merge,) = [line for line in shown(world, texts) if " merge " in line]
    assert world.pasted(merge).returncode == 0
    assert [person["name"] for person in document(world, "people")["people"]] == ["Mei Lin"]


@pytest.mark.parametrize("name", PEOPLE)
def test_command_shown_for_a_date_given_as_text_sets_that_date(world: World, name: str) -> None:
    world.call("add", "--", name, "Send the quote")
    line = last_hint(world, "told", "--", name, "by fri")
    done = world.pasted(line)
    assert done.returncode == 0, (line, done.stderr)
    (item,) = document(world, "list")["followups"]
    assert item["promised"] == "2026-11-27"
