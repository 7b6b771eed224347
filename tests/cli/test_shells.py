"""Completion in real shells at a pseudo-terminal, and its installation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call

pexpect: Any = pytest.importorskip("pexpect")
SCRIPT = Path(sys.executable).parent / "followq"
pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="followq is not installed beside this Python")

STARTS = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i", "--init-command", "function fish_prompt; echo -n 'ready> '; end"],
}
LOADING = {
    "bash": "source <(followq --show-completion bash)",
    "zsh": "source <(followq --show-completion zsh)",
    "fish": "followq --show-completion fish | source",
}
ESCAPES = re.compile(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """Three people, one of them with an address that bash breaks into words."""
    fq("add", "Ana Lopez", "Quote")
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "zoe@example.com", "Mail")


class Shell:
    """An interactive shell that completes followq."""

    def __init__(self, name: str, home: Path, *, is_installed: bool = False) -> None:
        kept = {"PATH": f"{SCRIPT.parent}:{os.environ['PATH']}", "HOME": str(home), "TERM": "xterm-256color"}
        kept |= {key: value for key, value in os.environ.items() if key.startswith("FOLLOWQ_") or key == "TZ"}
        kept |= {"PS1": "ready> ", "PROMPT": "ready> ", "LC_ALL": "C.UTF-8", "BASH_SILENCE_DEPRECATION_WARNING": "1"}
        self.child = pexpect.spawn(
            name,
            [] if is_installed else STARTS[name],
            env=kept,
            cwd=str(home),
            encoding="utf-8",
            timeout=20,
            dimensions=(40, 100),
        )
        # Newer fishes ask the terminal what it is, and wait for the answer.
        if self.child.expect([r"\x1b\[0?c", r"(ready>|[$%>#](\x1b\S*)?) "]) == 0:
            self.child.send("\x1b[?62;c")
        if not is_installed:
            self.run(LOADING[name])

    def run(self, command: str) -> str:
        """Run a command; returns what it said."""
        self.child.send(f"{command}; echo e''nd\r")
        self.child.expect(r"[\r\n]end[\r\n]")
        said: str = ESCAPES.sub("", self.child.before)
        return said

    def tab(self, line: str, *expected: str, times: int = 1) -> None:
        """Type a line and Tab; what is expected has to show, in any order."""
        self.child.send("\x15" + line)
        for _ in range(times):
            self.child.send("\t")
        for words in expected:
            self.child.expect(words)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Any]:
    """Start a shell: `started("bash")`."""
    shells: list[Shell] = []

    def start(name: str, *, is_installed: bool = False) -> Shell:
        if shutil.which(name) is None:
            pytest.skip(f"there is no {name} here")
        shells.append(Shell(name, tmp_path, is_installed=is_installed))
        return shells[-1]

    yield start
    for shell in shells:
        shell.child.close(force=True)


def texts(fq: Call) -> list[tuple[str, str]]:
    found = fq("list", "--json").document["followups"]
    return [(item["person"], item["text"]) for item in found]


@pytest.mark.parametrize("name", STARTS)
def test_a_name_is_completed_as_one_word(started: Any, fq: Call, name: str) -> None:
    """`followq add A<Tab> Draft` has to mean Ana Lopez, not a new Ana with the text `Lopez Draft`."""
    shell = started(name)
    shell.tab("followq add A", "Lopez")
    shell.run(" Draft")
    assert texts(fq)[-1] == ("Ana Lopez", "Draft")


@pytest.mark.parametrize("name", STARTS)
def test_a_command_is_completed(started: Any, name: str) -> None:
    shell = started(name)
    shell.tab("followq cou", "nt")
    assert "2 owed, 0 late" in shell.run("")


@pytest.mark.parametrize("name", STARTS)
def test_ids_are_listed_with_their_text(started: Any, name: str) -> None:
    shell = started(name)
    shell.tab("followq told ", "Ana Lopez: Quote", "Tom Baker: Numbers", times=2)


@pytest.mark.parametrize("name", STARTS)
def test_files_are_completed_where_a_file_is_wanted(started: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / "unmistakable.json").write_text('{"followq": 1, "followups": []}')
    shell = started(name)
    shell.tab("followq import unmist", "unmistakable.json")


def test_an_address_is_completed_though_bash_breaks_it_into_words(started: Any) -> None:
    shell = started("bash")
    shell.tab("followq with zoe@", "example.com")
    assert "zoe@example.com" in shell.run("")
    shell.tab("followq today --fits=4", "45m")
    assert "What clears most in 45m" in shell.run("")


def test_installing_makes_a_new_bash_complete(fq_process: Call, tmp_path: Path) -> None:
    """Twice is the same as once, and what was in the file stays."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    (tmp_path / ".bashrc").write_text("alias ll='ls -l'")
    first = fq_process("--install-completion", "bash")
    assert first.code == 0
    assert fq_process("--install-completion", "bash").code == 0
    lines = (tmp_path / ".bashrc").read_text().splitlines()
    assert lines[0] == "alias ll='ls -l'"
    assert len([line for line in lines if "completion.bash" in line]) == 1
    # In a session of its own: an interactive shell stops its whole group when it is not in the terminal's foreground.
    asked = subprocess.run(
        ["bash", "-ic", "complete -p followq"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        start_new_session=True,
    )
    assert "_followq_completion" in asked.stdout


@pytest.mark.parametrize("name", STARTS)
def test_once_installed_a_new_shell_completes(started: Any, fq_process: Call, name: str) -> None:
    """As its user starts it, with the files of a home folder."""
    assert fq_process("--install-completion", name).code == 0
    shell = started(name, is_installed=True)
    shell.tab("followq cou", "nt")
    assert "2 owed, 0 late" in shell.run("")


def test_installing_for_zsh_and_fish_puts_the_script_where_they_look(fq_process: Call, tmp_path: Path) -> None:
    assert fq_process("--install-completion", "zsh").code == 0
    assert "completion.zsh" in (tmp_path / ".zshrc").read_text()
    assert fq_process("--install-completion", "fish").code == 0
    assert (tmp_path / ".config/fish/completions/followq.fish").exists()


def test_a_shell_that_is_not_known_is_refused(fq_process: Call) -> None:
    refused = fq_process("--install-completion", "tcsh")
    assert refused.code == 2
    assert "bash|zsh|fish|powershell" in refused.err


def test_a_start_file_that_cannot_be_written_is_told_with_the_line_to_add(fq_process: Call, tmp_path: Path) -> None:
    (tmp_path / ".bashrc").mkdir()
    refused = fq_process("--install-completion", "bash")
    assert refused.code == 7
    assert "add this line to it yourself" in refused.err
