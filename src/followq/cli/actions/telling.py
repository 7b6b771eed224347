"""Keeping people informed: `told`, and what `say` notes as said."""

from __future__ import annotations

from collections.abc import Sequence

from followq.cli.actions.change_followups import apply_verb, describe_day, warn_of_dates_in_text
from followq.cli.session import Session
from followq.errors import UsageError
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import show_with_distance
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar, When


def tell_followups(
    session: Session, ids: Sequence[str], words: str, promised: When | None, happened: When | None = None
) -> ChangedPage:
    """Note that they know where follow-ups stand, all or nothing; `promised` is a day named with it.

    Raises: UsageError for what is theirs to do; NotFoundError, AmbiguousError and what the verb raises.
    """

    def said(before: FollowUp, after: FollowUp) -> str:
        sentence = f"told{describe_day(session.calendar, happened)}; you still owe it"
        if promised:
            moved = "" if after.slips == before.slips else ", moved again" if before.slips else ", moved"
            sentence += f", by {show_with_distance(promised, session.calendar)}{moved}"
        return sentence

    def verb(followup: FollowUp, calendar: Calendar) -> FollowUp:
        return verbs.tell(followup, calendar, promised)

    page = apply_verb(session, "told", ids, verb, said, words, on=happened, check=_require_owed)
    left = () if promised else warn_of_dates_in_text(session.calendar, page.followups, words)
    return page._replace(notes=(*page.notes, *left))


def _require_owed(followup: FollowUp) -> None:
    verbs.require_open(followup)
    if followup.ball == "theirs":
        raise UsageError(
            f"{followup.id} is theirs to do: there is nothing to tell them of it",
            "if they said something",
            ("heard", followup.id),
        )
