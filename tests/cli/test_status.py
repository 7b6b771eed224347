"""followq alone: three lines of how things stand, whom to get back to first, and what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Call


def test_an_empty_queue_says_how_to_begin_and_makes_no_file(fq: Call, db: Path) -> None:
    alone = fq()
    assert (alone.code, alone.err) == (0, "")
    assert len(alone.out.splitlines()) == 3
    assert "followq add" in alone.out
    assert "followq demo" in alone.out
    assert not db.exists()


def test_it_says_whom_to_get_back_to_first_and_how(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--phone", "+34 600 000 001", "--channel", "call")
    fq("add", "Ana Lopez", "Send the quote", "--by", "2026-11-20")
    fq("add", "Ben", "Later")
    fq("add", "-w", "Tom", "Numbers", "--by", "2026-11-20", "--told")
    assert fq().out.splitlines() == [
        "2 owed, 1 late; waiting for 1, 1 person worth a nudge",
        "First: call Ana Lopez, +34 600 000 001: 1 Send the quote",
        "Next: followq today, then followq clear   (all commands: followq --help)",
    ]


def test_the_next_command_follows_from_the_state(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--by", "2026-11-20")
    assert "Next: followq waiting" in fq().out
    fq("nudge", "1")
    assert "Next: followq add" in fq().out


@pytest.mark.parametrize("text", ["x" * 500, "word " * 90, "契約" * 200])
def test_each_line_has_room_on_a_screen_of_eighty(fq: Call, text: str) -> None:
    fq("add", "Ana Lopez", text)
    assert all(len(line) <= 80 for line in fq().out.splitlines())


def test_the_document_has_the_counts_and_the_first(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    document = fq("--json").document
    assert (document["kind"], document["owed"], document["late"], document["waiting"]) == ("status", 1, 0, 0)
    assert [item["id"] for item in document["followups"]] == [1]


def test_it_looks_at_the_queue_that_is_named(fq: Call, tmp_path: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    assert "the queue is empty" in fq("--db", str(tmp_path / "other.db")).out
