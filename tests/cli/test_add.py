"""`add` with a person and a text: what is kept, whom it is with, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Call


def followups(fq: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fq("list", "--status", "all", "--json").document["followups"]
    return found


def people(fq: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fq("people", "--sort", "name", "--json").document["people"]
    return found


def test_what_is_added_is_mine_open_and_begins_now(fq: Call) -> None:
    added = fq("add", "Ana Lopez", "Send the quote")
    assert added.code == 0
    assert "1 added: you owe Ana Lopez: Send the quote" in added.out
    (item,) = followups(fq)
    assert (item["id"], item["person"], item["text"]) == (1, "Ana Lopez", "Send the quote")
    assert (item["ball"], item["status"], item["since"], item["created_at"]) == ("mine", "open", NOW, NOW)
    assert item["promised"] is None
    assert item["told_at"] is None


@pytest.mark.parametrize("option", ["-w", "--waiting"])
def test_waiting_puts_the_ball_on_their_side(fq: Call, option: str) -> None:
    added = fq("add", option, "Tom Baker", "Sign the contract")
    assert "Tom Baker owes you: Sign the contract" in added.out
    assert followups(fq)[0]["ball"] == "theirs"


def test_words_need_no_quotes(fq: Call) -> None:
    fq("add", "Ana", "Send", "the", "quote")
    assert followups(fq)[0]["text"] == "Send the quote"


def test_every_option_is_kept(fq: Call) -> None:
    fq("add", "Tom Baker", "First draft")
    options = {"--by": "fri", "--since": "last tue", "--via": "Call", "--effort": "1h30m", "--project": "Spring"}
    more = (
        "--tag",
        "print",
        "--tag",
        "urgent",
        "--blocked-by",
        "1",
        "--every",
        "2 weeks",
        "--note",
        "Ask Mei",
        "--told",
    )
    given = [word for pair in options.items() for word in pair]
    assert fq("add", "Ana Lopez", "Second draft", *given, *more).code == 0
    item = followups(fq)[1]
    assert (item["promised"], item["first_promised"], item["slips"]) == ("2026-11-27", "2026-11-27", 0)
    assert item["since"] == "2026-11-17"
    assert (item["channel"], item["effort_minutes"], item["project"]) == ("call", 90, "Spring")
    assert (item["tags"], item["blocked_by"]) == (["print", "urgent"], [1])
    assert (item["every"], item["note"], item["told_at"]) == ("2 weeks", "Ask Mei", NOW)


def test_a_date_is_shown_back_resolved(fq: Call) -> None:
    assert "by Fri 27 Nov (in 4 working days)" in fq("add", "Ana", "Quote", "--by", "fri").out
    assert "since Tue 17 Nov (4 working days ago)" in fq("add", "Ana", "Draft", "--since", "last tue").out


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("fri", "2026-11-27"),
        ("next fri", "2026-12-04"),
        ("+3d", "2026-11-26"),
        ("2w", "2026-12-07"),
        ("in 3 working days", "2026-11-26"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("next month", "2026-12-23"),
        ("the 15th", "2026-12-15"),
        ("dec 1", "2026-12-01"),
        ("2026-12-01", "2026-12-01"),
        ("fri 15:00", "2026-11-27T15:00:00Z"),
        ("tomorrow 3pm", "2026-11-24T15:00:00Z"),
    ],
)
def test_dates_of_the_contract_are_understood(fq: Call, phrase: str, kept: str) -> None:
    fq("add", "Ana", "Quote", "--by", phrase)
    assert followups(fq)[0]["promised"] == kept


@pytest.mark.parametrize(
    "phrase",
    ["32 dec", "2026-02-30", "may", "10", "1.2", "13/02", "1969-12-31", "3000-01-01", "soon", "fri 25:00", " "],
)
def test_a_date_that_is_not_wholly_understood_is_refused_with_examples(fq: Call, db: Path, phrase: str) -> None:
    refused = fq("add", "Ana", "Quote", "--by", phrase)
    assert refused.code == 4
    assert "tomorrow" in refused.err
    assert refused.out == ""
    assert not db.exists()


@pytest.mark.parametrize(
    ("phrase", "kept"), [("yesterday", "2026-11-22"), ("3d ago", "2026-11-20"), ("last tue", "2026-11-17")]
)
def test_since_takes_past_dates(fq: Call, phrase: str, kept: str) -> None:
    fq("add", "Ana", "Quote", "--since", phrase)
    assert followups(fq)[0]["since"] == kept


@pytest.mark.parametrize("phrase", ["tomorrow", "2026-11-24", "+1d"])
def test_a_since_that_does_not_lie_behind_is_refused(fq: Call, db: Path, phrase: str) -> None:
    refused = fq("add", "Ana", "Quote", "--since", phrase)
    assert refused.code == 4
    assert "yesterday" in refused.err
    assert not db.exists()


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--via", "pigeon", "call, chat, email, meet, letter"),
        ("--effort", "30", "15m, 2h"),
        ("--effort", "", "15m, 2h"),
        ("--every", "sometimes", "2 weeks"),
        ("--every", "", "2 weeks"),
    ],
)
def test_an_option_that_is_not_understood_is_refused_with_what_is_allowed(
    fq: Call, db: Path, option: str, value: str, allowed: str
) -> None:
    refused = fq("add", "Ana", "Quote", option, value)
    assert refused.code == 4
    assert allowed in refused.err
    assert not db.exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("week", "1 week"),
        ("every 2 weeks", "2 weeks"),
        ("monthly", "1 month"),
        ("3 days", "3 days"),
        ("year", "1 year"),
    ],
)
def test_a_recurrence_is_kept_in_one_form(fq: Call, said: str, kept: str) -> None:
    fq("add", "Ana", "Report", "--every", said)
    assert followups(fq)[0]["every"] == kept


def test_a_tag_is_kept_once_and_without_its_plus(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--tag", "+print", "--tag", "print", "--tag", "spring sale")
    assert followups(fq)[0]["tags"] == ["print", "spring sale"]


def test_several_blockers_may_be_named(fq: Call) -> None:
    fq("add", "Tom", "One")
    fq("add", "Mei", "Two")
    fq("add", "Ana", "Three", "--blocked-by", "1", "--blocked-by", "Mei")
    assert followups(fq)[2]["blocked_by"] == [1, 2]


def test_an_unknown_blocker_saves_nothing(fq: Call) -> None:
    refused = fq("add", "Ana", "Quote", "--blocked-by", "7")
    assert refused.code == 3
    assert "there is no follow-up 7" in refused.err
    assert (followups(fq), people(fq)) == ([], [])


@pytest.mark.parametrize(
    "spelling", ["ana lopez", "ANA LOPEZ", "  Ana   Lopez ", "Ana\u00a0Lopez", "Ａｎａ Lopez", "Ana\u200d Lopez"]
)
def test_a_name_is_known_again_whatever_its_case_and_spaces(fq: Call, spelling: str) -> None:
    fq("add", "Ana Lopez", "Quote")
    assert fq("add", spelling, "Draft").code == 0
    assert [(person["name"], person["owed"]) for person in people(fq)] == [("Ana Lopez", 2)]


@pytest.mark.parametrize("word", ["ana@example.com", "The Boss", "Ana Lopez"])
def test_an_alias_and_an_address_stand_for_the_person(fq: Call, word: str) -> None:
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com", "--alias", "The Boss")
    assert fq("add", word, "Quote").code == 0
    assert [(person["name"], person["owed"]) for person in people(fq)] == [("Ana Lopez", 1)]


def test_a_name_that_two_people_bear_is_ambiguous(fq: Call, tmp_path: Path) -> None:
    both = [{"name": name, "aliases": ["Boss"]} for name in ("Ana Lopez", "Ben Okoro")]
    (tmp_path / "in.json").write_text(json.dumps({"people": both}))
    assert fq("import", str(tmp_path / "in.json"), "--yes").code == 0
    refused = fq("add", "Boss", "Quote")
    assert refused.code == 3
    assert "Ana Lopez" in refused.err
    assert "Ben Okoro" in refused.err
    assert followups(fq) == []


@pytest.mark.parametrize("near", ["Ana Lopes"])
def test_a_near_name_makes_a_new_person_and_warns_with_what_mends_it(fq: Call, near: str) -> None:
    fq("add", "Ana Lopez", "Quote")
    added = fq("add", near, "Draft")
    assert added.code == 0
    assert "there is also Ana Lopez" in added.out + added.err
    assert "followq edit 2 --person 'Ana Lopez'" in added.out + added.err
    assert fq("edit", "2", "--person", "Ana Lopez").code == 0
    assert followups(fq)[1]["person"] == "Ana Lopez"


def test_a_wholly_other_name_warns_of_nothing(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    added = fq("add", "Jonas Weber", "Invoice")
    assert "there is also" not in added.out + added.err
    assert added.err == ""


@pytest.mark.parametrize(
    ("person", "text", "code"),
    [
        ("", "Quote", 2),
        ("   ", "Quote", 2),
        ("42", "Quote", 2),
        ("Ana", "", 2),
        ("Ana", " \n ", 2),
        ("Ana", "x" * 10_001, 4),
        ("A" * 201, "Quote", 4),
    ],
)
def test_a_person_or_text_that_cannot_be_kept_is_refused(fq: Call, db: Path, person: str, text: str, code: int) -> None:
    refused = fq("add", person, text)
    assert refused.code == code
    assert refused.out == ""
    assert not db.exists()


def test_the_longest_text_and_name_are_kept_whole(fq: Call) -> None:
    fq("add", "A" * 200, "x" * 10_000)
    (item,) = followups(fq)
    assert (item["person"], item["text"]) == ("A" * 200, "x" * 10_000)


@pytest.mark.parametrize(
    "text",
    [
        "[bold]not markup[/bold] & <b>tags</b>",
        "quotes \"double\" 'single' and back\\slash",
        "契約書に署名する",
        "إرسال العرض",
        "party 🎉👩‍👩‍👧 café",
        "\x1b[31mred\x1b[0m \u202e reversed",
    ],
)
def test_a_text_is_kept_as_it_was_said(fq: Call, text: str) -> None:
    assert fq("add", "Ana", text).code == 0
    assert followups(fq)[0]["text"] == text


def test_a_text_over_several_lines_becomes_one(fq: Call) -> None:
    fq("add", "Ana", "Send the quote\n\n  to her office\r\n")
    assert followups(fq)[0]["text"].split() == ["Send", "the", "quote", "to", "her", "office"]
    assert "\n" not in followups(fq)[0]["text"]


def test_undo_takes_the_new_person_away_too_and_the_id_is_not_used_again(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("undo")
    assert (followups(fq), people(fq)) == ([], [])
    fq("add", "Ben", "Draft")
    assert followups(fq)[0]["id"] == 2


def test_a_dash_for_a_person_is_nobody(fq: Call) -> None:
    """`-` means standard input; a text beside it is a contradiction, not a person called `-`."""
    refused = fq("add", "-", "Send the quote")
    assert refused.code == 2
    assert people(fq) == []


def test_json_gives_what_was_added(fq: Call) -> None:
    document = fq("add", "Ana", "Quote", "--by", "fri", "--json").document
    assert (document["kind"], document["now"]) == ("add", NOW)
    assert [item["text"] for item in document["followups"]] == ["Quote"]
    assert [person["name"] for person in document["people"]] == ["Ana"]


def test_a_clock_that_went_back_is_told_and_nothing_is_lost(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    added = fq("add", "Ana", "Draft", now="2026-11-20T09:00:00Z")
    assert added.code == 0
    assert "is earlier than the last change" in added.err
    assert len(followups(fq)) == 2
