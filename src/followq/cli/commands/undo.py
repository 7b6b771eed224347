"""`undo`: the last command is taken back, any number of times."""

from __future__ import annotations

from followq.cli.actions.undo_redo import take_back_last
from followq.cli.session import Session
from followq.render.pages.changed import ChangedPage
from followq.store.records.writer import find_next_to_undo


def undo(session: Session) -> ChangedPage:
    """Take back the last command.

    And the one before, and so on. followq redo brings it back. The log keeps it all.

    Example:

    followq undo
    """
    return take_back_last(session, "undo", find_next_to_undo)
