"""How things stand with people, and in which order they come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.people.people_overview import (
    ORDERS,
    Share,
    Standing,
    add_shares,
    find_usual_wait,
    make_standing,
    sort_standings,
)
from followq.model.people.relationship import median
from tests.factories import QUICK, calendar, followup, person

MONDAY = calendar()


def standing(number: int = 1, name: str = "", **fields: Any) -> Standing:
    return Standing(person(id=number, name=name or f"Person {number}"), **fields)


def order(by: str, *found: Standing) -> list[int]:
    return [item.person.id for item in sort_standings(found, by)]


@pytest.mark.parametrize(
    ("ended", "still", "days"),
    [
        ([], [], None),
        ([2, 4], [], 3),
        ([], [9], 9),
        ([2, 4], [1], 3),
        ([2, 4], [9], 4),
        ([2, 2, 2], [9, 9], 2),
        ([2], [9, 9, 1], 9),
    ],
)
def test_an_open_wait_counts_once_it_is_longer_than_usual(
    ended: list[int], still: list[int], days: float | None
) -> None:
    assert find_usual_wait(ended, still) == days


@QUICK
@given(st.lists(st.integers(0, 60), min_size=1), st.lists(st.integers(0, 60)))
def test_waits_that_go_on_only_ever_make_it_slower(ended: list[int], still: list[int]) -> None:
    usual = find_usual_wait(ended, still)
    assert usual is not None
    assert usual >= (median(ended) or 0)


@pytest.mark.parametrize(
    ("own", "heard", "is_owed", "is_dark"),
    [
        (None, "2026-11-13T09:00:00Z", True, True),
        (None, "2026-11-16T09:00:00Z", True, False),
        (2, "2026-11-18T09:00:00Z", True, True),
        (2, "2026-11-19T09:00:00Z", True, False),
        (20, "2026-11-02T09:00:00Z", True, False),
        (None, "2026-11-13T09:00:00Z", False, False),
        (None, None, True, False),
    ],
)
def test_somebody_is_in_the_dark_beyond_their_own_interval(
    own: int | None, heard: str | None, is_owed: bool, is_dark: bool
) -> None:
    item = followup(ball="mine" if is_owed else "theirs", since="2026-11-02")
    assert make_standing(person(keep_informed_days=own), [item], [], [], heard, MONDAY, 5).is_dark == is_dark


def test_what_has_not_begun_keeps_nobody_waiting() -> None:
    found = make_standing(person(), [followup(since="2026-12-14")], [], [], "2026-11-02T09:00:00Z", MONDAY, 5)
    assert (found.owed, found.my_days, found.is_dark, found.drag_days) == (1, None, False, 0)


def test_shares_are_of_everybodys_and_compared_with_the_middle() -> None:
    minutes, requests = {1: 300, 2: 60, 3: 60, 4: 0}, {1: 1, 2: 3}
    first, last = add_shares([standing(1), standing(4)], minutes, requests)
    assert (first.time, first.asking) == (Share(0.7143, 5.0), Share(0.25, None))
    assert (first.spent_minutes, first.requests) == (300, 1)
    assert (last.time, last.asking, last.spent_minutes) == (None, None, 0)


def test_attention_goes_to_the_late_then_the_dark_then_the_quiet() -> None:
    late = standing(1, owed=1, late=1, dark_days=0)
    dark = standing(2, owed=1, dark_days=9, informed_days=5, is_dark=True)
    darker = standing(3, owed=1, dark_days=8, informed_days=2, is_dark=True)
    quiet = standing(4, waiting=1, dark_days=30)
    fresh = standing(5, owed=3, dark_days=0)
    idle = standing(6, dark_days=300)
    assert order("attention", idle, fresh, quiet, dark, darker, late) == [1, 3, 2, 4, 5, 6]


def test_the_other_orders() -> None:
    first = standing(1, "bea", drag_days=-2.0, spent_minutes=5, dark_days=1)
    second = standing(2, "Ada", drag_days=3.0, spent_minutes=9, dark_days=7)
    third = standing(3, "Cem", requests=2)
    assert order("name", first, second, third) == [2, 1, 3]
    assert order("drag", first, second, third) == [2, 3, 1]
    assert order("time", first, second, third) == [2, 1, 3]
    assert order("dark", first, second, third) == [3, 2, 1]


@pytest.mark.parametrize("by", ORDERS)
def test_every_order_is_total(by: str) -> None:
    twins = [standing(number, "Same") for number in (3, 1, 2)]
    assert order(by, *twins) == [1, 2, 3]
