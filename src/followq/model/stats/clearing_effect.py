"""The clearing effect: whether what the user waits for comes back sooner once they owe that person nothing.

A waiting spell is survival data: it may end in an answer at any age, and meanwhile the user owes the same person
something or doesn't. Time runs in working days (see `WorkClock`). Nothing here knows the log.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence

from followq.record import NamedTuple

ENOUGH = 30
"""Telling answers from which a rate ratio is given; with fewer only a threefold difference would show."""

MOST_SPELLS_EACH = 200
"""Latest spells of one person that are looked at: comparing them costs the square of their number."""

CONFIDENCE_95 = 3.841458820694124
"""95 % point of the chi-squared distribution with one degree of freedom."""

STEEPEST = 12.0
"""Bound on the logarithm of the ratio: what lies beyond is no figure but a side without any answer."""


class WaitingSpell(NamedTuple):
    """One stretch of waiting on a person, on a clock of working days.

    Age is counted from `began`; it was known, and could be seen to end, from `entered` on. `is_answered` tells an
    answer from a spell that was dropped or still runs.
    """

    began: float
    entered: float
    ended: float
    is_answered: bool


class Clearing(NamedTuple):
    """What the log says about the effect.

    `ratio` is how many times as fast answers come while nothing is owed to that person as while something is,
    `low` to `high` its 95 % interval (an open end is None); all are None until `telling` reaches `needed`.
    `answers` counts all answers looked at, `telling` those that could speak for either side: when they came,
    the same person kept the user waiting for as long on both sides of the comparison.
    """

    answers: int = 0
    telling: int = 0
    needed: int = ENOUGH
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


RiskSet = tuple[int, int, bool]
"""Spells at risk while nothing is owed, those while something is, and whether the answer came while nothing is."""


def estimate_clearing_effect(
    waiting: Mapping[int, Sequence[WaitingSpell]],
    owing: Mapping[int, Sequence[tuple[float, float]]],
    needed: int = ENOUGH,
) -> Clearing:
    """Estimate the effect from waiting spells and owing intervals, both by person.

    Cox regression on one time-varying covariate, stratified by person: each answer is compared with the spells
    of the same person that were as old and could have been answered too. So neither quick and slow people
    nor the age of a wait can fake an effect. The interval is by profile likelihood.

    Source: D. R. Cox, Regression Models and Life-Tables, Journal of the Royal Statistical Society B 34 (1972);
    Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. (2002), sections 4.2 to 4.4
    and 6.3 (stratified partial likelihood, time-dependent covariates; ties after Breslow).
    """
    answers = 0
    sets: dict[RiskSet, int] = {}
    for person_id, spells in waiting.items():
        latest = sorted(spells, key=lambda spell: spell.ended)[-MOST_SPELLS_EACH:]
        owed = _merge(owing.get(person_id, ()))
        answers += sum(spell.is_answered for spell in latest)
        for found in _risk_sets(latest, owed):
            sets[found] = sets.get(found, 0) + 1
    telling = {found: times for found, times in sets.items() if found[0] and found[1]}
    count = sum(telling.values())
    if count < needed:
        return Clearing(answers, count, needed)
    return Clearing(answers, count, needed, *_estimate(telling))


def _merge(intervals: Iterable[tuple[float, float]]) -> list[float]:
    # Where owing begins and ends, in turn: an odd place in it means that something is owed.
    edges: list[float] = []
    for began, ended in sorted(intervals):
        if ended <= began:
            continue
        if edges and began <= edges[-1]:
            edges[-1] = max(edges[-1], ended)
        else:
            edges += [began, ended]
    return edges


def _risk_sets(spells: Sequence[WaitingSpell], owed: Sequence[float]) -> Iterable[RiskSet]:
    for spell in spells:
        if not spell.is_answered or spell.ended <= spell.entered:
            continue
        age = spell.ended - spell.began
        free = busy = 0
        for other in spells:
            # Its own age would miss its own end by a rounding error.
            at = spell.ended if other is spell else other.began + age
            if other.entered < at <= other.ended:
                # A debt cleared in the moment of the answer was still one when it came.
                if _is_owed(owed, at):
                    busy += 1
                else:
                    free += 1
        yield free, busy, not _is_owed(owed, spell.ended)


def _is_owed(edges: Sequence[float], at: float) -> bool:
    # The state just before the moment.
    place = bisect_right(edges, at)
    if place and edges[place - 1] == at:
        place -= 1
    return place % 2 == 1


def _estimate(sets: Mapping[RiskSet, int]) -> tuple[float | None, float | None, float | None]:
    def slope(beta: float) -> float:
        ratio = math.exp(beta)
        return sum(
            times * (is_free - free * ratio / (free * ratio + busy)) for (free, busy, is_free), times in sets.items()
        )

    def likelihood(beta: float) -> float:
        ratio = math.exp(beta)
        return sum(
            times * (is_free * beta - math.log(free * ratio + busy)) for (free, busy, is_free), times in sets.items()
        )

    best = _root(slope, -STEEPEST, STEEPEST)
    peak = likelihood(best)

    def beyond(beta: float) -> float:
        return CONFIDENCE_95 - 2 * (peak - likelihood(beta))

    low = _root(lambda beta: -beyond(beta), -STEEPEST, best)
    high = _root(beyond, best, STEEPEST)
    return _ratio(best), _ratio(low), _ratio(high)


def _ratio(beta: float) -> float | None:
    return round(math.exp(beta), 3) if abs(beta) < STEEPEST - 0.01 else None


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    # Where a falling function passes zero; an end of the range where it doesn't.
    for _ in range(60):
        middle = (low + high) / 2
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
