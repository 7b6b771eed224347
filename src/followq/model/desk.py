"""What the whole queue says that bears on each item: who owes what, what has to be done by when, how much it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.model.calendar import Calendar, When
from followq.model.effort import time_left
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.record import NamedTuple


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
    open_ids: frozenset[int]
    takes: Mapping[int, tuple[int, bool]]
    """Follow-up id to the minutes it takes to clear, and whether they are an estimate; what is owed alone."""
    backlog_days: float
    """Working days that everything owed takes: in order of arrival, when the latest has its turn."""
    slack: Mapping[When, float]
    """Working days to spare before a promise has to be begun, by each of the `promises`; none on its day.
    Never more for an earlier day than for a later one.
    """

    def blockers(self, followup: FollowUp) -> list[int]:
        """Ids of the open follow-ups that this one has to wait for."""
        return [other for other in followup.blocked_by if other in self.open_ids]


def promises(followup: FollowUp) -> tuple[When, ...]:
    """The days on which it was and is promised, the earlier one first; none, one or two.

    Both are weighed, so that moving or withdrawing a promise takes nothing off.
    """
    return promise_days(followup.first_promised, followup.promised)


def promise_days(first: When | None, promised: When | None) -> tuple[When, ...]:
    """`promises` of what was first promised for one day and is now for another."""
    if promised is None or first == promised:
        return () if first is None else (first,)
    return (promised,) if first is None else (min(first, promised), max(first, promised))


def desk(followups: Iterable[FollowUp], people: Mapping[int, Person], calendar: Calendar, defaults: Defaults) -> Desk:
    """Look over all open follow-ups once."""
    owed_to: dict[int, int] = {}
    owed_by: dict[int, int] = {}
    blocks: dict[int, list[FollowUp]] = {}
    takes: dict[int, tuple[int, bool]] = {}
    due: dict[When, int] = {}
    open_ids = []
    backlog = 0
    for followup in followups:
        if followup.status != "open":
            continue
        open_ids.append(followup.id)
        person_id = followup.person_id
        if followup.ball == "theirs":
            owed_by[person_id] = owed_by.get(person_id, 0) + 1
        else:
            owed_to[person_id] = owed_to.get(person_id, 0) + 1
            takes[followup.id] = left = time_left(followup, people[person_id], defaults.effort_minutes)
            backlog += left[0]
            for place, when in enumerate(promises(followup)):
                due[when] = due.get(when, 0) + (0 if place else left[0])
        for other in set(followup.blocked_by):
            blocks.setdefault(other, []).append(followup)
    for waiting in blocks.values():
        waiting.sort(key=lambda followup: followup.id)
    minutes_a_day = defaults.desk_minutes
    to_spare = slack(due, calendar, minutes_a_day)
    return Desk(
        calendar,
        defaults,
        people,
        owed_to,
        owed_by,
        blocks,
        frozenset(open_ids),
        takes,
        backlog / minutes_a_day,
        to_spare,
    )


def slack(due: Mapping[When, int], calendar: Calendar, minutes_a_day: int) -> dict[When, float]:
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
