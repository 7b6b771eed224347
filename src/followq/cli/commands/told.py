"""`told`: they know where it stands."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import act, dates_left_in_text, text_without_date
from followq.cli.session import Session
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.model.words import resolved
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def told(session: Session, ids: o.Ids, text: o.SaidText = None, by: o.By = None) -> ChangedPage:
    """Keep them informed.

    They heard from you: the clock of being in the dark starts again. The debt stays.

    Examples:

    followq told 12 "Legal looks at it" --by "next tue"

    followq told 12 15-17 "All of it comes on Friday"
    """
    words = text_without_date(session, "told", ids, text)
    promised = reading.maybe_date(session, by)

    def said(before: FollowUp, after: FollowUp) -> str:
        sentence = "told; you still owe it" if after.ball == "mine" else "told"
        if promised:
            moved = "" if after.slips == before.slips else ", moved again" if before.slips else ", moved"
            sentence += f", by {resolved(promised, session.calendar)}{moved}"
        return sentence

    page = act(session, "told", ids, lambda f: verbs.told(f, session.calendar, promised), said, words)
    left = () if promised else dates_left_in_text(session, page.followups, words)
    return page._replace(notes=(*page.notes, *left))
