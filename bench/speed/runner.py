"""Runs calls one at a time and says what each cost: a process of its own, kept small.

A child's peak memory begins with that of the process that started it, so this one imports next to nothing and talks
in `marshal`, which is built in: `json` would make it larger. One message for each call:
(words, environment, folder, is_terminal, typed, seconds) -> (code, cpu seconds, peak KiB, wall seconds, last output).
A call that takes more processor time than the seconds it has, or ten times as long by the clock, is killed, and its
code is KILLED, which no process has of its own.
"""

from __future__ import annotations

import marshal
import os
import select
import sys
import termios
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    Outcome = tuple[int, float, int, float, bytes]

KILLED = -1000
KEPT_BYTES = 4000
ROWS, COLUMNS = 24, 80
CLOCK_FACTOR = 10
LOOK_SECONDS = 0.25
QUIET_SECONDS = 0.1
"""Once a call that is typed to has said nothing for so long, it waits for a key; its time is what it took until its
first lines were there.
"""


def call(
    words: list[str], env: dict[str, str], folder: str, is_terminal: bool, typed: bytes, seconds: float
) -> Outcome:
    """Run one call to its end, reading all it says; what is `typed` is typed once it has said something."""
    os.chdir(folder)
    if is_terminal:
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (ROWS, COLUMNS))  # type: ignore[attr-defined,unused-ignore]
    else:
        ours, theirs = os.pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, theirs, 0) if typed else (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, theirs, 1),
        (os.POSIX_SPAWN_DUP2, theirs, 2),
    ]
    begun = time.monotonic()
    child = os.posix_spawn(words[0], words, env, file_actions=actions, setsid=True)
    os.close(theirs)
    first: list[float] = []
    said = _read(ours, child, typed, seconds, first)
    os.close(ours)
    if said is None:
        os.killpg(child, 9)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - begun
    code = KILLED if said is None else os.waitstatus_to_exitcode(status)
    return code, first[0] if first else usage.ru_utime + usage.ru_stime, usage.ru_maxrss, wall, said or b""


def _read(source: int, child: int, typed: bytes, seconds: float, first: list[float]) -> bytes | None:
    # What was said, None when time ran out; `first` takes the time to the first lines of what is typed to. A terminal
    # whose other side is closed is an error to read, not an end.
    said = b""
    until = time.monotonic() + seconds * CLOCK_FACTOR
    while True:
        ready, _, _ = select.select([source], [], [], QUIET_SECONDS if typed and said else LOOK_SECONDS)
        if _spent(child) > seconds or time.monotonic() > until:
            return None
        if not ready:
            if typed and said:
                os.write(source, typed)
                typed = b""
            continue
        try:
            some = os.read(source, 65536)
        except OSError:
            some = b""
        if not some:
            return said
        said = (said + some)[-KEPT_BYTES:]
        if typed and not first and b"\n" in said:
            first.append(_run_time(child))


def _spent(child: int) -> float:
    # User and system time so far; their places behind the name, which may hold anything.
    with open(f"/proc/{child}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _run_time(child: int) -> float:
    # Seconds on a processor so far, to the nanosecond.
    with open(f"/proc/{child}/schedstat", "rb") as file:
        return int(file.read().split()[0]) / 1e9


def main() -> None:
    """Answer one message after another until there are no more."""
    while True:
        try:
            message = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the bench that started us
        except EOFError:
            return
        marshal.dump(call(*message), sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
