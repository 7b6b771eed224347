"""`log`: what was done, in order, never taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Call


def entries(fq: Call, *words: str) -> list[dict[str, Any]]:
    called = fq("log", *words, "--json")
    assert called.code == 0, called.err
    found: list[dict[str, Any]] = called.document["log"]
    return found


@pytest.fixture
def week(fq: Call) -> None:
    """A few things on Monday, Tuesday and Wednesday."""
    fq("add", "Ana Lopez", "Quote", now="2026-11-23T09:00:00Z")
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("told", "1", "Legal looks at it", now="2026-11-24T09:00:00Z")
    fq("done", "1", now="2026-11-25T09:00:00Z")


def test_entries_stand_in_order_with_time_command_and_subject(fq: Call, week: None) -> None:
    found = entries(fq)
    assert [(entry["command"], entry["followup"]) for entry in found] == [
        ("add", None),
        ("add", 1),
        ("add", None),
        ("add", 2),
        ("told", 1),
        ("done", 1),
    ]
    assert [entry["at"] for entry in found] == sorted(entry["at"] for entry in found)
    assert found[-1]["changes"]["status"] == ["open", "done"]
    assert found[-2]["remark"] == "Legal looks at it"


def test_a_row_says_it_in_words(fq: Call, week: None) -> None:
    out = fq("log").out
    for words in ("Tue 24 Nov 09:00", "told", "1 Ana Lopez: Quote", "“Legal looks at it”"):
        assert words in out
    assert "[]" not in out


def test_a_row_names_both_people_where_a_thing_went_to_somebody_else(fq: Call, week: None) -> None:
    fq("edit", "2", "--person", "Mei Lin")
    for shown in (fq("log"), fq("show", "2"), fq("log", "--person", "Mei Lin")):
        assert "from Tom Baker to Mei Lin" in shown.out
        assert "somebody else" not in shown.out
    assert "from Mei Lin to Tom Baker" in fq("undo").out


def test_a_date_of_theirs_is_no_promise_of_mine(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", "--by", "fri")
    fq("heard", "1", "Later", "--by", "2026-12-03")
    for shown in (fq("log"), fq("show", "1")):
        assert "by Thu 3 Dec, was Fri 27 Nov; moved once" in shown.out
        assert "they owe it" in shown.out
        for word in ("ball", "slips", "promise"):
            assert word not in shown.out
    assert "first expected" in fq("show", "1").out


def test_of_one_follow_up_or_one_person(fq: Call, week: None) -> None:
    assert {entry["followup"] for entry in entries(fq, "1")} == {1}
    assert [entry["command"] for entry in entries(fq, "--person", "tom")] == ["add", "add"]
    assert fq("log", "9").code == 3
    assert fq("log", "--person", "Zoe").code == 3


def test_between_two_days(fq: Call, week: None) -> None:
    assert [entry["command"] for entry in entries(fq, "--since", "2026-11-24")] == ["told", "done"]
    assert [entry["command"] for entry in entries(fq, "--since", "2026-11-24", "--until", "2026-11-24")] == ["told"]
    assert len(entries(fq, "--until", "2026-11-23")) == 4
    assert fq("log", "--since", "32 dec").code == 4


def test_a_day_is_a_day_in_the_users_zone(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    fq("add", "Ana", "Late at night", now="2026-11-23T23:30:00Z")
    fq("note", "1", "Next morning", now="2026-11-24T08:00:00Z")
    assert len(entries(fq, "--until", "2026-11-23")) == 0
    assert len(entries(fq, "--since", "2026-11-24")) == 3


def test_the_last_fifty_are_shown_unless_said_otherwise(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    for number in range(60):
        fq("note", "1", f"Note {number}")
    assert len(entries(fq)) == 50
    assert entries(fq)[-1]["changes"]["note"][1].endswith("Note 59")
    assert len(entries(fq, "--limit", "5")) == 5
    assert len(entries(fq, "--all")) == 62


def test_an_empty_log(fq: Call) -> None:
    empty = fq("log")
    assert empty.code == 0
    assert "Nothing" in empty.out
    assert entries(fq) == []


def test_undo_is_an_entry_too(fq: Call, week: None) -> None:
    fq("undo")
    assert [entry["command"] for entry in entries(fq)[-2:]] == ["done", "undo"]
