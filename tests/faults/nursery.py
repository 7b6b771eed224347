"""Raises followq calls to be killed: `python -m tests.faults.nursery` forks each from a process that has all loaded.

A job is a line of JSON on standard input, the answer a line of JSON on standard output; `Nursery` is the other end.
What is spared is the start, which writes nothing: kills fall into what a command does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 60
FELL_ILL = 99
"""Exit code of a call that came to no end of its own: a defect of these tests."""


class Ended(NamedTuple):
    """How a call ended: its exit code, or None when it was killed.

    `instants` were counted where it ended by itself; `seconds` went by.
    """

    code: int | None
    out: str
    err: str
    instants: int
    seconds: float


class Nursery:
    """The process that forks calls; use it in a `with`, which ends it."""

    def __enter__(self) -> Self:
        """Itself, ready."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        """End it."""
        self._process.communicate("", timeout=LONGEST_SECONDS)

    def call(
        self,
        folder: Path,
        *argv: str,
        env: Mapping[str, str],
        instant: int | None = None,
        is_torn: bool = False,
        after: float | None = None,
    ) -> Ended:
        """One call in a folder, killed at an instant, or `after` so many seconds, or not at all."""
        job = {"folder": str(folder), "argv": argv, "env": dict(env), "instant": instant, "is_torn": is_torn}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**job, "after": after}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert answer["signal"] in (0, signal.SIGKILL), (argv, answer["signal"], answer["err"])
        assert answer["code"] != FELL_ILL, (argv, answer["err"])
        return Ended(
            None if answer["signal"] else answer["code"], *map(answer.get, ("out", "err", "instants", "seconds"))
        )


def _raise(job: dict[str, Any]) -> dict[str, Any]:
    """Fork one call, see it through, and tell."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as told:
        files = (out, err, told)
        begin = time.perf_counter()
        child = os.fork()
        if not child:
            try:
                _live(job, *(file.fileno() for file in files))
            finally:
                os._exit(FELL_ILL)
        if job["after"] is not None:
            time.sleep(job["after"])
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seconds = time.perf_counter() - begin
        said = []
        for file in files:
            file.seek(0)
            said.append(file.read().decode())
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "code": os.waitstatus_to_exitcode(status),
        "out": said[0],
        "err": said[1],
        "instants": int(said[2] or 0),
        "seconds": seconds,
    }


def _live(job: dict[str, Any], out: int, err: int, told: int) -> None:
    from followq.cli.main import run
    from tests.faults.mortal import Instants

    signal.alarm(LONGEST_SECONDS)
    for own, end in ((0, os.open(os.devnull, os.O_RDONLY)), (1, out), (2, err)):
        os.dup2(end, own)
    sys.stdout, sys.stderr = (open(end, "w", encoding="utf-8") for end in (1, 2))  # noqa: SIM115 - to the end
    os.chdir(job["folder"])
    os.environ.update(job["env"])
    instants = Instants(job["instant"], is_torn=job["is_torn"])
    instants.watch()
    code = run(job["argv"])
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(told, str(instants.count).encode())
    os._exit(code)


def main() -> None:
    """Raise calls until standard input ends."""
    import followq.cli.commands
    from followq.cli import perform, tree
    from followq.store import migrations  # noqa: F401  # loaded once for all

    for command in tree.COMMANDS:
        if command not in tree.SUBCOMMANDS:
            perform.function_of(command)
    assert followq.cli.commands
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_raise(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
