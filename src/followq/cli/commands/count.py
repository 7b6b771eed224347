"""`count`: for a shell prompt or a status bar."""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.followup import is_hidden, is_late
from followq.render.pages.small import CountPage


def count(session: Session) -> CountPage:
    """Say how much is open.

    Snoozed items don't count. With --json also how much you wait for.

    Example:

    followq count
    """
    with session.reading() as queue:
        followups = queue.open_followups()
    seen = [f for f in followups if not is_hidden(f, session.calendar)]
    owed = [f for f in seen if f.ball == "mine"]
    late = sum(is_late(f, session.calendar) for f in owed)
    return CountPage(len(owed), late, len(seen) - len(owed), len(followups) - len(seen))
