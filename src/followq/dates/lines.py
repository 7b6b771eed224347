"""Tell a line's text from the date at its end, as in `send the quote by fri`."""

from __future__ import annotations

import re
from contextlib import suppress

from followq.dates.asking import Read
from followq.dates.phrases import read_date
from followq.dates.timewords import is_amount, mentions_time, sounds_like_time
from followq.errors import BadInputError, FollowqError
from followq.model.calendar import Calendar
from followq.record import NamedTuple

_BY = re.compile(r"(?<![\w-])([(\[]?)by(?::?\s+(?=\S)|-(?=\w))", re.IGNORECASE)
_QUOTED = re.compile(r'["“„]([^"“”„]+)["”“]\s*(.*)', re.DOTALL)


MOST_BYS, LONGEST_TAIL = 8, 200
"""How many `by` at the end of a line, and how many characters behind each, are looked at: a date has fewer."""


class Line(NamedTuple):
    """A line's text, the date at its end and its own words; and what wasn't understood as a date, where one may be."""

    text: str
    by: Read | None = None
    phrase: str = ""
    hint: str = ""


def read_line(line: str, calendar: Calendar, *, may_be_bare: bool = False) -> Line:
    """Read `send the quote by fri`. What stands behind the last `by` is a date, or text, or refused.

    It is text where it is an amount (`by two weeks`) or names no time (`by the door`), and so is all of a line in
    quotes. With `may_be_bare` the date may stand alone.

    Raises: BadInputError when what stands there sounds like a time and is no date.
    """
    line = line.strip()
    quoted = _QUOTED.fullmatch(line)
    if quoted and not quoted[2]:
        return Line(quoted[1].strip())
    hint = ""
    for by in reversed(list(_BY.finditer(line))[-MOST_BYS:]):
        tail = line[by.end() :].strip()[:LONGEST_TAIL]
        if by[1]:
            tail = tail.rstrip(")]. ")
        phrase = tail.rstrip(".,;!?… ") or tail
        found = _read_tail(phrase, calendar)
        if found:
            return _split(line[: by.start()].strip(), found, phrase, may_be_bare=may_be_bare)
        if mentions_time(phrase):
            hint = hint or _no_date(phrase, calendar)
    return Line(line, hint=hint)


def _split(head: str, found: Read, phrase: str, *, may_be_bare: bool) -> Line:
    quoted = _QUOTED.fullmatch(head)
    head = quoted[1].strip() if quoted and not quoted[2] else head
    if not head and not may_be_bare:
        raise BadInputError(f"'by {phrase}' is a date without a text", "say in a few words what it is about")
    return Line(head, found, phrase)


def _read_tail(phrase: str, calendar: Calendar) -> Read | None:
    # None where it is text.
    if is_amount(phrase):
        return None
    try:
        return read_date(phrase, calendar)
    except BadInputError as err:
        if not sounds_like_time(phrase):
            return None
        if any(ch.isdecimal() for ch in phrase):
            raise
        raise BadInputError(err.message, f"a text goes in quotes; {err.hint}") from None


def _no_date(phrase: str, calendar: Calendar) -> str:
    said = f"no date understood in 'by {phrase[:40]}', it stays text"
    with suppress(FollowqError):
        read_date(f"in {phrase}", calendar)
        return f"{said} (a date is written 'by in {phrase}')"
    return said
