"""Mail archives as plain records: who wrote to whom, when, in which thread, and whether it asks for something."""

from __future__ import annotations

import email
import hashlib
import mailbox
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

NOT_MAIL = {"PROVENANCE.txt", "README", "labels.csv", ".gitattributes", ".noindex", ".noupdate"}
ID = re.compile(r"<[^<>\s]+>")
REPLY = re.compile(r"^\s*(re|aw|sv|antw|fwd?|fw|rif|ynt|odp)\s*(\[\d+\])?\s*:\s*", re.IGNORECASE)
TAG = re.compile(r"^\s*\[[^\]]{1,40}\]\s*")
PATCH = re.compile(r"\[[^\]]*\b(patch|pull|rfc)\b", re.IGNORECASE)
ROBOT = re.compile(
    r"mailer-daemon|postmaster|no-?reply|donotreply|bugzilla-daemon|bounces?@|owner[-@]|^root@|-bot@|^lkp@"
)
LIST = re.compile(r"@(lists?|groups?)\.|@vger\.")
SAME_SUBJECT_DAYS = 30


class Mail(NamedTuple):
    """One message. `to` holds people only, without lists; `thread` is the same for all messages of one."""

    sender: str
    to: tuple[str, ...]
    at: datetime
    thread: str
    asks: bool
    is_automatic: bool = False


class _Raw(NamedTuple):
    id: str
    sender: tuple[str, str]
    to: tuple[str, ...]
    at: datetime
    links: tuple[str, ...]
    subject: str
    is_reply: bool
    is_patch: bool
    has_question: bool
    is_automatic: bool


def read(folder: Path) -> list[Mail]:
    """Every message of a folder with a usable date, each once, oldest first.

    A thread is what References and In-Reply-To hold together, ids of absent messages included; a message that
    names none that is there joins the last thread of its subject if it is marked as a reply, or if nothing in the
    archive names any, within 30 days. A message asks for something if it begins a thread, is a patch, or has a
    question mark in what its sender wrote. Addresses with the same full name are one person.
    """
    found: dict[str, _Raw] = {}
    lists: set[str] = set()
    for message in _messages(folder):
        for value in message.get_all("List-Post", []):
            lists.update(part.lower() for part in re.findall(r"mailto:([^>?\s]+)", str(value)))
        raw = _raw(message)
        if raw:
            found.setdefault(raw.id, raw)
    mails = sorted(found.values(), key=lambda raw: (raw.at, raw.id))
    threads, people = _threads(mails), _people(mails)
    return [_mail(raw, threads[raw.id], lists, people) for raw in mails]


def _mail(raw: _Raw, thread: str, lists: set[str], people: dict[str, str]) -> Mail:
    to = [people.get(address, address) for address in raw.to if address not in lists and not LIST.search(address)]
    begins = not raw.is_reply and not raw.links
    sender = people[raw.sender[1]]
    return Mail(
        sender,
        tuple(person for person in dict.fromkeys(to) if person != sender),
        raw.at,
        thread,
        begins or raw.is_patch or raw.has_question,
        raw.is_automatic,
    )


def _messages(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in NOT_MAIL:
            continue
        if path.suffix == ".mbox":
            yield from mailbox.mbox(path, create=False)
        else:
            yield email.message_from_bytes(path.read_bytes())


def _raw(message: Message) -> _Raw | None:
    senders = _addresses(message, "From")
    at = _date(message)
    if not senders or at is None:
        return None
    subject = _words(message.get("Subject"))
    base = _base(subject)
    ids = ID.findall(str(message.get("Message-ID") or ""))
    links = ID.findall(str(message.get("References") or "")) + ID.findall(str(message.get("In-Reply-To") or ""))[:1]
    automatic = str(message.get("Auto-Submitted") or "no").lower()
    return _Raw(
        ids[0] if ids else hashlib.sha1(message.as_bytes(), usedforsecurity=False).hexdigest(),
        senders[0],
        tuple(address for _, address in _addresses(message, "To")),
        at,
        tuple(links),
        base.lower(),
        bool(REPLY.match(TAG.sub("", subject)) or REPLY.match(subject)),
        bool(PATCH.search(subject)),
        "?" in _own_words(message),
        not automatic.startswith("no") or bool(ROBOT.search(senders[0][1])),
    )


def _addresses(message: Message, header: str) -> list[tuple[str, str]]:
    values = [_words(value) for value in message.get_all(header, [])]
    return [(name.strip().lower(), address.strip().lower()) for name, address in getaddresses(values) if "@" in address]


def _date(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(" ".join(str(message.get("Date")).split()))
        return (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
    except (ValueError, TypeError, OverflowError):
        return None


def _words(value: object) -> str:
    text = " ".join(str(value or "").split())
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, UnicodeError):
        return text


def _base(subject: str) -> str:
    before = None
    while subject != before:
        before, subject = subject, REPLY.sub("", TAG.sub("", subject))
    return subject


def _own_words(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            lines = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
            return "\n".join(lines).split("\n-- \n")[0].split("-----Original")[0]
    return ""


def _threads(mails: list[_Raw]) -> dict[str, str]:
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    known = {mail.id for mail in mails}
    for mail in mails:
        for link in mail.links:
            parent[root(link)] = root(mail.id)
    has_links = any(mail.links for mail in mails)
    last: dict[str, _Raw] = {}
    for mail in mails:
        before = last.get(mail.subject)
        may_join = (mail.is_reply or not has_links) and not known.intersection(mail.links)
        if before and may_join and mail.at - before.at <= timedelta(days=SAME_SUBJECT_DAYS):
            parent[root(before.id)] = root(mail.id)
        if len(mail.subject) > 3:
            last[mail.subject] = mail
    return {mail.id: root(mail.id) for mail in mails}


def _people(mails: list[_Raw]) -> dict[str, str]:
    names: dict[str, Counter[str]] = {}
    for mail in mails:
        name, address = mail.sender
        names.setdefault(address, Counter())[re.sub(r'\(.*?\)|"', "", name).strip()] += 1
    usual = {address: some.most_common(1)[0][0] for address, some in names.items()}
    return {address: name if " " in name else address for address, name in usual.items()}
