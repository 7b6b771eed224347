"""How well a ranked list agrees with what was answered later, beside rules that need no judging."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bench.mail.moments import Moment
from bench.mail.truth import Ask
from followq.mail.digest import Candidate

DAYS_RULE = 3


class RankFigures(NamedTuple):
    """Means over the moments at which something was answered later."""

    average_precision: float
    at_5: float
    at_10: float
    recall: float
    """Share of what was answered later that is in the list at all."""


def rank_by_rules(asks: Sequence[Ask], now: datetime) -> dict[str, list[Ask]]:
    """Rank what is open as people do without a tool."""
    newest = sorted(asks, key=lambda ask: ask.sent_at, reverse=True)
    fresh = now - timedelta(days=DAYS_RULE)
    return {
        "newest first": newest,
        "oldest first": newest[::-1],
        "To only": [ask for ask in newest if ask.is_to] + [ask for ask in newest if not ask.is_to],
        "question mark": [ask for ask in newest if ask.has_question] + [ask for ask in newest if not ask.has_question],
        "three days": [ask for ask in newest if ask.sent_at <= fresh] + [ask for ask in newest if ask.sent_at > fresh],
    }


def rank_candidates(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Rank as the review shows them: the likeliest first, of equals the newest."""
    return sorted(candidates, key=lambda each: (-each.likelihood, -each.since.timestamp(), each.message_id))


def measure(ranked: Sequence[str], wanted: Collection[str]) -> RankFigures:
    """Measure one list against what is wanted, which is something."""
    hits, total = 0, 0.0
    at = {5: 0, 10: 0}
    for place, each in enumerate(dict.fromkeys(ranked), 1):
        if each in wanted:
            hits += 1
            total += hits / place
        if place in at:
            at[place] = hits
    few = len(set(ranked))
    return RankFigures(
        average_precision=total / len(wanted),
        at_5=(at[5] if few >= 5 else hits) / 5,
        at_10=(at[10] if few >= 10 else hits) / 10,
        recall=hits / len(wanted),
    )


def compare(
    moments: Iterable[Moment], judge: Callable[[Moment], list[Candidate]]
) -> tuple[dict[str, dict[str, RankFigures]], int]:
    """Compare the judged list with the rules, message by message and thread by thread; and count the moments."""
    found: dict[str, dict[str, list[RankFigures]]] = {"message": {}, "thread": {}}
    count = 0
    for moment in moments:
        if not moment.answered_later:
            continue
        count += 1
        thread_of = {ask.message_id: ask.thread for ask in moment.open_asks}
        lists = {
            name: [ask.message_id for ask in asks] for name, asks in rank_by_rules(moment.open_asks, moment.now).items()
        }
        lists["followq"] = [each.message_id for each in rank_candidates(judge(moment))]
        for name, ranked in lists.items():
            by_message = measure(ranked, moment.answered_later)
            by_thread = measure([thread_of.get(each, each) for each in ranked], set(moment.answered_later.values()))
            found["message"].setdefault(name, []).append(by_message)
            found["thread"].setdefault(name, []).append(by_thread)
    means = {unit: {name: _mean(figures) for name, figures in rows.items()} for unit, rows in found.items()}
    return means, count


def _mean(figures: list[RankFigures]) -> RankFigures:
    return RankFigures(*(statistics.fmean(column) for column in zip(*figures, strict=True)))
