"""`why`: where a rank comes from."""

from __future__ import annotations

from followq.cli.input.lookup import find_followups
from followq.cli.session import Session
from followq.errors import NotFoundError, UsageError
from followq.hints import command
from followq.model.core.followup import FollowUp
from followq.model.nudging.outlook import explain_outlook
from followq.model.priority.ranking import sort_scored
from followq.render.pages.details import WhyPage
from followq.render.pages.why_waiting import WhyWaitingPage
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def why(session: Session, ids: o.Ids) -> WhyPage | WhyWaitingPage:
    """Explain the order.

    The sum of what one more day costs, over the time it takes. Two ids are compared. Of what you wait for:
    where the day comes from on which to ask again.

    Examples:

    followq why 12

    followq why 12 9
    """
    with session.reading() as queue, queue.at_once():
        items = find_followups(queue, ids, session.calendar)
        for item in items:
            if not item.is_open:
                raise NotFoundError(
                    f"{item.id} is {item.status}, only what is open is ranked", command("show", item.id)
                )
        waited = [item for item in items if item.is_waiting]
        if len(waited) == len(items):
            return _of_waiting(session, queue, waited)
        if waited:
            raise UsageError(
                f"{waited[0].id} is waited for, the others you owe: these are two orders", command("why", waited[0].id)
            )
        listed, sums = session.shortlist(queue)
        ranked = sort_scored(listed.outlined(sums.shown()), listed.desk)
        found = listed.scored(items)
        people = queue.people(item.person_id for item in items)
    asked = {item.id for item in items}
    places = {item.followup.id: place for place, item in enumerate(ranked, 1) if item.followup.id in asked}
    return WhyPage(tuple(found), places, people)


def _of_waiting(session: Session, queue: Reader, items: list[FollowUp]) -> WhyWaitingPage:
    people = queue.people({item.person_id for item in items})
    habits = session.habits_of(queue, people)
    found = [explain_outlook(item, people[item.person_id], session.calendar, habits) for item in items]
    return WhyWaitingPage(tuple(found), people)
