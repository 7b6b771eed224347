"""The orders that are compared: what others use, and the product's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from heapq import nsmallest
from itertools import islice

from bench.ranking.year import Morning, Policy, Waiting, Work
from followq.model.core.calendar import Calendar
from followq.model.core.effort import estimate_usual_effort
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranking import Weights, rank
from followq.model.priority.workload import Defaults

FIRST_DAY = date(2026, 1, 5)
"""A Monday: working day 0."""
NEVER = 10**6
PERSON_WEIGHTS = {1: "normal", 2: "key", 4: "vip"}
PRIORITIES = {1: 0.0, 2: 3.9, 4: 6.0}
"""What taskwarrior's coefficients make of nothing, M and H."""


def day_of(working_day: int) -> date:
    """The calendar's day for a working day of the year; Saturdays and Sundays are off."""
    weeks, weekday = divmod(working_day, 5)
    return FIRST_DAY + timedelta(days=7 * weeks + weekday)


class Sorted:
    """An order that looks at one item at a time: the smallest key first, then the lower id."""

    def __init__(self, key: Callable[[Work, int], float]) -> None:
        self.key = key

    def first(self, morning: Morning, count: int = 1) -> list[Work]:
        """The first items of the order."""
        return nsmallest(count, morning.able, key=lambda work: (self.key(work, morning.day), work.item.id))

    def finished(self, work: Work) -> None:
        """Learns nothing."""


def taskwarrior_urgency(work: Work, day: int) -> float:
    """Urgency of taskwarrior 2.6 and 3 with its default coefficients: due, priority and age.

    Days are the calendar's, as there. What is blocked or blocking is coloured by its own terms there, which
    only the scenarios about habits would show.
    """
    today = day_of(day)
    age = (today - day_of(work.item.day)).days
    urgency = 2.0 * min(age / 365, 1.0) + PRIORITIES.get(work.item.weight, 0.0)
    if work.promise is not None:
        overdue = (today - day_of(work.promise)).days
        due = 1.0 if overdue >= 7 else 0.2 if overdue < -14 else (overdue + 14) * 0.8 / 21 + 0.2
        urgency += 12.0 * due
    return urgency


class Followq:
    """The product's own `rank` on its own records, with what its own log would know.

    Nothing is worked out here: the items become follow-ups, the day a calendar, the average day so far the setting
    `desk_minutes`. A person whose items differ in weight is as many people, each of whom owes what the person owes.
    """

    def __init__(self, weights: Weights = Weights()) -> None:
        self.weights = weights
        self._followups: dict[int, FollowUp] = {}
        self._people: dict[int, Person] = {}
        self._told: dict[int, int | None] = {}
        self._spent: list[int] = []
        self._calendar: tuple[int, Calendar] | None = None

    def first(self, morning: Morning, count: int = 1) -> list[Work]:
        """The first items of `today` that can be worked on."""
        by_id = {work.item.id: work for work in morning.able}
        followups = [self._followup(work, morning.day if morning.informed else work.told_on) for work in morning.owed]
        followups += [self._waiting(waiting, weight) for waiting in morning.waits for weight in PERSON_WEIGHTS]
        defaults = Defaults(
            desk_minutes=max(1, round(morning.minutes_a_day)), effort_minutes=estimate_usual_effort(self._spent[-50:])
        )
        ranked = rank(followups, self._people, self._today(morning.day), self.weights, defaults)
        able = (by_id[item.followup.id] for item in ranked if item.followup.id in by_id)
        return list(islice(able, count))

    def finished(self, work: Work) -> None:
        """Log the time it took, as `done --spent` does."""
        self._spent.append(max(1, round(work.item.minutes)))

    def _today(self, day: int) -> Calendar:
        if self._calendar is None or self._calendar[0] != day:
            nine = datetime.combine(day_of(day), time(9), timezone.utc)
            self._calendar = (day, Calendar(nine))
        return self._calendar[1]

    def _followup(self, work: Work, told_on: int | None) -> FollowUp:
        item, known = work.item, self._followups.get(work.item.id)
        spent = round(work.spent)
        state = (spent, work.snoozes, work.slips, told_on)
        if known is not None and (known.spent_minutes, known.snoozes, known.slips, self._told.get(item.id)) == state:
            return known
        person_id = self._person(item.person, item.weight)
        promised = None if work.promise is None else day_of(work.promise).isoformat()
        made = FollowUp(
            id=item.id,
            uid="",
            person_id=person_id,
            text="",
            since=day_of(item.day).isoformat(),
            promised=promised,
            first_promised=None if item.promise is None else day_of(item.promise).isoformat(),
            slips=work.slips,
            snoozes=work.snoozes,
            snoozed_until=day_of(work.hidden_until).isoformat() if work.hidden_until else None,
            told_at=None if told_on is None else f"{day_of(told_on)}T09:00:00Z",
            effort_minutes=max(1, round(item.minutes)) if item.known else None,
            spent_minutes=spent,
            blocked_by=item.blocked_by,
        )
        self._followups[item.id], self._told[item.id] = made, told_on
        return made

    def _waiting(self, waiting: Waiting, weight: int) -> FollowUp:
        wait = waiting.wait
        key = -(wait.id * 8 + weight)
        if key not in self._followups:
            person_id = self._person(wait.person, weight)
            since = day_of(wait.day).isoformat()
            self._followups[key] = FollowUp(key, "", person_id, "", ball="theirs", since=since)
        return self._followups[key]

    def _person(self, number: int, weight: int) -> int:
        person_id = number * 8 + weight
        if person_id not in self._people:
            name = PERSON_WEIGHTS[weight]
            self._people[person_id] = Person(person_id, "", str(number), weight=name)  # type: ignore[arg-type]
        return person_id


PEERS: dict[str, Callable[[], Policy]] = {
    "fifo": lambda: Sorted(lambda work, _: work.item.day),
    "lifo": lambda: Sorted(lambda work, _: -work.item.day * NEVER - work.item.id),
    "edd": lambda: Sorted(lambda work, _: NEVER + work.item.day if work.promise is None else work.promise),
    "srpt": lambda: Sorted(lambda work, _: work.left),
    "wspt": lambda: Sorted(lambda work, _: work.left / work.item.weight),
    "taskwarrior": lambda: Sorted(lambda work, day: -taskwarrior_urgency(work, day)),
}
"""What the best value of a metric is taken from. srpt and wspt are oracles: they see the true minutes left."""
POLICIES: dict[str, Callable[[], Policy]] = {**PEERS, "followq": Followq}
