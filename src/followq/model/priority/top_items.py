"""The first of what `ranking.rank` would put in order, without looking at everything.

What is due or has to be started today is read by its day. What else is owed is gone through by kinds: things alike in
what they take and in how often they were put off. Nothing of a kind can stand above a thing made up of the worst that
any of them may be: as old as the oldest, with the heaviest promise, owed to the most demanding person. That thing is
scored by `ranking.score` like any other, so that the rule of the score stands in one place; all it rests on is that no
term falls when a moment lies earlier or a number is larger. The kinds are opened from their oldest on, always the one
that promises most, until none can hold anything that belongs above what was found.
Source: the threshold algorithm, Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware", 2001.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from followq.model.core.calendar import FIRST_YEAR, Calendar, When
from followq.model.core.effort import estimate_time_left
from followq.model.core.followup import FollowUp, is_hidden
from followq.model.core.person import People, Person
from followq.model.priority.due import MOST_DUE, is_told_of_another
from followq.model.priority.promises import Load
from followq.model.priority.ranked import PERSON_FACTORS, Ranked, weigh_person
from followq.model.priority.ranking import Weights, make_score_key, make_turn_key, outline, score, sort_scored
from followq.model.priority.terms import score_one_promise
from followq.model.priority.workload import Defaults, Desk, find_pressing_until, list_promise_days, measure_slack
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from followq.model.core.person import Channel, Weight

FIRST_LOOK, LONGEST_LOOK = 4, 64
"""So many of a kind are looked at first, and as many as were seen so far each time after, up to the latter; a quarter
of them where hundreds are alike, so that going on past what was seen costs no more than looking.
"""
NEARLY = 1 + 1e-9
"""Sums of the same parts may differ in their last digits."""
ANYBODY = 0
"""Id of whoever and whatever is made up: true ids begin at 1, and those made up for one weight lie below."""


class ItemKind(NamedTuple):
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

    @property
    def promises(self) -> tuple[When, ...]:
        """The days that weigh; see `workload.list_promises`."""
        return list_promise_days(self.promised, self.first_promised, self.agreed)


class PersonLoad(NamedTuple):
    """A person, with how many things are owed to them and by them."""

    person: Person
    owed_to: int
    owed_by: int


if TYPE_CHECKING:

    class OwedQueue(Protocol):
        """What is asked of the queue. Of the follow-ups only what bears on the rank has to be there."""

        def kinds_of_people(self) -> Sequence[Person]:
            """Somebody of each kind: alike in channel, weight and targets."""

        def kinds(self, *, by_channel: bool) -> Sequence[ItemKind]:
            """All that is owed; with `by_channel` what says nothing of its own by its person's channel too."""

        def dues(self, *, by_channel: bool) -> Sequence[Due]:
            """All that is owed with a promise; without `by_channel` no person's channel matters."""

        def oldest(
            self, kind: ItemKind, later_than: date, waiting_from: date, skip: int, most: int
        ) -> Sequence[FollowUp]:
            """Those of a kind that are not hidden, never waited for anything, are not promised for a day up to
            `later_than`, and have a promise or wait since `waiting_from` or later; the oldest first.
            """

        def unpromised(self, skip: int, most: int) -> Sequence[FollowUp]:
            """What is owed without a promise, not hidden, and never waited for anything; the oldest first."""

        def counted_on(self, first: date | None, last: date) -> Sequence[FollowUp]:
            """What is promised up to a day, from another on, by the day they count on, and not hidden; by id."""

        def blocked(self) -> Sequence[FollowUp]:
            """Everything open that waits for something else, by id."""

        def hidden_loads(self) -> Sequence[Load]:
            """What is promised for each moment but hidden, without what waits for something else."""

        def told_early(self) -> Sequence[FollowUp]:
            """What is owed to people who were told before they began to wait, and not hidden."""

        def open_among(self, ids: Iterable[int]) -> Sequence[FollowUp]:
            """Those of some follow-ups that are open."""

        def dealings(self, person_ids: Iterable[int]) -> Sequence[PersonLoad]:
            """Some people, and how much is open with each."""

        def fewest_owed(self) -> int:
            """The fewest things owed to anybody who owes something too; 0 where there is nobody."""


class Shortlist:
    """A look at the whole desk in sums, and at single things as far as they were asked for."""

    def __init__(self, queue: OwedQueue, calendar: Calendar, defaults: Defaults, weights: Weights) -> None:
        self._queue, self._weights = queue, weights
        people = queue.kinds_of_people()
        # Where nothing else says how long a thing takes, the person's channel does.
        channels = {person.channel for person in people} if defaults.effort_minutes is None else set()
        self._somebody = [Person(ANYBODY, "", "", channel=channel) for channel in channels or (None,)]
        by_channel = bool(channels - {None})
        self.kinds = [(kind, _time_left(kind, defaults)) for kind in queue.kinds(by_channel=by_channel)]
        """All kinds, with the minutes that each thing takes."""
        self._dues = dues = [(due, due.promises) for due in queue.dues(by_channel=by_channel)]
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
        self._people: People = People(
            (who, _most_demanding(people, weight, defaults)) for weight, who in self._anybody.items()
        )
        self._owed_to = dict.fromkeys(self._people, fewest)
        self._owed_by = dict.fromkeys(self._people, 1 << 30 if fewest else 0)
        self._takes: dict[int, tuple[int, bool]] = {}
        to_spare = measure_slack(_minutes_due(dues), calendar, defaults.desk_minutes)
        backlog = sum(kind.items * minutes for kind, minutes in self.kinds)
        self.desk = Desk(
            calendar=calendar,
            defaults=defaults,
            people=self._people,
            owed_to=self._owed_to,
            owed_by=self._owed_by,
            blocks=blocks,
            blockers_by_id={followup.id: followup for followup in blockers},
            takes=self._takes,
            backlog_days=backlog / defaults.desk_minutes,
            slack=to_spare,
            pressing_until=find_pressing_until(to_spare, calendar),
        )
        self._know({followup.person_id for followup in blockers})
        # Where enough is due, neither of these is asked for.
        self._apart: list[Ranked] | None = None
        self._kept_worst: _Worst | None = None
        self._items_by_day: dict[date, int] = {}
        self._minutes_by_day: dict[date, int] = {}
        for due, promises in dues:
            for when in promises[:1]:
                day = calendar.day_of(when)
                self._items_by_day[day] = self._items_by_day.get(day, 0) + due.items
                self._minutes_by_day[day] = self._minutes_by_day.get(day, 0) + due.minutes
        self._kept_due: tuple[list[Ranked], list[Ranked], int] | None = None

    @property
    def apart(self) -> list[Ranked]:
        """What no kind sets bounds to, each once: what waits and is waited for, and silence from before the wait."""
        if self._apart is None:
            both = (*self._blocked, *self.desk.blockers_by_id.values())
            shown = [followup for followup in both if followup.is_owed and not is_hidden(followup, self.desk.calendar)]
            apart = {followup.id: followup for followup in (*shown, *self._queue.told_early())}
            self._apart = self.scored([followup for followup in apart.values() if not self._is_pressing(followup)])
        return self._apart

    @property
    def _worst(self) -> _Worst:
        if self._kept_worst is None:
            since = {weight: _without_turn_from(self._people[who], self.desk) for weight, who in self._anybody.items()}
            self._kept_worst = _Worst(since, _heaviest_promises(self._dues, self.desk))
        return self._kept_worst

    @property
    def items(self) -> int:
        """How much is owed, hidden or not."""
        return sum(kind.items for kind, _ in self.kinds)

    @property
    def due(self) -> list[Ranked]:
        """What is due, in its order; where too much of it is late, only what is late the longest and what goes before
        that.
        """
        return self._due_parts[0]

    @property
    def due_behind(self) -> list[Ranked]:
        """Then what comes after all the rest of it."""
        return self._due_parts[1]

    @property
    def due_between(self) -> int:
        """The minutes of what was left out between the two."""
        return self._due_parts[2]

    @property
    def _due_parts(self) -> tuple[list[Ranked], list[Ranked], int]:
        if self._kept_due is None:
            self._kept_due = self._what_is_due()
        return self._kept_due

    def all_due(self) -> list[Ranked]:
        """All that is due, in its order, however much it is; without scores."""
        return sort_scored(self.outlined(self._queue.counted_on(None, self.desk.calendar.today)), self.desk)

    @property
    def people(self) -> People:
        """Whoever was looked at, by id."""
        return People((person_id, person) for person_id, person in self._people.items() if person_id > ANYBODY)

    @property
    def due_minutes(self) -> int:
        """The minutes that everything takes that is promised for today or before."""
        today = self.desk.calendar.today
        return sum(minutes for day, minutes in self._minutes_by_day.items() if day <= today)

    def _what_is_due(self) -> tuple[list[Ranked], list[Ranked], int]:
        # All that is due, in its order. Where too much of it is late, what is late the longest, with what goes before
        # that; then what comes after all the rest; and the minutes of what was left out between the two.
        today = self.desk.calendar.today
        late_days = sorted(day for day in self._items_by_day if day < today)
        in_all = 0
        for place, day in enumerate(late_days):
            in_all += self._items_by_day[day]
            if in_all > MOST_DUE and place < len(late_days) - 1:
                some = [*self._queue.counted_on(None, day), *self._queue.counted_on(today, today)]
                ranked = sort_scored(self.scored(some), self.desk)
                end = max((place for place, item in enumerate(ranked, 1) if self._comes_first(item)), default=0)
                if not end:
                    continue
                between = sum(self._minutes_by_day[later] for later in late_days[place + 1 :])
                return ranked[:end], ranked[end:], between
        return sort_scored(self.scored(self._queue.counted_on(None, today)), self.desk), [], 0

    def _comes_first(self, item: Ranked) -> bool:
        # Late, and nobody was told of a day to come: that would stand behind all that is due.
        calendar, followup = self.desk.calendar, item.followup
        is_late = calendar.day_of(followup.counted_on or "") < calendar.today
        return is_late and not is_told_of_another(followup, calendar)

    def first(self, most: int, at_least: int = 0) -> list[Ranked]:
        """The first of `ranking.rank`, in its order: all that is due (`MOST_DUE` at the most), and of the others what
        is left of `most`, but `at_least` so many.
        """
        found = self.due[:MOST_DUE]
        if len(found) == MOST_DUE:
            return found
        wanted = len(found) + max(most - len(found), at_least, 0)
        for part in (self._to_be_begun, self._with_a_turn, self._first_of_rest):
            found += part(wanted - len(found)) if len(found) < wanted else []
        return found

    def _to_be_begun(self, most: int) -> list[Ranked]:
        calendar, last = self.desk.calendar, self.desk.pressing_until
        tomorrow = calendar.today + timedelta(days=1)
        if last < tomorrow:
            return []
        # The earliest days are looked at until they hold enough; hidden ones don't count.
        by_day = self._items_by_day
        days = sorted(day for day in by_day if tomorrow <= day <= last)
        wanted = most
        while True:
            in_all, until = 0, last
            for day in days:
                in_all += by_day[day]
                if in_all >= wanted:
                    until = day
                    break
            found = self._queue.counted_on(tomorrow, until)
            if len(found) >= most or until == last:
                return sort_scored(self.scored(found), self.desk)[:most]
            wanted = 2 * in_all

    def _with_a_turn(self, most: int) -> list[Ranked]:
        calendar = self.desk.calendar
        heaviest = max(weigh_person(who) for who in self._people.values())
        found = [item for item in self.apart if item.part == "turn"]
        seen = 0
        while True:
            size = max(LONGEST_LOOK, seen)
            some = self._queue.unpromised(seen, size)
            known = {item.followup.id for item in found}
            found += [item for item in self.scored(some) if item.part == "turn" and item.followup.id not in known]
            found.sort(key=make_turn_key)
            seen += len(some)
            if len(some) < size:
                break
            waited = calendar.waited(some[-1].since)
            # An instant may fall on another day than its text's in the user's zone.
            is_enough = len(found) >= most and calendar.waited(found[most - 1].followup.since) > waited + 1
            if is_enough or (waited + 1) * heaviest <= self.desk.turn_days:
                break
        return found[:most]

    def _first_of_rest(self, most: int) -> list[Ranked]:
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
                first_day = self._worst.waiting_from[kind.weight]
                members = self._queue.oldest(kind, self.desk.pressing_until, first_day, seen, size)
                found = self._with(found, members, most, self._anybody[kind.weight])
                rest = [kind._replace(since=members[-1].since)] if len(members) == size else []
                seen += size
            for part in rest:
                insort(
                    heads,
                    _Head(highest=self.highest(part, minutes), kind=part, minutes=minutes, seen=seen),
                    key=_highest,
                )
        apart = [item for item in self.apart if item.part == "rest"]
        return sorted([*found, *apart], key=make_score_key)[:most]

    def loads(self) -> list[Load]:
        """What is promised for each moment after today, and not hidden."""
        calendar = self.desk.calendar
        found: dict[When, Load] = {}

        def add(when: When | None, items: int, minutes: int) -> None:
            if when and calendar.day_of(when) > calendar.today:
                _, before, minutes_before = found.get(when, (when, 0, 0))
                found[when] = Load(when, before + items, minutes_before + minutes)

        for due, promises in self._dues:
            if calendar.day_of(promises[0]) > calendar.today:
                add(due.promised, due.items, due.minutes)
        for load in self._queue.hidden_loads():
            add(load.when, -load.items, -load.minutes)
        return [load for load in found.values() if load.items]

    def _know(self, person_ids: set[int]) -> None:
        new = person_ids - self._people.keys()
        for person, owed_to, owed_by in self._queue.dealings(new) if new else ():
            self._people[person.id], self._owed_to[person.id], self._owed_by[person.id] = person, owed_to, owed_by

    def _is_pressing(self, followup: FollowUp) -> bool:
        when = followup.counted_on
        return when is not None and self.desk.is_to_be_begun(when)

    def scored(self, followups: Sequence[FollowUp]) -> list[Ranked]:
        """Single follow-ups with their scores, as `ranking.score` gives them."""
        self._measure(followups)
        return [score(followup, self.desk, self._weights) for followup in followups]

    def outlined(self, followups: Sequence[FollowUp]) -> list[Ranked]:
        """Single follow-ups with the minutes they take, as `ranking.outline` gives them."""
        self._measure(followups)
        return [outline(followup, self.desk, self._weights) for followup in followups]

    def _measure(self, followups: Sequence[FollowUp]) -> None:
        self._know({followup.person_id for followup in followups})
        usual = self.desk.defaults.effort_minutes
        for followup in followups:
            self._takes[followup.id] = estimate_time_left(followup, self._people[followup.person_id], usual)

    def _with(self, found: list[Ranked], others: Sequence[FollowUp], most: int, anybody: int = ANYBODY) -> list[Ranked]:
        # What can't come in anyway, were it owed to the most demanding person, is not looked at more closely.
        known = {item.followup.id for item in (*found, *self.apart)}
        new = [one for one in others if one.id not in known and not _is_above(found, most, self._hope(one, anybody))]
        return sorted([*found, *self.scored(new)], key=make_score_key)[:most]

    def _hope(self, followup: FollowUp, anybody: int) -> float:
        # No less than its score.
        self._takes[followup.id] = self._shortest(followup)
        return score(followup._replace(person_id=anybody), self.desk, self._weights).score * NEARLY

    def highest(self, kind: ItemKind, minutes: int) -> float:
        """No less than the score of any member that began to wait at `kind.since` or later, has no turn yet, and is not
        one of those apart.
        """
        # Others of later text, days and instants mixed, may fall on the day before in the user's zone.
        began = (self.desk.calendar.day_of(kind.since) - timedelta(days=1)).isoformat()
        anybody = self._anybody[kind.weight]
        self._takes[ANYBODY] = minutes, True
        promised = _member(kind, anybody, began, self._worst.promises.get(kind.slips))
        waiting = _member(kind, anybody, max(began, self._worst.waiting_from[kind.weight].isoformat()))
        return max(score(worst, self.desk, self._weights).score for worst in (promised, waiting)) * NEARLY

    def _shortest(self, followup: FollowUp) -> tuple[int, bool]:
        # Whoever it is owed to.
        usual = self.desk.defaults.effort_minutes
        return min(estimate_time_left(followup, somebody, usual) for somebody in self._somebody)


class _Worst(NamedTuple):
    """By weight the first day since which things without a promise have no turn yet, by slips the heaviest promise."""

    waiting_from: Mapping[Weight | None, date]
    promises: Mapping[int, When]


class _Head(NamedTuple):
    """The rest of a kind, its oldest first, of which `seen` were looked at; none of it scores above `highest`."""

    highest: float
    kind: ItemKind
    minutes: int
    seen: int


def _highest(head: _Head) -> float:
    return head.highest


def _is_above(found: list[Ranked], most: int, highest: float) -> bool:
    # Nothing that scores so much comes in any more; of equals the lower id might.
    return len(found) == most and found[-1].score > highest


def _time_left(kind: ItemKind, defaults: Defaults) -> int:
    person = Person(ANYBODY, "", "", channel=kind.person_channel)
    return estimate_time_left(_member(kind), person, defaults.effort_minutes)[0]


def _member(kind: ItemKind, anybody: int = ANYBODY, since: When = "", promised: When | None = None) -> FollowUp:
    return FollowUp(
        id=ANYBODY,
        uid="",
        person_id=anybody,
        text="",
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


def _without_turn_from(person: Person, desk: Desk) -> date:
    # The first day since which things without a promise have no turn yet.
    calendar, most = desk.calendar, desk.turn_days / weigh_person(person)
    early, late = date(FIRST_YEAR, 1, 2).toordinal(), calendar.today.toordinal()
    while early < late:
        middle = (early + late) // 2
        if calendar.working_days(date.fromordinal(middle), calendar.today) <= most:
            late = middle
        else:
            early = middle + 1
    return date.fromordinal(late)


def _minutes_due(dues: Iterable[tuple[Due, Sequence[When]]]) -> dict[When, int]:
    due: dict[When, int] = {}
    for one, promises in dues:
        for place, when in enumerate(promises):
            due[when] = due.get(when, 0) + (0 if place else one.minutes)
    return due


def _heaviest_promises(dues: Iterable[tuple[Due, Sequence[When]]], desk: Desk) -> Mapping[int, When]:
    # By the number of slips, as a moved promise lies further back than others.
    found: dict[int, tuple[float, When]] = {}
    points = {when: score_one_promise(when, desk) for when in desk.slack}
    for due, promises in dues:
        if not promises or desk.is_to_be_begun(promises[0]):
            continue
        for when in promises:
            found[due.slips] = max(found.get(due.slips, (0.0, "")), (points[when], when))
    return {slips: when for slips, (_, when) in found.items()}
