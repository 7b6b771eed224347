"""Other programs at the same queue: started, told to go, listened to, killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 60


class Actor:
    """A process that does one deed of `actor_script`; use it in a `with`, which ends it."""

    def __init__(self, deed: str, path: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.actor_script", deed, str(path), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        """End the process, whatever it is at."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()

    def await_ready(self) -> None:
        """Wait until the process has loaded what it needs."""
        word = self.line()
        assert word == "ready", word or self._read(self.process.stderr)

    def go(self) -> None:
        """Let the deed begin."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def line(self) -> str:
        """The next thing it says; nothing when it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def rest(self, seconds: float = LONGEST_SECONDS) -> list[str]:
        """Everything it still says, until it ends by itself.

        Raises: AssertionError with its traceback when it failed; subprocess.TimeoutExpired.
        """
        self.process.wait(seconds)
        assert self.process.returncode == 0, self._read(self.process.stderr)
        return self._read(self.process.stdout).splitlines()

    def kill(self) -> None:
        """End it at once, with no chance to tidy up."""
        self.process.kill()
        self.process.wait(LONGEST_SECONDS)

    def kill_and_listen(self) -> list[str]:
        """End it at once; what it had said before."""
        self.kill()
        return self._read(self.process.stdout).splitlines()

    @staticmethod
    def _read(pipe: IO[str] | None) -> str:
        assert pipe is not None
        return pipe.read()


@contextmanager
def at_once(deed: str, path: Path, count: int, *words: str) -> Iterator[list[Actor]]:
    """Several programs that begin the same deed at the same moment."""
    actors = [Actor(deed, path, *words) for _ in range(count)]
    try:
        for actor in actors:
            actor.await_ready()
        for actor in actors:
            actor.go()
        yield actors
    finally:
        for actor in actors:
            with actor:
                pass


@contextmanager
def held_by_another(path: Path, begin: str = "BEGIN IMMEDIATE") -> Iterator[int]:
    """Another process, named by its id, holds the queue's lock as long as the block lasts."""
    with Actor("hold", path, begin) as actor:
        actor.await_ready()
        yield actor.process.pid
