"""What is kept of a message between scans: who, when, in which thread, and figures of its text. Never the text."""

from __future__ import annotations

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Literal

    Role = Literal["to", "cc", "none"]
    Turn = Literal["", "mine", "theirs"]


class Digest(NamedTuple):
    """One message, seen from the user's side."""

    message_id: str
    thread: str
    """The thread's key: the id of a message in it, known or only referred to."""
    references: tuple[str, ...]
    base_subject: str
    """Without Re:, Fwd:, [list]; cut to 200 characters."""
    subject: str
    sent_at: datetime
    sender: str
    """Address."""
    sender_name: str
    recipients: tuple[str, ...]
    """Addresses in To, then Cc, without the user's; at most 20. Of what the user sent, who is asked."""
    recipient_names: tuple[str, ...]
    is_mine: bool
    role: Role
    """Where one of the user's addresses stands in a message of somebody else."""
    automatic: str
    """Why nobody waits for an answer to it: "newsletter", "bounce", "out of office" ...; empty for people's mail."""
    turn: Turn
    """Whose turn the message itself says it is, as code review programs do."""
    away_until: str
    """Of an out-of-office answer: the day they are back, ISO; empty where it names none."""
    features: Mapping[str, float]
    """Figures of headers and text, as `judging` wants them; small and without any word of the text."""


class Candidate(NamedTuple):
    """A follow-up that a thread proposes."""

    thread: str
    is_owed: bool
    """Else the user asked and nobody answered."""
    message_id: str
    """Of the message that asks: the link of the follow-up."""
    name: str
    address: str
    """Of the person who waits, or is waited for."""
    text: str
    """What it is about: the base subject."""
    since: datetime
    """The oldest message that is unanswered, UTC."""
    likelihood: float
    """0.0 to 1.0: that it needs an answer."""
    reasons: tuple[str, ...]
    """In words, the weightiest first."""
