"""The time of day in a phrase: `15:00`, `3pm`, `noon`, `morning`, `close of business`."""

from __future__ import annotations

import re
from datetime import datetime, time, timezone

from followq.dates.asking import NotUnderstoodError, Read
from followq.model.core.calendar import Calendar, format_instant
from followq.record import NamedTuple

LONGEST = 7
"""Words that a time of day has at most: `at the end of the working day`."""


class Hours(NamedTuple):
    """A stretch of the day; `end` is None where it lasts as long as the day. One minute begins and ends at once."""

    begin: time
    end: time | None


_NOON = Hours(time(12), time(12))
_MORNING, _AFTERNOON, _EVENING = Hours(time(6), time(12)), Hours(time(12), time(18)), Hours(time(18), None)
_NAMED = {
    "noon": _NOON, "midday": _NOON, "mid-day": _NOON, "lunch": _NOON, "lunchtime": _NOON, "lunch time": _NOON,
    "morning": _MORNING, "afternoon": _AFTERNOON,
    **dict.fromkeys(("evening", "night", "eod", "cob", "eob", "cop"), _EVENING),
}  # fmt: skip
_CLOCK = re.compile(r"(?:(\d{1,2}):(\d{2})|(\d{1,2})(?:[:.](\d{2}))? ?([ap])m)", re.ASCII)
_CLOSE = re.compile(
    r"(?:the )?(?:end|close) of (?:the )?(?:(?:business|working|work) )?(?:day|business|biz|play)", re.ASCII
)
_TODAY = {
    "tonight": (0, _EVENING), "this morning": (0, _MORNING), "this afternoon": (0, _AFTERNOON),
    "this evening": (0, _EVENING), "last night": (-1, _EVENING),
}  # fmt: skip


def read_hours(text: str) -> Hours | None:
    """The time of day that these words name, None where they name none.

    Raises: NotUnderstoodError for one that no day has.
    """
    text = text.removeprefix("at ")
    found = _CLOCK.fullmatch(text)
    if found:
        at = _clock_time(found)
        return Hours(at, at)
    if _CLOSE.fullmatch(text):
        return _EVENING
    if text in ("12 noon", "12:00 noon"):
        return _NOON
    return _NAMED.get(text.removeprefix("in the ").removeprefix("the "))


def read_hours_alone(text: str) -> tuple[int, Hours] | None:
    """The time of day that needs no day beside it, and how many days from today that is.

    Raises: NotUnderstoodError for one that does.
    """
    found = _TODAY.get(text)
    if found:
        return found
    # A clock time doesn't say whether today's is meant, and `travel by night` is no time of day.
    hours = read_hours(text)
    if hours and (_CLOCK.fullmatch(text.removeprefix("at ")) or text.split()[-1:] == ["night"]):
        raise NotUnderstoodError(f"which day? write 'today {text}'")
    return (0, hours) if hours else None


def _clock_time(found: re.Match[str]) -> time:
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise NotUnderstoodError(f"there is no {hour}{found[5]}m")
        hour = hour % 12 + (12 if found[5] == "p" else 0)
    if hour > 23 or minute > 59:
        raise NotUnderstoodError("no such time of day")
    return time(hour, minute)


def resolve_local(at: datetime, calendar: Calendar) -> Read:
    """The instant of a local time, with a remark where clocks skip it (it moves on) or show it twice (the first)."""
    aware = at.replace(tzinfo=calendar.zone, fold=0)
    there = aware.astimezone(timezone.utc).astimezone(calendar.zone)
    if there.replace(tzinfo=None) != at:
        return Read(format_instant(aware), f"{at:%H:%M} is skipped that day, clocks go forward: {there:%H:%M} is meant")
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        return Read(format_instant(aware), f"{at:%H:%M} comes twice that day, clocks go back: the first is meant")
    return Read(format_instant(aware))
