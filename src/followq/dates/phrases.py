"""Read a date as people write it: a small, strict grammar.

What is not wholly understood is refused; dateutil does the arithmetic, its free parser never sees a phrase.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from followq.dates.asking import Asked, JustGoneError, NotUnderstoodError, Read
from followq.dates.days import read_day, read_number
from followq.dates.hours import LONGEST, Hours, read_hours, read_hours_alone, resolve_local
from followq.dates.vocabulary import HOURS, MONTH_PLACES, NUMBER, SEASONS, UNIT, VAGUE, make_either, tidy
from followq.errors import BadInputError
from followq.model.core.calendar import FIRST_YEAR, LAST_YEAR, Calendar, When, format_instant, is_moment
from followq.model.core.phrasing import day as day_in_words
from followq.model.core.phrasing import distance

EXAMPLES = "try: tomorrow, fri, next fri, +3d, in 3 working days, eow, the 15th, dec 1, 2026-12-01, fri 15:00"
PAST_EXAMPLES = "try: yesterday, 3d ago, last tue, 2026-11-20"

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?(z|[+-]\d{2}:?[0-5]\d)?", re.ASCII)
_HOURS = re.compile(rf"(\+|in |within )?{NUMBER} ?{make_either(HOURS)}( ago| from now)?", re.ASCII)
_DEADLINE = re.compile(r"(?:(?:at the )?latest |no later than )?(.*?)(?: at (?:the )?(?:very )?latest| latest| sharp)?")
_ZONE = re.compile(r"(^|\d ?)(utc|gmt|[ecmpb][sd]t|cet|cest|eet|eest|wet|west|msk|ist|jst)([+-]\d+)?$")


class EitherYearError(BadInputError):
    """A date without a year that has just gone by; `choices` are this year's and the next."""

    def __init__(self, message: str, hint: str, choices: tuple[Read, Read]) -> None:
        super().__init__(message, hint)
        self.choices = choices


def read_date(phrase: str, calendar: Calendar, *, is_start: bool = False) -> Read:
    """Read a moment that normally lies ahead; weekday names mean the next such day after today.

    Of a stretch like `monday morning` its end is meant: so long a promise is kept. With `is_start` it is its beginning.

    Raises: BadInputError with examples; EitherYearError.
    """
    return _read(phrase, Asked(calendar, is_start=is_start))


def read_past_date(phrase: str, calendar: Calendar, *, is_start: bool = True) -> Read:
    """Read a moment that lies behind, for `--since`; a weekday, or a month and day, mean the latest such day.

    Raises: BadInputError with examples; also when the moment lies ahead.
    """
    found = read_looking_back(phrase, calendar, is_start=is_start)
    if not calendar.has_come(found.when):
        raise BadInputError(f"{_unquote(phrase)} lies ahead: {found.when}", PAST_EXAMPLES)
    return found


def read_looking_back(phrase: str, calendar: Calendar, *, is_start: bool = False) -> Read:
    """Read a moment as `read_past_date` does, but one that says itself that it lies ahead (`tomorrow`) is taken too.

    Raises: BadInputError with examples.
    """
    return _read(phrase, Asked(calendar, is_past=True, is_start=is_start))


def read_iso(text: str, calendar: Calendar) -> When:
    """Read a moment out of a file: `2026-12-01` or ISO 8601 with a time, nothing else.

    A time without an offset is local. Raises: BadInputError.
    """
    if is_moment(text):
        return text
    if _INSTANT.fullmatch(text.lower()) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return read_date(text, calendar).when
    raise BadInputError(f"{_unquote(text)} is not a date", "write 2026-12-01 or 2026-12-01T14:00:00Z")


def _read(phrase: str, asked: Asked) -> Read:
    text = tidy(phrase)
    hint = PAST_EXAMPLES if asked.is_past else EXAMPLES
    try:
        if not text.isascii() or not text.isprintable():
            raise NotUnderstoodError
        found = _instant(text, asked.calendar) or _in_two_ways(text, asked) or _moment(text, asked)
        year = int(found.when[:4])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OverflowError
    except NotUnderstoodError as err:
        reason = str(err) or _why_not(text)
        why = f": {reason}" if reason else ""
        raise BadInputError(f"{_unquote(phrase)} is not a date I know{why}", hint) from None
    except OverflowError:
        raise BadInputError(f"{_unquote(phrase)} is outside the years {FIRST_YEAR} to {LAST_YEAR}", hint) from None
    except JustGoneError as err:
        raise _either_year(phrase, asked, err) from None
    return found


def _either_year(phrase: str, asked: Asked, err: JustGoneError) -> BadInputError:
    gone, coming = (_read(phrase, asked._replace(year=on.year)) for on in (err.gone, err.coming))
    days = (asked.calendar.today - err.gone).days
    ago = f"{days} day{'' if days == 1 else 's'} ago"
    said = f"{_day(err.gone, asked)} was {ago}, the next one is {_day(err.coming, asked)}"
    return EitherYearError(f"{_unquote(phrase)}: {said}", f"write {err.gone} or {err.coming}", (gone, coming))


def _day(on: date, asked: Asked) -> str:
    words = day_in_words(on.isoformat(), asked.calendar)
    return words if words.endswith(str(on.year)) else f"{words} {on.year}"


def _unquote(phrase: str) -> str:
    return f"'{phrase[:40]}…'" if len(phrase) > 40 else f"'{phrase}'"


def _instant(text: str, calendar: Calendar) -> Read | None:
    # ISO 8601 with a time: an offset decides, else it is local time.
    if not _INSTANT.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError as err:
        raise NotUnderstoodError("no such day or time") from err
    if text[11:13] == "24":
        # The next day's midnight, says Python from 3.14 on, and refuses it before.
        raise NotUnderstoodError("no such day or time")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise OverflowError
    return resolve_local(at, calendar) if at.tzinfo is None else Read(format_instant(at))


def _in_two_ways(text: str, asked: Asked) -> Read | None:
    # As followq shows dates: `Fri 27 Nov (in 4 working days)`. Both have to say the same.
    found = re.fullmatch(r"([^()]+) \(([^()]+)\)", text)
    if not found:
        return None
    moment = _moment(found[1], asked)
    if found[2] == distance(moment.when, asked.calendar):
        return moment
    other = _moment(found[2], asked)
    days = [asked.calendar.day_of(read.when) for read in (moment, other)]
    if days[0] != days[1]:
        raise NotUnderstoodError(f"'{found[1]}' is {days[0]}, '{found[2]}' is {days[1]}")
    return moment


def _moment(text: str, asked: Asked) -> Read:
    calendar = asked.calendar
    found = _DEADLINE.fullmatch(text)
    text = found[1] if found and found[1] else text
    hours = _HOURS.fullmatch(text)
    if hours and not (hours[1] and hours[4] == " ago"):
        sign = -1 if hours[4] == " ago" else 1
        return Read(format_instant(calendar.now + timedelta(hours=sign * read_number(hours[2]))))
    alone = read_hours_alone(text)
    if alone:
        return _today_at(alone[0], alone[1], asked)
    try:
        return Read(read_day(text, asked).isoformat())
    except NotUnderstoodError as err:
        split = None if str(err) else _split(text)
        if not split:
            raise
    return _at(read_day(split[0], asked), split[1], asked)


def _split(text: str) -> tuple[str, Hours] | None:
    # A day and a time of day, whichever comes first.
    words = text.split(" ")
    for size in range(min(LONGEST, len(words) - 1), 0, -1):
        last = read_hours(" ".join(words[-size:]))
        if last:
            return " ".join(words[:-size]), last
        first = read_hours(" ".join(words[:size]))
        if first:
            rest = words[size:]
            return " ".join(rest[1:] if rest[0] in ("on", "of") and rest[1:] else rest), first
    return None


def _at(on: date, hours: Hours, asked: Asked) -> Read:
    at = hours.begin if asked.is_start else hours.end
    return resolve_local(datetime.combine(on, at), asked.calendar) if at else Read(on.isoformat())


def _today_at(days: int, hours: Hours, asked: Asked) -> Read:
    calendar = asked.calendar
    found = _at(calendar.today + timedelta(days=days), hours, asked)
    if not asked.is_past and calendar.is_past(found.when):
        raise NotUnderstoodError("it has gone by today, name the day")
    return found


def _why_not(text: str) -> str:
    words = set(re.findall(r"[a-z]+", text))
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}([/.]\d{2,4}?)?", text):
        return "it can be read two ways, write 2026-12-01 or dec 1"
    if _ZONE.search(text):
        return "zones have many names, write the offset: 2026-12-01T15:00+01:00"
    if re.fullmatch(r"\d{1,2}", text):
        return "a number alone says too little, a day of the month is written 'the 15th'"
    if text in MONTH_PLACES:
        return f"which day? write '{text} 1' or 'end of {text}'"
    if re.search(r"\b[a-z]+ [ap]m$", text):
        return "write 'morning', 'afternoon', or 9am"
    if re.search(r"\bat \d{1,2}$|o'clock|\dish\b", text):
        return "morning or evening? write 9:00 or 9am"
    if re.search(r"\bq[1-4]\b", text):
        return "a quarter is long, write 'end of q1'"
    if words & set(VAGUE) or "first thing" in text:
        return "too vague for a date, name a day"
    if words & {*SEASONS, "nye"} or "new year" in text:
        return "name the day"
    if "midnight" in words:
        return "midnight begins a day and ends one, write the day alone or 23:59"
    if words & {"before", "until", "till", "or"}:
        return "name one day"
    return "how many?" if re.fullmatch(UNIT, text) else ""
