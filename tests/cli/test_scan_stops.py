"""Scans that are stopped midway: what was read is kept, and the next one goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from followq.cli.actions.scanning import mailboxes
from followq.errors import NetworkError
from followq.mail.sources.source import ReadMail, Source
from tests.cli.mailboxes import ME
from tests.conftest import Call
from tests.mail.letters import ANA, TOM, write

BEGIN = datetime(2026, 11, 2, 9, tzinfo=timezone.utc)


class Stopping(Source):
    """A mailbox of nine messages whose reading stops before one of them."""

    name = "imaps://sam@mail.example.org/INBOX"
    stops_before = 99
    reason: BaseException = KeyboardInterrupt()

    def read_new(self, mark: str, unseen: object) -> Iterator[ReadMail]:
        """One after the other."""
        for number in range(int(mark or 0), 9):
            if number == self.stops_before:
                raise self.reason
            mail = write(f"m{number}@x", TOM, ANA, "Could you please send me the figures?", subject=f"Thing {number}")
            mail = mail._replace(sent_at=BEGIN + timedelta(hours=number))
            yield ReadMail(key=str(number), mail=mail, mark=str(number + 1), done=number + 1)

    def read_again(self, keys: object) -> Iterator[tuple[str, object]]:  # type: ignore[override]
        """The connection is gone."""
        raise NetworkError("gone")


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Stopping:
    """What every mailbox that is named turns out to be."""
    made = Stopping()
    monkeypatch.setattr(mailboxes, "open_source", lambda *_: made)
    return made


def scan(fq: Call, *words: str) -> dict[str, object]:
    return fq("scan", "imaps://sam@mail.example.org", "--me", ANA.address, "--json", *words).document


@pytest.mark.parametrize(("reason", "code"), [(KeyboardInterrupt(), 130), (NetworkError("the connection was lost"), 8)])
def test_what_was_read_is_kept_and_the_next_scan_goes_on(
    fq: Call, source: Stopping, reason: BaseException, code: int
) -> None:
    source.stops_before, source.reason = 4, reason
    assert fq("scan", "imaps://sam@mail.example.org", "--me", ANA.address).code == code
    source.stops_before = 99
    found = scan(fq, "--all")
    assert (found["read"], found["remembered"]) == (5, 9)
    assert len(found["proposals"]) == 9  # type: ignore[arg-type]


def test_a_stop_within_a_message_leaves_none_of_it(fq: Call, source: Stopping, monkeypatch: pytest.MonkeyPatch) -> None:
    from followq.store.mail_memory import memory

    original, calls = memory.MailMemory.add, []

    def add(self: memory.MailMemory, *given: object) -> None:
        original(self, *given)  # type: ignore[arg-type]
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(memory.MailMemory, "add", add)
    assert fq("scan", "imaps://sam@mail.example.org", "--me", ANA.address).code == 130
    found = scan(fq)
    assert (found["read"], found["remembered"]) == (7, 9)


def test_a_connection_lost_in_the_review_costs_the_sentence_alone(fq: Call, source: Stopping) -> None:
    found = scan(fq, "--all")
    assert {each["sentence"] for each in found["proposals"]} == {""}  # type: ignore[attr-defined]


def test_a_password_is_asked_of_nobody_where_nobody_sits(fq: Call, tmp_path: Path) -> None:
    pytest.importorskip("imapclient")
    result = fq("scan", "imaps://sam@127.0.0.1:1/INBOX", "--me", ME)
    assert result.code in (2, 8)
    assert "Traceback" not in result.err
