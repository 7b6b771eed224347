"""A scenario: what arrives on which day of a year at the desk, and how much time each day has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Item(NamedTuple):
    """One thing owed: it arrives on working day `day` (0-based) and takes `minutes`.

    A policy sees the minutes only where `known`. `promise` is the working day it was promised for, `weight` 1, 2
    or 4. The rest belongs to the scenarios about habits: what the user dislikes they snooze, `blocked_by` names
    items that have to be done first, `told` says that they heard on arrival that it is being looked at.
    """

    id: int
    day: int
    minutes: float
    known: bool = True
    weight: int = 1
    promise: int | None = None
    person: int = 0
    disliked: bool = False
    blocked_by: tuple[int, ...] = ()
    told: bool = False


class Wait(NamedTuple):
    """One thing the user waits for: it gains 1.0 on a day after which the user owes that person nothing, else 0.4,
    and ends when it has gained `need`.
    """

    id: int
    day: int
    person: int
    need: float


class Habits(NamedTuple):
    """How user and people behave beyond the plain year; nothing of it happens by default.

    `snooze_days` is how long a disliked item is hidden each time it comes up, which happens with the chance
    `snooze_share`. `moves_days` is how far a promise that can't be kept is moved on its day. A person
    who has heard nothing for `patience_days` calls, and then has heard. Each morning the user looks at the first
    `rows_looked_at` of the order and tells those who have heard nothing since the day before yesterday where it stands.
    """

    snooze_share: float = 0.0
    snooze_days: int = 0
    moves_days: int = 0
    patience_days: int = 0
    rows_looked_at: int = 0


class Scenario(NamedTuple):
    """A year: `days` working days on which items and waits arrive, and the minutes each day has for them."""

    name: str
    days: int
    capacity_minutes: tuple[float, ...]
    items: tuple[Item, ...]
    waits: tuple[Wait, ...] = ()
    habits: Habits = Habits()


def read(path: Path) -> Scenario:
    """Read a scenario file.

    Raises: ValueError naming the file and what is wrong in it.
    """
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError) as err:
        raise ValueError(f"{path}: is no scenario: {err!r}") from err


def parse(document: Mapping[str, Any]) -> Scenario:
    """A scenario from its JSON document; keys that nobody knows are passed over.

    Raises: KeyError, TypeError, ValueError.
    """
    if document.get("followq_scenario") != 1:
        raise ValueError('the key "followq_scenario" is not 1')
    items = tuple(_item(entry) for entry in document["items"])
    waits = tuple(Wait(*(entry[name] for name in Wait._fields)) for entry in document.get("waits", ()))
    capacity = tuple(float(minutes) for minutes in document["capacity_minutes"])
    if len({item.id for item in items}) != len(items) or any(item.minutes <= 0 for item in items):
        raise ValueError("ids must differ and minutes be more than 0")
    if sum(capacity) <= 0 or min(capacity) < 0:
        raise ValueError("the days have no time")
    habits = Habits(**document.get("habits", {}))
    return Scenario(str(document["name"]), int(document["days"]), capacity, items, waits, habits)


def _item(entry: Mapping[str, Any]) -> Item:
    known = {name: entry[name] for name in Item._fields if name in entry}
    known["blocked_by"] = tuple(known.get("blocked_by", ()))
    return Item(**known)


def document(scenario: Scenario) -> dict[str, Any]:
    """The scenario as its JSON document; `parse` reads it back without loss."""
    plain = Item(0, 0, 1.0)
    items = [
        {
            name: value
            for name, value in item._asdict().items()
            if name in ("id", "day", "minutes", "known", "weight", "promise", "person") or value != getattr(plain, name)
        }
        for item in scenario.items
    ]
    written = {
        "followq_scenario": 1,
        "name": scenario.name,
        "days": scenario.days,
        "capacity_minutes": list(scenario.capacity_minutes),
        "items": items,
        "waits": [wait._asdict() for wait in scenario.waits],
    }
    return written if scenario.habits == Habits() else {**written, "habits": scenario.habits._asdict()}
