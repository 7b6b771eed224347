"""followq alone: how things stand, whom to get back to first, and the likely next command."""

from __future__ import annotations

from followq.cli.queries import summary
from followq.cli.queries.ranked import first_owed
from followq.cli.session import Session
from followq.render.pages.status import StatusPage


def status(session: Session) -> StatusPage:
    """See in three lines how things stand."""
    with session.reading() as queue, queue.at_once():
        view = first_owed(session, queue)
        sides = queue.sides(session.calendar)
        first = view.first(1)[:1]
        asks = summary.asks(session, queue)
        is_empty = queue.is_empty()
    return StatusPage(
        owed=sides.owed - sides.owed_hidden,
        late=sides.late,
        waiting=sides.waiting - sides.waiting_hidden,
        nudges=asks.nudges,
        first_asks=asks.first,
        followups=tuple(first),
        is_empty=is_empty,
        names=view.people,
    )
