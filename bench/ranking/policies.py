"""The orders that are compared. Each puts the items on the desk in the order in which it would do them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone

from bench.ranking.scenario import Item, Wait
from followq.model.calendar import Calendar
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.model.ranking import Defaults, rank

MONDAY = date(2024, 1, 1)
HISTORY = 50


class Desk:
    """What lies on the desk one morning: items, what is left of each, open waits, and what was done before.

    `left` holds the true minutes left by item id; policies that are no oracles look at it only where the
    effort is known.
    """

    def __init__(self) -> None:
        self.today = 0
        self.items: dict[int, Item] = {}
        self.left: dict[int, float] = {}
        self.waits: dict[int, Wait] = {}
        self.done_minutes: list[float] = []


Policy = Callable[[Desk], list[int]]


def _sorted(desk: Desk, key: Callable[[Item], tuple[float, ...]]) -> list[int]:
    return [item.id for item in sorted(desk.items.values(), key=lambda item: (*key(item), item.id))]


def fifo(desk: Desk) -> list[int]:
    """The longest waiting first."""
    return _sorted(desk, lambda item: (item.day,))


def lifo(desk: Desk) -> list[int]:
    """The newest first, as an inbox shows it."""
    return [item.id for item in sorted(desk.items.values(), key=lambda item: (-item.day, -item.id))]


def edd(desk: Desk) -> list[int]:
    """The earliest promise first, then what has none by age."""
    return _sorted(desk, lambda item: (float("inf") if item.promise is None else item.promise, item.day))


def srpt(desk: Desk) -> list[int]:
    """The shortest remaining time first: an oracle, it sees the true minutes."""
    return _sorted(desk, lambda item: (desk.left[item.id],))


def wspt(desk: Desk) -> list[int]:
    """The shortest remaining time by weight first: an oracle too."""
    return _sorted(desk, lambda item: (desk.left[item.id] / item.weight,))


def taskwarrior(desk: Desk) -> list[int]:
    """Taskwarrior 2.6 and 3: 12 times due, a priority for weight, 2 times age over a year; calendar days."""

    def urgency(item: Item) -> tuple[float, ...]:
        age = (_day(desk.today) - _day(item.day)).days
        score = {1: 0.0, 2: 3.9, 4: 6.0}[item.weight] + 2 * min(age / 365, 1)
        if item.promise is not None:
            late = (_day(desk.today) - _day(item.promise)).days
            due = 1.0 if late >= 7 else (late + 14) * 0.8 / 21 + 0.2 if late >= -14 else 0.2
            score += 12 * due
        return (-score,)

    return _sorted(desk, urgency)


class Followq:
    """The product's own `rank()` on real follow-ups, learning efforts from what was done."""

    def __init__(self, people: Sequence[Item]) -> None:
        weights = {item.person: item.weight for item in people}
        names = {1: "normal", 2: "key", 4: "vip"}
        self._people = {
            person: Person(id=person, uid=str(person), name=f"P{person}", weight=names[weights.get(person, 1)])  # type: ignore[arg-type]
            for person in range(1 + max([0, *weights]) + 1000)
        }

    def __call__(self, desk: Desk) -> list[int]:
        """The order of `today`."""
        now = datetime.combine(_day(desk.today), datetime.min.time(), timezone.utc) + timedelta(hours=8)
        owed = [self._owed(item, desk) for item in desk.items.values()]
        waiting = [
            FollowUp(id=10**6 + wait.id, uid="", person_id=wait.person, text="x", ball="theirs", since=_on(wait.day))
            for wait in desk.waits.values()
        ]
        recent = sorted(desk.done_minutes[-HISTORY:])
        defaults = Defaults(effort_minutes=round(recent[len(recent) // 2]) if len(recent) >= 8 else None)
        ranked = rank(owed + waiting, self._people, Calendar(now), defaults=defaults)
        return [item.followup.id for item in ranked]

    def _owed(self, item: Item, desk: Desk) -> FollowUp:
        promised = None if item.promise is None else _on(item.promise)
        return FollowUp(
            id=item.id,
            uid="",
            person_id=item.person,
            text="x",
            since=_on(item.day),
            promised=promised,
            first_promised=promised,
            effort_minutes=max(1, round(item.minutes)) if item.known else None,
            spent_minutes=round(item.minutes - desk.left[item.id]),
        )


PEERS: dict[str, Policy] = {
    "fifo": fifo,
    "lifo": lifo,
    "edd": edd,
    "srpt": srpt,
    "wspt": wspt,
    "taskwarrior": taskwarrior,
}


def _day(number: int) -> date:
    weeks, rest = divmod(number, 5)
    return MONDAY + timedelta(days=weeks * 7 + rest)


def _on(number: int) -> str:
    return _day(number).isoformat()
