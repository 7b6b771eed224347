"""`told`: they know where it stands."""

from __future__ import annotations

from followq.cli.actions.change_followups import act, as_of, dates_left_in_text, on_day, text_without_date
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.errors import UsageError
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import resolved
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def told(session: Session, ids: o.Ids, text: o.SaidText = None, by: o.By = None, on: o.On = None) -> ChangedPage:
    """Keep them informed.

    They heard from you: the clock of being in the dark starts again. The debt stays.

    Examples:

    followq told 12 "Legal looks at it" --by "next tue"

    followq told 12 15-17 "All of it comes on Friday"
    """
    words = text_without_date(session, "told", ids, text)
    promised, happened = parse_options.maybe_date(session, by), parse_options.happened(session, on)

    def said(before: FollowUp, after: FollowUp) -> str:
        sentence = f"told{on_day(session, happened)}; you still owe it"
        if promised:
            moved = "" if after.slips == before.slips else ", moved again" if before.slips else ", moved"
            sentence += f", by {resolved(promised, session.calendar)}{moved}"
        return sentence

    def verb(followup: FollowUp) -> FollowUp:
        verbs.require_open(followup)
        if followup.ball == "theirs":
            raise UsageError(
                f"{followup.id} is theirs to do: there is nothing to tell them of it",
                "if they said something",
                ("heard", followup.id),
            )
        return verbs.told(followup, as_of(session, happened, followup), promised)

    page = act(session, "told", ids, verb, said, words)
    left = () if promised else dates_left_in_text(session, page.followups, words)
    return page._replace(notes=(*page.notes, *left))
