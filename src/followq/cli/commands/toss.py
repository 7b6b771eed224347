"""`toss`: the ball changes sides."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import act, dates_left_in_text
from followq.cli.finding import find_followup
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.model.words import resolved
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o
    from followq.model.calendar import When


def toss(session: Session, followup: o.Id, text: o.NewText = None, by: o.By = None) -> ChangedPage:
    """Hand the ball over.

    You did your part, now they are to act; or they did, and it is your turn. History stays, the
    other side's clock starts. TEXT says what is waited for now.

    Example:

    followq toss 12 "Sign the quote" --by fri
    """
    words = _new_text(session, followup, reading.text(text))
    with session.reading() as queue:
        verbs.require_open(find_followup(queue, followup, session.calendar))
    promised = _asked(session) if by is None else reading.date(session, by)

    def said(before: FollowUp, after: FollowUp) -> str:
        side = "now they owe you" if after.ball == "theirs" else "now you owe them"
        return f"{side}{f', by {resolved(promised, session.calendar)}' if promised else ''}"

    page = act(session, "toss", [followup], lambda f: verbs.toss(f, session.calendar, words, promised), said)
    return page._replace(notes=(*page.notes, *(dates_left_in_text(session, page.followups) if words else ())))


def _new_text(session: Session, followup: str, text: str) -> str:
    # `toss 12 by fri` would rename the thing to its date, and `toss 12 by early fri` to what is none.
    if text.lower().startswith("by "):
        from followq.dates.lines import read_line

        read = read_line(text, session.calendar, may_be_bare=True)
        if not read.text:
            raise UsageError(
                f"'{text}' is a date, not what is waited for now", f'followq toss {followup} --by "{read.phrase}"'
            )
    return text


def _asked(session: Session) -> When | None:
    while session.is_interactive and (phrase := session.ask("Check in on which day? (empty for none) ")):
        try:
            return reading.date(session, phrase)
        except BadInputError as err:
            session.say(f"{err.message} ({err.hint})")
    return None
