"""How things stand with each person, and who comes first by what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from followq.model.core.calendar import Calendar, Instant
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.person import Person, name_key
from followq.model.people.relationship import median
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NEVER = 10**6
FEWEST_COMPARED = 3
"""People with anything logged from which one of them can be compared with the middle of all."""


class Share(NamedTuple):
    """Somebody's part of a whole, 0 to 1, and how many times the median person's it is; None where few have any."""

    part: float
    ratio: float | None


class Standing(NamedTuple):
    """How things stand with a person.

    `late` counts broken promises on the user's side, `dark_days` working days without a sign either way,
    `informed_days` the most of those there should be; `is_dark` when something is owed and there were more.
    `my_turnaround_days` is the median over `my_turnarounds` waits that the user ended by an answer, as `with` has it;
    `my_days` the same with `my_still` waits that go on and are longer than that. `drag_days` is
    `my_days` less `their_days`: above 0 the user drags. `requests` counts what they ever asked for, `to_nudge` what
    is waited for and worth asking for again.
    """

    person: Person
    owed: int = 0
    waiting: int = 0
    late: int = 0
    last_heard_at: Instant | None = None
    dark_days: int | None = None
    drag_days: float = 0
    spent_minutes: int = 0
    informed_days: int = 0
    is_dark: bool = False
    my_days: float | None = None
    their_days: float | None = None
    requests: int = 0
    time: Share | None = None
    asking: Share | None = None
    to_nudge: int = 0
    my_turnaround_days: float | None = None
    my_turnarounds: int = 0
    my_still: int = 0
    their_turnaround_days: float | None = None
    their_turnarounds: int = 0
    their_still: int = 0

    def document(self) -> dict[str, object]:
        """The person's fields and these, in one object."""
        rest = self._asdict()
        return {**rest.pop("person")._asdict(), **rest}


def make_standing(
    person: Person,
    items: Sequence[FollowUp],
    ended_mine: Sequence[int],
    ended_theirs: Sequence[int],
    heard_at: Instant | None,
    calendar: Calendar,
    informed_days: int,
) -> Standing:
    """How things stand with one person.

    `items` is what is open with them, `ended_mine` and `ended_theirs` the working days that ended waits took,
    `heard_at` the last sign either way, `informed_days` the interval for people without one of their own.
    """
    ages: dict[str, list[int]] = {"mine": [], "theirs": []}
    for item in items:
        if calendar.has_come(item.since):
            ages[item.ball].append(calendar.waited(item.since))
    mine, theirs = find_usual_wait(ended_mine, ages["mine"]), find_usual_wait(ended_theirs, ages["theirs"])
    owed = sum(item.ball == "mine" for item in items)
    interval = informed_days if person.keep_informed_days is None else person.keep_informed_days
    dark = calendar.waited(heard_at) if heard_at else None
    return Standing(
        person,
        owed=owed,
        waiting=len(items) - owed,
        late=sum(item.ball == "mine" and is_late(item, calendar) for item in items),
        last_heard_at=heard_at,
        dark_days=dark,
        drag_days=(mine or 0) - (theirs or 0),
        informed_days=interval,
        is_dark=bool(ages["mine"]) and dark is not None and dark > interval,
        my_days=mine,
        their_days=theirs,
        my_turnaround_days=median(ended_mine),
        my_turnarounds=len(ended_mine),
        my_still=len(_longer(ended_mine, ages["mine"])),
        their_turnaround_days=median(ended_theirs),
        their_turnarounds=len(ended_theirs),
        their_still=len(_longer(ended_theirs, ages["theirs"])),
    )


def find_usual_wait(ended: Iterable[int], still: Iterable[int]) -> float | None:
    """Working days that a wait usually takes: the median, of what ended and of what has lasted longer than that.

    A wait that goes on is only known to be longer than it is by now. Above the median of those that ended it
    counts, as wherever it ends it will be above; below it says nothing yet.
    """
    known = list(ended)
    return median([*known, *_longer(known, still)])


def _longer(ended: Sequence[int], still: Iterable[int]) -> list[int]:
    middle = median(ended)
    return [days for days in still if middle is None or days > middle]


def add_shares(standings: Sequence[Standing], minutes: dict[int, int], requests: dict[int, int]) -> list[Standing]:
    """The same with each person's share of the logged minutes and of what was asked for.

    `minutes` and `requests` hold everybody's, by person id.
    """
    found = []
    for item in standings:
        number = item.person.id
        found.append(
            item._replace(
                spent_minutes=minutes.get(number, 0),
                requests=requests.get(number, 0),
                time=_share(number, minutes),
                asking=_share(number, requests),
            )
        )
    return found


def _share(person_id: int, amounts: dict[int, int]) -> Share | None:
    own = amounts.get(person_id, 0)
    if not own:
        return None
    some = [amount for amount in amounts.values() if amount]
    middle = median(some) if len(some) >= FEWEST_COMPARED else None
    return Share(round(own / sum(some), 4), round(own / middle, 2) if middle else None)


def _attention(item: Standing) -> tuple[Any, ...]:
    # Late, then in the dark beyond their interval, then whoever was not heard of for long and has something open.
    dark = item.dark_days or 0
    beyond = dark - item.informed_days if item.is_dark else 0
    return (-item.late, -beyond, -dark if item.owed + item.waiting else 1, -item.owed, -item.waiting)


ORDERS: dict[str, Callable[[Standing], Any]] = {
    "attention": _attention,
    "dark": lambda item: -(item.dark_days if item.dark_days is not None else NEVER),
    "drag": lambda item: -item.drag_days,
    "time": lambda item: (-item.spent_minutes, -item.requests),
    "name": lambda item: name_key(item.person.name),
}


def sort_standings(standings: Iterable[Standing], order: str) -> list[Standing]:
    """By one of ORDERS; the order is total: then by name, then by id."""
    return sorted(standings, key=lambda item: (ORDERS[order](item), name_key(item.person.name), item.person.id))
