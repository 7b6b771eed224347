"""Days of the month and the year: `the 15th`, `dec 1`, `Fri 27 Nov`, `13.3.2026`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from followq.dates.asking import Asked, JustGoneError, NotUnderstoodError
from followq.dates.vocabulary import MONTH_PLACES, ORDINAL_WORDS, WEEKDAY_NAMES, WEEKDAY_PLACES
from followq.dates.weeks import shift
from followq.model.core.calendar import FIRST_YEAR, LAST_YEAR

JUST_GONE_DAYS = 31
"""A day without a year that passed within this time may be meant itself, not the one a year on."""

_Found = re.Match[str]


def make_date(year: int, month: int, day: int) -> date:
    """A day of the calendar.

    Raises: NotUnderstoodError, OverflowError.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError
    try:
        return date(year, month, day)
    except ValueError as err:
        raise NotUnderstoodError("no such day") from err


def require_weekday(day: date, weekday: str) -> date:
    """The day itself, where it falls on that weekday.

    Raises: NotUnderstoodError.
    """
    if day.weekday() != WEEKDAY_PLACES[weekday]:
        raise NotUnderstoodError(f"{day} is a {WEEKDAY_NAMES[day.weekday()].title()}")
    return day


def read_year_first(found: _Found, _: Asked) -> date:
    """`2026-03-13`, `2026/3/13`."""
    year, month, day = (int(part) for part in found.groups() if part)
    return make_date(year, month, day)


def read_numeric(found: _Found, _: Asked) -> date:
    """`13/3/2026` and `3/13/2026` name one day each, as there is no 13th month; `3/4/2026` names two."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first <= 12 and second <= 12 and first != second:
        raise NotUnderstoodError("it can be read two ways, write 2026-12-01 or dec 1")
    day, month = (first, second) if second <= 12 else (second, first)
    return make_date(year, month, day)


def read_day_of_month(found: _Found, asked: Asked) -> date:
    """`the 15th`: of the next month (the last one, looking back) that has such a day."""
    return _near_day_of_month(_day_number(found[1]), asked)


def _near_day_of_month(day: int, asked: Asked) -> date:
    if not 1 <= day <= 31:
        raise NotUnderstoodError("no such day")
    today, step = asked.calendar.today, -1 if asked.is_past else 1
    for months in range(0, 4 * step, step):
        first = shift(today.replace(day=1), "months", months, asked.calendar)
        candidate = first + timedelta(days=day - 1)
        is_right = candidate <= today if asked.is_past else candidate > today
        if candidate.month == first.month and is_right:
            return candidate
    raise NotUnderstoodError("no such day")


def read_day_of_near_month(found: _Found, asked: Asked) -> date:
    """`the 12th of next month`; `the first of the month` is the next one that comes."""
    months = {"this": 0, "the": 0, "next": 1, "last": -1}[found[2]]
    if found[2] == "the":
        return _near_day_of_month(_day_number(found[1]), asked)
    first = shift(asked.calendar.today.replace(day=1), "months", months, asked.calendar)
    day = make_date(first.year, first.month, _day_number(found[1]) or 32)
    if months == 0 and day < asked.calendar.today and not asked.is_past:
        raise NotUnderstoodError(f"that was {day}")
    return day


def read_weekday_and_day_of_month(found: _Found, asked: Asked) -> date:
    """`friday the 13th`."""
    return require_weekday(_near_day_of_month(_day_number(found[2]), asked), found[1])


def _day_number(text: str) -> int:
    # 1st, 2nd, 3rd, 4th, 11th: an ordinal has its own ending, or none.
    word = ORDINAL_WORDS.get(text.replace(" ", "-"))
    if word:
        return word
    number = int(text.rstrip("stndrh"))
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    if not text.isdecimal() and not text.endswith(ending):
        raise NotUnderstoodError(f"it is the {number}{ending}")
    return number


def read_month_first(found: _Found, asked: Asked) -> date:
    """`dec 1`, `Fri, December 1st 2028`."""
    return _month_day(found[1], found[2], found[3], found[4], asked)


def read_day_first(found: _Found, asked: Asked) -> date:
    """`1 dec`, `Fri 1 Dec 2028`."""
    return _month_day(found[1], found[3], found[2], found[4], asked)


def _month_day(weekday: str | None, month: str, ordinal: str, year: str | None, asked: Asked) -> date:
    number, day = MONTH_PLACES[month] + 1, _day_number(ordinal)
    if year or asked.year:
        on = make_date(int(year or asked.year or 0), number, day)
        return require_weekday(on, weekday) if weekday else on
    make_date(2000, number, day)  # a leap year: refuses what no year has
    return _weekday_tells(weekday, number, day, asked) if weekday else _without_year(number, day, asked)


def _weekday_tells(weekday: str, month: int, day: int, asked: Asked) -> date:
    # followq leaves the year out where it is this one; another one is meant where this one's day is far.
    today, step = asked.calendar.today, -1 if asked.is_past else 1
    here, there = (_in_year(year, month, day) for year in (today.year, today.year + step))
    is_far = here is None or (here > today if asked.is_past else (today - here).days > JUST_GONE_DAYS)
    for on in (here, there if is_far else None):
        if on and on.weekday() == WEEKDAY_PLACES[weekday]:
            return on
    if here is None and there is None:
        raise NotUnderstoodError("no such day")
    return require_weekday(here or there or today, weekday)


def _without_year(month: int, day: int, asked: Asked) -> date:
    # Leap days are eight years apart around 2100.
    year = asked.calendar.today.year
    return pick_year([on for number in range(year - 8, year + 9) if (on := _in_year(number, month, day))], asked)


def pick_year(days: list[date], asked: Asked) -> date:
    """The one that is meant of a day in several years: the next one, today included; looking back the latest.

    Raises: JustGoneError.
    """
    today = asked.calendar.today
    if asked.is_past:
        return max(on for on in days if on <= today)
    gone, coming = max(on for on in days if on < today), min(on for on in days if on >= today)
    if (today - gone).days <= JUST_GONE_DAYS:
        raise JustGoneError(gone, coming)
    return coming


def _in_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
