"""Dates as other programs write them, in the two forms that followq keeps. What can be read in two ways is refused."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from followq.dates.lengths import read_every
from followq.dates.phrases import read_iso
from followq.errors import BadInputError, FollowqError
from followq.model.core.calendar import FIRST_YEAR, LAST_YEAR, Calendar, Instant, When, format_instant

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z?))?", re.ASCII)
_SPACED = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?", re.ASCII)
_PARTED = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T,]+(\d{1,2}:\d{2})(?::\d{2})?\s*([ap]m)?)?", re.ASCII | re.I
)
_NAMED = re.compile(r"(\d{1,2})[/ -]([A-Za-z]{3})[a-z]*[/ -](\d{2}|\d{4})(?:\s+(\d{1,2}:\d{2})\s*([AP]M)?)?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"


def read_moment(text: str, calendar: Calendar, order: str = "") -> When:
    """A day or an instant: `2026-12-01`, ISO 8601, `20261201T140000Z`, `1.12.2026`, `01/Dec/26 3:04 PM`.

    `order` says how `1/12/2026` is meant where the whole column told. A time without a zone is local.

    Raises: BadInputError.
    """
    text = text.strip()
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = found.groups()
        date = f"{year}-{month}-{day}"
        return read_iso(f"{date}T{hour}:{minute}:{second or '00'}{zone}" if hour else date, calendar)
    if found := _SPACED.fullmatch(text):
        date, time, zone = found.groups()
        zone = "Z" if zone in ("Z", "UTC") else zone or ""
        offset = zone if len(zone) != 5 else f"{zone[:3]}:{zone[3:]}"
        return read_iso(f"{date}T{time if len(time) == 8 else time + ':00'}{offset}", calendar)
    if found := _PARTED.fullmatch(text):
        return _parted(text, found, calendar, order)
    if found := _NAMED.fullmatch(text):
        day, name, year, time, half = found.groups()
        if name.lower() in _MONTHS:
            year = year if len(year) == 4 else f"20{year}"
            return _joined(year, _MONTHS.index(name.lower()) + 1, day, _time(time, half), calendar)
    return read_iso(text, calendar)


def _parted(text: str, found: re.Match[str], calendar: Calendar, order: str) -> When:
    one, sign, two, year, time, half = found.groups()
    if sign == "." or int(one) > 12 or order == DAY_FIRST:
        day, month = one, two
    elif int(two) > 12 or order == MONTH_FIRST or one == two:
        day, month = two, one
    else:
        raise BadInputError(
            f"'{text[:40]}' can be read in two ways", f"say which: --map dates={DAY_FIRST}, or {MONTH_FIRST}"
        )
    return _joined(year, int(month), day, _time(time, half), calendar)


def guess_order(texts: list[str]) -> str:
    """How a whole column of `1/12/2026` is meant: as its dates can only be read, or nothing where none tells."""
    firsts, seconds = set(), set()
    for text in texts:
        if (found := _PARTED.fullmatch(text.strip())) and found[2] != ".":
            firsts.add(int(found[1]))
            seconds.add(int(found[3]))
    is_day_first, is_month_first = any(n > 12 for n in firsts), any(n > 12 for n in seconds)
    return "" if is_day_first == is_month_first else DAY_FIRST if is_day_first else MONTH_FIRST


def _time(time: str | None, half: str | None) -> str:
    if not time:
        return ""
    hour, _, minute = time.partition(":")
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    return f"T{number:02}:{minute}:00"


def _joined(year: str, month: int, day: str, time: str, calendar: Calendar) -> When:
    return read_iso(f"{year}-{month:02}-{int(day):02}{time}", calendar)


def hide_until(start: When | None, due: When | None, calendar: Calendar) -> When | None:
    """The start of a task, until which it is hidden; nothing where it isn't before the day on which it is due."""
    if start is None or (due is not None and calendar.day_of(start) >= calendar.day_of(due)):
        return None
    return start


def read_epoch(seconds: object) -> Instant:
    """An instant from seconds since 1970.

    Raises: BadInputError.
    """
    try:
        at = datetime.fromtimestamp(float(str(seconds)), timezone.utc)
    except (ValueError, OverflowError, OSError):
        raise BadInputError(f"'{str(seconds)[:40]}' is not a time in seconds") from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadInputError(f"'{str(seconds)[:40]}' is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return format_instant(at)


def read_recurrence(text: str) -> str | None:
    """A recurrence that followq knows too; None for another program's own."""
    try:
        return read_every(text)
    except FollowqError:
        return None
