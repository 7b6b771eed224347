"""What the user decided about threads and senders, and how far accepted threads were dealt with."""

from __future__ import annotations

from followq.record import NamedTuple
from followq.store.mail_memory.rows import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    DecisionKind = Literal["thread", "sender", "later", "duplicate", "join"]


class MailDecision(NamedTuple):
    """One decision. `subject` is the Message-ID of a message in the thread, an address, or two addresses of a join.

    `until` is the day on which a later one is asked about again, `followup` the id of what a duplicate is one of.
    `name` and `text` say what it was about, as far as the message is still known.
    """

    number: int
    kind: DecisionKind
    subject: str
    until: str
    followup: int | None
    at: str
    name: str
    text: str


class MailDecisions(Rows):
    """The part of the memory that holds decisions."""

    def decide(
        self, kind: DecisionKind, subject: str, at: str, *, until: str = "", followup: int | None = None
    ) -> None:
        """Remember a decision; a newer one about the same takes the place of the former."""
        sql = "INSERT OR REPLACE INTO decisions (kind, subject, until, followup, at) VALUES (?, ?, ?, ?, ?)"
        self._connection.execute(sql, (kind, subject, until, followup, at))

    def take_back(self, number: int) -> MailDecision | None:
        """Forget a decision. Returns it; None where there is none of this number."""
        found = next((each for each in self.list_decisions() if each.number == number), None)
        if found:
            self._connection.execute("DELETE FROM decisions WHERE number = ?", (number,))
        return found

    def list_decisions(self) -> list[MailDecision]:
        """Everything that was decided, in that order."""
        sql = """
            SELECT d.number, d.kind, d.subject, d.until, d.followup, d.at,
              ifnull(iif(m.is_mine, json_extract(m.recipient_names, '$[0]'), m.sender_name), ''),
              ifnull(m.base_subject, '')
            FROM decisions d LEFT JOIN messages m ON m.message_id = d.subject ORDER BY d.number
        """
        return [MailDecision(*row) for row in self._connection.execute(sql)]

    def find_settled_threads(self, today: str) -> set[int]:
        """Numbers of the threads that were declined, or put off to a day that hasn't come."""
        sql = """
            SELECT i.thread FROM decisions d JOIN ids i ON i.id = d.subject
            WHERE d.kind = 'thread' OR (d.kind = 'later' AND d.until > ?)
        """
        return set(self._column(sql, today))

    def find_subjects(self, kind: DecisionKind) -> set[str]:
        """What the decisions of one kind are about."""
        return set(self._column("SELECT subject FROM decisions WHERE kind = ?", kind))

    def find_duplicates(self) -> list[tuple[str, int]]:
        """Message-IDs whose threads are follow-ups that were there before, with their ids."""
        sql = "SELECT subject, followup FROM decisions WHERE kind = 'duplicate' AND followup IS NOT NULL"
        return [(subject, followup) for subject, followup in self._connection.execute(sql)]

    def deal_with(self, followup: int, message: int) -> None:
        """Note that a follow-up reflects all messages of its thread up to one of this number."""
        self._connection.execute("INSERT OR REPLACE INTO dealt_with VALUES (?, ?)", (followup, message))

    def dealt_up_to(self, followup: int) -> int:
        """Number of the message up to which a follow-up reflects its thread; 0 where that isn't known."""
        return next(iter(self._column("SELECT message FROM dealt_with WHERE followup = ?", followup)), 0)
