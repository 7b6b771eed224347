"""`list`: follow-ups, filtered."""

from __future__ import annotations

from followq.cli.actions.change_followups import find_people_of
from followq.cli.input import parse_options
from followq.cli.input.filters import choose_side, parse_status, read_filter
from followq.cli.session import Session
from followq.model.core.filter import Filter, Period
from followq.render.pages.listing import ListPage

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
    period = parse_options.parse_period(session, since, until)
    ball, state = choose_side(is_owed, is_waiting), parse_status(status)
    with session.reading() as queue:
        wanted = read_filter(queue, person, project, tags)._replace(
            ball=ball,
            status=state,
            period=period if period != Period() else None,
            late_at=session.calendar if is_overdue else None,
            snoozed_at=session.calendar if is_snoozed else None,
        )
        found = queue.select(wanted)
        if is_snoozed:
            found.sort(key=lambda followup: session.calendar.start_of(followup.snoozed_until or ""))
        names = find_people_of(queue, found)
    return ListPage(
        kind="list",
        followups=tuple(found),
        names=names,
        is_filtered=wanted != Filter(),
        since=period.since,
        until=period.until,
    )
