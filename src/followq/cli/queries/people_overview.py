"""How things stand with people, for `people` and `with`."""

from __future__ import annotations

from collections.abc import Mapping

from followq.cli.context import Context
from followq.model.core.followup import BALLS, FollowUp
from followq.model.core.person import Person
from followq.model.core.stays import find_stays, select_log_for_them
from followq.model.nudging.keep_informed import find_last_sign
from followq.model.nudging.nudging import iterate_waits
from followq.model.people.people_overview import Standing, add_shares, make_standing
from followq.model.people.relationship import find_spells, make_dealings_of_logs
from followq.model.people.shared_view import limit_to_their_view
from followq.model.stats.working_time import WorkClock
from followq.store.records.reader import Reader
from followq.store.records.sql_turnarounds import find_ends

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.change import Entry
    from followq.model.core.followup import Ball
    from followq.model.core.stays import Stay
    from followq.model.nudging.response_times import Habits
    from followq.store.records.sql_turnarounds import Toss


def find_standings(
    context: Context, queue: Reader, person: Person | None = None, habits: Habits | None = None
) -> list[Standing]:
    """How things stand with everybody, or with one person; shares are of what everybody takes.

    `habits` are those of the people waited for, or of that person, where they are known already.
    """
    calendar = context.calendar
    # What ever moved is told by its log, stay by stay; all else by the tables.
    logs = queue.moved_logs()
    people = queue.people() if person is None else {person.id: person}
    exist = queue.people() if logs else people
    lives = [life for log in logs.values() for life in find_stays(log, calendar) if life.person_id in exist]
    only = person and person.id
    heard = queue.last_signs(calendar, logs.keys(), only)
    tosses = queue.tosses(logs.keys())
    minutes, requests = queue.amounts(tosses, logs.keys())
    ended = _find_lengths(context, queue, tosses, lives, logs, only)
    for life in lives:
        number, between = life.person_id, make_dealings_of_logs([life.entries], calendar)
        heard[number] = calendar.later(heard.get(number, ""), find_last_sign(life.entries, calendar))
        minutes[number] = minutes.get(number, 0) + between.spent_minutes
        requests[number] = requests.get(number, 0) + between.requests
    open_with = queue.open_followups() if person is None else queue.open_with(person.id)
    known: dict[int, list[FollowUp]] = {}
    for followup in _limit(open_with, logs, context):
        known.setdefault(followup.person_id, []).append(followup)
    due = _due(context, queue, known, logs, person, habits)
    interval = context.settings.keep_informed_days
    found = []
    for number, one in people.items():
        sign = calendar.start_of(heard[number]) if heard.get(number) else None
        mine, theirs = (ended[ball].get(number, []) for ball in BALLS)
        standing = make_standing(one, known.get(number, []), mine, theirs, sign, calendar, interval)
        found.append(standing._replace(to_nudge=due.get(number, 0)))
    return add_shares(found, minutes, requests)


def _limit(followups: list[FollowUp], logs: Mapping[int, list[Entry]], context: Context) -> list[FollowUp]:
    # As the people know them with whom they are.
    return [
        limit_to_their_view(one, select_log_for_them(logs[one.id], context.calendar)) if one.id in logs else one
        for one in followups
    ]


def _due(
    context: Context,
    queue: Reader,
    known: Mapping[int, list[FollowUp]],
    logs: Mapping[int, list[Entry]],
    person: Person | None,
    habits: Habits | None,
) -> dict[int, int]:
    # How many things are worth asking for again, by person.
    waiting = [followup for some in known.values() for followup in some if followup.is_waiting]
    if not waiting:
        return {}
    everything = waiting
    if person is not None:
        seen = queue.waits()
        everything = _limit(seen, logs, context)
        habits = habits if everything == seen else None
    habits = habits or context.habits(queue, everything, known.keys())
    found: dict[int, int] = {}
    for wait in iterate_waits(waiting, context.calendar, habits):
        if wait.is_due:
            found[wait.followup.person_id] = found.get(wait.followup.person_id, 0) + 1
    return found


def _find_lengths(
    context: Context,
    queue: Reader,
    tosses: list[Toss],
    lives: list[Stay],
    logs: Mapping[int, list[Entry]],
    only: int | None,
) -> dict[Ball, dict[int, list[int]]]:
    # The working days of every wait that ended by an answer, by side and person.
    length = WorkClock(context.calendar).length
    found: dict[Ball, dict[int, list[int]]] = {ball: {} for ball in BALLS}
    for number, ball, began, ended in queue.done_waits(logs.keys(), only):
        found[ball].setdefault(number, []).append(length(began, ended))
    for _, number, _, ball, sinces in tosses:
        if only is None or number == only:
            found[ball].setdefault(number, []).append(length(*find_ends(sinces)))
    for life in lives:
        for spell in find_spells(life.entries, context.calendar):
            if spell.ended and spell.ending in ("done", "tossed"):
                found[spell.side].setdefault(life.person_id, []).append(length(spell.since, spell.ended))
    return found
