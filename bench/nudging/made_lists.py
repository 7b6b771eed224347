"""Made-up mailing lists, each with the share still answered after so many days that was published of a real one.

Much of what is asked there is lost whoever has it, most people have hardly any history with each other, and what is
known is not what decides: the hard case.
"""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bench.nudging.asks import Ask

BEGIN = datetime(2026, 1, 5, tzinfo=timezone.utc)
DAYS, PEOPLE, ASKS = 182, 60, 700
ABSENCES = (3, 5, 7, 10, 14, 21)
"""How many days people are away for."""
TO_MONDAY = 0.6
"""Share of answers due at a weekend that come on Monday."""


class Kind(NamedTuple):
    """A kind of list: the median hours to an answer and how far people differ in it, how closely the times of one
    person lie together, the share of people's answers and how far they differ, the share that is lost whoever has
    it, the share that comes late instead, absences a day.
    """

    hours: float
    hours_differ: float
    shape: float
    share: float
    share_differs: float
    lost: float
    late: float
    absences: float


KINDS = {
    "support": Kind(1.5, 0.9, 0.9, 0.8, 1.0, 0.2, 0.06, 0.003),
    "development": Kind(4, 0.8, 1.1, 0.58, 1.8, 0.2, 0.05, 0.003),
    "patches": Kind(6, 1.3, 0.8, 0.92, 1.0, 0.15, 0.08, 0.006),
    "office": Kind(3, 1.2, 1.2, 0.9, 1.0, 0.12, 0.06, 0.006),
}


class _Person(NamedTuple):
    log_days: float
    share: float
    absences: list[tuple[float, float]]


def made_list(seed: int, kind: Kind) -> list[Ask]:
    """Half a year of asking, oldest first; few people ask most, and mostly each other."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    activity = [1 / (place + 1) ** 1.2 for place in range(PEOPLE)]
    people = [_person(chance, kind) for _ in range(PEOPLE)]
    found = []
    for _ in range(ASKS):
        me = chance.choices(range(PEOPLE), activity)[0]
        taste = random.Random(seed * 1000 + me)  # noqa: S311
        weights = [activity[n] * taste.expovariate(1) if n != me else 0 for n in range(PEOPLE)]
        person = chance.choices(range(PEOPLE), weights)[0]
        asked = chance.uniform(0, DAYS)
        answered = _answered(chance, kind, people[person], asked)
        found.append(Ask(f"user {me}", f"user {person}", _at(asked), None if answered is None else _at(answered)))
    return sorted(found, key=lambda ask: (ask.asked, ask.me, ask.person))


def _person(chance: random.Random, kind: Kind) -> _Person:
    log_days = math.log(kind.hours / 24) + chance.gauss(0, kind.hours_differ)
    share = 1 / (1 + math.exp(-(math.log(kind.share / (1 - kind.share)) + chance.gauss(0, kind.share_differs))))
    absences, day = [], 0.0
    while day < DAYS:
        day += chance.expovariate(kind.absences)
        length = chance.choice(ABSENCES)
        absences.append((day, day + length))
        day += length
    return _Person(log_days, share, absences)


def _answered(chance: random.Random, kind: Kind, person: _Person, asked: float) -> float | None:
    if chance.random() >= person.share:
        return None
    if chance.random() < 1 - kind.lost:
        place = chance.random()
        day = asked + math.exp(person.log_days + 0.9 / kind.shape * math.log(place / (1 - place)))
    elif chance.random() < kind.late / kind.lost:
        day = asked + chance.expovariate(1 / 12)
    else:
        return None
    for begin, end in person.absences:
        if begin <= day < end:
            day = end + chance.expovariate(2)
    at = _at(day)
    if at.weekday() >= 5 and chance.random() < TO_MONDAY:
        day += 7 - at.weekday()
    return day if day <= DAYS else None


def _at(day: float) -> datetime:
    return BEGIN + timedelta(days=day)
