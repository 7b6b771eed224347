"""Digests as rows, and back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from followq.mail.digest import Digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_KEPT_REFERENCES = 20
"""The first one and the newest: threads are kept by all ids, judged by the near ones."""
COLUMNS = (
    "m.message_id, t.key, m.refs, m.base_subject, m.subject, m.sent_at, m.sender, m.sender_name, m.recipients,"
    " m.recipient_names, m.is_mine, m.role, m.automatic, m.turn, m.away_until, m.features"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_seconds(at: datetime) -> int:
    """Whole seconds since 1970."""
    return int((at - _EPOCH).total_seconds())


def to_moment(seconds: int) -> datetime:
    """The moment, UTC."""
    return _EPOCH + timedelta(seconds=seconds)


def to_digest(row: tuple[Any, ...]) -> Digest:
    """The digest of a row of `COLUMNS`."""
    return Digest(
        message_id=row[0],
        thread=row[1],
        references=_read_list(row[2]),
        base_subject=row[3],
        subject=row[4],
        sent_at=to_moment(row[5]),
        sender=row[6],
        sender_name=row[7],
        recipients=_read_list(row[8]),
        recipient_names=_read_list(row[9]),
        is_mine=bool(row[10]),
        role=row[11],
        automatic=row[12],
        turn=row[13],
        away_until=row[14],
        features=json.loads(row[15]),
    )


def _read_list(text: str) -> tuple[str, ...]:
    # Most are empty.
    return () if text == "[]" else tuple(json.loads(text))


def to_row(digest: Digest) -> dict[str, object]:
    """The columns of a digest, but for thread and subject key."""
    references = digest.references
    if len(references) > MOST_KEPT_REFERENCES:
        references = (references[0], *references[1 - MOST_KEPT_REFERENCES :])
    return {
        "message_id": digest.message_id,
        "sent_at": to_seconds(digest.sent_at),
        "sender": digest.sender,
        "sender_name": digest.sender_name,
        "is_mine": int(digest.is_mine),
        "role": digest.role,
        "automatic": digest.automatic,
        "turn": digest.turn,
        "away_until": digest.away_until,
        "parent": references[-1] if references else "",
        "refs": _write(references),
        "base_subject": digest.base_subject,
        "subject": digest.subject,
        "recipients": _write(digest.recipients),
        "recipient_names": _write(digest.recipient_names),
        "features": _write(dict(digest.features)),
    }


def _write(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
