"""Made-up mailboxes: invented people, one mbox file, messages written as they would lie there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

ME = "sam@example.com"
ANA, TOM, MEI = "Ana Lopez <ana@example.org>", "Tom Baker <tom@example.org>", "Mei Lin <mei@example.com>"
ASKS = "Hi Sam,\n\nCould you please send me the budget figures for next year by Friday? I need them for the board.\n"
ASKED = "Hi Tom,\n\nCould you please send me the signed contract this week? What does legal say about it?\n"


class Mailbox:
    """An mbox file that grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def add(
        self,
        message_id: str,
        sender: str,
        text: str,
        *,
        subject: str = "Budget",
        to: str = ME,
        at: str = "2026-11-16 10:00",
        answers: str = "",
        headers: str = "",
    ) -> None:
        """Append a message; `answers` is the id of the one it answers."""
        when = datetime.fromisoformat(at)
        reply = f"In-Reply-To: <{answers}>\nReferences: <{answers}>\n" if answers else ""
        with self.path.open("ab") as file:
            file.write(
                f"From {sender.rsplit('<', maxsplit=1)[-1].strip('>')} {when:%a %b %d %H:%M:%S %Y}\n"
                f"Message-ID: <{message_id}>\nFrom: {sender}\nTo: {to}\nDate: {when:%a, %d %b %Y %H:%M:%S} +0000\n"
                f"Subject: {subject}\n{reply}{headers}\n{text}\n\n".encode()
            )

    def add_question(self, message_id: str = "q1@example.org", sender: str = ANA, **more: str) -> None:
        """Somebody asks the user for something."""
        self.add(message_id, sender, ASKS, **more)

    def add_my_question(self, message_id: str = "w1@example.com", **more: str) -> None:
        """The user asks Tom for something."""
        self.add(message_id, f"Sam Field <{ME}>", ASKED, **{"to": TOM, "subject": "Contract", **more})

    def add_my_answer(self, message_id: str, answers: str, text: str, **more: str) -> None:
        """The user answers."""
        self.add(
            message_id, f"Sam Field <{ME}>", text, **{"to": ANA, "answers": answers, "subject": "Re: Budget", **more}
        )
