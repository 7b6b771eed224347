"""Read lengths of time: effort and time spent in minutes, recurrences as a count of a unit."""

from __future__ import annotations

import itertools
import re
from datetime import date

from dateutil.relativedelta import relativedelta

from followq.dates.vocabulary import NUMBER_WORDS, make_either
from followq.errors import BadInputError, BrokenRecordError
from followq.hints import command
from followq.model.core.calendar import LAST_YEAR, Calendar, Day

LONGEST_MINUTES = 60 * 24 * 31
_MINUTES = re.compile(r"(?:(\d{1,3}(?:\.\d{1,2})?) ?h(?:rs?|ours?)?)? ?(?:(\d{1,5}) ?(?:m|mins?|minutes?)?)?", re.ASCII)
_PARTS = {"half": 30, "a half": 30, "quarter": 15, "a quarter": 15, "three quarters": 45}
_COUNTS = NUMBER_WORDS | {
    "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30, "forty": 40, "forty five": 45, "fifty": 50,
    "ninety": 90,
}  # fmt: skip
_COUNT, _PART = rf"(\d{{1,3}}|{make_either(_COUNTS)[1:-1]})", make_either(_PARTS)
_PART_OF_HOUR = re.compile(f"{_PART}(?: of)?(?: an)? hour")
_IN_WORDS = re.compile(
    rf"(?:{_COUNT}(?: and {_PART})? h(?:ou)?rs?(?: and {_PART})?)?(?:(?:^| | and ){_COUNT} min(?:ute)?s?)?", re.ASCII
)
_EVERY = re.compile(r"(\d{1,3}) (working day|day|week|month|year)s?", re.ASCII)
_UNITS = {
    "d": "1 day", "day": "1 day", "days": "1 day",
    "w": "1 week", "wk": "1 week", "wks": "1 week", "week": "1 week", "weeks": "1 week",
    "fortnight": "2 week", "fortnights": "2 week",
    "mo": "1 month", "month": "1 month", "months": "1 month",
    "quarter": "3 month", "quarters": "3 month",
    "half year": "6 month", "half-year": "6 month", "half years": "6 month", "half-years": "6 month",
    "y": "1 year", "yr": "1 year", "yrs": "1 year", "year": "1 year", "years": "1 year",
} | dict.fromkeys(
    ("wd", "weekday", "weekdays", "workday", "workdays", "working day", "working days", "business day",
     "business days"),
    "1 working day",
)  # fmt: skip
_ADVERBS = {
    "daily": "1 day", "weekly": "1 week", "biweekly": "2 week", "bi-weekly": "2 week", "fortnightly": "2 week",
    "monthly": "1 month", "bimonthly": "2 month", "bi-monthly": "2 month", "quarterly": "3 month",
    "half-yearly": "6 month", "half yearly": "6 month", "semiannually": "6 month", "biannually": "6 month",
    "yearly": "1 year", "annually": "1 year", "annual": "1 year", "biennially": "2 year",
}  # fmt: skip
_NUMBERS = {
    "": 1, "a": 1, "an": 1, "one": 1, "single": 1, "other": 2, "alternate": 2, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
}  # fmt: skip
_PHRASE = re.compile(
    rf"(?:(?:once )?(?:every|each|a|per|on|in) |\+)?(?:(\d{{1,9}}|{'|'.join(filter(None, _NUMBERS))})(?: |(?<=\d)))?"
    rf"({'|'.join(sorted(_UNITS, key=len, reverse=True))})",
    re.ASCII,
)


def read_minutes(phrase: str) -> int:
    """Minutes of `15m`, `2h`, `1h30m`, `1.5h`, `half an hour`, `an hour and a half`.

    Raises: BadInputError; a number alone is refused.
    """
    text = " ".join(phrase.lower().split())
    found = _MINUTES.fullmatch(text)
    if found and text and (found[1] or not text.isdecimal()):
        minutes = round(float(found[1] or 0) * 60) + int(found[2] or 0)
    else:
        minutes = _minutes_in_words(text.replace("-", " "))
    if 0 < minutes <= LONGEST_MINUTES:
        return minutes
    raise BadInputError(f"'{phrase[:40]}' is not a length of time I know", "try: 15m, 2h, 1h30m, half an hour")


def _minutes_in_words(text: str) -> int:
    # 0 for what is no length.
    part = _PART_OF_HOUR.fullmatch(text)
    if part:
        return _PARTS[part[1]]
    found = _IN_WORDS.fullmatch(text)
    if not found:
        return 0
    hours, first, second, minutes = found.groups()
    return 60 * _count(hours) + _PARTS.get(first, 0) + _PARTS.get(second, 0) + _count(minutes)


def _count(word: str | None) -> int:
    return _COUNTS.get(word or "") or int(word or 0)


def read_every(phrase: str) -> str:
    """Normal form of a recurrence: `1 week`, `2 weeks`, `3 months`, `1 working day`.

    Raises: BadInputError.
    """
    text = " ".join(phrase.lower().split())
    base, number = _ADVERBS.get(text), 1
    found = _PHRASE.fullmatch(text)
    if found and not base:
        base, given = _UNITS[found[2]], found[1] or ""
        number = int(given) if given.isdecimal() else _NUMBERS[given]
    times, _, unit = (base or "0 ").partition(" ")
    count = int(times) * number
    if not 1 <= count <= 999:
        raise BadInputError(
            f"'{phrase[:40]}' is not a recurrence I know",
            "try: day, working day, week, 2 weeks, month, quarter, year; --by says on which day it begins",
        )
    return f"{count} {unit}{'' if count == 1 else 's'}"


def find_next_day(every: str, anchor: Day, after: date, calendar: Calendar) -> Day:
    """First day of the recurrence that comes after a day.

    Each is counted from the anchor, so the 31st comes back after a short month: 31 Jan, 28 Feb, 31 Mar. Only working
    days skip days off.

    Raises: BadInputError when the calendar ends first.
    """
    found = _EVERY.fullmatch(every)
    if not found:
        raise BrokenRecordError(
            f"holds '{every}' where a recurrence belongs", f"{command('edit', 'ID', '--every')} mends it"
        )
    number, start = int(found[1]), date.fromisoformat(anchor)
    if found[2] == "working day":
        # With no working days at all in the week, plain days are counted.
        gone = calendar.working_days(start, after) if calendar.workdays else (after - start).days
        steps = max(0, gone) // number + 1
        day = calendar.add_working_days(start, steps * number)
        if day.year > LAST_YEAR:
            raise _make_left_calendar_error(every)
        return day.isoformat()
    for step in itertools.count(1):
        try:
            candidate = start + relativedelta(**{f"{found[2]}s": step * number})  # type: ignore[arg-type]
        except (OverflowError, ValueError):
            candidate = date.max
        if candidate.year > LAST_YEAR:
            raise _make_left_calendar_error(every)
        if candidate > after:
            return candidate.isoformat()
    raise AssertionError("unreachable: count() never ends")


def _make_left_calendar_error(every: str) -> BadInputError:
    return BadInputError(f"'every {every}' leaves the calendar", f"{command('edit', 'ID', '--no-every')} ends it")
