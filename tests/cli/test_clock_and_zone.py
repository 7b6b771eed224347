"""Now and here: `FOLLOWQ_NOW`, `TZ`, the zone setting, working days and holidays."""

from __future__ import annotations

import pytest

from tests.conftest import Call


def promised(fq: Call) -> str | None:
    value: str | None = fq("list", "--json").document["followups"][-1]["promised"]
    return value


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z"),
        ("2026-11-23T09:00:00+01:00", "2026-11-23T08:00:00Z"),
        ("2026-11-23T09:00", "2026-11-23T08:00:00Z"),
        ("2026-07-01T09:00", "2026-07-01T07:00:00Z"),
        ("2026-11-23", "2026-11-22T23:00:00Z"),
    ],
)
def test_the_clock_is_set_by_an_instant_or_a_local_time(
    fq: Call, monkeypatch: pytest.MonkeyPatch, given: str, instant: str
) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    assert fq("count", "--json", now=given).document["now"] == instant


def test_a_time_of_day_is_local(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    added = fq("add", "Ana", "Quote", "--by", "fri 15:00")
    assert promised(fq) == "2026-11-27T14:00:00Z"
    assert "Fri 27 Nov 15:00" in added.out
    monkeypatch.setenv("TZ", "America/New_York")
    assert "Fri 27 Nov 09:00" in fq("list").out


def test_a_day_stays_that_day_wherever_the_user_travels(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    fq("add", "Ana", "Quote", "--by", "fri")
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        assert promised(fq) == "2026-11-27"
        assert "Fri 27 Nov" in fq("list").out


def test_the_zone_decides_which_day_it_is(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    fq("add", "Ana", "Quote", "--by", "tomorrow", now="2026-11-23T20:00:00Z")
    assert promised(fq) == "2026-11-25"


def test_the_setting_wins_over_the_environment(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    fq("config", "zone", "Europe/Madrid")
    fq("add", "Ana", "Quote", "--by", "fri 15:00")
    assert promised(fq) == "2026-11-27T14:00:00Z"


def test_a_zone_that_nobody_knows_is_told_and_not_fatal(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Land")
    counted = fq("count")
    assert (counted.code, counted.out) == (0, "0 owed, 0 late\n")
    assert "Nowhere/Land" in counted.err


@pytest.mark.parametrize(
    ("phrase", "kept", "said"),
    [
        ("2027-03-28 02:30", "2027-03-28T01:30:00Z", "skipped"),
        ("2027-10-31 02:30", "2027-10-31T00:30:00Z", "comes twice"),
    ],
)
def test_a_time_that_clocks_skip_or_repeat_is_taken_and_told(
    fq: Call, monkeypatch: pytest.MonkeyPatch, phrase: str, kept: str, said: str
) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    added = fq("add", "Ana", "Quote", "--by", phrase)
    assert added.code == 0
    assert said in added.err
    assert promised(fq) == kept


def test_waiting_counts_working_days(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--since", "2026-11-20")
    assert "waiting 1 working day;" in fq("today").out.replace("]", ";")
    fq("config", "workdays", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
    assert "waiting 3 working days" in fq("today").out


def test_holidays_do_not_count(fq: Call) -> None:
    pytest.importorskip("holidays")
    fq("add", "Ana", "Quote", "--by", "in 2 working days", now="2026-12-23T09:00:00Z")
    assert promised(fq) == "2026-12-25"
    fq("config", "holidays", "DE-BY")
    fq("add", "Ana", "Draft", "--by", "in 2 working days")
    assert promised(fq) == "2026-12-28"


def test_a_day_that_is_over_is_late_only_then(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    fq("add", "Ana", "Quote", "--by", "2026-11-23")
    assert fq("count", now="2026-11-23T22:59:00Z").out == "1 owed, 0 late\n"
    assert fq("count", now="2026-11-23T23:01:00Z").out == "1 owed, 1 late\n"


def test_an_hour_that_is_over_is_late_at_once(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--by", "today 10:00")
    assert fq("count", now="2026-11-23T10:00:00Z").out == "1 owed, 0 late\n"
    assert fq("count", now="2026-11-23T10:00:01Z").out == "1 owed, 1 late\n"
