"""The laws of a sound queue, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import is_moment
from followq.model.core.change import Change, invert_change, record_changes, record_creation
from followq.model.integrity.invariants import (
    describe_difference,
    find_bad_moments,
    find_unsound_undos,
    follow_log,
    forgets,
)
from tests.factories import MORE, followup, person


def test_a_log_leads_to_its_record() -> None:
    made, later = followup(), followup(note="Call first")
    assert follow_log([record_creation(made), *record_changes(made, later)]) == (later, "")
    assert follow_log([record_creation(made), invert_change(record_creation(made))]) == (None, "")
    assert follow_log([record_creation(made), invert_change(record_creation(made)), record_creation(made)]) == (
        made,
        "",
    )
    assert follow_log([]) == (None, "")


def test_a_log_that_breaks_off_says_how_and_how_far_it_led() -> None:
    made = followup()
    assert follow_log([record_creation(made), record_creation(made)]) == (made, "is made twice")
    assert follow_log(record_changes(made, followup(note="x"))) == (None, "is changed before it is made")
    assert follow_log([invert_change(record_creation(made))]) == (None, "is changed before it is made")
    strange = Change("followup", 1, "change", {"colour": (None, "red")})
    assert follow_log([record_creation(made), strange]) == (made, "has fields that no record has")
    assert follow_log([Change("followup", 1, "create", {"text": (None, "x")})])[1] == "has fields that no record has"


def test_an_old_value_that_was_not_there_is_noticed() -> None:
    made, later = followup(), followup(note="Call first")
    assert not forgets([record_creation(made), *record_changes(made, later), invert_change(record_creation(later))])
    assert forgets([record_creation(made), *record_changes(followup(note="other"), later)])


def test_differences_name_the_fields() -> None:
    assert describe_difference(None, None) == describe_difference(person(), person()) == ""
    assert describe_difference(None, person()) == "is in the log, but not in its table"
    assert describe_difference(person(), None) == "is in its table, but not in the log"
    assert "another name, note" in describe_difference(person(name="Bea", note="x"), person())


@pytest.mark.parametrize("text", ["2026-11-23", "2026-11-23T09:00:00Z", "1970-01-01", "2999-12-31T23:59:59Z"])
def test_moments(text: str) -> None:
    assert is_moment(text)


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-30", "2026-11-23T25:00:00Z", "2026-11-23T09:00:00", "2026-11-23 09:00:00Z", "1969-12-31",
     "3000-01-01", "20261123", "2026-11-2", "2026-W48-1", "2026-11-23T09:00:00+00:00", None, 7, b"2026-11-23"],
)  # fmt: skip
def test_what_is_no_moment(text: object) -> None:
    assert not is_moment(text)


def test_bad_moments_are_named_by_their_fields() -> None:
    assert find_bad_moments(followup()) == find_bad_moments(person()) == []
    assert find_bad_moments(followup(promised="2026-02-30", since="x")) == ["since", "promised"]


SOUND = [
    [],
    [(1, "add", None), (2, "add", None)],
    [(1, "add", None), (2, "undo", 1), (3, "redo", 2), (4, "undo", 3), (5, "redo", 4)],
    [(1, "add", None), (2, "add", None), (3, "undo", 2), (4, "undo", 1), (5, "redo", 4), (6, "add", None)],
]
UNSOUND = [
    ([(1, "add", None), (2, "undo", 1), (3, "undo", 1)], [3]),
    ([(1, "add", None), (2, "redo", 1)], [2]),
    ([(2, "undo", 1)], [2]),
    ([(1, "add", None), (2, "undo", 3), (3, "add", None)], [2]),
    ([(1, "add", None), (2, "add", 1)], [2]),
]


@pytest.mark.parametrize("batches", SOUND)
def test_undo_that_takes_back_what_stands_is_sound(batches: list[tuple[int, str, int | None]]) -> None:
    assert find_unsound_undos(batches) == []


@pytest.mark.parametrize(("batches", "found"), UNSOUND)
def test_undo_of_what_does_not_stand_is_found(batches: list[tuple[int, str, int | None]], found: list[int]) -> None:
    assert find_unsound_undos(batches) == found


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["add", "undo", "redo"]), st.none() | st.integers(-1, 9))))
@MORE
def test_any_list_of_batches_gets_an_answer(batches: list[tuple[int, str, int | None]]) -> None:
    assert set(find_unsound_undos(batches)) <= {number for number, _, _ in batches}
