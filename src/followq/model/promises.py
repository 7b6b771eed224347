"""Promises that will be hard to keep."""

from __future__ import annotations

from collections.abc import Iterable

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.ranking import Ranked
from followq.record import NamedTuple

HORIZON_DAYS = 5


class Risk(NamedTuple):
    """A promise at risk, and why in words."""

    ranked: Ranked
    text: str


def at_risk(owed: Iterable[Ranked], calendar: Calendar, desk_minutes: int) -> list[Risk]:
    """Promises of the next five working days that the time until then doesn't suffice for.

    Works through the promises in order of date: what is promised up to a day has to fit into
    `desk_minutes` for each working day until then, today included where it is one. Late ones are not at risk, they
    are late; they take their time all the same.
    """
    promised = [item for item in owed if item.followup.promised]
    promised.sort(key=lambda item: (calendar.end_of(item.followup.promised or ""), item.followup.id))
    risks: list[Risk] = []
    needed = 0
    for item in promised:
        when = item.followup.promised
        assert when is not None
        days = max(0, calendar.until(when))
        if days > HORIZON_DAYS:
            break
        needed += item.minutes
        room = desk_minutes * (days + calendar.is_working(calendar.today))
        if not calendar.is_past(when) and needed > room:
            text = (
                f"promised for {words.day(when, calendar)}, but {words.minutes(needed)} are promised "
                f"until then and there are about {words.minutes(room)} at your desk"
            )
            risks.append(Risk(item, text))
    return risks
