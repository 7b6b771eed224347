"""`people`: who needs attention."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.followup import FollowUp, is_late
from followq.model.person import Person, name_key
from followq.render.pages.people import PeoplePage, Standing
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli import options as o

NEVER = 10**6
ORDERS: dict[str, Callable[[Standing], Any]] = {
    "attention": lambda s: (-s.late, -(s.dark_days or 0) if s.owed else 0, -s.owed, -s.waiting),
    "dark": lambda s: -(s.dark_days if s.dark_days is not None else NEVER),
    "drag": lambda s: -s.drag_days,
    "time": lambda s: -s.spent_minutes,
    "name": lambda s: name_key(s.person.name),
}


def people(session: Session, sort: o.Sort = "attention") -> PeoplePage:
    """See everybody.

    Sorted by who needs attention; by how long there was no sign (dark); by whom you keep waiting longer
    than they keep you (drag); by time spent; or by name.

    Example:

    followq people --sort drag
    """
    if sort not in ORDERS:
        raise BadInputError(f"'{sort[:40]}' is not an order", f"one of {', '.join(ORDERS)}")
    with session.reading() as queue:
        found = standings(session, queue, queue.people().values())
    found.sort(key=lambda item: (ORDERS[sort](item), name_key(item.person.name), item.person.id))
    return PeoplePage(tuple(found))


def standings(session: Session, queue: Reader, chosen: Iterable[Person]) -> list[Standing]:
    """How things stand with these people, in their order."""
    calendar = session.calendar
    tallies = queue.tallies(calendar.instant)
    open_with: dict[int, list[FollowUp]] = {}
    for followup in queue.open_followups():
        open_with.setdefault(followup.person_id, []).append(followup)
    found = []
    for person in chosen:
        tally = tallies.get(person.id)
        items = open_with.get(person.id, [])
        waits = {"mine": 0, "theirs": 0}
        for item in items:
            waits[item.ball] += calendar.waited(item.since)
        heard = calendar.start_of(tally.last_heard_at) if tally and tally.last_heard_at else None
        found.append(
            Standing(
                person,
                tally.owed if tally else 0,
                tally.waiting if tally else 0,
                sum(item.ball == "mine" and is_late(item, calendar) for item in items),
                heard,
                calendar.waited(heard) if heard else None,
                waits["mine"] - waits["theirs"],
                tally.spent_minutes if tally else 0,
            )
        )
    return found
