"""Meeting notes at the command line: proposals, a key for each, and nothing that nobody confirmed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.screens import ENTER, Terminal, followq
from tests.conftest import Call

NOTES = """Budget meeting, Monday

Tom Baker: I'll send the figures by Friday
Ana: the rooms are fine
Action: check the contract
- @Mei to call the caterers 15m #spring
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Notes of a meeting."""
    path = tmp_path / "meeting.txt"
    path.write_text(NOTES)
    return path


@pytest.fixture
def at_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start a program at a terminal."""
    started: list[Terminal] = []

    def start(*argv: str) -> Terminal:
        started.append(Terminal(list(argv), tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_without_a_terminal_only_what_names_somebody_is_taken(fq: Call, notes: Path) -> None:
    refused = fq("import", str(notes))
    assert (refused.code, fq("list", "--json").document["followups"]) == (9, [])
    result = fq("import", str(notes), "--yes")
    assert result.code == 0
    assert "doesn't say who it is with" in " ".join((result.out + result.err).split())
    items = {item["person"]: item for item in fq("list", "--json").document["followups"]}
    assert items.keys() == {"Tom Baker", "Mei"}
    assert (items["Tom Baker"]["text"], items["Tom Baker"]["promised"]) == ("send the figures", "2026-11-27")
    assert (items["Mei"]["effort_minutes"], items["Mei"]["project"], items["Mei"]["ball"]) == (15, "spring", "theirs")
    fq("import", str(notes), "--yes")
    assert len(fq("list", "--json").document["followups"]) == 2


def test_a_person_may_be_named_for_what_names_nobody(fq: Call, notes: Path) -> None:
    fq("import", str(notes), "--yes", "--person", "Ana Lopez")
    assert "check the contract" in fq("list", "--person", "Ana Lopez").out


def test_each_proposal_is_decided_by_a_key(fq: Call, notes: Path, at_terminal: Callable[..., Terminal]) -> None:
    fq("person", "add", "Ana Lopez")
    child = at_terminal(*followq("import", str(notes)))
    child.shows("Tom Baker owes you: send the figures")
    child.press("t")
    child.shows("you owe Tom Baker: send the figures")
    child.press(ENTER)
    child.shows("somebody owes you: check the contract")
    child.press(ENTER)
    child.shows("Who?")
    child.press("Ana Lopez", ENTER)
    child.shows("Mei owes you: call the caterers")
    child.press("s")
    assert child.ended() == 0
    items = {item["text"]: item for item in fq("list", "--json").document["followups"]}
    assert items.keys() == {"send the figures", "check the contract"}
    assert items["send the figures"]["ball"] == "mine"
    assert items["check the contract"]["person"] == "Ana Lopez"
    fq("undo")
    assert fq("list", "--json").document["followups"] == []


def test_notes_from_a_pipe_are_decided_on_at_the_terminal(
    fq: Call, notes: Path, at_terminal: Callable[..., Terminal]
) -> None:
    line = f"{shlex.quote(sys.executable)} -m followq add - --from-notes < {shlex.quote(str(notes))}"
    child = at_terminal("/bin/sh", "-c", line)
    child.shows("Tom Baker owes you: send the figures")
    child.press(ENTER)
    child.shows("check the contract")
    child.press("q")
    assert child.ended() == 0
    assert [item["person"] for item in fq("list", "--json").document["followups"]] == ["Tom Baker"]


def test_piped_lines_that_say_nothing_are_named(fq_process: Call) -> None:
    result = fq_process("add", "Ana Lopez", "-", stdin="\n\n@Tom\n")
    assert result.code == 2
    assert "nothing to add: line 3, “@Tom”, has no > or < before it" in result.err


def test_from_notes_needs_somebody_to_look_at_each(fq: Call, fq_process: Call) -> None:
    assert fq("add", "--from-notes").code == 2
    result = fq_process("add", "-", "--from-notes", stdin=NOTES)
    assert (result.code, "followq import - --format notes --yes" in result.err) == (9, True)
