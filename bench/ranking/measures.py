"""What is read off a year, and how far a policy is from the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from bench.ranking.year import Year, percentile

METRICS = ("mean_wait", "weighted_wait", "p95_wait", "max_wait", "broken", "late_days", "worst_late", "own_wait")
HEADLINE = ("mean_wait", "p95_wait", "max_wait", "broken")
"""The metrics whose largest regret is a policy's headline."""
P95 = 0.95
BROKEN_ADDED = 0.01
"""Added to both sides for `broken`, which is 0.0 for some."""

Measures = Mapping[str, float]


def measure(year: Year) -> dict[str, float]:
    """Read a year off, in working days from arrival to done; `broken` is a share from 0.0 to 1.0."""
    waited = [float(work.done_on - work.item.day) for work in year.works]
    weights = [work.item.weight for work in year.works]
    late = [max(0.0, float(work.done_on - work.item.promise)) for work in year.works if work.item.promise is not None]
    own = [float(wait.ended_on - wait.wait.day + 1) for wait in year.waits]
    return {
        "mean_wait": fmean(waited) if waited else 0.0,
        "weighted_wait": fmean(waited, weights) if waited else 0.0,
        "p95_wait": percentile(waited, P95),
        "max_wait": max(waited, default=0.0),
        "broken": fmean(days > 0 for days in late) if late else 0.0,
        "late_days": fmean(late) if late else 0.0,
        "worst_late": max(late, default=0.0),
        "own_wait": fmean(own) if own else 0.0,
    }


def regret(value: float, best: float, metric: str) -> float:
    """A value over the best one among the peers; 1.0 is as good as the best, below 1.0 is better.

    Where the best is nought days a day is added to both, as a share is to `broken`.
    """
    added = BROKEN_ADDED if metric == "broken" else 0.0 if best > 0 else 1.0
    return (value + added) / (best + added)


def best_of(measures: Sequence[Measures]) -> dict[str, float]:
    """The smallest value of each metric."""
    return {metric: min(one[metric] for one in measures) for metric in METRICS}


def headline(measures: Measures, best: Measures) -> float:
    """How far a policy is from the best at its worst point: its largest regret."""
    return max(regret(measures[metric], best[metric], metric) for metric in HEADLINE)


class Waits(NamedTuple):
    """What people of one weight waited in all, in working days, and for how many things."""

    days: int
    things: int


def waits_of(year: Year) -> dict[int, Waits]:
    """What was waited, by the person's weight: 1, 2 or 4. What they want is alike in the made years."""
    found: dict[int, Waits] = {}
    for work in year.works:
        days, things = found.get(work.item.weight, Waits(0, 0))
        found[work.item.weight] = Waits(days + work.done_on - work.item.day, things + 1)
    return found
