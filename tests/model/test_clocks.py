"""What is due when on a follow-up, and from which moments on that needs the user."""

from __future__ import annotations

from typing import Any

import pytest

from followq.model.core.followup import FollowUp
from followq.model.priority.clocks import find_clocks, find_occasions, select_present
from followq.model.priority.workload import Defaults
from tests.factories import calendar, followup, person


def clocks(item: FollowUp, now: str = "2026-11-23", who: Any = None, **more: Any) -> list[str]:
    return [clock.text for clock in find_clocks(item, who or person(), calendar(now), Defaults(), **more)]


def test_who_never_heard_anything_has_a_first_answer_to_come() -> None:
    assert clocks(followup()) == ["first answer due Wed 25 Nov"]
    assert clocks(followup(), now="2026-11-25") == ["first answer due today"]
    assert clocks(followup(), now="2026-11-26") == ["first answer due Wed 25 Nov, late"]
    assert clocks(followup(), who=person(reply_target_days=0)) == ["first answer due today"]


def test_who_was_told_hears_news_within_the_interval() -> None:
    told = followup(told_at="2026-11-20T10:00:00Z")
    assert clocks(told) == ["news due Fri 27 Nov"]
    assert clocks(told, who=person(keep_informed_days=2), last_sign="2026-11-23") == ["news due Wed 25 Nov"]


def test_a_promise_to_them_and_a_day_of_theirs_have_words_of_their_own() -> None:
    assert clocks(followup(promised="2026-11-26T15:00:00Z", told_at="2026-11-23T08:00:00Z")) == [
        "promise Thu 26 Nov 15:00",
        "news due Mon 30 Nov",
    ]
    assert clocks(followup(ball="theirs", promised="2026-11-20")) == ["expected Fri 20 Nov, late"]
    assert clocks(followup(ball="theirs"), asking=("nudge", "2026-11-26", False)) == ["nudge due Thu 26 Nov"]


def test_the_clock_that_ends_first_stands_first() -> None:
    item = followup(promised="2026-11-24", snoozed_until="2026-11-27")
    assert clocks(item) == ["promise Tue 24 Nov", "first answer due Wed 25 Nov", "hidden until Fri 27 Nov"]


def needs(item: FollowUp, now: str, **more: Any) -> list[str]:
    here = calendar(now)
    found = find_occasions(item, find_clocks(item, person(), here, Defaults(), **more), here)
    return [occasion.text for occasion in select_present(found, here)]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-26", []),
        ("2026-11-27", ["promised for Mon 30 Nov 12:00"]),
        ("2026-11-29", ["promised for tomorrow 12:00"]),
        ("2026-11-30T11:59", ["promised for today 12:00"]),
        ("2026-11-30T12:01", ["promised for Mon 30 Nov 12:00, late"]),
    ],
)
def test_a_promise_needs_the_user_from_the_working_day_before(now: str, said: list[str]) -> None:
    told = followup(told_at="2026-11-26T09:00:00Z", promised="2026-11-30T12:00:00Z")
    assert needs(told, now) == said


def test_what_is_snoozed_needs_nobody_before_it_comes_back() -> None:
    item = followup(snoozed_until="2026-12-01")
    assert needs(item, "2026-11-30") == []
    back = needs(item, "2026-12-01")
    assert back == ["first answer due Wed 25 Nov, late", "back since its snooze ended, Tue 1 Dec"]
    # On the next day that is no news.
    assert needs(item, "2026-12-02") == ["first answer due Wed 25 Nov, late"]


def test_a_promise_breaks_a_snooze_on_its_day_alone() -> None:
    item = followup(told_at="2026-11-23T09:00:00Z", promised="2026-11-25", snoozed_until="2026-12-01")
    assert needs(item, "2026-11-24") == []
    assert needs(item, "2026-11-25") == ["promised for today"]


def test_the_moments_to_come_are_known_beforehand() -> None:
    item = followup(told_at="2026-11-23T09:00:00Z", promised="2026-11-25")
    here = calendar("2026-11-23")
    found = find_occasions(item, find_clocks(item, person(), here, Defaults()), here)
    assert [(occasion.need, occasion.at) for occasion in found] == [
        ("promise_soon", "2026-11-24T00:00:00Z"),
        ("promise_today", "2026-11-25T00:00:00Z"),
        ("promise_late", "2026-11-26T00:00:00Z"),
        ("news", "2026-11-30T00:00:00Z"),
    ]
