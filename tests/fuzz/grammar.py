"""The dates of docs/dates.md, recognised once more, word by word, without the program's own patterns.

It says whether a phrase is one that the document describes, not which day is meant.
"""

from __future__ import annotations

import re
from itertools import product

WEEKDAYS = {
    "mon", "monday", "tue", "tues", "tuesday", "wed", "weds", "wednes", "wednesday", "thu", "thur", "thurs", "thursday",
    "fri", "friday", "sat", "saturday", "sun", "sunday",
}  # fmt: skip
MONTHS = {
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july",
    "aug", "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december",
}  # fmt: skip
NAMED = {"today", "tonight", "tomorrow", "tmrw", "tmr", "tmw", "yesterday"}
SMALL = {"a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
TENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
ORDINALS = {*ONES, *TENS.split(), "thirtieth", "thirty-first", *(f"twenty-{one}" for one in ONES)}
UNITS = {"d", "day", "days", "wd", "workday", "workdays", "w", "wk", "wks", "week", "weeks", "fortnight", "fortnights"}
UNITS |= {"mo", "month", "months", "y", "yr", "yrs", "year", "years"}
HOURS = {"h", "hr", "hrs", "hour", "hours"}
SPANS = {"week", "month", "quarter", "year"}
ORDINAL = re.compile(r"(\d{1,2})(st|nd|rd|th)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}", re.ASCII)
NUMERIC = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}", re.ASCII)
CLOCK = re.compile(r"\d{1,2}:\d\d|\d{1,2}([:.]\d\d)?(am|pm)", re.ASCII)
ZONED = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?|\.\d{1,6})?(z|[+-]\d\d:?\d\d)?", re.ASCII)
PARTS = {"morning", "afternoon", "evening", "night", "lunch", "lunchtime", "noon", "midday", "mid-day", "eod", "cob"}
PARTS |= {"eob", "cop"}


def is_described(phrase: str) -> bool:
    """Whether the document's list has this phrase."""
    text = " ".join(phrase.lower().replace("’", "'").split())
    if not text.isascii() or not text.isprintable():
        return False
    if text[4:5] == "-" and DAY.fullmatch(text[:10]) and text[10:11] in ("t", " ") and ZONED.fullmatch(text[11:]):
        return True
    if text.endswith(")") and text.count("(") == text.count(")") == 1:
        head, _, distance = text[:-1].partition(" (")
        return is_described(head) and is_described(distance)
    return any(_is_moment(words) for words in _without_deadline(_words(text)))


def _words(text: str) -> list[str]:
    text = text.replace(", ", " ").replace("end-of-", "end of ").replace("-end", " end").replace("+ ", "+\0")
    text = re.sub(r"\b([a-z])\.([a-z])\.([a-z])?\.?(?![a-z0-9])", lambda at: "".join(at.groups("")), text)
    text = re.sub(r"\b([a-z]+|\d{1,2})\.(?= |$)", r"\1", text)
    number = r"(?<![\w:/.-])(\+?\d{1,30}) ?(?!(?:st|nd|rd|th|am|pm)\b)(?=[a-z]+\b)"
    words = re.sub(number, r"\1 ", text).split()
    joined = " ".join(words)
    for tens, ones in product(("twenty", "thirty"), ONES):
        joined = joined.replace(f"{tens} {ones}", f"{tens}-{ones}")
    return joined.split()


def _without_deadline(words: list[str]) -> list[list[str]]:
    # `no later than fri`, `fri at the latest`, `latest fri`
    found = [words]
    for before in (["no", "later", "than"], ["latest"], ["at", "the", "latest"]):
        found += [rest[len(before) :] for rest in found if rest[: len(before)] == before]
    for after in (["latest"], ["at", "latest"], ["at", "the", "latest"], ["at", "the", "very", "latest"], ["sharp"]):
        found += [rest[: -len(after)] for rest in found if rest[-len(after) :] == after]
    return found


def _is_moment(words: list[str]) -> bool:
    if _is_count(words, HOURS) or _is_time_alone(words) or _is_day(words):
        return True
    if words in (["tonight"], ["last", "night"]) or (len(words) == 2 and words[0] == "this" and words[1] in PARTS):
        return True
    for cut in range(1, len(words)):
        head, tail = words[:cut], words[cut:]
        if _is_time(tail) and _is_day(head):
            return True
        if _is_time(head) and (_is_day(tail) or (tail[0] in ("on", "of") and _is_day(tail[1:]))):
            return True
    return False


def _is_time_alone(words: list[str]) -> bool:
    is_clock = CLOCK.fullmatch("".join(words[1:] if words[:1] == ["at"] else words))
    return _is_time(words) and not is_clock and words[-1] != "night"


def _is_time(words: list[str]) -> bool:
    words = words[1:] if words[:1] == ["at"] else words
    if CLOCK.fullmatch("".join(words)) and len(words) <= 2:
        return True
    if words in (["12", "noon"], ["12:00", "noon"]):
        return True
    rest = words[1:] if words[:1] == ["the"] else words
    match rest:
        case ["end" | "close", "of", *more]:
            more = more[1:] if more[:1] == ["the"] else more
            more = more[1:] if len(more) == 2 and more[0] in ("business", "working", "work") else more
            return len(more) == 1 and more[0] in ("day", "business", "biz", "play")
    part = words[2:] if words[:2] == ["in", "the"] else rest
    return part == ["lunch", "time"] or (len(part) == 1 and part[0] in PARTS)


def _is_day(words: list[str]) -> bool:
    match words:
        case [day] if day in NAMED or DAY.fullmatch(day) or NUMERIC.fullmatch(day) or re.fullmatch("eo[wmqy]", day):
            return True
        case ["day", "after", "tomorrow"] | ["day", "before", "yesterday"]:
            return True
        case ["the", "day", "after", "tomorrow"] | ["the", "day", "before", "yesterday"]:
            return True
        case ["next" | "last", ("week" | "month" | "year")]:
            return True
        case ["this", span] if span in SPANS:
            return True
        case [day, "week"] if day in WEEKDAYS or day in ("today", "tomorrow"):
            return True
        case ["the", *rest, "end"] | [*rest, "end"] if len(rest) == 1:
            return rest[0] == "week's" or rest[0].removesuffix("s").removesuffix("'") in SPANS - {"week"}
    rest = words[1:] if words[:1] == ["on"] else words
    return (
        _is_weekday(rest)
        or _is_weekday_of_week(words)
        or _is_count(words, UNITS)
        or _is_from_day(words)
        or _is_end(words)
        or _is_day_of_month(rest)
        or _is_month_and_day(rest)
        or (rest[:1] != [] and rest[0] in WEEKDAYS and _is_dated(rest[1:]))
        if words
        else False
    )


def _is_weekday(words: list[str]) -> bool:
    match words:
        case [day]:
            return day in WEEKDAYS
        case ["next" | "last" | "this" | "past" | "coming", day]:
            return day in WEEKDAYS
        case ["this", "past", day] | ["this" | "the", "coming", day]:
            return day in WEEKDAYS
    return False


def _is_weekday_of_week(words: list[str]) -> bool:
    words = words[1:] if words[:1] == ["on"] else words
    match words:
        case [day, "of", "last" | "this" | "next", "week"] | [day, "last" | "this" | "next", "week"]:
            return day in WEEKDAYS
        case ["last" | "this" | "next", "week" | "week's", *rest]:
            rest = rest[1:] if rest[:1] == ["on"] else rest
            return len(rest) == 1 and rest[0] in WEEKDAYS
    return False


def _is_dated(words: list[str]) -> bool:
    # What may stand behind a weekday: `27 nov`, `the 13th`, `13/3/2026`.
    words = words[1:] if words[:1] == ["on"] else words
    match words:
        case [day] | ["the", day] if ORDINAL.fullmatch(day):
            return True
        case [day] if (DAY.fullmatch(day) and day[4] == "-") or NUMERIC.fullmatch(day):
            return True
    return _is_month_and_day(words)


def _is_count(words: list[str], units: set[str]) -> bool:
    # `+3d`, `in 3 working days`, `a week`, `3d ago`, `10 days from now`, `in two weeks' time`.
    is_ago = words[-1:] == ["ago"]
    words = words[:-1] if is_ago else words
    if words[-2:] == ["from", "now"] and not is_ago:
        words = words[:-2]
    elif words[-1:] == ["time"] and not is_ago and units is UNITS:
        words = [*words[:-2], words[-2].removesuffix("s").removesuffix("'")] if words[-2:-1] else words
        if words and words[-1] not in units and f"{words[-1]}s" in units:
            words[-1] += "s"
    has_in = words[:1] in (["in"], ["within"], ["+"]) or (bool(words) and words[0].startswith("+"))
    words = words[1:] if words[:1] in (["in"], ["within"], ["+"]) else words
    return bool(words) and not (is_ago and has_in) and _is_amount(words, units)


def _is_amount(words: list[str], units: set[str]) -> bool:
    number, *rest = words
    number = number.removeprefix("+")
    if not (number in SMALL or re.fullmatch(r"\d{1,30}", number, re.ASCII)):
        return False
    if rest[:1] in (["working"], ["business"]) and units is UNITS:
        return len(rest) == 2 and rest[1] in ("day", "days")
    return len(rest) == 1 and rest[0] in units


def _is_from_day(words: list[str]) -> bool:
    # `a week from friday`, `3 working days after next mon`, `a week on tuesday`, `a week today`
    for cut in range(1, len(words)):
        amount, day = words[:cut], words[cut:]
        if not _is_amount(amount, UNITS):
            continue
        is_week = amount[0] in ("a", "one") and amount[1:] == ["week"]
        if day[0] in ("from", "after") or (is_week and day[0] == "on"):
            day = day[1:]
        elif not is_week:
            continue
        match day:
            case [one] | ["this" | "next", one] if one in WEEKDAYS:
                return True
            case [one] if one in NAMED:
                return True
    return False


def _is_end(words: list[str]) -> bool:
    words = words[1:] if words[:1] == ["the"] else words
    if words[:1] != ["end"]:
        return False
    rest = words[2:] if words[1:2] == ["of"] else words[1:]
    match rest:
        case [one] if one in SPANS | WEEKDAYS | NAMED or re.fullmatch(r"\d{4}", one, re.ASCII):
            return True
        case ["year", year] if re.fullmatch(r"\d{4}", year, re.ASCII):
            return True
        case [month] if month in MONTHS or re.fullmatch("q[1-4]", month):
            return True
        case [month, year] if month in MONTHS or re.fullmatch("q[1-4]", month):
            return bool(re.fullmatch(r"\d{4}", year, re.ASCII))
    rest = rest[1:] if rest[:1] in (["the"], ["this"], ["next"], ["last"]) else rest
    return rest in ([span] for span in SPANS) or rest in (["business", "week"], ["working", "week"])


def _is_day_of_month(words: list[str]) -> bool:
    match words:
        case [day] | ["the", day] if ORDINAL.fullmatch(day):
            return True
        case ["the", "first"]:
            return True
    words = words[1:] if words[:1] == ["the"] else words
    match words:
        case [day, "of", "the" | "this" | "next" | "last", "month"] | [day, "this" | "next" | "last", "month"]:
            return bool(ORDINAL.fullmatch(day)) or day in ORDINALS
    return False


def _is_month_and_day(words: list[str]) -> bool:
    words = words[1:] if words[:1] == ["the"] and words[1:2] and words[1] not in MONTHS else words
    is_with_year = len(words) > 2 and re.fullmatch(r"\d{4}", words[-1], re.ASCII)
    words = words[:-1] if is_with_year else words
    match words:
        case [month, day] | [month, "the", day] if month in MONTHS:
            return _is_number(day)
        case [day, "of", month] | [day, month] if month in MONTHS:
            return _is_number(day)
    return False


def _is_number(word: str) -> bool:
    return bool(ORDINAL.fullmatch(word) or re.fullmatch(r"\d{1,2}", word, re.ASCII)) or word in ORDINALS
