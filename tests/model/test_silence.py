"""How people answer, and what silence then means: bounds, laws, and how little history is drawn to the rest."""

from __future__ import annotations

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.followup import FollowUp
from followq.model.core.turnaround import Turnaround
from followq.model.nudging.response_times import (
    ANSWERS_LOOKED_AT_EACH,
    MOST_SHARE,
    OWN_SHAPE,
    PUBLISHED,
    SAME_DAY,
    SHAPE,
    Habit,
    Habits,
    estimate_chance,
    estimate_worth_of_waiting,
    find_first_gap,
)
from tests.factories import MORE, calendar, followup

MONDAY = calendar()
ANYBODY = st.builds(Habit, st.floats(SAME_DAY, 30), st.floats(0.02, 0.98), st.floats(SHAPE, OWN_SHAPE))


def took(days: int, times: int = 1, person_id: int = 1) -> list[Turnaround]:
    """Answers that each took so many working days."""
    began = MONDAY.add_working_days(MONDAY.today, -days).isoformat() if days else MONDAY.today.isoformat()
    return [Turnaround(person_id, began, "2026-11-23T08:00:00Z")] * times


def silent(number: int, since: str, person_id: int = 1, created_at: str | None = None) -> FollowUp:
    """Something waited for, in the queue from the beginning unless told otherwise."""
    made = created_at or f"{since}T09:00:00Z"
    return followup(id=number, ball="theirs", since=since, person_id=person_id, created_at=made)


NEW = silent(1, "2026-11-23")


def habit(turnarounds: list[Turnaround], *others: FollowUp) -> Habit:
    """The habit behind a new question to person 1."""
    return Habits(turnarounds, [NEW, *others], MONDAY, 5).of(NEW)


@MORE
@given(ANYBODY, st.integers(0, 100))
def test_the_chance_is_a_share_and_falls_with_every_day(one: Habit, days: int) -> None:
    assert 0 < estimate_chance(one, days + 1) < estimate_chance(one, days) <= one.share


@MORE
@given(ANYBODY, st.integers(0, 100))
def test_another_day_of_waiting_is_worth_less_the_longer_the_silence(one: Habit, days: int) -> None:
    silent = days + one.usual_days
    assert 0 < estimate_worth_of_waiting(one, silent + 1) < estimate_worth_of_waiting(one, silent)


@MORE
@given(ANYBODY, st.floats(0.02, 0.98), st.integers(1, 60))
def test_who_answers_more_is_left_alone_for_longer(one: Habit, share: float, days: int) -> None:
    least = estimate_worth_of_waiting(PUBLISHED, days)
    less, more = sorted((one.share, share))
    assert find_first_gap(one._replace(share=less), least, 1, 60) <= find_first_gap(
        one._replace(share=more), least, 1, 60
    )


@MORE
@given(ANYBODY, st.integers(1, 20))
def test_the_first_gap_is_the_first_day_on_which_waiting_is_worth_no_more(one: Habit, days: int) -> None:
    least, usual = estimate_worth_of_waiting(PUBLISHED, days), ceil(one.usual_days)
    gap = find_first_gap(one, least, usual, usual + 15)
    assert usual <= gap <= usual + 15
    assert gap == usual + 15 or estimate_worth_of_waiting(one, gap) <= least
    assert gap == usual or estimate_worth_of_waiting(one, gap - 1) > least


@MORE
@given(st.integers(1, 60))
def test_where_nothing_is_known_the_first_gap_is_the_setting(first_gap_days: int) -> None:
    assert Habits((), [NEW], MONDAY, first_gap_days).first_gap(NEW) == first_gap_days
    old = silent(1, "2026-10-01")
    assert Habits((), [old], MONDAY, first_gap_days).first_gap(old) == first_gap_days


def test_one_answer_moves_a_habit_little_and_many_move_it_all_the_way() -> None:
    rest = habit([])
    one, many = habit(took(8)), habit(took(8, times=60))
    assert rest == PUBLISHED
    assert rest.usual_days < one.usual_days < 2 * rest.usual_days
    assert 6 < many.usual_days < 8
    assert rest.share < one.share < many.share == MOST_SHARE


def test_somebody_unknown_is_taken_for_one_of_the_users_people() -> None:
    few, many = habit(took(4, times=3, person_id=9)), habit(took(4, times=200, person_id=9))
    assert PUBLISHED.usual_days < few.usual_days < 1 < many.usual_days < 4


def test_a_persons_own_answers_outweigh_what_others_do() -> None:
    others = took(10, times=200, person_id=9)
    assert habit(others + took(0, times=40)).usual_days < 0.5 < 5 < habit(others).usual_days


def test_an_answer_on_the_same_day_is_quick_but_not_nothing() -> None:
    assert SAME_DAY < habit(took(0, times=500)).usual_days < 1.1 * SAME_DAY


def test_silence_takes_from_the_share_the_more_the_longer_it_is() -> None:
    shares = [
        habit(took(1, 4), *[silent(number, since) for number in range(2, 8)]).share
        for since in ("2026-11-23", "2026-11-20", "2026-11-16", "2026-10-01")
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == habit(took(1, 4)).share
    assert shares[-1] < 0.7 * shares[0]


def test_six_that_were_asked_long_ago_and_no_answer_mean_that_few_will_come() -> None:
    assert habit([], *[silent(number, "2026-06-01") for number in range(2, 8)]).share < 0.45


def test_the_question_itself_says_nothing_about_the_person_beforehand() -> None:
    old = silent(1, "2026-10-01")
    assert Habits((), [old], MONDAY, 5).of(old) == PUBLISHED


def test_what_was_old_when_it_was_entered_says_little_about_who_answers() -> None:
    entered = [silent(number, "2026-06-01", created_at="2026-11-23T08:00:00Z") for number in range(2, 40)]
    assert habit([], *entered).share == PUBLISHED.share


def test_silence_from_before_the_answers_that_are_looked_at_does_not_count_against_anybody() -> None:
    old = [silent(number, "2026-06-01") for number in range(2, 8)]
    whole, less = habit(took(1, ANSWERS_LOOKED_AT_EACH), *old), habit(took(1, ANSWERS_LOOKED_AT_EACH))
    assert less.share - 0.02 < whole.share <= less.share
    assert habit(took(1, ANSWERS_LOOKED_AT_EACH - 1), *old).share < habit(took(1, ANSWERS_LOOKED_AT_EACH - 1)).share


def test_what_is_expected_later_is_no_silence_until_then() -> None:
    def share(promised: str) -> float:
        return habit([], *[silent(n, "2026-10-01")._replace(promised=promised) for n in range(2, 12)]).share

    assert share("2026-11-24") == PUBLISHED.share > share("2026-11-20")


@MORE
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20)), max_size=40), st.randoms(use_true_random=False))
def test_habits_do_not_depend_on_the_order_of_reading(spells: list[tuple[int, int]], chaos: object) -> None:
    known = [spell for person_id, days in spells for spell in took(days, person_id=person_id)]
    mixed = known[:]
    chaos.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = habit(known), habit(mixed)
    assert abs(one.usual_days - other.usual_days) < 1e-9
    assert one.share == other.share


def test_what_is_usual_is_said_from_two_answers_on() -> None:
    assert Habits(took(3), [], MONDAY, 5).usual_days(1) is None
    assert Habits(took(3) + took(9, times=2), [], MONDAY, 5).usual_days(1) == 9
    assert Habits(took(3, times=2), [], MONDAY, 5).usual_days(2) is None
    assert Habits(took(3, times=7), [], MONDAY, 5).usual_days_of_all is None
    assert Habits(took(3, times=8), [], MONDAY, 5).usual_days_of_all == 3
