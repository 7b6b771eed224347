"""A message as the scan sees it: decoded, cut to bounds, and in memory only."""

from __future__ import annotations

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MOST_ADDRESSES = 100
"""Of one header; the rest is left out."""
MOST_REFERENCES = 50
"""The first one and the newest."""
LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000
"""Characters of one message's text that are judged."""
LONGEST_HEADER = 300
LONGEST_FOOTER = 1_000


class MailAddress(NamedTuple):
    """Somebody in a header: the name as they write it (may be empty), the address in small letters."""

    name: str
    address: str


class Mail(NamedTuple):
    """One message.

    Ids stand without angle brackets. Texts are single-spaced, printable lines; nothing in them is trusted.
    """

    message_id: str
    """Made from the contents where the message has none, or one that is unusable."""
    references: tuple[str, ...]
    """Of what it answers: oldest first, what In-Reply-To names last. At most `MOST_REFERENCES`."""
    subject: str
    sent_at: datetime
    """UTC. The last `Received` where `Date` is missing or unreadable, else the time of its file."""
    sender: MailAddress
    to: tuple[MailAddress, ...]
    cc: tuple[MailAddress, ...]
    headers: Mapping[str, str]
    """What tells robots and lists from people: names in small letters, only those in `KEPT_HEADERS`, each at most 300
    characters, as it came."""
    content_type: str
    """Of the whole message, `multipart/report` for a bounce."""
    new_text: str
    """What the sender wrote: without quotes, signature, footers. Paragraphs keep their line ends."""
    quoted_lines: int
    """How many lines were quotes."""
    attachments: int
    footer: str
    """What stood below the signature, at most 1,000 characters: some programs say there whose turn it is. Where it is
    longer, the lines that name whose attention is wanted come first."""
    part_types: tuple[str, ...] = ()
    """Content types of the parts in their order, containers left out, at most 20: "text/calendar" for an invitation."""


KEPT_HEADERS = frozenset({
    "auto-submitted", "precedence", "list-id", "list-post", "list-unsubscribe", "x-auto-response-suppress",
    "x-autoreply", "x-autorespond", "x-failed-recipients", "return-path", "reply-to", "x-mailer", "user-agent",
    "importance", "x-priority", "feedback-id", "x-github-reason", "x-gerrit-messagetype", "x-bugzilla-reason",
    "x-jira-fingerprint", "delivered-to", "sender", "resent-from", "x-spam-flag",
})  # fmt: skip


class SkippedMail(NamedTuple):
    """What could not be read, with the reason in words: "no usable sender"."""

    reason: str
