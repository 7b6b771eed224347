"""The text of a message's body: its parts walked within bounds, and the one that people read taken out."""

from __future__ import annotations

import re

from followq.mail.reading.charsets import decode_base64, decode_bytes, decode_quoted, decode_words
from followq.mail.reading.headers import read_fields, split_head
from followq.mail.reading.html_text import strip_tags
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_TEXT_PART = 400_000
"""Bytes of a text, as they come, that are decoded."""
LONGEST_BODY = 100_000
"""Characters of a message's text, quotes included, that are looked at."""
MOST_PARTS = 200
"""Parts of a message, at any depth, that are looked at."""
DEEPEST_PART = 10
MOST_TYPES = 20
_MOST_BOUNDARIES = 2_000
"""Places that look like the beginning of a part; a hostile message has a hundred thousand."""
_LARGEST_PART_HEAD = 4_000
_TYPE = re.compile(r"\s*([\w.+-]{1,60})/([\w.+*-]{1,100})", re.ASCII)
_PARAMETER = re.compile(r";\s*([\w*-]{1,30})\s*=\s*(?:\"([^\"]{0,300})\"|([^\s;\"]{1,300}))", re.ASCII)
_GUESSED_BOUNDARY = re.compile(rb"(?:\A|\n)--(\S[^\r\n]{0,99}?)[ \t]*\r?\n[Cc]ontent-")


class BodyText(NamedTuple):
    """What was found in a body."""

    text: str
    attachments: int
    part_types: tuple[str, ...]


class _PartWalk:
    """One message being walked: how much is left to look at, and what was found."""

    def __init__(self) -> None:
        self.parts_left = MOST_PARTS
        self.attachments = 0
        self.types: list[str] = []


def read_content_type(fields: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The type in small letters, and its parameters; `text/plain` where it is missing or broken."""
    value = fields.get("content-type", "")[:2000]
    match = _TYPE.match(value)
    if match is None:
        return "text/plain", {}
    parameters = {
        found[1].lower().rstrip("*"): found[2] or found[3] or "" for found in _PARAMETER.finditer(value, match.end())
    }
    return f"{match[1]}/{match[2]}".lower(), parameters


def read_body(fields: Mapping[str, str], body: bytes) -> BodyText:
    """The text that people read of a body, how many attachments it has, and the types of its parts."""
    walk = _PartWalk()
    text = _read_part(walk, fields, body, 0)
    return BodyText(text[:LONGEST_BODY], walk.attachments, tuple(walk.types[:MOST_TYPES]))


def _read_part(walk: _PartWalk, fields: Mapping[str, str], body: bytes, depth: int) -> str:
    if walk.parts_left <= 0:
        return ""
    walk.parts_left -= 1
    kind, parameters = read_content_type(fields)
    if kind.startswith("multipart/"):
        if depth >= DEEPEST_PART:
            return ""
        bodies = _split_parts(body, parameters.get("boundary", ""))
        if bodies is not None:
            return _read_parts(walk, kind, bodies, depth)
        kind = "text/plain"
    if len(walk.types) < MOST_TYPES:
        walk.types.append(kind)
    disposition = fields.get("content-disposition", "")[:300].lower()
    is_named = "filename" in disposition or "name" in parameters
    if depth and (disposition.lstrip().startswith("attachment") or is_named or not kind.startswith("text/")):
        # Signatures and what a robot says to robots aren't anything that was attached.
        walk.attachments += not kind.endswith(("-signature", "/delivery-status", "/pgp-encrypted"))
        return ""
    if kind not in ("text/plain", "text/html", "text/enriched") and (depth or not kind.startswith("text/")):
        return ""
    text = _decode_text(fields, body, parameters.get("charset", ""))
    return strip_tags(text) if kind in ("text/html", "text/enriched") else text


def _read_parts(walk: _PartWalk, kind: str, bodies: Iterator[bytes], depth: int) -> str:
    texts: list[str] = []
    for part in bodies:
        if walk.parts_left <= 0:
            break
        head, body = split_head(part[:_LARGEST_PART_HEAD])
        start = len(part[:_LARGEST_PART_HEAD]) - len(body)
        fields = read_fields(head)
        if kind == "multipart/digest" and "content-type" not in fields:
            fields["content-type"] = "message/rfc822"
        text = ""
        if kind == "multipart/alternative" and any(one.strip() for one in texts):
            # It says the same again, at best.
            walk.parts_left -= 1
            walk.types.append(read_content_type(fields)[0])
        else:
            text = _read_part(walk, fields, part[start:], depth + 1)
        if text.strip():
            texts.append(text)
        if sum(map(len, texts)) >= LONGEST_BODY:
            break
    # What follows the words of a bounce is for programs, and what follows a signed text its signature.
    return texts[0] if texts and kind == "multipart/report" else "\n".join(texts)


def _split_parts(body: bytes, boundary: str) -> Iterator[bytes] | None:
    """Each part in turn; None where no boundary is to be found."""
    line = b"--" + decode_words(boundary).strip().encode("utf-8", "replace")
    if line == b"--" or line not in body:
        guessed = _GUESSED_BOUNDARY.search(body, 0, 10_000)
        if guessed is None:
            return None
        line = b"--" + guessed[1]
    return _cut_parts(body, line)


def _cut_parts(body: bytes, line: bytes) -> Iterator[bytes]:
    start = -1
    place = 0
    for _ in range(_MOST_BOUNDARIES):
        place = body.find(line, place)
        if place < 0:
            break
        after = place + len(line)
        tail = body[after : after + 2]
        at_start = place == 0 or body[place - 1] in b"\r\n"
        if at_start and (not tail or tail[:1] in b" \t\r\n" or tail == b"--"):
            if start >= 0:
                yield body[start:place]
            if tail == b"--":
                return
            end = body.find(b"\n", after)
            if end < 0:
                return
            start = end + 1
        place = after
    if start >= 0:
        yield body[start:]


def _decode_text(fields: Mapping[str, str], body: bytes, charset: str) -> str:
    encoding = fields.get("content-transfer-encoding", "")[:100].strip().lower().strip(";\"' ")
    body = body[:LARGEST_TEXT_PART]
    if encoding.startswith("base64"):
        body = decode_base64(body)
    elif encoding.startswith("quoted"):
        body = decode_quoted(body)
    return decode_bytes(body, charset)
