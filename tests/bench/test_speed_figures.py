"""Medians and ratios, worked out by hand."""

from __future__ import annotations

import pytest
from bench.speed.figures import Spread, figure, noise, ratio, ratio_between, spread
from bench.speed.items import usual
from bench.speed.results import Measured, Sample


def samples(*milliseconds: float | None) -> list[Sample | None]:
    """A sample for each number; None where a call did not join."""
    return [None if one is None else Sample(one / 1000, 10.0, 0.0) for one in milliseconds]


def test_a_spread_is_the_median_and_the_interpolated_quartiles() -> None:
    assert spread([4, 1, 3, 2]) == Spread(2.5, 1.75, 3.25)
    assert spread([7.0]) == Spread(7.0, 7.0, 7.0)


def test_a_ratio_is_taken_in_each_round_before_the_median() -> None:
    # The medians' ratio would be 2 / 3; within the rounds it is 1, 0.5 and 3.
    assert ratio(samples(1, 2, 9), samples(1, 4, 3)) == pytest.approx((1.0, 0.75, 2.0))


def test_rounds_that_only_one_took_part_in_do_not_count() -> None:
    assert ratio(samples(3, None, 5), samples(1, 1, None)) == Spread(3.0, 3.0, 3.0)
    assert ratio(samples(None), samples(1)) is None


MEASURED = Measured(
    usual(100),
    3,
    {
        "Python": {"floor": samples(100, 200, 100), "floor again": samples(101, 198, 100)},
        "followq": {"count": samples(30, 80, None)},
    },
    {},
)


def test_a_figure_holds_milliseconds_and_the_ratio_to_the_floor() -> None:
    found = figure(MEASURED, "followq", "count")
    assert found is not None
    assert found.milliseconds == pytest.approx(55)
    assert found.ratio.median == pytest.approx(0.35)
    assert (found.megabytes, found.times) == (10.0, 2)


def test_what_was_not_measured_has_no_figure() -> None:
    assert figure(MEASURED, "followq", "today-pipe") is None
    assert figure(MEASURED, "topydo", "count") is None
    assert ratio_between(MEASURED, ("topydo", "count"), ("followq", "count")) is None


def test_the_floor_against_itself_says_what_noise_is() -> None:
    found = noise(MEASURED)
    assert found is not None
    assert found.median == pytest.approx(1.0)
    assert found.low == pytest.approx(0.995)
