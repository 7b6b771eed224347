"""Days and times where the user is: zones far from UTC, and the nights on which clocks are put."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import Calendar, format_instant
from tests.factories import MORE, calendar

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",  # clocks once went forward at midnight
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Kiritimati",  # fourteen hours ahead
    "Pacific/Pago_Pago",  # eleven behind
]
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31)).map(lambda at: at.replace(tzinfo=timezone.utc))
workweek = frozenset(range(5))


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("UTC", date(2026, 11, 23)),
        ("Pacific/Kiritimati", date(2026, 11, 24)),
        ("Pacific/Pago_Pago", date(2026, 11, 22)),
    ],
)
def test_today_is_the_day_where_the_user_is(zone: str, today: date) -> None:
    assert calendar("2026-11-23T10:30:00Z", zone).today == today


def test_now_is_written_in_utc_wherever_the_user_is() -> None:
    assert calendar("2026-11-23T10:00", "Europe/Berlin").instant == "2026-11-23T09:00:00Z"


def test_an_instant_falls_on_the_day_and_time_of_the_users_zone() -> None:
    late = "2026-11-23T23:30:00Z"
    berlin, new_york = calendar(zone="Europe/Berlin"), calendar(zone="America/New_York")
    assert (berlin.day_of(late), berlin.time_of(late)) == (date(2026, 11, 24), "00:30")
    assert (new_york.day_of(late), new_york.time_of(late)) == (date(2026, 11, 23), "18:30")


def test_a_day_stays_that_day_in_every_zone_and_has_no_time() -> None:
    for zone in ZONES:
        assert calendar(zone=zone).day_of("2026-12-01") == date(2026, 12, 1)
        assert calendar(zone=zone).time_of("2026-12-01") == ""


def test_the_same_instant_is_an_hour_later_on_the_clock_in_summer() -> None:
    berlin = calendar(zone="Europe/Berlin")
    assert berlin.time_of("2026-03-28T10:00:00Z") == "11:00"
    assert berlin.time_of("2026-03-29T10:00:00Z") == "12:00"


@pytest.mark.parametrize(
    ("now", "is_past"),
    [
        ("2026-10-25T22:59:59Z", False),  # 23:59:59 in Berlin: the day had 25 hours
        ("2026-10-25T23:00:00Z", True),
    ],
)
def test_a_day_on_which_clocks_go_back_is_over_an_hour_later(now: str, is_past: bool) -> None:
    assert calendar(now, "Europe/Berlin").is_past("2026-10-25") is is_past


@pytest.mark.parametrize(("now", "has_come"), [("2026-03-29T21:59:59Z", False), ("2026-03-29T22:00:00Z", True)])
def test_the_day_after_clocks_went_forward_begins_an_hour_earlier(now: str, has_come: bool) -> None:
    assert calendar(now, "Europe/Berlin").has_come("2026-03-30") is has_come


def test_a_week_with_a_night_of_23_hours_has_five_working_days_all_the_same() -> None:
    assert calendar("2026-03-30T00:30", "Europe/Berlin").waited("2026-03-23T00:30:00Z") == 5


@MORE
@given(moments, zones, st.integers(-3, 3))
def test_a_day_has_come_from_its_local_midnight_and_is_past_from_the_next_one(
    now: datetime, zone: ZoneInfo, offset: int
) -> None:
    found = Calendar(now, zone, workweek)
    day = found.today + timedelta(days=offset)
    begins, ends = (datetime.combine(at, time(0), zone).timestamp() for at in (day, day + timedelta(days=1)))
    assert found.has_come(day.isoformat()) is (now.timestamp() >= begins)
    assert found.is_past(day.isoformat()) is (now.timestamp() >= ends)


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("UTC", "2026-11-23", "2026-11-24T00:00:00Z"),
        ("Pacific/Kiritimati", "2026-11-23", "2026-11-23T10:00:00Z"),
        ("America/New_York", "2026-11-23", "2026-11-24T05:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T22:00:00Z"),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T23:00:00Z"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z"),  # the next day began at one o'clock
    ],
)
def test_a_day_ends_when_the_next_one_begins_where_the_user_is(zone: str, day: str, end: str) -> None:
    assert format_instant(calendar(zone=zone).end_of(day)) == end


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("UTC", "2026-11-23", "2026-11-23T00:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
        ("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"),
        ("America/New_York", "2026-11-23", "2026-11-23T05:00:00Z"),
    ],
)
def test_a_day_starts_at_the_users_midnight(zone: str, day: str, start: str) -> None:
    assert calendar(zone=zone).start_of(day) == start


def test_another_day_at_the_same_time_keeps_the_users_hour() -> None:
    berlin = calendar(zone="Europe/Berlin")
    assert berlin.at("2026-11-20", "2026-10-20T13:00:00Z") == "2026-11-20T14:00:00Z"
    assert berlin.at("2026-11-20", "2026-10-20T22:30:00Z") == "2026-11-19T23:30:00Z"
    assert berlin.at("2026-11-20", "2026-10-20") == "2026-11-20"


def test_an_instant_ends_as_it_begins() -> None:
    berlin, when = calendar(zone="Europe/Berlin"), "2026-11-23T15:00:00Z"
    assert format_instant(berlin.end_of(when)) == berlin.start_of(when) == when


@MORE
@given(moments, zones, st.integers(-3, 3))
def test_a_day_is_past_just_when_its_end_has_come(now: datetime, zone: ZoneInfo, offset: int) -> None:
    found = Calendar(now, zone, workweek)
    day = (found.today + timedelta(days=offset)).isoformat()
    assert found.is_past(day) is (found.end_of(day) <= now)


@MORE
@given(moments, zones, st.integers(-3 * 86_400, 3 * 86_400))
def test_an_instant_has_come_and_is_past_by_the_second_in_every_zone(
    now: datetime, zone: ZoneInfo, seconds: int
) -> None:
    now = now.replace(microsecond=0)
    found = Calendar(now, zone, workweek)
    when = format_instant(now + timedelta(seconds=seconds))
    assert found.has_come(when) is (seconds <= 0)
    assert found.is_past(when) is (seconds < 0)


@MORE
@given(moments, zones)
def test_the_day_of_now_is_today_and_nobody_has_waited_yet(now: datetime, zone: ZoneInfo) -> None:
    found = Calendar(now, zone, workweek)
    assert found.day_of(found.instant) == found.today
    assert found.waited(found.instant) == found.until(found.instant) == 0


@MORE
@given(moments, zones, st.lists(st.tuples(st.integers(-400, 4000), st.booleans()), max_size=30))
def test_many_waits_are_counted_as_one_by_one(now: datetime, zone: ZoneInfo, ago: list[tuple[int, bool]]) -> None:
    here = Calendar(now.replace(microsecond=0), zone)
    whens = [format_instant(here.now - timedelta(minutes=37 * some))[: 10 if is_day else None] for some, is_day in ago]
    one_by_one = [here.waited(when) for when in whens]
    assert here.count_waited(whens) == {days: one_by_one.count(days) for days in one_by_one}
