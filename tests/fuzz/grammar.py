"""The dates of docs/dates.md, recognised once more, word by word, without the program's own patterns.

It says whether a phrase is one that the document describes, not which day is meant.
"""

from __future__ import annotations

import re

WEEKDAYS = {
    "mon", "monday", "tue", "tues", "tuesday", "wed", "wednes", "wednesday", "thu", "thur", "thurs", "thursday",
    "fri", "friday", "sat", "saturday", "sun", "sunday",
}  # fmt: skip
MONTHS = {
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july",
    "aug", "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december",
}  # fmt: skip
SMALL = {"a", "an", "one", "two", "three", "four", "five", "six"}
UNITS = {"d", "day", "days", "wd", "workday", "workdays", "w", "week", "weeks", "mo", "month", "months", "y", "year"}
UNITS |= {"years", "working"}
HOURS = {"h", "hour", "hours"}
ORDINAL = re.compile(r"(\d{1,2})(st|nd|rd|th)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CLOCK = re.compile(r"\d{1,2}:\d\d|\d{1,2}(:\d\d)?(am|pm)", re.ASCII)
ZONED = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?|\.\d{1,6})?(z|[+-]\d\d:?\d\d)?", re.ASCII)


def is_described(phrase: str) -> bool:
    """Whether the document's list has this phrase."""
    text = " ".join(phrase.split()).lower()
    if not text.isascii() or not text.isprintable():
        return False
    if DAY.fullmatch(text[:10]) and text[10:11] in ("t", " ") and ZONED.fullmatch(text[11:]):
        return True
    words = re.sub(
        r"(?<![\w:-])(\+?\d{1,30}) ?(?!(?:st|nd|rd|th|am|pm)\b)(?=[a-z]+\b)", r"\1 ", text.replace("+ ", "+\0")
    ).split()
    words = [part for word in words for part in ([word[:-1], ","] if word.endswith(",") else [word])]
    if _is_count(words, HOURS):
        return True
    return _is_day(words) or any(_is_day(head) for head in _without_time(words))


def _without_time(words: list[str]) -> list[list[str]]:
    # `3 pm` stands as two words, `at` may come before.
    heads = []
    for length in (1, 2):
        tail = "".join(words[-length:])
        if len(words) > length and CLOCK.fullmatch(tail):
            head = words[:-length]
            heads += [head, head[:-1]] if head[-1] == "at" else [head]
    return heads


def _is_day(words: list[str]) -> bool:
    match words:
        case ["today" | "tomorrow" | "yesterday" | "eow" | "eom"]:
            return True
        case ["end", "of", ("week" | "month")] | ["end", "of", "the", ("week" | "month")]:
            return True
        case ["next" | "last", ("week" | "month" | "year")]:
            return True
        case [day] if DAY.fullmatch(day):
            return True
        case [day] | ["on" | "next" | "last", day] if day in WEEKDAYS:
            return True
        case ["the", day] | ["on", "the", day] if ORDINAL.fullmatch(day):
            return True
    return _is_count(words, UNITS) or _is_month_and_day(words[1:] if words[:1] == ["on"] else words)


def _is_count(words: list[str], units: set[str]) -> bool:
    # `+3d`, `in 3 working days`, `a week`, `3d ago`.
    is_ago = words[-1:] == ["ago"]
    words = words[:-1] if is_ago else words
    has_in = words[:1] == ["in"] or words[:1] == ["+"] or (bool(words) and words[0].startswith("+"))
    if words[:1] in (["in"], ["+"]):
        words = words[1:]
    if not words or (is_ago and has_in):
        return False
    number, *rest = words
    number = number.removeprefix("+")
    if not (number in SMALL or re.fullmatch(r"\d{1,30}", number, re.ASCII)):
        return False
    if rest[:1] == ["working"] and "working" in units:
        return len(rest) == 2 and rest[1] in ("day", "days")
    return len(rest) == 1 and rest[0] in units - {"working"}


def _is_month_and_day(words: list[str]) -> bool:
    year = words[-1:] if len(words) > 2 and re.fullmatch(r"\d{4}", words[-1], re.ASCII) else []
    words = words[: len(words) - len(year)]
    if words[-1:] == [","]:
        if not year:
            return False
        words = words[:-1]
    match words:
        case [month, day] if month in MONTHS:
            return _is_number(day)
        case ["the", day, "of", month] | [day, "of", month] | ["the", day, month] | [day, month] if month in MONTHS:
            return _is_number(day)
    return False


def _is_number(word: str) -> bool:
    return bool(ORDINAL.fullmatch(word) or re.fullmatch(r"\d{1,2}", word, re.ASCII))
