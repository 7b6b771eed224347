"""People who are away for a while: their silence means nothing, and nobody asks them."""

from __future__ import annotations

from datetime import date, timedelta

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, Day, When
from followq.model.core.person import Person
from followq.record import NamedTuple


class Absence(NamedTuple):
    """The first day on which somebody is known to be away, and the last."""

    since: Day
    until: Day


class Away(NamedTuple):
    """An absence in working days from today: the number of the day before it, and of its last day."""

    before: int
    until: int

    def days_lost(self, asked: int) -> int:
        """Working days since something was asked that they were away, up to today."""
        return max(0, min(self.until, 0) - max(asked, self.before))

    def put_off(self, due: int, asked: int) -> int:
        """The day from which asking is worth it, once the days away are left out.

        What was due before they left comes back with them; nothing is due until one working day after they
        are back.
        """
        if asked > self.until:
            return due
        if due > self.before:
            due += max(0, self.until - max(asked, self.before))
        return max(due, self.until + 1)


def find_absence(absence: Absence, calendar: Calendar) -> Away:
    """An absence as the calendar counts it."""
    before = date.fromisoformat(absence.since) - timedelta(days=1)
    return Away(count_days_until(before.isoformat(), calendar), count_days_until(absence.until, calendar))


def count_days_until(when: When, calendar: Calendar) -> int:
    """Working days from today, negative behind; plain days in a week without working days."""
    return calendar.until(when) if calendar.workdays else (calendar.day_of(when) - calendar.today).days


def is_away(person: Person, calendar: Calendar) -> bool:
    """Away today; a day that has passed says nothing any more."""
    return person.away_until is not None and calendar.today.isoformat() <= person.away_until


def describe_absence(person: Person, calendar: Calendar) -> str:
    """`away until Fri 4 Dec`, `gone (left Tue 24 Nov)`; nothing once they are back."""
    if person.left_on:
        return f"gone (left {phrasing.day_alone(person.left_on, calendar)})"
    if person.away_until is None or not is_away(person, calendar):
        return ""
    return f"away until {phrasing.day(person.away_until, calendar)}"
