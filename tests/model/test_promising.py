"""What counts as a slip: promises made, moved, withdrawn and made again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from tests.factories import MORE, calendar, followup

MONDAY = calendar()


def test_the_first_promise_is_no_slip_and_is_remembered() -> None:
    after = verbs.promise(followup(), "2026-11-27", MONDAY)
    assert (after.promised, after.first_promised, after.slips) == ("2026-11-27", "2026-11-27", 0)


def test_nothing_promised_and_nothing_to_withdraw_changes_nothing() -> None:
    assert verbs.promise(followup(), None, MONDAY) == followup()


@pytest.mark.parametrize(
    ("promised", "moved_to", "slips"),
    [
        ("2026-11-27", "2026-11-30", 1),
        ("2026-11-27", "2026-11-26", 0),
        ("2026-11-27", "2026-11-27", 0),
        ("2026-11-27", None, 1),
        ("2026-11-27", "2026-11-27T15:00:00Z", 0),  # a time on the day is no later than the day's end
        ("2026-11-27", "2026-11-28T00:00:00Z", 0),  # midnight is the end of that day
        ("2026-11-27", "2026-11-28T00:00:01Z", 1),
        ("2026-11-27T15:00:00Z", "2026-11-27T15:00:01Z", 1),
        ("2026-11-27T15:00:00Z", "2026-11-27T14:00:00Z", 0),
        ("2026-11-27T15:00:00Z", "2026-11-27", 1),  # some time that day is later than three o'clock
        ("2026-11-27T15:00:00Z", "2026-11-26", 0),
    ],
)
def test_a_later_promise_or_none_at_all_is_a_slip_and_an_earlier_one_is_not(
    promised: str, moved_to: str | None, slips: int
) -> None:
    after = verbs.promise(verbs.promise(followup(), promised, MONDAY), moved_to, MONDAY)
    assert (after.promised, after.first_promised, after.slips) == (moved_to, promised, slips)


def test_the_same_promise_again_changes_nothing() -> None:
    once = verbs.promise(followup(slips=2), "2026-11-27", MONDAY)
    assert verbs.promise(once, "2026-11-27", MONDAY) == once


def test_each_move_is_counted_and_the_first_promise_stays() -> None:
    after = followup()
    for day in ("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-25", "2026-11-30"):
        after = verbs.promise(after, day, MONDAY)
    assert (after.promised, after.first_promised, after.slips) == ("2026-11-30", "2026-11-24", 3)


def test_promising_again_after_a_withdrawal_is_one_slip_in_all_and_keeps_the_first_promise() -> None:
    withdrawn = verbs.promise(followup(promised="2026-11-24", first_promised="2026-11-24"), None, MONDAY)
    after = verbs.promise(withdrawn, "2026-12-04", MONDAY)
    assert (after.promised, after.first_promised, after.slips) == ("2026-12-04", "2026-11-24", 1)


def test_from_the_third_slip_it_is_avoided() -> None:
    after = followup()
    for day in ("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"):
        assert not after.is_avoided
        after = verbs.promise(after, day, MONDAY)
    assert after.is_avoided


@MORE
@given(st.lists(st.none() | st.integers(1, 28).map(lambda day: f"2026-12-{day:02}"), max_size=8))
def test_slips_count_every_step_back_and_lateness_counts_from_the_earliest_promise_put_off(
    steps: list[str | None],
) -> None:
    after, slips, first = followup(), 0, None
    for step in steps:
        before = after.promised
        first = first or step
        if before is not None and (step is None or step > before):
            slips += 1
            first = min(before, first or before)
        after = verbs.promise(after, step, MONDAY)
    assert (after.slips, after.first_promised, after.promised) == (slips, first, steps[-1] if steps else None)


def test_a_promise_brought_forward_and_kept_there_leaves_the_first_as_it_was() -> None:
    nearer = verbs.promise(followup(promised="2026-11-27", first_promised="2026-11-27"), "2026-11-24", MONDAY)
    assert (nearer.promised, nearer.first_promised, nearer.slips) == ("2026-11-24", "2026-11-27", 0)


@pytest.mark.parametrize("moved_to", ["2026-11-30", "2026-11-27", "2026-11-25", None])
def test_a_promise_brought_forward_and_then_put_off_is_late_from_the_nearer_day(moved_to: str | None) -> None:
    nearer = followup(promised="2026-11-24", first_promised="2026-11-27")
    after = verbs.promise(nearer, moved_to, MONDAY)
    assert (after.promised, after.first_promised, after.slips) == (moved_to, "2026-11-24", 1)


def test_a_promise_moves_nothing_but_the_promise() -> None:
    before = followup(told_at="2026-11-20T09:00:00Z", snoozes=2, since="2026-11-02")
    after = verbs.promise(before, "2026-11-27", MONDAY)
    assert after._replace(promised=None, first_promised=None) == before


@pytest.mark.parametrize(
    ("zone", "five_on_friday"),
    [
        ("UTC", "2026-11-27T17:00:00Z"),
        ("America/Los_Angeles", "2026-11-28T01:00:00Z"),
        ("Pacific/Auckland", "2026-11-27T04:00:00Z"),
    ],
)
def test_naming_the_hour_on_the_promised_day_is_no_slip_wherever_the_user_is(zone: str, five_on_friday: str) -> None:
    here = calendar(zone=zone)
    assert here.time_of(five_on_friday) == "17:00"
    promised = verbs.promise(followup(), "2026-11-27", here)
    assert verbs.promise(promised, five_on_friday, here).slips == 0
    assert verbs.tell(promised, here, by=five_on_friday).slips == 0


def test_a_promise_moved_to_the_next_morning_is_a_slip_wherever_the_user_is() -> None:
    auckland, eight_on_saturday = calendar(zone="Pacific/Auckland"), "2026-11-27T19:00:00Z"
    assert auckland.time_of(eight_on_saturday) == "08:00"
    promised = verbs.promise(followup(), "2026-11-27", auckland)
    assert verbs.promise(promised, eight_on_saturday, auckland).slips == 1
