"""The made-up queue of `followq demo`: what happened in it, told from today backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from followq.cli.session import Session
from followq.model import verbs
from followq.model.calendar import Calendar, When
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.store.writer import Batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "name": "Ana Lopez",
        "organisation": "Harbour Foods",
        "channel": "call",
        "phones": ("+34 600 000 001",),
        "weight": "key",
    },
    {"name": "Tom Baker", "organisation": "our finance", "channel": "chat", "emails": ("tom@example.com",)},
    {"name": "Mei Lin", "organisation": "Harbour Foods", "channel": "email", "emails": ("mei@example.com",)},
    {"name": "Jonas Weber", "organisation": "Weber Print", "channel": "email", "emails": ("jonas@example.org",)},
    {"name": "Priya Nair", "organisation": "our design", "channel": "chat"},
    {"name": "Sam", "channel": "meet", "note": "Lunch on Thursdays."},
)

# Working days ago, who, what, and the rest of the follow-up; dates count from today in working days.
OWED: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (6, "Ana Lopez", "Send the revised quote for the spring campaign",
     {"promised": -1, "effort_minutes": 20, "project": "spring"}),
    (4, "Mei Lin", "Answer her question about delivery dates", {"project": "spring", "channel": "call"}),
    (11, "Jonas Weber", "Check the invoice he says is short", {"effort_minutes": 45}),
    (2, "Tom Baker", "Confirm the budget line for design", {"promised": 0, "effort_minutes": 10, "project": "spring"}),
    (15, "Sam", "Say whether we join the workshop in May", {}),
    (3, "Priya Nair", "Give feedback on the second draft", {"promised": 1, "effort_minutes": 90, "project": "spring"}),
    (1, "Ana Lopez", "Weekly status note",
     {"promised": 3, "every": "1 week", "effort_minutes": 30, "project": "spring"}),
    (0, "Mei Lin", "Introduce her to our print shop", {"tags": ("intro",)}),
)  # fmt: skip
WAITING: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (7, "Ana Lopez", "Signature under the contract", {"project": "spring"}),
    (5, "Tom Baker", "Numbers of the last quarter", {"promised": -1, "project": "spring"}),
    (9, "Jonas Weber", "New price list", {}),
    (1, "Priya Nair", "Sizes of the banners", {"promised": 2, "project": "spring"}),
)


def fill(session: Session) -> None:
    """Fill an empty queue with some weeks of made-up work, dated back from the session's now."""
    made: dict[str, int] = {}
    for days, is_owed, who, what, fields in sorted(
        [(item[0], True, *item[1:]) for item in OWED] + [(item[0], False, *item[1:]) for item in WAITING],
        key=lambda item: -item[0],
    ):
        then = _back(session.calendar, days)
        with _at(session, then, "add") as batch:
            person = _person(batch, session, who, then)
            made[what] = batch.next_id("followups")
            batch.add(_followup(session, made[what], person.id, what, is_owed, then, fields))
    _happened(session, made)


def _happened(session: Session, made: dict[str, int]) -> None:
    def change(
        days: int, command: str, what: str, verb: Callable[[FollowUp, Calendar], FollowUp], remark: str = ""
    ) -> None:
        then = _back(session.calendar, days)
        with _at(session, then, command) as batch:
            before = batch.followup(made[what])
            assert before is not None
            batch.put(before, verb(before, then), remark)

    workshop = "Say whether we join the workshop in May"
    for days in (12, 8, 3):
        until = _day(_back(session.calendar, days), 2)
        change(days, "snooze", workshop, lambda f, then, until=until: verbs.snooze(f, then, until))  # type: ignore[misc]
    change(9, "told", "Check the invoice he says is short", verbs.told, "I look into it this week")
    change(4, "nudge", "New price list", verbs.nudge)
    with _at(session, _back(session.calendar, 2), "add") as batch:
        sam = _person(batch, session, "Sam", _back(session.calendar, 2))
        followup_id = batch.next_id("followups")
        then = _back(session.calendar, 2)
        batch.add(_followup(session, followup_id, sam.id, "Return the projector", True, then, {"effort_minutes": 5}))
        made["Return the projector"] = followup_id
    change(1, "done", "Return the projector", verbs.close)


def _followup(
    session: Session, followup_id: int, person_id: int, what: str, is_owed: bool, then: Calendar, fields: dict[str, Any]
) -> FollowUp:
    given = dict(fields)
    promised = given.pop("promised", None)
    followup = FollowUp(
        id=followup_id,
        uid=session.new_uid(),
        person_id=person_id,
        text=what,
        ball="mine" if is_owed else "theirs",
        since=then.instant,
        created_at=then.instant,
        **given,
    )
    if promised is None:
        return followup
    day = _day(session.calendar, promised)
    return verbs.promise(followup._replace(anchor=day if followup.every else None), day)


def _person(batch: Batch, session: Session, name: str, then: Calendar) -> Person:
    known = batch.people_called(name)
    if known:
        return known[0]
    fields = next(fields for fields in PEOPLE if fields["name"] == name)
    made = Person(id=batch.next_id("people"), uid=session.new_uid(), created_at=then.instant, **fields)
    batch.add(made)
    return made


def _at(session: Session, then: Calendar, command: str) -> Any:
    return session.queue.writing(command, then.instant, session.zone)


def _back(calendar: Calendar, days: int) -> Calendar:
    # The same calendar, some working days ago in the morning; today it is half an hour ago.
    if days == 0:
        return Calendar(calendar.now - timedelta(minutes=30), calendar.zone, calendar.workdays)
    day = calendar.add_working_days(calendar.today, -days)
    return Calendar(datetime.combine(day, time(9, 30), calendar.zone), calendar.zone, calendar.workdays)


def _day(calendar: Calendar, days: int) -> When:
    if days == 0:
        return calendar.today.isoformat()
    return calendar.add_working_days(calendar.today, days).isoformat()
