"""What used to go by without a word: what `drop` frees, what is hidden, a note's lines, the same thing twice."""

from __future__ import annotations

import pytest

from tests.conftest import Call


@pytest.mark.parametrize("verb", ["drop", "done"])
def test_what_is_freed_is_told(fq: Call, verb: str) -> None:
    fq("add", "Tom Baker", "Figures", "-w")
    fq("add", "Ana Lopez", "Quote", "--blocked-by", "1")
    fq("add", "Ben Okoro", "Offer", "--blocked-by", "1")
    out = fq(verb, "1").out
    assert "No longer blocked by it: 2 Ana Lopez: Quote." in out
    assert "No longer blocked by it: 3 Ben Okoro: Offer." in out


def test_nothing_is_freed_that_was_dropped_with_it(fq: Call) -> None:
    fq("add", "Tom Baker", "Figures", "-w")
    fq("add", "Ana Lopez", "Quote", "--blocked-by", "1")
    assert "No longer blocked" not in fq("drop", "1", "2").out


def test_the_snoozed_ones_are_listed_by_when_they_come_back(fq: Call) -> None:
    for text in ("First", "Second", "Third", "Fourth"):
        fq("add", "Ana", text)
    fq("snooze", "1", "2026-12-04")
    fq("snooze", "3", "2026-11-30 15:00")
    fq("snooze", "2", "2026-11-30")
    found = fq("list", "--snoozed", "--json").document["followups"]
    assert [f["id"] for f in found] == [2, 3, 1]
    assert "hidden until Mon 30 Nov" in fq("list", "--snoozed").out
    assert [f["id"] for f in fq("list", "--snoozed", "--status", "all", "--json").document["followups"]] == [2, 3, 1]
    later = fq("list", "--snoozed", "--json", now="2026-12-01T09:00:00Z").document["followups"]
    assert [f["id"] for f in later] == [1], "what came back is not hidden"
    assert "Nothing fits" in fq("list", "--snoozed", "--person", "Ana", now="2026-12-10T09:00:00Z").out


NOTE = "Prefers calls\n\n  before ten\nasks for Tom"


@pytest.mark.parametrize(
    "words",
    [
        ("note", "1", NOTE),
        ("edit", "1", "--note", NOTE),
        ("note", "1", f"\n{NOTE}  \n\n"),
        ("done", "1", "--note", NOTE),
    ],
)
def test_the_lines_of_a_note_stay_lines(fq: Call, words: tuple[str, ...]) -> None:
    fq("add", "Ana", "Quote")
    fq(*words)
    assert fq("show", "1", "--json").document["followups"][0]["note"] == NOTE
    lines = [line.strip() for line in fq("show", "1").out.splitlines()]
    first = next(place for place, line in enumerate(lines) if line.startswith("note"))
    assert lines[first].endswith("Prefers calls")
    assert [line for line in lines[first + 1 : first + 4] if line] == ["before ten", "asks for Tom"]


def test_a_second_note_goes_below_the_first(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--note", "One\nTwo")
    fq("note", "1", "Three\r\nFour")
    assert fq("show", "1", "--json").document["followups"][0]["note"] == "One\nTwo\nThree\nFour"


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\u200b"])
def test_a_note_without_a_word_is_refused(fq: Call, text: str) -> None:
    fq("add", "Ana", "Quote")
    assert fq("note", "1", text).code == 2


def test_the_lines_of_what_is_noted_of_a_person_stay_lines(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("person", "edit", "Ana", "--note", "Prefers calls\nbefore ten")
    lines = [line.strip() for line in fq("with", "Ana").out.splitlines()]
    assert any(line.startswith("private note") and line.endswith("Prefers calls") for line in lines)
    assert "before ten" in lines


@pytest.mark.parametrize("text", ["Send the quote", "SEND  the quote"])
def test_the_same_thing_twice_is_noticed_in_one_line_and_taken(fq: Call, text: str) -> None:
    fq("add", "Ana", "Send the quote")
    again = fq("add", "ana", text)
    assert again.code == 0
    assert again.out.count("The same is open with Ana already: 1 ") == 1
    assert "followq drop 2" in again.out
    assert [f["id"] for f in fq("list", "--json").document["followups"]] == [1, 2]


def test_what_is_not_the_same_is_not_told(fq: Call) -> None:
    fq("add", "Ana", "Send the quote")
    assert "already" not in fq("add", "Ben", "Send the quote").out
    assert "already" not in fq("add", "-w", "Ana", "Send the quote").out
    assert "already" not in fq("add", "Ana", "Send the quotes").out
    fq("done", "1")
    assert "already" not in fq("add", "Ana", "Send the quote").out
    fq("undo")
    fq("undo")
    fq("add", "Tom", "Send the quote", "-w")
    assert "The same is open with Tom already" in fq("hand", "1", "Tom").out


def test_the_same_twice_in_one_call_is_noticed_too(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"> Send the quote\n> Send the quote\n")))
    out = fq("add", "Ana", "-").out
    assert "The same is open with Ana already: 1 Send the quote." in out
