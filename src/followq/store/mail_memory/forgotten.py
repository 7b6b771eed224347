"""Erasing somebody from the memory for good, and knowing them again without knowing who they are."""

from __future__ import annotations

import hashlib
import json

from followq.store.mail_memory.rows import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_NAME = 4
"""Letters from which a name is looked for in subjects: a shorter one is part of too many words."""


class Forgetting(Rows):
    """The part of the memory that erases.

    Of who was erased a salted digest of each address stays, so that their mail, which is still in the mailbox, isn't
    taken up again.
    """

    _known: frozenset[str] | None = None

    def is_forgotten(self, address: str) -> bool:
        """Whether an address is of somebody who was erased."""
        if self._known is None:
            self._known = frozenset(self._column("SELECT digest FROM forgotten"))
        return bool(self._known) and self._digest(address) in self._known

    def know_again(self, addresses: Iterable[str]) -> None:
        """Take mail from these addresses up again: the user has entered them anew."""
        if self.has_forgotten():
            rows = [(self._digest(address),) for address in addresses]
            self._connection.executemany("DELETE FROM forgotten WHERE digest = ?", rows)
            self._known = None

    def has_forgotten(self) -> bool:
        """Whether anybody was erased."""
        return bool(self._row("SELECT EXISTS (SELECT 1 FROM forgotten)")[0])

    def forget(self, names: Iterable[str]) -> int:
        """Erase everything about somebody of these names and addresses. Returns how many messages went.

        Theirs go; in others' they are no recipients any more, and subjects that name them are emptied.
        """
        words = [name for name in names if name.strip()]
        addresses = {word.lower() for word in words if "@" in word}
        own_names = [word for word in words if "@" not in word]
        connection = self._connection
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        for name in own_names:
            if " " in name.strip():
                sql = "SELECT DISTINCT sender FROM messages WHERE NOT is_mine AND sender_name = ? COLLATE NOCASE"
                addresses.update(self._column(sql, name))
        connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [(self._digest(a),) for a in addresses])
        gone = 0
        for address in addresses:
            gone += self._erase_messages(address)
            self._erase_recipient(address)
        for word in (*addresses, *(name for name in own_names if len(name) >= SHORTEST_NAME)):
            sql = """
                UPDATE messages SET subject = '', base_subject = '', subject_key = ''
                WHERE instr(lower(subject), lower(?1)) OR instr(subject, ?1)
            """
            connection.execute(sql, (word,))
            connection.execute("DELETE FROM decisions WHERE instr(lower(subject), ?)", (word.lower(),))
        connection.execute("DELETE FROM facts WHERE name = 'sums'")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        self._known = None
        return gone

    def _erase_messages(self, address: str) -> int:
        rows = self._connection.execute("SELECT number, message_id, thread FROM messages WHERE sender = ?", (address,))
        found = rows.fetchall()
        for number, message_id, thread in found:
            execute = self._connection.execute
            for other, references, parent in execute(
                "SELECT number, refs, parent FROM messages WHERE thread = ? AND instr(refs, ?)", (thread, message_id)
            ).fetchall():
                kept = [each for each in json.loads(references) if each != message_id]
                values = (json.dumps(kept), "" if parent == message_id else parent, other)
                execute("UPDATE messages SET refs = ?, parent = ? WHERE number = ?", values)
            # A thread is called after one of its ids.
            execute("DELETE FROM ids WHERE id = ?", (message_id,))
            execute(
                "UPDATE threads SET is_new = 1, key = ifnull((SELECT min(id) FROM ids WHERE thread = ?), 'gone-' || ?)"
                " WHERE number = ?",
                (thread, thread, thread),
            )
            execute("DELETE FROM decisions WHERE subject = ?", (message_id,))
            execute(
                "UPDATE places SET message = NULL, reason = 'from somebody who was forgotten' WHERE message = ?",
                (number,),
            )
            execute("DELETE FROM messages WHERE number = ?", (number,))
        return len(found)

    def _erase_recipient(self, address: str) -> None:
        self._connection.execute("DELETE FROM asked WHERE address = ?", (address,))
        sql = "SELECT number, recipients, recipient_names, features FROM messages WHERE instr(recipients, ?)"
        for number, recipients, names, features in self._connection.execute(
            sql, (json.dumps(address, ensure_ascii=False),)
        ).fetchall():
            addresses, called, figures = json.loads(recipients), json.loads(names), json.loads(features)
            while address in addresses:
                place = addresses.index(address)
                del addresses[place], called[place]
                figures["to_count"] = figures.get("to_count", 0) - (place < figures.get("to_count", 0))
            values = (json.dumps(addresses), json.dumps(called, ensure_ascii=False), json.dumps(figures), number)
            self._connection.execute(
                "UPDATE messages SET recipients = ?, recipient_names = ?, features = ? WHERE number = ?", values
            )

    def _digest(self, address: str) -> str:
        salt = next(iter(self._column("SELECT value FROM facts WHERE name = 'salt'")), "")
        return hashlib.sha256(f"{salt}\0{address.lower()}".encode("utf-8", "replace")).hexdigest()
