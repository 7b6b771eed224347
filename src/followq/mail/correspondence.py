"""How much has passed between the user and an address so far: small counts that the judging asks for."""

from __future__ import annotations

from bisect import bisect_right, insort

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Protocol

    from followq.mail.digest import Digest

    class Correspondence(Protocol):
        """Counts of people's mail, automatic mail left out."""

        def count(self, address: str) -> MailCounts:
            """Count what passed between the user and one address."""

        def count_all(self) -> MailCounts:
            """Count what passed between the user and everybody: the sums of all addresses."""

        def count_since(self, address: str, moment: datetime) -> MailSince:
            """Count what was sent after a moment."""


class MailCounts(NamedTuple):
    """Messages each way, and how many of them the other side answered by a message that refers to them."""

    received: int = 0
    """From them, with the user in To or Cc or as the answer to a message of the user's."""
    answered_by_me: int = 0
    """Of those: the last reference of a message of the user's."""
    sent: int = 0
    """By the user, with them in To."""
    answered_by_them: int = 0
    """Of those: the last reference of a message of theirs."""


class MailSince(NamedTuple):
    """Messages after a moment, automatic ones left out: what has been gone over since."""

    received: int = 0
    """From anybody, as `MailCounts.received` counts them."""
    sent: int = 0
    """By the user, to anybody."""
    sent_to_them: int = 0
    """By the user, with the address in To."""


class CountedMail:
    """A `Correspondence` in memory."""

    def __init__(self) -> None:
        self._sent_by: dict[str, tuple[str, ...]] = {}
        self._received_from: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._all = [0, 0, 0, 0]
        self._answered: set[tuple[str, str]] = set()
        self._received_at: list[datetime] = []
        self._sent_at: list[datetime] = []
        self._sent_to: dict[str, list[datetime]] = {}

    def add(self, digest: Digest) -> None:
        """Count a message in; messages are added in the order in which they were sent."""
        if digest.automatic:
            return
        parent = digest.references[-1] if digest.references else ""
        if digest.is_mine:
            asked = digest.recipients[: int(digest.features.get("to_count", 0))]
            self._sent_by[digest.message_id] = asked
            insort(self._sent_at, digest.sent_at)
            for address in asked:
                self._raise(address, 2)
                insort(self._sent_to.setdefault(address, []), digest.sent_at)
            if parent in self._received_from and (parent, "") not in self._answered:
                self._answered.add((parent, ""))
                self._raise(self._received_from[parent], 1)
            return
        if digest.role != "none" or parent in self._sent_by:
            self._received_from[digest.message_id] = digest.sender
            self._raise(digest.sender, 0)
            insort(self._received_at, digest.sent_at)
        if digest.sender in self._sent_by.get(parent, ()) and (parent, digest.sender) not in self._answered:
            self._answered.add((parent, digest.sender))
            self._raise(digest.sender, 3)

    def add_all(self, digests: Iterable[Digest]) -> CountedMail:
        """Count several in, in the order in which they were sent. Returns itself."""
        for digest in digests:
            self.add(digest)
        return self

    def count(self, address: str) -> MailCounts:
        """Look the counts up."""
        return MailCounts(*self._counts.get(address, (0, 0, 0, 0)))

    def count_all(self) -> MailCounts:
        """Look the sums up."""
        return MailCounts(*self._all)

    def count_since(self, address: str, moment: datetime) -> MailSince:
        """Look through what came after."""
        return MailSince(
            received=_count_after(self._received_at, moment),
            sent=_count_after(self._sent_at, moment),
            sent_to_them=_count_after(self._sent_to.get(address, []), moment),
        )

    def _raise(self, address: str, place: int) -> None:
        self._counts.setdefault(address, [0, 0, 0, 0])[place] += 1
        self._all[place] += 1


def _count_after(moments: list[datetime], moment: datetime) -> int:
    return len(moments) - bisect_right(moments, moment)
