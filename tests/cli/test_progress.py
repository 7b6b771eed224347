"""A bar where something takes long and somebody looks, and nothing else."""

from __future__ import annotations

import io
import sys

import pytest

from followq.cli import progress as module
from followq.cli.progress import progress


class Screen(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def put_up(monkeypatch: pytest.MonkeyPatch, patience: float = 0.0) -> Screen:
    """A terminal to draw on; pytest takes back what a fixture puts there."""
    found = Screen()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(module, "PATIENCE_SECONDS", patience)
    return found


def test_what_takes_over_a_second_shows_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = put_up(monkeypatch)
    with progress("Checking", is_shown=True) as tell:
        tell(0.4)
    assert "Checking" in screen.getvalue()
    assert "40%" in screen.getvalue()


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = put_up(monkeypatch, 60.0)
    with progress("Checking", is_shown=True) as tell:
        tell(0.4)
    assert screen.getvalue() == ""


def test_a_pipe_and_plain_lines_get_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = put_up(monkeypatch)
    with progress("Checking", is_shown=False) as tell:
        tell(0.4)
    monkeypatch.setattr(screen, "isatty", lambda: False)
    with progress("Checking", is_shown=True) as tell:
        tell(0.4)
    assert screen.getvalue() == ""
