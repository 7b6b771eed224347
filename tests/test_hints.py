"""What users are shown to paste does what it says, whatever is in it."""

from __future__ import annotations

import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.hints import call_with, command, quote
from tests.conftest import Call


@given(st.text())
def test_quoting_is_that_of_shlex(text: str) -> None:
    assert quote(text) == shlex.quote(text)


def test_a_command_is_for_the_queue_that_was_named() -> None:
    call_with("/home/ana lopez/it's.db")
    assert shlex.split(command("today", "--all")) == ["followq", "--db", "/home/ana lopez/it's.db", "today", "--all"]
    assert shlex.split(command("today", queue="x.db")) == ["followq", "--db", "x.db", "today"]
    call_with(None)
    assert command("today", "--all") == "followq today --all"


def test_a_name_stands_before_the_options_unless_it_looks_like_one() -> None:
    assert command("with", "--all", of="Ana Lopez") == "followq with 'Ana Lopez' --all"
    assert command("with", "--all", of="--plain") == "followq with --all -- --plain"
    assert command("told", "--by", "fri", of=["1", "2"]) == "followq told 1 2 --by fri"
    assert command("person", "merge", of=["-x", "Ana"]) == "followq person merge -- -x Ana"


NASTY = ["$(touch broken)", "`touch broken`", 'O\'Neil "Bob" $HOME', "a; touch broken", "-rf", "--help", "*", "!x & y"]


@pytest.mark.parametrize("name", NASTY)
def test_a_shell_hands_a_name_on_as_it_is(name: str) -> None:
    said = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\n' {quote(name)}"], capture_output=True, text=True, check=True
    )
    assert said.stdout == f"{name}\n"


def test_how_to_undo_is_told_ten_times(fq: Call) -> None:
    told = [fq("add", "Ana Lopez", f"Thing {number}").out.endswith("(undo: followq undo)\n") for number in range(12)]
    assert told == [True] * 10 + [False] * 2
    assert fq("done", "1").out.startswith("1 Ana Lopez: Thing 0: done")
    assert fq("done", "2", "--json").document["is_undoable"] is True
    assert fq("undo").code == 0
