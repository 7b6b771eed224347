"""`people` and `with`: who needs attention, and everything between us."""

from __future__ import annotations

import pytest

from tests.conftest import Call


def names(fq: Call, *words: str) -> list[str]:
    called = fq("people", *words, "--json")
    assert called.code == 0, called.err
    return [person["name"] for person in called.document["people"]]


@pytest.fixture
def crowd(fq: Call) -> None:
    """Late: a broken promise. Dark: long no sign. Slow: I wait for them. Busy: took my time. New: nothing yet."""
    fq("add", "Late Lena", "Broken promise", "--by", "2026-11-20", "--since", "2026-11-18")
    fq("add", "Dark Dora", "Long silence", "--since", "2026-10-05")
    fq("told", "2", now="2026-10-06T09:00:00Z")
    fq("add", "-w", "Slow Sam", "Numbers", "--since", "2026-10-20", now="2026-11-23T09:00:00Z")
    fq("add", "Busy Ben", "Long talk")
    fq("done", "4", "--spent", "5h")
    fq("person", "add", "New Nora")


def test_who_needs_attention_comes_first(fq: Call, crowd: None) -> None:
    found = names(fq)
    assert found[:2] == ["Late Lena", "Dark Dora"]
    assert found == names(fq, "--sort", "attention")
    assert set(found[2:]) == {"Slow Sam", "Busy Ben", "New Nora"}


def test_other_orders(fq: Call, crowd: None) -> None:
    assert names(fq, "--sort", "name") == ["Busy Ben", "Dark Dora", "Late Lena", "New Nora", "Slow Sam"]
    assert names(fq, "--sort", "time")[0] == "Busy Ben"
    assert names(fq, "--sort", "drag")[0] == "Dark Dora"
    assert names(fq, "--sort", "drag")[-1] == "Slow Sam"
    dark = names(fq, "--sort", "dark")
    assert dark.index("Dark Dora") < dark.index("Slow Sam") < dark.index("Busy Ben")


def test_an_unknown_order_is_refused_with_the_known_ones(fq: Call) -> None:
    refused = fq("people", "--sort", "age")
    assert refused.code == 4
    assert "attention, dark, drag, time, name" in refused.err


def test_names_are_sorted_without_regard_to_case(fq: Call) -> None:
    for name in ("bob", "Alice", "Carol"):
        fq("person", "add", name)
    assert names(fq, "--sort", "name") == ["Alice", "bob", "Carol"]


def test_a_row_says_how_it_stands(fq: Call, crowd: None) -> None:
    rows = {line[:9]: line for line in fq("people").out.splitlines()}
    assert "you owe 1 thing, 1 late" in rows["Late Lena"]
    assert "they owe you 1 thing" in rows["Slow Sam "]
    assert "nothing open" in rows["New Nora "]
    assert "last sign Tue 6 Oct" in rows["Dark Dora"]


def test_a_persons_document(fq: Call, crowd: None) -> None:
    fq("person", "edit", "Slow Sam", "--email", "sam@example.com", "--phone", "+1 555", "--alias", "Sammy")
    fq("person", "edit", "Slow Sam", "--channel", "call", "--weight", "key")
    (sam,) = (person for person in fq("people", "--json").document["people"] if person["name"] == "Slow Sam")
    assert (sam["aliases"], sam["emails"], sam["phones"]) == (["Sammy"], ["sam@example.com"], ["+1 555"])
    assert (sam["channel"], sam["weight"]) == ("call", "key")
    assert (sam["owed"], sam["waiting"], sam["late"], sam["spent_minutes"]) == (0, 1, 0, 0)
    assert sam["drag_days"] < 0
    assert isinstance(sam["id"], int)


def test_nobody_yet(fq: Call) -> None:
    empty = fq("people")
    assert empty.code == 0
    assert "followq add" in empty.out


def test_with_shows_both_directions_and_what_was_closed_last(fq: Call) -> None:
    fq(
        "person",
        "add",
        "Ana Lopez",
        "--phone",
        "+34 600",
        "--channel",
        "call",
        "--org",
        "Harbour",
        "--note",
        "Has a dog",
    )
    fq("add", "Ana Lopez", "Quote", "--by", "fri")
    fq("add", "-w", "Ana Lopez", "Signature")
    fq("add", "Ben Okoro", "Not hers")
    for number in range(7):
        fq("add", "Ana Lopez", f"Closed {number}")
        fq("done", str(4 + number), now=f"2026-11-23T10:0{number}:00Z")
    out = fq("with", "ana").out
    for words in ("Ana Lopez", "Harbour", "+34 600", "call", "Has a dog", "Quote", "Signature", "Fri 27 Nov"):
        assert words in out
    assert "Not hers" not in out
    assert out.index("You owe them") < out.index("Quote") < out.index("They owe you") < out.index("Signature")
    assert out.index("Signature") < out.index("Closed 6") < out.index("Closed 2")
    assert "Closed 1" not in out
    document = fq("with", "Ana", "Lopez", "--json").document
    assert [item["id"] for item in document["followups"]] == [1, 2]
    assert [person["name"] for person in document["people"]] == ["Ana Lopez"]
    assert document["people"][0]["owed"] == 1


def test_with_shows_what_is_snoozed_too(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("snooze", "1", "fri")
    assert "hidden until Fri 27 Nov" in fq("with", "ana").out


@pytest.mark.parametrize("word", ["ana", "LOPEZ", "ana lop", "the boss", "ana@example.com"])
def test_a_person_is_found_by_whatever_is_unmistakable(fq: Call, word: str) -> None:
    fq("person", "add", "Ana Lopez", "--alias", "The Boss", "--email", "ana@example.com")
    fq("person", "add", "Ben Okoro")
    assert fq("with", word, "--json").document["people"][0]["name"] == "Ana Lopez"


def test_who_is_not_known_or_not_clear_is_not_found(fq: Call) -> None:
    fq("person", "add", "Ana Lopez")
    fq("person", "add", "Ana Ruiz")
    unknown = fq("with", "Anna Lopez")
    assert unknown.code == 3
    assert "did you mean Ana Lopez" in unknown.err
    unclear = fq("with", "ana")
    assert unclear.code == 3
    assert "Ana Lopez or Ana Ruiz" in unclear.err
    assert fq("with", "ana", "--json").error["code"] == "ambiguous"
    assert fq("with", "zoe", "--json").error["code"] == "not-found"
    assert fq("with").code == 2


def test_a_whole_name_is_clear_though_others_begin_with_it(fq: Call) -> None:
    fq("person", "add", "Ana")
    fq("person", "add", "Ana Ruiz")
    assert fq("with", "ana", "--json").document["people"][0]["name"] == "Ana"
