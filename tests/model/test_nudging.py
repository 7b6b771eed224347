"""When to ask again: gaps that grow, expected dates, and another way after the third time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.person import CHANNELS
from followq.model.nudging.absence import Absence
from followq.model.nudging.dependents import find_dependents
from followq.model.nudging.nudging import (
    NUDGES_BEFORE_DECISION,
    check_in,
    choose_answer_day,
    find_decisions,
    find_waits,
)
from followq.model.nudging.outlook import OTHER_CHANNEL, explain_outlook, make_outlook, make_outlooks
from followq.model.nudging.response_times import Habits, Surroundings
from tests.factories import MORE, calendar, followup, person
from tests.model.asking import ANA, MONDAY, answered, desk_of, due, look, unknown, waiting

if TYPE_CHECKING:
    from followq.model.core.person import Channel


@pytest.mark.parametrize(
    ("now", "days_due", "is_due"),
    [
        ("2026-11-16", -3, False),
        ("2026-11-18", -1, False),
        ("2026-11-19", 0, True),
        ("2026-11-20", 1, True),
        ("2026-11-22", 1, True),
        ("2026-11-23", 2, True),
    ],
)
def test_the_first_nudge_is_due_after_the_first_gap_of_silence(now: str, days_due: int, is_due: bool) -> None:
    found = look(waiting(since="2026-11-16"), now)
    assert (found.due_on, found.days_due, found.is_due) == (date(2026, 11, 19), days_due, is_due)


def test_the_first_gap_is_a_setting() -> None:
    assert look(waiting(since="2026-11-16"), first_gap_days=1).due_on == date(2026, 11, 17)
    assert look(waiting(since="2026-11-16"), first_gap_days=10).due_on == date(2026, 11, 30)


def test_gaps_are_working_days() -> None:
    assert look(waiting(since="2026-11-19")).due_on == date(2026, 11, 24)
    assert look(waiting(since="2026-11-19"), holidays=["2026-11-24"]).due_on == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("nudges", "due_on"),
    [
        (1, date(2026, 11, 5)),  # 3 working days after 2 November
        (2, date(2026, 11, 6)),
        (3, date(2026, 11, 6)),
        (500, date(2026, 11, 6)),
    ],
)
def test_after_a_nudge_the_next_is_days_away_counted_from_it(nudges: int, due_on: date) -> None:
    asked = waiting(since="2026-10-01", nudges=nudges, nudged_at="2026-11-02T09:00:00Z")
    assert look(asked, first_gap_days=5).due_on == due_on


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        ([0] * 10, [2, 2, 2]),
        ([1] * 6, [2, 2, 2]),
        ([2] * 6, [3, 4, 4]),
        ([3] * 6, [4, 5, 5]),
        ([9] * 6, [5, 5, 5]),
    ],
)
def test_after_a_nudge_they_get_what_is_usual_for_them_and_a_little_more_each_time(
    days: list[int], gaps: list[int]
) -> None:
    item = waiting(nudged_at="2026-11-23T08:00:00Z")
    habits = Habits(answered(*days), [item], MONDAY, 5)
    found = [-find_waits([item._replace(nudges=nudges)], MONDAY, habits)[0].days_due for nudges in (1, 2, 3)]
    assert found == gaps


@pytest.mark.parametrize(
    ("promised", "due_on", "is_due"),
    [
        ("2026-11-20", date(2026, 11, 23), True),
        ("2026-11-19", date(2026, 11, 20), True),
        ("2026-11-23", date(2026, 11, 24), False),
        ("2026-11-27", date(2026, 11, 30), False),
        ("2026-11-28", date(2026, 11, 30), False),
        ("2027-02-01", date(2027, 2, 2), False),
    ],
)
def test_what_is_expected_by_a_day_is_left_alone_until_the_day_has_passed(
    promised: str, due_on: date, is_due: bool
) -> None:
    found = look(waiting(since="2026-10-01", promised=promised))
    assert (found.due_on, found.is_due) == (due_on, is_due)


def test_an_expected_day_that_has_passed_makes_it_due_however_short_the_silence() -> None:
    assert look(waiting(since="2026-11-20", promised="2026-11-20")).is_due


def test_what_is_expected_by_an_hour_is_left_alone_until_the_hour_has_passed() -> None:
    assert not look(waiting(since="2026-11-16", promised="2026-11-23T15:00:00Z")).is_due
    assert not look(waiting(since="2026-11-16", promised="2026-11-24T08:00:00Z")).is_due


def test_an_expected_hour_that_has_passed_makes_it_due_at_once() -> None:
    found = look(waiting(since="2026-11-16", promised="2026-11-23T08:00:00Z"))
    assert "late" in found.text
    assert found.is_due


def test_an_expected_day_that_has_passed_since_the_last_nudge_makes_it_due_at_once() -> None:
    nudged = waiting(since="2026-10-01", nudges=2, nudged_at="2026-11-16T09:00:00Z", promised="2026-11-20")
    found = look(nudged)
    assert "late" in found.text
    assert found.is_due


def test_a_nudge_ahead_of_the_expected_day_changes_nothing_about_that_day() -> None:
    early = waiting(since="2026-10-01", nudges=1, nudged_at="2026-11-02T09:00:00Z", promised="2026-12-18")
    assert look(early).due_on == date(2026, 12, 21)


def test_after_a_nudge_for_what_is_late_they_get_their_time_again() -> None:
    late = waiting(since="2026-10-01", promised="2026-11-18", first_promised="2026-11-18")
    assert look(late).is_due
    assert not look(verbs.nudge(late, MONDAY)).is_due


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"since": "2026-11-16"}, "5 working days silent"),
        ({"since": "2026-11-20"}, "1 working day silent"),
        ({"since": "2026-11-23"}, "asked today"),
        ({"since": "2026-11-16", "promised": "2026-11-20"}, "expected Fri 20 Nov, late; 5 working days silent"),
        ({"since": "2026-11-16", "promised": "2026-11-23"}, "expected Mon 23 Nov; 5 working days silent"),
        (
            {"since": "2026-11-02", "nudges": 1, "nudged_at": "2026-11-18T09:00:00Z"},
            "3 working days silent; nudged once",
        ),
        (
            {"since": "2026-11-02", "nudges": 2, "nudged_at": "2026-11-23T08:00:00Z"},
            "asked today; nudged twice; try another way",
        ),
        (
            {"since": "2026-10-02", "nudges": 3, "nudged_at": "2026-11-20T09:00:00Z"},
            "1 working day silent; nudged 3 times; try another way",
        ),
        (
            {"since": "2026-10-02", "nudges": 3, "nudged_at": "2026-11-16T09:00:00Z"},
            "5 working days silent; nudged 3 times; ask somebody else, let it go, or do without",
        ),
        (
            {
                "since": "2026-10-02",
                "nudges": 3,
                "nudged_at": "2026-11-16T09:00:00Z",
                "heard_at": "2026-11-23T08:00:00Z",
            },
            "heard today",
        ),
    ],
)
def test_the_reason_says_what_was_expected_how_long_it_is_silent_and_how_often_they_were_asked(
    fields: dict[str, object], text: str
) -> None:
    assert look(waiting(**fields)).text == text


def test_what_was_asked_on_friday_is_silent_since_then_on_saturday() -> None:
    assert look(waiting(since="2026-11-20T16:00:00Z"), "2026-11-21").text == "silent since Fri 20 Nov"


def test_what_will_only_be_waited_for_later_is_neither_silent_nor_asked() -> None:
    text = look(waiting(since="2026-12-14")).text
    assert "Mon 14 Dec" in text
    assert "asked" not in text
    assert "silent" not in text


@pytest.mark.parametrize(
    ("item", "persons", "via"),
    [
        (None, None, None),
        (None, "call", "call"),
        ("chat", "call", "chat"),
        ("letter", None, "letter"),
    ],
)
def test_the_channel_is_the_items_else_the_persons(item: Channel | None, persons: Channel | None, via: Channel) -> None:
    assert make_outlook(waiting(channel=item), person(channel=persons), MONDAY, unknown()).via == via


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("nudges", range(6))
def test_after_two_nudges_another_channel_is_proposed(channel: Channel, nudges: int) -> None:
    asked = waiting(channel=channel, nudges=nudges, nudged_at="2026-11-20T09:00:00Z")
    found = look(asked)
    assert (found.via != channel) is (nudges >= 2)
    assert ("try another way" in found.text) is (nudges >= 2)
    assert found.via in CHANNELS


@pytest.mark.parametrize(("channel", "via"), [("chat", "call"), ("meet", "call"), ("call", "meet"), (None, "call")])
def test_where_there_is_a_number_the_other_way_is_to_call(channel: Channel | None, via: Channel) -> None:
    asked = waiting(channel=channel, nudges=2, nudged_at="2026-11-20T09:00:00Z")
    ana = person(emails=("ana@example.com",), phones=("+34 600",))
    assert make_outlook(asked, ana, MONDAY, unknown()).via == via


def test_where_writing_brought_nothing_a_call_is_proposed() -> None:
    assert {OTHER_CHANNEL[channel] for channel in ("email", "chat", "letter")} == {"call"}


@MORE
@given(st.integers(-30, 0), st.integers(0, 6), st.integers(0, 20), st.integers(1, 10), st.booleans())
def test_due_is_the_day_itself_and_every_day_after_it(
    since: int, nudges: int, days_later: int, gap: int, is_expected: bool
) -> None:
    begun = date.fromordinal(MONDAY.today.toordinal() + since).isoformat()
    item = waiting(
        since=begun,
        nudges=nudges,
        nudged_at=f"{begun}T09:00:00Z" if nudges else None,
        promised="2026-11-26" if is_expected else None,
    )
    now = date.fromordinal(MONDAY.today.toordinal() + days_later).isoformat()
    found = look(item, now, gap)
    assert calendar().is_working(found.due_on)
    assert (found.days_due >= 0) is (found.due_on <= date.fromisoformat(now))


def test_a_week_without_any_workday_is_counted_in_plain_days() -> None:
    here = calendar(workdays=())
    item = waiting(since="2026-11-22")
    found = make_outlook(item, ANA, here, unknown(here))
    assert (found.due_on, found.is_due) == (date(2026, 11, 25), False)
    assert not find_waits([item], here, unknown(here))[0].is_due


def test_the_list_holds_what_is_waited_for_and_not_hidden() -> None:
    items = [
        waiting(id=1),
        followup(id=2),
        waiting(id=3, status="done"),
        waiting(id=4, snoozed_until="2026-11-24"),
        waiting(id=5, snoozed_until="2026-11-23"),
    ]
    assert due(items) == [1, 5]


def test_the_most_overdue_comes_first_then_the_longer_wait_then_the_lower_id() -> None:
    items = [
        waiting(id=7, since="2026-11-20"),
        waiting(id=6, since="2026-11-16"),
        waiting(id=5, since="2026-11-02"),
        waiting(id=4, since="2026-11-16"),
        waiting(id=3, since="2026-09-01", promised="2026-11-18"),
    ]
    assert [wait.followup.id for wait in find_waits(items, MONDAY, unknown())] == [5, 3, 4, 6, 7]


@MORE
@given(st.permutations(range(1, 7)))
def test_the_order_does_not_depend_on_the_order_of_reading(numbers: list[int]) -> None:
    items = [waiting(id=number, since=f"2026-11-{16 + number % 3}", nudges=number // 5) for number in numbers]
    assert [wait.followup.id for wait in find_waits(items, MONDAY, unknown())] == [3, 6, 1, 4, 2, 5]


def test_without_a_channel_they_are_reached_as_they_can_be() -> None:
    def via(**fields: tuple[str, ...]) -> str | None:
        return make_outlook(waiting(), person(**fields), MONDAY, unknown()).via

    assert via(emails=("ana@example.com",), phones=("+34 600",)) == "email"
    assert via(phones=("+34 600",)) == "call"
    assert via() is None


def test_the_outlooks_stand_in_the_order_of_the_waits() -> None:
    items = [waiting(id=number, since=f"2026-11-{23 - number}") for number in (1, 4, 2, 3)]
    found = make_outlooks(items, {1: ANA}, MONDAY, unknown())
    assert [one.followup.id for one in found] == [4, 3, 2, 1]
    assert found[0] == make_outlook(items[1], ANA, MONDAY, unknown())


def test_of_two_due_on_the_same_day_the_longer_wait_comes_first_whatever_its_id() -> None:
    assert due([waiting(id=1, since="2026-11-14"), waiting(id=2, since="2026-11-13")]) == [2, 1]


MOMENTS = ("2026-11-20", "2026-11-21", "2026-11-23", "2026-11-23T07:00:00Z", "2026-11-23T20:00:00Z", "2026-12-01", None)


@MORE
@given(
    st.sampled_from(MOMENTS[:3]),
    st.sampled_from(MOMENTS),
    st.integers(0, 5),
    st.sampled_from(MOMENTS[3:5]),
    st.integers(-4, 30),
)
def test_the_list_counts_the_same_days_as_the_outlook(
    since: str, promised: str | None, nudges: int, nudged_at: str, days_later: int
) -> None:
    here = calendar(date.fromordinal(MONDAY.today.toordinal() + days_later).isoformat(), zone="Europe/Madrid")
    item = waiting(since=since, promised=promised, nudges=nudges, nudged_at=nudged_at if nudges else None)
    (wait,) = find_waits([item], here, unknown(here))
    found = make_outlook(item, ANA, here, unknown(here))
    assert (wait.days_due, wait.is_due) == (found.days_due, found.is_due)


def test_a_slow_person_is_asked_later_than_a_quick_one() -> None:
    items = [waiting(id=number, person_id=number, since="2026-11-13") for number in (1, 2)]
    history = answered(*[8, 7, 9, 7] * 3, person_id=1) + answered(*[0, 1, 0, 0] * 3, person_id=2)
    slow, quick = (make_outlook(item, ANA, MONDAY, Habits(history, items, MONDAY, 5)) for item in items)
    assert quick.is_due
    assert not slow.is_due
    assert quick.due_on < slow.due_on


@pytest.mark.parametrize(
    ("days", "gap"),
    [([0], 5), ([0] * 10, 5), ([1] * 6, 5), ([2, 1, 2, 2, 1, 2], 5), ([3] * 6, 8), ([6] * 6, 9), ([30] * 6, 8)],
)
def test_no_habit_of_answering_justifies_a_long_silence(days: list[int], gap: int) -> None:
    item = waiting()
    assert -find_waits([item], MONDAY, Habits(answered(*days), [item], MONDAY, 5))[0].days_due == gap


def test_who_never_answers_is_asked_before_the_usual_gap_and_the_row_says_so() -> None:
    old = [waiting(id=number, since="2026-09-01", created_at="2026-09-01T09:00:00Z") for number in range(2, 12)]
    new = waiting(since="2026-11-19", created_at="2026-11-19T09:00:00Z")
    found = make_outlook(new, ANA, MONDAY, Habits((), [*old, new], MONDAY, 5))
    assert found.days_due == 0
    assert found.text == "2 working days silent, Ana Lopez leaves much unanswered"


def test_the_row_says_of_an_unknown_person_that_people_answer_seldom() -> None:
    old = [waiting(id=n, person_id=9, since="2026-06-01", created_at="2026-06-01T09:00:00Z") for n in range(2, 60)]
    new = waiting(since="2026-11-20", created_at="2026-11-20T09:00:00Z")
    found = make_outlook(new, ANA, MONDAY, Habits((), [*old, new], MONDAY, 5))
    assert found.text == "1 working day silent, much of what you ask stays unanswered"


def test_who_answers_in_two_days_or_not_at_all_is_told_so() -> None:
    old = [waiting(id=n, since="2026-10-01", created_at="2026-10-01T09:00:00Z") for n in range(2, 30)]
    new = waiting(since="2026-11-20", created_at="2026-11-20T09:00:00Z")
    found = make_outlook(new, ANA, MONDAY, Habits(answered(2, 2, 2), [*old, new], MONDAY, 5))
    assert found.text == "1 working day silent, Ana Lopez usually answers in 2, but leaves much unanswered"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([2, 9, 1], "5 working days silent, Ana Lopez usually answers in 2; nudged once"),
        ([0, 0], "5 working days silent, Ana Lopez usually answers the same day; nudged once"),
        ([4], "5 working days silent; nudged once"),
    ],
)
def test_the_reason_says_what_is_usual_for_the_person_once_that_is_known(days: list[int], text: str) -> None:
    item = waiting(since="2026-11-02", nudges=1, nudged_at="2026-11-16T09:00:00Z")
    assert make_outlook(item, ANA, MONDAY, Habits(answered(*days), [item], MONDAY, 3)).text == text


def test_of_somebody_unknown_the_reason_says_what_is_usual_for_people() -> None:
    item = waiting(since="2026-11-16")
    habits = Habits(answered(*[1, 1, 2, 1] * 2, person_id=9), [item], MONDAY, 3)
    assert make_outlook(item, ANA, MONDAY, habits).text == "5 working days silent, people usually answer you in 1"


def test_a_long_name_is_cut_in_the_reason() -> None:
    item = waiting(since="2026-11-16")
    name = "Department of Long Names and Even Longer Answers"
    text = make_outlook(item, person(name=name), MONDAY, Habits(answered(1, 1), [item], MONDAY, 3)).text
    assert name not in text
    assert text.startswith("5 working days silent, Department of Long")


def test_the_chance_falls_with_silence_and_starts_anew_with_a_nudge() -> None:
    item = waiting(since="2026-11-09")
    chances = [look(item, now).chance for now in ("2026-11-09", "2026-11-10", "2026-11-13", "2026-11-23", "2026-12-23")]
    assert chances == sorted(chances, reverse=True)
    assert 0 < chances[-1] < chances[0] < 1
    assert look(verbs.nudge(item, MONDAY)).chance == chances[0]


@pytest.mark.parametrize(
    ("promised", "since", "due_on"),
    [
        ("2026-11-27", "2026-11-23", date(2026, 11, 26)),
        ("2026-11-28", "2026-11-23", date(2026, 11, 27)),  # on a Saturday
        ("2026-11-24", "2026-11-23", date(2026, 11, 24)),  # handed over too late to be asked the day before
        ("2026-11-20", "2026-11-23", date(2026, 11, 24)),
        ("2027-02-01", "2026-11-23", date(2026, 11, 30)),
    ],
)
def test_what_a_promise_hangs_on_is_asked_for_on_the_working_day_before(
    promised: str, since: str, due_on: date
) -> None:
    assert desk_of(MONDAY.today, waiting(since=since), promised, None, []).due_on == due_on


def test_a_day_they_named_that_is_too_late_for_a_promise_does_not_keep_it_from_being_asked() -> None:
    item = waiting(since="2026-11-16", promised="2026-12-04")
    assert desk_of(MONDAY.today, item, "2026-11-27", None, []).due_on == date(2026, 11, 26)


def test_what_hangs_on_it_is_said_first_and_comes_first() -> None:
    items = [
        waiting(id=number, since=since) for number, since in ((1, "2026-11-23"), (2, "2026-10-01"), (3, "2026-11-23"))
    ]
    blocked = [
        followup(id=7, text="Quarter report", promised="2026-11-27", blocked_by=(3,)),
        followup(id=8, text="Press note", blocked_by=(7,)),
        followup(id=9, text="Far away", promised="2027-02-01", blocked_by=(1,)),
    ]
    habits = Habits((), items, MONDAY, 5, around=Surroundings(MONDAY, dependents=find_dependents(blocked, MONDAY)))
    found = make_outlooks(items, {1: ANA}, MONDAY, habits)
    assert [one.followup.id for one in found] == [3, 2, 1]
    assert found[0].text == "7 Quarter report hangs on it, promised Fri 27 Nov, and 1 more; asked today"
    assert found[0].blocks == (7, 8)


def test_what_is_done_or_theirs_hangs_on_nothing_and_circles_end() -> None:
    blocked = [
        followup(id=1, status="done", blocked_by=(5,)),
        waiting(id=2, blocked_by=(5,)),
        followup(id=3, promised="2026-11-27", blocked_by=(2, 4)),
        followup(id=4, promised="2026-11-25", blocked_by=(3,)),
    ]
    found = find_dependents(blocked, MONDAY)
    assert [item.id for item in found[5].followups] == [4, 3]
    assert [item.id for item in found[3].followups] == [4]


@pytest.mark.parametrize(
    ("now", "due_on", "text"),
    [
        ("2026-11-23", date(2026, 12, 1), "away until Fri 27 Nov; 3 working days silent"),
        ("2026-11-28", date(2026, 12, 1), "3 working days silent"),
        ("2026-12-01", date(2026, 12, 1), "5 working days silent"),
    ],
)
def test_days_away_do_not_count_as_silence(now: str, due_on: date, text: str) -> None:
    here = calendar(now)
    item = waiting(since="2026-11-18")
    habits = Habits((), [item], here, 5, around=Surroundings(here, {1: Absence("2026-11-24", "2026-11-27")}))
    found = make_outlook(item, person(away_until="2026-11-27"), here, habits)
    assert (found.due_on, found.text) == (due_on, text)


def test_what_was_due_before_they_left_is_due_one_working_day_after() -> None:
    item = waiting(since="2026-10-01")
    for now, is_due in (("2026-11-27", False), ("2026-11-29", False), ("2026-11-30", True)):
        here = calendar(now)
        habits = Habits((), [item], here, 5, around=Surroundings(here, {1: Absence("2026-11-23", "2026-11-27")}))
        (wait,) = find_waits([item], here, habits)
        assert wait.is_due is is_due


def test_an_answer_in_part_starts_their_clock_again_and_forgives_the_nudges() -> None:
    silent = waiting(since="2026-10-01", nudges=3, nudged_at="2026-11-12T09:00:00Z")
    heard = silent._replace(heard_at="2026-11-20T09:00:00Z")
    assert look(silent).is_decision
    found = look(heard, first_gap_days=5)
    assert (found.due_on, found.is_stuck, found.text) == (date(2026, 11, 27), False, "1 working day silent")


def test_what_stays_silent_after_three_nudges_is_for_the_user_to_decide() -> None:
    items = [
        waiting(id=1, nudges=3, since="2026-10-01", nudged_at="2026-11-12T09:00:00Z"),
        waiting(id=2, nudges=2, since="2026-10-01", nudged_at="2026-11-12T09:00:00Z"),
        waiting(id=3, nudges=3, since="2026-10-01", nudged_at="2026-11-23T08:00:00Z"),
        waiting(id=4, nudges=3, since="2026-10-01", nudged_at="2026-11-12T09:00:00Z", promised="2026-12-04"),
    ]
    found = find_waits(items, MONDAY, unknown())
    assert [item.id for item in find_decisions(found)] == [1]
    assert [wait.followup.id for wait in found if wait.is_due] == [2]


def test_several_nudges_on_one_day_count_once_and_the_last_is_the_one_that_counts() -> None:
    item = waiting(since="2026-11-02")
    for hour in (8, 9, 15):
        item = verbs.nudge(item, calendar(f"2026-11-23T{hour:02}:00:00Z"))
    assert (item.nudges, item.nudged_at) == (1, "2026-11-23T15:00:00Z")
    assert verbs.nudge(item, calendar("2026-11-24")).nudges == 2


def test_the_day_is_the_users_when_nudges_are_counted() -> None:
    late = verbs.nudge(waiting(since="2026-11-02"), calendar("2026-11-23T23:30:00Z", zone="Asia/Tokyo"))
    assert verbs.nudge(late, calendar("2026-11-24T08:00:00Z", zone="Asia/Tokyo")).nudges == 1


def test_a_nudge_notes_the_day_they_name_and_a_later_one_is_their_slip() -> None:
    first = verbs.nudge(waiting(since="2026-11-02"), MONDAY, "2026-11-26")
    assert (first.promised, first.first_promised, first.slips) == ("2026-11-26", "2026-11-26", 0)
    assert look(first).due_on == date(2026, 11, 27)
    later = verbs.nudge(first, calendar("2026-11-27"), "2026-12-01")
    assert (later.promised, later.first_promised, later.slips) == ("2026-12-01", "2026-11-26", 1)


@pytest.mark.parametrize(
    ("promised", "day"),
    [
        ("2026-11-27", "2026-11-26"),
        ("2026-11-30", "2026-11-27"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-23", "2026-11-24"),
    ],
)
def test_the_check_in_is_the_working_day_before_a_promise_but_not_today(promised: str, day: str) -> None:
    assert check_in(promised, MONDAY) == day


def test_an_answer_is_asked_for_within_days_and_before_what_hangs_on_it() -> None:
    item = waiting(since="2026-11-02")
    assert choose_answer_day(item, MONDAY, unknown(first_gap_days=5)) == "2026-11-26"
    assert choose_answer_day(verbs.nudge(item, MONDAY), MONDAY, unknown(first_gap_days=5)) == "2026-11-26"
    blocked = [followup(id=7, promised="2026-11-26", blocked_by=(1,))]
    habits = Habits((), [item], MONDAY, 5, around=Surroundings(MONDAY, dependents=find_dependents(blocked, MONDAY)))
    assert choose_answer_day(item, MONDAY, habits) == "2026-11-25"


def test_the_explanation_names_everything_that_the_day_comes_from() -> None:
    item = waiting(since="2026-11-02", nudges=1, nudged_at="2026-11-18T08:00:00Z", promised="2026-11-17")
    blocked = [followup(id=7, text="Quarter report", promised="2026-12-04", blocked_by=(1,))]
    habits = Habits(
        answered(2, 2, 2), [item], MONDAY, 5, around=Surroundings(MONDAY, dependents=find_dependents(blocked, MONDAY))
    )
    found = explain_outlook(item, person(away_until="2026-11-24"), MONDAY, habits)
    assert [(reason.term, reason.text) for reason in found.terms] == [
        ("silence", "3 working days silent"),
        ("usual", "Ana Lopez usually answers in 2"),
        ("gap", "worth asking again 3 working days after the last nudge, unless something below changes that"),
        ("nudges", "nudged once"),
        ("expected", "expected Tue 17 Nov, late"),
        (
            "hanging",
            "7 Quarter report hangs on it, promised Fri 4 Dec: asked for on the working day before at the latest",
        ),
        ("away", "away until Tue 24 Nov"),
    ]
    assert found.outlook == make_outlook(item, person(away_until="2026-11-24"), MONDAY, habits)
    assert NUDGES_BEFORE_DECISION == 3
