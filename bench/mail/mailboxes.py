"""Mail sets as the scan sees them: every message of a folder of mailboxes, once, in the order of sending."""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
import hashlib
import mailbox
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from email.message import Message
from pathlib import Path

from followq.mail.message import KEPT_HEADERS, LONGEST_TEXT, MOST_REFERENCES, Mail, MailAddress

NO_MESSAGES = ("PROVENANCE.txt", "labels.csv", "README", ".gitattributes", ".noindex", ".noupdate")
_IDS = re.compile(r"<([^<>\s]+)>")


def read_set(folder: Path) -> list[Mail]:
    """Read every message of a set, each id once, in the order of sending; messages without a date are left out."""
    found: dict[str, Mail] = {}
    for raw in _list_raw(folder):
        mail = read_mail(raw)
        if mail:
            found.setdefault(mail.message_id, mail)
    return sorted(found.values(), key=lambda mail: (mail.sent_at, mail.message_id))


def _list_raw(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name in NO_MESSAGES:
            continue
        if path.suffix == ".mbox":
            yield from (message.as_bytes() for message in mailbox.mbox(path, create=False))
        else:
            yield path.read_bytes()


def read_mail(raw: bytes) -> Mail | None:
    message = email.message_from_bytes(raw)
    sent_at = _date(message)
    senders = _addresses(message, "From")
    if not sent_at or not senders:
        return None
    ids = _IDS.findall(str(message.get("Message-ID") or ""))
    answered = _IDS.findall(str(message.get("In-Reply-To") or ""))[:1]
    references = [
        each for each in _IDS.findall(str(message.get("References") or "")) if each not in answered
    ] + answered
    new, quoted, footer = _split_text(_text(message))
    return Mail(
        message_id=ids[0] if ids else hashlib.sha1(raw, usedforsecurity=False).hexdigest()[:16] + "@no-message-id",
        references=tuple(references[:1] + references[1:][1 - MOST_REFERENCES :]),
        subject=" ".join(_decoded(message.get("Subject")).split())[:300],
        sent_at=sent_at,
        sender=senders[0],
        to=tuple(_addresses(message, "To")[:100]),
        cc=tuple(_addresses(message, "Cc")[:100]),
        headers={name: str(message[name])[:300] for name in sorted(KEPT_HEADERS) if name in message},
        content_type=message.get_content_type(),
        new_text=new[:LONGEST_TEXT],
        quoted_lines=quoted,
        attachments=sum(bool(part.get_filename()) for part in message.walk()),
        footer=footer[:1000],
    )


def _decoded(value: object) -> str:
    try:
        return str(email.header.make_header(email.header.decode_header(str(value or ""))))
    except (ValueError, LookupError):
        return str(value or "")


def _addresses(message: Message, name: str) -> list[MailAddress]:
    values = [str(value).replace("\n", " ").replace("\r", " ") for value in message.get_all(name, [])]
    pairs = email.utils.getaddresses(values)
    cleaned = [(called, address.strip().lower().strip("'\"<>")) for called, address in pairs]
    return [MailAddress(_decoded(called).strip(), address) for called, address in cleaned if "@" in address]


def _date(message: Message) -> datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(str(message.get("Date") or "").replace("\n", " "))
    except (ValueError, TypeError, IndexError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
    return found.astimezone(timezone.utc) if 1980 < found.year < 2040 else None


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = part.get_content_charset() or "utf-8"
                try:
                    return payload.decode(charset, "replace")
                except LookupError:
                    return payload.decode("utf-8", "replace")
    return ""


_QUOTE_BEGINS = re.compile(
    r"^\s*-{2,}\s*(?:original message|forwarded by|forwarded message)|"
    r"^_{20,}$|^\s*from:\s.*\bsent:|^-{20,}\s*forwarded",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION = re.compile(
    r"^(?:on|am|le|el|il)\b.{5,200}(?:wrote|schrieb|\u00e9crit|escribi\u00f3|scritto)\s*:\s*$", re.IGNORECASE
)


def _split_text(text: str) -> tuple[str, int, str]:
    text = text.replace("\r\n", "\n")
    body, _, footer = text.partition("\n-- \n")
    found = _QUOTE_BEGINS.search(body)
    quoted = body[found.start() :].count("\n") + 1 if found else 0
    body = body[: found.start()] if found else body
    lines = body.split("\n")
    own = [line for line in lines if not line.lstrip().startswith(">") and not _ATTRIBUTION.match(line)]
    quoted += sum(line.lstrip().startswith(">") for line in lines)
    return "\n".join(own).strip(), quoted, footer
