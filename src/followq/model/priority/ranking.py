"""The order of `today`: cost of delay divided by duration.

The cost of an item is a sum of named terms, in points (`terms.py`); the score is that sum over the quarter
hours it takes to clear.
Source: cost of delay divided by duration (CD3), Reinertsen, "The Principles of Product Development
Flow", 2009; for equal growth it is Smith's rule, "Various optimizers for single-stage production", 1956.

Postponing never helps: lateness is measured from the first promise, and every snooze and slip adds cost.
Nothing starves: what has waited long enough has its turn, the oldest first, whatever it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.model.core.calendar import Calendar
from followq.model.core.effort import TELLING_MINUTES
from followq.model.core.followup import FollowUp, is_due, is_hidden
from followq.model.core.person import Person
from followq.model.priority.due import arrange_due, make_promise_key
from followq.model.priority.ranked import PERSON_FACTORS, Ranked, weigh_person
from followq.model.priority.terms import TERMS
from followq.model.priority.workload import Defaults, Desk, make_desk
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.priority.ranked import Action, Part

QUARTER_HOUR = 15
LONG_MINUTES = 15
"""Minutes up to which a thing is done rather than talked about: there having heard nothing speaks for doing it."""


LAST = "9999"


class Weights(NamedTuple):
    """How much the term of the same name counts; 1 is the built-in balance, 0 switches it off.

    What is due, has to be started or has its turn stands where it stands whatever the weights.
    """

    waited: float = 1.0
    promise: float = 1.0
    dark: float = 1.0
    put_off: float = 1.0
    owes_you: float = 1.0
    unblocks: float = 1.0
    weight: float = 1.0


def rank(
    followups: Iterable[FollowUp],
    people: Mapping[int, Person],
    calendar: Calendar,
    weights: Weights = Weights(),
    defaults: Defaults = Defaults(),
) -> list[Ranked]:
    """Rank what the user owes, in the order in which to get back to people, out of all open follow-ups.

    First what is promised for today or before, as it can be kept (see `due.arrange_due`); then promises that have to be
    started today, by their day; then what has waited longer than the whole queue takes, the oldest first; then
    everything else by its score. Hidden items are left out. The order is total. `followups` holds both sides: what
    others owe bears on the rank.
    """
    everything = list(followups)
    return rank_desk(everything, make_desk(everything, people, calendar, defaults), weights)


def rank_desk(followups: Iterable[FollowUp], desk: Desk, weights: Weights = Weights()) -> list[Ranked]:
    """Rank the follow-ups of a desk that was looked over already; see `rank`."""
    ranked = [score(f, desk, weights) for f in followups if f.is_owed and not is_hidden(f, desk.calendar)]
    return sort_scored(ranked, desk)


def sort_scored(ranked: Iterable[Ranked], desk: Desk) -> list[Ranked]:
    """Put scored follow-ups in the order of `rank`; whatever is left out changes nothing in the order of the rest, but
    for what is due.
    """
    parts: dict[Part, list[Ranked]] = {"due": [], "begin": [], "turn": [], "rest": []}
    for item in ranked:
        parts[item.part].append(item)
    parts["begin"].sort(key=make_promise_key)
    parts["turn"].sort(key=make_turn_key)
    parts["rest"].sort(key=make_score_key)
    due = arrange_due(parts["due"], desk.calendar, desk.defaults.desk_minutes)
    return [*due, *parts["begin"], *parts["turn"], *parts["rest"]]


def make_turn_key(item: Ranked) -> tuple[int, int, int, int]:
    """Sort key of what has its turn: the longest wait first, of one day what was put off more often, then what is
    short, then the id.
    """
    followup = item.followup
    return -item.desk.calendar.waited(followup.since), -followup.times_put_off, item.minutes, followup.id


def make_score_key(item: Ranked) -> tuple[float, str, int]:
    """Sort key of what has no pressing promise: the highest score first, of equals the earlier promise."""
    return -item.score, item.followup.counted_on or LAST, item.followup.id


def choose_part(followup: FollowUp, desk: Desk) -> Part:
    """The part of the page where an owed follow-up stands."""
    when = followup.counted_on
    if when is None:
        return "turn" if not is_blocked(followup, desk) and has_turn(followup, desk) else "rest"
    if is_due(followup, desk.calendar):
        return "due"
    return "begin" if desk.is_to_be_begun(when) else "rest"


def has_turn(followup: FollowUp, desk: Desk) -> bool:
    """Whether somebody has waited too long for a thing without a promise: longer than the whole queue takes.

    The days of somebody who weighs more count for more.
    """
    return desk.calendar.waited(followup.since) * weigh_person(desk.people[followup.person_id]) > desk.turn_days


def is_blocked(followup: FollowUp, desk: Desk) -> bool:
    """Whether it waits for something that is open."""
    return bool(followup.blocked_by) and bool(desk.blockers(followup))


def outline(followup: FollowUp, desk: Desk, weights: Weights = Weights()) -> Ranked:
    """What `score` gives, but without score and costs where the minutes don't depend on them: enough for the order of
    what is due, and for the time that it takes.
    """
    part = choose_part(followup, desk)
    if is_blocked(followup, desk):
        return Ranked(followup, 0.0, {}, TELLING_MINUTES, True, desk, part, "ask")
    if part == "rest":
        return score(followup, desk, weights)
    return Ranked(followup, 0.0, {}, *desk.takes[followup.id], desk, part)


def score(followup: FollowUp, desk: Desk, weights: Weights = Weights()) -> Ranked:
    """Score one follow-up of the desk.

    What is blocked can't be cleared today: there its promise counts, for asking whoever it waits for, and how long they
    have heard nothing. Where being left in the dark weighs more, over the five minutes that telling takes, than all
    else over the time of a long thing, it stands there to be told; how long it takes to do doesn't count then.
    """
    part = choose_part(followup, desk)
    costs = {}
    for name, cost_of, _ in TERMS:
        cost = getattr(weights, name) * cost_of(followup, desk)
        if cost:
            costs[name] = cost
    minutes, is_estimate = desk.takes[followup.id]
    action: Action = "do"
    if is_blocked(followup, desk):
        action = "ask"
        costs = {name: cost for name, cost in costs.items() if name in ("promise", "dark")}
        minutes, is_estimate = TELLING_MINUTES, True
    elif minutes > LONG_MINUTES:
        telling = costs.pop("dark", 0.0)
        if part == "rest" and telling / TELLING_MINUTES > sum(costs.values()) / minutes:
            action = "tell"
            costs = {"dark": telling}
            minutes, is_estimate = TELLING_MINUTES, False
    total = sum(costs.values())
    extra = PERSON_FACTORS[desk.people[followup.person_id].weight] * weights.weight * total
    if extra:
        costs["weight"] = extra
    rate = (total + extra) * QUARTER_HOUR / minutes
    return Ranked(followup, rate, costs, minutes, is_estimate, desk, part, action)
