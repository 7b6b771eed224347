"""One key at a terminal, without Enter; loaded only where something is asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from followq.errors import InterruptedByUserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

ENTER_SECONDS = 0.05
"""How long an Enter may follow a key by habit."""
CTRL_D = b"\x04"


def can_read_keys() -> bool:
    """Whether standard input is a terminal that gives single keys."""
    try:
        import termios
    except ImportError:
        return False
    try:
        termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError, AttributeError):
        return False
    return True


def read_key() -> str:
    """The next key, in lower case; `enter` for Enter. An Enter right behind it, as of a line, is taken with it.

    Raises: InterruptedByUserError at Ctrl-C and Ctrl-D.
    """
    descriptor = sys.stdin.fileno()
    try:
        with _single_keys(descriptor):
            data = os.read(descriptor, 1)
            if data in (b"\n", b"\r"):
                return "enter"
            # One typed before the terminal gave single keys comes as a null.
            if data in (b"", b"\0", CTRL_D):
                raise EOFError
            # Arrows and accented letters are several bytes, and a pasted word is none of the keys.
            while _has_more(descriptor, ENTER_SECONDS):
                more = os.read(descriptor, 64)
                if not more:
                    break
                data += more
    except (KeyboardInterrupt, EOFError) as err:
        raise InterruptedByUserError("stopped, nothing was changed") from err
    return data.decode(errors="replace").strip().lower()


@contextmanager
def _single_keys(descriptor: int) -> Iterator[None]:
    import signal
    import termios

    before = termios.tcgetattr(descriptor)
    single = termios.tcgetattr(descriptor)
    single[3] &= ~(termios.ICANON | termios.ECHO)
    single[6][termios.VMIN], single[6][termios.VTIME] = 1, 0
    # The end that the system asks for would leave the terminal silent.
    handler = signal.signal(signal.SIGTERM, _ended)
    try:
        # What was typed already stays.
        termios.tcsetattr(descriptor, termios.TCSADRAIN, single)
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        signal.signal(signal.SIGTERM, handler)


def _has_more(descriptor: int, seconds: float) -> bool:
    import select

    return bool(select.select([descriptor], [], [], seconds)[0])


def _ended(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
