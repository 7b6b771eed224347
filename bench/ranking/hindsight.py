"""How near an order could come that knew the whole year beforehand, every arrival and every effort.

For two figures the least there can be is known: srpt has the least mean wait of all orders, and fifo the least longest
wait. What can be had *together* of the 95th percentile, the longest wait and kept promises is sought here: everything
gets a day by which it should be done, the earliest day goes first, and where that can't be kept the largest is let go
until its longest wait, first of what has no promise. The mean is left aside.
Source: Schrage, "A proof of the optimality of the shortest remaining processing time discipline", Operations
Research 16, 1968; Moore, "An n job, one machine sequencing algorithm for minimizing the number of late jobs",
Management Science 15, 1968.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from bench.ranking.measures import BROKEN_ADDED, P95
from bench.ranking.scenario import Item, Scenario
from bench.ranking.year import EPSILON

NEVER = 10**6
STEPS_AT_MOST = 400
"""The headline is sought from 1.00 to 5.00, in hundredths."""


class Missed(NamedTuple):
    """The first item that is not done on its day, and the day since which the desk was never without such work."""

    place: int
    since: int


def headline(scenario: Scenario, best: Mapping[str, float]) -> float:
    """The least headline that such a plan reaches, `best` being the peers' best figures; the mean is left aside."""
    if not scenario.items:
        return 1.0
    low, high = 0, STEPS_AT_MOST
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(scenario, best, (100 + middle) / 100) else (middle + 1, high)
    return (100 + low) / 100


def reaches(scenario: Scenario, best: Mapping[str, float], regret: float) -> bool:
    """Whether a plan is found that is within this regret of the best p95_wait, max_wait and broken."""
    items = sorted(scenario.items, key=lambda item: (item.day, item.id))
    usual, longest = (_days(best[name], regret) for name in ("p95_wait", "max_wait"))
    promised = sum(item.promise is not None for item in items)
    let_go = len(items) - math.ceil(P95 * len(items))
    broken = math.floor((regret * (best["broken"] + BROKEN_ADDED) - BROKEN_ADDED) * promised + EPSILON)
    last = [item.day + longest for item in items]
    due = [
        min(most, item.day + usual if item.promise is None else item.promise)
        for item, most in zip(items, last, strict=True)
    ]
    while (missed := first_missed(items, due, scenario.capacity_minutes)) is not None:
        day = due[missed.place]
        able = [
            place
            for place, item in enumerate(items)
            if missed.since <= item.day <= day and due[place] <= day and due[place] < last[place]
        ]
        undated = [place for place in able if items[place].promise is None] if let_go else []
        dated = [place for place in able if items[place].promise is not None] if broken else []
        if not undated and not dated:
            return False
        largest = max(undated or dated, key=lambda place: items[place].minutes)
        let_go, broken = (let_go - 1, broken) if undated else (let_go, broken - 1)
        due[largest] = last[largest]
    return True


def first_missed(items: Sequence[Item], due: Sequence[int], capacity: Sequence[float]) -> Missed | None:
    """Work by the earliest day due, the items in order of arrival, until one isn't done on its day."""
    left = [item.minutes for item in items]
    heap: list[tuple[int, float, int]] = []
    evenings: list[tuple[int, int]] = []
    day = coming = 0
    while coming < len(items) or heap:
        while coming < len(items) and items[coming].day <= day:
            heappush(heap, (due[coming], left[coming], coming))
            coming += 1
        room = capacity[day % len(capacity)]
        while room > EPSILON and heap:
            until, _, place = heappop(heap)
            if left[place] > room + EPSILON:
                left[place] -= room
                room = 0.0
                heappush(heap, (until, left[place], place))
            else:
                room -= left[place]
        if heap and heap[0][0] <= day:
            # An evening on which only work due later was left means that nothing before it bears on this miss.
            since = max((on + 1 for on, until in evenings if until > heap[0][0]), default=0)
            return Missed(heap[0][2], since)
        evenings.append((day, heap[0][0] if heap else NEVER))
        day += 1
    return None


def _days(best: float, regret: float) -> int:
    # As with regrets: where the best is nought days, a day is added to both.
    return math.floor(regret * best + EPSILON) if best > 0 else math.floor(regret - 1 + EPSILON)
