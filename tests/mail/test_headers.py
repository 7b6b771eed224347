"""Heads of messages: fields, subjects, ids, references and dates as they come in real and in broken mail."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from followq.mail.message import LONGEST_SUBJECT, MOST_REFERENCES
from followq.mail.reading.headers import (
    read_date,
    read_fields,
    read_id,
    read_references,
    read_sent_at,
    read_subject,
    split_head,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_head_ends_at_first_blank_line(end: bytes) -> None:
    raw = end.join([b"From: ana@example.org", b"Subject: one", b" two", b"", b"body", b"", b"more"])
    head, body = split_head(raw)
    assert read_fields(head)["subject"] == "one two"
    assert body.split() == [b"body", b"more"]


def test_first_of_repeated_fields_counts_but_all_recipients_do() -> None:
    fields = read_fields(b"Subject: a\nSUBJECT: b\nTo: ana@example.org\nTo: tom@example.org")
    assert fields["subject"] == "a"
    assert fields["to"] == "ana@example.org, tom@example.org"


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?q?Caf=C3=A9_visit?=", "Café visit"),
        ("=?UTF-8?B?Q2Fmw6k=?= =?UTF-8?B?IHZpc2l0?=", "Café visit"),
        ("=?utf-8?q?half_=C3?= =?utf-8?q?=A9?=", "half é"),
        ("=?utf-8?q?one?= and =?iso-8859-1?q?tw=F6?=", "one and twö"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?nonsense-9?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?!!!not base64?= end", "end"),
        ("=?utf-8?q?hello=0D=0ABcc:_eve@example.com?=", "hello Bcc: eve@example.com"),
        ("a\x00b\x1b[2Jc", "a b [2Jc"),
        ("   many    spaces ", "many spaces"),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
    ],
)
def test_subjects_become_one_readable_line(raw: str, subject: str) -> None:
    found = read_subject({"subject": raw})
    assert found.removeprefix("žûhžÚ±î ").endswith(subject) if "not base64" in raw else found == subject


def test_eight_bit_subjects_are_read_as_utf8_and_else_as_western() -> None:
    assert read_subject(read_fields("Subject: Café".encode())) == "Café"
    assert read_subject(read_fields("Subject: Café".encode("latin-1"))) == "Café"


def test_long_subjects_are_cut() -> None:
    assert read_subject({"subject": "word " * 400_000}) == ("word " * 60)[:LONGEST_SUBJECT].rstrip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a.b@example.org>", "a.b@example.org"),
        ("  <a@example.org> (comment)", "a@example.org"),
        ("a@example.org", "a@example.org"),
        ("", ""),
        ("<>", ""),
        ("two words", ""),
        ("<" + "x" * 600 + ">", ""),
        ("<a\x00b@example.org>", ""),
    ],
)
def test_message_ids_stand_without_brackets(text: str, found: str) -> None:
    assert read_id(text) == found


def test_references_name_each_once_and_the_direct_one_last() -> None:
    fields = {"references": "<1@x> <2@x> <3@x> <2@x> <own@x>", "in-reply-to": "Your message <2@x>"}
    assert read_references(fields, "own@x") == ("1@x", "3@x", "2@x")
    assert read_references({"in-reply-to": "3@example.org"}, "") == ("3@example.org",)
    assert read_references({"in-reply-to": "your mail of Monday"}, "") == ()


def test_of_many_references_the_first_and_the_newest_stay() -> None:
    fields = {"references": " ".join(f"<{number}@x>" for number in range(30_000)), "in-reply-to": "<last@x>"}
    found = read_references(fields, "")
    assert (found[0], found[1], found[-2], found[-1]) == ("0@x", f"{30_002 - MOST_REFERENCES}@x", "29999@x", "last@x")
    assert len(found) == MOST_REFERENCES


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Mon, 4 Jan 2021 17:18:00 +0100", utc(2021, 1, 4, 16, 18)),
        ("Mon,  4 Jan 2021 17:18 -0330 (NST)", utc(2021, 1, 4, 20, 48)),
        ("4 January 2021 17:18:60 GMT", utc(2021, 1, 4, 17, 18, 59)),
        ("Mon, 4 Jan 2021 17:18:00 EST", utc(2021, 1, 4, 22, 18)),
        ("Mon Jan  4 17:18:00 2021", utc(2021, 1, 4, 17, 18)),
        ("4 Jan 99 10:00:00 +0000", utc(1999, 1, 4, 10)),
        ("Mon, 4 Jan 2021 17:18:00 +9900", utc(2021, 1, 4, 17, 18)),
        ("Mon, 4 Jan 2021 17:18:00 -0000", utc(2021, 1, 4, 17, 18)),
        ("Thu,\r\n 13\r\n Feb\r\n 2003 23:32 -0330", utc(2003, 2, 14, 3, 2)),
    ],
)
def test_dates_are_read_in_utc(text: str, instant: datetime) -> None:
    assert read_date(text) == instant


@pytest.mark.parametrize(
    "text",
    ["", "soon", "Mon, 31 Feb 2021 10:00:00 +0000", "1 Jan 0001 00:00:00 +1400", "1 Jan 9999 00:00 -1400", "9" * 90_000,
     "Mon, 4 Jan 2021 25:61:00 +0000", "1 Foo 2021 10:00:00 +0000"],
)  # fmt: skip
def test_dates_out_of_reason_are_none(text: str) -> None:
    assert read_date(text) is None


def test_without_date_the_last_server_tells_and_else_the_caller() -> None:
    received = "from a by b (1; 2) for c; Mon, 4 Jan 2021 10:00:00 +0000"
    assert read_sent_at({"date": "whenever", "received": received}, NOW) == utc(2021, 1, 4, 10)
    assert read_sent_at({"received": "nothing"}, NOW) == NOW
