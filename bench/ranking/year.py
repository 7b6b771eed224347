"""The year, day by day: what a policy picks is worked on, and what that does to the people who wait."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from bench.ranking.scenario import Item, Scenario, Wait

DAYS_AT_MOST = 100_000
"""A year that isn't done by then is a policy that never comes to an end."""
EPSILON = 1e-9
TELLING_MINUTES = 1.0


class Work:
    """An item on its way: what is left of it, and what has happened to it so far."""

    __slots__ = ("calls", "done_on", "hidden_until", "item", "left", "promise", "slips", "snoozes", "told_on")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.left = item.minutes
        self.promise = item.promise
        self.told_on = item.day if item.told else None
        self.hidden_until = 0
        self.snoozes = 0
        self.slips = 0
        self.calls = 0
        self.done_on = -1

    @property
    def spent(self) -> float:
        """Minutes that were worked on it so far."""
        return self.item.minutes - self.left

    def silent(self, day: int) -> int:
        """Days since they heard of it last, or since it arrived."""
        return day - (self.item.day if self.told_on is None else self.told_on)


class Waiting:
    """A wait on its way: what it has gained so far, and the day it ended on."""

    __slots__ = ("ended_on", "gained", "wait")

    def __init__(self, wait: Wait) -> None:
        self.wait = wait
        self.gained = 0.0
        self.ended_on = -1


class Morning(NamedTuple):
    """What a policy may look at when it is asked: the working day, what can be worked on, everything owed,
    what the user waits for, and the minutes that the days so far had on average. In a year that knows nothing of
    telling everybody is taken to be `informed`.
    """

    day: int
    able: Sequence[Work]
    owed: Sequence[Work]
    waits: Sequence[Waiting]
    minutes_a_day: float
    informed: bool = True


class Policy(Protocol):
    """An order of `morning.able`, which is never empty."""

    def first(self, morning: Morning, count: int = 1) -> list[Work]:
        """The first items of the order, `count` of them or as many as there are."""
        ...

    def finished(self, work: Work) -> None:
        """Hear what was done, as a user's log would say."""
        ...


class Year(NamedTuple):
    """What became of everything: in the order of the scenario."""

    works: tuple[Work, ...]
    waits: tuple[Waiting, ...]


def live(scenario: Scenario, policy: Policy) -> Year:
    """Live a year by a policy's order, and go on without arrivals until everything is done.

    Everything that has arrived is there in the morning. The first item is worked on until it is finished or the
    day's minutes are spent, then the policy is asked again. Capacities repeat from the start.

    Raises: RuntimeError when it never ends.
    """
    return _Desk(scenario, policy).live()


class _Desk:
    def __init__(self, scenario: Scenario, policy: Policy) -> None:
        self.scenario = scenario
        self.habits = scenario.habits
        self.policy = policy
        self.works = [Work(item) for item in scenario.items]
        self.waits = [Waiting(wait) for wait in scenario.waits]
        self.owed: list[Work] = []
        self.open_waits: list[Waiting] = []
        self.open_ids: set[int] = set()
        self.minutes_so_far = 0.0
        self.chance = random.Random(scenario.name)  # noqa: S311 - a simulation, the same each time

    def live(self) -> Year:
        coming = sorted(self.works, key=lambda work: (work.item.day, work.item.id), reverse=True)
        waits = sorted(self.waits, key=lambda wait: (wait.wait.day, wait.wait.id), reverse=True)
        self.open_ids = {work.item.id for work in self.works}
        day = 0
        while coming or self.owed or waits or self.open_waits:
            while coming and coming[-1].item.day <= day:
                self.owed.append(coming.pop())
            while waits and waits[-1].wait.day <= day:
                self.open_waits.append(waits.pop())
            self._work(day)
            self._evening(day)
            day += 1
            if day > DAYS_AT_MOST:
                raise RuntimeError(f"{self.scenario.name} never ends")
        return Year(tuple(self.works), tuple(self.waits))

    def _work(self, day: int) -> None:
        capacity = self.scenario.capacity_minutes
        room = capacity[day % len(capacity)]
        self.minutes_so_far += room
        self._calls(day)
        room -= min(self._tells(day), room)
        while room > EPSILON:
            morning = self._morning(day)
            if not morning.able:
                return
            (work,) = self.policy.first(morning)
            if work.item.disliked and self.chance.random() < self.habits.snooze_share:
                work.hidden_until = day + self.habits.snooze_days
                work.snoozes += 1
                continue
            room = self._do(work, room, day)

    def _do(self, work: Work, room: float, day: int) -> float:
        # Returns the minutes that are left of the day.
        if work.left <= room + EPSILON:
            room -= work.left
            work.left, work.done_on = 0.0, day
            self.owed.remove(work)
            self.open_ids.discard(work.item.id)
            self.policy.finished(work)
            return room
        work.left -= room
        return 0.0

    def _morning(self, day: int) -> Morning:
        able = [work for work in self.owed if work.hidden_until <= day and not self._is_blocked(work)]
        return Morning(
            day, able, self.owed, self.open_waits, self.minutes_so_far / (day + 1), not self.habits.patience_days
        )

    def _tells(self, day: int) -> float:
        # Who stands on the first screen and has heard nothing for two days is told where it stands.
        morning = self._morning(day) if self.habits.rows_looked_at else None
        if morning is None or not morning.able:
            return 0.0
        told = [work for work in self.policy.first(morning, self.habits.rows_looked_at) if work.silent(day) >= 2]
        for work in told:
            work.told_on = day
        return TELLING_MINUTES * len(told)

    def _calls(self, day: int) -> None:
        # Who has heard nothing for longer than their patience calls.
        for work in self.owed if self.habits.patience_days else ():
            if work.silent(day) > self.habits.patience_days:
                work.calls += 1
                work.told_on = day

    def _evening(self, day: int) -> None:
        if self.habits.moves_days:
            for work in self.owed:
                if work.promise is not None and work.promise <= day:
                    work.promise = day + self.habits.moves_days
                    work.slips += 1
        owed_to = {work.item.person for work in self.owed}
        for waiting in self.open_waits:
            waiting.gained += 0.4 if waiting.wait.person in owed_to else 1.0
            if waiting.gained >= waiting.wait.need - EPSILON:
                waiting.ended_on = day
        self.open_waits = [waiting for waiting in self.open_waits if waiting.ended_on < 0]

    def _is_blocked(self, work: Work) -> bool:
        return any(other in self.open_ids for other in work.item.blocked_by)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least this share of them doesn't exceed; 0.0 of none.

    Source: the nearest-rank method.
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
