"""What ranking costs: processor time of `rank()` alone, for queues of growing size, beside sorting as many numbers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from bench.speed.items import NOW
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranking import rank

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
PEOPLE = {number: Person(number, "", f"Person {number}") for number in range(200)}


def _queue(size: int) -> list[FollowUp]:
    chance = random.Random(size)  # noqa: S311 - a benchmark, not a secret
    today = NOW.date()
    return [
        FollowUp(
            number,
            "",
            chance.randrange(len(PEOPLE)),
            "",
            ball="mine" if chance.random() < 0.8 else "theirs",
            since=(today - timedelta(days=chance.randint(0, 90))).isoformat(),
            promised=(today + timedelta(days=chance.randint(-10, 20))).isoformat() if chance.random() < 0.5 else None,
            effort_minutes=chance.choice((None, 5, 15, 30, 60)),
        )
        for number in range(1, size + 1)
    ]


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return median(taken)


def lines() -> list[str]:
    """A line for each size: milliseconds, microseconds an item, and how many sorts of as many numbers that is."""
    found = []
    for size in SIZES:
        queue = _queue(size)
        numbers = [random.Random(size).random() for _ in range(size)]  # noqa: S311 - a benchmark, not a secret
        spent = _seconds(lambda queue=queue: rank(queue, PEOPLE, Calendar(NOW)))  # type: ignore[misc]
        sorting = _seconds(lambda numbers=numbers: sorted(numbers))  # type: ignore[misc]
        each, ratio = spent / size * 1e6, spent / max(sorting, 1e-9)
        found.append(
            f"{size:>7,} open: {spent * 1000:8.1f} ms, {each:.1f} us each, {ratio:.0f} x sorting as many numbers"
        )
    return found
