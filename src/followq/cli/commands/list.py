"""`list`: follow-ups, filtered."""

from __future__ import annotations

from math import inf

from followq.cli.actions.change_followups import find_people_of
from followq.cli.input import parse_options
from followq.cli.input.filters import choose_side, parse_status, read_filter
from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.core.filter import Filter, Period
from followq.model.core.folding import fold
from followq.render.pages.listing import ListPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person
    from followq.store.records.reader import Reader

ORDERS = ("id", "since", "promised", "person", "updated")


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
    sort: o.ListSort = None,
) -> ListPage:
    """List by number.

    Open ones, unless --status says otherwise; snoozed ones too. --since and --until look at when the
    wait began. --sort takes another order than by number.

    Examples:

    followq list --person Ana --status all

    followq list --waiting --sort promised
    """
    if sort is not None and sort not in ORDERS:
        raise BadInputError(f"'{sort[:40]}' is not an order", f"one of {', '.join(ORDERS)}")
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
        if sort:
            found.sort(key=_make_key(session.calendar, queue, names, sort))
    return ListPage(
        kind="list",
        followups=tuple(found),
        names=names,
        is_filtered=wanted != Filter(),
        since=period.since,
        until=period.until,
    )


def _make_key(
    calendar: Calendar, queue: Reader, names: Mapping[int, Person], order: str
) -> Callable[[FollowUp], tuple[Any, ...]]:
    # Each order is total: equal ones go by number.
    if order == "since":
        return lambda followup: (calendar.start_of(followup.since), followup.id)
    if order == "promised":
        return lambda followup: (
            calendar.end_of(followup.promised).timestamp() if followup.promised else inf,
            followup.id,
        )
    if order == "person":
        return lambda followup: (fold(names[followup.person_id].name), followup.person_id, followup.id)
    if order == "updated":
        last = queue.last_changes()
        return lambda followup: (-last.get(followup.id, 0), followup.id)
    return lambda followup: (followup.id,)
