"""Walks an archive morning by morning and notes what each policy would have the user do, without peeking ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from bench.nudging.asks import Ask
from followq.model.core import verbs
from followq.model.core.calendar import Calendar, format_instant
from followq.model.core.followup import FollowUp
from followq.model.core.turnaround import Turnaround
from followq.model.nudging.nudging import find_waits
from followq.model.nudging.response_times import ANSWERS_LOOKED_AT, ANSWERS_LOOKED_AT_EACH, Habits

HOUR = 9
WASTED_WITHIN = timedelta(days=2)
SILENT_FOR = timedelta(days=14)
LONGEST_WATCHED = timedelta(days=90)


class Desk(NamedTuple):
    """What one user has before them in the morning."""

    waiting: list[FollowUp]
    answered: list[Turnaround]
    calendar: Calendar


Policy = Callable[[Desk], "list[FollowUp]"]
"""Says which of the things waited for are worth a nudge this morning."""


class Nudge(NamedTuple):
    """One recommended nudge: for which wait, when, the how manieth, after how many working days of silence.

    It is `wasted` if the answer came within two days all the same, `found` if for two weeks none came, or never;
    neither in between.
    """

    ask: Ask
    at: datetime
    number: int
    silent_days: int
    wasted: bool
    found: bool


def after(days: int) -> Policy:
    """A fixed rule, as other tools have it: after so many working days of silence, and again after as many."""

    def due(desk: Desk) -> list[FollowUp]:
        return [item for item in desk.waiting if desk.calendar.waited(item.nudged_at or item.since) >= days]

    return due


def product(first_gap_days: int) -> Policy:
    """What followq says, with this setting of `nudge_after_days`."""

    def due(desk: Desk) -> list[FollowUp]:
        latest = desk.answered[:ANSWERS_LOOKED_AT]
        habits = Habits(desk.answered, desk.waiting, desk.calendar, first_gap_days, latest)
        return [wait.followup for wait in find_waits(desk.waiting, desk.calendar, habits) if wait.is_due]

    return due


def replay(asks: Sequence[Ask], policy: Policy, end: datetime | None = None) -> list[Nudge]:
    """Every nudge that a policy recommends, each user by themselves; each is carried out, and counts on from there.

    Mornings are working days at 9:00 UTC; the last is two weeks before the archive's `end`, as what comes after
    the end is not known. Nudging changes nothing about when the answer came.
    """
    last = end or max((ask.answered or ask.asked for ask in asks), default=datetime.now(timezone.utc))
    by_user: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        by_user[ask.me].append(ask)
    return [nudge for me in sorted(by_user) for nudge in _replay_user(by_user[me], policy, last - SILENT_FOR)]


def _replay_user(asks: list[Ask], policy: Policy, last: datetime) -> list[Nudge]:
    numbers = {person: place for place, person in enumerate(dict.fromkeys(ask.person for ask in asks), 1)}
    items = {place: _followup(ask, place, numbers[ask.person]) for place, ask in enumerate(asks, 1)}
    nudges: list[Nudge] = []
    for morning in _mornings(asks, last):
        asked = {place: ask for place, ask in enumerate(asks, 1) if ask.asked < morning}
        waiting = [items[place] for place, ask in asked.items() if not ask.answered or ask.answered >= morning]
        if not waiting:
            continue
        ended = [
            Turnaround(numbers[ask.person], format_instant(ask.asked), format_instant(ask.answered))
            for ask in asked.values()
            if ask.answered and ask.answered < morning
        ]
        people = {item.person_id for item in waiting}
        calendar = Calendar(morning)
        for item in policy(Desk(waiting, _latest(ended, people), calendar)):
            ask = asked[item.id]
            items[item.id] = verbs.nudge(item, calendar)
            nudges.append(_judged(ask, morning, items[item.id].nudges, calendar.waited(item.since)))
    return nudges


def _judged(ask: Ask, morning: datetime, number: int, silent_days: int) -> Nudge:
    left = ask.answered - morning if ask.answered else None
    is_silent = left is None or left > SILENT_FOR
    return Nudge(ask, morning, number, silent_days, left is not None and left <= WASTED_WITHIN, is_silent)


def _mornings(asks: Iterable[Ask], last: datetime) -> list[datetime]:
    # Only days on which something may be waited for: none is watched for more than three months.
    days = set()
    for ask in asks:
        until = min(ask.answered or last, ask.asked + LONGEST_WATCHED, last)
        day = ask.asked.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        while day <= until:
            if day.weekday() < 5:
                days.add(day)
            day += timedelta(days=1)
    return sorted(days)


def _followup(ask: Ask, place: int, person_id: int) -> FollowUp:
    at = format_instant(ask.asked)
    return FollowUp(place, f"ask {place}", person_id, "Asked", ball="theirs", since=at, told_at=at, created_at=at)


def _latest(ended: list[Turnaround], people: set[int]) -> list[Turnaround]:
    # As `Reader.turnarounds` has them.
    ended.sort(key=lambda spell: spell.ended, reverse=True)
    left = dict.fromkeys(people, ANSWERS_LOOKED_AT_EACH)
    found = ended[:ANSWERS_LOOKED_AT]
    for spell in found:
        if spell.person_id in left:
            left[spell.person_id] -= 1
    for spell in ended[ANSWERS_LOOKED_AT:]:
        if left.get(spell.person_id, 0) > 0:
            left[spell.person_id] -= 1
            found.append(spell)
    return found
