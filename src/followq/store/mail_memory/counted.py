"""How much passed between the user and each address, counted by SQL from the digests."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from functools import cache

from followq.mail.correspondence import MailCounts, MailSince
from followq.store.mail_memory.digest_rows import to_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_TO_ME = """
    FROM messages m WHERE NOT m.is_mine AND m.automatic = '' AND m.sent_at <= :now {}
      AND (m.role <> 'none' OR EXISTS (SELECT 1 FROM messages p WHERE p.message_id = m.parent AND p.is_mine))
"""
_RECEIVED = f"""
    SELECT count(*), total(EXISTS (
        SELECT 1 FROM messages a WHERE a.parent = m.message_id AND a.parent <> '' AND a.is_mine AND a.automatic = ''))
    {_TO_ME}
"""
_FROM_ME = "FROM messages m WHERE m.is_mine AND m.automatic = '' AND m.sent_at <= :now"
_SENT = """
    SELECT count(*), total(EXISTS (
        SELECT 1 FROM messages a WHERE a.parent = m.message_id AND a.parent <> '' AND a.sender = q.address
          AND NOT a.is_mine AND a.automatic = ''))
    FROM asked q JOIN messages m ON m.number = q.message WHERE m.sent_at <= :now {}
"""


class StoredCorrespondence:
    """A `Correspondence` out of the mail memory: counts up to a moment (seconds since 1970)."""

    def __init__(self, connection: sqlite3.Connection, now: int) -> None:
        self._connection = connection
        self._now = now
        self.count = cache(self._count)
        self.count_all = cache(self._count_all)
        self._received_at = cache(lambda: self._moments(_TO_ME.format("")))
        self._sent_at = cache(lambda: self._moments(_FROM_ME))
        self._sent_to_at = cache(self._list_sent_to)

    def count_since(self, address: str, moment: datetime) -> MailSince:
        """See `Correspondence`."""
        second = to_seconds(moment)
        received, sent, sent_to = self._received_at(), self._sent_at(), self._sent_to_at(address)
        return MailSince(
            received=len(received) - bisect_right(received, second),
            sent=len(sent) - bisect_right(sent, second),
            sent_to_them=len(sent_to) - bisect_right(sent_to, second),
        )

    def _moments(self, of: str) -> array[int]:
        # Eight bytes a message: counting by SQL would go through half the mailbox for each proposal.
        rows = self._connection.execute(f"SELECT m.sent_at {of} ORDER BY m.sent_at", {"now": self._now})
        return array("q", (second for (second,) in rows))

    def _list_sent_to(self, address: str) -> array[int]:
        sql = """
            SELECT m.sent_at FROM asked q JOIN messages m ON m.number = q.message
            WHERE q.address = ? AND m.sent_at <= ? ORDER BY m.sent_at
        """
        return array("q", (second for (second,) in self._connection.execute(sql, (address, self._now))))

    def _count(self, address: str) -> MailCounts:
        return self._ask("AND m.sender = :address", "AND q.address = :address", address)

    def _count_all(self) -> MailCounts:
        # The sums change with new mail alone, but for what was sent in the future.
        last = "SELECT ifnull(max(number), 0), count(*), ifnull(max(sent_at), 0) FROM messages"
        number, messages, newest = self._connection.execute(last).fetchone()
        state = f"{number} {messages}" if newest <= self._now else ""
        kept = self._connection.execute("SELECT value FROM facts WHERE name = 'sums'").fetchone()
        if kept and state:
            found = json.loads(kept[0])
            if found["state"] == state:
                return MailCounts(*found["counts"])
        counts = self._ask("", "", "")
        if state:
            value = json.dumps({"state": state, "counts": counts})
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES ('sums', ?)", (value,))
        return counts

    def _ask(self, of_sender: str, of_asked: str, address: str) -> MailCounts:
        values = {"now": self._now, "address": address}
        received, by_me = self._connection.execute(_RECEIVED.format(of_sender), values).fetchone()
        sent, by_them = self._connection.execute(_SENT.format(of_asked), values).fetchone()
        return MailCounts(received=received, answered_by_me=int(by_me), sent=sent, answered_by_them=int(by_them))
