"""What a thread asks of the user, and of others: from a message to its digest, from digests to candidates."""

from __future__ import annotations

import math
import re

from followq.mail.automatic import find_automatic, find_turn
from followq.mail.digest import Candidate, Digest
from followq.mail.terms import Past, ThreadView, list_owed_terms, list_waiting_terms, view_thread
from followq.mail.text_figures import measure
from followq.mail.threads import split_subject, subject_key
from followq.mail.weights.judging import OWED, WAITING
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from followq.mail.correspondence import Correspondence
    from followq.mail.digest import Role
    from followq.mail.message import Mail, MailAddress


class JudgingWeights(NamedTuple):
    """Weights of the terms of owed and of waiting candidates."""

    owed: Mapping[str, float]
    waiting: Mapping[str, float]


LEARNED = JudgingWeights(OWED, WAITING)
MOST_RECIPIENTS = 20
MOST_IN_THREAD = 500
"""Messages of one thread that are judged, the newest ones: each is looked at beside all others."""
ASKS_ENOUGH = 0.2
"""Likelihood from which on a message of the user's may be a request."""
_REVIEW, _REVIEW_WEIGHT = "review", 5.0
"""A review program that names the user is nearly always right; no open mailbox has such mail to learn it from."""
_MOST_REASONS = 4
_LIST_ADDRESS = re.compile(
    r"@(?:lists?|groups?|googlegroups|vger)\.|-(?:devel?|users?|list|announce|discuss|bugs?)@|^undisclosed"
)


def digest_mail(mail: Mail, mine: frozenset[str], thread: str, names: frozenset[str] = frozenset()) -> Digest:
    """What is kept of a message, seen by the owner of the addresses `mine` (small letters).

    `names`: first names that mean the user beside those that stand with the addresses, in small letters.
    """
    is_mine = mail.sender.address in mine
    automatic = find_automatic(mail, mine)
    role: Role = "none"
    if not is_mine:
        role = "to" if _holds(mail.to, mine) else "cc" if _holds(mail.cc, mine) else "none"
    recipients = {each.address: each.name for each in (*mail.to, *mail.cc) if each.address not in mine}
    kept = list(recipients)[:MOST_RECIPIENTS]
    return Digest(
        message_id=mail.message_id,
        thread=thread,
        references=mail.references,
        base_subject=split_subject(mail.subject)[0][:200],
        subject=mail.subject,
        sent_at=mail.sent_at,
        sender=mail.sender.address,
        sender_name=mail.sender.name,
        recipients=tuple(kept),
        recipient_names=tuple(recipients[address] for address in kept),
        is_mine=is_mine,
        role=role,
        automatic=automatic.reason,
        turn=find_turn(mail, mine),
        away_until=automatic.away_until,
        features=measure(mail, mine, names),
    )


def propose(
    digests: Sequence[Digest], correspondence: Correspondence, now: datetime, weights: JudgingWeights = LEARNED
) -> list[Candidate]:
    """The follow-ups that one thread proposes as it stands at `now`, the likeliest first.

    One for each person who asked the user and has no answer, and one for each person whom the user asked in vain; for
    each subject, since the parts of a series are answered one by one.
    """
    view = view_thread([each for each in digests if each.sent_at <= now], MOST_IN_THREAD)
    found = _propose(view, correspondence, now, weights.owed, is_owed=True)
    found += _propose(view, correspondence, now, weights.waiting, is_owed=False)
    return sorted(found, key=lambda each: (-each.likelihood, -each.since.timestamp(), each.message_id))


def list_open_owed(view: ThreadView) -> list[Digest]:
    """Messages to the user that somebody may wait for an answer to."""
    return [each for each in view.digests if _is_to_me(each, view) and not _is_answered_by_me(each, view)]


def list_open_waiting(view: ThreadView) -> list[Digest]:
    """Messages in which the user asks somebody for something, and nobody of those asked has answered."""
    return [each for each in view.digests if _asks_somebody(each) and not _is_answered_by_them(each, view)]


def weigh(terms: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Likelihood of the terms' weighted sum, 0.0 to 1.0."""
    score = weights["(all)"] + sum(value * weights.get(name, 0.0) for name, value in terms.items())
    score += terms.get(_REVIEW, 0.0) * _REVIEW_WEIGHT
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _propose(
    view: ThreadView, correspondence: Correspondence, now: datetime, weights: Mapping[str, float], *, is_owed: bool
) -> list[Candidate]:
    # One for each person and subject: the message that most likely needs an answer, since the oldest of theirs.
    by_person: dict[tuple[str, str], list[Digest]] = {}
    for message in list_open_owed(view) if is_owed else list_open_waiting(view):
        address = message.sender if is_owed else _pick_asked(message)[0]
        by_person.setdefault((address, subject_key(message.base_subject)), []).append(message)
    everybody = correspondence.count_all()
    found = []
    for (address, _), messages in by_person.items():
        pair = correspondence.count(address)
        judged = []
        for message in messages:
            past = Past(pair, everybody, correspondence.count_since(address, message.sent_at))
            terms = (list_owed_terms if is_owed else list_waiting_terms)(message, view, past, now)
            if is_owed and message.turn == "mine":
                terms[_REVIEW] = 1.0
            judged.append((weigh(terms, weights), message.sent_at, message, terms))
        likelihood, _, message, terms = max(judged, key=lambda each: each[:2])
        reasons = _say_owed(message, terms, weights) if is_owed else _say_waiting(terms, weights)
        found.append(_make_candidate(message, messages[0], likelihood, reasons))
    return found


def _make_candidate(message: Digest, oldest: Digest, likelihood: float, reasons: tuple[str, ...]) -> Candidate:
    address, name = _pick_asked(message) if message.is_mine else (message.sender, message.sender_name)
    return Candidate(
        thread=message.thread,
        is_owed=not message.is_mine,
        message_id=message.message_id,
        name=name,
        address=address,
        text=message.base_subject,
        since=oldest.sent_at,
        likelihood=round(likelihood, 4),
        reasons=reasons,
    )


def _holds(people: Sequence[MailAddress], mine: frozenset[str]) -> bool:
    return any(each.address in mine for each in people)


def _is_to_me(message: Digest, view: ThreadView) -> bool:
    if message.is_mine or message.automatic or message.turn == "theirs":
        return False
    if message.turn == "mine":
        return True
    return not message.features.get("thanks") and (
        message.role != "none" or view.parents[message.message_id] in view.mine
    )


def _is_answered_by_me(message: Digest, view: ThreadView) -> bool:
    return any(
        each.is_mine
        and each.sent_at >= message.sent_at
        and not each.features.get("puts_off")
        and _answers(each, message, view)
        for each in view.digests
    )


def _answers(answer: Digest, message: Digest, view: ThreadView) -> bool:
    # To the message itself, or to its author: what the author wrote is answered, or only they are spoken to.
    parent = view.parents[answer.message_id]
    if parent == message.message_id:
        return True
    if parent in view.authors:
        return view.authors[parent] == message.sender
    return message.sender in answer.recipients[: int(answer.features.get("to_count", 0))]


def _asks_somebody(message: Digest) -> bool:
    if not message.is_mine or message.automatic or not message.features.get("to_count"):
        return False
    return message.features.get("request", 0.0) >= ASKS_ENOUGH or bool(message.features.get("patch"))


def _is_answered_by_them(message: Digest, view: ThreadView) -> bool:
    asked = message.recipients[: int(message.features.get("to_count", 0))]
    for each in view.digests:
        if (
            each.sent_at < message.sent_at
            or each.sender not in asked
            or each.automatic
            or each.features.get("puts_off")
        ):
            continue
        if message.message_id in each.references or not each.references:
            return True
    return False


def _pick_asked(message: Digest) -> tuple[str, str]:
    asked = range(min(int(message.features.get("to_count", 0)), len(message.recipients)))
    people = [place for place in asked if not _LIST_ADDRESS.search(message.recipients[place])]
    place = (people or list(asked))[0]
    return message.recipients[place], message.recipient_names[place]


_SAID_OWED = {
    "request": "asks you for something",
    "question": "has a question",
    "asks at the end": "ends by asking",
    "greets me": "speaks to you by name",
    "names me": "names you",
    "chases": "asks again",
    "wrote again": "asked again since",
    "only me": "to you alone",
    "answers mine": "answers a message of yours",
    "rate with them": "you usually answer them",
    "urgent": "marked urgent",
    "I wrote before": "you take part in the thread",
    "review": "the review says that it is your turn",
}
_SAID_WAITING = {
    "request": "you asked for something",
    "question": "you asked a question",
    "asks at the end": "you asked at the end",
    "chases": "you asked again",
    "wrote again": "you asked again since",
    "one asked": "to them alone",
    "rate with them": "they usually answer you",
    "patch": "you sent work to look at",
}


def _say_owed(message: Digest, terms: Mapping[str, float], weights: Mapping[str, float]) -> tuple[str, ...]:
    said = _say(terms, weights, _SAID_OWED)
    return said or (
        ("to you",) if message.role == "to" else ("a copy to you",) if message.role == "cc" else ("answers you",)
    )


def _say_waiting(terms: Mapping[str, float], weights: Mapping[str, float]) -> tuple[str, ...]:
    return _say(terms, weights, _SAID_WAITING) or ("you asked, nobody answered",)


def _say(terms: Mapping[str, float], weights: Mapping[str, float], words: Mapping[str, str]) -> tuple[str, ...]:
    weighed = {name: terms.get(name, 0.0) * weights.get(name, 0.0) for name in words}
    weighed[_REVIEW] = terms.get(_REVIEW, 0.0) * _REVIEW_WEIGHT
    best = sorted((name for name in weighed if weighed[name] > 0.1), key=lambda name: -weighed[name])
    return tuple(words[name] for name in best[:_MOST_REASONS])
