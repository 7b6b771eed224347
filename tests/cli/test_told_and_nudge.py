"""`told` and `nudge`: giving news, and asking for it, without anything being settled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOW, Call

NEXT_DAY = "2026-11-24T09:00:00Z"


def shown(fq: Call, number: int) -> dict[str, Any]:
    item: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return item


@pytest.fixture
def both_sides(fq: Call) -> None:
    """One thing that I owe Ana, one that Tom owes me."""
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-16")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-16")


def test_told_keeps_the_debt_and_ends_the_dark(fq: Call, both_sides: None) -> None:
    assert "heard nothing yet" in fq("why", "1").out
    told = fq("told", "1", "Legal looks at it")
    assert told.code == 0
    assert "you still owe it" in told.out
    item = shown(fq, 1)
    assert (item["status"], item["ball"], item["told_at"], item["since"]) == ("open", "mine", NOW, "2026-11-16")
    assert "heard nothing" not in fq("why", "1").out


def test_what_was_said_stands_in_the_log(fq: Call, both_sides: None) -> None:
    fq("told", "1", "Legal", "looks", "at", "it")
    entry = fq("log", "1", "--json").document["log"][-1]
    assert (entry["command"], entry["remark"]) == ("told", "Legal looks at it")
    assert "Legal looks at it" in fq("show", "1").out


def test_told_again_starts_the_clock_again(fq: Call, both_sides: None) -> None:
    fq("told", "1")
    fq("told", "1", now=NEXT_DAY)
    assert shown(fq, 1)["told_at"] == NEXT_DAY


def test_told_may_promise_a_day(fq: Call, both_sides: None) -> None:
    assert "by Tue 1 Dec" in fq("told", "1", "--by", "2026-12-01").out
    item = shown(fq, 1)
    assert (item["promised"], item["first_promised"], item["slips"]) == ("2026-12-01", "2026-12-01", 0)


def test_a_later_promise_is_a_slip_and_says_so(fq: Call, both_sides: None) -> None:
    fq("told", "1", "--by", "fri")
    assert "moved" in fq("told", "1", "--by", "2026-12-04").out
    item = shown(fq, 1)
    assert (item["promised"], item["first_promised"], item["slips"]) == ("2026-12-04", "2026-11-27", 1)
    fq("told", "1", "--by", "2026-12-01")
    assert shown(fq, 1)["slips"] == 1


@pytest.mark.parametrize("command", ["told", "nudge", "toss", "note", "snooze", "drop"])
def test_what_is_closed_or_missing_is_not_found(fq: Call, both_sides: None, command: str) -> None:
    words = {"note": ("text",), "snooze": ("fri",)}.get(command, ())
    fq("done", "2")
    if command != "note":
        refused = fq(command, "2", *words)
        assert refused.code == 3
        assert "followq reopen 2" in refused.err
    assert fq(command, "9", *words).code == 3


def test_a_promise_that_is_no_date_changes_nothing(fq: Call, both_sides: None) -> None:
    assert fq("told", "1", "--by", "someday").code == 4
    assert shown(fq, 1)["told_at"] is None


def test_nudge_is_counted_and_says_when_to_ask_again(fq: Call, both_sides: None) -> None:
    nudged = fq("nudge", "2", "Called, left a message")
    assert nudged.code == 0
    assert "nudged; ask again" in nudged.out
    assert "ask again" in nudged.out
    item = shown(fq, 2)
    assert (item["nudges"], item["nudged_at"], item["since"]) == (1, NOW, "2026-11-16")
    assert fq("log", "2", "--json").document["log"][-1]["remark"] == "Called, left a message"


def test_nudge_first_shows_what_i_owe_that_person(fq: Call, both_sides: None) -> None:
    fq("add", "Tom Baker", "Budget line")
    fq("add", "Tom Baker", "Old promise")
    fq("done", "4")
    nudged = fq("nudge", "2")
    assert nudged.code == 0
    assert "First you owe Tom Baker: 3 Budget line" in nudged.out + nudged.err
    assert "Old promise" not in nudged.out + nudged.err
    assert fq("nudge", "2", "--json").document["notes"] == ["First you owe Tom Baker: 3 Budget line"]


def test_nudge_shows_nothing_when_nothing_is_owed_there(fq: Call, both_sides: None) -> None:
    nudged = fq("nudge", "2")
    assert "First you owe" not in nudged.out + nudged.err


def test_nobody_is_nudged_for_what_i_owe(fq: Call, both_sides: None) -> None:
    refused = fq("nudge", "1")
    assert refused.code == 2
    assert "followq told 1" in refused.err
    assert shown(fq, 1)["nudges"] == 0


def test_the_second_nudge_proposes_another_way_the_third_says_when_to_decide(fq: Call, both_sides: None) -> None:
    first, second, third = (fq("nudge", "2", now=f"2026-11-{day}T09:00:00Z").out for day in (23, 25, 27))
    assert "another way" not in first
    assert "another way: call" in second
    assert "3 times so far; if nothing comes, decide Thu 3 Dec" in third
    assert "followq drop 2" in third


def test_nudges_on_one_day_count_once(fq: Call, both_sides: None) -> None:
    fq("nudge", "2", "Called")
    assert "nudged again today; ask again" in fq("nudge", "2", "Called again").out
    assert fq("say", "2", "nudge", "--log").code == 0
    item = shown(fq, 2)
    assert item["nudges"] == 1
    assert "Called again" in fq("show", "2").out


def test_a_nudge_notes_the_day_they_name(fq: Call, both_sides: None) -> None:
    assert "expected by Thu 26 Nov (in 3 working days); ask again Fri 27 Nov" in fq("nudge", "2", "--by", "thu").out
    assert shown(fq, 2)["promised"] == "2026-11-26"
    later = fq("nudge", "2", "--by", "2026-12-01", now="2026-11-27T09:00:00Z")
    assert "later than before" in later.out
    assert (shown(fq, 2)["slips"], shown(fq, 2)["nudges"]) == (1, 2)
    assert fq("nudge", "2", "--by", "32 dec").code == 4


def test_a_nudge_ends_a_snooze(fq: Call, both_sides: None) -> None:
    fq("snooze", "2", "fri")
    fq("nudge", "2")
    assert shown(fq, 2)["snoozed_until"] is None
    assert shown(fq, 2)["snoozes"] == 1


@pytest.mark.parametrize("option", ["--yes", "-y"])
def test_nudge_takes_a_yes_beforehand(fq: Call, both_sides: None, option: str) -> None:
    fq("add", "Tom Baker", "Budget line")
    assert fq("nudge", "2", option).code == 0
    assert shown(fq, 2)["nudges"] == 1


def test_what_changed_nothing_offers_no_undo_of_what_was_done_before(fq: Call, both_sides: None) -> None:
    assert "undo" in fq("told", "1").out
    again = fq("told", "1")
    assert (again.code, "undo" in again.out) == (0, False)
    assert fq("told", "1", "--json").document["is_undoable"] is False
    assert fq("told", "1", "--json", now="2026-11-23T09:00:01Z").document["is_undoable"] is True


@pytest.mark.parametrize("words", [("nudge", "1"), ("say", "1", "nudge")], ids=" ".join)
def test_of_much_that_is_owed_to_them_the_first_of_today_is_named_and_the_rest_counted(
    fq: Call, words: tuple[str, ...]
) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-16")
    for number in range(2, 42):
        fq("add", "Tom Baker", f"Thing {number}", *(("--by", "2026-11-20") if number in (30, 31) else ()))
    notes = fq(*words, "--json").document["notes"]
    notes = [note for note in notes if note.startswith(("First", "And"))]
    today = fq("today", "--json").document["followups"]
    first = [f"First you owe Tom Baker: {item['id']} {item['text']}" for item in today[:3]]
    assert notes == [*first, "And 37 more: followq list --owed --person 'Tom Baker'"]
