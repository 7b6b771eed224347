"""`person edit --left`: what is open goes to the successor, what was stays, no stale address is offered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Call


@pytest.fixture
def bob(fq: Call) -> None:
    """Two things open with Bob on either side, one done, and one with somebody else."""
    fq("person", "add", "Bob Hill", "--email", "bob@example.com", "--phone", "555 0100", now="2026-11-09T09:00:00Z")
    fq("add", "Bob Hill", "Quote", "--by", "2026-11-27")
    fq("add", "-w", "Bob Hill", "Numbers")
    fq("add", "Bob Hill", "Question")
    fq("add", "Ana Lopez", "Budget")
    fq("told", "1", "Half is there", now="2026-11-16T09:00:00Z")
    fq("done", "3", now="2026-11-17T09:00:00Z")
    fq("count", now="2026-11-23T09:00:00Z")


def owners(fq: Call) -> dict[int, Any]:
    document = fq("export").document
    names = {who["id"]: who["name"] for who in document["people"]}
    return {item["id"]: names[item["person_id"]] for item in document["followups"]}


def test_what_is_open_goes_to_the_successor_and_what_is_done_stays(fq: Call, bob: None) -> None:
    left = fq("person", "edit", "bob", "--left", "--to", "Carl Weber")
    assert left.code == 0
    assert "Bob Hill: left: Mon 23 Nov." in left.out
    assert "2 follow-ups are with Carl Weber now." in left.out
    assert owners(fq) == {1: "Carl Weber", 2: "Carl Weber", 3: "Bob Hill", 4: "Ana Lopez"}
    assert fq("with", "bob", "--json").document["people"][0]["left_on"] == "2026-11-23"


def test_one_undo_takes_all_of_it_back(fq: Call, bob: None) -> None:
    before = fq("export").document
    fq("person", "edit", "bob", "--left", "--to", "Carl Weber")
    assert fq("undo").code == 0
    after = fq("export").document
    assert (after["people"], after["followups"]) == (before["people"], before["followups"])
    assert fq("redo").code == 0
    assert owners(fq)[1] == "Carl Weber"


def test_history_stays_with_the_one_who_left(fq: Call, bob: None) -> None:
    fq("person", "edit", "bob", "--left", "--to", "Carl Weber")
    fq("told", "1", "Welcome", now="2026-11-24T09:00:00Z")
    out = fq("with", "bob", "--all").out
    assert "Half is there" in out
    assert "you delivered: 3 Question" in out
    assert "Welcome" not in out


def test_the_successor_is_shown_nothing_from_before(fq: Call, bob: None) -> None:
    fq("person", "edit", "bob", "--left", "--to", "Carl Weber")
    out = fq("report", "carl").out
    assert "Quote  [since Mon 23 Nov; promised Fri 27 Nov]" in out
    assert "you have told me nothing about it" in fq("with", "carl", "--as-them").out


def test_without_a_successor_it_says_what_is_open_and_how_to_hand_it_over(fq: Call, bob: None) -> None:
    left = fq("person", "edit", "bob", "--left")
    assert "Still open with Bob Hill: 1 Quote and 2 Numbers." in left.out + left.err
    assert "person edit 'Bob Hill' --left --to SUCCESSOR" in left.out + left.err
    later = fq("person", "edit", "bob", "--left", "--to", "Ana Lopez", now="2026-11-25T09:00:00Z")
    assert "2 follow-ups are with Ana Lopez now." in later.out
    assert fq("with", "bob", "--json").document["people"][0]["left_on"] == "2026-11-23"


@pytest.mark.parametrize(
    "where", [("today",), ("waiting",), ("show", "1"), ("why", "1"), ("with", "bob"), ("say", "1"), ()]
)
def test_no_stale_address_is_offered(fq: Call, bob: None, where: tuple[str, ...]) -> None:
    fq("person", "edit", "bob", "--left")
    out = fq(*where).out
    assert "bob@example.com" not in out
    assert "555 0100" not in out


def test_it_says_that_they_left_where_one_would_act(fq: Call, bob: None) -> None:
    fq("person", "edit", "bob", "--left")
    assert "gone (left Mon 23 Nov)" in fq("today").out
    nudged = fq("nudge", "2", "--yes")
    assert "Bob Hill is gone (left Mon 23 Nov): followq" in nudged.out + nudged.err
    opened = fq("say", "1", "--open")
    assert (opened.code, "Bob Hill has left" in opened.err) == (3, True)


def test_they_can_come_back(fq: Call, bob: None) -> None:
    fq("person", "edit", "bob", "--left")
    fq("person", "edit", "bob", "--no-left")
    assert "555 0100" in fq("with", "bob").out


@pytest.mark.parametrize(
    "options",
    [("--to", "Carl Weber"), ("--left", "--no-left"), ("--left", "--to", "Bob Hill"), ("--left", "--to", "Ana Lopez")],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(fq: Call, bob: None, options: tuple[str, ...]) -> None:
    fq("person", "edit", "ana", "--left")
    before = fq("export").document["people"]
    refused = fq("person", "edit", "bob", *options)
    assert refused.code == 2
    assert fq("export").document["people"] == before


def test_rename_says_which_address_looks_like_the_old_name(fq: Call) -> None:
    fq("person", "add", "Bob Stone", "--email", "bob.stone@example.com", "--email", "sales@example.com")
    renamed = fq("person", "edit", "Bob Stone", "--name", "Carla Diaz")
    hint = "followq person edit 'Carla Diaz' --email ADDRESS --no-email bob.stone@example.com"
    assert f"bob.stone@example.com looks like Bob Stone's. If Carla Diaz has another: {hint}" in renamed.out
    assert "sales@example.com" not in renamed.out
    assert "looks like" not in fq("person", "edit", "Carla Diaz", "--name", "Carla Stone").out


def test_nobody_who_left_is_to_be_nudged(fq: Call) -> None:
    fq("add", "-w", "Bob Stone", "Numbers", "--since", "2026-10-01")
    fq("person", "edit", "Bob Stone", "--left")
    assert "worth a nudge" not in fq("today").out
    row = fq("waiting").out
    assert "gone (left" in row
