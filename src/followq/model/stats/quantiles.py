"""A handful of lengths in few figures: how many, the median, the 90th percentile."""

from __future__ import annotations

from collections.abc import Mapping

from followq.record import NamedTuple


class Spread(NamedTuple):
    """Lengths in working days: how many, their median and 90th percentile, and how many were 0 (the same day).

    Median and percentile are None when there is nothing to look at.
    """

    number: int = 0
    median: float | None = None
    p90: float | None = None
    same_day: int = 0


def make_spread(counts: Mapping[int, int]) -> Spread:
    """Summarise lengths given as length -> how often."""
    total = sum(counts.values())
    if not total:
        return Spread()
    return Spread(
        number=total, median=find_quantile(counts, 0.5), p90=find_quantile(counts, 0.9), same_day=counts.get(0, 0)
    )


def find_quantile(counts: Mapping[int, int], share: float) -> float:
    """Quantile of at least one length, given as length -> how often.

    Interpolates between the two values around place `share * (n - 1)`, the first value at place 0; at one
    half that is the usual median.

    Source: Hyndman and Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996), type 7.
    """
    total = sum(counts.values())
    place = share * (total - 1)
    lower = int(place)
    values = sorted(counts)
    low = _at(counts, values, lower)
    high = _at(counts, values, min(lower + 1, total - 1))
    return round(low + (high - low) * (place - lower), 2)


def _at(counts: Mapping[int, int], values: list[int], place: int) -> int:
    for value in values[:-1]:
        place -= counts[value]
        if place < 0:
            return value
    return values[-1]
