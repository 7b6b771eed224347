"""The first of what `ranking.rank` would put in order, without looking at everything.

What is owed is gone through by kinds: things alike in what they take and in how often they were put off. Nothing of a
kind can stand above a thing made up of the worst that any of them may be: as old as the oldest, with the heaviest
promise, owed to the most demanding person. That thing is scored by `ranking.score` like any other, so that the rule of
the score stands in one place; all it rests on is that no term falls when a moment lies earlier or a number is larger.
The kinds are opened from their oldest on, always the one that promises most, until none can hold anything that
belongs above what was found.
Source: the threshold algorithm, Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware", 2001.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from followq.model.calendar import Calendar, Instant, When
from followq.model.desk import Defaults, Desk, promise_days, slack
from followq.model.effort import time_left
from followq.model.followup import FollowUp, is_hidden
from followq.model.person import People, Person
from followq.model.promises import Load
from followq.model.ranking import PERSON_FACTORS, Ranked, Weights, first_to_last, score
from followq.model.terms import promise_points
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from followq.model.person import Channel

FIRST_LOOK = 4
"""So many of a kind are looked at first, and twice as many each time after."""
NEARLY = 1 + 1e-9
"""Sums of the same parts may differ in their last digits."""
ANYBODY = 0
"""Id of whoever and whatever is made up: true ids begin at 1."""


class Kind(NamedTuple):
    """Things owed that are alike in what weighs most: how many they are, and the extremes of the rest.

    `person_channel` is set where it alone says how long they take. `told_at` is the earliest of those told before they
    began to wait, as a correction may leave it.
    """

    effort_minutes: int | None
    channel: Channel | None
    spent_minutes: int
    slips: int
    snoozes: int
    person_channel: Channel | None
    items: int
    since: When
    told_at: Instant | None


class Due(NamedTuple):
    """What is owed with the same promises and as many slips: how much, and the minutes it takes.

    What is hidden or may be blocked is counted `aside` besides.
    """

    promised: When | None
    first_promised: When | None
    slips: int
    items: int
    minutes: int
    aside: int
    aside_minutes: int


class Dealings(NamedTuple):
    """A person, with how many things are owed to them and by them."""

    person: Person
    owed_to: int
    owed_by: int


if TYPE_CHECKING:

    class Queue(Protocol):
        """What is asked of the queue. Of the follow-ups only what bears on the rank has to be there."""

        def kinds_of_people(self) -> Sequence[Person]:
            """Somebody of each kind: alike in channel, weight and targets."""

        def kinds(self, *, by_channel: bool) -> Sequence[Kind]:
            """All that is owed; with `by_channel` what says nothing of its own by its person's channel too."""

        def dues(self) -> Sequence[Due]:
            """All that is owed with a promise."""

        def oldest(self, kind: Kind, skip: int, most: int) -> Sequence[FollowUp]:
            """Those of a kind that are not hidden, the oldest first."""

        def blocked(self) -> Sequence[FollowUp]:
            """Everything open that waits for something else, by id."""

        def open_among(self, ids: Iterable[int]) -> Sequence[FollowUp]:
            """Those of some follow-ups that are open."""

        def dealings(self, person_ids: Iterable[int]) -> Sequence[Dealings]:
            """Some people, and how much is open with each."""

        def fewest_owed(self) -> int:
            """The fewest things owed to anybody who owes something too; 0 where there is nobody."""


class Shortlist:
    """A look at the whole desk in sums, and at single things as far as they were asked for."""

    def __init__(self, queue: Queue, calendar: Calendar, defaults: Defaults, weights: Weights) -> None:
        self._queue, self._weights = queue, weights
        people = queue.kinds_of_people()
        # Where nothing else says how long a thing takes, the person's channel does.
        channels = {person.channel for person in people} if defaults.effort_minutes is None else set()
        self._somebody = [Person(ANYBODY, "", "", channel=channel) for channel in channels or (None,)]
        self._kinds = queue.kinds(by_channel=bool(channels - {None}))
        self._dues = dues = queue.dues()
        self._blocked = queue.blocked()
        blocks: dict[int, list[FollowUp]] = {}
        for followup in self._blocked:
            for other in set(followup.blocked_by):
                blocks.setdefault(other, []).append(followup)
        blockers = queue.open_among(blocks)
        fewest = queue.fewest_owed()
        self._people = People({ANYBODY: _most_demanding(people, defaults)})
        self._owed_to, self._owed_by = {ANYBODY: fewest}, {ANYBODY: len(self._kinds) and fewest and 1 << 30}
        self._takes: dict[int, tuple[int, bool]] = {}
        self._minutes = [_time_left(kind, defaults) for kind in self._kinds]
        backlog = sum(kind.items * minutes for kind, minutes in zip(self._kinds, self._minutes, strict=True))
        self.desk = Desk(
            calendar,
            defaults,
            self._people,
            self._owed_to,
            self._owed_by,
            blocks,
            frozenset(followup.id for followup in blockers),
            self._takes,
            backlog / defaults.desk_minutes,
            slack(_minutes_due(dues), calendar, defaults.desk_minutes),
        )
        self._heaviest = _heaviest_promises(dues, self.desk)
        self._blockers = [f for f in blockers if f.is_owed and not is_hidden(f, calendar)]

    @property
    def people(self) -> People:
        """Whoever was looked at, by id."""
        return self._people

    def first(self, most: int) -> list[Ranked]:
        """The first of `ranking.rank`, in its order."""
        found: list[Ranked] = []
        heads = [_Head(self._highest(*kind), *kind, 0) for kind in zip(self._kinds, self._minutes, strict=True)]
        heads.sort(key=_highest)
        while heads and not _is_above(found, most, heads[-1].highest):
            _, kind, minutes, seen = heads.pop()
            size = seen or FIRST_LOOK
            members = self._queue.oldest(kind, seen, size)
            found = self._with(found, members, most)
            if len(members) == size:
                rest = kind._replace(since=members[-1].since)
                insort(heads, _Head(self._highest(rest, minutes), rest, minutes, seen + size), key=_highest)
        return self._with(found, self._blockers, most)

    def loads(self) -> list[Load]:
        """What is promised for each moment and not hidden, a load for what may be blocked besides."""
        loads: dict[When, Load] = {}
        for due in self._dues:
            if due.promised and due.items > due.aside:
                _, items, minutes = loads.get(due.promised, (due.promised, 0, 0))
                items, minutes = items + due.items - due.aside, minutes + due.minutes - due.aside_minutes
                loads[due.promised] = Load(due.promised, items, minutes)
        blocked = [f for f in self._blocked if f.is_owed and f.promised and not is_hidden(f, self.desk.calendar)]
        single = [Load(item.followup.promised or "", 1, item.minutes) for item in self.scored(blocked)]
        return [*loads.values(), *single]

    def scored(self, followups: Sequence[FollowUp]) -> list[Ranked]:
        """Single follow-ups with their scores, as `ranking.score` gives them."""
        new = {followup.person_id for followup in followups} - self._people.keys()
        for person, owed_to, owed_by in self._queue.dealings(new) if new else ():
            self._people[person.id], self._owed_to[person.id], self._owed_by[person.id] = person, owed_to, owed_by
        usual = self.desk.defaults.effort_minutes
        for followup in followups:
            self._takes[followup.id] = time_left(followup, self._people[followup.person_id], usual)
        return [score(followup, self.desk, self._weights) for followup in followups]

    def _with(self, found: list[Ranked], others: Sequence[FollowUp], most: int) -> list[Ranked]:
        # Whoever can't come in anyway, owed to the most demanding person, is not looked at more closely.
        known = {item.followup.id for item in found}
        new = [one for one in others if one.id not in known and not _is_above(found, most, self._hope(one))]
        return sorted([*found, *self.scored(new)], key=first_to_last)[:most]

    def _hope(self, followup: FollowUp) -> float:
        # No less than its score.
        self._takes[followup.id] = self._shortest(followup)
        return score(followup._replace(person_id=ANYBODY), self.desk, self._weights).score * NEARLY

    def _highest(self, kind: Kind, minutes: int) -> float:
        # No less than the score of any member, were it no blocker. An instant may fall on the day before its text's in
        # the user's zone.
        began = (date.fromisoformat(kind.since[:10]) - timedelta(days=1)).isoformat()
        told_at = kind.told_at if kind.told_at and kind.told_at < began else None
        worst = _member(kind, since=began, promised=self._heaviest.get(kind.slips), told_at=told_at)
        self._takes[ANYBODY] = minutes, True
        return score(worst, self.desk, self._weights).score * NEARLY

    def _shortest(self, followup: FollowUp) -> tuple[int, bool]:
        # Whoever it is owed to.
        usual = self.desk.defaults.effort_minutes
        return min(time_left(followup, somebody, usual) for somebody in self._somebody)


class _Head(NamedTuple):
    """The rest of a kind, its oldest first, of which `seen` were looked at; none of it scores above `highest`."""

    highest: float
    kind: Kind
    minutes: int
    seen: int


def _highest(head: _Head) -> float:
    return head.highest


def _is_above(found: list[Ranked], most: int, highest: float) -> bool:
    # Nothing that scores so much comes in any more; of equals the lower id might.
    return len(found) == most and found[-1].score > highest


def _time_left(kind: Kind, defaults: Defaults) -> int:
    person = Person(ANYBODY, "", "", channel=kind.person_channel)
    return time_left(_member(kind), person, defaults.effort_minutes)[0]


def _member(kind: Kind, since: When = "", promised: When | None = None, told_at: Instant | None = None) -> FollowUp:
    return FollowUp(
        ANYBODY,
        "",
        ANYBODY,
        "",
        since=since,
        promised=promised,
        slips=kind.slips,
        told_at=told_at,
        snoozes=kind.snoozes,
        effort_minutes=kind.effort_minutes,
        spent_minutes=kind.spent_minutes,
        channel=kind.channel,
    )


def _most_demanding(people: Sequence[Person], defaults: Defaults) -> Person:
    targets = [days for person in people for days in (person.reply_target_days, person.keep_informed_days)]
    least = min(
        [days for days in targets if days is not None] + [defaults.reply_target_days, defaults.keep_informed_days]
    )
    heaviest = max(people, key=lambda person: PERSON_FACTORS[person.weight], default=Person(ANYBODY, "", ""))
    return heaviest._replace(id=ANYBODY, channel=None, reply_target_days=least, keep_informed_days=least)


def _minutes_due(dues: Iterable[Due]) -> dict[When, int]:
    due: dict[When, int] = {}
    for one in dues:
        for place, when in enumerate(promise_days(one.first_promised, one.promised)):
            due[when] = due.get(when, 0) + (0 if place else one.minutes)
    return due


def _heaviest_promises(dues: Iterable[Due], desk: Desk) -> Mapping[int, When]:
    # By the number of slips, as a moved promise lies further back than others.
    found: dict[int, tuple[float, When]] = {}
    points = {when: promise_points(when, desk) for when in desk.slack}
    for due in dues:
        for when in promise_days(due.first_promised, due.promised):
            found[due.slips] = max(found.get(due.slips, (0.0, "")), (points[when], when))
    return {slips: when for slips, (_, when) in found.items()}
