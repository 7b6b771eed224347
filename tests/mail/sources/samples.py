"""Made-up messages, and sources asked as the scan asks them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from followq.mail.message import Mail
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import ReadMail, SourceConfig


def message(number: int, body: str = "Can you send it?", end: str = "\n") -> bytes:
    head = [
        "From: Ana Lopez <ana@example.org>",
        "To: tom@example.org",
        f"Subject: Question {number}",
        f"Message-ID: <{number}@example.org>",
        f"Date: Mon, 4 Jan 2021 10:{number % 60:02}:00 +0000",
        "",
        *body.split("\n"),
        "",
    ]
    return end.join(head).encode()


def mbox_message(number: int, body: str = "Can you send it?", end: str = "\n") -> bytes:
    return f"From ana@example.org Mon Jan  4 10:00:00 2021{end}".encode() + message(number, body, end) + end.encode()


def refuse_password(question: str) -> str:
    raise AssertionError(f"nothing needs a password here: {question}")


def know(*keys: str) -> object:
    def unseen(asked: Sequence[str]) -> list[str]:
        return [key for key in asked if key not in keys]

    return unseen


def scan(path: Path | str, mark: str = "", *known: str) -> list[ReadMail]:
    source = open_source(str(path), refuse_password, SourceConfig())
    try:
        return list(source.read_new(mark, know(*known)))  # type: ignore[arg-type]
    finally:
        source.close()


def subjects(read: list[ReadMail]) -> list[str]:
    return [one.mail.subject if isinstance(one.mail, Mail) else one.mail.reason for one in read]


def read_again(path: Path, *keys: str) -> dict[str, str]:
    source = open_source(str(path), refuse_password, SourceConfig())
    try:
        return {key: mail.subject for key, mail in source.read_again(keys)}
    finally:
        source.close()
