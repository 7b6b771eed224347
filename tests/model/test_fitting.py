"""The set that fits the time: as good as the best of all subsets."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.ranking import Ranked, Term, fitting, rank
from tests.factories import MORE, calendar, followup, person


def item(number: int, cost: float, minutes: int) -> Ranked:
    """Something ranked that costs so much and takes so long."""
    terms = (Term("waited", cost, "waiting"),)
    return Ranked(followup(id=number), cost * 15 / minutes, terms, minutes, False)


def ids(found: list[Ranked]) -> list[int]:
    """The ids, in order."""
    return [ranked.followup.id for ranked in found]


queues = st.lists(st.tuples(st.integers(0, 12).map(lambda n: n / 4), st.integers(5, 40)), max_size=7).map(
    lambda pairs: [item(number, cost, minutes) for number, (cost, minutes) in enumerate(pairs, 1)]
)


def best_of_all_subsets(queue: list[Ranked], minutes: int) -> float:
    """The most cost that any subset removes in the time, found by trying all of them."""
    subsets = (subset for size in range(len(queue) + 1) for subset in combinations(queue, size))
    return max(sum(i.cost for i in subset) for subset in subsets if sum(i.minutes for i in subset) <= minutes)


@MORE
@given(queues, st.integers(1, 120))
def test_no_other_set_that_fits_removes_more(queue: list[Ranked], minutes: int) -> None:
    found = fitting(queue, minutes)
    assert sum(ranked.minutes for ranked in found) <= minutes
    assert sum(ranked.cost for ranked in found) == pytest.approx(best_of_all_subsets(queue, minutes))


@MORE
@given(queues, st.integers(1, 120))
def test_the_set_keeps_the_ranked_order_and_takes_nothing_twice_or_for_nothing(
    queue: list[Ranked], minutes: int
) -> None:
    found = fitting(queue, minutes)
    places = [queue.index(ranked) for ranked in found]
    assert places == sorted(set(places))
    assert all(ranked.cost > 0 for ranked in found)


@MORE
@given(queues, st.integers(1, 120))
def test_no_earlier_item_that_is_as_good_and_as_long_is_passed_over(queue: list[Ranked], minutes: int) -> None:
    found = fitting(queue, minutes)
    for place, ranked in enumerate(queue):
        twins = [other for other in queue[:place] if (other.cost, other.minutes) == (ranked.cost, ranked.minutes)]
        assert ranked not in found or all(twin in found for twin in twins)


def test_two_small_things_are_better_than_one_that_ranks_higher() -> None:
    queue = [item(1, 10, 30), item(2, 9, 25), item(3, 6, 20)]
    assert ids(fitting(queue, 45)) == [2, 3]


def test_what_takes_longer_than_there_is_time_is_left_out() -> None:
    assert ids(fitting([item(1, 100, 46), item(2, 1, 45)], 45)) == [2]


def test_what_takes_just_the_time_fits() -> None:
    assert ids(fitting([item(1, 1, 45)], 45)) == [1]


def test_nothing_fits_into_no_time_and_nothing_comes_of_nothing() -> None:
    assert fitting([item(1, 1, 5)], 0) == []
    assert fitting([], 45) == []


def test_everything_fits_into_enough_time() -> None:
    assert ids(fitting([item(number, 1, 20) for number in range(1, 6)], 100)) == [1, 2, 3, 4, 5]


@MORE
@given(queues, st.integers(1441, 6000), st.integers(1, 60))
def test_beyond_a_day_the_set_still_fits_and_is_nearly_as_good(queue: list[Ranked], minutes: int, stretch: int) -> None:
    longer = [item(i.followup.id, i.cost, i.minutes * stretch) for i in queue]
    found = fitting(longer, minutes)
    assert sum(ranked.minutes for ranked in found) <= minutes
    step = -(-minutes // 1440)
    less = minutes - step * (len(queue) + 1)
    assert sum(ranked.cost for ranked in found) >= best_of_all_subsets(longer, less) - 1e-9


def test_of_two_equal_ones_the_higher_ranked_is_taken() -> None:
    assert ids(fitting([item(8, 2, 30), item(3, 2, 30)], 45)) == [8]


def test_what_is_blocked_cannot_be_cleared_and_takes_nobodys_place() -> None:
    queue = [
        followup(id=1, since="2026-10-01", effort_minutes=30, blocked_by=(9,)),
        followup(id=2, since="2026-11-16", effort_minutes=30),
        followup(id=9, ball="theirs"),
    ]
    assert ids(fitting(rank(queue, {1: person()}, calendar()), 45)) == [2]


def test_a_ranked_queue_can_be_fitted_as_it_is() -> None:
    queue = [
        followup(id=1, since="2026-11-02", effort_minutes=120),
        followup(id=2, since="2026-11-16", effort_minutes=30),
        followup(id=3, since="2026-11-18", effort_minutes=10),
    ]
    assert ids(fitting(rank(queue, {1: person()}, calendar()), 45)) == [3, 2]
