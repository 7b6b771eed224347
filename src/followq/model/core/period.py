"""A stretch of time as filters give it: from a day or an instant until a day or an instant."""

from __future__ import annotations

from datetime import timedelta

from followq.model.core.calendar import Calendar, Day, Instant, When, instant, is_day
from followq.record import NamedTuple


class Period(NamedTuple):
    """`since` and `until` as they were meant, None where a side is open.

    Instants fit from `begin` on and before `end`; whole days, which begin at the user's midnight, from `first` to
    `last`.
    """

    since: When | None = None
    until: When | None = None
    begin: Instant = ""
    end: Instant = "9"
    first: Day = ""
    last: Day = "9"

    def holds(self, when: When) -> bool:
        """Whether a moment lies in it."""
        return self.first <= when <= self.last if is_day(when) else self.begin <= when < self.end


def make_period(since: When | None, until: When | None, calendar: Calendar) -> Period:
    """A period of the user's calendar; a day lasts from one midnight to the next."""
    period = Period(since, until)
    if since is not None:
        begin, day = calendar.start_of(since), calendar.day_of(since)
        is_midnight = calendar.start_of(day.isoformat()) == begin
        period = period._replace(begin=begin, first=(day if is_midnight else day + timedelta(days=1)).isoformat())
    if until is not None:
        end, day = instant(calendar.end_of(until)), calendar.day_of(until)
        is_before = not is_day(until) and calendar.start_of(day.isoformat()) >= end
        period = period._replace(end=end, last=(day - timedelta(days=1) if is_before else day).isoformat())
    return period
