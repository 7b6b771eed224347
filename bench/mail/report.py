"""Every "me" of every mail set: judged with weights that nobody of theirs was learned from, beside the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bench.mail.fitting import Example
from bench.mail.learning import learn, list_owed_examples, list_waiting_examples
from bench.mail.moments import Moment, digest_set, replay
from bench.mail.ranking import RankFigures, compare
from bench.mail.truth import Ask, MailSet, list_owed, list_people, list_waiting
from followq.mail.digest import Candidate, Digest
from followq.mail.judging import LEARNED, JudgingWeights, propose

FEWEST_LEARNED, FEWEST_REPORTED = 4, 5
"""Answers of a "me" to learn from it, and to report it."""
FEWEST_MOMENTS = 5
MOMENTS = 40
RULES = ("newest first", "oldest first", "To only", "question mark", "three days")


class Person(NamedTuple):
    """One "me" of one set, with what is learned from it."""

    mails: MailSet
    me: str
    owed: list[Ask]
    waiting: list[Ask]
    owed_examples: list[Example]
    waiting_examples: list[Example]


class Row(NamedTuple):
    """Figures of one "me" in one direction."""

    name: str
    me: str
    direction: str
    moments: int
    answered: int
    figures: dict[str, dict[str, RankFigures]]

    def ratio(self, unit: str) -> float:
        """Average precision over that of the best rule."""
        found = self.figures[unit]
        return found["followq"].average_precision / max(found[rule].average_precision for rule in RULES)


def read_people(sets: Iterable[MailSet], most: int = MOMENTS) -> Iterator[Person]:
    """Read everybody who can be learned from."""
    for mails in sets:
        for me in list_people(mails, FEWEST_LEARNED):
            digests = digest_set(mails, me)
            owed, waiting = list_owed(mails, me), list_waiting(mails, me)
            yield Person(
                mails=mails,
                me=me,
                owed=owed,
                waiting=waiting,
                owed_examples=list_owed_examples(replay(mails, digests, owed, most)),
                waiting_examples=list_waiting_examples(replay(mails, digests, waiting, most)),
            )


def learn_from(people: Iterable[Person]) -> JudgingWeights:
    """Learn both tables."""
    everybody = list(people)
    return JudgingWeights(
        owed=learn([each for person in everybody for each in person.owed_examples]),
        waiting=learn([each for person in everybody for each in person.waiting_examples]),
    )


def report_left_out(people: list[Person], leave_out: Callable[[Person, Person], bool]) -> Iterator[Row]:
    """Report each "me", judged by what was learned from those that `leave_out` doesn't leave out for it."""
    learned: dict[tuple[int, ...], JudgingWeights] = {}
    for person in people:
        others = tuple(place for place, other in enumerate(people) if not leave_out(person, other))
        if not _is_reported(person.owed) and not _is_reported(person.waiting):
            continue
        if others not in learned:
            learned[others] = learn_from(people[place] for place in others)
        yield from report_one(person.mails, person.me, learned[others])


def report_one(mails: MailSet, me: str, weights: JudgingWeights = LEARNED, most: int = MOMENTS) -> Iterator[Row]:
    """Report one "me" in both directions, where enough was answered."""
    digests = digest_set(mails, me)
    for direction, asks in (("owed", list_owed(mails, me)), ("waiting", list_waiting(mails, me))):
        if _is_reported(asks):
            yield from _report(mails, me, digests, asks, direction, weights, most)


def _report(
    mails: MailSet,
    me: str,
    digests: list[Digest],
    asks: list[Ask],
    direction: str,
    weights: JudgingWeights,
    most: int,
) -> Iterator[Row]:
    def judge(moment: Moment) -> list[Candidate]:
        found = [
            each for thread in moment.threads for each in propose(thread, moment.correspondence, moment.now, weights)
        ]
        return [each for each in found if each.is_owed == (direction == "owed")]

    figures, moments = compare(replay(mails, digests, asks, most), judge)
    if moments >= FEWEST_MOMENTS:
        answered = sum(bool(ask.answered_at) for ask in asks)
        yield Row(mails.name, me, direction, moments, answered, figures)


def _is_reported(asks: list[Ask]) -> bool:
    return sum(bool(ask.answered_at) for ask in asks) >= FEWEST_REPORTED


def list_lines(rows: Iterable[Row], unit: str) -> Iterator[str]:
    """Lay the figures out, a line for each "me"."""
    yield f"by {unit}: average precision, P@5, P@10, recall; the best rule; ratio"
    for row in rows:
        found = row.figures[unit]
        ours = found["followq"]
        best = max(RULES, key=lambda rule: found[rule].average_precision)
        yield (
            f"  {row.direction:8}{row.me[:36]:37}{row.moments:3} moments {row.answered:4} answers  "
            f"{ours.average_precision:.2f} {ours.at_5:.2f} {ours.at_10:.2f} {ours.recall:.2f}   "
            f"{found[best].average_precision:.2f} {best:14}x{row.ratio(unit):.2f}"
        )
