"""Read a date as people write it: a small, strict grammar.

What is not wholly understood is refused; dateutil does the arithmetic, its free parser never sees a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

from dateutil.relativedelta import relativedelta, weekday

from followq.errors import BadInputError
from followq.model.calendar import FIRST_YEAR, LAST_YEAR, MONTHS, WEEKDAYS, Calendar, When, instant
from followq.record import NamedTuple

EXAMPLES = "try: tomorrow, fri, next fri, +3d, in 3 working days, eow, the 15th, dec 1, 2026-12-01, fri 15:00"
LARGEST_NUMBER = 9999
PAST_EXAMPLES = "try: yesterday, 3d ago, last tue, 2026-11-20"

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _names(full: tuple[str, ...], short: tuple[str, ...], *more: tuple[str, int]) -> dict[str, int]:
    return {name: place for names in (full, short) for place, name in enumerate(names)} | dict(more)


WEEKDAY_PLACES = _names(WEEKDAY_NAMES, WEEKDAYS, ("tues", 1), ("wednes", 2), ("thur", 3), ("thurs", 3))
MONTH_PLACES = _names(MONTH_NAMES, MONTHS, ("sept", 8))
_UNITS = {
    "d": "days", "day": "days", "days": "days",
    "wd": "working", "working day": "working", "working days": "working", "workday": "working",
    "workdays": "working",
    "w": "weeks", "week": "weeks", "weeks": "weeks",
    "mo": "months", "month": "months", "months": "months",
    "y": "years", "year": "years", "years": "years",
}  # fmt: skip
_UNIT = "(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")"
_WEEKDAY = "(" + "|".join(sorted(WEEKDAY_PLACES, key=len, reverse=True)) + ")"
_MONTH = "(" + "|".join(sorted(MONTH_PLACES, key=len, reverse=True)) + ")"
_NUMBER_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = r"(\d{1,30}|(?:" + "|".join(_NUMBER_WORDS) + ")(?= ))"
_DAY_NUMBER = r"(\d{1,2}(?:st|nd|rd|th)?)"
_TIME = re.compile(r"(?:^|\s)(?:at )?(?:(\d{1,2}):(\d{2})|(\d{1,2})(?::(\d{2}))? ?(am|pm))$", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?(z|[+-]\d{2}:?[0-5]\d)?", re.ASCII)


class Read(NamedTuple):
    """A phrase understood: the moment, and a remark where the clock left a choice."""

    when: When
    remark: str = ""


class _NotUnderstoodError(Exception):
    """A phrase outside the grammar; the message says why where more is known."""


def read_date(phrase: str, calendar: Calendar) -> Read:
    """Read a moment that normally lies ahead; weekday names mean the next such day after today.

    Raises: BadInputError with examples.
    """
    return _read(phrase, calendar, is_past=False)


def read_past_date(phrase: str, calendar: Calendar) -> Read:
    """Read a moment that lies behind, for `--since`; a month and day mean the latest such day.

    Raises: BadInputError with examples; also when the moment lies ahead.
    """
    found = _read(phrase, calendar, is_past=True)
    if not calendar.has_come(found.when):
        raise BadInputError(f"{_quoted(phrase)} lies ahead: {found.when}", PAST_EXAMPLES)
    return found


def read_iso(text: str, calendar: Calendar) -> When:
    """Read a moment out of a file: `2026-12-01` or ISO 8601 with a time, nothing else.

    A time without an offset is local. Raises: BadInputError.
    """
    if _INSTANT.fullmatch(text.lower()) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return read_date(text, calendar).when
    raise BadInputError(f"{_quoted(text)} is not a date", "write 2026-12-01 or 2026-12-01T14:00:00Z")


def _read(phrase: str, calendar: Calendar, *, is_past: bool) -> Read:
    text = " ".join(phrase.lower().split())
    hint = PAST_EXAMPLES if is_past else EXAMPLES
    try:
        if not text.isascii() or not text.isprintable():
            raise _NotUnderstoodError
        found = _instant(text, calendar) or _moment(text, calendar, is_past)
        year = int(found.when[:4])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OverflowError
    except _NotUnderstoodError as err:
        why = f": {err}" if str(err) else ""
        raise BadInputError(f"{_quoted(phrase)} is not a date I know{why}", hint) from None
    except OverflowError:
        raise BadInputError(f"{_quoted(phrase)} is outside the years {FIRST_YEAR} to {LAST_YEAR}", hint) from None
    return found


def _quoted(phrase: str) -> str:
    return f"'{phrase[:40]}…'" if len(phrase) > 40 else f"'{phrase}'"


def _instant(text: str, calendar: Calendar) -> Read | None:
    # ISO 8601 with a time: an offset decides, else it is local time.
    if not _INSTANT.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError as err:
        raise _NotUnderstoodError("no such day or time") from err
    if text[11:13] == "24":
        # The next day's midnight, says Python from 3.14 on, and refuses it before.
        raise _NotUnderstoodError("no such day or time")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise OverflowError
    return _local(at, calendar) if at.tzinfo is None else Read(instant(at))


def _moment(text: str, calendar: Calendar, is_past: bool) -> Read:
    hours = re.fullmatch(rf"(\+|in )?{_NUMBER} ?(?:h|hours?)( ago)?", text, re.ASCII)
    if hours and not (hours[1] and hours[3]):
        sign = -1 if hours[3] else 1
        return Read(instant(calendar.now + timedelta(hours=sign * _number(hours[2]))))
    clock = _TIME.search(text)
    if clock and clock.start():
        on = _day(text[: clock.start()], calendar, is_past)
        return _local(datetime.combine(on, _clock_time(clock)), calendar)
    return Read(_day(text, calendar, is_past).isoformat())


def _clock_time(found: re.Match[str]) -> time:
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise _NotUnderstoodError(f"there is no {hour}{found[5]}")
        hour = hour % 12 + (12 if found[5] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise _NotUnderstoodError("no such time of day")
    return time(hour, minute)


def _local(at: datetime, calendar: Calendar) -> Read:
    # A time that clocks skip is moved forward by the gap; of a time that comes twice the first is meant.
    aware = at.replace(tzinfo=calendar.zone, fold=0)
    there = aware.astimezone(timezone.utc).astimezone(calendar.zone)
    if there.replace(tzinfo=None) != at:
        return Read(instant(aware), f"{at:%H:%M} is skipped that day, clocks go forward: {there:%H:%M} is meant")
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        return Read(instant(aware), f"{at:%H:%M} comes twice that day, clocks go back: the first is meant")
    return Read(instant(aware))


_Rule = Callable[[re.Match[str], Calendar, bool], date]


def _day(text: str, calendar: Calendar, is_past: bool) -> date:
    for pattern, rule in _RULES:
        found = pattern.fullmatch(text)
        if found:
            return rule(found, calendar, is_past)
    raise _NotUnderstoodError(_why_not(text))


def _why_not(text: str) -> str:
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?", text):
        return "it can be read two ways, write 2026-12-01 or dec 1"
    if re.search(r"(^|\d ?)(utc|gmt|[ecmpb][sd]t|cet|cest|eet|eest|wet|west|msk|ist|jst)([+-]\d+)?$", text):
        return "zones have many names, write the offset: 2026-12-01T15:00+01:00"
    if re.fullmatch(r"\d{1,2}", text):
        return "a number alone says too little, a day of the month is written 'the 15th'"
    if text in MONTH_PLACES:
        return f"which day? write '{text} 1'"
    if _TIME.fullmatch(text):
        return f"which day? write 'today {text}'"
    return ""


def _ahead(start: date, unit: str, count: int, calendar: Calendar) -> date:
    if unit == "working":
        return calendar.add_working_days(start, count)
    return _shift(start, unit, count)


def _shift(start: date, unit: str, count: int) -> date:
    step = {unit: count}
    try:
        return start + relativedelta(**step)  # type: ignore[arg-type]
    except ValueError as err:  # relativedelta's word for a year out of range
        raise OverflowError from err


def _number(text: str) -> int:
    number = _NUMBER_WORDS.get(text) or int(text)
    if number > LARGEST_NUMBER:
        raise OverflowError
    return number


def _named(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    return calendar.today + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[found[0]])


def _iso(found: re.Match[str], *_: object) -> date:
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError
    try:
        return date(year, month, day)
    except ValueError as err:
        raise _NotUnderstoodError("no such day") from err


def _coming_weekday(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    return calendar.today + relativedelta(days=1, weekday=weekday(WEEKDAY_PLACES[found[1]]))


def _weekday_of_next_week(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    first = calendar.first_of_week(calendar.today) + timedelta(weeks=1)
    return first + timedelta(days=(WEEKDAY_PLACES[found[1]] - calendar.first_weekday) % 7)


def _last_weekday(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    return calendar.today + relativedelta(days=-1, weekday=weekday(WEEKDAY_PLACES[found[1]])(-1))


def _relative(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    return _ahead(calendar.today, _UNITS[found[2]], _number(found[1]), calendar)


def _ago(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    return _ahead(calendar.today, _UNITS[found[2]], -_number(found[1]), calendar)


def _next_unit(found: re.Match[str], calendar: Calendar, _: bool) -> date:
    count = {"next": 1, "last": -1}[found[1]]
    return _ahead(calendar.today, _UNITS[found[2]], count, calendar)


def _end_of_week(_: re.Match[str], calendar: Calendar, __: bool) -> date:
    # The last working day of this week, or of the next one when this week's is over.
    end = calendar.last_of_week(calendar.today)
    return end if end >= calendar.today else calendar.last_of_week(calendar.today + timedelta(weeks=1))


def _end_of_month(_: re.Match[str], calendar: Calendar, __: bool) -> date:
    return calendar.today + relativedelta(day=31)


def _day_of_month(found: re.Match[str], calendar: Calendar, is_past: bool) -> date:
    # The next month (the last one, looking back) that has such a day.
    day = _day_number(found[1])
    if not 1 <= day <= 31:
        raise _NotUnderstoodError("no such day")
    step = -1 if is_past else 1
    first = calendar.today.replace(day=1)
    for months in range(0, 4 * step, step):
        candidate = _shift(first, "months", months) + relativedelta(day=day)
        is_right = candidate <= calendar.today if is_past else candidate > calendar.today
        if candidate.day == day and is_right:
            return candidate
    raise _NotUnderstoodError("no such day")


def _day_number(text: str) -> int:
    # 1st, 2nd, 3rd, 4th, 11th: an ordinal has its own ending, or none.
    number = int(text.rstrip("stndrh"))
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    if not text.isdecimal() and not text.endswith(ending):
        raise _NotUnderstoodError(f"it is the {number}{ending}")
    return number


def _month_day(month: str, ordinal: str, year: str | None, calendar: Calendar, is_past: bool) -> date:
    number, day, today = MONTH_PLACES[month] + 1, _day_number(ordinal), calendar.today
    if year:
        return _date(int(year), number, day)
    _date(2000, number, day)  # a leap year: refuses what no year has
    step = -1 if is_past else 1
    for candidate_year in range(today.year, today.year + 9 * step, step):
        try:
            candidate = date(candidate_year, number, day)
        except ValueError:
            continue
        if (candidate <= today) if is_past else (candidate >= today):
            return candidate
    raise _NotUnderstoodError("no such day")


def _month_first(found: re.Match[str], calendar: Calendar, is_past: bool) -> date:
    return _month_day(found[1], found[2], found[3], calendar, is_past)


def _day_first(found: re.Match[str], calendar: Calendar, is_past: bool) -> date:
    return _month_day(found[2], found[1], found[3], calendar, is_past)


_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern, re.ASCII), rule)
    for pattern, rule in (
        (r"today|tomorrow|yesterday", _named),
        (r"(\d{4})-(\d{2})-(\d{2})", _iso),
        (rf"(?:on )?{_WEEKDAY}", _coming_weekday),
        (rf"next {_WEEKDAY}", _weekday_of_next_week),
        (rf"last {_WEEKDAY}", _last_weekday),
        (rf"(?:\+|in )?{_NUMBER} ?{_UNIT}", _relative),
        (rf"{_NUMBER} ?{_UNIT} ago", _ago),
        (r"(next|last) (week|month|year)", _next_unit),
        (r"eow|end of (?:the )?week", _end_of_week),
        (r"eom|end of (?:the )?month", _end_of_month),
        (r"(?:on )?the (\d{1,2}(?:st|nd|rd|th))", _day_of_month),
        (rf"(?:on )?{_MONTH} {_DAY_NUMBER}(?:,? (\d{{4}}))?", _month_first),
        (rf"(?:on )?(?:the )?{_DAY_NUMBER}(?: of)? {_MONTH}(?:,? (\d{{4}}))?", _day_first),
    )
)
