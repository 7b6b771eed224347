"""How much has passed between the user and an address so far: small counts that the judging asks for."""

from __future__ import annotations

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from followq.mail.digest import Digest

    class Correspondence(Protocol):
        """Counts of people's mail, automatic mail left out."""

        def count(self, address: str) -> MailCounts:
            """Count what passed between the user and one address."""

        def count_all(self) -> MailCounts:
            """Count what passed between the user and everybody: the sums of all addresses."""


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


NO_MAIL = MailCounts()


class CountedMail:
    """A `Correspondence` in memory."""

    def __init__(self) -> None:
        self._sent_by: dict[str, tuple[str, ...]] = {}
        self._received_from: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._all = [0, 0, 0, 0]
        self._answered: set[tuple[str, str]] = set()

    def add(self, digest: Digest) -> None:
        """Count a message in; messages are added in the order in which they were sent."""
        if digest.automatic:
            return
        parent = digest.references[-1] if digest.references else ""
        if digest.is_mine:
            asked = digest.recipients[: int(digest.features.get("to_count", 0))]
            self._sent_by[digest.message_id] = asked
            for address in asked:
                self._raise(address, 2)
            if parent in self._received_from and (parent, "") not in self._answered:
                self._answered.add((parent, ""))
                self._raise(self._received_from[parent], 1)
            return
        if digest.role != "none" or parent in self._sent_by:
            self._received_from[digest.message_id] = digest.sender
            self._raise(digest.sender, 0)
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

    def _raise(self, address: str, place: int) -> None:
        self._counts.setdefault(address, [0, 0, 0, 0])[place] += 1
        self._all[place] += 1
