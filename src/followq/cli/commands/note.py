"""`note`: the private note."""

from __future__ import annotations

from followq.cli.acting import act
from followq.cli.session import Session
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.model.texts import note_lines
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def note(session: Session, ids: o.Ids, text: o.NoteText) -> ChangedPage:
    """Note for yourself.

    Added as a line, or as several where it has some; never part of what you share.

    Example:

    followq note 12 "Prefers to be called before ten"
    """
    lines = note_lines(" ".join(text))

    def said(before: FollowUp, after: FollowUp) -> str:
        return "noted"

    return act(session, "note", ids, lambda f: verbs.add_note(f, lines), said)
