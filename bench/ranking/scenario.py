"""Scenarios: what arrives on which working day, how long it takes, what was promised. Format in README.md."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, NamedTuple


class Item(NamedTuple):
    """Something the user owes. `minutes` is the true effort, seen by policies only where `known`."""

    id: int
    day: int
    minutes: float
    known: bool
    weight: int
    promise: int | None
    person: int


class Wait(NamedTuple):
    """Something the user waits for: it ends when it has gained `need` (see `simulate`)."""

    id: int
    day: int
    person: int
    need: float


class Scenario(NamedTuple):
    """A year: working days are numbered from 0, capacities repeat when they run out."""

    name: str
    days: int
    capacity_minutes: tuple[float, ...]
    items: tuple[Item, ...]
    waits: tuple[Wait, ...]


def read(path: Path) -> Scenario:
    """Read a scenario file.

    Raises: ValueError, KeyError, TypeError when it is none.
    """
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if data.get("followq_scenario") != 1:
        raise ValueError(f"{path}: not a followq scenario")
    return Scenario(
        str(data["name"]),
        int(data["days"]),
        tuple(float(minutes) for minutes in data["capacity_minutes"]),
        tuple(Item(**item) for item in data["items"]),
        tuple(Wait(**wait) for wait in data["waits"]),
    )


def write(scenario: Scenario, path: Path) -> None:
    """Write a scenario file."""
    data = {
        "followq_scenario": 1,
        **scenario._asdict(),
        "items": [item._asdict() for item in scenario.items],
        "waits": [wait._asdict() for wait in scenario.waits],
    }
    path.write_text(json.dumps(data), encoding="utf-8")


def office(
    load: float,
    seed: int,
    *,
    known: float = 1.0,
    promised: float = 0.5,
    key_people: float = 0.1,
    days: int = 250,
    people: int = 30,
    talker: float = 0.0,
    holidays: int = 0,
    name: str = "",
) -> Scenario:
    """Make an office year.

    `load` is the work that arrives over the time there is; `known`, `promised`, `key_people` are shares;
    `talker` is the share that one person sends; `holidays` is the number of weeks without work, after each of
    which what came meanwhile is there at once.
    """
    chance = random.Random(f"{load} {seed} {known} {promised} {talker} {holidays}")
    away = {first + day for first in chance.sample(range(20, days - 20, 10), holidays) for day in range(5)}
    capacity = tuple(0.0 if day in away else round(max(20.0, chance.gauss(90, 20)), 1) for day in range(days))
    weights = {person: 1 for person in range(people)}
    for person in chance.sample(range(people), round(key_people * people)):
        weights[person] = chance.choice((2, 2, 4))
    mean = 12 * 1.6487  # of a lognormal with median 12 and sigma 1
    rate = load * sum(capacity) / days / mean
    items: list[Item] = []
    for day in range(days):
        for _ in range(_poisson(chance, rate)):
            person = 0 if chance.random() < talker else chance.randrange(people)
            minutes = min(480.0, max(2.0, round(chance.lognormvariate(2.4849, 1.0), 1)))
            promise = day + 1 + int(chance.expovariate(1 / 4)) if chance.random() < promised else None
            is_known = chance.random() < known
            items.append(Item(len(items) + 1, day, minutes, is_known, weights[person], promise, person))
    waits = tuple(
        Wait(number, chance.randrange(days), chance.randrange(people), round(chance.expovariate(1 / 3) + 0.5, 1))
        for number in range(1, len(items) // 5 + 1)
    )
    return Scenario(name or f"office-{load}-k{known}-s{seed}", days, capacity, tuple(items), waits)


def _poisson(chance: random.Random, rate: float) -> int:
    # Knuth's product of uniforms; rates here are small.
    limit, count, product = 2.718281828459045**-rate, 0, chance.random()
    while product > limit:
        count += 1
        product *= chance.random()
    return count
