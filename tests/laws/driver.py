"""Somebody who uses followq within this process: a queue in a folder of its own, a clock that moves, pipes."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple
from unittest import mock
from zoneinfo import ZoneInfo

from followq.cli import main
from followq.store.file import connection

BEGINNING = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
"""A Monday."""


class Answer(NamedTuple):
    """What a call answered. `asked` tells whether it read from standard input."""

    code: int
    out: str
    err: str
    asked: bool


class _Input(io.TextIOWrapper):
    """Standard input that knows whether somebody read from it, and may pretend to be a terminal."""

    def __init__(self, data: bytes, *, is_terminal: bool) -> None:
        self._raw = io.BytesIO(data)
        self._is_terminal = is_terminal
        super().__init__(self._raw, encoding="utf-8")

    @property
    def was_read(self) -> bool:
        return self._raw.tell() > 0 or self._was_asked

    _was_asked = False

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        self._was_asked = True
        return super().readline(size)

    def isatty(self) -> bool:
        return self._is_terminal

    def fileno(self) -> int:
        raise io.UnsupportedOperation


class _Output(io.TextIOWrapper):
    def __init__(self, *, is_terminal: bool) -> None:
        self._bytes = io.BytesIO()
        self._is_terminal = is_terminal
        super().__init__(self._bytes, encoding="utf-8", newline="\n")

    def isatty(self) -> bool:
        return self._is_terminal

    def text(self) -> str:
        self.flush()
        return self._bytes.getvalue().decode("utf-8", "replace")


class User:
    """One user, in one time zone. The clock stands still within a call and moves on between two."""

    def __init__(self, zone: str = "UTC") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="followq-laws-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.db = self.folder / "queue.db"
        self.config = self.folder / "config.toml"
        self.now = BEGINNING
        self.zone = zone
        self.calls: list[str] = []

    def close(self) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()

    @property
    def instant(self) -> str:
        """The clock as followq writes it."""
        return f"{self.now:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def today(self) -> str:
        """The user's own day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date().isoformat()

    def wait(self, hours: float) -> None:
        """Let time go by."""
        self.now += timedelta(hours=hours)

    def call(
        self,
        *argv: str,
        stdin: bytes = b"",
        is_long: bool = False,
        is_terminal: bool = False,
        db: Path | None = None,
    ) -> Answer:
        """Call followq; `is_long` goes through Typer whatever the shape of the call."""
        environment = {
            "FOLLOWQ_DB": str(db or self.db),
            "FOLLOWQ_CONFIG": str(self.config),
            "FOLLOWQ_NOW": self.instant,
            "TZ": self.zone,
            "HOME": str(self.folder),
            "PATH": os.environ.get("PATH", ""),
            "TERM": "dumb",
        }
        self.calls.append(" ".join(argv))
        stdin_, out = _Input(stdin, is_terminal=is_terminal), _Output(is_terminal=is_terminal)
        err = _Output(is_terminal=is_terminal)
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.dict(os.environ, environment, clear=True))
            stack.enter_context(mock.patch.multiple(sys, stdin=stdin_, stdout=out, stderr=err))
            if is_long:
                stack.enter_context(mock.patch.object(main, "_quick", _never))
            code = main.run(list(argv))
        return Answer(code, out.text(), err.text(), stdin_.was_read)

    @property
    def crashed(self) -> str:
        """What followq wrote down about a defect of its own, if it met one."""
        return "".join(path.read_text() for path in self.folder.rglob("crash*.txt"))


def _never(_: list[str]) -> bool:
    return False


@contextlib.contextmanager
def no_waiting_for_the_disk() -> Iterator[None]:
    """Nobody pulls the plug here; thousands of calls needn't wait for the disk."""
    hurried = tuple(setting.replace("synchronous = FULL", "synchronous = OFF") for setting in connection._SETTINGS)
    with mock.patch.object(connection, "_SETTINGS", hurried):
        yield
