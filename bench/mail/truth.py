"""What people really answered, as `mail-truth.py` beside the data defines it.

That script is loaded, not copied: which messages were to somebody, and whether and when a later message of theirs
answered that very message (in sets without reply headers: the next one of theirs in the thread). For what somebody
waited for the same is asked the other way round: their message with others in To, and the first answer by one of those.
"""

from __future__ import annotations

import collections
import importlib.util
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench.mail.mailboxes import read_set
from followq.mail.message import Mail

SCRIPT = "mail-truth.py"


class Ask(NamedTuple):
    """One message that may want an answer, and when it got one."""

    message_id: str
    sent_at: datetime
    is_to: bool
    """Somebody in To, not only in Cc, is meant."""
    has_question: bool
    thread: str
    answered_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it was sent by then and not answered yet."""
        return self.sent_at <= now and not (self.answered_at and self.answered_at <= now)


class MailSet(NamedTuple):
    """One folder of the data: what the scan sees, and what the script says of it."""

    name: str
    mails: list[Mail]
    has_reply_headers: bool
    script: Any
    messages: list[Any]
    threads: dict[str, list[Any]]


def read_mail_set(data: Path, name: str) -> MailSet:
    script = _load_script(data)
    messages, *_ = script.load(str(data / "mail" / name))
    threads, has_reply_headers = script.thread(messages)
    return MailSet(name, read_set(data / "mail" / name), has_reply_headers, script, messages, threads)


def list_owed(mails: MailSet, me: str) -> list[Ask]:
    """List the messages to somebody, and when they answered each."""
    rows = mails.script.answers(me, mails.messages, mails.threads, mails.has_reply_headers)
    return [
        Ask(
            message_id=message.mid.strip("<>"),
            sent_at=message.date,
            is_to=kind == "T",
            has_question=message.text_q,
            thread=message.thread,
            answered_at=None if hours is None else message.date + timedelta(hours=max(0.0, hours)),
        )
        for message, kind, _, hours, _ in rows
    ]


def list_waiting(mails: MailSet, me: str) -> list[Ask]:
    """List the messages of somebody to others, and when the first of those in To answered each."""
    answers = collections.defaultdict(list)
    for message in mails.messages:
        for parent in {*message.irt[:1], *message.refs[-1:]}:
            answers[parent].append(message)
    found = []
    for message in mails.messages:
        asked = message.to - {me}
        if message.frm != me or message.auto or not message.date or not asked:
            continue
        later = answers[message.mid] if mails.has_reply_headers else mails.threads[message.thread]
        dates = [x.date for x in later if x.date and x.date >= message.date and x.frm in asked and not x.auto]
        found.append(
            Ask(
                message_id=message.mid.strip("<>"),
                sent_at=message.date,
                is_to=len(asked) == 1,
                has_question=message.text_q,
                thread=message.thread,
                answered_at=min(dates, default=None),
            )
        )
    return found


def list_people(mails: MailSet, fewest: int) -> list[str]:
    """List the addresses that answered, or were answered, at least so many times, the busiest first."""
    sent = collections.Counter(message.frm for message in mails.messages)
    return [
        address
        for address, times in sent.most_common()
        if times >= fewest and fewest <= sum(bool(ask.answered_at) for ask in list_owed(mails, address))
    ]


def _load_script(data: Path) -> Any:
    spec = importlib.util.spec_from_file_location("mail_truth", data / SCRIPT)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
