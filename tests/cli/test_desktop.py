"""The desktop's own programs, played by scripts that write down how they were called."""

from __future__ import annotations

import base64
import io
import sys
from pathlib import Path

import pytest

from followq.cli.desktop import openers as desktop
from followq.errors import DiskError, NotFoundError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made of shell scripts")


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux desktop with every program, and no sign yet of which one is in use; returns their folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("xdg-open", "xclip", "wl-copy", "tmux"):
        script = folder / name
        script.write_text(f'#!/bin/sh\n{{ echo "$0" "$#" "$@"; cat; }} > "{tmp_path}/called"\n')
        script.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "platform", "linux")
    for name in (
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "TMUX",
        "SSH_CONNECTION",
        "SSH_TTY",
        "WSL_DISTRO_NAME",
        "TERMUX_VERSION",
    ):
        monkeypatch.delenv(name, raising=False)
    return folder


def test_a_link_is_one_argument_and_meets_no_shell(tmp_path: Path) -> None:
    link = "mailto:ana@example.com?subject=$(id);%20&body=`id`"
    desktop.open_link(link, desktop.find_opener())
    assert (tmp_path / "called").read_text().endswith(f"xdg-open 1 {link}\n")


@pytest.mark.parametrize(
    ("environment", "program"),
    [
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "wl-copy"),
        ({"DISPLAY": ":0"}, "xclip"),
        ({"TMUX": "x"}, "tmux"),
        ({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1", "TMUX": "x"}, "tmux"),
    ],
    ids=str,
)
def test_the_clipboards_program_is_the_one_of_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], program: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert desktop.copy("Hi\nthere", desktop.find_copier()) == f"Copied with {program}."
    called = (tmp_path / "called").read_text()
    assert f"/{program} " in called
    assert called.endswith("\nHi\nthere")


def test_without_a_program_the_terminal_itself_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert "OSC 52" in desktop.copy("Hi é\x1b", desktop.find_copier())
    sequence = terminal.getvalue()
    assert sequence.startswith("\x1b]52;c;")
    assert base64.b64decode(sequence[7:-1]).decode() == "Hi é\x1b"
    assert sequence.count("\x1b") == 1


def test_with_neither_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(NotFoundError, match="no clipboard here"):
        desktop.find_copier()


def test_a_program_that_finds_nothing_is_told(programs: Path) -> None:
    (programs / "xdg-open").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(DiskError, match="xdg-open found no program for it"):
        desktop.open_link("tel:1", desktop.find_opener())


def test_a_desktop_without_an_opener_is_told(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(programs.parent))
    with pytest.raises(NotFoundError, match="xdg-open"):
        desktop.find_opener()
