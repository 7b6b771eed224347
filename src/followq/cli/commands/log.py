"""`log`: what was done."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.filters import chosen
from followq.cli.finding import find_followup
from followq.cli.session import Session
from followq.model.calendar import instant
from followq.render.pages.log import LogPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o

USUAL_LIMIT = 50


def log(
    session: Session,
    followup: o.MaybeId = None,
    person: o.PersonFilter = None,
    since: o.SinceFilter = None,
    until: o.UntilFilter = None,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
) -> LogPage:
    """Read what was done.

    In order, the last fifty changes unless --limit or --all says otherwise. Nothing is ever taken out of
    it: undo is an entry too.

    Example:

    followq log --since "last mon"
    """
    begin = None if since is None else session.calendar.start_of(reading.past_date(session, since))
    end = None if until is None else instant(session.calendar.end_of(reading.date(session, until)))
    with session.reading() as queue:
        entries = queue.log(
            followup_id=None if followup is None else find_followup(queue, followup).id,
            person_id=chosen(queue, person),
            since=begin,
            until=end,
            last=None if is_all else limit or USUAL_LIMIT,
        )
        ids = {entry.change.id for entry in entries if entry.change.subject == "followup"}
        subjects = {i: f for i in ids if (f := queue.followup(i)) is not None}
        people = {entry.change.id for entry in entries if entry.change.subject == "person"}
        names = queue.people(people | {f.person_id for f in subjects.values()})
    return LogPage(tuple(entries), names, subjects)
