"""`snooze`: hidden until then, and counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Call


def shown(fq: Call, number: int) -> dict[str, Any]:
    item: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return item


@pytest.fixture(autouse=True)
def awkward_call(fq: Call) -> None:
    """One owed item."""
    fq("add", "Ana Lopez", "Awkward call", "--since", "2026-11-16")


def test_it_is_hidden_until_its_day_and_comes_back_by_itself(fq: Call) -> None:
    snoozed = fq("snooze", "1", "wed")
    assert "hidden until Wed 25 Nov (in 2 working days), snoozed once" in snoozed.out
    assert fq("today", "--json").document["followups"] == []
    assert fq("today", "--json", now="2026-11-24T23:59:00Z").document["followups"] == []
    assert len(fq("today", "--json", now="2026-11-25T00:00:00Z").document["followups"]) == 1


def test_a_time_of_day_counts_too(fq: Call) -> None:
    fq("snooze", "1", "today", "3pm")
    assert fq("today", "--json", now="2026-11-23T14:59:59Z").document["followups"] == []
    assert len(fq("today", "--json", now="2026-11-23T15:00:00Z").document["followups"]) == 1


def test_the_date_may_be_several_words(fq: Call) -> None:
    assert fq("snooze", "1", "in", "3", "working", "days").code == 0
    assert shown(fq, 1)["snoozed_until"] == "2026-11-26"


def test_the_clock_of_who_waits_runs_on(fq: Call) -> None:
    fq("snooze", "1", "fri")
    assert shown(fq, 1)["since"] == "2026-11-16"


def test_every_snooze_counts_and_the_third_names_five_ways_out(fq: Call) -> None:
    for date in ("tomorrow", "wed"):
        assert "avoided" not in fq("snooze", "1", date).out
    third = fq("snooze", "1", "thu").out
    assert "snoozed 3 times" in third
    for way in ("do it now", "first two minutes", "renegotiate", "hand it over", "say no"):
        assert way in third
    assert shown(fq, 1)["snoozes"] == 3


def test_what_i_wait_for_is_not_avoided_by_me(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers")
    for _ in range(3):
        snoozed = fq("snooze", "2", "fri")
    assert "avoided" not in snoozed.out


@pytest.mark.parametrize("date", ["today", "yesterday", "2026-11-20", "today 8:00", "32 dec", "", "may"])
def test_a_snooze_has_to_end_ahead(fq: Call, date: str) -> None:
    assert fq("snooze", "1", date).code == 4
    assert (shown(fq, 1)["snoozed_until"], shown(fq, 1)["snoozes"]) == (None, 0)


def test_a_snooze_needs_a_date(fq: Call) -> None:
    assert fq("snooze", "1").code == 2


def test_closing_ends_it(fq: Call) -> None:
    fq("snooze", "1", "fri")
    fq("done", "1")
    assert shown(fq, 1)["snoozed_until"] is None
