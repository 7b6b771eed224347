"""`show`: everything about one follow-up."""

from __future__ import annotations

from followq.cli.actions.change_followups import people_of
from followq.cli.input.lookup import find_followup
from followq.cli.session import Session
from followq.model.core.history import sides
from followq.render.pages.details import ShowPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


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
        linked = queue.linked([item], is_whole=True)
        owners = {owner for entry in log for owner in entry.change.fields.get("person_id", ()) if owner}
        names = people_of(queue, [item, *blockers, *blocked, *linked]) | queue.people(owners)
    return ShowPage(
        (item,),
        (names[item.person_id],),
        tuple(log),
        sides(log, session.calendar),
        tuple(blockers),
        tuple(blocked),
        tuple(linked),
        names,
    )
