"""`nudge`: the user asked again, after a look at what they owe that person themselves."""

from __future__ import annotations

from followq.cli.actions.nudging import nudge_followups
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def nudge(
    session: Session,
    ids: o.WaitedIds,
    text: o.SaidText = None,
    by: o.NamedBy = None,
    on: o.On = None,
    is_yes: o.IsYes = False,
) -> ChangedPage:
    """Count that you asked again.

    First it shows what you owe that person yourself; on a terminal it offers to clear that now. --by notes the
    day they name; a later one than before counts as a slip of theirs. Asking several times on one day counts once.
    The first ask of all is say ID ask.

    Examples:

    followq nudge 14 "Called, left a message"

    followq nudge 14 "She had forgotten" --by thu
    """
    words, expected = parse_options.join_words(text), parse_options.parse_optional_date(session, by)
    happened = parse_options.parse_past_event(session, on)
    return nudge_followups(session, ids, words, expected, happened, is_sure=is_yes)
