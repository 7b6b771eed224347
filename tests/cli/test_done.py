"""`done`: delivered or received; what a closing leaves behind, and what comes again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOW, Call


def everything(fq: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fq("list", "--status", "all", "--json").document["followups"]
    return found


def occurrences(fq: Call) -> list[str | None]:
    return [item["promised"] for item in everything(fq)]


@pytest.fixture
def four(fq: Call) -> None:
    """Two owed, two waited for."""
    fq("add", "Ana Lopez", "Quote")
    fq("add", "Ben Okoro", "Invitation")
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "-w", "Mei Lin", "Price list")


def test_what_was_owed_is_delivered_what_was_waited_for_received(fq: Call, four: None) -> None:
    assert "1 Ana Lopez: Quote: done, delivered." in fq("done", "1").out
    assert "3 Tom Baker: Numbers: done, received." in fq("done", "3").out
    closed = [item for item in everything(fq) if item["status"] == "done"]
    assert [(item["id"], item["closed_at"]) for item in closed] == [(1, NOW), (3, NOW)]


def test_several_are_one_batch_and_one_undo(fq: Call, four: None) -> None:
    assert fq("done", "1", "3-4").code == 0
    assert [item["status"] for item in everything(fq)] == ["done", "open", "done", "done"]
    fq("undo")
    assert {item["status"] for item in everything(fq)} == {"open"}


@pytest.mark.parametrize("words", [("1", "9"), ("1-5",), ("2", "Zoe"), ("1", "2", "closed")])
def test_all_or_nothing(fq: Call, four: None, words: tuple[str, ...]) -> None:
    assert fq("done", *words).code == 3
    assert {item["status"] for item in everything(fq)} == {"open"}


def test_what_is_closed_already_cannot_be_closed_again(fq: Call, four: None) -> None:
    fq("done", "1")
    refused = fq("done", "1", "2")
    assert refused.code == 3
    assert "1 is done already" in refused.err
    assert "followq reopen 1" in refused.err
    assert everything(fq)[1]["status"] == "open"


def test_untold_leaves_a_small_item_to_tell_them(fq: Call, four: None) -> None:
    fq("edit", "1", "--via", "call", "--project", "spring")
    out = fq("done", "1", "--untold").out
    assert "5 added: you owe Ana Lopez: Tell them it is done: Quote" in out
    item = everything(fq)[4]
    assert (item["person"], item["ball"], item["status"]) == ("Ana Lopez", "mine", "open")
    assert (item["channel"], item["project"]) == ("call", "spring")
    assert item["effort_minutes"] <= 10


def test_thank_leaves_a_thank_you(fq: Call, four: None) -> None:
    assert "you owe Tom Baker: Thank them: Numbers" in fq("done", "3", "--thank").out
    assert (everything(fq)[4]["ball"], everything(fq)[4]["person"]) == ("mine", "Tom Baker")


def test_several_untold_ones_leave_one_item_each(fq: Call, four: None) -> None:
    fq("done", "1", "2", "--untold")
    assert [(item["id"], item["person"]) for item in everything(fq)[4:]] == [(5, "Ana Lopez"), (6, "Ben Okoro")]


@pytest.mark.parametrize(("number", "option"), [("3", "--untold"), ("1", "--thank")])
def test_untold_and_thank_belong_to_their_own_side(fq: Call, four: None, number: str, option: str) -> None:
    refused = fq("done", number, option)
    assert refused.code == 2
    assert option in refused.err
    assert {item["status"] for item in everything(fq)} == {"open"}


def test_time_spent_is_kept_with_each(fq: Call, four: None) -> None:
    fq("done", "1", "2", "--spent", "1h30m")
    assert [item["spent_minutes"] for item in everything(fq)] == [90, 90, 0, 0]
    assert fq("done", "3", "--spent", "30").code == 4


def test_a_note_is_added_to_the_private_note(fq: Call, four: None) -> None:
    fq("note", "1", "First")
    fq("done", "1", "--note", "Sent by mail")
    assert everything(fq)[0]["note"] == "First\nSent by mail"


def test_a_person_with_one_open_item_serves_for_its_number(fq: Call, four: None) -> None:
    assert fq("done", "Ana", "Lopez").code == 0
    assert fq("done", "tom").code == 0
    assert [item["status"] for item in everything(fq)] == ["done", "open", "done", "open"]


def test_something_more_urgent_is_told(fq: Call) -> None:
    fq("add", "Ana Lopez", "Long overdue", "--since", "2026-10-01", "--by", "2026-10-09")
    fq("add", "Ben Okoro", "Just came in")
    done = fq("done", "2")
    assert "More urgent still: 1 Ana Lopez: Long overdue" in done.out + done.err


def test_nothing_is_told_when_the_most_urgent_was_done(fq: Call) -> None:
    fq("add", "Ana Lopez", "Long overdue", "--since", "2026-10-01", "--by", "2026-10-09")
    fq("add", "Ben Okoro", "Just came in")
    done = fq("done", "1")
    assert "More urgent" not in done.out + done.err


@pytest.mark.parametrize("hide", [("snooze", "1", "fri"), ("toss", "1"), ("done", "1")])
def test_what_is_hidden_theirs_or_closed_is_not_more_urgent(fq: Call, hide: tuple[str, ...]) -> None:
    fq("add", "Ana Lopez", "Long overdue", "--since", "2026-10-01")
    fq("add", "Ben Okoro", "Just came in")
    fq(*hide)
    done = fq("done", "2")
    assert "More urgent" not in done.out + done.err


def test_a_recurring_one_brings_its_next(fq: Call) -> None:
    fq("add", "Ana Lopez", "Status note", "--by", "fri", "--every", "week", "--project", "spring", "--tag", "notes")
    out = fq("done", "1", "--spent", "20m").out
    assert "2 comes next: Ana Lopez: Status note, Fri 4 Dec" in out
    first, second = everything(fq)
    assert second["status"] == "open"
    assert (second["promised"], second["first_promised"], second["since"]) == ("2026-12-04", "2026-12-04", "2026-12-04")
    assert (second["every"], second["project"], second["tags"]) == ("1 week", "spring", ["notes"])
    assert (second["slips"], second["snoozes"], second["spent_minutes"]) == (0, 0, 0)
    assert first["uid"] != second["uid"]


def test_a_recurring_one_without_a_date_hides_until_its_day_and_that_is_no_snooze(fq: Call) -> None:
    fq("add", "Ana Lopez", "Water the plants", "--every", "2 weeks")
    fq("done", "1")
    second = everything(fq)[1]
    assert (second["snoozed_until"], second["snoozes"], second["promised"]) == ("2026-12-07", 0, None)
    assert fq("today", "--json").document["followups"] == []
    assert fq("today", "--json", now="2026-12-07T09:00:00Z").document["followups"][0]["id"] == 2


def test_the_31st_comes_back_after_a_short_month(fq: Call) -> None:
    fq("add", "Ana", "Invoice", "--by", "2027-01-31", "--every", "month")
    for number in range(1, 5):
        fq("done", str(number))
    assert occurrences(fq) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


def test_the_29th_of_february_comes_back_in_leap_years(fq: Call) -> None:
    fq("add", "Ana", "Birthday", "--by", "2028-02-29", "--every", "year")
    for number in range(1, 5):
        fq("done", str(number))
    assert occurrences(fq) == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


def test_a_moved_promise_does_not_move_the_rhythm(fq: Call) -> None:
    fq("add", "Ana", "Status note", "--by", "fri", "--every", "week")
    fq("edit", "1", "--by", "2026-11-30")
    fq("done", "1")
    assert occurrences(fq)[1] == "2026-12-04"


def test_closing_early_skips_none_and_repeats_none(fq: Call) -> None:
    fq("add", "Ana", "Status note", "--by", "2026-12-11", "--every", "week")
    fq("done", "1")
    assert occurrences(fq)[1] == "2026-12-18"


def test_several_recurring_ones_and_their_telling_get_numbers_of_their_own(fq: Call) -> None:
    fq("add", "Ana", "Note", "--by", "fri", "--every", "week")
    fq("add", "Ben", "Invoice", "--by", "2026-11-30", "--every", "month")
    assert fq("done", "1-2", "--untold").code == 0
    new = everything(fq)[2:]
    assert [item["id"] for item in new] == [3, 4, 5, 6]
    assert sorted((item["person"], item["promised"]) for item in new if item["promised"]) == [
        ("Ana", "2026-12-04"),
        ("Ben", "2026-12-30"),
    ]


def test_a_recurrence_that_leaves_the_calendar_is_refused_and_nothing_is_closed(fq: Call) -> None:
    fq("add", "Ana", "Never again", "--by", "2999-06-01", "--every", "year")
    assert fq("done", "1").code == 4
    assert everything(fq)[0]["status"] == "open"


def test_undo_takes_the_next_occurrence_back_with_the_closing(fq: Call) -> None:
    fq("add", "Ana", "Note", "--by", "fri", "--every", "week")
    fq("done", "1", "--untold")
    fq("undo")
    assert [(item["id"], item["status"]) for item in everything(fq)] == [(1, "open")]


def test_json_gives_what_was_closed_and_what_was_added(fq: Call, four: None) -> None:
    document = fq("done", "3", "--thank", "--json").document
    assert document["kind"] == "done"
    assert [(item["id"], item["status"]) for item in document["followups"]] == [(3, "done"), (5, "open")]
