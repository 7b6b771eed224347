"""Medians, quartiles and ratios of one run's samples. A ratio is taken within each round, then the median of them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from bench.speed.programs.floors import AGAIN, FLOOR, PYTHON
from bench.speed.results import Measured, Sample


class Spread(NamedTuple):
    """Median and quartiles of some numbers."""

    median: float
    low: float
    high: float


class Figure(NamedTuple):
    """One call at one size: milliseconds of processor time, the ratio to the floor, peak megabytes, how often."""

    milliseconds: float
    ratio: Spread
    megabytes: float
    times: int


def spread(numbers: Sequence[float]) -> Spread:
    """Median and quartiles, interpolated; of a single number all three are that number."""
    if len(numbers) < 2:
        return Spread(numbers[0], numbers[0], numbers[0])
    low, middle, high = statistics.quantiles(numbers, n=4, method="inclusive")
    return Spread(middle, low, high)


def ratio(of: Sequence[Sample | None], to: Sequence[Sample | None]) -> Spread | None:
    """Ratio of processor times in the rounds that both took part in; None when there is no such round."""
    found = [one.cpu / base.cpu for one, base in zip(of, to, strict=True) if one and base]
    return spread(found) if found else None


def samples_of(measured: Measured, program: str, key: str) -> list[Sample | None]:
    """Samples of one call; none when it wasn't measured at this size."""
    return measured.samples.get(program, {}).get(key, [])


def ratio_between(measured: Measured, one: tuple[str, str], other: tuple[str, str]) -> Spread | None:
    """Ratio of two calls, each a program and a question."""
    of, to = samples_of(measured, *one), samples_of(measured, *other)
    return ratio(of, to) if of and to else None


def figure(measured: Measured, program: str, key: str) -> Figure | None:
    """What a table says of one call; None when it wasn't measured."""
    taken = [sample for sample in samples_of(measured, program, key) if sample]
    to_floor = ratio_between(measured, (program, key), (PYTHON, FLOOR))
    if not taken or to_floor is None:
        return None
    return Figure(
        statistics.median(sample.cpu for sample in taken) * 1000,
        to_floor,
        statistics.median(sample.megabytes for sample in taken),
        len(taken),
    )


def noise(measured: Measured) -> Spread | None:
    """The floor against itself: a difference as small as that is none."""
    return ratio_between(measured, (PYTHON, AGAIN), (PYTHON, FLOOR))
