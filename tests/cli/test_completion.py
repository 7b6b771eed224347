"""What a Tab offers in each shell: commands, ids with their text, people, projects, tags, fixed words."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followq.cli.completion.answer import split
from tests.conftest import Call

Tab = Callable[..., str]
SHELLS = ["bash", "zsh", "fish", "powershell"]


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """Two open items with project and tag, one closed."""
    fq("add", "Ana Lopez", "Quote: the [bold] one", "--project", "spring", "--tag", "print")
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "Mei Lin", "Closed")
    fq("done", "3")


@pytest.fixture
def tab(fq_process: Call) -> Tab:
    """What the shell is told when Tab is pressed behind a line."""

    def press(line: str, shell: str = "fish", **environment: str) -> str:
        asked = {"_FOLLOWQ_COMPLETE": f"complete_{shell}", "_FOLLOWQ_LINE": line}
        called = fq_process(env=asked | environment)
        assert (called.code, called.err) == (0, "")
        return called.out

    return press


@pytest.mark.parametrize(
    ("line", "offered", "not_offered"),
    [
        ("followq to", ["today", "told", "toss"], ["add"]),
        ("followq done ", ["1", "2"], ["3"]),
        ("followq nudge ", ["2\tTom Baker: Numbers"], ["Ana Lopez", "Closed"]),
        ("followq hand ", ["1\tAna Lopez"], ["Tom Baker", "Closed"]),
        ("followq reopen ", ["3\tMei Lin: Closed"], ["Ana Lopez", "Tom Baker"]),
        ("followq add A", ["Ana Lopez"], ["Tom Baker"]),
        ("followq list --person T", ["Tom Baker"], ["Ana Lopez"]),
        ("followq add --project ", ["spring"], []),
        ("followq list --tag p", ["print"], []),
        ("followq config lim", ["limit"], ["zone"]),
        ("followq add Ana Quote --by to", ["today", "tomorrow"], ["fri"]),
        ("followq add Ana Quote --by=to", ["--by=today"], []),
        ("followq add --via ", ["call", "email"], ["today"]),
        ("followq person add Zoe --weight ", ["vip"], []),
        ("followq person ", ["add", "edit"], ["today"]),
        ("followq say 1 t", ["thanks"], ["nudge"]),
        ("followq today --", ["--fits", "--json", "--help"], ["--by"]),
        ("followq done 1 ", ["2"], []),
        ("followq told 1 ", ["2"], []),
        ("followq told 1 legal ", [], ["2"]),
        ("followq snooze 1 ", ["2", "tomorrow"], []),
        ("followq snooze 1 2 ", ["1", "tomorrow"], []),
        ("followq snooze 1 in ", ["tomorrow"], ["2\t"]),
        ("followq hand 1 ", ["Ana Lopez"], []),
        ("followq hand 1 Ana ", [], ["Ana Lopez", "2"]),
        ("followq add Ana some text ", [], ["Ana", "1"]),
        ("followq add -- --", [], ["--by"]),
        ("followq ", ["add", "say", "demo"], ["person add", "--db"]),
        ("FOO=1 /usr/bin/followq done ", ["1"], []),
        ("followq --db", ["--db"], []),
        ("followq list --status=d", ["--status=done", "--status=dropped"], ["open"]),
        ("followq add 'Ana L", ["Ana Lopez"], []),
        ("followq add Ana\\ L", ["Ana Lopez"], []),
        ("followq nonsense ", [], ["1"]),
        ("", [], []),
    ],
    ids=str,
)
def test_what_fits_is_offered(tab: Tab, line: str, offered: list[str], not_offered: list[str]) -> None:
    out = tab(line)
    for word in offered:
        assert word in out
    for word in not_offered:
        assert word not in out


@pytest.mark.parametrize("line", ["followq import ", "followq --db ", "followq export -o x"])
def test_files_are_left_to_the_shell(tab: Tab, line: str) -> None:
    assert tab(line) == ":files\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_commands_and_ids(tab: Tab, shell: str) -> None:
    assert "toss" in tab("followq to", shell)
    assert "2" in tab("followq done ", shell)
    assert "Closed" not in tab("followq done ", shell)


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_an_id_is_offered_with_person_and_text(tab: Tab, shell: str) -> None:
    out = tab("followq told ", shell).replace("\\", "")
    assert "Ana Lopez" in out
    assert "Quote" in out


def test_a_name_is_completed_whatever_its_case(tab: Tab) -> None:
    """What was typed stays: shells take only what continues it, and names are found in any case."""
    assert "ana Lopez" in tab("followq with an")


def test_ids_come_from_the_queue_that_is_named(tab: Tab, tmp_path: Path) -> None:
    assert tab(f"followq --db {tmp_path / 'none.db'} done ").strip() == ""


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_queue_that_cannot_be_read_disturbs_nobody(tab: Tab, db: Path, damage: bytes) -> None:
    db.write_bytes(damage)
    assert tab("followq done ").strip() == ""


def test_a_settings_file_that_is_broken_disturbs_nobody(tab: Tab, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("limit = ")
    assert tab("followq done ").startswith("1\t")


def test_bash_is_given_words_it_can_put_in(tab: Tab) -> None:
    assert tab("followq add A", "bash") == "Ana\\ Lopez\n"
    assert tab("followq add 'A", "bash") == "Ana Lopez\n"


def test_bash_sees_a_description_only_in_a_list(tab: Tab) -> None:
    """What a list has in common is what bash puts in: descriptions stand behind words that differ."""
    many = tab("followq done ", "bash", _FOLLOWQ_COLUMNS="40").splitlines()
    assert many[0].startswith("1  Ana Lopez: Quote")
    assert all(len(line) <= 40 for line in many)
    assert tab("followq done 1", "bash", _FOLLOWQ_COLUMNS="40") == "1\n"
    assert tab("followq done ", "bash", _FOLLOWQ_COLUMNS="0").split() == ["1", "2"]


def test_bash_is_given_what_stands_behind_the_characters_that_break_its_words(fq: Call, tab: Tab) -> None:
    fq("add", "zoe@example.com", "Mail")
    breaks = " \t\n\"'@><=;|&(:"
    assert tab("followq with zoe@e", "bash", _FOLLOWQ_BREAKS=breaks) == "example.com\n"
    assert tab("followq today --fits=4", "bash", _FOLLOWQ_BREAKS=breaks) == "45m\n"


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_line_is_read(line: str) -> None:
    """Whatever is typed, reading it ends, and every word but the last is whole."""
    words, typed, _ = split(f"followq {line}")
    assert words[:1] == ["followq"] or typed.startswith("followq")


@given(st.lists(st.text(min_size=1), max_size=4))
def test_a_quoted_line_is_read_as_a_shell_reads_it(words: list[str]) -> None:
    line = " ".join(shlex.quote(word) for word in ["followq", *words])
    assert split(f"{line} ") == (["followq", *words], "", False)


def test_a_hostile_text_is_harmless(fq: Call, tab: Tab) -> None:
    fq("add", "Eve \x1b[31m\u202e", "\x1b]0;title\x07 text")
    for shell in SHELLS:
        for line in ("followq done ", "followq with "):
            assert not {"\x1b", "\x07", "\u202e"} & set(tab(line, shell))
