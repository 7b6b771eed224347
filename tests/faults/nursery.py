"""Raises followq calls to be killed: `python -m tests.faults.nursery` forks each from a process that has all loaded.

A job is a line of JSON on standard input, the answer a line of JSON on standard output; `Nursery` is the other end.
What is spared is the start, which writes nothing: kills fall into what a command does.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 20
STEERING = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")
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
        columns: int | None = None,
        limit: int | None = None,
        talk: Sequence[tuple[str, str]] = (),
    ) -> Ended:
        """One call in a folder, killed at an instant, or `after` so many seconds, or not at all.

        With a `limit` no file can grow beyond so many bytes. With `columns` at a terminal of its own, of that width:
        all it shows is `out`, byte for byte. `talk` is what is typed there, each behind a pattern that has to be seen
        before.
        """
        job: dict[str, Any] = {
            "folder": str(folder),
            "argv": argv,
            "env": dict(env),
            "instant": instant,
            "is_torn": is_torn,
        }
        job |= {"columns": columns, "talk": talk, "limit": limit}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**job, "after": after}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert answer["signal"] in (0, signal.SIGKILL), (argv, answer["signal"], answer["out"], answer["err"])
        assert answer["code"] != FELL_ILL, (argv, answer["err"])
        return Ended(
            None if answer["signal"] else answer["code"], *map(answer.get, ("out", "err", "instants", "seconds"))
        )


def _raise(job: dict[str, Any]) -> dict[str, Any]:
    """Fork one call, see it through, and tell."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as told:
        master, slave = _terminal(job["columns"]) if job["columns"] else (-1, -1)
        begin = time.perf_counter()
        child = os.fork()
        if not child:
            try:
                ends = (
                    (slave,) * 3 if job["columns"] else (os.open(os.devnull, os.O_RDONLY), out.fileno(), err.fileno())
                )
                _live(job, ends, told.fileno())
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(FELL_ILL)
        if job["columns"]:
            os.close(slave)
            out.write(_talked(master, job["talk"]))
            os.close(master)
        if job["after"] is not None:
            time.sleep(job["after"])
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seconds = time.perf_counter() - begin
        said = []
        for file in (out, err, told):
            file.seek(0)
            said.append(file.read().decode(errors="surrogateescape"))
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "code": os.waitstatus_to_exitcode(status),
        "out": said[0],
        "err": said[1],
        "instants": int(said[2] or 0),
        "seconds": seconds,
    }


def _terminal(columns: int) -> tuple[int, int]:
    import fcntl
    import struct
    import termios

    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))
    return master, slave


def _talked(master: int, talk: list[tuple[str, str]]) -> bytes:
    # Read until the other end is closed, and type what is to be typed once its question is seen.
    seen, since = b"", 0
    waiting = list(talk)
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # Linux's word for the other end being closed
            return seen
        if not chunk:
            return seen
        seen += chunk
        if waiting and re.search(waiting[0][0], STEERING.sub("", seen[since:].decode(errors="replace"))):
            os.write(master, waiting.pop(0)[1].encode())
            since = len(seen)


def _live(job: dict[str, Any], ends: Sequence[int], told: int) -> None:
    from followq.cli.main import run
    from tests.faults.mortal import Instants

    signal.alarm(LONGEST_SECONDS)
    if job["columns"]:
        import fcntl
        import termios

        os.setsid()
        fcntl.ioctl(ends[0], termios.TIOCSCTTY, 0)
    for own, end in enumerate(ends):
        os.dup2(end, own)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - these three stay open to the end
    sys.stdout, sys.stderr = (open(end, "w", encoding="utf-8", buffering=1) for end in (1, 2))  # noqa: SIM115
    os.chdir(job["folder"])
    os.environ.pop("COLUMNS", None)
    os.environ.update({"TERM": "xterm-256color", **job["env"]})
    if job["limit"] is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], job["limit"]))
    instants = Instants(job["instant"], is_torn=job["is_torn"])
    instants.watch()
    code = run(job["argv"])
    sys.stdout.flush()
    sys.stderr.flush()
    if job["limit"] is None:
        os.write(told, str(instants.count).encode())
    os._exit(code)


def main() -> None:
    """Raise calls until standard input ends."""
    from followq.cli.app import dispatch, registry
    from followq.cli.interactive.talk import drawn_talk, prompted
    from followq.render import terminal
    from followq.store.file import migrations

    for command in registry.COMMANDS:
        if command not in registry.SUBCOMMANDS:
            dispatch.find_function(command)
    assert all((drawn_talk, prompted, migrations, terminal)), "loaded once for all"
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_raise(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
