"""What needs the user at this moment, and when the next thing will: for `watch` and `remind`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from followq.cli.context import Context
from followq.cli.queries.clocks import find_running_clocks
from followq.model.core.calendar import Instant
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.clocks import Occasion, find_occasions, select_present
from followq.record import NamedTuple
from followq.store.records.reader import Reader


class Needs(NamedTuple):
    """What is there now, in the order in which it came; the open follow-ups and people, by id; and the moment at which
    to look again, the user's next midnight at the latest.
    """

    present: tuple[Occasion, ...]
    followups: Mapping[int, FollowUp]
    people: Mapping[int, Person]
    next_at: Instant


def find_needs(context: Context, queue: Reader) -> Needs:
    """Look at everything that is open, without ranking any of it.

    News are for people with an interval of their own, as in `today`, and once for each of them.
    """
    calendar = context.calendar
    followups, people = queue.open_followups(), queue.people_of_open()
    clocks = find_running_clocks(context, queue, followups, people)
    present: list[Occasion] = []
    next_at = calendar.start_of((calendar.today + timedelta(days=1)).isoformat())
    informed: set[int] = set()
    for followup in followups:
        person = people[followup.person_id]
        has_news = person.keep_informed_days is not None and person.id not in informed
        informed.add(person.id)
        running = [clock for clock in clocks[followup.id] if clock.clock != "news" or has_news]
        occasions = find_occasions(followup, running, calendar)
        present += select_present(occasions, calendar)
        next_at = min([next_at, *(occasion.at for occasion in occasions if occasion.at > calendar.instant)])
    present.sort(key=lambda occasion: (occasion.at, occasion.followup_id))
    return Needs(present=tuple(present), followups={one.id: one for one in followups}, people=people, next_at=next_at)
