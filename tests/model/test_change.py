"""Changes: what they hold, how they are taken back, and that the log alone leads to every record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.change import Change, invert_change, record_changes, record_creation, replay
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from tests.factories import MORE, QUICK, followup, person

moments = st.sampled_from(["2026-11-20", "2026-11-24", "2026-11-23T09:00:00Z"])
maybe_moments = st.none() | moments
ids = st.integers(1, 4)
followups = st.builds(
    followup,
    id=ids,
    text=st.text(min_size=1, max_size=5),
    ball=st.sampled_from(["mine", "theirs"]),
    status=st.sampled_from(["open", "done", "dropped"]),
    since=moments,
    promised=maybe_moments,
    told_at=maybe_moments,
    slips=st.integers(0, 3),
    effort_minutes=st.none() | st.integers(5, 60),
    tags=st.lists(st.sampled_from(["a", "b"])).map(tuple),
    blocked_by=st.lists(ids, max_size=2).map(tuple),
)
people = st.builds(
    person,
    id=ids,
    name=st.text(min_size=1, max_size=5),
    emails=st.lists(st.sampled_from(["ana@example.com", "a@example.org"]), max_size=2).map(tuple),
    channel=st.sampled_from([None, "call", "email"]),
    keep_informed_days=st.none() | st.integers(0, 9),
)
records = followups | people

Tables = dict[tuple[type[Any], int], Person | FollowUp]


def tables(changes: list[Change]) -> Tables:
    """Everything that a log leads to, in one table."""
    found_people, found_followups = replay(changes)
    everything: list[Person | FollowUp] = [*found_people.values(), *found_followups.values()]
    assert [*found_people, *found_followups] == [record.id for record in everything]
    return {(type(record), record.id): record for record in everything}


def test_a_new_record_is_a_change_from_nothing_to_each_of_its_values() -> None:
    change = record_creation(person(id=7, name="Ana Lopez", phones=("+34 600 000 000",)))
    assert (change.subject, change.id, change.action, change.remark) == ("person", 7, "create", "")
    assert change.fields["name"] == (None, "Ana Lopez")
    assert change.fields["phones"] == (None, ("+34 600 000 000",))


def test_what_a_new_record_does_not_say_is_left_out() -> None:
    assert "organisation" not in record_creation(person()).fields
    assert not {"promised", "told_at", "note"} & set(record_creation(followup()).fields)


def test_a_change_holds_just_the_fields_that_differ_old_and_new() -> None:
    before = followup(id=3, promised="2026-11-24")
    after = before._replace(promised="2026-11-27", slips=1)
    assert record_changes(before, after) == [
        Change("followup", 3, "change", {"promised": ("2026-11-24", "2026-11-27"), "slips": (0, 1)})
    ]


def test_a_field_may_change_from_and_to_nothing() -> None:
    assert record_changes(followup(note="x"), followup())[0].fields == {"note": ("x", None)}
    assert record_changes(followup(), followup(note="x"))[0].fields == {"note": (None, "x")}


def test_a_persons_change_speaks_of_a_person() -> None:
    (change,) = record_changes(person(id=4), person(id=4, weight="vip"))
    assert (change.subject, change.id, change.fields) == ("person", 4, {"weight": ("normal", "vip")})


@QUICK
@given(records)
def test_nothing_changed_and_nothing_said_is_no_change(record: Person | FollowUp) -> None:
    assert record_changes(record, record) == []


def test_what_was_said_is_kept_even_where_nothing_changed() -> None:
    (change,) = record_changes(followup(), followup(), "Legal looks at it")
    assert (change.action, change.fields, change.remark) == ("change", {}, "Legal looks at it")
    assert replay([record_creation(followup()), change])[1] == {1: followup()}


@MORE
@given(records)
def test_a_record_is_rebuilt_from_its_creation(record: Person | FollowUp) -> None:
    assert tables([record_creation(record)]) == {(type(record), record.id): record}


@MORE
@given(followups, followups)
def test_a_change_leads_from_one_version_to_the_next_and_its_inverse_back(before: FollowUp, other: FollowUp) -> None:
    after = other._replace(id=before.id, uid=before.uid)
    steps = record_changes(before, after)
    assert replay([record_creation(before), *steps])[1] == {before.id: after}
    assert replay([record_creation(before), *steps, *map(invert_change, steps)])[1] == {before.id: before}


@MORE
@given(records, records)
def test_taking_back_what_was_taken_back_is_the_change_itself(one: Person | FollowUp, other: Person | FollowUp) -> None:
    changes = [record_creation(one)]
    if type(one) is type(other):
        changes += record_changes(one, other)
    for change in [*changes, *map(invert_change, changes)]:
        assert invert_change(invert_change(change)) == change


def test_taking_back_says_nothing_of_its_own() -> None:
    (change,) = record_changes(followup(), followup(slips=1), "was ill")
    assert invert_change(change) == Change("followup", 1, "change", {"slips": (1, 0)})


@QUICK
@given(records)
def test_taking_back_a_creation_removes_the_record_and_taking_back_that_brings_all_of_it_back(
    record: Person | FollowUp,
) -> None:
    gone = invert_change(record_creation(record))
    assert gone.action == "remove"
    assert tables([record_creation(record), gone]) == {}
    assert tables([record_creation(record), gone, invert_change(gone)]) == {(type(record), record.id): record}


@QUICK
@given(st.lists(st.tuples(records, st.booleans()), max_size=12))
def test_undoing_a_history_backwards_passes_through_every_state_down_to_nothing(
    edits: list[tuple[Person | FollowUp, bool]],
) -> None:
    log: list[Change] = []
    now: Tables = {}
    states: list[Tables] = []
    for record, is_removal in edits:
        states.append(dict(now))
        place = (type(record), record.id)
        if place not in now:
            log.append(record_creation(record))
            now[place] = record
        elif is_removal:
            log.append(invert_change(record_creation(now.pop(place))))
        else:
            log += record_changes(now[place], record, "edited")
            now[place] = record
        assert tables(log) == now
    undone = list(log)
    for change, state in zip(reversed(log), reversed(states), strict=True):
        undone.append(invert_change(change))
        assert tables(undone) == state


def test_people_and_follow_ups_with_one_id_do_not_mix() -> None:
    found_people, found_followups = replay([record_creation(person(id=1)), record_creation(followup(id=1))])
    assert found_people == {1: person(id=1)}
    assert found_followups == {1: followup(id=1)}


@pytest.mark.parametrize(
    "change",
    [
        Change("followup", 9, "change", {"slips": (0, 1)}),
        Change("followup", 9, "remove", {"text": ("x", None)}),
        Change("person", 9, "change", {"note": (None, "x")}),
    ],
)
def test_a_log_that_speaks_of_a_missing_record_is_refused(change: Change) -> None:
    with pytest.raises(KeyError):
        replay([record_creation(followup(id=1)), record_creation(person(id=1)), change])


def test_a_removed_record_can_no_longer_change() -> None:
    new = record_creation(followup())
    with pytest.raises(KeyError):
        replay([new, invert_change(new), *record_changes(followup(), followup(slips=1))])
