"""Makes scenarios, the same ones for the same name: offices of different loads, promises and people."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import NamedTuple

from bench.ranking.scenario import Habits, Item, Scenario, Wait

LOADS = (0.8, 0.95, 1.1)
SEEDS = range(101, 106)
"""Seeds that were looked at only once everything was settled; 1 to 5 were in view when the balance was chosen."""
DAYS = 250
MEDIAN_MINUTES = 12.0
MINUTES_A_DAY = 90.0
LONGEST_MINUTES = 480.0
UNKNOWN = 0.6
WEIGHT_SHARES = {1: 0.75, 2: 0.2, 4: 0.05}


class Office(NamedTuple):
    """What a year is like, before chance has its say.

    `load` is the work that arrives over the time there is. Efforts are lognormal with the median of twelve minutes
    and this `spread`; days differ in length by `unsteady` (a standard deviation, as a share). A promised item is
    promised for `promise_days` ahead, from and to. `holidays` counts weeks off, after which what came
    meanwhile is all there. `loudest` is the share of everything that one person sends.
    """

    load: float
    unknown: float = 0.0
    promised: float = 0.5
    promise_days: tuple[int, int] = (0, 5)
    spread: float = 0.9
    unsteady: float = 0.3
    people: int = 40
    key_people: float = 1.0
    holidays: int = 0
    loudest: float = 0.0
    disliked: float = 0.0
    blocked: float = 0.0
    told: float = 0.0
    waits_a_day: float = 0.6


def make(name: str, office: Office, habits: Habits = Habits(), days: int = DAYS) -> Scenario:
    """Make the year of that name; the name is the seed."""
    chance = random.Random(name)  # noqa: S311 - a simulation, the same each time
    capacity = tuple(
        round(max(15.0, chance.gauss(MINUTES_A_DAY, MINUTES_A_DAY * office.unsteady))) for _ in range(days)
    )
    mean_minutes = MEDIAN_MINUTES * math.exp(office.spread**2 / 2)
    a_day = office.load * MINUTES_A_DAY / mean_minutes
    weights = _weights(office, chance)
    days_off = _days_off(office, chance, days)
    items: list[Item] = []
    waits: list[Wait] = []
    for day in range(days):
        there_on = next(later for later in range(day, days + 1) if later not in days_off)
        for _ in range(_poisson(chance, a_day)):
            items.append(_item(office, chance, len(items) + 1, min(there_on, days - 1), weights, items))
        for _ in range(_poisson(chance, office.waits_a_day)):
            waits.append(
                Wait(len(waits) + 1, min(there_on, days - 1), _who(office, chance), round(chance.uniform(1, 6), 1))
            )
    # A week off has no time; a year with none at all would never end.
    capacity = tuple(0 if day in days_off else minutes for day, minutes in enumerate(capacity))
    return Scenario(name, days, capacity, tuple(items), tuple(waits), habits)


def _item(
    office: Office, chance: random.Random, number: int, day: int, weights: dict[int, int], before: list[Item]
) -> Item:
    minutes = min(LONGEST_MINUTES, max(1.0, chance.lognormvariate(math.log(MEDIAN_MINUTES), office.spread)))
    person = _who(office, chance)
    is_promised = chance.random() < office.promised
    promise = day + chance.randint(*office.promise_days) if is_promised else None
    recent = [item.id for item in before[-30:] if item.day >= day - 5]
    blockers = (chance.choice(recent),) if recent and chance.random() < office.blocked else ()
    return Item(
        number,
        day,
        round(minutes, 1),
        chance.random() >= office.unknown,
        weights[person],
        promise,
        person,
        chance.random() < office.disliked,
        blockers,
        chance.random() < office.told,
    )


def _who(office: Office, chance: random.Random) -> int:
    if chance.random() < office.loudest:
        return 0
    # Few people make most of the work: the k-th sends in proportion to 1 / k.
    return min(office.people - 1, int(office.people ** chance.random()))


def _weights(office: Office, chance: random.Random) -> dict[int, int]:
    shares = [share * (office.key_people if weight > 1 else 1.0) for weight, share in WEIGHT_SHARES.items()]
    return {person: chance.choices(tuple(WEIGHT_SHARES), shares)[0] for person in range(office.people)}


def _days_off(office: Office, chance: random.Random, days: int) -> frozenset[int]:
    starts = [chance.randrange(20, days - 20) for _ in range(office.holidays)]
    return frozenset(day for start in starts for day in range(start, start + 5))


def _poisson(chance: random.Random, mean: float) -> int:
    # Source: Knuth, The Art of Computer Programming 2, 3.4.1.
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def built_in() -> Iterator[tuple[str, list[Scenario]]]:
    """The scenarios that run without arguments, by group: three loads, efforts known or not, several seeds."""
    for load in LOADS:
        for unknown in (0.0, UNKNOWN):
            words = "efforts known" if not unknown else f"{unknown:.0%} unknown"
            names = [f"office-{load}-u{unknown}-s{seed}" for seed in SEEDS]
            yield f"load {load}, {words}", [make(name, Office(load, unknown)) for name in names]


VARIETIES: dict[str, Office] = {
    "few promises": Office(0.95, UNKNOWN, promised=0.2),
    "everything promised": Office(0.95, UNKNOWN, promised=0.9, promise_days=(1, 10)),
    "many key people": Office(0.95, UNKNOWN, key_people=3.0),
    "bursts after holidays": Office(0.9, UNKNOWN, holidays=4),
    "one sends a third": Office(0.95, UNKNOWN, loudest=1 / 3),
    "efforts alike": Office(0.95, UNKNOWN, spread=0.5),
    "efforts far apart": Office(0.95, UNKNOWN, spread=1.3),
}
"""Offices that differ from the built-in ones in one thing each."""


def varieties() -> Iterator[tuple[str, list[Scenario]]]:
    """A few seeds of each variety, by its name."""
    for name, office in VARIETIES.items():
        yield name, [make(f"{name}-s{seed}", office) for seed in range(101, 104)]
