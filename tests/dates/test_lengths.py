"""Lengths of time, and how recurrences are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.dates.lengths import LONGEST_MINUTES, read_every, read_minutes
from followq.dates.phrases import read_date
from followq.errors import BadInputError
from followq.model.core import phrasing
from tests.factories import MORE, calendar

MINUTES = {
    "15m": 15,
    "1m": 1,
    "15 m": 15,
    "15min": 15,
    "15 minutes": 15,
    "1 minute": 1,
    "90m": 90,
    "2h": 120,
    "2 h": 120,
    "1 hour": 60,
    "2 hours": 120,
    "1h30m": 90,
    "1h 30m": 90,
    "1h30": 90,
    "1 hour 30 minutes": 90,
    "1.5h": 90,
    "0.25h": 15,
    "1.75 hours": 105,
    "1h0m": 60,
    "0h5m": 5,
    " 1H  30M ": 90,
    "an hour": 60,
    "one hour": 60,
    "half an hour": 30,
    "half hour": 30,
    "a half-hour": 30,
    "a quarter of an hour": 15,
    "quarter hour": 15,
    "three quarters of an hour": 45,
    "an hour and a half": 90,
    "one and a half hours": 90,
    "2 and a half hours": 150,
    "two hours": 120,
    "two hours and a quarter": 135,
    "an hour and ten minutes": 70,
    "1 hour and 30 minutes": 90,
    "twenty minutes": 20,
    "forty-five minutes": 45,
    "a minute": 1,
    "744h": LONGEST_MINUTES,
    "44640m": LONGEST_MINUTES,
}

NO_MINUTES = [
    *["", " ", "15", "0", "1.5", "0m", "0h", "0h0m", "0.00h", "-5m", "+5m", "m", "h", "hm", "1d", "2 days", "1w"],
    *[
        "15s",
        "15 mm",
        "m15",
        "30m1h",
        "1h 2h",
        "1h30s",
        ".5h",
        "1.h",
        "1.555h",
        "1,5h",
        "1.5m",
        "1:30",
        "745h",
        "44641m",
    ],
    *["999999m", "1000h", "١٥m", "１５m", "½h", "15m 20m", "15m\x00", "1e3m", "15_0m", "inf h", "nan m"],
    *["half", "a half", "an", "half a day", "half a hour and a half", "an hour and a half and ten", "a few hours"],
    *["hour", "hours", "minutes", "and ten minutes", "half an hour ten minutes", "zero hours", "0 minutes"],
]

EVERY = {
    "day": "1 day",
    "week": "1 week",
    "month": "1 month",
    "year": "1 year",
    "days": "1 day",
    "daily": "1 day",
    "weekly": "1 week",
    "monthly": "1 month",
    "yearly": "1 year",
    "every day": "1 day",
    "every 2 weeks": "2 weeks",
    "2 weeks": "2 weeks",
    "2weeks": "2 weeks",
    "2 week": "2 weeks",
    "1 weeks": "1 week",
    "3 months": "3 months",
    "10 years": "10 years",
    "999 days": "999 days",
    "  Every  2   WEEKS ": "2 weeks",
    "weekday": "1 working day",
    "weekdays": "1 working day",
    "every weekday": "1 working day",
    "working day": "1 working day",
    "workday": "1 working day",
    "business day": "1 working day",
    "2 working days": "2 working days",
    "3wd": "3 working days",
    "every other working day": "2 working days",
    "two weeks": "2 weeks",
    "a week": "1 week",
    "twelve months": "12 months",
    "2w": "2 weeks",
    "w": "1 week",
    "1mo": "1 month",
    "3 d": "3 days",
    "+2w": "2 weeks",
    "in 2 weeks": "2 weeks",
    "biweekly": "2 weeks",
    "bi-weekly": "2 weeks",
    "fortnight": "2 weeks",
    "fortnightly": "2 weeks",
    "2 fortnights": "4 weeks",
    "every other week": "2 weeks",
    "every second week": "2 weeks",
    "every third month": "3 months",
    "each month": "1 month",
    "per month": "1 month",
    "once a month": "1 month",
    "quarter": "3 months",
    "quarterly": "3 months",
    "two quarters": "6 months",
    "half year": "6 months",
    "annually": "1 year",
    "1 yr": "1 year",
}

NO_RECURRENCE = [
    *["", " ", "every", "2", "0 days", "-1 days", "1000 days", "1.5 weeks", "1000 working days"],
    *["every weekly", "hour", "2 h", "mon", "every mon", "twice a week", "semi-monthly", "500 fortnights", "two"],
    *["2 weeks 3 days", "weeks 2", "every every week", "٢ weeks", "２ weeks", "day\x00", "monthlys", "twoweeks"],
]


@pytest.mark.parametrize("phrase", MINUTES)
def test_a_length_is_read_as_minutes(phrase: str) -> None:
    assert read_minutes(phrase) == MINUTES[phrase]


@pytest.mark.parametrize("phrase", NO_MINUTES)
def test_what_is_no_length_or_none_worth_noting_or_too_long_is_refused(phrase: str) -> None:
    with pytest.raises(BadInputError, match="is not a length of time I know") as refused:
        read_minutes(phrase)
    assert refused.value.hint == "try: 15m, 2h, 1h30m, half an hour"


@MORE
@given(st.integers(1, LONGEST_MINUTES))
def test_a_length_said_in_words_reads_as_itself(minutes: int) -> None:
    assert read_minutes(phrasing.minutes(minutes)) == minutes


@MORE
@given(st.text(st.characters(), max_size=15) | st.text("0123456789.hm our", max_size=10))
def test_any_text_is_a_length_within_limits_or_is_refused(phrase: str) -> None:
    try:
        assert 1 <= read_minutes(phrase) <= LONGEST_MINUTES
    except BadInputError:
        return


@pytest.mark.parametrize("phrase", EVERY)
def test_a_recurrence_has_one_normal_form(phrase: str) -> None:
    assert read_every(phrase) == EVERY[phrase]
    assert read_every(EVERY[phrase]) == EVERY[phrase]


@pytest.mark.parametrize("phrase", NO_RECURRENCE)
def test_what_is_no_recurrence_is_refused(phrase: str) -> None:
    with pytest.raises(BadInputError, match="is not a recurrence I know") as refused:
        read_every(phrase)
    assert refused.value.hint.startswith("try:")


@MORE
@given(st.text(st.characters(), max_size=15) | st.lists(st.sampled_from([*EVERY, "0", "99", "s"])).map(" ".join))
def test_any_text_is_a_recurrence_in_normal_form_or_is_refused(phrase: str) -> None:
    try:
        every = read_every(phrase)
    except BadInputError:
        return
    count, unit = every.split(maxsplit=1)
    assert 1 <= int(count) <= 999
    assert unit.removesuffix("s") in ("working day", "day", "week", "month", "year")
    assert unit.endswith("s") is (count != "1")
    assert read_every(every) == every


@pytest.mark.parametrize("unit", [*"dwy", "mo", "wd", "days", "week", "working days", "workday", "months", "year"])
@pytest.mark.parametrize("number", ["", "1 ", "2 ", "12", "a ", "two ", "six "])
def test_every_length_that_a_date_takes_is_a_recurrence(unit: str, number: str) -> None:
    here = calendar()
    count, _, of = read_every(f"{number}{unit}").partition(" ")
    same = read_date(f"in {number or '1 '}{unit}", here).when
    assert read_date(f"in {count} {of}", here).when == same
