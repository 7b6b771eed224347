"""`person add` and `person edit`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOW, Call


def person(fq: Call, name: str) -> dict[str, Any]:
    found: dict[str, Any] = fq("with", name, "--json").document["people"][0]
    return found


@pytest.fixture
def ana(fq: Call) -> None:
    """Somebody of whom everything is known."""
    lists = ("--email", "ana@example.com", "--phone", "+34 600", "--alias", "The Boss")
    rest = ("--org", "Harbour", "--channel", "call", "--weight", "key", "--note", "Has a dog")
    fq("person", "add", "Ana", "Lopez", *lists, *rest, "--reply-target", "1", "--keep-informed", "3")


def test_everything_is_kept(fq: Call, ana: None) -> None:
    found = person(fq, "Ana Lopez")
    assert found["name"] == "Ana Lopez"
    assert (found["emails"], found["phones"], found["aliases"]) == (["ana@example.com"], ["+34 600"], ["The Boss"])
    assert (found["organisation"], found["channel"], found["weight"]) == ("Harbour", "call", "key")
    assert (found["reply_target_days"], found["keep_informed_days"]) == (1, 3)
    assert (found["note"], found["created_at"]) == ("Has a dog", NOW)


def test_a_name_is_enough(fq: Call) -> None:
    added = fq("person", "add", "Ben Okoro")
    assert (added.code, added.err) == (0, "")
    assert person(fq, "Ben Okoro")["weight"] == "normal"


@pytest.mark.parametrize("name", ["Ana Lopez", "ana lopez", "the boss", "ana@example.com"])
def test_nobody_is_added_twice(fq: Call, ana: None, name: str) -> None:
    refused = fq("person", "add", name)
    assert refused.code == 2
    assert "followq person edit" in refused.err
    assert len(fq("people", "--json").document["people"]) == 1


def test_a_near_name_is_told(fq: Call, ana: None) -> None:
    added = fq("person", "add", "Ana Lopes")
    assert added.code == 0
    assert "Ana Lopez" in added.out + added.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--email", "ana at example"), 4),
        (("--email", "a b@example.com"), 4),
        (("--email", ""), 4),
        (("--channel", "pigeon"), 4),
        (("--weight", "heavy"), 4),
        (("--reply-target", "-1"), 2),
        (("--reply-target", "61"), 2),
        (("--keep-informed", "soon"), 2),
        (("--note", "x" * 10_001), 4),
    ],
)
@pytest.mark.parametrize("command", ["add", "edit"])
def test_what_cannot_be_kept_is_refused(fq: Call, ana: None, command: str, words: tuple[str, ...], code: int) -> None:
    before = fq("export").document
    assert fq("person", command, "Ana Lopez" if command == "edit" else "Ben Okoro", *words).code == code
    assert fq("export").document == before


@pytest.mark.parametrize("name", ["", " ", "42", "A" * 201])
def test_a_name_that_cannot_be_kept_is_refused(fq: Call, name: str) -> None:
    assert fq("person", "add", name).code in (2, 4)
    assert fq("people", "--json").document["people"] == []


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (("--email", "lopez@example.com"), {"emails": ["ana@example.com", "lopez@example.com"]}),
        (("--no-email", "ANA@example.com"), {"emails": []}),
        (("--phone", "+34 700", "--phone", "+34 600"), {"phones": ["+34 600", "+34 700"]}),
        (("--no-phone", "+34 600"), {"phones": []}),
        (("--alias", "Chief"), {"aliases": ["The Boss", "Chief"]}),
        (("--no-alias", "the boss"), {"aliases": []}),
        (("--organisation", "Pier"), {"organisation": "Pier"}),
        (("--channel", "email"), {"channel": "email"}),
        (("--via", "chat"), {"channel": "chat"}),
        (("--weight", "VIP"), {"weight": "vip"}),
        (("--reply-target", "0"), {"reply_target_days": 0}),
        (("--keep-informed", "10"), {"keep_informed_days": 10, "informed_days": 10}),
        (("--note", "Has a cat"), {"note": "Has a cat"}),
        (("--note", ""), {"note": None}),
        (("--name", "Ana Ruiz"), {"name": "Ana Ruiz", "aliases": ["The Boss", "Ana Lopez"]}),
        (("--name", "ANA LOPEZ"), {"name": "ANA LOPEZ"}),
    ],
)
def test_an_option_changes_its_field_and_no_other(
    fq: Call, ana: None, words: tuple[str, ...], changes: dict[str, Any]
) -> None:
    before = fq("people", "--json").document["people"][0]
    edited = fq("person", "edit", "ana", *words)
    assert edited.code == 0
    after = fq("people", "--json").document["people"][0]
    assert {name: after[name] for name in after if after[name] != before[name]} == changes


def test_the_old_name_still_finds_them(fq: Call, ana: None) -> None:
    fq("add", "Ana Lopez", "Quote")
    fq("person", "edit", "Ana", "Lopez", "--name", "Ana Ruiz")
    assert person(fq, "Ana Lopez")["name"] == "Ana Ruiz"
    fq("add", "Ana Lopez", "Draft")
    assert person(fq, "Ana Ruiz")["owed"] == 2
    assert "Ana Ruiz" in fq("today").out


def test_nothing_to_change_leaves_no_trace(fq: Call, ana: None) -> None:
    entries = len(fq("log", "--json").document["log"])
    assert "nothing to change" in fq("person", "edit", "ana", "--weight", "key").out
    assert len(fq("log", "--json").document["log"]) == entries


def test_who_is_not_known_is_not_found(fq: Call, ana: None) -> None:
    assert fq("person", "edit", "Zoe", "--weight", "vip").code == 3


def test_a_weight_lifts_what_is_owed_to_them(fq: Call) -> None:
    fq("add", "Ana", "Same")
    fq("add", "Ben", "Same")
    fq("person", "edit", "Ben", "--weight", "vip")
    assert [item["id"] for item in fq("today", "--json").document["followups"]] == [2, 1]
    assert "VIP person" in fq("today").out


def test_a_reply_target_of_their_own_counts(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--since", "2026-11-20")
    assert "heard nothing" not in fq("why", "1").out
    fq("person", "edit", "Ana", "--reply-target", "0")
    assert "heard nothing" in fq("why", "1").out


def test_person_alone_says_what_there_is(fq: Call) -> None:
    helped = fq("person", "--help")
    assert helped.code == 0
    assert "add" in helped.out
    assert "edit" in helped.out
    assert fq("person", "ad", "Ana").code == 2
