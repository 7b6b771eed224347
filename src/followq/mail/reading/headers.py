"""The head of a message: its fields, ids and dates, from bytes, each in bounds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from followq.mail.message import KEPT_HEADERS, LONGEST_SUBJECT, MOST_REFERENCES
from followq.mail.reading.charsets import clean_line, decode_bytes, decode_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_HEAD = 2_000_000
"""Bytes before the first blank line that are read."""
LONGEST_FIELD = 64_000
"""Bytes of one field that are read; all of it where it names the messages that it answers, as the newest come last."""
MOST_FIELDS = 5_000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_MOST_ENCODED_SUBJECT = 8_000
_LONGEST_ID = 500
_READ = {name.encode() for name in KEPT_HEADERS} | {
    b"from", b"to", b"cc", b"subject", b"date", b"received", b"message-id", b"references", b"in-reply-to",
    b"x-original-from", b"content-type", b"content-transfer-encoding", b"content-disposition",
}  # fmt: skip
_WHOLE = {b"references", b"in-reply-to"}
_SEVERAL = {b"to", b"cc"}

_ID = re.compile(r"<([^<>\s]{1,500})>")
_BARE_ID = re.compile(r"[^\s<>\"',;]{1,250}@[^\s<>\"',;]{1,250}")

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905
}
_USUAL_DATE = re.compile(
    r"(?:[A-Za-z]{3,9},?\s{1,9})?(\d{1,2})\s{1,9}([A-Za-z]{3})[a-z]{0,6}\s{1,9}(\d{4})\s{1,9}"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,9}(?:([+-])(\d{2})(\d{2})|(?:GMT|UTC|UT|Z)\b)"
)
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """The message's head and its body; a head without an end is all of it, up to `LARGEST_HEAD`."""
    if b"\n" not in raw[:LARGEST_HEAD]:
        raw = raw.replace(b"\r", b"\n")
    match = _END_OF_HEAD.search(raw, 0, LARGEST_HEAD)
    if match is None:
        return raw[:LARGEST_HEAD], b""
    return raw[: match.start()], raw[match.end() :]


def read_fields(head: bytes) -> dict[str, str]:
    """Fields by their names in small letters, unfolded, not decoded yet. Of several the first, of To and Cc all."""
    fields: dict[bytes, bytes] = {}
    unfolded = head.replace(b"\r\n", b"\n").replace(b"\n ", b" ").replace(b"\n\t", b" ")
    for line in unfolded.split(b"\n", MOST_FIELDS)[:MOST_FIELDS]:
        name, _, value = line.partition(b":")
        name = name[:80].rstrip().lower()
        if name not in _READ:
            continue
        value = value if name in _WHOLE else value[:LONGEST_FIELD]
        if name not in fields:
            fields[name] = value
        elif name in _SEVERAL and len(fields[name]) < LONGEST_FIELD:
            fields[name] += b"," + value
    return {name.decode("ascii", "replace"): decode_bytes(value).strip() for name, value in fields.items()}


def read_subject(fields: Mapping[str, str]) -> str:
    """The subject as one line; what an encoded word hides in it, line ends too, becomes spaces."""
    return clean_line(decode_words(fields.get("subject", "")[:_MOST_ENCODED_SUBJECT]), LONGEST_SUBJECT)


def read_id(text: str) -> str:
    """The one id of a `Message-ID`, without brackets; empty where it is unusable."""
    match = _ID.search(text[: 2 * _LONGEST_ID])
    found = match[1] if match else text.strip().strip("<>")
    fits = 0 < len(found) <= _LONGEST_ID and found.isprintable() and not any(ch.isspace() for ch in found)
    return found if fits else ""


def read_references(fields: Mapping[str, str], own: str) -> tuple[str, ...]:
    """What the message answers: oldest first, what In-Reply-To names last, each once; the first one and the newest."""
    listed = _find_ids(fields.get("references", ""))
    text = fields.get("in-reply-to", "")
    direct = _find_ids(text)[:5] or _BARE_ID.findall(text[:1000])[:1]
    kept: dict[str, None] = {}
    for one in listed:
        if one not in direct and one != own:
            kept.setdefault(one)
    for one in direct:
        if one != own:
            kept.setdefault(one)
    ids = tuple(kept)
    return ids if len(ids) <= MOST_REFERENCES else (ids[0], *ids[1 - MOST_REFERENCES :])


def _find_ids(text: str) -> list[str]:
    return [one for one in _ID.findall(text) if one.isprintable()]


def read_date(text: str) -> datetime | None:
    """The instant of a `Date`, in UTC; None where it can't be read or lies out of all reason."""
    text = " ".join(text[:400].split())[:200]
    match = _USUAL_DATE.match(text)
    try:
        if match is None:
            return _read_odd_date(text)
        day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
        place = _MONTHS[month.lower()]
        seconds = min(int(second or 0), 59)
        found = datetime(int(year), place, int(day), int(hour), int(minute), seconds, tzinfo=timezone.utc)
        east = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return _check_instant(found, east if sign == "+" else -east)
    except (ValueError, KeyError, OverflowError):
        return None


def _read_odd_date(text: str) -> datetime | None:
    from email.utils import parsedate_tz

    try:
        parts = parsedate_tz(text)
    except (TypeError, IndexError, AttributeError):  # it has such faults on broken dates
        return None
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    found = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone.utc)
    return _check_instant(found, timedelta(seconds=parts[9] or 0))


def _check_instant(local: datetime, east: timedelta) -> datetime | None:
    if abs(east) > timedelta(hours=15):
        east = timedelta()
    instant = local - east
    return instant if _FIRST_YEAR <= instant.year <= _LAST_YEAR else None


def read_sent_at(fields: Mapping[str, str], fallback: datetime) -> datetime:
    """When it was sent: `Date`, else when the last server `Received` it, else `fallback`."""
    received = fields.get("received", "").rpartition(";")[2]
    return read_date(fields.get("date", "")) or read_date(received.strip()) or fallback
