"""Read lengths of time: effort and time spent in minutes, recurrences as a count of a unit."""

from __future__ import annotations

import itertools
import re
from datetime import date

from dateutil.relativedelta import relativedelta

from followq.errors import BadInputError, BrokenRecordError
from followq.model.calendar import LAST_YEAR, Day

LONGEST_MINUTES = 60 * 24 * 31
_MINUTES = re.compile(r"(?:(\d{1,3}(?:\.\d{1,2})?) ?h(?:rs?|ours?)?)? ?(?:(\d{1,5}) ?(?:m|mins?|minutes?)?)?", re.ASCII)
_EVERY = re.compile(r"(?:every )?(?:(\d{1,3}) ?)?(day|week|month|year)s?", re.ASCII)
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


def read_minutes(phrase: str) -> int:
    """Minutes of `15m`, `2h`, `1h30m`, `1.5h`.

    Raises: BadInputError; a number alone is refused.
    """
    text = " ".join(phrase.lower().split())
    found = _MINUTES.fullmatch(text)
    if found and text and (found[1] or not text.isdecimal()):
        minutes = round(float(found[1] or 0) * 60) + int(found[2] or 0)
        if 0 < minutes <= LONGEST_MINUTES:
            return minutes
    raise BadInputError(f"'{phrase[:40]}' is not a length of time I know", "try: 15m, 2h, 1h30m")


def read_every(phrase: str) -> str:
    """Normal form of a recurrence: `1 week`, `2 weeks`, `3 months`.

    Raises: BadInputError.
    """
    text = " ".join(phrase.lower().split())
    found = _EVERY.fullmatch(_ADVERBS.get(text, text))
    count = int(found[1] or 1) if found else 0
    if not found or not 1 <= count <= 999:
        raise BadInputError(f"'{phrase[:40]}' is not a recurrence I know", "try: day, week, 2 weeks, month, year")
    return f"{count} {found[2]}{'' if count == 1 else 's'}"


def next_occurrence(every: str, anchor: Day, after: date) -> Day:
    """First day of the recurrence that comes after a day.

    Each is counted from the anchor, so the 31st comes back after a short month: 31 Jan, 28 Feb, 31 Mar.

    Raises: BadInputError when the calendar ends first.
    """
    found = _EVERY.fullmatch(every)
    if not found:
        raise BrokenRecordError(f"holds '{every}' where a recurrence belongs", "followq edit ID --every mends it")
    number, unit = found[1] or "1", f"{found[2]}s"
    start = date.fromisoformat(anchor)
    for step in itertools.count(1):
        try:
            candidate = start + relativedelta(**{unit: step * int(number)})  # type: ignore[arg-type]
        except (OverflowError, ValueError):
            candidate = date.max
        if candidate.year > LAST_YEAR:
            raise BadInputError(f"'every {every}' leaves the calendar", "followq edit ID --no-every ends it")
        if candidate > after:
            return candidate.isoformat()
    raise AssertionError("unreachable: count() never ends")
