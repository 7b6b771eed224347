"""Periods of filters: what lies in them, where midnight is the user's."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import Calendar, format_instant
from followq.model.core.filter import Period, make_period
from tests.factories import MORE, calendar

days = st.dates(date(2026, 10, 20), date(2026, 11, 5)).map(date.isoformat)
instants = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 5)).map(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}")
midnights = st.sampled_from(
    ["2026-10-24T11:00:00Z", "2026-10-25T00:00:00Z", "2026-10-24T22:00:00Z", "2026-11-01T07:00:00Z"]
)
moments = days | instants | midnights
calendars = st.builds(
    calendar, zone=st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
)


@MORE
@given(moments | st.none(), moments | st.none(), moments, calendars)
def test_moment_lies_in_period_if_it_begins_in_it(
    since: str | None, until: str | None, when: str, now: Calendar
) -> None:
    at = now.start_of(when)
    is_begun = since is None or at >= now.start_of(since)
    is_over = until is not None and at >= format_instant(now.end_of(until))
    assert make_period(since, until, now).holds(when) is (is_begun and not is_over)


def test_open_period_holds_everything() -> None:
    assert make_period(None, None, calendar()) == Period()
    assert Period().holds("2999-12-31")
    assert Period().holds("1970-01-01T00:00:00Z")
