"""Tell a line's text from the date and the details at its end, as in `send the quote by fri 15m #spring`."""

from __future__ import annotations

import re
from contextlib import suppress

from followq.dates.asking import Read
from followq.dates.details import NO_DETAILS, Details, read_details
from followq.dates.phrases import read_date
from followq.dates.timewords import is_amount, mentions_time, sounds_like_time
from followq.errors import BadInputError, FollowqError
from followq.model.core.calendar import Calendar
from followq.record import NamedTuple

_BY = re.compile(r"(?<![\w-])([(\[]?)by(?::?\s+(?=\S)|-(?=\w))", re.IGNORECASE)
_QUOTED = re.compile(r'["“„]([^"“”„]+)["”“]\s*(.*)', re.DOTALL)


MOST_BYS, LONGEST_TAIL = 8, 200
"""How many `by` at the end of a line, and how many characters behind each, are looked at: a date has fewer."""


class ReadLine(NamedTuple):
    """A line's text, the date at its end and its own words; what wasn't understood, where something may be meant;
    and the details beside the date.
    """

    text: str
    by: Read | None = None
    phrase: str = ""
    hint: str = ""
    details: Details = NO_DETAILS


def read_line(line: str, calendar: Calendar, *, may_be_bare: bool = False) -> ReadLine:
    """Read `send the quote by fri`. What stands behind the last `by` is a date, or text, or refused.

    It is text where it is an amount (`by two weeks`) or names no time (`by the door`), and so is all of a line in
    quotes. With `may_be_bare` the date may stand alone.

    Raises: BadInputError when what stands there sounds like a time and is no date.
    """
    line = line.strip()
    quoted = _in_quotes(line)
    if quoted is not None:
        return ReadLine(quoted)
    head, by, phrase, hint = _without_date(line, calendar)
    return _check(head, by, phrase, may_be_bare=may_be_bare) if by else ReadLine(line, hint=hint)


def read_noted(line: str, calendar: Calendar) -> ReadLine:
    """Read a line noted after a call: as `read_line`, with details before the date and behind it.

    Raises: BadInputError as `read_line`.
    """
    line = line.strip()
    quoted = _in_quotes(line)
    if quoted is not None:
        return ReadLine(quoted)
    head, details, remark = read_details(line, calendar)
    if details != NO_DETAILS and _in_quotes(head) is not None:
        return _check(head, None, "")._replace(hint=remark, details=details)
    head, by, phrase, hint = _without_date(head, calendar)
    if by:
        head, details, remark = read_details(head.rstrip(" ,;") or head, calendar, details)
    if not by and details == NO_DETAILS:
        return ReadLine(line, hint=hint or remark)
    return _check(head, by, phrase)._replace(hint=hint or remark, details=details)


def read_text(text: str, calendar: Calendar, known: Details) -> ReadLine:
    """Read a text whose date is given by itself: only details are taken off its end, and those of `known` stay text.

    One in quotes keeps them, unless they keep details in it from being understood.
    """
    quoted = _in_quotes(text)
    if quoted is not None:
        return ReadLine(quoted if read_details(quoted, calendar)[1] != NO_DETAILS else text)
    head, details, remark = read_details(text, calendar, known)
    return ReadLine(head if details == known else _in_quotes(head) or head, hint=remark, details=details)


def _in_quotes(text: str) -> str | None:
    # What all of it quotes.
    quoted = _QUOTED.fullmatch(text.strip())
    return quoted[1].strip() if quoted and not quoted[2] else None


def _without_date(line: str, calendar: Calendar) -> tuple[str, Read | None, str, str]:
    # The line before the date, the date, its words; without one a hint where words sound like one.
    hint = ""
    for by in reversed(list(_BY.finditer(line))[-MOST_BYS:]):
        tail = line[by.end() :].strip()[:LONGEST_TAIL]
        if by[1]:
            tail = tail.rstrip(")]. ")
        phrase = tail.rstrip(".,;!?… ") or tail
        found = _read_tail(phrase, calendar)
        if found:
            return line[: by.start()].strip(), found, phrase, ""
        if mentions_time(phrase):
            hint = hint or _no_date(phrase, calendar)
    return line, None, "", hint


def _check(head: str, by: Read | None, phrase: str, *, may_be_bare: bool = False) -> ReadLine:
    quoted = _in_quotes(head)
    head = head if quoted is None else quoted
    if not head and not may_be_bare:
        raise BadInputError(f"'by {phrase}' is a date without a text", "say in a few words what it is about")
    return ReadLine(head, by, phrase)


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
