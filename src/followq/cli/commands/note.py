"""`note`: the private note."""

from __future__ import annotations

from followq.cli.actions.change_followups import apply_verb, describe_day
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import day_alone
from followq.model.core.text_limits import note_lines
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import When
    from followq.store.records.reader import Reader


def note(session: Session, ids: o.Ids, text: o.NoteText, on: o.On = None) -> ChangedPage:
    """Note for yourself.

    Added as a line, or as several where it has some; never part of what you share. With --on the line begins with
    that day.

    Example:

    followq note 12 "Prefers to be called before ten"
    """
    lines, happened = note_lines(" ".join(text)), parse_options.parse_past_event(session, on)
    if happened:
        on_that_day = day_alone(happened, session.calendar)
        year = str(session.calendar.day_of(happened).year)
        # A note is read next year too.
        lines = f"{on_that_day if on_that_day.endswith(year) else f'{on_that_day} {year}'}: {lines}"

    def said(before: FollowUp, after: FollowUp) -> str:
        return f"noted{describe_day(session.calendar, happened)}"

    return apply_verb(session, "note", ids, lambda f, _: verbs.add_note(f, lines), said, on=happened, began=_began)


def _began(queue: Reader, followup: FollowUp) -> When:
    # When it began as it is known by now, whichever side has the ball since.
    begins = [
        entry.change.fields["since"] for entry in queue.log(followup_id=followup.id) if "since" in entry.change.fields
    ]
    return min((when for pair in begins for when in pair if when), default=followup.since)
