"""Makes scenarios, the same ones for the same name: offices of different loads, promises and people."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import NamedTuple

from bench.ranking.scenario import Habits, Item, Scenario, Wait

LOADS = (0.8, 0.95, 1.1)
SEEDS = range(201, 211)
"""Seeds that were looked at only once everything was settled. What was tuned was tuned on years of other names."""
DAYS = 250
MEDIAN_MINUTES = 12.0
MINUTES_A_DAY = 90.0
LONGEST_MINUTES = 480.0
SHORT_MINUTES, LONG_MINUTES = 5.0, 90.0
UNKNOWN = 0.6
WEIGHT_SHARES = {1: 0.75, 2: 0.2, 4: 0.05}


class Office(NamedTuple):
    """What a year is like, before chance has its say.

    `load` is the work that arrives over the time there is. Efforts are lognormal with the median of twelve minutes
    and this `spread`, or of two kinds: a share of `long_share` takes 90 minutes and the rest five, more or less. Days
    differ in length by `unsteady` (a standard deviation, as a share). A promised item is promised for `promise_days`
    ahead, from and to. `holidays` counts weeks off, after which what came meanwhile is all there. `loudest` is the
    share of everything that one person sends.
    """

    load: float
    unknown: float = 0.0
    promised: float = 0.5
    promise_days: tuple[int, int] = (0, 5)
    spread: float = 0.9
    long_share: float = 0.0
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
    mean_minutes = _mean_minutes(office)
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
    minutes = min(LONGEST_MINUTES, max(1.0, _effort(office, chance)))
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


def _effort(office: Office, chance: random.Random) -> float:
    if not office.long_share:
        return chance.lognormvariate(math.log(MEDIAN_MINUTES), office.spread)
    kind = LONG_MINUTES if chance.random() < office.long_share else SHORT_MINUTES
    return kind * chance.uniform(0.7, 1.3)


def _mean_minutes(office: Office) -> float:
    if not office.long_share:
        return MEDIAN_MINUTES * math.exp(office.spread**2 / 2)
    return office.long_share * LONG_MINUTES + (1 - office.long_share) * SHORT_MINUTES


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
            names = [f"office-{load}-u{unknown}-s{seed}" for seed in SEEDS]
            yield f"load {load}, {_words(unknown)}", [make(name, Office(load, unknown)) for name in names]


VARIETIES: dict[str, Office] = {
    "few promises": Office(0.95, promised=0.2),
    "everything promised": Office(0.95, promised=0.9, promise_days=(1, 10)),
    "promised for three days at most": Office(0.95, promised=0.9, promise_days=(0, 3)),
    "many key people": Office(0.95, key_people=3.0),
    "one sends a third": Office(0.95, loudest=1 / 3),
    "lumpy days": Office(0.95, unsteady=0.8),
    "bursts after holidays": Office(0.9, holidays=4),
    "efforts alike": Office(0.95, spread=0.5),
    "efforts far apart": Office(0.95, spread=1.3),
    "5 and 90 minutes": Office(0.95, long_share=0.15),
}
"""Offices that differ from the built-in ones in one thing each."""


def varieties() -> Iterator[tuple[str, list[Scenario]]]:
    """Each variety, with efforts known and not, by its name."""
    for name, office in VARIETIES.items():
        for unknown in (0.0, UNKNOWN):
            group = f"{name}, {_words(unknown)}"
            yield group, [make(f"{group}-s{seed}", office._replace(unknown=unknown)) for seed in SEEDS]


def _words(unknown: float) -> str:
    return f"{unknown:.0%} unknown" if unknown else "efforts known"
