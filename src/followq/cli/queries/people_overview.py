"""How things stand with people, for `people` and `with`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from followq.cli.context import Context
from followq.model.core.followup import BALLS, FollowUp
from followq.model.core.person import Person
from followq.model.core.stays import find_stays, select_log_for_them
from followq.model.nudging.keep_informed import find_last_sign
from followq.model.nudging.nudging import iterate_waits
from followq.model.people.people_overview import Standing, add_shares, make_standing
from followq.model.people.relationship import count_length_days, find_spells, make_dealings_of_logs
from followq.model.people.shared_view import limit_to_their_view
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball


def find_standings(context: Context, queue: Reader, chosen: Iterable[Person]) -> list[Standing]:
    """How things stand with these people, in their order; shares are of what everybody takes."""
    calendar = context.calendar
    people = list(chosen)
    # What ever moved is told by its log, stay by stay; all else by the tables.
    logs = queue.moved_logs()
    moved = [
        (life, make_dealings_of_logs([life.entries], calendar))
        for log in logs.values()
        for life in find_stays(log, calendar)
    ]
    tallies = queue.tallies(calendar, logs.keys())
    open_with: dict[int, list[FollowUp]] = {}
    for followup in queue.open_followups():
        known = limit_to_their_view(followup, select_log_for_them(logs.get(followup.id, ()), calendar))
        open_with.setdefault(followup.person_id, []).append(known)
    ended = {ball: _find_ended(context, queue, ball, people, logs.keys()) for ball in BALLS}
    heard = {number: tally.last_heard_at or "" for number, tally in tallies.items()}
    minutes = {number: tally.spent_minutes for number, tally in tallies.items()}
    requests = queue.requests(logs.keys())
    exist = queue.people({life.person_id for life, _ in moved}) if moved else {}
    for life, between in moved:
        number = life.person_id
        if number not in exist:
            continue
        for spell in find_spells(life.entries, calendar):
            if spell.ended and spell.ending in ("done", "tossed"):
                ended[spell.side].setdefault(number, []).append(count_length_days(spell.since, spell.ended, calendar))
        heard[number] = calendar.later(heard.get(number, ""), find_last_sign(life.entries, calendar))
        minutes[number] = minutes.get(number, 0) + between.spent_minutes
        requests[number] = requests.get(number, 0) + between.requests
    due = _due(context, queue, open_with)
    interval = context.settings.keep_informed_days
    found = []
    for person in people:
        sign = calendar.start_of(heard[person.id]) if heard.get(person.id) else None
        mine, theirs = (ended[ball].get(person.id, []) for ball in BALLS)
        standing = make_standing(person, open_with.get(person.id, []), mine, theirs, sign, calendar, interval)
        found.append(standing._replace(to_nudge=due.get(person.id, 0)))
    return add_shares(found, minutes, requests)


def _due(context: Context, queue: Reader, open_with: dict[int, list[FollowUp]]) -> dict[int, int]:
    # How many things are worth asking for again, by person.
    waiting = [followup for some in open_with.values() for followup in some if followup.is_waiting]
    found: dict[int, int] = {}
    for wait in iterate_waits(waiting, context.calendar, context.habits(queue, waiting)):
        if wait.is_due:
            found[wait.followup.person_id] = found.get(wait.followup.person_id, 0) + 1
    return found


def _find_ended(
    context: Context, queue: Reader, ball: Ball, people: list[Person], without: Collection[int]
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    ids = [person.id for person in people]
    for turnaround in queue.turnarounds(ball, ids, most=0, most_each=None, without=without):
        found.setdefault(turnaround.person_id, []).append(turnaround.days(context.calendar))
    return found
