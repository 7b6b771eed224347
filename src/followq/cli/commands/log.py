"""`log`: what was done."""

from __future__ import annotations

from followq.cli.input import parse_options
from followq.cli.input.filters import choose_side, parse_status, read_filter
from followq.cli.input.lookup import find_followup
from followq.cli.session import Session
from followq.model.core.filter import Filter, make_test
from followq.render.pages.log import LogPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

USUAL_LIMIT = 50
EVERYTHING = Filter(status=None)


def log(
    session: Session,
    followup: o.MaybeId = None,
    person: o.PersonFilter = None,
    since: o.SinceFilter = None,
    until: o.UntilFilter = None,
    is_owed: o.OnlyOwed = False,
    is_waiting: o.OnlyWaiting = False,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    status: o.StatusFilter = "all",
    is_overdue: o.IsOverdue = False,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
) -> LogPage:
    """Read what was done.

    In order, the last fifty changes unless --limit or --all says otherwise. Nothing is taken out of it,
    but by person forget: undo is an entry too. --owed, --project and the like look at the follow-up as it is now.

    Example:

    followq log --since "last mon"
    """
    period = parse_options.parse_period(session, since, until)
    last = None if is_all else limit or USUAL_LIMIT
    with session.reading() as queue:
        # Whose log it is, the log says itself: what is with somebody else by now was theirs.
        asked = read_filter(queue, person, project, tags)
        wanted = asked._replace(
            person_id=None,
            ball=choose_side(is_owed, is_waiting),
            status=parse_status(status),
            late_at=session.calendar if is_overdue else None,
        )
        entries = queue.log(
            followup_id=None if followup is None else find_followup(queue, followup, session.calendar).id,
            person_id=asked.person_id,
            since=period.begin,
            until=period.end,
            last=last if wanted == EVERYTHING else None,
        )
        ids = {entry.change.id for entry in entries if entry.change.subject == "followup"}
        subjects = {i: f for i in ids if (f := queue.followup(i)) is not None}
        if wanted != EVERYTHING:
            is_wanted = make_test(wanted)
            fitting = {i for i, f in subjects.items() if is_wanted(f)}
            entries = [e for e in entries if e.change.subject == "followup" and e.change.id in fitting]
            entries = entries[-last:] if last else entries
        people = {entry.change.id for entry in entries if entry.change.subject == "person"}
        owners = {owner for e in entries for owner in e.change.fields.get("person_id", ()) if owner}
        names = queue.people(people | owners | {f.person_id for f in subjects.values()})
    return LogPage(log=tuple(entries), names=names, subjects=subjects, since=period.since, until=period.until)
