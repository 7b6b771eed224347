"""Median and percentile of lengths that are given as counts."""

from __future__ import annotations

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.stats.quantiles import Spread, make_spread
from tests.factories import MORE


@given(st.lists(st.integers(0, 40), min_size=2, max_size=60))
@MORE
def test_they_are_the_usual_ones(days: list[int]) -> None:
    found = make_spread(Counter(days))
    assert found.number == len(days)
    assert found.median == pytest.approx(statistics.median(days), abs=0.005)
    assert found.p90 == pytest.approx(statistics.quantiles(days, n=10, method="inclusive")[8], abs=0.0051)
    assert found.same_day == days.count(0)


def test_one_length_is_both_and_none_is_nothing() -> None:
    assert make_spread({4: 1}) == Spread(1, 4, 4, 0)
    assert make_spread({}) == Spread(0, None, None, 0)
