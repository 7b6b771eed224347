"""A mailbox cut at many moments: what the scan would know then, and what was still to be answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bench.mail.truth import Ask, MailSet
from followq.mail.correspondence import CountedMail
from followq.mail.digest import Digest
from followq.mail.judging import digest_mail
from followq.mail.message import Mail
from followq.mail.threads import KnownThreads

HOURS_LATER = (0.5, 3.0, 12.0, 36.0)
"""Moments lie so long after a message, in turn: a mailbox in bursts would else be looked at in its sleep."""
FIRST, LAST = 0.1, 0.98
"""Shares of the messages before the first moment, and before the last."""


class Moment(NamedTuple):
    """A mailbox at one moment."""

    now: datetime
    threads: list[list[Digest]]
    correspondence: CountedMail
    open_asks: list[Ask]
    """What isn't answered yet by the definition of the truth."""
    answered_later: dict[str, str]
    """Of those, what was answered afterwards: the message's id and its thread."""


def pick_moments(asks: Sequence[Ask], most: int) -> list[datetime]:
    """Pick moments evenly among the messages, `HOURS_LATER` each."""
    dates = sorted(ask.sent_at for ask in asks)
    count = min(most, len(dates) - 2)
    shares = [FIRST + (LAST - FIRST) * (place + 0.5) / count for place in range(count)]
    return sorted({
        dates[int(len(dates) * share)] + timedelta(hours=HOURS_LATER[place % len(HOURS_LATER)])
        for place, share in enumerate(shares)
    })  # fmt: skip


def digest_set(mails: MailSet, me: str) -> list[Digest]:
    """Digest what lies in threads that somebody wrote in or got; nothing else is looked at for them."""
    known = _place(mails.mails, by_subject_alone=not mails.has_reply_headers)
    theirs = {
        known.thread_now(mail.message_id)
        for mail in mails.mails
        if any(each.address == me for each in (mail.sender, *mail.to, *mail.cc))
    }
    return [
        digest_mail(mail, frozenset((me,)), mail.message_id)
        for mail in mails.mails
        if known.thread_now(mail.message_id) in theirs
    ]


def replay(mails: MailSet, digests: list[Digest], asks: Sequence[Ask], most: int) -> Iterator[Moment]:
    """Replay a mailbox: at each moment only what lay before it is known. The counts go on after the moment is left."""
    known, correspondence = KnownThreads(), CountedMail()
    by_id = {digest.message_id: digest for digest in digests}
    mine = [mail for mail in mails.mails if mail.message_id in by_id]
    seen = 0
    for now in pick_moments(asks, most):
        while seen < len(mine) and mine[seen].sent_at <= now:
            known.add(mine[seen], by_subject_alone=not mails.has_reply_headers)
            correspondence.add(by_id[mine[seen].message_id])
            seen += 1
        threads = defaultdict(list)
        for mail in mine[:seen]:
            threads[known.thread_now(mail.message_id)].append(by_id[mail.message_id])
        open_asks = [ask for ask in asks if ask.is_open(now)]
        yield Moment(
            now=now,
            threads=list(threads.values()),
            correspondence=correspondence,
            open_asks=open_asks,
            answered_later={ask.message_id: ask.thread for ask in open_asks if ask.answered_at},
        )


def _place(mails: Sequence[Mail], *, by_subject_alone: bool) -> KnownThreads:
    known = KnownThreads()
    for mail in mails:
        known.add(mail, by_subject_alone=by_subject_alone)
    return known
