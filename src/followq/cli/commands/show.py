"""`show`: everything about one follow-up."""

from __future__ import annotations

from followq.cli.actions.change_followups import find_people_of
from followq.cli.input.lookup import find_followup
from followq.cli.queries.clocks import find_running_clocks
from followq.cli.session import Session
from followq.model.core.history import count_side_days
from followq.model.core.stays import find_arrival
from followq.render.pages.details import ShowPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def show(session: Session, followup: o.Id) -> ShowPage:
    """See it whole.

    Since when and why it is on whose side, every fact, what happened, and the clocks that run: when a first answer,
    news, a nudge or the promise is due.

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
        names = find_people_of(queue, [item, *blockers, *blocked, *linked]) | queue.people(owners)
        clocks = find_running_clocks(session, queue, [item], names)[item.id] if item.is_open else []
    return ShowPage(
        followups=(item,),
        people=(names[item.person_id],),
        log=tuple(log),
        days=count_side_days(log, session.calendar),
        blockers=tuple(blockers),
        blocks=tuple(blocked),
        linked=tuple(linked),
        names=names,
        arrival=find_arrival(item, log, session.calendar, names),
        clocks=tuple(clocks),
    )
