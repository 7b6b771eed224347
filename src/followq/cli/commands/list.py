"""`list`: follow-ups, filtered."""

from __future__ import annotations

from followq.cli.actions.change_followups import people_of
from followq.cli.input import parse_options
from followq.cli.input.filters import chosen, side, status_of
from followq.cli.session import Session
from followq.model.core.followup import is_hidden, is_late
from followq.model.core.period import Period
from followq.render.pages.listing import ListPage
from followq.store.records.reader import Selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def list_(
    session: Session,
    is_owed: o.OnlyOwed = False,
    is_waiting: o.OnlyWaiting = False,
    person: o.PersonFilter = None,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    status: o.StatusFilter = "open",
    is_overdue: o.IsOverdue = False,
    is_snoozed: o.IsSnoozed = False,
    since: o.SinceFilter = None,
    until: o.UntilFilter = None,
) -> ListPage:
    """List by number.

    Open ones, unless --status says otherwise; snoozed ones too. --since and --until look at when the
    wait began.

    Example:

    followq list --person Ana --status all
    """
    period = parse_options.period(session, since, until)
    selection = Selection(
        side(is_owed, is_waiting),
        status_of(status),
        None,
        project,
        parse_options.tags(tags),
        period if period != Period() else None,
    )
    with session.reading() as queue:
        selection = selection._replace(person_id=chosen(queue, person))
        found = queue.select(selection)
        if is_overdue:
            found = [followup for followup in found if is_late(followup, session.calendar)]
        if is_snoozed:
            found = [followup for followup in found if followup.is_open and is_hidden(followup, session.calendar)]
            found.sort(key=lambda followup: session.calendar.start_of(followup.snoozed_until or ""))
        names = people_of(queue, found)
    is_filtered = is_overdue or is_snoozed or selection != Selection()
    return ListPage("list", tuple(found), names, is_filtered, since=period.since, until=period.until)
