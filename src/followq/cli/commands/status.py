"""followq alone: how things stand, whom to get back to first, and the likely next command."""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.followup import is_hidden, is_late
from followq.model.nudging import waits
from followq.render.pages.status import StatusPage


def status(session: Session) -> StatusPage:
    """See in three lines how things stand."""
    with session.reading() as queue:
        followups, people = queue.open_followups(), queue.people_of_open()
        ranked = session.ranked(queue, followups, people)
        habits = session.habits(queue, followups)
        is_empty = not followups and queue.is_empty()
    waiting = waits(followups, session.calendar, habits)
    seen = [followup for followup in followups if not is_hidden(followup, session.calendar)]
    return StatusPage(
        sum(followup.is_owed for followup in seen),
        sum(followup.is_owed and is_late(followup, session.calendar) for followup in seen),
        sum(followup.is_waiting for followup in seen),
        len({item.followup.person_id for item in waiting if item.is_due}),
        tuple(ranked[:1]),
        is_empty,
        people,
    )
