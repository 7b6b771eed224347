"""What scans remember, what they never keep, and that whoever was forgotten is gone from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.mailboxes import ANA, ASKS, ME, MEI, Mailbox
from tests.conftest import Call

ALL = ("--accept", "all", "--min", "0")


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    """A mailbox in which Ana and Mei ask the user."""
    made = Mailbox(tmp_path / "mail.mbox")
    made.add_question()
    made.add_question("q2@example.com", MEI, subject="Rooms")
    made.add("q3@example.com", MEI, "Hello Sam, could you call us?", subject="For Ana Lopez: boat", to=f"{ME}, {ANA}")
    return made


def read_memory(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(tmp_path.glob("queue.mail.db*")))


def test_no_text_of_a_message_is_kept(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    fq("scan", str(box.path), "--me", ME, *ALL)
    kept = read_memory(tmp_path)
    assert b"Budget" in kept  # subjects are
    for sentence in (*ASKS.splitlines(), "budget figures", "could you call us", "for the board"):
        assert not sentence or sentence.encode() not in kept
    assert b"budget figures" not in (tmp_path / "queue.db").read_bytes()


def test_person_forget_erases_them_from_what_scans_remember(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    fq("scan", str(box.path), "--me", ME, *ALL)
    done = fq("person", "forget", "Ana Lopez", "--yes", "--backups")
    assert "1 message of theirs erased" in done.out
    kept = read_memory(tmp_path).lower()
    for trace in (b"ana lopez", b"ana@example.org", b"q1@example.org"):
        assert trace not in kept
    assert b"mei@example.com" in kept


def test_whoever_was_forgotten_is_not_taken_up_again(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    fq("scan", str(box.path), "--me", ME, *ALL)
    fq("person", "forget", "Ana Lopez", "--yes", "--backups")
    box.add_question("q5@example.org", subject="Boat")
    box.add("q6@example.com", MEI, "Hello, could you call?", subject="Rooms again", to=f"{ME}, {ANA}")
    found = fq("scan", "--json", "--all").document
    assert {each["person"] for each in found["proposals"]} <= {"Mei Lin"}
    assert found["skipped"] == [{"reason": "from somebody who was forgotten", "messages": 1}]
    # Everything is read again: they are left out all the same.
    fq("scan", "--me", ME, "--me", "sam@example.net")
    assert b"ana@example.org" not in read_memory(tmp_path)


def test_whoever_is_entered_anew_after_being_forgotten_is_taken_up(fq: Call, box: Mailbox) -> None:
    fq("scan", str(box.path), "--me", ME, *ALL)
    fq("person", "forget", "Ana Lopez", "--yes", "--backups")
    fq("person", "add", "Ana Lopez", "--email", "ana@example.org")
    box.add_question("q5@example.org", subject="Boat")
    found = fq("scan", "--json", "--all").document["proposals"]
    assert "Ana Lopez" in {each["person"] for each in found}


def test_forgetting_somebody_makes_no_memory_where_there_is_none(fq: Call, tmp_path: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    assert fq("person", "forget", "Ana Lopez", "--yes").code == 0
    assert not (tmp_path / "queue.mail.db").exists()
