"""Promises at risk: what is promised up to a day has to fit into the time until then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import Calendar
from followq.model.priority.promises import find_risks, forecast, is_soon
from followq.model.priority.ranked import Ranked
from followq.model.priority.turnaround_forecast import Pace
from tests.factories import MORE, calendar, followup, ranked

MONDAY = calendar()


def owed(number: int, promised: str | None, minutes: int) -> Ranked:
    """Something owed by a day that takes so long."""
    return ranked(followup(id=number, promised=promised), minutes=minutes)


def risky(*items: Ranked, now: Calendar = MONDAY, desk_minutes: int = 60) -> list[int]:
    """Ids of the promises at risk."""
    return [risk.ranked.followup.id for risk in find_risks(items, now, desk_minutes)]


def test_nothing_promised_nothing_at_risk() -> None:
    assert risky() == []
    assert risky(owed(1, None, 999)) == []


def test_what_just_fits_into_its_days_today_included_is_safe_and_a_minute_more_is_not() -> None:
    assert risky(owed(1, "2026-11-23", 60)) == []
    assert risky(owed(1, "2026-11-23", 61)) == [1]
    assert risky(owed(1, "2026-11-25", 60), owed(2, "2026-11-25", 60), owed(3, "2026-11-25", 60)) == []
    assert risky(owed(1, "2026-11-25", 60), owed(2, "2026-11-25", 60), owed(3, "2026-11-25", 61)) == [3]


def test_what_takes_more_than_a_day_is_at_risk_once_it_takes_all_the_time_there_is() -> None:
    assert risky(owed(1, "2026-11-25", 179)) == []
    assert risky(owed(1, "2026-11-25", 180)) == [1]


def test_too_many_for_one_day_put_the_last_ones_at_risk() -> None:
    assert risky(owed(1, "2026-11-23", 30), owed(2, "2026-11-23", 30), owed(3, "2026-11-23", 30)) == [3]


def test_earlier_promises_take_their_time_from_later_ones_in_whatever_order_they_are_ranked() -> None:
    assert risky(owed(1, "2026-11-24", 70), owed(2, "2026-11-23", 60)) == [1]


def test_an_hour_on_a_day_comes_before_the_day_as_a_whole() -> None:
    assert risky(owed(1, "2026-11-23", 40), owed(2, "2026-11-23T15:00:00Z", 40)) == [1]


def test_what_is_late_is_not_at_risk_but_takes_its_time() -> None:
    assert risky(owed(1, "2026-11-20", 500)) == []
    assert risky(owed(1, "2026-11-20", 50), owed(2, "2026-11-23", 20)) == [2]


def test_only_the_next_five_working_days_are_looked_at() -> None:
    assert risky(owed(1, "2026-11-30", 361)) == [1]
    assert risky(owed(1, "2026-12-01", 999)) == []


def test_midnight_of_the_day_after_cuts_nothing_of_the_last_day_off() -> None:
    assert risky(owed(1, "2026-12-01T00:00:00Z", 10), owed(2, "2026-11-30", 361)) == [2]


def test_a_far_promise_takes_no_time_from_a_near_one() -> None:
    assert risky(owed(1, "2026-12-01", 999), owed(2, "2026-11-30", 60)) == []


def test_days_off_give_no_time() -> None:
    friday = calendar("2026-11-27")
    assert risky(owed(1, "2026-11-30", 119), now=friday) == []
    assert risky(owed(1, "2026-11-30", 120), now=friday) == [1]
    assert risky(owed(1, "2026-11-25", 121), now=calendar(holidays=["2026-11-24"])) == [1]


def test_on_a_day_off_today_gives_no_time_either() -> None:
    sunday = calendar("2026-11-22")
    assert risky(owed(1, "2026-11-23", 60), now=sunday) == []
    assert risky(owed(1, "2026-11-23", 61), now=sunday) == [1]


def test_who_promised_something_for_a_day_off_works_on_it() -> None:
    assert risky(owed(1, "2026-11-22", 60), now=calendar("2026-11-22")) == []
    assert risky(owed(1, "2026-11-22", 61), now=calendar("2026-11-22")) == [1]


def test_promises_are_put_in_order_by_the_users_days_and_hours() -> None:
    auckland, two_on_tuesday = calendar("2026-11-23T09:00", "Pacific/Auckland"), "2026-11-23T13:00:00Z"
    assert auckland.time_of(two_on_tuesday) == "02:00"
    assert risky(owed(1, "2026-11-23", 50), owed(2, two_on_tuesday, 40), now=auckland) == []


def test_the_reason_names_the_day_what_is_promised_until_then_and_what_time_there_is() -> None:
    (risk,) = find_risks([owed(1, "2026-11-24", 150)], MONDAY, 60)
    assert risk.text == "promised for Tue 24 Nov, but it takes 2h30m and there are about 2h at your desk"
    (risk,) = find_risks([owed(1, "2026-11-24", 60), owed(2, "2026-11-24", 90)], MONDAY, 60)
    assert risk.text == "promised for Tue 24 Nov, but 2h30m are promised until then and there are about 2h at your desk"


def taking(days: int) -> Pace:
    """The pace of somebody who takes so many days for everything."""
    return Pace((0.0,) * days + (0.9,), (20,) * (days + 1))


def slow(item: Ranked, pace: Pace, now: Calendar = MONDAY) -> list[str]:
    """Why it is at risk, with nothing else to do."""
    return [risk.text for risk in find_risks([item], now, 1440, lambda _: pace)]


def test_a_promise_sooner_than_the_usual_time_is_at_risk_and_one_just_as_long_is_not() -> None:
    assert slow(owed(1, "2026-11-25", 5), taking(2)) == []
    assert slow(owed(1, "2026-11-25", 5), taking(3)) == [
        "promised for Wed 25 Nov, but you usually take 3 working days for them"
    ]
    assert slow(owed(1, "2026-11-25", 5), Pace((), ())) == []
    assert slow(owed(1, "2026-12-02", 5), taking(30)) == []


def test_who_has_no_time_for_it_hears_of_the_time_and_not_of_the_usual_one() -> None:
    (risk,) = find_risks([owed(1, "2026-11-24", 150)], MONDAY, 60, lambda _: taking(9))
    assert "at your desk" in risk.text
    assert "usually" not in risk.text


def test_what_is_late_is_not_called_slow() -> None:
    assert slow(owed(1, "2026-11-20", 5), taking(9)) == []


def test_a_forecast_never_names_a_day_that_is_promised_already_or_sooner() -> None:
    for days in range(8):
        one = followup(promised="2026-11-26")
        found = forecast(one, taking(days), [], 5, MONDAY, 1440)
        if days <= 3:
            assert found is None
        else:
            assert found is not None
            assert found.kept_on == MONDAY.add_working_days(MONDAY.today, days).isoformat()
            assert found.kept_on > "2026-11-26"


def test_a_promise_in_the_past_or_of_nothing_has_no_forecast() -> None:
    for promised in (None, "2026-11-20", "2026-11-23T08:00:00Z"):
        assert forecast(followup(promised=promised), taking(5), [], 999, MONDAY, 5) is None


def test_a_forecast_counts_the_promises_of_its_day_and_the_minutes_up_to_it() -> None:
    others = [(date(2026, 11, 24), 30), (date(2026, 11, 25), 30), (date(2026, 11, 25), 30), (date(2026, 11, 26), 500)]
    found = forecast(followup(promised="2026-11-25T15:00:00Z"), Pace((), ()), others, 31, MONDAY, 40)
    assert found is not None
    assert (found.standing, found.chance, found.kept_on) == (2, None, None)
    assert "2h1m are promised up to it and there are about 2h at your desk" in found.text
    assert forecast(followup(promised="2026-11-25"), Pace((), ()), others, 30, MONDAY, 40) is None


# Half of all is answered on the first day, a fifth of the rest on each of the next two, and then nothing is.
STALLED = Pace((0.0, 0.5, 0.2, 0.2, 0.0), (20, 20, 12, 11, 10))
# One in twenty on each of ten days: no day is kept in 8 of 10, and none is a median.
STUCK = Pace((0.0, *[0.05] * 10), tuple(range(40, 29, -1)))


def test_a_day_too_soon_is_told_with_the_day_that_would_be_kept() -> None:
    found = forecast(followup(id=7, promised="2026-11-26"), taking(5), [], 5, MONDAY, 1440)
    assert found is not None
    assert found._replace(text="") == (7, "2026-11-26", 0, 0.0, "2026-11-30", 20, "")
    assert found.text == "Going by your last 20, Mon 30 Nov is the day you would keep in 8 of 10."


def test_where_no_day_is_safe_the_chance_of_this_one_is_told() -> None:
    found = forecast(followup(promised="2026-11-26"), STUCK, [], 5, MONDAY, 1440)
    assert found is not None
    assert (found.chance, found.kept_on, found.cases) == (0.14, None, 40)
    assert found.text == "Going by your last 40, Thu 26 Nov would be kept in 1 of 10 cases, and no day in 8."
    today = forecast(followup(promised="2026-11-23"), STUCK, [(date(2026, 11, 23), 5)], 5, MONDAY, 1440)
    assert today is not None
    assert today.text == (
        "1 promise stands on Mon 23 Nov already; going by your last 40, it would be kept in less than 1 of 10 cases, "
        "and no day in 8."
    )


def test_a_day_that_is_as_likely_kept_as_not_is_no_news() -> None:
    assert STALLED.days(0.8) is None
    assert STALLED.chance(1) == 0.5
    assert forecast(followup(promised="2026-11-24"), STALLED, [], 5, MONDAY, 1440) is None
    assert forecast(followup(promised="2026-11-23"), STALLED, [], 5, MONDAY, 1440) is not None


def test_what_has_waited_is_compared_with_what_had_waited_as_long() -> None:
    waiting = followup(since="2026-11-19", promised="2026-11-24")
    assert MONDAY.waited(waiting.since) == 2
    pace = Pace((0.0, 0.9, 0.0, 0.0, 0.0, 0.9), (50, 50, 14, 13, 12, 11))
    found = forecast(waiting, pace, [], 5, MONDAY, 1440)
    assert found is not None
    assert (found.kept_on, found.chance, found.cases) == ("2026-11-26", 0.0, 14)
    assert found.text.startswith("Going by 14 of yours that had waited as long, Thu 26 Nov is the day")


@pytest.mark.parametrize(
    ("fields", "soon"),
    [
        ({"promised": "2026-11-23"}, True),
        ({"promised": "2026-11-30"}, True),
        ({"promised": "2026-12-01"}, False),
        ({"promised": "2026-11-20"}, False),
        ({"promised": "2026-11-23T08:00:00Z"}, False),
        ({"promised": None}, False),
        ({"promised": "2026-11-24", "ball": "theirs"}, False),
        ({"promised": "2026-11-24", "status": "done"}, False),
    ],
)
def test_soon_is_what_is_owed_and_promised_within_five_working_days(fields: dict[str, Any], soon: bool) -> None:
    assert is_soon(followup(**fields), MONDAY) is soon


def test_a_chance_is_told_in_tenths_that_are_never_rounded_up() -> None:
    pace = Pace((0.0, 0.46, *[0.0] * 9), (40,) * 11)
    found = forecast(followup(promised="2026-11-26"), pace, [], 5, MONDAY, 1440)
    assert found is not None
    assert "would be kept in 4 of 10 cases, and no day in 8" in found.text


def test_promises_on_a_full_day_are_counted_in_words() -> None:
    others = [(date(2026, 11, 24), 60), (date(2026, 11, 24), 60)]
    found = forecast(followup(promised="2026-11-24"), Pace((), ()), others, 1, MONDAY, 60)
    assert found is not None
    assert found.text == (
        "2 promises stand on Tue 24 Nov already; 2h1m are promised up to it and there are about 2h at your desk."
    )
    earlier = forecast(followup(promised="2026-11-24"), Pace((), ()), [(date(2026, 11, 23), 120)], 1, MONDAY, 60)
    assert earlier is not None
    assert earlier.text == "2h1m are promised up to Tue 24 Nov and there are about 2h at your desk."


def test_the_usual_time_is_that_of_the_person_and_of_what_has_waited_as_long() -> None:
    slowly = ranked(followup(promised="2026-11-24", since="2026-11-19", person_id=4), minutes=5)
    pace = Pace((0.0, 0.9, 0.0, 0.0, 0.0, 0.9), (50, 50, 14, 13, 12, 11))
    asked: list[int] = []

    def pace_of(person_id: int) -> Pace:
        asked.append(person_id)
        return pace

    (risk,) = find_risks([slowly], MONDAY, 1440, pace_of)
    assert asked == [4]
    assert risk.text == "promised for Tue 24 Nov, but after 2 working days you usually take 3 more for them"


days = st.sampled_from([None, "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-26", "2026-11-30", "2026-12-15"])


@MORE
@given(st.lists(st.tuples(days, st.integers(5, 120)), max_size=8), st.integers(15, 240))
def test_a_day_is_at_risk_just_when_all_that_is_promised_up_to_it_exceeds_its_time(
    promised: list[tuple[str | None, int]], desk_minutes: int
) -> None:
    items = [owed(number, day, minutes) for number, (day, minutes) in enumerate(promised, 1)]
    found = find_risks(items, MONDAY, desk_minutes)
    days_at_risk = {risk.ranked.followup.promised for risk in found}
    rooms = {"2026-11-23": 1, "2026-11-24": 2, "2026-11-26": 4, "2026-11-30": 6}
    for day, working_days in rooms.items():
        needed = sum(minutes for when, minutes in promised if when and when <= day)
        is_promised = any(when == day for when, _ in promised)
        assert (day in days_at_risk) is (is_promised and needed > working_days * desk_minutes)
    assert days_at_risk <= set(rooms)


@MORE
@given(st.permutations([owed(1, "2026-11-23", 40), owed(2, "2026-11-23", 40), owed(3, "2026-11-24", 60)]))
def test_the_order_of_ranking_does_not_change_what_is_at_risk(items: list[Ranked]) -> None:
    assert risky(*items) == [2, 3]
