"""Whole messages from bytes: parts, charsets, HTML, what is skipped, and what tries to take for ever."""

from __future__ import annotations

import base64
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from followq.mail.message import KEPT_HEADERS, LONGEST_SUBJECT, MOST_ADDRESSES, MOST_REFERENCES, Mail, SkippedMail
from followq.mail.parsing import read_mail

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
HEAD = (
    b"From: Ana Lopez <ana@example.org>\nTo: tom@example.org\n"
    b"Message-ID: <1@example.org>\nDate: Mon, 4 Jan 2021 10:00 GMT\n"
)


def read(raw: bytes) -> Mail:
    found = read_mail(raw, NOW)
    assert isinstance(found, Mail), found
    return found


def multipart(kind: bytes, *parts: bytes) -> bytes:
    return (
        HEAD + b"Content-Type: multipart/" + kind + b'; boundary="b="\n\npreamble?\n'
        + b"".join(b"--b=\n" + part + b"\n" for part in parts) + b"--b=--\nepilogue?\n"
    )  # fmt: skip


def text_part(text: bytes, kind: bytes = b"plain") -> bytes:
    return b"Content-Type: text/" + kind + b"; charset=utf-8\n\n" + text


def test_a_plain_message_is_read_whole() -> None:
    mail = read(HEAD + b"Cc: Mei Lin <mei@example.org>\nSubject: Re: Quote\nReferences: <0@example.org>\n"
                b"List-Id: tea\nX-Secret: x\n\nCan you?\n\nOn Monday Tom wrote:\n> hm\n")  # fmt: skip
    assert (mail.message_id, mail.references) == ("1@example.org", ("0@example.org",))
    assert (mail.sender.name, mail.to[0].address, mail.cc[0].name) == ("Ana Lopez", "tom@example.org", "Mei Lin")
    assert (mail.subject, mail.new_text, mail.quoted_lines) == ("Re: Quote", "Can you?", 1)
    assert mail.sent_at == datetime(2021, 1, 4, 10, tzinfo=timezone.utc)
    assert mail.headers == {"list-id": "tea"}
    assert (mail.content_type, mail.part_types) == ("text/plain", ("text/plain",))


def test_plain_text_is_chosen_where_html_says_the_same() -> None:
    mail = read(multipart(b"alternative", text_part(b"Plain?"), text_part(b"<p>Rich?</p>", b"html")))
    assert mail.new_text == "Plain?"
    assert mail.part_types == ("text/plain", "text/html")


def test_html_alone_is_read_and_its_quotes_and_signature_taken_off() -> None:
    html = (
        b"<html><head><title>T?</title><style>p {x?}</style></head><body><!-- c? --><p>Hi&nbsp;Tom,</p>"
        b"<div title='a > b'>can you <b>send</b> it?</div><ul><li>one</li><li>two</li></ul>"
        b"<div class='gmail_signature'>Ana<br>Office?</div>"
        b"<div class='gmail_quote'>On Mon, Jan 4, 2021 Tom wrote:<br><blockquote>Old?<br>Older?</blockquote></div>"
        b"<script>evil('?')</script></body></html>"
    )
    mail = read(HEAD + b"Content-Type: text/html\n\n" + html)
    assert mail.new_text == "Hi Tom,\n\ncan you send it?\n\none\ntwo"
    assert mail.quoted_lines >= 2
    assert mail.footer.startswith("Ana")


def test_texts_between_attachments_are_joined_and_attachments_counted() -> None:
    mail = read(
        multipart(
            b"mixed",
            text_part(b"First."),
            b"Content-Type: application/pdf\nContent-Disposition: attachment\n\n%PDF",
            b"Content-Type: text/x-patch; name=a.patch\n\n+x?",
            b"Content-Type: message/rfc822\n\nFrom: x@example.org\n\nOld?",
            text_part(b"Last?"),
        )
    )
    assert mail.new_text == "First.\n\nLast?"
    assert mail.attachments == 3


def test_of_a_bounce_only_its_words_are_read() -> None:
    report = b"Content-Type: message/delivery-status\n\nStatus: 5.1.1"
    mail = read(multipart(b"report", text_part(b"It failed."), report, text_part(b"Returned?")))
    assert (mail.content_type, mail.new_text, mail.attachments) == ("multipart/report", "It failed.", 0)


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (b"text/plain; charset=iso-8859-1", "Café “x”".encode("cp1252"), "Café “x”"),
        (b"text/plain; charset=nonsense", "Café".encode(), "Café"),
        (b"text/plain; charset=idna", "Café".encode("latin-1"), "Café"),
        (b"text/plain; charset=us-ascii", "Café".encode(), "Café"),
        (b"text/plain; charset=gb2312", "\u9555".encode("gb18030"), "\u9555"),
        (b"text/plain; charset=utf-8", b"caf\xe9 ok", "caf\ufffd ok"),
        (b"text/plain", b"a\x00b\x1b[2Jc", "ab[2Jc"),
        (b"rubbish", b"words", "words"),
        (b"multipart/mixed", b"words", "words"),
        (b"multipart/mixed; boundary=other", b"--x\nContent-Type: text/plain\n\nwords\n--x--", "words"),
        (b"text/plain\nContent-Transfer-Encoding: base64", base64.b64encode(b"words?") + b"!", "words?"),
        (b"text/plain\nContent-Transfer-Encoding: BASE64", b"d29y\nZHM*\x00/", "words?"),
        (b"text/plain\nContent-Transfer-Encoding: quoted-printable", b"caf=C3=A9 =\n=ZZ", "café =ZZ"),
        (b"text/plain\nContent-Transfer-Encoding: unheard-of", b"words", "words"),
    ],
)
def test_text_is_decoded_as_well_as_it_can_be(head: bytes, body: bytes, text: str) -> None:
    assert read(HEAD + b"Content-Type: " + head + b"\n\n" + body).new_text == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not a message"),
        (b"\0" * 100_000, "not a message"),
        (b"just words\n\nand more", "not a message"),
        (b"To: tom@example.org\n\nx", "no sender"),
        (b"From:\nTo: tom@example.org\n\nx", "no usable sender"),
        (b"From: Ana Lopez\n\nx", "no usable sender"),
    ],
)
def test_what_nobody_sent_is_skipped_with_its_reason(raw: bytes, reason: str) -> None:
    assert read_mail(raw, NOW) == SkippedMail(reason)


def test_without_id_one_is_made_that_is_the_same_wherever_the_message_lies() -> None:
    raw = b"From: ana@example.org\nSubject: x\n\nOne\nTwo\n"
    first = read(raw)
    assert first.sent_at == NOW
    assert read(b"Received: by b; today\n" + raw.replace(b"\n", b"\r\n") + b"\r\n").message_id == first.message_id
    assert read(raw + b"Three").message_id != first.message_id


def _hostile() -> dict[str, bytes]:
    many = b",\n ".join(b"Person %d <p%d@example.org>" % (number, number) for number in range(20_000))
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(30_000))
    parts = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
    html = HEAD + b"Content-Type: text/html\n\n"
    return {
        "20,000 recipients": b"To: " + many + b"\n" + HEAD + b"\nx",
        "20,000 senders": b"From: " + many + b"\n\nx",
        "nested comments": b"Cc: " + b"(" * 500_000 + b"\n" + HEAD + b"\nx",
        "subject of 2 MB": HEAD + b"Subject: " + b"x" * 2_000_000 + b"\n\nx",
        "encoded words": HEAD + b"Subject: " + b"=?utf-8?q?=41=0d=0aBcc:?= " * 40_000 + b"\n\nx",
        "references": HEAD + b"References: " + b"<a@example.org> <b" * 60_000 + b"\n\nx",
        "folds": HEAD + b"Subject: a" + b"\n " * 900_000 + b"\n\nx",
        "fields": HEAD + b"a:b\n" * 400_000 + b"\nx",
        "parts": parts + b"--b\nContent-Type: text/plain\n\nhi\n" * 50_000,
        "heads of parts": parts + (b"--b\n" + b"a:b\n" * 4_000 + b"\nhi\n") * 100,
        "boundaries": parts + b"--b" * 600_000,
        "nested parts": HEAD + nested,
        "parameters": HEAD + b"Content-Type: multipart/mixed;" + b" a=b;" * 300_000 + b"\n\nx",
        "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 300_000 + b"-" + b"9" * 99_000,
        "bad base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"!=A=" * 400_000,
        "open tags": html + b'<a "' * 100_000,
        "open comments": html + b"<!--" * 100_000,
        "open styles": html + b"<style>" * 60_000,
        "nested quotes": html + b"<blockquote>x" * 60_000,
        "entities": html + b"&#99999999999;&a" * 40_000,
        "one long line": HEAD + b"\n" + b"On 3 May a wrote " * 100_000 + b":",
    }


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", _hostile())
def test_hostile_messages_end_within_bounds(name: str) -> None:
    found = read_mail(_hostile()[name], NOW)
    assert isinstance(found, Mail)
    assert len(found.to) <= MOST_ADDRESSES
    assert len(found.references) <= MOST_REFERENCES
    assert len(found.subject) <= LONGEST_SUBJECT
    assert "\n" not in found.subject


MIXED = b"--b\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n=?utf-8?q?x?= <p>> On 1 wrote: -- \n"


@settings(max_examples=150)
@given(st.binary(max_size=300), st.lists(st.sampled_from(MIXED.split(b" ")), max_size=30))
@example(b"", [])
def test_whatever_the_bytes_are_nothing_is_raised(noise: bytes, pieces: list[bytes]) -> None:
    for raw in (noise, HEAD + noise, HEAD + b" ".join(pieces) + noise):
        found = read_mail(raw, NOW)
        if isinstance(found, Mail):
            assert found.subject.isprintable() or any(ord(ch) > 127 for ch in found.subject)
            assert found.headers.keys() <= KEPT_HEADERS
            assert found.message_id
            assert not {"\0", "\x1b", "\r"} & {*found.new_text, *found.footer, *found.sender.name}


@pytest.mark.parametrize("folder", ["mail-nasty", "mail/notmuch-corpora"])
def test_real_broken_mail_is_read_or_skipped(shared: Path, folder: str) -> None:
    paths = [path for path in sorted((shared / folder).rglob("*")) if path.is_file() and path.name[0] != "."]
    results = [read_mail(path.read_bytes(), NOW) for path in paths]
    skipped = [found for found in results if isinstance(found, SkippedMail)]
    assert len(results) > 100
    assert len(skipped) < len(results) / 20
