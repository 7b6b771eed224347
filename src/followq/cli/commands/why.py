"""`why`: where a rank comes from."""

from __future__ import annotations

from followq.cli.finding import find_followups
from followq.cli.session import Session
from followq.errors import NotFoundError
from followq.model.desk import desk
from followq.model.ranking import ordered, score
from followq.render.pages.details import WhyPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def why(session: Session, ids: o.Ids) -> WhyPage:
    """Explain the order.

    The sum of what one more day costs, over the time it takes. Two ids are compared.

    Examples:

    followq why 12

    followq why 12 9
    """
    with session.reading() as queue:
        items = find_followups(queue, ids, session.calendar)
        for item in items:
            if not item.is_owed:
                side = "is waited for" if item.is_open else f"is {item.status}"
                raise NotFoundError(
                    f"{item.id} {side}, today ranks only what you owe",
                    "followq waiting says when to ask again" if item.is_open else f"followq show {item.id}",
                )
        followups, people = queue.open_followups(), queue.people_of_open()
        view = desk(followups, people, session.calendar, session.defaults(queue))
    ranked = ordered(followups, view, session.weights)
    places = {item.followup.id: place for place, item in enumerate(ranked, 1)}
    return WhyPage(tuple(score(item, view, session.weights) for item in items), places, people)
