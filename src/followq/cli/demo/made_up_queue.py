"""The made-up queue of `followq demo`: what happened in it, told from today backwards."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from followq.cli.context import Context
from followq.cli.demo.made_up_past import make_past
from followq.cli.demo.step import DemoStep
from followq.model.core import verbs
from followq.model.core.calendar import Calendar, When
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.store.records.writer import Batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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


QUOTE = "Send the revised quote for the spring campaign"
WORKSHOP = "Say whether we join the workshop in May"
INVOICE = "Check the invoice he says is short"
PRICES = "New price list"
SPRING = {"project": "spring"}

STEPS = (
    DemoStep(15, "owe", "Sam", WORKSHOP),
    DemoStep(12, "snooze", "Sam", WORKSHOP, {"days": 2}),
    DemoStep(11, "owe", "Jonas Weber", INVOICE, {"effort_minutes": 45}),
    DemoStep(9, "wait", "Jonas Weber", PRICES),
    DemoStep(9, "told", "Jonas Weber", INVOICE, {"remark": "I look into it this week"}),
    DemoStep(8, "snooze", "Sam", WORKSHOP, {"days": 3}),
    DemoStep(7, "wait", "Ana Lopez", "Signature under the contract", SPRING),
    DemoStep(6, "owe", "Ana Lopez", QUOTE, {"promised": -1, "effort_minutes": 20, **SPRING}),
    DemoStep(5, "wait", "Tom Baker", "Numbers of the last quarter", {"promised": -1, **SPRING}),
    DemoStep(4, "owe", "Mei Lin", "Answer her question about delivery dates", {"channel": "call", **SPRING}),
    DemoStep(4, "nudge", "Jonas Weber", PRICES),
    DemoStep(
        3, "owe", "Priya Nair", "Give feedback on the second draft", {"promised": 1, "effort_minutes": 90, **SPRING}
    ),
    DemoStep(3, "snooze", "Sam", WORKSHOP, {"days": 2}),
    DemoStep(
        2, "owe", "Tom Baker", "Confirm the budget line for design", {"promised": 0, "effort_minutes": 10, **SPRING}
    ),
    DemoStep(2, "owe", "Sam", "Return the projector", {"effort_minutes": 5}),
    DemoStep(
        1, "owe", "Ana Lopez", "Weekly status note", {"promised": 3, "every": "1 week", "effort_minutes": 30, **SPRING}
    ),
    DemoStep(1, "wait", "Priya Nair", "Sizes of the banners", {"promised": 2, **SPRING}),
    DemoStep(1, "done", "Sam", "Return the projector"),
    DemoStep(0, "owe", "Mei Lin", "Introduce her to our print shop", {"tags": ("intro",)}),
)
VERBS: dict[str, Callable[[FollowUp, Calendar], FollowUp]] = {
    "told": verbs.tell,
    "nudge": verbs.nudge,
    "done": verbs.close,
    "came": verbs.close,
}
COMMANDS = {"owe": "add", "wait": "add", "came": "done"}
MORNING, AFTERNOON = time(9, 30), time(15, 30)


def fill(context: Context) -> None:
    """Fill an empty queue with some months of made-up work, in order, dated back from the context's now.

    What is open has the lowest ids, though it came last: the documentation names them.
    """
    told = [*STEPS, *make_past()]
    made = {step.what: number for number, step in enumerate((s for s in told if s.command in ("owe", "wait")), 1)}
    people = {who: number for number, who in enumerate(dict.fromkeys(step.who for step in told), 1)}
    dated = sorted(((_step_back(context.calendar, step), step) for step in told), key=lambda pair: pair[0].instant)
    # All in one transaction: hundreds would take seconds on a slow disk.
    with context.queue.restoring() as batch:
        for then, step in dated:
            command = COMMANDS.get(step.command, step.command)
            if command == "add":
                person = _person(batch, context, step.who, people[step.who], then)
                batch.add(_followup(context, step, made[step.what], person.id, then))
            else:
                before = batch.followup(made[step.what])
                assert before is not None
                batch.put(before, _after(before, step, then, context.calendar), step.fields.get("remark", ""))
            batch.record(command, then.instant, context.zone)


def _after(followup: FollowUp, step: DemoStep, then: Calendar, now: Calendar) -> FollowUp:
    if step.command == "snooze":
        return verbs.snooze(followup, then, _day(then, step.fields["days"]))
    if "by" in step.fields:
        return verbs.tell(followup, then, _day(now, step.fields["by"]))
    if "spent_minutes" in step.fields:
        return verbs.close(followup, then, spent_minutes=step.fields["spent_minutes"])
    return VERBS[step.command](followup, then)


def _followup(context: Context, step: DemoStep, followup_id: int, person_id: int, then: Calendar) -> FollowUp:
    given = dict(step.fields)
    promised = given.pop("promised", None)
    followup = FollowUp(
        id=followup_id,
        uid=context.new_uid(),
        person_id=person_id,
        text=step.what,
        ball="mine" if step.command == "owe" else "theirs",
        since=then.instant,
        # What is waited for was asked for then.
        told_at=then.instant if step.command == "wait" else None,
        created_at=then.instant,
        **given,
    )
    if promised is None:
        return followup
    day = _day(context.calendar, promised)
    return verbs.promise(followup._replace(anchor=day if followup.every else None), day, then)


def _person(batch: Batch, context: Context, name: str, person_id: int, then: Calendar) -> Person:
    known = batch.people_called(name)
    if known:
        return known[0]
    fields = next(fields for fields in PEOPLE if fields["name"] == name)
    made = Person(id=person_id, uid=context.new_uid(), created_at=then.instant, **fields)
    batch.add(made)
    return made


def _step_back(calendar: Calendar, step: DemoStep) -> Calendar:
    # The same calendar, some working days ago; today it is half an hour ago.
    if step.days == 0:
        return Calendar(calendar.now - timedelta(minutes=30), calendar.zone, calendar.workdays)
    day = calendar.add_working_days(calendar.today, -step.days)
    at = AFTERNOON if step.command == "came" else MORNING
    return Calendar(datetime.combine(day, at, calendar.zone), calendar.zone, calendar.workdays)


def _day(calendar: Calendar, days: int) -> When:
    if days == 0:
        return calendar.today.isoformat()
    return calendar.add_working_days(calendar.today, days).isoformat()
