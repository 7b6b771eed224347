"""The day that a phrase names, rule by rule. What no rule takes as a whole is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from followq.dates.asking import Asked, NotUnderstoodError
from followq.dates.monthdays import (
    make_date,
    pick_year,
    read_day_first,
    read_day_of_month,
    read_day_of_near_month,
    read_month_first,
    read_numeric,
    read_weekday_and_day_of_month,
    read_year_first,
    require_weekday,
)
from followq.dates.vocabulary import (
    DAY_WORDS,
    MONTH,
    MONTH_PLACES,
    NUMBER,
    NUMBER_WORDS,
    ORDINAL,
    ORDINAL_WORDS,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAY_PLACES,
    make_either,
)
from followq.dates.weeks import begin_months, end_months, end_week, shift
from followq.model.core.calendar import Calendar

LARGEST_NUMBER = 9999

_Found = re.Match[str]
_Rule = Callable[[_Found, Asked], date]
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def read_day(text: str, asked: Asked) -> date:
    """The day that a phrase names.

    Raises: NotUnderstoodError, JustGoneError, OverflowError.
    """
    for pattern, rule in _RULES:
        found = pattern.fullmatch(text)
        if found:
            return rule(found, asked)
    raise NotUnderstoodError


def read_number(text: str) -> int:
    """A count in digits or as a word.

    Raises: OverflowError.
    """
    number = NUMBER_WORDS.get(text) or int(text)
    if number > LARGEST_NUMBER:
        raise OverflowError
    return number


def _read_named(found: _Found, asked: Asked) -> date:
    return asked.calendar.today + timedelta(days=DAY_WORDS[found[0]])


def _second_day(found: _Found, asked: Asked) -> date:
    return asked.calendar.today + timedelta(days=2 if found[1] == "after tomorrow" else -2)


def _weekday(found: _Found, asked: Asked) -> date:
    # The next one after today; looking back the latest before it.
    return _near_weekday(found[1], asked.calendar.today, is_past=asked.is_past)


def _near_weekday(name: str, today: date, *, is_past: bool) -> date:
    if is_past:
        return today - timedelta(days=(today.weekday() - WEEKDAY_PLACES[name] - 1) % 7 + 1)
    return today + timedelta(days=(WEEKDAY_PLACES[name] - today.weekday() - 1) % 7 + 1)


def _coming_weekday(found: _Found, asked: Asked) -> date:
    return _near_weekday(found[1], asked.calendar.today, is_past=False)


def _last_weekday(found: _Found, asked: Asked) -> date:
    return _near_weekday(found[1], asked.calendar.today, is_past=True)


def _weekday_of(name: str, week: str, asked: Asked) -> date:
    first = asked.calendar.first_of_week(asked.calendar.today) + timedelta(
        weeks={"last": -1, "this": 0, "next": 1}[week]
    )  # fmt: skip
    return first + timedelta(days=(WEEKDAY_PLACES[name] - first.weekday()) % 7)


def _weekday_of_week(found: _Found, asked: Asked) -> date:
    name, week = (found[1], found[2]) if found[1] in WEEKDAY_PLACES else (found[2], found[1])
    day = _weekday_of(name, week, asked)
    if week == "this" and day < asked.calendar.today and not asked.is_past:
        raise NotUnderstoodError(f"this {name} was {day}, write '{name}' or 'next {name}'")
    return day


def _weekday_in_a_week(found: _Found, asked: Asked) -> date:
    # `friday week`: a week after the coming one.
    return read_day(found[1], asked) + timedelta(weeks=1)


def _relative(found: _Found, asked: Asked) -> date:
    return shift(asked.calendar.today, UNITS[found[2]], read_number(found[1]), asked.calendar)


def _ago(found: _Found, asked: Asked) -> date:
    return shift(asked.calendar.today, UNITS[found[2]], -read_number(found[1]), asked.calendar)


def _from_day(found: _Found, asked: Asked) -> date:
    return shift(read_day(found[3], asked), UNITS[found[2]], read_number(found[1]), asked.calendar)


def _next_unit(found: _Found, asked: Asked) -> date:
    return shift(asked.calendar.today, UNITS[found[2]], {"next": 1, "last": -1}[found[1]], asked.calendar)


def _this_unit(found: _Found, asked: Asked) -> date:
    # The whole of it: up to its end, or from its beginning.
    if asked.is_start:
        today = asked.calendar.today
        return asked.calendar.first_of_week(today) if found[1] == "week" else begin_months(today, _MONTHS_IN[found[1]])
    return _end_of_unit(found[1], 0, asked)


def _end_of(found: _Found, asked: Asked) -> date:
    return _end_of_unit(found[2], 1 if found[1] == "next" else -1 if found[1] == "last" else 0, asked)


def _end_soon(found: _Found, asked: Asked) -> date:
    unit = next(part for part in found.groups() if part)
    return _end_of_unit({"w": "week", "m": "month", "q": "quarter", "y": "year"}.get(unit, unit), 0, asked)


def _end_of_unit(unit: str, count: int, asked: Asked) -> date:
    if unit.endswith("week"):
        return end_week(asked.calendar, count)
    months = _MONTHS_IN[unit]
    first = begin_months(asked.calendar.today, months)
    return end_months(shift(first, "months", months * count, asked.calendar), months)


def _end_of_day(found: _Found, asked: Asked) -> date:
    return read_day(found[1], asked)


def _end_of_month(found: _Found, asked: Asked) -> date:
    # The end of the month by that name that comes, or came last; of this month where it is this one.
    name, today = found[1], asked.calendar.today
    month = MONTH_PLACES[name] + 1 if name in MONTH_PLACES else 3 * int(name[1])
    if found[2] or asked.year:
        return end_months(make_date(int(found[2] or asked.year or 0), month, 1), 1)
    ends = [end_months(date(year, month, 1), 1) for year in range(today.year - 1, today.year + 2)]
    return pick_year(ends, asked)


def _edge_of_period(found: _Found, asked: Asked) -> date:
    """`last working day of november`, `first day of next month`."""
    edge, unit, which, name = found[1], found[2], found[3], found[4] or found[5]
    today, calendar = asked.calendar.today, asked.calendar
    months = _MONTHS_IN.get(name, 1 if name in MONTH_PLACES else 3)

    def edge_from(first: date) -> date:
        return _edge(first, months, calendar, is_last=edge == "last", is_working=unit != "day")

    if name not in _MONTHS_IN:
        month = MONTH_PLACES[name] + 1 if name in MONTH_PLACES else 3 * int(name[1]) - 2
        year = int(found[6]) if found[6] else asked.year
        if year:
            return edge_from(make_date(year, month, 1))
        return pick_year([edge_from(date(one, month, 1)) for one in range(today.year - 1, today.year + 2)], asked)

    def edge_of(count: int) -> date:
        return edge_from(shift(begin_months(today, months), "months", months * count, calendar))

    day = edge_of({"next": 1, "last": -1}.get(which, 0))
    if which == "the" and (day > today if asked.is_past else day < today):
        # The next one that comes, or the one that came last.
        return edge_of(-1 if asked.is_past else 1)
    if which == "this" and day < today and not asked.is_past:
        raise NotUnderstoodError(f"that was {day}")
    return day


def _edge(first: date, months: int, calendar: Calendar, *, is_last: bool, is_working: bool) -> date:
    # The first or last day, or working day, of the months from a day on.
    day = end_months(first, months) if is_last else first
    if not is_working or not calendar.workdays or calendar.is_working(day):
        return day
    return calendar.add_working_days(day, -1 if is_last else 1)


def _last_working_day(found: _Found, asked: Asked) -> date:
    if asked.is_past:
        raise NotUnderstoodError("which? write '1 working day ago' or 'last working day of last month'")
    return read_day(f"{found[0]} of the month", asked)


def _end_of_year(found: _Found, _: Asked) -> date:
    return make_date(int(found[1]), 12, 31)


def _weekday_and_date(found: _Found, asked: Asked) -> date:
    return require_weekday(read_day(found[2], asked), found[1])


_WORKING_DAY = make_either(
    word for word in UNITS if UNITS[word] == "working" and "day" in word and not word.endswith("s")
)
_THE = "(?:on )?(?:the )?"
_END = "(?:the )?end (?:of )?"
_DAY_WORD = make_either(DAY_WORDS)
_WEEKDAY = f"(?:on )?{WEEKDAY}"
_FROM_DAY = f"({make_either(DAY_WORDS)}|(?:this |next )?{WEEKDAY})"
_ORDINAL = f"({ORDINAL}|{make_either(ORDINAL_WORDS)[1:-1].replace('-', '[- ]')})"
_DAY_NUMBER = rf"({_ORDINAL[1:-1]}|\d{{1,2}})"
_YEAR = r"(?: (\d{4}))?"
_MONTH_FIRST = rf"(?:{WEEKDAY} )?(?:on )?{MONTH} (?:the )?{_DAY_NUMBER}{_YEAR}"
_DAY_FIRST = rf"(?:{WEEKDAY} )?(?:on )?(?:the )?{_DAY_NUMBER}(?: of|\.)? {MONTH}{_YEAR}"

_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern, re.ASCII), rule)
    for pattern, rule in (
        (_DAY_WORD, _read_named),
        ("(?:the )?day (after tomorrow|before yesterday)", _second_day),
        (r"(\d{4})(?:-(\d{2})-(\d{2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2}))", read_year_first),
        (r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", read_numeric),
        (_WEEKDAY, _weekday),
        (f"(?:on )?(?:this |the )?coming {WEEKDAY}", _coming_weekday),
        (f"(?:on )?(?:last|this past|past) {WEEKDAY}", _last_weekday),
        (f"(?:on )?(next|this) {WEEKDAY}", _weekday_of_week),
        (f"{_WEEKDAY} (?:of )?(last|this|next) week", _weekday_of_week),
        (f"(last|this|next) week(?:'s)? (?:on )?{WEEKDAY}", _weekday_of_week),
        (f"({make_either((*WEEKDAY_PLACES, 'today', 'tomorrow'))[1:-1]}) week", _weekday_in_a_week),
        (rf"(?:\+|in |within )?{NUMBER} ?{UNIT}(?:(?:'s?)? time| from now)?", _relative),
        (rf"{NUMBER} ?{UNIT} ago", _ago),
        (rf"{NUMBER} ?{UNIT} (?:from|after) {_FROM_DAY}", _from_day),
        (f"(a|one) (week) (?:on )?{_FROM_DAY}", _from_day),
        (r"(next|last) (week|month|year)", _next_unit),
        ("this (week|month|quarter|year)", _this_unit),
        (f"{_END}(?:(?:the|(this|next|last)) )?((?:business |working )?week|month|quarter|year)", _end_of),
        ("eo([wmqy])|(?:the )?(?:(week)'s|(month|quarter|year)(?:'?s)?)[ -]end", _end_soon),
        (f"{_END}({_DAY_WORD[1:-1]}|{WEEKDAY[1:-1]})", _end_of_day),
        (rf"{_END}({MONTH[1:-1]}|q[1-4]){_YEAR}", _end_of_month),
        (rf"{_END}(?:year )?(\d{{4}})", _end_of_year),
        (
            rf"{_THE}(first|last) (day|{_WORKING_DAY[1:-1]}) (?:(?:of|in) )?"
            rf"(?:(the|this|next|last) (month|quarter|year)|({MONTH[1:-1]}|q[1-4]){_YEAR})",
            _edge_of_period,
        ),
        (rf"{_THE}last (?:{_WORKING_DAY[1:]} (?:of |in )?(?:(?:the|(this|next|last)) )?(week)", _end_of),
        (rf"{_THE}last {_WORKING_DAY}", _last_working_day),
        (rf"{_THE}({ORDINAL})", read_day_of_month),
        ("(?:on )?the (first)", read_day_of_month),
        (rf"{_THE}{_ORDINAL} (?:of (?=the )|(?:of )?(?!the ))(the|this|next|last) month", read_day_of_near_month),
        (rf"(?:on )?{WEEKDAY} (?:the )?({ORDINAL})", read_weekday_and_day_of_month),
        (_MONTH_FIRST, read_month_first),
        (_DAY_FIRST, read_day_first),
        (rf"{WEEKDAY} (\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}([/.-])\d{{1,2}}\3\d{{4}})", _weekday_and_date),
    )
)
