"""What a Tab offers in each shell: commands, ids with their text, people, projects, tags, settings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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

    def press(line: str, shell: str = "fish") -> str:
        words = line.split()
        environment = {
            "_FOLLOWQ_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": "" if line.endswith(" ") else words[-1],
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - (not line.endswith(" "))),
        }
        called = fq_process(env=environment)
        assert called.err == ""
        return called.out

    return press


@pytest.mark.parametrize(
    ("line", "offered", "not_offered"),
    [
        ("followq to", ["today", "told", "toss"], ["add"]),
        ("followq done ", ["1", "2"], ["3"]),
        ("followq add A", ["Ana Lopez"], ["Tom Baker"]),
        ("followq list --person T", ["Tom Baker"], ["Ana Lopez"]),
        ("followq add --project ", ["spring"], []),
        ("followq list --tag p", ["print"], []),
        ("followq config lim", ["limit"], ["zone"]),
    ],
    ids=str,
)
def test_what_fits_is_offered(tab: Tab, line: str, offered: list[str], not_offered: list[str]) -> None:
    out = tab(line)
    for word in offered:
        assert word in out
    for word in not_offered:
        assert word not in out


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
    assert tab("followq done ").strip() == ""


def test_a_hostile_text_is_harmless(fq: Call, tab: Tab) -> None:
    fq("add", "Eve \x1b[31m\u202e", "\x1b]0;title\x07 text")
    for shell in SHELLS:
        for line in ("followq done ", "followq with "):
            assert not {"\x1b", "\x07", "\u202e"} & set(tab(line, shell))


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_a_completed_name_is_one_word_in_a_real_bash(fq: Call, tmp_path: Path) -> None:
    """`followq add A<Tab> Draft` has to mean Ana Lopez, not a new Ana with the text `Lopez Draft`."""
    pexpect: Any = pytest.importorskip("pexpect")
    script = Path(sys.executable).parent / "followq"
    if not script.exists():
        pytest.skip("followq is not installed beside this Python")
    environment = dict(os.environ) | {"PATH": f"{script.parent}:{os.environ['PATH']}", "PS1": "$ ", "TERM": "dumb"}
    (tmp_path / "rc").write_text('source <(_FOLLOWQ_COMPLETE=source_bash followq)\nPS1="ready> "\n')
    bash = pexpect.spawn(
        "bash", ["--noprofile", "--rcfile", str(tmp_path / "rc"), "-i"], env=environment, encoding="utf-8", timeout=10
    )
    try:
        bash.expect("ready> ")
        bash.send("followq add A\t")
        bash.expect("Ana.*Lopez")
        bash.sendline(" Draft")
        assert bash.expect(["added", "Do you mean"]) == 0
        bash.expect("ready> ")
        bash.sendline("exit")
        bash.expect(pexpect.EOF)
    finally:
        bash.close(force=True)
    found = fq("list", "--json").document["followups"]
    assert [(item["person"], item["text"]) for item in found][-1] == ("Ana Lopez", "Draft")
