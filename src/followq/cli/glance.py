"""What `today`, `count` and followq alone say beside the order: whom to tell, and how many are worth a nudge."""

from __future__ import annotations

from followq.cli.session import Session
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.informing import News


def news(session: Session, queue: Reader) -> list[News]:
    """Whom to tell where things stand."""
    people = queue.people_kept_informed()
    if not people:
        return []
    from followq.cli.informing import news_for

    followups = [followup for person_id in people for followup in queue.open_with(person_id)]
    return news_for(session, queue, followups, people)


def nudges_due(session: Session, queue: Reader) -> int:
    """How many people are worth a nudge; the habits are only looked at where they decide."""
    from followq.model.evident import evident

    calendar = session.calendar
    people = queue.people_to_nudge(evident(calendar, session.settings.nudge_after_days), calendar)
    certain = sum(people.values())
    if certain == len(people):
        return certain
    from followq.model.nudging import waits

    waiting = queue.waiting_with(person_id for person_id, is_certain in people.items() if not is_certain)
    found = waits(waiting, calendar, session.habits(queue, waiting, queue.silent()))
    return certain + len({wait.followup.person_id for wait in found if wait.is_due})
