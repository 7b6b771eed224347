"""What is left of a follow-up's log when somebody it was once with is taken out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from followq.model.core.change import Change, Entry, invert_change, record_changes, record_creation, replay
from followq.model.core.followup import FollowUp
from followq.model.integrity.redact import make_mention_test, remove_links, remove_people
from tests.factories import followup

ANA, TOM, MEI = 1, 2, 3


def log(*versions: FollowUp, undone: int = 0) -> list[Entry]:
    """A follow-up's entries from version to version; the last ones of them are undone one by one."""
    steps = [record_creation(versions[0])]
    for before, after in pairwise(versions):
        steps += record_changes(before, after)
    entries = [_entry(number, step, None) for number, step in enumerate(steps, 1)]
    for back in range(undone):
        last = entries[len(steps) - 1 - back]
        entries.append(_entry(len(entries) + 1, invert_change(last.change), last.batch))
    return entries


def _entry(number: int, change: Change, undoes: int | None) -> Entry:
    command = "edit" if undoes is None else "undo"
    return Entry(number, number, f"2026-11-{number:02}T09:00:00Z", "UTC", command, undoes, change)


def state(entries: list[Entry]) -> FollowUp:
    """The follow-up that a log leads to."""
    return replay([entry.change for entry in entries])[1][1]


def of(person_id: int, **fields: Any) -> FollowUp:
    return followup(person_id=person_id, **fields)


def test_what_never_was_theirs_stays_as_it_is() -> None:
    entries = log(of(ANA), of(ANA, text="Offer"), of(TOM, text="Offer"))
    assert remove_people(entries, {MEI}) == entries


def test_what_is_theirs_goes_whole_even_what_it_was_before() -> None:
    assert remove_people(log(of(ANA), of(TOM), of(TOM, text="Offer")), {TOM}) == []
    assert remove_people(log(of(TOM), undone=1), {TOM}) == []


def test_what_became_somebody_elses_begins_there() -> None:
    entries = log(of(ANA, text="Secret"), of(ANA, note="Hush"), of(TOM, text="Quote"), of(TOM, text="Offer"))
    left = remove_people(entries, {ANA})
    assert left is not None
    assert [(entry.seq, entry.change.action) for entry in left] == [(3, "create"), (4, "change")]
    assert left[0].change.fields["text"] == (None, "Quote")
    assert left[1] == entries[3]
    assert state(left) == state(entries)
    assert "Secret" not in str(left)
    assert "Hush" not in str(left)


def test_a_visit_in_which_nothing_happened_leaves_no_gap() -> None:
    entries = log(of(ANA), of(ANA, text="Offer"), of(TOM, text="Offer"), undone=1)
    left = remove_people(entries, {TOM})
    assert left == entries[:2]


def test_a_visit_on_the_way_to_somebody_else_is_passed_over() -> None:
    entries = log(of(ANA), of(TOM), of(MEI), of(MEI, text="Offer"))
    left = remove_people(entries, {TOM})
    assert left is not None
    assert [dict(entry.change.fields) for entry in left[1:]] == [
        {"person_id": (ANA, MEI)},
        {"text": ("Send the quote", "Offer")},
    ]
    assert state(left) == state(entries)


def test_what_came_back_by_an_undo_after_more_than_a_visit_keeps_its_state_alone() -> None:
    assert remove_people(log(of(ANA), of(TOM), of(TOM, text="Secret"), undone=2), {TOM}) is None


def test_what_was_theirs_from_the_start_begins_with_whoever_has_it_now() -> None:
    entries = log(of(ANA, text="Secret"), of(TOM, text="Quote"), of(TOM, text="Offer"))
    left = remove_people(entries, {ANA})
    assert left is not None
    assert [(entry.seq, entry.change.action) for entry in left] == [(2, "create"), (3, "change")]
    assert state(left) == state(entries)
    assert "Secret" not in str(left)


def test_what_was_handed_from_one_to_another_of_those_who_are_gone_begins_after_both() -> None:
    entries = log(of(ANA), of(TOM), of(MEI, text="Quote"), of(MEI, text="Offer"))
    left = remove_people(entries, {ANA, TOM})
    assert left is not None
    assert [entry.seq for entry in left] == [3, 4]
    assert state(left) == state(entries)
    assert not {ANA, TOM} & {side for entry in left for side in entry.change.fields.get("person_id", ())}


@pytest.mark.parametrize("remark", ["", "Tom takes it over"])
def test_a_visit_with_something_said_or_changed_is_never_passed_over(remark: str) -> None:
    gone = record_changes(of(ANA), of(TOM) if remark else of(TOM, text="Secret"), remark)
    back = record_changes(of(TOM) if remark else of(TOM, text="Secret"), of(ANA, text="Offer"))
    steps = [record_creation(of(ANA)), *gone, *back]
    left = remove_people([_entry(number, step, None) for number, step in enumerate(steps, 1)], {TOM})
    assert left is not None
    assert [(entry.seq, entry.change.action) for entry in left] == [(3, "create")]
    assert "Secret" not in str(left)
    assert remark not in [entry.change.remark for entry in left if remark]


def test_what_was_said_in_coming_back_stays() -> None:
    steps = [
        record_creation(of(ANA)),
        *record_changes(of(ANA), of(TOM)),
        *record_changes(of(TOM), of(ANA), "Back at my desk"),
    ]
    left = remove_people([_entry(number, step, None) for number, step in enumerate(steps, 1)], {TOM})
    assert left is not None
    assert [(dict(entry.change.fields), entry.change.remark) for entry in left[1:]] == [({}, "Back at my desk")]
    assert state(left).person_id == ANA


def test_what_was_taken_out_while_it_was_theirs_goes_whole() -> None:
    steps = [record_creation(of(ANA)), *record_changes(of(ANA), of(TOM)), invert_change(record_creation(of(TOM)))]
    assert remove_people([_entry(number, step, None) for number, step in enumerate(steps, 1)], {TOM}) == []


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"blocked_by": ((), (7,))}, None),
        ({"blocked_by": ((8,), (8, 9))}, {"blocked_by": ((8,), (8, 9))}),
        ({"blocked_by": ((), (7, 8))}, {"blocked_by": ((), (8,))}),
        ({"blocked_by": ((7, 8), (8,))}, None),
        ({"blocked_by": (None, (7,)), "text": (None, "Quote")}, {"blocked_by": (None, ()), "text": (None, "Quote")}),
        ({"blocked_by": ((8,), ())}, {"blocked_by": ((8,), ())}),
        ({"text": ("7", "8")}, {"text": ("7", "8")}),
    ],
)
def test_links_to_what_is_gone_go_too(fields: dict[str, Any], left: dict[str, Any] | None) -> None:
    after = remove_links(Change("followup", 1, "change", fields), {7})
    assert (None if after is None else dict(after.fields)) == left


def test_what_was_said_stays_though_its_link_goes() -> None:
    after = remove_links(Change("followup", 1, "change", {"blocked_by": ((), (7,))}, "Tom does it"), {7})
    assert after == Change("followup", 1, "change", {}, "Tom does it")


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Ask Ana Lopez about it", True),
        ("ana lopez", True),
        ("(Ana Lopez)", True),
        ("Ana Lopezzo", False),
        ("Banana Lopez", False),
        ("Banana Lopez, Ana Lopez", True),
        ("Ana Lopezzo, Banana Lopez and Ana Lopez", True),
        ("Ana Lopez and Banana Lopez", True),
        ("xAna Lopez yAna Lopez", False),
        ("x Ana Lopez y", True),
        ("ana@example.com", True),
        ("banana@example.com", False),
        ("", False),
    ],
)
def test_a_name_is_found_as_words_of_its_own(text: str, is_named: bool) -> None:
    assert make_mention_test(["Ana Lopez", "ana@example.com"])(text) == is_named


def test_a_name_that_repeats_itself_is_found_at_its_second_half() -> None:
    assert make_mention_test(["aa"])("xaa aa")
    assert make_mention_test(["an an"])("an an an")
    assert not make_mention_test(["aa"])("aaaa")
