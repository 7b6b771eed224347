"""What speaks for and against an answer, as named figures: of the message, of its thread, of what passed before."""

from __future__ import annotations

import math

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followq.mail.correspondence import MailCounts, MailSince
    from followq.mail.digest import Digest

_RATE_MAIL = 6.0
"""Messages that the general rate counts for where the rate with one address is estimated."""
_LEAST_RATE, _FIRST_RATE = 0.02, 0.25


class ThreadView(NamedTuple):
    """A thread's messages in the order in which they were sent, and what is asked of them again and again."""

    digests: tuple[Digest, ...]
    mine: frozenset[str]
    """Ids of the user's messages."""
    authors: dict[str, str]
    """By id, of each message that is there."""
    parents: dict[str, str]
    """The last reference of each message; empty where it has none."""


class Past(NamedTuple):
    """What passed between the user and an address, between the user and everybody, and since the message judged."""

    pair: MailCounts
    everybody: MailCounts
    since: MailSince


def view_thread(digests: Sequence[Digest], most: int = 10_000) -> ThreadView:
    """Put a thread's messages in order, each once, at most so many of the newest."""
    ordered = sorted(
        {each.message_id: each for each in digests}.values(), key=lambda one: (one.sent_at, one.message_id)
    )
    return ThreadView(
        digests=tuple(ordered),
        mine=frozenset(each.message_id for each in ordered if each.is_mine),
        authors={each.message_id: each.sender for each in ordered},
        parents={each.message_id: each.references[-1] if each.references else "" for each in ordered},
    )


def list_owed_terms(message: Digest, view: ThreadView, past: Past, now: datetime) -> dict[str, float]:
    """Terms of a message to the user: how likely the user still answers it.

    Nearly all lie between 0 and 1, or -2 and 2.
    """
    figures = message.features
    get = figures.get
    parent = view.parents[message.message_id]
    pair, everybody, since = past
    my_rate = rate(everybody.answered_by_me, everybody.received, _FIRST_RATE)
    return {
        **_list_text_terms(message),
        **_list_age_terms(message, now),
        **_list_thread_terms(message, view, now),
        "to": float(message.role == "to"),
        "cc": float(message.role == "cc"),
        "only me": get("only_me", 0.0),
        "people": math.log2(1 + get("people", 0.0)) / 3,
        "answers mine": float(parent in view.mine),
        "my rate": logit(my_rate) / 2,
        "rate with them": (logit(rate(pair.answered_by_me, pair.received, my_rate)) - logit(my_rate)) / 2,
        "mail from them": math.log2(1 + pair.received) / 6,
        "I write to them": math.log2(1 + pair.sent) / 6,
        **_list_since_terms(since),
    }


def list_waiting_terms(message: Digest, view: ThreadView, past: Past, now: datetime) -> dict[str, float]:
    """Terms of a message of the user's: how likely one of those asked still answers it."""
    pair, everybody, since = past
    their_rate = rate(everybody.answered_by_them, everybody.sent, _FIRST_RATE)
    parent = view.parents[message.message_id]
    asked = message.recipients[: int(message.features.get("to_count", 0))]
    return {
        **_list_text_terms(message),
        **_list_age_terms(message, now),
        **_list_thread_terms(message, view, now),
        "people": math.log2(1 + message.features.get("people", 0.0)) / 3,
        "one asked": float(len(asked) == 1),
        "answers theirs": float(view.authors.get(parent, "") in asked),
        "their rate": logit(their_rate) / 2,
        "rate with them": (logit(rate(pair.answered_by_them, pair.sent, their_rate)) - logit(their_rate)) / 2,
        "I write to them": math.log2(1 + pair.sent) / 6,
        "mail from them": math.log2(1 + pair.received) / 6,
        **_list_since_terms(since),
    }


def rate(answered: int, all_mail: int, expected: float) -> float:
    """Share that was answered, pulled towards the expected one as long as there is little mail."""
    return min(1 - _LEAST_RATE, max(_LEAST_RATE, (answered + expected * _RATE_MAIL) / (all_mail + _RATE_MAIL)))


def logit(share: float) -> float:
    """Log-odds."""
    return math.log(share / (1 - share))


def _list_text_terms(message: Digest) -> dict[str, float]:
    get = message.features.get
    words = get("words", 0.0)
    return {
        "request": get("request", 0.0),
        "question": min(1.0, get("questions", 0.0)),
        "questions": min(1.0, get("questions", 0.0) / 4),
        "asks at the end": get("asks_last", 0.0),
        "greets me": get("greets_me", 0.0),
        "names me": get("names_me", 0.0),
        "speaks to another": max(get("greets_other", 0.0), get("names_other", 0.0)),
        "thanks": get("polite", 0.0),
        "chases": get("chases", 0.0),
        "urgent": get("urgent", 0.0),
        "patch": get("patch", 0.0),
        "about a patch": get("about_patch", 0.0),
        "part of a series": float(get("patch", 0.0) and get("part", 0.0) > 0 and get("parts", 0.0) > 1),
        "later version": float(get("version", 0.0) > 1),
        "code": get("code", 0.0),
        "length": math.log2(1 + words) / 8,
        "very short": float(words < 8),
        "quotes": float(get("quoted", 0.0) > 0),
        "list": get("list", 0.0),
        "attachments": min(1.0, get("attachments", 0.0)),
    }


def _list_since_terms(since: MailSince) -> dict[str, float]:
    return {
        "newer mail": math.log2(1 + since.received) / 8,
        "my mail since": math.log2(1 + since.sent) / 7,
        "my mail to them since": math.log2(1 + since.sent_to_them) / 4,
    }


def _list_age_terms(message: Digest, now: datetime) -> dict[str, float]:
    days = max(0.0, (now - message.sent_at).total_seconds() / 86400)
    return {
        "age": math.log2(1 + 4 * days) / 4,
        "a week": min(1.0, days / 7),
        "a month": min(1.0, days / 30),
        "months": min(1.0, days / 120),
    }


def _list_thread_terms(message: Digest, view: ThreadView, now: datetime) -> dict[str, float]:
    before = [each for each in view.digests if each.sent_at < message.sent_at]
    after = [each for each in view.digests if each.sent_at > message.sent_at and not each.automatic]
    others = [each for each in after if each.sender != message.sender and not each.is_mine]
    same = [each for each in after if each.sender == message.sender]
    version = message.features.get("version", 0.0) or 1.0
    last = max((each.sent_at for each in view.digests), default=message.sent_at)
    return {
        "I wrote before": float(any(each.is_mine for each in before)),
        "I wrote after": float(any(each.is_mine for each in after)),
        "others answered": float(any(view.parents[each.message_id] == message.message_id for each in others)),
        "others wrote after": math.log2(1 + len(others)) / 4,
        "wrote again": float(any(each.features.get("chases", 0.0) for each in same)),
        "wrote more": min(1.0, len(same) / 4),
        "newer version": float(any(each.features.get("version", 0.0) > version for each in same)),
        "place in thread": math.log2(1 + len(before)) / 5,
        "thread sleeps": math.log2(1 + max(0.0, (now - last).total_seconds() / 86400)) / 5,
    }
