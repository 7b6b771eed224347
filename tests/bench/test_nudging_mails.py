"""Mails become threads, people and waits as the benchmark says they do; on made-up archives."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
from bench.nudging.asks import Ask, asks
from bench.nudging.mails import Mail, read

ANA, BEN, LIST = "Ana Lopez <ana@example.org>", "Ben Okoro <ben@example.org>", "talk@lists.example.org"


class Archive:
    """A folder of mails, one file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def put(self, sender: str, to: str, day: int, subject: str, text: str = "", **headers: str) -> str:
        """A mail on a day of November 2026 at ten; its id comes back."""
        self.count += 1
        mail_id = f"<{self.count}@example.org>"
        lines = [f"From: {sender}", f"To: {to}", f"Date: {day:02} Nov 2026 10:00:00 +0000", f"Subject: {subject}"]
        lines += [f"Message-ID: {mail_id}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        (self.folder / f"{self.count}.txt").write_text("\n".join([*lines, "", text]))
        return mail_id

    def mails(self) -> list[Mail]:
        """What is read of the folder."""
        return read(self.folder)

    def waits(self) -> list[tuple[str, str, int, int | None]]:
        """Who waits for whom, from which day, to which day."""
        return [
            (ask.me, ask.person, ask.asked.day, ask.answered.day if ask.answered else None)
            for ask in asks(self.mails())
        ]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_question_waits_until_the_person_asked_writes_in_its_thread(archive: Archive) -> None:
    first = archive.put(ANA, BEN, 2, "Quote?")
    archive.put(BEN, ANA, 3, "Something else")
    archive.put(BEN, ANA, 5, "Re: Quote?", "Here it is.", In_Reply_To=first)
    assert archive.waits() == [("ana lopez", "ben okoro", 2, 5), ("ben okoro", "ana lopez", 3, None)]


def test_a_reply_waits_for_something_only_if_it_asks(archive: Archive) -> None:
    first = archive.put(ANA, BEN, 2, "Quote")
    second = archive.put(BEN, ANA, 3, "Re: Quote", "Here it is.\n> Can you?", In_Reply_To=first)
    assert len(archive.waits()) == 1
    archive.put(ANA, BEN, 4, "Re: Quote", "And for two?", References=f"{first} {second}")
    assert archive.waits()[1:] == [("ana lopez", "ben okoro", 4, None)]


def test_a_patch_is_an_ask_wherever_it_stands(archive: Archive) -> None:
    first = archive.put(BEN, ANA, 2, "Quote")
    archive.put(ANA, BEN, 3, "[PATCH v2] Mend it", "Done.", In_Reply_To=first)
    assert archive.waits() == [("ben okoro", "ana lopez", 2, 3), ("ana lopez", "ben okoro", 3, None)]


def test_asking_again_meanwhile_begins_nothing_new(archive: Archive) -> None:
    first = archive.put(ANA, BEN, 2, "Quote")
    archive.put(ANA, BEN, 9, "Re: Quote", "Any news?", In_Reply_To=first)
    archive.put(BEN, ANA, 10, "Re: Quote", "Soon.", In_Reply_To=first)
    assert archive.waits() == [("ana lopez", "ben okoro", 2, 10)]


def test_lists_are_nobody_and_somebody_elses_word_is_no_answer(archive: Archive) -> None:
    first = archive.put(ANA, f"{LIST}, {BEN}", 2, "Quote")
    archive.put("Cleo Diaz <cleo@example.org>", LIST, 3, "Re: Quote", "Me too", In_Reply_To=first)
    assert archive.waits() == [("ana lopez", "ben@example.org", 2, None)]


def test_a_list_by_its_own_header_is_nobody_either(archive: Archive) -> None:
    archive.put(ANA, "talk@example.org", 2, "Quote", List_Post="<mailto:talk@example.org>")
    assert archive.waits() == []


def test_any_of_those_asked_may_answer_and_the_first_is_waited_for(archive: Archive) -> None:
    first = archive.put(ANA, f"{BEN}, Cleo Diaz <cleo@example.org>", 2, "Quote")
    archive.put("Cleo Diaz <cleo@example.org>", ANA, 4, "Re: Quote", "Yes", In_Reply_To=first)
    assert archive.waits() == [("ana lopez", "ben@example.org", 2, 4)]


def test_two_addresses_with_one_full_name_are_one_person(archive: Archive) -> None:
    archive.put("Ben Okoro <ben@home.example>", ANA, 1, "Hello")
    first = archive.put(ANA, "ben@home.example", 2, "Quote")
    archive.put(BEN, ANA, 3, "Re: Quote", "Yes", In_Reply_To=first)
    assert ("ana lopez", "ben okoro", 2, 3) in archive.waits()


def test_robots_neither_ask_nor_answer(archive: Archive) -> None:
    first = archive.put(ANA, BEN, 2, "Quote")
    archive.put(BEN, ANA, 3, "Re: Quote", "I am away", In_Reply_To=first, Auto_Submitted="auto-replied")
    archive.put("noreply@example.org", ANA, 3, "Your ticket")
    assert archive.waits() == [("ana lopez", "ben okoro", 2, None)]


def test_without_headers_a_thread_goes_by_its_subject(archive: Archive) -> None:
    archive.put(ANA, BEN, 2, "Quote for May")
    archive.put(BEN, ANA, 5, "RE: Quote for May", "Yes")
    assert archive.waits() == [("ana lopez", "ben okoro", 2, 5)]


def test_each_mail_counts_once_and_broken_ones_are_left_out(archive: Archive) -> None:
    archive.put(ANA, BEN, 2, "Quote")
    (archive.folder / "again.txt").write_text((archive.folder / "1.txt").read_text())
    (archive.folder / "dateless.txt").write_text("From: ana@example.org\nTo: ben@example.org\n\nHello?")
    (archive.folder / "noise.txt").write_bytes(bytes(range(256)))
    assert len(archive.mails()) == 1


def test_an_mbox_is_read_mail_by_mail(tmp_path: Path) -> None:
    mails = [
        f"From x Mon Nov  2 10:00:00 2026\nFrom: {ANA}\nTo: {BEN}\nDate: 2 Nov 2026 1{hour}:00:00 +0000\n"
        f"Message-ID: <{hour}@example.org>\nSubject: Number {hour}\n\nHello\n\n"
        for hour in range(2)
    ]
    (tmp_path / "all.mbox").write_text("".join(mails))
    at = datetime(2026, 11, 2, 10, tzinfo=timezone.utc)
    assert asks(read(tmp_path))[0] == Ask("ana lopez", "ben@example.org", at, None)
    assert len(read(tmp_path)) == 2
