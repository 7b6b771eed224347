"""Records with sensible fields for tests, and the fixed calendar they live in; nothing here is random."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings

from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranked import Ranked
from followq.model.priority.workload import Defaults, make_desk

QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None)
"""How long a property is searched: the same examples each time, and no clock that could fail a slow machine."""

MORE = settings(QUICK, max_examples=200)
"""For properties that cost next to nothing, or whose counterexamples are rare."""


def calendar(
    now: str = "2026-11-23T09:00:00Z",
    zone: str = "UTC",
    workdays: Iterable[int] = range(5),
    holidays: Iterable[str] = (),
) -> Calendar:
    """The fixed Monday, or another moment; a time without an offset is meant in `zone`, a day at 09:00 there."""
    at = datetime.fromisoformat(f"{now}T09:00" if len(now) == 10 else now)
    here = timezone.utc if zone == "UTC" else ZoneInfo(zone)
    if at.tzinfo is None:
        at = at.replace(tzinfo=here)
    return Calendar(at.astimezone(timezone.utc), here, workdays, [date.fromisoformat(day) for day in holidays])


def person(**fields: Any) -> Person:
    """Ana Lopez, unless told otherwise."""
    number = fields.get("id", 1)
    usual = {"id": number, "uid": f"person-{number}", "name": "Ana Lopez", "created_at": "2026-11-02T09:00:00Z"}
    return Person(**usual | fields)


def followup(**fields: Any) -> FollowUp:
    """Something owed to person 1 since today, unless told otherwise."""
    number = fields.get("id", 1)
    usual: dict[str, Any] = {
        "id": number,
        "uid": f"followup-{number}",
        "person_id": 1,
        "text": "Send the quote",
        "since": "2026-11-23",
        "created_at": "2026-11-23T09:00:00Z",
    }
    return FollowUp(**usual | fields)


BLOCKER = 999
"""The open follow-up by which `ranked(..., is_blocked=True)` is blocked."""
_DESK = make_desk([followup(id=BLOCKER)], {1: person()}, calendar(), Defaults())


def ranked(item: FollowUp, cost: float = 1.0, minutes: int = 15, *, is_blocked: bool = False) -> Ranked:
    """Something ranked whose waiting costs so much and which takes so long."""
    costs = {"waited": cost}
    blocked = item._replace(blocked_by=(BLOCKER,)) if is_blocked else item
    return Ranked(blocked, cost * 15 / minutes, costs, minutes, False, _DESK, action="ask" if is_blocked else "do")
