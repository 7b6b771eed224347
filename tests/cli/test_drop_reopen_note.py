"""`drop`, `reopen` and `note`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOW, Call


def shown(fq: Call, number: int) -> dict[str, Any]:
    item: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return item


@pytest.fixture(autouse=True)
def quote(fq: Call) -> None:
    """One owed item that has waited for a week."""
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-16")


def test_what_is_dropped_is_closed_but_not_done(fq: Call) -> None:
    dropped = fq("drop", "1", "They", "went", "elsewhere")
    assert dropped.code == 0
    assert "dropped" in dropped.out
    assert (shown(fq, 1)["status"], shown(fq, 1)["closed_at"]) == ("dropped", NOW)
    assert fq("today", "--json").document["followups"] == []


def test_the_reason_stands_in_the_log(fq: Call) -> None:
    fq("drop", "1", "They went elsewhere")
    assert fq("log", "1", "--json").document["log"][-1]["remark"] == "They went elsewhere"
    assert "They went elsewhere" in fq("show", "1").out


def test_a_reason_is_not_needed(fq: Call) -> None:
    assert fq("drop", "1").code == 0


def test_what_is_dropped_does_not_come_again(fq: Call) -> None:
    fq("edit", "1", "--every", "week")
    fq("drop", "1")
    assert fq("list", "--json").document["followups"] == []


@pytest.mark.parametrize("closing", ["done", "drop"])
def test_reopened_it_waits_since_it_began_to_wait(fq: Call, closing: str) -> None:
    fq(closing, "1")
    reopened = fq("reopen", "1", now="2026-11-25T09:00:00Z")
    assert reopened.code == 0
    assert "open again" in reopened.out
    item = shown(fq, 1)
    assert (item["status"], item["closed_at"], item["since"]) == ("open", None, "2026-11-16")
    (ranked,) = fq("today", "--json").document["followups"]
    assert ranked["terms"][0]["text"].startswith("waiting 7 working days")


def test_what_is_open_cannot_be_reopened(fq: Call) -> None:
    refused = fq("reopen", "1")
    assert refused.code == 2
    assert "open already" in refused.err
    assert fq("reopen", "9").code == 3


def test_notes_are_added_line_by_line(fq: Call) -> None:
    assert fq("note", "1", "Prefers", "mornings").code == 0
    fq("note", "1", "Has a dog")
    assert shown(fq, 1)["note"] == "Prefers mornings\nHas a dog"


def test_a_closed_one_takes_notes_too(fq: Call) -> None:
    fq("done", "1")
    assert fq("note", "1", "She was glad").code == 0
    assert shown(fq, 1)["note"] == "She was glad"


@pytest.mark.parametrize(("text", "code"), [("", 2), ("  ", 2), ("x" * 10_001, 4)])
def test_a_note_that_cannot_be_kept_is_refused(fq: Call, text: str, code: int) -> None:
    assert fq("note", "1", text).code == code
    assert shown(fq, 1)["note"] is None


def test_a_note_needs_a_text(fq: Call) -> None:
    assert fq("note", "1").code == 2


def test_a_note_that_would_grow_too_long_is_refused(fq: Call) -> None:
    """A note may have 10,000 characters, however many lines it came in; else its own export can't be read back."""
    fq("note", "1", "x" * 9_000)
    assert fq("note", "1", "y" * 9_000).code == 4
    assert len(shown(fq, 1)["note"]) == 9_000


def test_notes_are_found_and_kept_out_of_lists(fq: Call) -> None:
    fq("note", "1", "Zanzibar")
    assert [item["id"] for item in fq("search", "zanzibar", "--json").document["followups"]] == [1]
    assert "Zanzibar" not in fq("list").out + fq("today").out
