"""What `today`, `count` and followq alone say beside the order: whom to tell, and how many are worth a nudge."""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.core.filter import Filter, make_test
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from followq.model.core.followup import FollowUp
    from followq.model.nudging.keep_informed import News
    from followq.model.nudging.nudging import Wait


def news(session: Session, queue: Reader, wanted: Filter = Filter()) -> list[News]:
    """Whom to tell where things stand, of those with whom something `wanted` is open."""
    people = queue.people_kept_informed()
    if not people:
        return []
    from followq.cli.queries.keep_informed import news_for

    followups = [followup for person_id in people for followup in queue.open_with(person_id)]
    concerned = {followup.person_id for followup in filter(make_test(wanted), followups)}
    return [item for item in news_for(session, queue, followups, people) if item.person_id in concerned]


def nudges_due(session: Session, queue: Reader) -> int:
    """How many people are worth a nudge."""
    from followq.model.nudging.nudging import people_due

    return people_due(_waits(session, queue, queue.waits()))


def nudges_and_decisions(
    session: Session, queue: Reader, waiting: Iterable[FollowUp], wanted: Filter
) -> tuple[int, list[FollowUp]]:
    """How many people are worth a nudge; and what they were asked for often enough, in full: the user decides what
    becomes of it. `waiting` is all that the user waits for, of which what is `wanted` counts.
    """
    from followq.model.nudging.nudging import decisions, people_due

    is_wanted = make_test(wanted)
    found = [wait for wait in _waits(session, queue, waiting) if is_wanted(wait.followup)]
    return people_due(found), queue.followups(followup.id for followup in decisions(found))


def _waits(session: Session, queue: Reader, waiting: Iterable[FollowUp]) -> list[Wait]:
    from followq.model.nudging.nudging import each_wait

    waiting = list(waiting)
    return list(each_wait(waiting, session.calendar, session.habits(queue, waiting)))
