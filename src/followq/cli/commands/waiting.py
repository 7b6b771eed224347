"""`waiting`: before chasing others."""

from __future__ import annotations

from followq.cli.queries.waiting import look_at_waiting
from followq.cli.session import Session
from followq.render.pages.waiting import WaitingPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.cli.app import options as o
    from followq.model.priority.ranked import Ranked


def waiting(
    session: Session,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    person: o.PersonFilter = None,
) -> WaitingPage | None:
    """Look at both sides.

    What you owe the people on this list comes first: clear that, and what you wait for tends to
    come by itself. On a terminal c goes through it card by card, as followq clear --waiting does. Then whom to
    nudge, through which channel, and when.

    Example:

    followq waiting --project spring
    """
    page = look_at_waiting(session, limit, is_all, project, tags, person)
    if not (page.owed_first and session.is_for_eyes and session.is_interactive):
        return page
    session.show(page)
    # Only c: whoever types the shell's `clear` by habit means the screen.
    keys = {"c": "clear them", "n": "not now"}
    if session.choose("Clear those first (c), or leave it at that (Enter)?", keys, default="n") == "c":
        from followq.cli.interactive.card_round import clear_round

        def owed() -> Sequence[Ranked]:
            return look_at_waiting(session, None, True, project, tags, person).owed_first

        session.show(clear_round(session, owed, session.settings.limit, None))
    return None
