"""`reopen`: taken up again."""

from __future__ import annotations

from followq.cli.actions.change_followups import act
from followq.cli.session import Session
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import resolved
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def reopen(session: Session, ids: o.ClosedIds) -> ChangedPage:
    """Open again what was closed.

    Its clock runs on from where they began to wait.

    Example:

    followq reopen 12
    """

    def said(before: FollowUp, after: FollowUp) -> str:
        return f"open again, since {resolved(after.since, session.calendar)}"

    return act(session, "reopen", ids, lambda f, _: verbs.reopen(f), said)
