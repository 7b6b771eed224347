"""`add` after a call: lines on standard input, both directions at once, one batch."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call

Typed = Callable[[str], None]


WHEREABOUTS = [
    ("UTC", "2026-11-23T09:00:00Z"),
    ("Pacific/Auckland", "2026-11-22T20:00:00Z"),
    ("America/Los_Angeles", "2026-11-24T02:00:00Z"),
]
"""Zones, with an instant at which it is Monday there."""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """What the next call finds on standard input."""

    def put(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))

    return put


def rows(fq: Call) -> list[tuple[str, str, str, str | None]]:
    found: list[dict[str, Any]] = fq("list", "--status", "all", "--json").document["followups"]
    return [(item["person"], item["ball"], item["text"], item["promised"]) for item in found]


@pytest.mark.parametrize("dash", [(), ("-",)])
def test_both_directions_are_noted_at_once(fq: Call, typed: Typed, dash: tuple[str, ...]) -> None:
    typed("> Send the quote by fri\n< Sign the contract by in 3 working days\n")
    added = fq("add", "Ana Lopez", *dash)
    assert added.code == 0
    assert "2 follow-ups added together" in added.out
    assert rows(fq) == [
        ("Ana Lopez", "mine", "Send the quote", "2026-11-27"),
        ("Ana Lopez", "theirs", "Sign the contract", "2026-11-26"),
    ]


def test_all_lines_are_one_batch_and_one_undo(fq: Call, typed: Typed) -> None:
    typed("Ana Lopez\n> Quote\n< Signature\nTom Baker\n> Budget\n")
    fq("add", "-")
    assert len(rows(fq)) == 3
    assert len({entry["batch"] for entry in fq("log", "--json").document["log"]}) == 1
    fq("undo")
    assert rows(fq) == []
    assert fq("people", "--json").document["people"] == []
    assert fq("undo").code == 3


def test_lines_without_a_mark_name_the_person_that_follows(fq: Call, typed: Typed) -> None:
    typed("Ana Lopez\n> Quote\n\nTom Baker\n< Numbers\n> Budget\nana lopez\n< Signature\n")
    assert fq("add", "-").code == 0
    assert [(person, text) for person, _, text, _ in rows(fq)] == [
        ("Ana Lopez", "Quote"),
        ("Tom Baker", "Numbers"),
        ("Tom Baker", "Budget"),
        ("Ana Lopez", "Signature"),
    ]
    assert len(fq("people", "--json").document["people"]) == 2


@pytest.mark.parametrize("lines", ["Ana Lopez\n> Quote\nCall her\n", "@Ana Lopez\n> Quote\nCall her\nTom\n< Budget\n"])
def test_a_line_whose_mark_was_forgotten_is_not_lost(fq: Call, typed: Typed, lines: str) -> None:
    typed(lines)
    refused = fq("add", "-")
    assert refused.code == 4
    assert (
        "line 3: has no > or < before it, and is no name, as no line with one follows (nothing was added" in refused.err
    )
    assert rows(fq) == []


def test_an_at_names_the_person_too_as_in_the_conversation(fq: Call, typed: Typed) -> None:
    typed("> Quote\n@Tom Baker\n< Numbers\n")
    assert fq("add", "Ana Lopez", "-").code == 0
    assert [(person, text) for person, _, text, _ in rows(fq)] == [("Ana Lopez", "Quote"), ("Tom Baker", "Numbers")]


@pytest.mark.parametrize(
    ("line", "text", "promised"),
    [
        ("> Quote by fri", "Quote", "2026-11-27"),
        ("> Quote by fri 15:00", "Quote", "2026-11-27T15:00:00Z"),
        ("> Quote by 2026-12-01", "Quote", "2026-12-01"),
        ("> Leave the parcel by the door", "Leave the parcel by the door", None),
        ("> Report by Ana by tomorrow", "Report by Ana", "2026-11-24"),
        (">no space", "no space", None),
        (">   Quote   ", "Quote", None),
        ("> Price < 100 and > 50", "Price < 100 and > 50", None),
        ("> Quote by the end of the week", "Quote", "2026-11-27"),
        ("> QUOTE BY COB FRI", "QUOTE", "2026-11-27"),
        ("> Quote by close of business tomorrow.", "Quote", "2026-11-24"),
        ("> Quote by noon", "Quote", "2026-11-23T12:00:00Z"),
        ('> "Read the draft by April"', "Read the draft by April", None),
        ('> "Read the draft by April" by fri', "Read the draft by April", "2026-11-27"),
    ],
)
def test_a_line_may_end_in_a_date(fq: Call, typed: Typed, line: str, text: str, promised: str | None) -> None:
    typed(line + "\n")
    fq("add", "Ana", "-")
    assert rows(fq) == [("Ana", "mine", text, promised)]


def test_amounts_come_in_as_text_with_a_hint_and_sink_no_other_line(fq: Call, typed: Typed) -> None:
    typed("> Quote by fri\n> Move it by two weeks\n< Lower it by 10%\n> Leave it by Room 4\n> Written by Tom\n")
    added = fq("add", "Ana", "-")
    assert added.code == 0
    assert [(text, promised) for _, _, text, promised in rows(fq)] == [
        ("Quote", "2026-11-27"),
        ("Move it by two weeks", None),
        ("Lower it by 10%", None),
        ("Leave it by Room 4", None),
        ("Written by Tom", None),
    ]
    assert added.err.count("no date understood in") == 3
    assert "'by two weeks', it stays text (a date is written 'by in two weeks')" in added.err
    assert "Tom" not in added.err


def test_refused_line_is_shown_whole_with_the_way_to_keep_it_as_text(fq: Call, typed: Typed, db: Path) -> None:
    typed("> Quote by fri\n> Send the long letter by early next week\n> Draft by 6 nov\n> by mon\n")
    refused = fq("add", "Ana", "-")
    assert refused.code == 4
    assert "line 2: 'early next week' is not a date I know: too vague" in refused.err
    assert "in “> Send the long letter by early next week”" in refused.err
    assert "'6 nov': Fri 6 Nov 2026 was 17 days ago, the next one is Sat 6 Nov 2027" in refused.err
    assert "line 4: 'by mon' is a date without a text" in refused.err
    assert "a text in quotes stays text" in refused.err
    assert not db.exists()


@pytest.mark.parametrize(("zone", "now"), WHEREABOUTS)
def test_days_in_lines_are_the_users(
    fq: Call, typed: Typed, monkeypatch: pytest.MonkeyPatch, zone: str, now: str
) -> None:
    """At these hours the day in UTC is another one."""
    monkeypatch.setenv("TZ", zone)
    typed("> One by eod\n> Two by tomorrow noon\n> Three by this fri\n> Four by end of next week\n> Five by 24th\n")
    added = fq("add", "Ana", "-", now=now)
    for said in ("One, by Mon 23 Nov (today)", "Two, by Tue 24 Nov 12:00 (tomorrow)", "Three, by Fri 27 Nov",
                 "Four, by Fri 4 Dec", "Five, by Tue 24 Nov (tomorrow)"):  # fmt: skip
        assert said in added.out


def test_windows_line_ends_blank_lines_a_byte_order_mark_and_a_missing_last_break_are_fine(
    fq: Call, typed: Typed
) -> None:
    typed("\ufeffAna\r\n\r\n  > Quote\r\n\t< Signature")
    assert fq("add", "-").code == 0
    assert [text for _, _, text, _ in rows(fq)] == ["Quote", "Signature"]


def test_a_bad_date_is_told_with_its_line_and_nothing_is_saved(fq: Call, typed: Typed, db: Path) -> None:
    typed("> Quote by fri\n> Draft by 32 dec\n")
    refused = fq("add", "Ana", "-")
    assert refused.code == 4
    assert "line 2" in refused.err
    assert "'32 dec'" in refused.err
    assert refused.out == ""
    assert not db.exists()


def test_every_bad_line_is_told_at_once(fq: Call, typed: Typed, db: Path) -> None:
    typed("> too early\nAna\n> Quote by 13/02\n> \n> Good\n< Numbers by 2026-02-30\n")
    refused = fq("add", "-")
    assert refused.code == 4
    for number in (1, 3, 4, 6):
        assert f"line {number}:" in refused.err
    assert "line 5" not in refused.err
    assert not db.exists()


def test_a_line_without_a_mark_is_refused_where_the_person_is_given(fq: Call, typed: Typed, db: Path) -> None:
    typed("> Quote\nTom Baker\n")
    refused = fq("add", "Ana", "-")
    assert refused.code == 4
    assert "line 2" in refused.err
    assert not db.exists()


def test_a_name_alone_adds_nothing(fq: Call, typed: Typed, db: Path) -> None:
    typed("Ana Lopez\n")
    assert fq("add", "-").code == 2
    assert not db.exists()


@pytest.mark.parametrize("words", [("add",), ("add", "-"), ("add", "Ana"), ("add", "Ana", "-")])
def test_nothing_on_standard_input_is_a_usage_error(fq: Call, typed: Typed, db: Path, words: tuple[str, ...]) -> None:
    typed("")
    refused = fq(*words)
    assert refused.code == 2
    assert "nothing to add" in refused.err
    assert not db.exists()


def test_options_hold_for_every_line_and_a_date_of_its_own_wins(fq: Call, typed: Typed) -> None:
    typed("> Quote\n< Signature by tomorrow\n")
    fq("add", "Ana", "-", "--by", "fri", "--project", "spring", "--tag", "print", "--via", "call", "--note", "n")
    found = fq("list", "--json").document["followups"]
    assert [item["promised"] for item in found] == ["2026-11-27", "2026-11-24"]
    assert {(item["project"], tuple(item["tags"]), item["channel"], item["note"]) for item in found} == {
        ("spring", ("print",), "call", "n")
    }


def test_a_mark_says_more_than_the_waiting_option(fq: Call, typed: Typed) -> None:
    """`>` is what I owe them: with `-w` it is refused or mine, but never becomes their debt."""
    typed("> Send the quote\n")
    added = fq("add", "-w", "Ana", "-")
    assert added.code in (2, 4) or rows(fq) == [("Ana", "mine", "Send the quote", None)]


def test_a_recurring_line_recurs_from_its_own_date(fq: Call, typed: Typed) -> None:
    typed("> Weekly note by fri\n")
    fq("add", "Ana", "-", "--every", "week")
    fq("done", "1")
    assert rows(fq)[1] == ("Ana", "mine", "Weekly note", "2026-12-04")


def test_a_near_name_warns_and_says_how_to_mend_each_line(fq: Call, typed: Typed) -> None:
    fq("add", "Ana Lopez", "Quote")
    typed("Ana Lopes\n> Draft\n> Plan\n")
    added = fq("add", "-")
    assert added.code == 0
    for number in (2, 3):
        assert f"followq edit {number} --person 'Ana Lopez'" in added.out + added.err


def test_too_much_input_is_refused(fq: Call, typed: Typed, db: Path) -> None:
    typed("> x\n" * 250_001)
    assert fq("add", "Ana", "-").code == 4
    assert not db.exists()


def test_a_text_that_is_too_long_is_told_with_its_line(fq: Call, typed: Typed, db: Path) -> None:
    typed(f"> fine\n> {'x' * 10_001}\n")
    refused = fq("add", "Ana", "-")
    assert refused.code == 4
    assert "line 2" in refused.err
    assert not db.exists()


def test_lines_come_through_a_real_pipe(fq_process: Call) -> None:
    added = fq_process("add", "Ana Lopez", "-", "--json", stdin="> Café, 契約 by fri\n")
    assert added.code == 0
    assert added.document["followups"][0]["text"] == "Café, 契約"


def test_bytes_that_are_no_utf8_are_bad_input_not_a_defect(fq_process: Call, db: Path) -> None:
    refused = fq_process("add", "Ana", "-", stdin=b"> caf\xe9\n", env={"PYTHONIOENCODING": "utf-8:strict"})
    assert refused.code == 4
    assert not db.exists()


def test_no_standard_input_at_all_is_a_usage_error(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert fq("add", "Ana").code == 2


def test_lines_carry_details_which_are_stronger_than_the_options(fq: Call, typed: Typed) -> None:
    typed("> Quote by fri 15m #spring +legal @call\n< Signature, asked yesterday\n")
    added = fq("add", "Ana", "-", "--project", "autumn", "--tag", "print")
    assert "you owe Ana: Quote, by Fri 27 Nov (in 4 working days), 15m, #spring, +legal, via call." in added.out
    first, second = fq("list", "--json").document["followups"]
    assert (first["effort_minutes"], first["project"], first["tags"], first["channel"]) == (
        15,
        "spring",
        ["legal"],
        "call",
    )
    assert (second["text"], second["since"], second["project"], second["tags"]) == (
        "Signature", "2026-11-22", "autumn", ["print"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [("Send the quote 15m #spring !key",), ("Send", "the", "quote", "15m", "#spring", "!key")]
)
def test_the_text_of_add_carries_details_too(fq: Call, words: tuple[str, ...]) -> None:
    added = fq("add", "Ana", *words)
    assert "1 added: you owe Ana: Send the quote, 15m, #spring." in added.out
    assert "Ana counts as key person now" in added.out
    item = fq("show", "1", "--json").document["followups"][0]
    assert (item["text"], item["effort_minutes"], item["project"]) == ("Send the quote", 15, "spring")
    fq("undo")
    assert fq("people", "--json").document["people"] == []


def test_an_option_of_add_is_stronger_than_its_text(fq: Call) -> None:
    added = fq("add", "Ana", "Fix it #spring", "--project", "autumn")
    item = fq("show", "1", "--json").document["followups"][0]
    assert (item["text"], item["project"]) == ("Fix it #spring", "autumn")
    assert "'#spring' stays text: what it says is given already" in added.out
