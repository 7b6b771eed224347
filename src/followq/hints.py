"""The commands that users are shown to paste. They are written here alone: for the queue of this call, and quoted."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")

_PLAIN_IN_QUOTES = frozenset(" _@+=:,./\\-")
"""Beside letters and digits, what means itself in double quotes to both of Windows' shells."""


TIMES_UNDO_IS_TOLD = 10
"""Batches after which the user knows how to take one back."""


class _Call:
    queue: str | None = None
    batch = 0
    words: tuple[str, ...] = ()


_call = _Call()


def call_with(queue: str | None, words: tuple[str, ...] = ()) -> None:
    """Say which queue the user named with `--db`, None where followq finds it by itself; and the whole command line."""
    _call.queue, _call.batch, _call.words = queue, 0, words


def repeat(old: str, new: str) -> str:
    """The command line of this call with one word put in another's place; nothing where that word isn't in it."""
    words = list(_call.words)
    if old not in words:
        return ""
    words[words.index(old)] = new
    return " ".join(map(quote, ("followq", *words)))


def count_batch(number: int) -> None:
    """Say which batch of the queue this call has written."""
    _call.batch = number


def command(*words: object, of: str | Sequence[str] | None = None, queue: str | None = None) -> str:
    """A command line of followq, to be pasted into a shell as it is.

    `of` is the name that it is about, or are several, set before the options; where one looks like an option they go
    behind `--`. `queue` is another queue than that of this call.
    """
    line = [str(word) for word in words]
    names = [of] if isinstance(of, str) else list(of or ())
    if any(name.startswith("-") for name in names):
        line += ["--", *names]
    else:
        place = next((number for number, word in enumerate(line) if word.startswith("-")), len(line))
        line[place:place] = names
    queue = _call.queue if queue is None else queue
    return " ".join(quote(word) for word in ("followq", *(("--db", queue) if queue is not None else ()), *line))


def quote(text: str) -> str:
    """The text as one word of a shell; as `shlex.quote`, which takes longer to load than `count` to run.

    On Windows, `cmd` knows double quotes alone, and in those PowerShell runs what stands behind a dollar sign: they are
    taken for what means itself to both, and PowerShell's single ones for everything else.
    """
    if text and _PLAIN.issuperset(text):
        return text
    if sys.platform == "win32":
        is_plain = text[-1:] != "\\" and all(ch.isalnum() or ch in _PLAIN_IN_QUOTES for ch in text)
        return f'"{text}"' if is_plain else "'" + text.replace("'", "''") + "'"
    return "'" + text.replace("'", "'\"'\"'") + "'"


def undo() -> str:
    """What ends a sentence about something that was written; nothing once the user has heard it often enough."""
    return "" if _call.batch > TIMES_UNDO_IS_TOLD else f"  (undo: {command('undo')})"
