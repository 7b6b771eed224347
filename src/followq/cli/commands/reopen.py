"""`reopen`: taken up again."""

from __future__ import annotations

from followq.cli.actions.change_followups import apply_verb
from followq.cli.session import Session
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import show_with_distance
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def reopen(session: Session, ids: o.ClosedIds) -> ChangedPage:
    """Reopen what was closed.

    Its clock still counts from when they began to wait.

    Example:

    followq reopen 12
    """

    def said(before: FollowUp, after: FollowUp) -> str:
        return f"open again, since {show_with_distance(after.since, session.calendar)}"

    return apply_verb(session, "reopen", ids, lambda f, _: verbs.reopen(f), said)
