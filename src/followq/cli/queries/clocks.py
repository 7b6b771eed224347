"""The clocks that run on follow-ups, with what the queue knows of the people: for `show`, `watch` and `remind`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followq.cli.context import Context
from followq.cli.queries.keep_informed import find_signs
from followq.model.core.calendar import When
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.nudging.outlook import make_outlook
from followq.model.priority.clocks import Clock, find_clocks
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.nudging.response_times import Habits
    from followq.model.priority.clocks import ClockName


def find_running_clocks(
    context: Context, queue: Reader, followups: Sequence[FollowUp], people: Mapping[int, Person]
) -> dict[int, list[Clock]]:
    """The clocks of open follow-ups, by id. `people` are those they are with."""
    calendar, defaults = context.calendar, context.defaults(queue)
    waited_for = {followup.person_id for followup in followups if followup.is_waiting}
    habits = context.habits_of(queue, waited_for) if waited_for else None
    informed = {i for i in {f.person_id for f in followups} if people[i].keep_informed_days is not None}
    signs = find_signs(context, queue, [f for i in sorted(informed) for f in queue.open_with(i)])
    found = {}
    for followup in followups:
        person = people[followup.person_id]
        asking = _find_asking(context, followup, person, habits) if habits and followup.is_waiting else None
        found[followup.id] = find_clocks(
            followup, person, calendar, defaults, signs.get(followup.person_id, ""), asking
        )
    return found


def _find_asking(
    context: Context, followup: FollowUp, person: Person, habits: Habits
) -> tuple[ClockName, When, bool] | None:
    outlook = make_outlook(followup, person, context.calendar, habits)
    if outlook.is_gone:
        return None
    name: ClockName = "decision" if outlook.is_stuck else "ask" if outlook.is_first else "nudge"
    # On a day off it may be due since the working day before, on which nothing was waited for yet.
    due_on = max(outlook.due_on, context.calendar.day_of(followup.since))
    return name, due_on.isoformat(), outlook.days_due > 0
