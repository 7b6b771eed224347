"""The set that fits the time: as good as the best of all subsets."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.priority.ranked import Ranked
from followq.model.priority.ranking import rank
from followq.model.priority.time_box import _drop_dominated, choose_fitting
from tests.factories import MORE, calendar, followup, person, ranked


def item(number: int, cost: float, minutes: int) -> Ranked:
    """Something ranked that costs so much and takes so long."""
    return ranked(followup(id=number), cost, minutes)


def ids(found: list[Ranked]) -> list[int]:
    """The ids, in order."""
    return [one.followup.id for one in found]


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
    found = choose_fitting(queue, minutes)
    assert sum(ranked.minutes for ranked in found) <= minutes
    assert sum(ranked.cost for ranked in found) == pytest.approx(best_of_all_subsets(queue, minutes))


twins_and_ties = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0]), st.sampled_from([5, 10, 15])), max_size=9
).map(lambda pairs: [item(number, cost, minutes) for number, (cost, minutes) in enumerate(pairs, 1)])


def the_one_best(queue: list[Ranked], minutes: int) -> list[Ranked]:
    """Of all subsets that fit, the most worth; of equal ones that which does without the last ranked."""
    able = [i for i in queue if i.cost > 0]
    sets = [[i for place, i in enumerate(able) if mask >> place & 1] for mask in range(2 ** len(able))]
    fit = [(mask, chosen) for mask, chosen in enumerate(sets) if sum(i.minutes for i in chosen) <= minutes]
    return max(fit, key=lambda pair: (round(sum(i.cost for i in pair[1]) * 10), -pair[0]))[1]


@MORE
@given(st.one_of(queues, twins_and_ties), st.integers(1, 120))
def test_of_equal_sets_it_is_always_the_same_one_that_does_without_the_last_ranked(
    queue: list[Ranked], minutes: int
) -> None:
    queue = [item(i.followup.id, round(i.cost, 1), i.minutes) for i in queue]
    assert choose_fitting(queue, minutes) == the_one_best(queue, minutes)


@MORE
@given(st.one_of(queues, twins_and_ties), st.integers(1, 60))
def test_what_does_not_get_in_changes_nothing_for_what_does(queue: list[Ranked], minutes: int) -> None:
    found = choose_fitting(queue, minutes)
    some = [i for i in queue if i in found or i.followup.id % 2]
    assert choose_fitting(some, minutes) == found


@MORE
@given(queues, st.integers(1, 120), st.sets(st.integers(1, 7)))
def test_what_is_blocked_is_as_if_it_were_not_there(queue: list[Ranked], minutes: int, blocked: set[int]) -> None:
    marked = [ranked(i.followup, i.cost, i.minutes, is_blocked=i.followup.id in blocked) for i in queue]
    assert choose_fitting(marked, minutes) == choose_fitting(
        [i for i in queue if i.followup.id not in blocked], minutes
    )


def test_ten_thousand_items_in_a_day_come_down_to_those_that_can_be_in_the_best_set() -> None:
    usual = (5, 10, 15, 20, 30, 45, 60, 90, 120)
    worths, sizes = [(n * 7919) % 9973 for n in range(10_000)], [usual[n % 9] for n in range(10_000)]
    kept = _drop_dominated(worths, sizes, 1440)
    assert len(kept) < 600
    # A tenth of them, by plain dynamic programming over all, is worth the same.
    best = [0] * 1441
    for worth, size in zip(worths[:1000], sizes[:1000], strict=True):
        for left in range(1440, size - 1, -1):
            best[left] = max(best[left], best[left - size] + worth)
    queue = [item(n, worths[n] or 1, sizes[n]) for n in range(1000)]
    assert sum(i.cost for i in choose_fitting(queue, 1440)) == best[1440]


@MORE
@given(queues, st.integers(1, 120))
def test_the_set_keeps_the_ranked_order_and_takes_nothing_twice_or_for_nothing(
    queue: list[Ranked], minutes: int
) -> None:
    found = choose_fitting(queue, minutes)
    places = [queue.index(ranked) for ranked in found]
    assert places == sorted(set(places))
    assert all(ranked.cost > 0 for ranked in found)


@MORE
@given(queues, st.integers(1, 120))
def test_no_earlier_item_that_is_as_good_and_as_long_is_passed_over(queue: list[Ranked], minutes: int) -> None:
    found = choose_fitting(queue, minutes)
    for place, one in enumerate(queue):
        twins = [other for other in queue[:place] if (other.cost, other.minutes) == (one.cost, one.minutes)]
        assert one not in found or all(twin in found for twin in twins)


def test_two_small_things_are_better_than_one_that_ranks_higher() -> None:
    queue = [item(1, 10, 30), item(2, 9, 25), item(3, 6, 20)]
    assert ids(choose_fitting(queue, 45)) == [2, 3]


def test_what_takes_longer_than_there_is_time_is_left_out() -> None:
    assert ids(choose_fitting([item(1, 100, 46), item(2, 1, 45)], 45)) == [2]


def test_what_takes_just_the_time_fits() -> None:
    assert ids(choose_fitting([item(1, 1, 45)], 45)) == [1]


def test_nothing_fits_into_no_time_and_nothing_comes_of_nothing() -> None:
    assert choose_fitting([item(1, 1, 5)], 0) == []
    assert choose_fitting([], 45) == []


def test_everything_fits_into_enough_time() -> None:
    assert ids(choose_fitting([item(number, 1, 20) for number in range(1, 6)], 100)) == [1, 2, 3, 4, 5]


@MORE
@given(queues, st.integers(1441, 6000), st.integers(1, 60))
def test_beyond_a_day_the_set_still_fits_and_is_nearly_as_good(queue: list[Ranked], minutes: int, stretch: int) -> None:
    longer = [item(i.followup.id, i.cost, i.minutes * stretch) for i in queue]
    found = choose_fitting(longer, minutes)
    assert sum(ranked.minutes for ranked in found) <= minutes
    step = -(-minutes // 1440)
    less = minutes - step * (len(queue) + 1)
    assert sum(ranked.cost for ranked in found) >= best_of_all_subsets(longer, less) - 1e-9


def test_of_two_equal_ones_the_higher_ranked_is_taken() -> None:
    assert ids(choose_fitting([item(8, 2, 30), item(3, 2, 30)], 45)) == [8]


def test_what_is_blocked_cannot_be_cleared_and_takes_nobodys_place() -> None:
    queue = [
        followup(id=1, since="2026-10-01", effort_minutes=30, blocked_by=(9,)),
        followup(id=2, since="2026-11-16", effort_minutes=30),
        followup(id=9, ball="theirs"),
    ]
    assert ids(choose_fitting(rank(queue, {1: person()}, calendar()), 45)) == [2]


def test_a_ranked_queue_can_be_fitted_as_it_is() -> None:
    queue = [
        followup(id=1, since="2026-11-02", effort_minutes=120, told_at="2026-11-20T09:00:00Z"),
        followup(id=2, since="2026-11-16", effort_minutes=30),
        followup(id=3, since="2026-11-18", effort_minutes=10),
    ]
    assert ids(choose_fitting(rank(queue, {1: person()}, calendar()), 45)) == [2, 3]
