"""What a command says of the promises it makes, by the user's own history."""

from __future__ import annotations

from collections.abc import Iterable

from followq.cli.context import Context
from followq.model.core.calendar import When
from followq.model.core.effort import estimate_time_left
from followq.model.core.followup import FollowUp
from followq.model.priority.promises import Forecast, forecast
from followq.model.priority.turnaround_forecast import MOST, MOST_EACH, Paces
from followq.store.records.reader import Reader


def find_forecasts(context: Context, queue: Reader, promised: Iterable[FollowUp]) -> tuple[Forecast, ...]:
    """What is worth knowing of promises just made, the most hasty first."""
    made = list(promised)
    calendar, defaults = context.calendar, context.defaults(queue)
    standing = queue.promised()
    people = queue.people({followup.person_id for followup in standing})
    booked = {
        f.id: (calendar.day_of(f.promised), estimate_time_left(f, people[f.person_id], defaults.effort_minutes)[0])
        for f in standing
        if f.promised
    }
    paces = find_paces(context, queue, {followup.person_id for followup in made}, queue.owed_since())
    found = []
    for followup in made:
        others = [day_and_minutes for other, day_and_minutes in booked.items() if other != followup.id]
        minutes = booked[followup.id][1]
        pace = paces.of(followup.person_id)
        found.append(forecast(followup, pace, others, minutes, calendar, context.settings.desk_minutes))
    worth_saying = [one for one in found if one]
    return tuple(sorted(worth_saying, key=lambda one: -_haste(one, context)))


def find_paces(context: Context, queue: Reader, person_ids: set[int], open_since: Iterable[tuple[int, When]]) -> Paces:
    """The user's pace for these people, by the latest that ended and all that is open."""
    latest = queue.turnarounds("mine", most=MOST)
    own = queue.turnarounds("mine", person_ids, most=0, most_each=MOST_EACH)
    return Paces(latest, own, open_since, context.calendar, queue.began_at() or context.calendar.instant)


def _haste(one: Forecast, context: Context) -> int:
    # Working days by which the promise is sooner than the day that would be kept.
    return context.calendar.until(one.kept_on) - context.calendar.until(one.promised) if one.kept_on else 0
