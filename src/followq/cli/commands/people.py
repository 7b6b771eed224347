"""`people`: who needs attention."""

from __future__ import annotations

from collections.abc import Iterable

from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.followup import BALLS, FollowUp
from followq.model.nudging import each_wait
from followq.model.person import Person
from followq.model.standings import ORDERS, Standing, ordered, stand, with_shares
from followq.render.pages.people import PeoplePage
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o
    from followq.model.followup import Ball


def people(session: Session, sort: o.Sort = "attention", limit: o.Limit = None) -> PeoplePage:
    """See everybody.

    Sorted by who needs attention: late, in the dark beyond their interval, long not heard of. Or by how long
    there was no sign (dark); by whom you keep waiting longer than they keep you, and last who keeps you waiting
    (drag); by the time they take (time), with their share of yours; or by name.

    Example:

    followq people --sort drag
    """
    if sort not in ORDERS:
        raise BadInputError(f"'{sort[:40]}' is not an order", f"one of {', '.join(ORDERS)}")
    with session.reading() as queue:
        found = ordered(standings(session, queue, queue.people().values()), sort)
    shown = found[:limit] if limit else found
    return PeoplePage(tuple(shown), sort, len(found) - len(shown))


def standings(session: Session, queue: Reader, chosen: Iterable[Person]) -> list[Standing]:
    """How things stand with these people, in their order; shares are of what everybody takes."""
    calendar = session.calendar
    people = list(chosen)
    tallies = queue.tallies(calendar)
    open_with: dict[int, list[FollowUp]] = {}
    for followup in queue.open_followups():
        open_with.setdefault(followup.person_id, []).append(followup)
    ended = {ball: _ended(session, queue, ball, people) for ball in BALLS}
    found = []
    for person in people:
        tally = tallies.get(person.id)
        heard = calendar.start_of(tally.last_heard_at) if tally and tally.last_heard_at else None
        mine, theirs = (ended[ball].get(person.id, []) for ball in BALLS)
        interval = session.settings.keep_informed_days
        found.append(stand(person, open_with.get(person.id, []), mine, theirs, heard, calendar, interval))
    minutes = {number: tally.spent_minutes for number, tally in tallies.items()}
    due = _due(session, queue, open_with)
    found = [item._replace(to_nudge=due.get(item.person.id, 0)) for item in found]
    return with_shares(found, minutes, queue.requests())


def _due(session: Session, queue: Reader, open_with: dict[int, list[FollowUp]]) -> dict[int, int]:
    # How many things are worth asking for again, by person.
    waiting = [followup for some in open_with.values() for followup in some if followup.is_waiting]
    found: dict[int, int] = {}
    for wait in each_wait(waiting, session.calendar, session.habits(queue, waiting)):
        if wait.is_due:
            found[wait.followup.person_id] = found.get(wait.followup.person_id, 0) + 1
    return found


def _ended(session: Session, queue: Reader, ball: Ball, people: list[Person]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for turnaround in queue.turnarounds(ball, [person.id for person in people], most=0):
        found.setdefault(turnaround.person_id, []).append(turnaround.days(session.calendar))
    return found
