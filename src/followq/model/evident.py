"""From which day on asking again is worth it whoever it is, and until which day it is not: habits only matter between.

Both are found with the rule of `nudging` itself, for somebody who is left alone as long, or as short, as anybody is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from followq.model.calendar import Calendar, Day, Instant
from followq.model.followup import FollowUp
from followq.model.nudging import MOST_DOUBLINGS, days_due, gap
from followq.model.silence import bounds
from followq.record import NamedTuple

EARLIEST, LATEST = 1000, -30
"""Days back from today between which the days are looked for."""


class Before(NamedTuple):
    """All moments before the beginning of a day, as text of either form compares: a day, or an instant."""

    day: Day
    instant: Instant


class Evident(NamedTuple):
    """What is due whoever it is, and what may be, by the number of nudges (the last number for all above).

    Asked before `surely` it is due, not asked before `maybe` it is not. What is expected by a day before `expected`
    is due, unless they were nudged after that. None where there is no telling.
    """

    expected: Before | None
    surely: tuple[Before | None, ...]
    maybe: tuple[Before | None, ...]


class _Steady:
    """Somebody of whom it is known how long to wait."""

    def __init__(self, first_gap_days: int, patience_days: int) -> None:
        self._first_gap_days, self.patience_days = first_gap_days, patience_days

    def first_gap(self, followup: FollowUp) -> int:
        """Working days of silence from which asking again is worth it."""
        return self._first_gap_days


def evident(calendar: Calendar, patience_days: int) -> Evident:
    """Work out the days for a calendar and the user's patience with strangers."""
    today = calendar.today.isoformat()
    shortest, longest = bounds(patience_days)
    found: dict[int, Before | None] = {}

    def asked(first_gap_days: int, nudges: int) -> Before | None:
        days = gap(FollowUp(0, "", 0, "", nudges=nudges), _Steady(first_gap_days, patience_days))
        if days not in found:
            found[days] = _before(calendar, lambda day: FollowUp(0, "", 0, "", since=day), _Steady(days, patience_days))
        return found[days]

    expected = _before(
        calendar, lambda day: FollowUp(0, "", 0, "", since=today, promised=day), _Steady(longest, patience_days)
    )
    numbers = range(MOST_DOUBLINGS + 1)
    return Evident(
        # An hour that has passed makes it due at once, a day only the next working day.
        expected and expected._replace(instant=calendar.instant),
        tuple(asked(longest, nudges) for nudges in numbers),
        tuple(asked(shortest, nudges) for nudges in numbers),
    )


def _before(calendar: Calendar, thing_of: Callable[[Day], FollowUp], habits: _Steady) -> Before | None:
    # The latest day on which the thing would have to lie to be due: the earlier the surer.
    def is_due(back: int) -> bool:
        return days_due(thing_of(_day(calendar, back)), calendar, habits) >= 0

    due, not_due = EARLIEST, LATEST
    if is_due(not_due) or not is_due(due):
        return None
    while due - not_due > 1:
        middle = (due + not_due) // 2
        if is_due(middle):
            due = middle
        else:
            not_due = middle
    next_day = _day(calendar, due - 1)
    return Before(next_day, calendar.start_of(next_day))


def _day(calendar: Calendar, back: int) -> Day:
    return (calendar.today - timedelta(days=back)).isoformat()
