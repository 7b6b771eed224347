"""`search`: words in texts, notes and names."""

from __future__ import annotations

from followq.cli.actions.change_followups import find_people_of
from followq.cli.input import parse_options
from followq.cli.input.filters import choose_side, parse_status, read_filter
from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.model.core.filter import make_test
from followq.render.pages.listing import ListPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

USUAL_LIMIT = 50
"""Rows on a terminal: who sees more looks for another word."""


def search(
    session: Session,
    query: o.Query,
    is_owed: o.OnlyOwed = False,
    is_waiting: o.OnlyWaiting = False,
    person: o.PersonFilter = None,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    status: o.StatusFilter = "all",
    is_overdue: o.IsOverdue = False,
    since: o.SinceFilter = None,
    until: o.UntilFilter = None,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
) -> ListPage:
    """Find follow-ups.

    In texts, notes, projects, tags and names, open or closed, best first. Case and accents don't matter.
    A word is found by its beginning; in Chinese, Japanese, Korean, Thai and the like by any part of it.
    A terminal shows the best fifty, unless --limit or --all says otherwise; --json and a pipe get all.

    Example:

    followq search ana quote
    """
    terms = [word for word in " ".join(query).split() if any(ch.isalnum() for ch in word)]
    if not terms:
        raise UsageError("search for what?", command("search", "ana", "quote"))
    ball, state = choose_side(is_owed, is_waiting), parse_status(status)
    period = parse_options.parse_period(session, since, until)
    with session.reading() as queue:
        wanted = read_filter(queue, person, project, tags)._replace(
            ball=ball, status=state, period=period, late_at=session.calendar if is_overdue else None
        )
        found = list(filter(make_test(wanted), queue.search(terms)))
        most = limit or (USUAL_LIMIT if session.is_for_eyes else len(found))
        shown = found if is_all else found[:most]
        names = find_people_of(queue, shown)
    return ListPage(
        kind="search",
        followups=tuple(shown),
        names=names,
        is_filtered=True,
        more=len(found) - len(shown),
        since=period.since,
        until=period.until,
    )
