"""`told`: they know where it stands."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import act
from followq.cli.session import Session
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.model.words import resolved
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def told(session: Session, followup: o.Id, text: o.SaidText = None, by: o.By = None) -> ChangedPage:
    """Keep them informed.

    They heard from you: the clock of being in the dark starts again. The debt stays.

    Example:

    followq told 12 "Legal looks at it" --by "next tue"
    """
    promised = reading.maybe_date(session, by)

    def said(before: FollowUp, after: FollowUp) -> str:
        words = "told; you still owe it" if after.ball == "mine" else "told"
        if promised:
            moved = ", moved once more" if after.slips > before.slips else ""
            words += f", by {resolved(promised, session.calendar)}{moved}"
        return words

    return act(
        session, "told", [followup], lambda f: verbs.told(f, session.calendar, promised), said, reading.text(text)
    )
