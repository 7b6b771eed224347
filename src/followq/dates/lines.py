"""Tell a line's text from the date at its end, as in `send the quote by fri`."""

from __future__ import annotations

import difflib

from followq.dates.phrases import MONTH_NAMES, MONTH_PLACES, WEEKDAY_NAMES, WEEKDAY_PLACES, Read, read_date
from followq.errors import BadInputError
from followq.model.calendar import Calendar

_DATE_WORDS = {"today", "tomorrow", "yesterday", "eow", "eom"}
# Words long enough that a near spelling is a slip, not somebody's name.
_LONG_DATE_WORDS = ("tomorrow", "yesterday", *WEEKDAY_NAMES, *(name for name in MONTH_NAMES if len(name) > 6))


def split_by(line: str, calendar: Calendar) -> tuple[str, Read | None]:
    """Split `send the quote by fri` into its text and its date.

    Only the last ` by ` counts: `the parcel by the door` is all text.

    Raises: BadInputError when what stands behind it looks like a date but is none.
    """
    head, by, tail = line.rpartition(" by ")
    if not (by and head.strip() and tail.strip()):
        return line, None
    try:
        return head.strip(), read_date(tail, calendar)
    except BadInputError:
        if _looks_like_date(tail):
            raise
        return line, None


def said_by(line: str, calendar: Calendar) -> tuple[str, str | None]:
    """As `split_by`, for a line that may be nothing but a date; gives the date's own words.

    Raises: BadInputError as `split_by`.
    """
    if line.lower().startswith("by ") and _looks_like_date(line[3:].strip() or "-"):
        read_date(line[3:], calendar)
        return "", line[3:].strip()
    text, found = split_by(line, calendar)
    return text, line.rpartition(" by ")[2].strip() if found else None


def _looks_like_date(phrase: str) -> bool:
    if any(ch.isdigit() for ch in phrase):
        return True
    first, *others = [word.strip(",.;!?") for word in phrase.split(maxsplit=2)[:2]]
    is_relative = first.lower() in ("next", "last") and any(_is_date_word(word) for word in others)
    return _is_date_word(first) or is_relative


def _is_date_word(word: str) -> bool:
    # May and June are people too, and written with a capital; weekdays are not, whatever their case.
    if word.lower() in WEEKDAY_PLACES or word.lower() in _DATE_WORDS or word in MONTH_PLACES:
        return True
    return word.islower() and bool(difflib.get_close_matches(word, _LONG_DATE_WORDS, cutoff=0.85))
