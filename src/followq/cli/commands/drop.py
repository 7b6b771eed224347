"""`drop`: closed without being done."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import act
from followq.cli.session import Session
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def drop(session: Session, followup: o.Id, reason: o.ReasonText = None) -> ChangedPage:
    """Let go.

    Closed, not done; it doesn't count as delivered. A recurring one doesn't come again.

    Example:

    followq drop 12 "They went with somebody else"
    """

    def said(before: FollowUp, after: FollowUp) -> str:
        return "dropped"

    return act(
        session, "drop", [followup], lambda f: verbs.close(f, session.calendar, "dropped"), said, reading.text(reason)
    )
