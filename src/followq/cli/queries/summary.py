"""What `today`, `count` and followq alone say beside the order: whom to tell, and how many are worth a nudge."""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.core.filter import Filter, make_test
from followq.record import NamedTuple
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from followq.model.core.followup import FollowUp
    from followq.model.nudging.keep_informed import News
    from followq.model.nudging.nudging import Wait


def find_people_to_inform(session: Session, queue: Reader, wanted: Filter = Filter()) -> list[News]:
    """Whom to tell where things stand, of those with whom something `wanted` is open."""
    people = queue.people_kept_informed()
    if not people:
        return []
    from followq.cli.queries.keep_informed import find_news
    from followq.model.nudging.keep_informed import find_sparing_day

    silent = []
    for person in people.values():
        # Most had a sign lately, whatever it was: nothing of theirs is read.
        since = find_sparing_day(person.keep_informed_days or 0, session.calendar)
        if since is None or not queue.has_sign(person.id, since, session.calendar):
            silent.append(person.id)
    followups = [followup for person_id in silent for followup in queue.open_with(person_id)]
    concerned = {followup.person_id for followup in filter(make_test(wanted), followups)}
    return [item for item in find_news(session, queue, followups, people) if item.person_id in concerned]


class Asks(NamedTuple):
    """How many people are worth a nudge, how many of them are to be asked for the first time, and what they were asked
    for often enough: the user decides what becomes of it.
    """

    nudges: int = 0
    first: int = 0
    decisions: tuple[FollowUp, ...] = ()


def asks(session: Session, queue: Reader, wanted: Filter = Filter()) -> Asks:
    """Whom to ask and what to decide, of what is `wanted`.

    The longest and the shortest habits that anybody may have decide nearly all of it; how people really answer is
    looked at for the others alone.
    """
    from followq.model.nudging import nudging

    calendar, patience = session.calendar, session.settings.nudge_after_days
    around = session.surroundings(queue)
    shortest, longest = (nudging.AnyHabits(around, patience, is_longest=one) for one in (False, True))
    due: set[int] = set()
    first: set[int] = set()

    def note(found: Iterable[Wait]) -> None:
        for wait in found:
            if wait.is_due:
                due.add(wait.followup.person_id)
                if wait.is_first:
                    first.add(wait.followup.person_id)

    if wanted == Filter():
        note(nudging.iterate_waits(queue.longest_waits(calendar), calendar, longest))
        others = queue.waits(without=due & first | around.gone)
        stuck = queue.often_nudged(nudging.NUDGES_BEFORE_DECISION)
    else:
        others = stuck = queue.select(wanted._replace(status="open", ball="theirs"))
    hopes = [wait.followup for wait in nudging.iterate_waits(others, calendar, shortest) if wait.is_due]
    note(nudging.iterate_waits(hopes, calendar, longest))
    doubtful = [f for f in hopes if f.person_id not in (due if f.was_asked else first)]
    doubtful += [wait.followup for wait in nudging.iterate_waits(stuck, calendar, shortest) if wait.is_decision]
    if not doubtful:
        return Asks(nudges=len(due), first=len(first))
    habits = session.habits_of(queue, {followup.person_id for followup in doubtful}, around)
    found = list(nudging.iterate_waits(doubtful, calendar, habits))
    note(found)
    undecided = queue.followups(followup.id for followup in nudging.find_decisions(found))
    return Asks(nudges=len(due), first=len(first), decisions=tuple(undecided))
