"""Mail sets as the scan reads them: every message of a folder of mailboxes, once, in the order of sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from followq.mail.message import Mail, SkippedMail
from followq.mail.parsing import read_mail
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import SourceConfig

NO_MESSAGES = ("PROVENANCE.txt", "labels.csv", "README", ".gitattributes", ".noindex", ".noupdate")
_LONG_AGO = datetime(1980, 1, 1, tzinfo=timezone.utc)


def read_set(folder: Path) -> list[Mail]:
    """Read every message of a set, each id once, in the order of sending; messages without a date are left out."""
    found: dict[str, Mail] = {}
    for mail in _read_all(folder):
        if not isinstance(mail, SkippedMail) and mail.sent_at > _LONG_AGO:
            found.setdefault(mail.message_id, mail)
    return sorted(found.values(), key=lambda mail: (mail.sent_at, mail.message_id))


def _read_all(folder: Path) -> Iterator[Mail | SkippedMail]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name in NO_MESSAGES:
            continue
        if path.suffix == ".mbox":
            source = open_source(str(path), lambda _: "", SourceConfig())
            yield from (each.mail for each in source.read_new("", list))
        else:
            yield read_mail(path.read_bytes(), _LONG_AGO)
