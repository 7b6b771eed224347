"""What the whole queue says that bears on each item: who owes what, what has to be done by when, how much it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from followq.model.core.calendar import Calendar, When
from followq.model.core.effort import estimate_time_left
from followq.model.core.followup import FollowUp, choose_counted_on
from followq.model.core.person import Person
from followq.record import NamedTuple

DAYS_IN_HAND = 0.5
"""Working days to spare up to which a promise has to be started today."""
TURN_DAYS, TURN_SHARE, TURN_POWER = 5.0, 1.5, 1.5


class Defaults(NamedTuple):
    """What holds for people and items that say nothing of their own; days are working days.

    `effort_minutes` is the median of what the user's closed items took, None without history. `desk_minutes` is
    the time a day for getting back to people.
    """

    reply_target_days: int = 2
    keep_informed_days: int = 5
    effort_minutes: int | None = None
    desk_minutes: int = 120


class Desk(NamedTuple):
    """What the terms look at beside the item itself, gathered once for the whole queue."""

    calendar: Calendar
    defaults: Defaults
    people: Mapping[int, Person]
    owed_to: Mapping[int, int]
    """Person id to the number of things the user owes them."""
    owed_by: Mapping[int, int]
    """Person id to the number of things the user waits for from them."""
    blocks: Mapping[int, list[FollowUp]]
    """Follow-up id to the open follow-ups that wait for it, by id."""
    blockers_by_id: Mapping[int, FollowUp]
    """The open follow-ups that others wait for, by id."""
    takes: Mapping[int, tuple[int, bool]]
    """Follow-up id to the minutes it takes to clear, and whether they are an estimate; what is owed alone."""
    backlog_days: float
    """Working days that everything owed takes: in order of arrival, when the latest has its turn."""
    slack: Mapping[When, float]
    """Working days to spare before a promise has to be started, by each of the `promises`; none on its day.
    Never more for an earlier day than for a later one.
    """

    pressing_until: date
    """The last day up to which promises leave no more than half a day to spare beside today: all that is promised until
    then takes the rest. Today where there is none.
    """

    @property
    def turn_days(self) -> float:
        """Working days of waiting from which a thing without a promise has its turn, whatever it takes: so much longer
        than everything on the desk takes that nobody waits for ever. Five days and one and a half times the backlog to
        the power of 1.5: so much on the desk makes everybody wait longer.
        """
        return TURN_DAYS + TURN_SHARE * math.pow(self.backlog_days, TURN_POWER)

    def is_to_be_begun(self, when: When) -> bool:
        """Whether a promise has to be started today, or is due."""
        return self.calendar.day_of(when) <= self.pressing_until

    def blockers(self, followup: FollowUp) -> list[FollowUp]:
        """The open follow-ups that this one has to wait for."""
        return [self.blockers_by_id[other] for other in followup.blocked_by if other in self.blockers_by_id]


def list_promises(followup: FollowUp) -> tuple[When, ...]:
    """The days that weigh: the one they count on, and a later one that it was moved to without their consent; none,
    one or two.

    Both are weighed, so that moving or withdrawing a promise takes nothing off.
    """
    return list_promise_days(followup.promised, followup.first_promised, followup.agreed)


def list_promise_days(promised: When | None, first: When | None, agreed: When | None) -> tuple[When, ...]:
    """`promises` of what is promised for a day, was first promised for one, and for which one was agreed to."""
    on = choose_counted_on(promised, first, agreed)
    if on is None:
        return ()
    base = agreed or first or on
    later = base if promised is None else max(base, promised)
    return (on,) if later == on else (on, later)


def make_desk(
    followups: Iterable[FollowUp], people: Mapping[int, Person], calendar: Calendar, defaults: Defaults
) -> Desk:
    """Look over all open follow-ups once."""
    owed_to: dict[int, int] = {}
    owed_by: dict[int, int] = {}
    blocks: dict[int, list[FollowUp]] = {}
    takes: dict[int, tuple[int, bool]] = {}
    due: dict[When, int] = {}
    everything = [followup for followup in followups if followup.status == "open"]
    backlog = 0
    for followup in everything:
        person_id = followup.person_id
        if followup.ball == "theirs":
            owed_by[person_id] = owed_by.get(person_id, 0) + 1
        else:
            owed_to[person_id] = owed_to.get(person_id, 0) + 1
            takes[followup.id] = left = estimate_time_left(followup, people[person_id], defaults.effort_minutes)
            backlog += left[0]
            for place, when in enumerate(list_promises(followup)):
                due[when] = due.get(when, 0) + (0 if place else left[0])
        for other in set(followup.blocked_by):
            blocks.setdefault(other, []).append(followup)
    for waiting in blocks.values():
        waiting.sort(key=lambda followup: followup.id)
    minutes_a_day = defaults.desk_minutes
    to_spare = measure_slack(due, calendar, minutes_a_day)
    return Desk(
        calendar=calendar,
        defaults=defaults,
        people=people,
        owed_to=owed_to,
        owed_by=owed_by,
        blocks=blocks,
        blockers_by_id={followup.id: followup for followup in everything if followup.id in blocks},
        takes=takes,
        backlog_days=backlog / minutes_a_day,
        slack=to_spare,
        pressing_until=find_pressing_until(to_spare, calendar),
    )


def find_pressing_until(to_spare: Mapping[When, float], calendar: Calendar) -> date:
    """See `Desk.pressing_until`; out of `slack`."""
    return max([calendar.today, *(calendar.day_of(when) for when, days in to_spare.items() if days <= DAYS_IN_HAND)])


def measure_slack(due: Mapping[When, int], calendar: Calendar, minutes_a_day: int) -> dict[When, float]:
    """Working days to spare before each promise, out of the minutes promised for each moment; see `Desk.slack`."""
    # Forward: what is promised up to each day. Back: no day has more to spare than a later one, as what is
    # promised for the later one has to find its place as well.
    days = sorted(due)
    needed, minutes = [], 0
    for day in days:
        minutes += due[day]
        needed.append(minutes)
    found: dict[When, float] = {}
    least = float("inf")
    for day, before in zip(reversed(days), reversed(needed), strict=True):
        least = found[day] = min(least, calendar.until(day) - before / minutes_a_day)
    return found
