"""`drop`: closed without being done."""

from __future__ import annotations

from followq.cli.actions.change_followups import apply_verb, describe_day, describe_freed
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar


def drop(session: Session, ids: o.Ids, reason: o.ReasonText = None, on: o.On = None) -> ChangedPage:
    """Let go.

    It is closed without being done and doesn't count as delivered. A recurring one ends.

    Example:

    followq drop 12 "They went with somebody else"
    """
    happened = parse_options.parse_past_event(session, on)

    def said(before: FollowUp, after: FollowUp) -> str:
        return f"dropped{describe_day(session.calendar, happened)}"

    def verb(followup: FollowUp, calendar: Calendar) -> FollowUp:
        return verbs.close(followup, calendar, "dropped")

    page = apply_verb(session, "drop", ids, verb, said, parse_options.join_words(reason), on=happened)
    with session.reading() as queue:
        return page._replace(notes=(*page.notes, *describe_freed(queue, page.followups)))
