"""Mail that comes after a follow-up was accepted: told, tossed, heard, nudged or done; shown, or noted when asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.mailboxes import ANA, ASKS, ME, MEI, TOM, Mailbox
from tests.conftest import Call

ALL = ("--accept", "all", "--min", "0")
LATER = "2026-11-27T09:00:00Z"


@pytest.fixture
def box(fq: Call, tmp_path: Path) -> Mailbox:
    """A mailbox whose two threads were accepted: 1 is owed to Ana, 2 is waited for from Tom."""
    made = Mailbox(tmp_path / "mail.mbox")
    made.add_question(at="2026-11-16 10:00")
    made.add_my_question(at="2026-11-17 10:00")
    assert fq("scan", str(made.path), "--me", ME, "--accept", "owed", "--min", "0").code == 0
    assert fq("scan", *ALL).code == 0
    return made


def scan(fq: Call, *words: str, now: str = LATER) -> dict[str, Any]:
    result = fq("scan", "--json", *words, now=now)
    assert result.code == 0, result.err
    return result.document


def item(fq: Call, number: int) -> dict[str, Any]:
    found: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return found


OWED = {
    "told": "Thanks, I will get back to you next week.",
    "toss": "Hi Ana,\n\nWhich year do you need? Could you please send me the list of projects?",
    "done": "Hi Ana,\n\nthe figures are 100 for travel, 250 for rooms and 300 for staff. The rest is in the"
    " annex, which I attach here. All of it was approved last week by the board.",
}
WAITED = {
    "heard": "Thanks, I will get back to you next week.",
    "toss": "Hi Sam,\n\nCould you please tell me which version you need?",
    "done": "Hi Sam,\n\nhere is the contract, signed by both sides. Legal had no objections, and the annex is part of"
    " it.",
}


@pytest.mark.parametrize("kind", OWED)
def test_my_answer_is_shown_with_its_command_and_changes_nothing(fq: Call, box: Mailbox, kind: str) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED[kind], at="2026-11-25 14:05")
    before = item(fq, 1)
    (step,) = scan(fq)["steps"]
    assert (step["followup"], step["step"], step["at"]) == (1, kind, "2026-11-25T14:05:00Z")
    assert step["command"] == f"followq {kind} 1 --on '2026-11-25 14:05'"
    assert item(fq, 1) == before
    said = fq("scan").out
    assert step["command"] in said


@pytest.mark.parametrize("kind", OWED)
def test_the_command_that_is_shown_notes_it_for_good(fq: Call, box: Mailbox, kind: str) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED[kind], at="2026-11-25 14:05")
    scan(fq)
    assert fq(kind, "1", "--on", "2026-11-25 14:05").code == 0
    assert scan(fq)["steps"] == []


@pytest.mark.parametrize("kind", OWED)
def test_apply_notes_my_answer_on_the_day_it_was_sent(fq: Call, box: Mailbox, kind: str) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED[kind], at="2026-11-25 14:05")
    (applied,) = scan(fq, "--apply")["applied"]
    assert applied["step"] == kind
    after = item(fq, 1)
    at = "2026-11-25T14:05:00Z"
    assert (after["status"] == "done", after["ball"]) == (kind == "done", "theirs" if kind == "toss" else "mine")
    assert at in (after["told_at"], after["since"], after["closed_at"])
    again = scan(fq, "--apply")
    assert (again["applied"], again["steps"]) == ([], [])


@pytest.mark.parametrize("kind", WAITED)
def test_apply_notes_their_answer(fq: Call, box: Mailbox, kind: str) -> None:
    box.add(
        "r1@example.org", TOM, WAITED[kind], subject="Re: Contract", answers="w1@example.com", at="2026-11-25 14:05"
    )
    (step,) = scan(fq)["steps"]
    assert (step["followup"], step["step"]) == (2, kind)
    assert ("--thank" in step["command"]) == (kind == "done")
    scan(fq, "--apply")
    after = item(fq, 2)
    assert (after["status"] == "done", after["ball"]) == (kind == "done", "mine" if kind == "toss" else "theirs")
    assert "2026-11-25T14:05:00Z" in (after["heard_at"], after["since"], after["closed_at"])


def test_apply_is_one_batch_and_one_undo(fq: Call, box: Mailbox) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED["done"], at="2026-11-25 14:05")
    box.add(
        "r1@example.org", TOM, WAITED["done"], subject="Re: Contract", answers="w1@example.com", at="2026-11-25 15:05"
    )
    before = item(fq, 1), item(fq, 2)
    assert len(scan(fq, "--apply")["applied"]) == 2
    assert fq("undo").code == 0
    assert (item(fq, 1), item(fq, 2)) == before


@pytest.mark.parametrize("text", ["Thanks, OK", "Great, thank you!", "ok"])
def test_thanks_destroys_nothing(fq: Call, box: Mailbox, text: str) -> None:
    box.add("r1@example.org", TOM, text, subject="Re: Contract", answers="w1@example.com", at="2026-11-25 14:05")
    box.add("r2@example.org", ANA, text, subject="Re: Budget", answers="q1@example.org", at="2026-11-25 14:05")
    box.add_my_answer("a1@example.com", "q1@example.org", text, at="2026-11-25 15:05")
    scan(fq, "--apply")
    assert (item(fq, 1)["status"], item(fq, 1)["ball"]) == ("open", "mine")
    assert (item(fq, 2)["status"], item(fq, 2)["ball"]) == ("open", "theirs")


def test_what_is_written_to_somebody_else_clears_nothing(fq: Call, box: Mailbox) -> None:
    box.add("m1@example.com", f"Sam Field <{ME}>", OWED["done"], to=MEI, subject="Budget", at="2026-11-25 14:05")
    box.add_question("q3@example.com", MEI, subject="Re: Budget", answers="q1@example.org", at="2026-11-25 15:00")
    box.add_my_answer("a3@example.com", "q3@example.com", OWED["done"], to=MEI, at="2026-11-25 16:00")
    assert scan(fq, "--apply")["applied"] == []
    assert item(fq, 1)["status"] == "open"


def test_a_question_back_and_their_answer_come_in_their_order(fq: Call, box: Mailbox) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED["toss"], at="2026-11-24 14:05")
    box.add("q5@example.org", ANA, ASKS, subject="Re: Budget", answers="a1@example.com", at="2026-11-25 09:00")
    found = scan(fq, "--apply")["applied"]
    assert [step["step"] for step in found] == ["toss", "toss"]
    after = item(fq, 1)
    assert (after["ball"], after["since"]) == ("mine", "2026-11-25T09:00:00Z")


def test_that_i_asked_again_counts_as_a_nudge(fq: Call, box: Mailbox) -> None:
    text = "Hi Tom,\n\nany news? Could you please send me the contract?"
    box.add_my_answer("w2@example.com", "w1@example.com", text, to=TOM, subject="Re: Contract", at="2026-11-25 14:05")
    scan(fq, "--apply")
    assert (item(fq, 2)["nudges"], item(fq, 2)["nudged_at"]) == (1, "2026-11-25T14:05:00Z")


def test_automatic_mail_is_no_answer(fq: Call, box: Mailbox) -> None:
    box.add(
        "auto@example.org",
        TOM,
        "I am out of the office until 4 December 2026.",
        subject="Automatic reply: Contract",
        answers="w1@example.com",
        at="2026-11-25 14:05",
        headers="Auto-Submitted: auto-replied\n",
    )
    found = scan(fq)
    assert found["steps"] == []
    (hint,) = found["hints"]
    assert (hint["what"], hint["person"]) == ("away", "Tom Baker")
    assert hint["command"] == f"followq person edit 'Tom Baker' --away-until {hint['until']}"
    scan(fq, "--apply")
    (tom,) = [one for one in fq("people", "--json").document["people"] if one["name"] == "Tom Baker"]
    assert tom["away_until"] == hint["until"]
    assert scan(fq)["hints"] == []


def test_two_addresses_under_one_name_can_be_joined(fq: Call, box: Mailbox) -> None:
    box.add_question("q7@example.net", "Ana Lopez <ana.lopez@example.net>", subject="Boat", at="2026-11-25 14:05")
    hints = scan(fq)["hints"]
    assert [(one["what"], one["person"], one["address"]) for one in hints] == [
        ("join", "Ana Lopez", "ana.lopez@example.net")
    ]
    assert hints[0]["command"] == "followq person edit 'Ana Lopez' --email ana.lopez@example.net"
    fq("person", "add", "A. Lopez", "--email", "ana.lopez@example.net")
    (hint,) = scan(fq)["hints"]
    assert (hint["other"], hint["command"]) == ("A. Lopez", "followq person merge 'A. Lopez' 'Ana Lopez'")


def test_what_i_noted_myself_is_not_proposed_again(fq: Call, box: Mailbox) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED["done"], at="2026-11-25 14:05")
    fq("done", "1", now="2026-11-26T09:00:00Z")
    assert scan(fq)["steps"] == []


def test_a_mailbox_read_anew_repeats_no_step_that_was_noted(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    box.add_my_answer("a1@example.com", "q1@example.org", OWED["told"], at="2026-11-25 14:05")
    scan(fq, "--apply")
    (tmp_path / "queue.mail.db").unlink()
    assert scan(fq)["steps"] == []
