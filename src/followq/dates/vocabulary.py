"""The words of dates: weekdays, months, numbers, units, and those that only sound like a date."""

from __future__ import annotations

import re

from followq.model.core.calendar import MONTHS, WEEKDAYS

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _places(full: tuple[str, ...], short: tuple[str, ...], *more: tuple[str, int]) -> dict[str, int]:
    return {name: place for names in (full, short) for place, name in enumerate(names)} | dict(more)


WEEKDAY_PLACES = _places(
    WEEKDAY_NAMES, WEEKDAYS, ("tues", 1), ("wednes", 2), ("weds", 2), ("thur", 3), ("thurs", 3)
)  # fmt: skip
MONTH_PLACES = _places(MONTH_NAMES, MONTHS, ("sept", 8))
DAY_WORDS = {"today": 0, "tonight": 0, "yesterday": -1} | dict.fromkeys(("tomorrow", "tmrw", "tmr", "tmw"), 1)
UNITS = {
    "d": "days", "day": "days", "days": "days",
    "wd": "working", "workday": "working", "workdays": "working", "working day": "working", "working days": "working",
    "business day": "working", "business days": "working",
    "w": "weeks", "wk": "weeks", "wks": "weeks", "week": "weeks", "weeks": "weeks",
    "fortnight": "fortnights", "fortnights": "fortnights",
    "mo": "months", "month": "months", "months": "months",
    "y": "years", "yr": "years", "yrs": "years", "year": "years", "years": "years",
}  # fmt: skip
HOURS = ("h", "hr", "hrs", "hour", "hours")
NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_FIRST_TO_NINTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TENTH_TO_TWENTIETH = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
ORDINAL_WORDS = (
    dict(zip((*_FIRST_TO_NINTH, *_TENTH_TO_TWENTIETH), range(1, 21), strict=True))
    | {f"twenty-{word}": 20 + number for number, word in enumerate(_FIRST_TO_NINTH, 1)}
    | {"thirtieth": 30, "thirty-first": 31}
)

VAGUE = (
    "early", "earlier", "mid", "middle", "late", "later", "beginning", "start", "around", "about", "roughly", "approx",
    "approximately", "circa", "sometime", "someday", "soon", "asap", "first thing", "few", "couple",
)  # fmt: skip
"""Words that name no day: a promise needs one."""
SEASONS = (
    "christmas", "xmas", "easter", "thanksgiving", "halloween", "ramadan", "spring", "summer", "autumn", "winter",
    "weekend", "weekends", "holiday", "holidays", "payday",
)  # fmt: skip
"""Times of the year and the week that everybody knows and no calendar here has as one day."""


_INITIALS = re.compile(r"\b(?:[a-z]\.){1,3}[a-z]?(?![a-z0-9])", re.ASCII | re.IGNORECASE)


def tidy(phrase: str) -> str:
    """A phrase in small letters and single spaces, without what is only written around its words."""
    text = " ".join(phrase.lower().replace("’", "'").split()).replace(", ", " ").replace("end-of-", "end of ")
    # c.o.b., 3 p.m., fri. 5 dec.
    return _DOTS.sub(r"\1\2", join_initials(text))


def join_initials(text: str) -> str:
    """`C.O.B.` as `COB`."""
    return _INITIALS.sub(lambda found: found[0].replace(".", ""), text)


def make_either(words: object) -> str:
    """A group of a pattern that takes one of these words, the longest first."""
    return "(" + "|".join(sorted(map(str, words), key=len, reverse=True)) + ")"  # type: ignore[call-overload]


WEEKDAY = make_either(WEEKDAY_PLACES)
MONTH = make_either(MONTH_PLACES)
UNIT = make_either(UNITS)
NUMBER = r"(\d{1,30}|" + make_either(NUMBER_WORDS).replace("(", "(?:", 1) + "(?= ))"
ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_DOTS = re.compile(rf"\b(?:{WEEKDAY}|{MONTH})\.(?= |$)", re.ASCII)
