"""`toss`: the ball changes sides."""

from __future__ import annotations

from followq.cli.actions.change_followups import (
    apply_verb,
    describe_day,
    offer_to_ask,
    text_without_date,
    warn_of_dates_in_text,
)
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followups
from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import show_with_distance
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar, When


def toss(session: Session, ids: o.Ids, text: o.NewText = None, by: o.By = None, on: o.On = None) -> ChangedPage:
    """Hand the ball over.

    You did your part and now they should act; or they did, and it is your turn. The history stays, the
    other side's clock starts. TEXT says what is waited for now.

    Examples:

    followq toss 12 "Sign the quote" --by fri

    followq toss 12 15
    """
    words, happened = (
        text_without_date(session.calendar, "toss", ids, text),
        parse_options.parse_past_event(session, on),
    )
    promised, found = parse_options.parse_optional_date(session, by), None
    if by is None and session.is_interactive:
        with session.reading() as queue:
            found = find_followups(queue, ids, session.calendar)
        for followup in found:
            verbs.require_open(followup)
        promised = _ask_for_day(session)

    def said(before: FollowUp, after: FollowUp) -> str:
        side = "now they owe you" if after.ball == "theirs" else "now you owe them"
        side = f"handed over{describe_day(session.calendar, happened)}, {side}" if happened else side
        return f"{side}{f', by {show_with_distance(promised, session.calendar)}' if promised else ''}"

    def verb(followup: FollowUp, calendar: Calendar) -> FollowUp:
        return verbs.toss(followup, calendar, words, promised)

    page = apply_verb(session, "toss", ids, verb, said, on=happened, check=verbs.require_open, found=found)
    left = warn_of_dates_in_text(session.calendar, page.followups) if words else ()
    return page._replace(notes=(*page.notes, *left, *offer_to_ask(session.calendar, page.followups, page.names)))


def _ask_for_day(session: Session) -> When | None:
    while phrase := session.ask("Check in on which day? (empty for none) "):
        try:
            return parse_options.parse_date(session, phrase)
        except BadInputError as err:
            session.say(f"{err.message} ({err.hint})")
    return None
