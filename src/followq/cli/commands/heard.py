"""`heard`: they said something about what they owe, and still owe it."""

from __future__ import annotations

from followq.cli.actions.change_followups import act, dates_left_in_text, on_day, text_without_date
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import resolved
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar


def heard(
    session: Session, ids: o.WaitedIds, text: o.HeardText = None, by: o.NamedBy = None, on: o.On = None
) -> ChangedPage:
    """Note that they answered in part.

    They said "got it", sent half of it, or named a day: the ball stays with them, and their silence is counted from
    now on. --by takes the place of the day you expected it by; a later one counts as a slip of theirs. Once you have
    all of it, that is done.

    Examples:

    followq heard 14 "Half of it is here" --by thu

    followq heard 14 "Got it"
    """
    words, happened = text_without_date(session, "heard", ids, text), parse_options.happened(session, on)
    named = parse_options.maybe_date(session, by)

    def said(before: FollowUp, after: FollowUp) -> str:
        sentence = f"heard{on_day(session, happened)}; they still owe it"
        if named:
            moved = ", later than before" if after.slips > before.slips else ""
            sentence += f", by {resolved(named, session.calendar)}{moved}"
        return sentence

    def verb(followup: FollowUp, calendar: Calendar) -> FollowUp:
        return verbs.heard(followup, calendar, named)

    page = act(session, "heard", ids, verb, said, words, on=happened)
    left = () if named else dates_left_in_text(session, page.followups, words)
    return page._replace(notes=(*page.notes, *left))
