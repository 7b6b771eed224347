"""Postponing never pays: no snooze, no moved and no withdrawn promise lowers a score."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.priority.ranking import Weights, rank, score
from followq.model.priority.workload import Defaults, make_desk
from tests.factories import MORE, calendar, followup, person

MONDAY = calendar()
day_numbers = st.integers(-40, 40)
efforts = st.none() | st.integers(5, 300)
USUAL = Weights()
weights = st.builds(Weights, *[st.sampled_from([0.0, 0.5, 1.0, 2.0])] * len(Weights._fields))


def day(number: int) -> str:
    """The day that lies so many days after the fixed Monday."""
    return (MONDAY.today + timedelta(days=number)).isoformat()


def points(item: FollowUp, on: int = 0, some_weights: Weights = USUAL, *others: FollowUp) -> float:
    """The item's score on a day."""
    now = calendar(day(on))
    view = make_desk([item, *others], {1: person(weight="key")}, now, Defaults())
    return score(item, view, some_weights).score


@st.composite
def owed(draw: st.DrawFn) -> FollowUp:
    """Something owed, with a promise that was only ever moved back, or withdrawn, or none."""
    item = followup(
        since=day(draw(st.integers(-40, 0))),
        effort_minutes=draw(efforts),
        snoozes=draw(st.integers(0, 3)),
        blocked_by=draw(st.sampled_from([(), (), (2,)])),
    )
    for number in sorted(draw(st.lists(day_numbers, max_size=3))):
        item = verbs.promise(item, day(number), MONDAY)
    return item


@MORE
@given(owed(), st.integers(1, 60), st.integers(0, 60), weights)
def test_a_snooze_never_lowers_the_score_neither_now_nor_later(
    item: FollowUp, until: int, on: int, some_weights: Weights
) -> None:
    put_off = verbs.snooze(item, MONDAY, day(until))
    blocker = followup(id=2)
    assert points(put_off, on, some_weights, blocker) >= points(item, on, some_weights, blocker) - 1e-9


@MORE
@given(owed(), st.integers(1, 60), st.integers(0, 60), weights)
def test_moving_a_promise_back_never_lowers_the_score_neither_now_nor_later(
    item: FollowUp, by: int, on: int, some_weights: Weights
) -> None:
    if item.promised is None:
        return
    later = (MONDAY.day_of(item.promised) + timedelta(days=by)).isoformat()
    assert points(verbs.promise(item, later, MONDAY), on, some_weights) >= points(item, on, some_weights) - 1e-9


@MORE
@given(owed(), st.integers(0, 60), weights)
def test_withdrawing_a_promise_never_lowers_the_score_neither_now_nor_later(
    item: FollowUp, on: int, some_weights: Weights
) -> None:
    assert points(verbs.promise(item, None, MONDAY), on, some_weights) >= points(item, on, some_weights) - 1e-9


@MORE
@given(owed(), st.lists(st.none() | day_numbers, min_size=1, max_size=6))
def test_no_sequence_of_promises_ends_lower_than_its_last_postponement_began(
    item: FollowUp, moves: list[int | None]
) -> None:
    for move in moves:
        before, item = item, verbs.promise(item, None if move is None else day(move), MONDAY)
        if item.slips > before.slips:
            assert points(item) >= points(before) - 1e-9


def test_a_promise_brought_forward_and_missed_is_not_forgotten_by_moving_it_back() -> None:
    promised = verbs.promise(verbs.promise(followup(since=day(-30)), day(-3), MONDAY), day(-14), MONDAY)
    moved = verbs.promise(promised, day(10), MONDAY)
    assert points(moved) >= points(promised)


def test_an_avoided_item_comes_back_above_its_equal_that_was_not_put_off() -> None:
    put_off, equal = followup(id=2, since=day(-5)), followup(id=1, since=day(-5))
    put_off = verbs.snooze(put_off, calendar(day(-4)), day(-2))
    assert [item.followup.id for item in rank([put_off, equal], {1: person()}, MONDAY)] == [2, 1]


def test_each_further_snooze_raises_the_score() -> None:
    item, before = followup(since=day(-5)), 0.0
    for _ in range(5):
        assert points(item) > before
        before = points(item)
        item = verbs.snooze(item, MONDAY, day(1))


def test_moving_a_promise_that_is_far_ahead_still_raises_the_score() -> None:
    promised = verbs.promise(followup(), day(30), MONDAY)
    assert points(verbs.promise(promised, day(37), MONDAY)) > points(promised)
