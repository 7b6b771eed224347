"""What is known of a copy of the queue: when and why it was made, and what it holds."""

from __future__ import annotations

from followq.model.core.calendar import Instant
from followq.record import NamedTuple


class Contents(NamedTuple):
    """What a queue's file holds, counted; `last_at` is the time of its last log entry."""

    followups: int
    open: int
    people: int
    batches: int
    last_at: Instant | None


class Backup(NamedTuple):
    """A copy beside the queue; `problem` says why it can't be used, and then there are no contents."""

    path: str
    at: Instant
    reason: str
    bytes: int
    contents: Contents | None
    problem: str = ""
