"""The order of `today`: cost of delay divided by duration.

The cost of an item is a sum of named terms, in points; a point is about what one working day of
waiting costs the person who waits. The score is that sum over the quarter hours it takes to clear.
Source: cost of delay divided by duration (CD3), Reinertsen, "The Principles of Product Development
Flow", 2009; for equal growth it is Smith's rule, "Various optimizers for single-stage production", 1956.

Postponing never helps: lateness is measured from the first promise, and every snooze and slip adds cost.
Nothing starves: the cost of waiting grows with the square of the days, the time to clear doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from followq.model import words
from followq.model.calendar import Calendar, When
from followq.model.followup import FollowUp, is_hidden
from followq.model.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

QUARTER_HOUR = 15
SHORTEST_MINUTES = 5
CHANNEL_MINUTES = {"call": 10, "chat": 5, "email": 15, "meet": 30, "letter": 30}
"""Guess of the time an item takes where neither it nor the user's history says."""


class Term(NamedTuple):
    """One part of the cost of delay: its name, its points (never negative) and the reason in words."""

    term: str
    cost: float
    text: str


class Ranked(NamedTuple):
    """A follow-up with its score, in points per quarter hour, and the terms it comes from, largest first;
    the person's weight comes last.

    `minutes` is the time it takes; `is_estimate` when nobody said so.
    """

    followup: FollowUp
    score: float
    terms: tuple[Term, ...]
    minutes: int
    is_estimate: bool

    @property
    def cost(self) -> float:
        """What one more day costs: the sum of the terms, in points."""
        return sum(term.cost for term in self.terms)

    @property
    def is_blocked(self) -> bool:
        """It waits for something else and can't be cleared today."""
        return any(term.term == "blocked" for term in self.terms)


class Weights(NamedTuple):
    """How much each term counts; 1 is the built-in balance, 0 switches a term off."""

    waited: float = 1.0
    promise: float = 1.0
    dark: float = 1.0
    put_off: float = 1.0
    owes_you: float = 1.0
    unblocks: float = 1.0
    weight: float = 1.0


class Defaults(NamedTuple):
    """What holds for people and items that say nothing of their own; days are working days.

    `effort_minutes` is the median of what the user's closed items took, None without history.
    """

    reply_target_days: int = 2
    keep_informed_days: int = 5
    effort_minutes: int | None = None


class Desk(NamedTuple):
    """What the terms look at beside the item itself, gathered once for the whole queue."""

    calendar: Calendar
    defaults: Defaults
    people: Mapping[int, Person]
    owes_me: Mapping[int, int]
    """Person id to the number of things the user waits for from them."""
    waits_for: Mapping[int, int]
    """Follow-up id to the number of open follow-ups it blocks."""
    open_ids: frozenset[int]

    def blockers(self, followup: FollowUp) -> list[int]:
        """Ids of the open follow-ups that this one has to wait for."""
        return [other for other in followup.blocked_by if other in self.open_ids]


def desk(followups: Iterable[FollowUp], people: Mapping[int, Person], calendar: Calendar, defaults: Defaults) -> Desk:
    """Look over all open follow-ups once."""
    owes_me: dict[int, int] = {}
    waits_for: dict[int, int] = {}
    open_ids = []
    for followup in followups:
        if not followup.is_open:
            continue
        open_ids.append(followup.id)
        if followup.ball == "theirs":
            owes_me[followup.person_id] = owes_me.get(followup.person_id, 0) + 1
        for other in set(followup.blocked_by):
            waits_for[other] = waits_for.get(other, 0) + 1
    return Desk(calendar, defaults, people, owes_me, waits_for, frozenset(open_ids))


def waited(followup: FollowUp, desk: Desk) -> Term | None:
    """Waiting hurts more each day: 1 point on the first day, days + days²/10 on top."""
    days = desk.calendar.waited(followup.since)
    if not days and not desk.calendar.has_come(followup.since):
        return None
    text = f"waiting {words.working_days(days)}" if days else "waiting since today"
    return Term("waited", 1 + days + days * days / 10, text)


def promise(followup: FollowUp, desk: Desk) -> Term | None:
    """6 points on the promised day, 3 more for each working day late, 6 / (1 + days) while it lies ahead.

    Lateness counts from the first promise, however often it was moved since.
    """
    when = followup.promised or followup.first_promised
    if when is None:
        return None
    cost = _promise_cost(desk.calendar, when)
    first = followup.first_promised
    if first is not None and first != when and (first_cost := _promise_cost(desk.calendar, first)) > cost:
        cost, when = first_cost, first
    text = f"promised {words.day(when, desk.calendar)}"
    if followup.promised is None:
        text = f"promise of {words.day(when, desk.calendar)} withdrawn"
    elif when != followup.promised:
        text = f"first {text}, now {words.day(followup.promised, desk.calendar)}"
    elif desk.calendar.is_past(when):
        late = -desk.calendar.until(when)
        text += f", {words.working_days(late)} late" if late else ", late"
    elif desk.calendar.day_of(when) == desk.calendar.today:
        text = "promised for today" + (f" {desk.calendar.time_of(when)}" if len(when) > 10 else "")
    return Term("promise", cost, text)


def _promise_cost(calendar: Calendar, when: When) -> float:
    days = calendar.until(when)
    if calendar.is_past(when):
        return 6.0 + 3 * max(1, -days)
    return 6.0 / (1 + max(0, days))


def dark(followup: FollowUp, desk: Desk) -> Term | None:
    """1 point for each working day beyond the day they should have heard something.

    Who never heard anything should within their reply target, who did within their keep-informed interval.
    """
    person = desk.people[followup.person_id]
    heard, target, default = followup.told_at, person.keep_informed_days, desk.defaults.keep_informed_days
    if heard is None:
        heard, target, default = followup.since, person.reply_target_days, desk.defaults.reply_target_days
    days = desk.calendar.waited(heard)
    beyond = days - (default if target is None else target)
    if beyond <= 0:
        return None
    text = f"told nothing for {words.working_days(days)}" if followup.told_at else "heard nothing yet"
    return Term("dark", float(beyond), text)


def put_off(followup: FollowUp, desk: Desk) -> Term | None:
    """2 points for each snooze and each moved promise."""
    times = followup.times_put_off
    if not times:
        return None
    return Term("put_off", 2.0 * times, f"put off {'once' if times == 1 else f'{times} times'}")


def owes_you(followup: FollowUp, desk: Desk) -> Term | None:
    """2 points when the person owes the user something too, half a point for each more thing, 5 at most."""
    things = desk.owes_me.get(followup.person_id, 0)
    if not things:
        return None
    return Term("owes_you", min(5.0, 2 + (things - 1) / 2), f"owes you {words.count(things, 'thing')}")


def unblocks(followup: FollowUp, desk: Desk) -> Term | None:
    """3 points for each open follow-up that waits for this one."""
    things = desk.waits_for.get(followup.id, 0)
    return Term("unblocks", 3.0 * things, f"unblocks {words.count(things, 'other')}") if things else None


TermFunction = Callable[[FollowUp, Desk], "Term | None"]
TERMS: tuple[TermFunction, ...] = (waited, promise, dark, put_off, owes_you, unblocks)
PERSON_FACTORS = {"normal": 0.0, "key": 0.5, "vip": 1.0}
"""What a person's weight adds to the other terms, as a share of their sum."""


def rank(
    followups: Iterable[FollowUp],
    people: Mapping[int, Person],
    calendar: Calendar,
    weights: Weights = Weights(),
    defaults: Defaults = Defaults(),
) -> list[Ranked]:
    """Rank what the user owes, most urgent first, out of all open follow-ups.

    Hidden items are left out. The order is total: score, then the longer wait's lower id.
    `followups` holds both sides: what others owe bears on the rank.
    """
    everything = list(followups)
    view = desk(everything, people, calendar, defaults)
    ranked = [score(f, view, weights) for f in everything if f.is_owed and not is_hidden(f, calendar)]
    ranked.sort(key=lambda item: (-item.score, item.followup.id))
    return ranked


def score(followup: FollowUp, desk: Desk, weights: Weights = Weights()) -> Ranked:
    """Score one follow-up.

    What is blocked can't be cleared today, only told about: there the dark term alone counts, over the five
    minutes that telling takes.
    """
    blockers = desk.blockers(followup)
    terms = []
    for function in (dark,) if blockers else TERMS:
        term = function(followup, desk)
        share: float = getattr(weights, function.__name__)
        if term is not None and share:
            terms.append(term._replace(cost=term.cost * share) if share != 1 else term)
    person = desk.people[followup.person_id]
    terms.sort(key=lambda term: -term.cost)
    extra = PERSON_FACTORS[person.weight] * weights.weight * sum(term.cost for term in terms)
    if extra:
        # Last: it says who, not why now.
        terms.append(Term("weight", extra, f"{'key' if person.weight == 'key' else 'VIP'} person"))
    if blockers:
        terms.insert(0, _blocked(followup, blockers, desk))
    minutes, is_estimate = (SHORTEST_MINUTES, True) if blockers else time_left(followup, person, desk.defaults)
    total = sum(term.cost for term in terms)
    return Ranked(followup, total * QUARTER_HOUR / minutes, tuple(terms), minutes, is_estimate)


def _blocked(followup: FollowUp, blockers: list[int], desk: Desk) -> Term:
    days = desk.calendar.waited(followup.since)
    wait = f", waiting {words.working_days(days)}" if days else ""
    return Term("blocked", 0.0, f"blocked by {', '.join(map(str, blockers))}{wait}")


def time_left(followup: FollowUp, person: Person, defaults: Defaults) -> tuple[int, bool]:
    """Minutes it takes to clear, at least five, and whether that is only an estimate.

    What was spent already is taken off a stated effort. Without one: the user's own median,
    else the channel's figure.
    """
    if followup.effort_minutes is not None:
        return max(SHORTEST_MINUTES, followup.effort_minutes - followup.spent_minutes), False
    if defaults.effort_minutes is not None:
        return max(SHORTEST_MINUTES, defaults.effort_minutes), True
    channel: Any = followup.channel or person.channel
    return CHANNEL_MINUTES.get(channel, QUARTER_HOUR), True
