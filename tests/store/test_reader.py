"""The questions that pages and commands put to the queue."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.effort import EFFORTS_NEEDED
from followq.model.core.filter import Filter, Period, make_period
from tests.factories import QUICK, calendar, followup, person
from tests.store.builders import ALL, NOW, Desk, Step, deeds, some_steps

LATER = "2026-11-30T09:00:00Z"


def during(since: str | None, until: str | None) -> Period:
    return make_period(since, until, calendar())


@pytest.fixture
def desk() -> Desk:
    """Ana and Tom with something on either side, something done and something hidden."""
    desk = Desk()
    desk.add(person(), person(id=2, name="Tom", emails=("tom@example.com",)))
    items = (
        followup(id=1, since="2026-11-16", project="Spring", tags=("Urgent", "quote")),
        followup(id=2, ball="theirs", since="2026-11-18T23:30:00Z", nudges=1, nudged_at="2026-11-20T09:00:00Z"),
        followup(id=3, person_id=2, since="2026-11-20", told_at="2026-11-21T09:00:00Z", snoozed_until="2026-12-01"),
        followup(
            id=4, person_id=2, status="done", closed_at="2026-11-22T09:00:00Z", spent_minutes=30, project="spring"
        ),
        followup(id=5, person_id=2, status="dropped", closed_at="2026-11-22T15:00:00Z", tags=("urgent",)),
        followup(id=6, since="2026-12-05", blocked_by=(2, 3), source="mail:1@example.com", project="Autumn"),
    )
    desk.add(*items)
    return desk


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, [1, 2, 3, 6]),
        ({"status": None}, [1, 2, 3, 4, 5, 6]),
        ({"status": "done"}, [4]),
        ({"status": "dropped"}, [5]),
        ({"ball": "theirs"}, [2]),
        ({"ball": "mine"}, [1, 3, 6]),
        ({"person_id": 2}, [3]),
        ({"person_id": 2, "status": None}, [3, 4, 5]),
        ({"person_id": 9}, []),
        ({"project": "SPRING"}, [1]),
        ({"project": "spring", "status": None}, [1, 4]),
        ({"project": "spr"}, []),
        ({"project": ""}, [2, 3]),
        ({"tags": ("urgent",)}, [1]),
        ({"tags": ("urgent", "QUOTE")}, [1]),
        ({"tags": ("urgent", "other")}, []),
        ({"tags": ("urgent",), "status": None}, [1, 5]),
        ({"period": during("2026-11-18", None)}, [2, 3, 6]),
        ({"period": during(None, "2026-11-18")}, [1, 2]),
        ({"period": during("2026-11-18", "2026-11-18")}, [2]),
        (
            {
                "ball": "mine",
                "person_id": 1,
                "project": "spring",
                "tags": ("quote",),
                "period": during(None, "2026-11-30"),
            },
            [1],
        ),
    ],
)
def test_follow_ups_are_selected_by_any_of_their_sides(desk: Desk, wanted: dict[str, Any], ids: list[int]) -> None:
    assert [f.id for f in desk.reader.select(Filter(**wanted))] == ids


def test_one_follow_up_is_found_by_its_number(desk: Desk) -> None:
    found = desk.reader.followup(4)
    assert found is not None
    assert found.status == "done"
    assert desk.reader.followup(99) is None
    assert desk.reader.followup(0) is None
    assert desk.reader.followup(-1) is None


def test_everything_open_comes_from_both_sides(desk: Desk) -> None:
    assert {f.id for f in desk.reader.open_followups()} == {1, 2, 3, 6}
    assert [f.id for f in desk.reader.open_with(1)] == [1, 2, 6]
    assert [f.id for f in desk.reader.open_with(2)] == [3]


def test_what_waits_for_an_item_is_found(desk: Desk) -> None:
    assert [f.id for f in desk.reader.blocked_by(2)] == [6]
    assert [f.id for f in desk.reader.blocked_by(3)] == [6]
    assert desk.reader.blocked_by(23) == []
    assert desk.reader.blocked_by(6) == []


def test_what_came_from_a_source_is_found(desk: Desk) -> None:
    found = desk.reader.with_source("mail:1@example.com")
    assert found is not None
    assert found.id == 6
    assert desk.reader.with_source("mail:2@example.com") is None


def test_people_are_found_by_number_name_and_address(desk: Desk) -> None:
    assert desk.reader.people() == {
        1: person(),
        2: person(id=2, name="Tom", emails=("tom@example.com",)),
    }
    assert list(desk.reader.people([2, 2, 9])) == [2]
    assert desk.reader.people([]) == {}
    assert [p.id for p in desk.reader.people_called("  TOM@Example.com ")] == [2]
    assert desk.reader.people_called("Anna") == []


def test_people_with_nothing_open_are_not_among_those_of_open() -> None:
    desk = Desk()
    desk.add(person(), person(id=2, name="Tom"))
    desk.add(followup(person_id=2, status="done", closed_at=NOW))
    assert desk.reader.people_of_open() == {}
    desk.add(followup(id=2))
    assert list(desk.reader.people_of_open()) == [1]


def test_the_last_sign_is_known_of_each_person(desk: Desk) -> None:
    assert desk.reader.last_signs(calendar(NOW)) == {1: "2026-11-20T09:00:00Z", 2: "2026-11-23"}
    assert desk.reader.last_signs(calendar(NOW), person_id=2) == {2: "2026-11-23"}


def test_a_wait_that_begins_later_is_no_sign_yet(desk: Desk) -> None:
    assert desk.reader.last_signs(calendar("2026-12-06T00:00:00Z"))[1] == "2026-12-05"


def test_time_is_summed_up_and_requests_are_counted(desk: Desk) -> None:
    assert desk.reader.amounts(desk.reader.tosses()) == ({1: 0, 2: 30}, {1: 2, 2: 3})


def test_what_was_closed_last_with_a_person_is_found(desk: Desk) -> None:
    closed = [f.id for f in desk.reader.select(ALL) if f.person_id == 2 and not f.is_open]
    assert [f.id for f in desk.reader.closed_with(2, 5)] == closed[::-1]
    assert desk.reader.closed_with(2, 0) == []


def test_projects_of_open_items_are_listed_once(desk: Desk) -> None:
    assert desk.reader.projects() == ["Autumn", "Spring"]


def test_what_they_count_on_is_found_by_its_day_in_the_users_zone() -> None:
    desk = Desk()
    desk.add(person())
    desk.add(
        followup(id=1, promised="2026-11-23"),
        followup(id=2, promised="2026-11-23T23:30:00Z"),
        followup(id=3, promised="2026-12-04", first_promised="2026-11-20"),
        followup(id=4, promised="2026-12-04", first_promised="2026-11-20", agreed="2026-12-04"),
        followup(id=5, promised="2026-11-20", snoozed_until="2026-12-24"),
        followup(id=6, promised="2026-11-20", ball="theirs"),
        followup(id=7, promised="2026-11-20", status="done", closed_at=NOW),
        followup(id=8, first_promised="2026-11-20"),
        followup(id=9),
    )
    at = calendar("2026-11-23T09:00")
    today = at.today
    assert [f.id for f in desk.reader.owed(at).counted_on(None, today)] == [1, 2, 3, 5, 8]
    assert [f.id for f in desk.reader.owed(at).counted_on(today, today)] == [1, 2]
    auckland = calendar("2026-11-23T09:00", "Pacific/Auckland")
    assert [f.id for f in desk.reader.owed(auckland).counted_on(None, today)] == [1, 3, 5, 8]


def test_the_usual_effort_is_the_median_of_the_latest_that_say() -> None:
    desk = Desk()
    desk.add(person())

    def close(number: int, minutes: int, status: str = "done") -> None:
        item = followup(id=number, status=status, closed_at=f"2026-11-{number:02}T09:00:00Z", spent_minutes=minutes)
        desk.add(item, command="done")

    close(1, 600, "dropped")
    for number in range(2, EFFORTS_NEEDED + 1):
        close(number, 10 * number)
    close(20, 0)
    assert desk.reader.usual_effort() is None
    close(21, 15)
    assert desk.reader.usual_effort() == 50


@QUICK
@given(deeds())
def test_the_next_id_is_beyond_every_id_that_ever_was(done: list[Step | str]) -> None:
    desk = Desk()
    for deed in done:
        desk.act(deed)
    ever = {(entry.change.subject, entry.change.id) for entry in desk.reader.log()}
    people = {number for subject, number in ever if subject == "person"}
    followups = {number for subject, number in ever if subject == "followup"}
    assert desk.reader.next_id("people") == max(people, default=0) + 1
    assert desk.reader.next_id("followups") == max(followups, default=0) + 1


@QUICK
@given(some_steps(), st.sampled_from(("add", "done", "snooze")))
def test_open_and_closed_make_up_everything(done: list[Step], last: str) -> None:
    desk = Desk()
    for step in (*done, Step(last, 0, 0, "quote", 2)):
        desk.take(step)
    reader = desk.reader
    statuses = ("open", "done", "dropped")
    parts = [f for status in statuses for f in reader.select(Filter(status=status))]  # type: ignore[arg-type]
    assert sorted(parts) == sorted(reader.select(ALL), key=tuple)
    assert {f.id for f in reader.open_followups()} == {f.id for f in reader.select(Filter())}
    assert set(reader.uids()) == {f.uid for f in reader.select(ALL)}
    assert reader.people_of_open() == reader.people({f.person_id for f in reader.open_followups()})


def test_a_queue_is_empty_only_before_anything_was_ever_done_in_it() -> None:
    desk = Desk()
    assert desk.reader.is_empty()
    assert desk.reader.last_batch() is None
    assert desk.reader.last_at() is None
    desk.add(person())
    desk.undo()
    assert desk.tables == ({}, {})
    assert not desk.reader.is_empty()
