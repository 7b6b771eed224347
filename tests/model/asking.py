"""What the tests of nudging have in common: things waited for, answers, and the outlook of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from followq.model.core.followup import FollowUp
from followq.model.core.turnaround import Turnaround
from followq.model.nudging.absence import Absence
from followq.model.nudging.dependents import find_dependents
from followq.model.nudging.nudging import find_waits
from followq.model.nudging.outlook import Outlook, make_outlook
from followq.model.nudging.response_times import Habits, Surroundings
from tests.factories import calendar, followup, person

if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar

ANA = person()
MONDAY = calendar()


def waiting(**fields: object) -> FollowUp:
    """Something the user waits for."""
    return followup(ball="theirs", **fields)


def look(item: FollowUp, now: str = "2026-11-23", first_gap_days: int = 3, holidays: Iterable[str] = ()) -> Outlook:
    """What to do about it, on a day, while nothing is known of anybody."""
    here = calendar(now, holidays=holidays)
    return make_outlook(item, ANA, here, unknown(here, first_gap_days))


def unknown(here: Calendar = MONDAY, first_gap_days: int = 3) -> Habits:
    return Habits((), (), here, first_gap_days)


def answered(*days: int, person_id: int = 1) -> list[Turnaround]:
    """Answers that took so many working days, the newest first."""
    found = []
    for number, some in enumerate(days):
        ended = MONDAY.add_working_days(MONDAY.today, -number)
        began = MONDAY.add_working_days(ended, -some)
        found.append(Turnaround(person_id, began.isoformat(), f"{ended.isoformat()}T08:00:00Z"))
    return found


def due(items: list[FollowUp], *turnarounds: Turnaround) -> list[int]:
    """Ids in the order of asking."""
    return [wait.followup.id for wait in find_waits(items, MONDAY, Habits(turnarounds, items, MONDAY, 3))]


def desk_of(now: date, item: FollowUp, promised: str | None, away: Absence | None, days: list[int]) -> Outlook:
    """The outlook of something on which a promise may hang, of somebody who may be away."""
    here = calendar(now.isoformat())
    owed = followup(id=9, person_id=2, text="Quarter report", promised=promised, blocked_by=(item.id,))
    habits = Habits(
        answered(*days),
        [item],
        here,
        5,
        around=Surroundings(here, {1: away} if away else {}, find_dependents([owed] if promised else [], here)),
    )
    return make_outlook(item, ANA, here, habits)
