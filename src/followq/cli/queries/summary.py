"""What `today`, `count` and followq alone say beside the order: whom to tell, and how many are worth a nudge."""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.core.filter import Filter, make_test
from followq.record import NamedTuple
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from followq.model.core.followup import FollowUp
    from followq.model.nudging.keep_informed import News
    from followq.model.nudging.nudging import Wait


def find_people_to_inform(session: Session, queue: Reader, wanted: Filter = Filter()) -> list[News]:
    """Whom to tell where things stand, of those with whom something `wanted` is open."""
    people = queue.people_kept_informed()
    if not people:
        return []
    from followq.cli.queries.keep_informed import find_news

    followups = [followup for person_id in people for followup in queue.open_with(person_id)]
    concerned = {followup.person_id for followup in filter(make_test(wanted), followups)}
    return [item for item in find_news(session, queue, followups, people) if item.person_id in concerned]


def count_nudges_due(session: Session, queue: Reader) -> int:
    """How many people are worth a nudge."""
    from followq.model.nudging.nudging import count_people_due

    return count_people_due(_waits(session, queue, queue.waits()))


class Asks(NamedTuple):
    """How many people are worth a nudge, how many of them are to be asked for the first time, and what they were asked
    for often enough: the user decides what becomes of it.
    """

    nudges: int = 0
    first: int = 0
    decisions: tuple[FollowUp, ...] = ()


def asks(session: Session, queue: Reader, waiting: Iterable[FollowUp], wanted: Filter = Filter()) -> Asks:
    """Whom to ask, and what to decide, in full; `waiting` is all that the user waits for, of which what is `wanted`
    counts.
    """
    from followq.model.nudging.nudging import count_people_due, find_decisions, people_to_ask

    is_wanted = make_test(wanted)
    found = [wait for wait in _waits(session, queue, waiting) if is_wanted(wait.followup)]
    undecided = queue.followups(followup.id for followup in find_decisions(found))
    return Asks(count_people_due(found), people_to_ask(found), tuple(undecided))


def _waits(session: Session, queue: Reader, waiting: Iterable[FollowUp]) -> list[Wait]:
    from followq.model.nudging.nudging import iterate_waits

    waiting = list(waiting)
    return list(iterate_waits(waiting, session.calendar, session.habits(queue, waiting)))
