"""Times that a clock skips or shows twice: one is chosen, always the same, and it is said."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.dates.phrases import read_date
from tests.factories import MORE, calendar

SKIPPED = [
    ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29T01:00:00Z", "02:00", "03:00"),
    ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00Z", "02:30", "03:30"),
    ("Europe/Berlin", "2026-03-29 02:59", "2026-03-29T01:59:00Z", "02:59", "03:59"),
    ("Europe/Berlin", "29 mar 2026 at 2:30am", "2026-03-29T01:30:00Z", "02:30", "03:30"),
    ("America/New_York", "2026-03-08T02:15", "2026-03-08T07:15:00Z", "02:15", "03:15"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z", "02:15", "02:45"),
    ("America/Sao_Paulo", "2018-11-04 00:30", "2018-11-04T03:30:00Z", "00:30", "01:30"),
]
TWICE = [
    ("Europe/Berlin", "2026-10-25 02:00", "2026-10-25T00:00:00Z", "02:00"),
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z", "02:30"),
    ("Europe/Berlin", "oct 25 2026 2:59am", "2026-10-25T00:59:00Z", "02:59"),
    ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", "01:30"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z", "01:45"),
]
ONCE = [
    ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59:00Z"),
    ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z"),
    ("Europe/Berlin", "2026-10-25 01:59", "2026-10-24T23:59:00Z"),
    ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00:00Z"),
    ("Europe/Berlin", "2026-03-29T02:30+01:00", "2026-03-29T01:30:00Z"),
    ("Europe/Berlin", "2026-10-25T02:30+01:00", "2026-10-25T01:30:00Z"),
    ("Europe/Berlin", "2026-10-25T01:30Z", "2026-10-25T01:30:00Z"),
    ("UTC", "2026-03-29 02:30", "2026-03-29T02:30:00Z"),
    ("Asia/Kolkata", "2026-03-29 02:30", "2026-03-28T21:00:00Z"),
]


@pytest.mark.parametrize(("zone", "phrase", "when", "skipped", "meant"), SKIPPED)
def test_a_skipped_time_moves_forward_by_the_gap_and_says_so(
    zone: str, phrase: str, when: str, skipped: str, meant: str
) -> None:
    found = read_date(phrase, calendar("2026-03-20", zone))
    assert found.when == when
    assert found.remark == f"{skipped} is skipped that day, clocks go forward: {meant} is meant"


@pytest.mark.parametrize(("zone", "phrase", "when", "time"), TWICE)
def test_of_a_time_that_comes_twice_the_first_is_meant_and_it_is_said(
    zone: str, phrase: str, when: str, time: str
) -> None:
    found = read_date(phrase, calendar("2026-03-20", zone))
    assert found.when == when
    assert found.remark == f"{time} comes twice that day, clocks go back: the first is meant"


@pytest.mark.parametrize(("zone", "phrase", "when"), ONCE)
def test_a_time_that_comes_once_or_has_an_offset_needs_no_remark(zone: str, phrase: str, when: str) -> None:
    assert read_date(phrase, calendar("2026-03-20", zone)) == (when, "")


def test_a_whole_day_needs_no_remark_however_long_it_is() -> None:
    berlin = calendar("2026-03-20", "Europe/Berlin")
    assert read_date("2026-03-29", berlin) == ("2026-03-29", "")
    assert read_date("2026-10-25", berlin) == ("2026-10-25", "")


def test_phrases_that_lead_to_the_night_of_the_change_are_read_like_dates() -> None:
    saturday = calendar("2026-03-28", "Europe/Berlin")
    meant = read_date("2026-03-29 02:30", saturday)
    for phrase in ("tomorrow 2:30", "sun at 2:30am", "+1d 02:30", "the 29th 2:30"):
        assert read_date(phrase, saturday) == meant


def test_hours_from_now_are_real_hours() -> None:
    assert read_date("3h", calendar("2026-03-29T01:30", "Europe/Berlin")).when == "2026-03-29T03:30:00Z"
    assert read_date("in 3 hours", calendar("2026-10-25T01:30", "Europe/Berlin")).when == "2026-10-25T02:30:00Z"


CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, 2)),
    ("Europe/Berlin", datetime(2026, 10, 25, 3)),
    ("America/New_York", datetime(2026, 3, 8, 2)),
    ("America/New_York", datetime(2026, 11, 1, 2)),
    ("Australia/Lord_Howe", datetime(2026, 10, 4, 2)),
    ("Australia/Lord_Howe", datetime(2026, 4, 5, 2)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 0)),
    ("Asia/Kathmandu", datetime(2026, 3, 29, 2)),
]


def instants_shown_as(local: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every instant at which clocks in the zone show this time, found by trying all offsets."""
    offsets = (timedelta(minutes=15 * quarters) for quarters in range(56, -57, -1))
    tried = ((local - offset).replace(tzinfo=timezone.utc) for offset in offsets)
    return [at for at in tried if at.astimezone(zone).replace(tzinfo=None) == local]


@MORE
@given(st.sampled_from(CHANGES), st.integers(-200, 200))
def test_a_time_is_the_first_instant_that_shows_it_and_a_remark_is_made_unless_it_is_the_only_one(
    change: tuple[str, datetime], minutes: int
) -> None:
    zone, night = change
    local = night + timedelta(minutes=minutes)
    found = read_date(f"{local:%Y-%m-%d %H:%M}", calendar("2026-03-20", zone))
    at = datetime.fromisoformat(found.when)
    shown = instants_shown_as(local, ZoneInfo(zone))
    assert (found.remark == "") is (len(shown) == 1)
    if shown:
        assert at == min(shown)
    else:
        moved = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert timedelta(0) < moved - local <= timedelta(hours=1)
        assert f"{moved:%H:%M} is meant" in found.remark
