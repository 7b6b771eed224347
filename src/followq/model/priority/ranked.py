"""A follow-up with its place in the order of `today`: its score, its costs, and in words why."""

from __future__ import annotations

from followq.model.core import phrasing
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.terms import TERMS
from followq.model.priority.workload import Desk
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    Part = Literal["due", "begin", "turn", "rest"]
    Action = Literal["do", "tell", "ask"]

PERSON_FACTORS = {"normal": 0.0, "key": 1.0, "vip": 2.0}
"""What a person's weight adds to the other terms, as a share of their sum."""


class Term(NamedTuple):
    """One part of the cost of delay: its name, its points (never negative) and the reason in words."""

    term: str
    cost: float
    text: str


class Ranked(NamedTuple):
    """A follow-up with its score, in points per quarter hour.

    `costs` are the points of those of `TERMS` that count, by name, and what the person's weight adds as `weight`; words
    are made of them when `terms` is asked for. `minutes` is the time it takes; `is_estimate` when nobody said so.
    `part` is the part of the page where it stands, `action` what is to be done: the thing itself; asking those whom it
    waits for; or telling them where it stands, which then is all that the costs and the minutes speak of.
    """

    followup: FollowUp
    score: float
    costs: Mapping[str, float]
    minutes: int
    is_estimate: bool
    desk: Desk
    part: Part = "rest"
    action: Action = "do"

    @property
    def cost(self) -> float:
        """What one more day costs: the sum of the terms, in points."""
        return sum(self.costs.values())

    @property
    def person_factor(self) -> float:
        """How much more the person weighs than others: 1 for a normal one."""
        return weigh_person(self.desk.people[self.followup.person_id])

    @property
    def is_blocked(self) -> bool:
        """It waits for something else and can't be cleared today."""
        return self.action == "ask"

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that count, largest first; the person's weight comes last, what blocks it first."""
        followup, desk = self.followup, self.desk
        found = [
            Term(kind.name, cost, kind.words(followup, desk)) for kind in TERMS if (cost := self.costs.get(kind.name))
        ]
        found.sort(key=lambda term: -term.cost)
        if extra := self.costs.get("weight"):
            # Last: it says who, not why now.
            weight = desk.people[followup.person_id].weight
            found.append(Term("weight", extra, f"{'key' if weight == 'key' else 'VIP'} person"))
        if self.part == "turn":
            found = [_word_term(term, "waited", after=", too long") for term in found]
        if self.action == "tell":
            found = [_word_term(term, "dark", before="tell them: ") for term in found]
        if self.is_blocked:
            found.insert(0, self._blocked())
        return tuple(found)

    def _blocked(self) -> Term:
        said = phrasing.join_list([_blocker_words(other, self.desk) for other in self.desk.blockers(self.followup)])
        return Term("blocked", 0.0, f"blocked by {said}")


def _word_term(term: Term, name: str, before: str = "", after: str = "") -> Term:
    # The term with more words around its own, where it is the one of that name.
    return term._replace(text=f"{before}{term.text}{after}") if term.term == name else term


def _blocker_words(blocker: FollowUp, desk: Desk) -> str:
    # What can be done now about what a thing waits for.
    if blocker.ball == "mine":
        return f"{blocker.id}: do that first"
    name = phrasing.shorten(desk.people[blocker.person_id].name, 30) if blocker.person_id in desk.people else "them"
    calendar = desk.calendar
    if not blocker.was_asked:
        return f"{blocker.id}: {name} may not know yet"
    if blocker.promised and not calendar.is_past(blocker.promised):
        return f"{blocker.id}: {name} has it until {phrasing.day(blocker.promised, calendar)}"
    if calendar.day_of(blocker.asked_at) == calendar.today:
        return f"{blocker.id}: {name} was asked today"
    return f"{blocker.id}: ask {name}"


def weigh_person(person: Person) -> float:
    """How much more a person weighs than others: 1 for a normal one."""
    return 1 + PERSON_FACTORS[person.weight]
