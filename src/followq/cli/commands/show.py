"""`show`: everything about one follow-up."""

from __future__ import annotations

from followq.cli.acting import people_of
from followq.cli.finding import find_followup
from followq.cli.session import Session
from followq.model.history import sides
from followq.render.pages.details import ShowPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def show(session: Session, followup: o.Id) -> ShowPage:
    """See it whole.

    Every fact, on whose side the time went, and what happened.

    Example:

    followq show 12
    """
    with session.reading() as queue:
        item = find_followup(queue, followup, session.calendar)
        log = queue.log(followup_id=item.id)
        blockers = [other for i in item.blocked_by if (other := queue.followup(i)) and other.is_open]
        blocked = queue.blocked_by(item.id)
        names = people_of(queue, [item, *blockers, *blocked])
    return ShowPage(
        (item,),
        (names[item.person_id],),
        tuple(log),
        sides(log, session.calendar),
        tuple(blockers),
        tuple(blocked),
        names,
    )
