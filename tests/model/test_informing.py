"""Whom to tell where things stand."""

from __future__ import annotations

import pytest

from followq.model.core.followup import FollowUp
from followq.model.nudging.keep_informed import News, find_last_signs, find_news_due
from tests.factories import calendar, followup, person

MONDAY = calendar()


def due(item: FollowUp, days: int | None = 3, sign: str | None = None) -> list[News]:
    signs = find_last_signs([item], MONDAY) | ({1: sign} if sign else {})
    return find_news_due([item], {1: person(keep_informed_days=days)}, signs, MONDAY)


@pytest.mark.parametrize(
    ("since", "days", "is_due"),
    [
        ("2026-11-18", 3, True),
        ("2026-11-19", 3, False),
        ("2026-11-02", None, False),
        ("2026-11-23", 0, False),
        ("2026-11-20", 0, True),
    ],
)
def test_news_is_due_when_the_interval_has_passed(since: str, days: int | None, is_due: bool) -> None:
    assert bool(due(followup(since=since), days)) == is_due


def test_any_contact_sets_the_clock_anew() -> None:
    assert due(followup(since="2026-11-02", told_at="2026-11-20T09:00:00Z")) == []
    assert due(followup(since="2026-11-02", ball="theirs", nudges=1, nudged_at="2026-11-20T09:00:00Z")) == []
    assert due(followup(since="2026-11-02"), sign="2026-11-20T09:00:00Z") == []
    assert due(followup(since="2026-11-02")) == [News(1, 15, 3)]


def test_what_comes_up_by_itself_is_no_sign() -> None:
    weekly = followup(since="2026-11-20", created_at="2026-11-13T09:00:00Z", every="1 week")
    assert find_last_signs([weekly], MONDAY) == {}
    first = followup(since="2026-11-20", created_at="2026-11-20T09:00:00Z", every="1 week")
    assert find_last_signs([first], MONDAY) == {1: "2026-11-20"}
    assert find_last_signs([followup(since="2026-12-01")], MONDAY) == {}


def test_with_nothing_open_there_is_nothing_to_tell() -> None:
    closed = followup(since="2026-11-02", status="done", closed_at="2026-11-03T09:00:00Z")
    assert due(closed) == []


def test_the_longest_beyond_their_interval_come_first() -> None:
    items = [followup(id=n, person_id=n, since=since) for n, since in ((1, "2026-11-16"), (2, "2026-11-09"))]
    people = {1: person(keep_informed_days=1), 2: person(id=2, keep_informed_days=8)}
    found = find_news_due(items, people, find_last_signs(items, MONDAY), MONDAY)
    assert [item.person_id for item in found] == [1, 2]
