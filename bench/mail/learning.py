"""Weights of the judging's terms, learned from what people answered later.

Few mailboxes are open, and those few are alike, so the weights are held near such as were set by hand from what is
published (`PRIOR`): the data moves them where it says much. Each "me" counts for as much as any other from a number
of answers on, and messages of one person in one thread count less the more there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from bench.mail.fitting import ALL, Example, fit
from bench.mail.moments import Moment
from followq.mail.digest import Digest
from followq.mail.judging import list_open_owed, list_open_waiting
from followq.mail.terms import Past, ThreadView, list_owed_terms, list_waiting_terms, view_thread

STRICTNESS, ROUNDS = 60.0, 8
MOST_ANSWERS = 100.0
"""Answers of one "me" beyond which more count no more."""
MOST_OPEN = 1500
"""Examples of one "me" without an answer, evenly picked."""

PRIOR = {
    ALL: -2.5, "to": 0.5, "cc": -0.5, "only me": 0.6, "people": -0.4, "request": 0.5, "question": 0.5, "questions": 0.3,
    "asks at the end": 0.5, "greets me": 0.5, "names me": 0.4, "speaks to another": -0.8, "chases": 0.2,
    "wrote again": 0.3, "rate with them": 0.5, "my rate": 0.5, "their rate": 0.5, "age": -1.2, "newer mail": -0.8,
    "my mail since": -0.3, "my mail to them since": -0.5, "others answered": -0.7, "I wrote after": -0.6,
    "newer version": -1.0, "wrote more": -0.6, "a month": -0.8, "months": -0.8, "urgent": 0.2, "answers mine": 0.3,
    "answers theirs": 0.3, "I wrote before": 0.2, "patch": 0.8, "part of a series": -0.4, "place in thread": -0.3,
    "thread sleeps": -0.3, "one asked": 0.3, "thanks": -1.0,
}  # fmt: skip
LEFT_OUT = frozenset(("list", "attachments", "mail from them", "I write to them"))
"""Terms that say more about the mailboxes learned from than about mail."""


def list_owed_examples(moments: Iterable[Moment]) -> list[Example]:
    return _balance(_list_examples(moments, list_open_owed, list_owed_terms))


def list_waiting_examples(moments: Iterable[Moment]) -> list[Example]:
    return _balance(_list_examples(moments, list_open_waiting, list_waiting_terms))


def learn(examples: Iterable[Example]) -> dict[str, float]:
    """Learn weights, rounded as the package holds them."""
    weights = fit(examples, STRICTNESS, ROUNDS, prior=PRIOR)
    return {name: round(weight, 3) for name, weight in sorted(weights.items())}


def write_table(owed: Mapping[str, float], waiting: Mapping[str, float]) -> str:
    """Write the module that holds the weights."""
    tables = (
        f"{title} = {{\n" + "".join(f'    "{name}": {weight},\n' for name, weight in weights.items()) + "}\n"
        for title, weights in (("OWED", owed), ("WAITING", waiting))
    )
    return (
        '"""Weights of the terms of a message to the user, and of one that the user wrote: '
        '`bench.mail --train`."""\n\n' + "".join(tables)
    )


def _list_examples(
    moments: Iterable[Moment],
    find_open: Callable[[ThreadView], list[Digest]],
    find_terms: Callable[..., dict[str, float]],
) -> Iterator[Example]:
    for moment in moments:
        counts = moment.correspondence
        for digests in moment.threads:
            view = view_thread(digests)
            found = find_open(view)
            times = Counter(_other(message) for message in found)
            for message in found:
                other = _other(message)
                past = Past(counts.count(other), counts.count_all(), counts.count_since(other, message.sent_at))
                terms = find_terms(message, view, past, moment.now)
                kept = {name: value for name, value in terms.items() if name not in LEFT_OUT}
                yield Example(kept, message.message_id in moment.answered_later, times[other] ** -0.5)


def _other(message: Digest) -> str:
    return message.recipients[0] if message.is_mine else message.sender


def _balance(examples: Iterable[Example]) -> list[Example]:
    answered: list[Example] = []
    others: list[Example] = []
    for each in examples:
        (answered if each.is_one else others).append(each)
    weight = sum(each.counts for each in answered)
    if not weight:
        return []
    share = min(1.0, MOST_ANSWERS / weight)
    step = max(1, -(-len(others) // MOST_OPEN))
    kept = [each._replace(counts=each.counts * share) for each in answered]
    return kept + [each._replace(counts=each.counts * share * step) for each in others[::step]]
