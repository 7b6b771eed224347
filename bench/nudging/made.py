"""A made-up archive: people of different habits, the same ones for each seed."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bench.nudging.asks import Ask

BEGIN = datetime(2026, 1, 5, 8, tzinfo=timezone.utc)
WEEKS = 40


class Kind(NamedTuple):
    """A kind of people: median days to an answer, how wide that spreads, the share they answer, how many of ten."""

    days: float
    spread: float
    share: float
    of_ten: int


KINDS = (
    Kind(0.1, 1.2, 0.95, 3),
    Kind(0.7, 1.0, 0.9, 3),
    Kind(4.0, 0.7, 0.9, 2),
    Kind(0.5, 1.2, 0.3, 2),
)
"""The quick, the usual, the slow but sure, and those who mostly don't answer."""


def made(seed: int, users: int = 6, people: int = 20, asks_a_week: int = 6) -> list[Ask]:
    """Some months of asking, oldest first; nobody answers at the weekend."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    kinds = [kind for kind in KINDS for _ in range(kind.of_ten)]
    found = []
    for user in range(users):
        habits = [chance.choice(kinds) for _ in range(people)]
        for number in range(WEEKS * asks_a_week):
            day = number * 7 / asks_a_week
            asked = _workday(BEGIN + timedelta(days=day, hours=chance.uniform(0, 9)))
            person = min(int(chance.expovariate(0.2)), people - 1)
            kind = habits[person]
            answered = None
            if chance.random() < kind.share:
                answered = _workday(asked + timedelta(days=1.4 * chance.lognormvariate(0, kind.spread) * kind.days))
            if answered and answered > BEGIN + timedelta(weeks=WEEKS):
                answered = None
            found.append(Ask(f"user {user}", f"person {person}", asked, answered))
    return sorted(found, key=lambda ask: (ask.asked, ask.me, ask.person))


def _workday(at: datetime) -> datetime:
    return at + timedelta(days=max(0, 7 - at.weekday())) if at.weekday() >= 5 else at
