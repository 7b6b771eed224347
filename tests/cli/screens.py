"""A terminal in memory: followq runs at a pseudo-terminal, and a test looks at what stands on its screen."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pexpect: Any = pytest.importorskip("pexpect", reason="pseudo-terminals are POSIX only")
pyte: Any = pytest.importorskip("pyte")

PATIENCE = 30
"""Seconds until a screen that doesn't show what it should is a failure."""
ENTER, ESCAPE, CTRL_C, CTRL_D, CTRL_U, CTRL_Z = "\r", "\x1b", "\x03", "\x04", "\x15", "\x1a"
TAB, UP, DOWN, LEFT, BACKSPACE = "\t", "\x1b[A", "\x1b[B", "\x1b[D", "\x7f"


SGR = re.compile(r"\x1b\[([0-9;]*)m")


class Terminal:
    """A program at a terminal of its own."""

    def __init__(self, argv: list[str], cwd: Path, rows: int = 24, columns: int = 80, **environment: str) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        env |= {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment}
        self.raw = ""
        """Everything it ever wrote, with what steers the terminal."""
        self._screen = pyte.HistoryScreen(columns, rows, history=1000, ratio=0.5)
        self._stream = pyte.Stream(self._screen)
        self.child = pexpect.spawn(
            argv[0], argv[1:], env=env, cwd=str(cwd), dimensions=(rows, columns), encoding="utf-8", timeout=PATIENCE
        )
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0.01
        self.child.delaybeforesend = None

    def press(self, *keys: str) -> None:
        """Type."""
        for key in keys:
            self.child.send(key)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """What stands on the screen and above it, as running text."""
        above = ["".join(line[x].data for x in range(self._screen.columns)) for line in self._screen.history.top]
        return " ".join(" ".join([*above, *self.lines]).split())

    @property
    def screen(self) -> str:
        """What stands on the screen now, as running text."""
        return " ".join(" ".join(self.lines).split())

    def shows(self, text: str, *, gone: str = "") -> str:
        """Wait until the screen shows this, and no longer shows `gone`; returns it as running text."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if text in self.screen and not (gone and gone in self.screen):
                return self.screen
            if not self._read() and not self.child.isalive():
                self._read()
                break
        assert text in self.screen, "\n".join(self.lines)
        assert not gone or gone not in self.screen, "\n".join(self.lines)
        return self.screen

    @property
    def colours(self) -> set[int]:
        """Every colour that was asked for, by its number in the terminal's own language."""
        numbers = {int(number or 0) for found in SGR.findall(self.raw) for number in found.split(";")}
        return {number for number in numbers if 30 <= number <= 49 or 90 <= number <= 107} - {39, 49}

    def resize(self, rows: int, columns: int) -> None:
        """Change the window; the program gets its SIGWINCH."""
        self._read()
        self._screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def ended(self) -> int:
        """Wait for the end; returns the exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.child.isalive():
            self._read()
        while self._read():
            pass
        self.child.wait()
        assert self.child.exitstatus is not None, self.text
        code: int = self.child.exitstatus
        return code

    def close(self) -> None:
        """Close the terminal under it, and end it where that doesn't."""
        # That it was killed is seen a moment later only, on a slow machine.
        with contextlib.suppress(pexpect.ExceptionPexpect):
            self.child.close(force=True)
        self.child.wait()

    def hang_up(self) -> None:
        """Close the terminal under it, as a window is closed, and wait until it has ended."""
        self.child.ptyproc.fileobj.close()
        end = time.monotonic() + PATIENCE
        while self.child.isalive() and time.monotonic() < end:
            time.sleep(0.05)
        assert not self.child.isalive()

    def _read(self) -> bool:
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            data = self.child.read_nonblocking(65536, timeout=0.1)
            self.raw += data
            self._stream.feed(data)
            return bool(data)
        return False


def followq(*words: str) -> list[str]:
    """A command line of followq."""
    return [sys.executable, "-m", "followq", *words]


Start = Callable[..., Terminal]


@contextlib.contextmanager
def terminals(folder: Path, *command: str) -> Iterator[Start]:
    """Start a command at terminals, and close them: `start("--limit", "3", columns=40)`."""
    started = []

    def start(*words: str, rows: int = 24, columns: int = 80, **environment: str) -> Terminal:
        started.append(Terminal(followq(*command, *words), folder, rows, columns, **environment))
        return started[-1]

    yield start
    for terminal in started:
        terminal.close()
