"""The figures of a policy, and how two kinds of policies compare at the same number found, or as early."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import NamedTuple

from bench.nudging.replay import Nudge


class Figures(NamedTuple):
    """What a policy's nudges came to.

    `nudges`, `wasted`, `found` and `days` are about the first nudge of each wait: how many, how many of them wasted,
    how many waits that stay silent it found, and after how many working days of silence on the average. `all_nudges`
    and `all_wasted` count the later ones too.
    """

    nudges: int
    wasted: int
    found: int
    days: float
    all_nudges: int
    all_wasted: int


def figures(nudges: Iterable[Nudge]) -> Figures:
    """Count."""
    everything = list(nudges)
    first = [nudge for nudge in everything if nudge.number == 1]
    found = [nudge for nudge in first if nudge.found]
    days = sum(nudge.silent_days for nudge in found) / len(found) if found else 0.0
    return Figures(
        len(first),
        sum(nudge.wasted for nudge in first),
        len(found),
        round(days, 2),
        len(everything),
        sum(nudge.wasted for nudge in everything),
    )


def wasted_at_found(policies: Sequence[Figures], found: float) -> float | None:
    """The fewest wasted with which these policies, or a mixture of two of them, find at least so many."""
    return _least(policies, lambda one: -one.found, -found)


def wasted_as_early(policies: Sequence[Figures], days: float) -> float | None:
    """The fewest wasted with which these policies, or a mixture of two, find after at most so many days."""
    return _least(policies, lambda one: one.days, days)


def _least(policies: Sequence[Figures], measure: Callable[[Figures], float], limit: float) -> float | None:
    # A mixture gives a share of the waits to one policy and the rest to another: honest interpolation for both kinds.
    able = [one for one in policies if measure(one) <= limit]
    unable = [one for one in policies if measure(one) > limit]
    wasted = [float(one.wasted) for one in able]
    for one, other in product(able, unable):
        share = (limit - measure(one)) / (measure(other) - measure(one))
        wasted.append(one.wasted + share * (other.wasted - one.wasted))
    return min(wasted) if wasted else None
