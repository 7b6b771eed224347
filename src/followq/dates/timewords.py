"""Whether words sound like a time, understood or not: what may be a promise is never taken for plain text unsaid."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from followq.dates.vocabulary import (
    DAY_WORDS,
    HOURS,
    MONTH,
    MONTH_NAMES,
    MONTH_PLACES,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    SEASONS,
    UNITS,
    VAGUE,
    WEEKDAY_NAMES,
    WEEKDAY_PLACES,
    join_initials,
    tidy,
)

_STRONG = {
    *WEEKDAY_PLACES, *MONTH_PLACES, *DAY_WORDS, *SEASONS,
    "noon", "midday", "midnight", "morning", "afternoon", "evening", "lunch", "lunchtime", "breakfast",
    "dinner", "teatime", "sunset",
    "eod", "cob", "eob", "cop", "eow", "eom", "eoq", "eoy", "midweek", "midmonth", "midyear", "asap", "soon",
    "am", "pm", "oclock", "q1", "q2", "q3", "q4", "nye",
}  # fmt: skip
_UNITS = {word for unit in (*UNITS, *HOURS) for word in unit.split() if word not in ("working", "business")}
_UNITS |= {"m", "min", "mins", "minute", "minutes", "sec", "secs", "second", "seconds", "quarter", "quarters"}
_WEAK = (_UNITS - {"d", "w", "mo", "y", "h", "m"}) | {"night", "business", "play", "trading", "biz"}
"""Words that are a time only beside one of the markers: `paid by the week`, but `the end of the week`."""
_MARKER_WORDS = """
this these that next last past coming following end ends close beginning start early mid middle late new
before after from in within
"""
_SMALL_WORDS = """
the on at of to some time no not until till by than maybe perhaps probably possibly hopefully ideally preferably
only just even if possible either or and but very with for during over our your my his her their its it is was be
every each all any please pls say like i we you he she they think guess promise promised said really definitely
absolutely surely certainly again same whole full half working calendar local latest upcoming so then also too
still already better best most least sharp exactly precisely max as well yes yeah ok okay er uh um hmm ca when whenever
more less once must should would could will can up another nearly almost what let us me them him do there here now
other few have has had got get are were going need needs want wants hope hopes thing things available fiscal financial
quite rather high back turn long whichever w c e right away ahead both how between towards toward near per
"""
_AMOUNT_WORDS = """
the another few couple of half several about around at least most up to or so and more less than only some each
per every many whole full good further roughly approximately approx almost nearly over exactly extra dozen
working business calendar longer max just single
"""
_MARKERS = set(_MARKER_WORDS.split())
_SMALL = (_MARKERS - {"new"}) | set(NUMBER_WORDS) | set(ORDINAL_WORDS) | set(_SMALL_WORDS.split())
_SMALL |= {word for words in VAGUE for word in words.split()} - {"asap", "soon"}
_AMOUNT = set(NUMBER_WORDS) | set(_AMOUNT_WORDS.split())
# Names of people and firms too, where another name stands behind: Jan Novak, April Jones, Sun Microsystems.
_NAMES = {"jan", "mar", "may", "april", "june", "jun", "august", "sun", "spring", "summer", "winter", "easter", "sat"}
# Words long enough that a near spelling is a slip, not somebody's name.
_LONG_WORDS = ("tomorrow", "yesterday", *WEEKDAY_NAMES, *(name for name in MONTH_NAMES if len(name) > 6))
_CLOCK = re.compile(r"\d{1,2}(?::\d{2})?(?:[ap]m|ish)|\d{1,2}[:h]\d{2}|\d{1,2} ?(?:o'?clock|[ap]\.m)", re.ASCII)
_HALF_PAST = re.compile(
    r"\b(?:half|quarter) (?:past|to|after|\d{1,2}\b)|\bhalf (?:five|six|seven|eight|nine|ten|eleven)\b"
)
_WRITTEN = re.compile(
    rf"{_HALF_PAST.pattern}|^(?:the )?close$|\bnew year|\b\d{{1,2}}{MONTH}(?:\d{{2,4}})?\b|\b{MONTH}\d{{1,2}}\b",
    re.ASCII,
)
_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?\.?", re.ASCII)
_NUMBERED_UNIT = re.compile(r"(?:week|wk|kw|cw|day|month|quarter) ?(?:no\.? ?)?\d")


def is_amount(phrase: str) -> bool:
    """Whether the words are an amount of time, as in `moved by two weeks`, `late by 3d`, `paid by the hour`."""
    words = re.findall(r"[a-z]+|\d+", phrase.lower())
    units = [word for word in words if word in _UNITS]
    is_counted = all(word in _AMOUNT or word in _UNITS or word.isdecimal() for word in words)
    is_clock = phrase.startswith("+") or _is_numbered(phrase) or _HALF_PAST.search(phrase.lower())
    return bool(units) and is_counted and not is_clock


def sounds_like_time(phrase: str) -> bool:
    """Whether the words would be a time for who reads them: one comes first, small words aside."""
    text = tidy(phrase)
    written = re.findall(r"[^\W_]+(?:'[^\W_]+)?", join_initials(phrase.replace("’", "'")))
    words = [_base(word.lower()) for word in written]
    start = next((number for number, word in enumerate(words) if not _is_small(word)), len(words))
    if _WRITTEN.search(text) or any(map(_has_shape, _behind_small_words(text))):
        return True
    if start == len(words):
        return False
    first, rest = words[start], words[start + 1 :]
    if _is_name(written[start:]):
        return False
    if _is_strong(first) or _is_misspelt(written[start]):
        return True
    if _is_ordinal(first):
        return all(_is_small(word) or _is_strong(word) or _is_ordinal(word) or word in _WEAK for word in rest)
    return first in _WEAK and bool(_MARKERS & set(words) or any(_is_strong(word) or _is_ordinal(word) for word in rest))


def mentions_time(phrase: str) -> bool:
    """Whether a time word, however it is spelt, or a number is anywhere in it."""
    words = [_base(word) for word in re.findall(r"[^\W_]+", join_initials(phrase.lower()))]
    return (
        any(ch.isdecimal() for ch in phrase)
        or any(_is_strong(word) or word in _UNITS or word == "night" or _is_misspelt(word) for word in words)
        or all(word == "the" or word in NUMBER_WORDS or word in ORDINAL_WORDS for word in words)
    )


def _behind_small_words(text: str) -> Iterator[str]:
    # What follows none, one, two ... small words.
    parts = [part.strip("@,;:()[]*\"'-") for part in text.split()]
    for number, part in enumerate(parts):
        yield " ".join(parts[number:])
        if part and not _is_small(part.rstrip(".")):
            return


def _has_shape(text: str) -> bool:
    return _is_date_shape(text) or bool(_CLOCK.match(text)) or _is_numbered(text)


def _is_ordinal(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", word))


def _base(word: str) -> str:
    # friday's, fridays, fridayish
    word = word.removesuffix("'s")
    for ending in ("ish", "s"):
        if word not in _STRONG and word.removesuffix(ending) in _STRONG:
            return word.removesuffix(ending)
    return word


def _is_small(word: str) -> bool:
    return word in _SMALL or word.isdecimal()


def _is_strong(word: str) -> bool:
    return word in _STRONG or bool(_CLOCK.fullmatch(word))


def _is_name(written: list[str]) -> bool:
    if len(written) == 1:
        return False
    first, second = written[:2]
    is_other = not (_is_small(second.lower()) or _is_strong(_base(second.lower())) or second.lower() in _WEAK)
    return first.lower() in _NAMES and first.istitle() and second.istitle() and is_other


def _is_misspelt(word: str) -> bool:
    # With a capital it may be a name: Frida is no Friday.
    is_plain = word.islower() or (word.isupper() and len(word) > 1)
    return is_plain and bool(difflib.get_close_matches(word.lower(), _LONG_WORDS, cutoff=0.81))


def _is_numbered(phrase: str) -> bool:
    return bool(_NUMBERED_UNIT.match(phrase.lower()))


def _is_date_shape(text: str) -> bool:
    # 13/02, 2026-02-30, 24.12., and 10, an hour or a day; not 10.50, nor 100 or 24.12 EUR.
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return 1 <= int(text) <= 31
    found = _DATE.match(text)
    if not found:
        return False
    rest = [_base(word) for word in re.findall(r"[^\W_]+", text[found.end() :])]
    if not all(_is_small(word) or _is_strong(word) for word in rest):
        return False
    first, sign, second, third = found.groups()
    if third or len(first) == 4:
        return True
    is_day_and_month = any(1 <= day <= 31 and 1 <= month <= 12 for day, month in _both_ways(int(first), int(second)))
    return sign == "/" or is_day_and_month


def _both_ways(first: int, second: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return (first, second), (second, first)
