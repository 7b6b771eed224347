"""A process of its own for what a template does: with little time and memory, and its end doesn't touch followq.

A loop can be counted, one expression that makes a text of a gigabyte can't: only the system can stop that.
"""

from __future__ import annotations

import os

from followq.errors import BadInputError, DiskError, FollowqError, NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS = 2
"""Of processor time; a message takes some thousandths of one."""
PATIENCE = 10.0
"""Seconds after which a process that only waits is ended too."""
MOST_MEMORY = 256 * 1024 * 1024
"""Bytes beyond what followq takes itself."""

_ERRORS = {error.__name__: error for error in (BadInputError, DiskError, NotFoundError)}


def is_possible() -> bool:
    """Whether the system has such processes; Windows has none."""
    return hasattr(os, "fork")


def run_apart(make: Callable[[], tuple[str, ...]], too_much: FollowqError) -> tuple[str, ...]:
    """The texts that `make` returns, made in a process of its own.

    Raises: what `make` raises of our own errors; `too_much` when it takes too long or too much memory.
    """
    import json

    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(out)
            _bind()
            try:
                answer: list[object] = [None, *make()]
            except FollowqError as err:
                answer = [type(err).__name__, err.message, err.hint]
            with open(into, "w", encoding="ascii") as file:
                file.write(json.dumps(answer))
        finally:
            os._exit(0)
    os.close(into)
    try:
        data = _read(out)
    finally:
        os.close(out)
        _end(child)
    try:
        error, *texts = json.loads(data)
    except ValueError:
        raise too_much from None
    if error is not None:
        raise _ERRORS[error](*texts)
    return tuple(texts)


def _bind() -> None:
    import resource

    def lower(which: int, most: int) -> None:
        _, hard = resource.getrlimit(which)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, hard))

    lower(resource.RLIMIT_CPU, MOST_SECONDS)
    lower(resource.RLIMIT_CORE, 0)
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            own = int(file.read().split()[0]) * resource.getpagesize()
        lower(resource.RLIMIT_AS, own + MOST_MEMORY)
    except (OSError, ValueError):
        pass  # elsewhere the time is what bounds it


def _read(out: int) -> bytes:
    import select
    import time

    end = time.monotonic() + PATIENCE
    data = b""
    while select.select([out], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(out, 1 << 16)
        if not piece:
            return data
        data += piece
    return b""


def _end(child: int) -> None:
    import signal

    # It is done, or has had its time.
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
