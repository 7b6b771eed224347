"""What happened while follow-ups were with one person: the log that figures about that person are made of."""

from __future__ import annotations

from followq.model.core.filter import Filter, make_test
from followq.model.core.history import select_standing
from followq.model.core.person import Person
from followq.model.people.message_kinds import is_chore
from followq.model.people.relationship import find_stays_with
from followq.model.stats.log_fold import Ledger, make_events
from followq.store.records.log_events import LogSelection
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar, Instant
    from followq.model.core.change import Entry


def read_log_with(queue: Reader, person: Person) -> list[Entry]:
    """The log of everything that is or ever was with a person, the person's own entries too."""
    log = [*queue.log(person_id=person.id), *queue.log(was_with=person.id)]
    return sorted(log, key=lambda entry: entry.seq)


def feed(
    ledger: Ledger,
    calendar: Calendar,
    queue: Reader,
    person: Person | None,
    project: str | None,
    closed_since: Instant,
    *,
    least: int = 0,
    is_for_others: bool = False,
) -> None:
    """Let the log pass by: of everybody, where it is one life each, or of the stays with one person.

    `is_for_others` leaves out the user's chores.
    """
    if person is None and not is_for_others:
        ledger.feed(
            *queue.events(LogSelection(closed_since=closed_since, least=least, person_id=None, project=project))
        )
    else:
        if person is None:
            found = queue.select(Filter(status=None, project=project), closed_since)
            logs = queue.logs(one.id for one in found)
            lives = {number: [select_standing(log)] for number, log in logs.items()}
        else:
            lives = {}
            for stay in find_stays_with(person.id, read_log_with(queue, person), calendar):
                lives.setdefault(stay.entries[0].change.id, []).append(list(stay.entries))
            found = queue.followups(lives)
        is_wanted = make_test(Filter(status=None, project=project))
        chosen = [one for one in found if not (is_for_others and is_chore(one)) and is_wanted(one)]
        ledger.feed(*make_events(life for one in chosen for life in lives[one.id]))
    ledger.finish()
