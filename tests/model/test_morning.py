"""The laws of the morning: what must be true of every order, whatever its weights say."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.followup import FollowUp, is_due, is_hidden
from followq.model.priority.due import MOST_DAYS_PASSED_OVER
from followq.model.priority.promises import find_risks
from followq.model.priority.ranked import Ranked
from followq.model.priority.ranking import rank
from followq.model.priority.time_box import choose_fitting
from followq.model.priority.workload import Defaults
from tests.factories import MORE, QUICK, calendar, followup, person

MONDAY = calendar()
PEOPLE = {1: person(), 2: person(id=2, weight="key"), 3: person(id=3, weight="vip"), 4: person(id=4)}
DESK = Defaults(desk_minutes=120)


def day(number: int, time: str = "") -> str:
    """The day that lies so many days after the fixed Monday, or a time of it."""
    on = (MONDAY.today + timedelta(days=number)).isoformat()
    return f"{on}T{time}:00Z" if time else on


def owed(number: int, by: str | None = None, minutes: int | None = 30, **fields: Any) -> FollowUp:
    return followup(id=number, promised=by, first_promised=by, effort_minutes=minutes, **fields)


def order(queue: list[FollowUp], now: str = "2026-11-23T09:00:00Z") -> list[Ranked]:
    return rank(queue, PEOPLE, calendar(now), defaults=DESK)


def ids(queue: list[FollowUp], now: str = "2026-11-23T09:00:00Z") -> list[int]:
    return [item.followup.id for item in order(queue, now)]


@st.composite
def desks(draw: st.DrawFn) -> list[FollowUp]:
    """What is open with four people, promises of the days around today among it."""
    things = []
    for number in range(10, 10 + draw(st.integers(0, 14))):
        promised = draw(
            st.none() | st.integers(-12, 12).map(day) | st.sampled_from(["10:00", "17:00"]).map(lambda t: day(0, t))
        )
        things.append(
            owed(
                number,
                promised,
                draw(st.none() | st.integers(2, 400)),
                person_id=draw(st.integers(1, 4)),
                ball=draw(st.sampled_from(["mine", "mine", "mine", "theirs"])),
                since=day(-draw(st.integers(0, 40))),
                snoozes=draw(st.integers(0, 2)),
                snoozed_until=draw(st.none() | st.none() | st.integers(-3, 20).map(day)),
                blocked_by=draw(st.sampled_from([(), (), (), (10,)])) if number > 10 else (),
            )
        )
    return things


@MORE
@given(desks(), st.integers(-12, 20), st.integers(1, 20), st.integers(2, 400), st.sampled_from([1, 2, 3]))
def test_of_two_alike_promises_the_earlier_day_comes_first_whatever_else_they_owe(
    desk: list[FollowUp], by: int, later: int, minutes: int, who: int
) -> None:
    one = owed(2, day(by), minutes, person_id=who)
    other = owed(1, day(by + later), minutes, person_id=4 if who == 1 else who)
    found = ids([*desk, one, other])
    assert found.index(2) < found.index(1)


@MORE
@given(desks())
def test_whatever_is_due_stands_before_everything_else(desk: list[FollowUp]) -> None:
    ranked = order(desk)
    parts = [item.part for item in ranked]
    assert parts == sorted(parts, key=["due", "begin", "turn", "rest"].index)
    due = {f.id for f in desk if f.is_owed and is_due(f, MONDAY)}
    assert {item.followup.id for item in ranked if item.part == "due"} == due


@MORE
@given(desks())
def test_nothing_that_is_promised_is_out_of_sight_on_its_day(desk: list[FollowUp]) -> None:
    for item in desk:
        if item.is_owed and item.promised and MONDAY.day_of(item.promised) <= MONDAY.today:
            assert not is_hidden(item, MONDAY)


@MORE
@given(desks())
def test_nothing_late_is_passed_over_for_more_than_two_days(desk: list[FollowUp]) -> None:
    ranked = [item for item in order(desk) if item.part == "due"]
    waits = [-MONDAY.until(item.followup.counted_on or "") for item in ranked]
    old = [place for place, days in enumerate(waits) if days > MOST_DAYS_PASSED_OVER]
    fresh = [
        place
        for place, item in enumerate(ranked)
        if not waits[place]
        and len(item.followup.counted_on or "") == 10
        and not MONDAY.is_past(item.followup.counted_on or "")
    ]
    assert not old or not fresh or max(old) < min(fresh)


@MORE
@given(desks())
def test_late_promises_stand_in_the_order_of_their_days(desk: list[FollowUp]) -> None:
    late = [item for item in order(desk) if item.part == "due" and MONDAY.until(item.followup.counted_on or "") < 0]
    for one, other in pairwise(late):
        assert MONDAY.until(one.followup.counted_on or "") <= MONDAY.until(other.followup.counted_on or "")


def test_the_size_of_a_promise_for_today_does_not_hide_it() -> None:
    small = [owed(number, day(1), 10) for number in range(2, 12)]
    assert ids([owed(1, day(0), 120, person_id=3), *small])[0] == 1


def test_half_an_hour_promised_for_ten_comes_before_small_things_promised_for_today() -> None:
    small = [owed(number, day(0), 5) for number in range(2, 7)]
    assert ids([owed(1, day(0, "10:00"), 30), *small])[0] == 1


def test_an_hour_far_ahead_lets_what_is_late_go_first() -> None:
    late, call = owed(1, day(-3), 30), owed(2, day(0, "17:00"), 30)
    assert ids([late, call]) == [1, 2]
    assert ids([late, call], "2026-11-23T15:45:00Z") == [2, 1]


def test_short_promises_for_today_are_kept_before_a_long_late_one() -> None:
    queue = [owed(1, day(-3), 115), *(owed(number, day(0), 10) for number in range(2, 5))]
    assert ids(queue) == [2, 3, 4, 1]
    assert ids([queue[0]._replace(promised=day(-10), first_promised=day(-10)), *queue[1:]]) == [1, 2, 3, 4]
    assert ids([queue[0]._replace(effort_minutes=60), *queue[1:]]) == [1, 2, 3, 4]


def test_a_large_promise_is_shown_in_time_to_be_begun() -> None:
    report = owed(1, day(4), 360)
    fresh = [owed(number, None, 10, since=day(-1)) for number in range(2, 6)]
    assert [item.part for item in order([report], day(0))] == ["rest"]
    tuesday = order([report, *fresh], day(1))
    assert (tuesday[0].followup.id, tuesday[0].part) == (1, "begin")
    assert "start today" in tuesday[0].terms[0].text
    wednesday = order([report, *fresh, owed(7, day(2), 10)], day(2))
    assert [item.followup.id for item in wednesday][:2] == [7, 1]
    assert [risk.ranked.followup.id for risk in find_risks(wednesday, calendar(day(2)), 120)] == [1]


def test_the_first_is_at_risk_only_by_its_own_size() -> None:
    queue = [owed(1, day(0), 100), owed(2, day(0), 110)]
    assert [risk.ranked.followup.id for risk in find_risks(order(queue), MONDAY, 120)] == [2]
    assert [risk.ranked.followup.id for risk in find_risks(order([owed(1, day(0), 130)]), MONDAY, 120)] == [1]


def test_an_hour_of_today_is_at_risk_by_the_clock() -> None:
    queue = [owed(1, day(0, "10:00"), 45), owed(2, day(0, "10:10"), 45)]
    assert [risk.ranked.followup.id for risk in find_risks(order(queue), MONDAY, 120)] == [2]


def test_left_in_the_dark_a_long_thing_comes_up_to_be_told_for_five_minutes() -> None:
    long, short = owed(1, None, 240, since=day(-21)), owed(2, None, 30)
    view = order([long, short, owed(3, None, 4000, since=day(-400), told_at=day(-30, "09:00"))])
    told = next(item for item in view if item.followup.id == 1)
    assert (told.action, told.minutes, told.part) == ("tell", 5, "rest")
    assert told.terms[0].text == "tell them: heard nothing yet for 15 working days"
    assert [item.followup.id for item in choose_fitting(view, 5)] == [1]


def test_a_promise_that_waits_for_somebody_stays_where_its_promise_puts_it() -> None:
    report = owed(1, day(4), 60, blocked_by=(9,))
    figures = followup(id=9, person_id=4, ball="theirs", text="Draft the figures", since=day(0))
    friday = order([report, figures, owed(2, None, 10)], day(4))
    assert (friday[0].followup.id, friday[0].part, friday[0].action) == (1, "due", "ask")
    assert friday[0].terms[0].text == "blocked by 9: ask Ana Lopez"
    thursday = order([report, figures], day(3))
    (risk,) = find_risks(thursday, calendar(day(3)), 120)
    assert risk.text == "promised for Fri 27 Nov, but nobody has said when 9 comes"
    late = figures._replace(promised=day(7))
    (risk,) = find_risks(order([report, late]), MONDAY, 120)
    assert risk.text == "promised for Fri 27 Nov, but 9, which it waits for, is expected Mon 30 Nov"


def test_moved_with_their_consent_in_time_it_weighs_by_its_new_day() -> None:
    item = owed(1, day(0))
    agreed = verbs.tell(item, MONDAY, day(2))
    assert (agreed.counted_on, agreed.first_promised, agreed.slips) == (day(2), day(0), 1)
    silently = verbs.promise(item, day(2), MONDAY)
    broken = verbs.tell(item, calendar(day(1)), day(2))
    assert silently.counted_on == broken.counted_on == day(0)
    late = owed(2, day(-1))
    assert ids([agreed, late, owed(3, day(0))]) == [2, 3, 1]
    assert order([silently])[0].part == order([broken])[0].part == "due"


def test_telling_them_of_a_day_moved_before_is_consent_while_the_old_day_has_not_passed() -> None:
    moved = verbs.promise(owed(1, day(2)), day(4), MONDAY)
    assert verbs.tell(moved, MONDAY, day(4)).counted_on == day(4)
    assert verbs.tell(moved, calendar(day(3)), day(4)).counted_on == day(2)


@QUICK
@given(desks(), st.integers(5, 300))
def test_a_time_box_holds_the_promise_of_the_day_wherever_it_can(desk: list[FollowUp], minutes: int) -> None:
    ranked = order(desk)
    picked = choose_fitting(ranked, minutes)
    assert sum(item.minutes for item in picked) <= minutes
    left = minutes - sum(item.minutes for item in picked if item.part == "due")
    ids_picked = {item.followup.id for item in picked}
    for item in ranked:
        if item.part == "due" and item.followup.id not in ids_picked:
            assert item.minutes > left


def test_an_hour_of_today_that_was_missed_comes_before_all() -> None:
    queue = [owed(1, day(0, "10:00"), 30), *(owed(number, day(0), 15) for number in (2, 3)), owed(4, day(-3), 120)]
    assert ids(queue, "2026-11-23T10:05:00Z")[0] == 1


def test_what_they_were_told_of_another_day_for_comes_behind_what_can_still_be_kept() -> None:
    broken = verbs.tell(owed(1, day(-3), 240), MONDAY, day(3))
    assert [item.part for item in order([broken])] == ["due"]
    assert ids([broken, owed(2, day(0), 90), owed(3, None, 5)]) == [2, 1, 3]
    assert ids([verbs.promise(owed(1, day(-3), 240), day(3), MONDAY), owed(2, day(0), 300)]) == [1, 2]
