"""What `today`, `count` and followq alone say beside the order: whom to tell, and how many are worth a nudge."""

from __future__ import annotations

from followq.cli.session import Session
from followq.record import NamedTuple
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import FollowUp
    from followq.model.nudging.keep_informed import News
    from followq.model.nudging.nudging import Wait


def news(session: Session, queue: Reader) -> list[News]:
    """Whom to tell where things stand."""
    people = queue.people_kept_informed()
    if not people:
        return []
    from followq.cli.queries.keep_informed import news_for

    followups = [followup for person_id in people for followup in queue.open_with(person_id)]
    return news_for(session, queue, followups, people)


def nudges_due(session: Session, queue: Reader) -> int:
    """How many people are worth a nudge."""
    from followq.model.nudging.nudging import people_due

    return people_due(_waits(session, queue))


class Asks(NamedTuple):
    """How many people are worth a nudge, how many of them are to be asked for the first time, and what they were asked
    for often enough: the user decides what becomes of it.
    """

    nudges: int = 0
    first: int = 0
    decisions: tuple[FollowUp, ...] = ()


def asks(session: Session, queue: Reader) -> Asks:
    """Whom to ask, and what to decide, out of everything that is waited for."""
    found = asks_among(_waits(session, queue))
    return found._replace(decisions=tuple(queue.followups(followup.id for followup in found.decisions)))


def asks_among(found: list[Wait]) -> Asks:
    """The same out of some of it."""
    from followq.model.nudging.nudging import decisions, people_due, people_to_ask

    return Asks(people_due(found), people_to_ask(found), tuple(decisions(found)))


def _waits(session: Session, queue: Reader) -> list[Wait]:
    from followq.model.nudging.nudging import each_wait

    waiting = queue.waits()
    return list(each_wait(waiting, session.calendar, session.habits(queue, waiting)))
