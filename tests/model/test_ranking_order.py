"""The order of what is owed: who is in it, that it is total, and that it is fair in the long run."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.followup import FollowUp, is_hidden
from followq.model.priority.due import make_promise_key
from followq.model.priority.ranking import Weights, make_score_key, make_turn_key, rank, score
from followq.model.priority.workload import Defaults, make_desk
from tests.factories import QUICK, calendar, followup, person

MONDAY = calendar()
PARTS = ("due", "begin", "turn", "rest")
PEOPLE = {
    1: person(id=1, name="Ana Lopez"),
    2: person(id=2, name="Tom Baker", weight="key", reply_target_days=0, channel="call"),
    3: person(id=3, name="Mia Chen", weight="vip", keep_informed_days=1, channel="meet"),
}
moments = st.one_of(
    st.integers(-60, 20).map(lambda days: (MONDAY.today + timedelta(days=days)).isoformat()),
    st.integers(-90, 90).map(lambda hours: f"{MONDAY.now + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"),
)
maybe = st.none() | moments


@st.composite
def queues(draw: st.DrawFn) -> list[FollowUp]:
    """A small queue in which most things occur: closed ones are never given to the ranking."""
    size = draw(st.integers(1, 7))
    return [
        followup(
            id=number,
            person_id=draw(st.integers(1, 3)),
            ball=draw(st.sampled_from(["mine", "mine", "theirs"])),
            since=draw(moments),
            promised=draw(maybe),
            first_promised=draw(maybe),
            told_at=draw(st.none() | st.just("2026-11-19T09:00:00Z")),
            snoozed_until=draw(st.none() | moments),
            slips=draw(st.integers(0, 3)),
            snoozes=draw(st.integers(0, 3)),
            effort_minutes=draw(st.none() | st.integers(1, 240)),
            spent_minutes=draw(st.integers(0, 60)),
            channel=draw(st.sampled_from([None, "chat", "letter"])),
            blocked_by=tuple(draw(st.sets(st.integers(1, 9), max_size=2)) - {number}),
        )
        for number in range(1, size + 1)
    ]


weights = st.builds(Weights, *[st.sampled_from([0.0, 0.5, 1.0, 3.0])] * len(Weights._fields))


def ids(queue: list[FollowUp], **world: Any) -> list[int]:
    """The ranked ids of a queue, most urgent first."""
    return [item.followup.id for item in rank(queue, PEOPLE, MONDAY, **world)]


def test_only_what_is_owed_and_not_hidden_is_ranked() -> None:
    queue = [
        followup(id=1),
        followup(id=2, ball="theirs"),
        followup(id=3, status="done"),
        followup(id=4, status="dropped"),
        followup(id=5, snoozed_until="2026-11-24"),
        followup(id=6, snoozed_until="2026-11-23"),
    ]
    assert ids(queue) == [1, 6]


def test_an_empty_queue_has_an_empty_order() -> None:
    assert rank([], {}, MONDAY) == []


def test_of_equals_the_lower_id_comes_first() -> None:
    assert ids([followup(id=number) for number in (9, 2, 5)]) == [2, 5, 9]


def test_the_longer_wait_comes_first() -> None:
    queue = [followup(id=1, since="2026-11-20"), followup(id=2, since="2026-11-12"), followup(id=3, since="2026-11-18")]
    assert ids(queue) == [2, 3, 1]


def test_of_two_that_cost_the_same_the_shorter_one_comes_first() -> None:
    assert ids([followup(id=1, effort_minutes=60), followup(id=2, effort_minutes=10)]) == [2, 1]


def test_the_more_important_person_comes_first() -> None:
    queue = [
        followup(id=number, person_id=number, told_at="2026-11-20T09:00:00Z", effort_minutes=10) for number in (1, 2, 3)
    ]
    assert ids(queue) == [3, 2, 1]


def test_what_is_late_comes_before_what_is_promised_for_later() -> None:
    queue = [followup(id=1, promised="2026-12-11"), followup(id=2, promised="2026-11-20")]
    assert ids(queue) == [2, 1]


def test_a_person_who_owes_something_is_got_back_to_before_one_who_does_not() -> None:
    queue = [followup(id=1), followup(id=2, person_id=2), followup(id=3, person_id=2, ball="theirs")]
    assert ids(queue, weights=Weights(weight=0), defaults=Defaults(effort_minutes=15)) == [2, 1]


def test_what_is_blocked_stands_below_what_can_be_cleared() -> None:
    queue = [followup(id=1, since="2026-11-02", blocked_by=(2,)), followup(id=2)]
    told = [item._replace(told_at="2026-11-23T08:00:00Z") for item in queue]
    assert ids(told) == [2, 1]


@QUICK
@given(st.data(), queues(), weights)
def test_the_order_in_which_a_queue_is_read_does_not_matter(
    data: st.DataObject, queue: list[FollowUp], some_weights: Weights
) -> None:
    shuffled = data.draw(st.permutations(queue))
    assert rank(shuffled, PEOPLE, MONDAY, some_weights) == rank(queue, PEOPLE, MONDAY, some_weights)


@QUICK
@given(queues(), weights)
def test_the_order_is_total_part_by_part(queue: list[FollowUp], some_weights: Weights) -> None:
    ranked = rank(queue, PEOPLE, MONDAY, some_weights)
    assert [item.part for item in ranked] == sorted((item.part for item in ranked), key=PARTS.index)
    for part, key in (("begin", make_promise_key), ("turn", make_turn_key), ("rest", make_score_key)):
        keys = [key(item) for item in ranked if item.part == part]
        assert keys == sorted(set(keys))
    assert {item.followup.id for item in ranked} == {f.id for f in queue if f.is_owed and not is_hidden(f, MONDAY)}


@QUICK
@given(queues(), weights)
def test_every_score_is_explained_by_its_terms(queue: list[FollowUp], some_weights: Weights) -> None:
    for item in rank(queue, PEOPLE, MONDAY, some_weights):
        assert item.cost == pytest.approx(sum(term.cost for term in item.terms))
        assert item.score * item.minutes / 15 == pytest.approx(item.cost)
        assert item.minutes >= 2
        assert all(term.cost >= 0 and term.text for term in item.terms)
        names = [term.term for term in item.terms]
        assert len(names) == len(set(names))
        plain = [term.cost for term in item.terms if term.term not in ("blocked", "weight")]
        assert plain == sorted(plain, reverse=True)
        assert "weight" not in names[:-1]
        assert "blocked" not in names[1:]


@QUICK
@given(queues(), weights)
def test_a_term_that_is_switched_off_is_never_seen(queue: list[FollowUp], some_weights: Weights) -> None:
    off = {name for name, value in some_weights._asdict().items() if value == 0}
    seen = {term.term for item in rank(queue, PEOPLE, MONDAY, some_weights) for term in item.terms}
    assert not seen & off


@QUICK
@given(queues(), st.integers(1, 40))
def test_as_days_go_by_nothing_goes_down_while_nothing_is_done(queue: list[FollowUp], days: int) -> None:
    """Neither to a later part of the page, nor by its score within one."""
    later = calendar((MONDAY.today + timedelta(days=days)).isoformat())
    before, after = (make_desk(queue, PEOPLE, when, Defaults()) for when in (MONDAY, later))
    for item in queue:
        if item.is_owed:
            was, now = score(item, before), score(item, after)
            place = PARTS.index(was.part) - PARTS.index(now.part)
            assert place > 0 or (place == 0 and now.score >= was.score - 1e-9)


@QUICK
@given(
    st.integers(5, 480),
    st.integers(1, 3),
    st.integers(5, 60),
    st.integers(0, 9),
    st.integers(0, 2),
    st.none() | st.integers(4, 8),
)
def test_an_old_item_without_a_date_outranks_anything_fresh_within_a_year(
    old_minutes: int, who: int, fresh_minutes: int, owed_things: int, unblocked: int, promised_in: int | None
) -> None:
    a_year_on = date(2027, 11, 22)
    promised = (a_year_on + timedelta(days=promised_in)).isoformat() if promised_in is not None else None
    old = followup(id=1, person_id=1, since="2026-11-23", effort_minutes=old_minutes)
    fresh = followup(
        id=2,
        person_id=who,
        since=a_year_on.isoformat(),
        promised=promised,
        first_promised=promised,
        effort_minutes=fresh_minutes,
    )
    since = a_year_on.isoformat()
    others = [followup(id=10 + n, person_id=who, ball="theirs", since=since) for n in range(owed_things)]
    others += [followup(id=30 + n, ball="theirs", since=since, blocked_by=(2,)) for n in range(unblocked)]
    ranked = rank([old, fresh, *others], PEOPLE, calendar(a_year_on.isoformat()))
    assert [item.followup.id for item in ranked] == [1, 2]


def test_even_a_month_of_work_outranks_five_fresh_minutes_for_a_vip_in_the_end() -> None:
    huge = followup(id=1, since="2026-11-23", effort_minutes=31 * 24 * 60)
    in_ten_years = calendar("2036-11-24")
    tiny = followup(id=2, person_id=3, since="2036-11-24", effort_minutes=5)
    assert rank([huge, tiny], PEOPLE, in_ten_years)[0].followup == huge
