"""What scans don't propose any more: listed, and taken back."""

from __future__ import annotations

import os

from followq.cli.session import Session
from followq.errors import NotFoundError
from followq.hints import command
from followq.model.core.phrasing import day, shorten
from followq.render.pages.changed import ChangedPage
from followq.render.pages.scan import DecidedPage, DecidedRow
from followq.store.mail_memory.file import name_memory
from followq.store.mail_memory.memory import MailMemory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.mail_memory.decisions import MailDecision


def list_decided(session: Session) -> DecidedPage:
    """Every decision, in order."""
    if not os.path.exists(name_memory(session.queue.path)):
        return DecidedPage(())
    with MailMemory(session.queue.path) as memory:
        return DecidedPage(tuple(_describe(session, each) for each in memory.list_decisions()))


def take_back(session: Session, number: int) -> ChangedPage:
    """Forget one decision, so that it is proposed again.

    Raises: NotFoundError.
    """
    found = None
    if os.path.exists(name_memory(session.queue.path)):
        with MailMemory(session.queue.path) as memory:
            found = memory.take_back(number)
    if found is None:
        raise NotFoundError(f"there is no decision {number}", f"{command('scan', '--decided')} lists them")
    row = _describe(session, found)
    about = ": ".join(part for part in (row.person, shorten(row.about)) if part)
    return ChangedPage(
        "scan", (f"Taken back: {row.decision}, {about}. The next scan may propose it.",), is_undoable=False
    )


def _describe(session: Session, one: MailDecision) -> DecidedRow:
    words = {
        "thread": "declined",
        "sender": "declined, all they send",
        "later": f"later, from {day(one.until, session.calendar)} on" if one.until else "later",
        "duplicate": f"is follow-up {one.followup}",
        "join": "are two people",
    }
    about = one.subject if one.kind in ("sender", "join") else one.text or one.subject
    return DecidedRow(
        number=one.number, decision=words[one.kind], about=about, person=one.name, until=one.until, at=one.at
    )
