"""Whom to tell where things stand, for people who are to be kept informed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from followq.model.core.calendar import Calendar, When, is_day
from followq.model.core.change import Entry
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple


class News(NamedTuple):
    """Somebody who should hear from the user: working days without a sign either way, and how many they are to
    be at the most.
    """

    person_id: int
    days: int
    interval_days: int


def find_last_signs(followups: Iterable[FollowUp], calendar: Calendar) -> dict[int, When]:
    """The last sign either way that open follow-ups show, by person id."""
    found: dict[int, When] = {}
    for followup in followups:
        began = followup.since if calendar.has_come(followup.since) else ""
        sign = "" if is_planned(followup, calendar) else began
        for other in (followup.told_at, followup.nudged_at, found.get(followup.person_id)):
            sign = calendar.later(sign, other or "")
        found[followup.person_id] = sign
    return {person_id: sign for person_id, sign in found.items() if sign}


LONGEST_SPARED = 250
"""Working days of an interval up to which it is said from when on a sign spares somebody."""


def find_sparing_day(interval: int, calendar: Calendar) -> date | None:
    """The first day since which any sign keeps somebody from being due to hear; None where that is too long ago to tell
    simply.
    """
    if interval > LONGEST_SPARED or not calendar.workdays:
        return None
    day, before = calendar.today, calendar.today - timedelta(days=1)
    while calendar.working_days(before, calendar.today) < max(1, interval):
        day, before = before, before - timedelta(days=1)
    return day


def find_last_sign(entries: Iterable[Entry], calendar: Calendar) -> When:
    """The last sign either way by a standing log of one follow-up, where it ends; empty without any."""
    state = {name: new for entry in entries for name, (_, new) in entry.change.fields.items()}
    followup = FollowUp(**state)
    closed_at = followup.closed_at if followup.status == "done" else None
    return calendar.later(find_last_signs([followup], calendar).get(followup.person_id, ""), closed_at or "")


def is_planned(followup: FollowUp, calendar: Calendar) -> bool:
    """A recurring one that came up by itself is no sign; its day was set before it came."""
    since = followup.since
    if followup.every is None or not is_day(since):
        return False
    return since > calendar.day_of(followup.created_at).isoformat()


def find_news_due(
    followups: Iterable[FollowUp], people: Mapping[int, Person], signs: Mapping[int, When], calendar: Calendar
) -> list[News]:
    """People with an interval of their own, something open, and no sign for longer than that; the longest first.

    `signs` holds the last sign either way, whatever it was about: any contact sets the clock anew. Others have
    the general interval, which counts in the rank of what is owed to them.
    """
    found = []
    for person_id in sorted({followup.person_id for followup in followups if followup.is_open}):
        interval = people[person_id].keep_informed_days
        if interval is None or person_id not in signs:
            continue
        days = calendar.waited(signs[person_id])
        if days >= max(1, interval):
            found.append(News(person_id, days, interval))
    found.sort(key=lambda item: (item.interval_days - item.days, item.person_id))
    return found
