"""How much passed between the user and each address, counted by SQL from the digests."""

from __future__ import annotations

import json
from functools import cache

from followq.mail.correspondence import MailCounts

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_RECEIVED = """
    SELECT count(*), total(EXISTS (
        SELECT 1 FROM messages a WHERE a.parent = m.message_id AND a.parent <> '' AND a.is_mine AND a.automatic = ''))
    FROM messages m WHERE NOT m.is_mine AND m.automatic = '' AND m.sent_at <= :now {}
      AND (m.role <> 'none' OR EXISTS (SELECT 1 FROM messages p WHERE p.message_id = m.parent AND p.is_mine))
"""
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
        return MailCounts(received, int(by_me), sent, int(by_them))
