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
from datetime import timedelta

from followq.model.calendar import Calendar, When
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

    from followq.model.person import Channel, Weight

FIRST_LOOK, LONGEST_LOOK = 4, 64
"""So many of a kind are looked at first, and as many as were seen so far each time after, up to the latter; a quarter
of them where hundreds are alike, so that going on past what was seen costs no more than looking.
"""
NEARLY = 1 + 1e-9
"""Sums of the same parts may differ in their last digits."""
ANYBODY = 0
"""Id of whoever and whatever is made up: true ids begin at 1, and those made up for one weight lie below."""


class Kind(NamedTuple):
    """Things owed that are alike in what weighs most, how many they are, and when the first of them began to wait.

    `person_channel` is set where it alone says how long they take. With a `weight` it is of what is owed to
    people of that weight alone, whatever `items` says.
    """

    effort_minutes: int | None
    channel: Channel | None
    spent_minutes: int
    slips: int
    snoozes: int
    person_channel: Channel | None
    items: int
    since: When
    weight: Weight | None = None


class Due(NamedTuple):
    """What is owed with the same promises and as many slips: how much, and the minutes it takes."""

    promised: When | None
    first_promised: When | None
    agreed: When | None
    slips: int
    items: int
    minutes: int


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

        def dues(self, *, by_channel: bool) -> Sequence[Due]:
            """All that is owed with a promise; without `by_channel` no person's channel matters."""

        def oldest(self, kind: Kind, skip: int, most: int) -> Sequence[FollowUp]:
            """Those of a kind that are not hidden, the oldest first."""

        def blocked(self) -> Sequence[FollowUp]:
            """Everything open that waits for something else, by id."""

        def hidden_loads(self) -> Sequence[Load]:
            """What is promised for each moment but hidden, without what waits for something else."""

        def told_early(self) -> Sequence[FollowUp]:
            """What is owed to people who were told before they began to wait, and not hidden."""

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
        by_channel = bool(channels - {None})
        self.kinds = [(kind, _time_left(kind, defaults)) for kind in queue.kinds(by_channel=by_channel)]
        """All kinds, with the minutes that each thing takes."""
        self._dues = dues = queue.dues(by_channel=by_channel)
        self._blocked = queue.blocked()
        blocks: dict[int, list[FollowUp]] = {}
        for followup in self._blocked:
            for other in set(followup.blocked_by):
                blocks.setdefault(other, []).append(followup)
        blockers = queue.open_among(blocks)
        fewest = queue.fewest_owed()
        self._anybody: dict[Weight | None, int] = {None: ANYBODY}
        for weight in sorted({person.weight for person in people}):
            self._anybody[weight] = -len(self._anybody)
        self._people = People((who, _most_demanding(people, weight, defaults)) for weight, who in self._anybody.items())
        self._owed_to = dict.fromkeys(self._people, fewest)
        self._owed_by = dict.fromkeys(self._people, 1 << 30 if fewest else 0)
        self._takes: dict[int, tuple[int, bool]] = {}
        backlog = sum(kind.items * minutes for kind, minutes in self.kinds)
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
        awaited = [f for f in blockers if f.is_owed and not is_hidden(f, calendar)]
        self.apart = list({followup.id: followup for followup in (*awaited, *queue.told_early())}.values())
        """What no kind sets bounds to, each once: what others wait for, and silence from before the wait."""

    @property
    def items(self) -> int:
        """How much is owed, hidden or not."""
        return sum(kind.items for kind, _ in self.kinds)

    @property
    def people(self) -> People:
        """Whoever was looked at, by id."""
        return People((person_id, person) for person_id, person in self._people.items() if person_id > ANYBODY)

    def first(self, most: int) -> list[Ranked]:
        """The first of `ranking.rank`, in its order."""
        found: list[Ranked] = []
        heads = [_Head(self.highest(*kind), *kind, 0) for kind in self.kinds]
        heads.sort(key=_highest)
        while heads and not _is_above(found, most, heads[-1].highest):
            _, kind, minutes, seen = heads.pop()
            if kind.weight is None and not seen:
                # What a person's weight adds is so much that each weight is looked at on its own.
                rest = [kind._replace(weight=weight) for weight in self._anybody if weight]
            else:
                size = max(min(seen, LONGEST_LOOK), seen // 4) or FIRST_LOOK
                members = self._queue.oldest(kind, seen, size)
                found = self._with(found, members, most, self._anybody[kind.weight])
                rest = [kind._replace(since=members[-1].since)] if len(members) == size else []
                seen += size
            for part in rest:
                insort(heads, _Head(self.highest(part, minutes), part, minutes, seen), key=_highest)
        return self._with(found, self.apart, most)

    def loads(self) -> list[Load]:
        """What is promised for each moment and not hidden."""
        found: dict[When, Load] = {}

        def add(when: When | None, items: int, minutes: int) -> None:
            if when:
                _, before, minutes_before = found.get(when, (when, 0, 0))
                found[when] = Load(when, before + items, minutes_before + minutes)

        for due in self._dues:
            add(due.promised, due.items, due.minutes)
        for load in self._queue.hidden_loads():
            add(load.when, -load.items, -load.minutes)
        for item in self.scored([followup for followup in self._blocked if followup.is_owed and followup.promised]):
            # Blocked it takes a word, and nothing when it is hidden.
            followup, is_seen = item.followup, not is_hidden(item.followup, self.desk.calendar)
            add(followup.promised, is_seen - 1, is_seen * item.minutes - self._takes[followup.id][0])
        return [load for load in found.values() if load.items]

    def scored(self, followups: Sequence[FollowUp]) -> list[Ranked]:
        """Single follow-ups with their scores, as `ranking.score` gives them."""
        new = {followup.person_id for followup in followups} - self._people.keys()
        for person, owed_to, owed_by in self._queue.dealings(new) if new else ():
            self._people[person.id], self._owed_to[person.id], self._owed_by[person.id] = person, owed_to, owed_by
        usual = self.desk.defaults.effort_minutes
        for followup in followups:
            self._takes[followup.id] = time_left(followup, self._people[followup.person_id], usual)
        return [score(followup, self.desk, self._weights) for followup in followups]

    def _with(self, found: list[Ranked], others: Sequence[FollowUp], most: int, anybody: int = ANYBODY) -> list[Ranked]:
        # What can't come in anyway, were it owed to the most demanding person, is not looked at more closely.
        known = {item.followup.id for item in found}
        new = [one for one in others if one.id not in known and not _is_above(found, most, self._hope(one, anybody))]
        return sorted([*found, *self.scored(new)], key=first_to_last)[:most]

    def _hope(self, followup: FollowUp, anybody: int) -> float:
        # No less than its score.
        self._takes[followup.id] = self._shortest(followup)
        return score(followup._replace(person_id=anybody), self.desk, self._weights).score * NEARLY

    def highest(self, kind: Kind, minutes: int) -> float:
        """No less than the score of any member that began to wait at `kind.since` or later, but for those apart."""
        # Others of later text, days and instants mixed, may fall on the day before in the user's zone.
        began = (self.desk.calendar.day_of(kind.since) - timedelta(days=1)).isoformat()
        worst = _member(kind, self._anybody[kind.weight], began, self._heaviest.get(kind.slips))
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


def _member(kind: Kind, anybody: int = ANYBODY, since: When = "", promised: When | None = None) -> FollowUp:
    return FollowUp(
        ANYBODY,
        "",
        anybody,
        "",
        since=since,
        promised=promised,
        slips=kind.slips,
        snoozes=kind.snoozes,
        effort_minutes=kind.effort_minutes,
        spent_minutes=kind.spent_minutes,
        channel=kind.channel,
    )


def _most_demanding(people: Sequence[Person], weight: Weight | None, defaults: Defaults) -> Person:
    # Of those of one weight, or of all.
    some = [person for person in people if weight in (None, person.weight)]
    targets = [days for person in some for days in (person.reply_target_days, person.keep_informed_days)]
    usual = [defaults.reply_target_days, defaults.keep_informed_days]
    least = min([*usual, *(days for days in targets if days is not None)])
    heaviest = max(some, key=lambda person: PERSON_FACTORS[person.weight], default=Person(ANYBODY, "", ""))
    return heaviest._replace(channel=None, reply_target_days=least, keep_informed_days=least)


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
