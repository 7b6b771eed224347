"""From a message's bytes to what is judged: robust, quick, and within bounds whatever it holds.

Nothing here calls the standard library's `email` parser: addresses, nested comments and parts cost it quadratic time.
"""

from __future__ import annotations

import hashlib

from followq.mail.message import KEPT_HEADERS, LONGEST_HEADER, Mail, MailAddress, SkippedMail
from followq.mail.reading.addresses import find_author, read_addresses
from followq.mail.reading.body import strip_body
from followq.mail.reading.charsets import clean_line, clean_lines
from followq.mail.reading.headers import read_fields, read_id, read_references, read_sent_at, read_subject, split_head
from followq.mail.reading.parts import read_body, read_content_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LARGEST_MESSAGE = 2_000_000
"""Bytes of one message that are read; attachments beyond are passed over."""


def read_mail(raw: bytes, fallback_time: datetime) -> Mail | SkippedMail:
    """One message; what it lacks is made up where that is safe. Never fails, whatever the bytes are.

    `fallback_time` is UTC and used where the message doesn't say when it was sent.
    """
    try:
        return _read(raw[:LARGEST_MESSAGE], fallback_time)
    except (ValueError, LookupError, RecursionError, OverflowError, TypeError) as err:
        return SkippedMail(f"unreadable ({type(err).__name__})")


def _read(raw: bytes, fallback_time: datetime) -> Mail | SkippedMail:
    head, body = split_head(raw)
    fields = read_fields(head)
    if not fields.keys() & {"from", "sender"}:
        return SkippedMail("no sender" if fields.keys() & {"to", "subject", "date", "message-id"} else "not a message")
    sender = _read_sender(fields)
    if sender is None:
        return SkippedMail("no usable sender")
    found = read_body(fields, body)
    stripped = strip_body(clean_lines(found.text))
    own = read_id(fields.get("message-id", ""))
    return Mail(
        message_id=own or _make_id(fields, body),
        references=read_references(fields, own),
        subject=read_subject(fields),
        sent_at=read_sent_at(fields, fallback_time),
        sender=sender,
        to=read_addresses(fields.get("to", "")),
        cc=read_addresses(fields.get("cc", "")),
        headers={name: clean_line(fields[name], LONGEST_HEADER) for name in KEPT_HEADERS & fields.keys()},
        content_type=read_content_type(fields)[0],
        new_text=stripped.new_text,
        quoted_lines=stripped.quoted_lines,
        attachments=found.attachments,
        footer=stripped.footer,
        part_types=found.part_types,
    )


def _read_sender(fields: Mapping[str, str]) -> MailAddress | None:
    for name in ("from", "sender"):
        found = read_addresses(fields.get(name, ""), 1)
        if found:
            return find_author(found[0], fields.get("x-original-from", ""), fields.get("reply-to", ""))
    return None


def _make_id(fields: Mapping[str, str], body: bytes) -> str:
    # The same wherever the message lies: neither what servers add nor how lines end goes in.
    said = [fields.get(name, "") for name in ("from", "to", "date", "subject")]
    contents = b"\n".join(body[:LARGEST_MESSAGE].split())
    digest = hashlib.sha256("\0".join(said).encode("utf-8", "replace") + b"\0" + contents)
    return f"{digest.hexdigest()[:32]}@without-id.followq"
