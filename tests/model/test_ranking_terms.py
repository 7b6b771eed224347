"""Each term of the cost of delay: its points, its words, and when it is silent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from followq.model.core.calendar import Calendar
from followq.model.core.effort import estimate_time_left
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranked import Ranked, Term
from followq.model.priority.ranking import Weights, rank, score
from followq.model.priority.terms import TERMS
from followq.model.priority.workload import Defaults, make_desk
from tests.factories import calendar, followup, person

ANA = person()
MONDAY = calendar()
USUAL = Weights()
ALONE = Weights(0, 0, 0, 0, 0, 0, 0)
"""No term counts; tests switch on the one they look at."""


def scored(
    item: FollowUp,
    *others: FollowUp,
    people: Iterable[Person] = (ANA,),
    now: Calendar = MONDAY,
    weights: Weights = USUAL,
    **defaults: Any,
) -> Ranked:
    """One item's score among others."""
    view = make_desk([item, *others], {p.id: p for p in people}, now, Defaults(**defaults))
    return score(item, view, weights)


def only(name: str, item: FollowUp, *others: FollowUp, **world: Any) -> Term | None:
    """The one term of that name, if it counts, without the noise of floating points."""
    found = scored(item, *others, weights=ALONE._replace(**{name: 1.0}), **world).terms
    assert {term.term for term in found} <= {name}
    return found[0]._replace(cost=round(found[0].cost, 9)) if found else None


@pytest.mark.parametrize(
    ("since", "term"),
    [
        ("2026-11-23", Term("waited", 1.0, "waiting since today")),
        ("2026-11-23T08:00:00Z", Term("waited", 1.0, "waiting since today")),
        ("2026-11-20", Term("waited", 2.0, "waiting 1 working day")),
        ("2026-11-19", Term("waited", 3.0, "waiting 2 working days")),
        ("2026-11-16", Term("waited", 6.0, "waiting 5 working days")),
        ("2026-11-09", Term("waited", 11.0, "waiting 10 working days, too long")),
        ("2026-11-24", None),
        ("2026-11-23T09:00:01Z", None),
    ],
)
def test_waiting_costs_more_each_day_and_nothing_before_it_begins(since: str, term: Term | None) -> None:
    assert only("waited", followup(since=since)) == term


def test_waiting_counts_neither_weekends_nor_holidays() -> None:
    term = only("waited", followup(since="2026-11-18"), now=calendar(holidays=["2026-11-19"]))
    assert term == Term("waited", 3.0, "waiting 2 working days")


def test_who_was_promised_a_day_waits_for_that_and_not_since_when() -> None:
    assert only("waited", followup(since="2026-10-01", promised="2026-12-18")) is None


def has_turn(item: FollowUp, *others: FollowUp, **world: Any) -> bool:
    return scored(item, *others, **world).part == "turn"


def test_a_thing_has_its_turn_once_it_waits_much_longer_than_all_that_is_owed_takes() -> None:
    # An hour and nine more make five days at two hours a day: 5 + 1.5 * 5 ** 1.5 is 21.8 days.
    others = [followup(id=number, effort_minutes=60) for number in range(2, 11)]
    assert not has_turn(followup(since="2026-10-23", effort_minutes=60), *others)
    assert has_turn(followup(since="2026-10-22", effort_minutes=60), *others)
    assert has_turn(followup(since="2026-11-13", effort_minutes=60))


def test_the_days_of_somebody_who_weighs_more_count_for_more() -> None:
    others = [followup(id=number, effort_minutes=60) for number in range(2, 11)]
    since = {"key": "2026-11-09", "vip": "2026-11-12"}
    for weight, day in since.items():
        before = (MONDAY.add_working_days(MONDAY.day_of(day), -1)).isoformat()
        assert not has_turn(followup(since=day, effort_minutes=60), *others, people=[person(weight=weight)])
        assert has_turn(followup(since=before, effort_minutes=60), *others, people=[person(weight=weight)])


def test_neither_what_is_promised_nor_what_is_blocked_has_a_turn() -> None:
    assert not has_turn(followup(since="2026-06-01", promised="2026-12-18"))
    assert not has_turn(followup(since="2026-06-01", blocked_by=(2,)), followup(id=2))


def test_what_is_hidden_or_waited_for_is_counted_only_where_it_is_owed() -> None:
    hidden = followup(id=2, effort_minutes=600, snoozed_until="2026-12-01")
    theirs = followup(id=3, effort_minutes=600, ball="theirs")
    assert not has_turn(followup(since="2026-11-13"), hidden)
    assert has_turn(followup(since="2026-11-13"), theirs)


@pytest.mark.parametrize(
    ("promised", "cost", "text"),
    [
        ("2026-12-18", 0.0, "promised Fri 18 Dec"),
        ("2026-11-27", 2.05, "promised Fri 27 Nov"),
        ("2026-11-24", 41.24, "promised Tue 24 Nov"),
        ("2026-11-23", 60.0, "promised for today"),
        ("2026-11-23T15:00:00Z", 60.0, "promised for today 15:00"),
        ("2026-11-23T08:00:00Z", 61.0, "promised Mon 23 Nov 08:00, late"),
        ("2026-11-22", 61.0, "promised Sun 22 Nov, 1 working day late"),
        ("2026-11-20", 61.0, "promised Fri 20 Nov, 1 working day late"),
        ("2026-11-16", 65.0, "promised Mon 16 Nov, 5 working days late"),
    ],
)
def test_a_promise_weighs_more_the_nearer_it_comes_and_most_when_it_is_late(
    promised: str, cost: float, text: str
) -> None:
    item = followup(promised=promised, first_promised=promised)
    found = only("promise", item)
    assert found is not None
    assert (round(found.cost, 2), found.text) == (cost, text)


def test_a_promise_weighs_the_sooner_the_more_is_promised_up_to_its_day() -> None:
    friday = followup(promised="2026-11-27", effort_minutes=30)
    others = [followup(id=number, promised="2026-11-26", effort_minutes=40) for number in range(2, 11)]
    alone, among = only("promise", friday), only("promise", friday, *others)
    assert alone is not None
    assert among is not None
    assert among.cost > 5 * alone.cost
    assert among.text == "promised Fri 27 Nov"
    full = [followup(id=number, promised="2026-11-26", effort_minutes=480) for number in range(2, 11)]
    begun = only("promise", friday, *full)
    assert begun == Term("promise", 60.0, "promised Fri 27 Nov, start today")


def test_a_nearer_promise_never_weighs_less_than_a_later_one_however_full_that_day_is() -> None:
    thursday = followup(promised="2026-11-26", effort_minutes=30)
    friday = [followup(id=number, promised="2026-11-27", effort_minutes=480) for number in range(2, 11)]
    assert scored(thursday, *friday).costs["promise"] >= scored(friday[0], thursday, *friday[1:]).costs["promise"]


def test_what_was_never_promised_has_no_promise_to_weigh() -> None:
    assert only("promise", followup()) is None


def test_a_promise_of_a_weekend_that_is_over_is_late_though_no_working_day_has_passed() -> None:
    term = only("promise", followup(promised="2026-11-21", first_promised="2026-11-21"), now=calendar("2026-11-22"))
    assert term == Term("promise", 61.0, "promised Sat 21 Nov, late")


def test_lateness_counts_from_the_first_promise_however_far_it_was_moved() -> None:
    moved = followup(promised="2026-12-18", first_promised="2026-11-16", slips=1)
    assert only("promise", moved) == Term("promise", 65.0, "promised Mon 16 Nov, 5 working days late; now Fri 18 Dec")


def test_a_withdrawn_promise_weighs_on_as_before() -> None:
    withdrawn = followup(promised=None, first_promised="2026-11-20", slips=1)
    assert only("promise", withdrawn) == Term("promise", 61.0, "promise of Fri 20 Nov withdrawn")


def test_a_promise_moved_nearer_weighs_as_the_nearer_one() -> None:
    nearer = followup(promised="2026-11-24", first_promised="2026-11-27")
    assert only("promise", nearer) == only("promise", followup(promised="2026-11-24"))


@pytest.mark.parametrize(
    ("since", "told_at", "term"),
    [
        ("2026-11-19", None, None),
        ("2026-11-18", None, Term("dark", 1.0, "heard nothing yet for 3 working days")),
        ("2026-11-09", None, Term("dark", 5.0, "heard nothing yet for 10 working days")),
        ("2026-11-02", "2026-11-16T09:00:00Z", None),
        ("2026-11-02", "2026-11-13T09:00:00Z", Term("dark", 1.0, "heard nothing for 6 working days")),
        ("2026-12-14", None, None),
    ],
)
def test_being_in_the_dark_costs_a_point_for_each_day_beyond_the_target_up_to_five(
    since: str, told_at: str | None, term: Term | None
) -> None:
    assert only("dark", followup(since=since, told_at=told_at)) == term


@pytest.mark.parametrize(
    ("targets", "defaults", "never_told", "told"),
    [
        ({}, {}, 3, 0),
        ({}, {"reply_target_days": 4, "keep_informed_days": 3}, 1, 2),
        ({"reply_target_days": 1, "keep_informed_days": 2}, {}, 4, 3),
        ({"reply_target_days": 0, "keep_informed_days": 0}, {}, 5, 5),
    ],
)
def test_a_persons_own_targets_come_before_the_settings(
    targets: dict[str, int], defaults: dict[str, int], never_told: int, told: int
) -> None:
    def points(item: FollowUp) -> float:
        term = only("dark", item, people=[person(**targets)], **defaults)
        return round(term.cost, 9) if term else 0

    assert points(followup(since="2026-11-16")) == never_told
    assert points(followup(since="2026-10-01", told_at="2026-11-16T09:00:00Z")) == told


@pytest.mark.parametrize(
    ("snoozes", "slips", "term"),
    [
        (0, 0, None),
        (1, 0, Term("put_off", 10.0, "put off once")),
        (0, 1, Term("put_off", 20.0, "put off once")),
        (2, 3, Term("put_off", 80.0, "put off 5 times")),
    ],
)
def test_each_snooze_costs_ten_points_and_each_slip_twice_that(snoozes: int, slips: int, term: Term | None) -> None:
    assert only("put_off", followup(snoozes=snoozes, slips=slips)) == term


@pytest.mark.parametrize(
    ("things", "term"),
    [
        (0, None),
        (1, Term("owes_you", 30.0, "owes you 1 thing")),
        (2, Term("owes_you", 60.0, "owes you 2 things")),
        (20, Term("owes_you", 60.0, "owes you 20 things")),
    ],
)
def test_a_person_who_owes_something_too_counts_for_more_up_to_two_things(things: int, term: Term | None) -> None:
    others = [followup(id=10 + n, ball="theirs") for n in range(things)]
    assert only("owes_you", followup(), *others) == term


def test_what_they_owe_counts_the_more_the_less_is_owed_to_them_besides() -> None:
    others = [followup(id=2, ball="theirs"), followup(id=3), followup(id=4), followup(id=5)]
    assert only("owes_you", followup(), *others) == Term("owes_you", 7.5, "owes you 1 thing, you owe 4")


def test_what_another_person_owes_does_not_count() -> None:
    tom = person(id=2, name="Tom Baker")
    assert only("owes_you", followup(), followup(id=2, person_id=2, ball="theirs"), people=[ANA, tom]) is None


def test_what_the_user_hid_for_now_they_still_owe() -> None:
    hidden = followup(id=2, ball="theirs", snoozed_until="2026-12-01")
    assert only("owes_you", followup(), hidden) == Term("owes_you", 30.0, "owes you 1 thing")


def test_what_waits_for_it_adds_half_of_what_its_own_delay_costs() -> None:
    first = followup(id=2, since="2026-11-16", promised="2026-11-16", blocked_by=(1,))
    second = followup(id=3, ball="theirs", since="2026-11-18", promised="2026-11-16", blocked_by=(1, 2))
    third = followup(id=4, since="2026-11-18", blocked_by=(1,))
    # 65 for the promise; of what nothing is promised of the wait, 4.
    assert only("unblocks", followup(), first) == Term("unblocks", 32.5, "unblocks 1 other")
    assert only("unblocks", followup(), first, second) == Term("unblocks", 32.5, "unblocks 2 others")
    assert only("unblocks", followup(), first, second, third) == Term("unblocks", 34.5, "unblocks 3 others")
    assert only("unblocks", followup()) is None


@pytest.mark.parametrize(
    ("weight", "last"),
    [
        ("normal", None),
        ("key", Term("weight", 16.0, "key person")),
        ("vip", Term("weight", 32.0, "VIP person")),
    ],
)
def test_an_important_person_adds_a_share_of_all_the_other_terms_and_comes_last(weight: str, last: Term | None) -> None:
    item = followup(since="2026-11-16", snoozes=1, told_at=MONDAY.instant)  # 6 waited and 10 put off
    found = scored(item, people=[person(weight=weight)], weights=Weights())
    assert sum(term.cost for term in found.terms if term.term != "weight") == pytest.approx(16.0)
    ends_in = found.terms[-1]
    if last is None:
        assert ends_in.term != "weight"
    else:
        assert ends_in._replace(cost=round(ends_in.cost, 9)) == last


def test_the_largest_term_comes_first() -> None:
    item = followup(since="2026-11-19", promised="2026-11-20", first_promised="2026-11-20", snoozes=1)
    assert [term.term for term in scored(item).terms] == ["promise", "put_off"]


def test_of_what_is_blocked_its_promise_counts_and_how_long_they_have_heard_nothing() -> None:
    item = followup(
        since="2026-11-09", promised="2026-11-16", first_promised="2026-11-16", snoozes=3, blocked_by=(2, 3)
    )
    blocked = scored(item, followup(id=2), followup(id=3, ball="theirs"))
    assert [term._replace(cost=round(term.cost, 9)) for term in blocked.terms] == [
        Term("blocked", 0.0, "blocked by 2: do that first and 3: Ana Lopez was asked today"),
        Term("promise", 65.0, "promised Mon 16 Nov, 5 working days late"),
        Term("dark", 5.0, "heard nothing yet for 10 working days"),
    ]
    assert (blocked.action, blocked.minutes) == ("ask", 5)


def test_what_is_blocked_and_lately_told_costs_nothing_but_is_still_ranked() -> None:
    item = followup(since="2026-11-02", told_at="2026-11-20T09:00:00Z", blocked_by=(2,))
    found = {r.followup.id: r for r in rank([item, followup(id=2)], {1: ANA}, MONDAY)}
    assert found[1].score == 0
    assert [term.term for term in found[1].terms] == ["blocked"]


def test_a_blocker_that_is_no_longer_open_blocks_nothing() -> None:
    free = scored(followup(since="2026-11-09", blocked_by=(2,)))
    assert free.terms == scored(followup(since="2026-11-09")).terms


def test_of_several_blockers_the_open_ones_are_named() -> None:
    terms = scored(followup(blocked_by=(2, 3)), followup(id=3)).terms
    assert terms[0] == Term("blocked", 0.0, "blocked by 3: do that first")


@pytest.mark.parametrize(
    ("item", "person_channel", "median", "minutes", "is_estimate"),
    [
        ({"effort_minutes": 40}, None, None, 40, False),
        ({"effort_minutes": 40, "spent_minutes": 25}, None, None, 15, False),
        ({"effort_minutes": 40, "spent_minutes": 40}, None, None, 40, True),
        ({"effort_minutes": 40, "spent_minutes": 90}, None, None, 65, True),
        ({"effort_minutes": 1}, None, None, 2, False),
        ({"effort_minutes": 40}, "call", 25, 40, False),
        ({}, "call", 25, 25, True),
        ({}, None, 1, 2, True),
        ({"spent_minutes": 5}, None, 25, 20, True),
        ({"spent_minutes": 20}, None, 25, 22, True),
        ({"spent_minutes": 100}, None, 25, 62, True),
        ({}, None, None, 15, True),
        ({}, "call", None, 10, True),
        ({"channel": "meet"}, "call", None, 30, True),
        ({"channel": "chat"}, None, None, 5, True),
        ({"channel": "email"}, None, None, 15, True),
        ({"channel": "letter"}, None, None, 30, True),
    ],
)
def test_time_to_clear_is_what_was_said_else_the_median_else_the_channels(
    item: dict[str, Any], person_channel: str | None, median: int | None, minutes: int, is_estimate: bool
) -> None:
    found = estimate_time_left(followup(**item), person(channel=person_channel), median)
    assert found == (minutes, is_estimate)


def test_the_score_is_the_cost_for_each_quarter_hour() -> None:
    item = followup(since="2026-11-20", told_at="2026-11-20T09:00:00Z", effort_minutes=120)
    assert (scored(item).cost, scored(item).score) == (2.0, 2.0 / 8)


@pytest.mark.parametrize("name", Weights._fields)
def test_a_weight_of_zero_switches_its_term_off_and_one_of_two_doubles_it(name: str) -> None:
    dates = (
        {"since": "2026-11-09"} if name in ("waited", "owes_you") else {"since": "2026-11-09", "promised": "2026-11-20"}
    )
    item = followup(snoozes=2, **dates)
    others = [followup(id=2, ball="theirs"), followup(id=3, blocked_by=(1,))]

    def costs(weight: float) -> dict[str, float]:
        weights = Weights()._replace(**{name: weight})
        terms = scored(item, *others, people=[person(weight="vip")], weights=weights).terms
        return {term.term: term.cost for term in terms}

    usual, without, doubled = costs(1), costs(0), costs(2)
    assert name in usual
    assert set(without) == set(usual) - {name}
    assert doubled[name] == pytest.approx(2 * usual[name])
    unchanged = set(usual) - {name, "weight"}
    assert all(usual[other] == without[other] == doubled[other] for other in unchanged)


def test_every_term_counts_once_unless_told_otherwise() -> None:
    assert set(Weights()) == {1.0}


def test_with_everything_switched_off_nothing_costs_anything() -> None:
    found = scored(followup(since="2026-11-02", snoozes=3), weights=ALONE)
    assert (found.terms, found.score, found.cost) == ((), 0, 0)


def test_each_term_has_its_weight_by_name_and_only_the_persons_weight_is_no_term() -> None:
    assert sorted(kind.name for kind in TERMS) == sorted(set(Weights._fields) - {"weight"})
