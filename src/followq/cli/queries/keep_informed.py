"""Whom to tell where things stand: what the queue knows of the last signs."""

from __future__ import annotations

from collections.abc import Mapping

from followq.cli.context import Context
from followq.model.core.calendar import When
from followq.model.core.followup import BALLS, FollowUp
from followq.model.core.person import Person
from followq.model.nudging.keep_informed import News, find_last_signs, find_news_due
from followq.store.records.reader import Reader


def find_news(context: Context, queue: Reader, followups: list[FollowUp], people: Mapping[int, Person]) -> list[News]:
    """People who are due to hear, out of all open follow-ups; what was closed or tossed lately is asked for by index,
    and only of those whom nothing open has spared.
    """
    signs = find_last_signs(followups, context.calendar)
    due = find_news_due(followups, people, signs, context.calendar)
    if not due:
        return []
    _add_closed(context, queue, signs, [item.person_id for item in due])
    return find_news_due(followups, people, signs, context.calendar)


def find_signs(context: Context, queue: Reader, followups: list[FollowUp]) -> dict[int, When]:
    """The last sign either way by person id, by all that is open with them and was closed or tossed lately."""
    signs = find_last_signs(followups, context.calendar)
    if signs:
        _add_closed(context, queue, signs, sorted(signs))
    return signs


def _add_closed(context: Context, queue: Reader, signs: dict[int, When], ids: list[int]) -> None:
    for ended in (turnaround for ball in BALLS for turnaround in queue.turnarounds(ball, ids, most=0, most_each=1)):
        signs[ended.person_id] = context.calendar.later(signs[ended.person_id], ended.ended)
