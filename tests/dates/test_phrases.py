"""The grammar of dates, phrase by phrase, from the fixed Monday and from days where it is not so simple."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followq.dates.asking import Read
from followq.dates.phrases import EitherYearError, read_date, read_past_date
from tests.factories import calendar

MONDAY = calendar()  # 2026-11-23, nine o'clock

PHRASES = {
    "today": "2026-11-23",
    "tomorrow": "2026-11-24",
    "yesterday": "2026-11-22",
    # weekdays: the next such day after today
    "tue": "2026-11-24",
    "fri": "2026-11-27",
    "on fri": "2026-11-27",
    "friday": "2026-11-27",
    "sun": "2026-11-29",
    "mon": "2026-11-30",
    "monday": "2026-11-30",
    "tues": "2026-11-24",
    "wednes": "2026-11-25",
    "wednesday": "2026-11-25",
    "thur": "2026-11-26",
    "thurs": "2026-11-26",
    # next: that day of next week
    "next mon": "2026-11-30",
    "next tue": "2026-12-01",
    "next fri": "2026-12-04",
    "next sunday": "2026-12-06",
    "last mon": "2026-11-16",
    "last tue": "2026-11-17",
    "last sun": "2026-11-22",
    # lengths
    "+3d": "2026-11-26",
    "3d": "2026-11-26",
    "0d": "2026-11-23",
    "in 3 days": "2026-11-26",
    "in a day": "2026-11-24",
    "3 d": "2026-11-26",
    "in 1 working day": "2026-11-24",
    "in 3 working days": "2026-11-26",
    "5 working days": "2026-11-30",
    "in 10 workdays": "2026-12-07",
    "+5wd": "2026-11-30",
    "2w": "2026-12-07",
    "+2w": "2026-12-07",
    "in a week": "2026-11-30",
    "in two weeks": "2026-12-07",
    "three weeks": "2026-12-14",
    "1mo": "2026-12-23",
    "in 3 months": "2027-02-23",
    "in four weeks": "2026-12-21",
    "in five days": "2026-11-28",
    "in six months": "2027-05-23",
    "1y": "2027-11-23",
    "in 2 years": "2028-11-23",
    "3d ago": "2026-11-20",
    "a week ago": "2026-11-16",
    "2 weeks ago": "2026-11-09",
    "3 working days ago": "2026-11-18",
    "one month ago": "2026-10-23",
    "4 years ago": "2022-11-23",
    # parts of the calendar
    "eow": "2026-11-27",
    "end of week": "2026-11-27",
    "end of the week": "2026-11-27",
    "eom": "2026-11-30",
    "end of month": "2026-11-30",
    "end of the month": "2026-11-30",
    "next week": "2026-11-30",
    "next month": "2026-12-23",
    "next year": "2027-11-23",
    "last week": "2026-11-16",
    "last month": "2026-10-23",
    "last year": "2025-11-23",
    # days of the month and the year
    "the 15th": "2026-12-15",
    "on the 15th": "2026-12-15",
    "the 23rd": "2026-12-23",
    "the 24th": "2026-11-24",
    "the 30th": "2026-11-30",
    "the 31st": "2026-12-31",
    "the 1st": "2026-12-01",
    "the 2nd": "2026-12-02",
    "the 3rd": "2026-12-03",
    "the 11th": "2026-12-11",
    "the 12th": "2026-12-12",
    "the 13th": "2026-12-13",
    "the 21st": "2026-12-21",
    "the 22nd": "2026-12-22",
    "dec 1": "2026-12-01",
    "on dec 1": "2026-12-01",
    "dec 1st": "2026-12-01",
    "dec 22nd": "2026-12-22",
    "3rd of jan": "2027-01-03",
    "december 1": "2026-12-01",
    "1 dec": "2026-12-01",
    "1st december": "2026-12-01",
    "the 1st of december": "2026-12-01",
    "on 1 dec": "2026-12-01",
    "nov 23": "2026-11-23",
    "jan 2": "2027-01-02",
    "sept 9": "2027-09-09",
    "may 10": "2027-05-10",
    "feb 29": "2028-02-29",
    "dec 1 2027": "2027-12-01",
    "dec 1, 2027": "2027-12-01",
    "1 dec 2027": "2027-12-01",
    "feb 29 2028": "2028-02-29",
    "2026-12-01": "2026-12-01",
    "2024-02-29": "2024-02-29",
    "1970-01-01": "1970-01-01",
    "2999-12-31": "2999-12-31",
    # as people say it
    "tmrw": "2026-11-24",
    "day after tomorrow": "2026-11-25",
    "the day before yesterday": "2026-11-21",
    "weds": "2026-11-25",
    "this fri": "2026-11-27",
    "this mon": "2026-11-23",
    "the coming friday": "2026-11-27",
    "this past fri": "2026-11-20",
    "friday next week": "2026-12-04",
    "friday of this week": "2026-11-27",
    "next week's friday": "2026-12-04",
    "tue last week": "2026-11-17",
    "friday week": "2026-12-04",
    "a week from friday": "2026-12-04",
    "a week on tuesday": "2026-12-01",
    "a week today": "2026-11-30",
    "two weeks from monday": "2026-12-14",
    "3 working days after next mon": "2026-12-03",
    "10 days from now": "2026-12-03",
    "within a fortnight": "2026-12-07",
    "in two weeks' time": "2026-12-07",
    "in ten business days": "2026-12-07",
    "this week": "2026-11-27",
    "this month": "2026-11-30",
    "the end of next week": "2026-12-04",
    "end of the business week": "2026-11-27",
    "week's end": "2026-11-27",
    "end of this month": "2026-11-30",
    "end of next month": "2026-12-31",
    "end-of-month": "2026-11-30",
    "month end": "2026-11-30",
    "end of the quarter": "2026-12-31",
    "end of q1": "2027-03-31",
    "eoy": "2026-12-31",
    "end of 2027": "2027-12-31",
    "end of march": "2027-03-31",
    "last working day": "2026-11-30",
    "the last working day of the month": "2026-11-30",
    "last working day of november": "2026-11-30",
    "last business day of this month": "2026-11-30",
    "last workday of next month": "2026-12-31",
    "last working day of january": "2027-01-29",
    "last working day in jan 2028": "2028-01-31",
    "last working day of last month": "2026-10-30",
    "last working day of the quarter": "2026-12-31",
    "last working day of q1": "2027-03-31",
    "last working day of the year": "2026-12-31",
    "last working day of the week": "2026-11-27",
    "last working day of next week": "2026-12-04",
    "last working day of november 15:00": "2026-11-30T15:00:00Z",
    "last day of february": "2027-02-28",
    "first working day of next month": "2026-12-01",
    "first working day of the month": "2026-12-01",
    "first day of next quarter": "2027-01-01",
    "end feb 2028": "2028-02-29",
    "end of november": "2026-11-30",
    "12th": "2026-12-12",
    "the first": "2026-12-01",
    "the first of april": "2027-04-01",
    "the twenty-third of dec": "2026-12-23",
    "december third": "2026-12-03",
    "the first of the month": "2026-12-01",
    "the 12th of next month": "2026-12-12",
    "5. dec.": "2026-12-05",
    "dec. 5th": "2026-12-05",
    "13.03.2026": "2026-03-13",
    "13/3/2026": "2026-03-13",
    "3/13/2026": "2026-03-13",
    "13-03-2026": "2026-03-13",
    "5/5/2027": "2027-05-05",
    "2026/03/13": "2026-03-13",
    "2026.3.13": "2026-03-13",
    # with its weekday, which has to fit
    "fri 27 nov": "2026-11-27",
    "friday, november 27th, 2026": "2026-11-27",
    "sun 22 nov": "2026-11-22",
    "fri 1 jan": "2027-01-01",
    "friday the 27th": "2026-11-27",
    "fri 13/3/2026": "2026-03-13",
    "fri 27 nov (in 4 working days)": "2026-11-27",
    # a day lasts until its end
    "eod": "2026-11-23",
    "c.o.b. fri": "2026-11-27",
    "close of business tomorrow": "2026-11-24",
    "end of day on the 30th": "2026-11-30",
    "eod mon 30 nov": "2026-11-30",
    "end of friday": "2026-11-27",
    "tonight": "2026-11-23",
    "tomorrow evening": "2026-11-24",
    "friday night": "2026-11-27",
    "fri at the latest": "2026-11-27",
    "fri at the very latest": "2026-11-27",
    "no later than fri": "2026-11-27",
}

TIMES = {
    "fri 15:00": "2026-11-27T15:00:00Z",
    "fri at 15:00": "2026-11-27T15:00:00Z",
    "fri 9:05": "2026-11-27T09:05:00Z",
    "fri 00:00": "2026-11-27T00:00:00Z",
    "fri 23:59": "2026-11-27T23:59:00Z",
    "tomorrow 3pm": "2026-11-24T15:00:00Z",
    "tomorrow at 3 pm": "2026-11-24T15:00:00Z",
    "tomorrow 3:30pm": "2026-11-24T15:30:00Z",
    "today 12am": "2026-11-23T00:00:00Z",
    "today 12pm": "2026-11-23T12:00:00Z",
    "today 12:30am": "2026-11-23T00:30:00Z",
    "today 11am": "2026-11-23T11:00:00Z",
    "next fri 8am": "2026-12-04T08:00:00Z",
    "+3d 10:00": "2026-11-26T10:00:00Z",
    "in 3 working days at 10:00": "2026-11-26T10:00:00Z",
    "eow 17:00": "2026-11-27T17:00:00Z",
    "eom 5pm": "2026-11-30T17:00:00Z",
    "next month 9:00": "2026-12-23T09:00:00Z",
    "the 15th 3pm": "2026-12-15T15:00:00Z",
    "dec 1 10:30": "2026-12-01T10:30:00Z",
    "1 dec 2027 10:30": "2027-12-01T10:30:00Z",
    "yesterday 15:00": "2026-11-22T15:00:00Z",
    "3d ago 15:00": "2026-11-20T15:00:00Z",
    "2026-12-01 3pm": "2026-12-01T15:00:00Z",
    "2026-12-01 15:00": "2026-12-01T15:00:00Z",
    "2026-12-01T15:00": "2026-12-01T15:00:00Z",
    "2026-12-01T15:00:30": "2026-12-01T15:00:30Z",
    "2026-12-01T15:00:30.999": "2026-12-01T15:00:30Z",
    "2026-12-01T15:00Z": "2026-12-01T15:00:00Z",
    "2026-12-01T15:00:00+02:00": "2026-12-01T13:00:00Z",
    "2026-12-01T15:00:00-0530": "2026-12-01T20:30:00Z",
    "1970-01-01T00:00:00Z": "1970-01-01T00:00:00Z",
    "2999-12-31T23:59:59Z": "2999-12-31T23:59:59Z",
    "noon": "2026-11-23T12:00:00Z",
    "at lunch": "2026-11-23T12:00:00Z",
    "3pm on friday": "2026-11-27T15:00:00Z",
    "at 15:00 fri": "2026-11-27T15:00:00Z",
    "fri 3 p.m.": "2026-11-27T15:00:00Z",
    "3.30pm fri": "2026-11-27T15:30:00Z",
    "friday noon": "2026-11-27T12:00:00Z",
    "12 noon tomorrow": "2026-11-24T12:00:00Z",
    "lunch on the 30th": "2026-11-30T12:00:00Z",
    "tomorrow morning": "2026-11-24T12:00:00Z",
    "monday morning": "2026-11-30T12:00:00Z",
    "the morning of the 12th": "2026-12-12T12:00:00Z",
    "this afternoon": "2026-11-23T18:00:00Z",
    "fri 3pm sharp": "2026-11-27T15:00:00Z",
    "tonight 8pm": "2026-11-23T20:00:00Z",
    "fri 13 mar 2026 15:00": "2026-03-13T15:00:00Z",
    "fri 27 nov 15:00 (in 4 working days)": "2026-11-27T15:00:00Z",
    # hours count from now
    "within 24 hours": "2026-11-24T09:00:00Z",
    "2 hours from now": "2026-11-23T11:00:00Z",
    "2h": "2026-11-23T11:00:00Z",
    "+2h": "2026-11-23T11:00:00Z",
    "in 2 hours": "2026-11-23T11:00:00Z",
    "in an hour": "2026-11-23T10:00:00Z",
    "20h": "2026-11-24T05:00:00Z",
    "2h ago": "2026-11-23T07:00:00Z",
    "an hour ago": "2026-11-23T08:00:00Z",
}

FROM_OTHER_DAYS = [
    # Friday: the name of today means a week from now
    ("2026-11-27", "fri", "2026-12-04"),
    ("2026-11-27", "next fri", "2026-12-04"),
    ("2026-11-27", "next mon", "2026-11-30"),
    ("2026-11-27", "last fri", "2026-11-20"),
    ("2026-11-27", "eow", "2026-11-27"),
    ("2026-11-27", "in 1 working day", "2026-11-30"),
    ("2026-11-27", "+1d", "2026-11-28"),
    # Saturday and Sunday: the week is over
    ("2026-11-28", "eow", "2026-12-04"),
    ("2026-11-29", "eow", "2026-12-04"),
    ("2026-11-28", "mon", "2026-11-30"),
    ("2026-11-29", "next mon", "2026-11-30"),
    ("2026-11-29", "next sun", "2026-12-06"),
    ("2026-11-29", "in 1 working day", "2026-11-30"),
    ("2026-11-29", "sat", "2026-12-05"),
    ("2026-11-29", "last sat", "2026-11-28"),
    # Wednesday
    ("2026-11-25", "tue", "2026-12-01"),
    ("2026-11-25", "next tue", "2026-12-01"),
    ("2026-11-25", "next wed", "2026-12-02"),
    ("2026-11-25", "last thu", "2026-11-19"),
    # the end of a month
    ("2026-11-30", "eom", "2026-11-30"),
    ("2026-12-31", "eom", "2026-12-31"),
    ("2026-12-31", "tomorrow", "2027-01-01"),
    ("2026-12-31", "next month", "2027-01-31"),
    ("2027-01-31", "next month", "2027-02-28"),
    ("2027-01-31", "in 2 months", "2027-03-31"),
    ("2026-03-31", "last month", "2026-02-28"),
    ("2026-03-31", "1 month ago", "2026-02-28"),
    ("2026-01-30", "the 30th", "2026-03-30"),
    ("2026-01-31", "the 31st", "2026-03-31"),
    ("2026-01-29", "the 30th", "2026-01-30"),
    ("2026-12-20", "the 1st", "2027-01-01"),
    ("2026-11-15", "the 15th", "2026-12-15"),
    ("2026-11-14", "the 15th", "2026-11-15"),
    # leap years
    ("2028-02-28", "tomorrow", "2028-02-29"),
    ("2027-02-28", "tomorrow", "2027-03-01"),
    ("2028-02-10", "eom", "2028-02-29"),
    ("2027-02-10", "eom", "2027-02-28"),
    ("2028-02-29", "feb 29", "2028-02-29"),
    ("2028-04-01", "feb 29", "2032-02-29"),
    ("2028-02-29", "next year", "2029-02-28"),
    ("2028-02-29", "in 4 years", "2032-02-29"),
    ("2028-01-31", "next month", "2028-02-29"),
    ("2097-01-10", "feb 29", "2104-02-29"),  # 2100 is no leap year
    ("2027-01-29", "the 29th", "2027-03-29"),
    ("2028-01-29", "the 29th", "2028-02-29"),
    # the turn of the year
    ("2026-12-31", "jan 1", "2027-01-01"),
    ("2026-12-31", "dec 31", "2026-12-31"),
    ("2027-02-01", "dec 31", "2027-12-31"),
    ("2026-11-23", "oct 22", "2027-10-22"),
    ("2027-01-01", "yesterday", "2026-12-31"),
    ("2026-12-30", "eow", "2027-01-01"),
    # the last working day of the month is over: the next month's, as the week's
    ("2027-01-29", "last working day", "2027-01-29"),
    ("2027-01-30", "last working day", "2027-02-26"),
    ("2027-01-30", "last working day of the month", "2027-02-26"),
    ("2027-05-03", "first working day of the month", "2027-05-03"),
    ("2027-05-04", "first working day of the month", "2027-06-01"),
    ("2026-10-31", "last working day of october 2026", "2026-10-30"),
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_means_its_day(phrase: str) -> None:
    assert read_date(phrase, MONDAY) == Read(PHRASES[phrase])


@pytest.mark.parametrize("phrase", TIMES)
def test_a_phrase_with_a_time_means_its_instant(phrase: str) -> None:
    assert read_date(phrase, MONDAY) == Read(TIMES[phrase])


@pytest.mark.parametrize(("today", "phrase", "day"), FROM_OTHER_DAYS)
def test_a_phrase_means_its_day_seen_from_other_days(today: str, phrase: str, day: str) -> None:
    assert read_date(phrase, calendar(today)) == Read(day)


def documented() -> list[str]:
    """The phrases in the left column of the table in docs/dates.md."""
    text = (Path(__file__).parents[2] / "docs" / "dates.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return [phrase for row in rows for phrase in re.findall("`([^`]+)`", row)]


@pytest.mark.parametrize("phrase", documented())
def test_phrase_of_the_document_is_read(phrase: str) -> None:
    if phrase == "friday the 13th":
        assert read_date(phrase, calendar("2026-11-01")).when == "2026-11-13"
    else:
        assert read_date(phrase, MONDAY)


def test_snoozing_wants_the_beginning_of_a_stretch_and_a_promise_its_end() -> None:
    stretches = {
        "monday morning": ("2026-11-30T06:00:00Z", "2026-11-30T12:00:00Z"),
        "tomorrow afternoon": ("2026-11-24T12:00:00Z", "2026-11-24T18:00:00Z"),
        "fri evening": ("2026-11-27T18:00:00Z", "2026-11-27"),
        "eod": ("2026-11-23T18:00:00Z", "2026-11-23"),
        "noon": ("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z"),
        "this week": ("2026-11-23", "2026-11-27"),
        "this month": ("2026-11-01", "2026-11-30"),
    }
    for phrase, (begin, end) in stretches.items():
        assert read_date(phrase, MONDAY, is_start=True).when == begin
        assert read_date(phrase, MONDAY).when == end


@pytest.mark.parametrize(
    ("today", "phrase", "choices"),
    [
        ("2026-03-09", "6 mar", ("2026-03-06", "2027-03-06")),
        ("2026-03-09", "mar 8 15:00", ("2026-03-08T15:00:00Z", "2027-03-08T15:00:00Z")),
        ("2027-01-04", "dec 31", ("2026-12-31", "2027-12-31")),
        ("2026-03-09", "end of feb", ("2026-02-28", "2027-02-28")),
        ("2026-04-02", "end of q1", ("2026-03-31", "2027-03-31")),
        ("2026-11-23", "last working day of october", ("2026-10-30", "2027-10-29")),
        ("2028-03-01", "feb 29", ("2028-02-29", "2032-02-29")),
        ("2026-11-23", "oct 23", ("2026-10-23", "2027-10-23")),
    ],
)
def test_a_day_without_a_year_that_has_just_gone_may_be_either(
    today: str, phrase: str, choices: tuple[str, str]
) -> None:
    with pytest.raises(EitherYearError) as refused:
        read_date(phrase, calendar(today))
    assert tuple(choice.when for choice in refused.value.choices) == choices
    for when in choices:
        assert when[:10] in refused.value.hint
    assert read_past_date(phrase, calendar(today)).when == choices[0]


def test_case_and_spaces_do_not_matter() -> None:
    for phrase in PHRASES | TIMES:
        meant = read_date(phrase, MONDAY)
        assert read_date(phrase.upper(), MONDAY) == meant
        assert read_date("  " + phrase.replace(" ", " \t ") + "\n", MONDAY) == meant


def test_working_days_skip_holidays_and_follow_the_users_own_week() -> None:
    with_holidays = calendar(holidays=["2026-11-24", "2026-11-25"])
    assert read_date("in 3 working days", with_holidays).when == "2026-11-30"
    sunday_to_thursday = calendar(workdays=[6, 0, 1, 2, 3])
    assert read_date("in 4 working days", sunday_to_thursday).when == "2026-11-29"


def test_the_last_working_day_of_a_month_follows_the_users_days_off() -> None:
    with_holidays = calendar(holidays=["2026-11-30", "2026-12-01"])
    assert read_date("last working day", with_holidays).when == "2026-11-27"
    assert read_date("first working day of december", with_holidays).when == "2026-12-02"
    assert read_date("last working day of december", calendar(workdays=[0, 1, 2])).when == "2026-12-30"
    assert read_date("last working day of december", calendar(workdays=[])).when == "2026-12-31"


def test_the_end_of_the_week_is_the_last_working_day_of_the_users_week() -> None:
    assert read_date("eow", calendar(workdays=[0, 1, 2])).when == "2026-11-25"
    assert read_date("eow", calendar("2026-11-26", workdays=[0, 1, 2])).when == "2026-12-02"
    assert read_date("eow", calendar(workdays=[0, 1, 2, 3, 4, 5])).when == "2026-11-28"
    assert read_date("eow", calendar(workdays=range(7))).when == "2026-11-29"
    assert read_date("eow", calendar(workdays=[0, 2, 4])).when == "2026-11-27"


def test_weeks_begin_where_the_workdays_say() -> None:
    sunday_to_thursday = calendar(workdays=[6, 0, 1, 2, 3])
    assert read_date("next sun", sunday_to_thursday).when == "2026-11-29"
    assert read_date("next thu", sunday_to_thursday).when == "2026-12-03"
    assert read_date("end of next week", sunday_to_thursday).when == "2026-12-03"
    assert read_past_date("this week", sunday_to_thursday).when == "2026-11-22"
    on_sunday = calendar("2026-11-22", workdays=[6, 0, 1, 2, 3])
    assert read_date("next thu", on_sunday).when == "2026-12-03"
    assert read_date("this thu", on_sunday).when == "2026-11-26"


def test_the_end_of_the_week_is_not_a_holiday() -> None:
    assert read_date("eow", calendar(holidays=["2026-11-27"])).when == "2026-11-26"
    assert read_date("eow", calendar(holidays=["2026-11-27", "2026-11-26"])).when == "2026-11-25"
    assert read_date("eow", calendar("2026-11-28", holidays=["2026-12-04"])).when == "2026-12-03"


def test_a_week_that_begins_on_sunday_ends_before_its_days_off() -> None:
    sunday_to_thursday = [6, 0, 1, 2, 3]
    assert read_date("eow", calendar(workdays=sunday_to_thursday)).when == "2026-11-26"
    assert read_date("eow", calendar("2026-11-22", workdays=sunday_to_thursday)).when == "2026-11-26"
    assert read_date("eow", calendar("2026-11-27", workdays=sunday_to_thursday)).when == "2026-12-03"


def test_days_are_the_users_not_those_of_utc() -> None:
    late = "2026-11-23T23:30:00Z"
    assert read_date("today", calendar(late, "Europe/Berlin")).when == "2026-11-24"
    assert read_date("fri", calendar(late, "Pacific/Kiritimati")).when == "2026-11-27"
    assert read_date("tomorrow", calendar("2026-11-24T02:00:00Z", "America/New_York")).when == "2026-11-24"


def test_a_time_is_local_and_an_offset_decides_where_one_is_given() -> None:
    berlin = calendar(zone="Europe/Berlin")
    assert read_date("fri 15:00", berlin).when == "2026-11-27T14:00:00Z"
    assert read_date("2026-12-01T15:00", berlin).when == "2026-12-01T14:00:00Z"
    assert read_date("2026-12-01 15:00", berlin).when == "2026-12-01T14:00:00Z"
    assert read_date("2026-07-01 15:00", berlin).when == "2026-07-01T13:00:00Z"
    assert read_date("2026-12-01T15:00Z", berlin).when == "2026-12-01T15:00:00Z"
    assert read_date("2h", berlin).when == "2026-11-23T11:00:00Z"


def test_no_remark_is_made_where_the_clock_leaves_no_choice() -> None:
    berlin = calendar(zone="Europe/Berlin")
    for phrase in (*PHRASES, *TIMES):
        assert read_date(phrase, berlin).remark == ""
