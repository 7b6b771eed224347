"""`drop`: closed without being done."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import act, freed_by
from followq.cli.session import Session
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def drop(session: Session, ids: o.Ids, reason: o.ReasonText = None) -> ChangedPage:
    """Let go.

    Closed, not done; it doesn't count as delivered. A recurring one doesn't come again.

    Example:

    followq drop 12 "They went with somebody else"
    """

    def said(before: FollowUp, after: FollowUp) -> str:
        return "dropped"

    page = act(session, "drop", ids, lambda f: verbs.close(f, session.calendar, "dropped"), said, reading.text(reason))
    with session.reading() as queue:
        return page._replace(notes=(*page.notes, *freed_by(queue, page.followups)))
