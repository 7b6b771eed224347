"""Standard output: where pages and data go, and whether somebody looks at them."""

from __future__ import annotations

import os
import sys

from followq.errors import DiskError, FollowqError, OutputClosedError
from followq.hints import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.render.blocks import Block


def write(text: str) -> None:
    """Write data, to the end.

    Raises: OutputClosedError when nobody reads any more; DiskError when it can't be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as err:
        raise _failure(err) from err


def _failure(err: OSError) -> FollowqError:
    if isinstance(err, BrokenPipeError):
        return OutputClosedError("")
    what = f"the output can't be written: {err.strerror}"
    return DiskError(what, f"what was changed is changed; {command('log')} shows it")


def is_drawing(is_plain: bool) -> bool:
    """Whether standard output is a terminal that pages are drawn on."""
    return not is_plain and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def draw(blocks: list[Block], *, is_drawn: bool) -> None:
    """Write lines and tables, drawn or plain.

    Raises: OutputClosedError, DiskError.
    """
    if is_drawn and any(type(block).__name__ == "Table" for block in blocks):
        from followq.render import terminal

        try:
            terminal.show(blocks, sys.stdout)
            sys.stdout.flush()
        except OSError as err:
            raise _failure(err) from err
    elif is_drawn:
        from followq.render import plain
        from followq.render.screen import columns_of, wrapped

        write(wrapped(plain.text(blocks), columns_of(sys.stdout)))
    else:
        from followq.render import plain

        write(plain.text(blocks))


def rows_of_screen() -> int | None:
    """How many lines the terminal has; None where there is no telling."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines or None
    except (OSError, ValueError):
        return None
