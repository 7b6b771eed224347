"""`redo`: what was undone comes back."""

from __future__ import annotations

from followq.cli.actions.undo_redo import take_back_last
from followq.cli.session import Session
from followq.render.pages.changed import ChangedPage
from followq.store.records.writer import find_next_to_redo


def redo(session: Session) -> ChangedPage:
    """Bring back what was undone.

    As long as nothing else was done since.

    Example:

    followq redo
    """
    return take_back_last(session, "redo", find_next_to_redo)
