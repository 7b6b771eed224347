"""What somebody waits for in an archive: asked of whom, when, and when it was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from bench.nudging.mails import Mail


class Ask(NamedTuple):
    """One wait of `me`, for `person`; `answered` is None where no answer is in the archive."""

    me: str
    person: str
    asked: datetime
    answered: datetime | None


def asks(mails: Iterable[Mail]) -> list[Ask]:
    """Every wait of everybody who wrote, oldest first.

    A wait begins when somebody writes a mail that asks for something to at least one person by name (To, not a
    list, not Cc), while they wait for nothing in that thread; it is with the first of those people. It ends with
    the next mail in the thread from any of those who were asked. What the writer sends in between begins nothing
    new. Automatic mails neither ask nor answer.
    """
    waiting: dict[str, dict[str, tuple[Mail, tuple[str, ...]]]] = defaultdict(dict)
    found: list[Ask] = []
    for mail in sorted(mails, key=lambda mail: mail.at):
        if mail.is_automatic:
            continue
        thread = waiting[mail.thread]
        for me, (first, asked) in list(thread.items()):
            if mail.sender in asked:
                found.append(Ask(me, asked[0], first.at, mail.at))
                del thread[me]
        if mail.to and mail.asks:
            thread.setdefault(mail.sender, (mail, mail.to))
    for thread in waiting.values():
        found += [Ask(me, asked[0], first.at, None) for me, (first, asked) in thread.items()]
    return sorted(found, key=lambda ask: (ask.asked, ask.me, ask.person))
