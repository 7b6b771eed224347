"""Days remembered and days worked out anew are the same, in every zone; and the clock that runs in working days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import format_instant
from followq.model.stats.working_time import OFF_DAY, WorkClock
from tests.factories import QUICK, calendar

ZONES = ["UTC", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Auckland", "Europe/Berlin"]
moments = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 30), timezones=st.just(timezone.utc)).map(
    format_instant
)


class Counting(dict[str, int]):
    """A memory that tells how often it was written to."""

    written = 0

    def __setitem__(self, key: str, value: int) -> None:
        """Count, and keep."""
        self.written += 1
        super().__setitem__(key, value)


@QUICK
@given(st.sampled_from(ZONES), st.lists(moments, min_size=1, max_size=20))
def test_a_day_is_the_same_however_often_it_is_asked_for(zone: str, asked: list[str]) -> None:
    here = calendar(zone=zone)
    clock = WorkClock(here)
    wanted = [here.day_of(at).toordinal() for at in asked]
    assert [clock.day(at) for at in asked] == wanted
    assert [clock.day(at) for at in reversed(asked)] == wanted[::-1]


@pytest.mark.parametrize(("zone", "times"), [("UTC", 1), ("Asia/Kathmandu", 24)])
def test_a_day_is_worked_out_once_for_each_day_or_hour(zone: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WorkClock(calendar(zone=zone))
    memory = Counting()
    monkeypatch.setattr(clock, "_numbers", memory)
    start = datetime(2026, 11, 10, tzinfo=timezone.utc)
    for minutes in range(0, 24 * 60, 5):
        clock.day(format_instant(start + timedelta(minutes=minutes)))
    assert memory.written == times


def test_working_days_are_worked_out_once_for_each_day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WorkClock(calendar())
    tuesday = date(2026, 11, 24).toordinal()
    first = clock.worked(tuesday)
    monkeypatch.setattr(clock, "_calendar", None)
    assert clock.worked(tuesday) == first


@pytest.mark.parametrize(
    ("at", "due", "is_after"),
    [
        ("2026-11-23T09:00:00Z", "2026-11-23", False),
        ("2026-11-23T22:59:59Z", "2026-11-23", False),
        ("2026-11-23T23:00:00Z", "2026-11-23", True),
        ("2026-11-24", "2026-11-23", True),
        ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", False),
        ("2026-11-23T09:00:01Z", "2026-11-23T09:00:00Z", True),
        ("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z", False),
    ],
)
def test_a_promised_day_lasts_to_its_end_and_a_promised_hour_to_itself(at: str, due: str, is_after: bool) -> None:
    assert WorkClock(calendar(zone="Europe/Berlin")).is_after(at, due) is is_after


@pytest.mark.parametrize("zone", ZONES)
def test_at_local_midnight_the_clock_stands_at_the_days_before_and_at_noon_half_a_day_on(zone: str) -> None:
    here = calendar(zone=zone)
    clock = WorkClock(here)
    for day in (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 24)):
        worked, off = clock.worked(day.toordinal() - 1), day.toordinal() - 1
        whole = 1 if day.weekday() < 5 else OFF_DAY
        start = worked + OFF_DAY * (off - worked)
        local = datetime(day.year, day.month, day.day, tzinfo=here.zone)
        assert clock.reading(day.isoformat()) == pytest.approx(start, abs=1e-9)
        assert clock.reading(format_instant(local)) == pytest.approx(start, abs=1e-9)
        assert clock.reading(format_instant(local + timedelta(hours=12))) == pytest.approx(start + whole / 2, abs=1e-9)
        assert clock.reading(format_instant(local + timedelta(hours=18, minutes=36))) == pytest.approx(
            start + whole * 18.6 / 24, abs=1e-9
        )


def test_a_day_of_23_or_25_hours_is_one_day_on_the_clock() -> None:
    clock = WorkClock(calendar("2026-03-27", zone="Europe/Berlin", workdays=range(7)))
    for sunday in ("2026-03-29", "2026-10-25"):
        following = (date.fromisoformat(sunday) + timedelta(days=1)).isoformat()
        assert clock.reading(following) - clock.reading(sunday) == pytest.approx(1, abs=1e-9)
