"""What a follow-up says about itself: whose turn it is, whether it is hidden, late or avoided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followq.model.core.followup import AVOIDED_FROM, BALLS, STATUSES, is_hidden, is_late
from tests.factories import calendar, followup

if TYPE_CHECKING:
    from followq.model.core.followup import Status

CLOSED: list[Status] = ["done", "dropped"]


def test_a_new_follow_up_is_open_and_mine_and_nothing_has_happened_to_it() -> None:
    new = followup()
    assert (new.status, new.ball) == ("open", "mine")
    assert (new.slips, new.snoozes, new.nudges, new.spent_minutes) == (0, 0, 0, 0)
    assert (new.promised, new.first_promised, new.told_at, new.snoozed_until, new.closed_at) == (None,) * 5


def test_the_words_for_ball_and_status_are_the_public_ones() -> None:
    assert BALLS == ("mine", "theirs")
    assert STATUSES == ("open", "done", "dropped")


def test_what_is_open_is_either_owed_or_waited_for() -> None:
    mine, theirs = followup(ball="mine"), followup(ball="theirs")
    assert (mine.is_open, mine.is_owed, mine.is_waiting) == (True, True, False)
    assert (theirs.is_open, theirs.is_owed, theirs.is_waiting) == (True, False, True)


@pytest.mark.parametrize("status", CLOSED)
def test_what_is_closed_is_neither_owed_nor_waited_for(status: Status) -> None:
    for ball in BALLS:
        closed = followup(ball=ball, status=status)
        assert (closed.is_open, closed.is_owed, closed.is_waiting) == (False, False, False)


def test_snoozes_and_slips_both_count_as_putting_off() -> None:
    assert followup(snoozes=2, slips=3).times_put_off == 5


@pytest.mark.parametrize(
    ("snoozes", "slips", "is_avoided"), [(0, 0, False), (2, 0, False), (1, 1, False), (3, 0, True), (1, 2, True)]
)
def test_from_the_third_time_it_is_avoided(snoozes: int, slips: int, is_avoided: bool) -> None:
    assert AVOIDED_FROM == 3
    assert followup(snoozes=snoozes, slips=slips).is_avoided is is_avoided


@pytest.mark.parametrize(
    ("until", "hidden"),
    [
        (None, False),
        ("2026-11-24", True),
        ("2026-11-23", False),
        ("2026-11-20", False),
        ("2026-11-23T09:00:01Z", True),
        ("2026-11-23T09:00:00Z", False),
    ],
)
def test_a_snoozed_item_is_hidden_until_its_time_has_come(until: str | None, hidden: bool) -> None:
    assert is_hidden(followup(snoozed_until=until), calendar()) is hidden


@pytest.mark.parametrize(
    ("promised", "late"),
    [
        (None, False),
        ("2026-11-22", True),
        ("2026-11-23", False),
        ("2026-11-24", False),
        ("2026-11-23T08:59:59Z", True),
        ("2026-11-23T09:00:00Z", False),
    ],
)
def test_it_is_late_once_its_promise_is_over(promised: str | None, late: bool) -> None:
    for ball in BALLS:
        assert is_late(followup(ball=ball, promised=promised), calendar()) is late


@pytest.mark.parametrize("status", CLOSED)
def test_what_is_closed_is_never_late(status: Status) -> None:
    assert not is_late(followup(status=status, promised="2026-11-01"), calendar())


def test_whether_a_promise_has_passed_depends_on_the_users_zone() -> None:
    promised = followup(promised="2026-11-23")
    assert is_late(promised, calendar("2026-11-23T20:00:00Z", "Pacific/Kiritimati"))
    assert not is_late(promised, calendar("2026-11-24T04:59:00Z", "America/New_York"))
