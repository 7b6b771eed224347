"""The order of `today`: cost of delay divided by duration.

The cost of an item is a sum of named terms, in points (`terms.py`); the score is that sum over the quarter
hours it takes to clear.
Source: cost of delay divided by duration (CD3), Reinertsen, "The Principles of Product Development
Flow", 2009; for equal growth it is Smith's rule, "Various optimizers for single-stage production", 1956.

Postponing never helps: lateness is measured from the first promise, and every snooze and slip adds cost.
Nothing starves: what waits costs more each day, the time to clear it doesn't grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.desk import Defaults, Desk, desk
from followq.model.effort import TELLING_MINUTES
from followq.model.followup import FollowUp, is_hidden
from followq.model.person import Person
from followq.model.terms import TERMS, dark
from followq.record import NamedTuple

QUARTER_HOUR = 15
PERSON_FACTORS = {"normal": 0.0, "key": 0.25, "vip": 0.5}
"""What a person's weight adds to the other terms, as a share of their sum."""
DARK = [kind.cost for kind in TERMS].index(dark)


class Term(NamedTuple):
    """One part of the cost of delay: its name, its points (never negative) and the reason in words."""

    term: str
    cost: float
    text: str


class Weights(NamedTuple):
    """How much each term counts; 1 is the built-in balance, 0 switches a term off."""

    waited: float = 1.0
    passed_over: float = 1.0
    promise: float = 1.0
    dark: float = 1.0
    put_off: float = 1.0
    owes_you: float = 1.0
    unblocks: float = 1.0
    weight: float = 1.0


class Ranked(NamedTuple):
    """A follow-up with its score, in points per quarter hour.

    `costs` are the points of each of `TERMS`, in their order, then what the person's weight adds; words are made of
    them when `terms` is asked for. `minutes` is the time it takes; `is_estimate` when nobody said so.
    """

    followup: FollowUp
    score: float
    costs: tuple[float, ...]
    minutes: int
    is_estimate: bool
    desk: Desk

    @property
    def cost(self) -> float:
        """What one more day costs: the sum of the terms, in points."""
        return sum(self.costs)

    @property
    def is_blocked(self) -> bool:
        """It waits for something else and can't be cleared today."""
        return bool(self.followup.blocked_by) and bool(self.desk.blockers(self.followup))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that count, largest first; the person's weight comes last, what blocks it first."""
        followup, desk = self.followup, self.desk
        found = [
            Term(kind.name, cost, kind.words(followup, desk))
            for kind, cost in zip(TERMS, self.costs, strict=False)
            if cost
        ]
        found.sort(key=lambda term: -term.cost)
        if self.costs[-1]:
            # Last: it says who, not why now.
            weight = desk.people[followup.person_id].weight
            found.append(Term("weight", self.costs[-1], f"{'key' if weight == 'key' else 'VIP'} person"))
        if self.is_blocked:
            found.insert(0, self._blocked())
        return tuple(found)

    def _blocked(self) -> Term:
        days = self.desk.calendar.waited(self.followup.since)
        wait = f", waiting {words.working_days(days)}" if days else ""
        return Term("blocked", 0.0, f"blocked by {', '.join(map(str, self.desk.blockers(self.followup)))}{wait}")


def rank(
    followups: Iterable[FollowUp],
    people: Mapping[int, Person],
    calendar: Calendar,
    weights: Weights = Weights(),
    defaults: Defaults = Defaults(),
) -> list[Ranked]:
    """Rank what the user owes, most urgent first, out of all open follow-ups.

    Hidden items are left out. The order is total: score, then the lower id. `followups` holds both sides: what
    others owe bears on the rank.
    """
    everything = list(followups)
    return ordered(everything, desk(everything, people, calendar, defaults), weights)


def ordered(followups: Iterable[FollowUp], desk: Desk, weights: Weights = Weights()) -> list[Ranked]:
    """Rank the follow-ups of a desk that was looked over already; see `rank`."""
    ranked = [score(f, desk, weights) for f in followups if f.is_owed and not is_hidden(f, desk.calendar)]
    ranked.sort(key=first_to_last)
    return ranked


def first_to_last(item: Ranked) -> tuple[float, int]:
    """Sort key of the order."""
    return -item.score, item.followup.id


def score(followup: FollowUp, desk: Desk, weights: Weights = Weights()) -> Ranked:
    """Score one follow-up of the desk.

    What is blocked can't be cleared today, only told about: there the dark term alone counts, over the five
    minutes that telling takes.
    """
    is_blocked = followup.blocked_by and desk.blockers(followup)
    costs = [share and share * kind.cost(followup, desk) for kind, share in zip(TERMS, weights, strict=False)]
    minutes, is_estimate = desk.takes[followup.id]
    if is_blocked:
        share = TELLING_MINUTES / minutes
        costs = [cost * share if place == DARK else 0.0 for place, cost in enumerate(costs)]
        minutes, is_estimate = TELLING_MINUTES, True
    total = sum(costs)
    extra = PERSON_FACTORS[desk.people[followup.person_id].weight] * weights.weight * total
    return Ranked(followup, (total + extra) * QUARTER_HOUR / minutes, (*costs, extra), minutes, is_estimate, desk)
