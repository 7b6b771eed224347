"""`told`: they know where it stands."""

from __future__ import annotations

from followq.cli.actions.change_followups import text_without_date
from followq.cli.actions.telling import tell_followups
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def told(session: Session, ids: o.Ids, text: o.SaidText = None, by: o.By = None, on: o.On = None) -> ChangedPage:
    """Keep them informed.

    They heard from you, so the time without news starts again at zero. You still owe it.

    Examples:

    followq told 12 "Legal looks at it" --by "next tue"

    followq told 12 15-17 "All of it comes on Friday"
    """
    words = text_without_date(session.calendar, "told", ids, text)
    promised, happened = parse_options.parse_optional_date(session, by), parse_options.parse_past_event(session, on)
    return tell_followups(session, ids, words, promised, happened)
