"""The clocks that run on a follow-up: what is due when, and at which moments that needs the user."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, Instant, When, format_instant
from followq.model.core.followup import FollowUp, is_hidden
from followq.model.core.person import Person
from followq.model.priority.workload import Defaults
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    ClockName = Literal["first_answer", "news", "promise", "expected", "ask", "nudge", "decision", "snooze"]
    Need = ClockName | Literal["promise_soon", "promise_today", "promise_late"]

WORDS: dict[ClockName, str] = {
    "first_answer": "first answer due",
    "news": "news due",
    "promise": "promise",
    "expected": "expected",
    "ask": "first ask due",
    "nudge": "nudge due",
    "decision": "decision due",
    "snooze": "hidden until",
}


class Clock(NamedTuple):
    """One clock: what is due, when, whether that is over, and both in words: `first answer due Fri 27 Nov`."""

    clock: ClockName
    on: When
    is_over: bool
    text: str


class Occasion(NamedTuple):
    """The moment from which something about a follow-up needs the user, and what, in words."""

    need: Need
    at: Instant
    followup_id: int
    text: str


def find_clocks(
    followup: FollowUp,
    person: Person,
    calendar: Calendar,
    defaults: Defaults,
    last_sign: When = "",
    asking: tuple[ClockName, When, bool] | None = None,
) -> list[Clock]:
    """The clocks of an open follow-up, in the order in which they end.

    `last_sign` is the last sign either way between the user and a person who has an interval of their own; `asking` is
    what to do about something that is waited for, the day for it, and whether that is over.
    """
    found: list[tuple[ClockName, When, bool]] = []

    def run(name: ClockName, since: When, days: int) -> None:
        on = calendar.add_working_days(calendar.day_of(since), days)
        found.append((name, on.isoformat(), calendar.waited(since) > days))

    if followup.is_owed and followup.told_at is None:
        target = person.reply_target_days
        run("first_answer", followup.since, defaults.reply_target_days if target is None else target)
    if person.keep_informed_days is not None and last_sign:
        run("news", last_sign, max(1, person.keep_informed_days))
    elif followup.is_owed and followup.told_at:
        run("news", followup.told_at, defaults.keep_informed_days)
    if asking:
        found.append(asking)
    if followup.promised:
        name: ClockName = "promise" if followup.ball == "mine" else "expected"
        found.append((name, followup.promised, calendar.is_past(followup.promised)))
    if followup.snoozed_until and not calendar.has_come(followup.snoozed_until):
        found.append(("snooze", followup.snoozed_until, False))
    found.sort(key=lambda clock: calendar.end_of(clock[1]))
    return [
        Clock(clock=name, on=on, is_over=is_over, text=f"{WORDS[name]}{_describe_end(on, is_over, calendar)}")
        for name, on, is_over in found
    ]


def _describe_end(on: When, is_over: bool, calendar: Calendar) -> str:
    if calendar.day_of(on) == calendar.today:
        return f" today {calendar.time_of(on)}".rstrip() + (", late" if is_over else "")
    return f" {phrasing.day(on, calendar)}{', late' if is_over else ''}"


def find_occasions(followup: FollowUp, clocks: Iterable[Clock], calendar: Calendar) -> list[Occasion]:
    """The moments, past and to come, at which the clocks of one follow-up need the user, in order.

    What is snoozed needs nobody before it comes back, but for a promise of the user's on its day.
    """
    found: list[Occasion] = []

    def add(need: Need, at: Instant, text: str) -> None:
        found.append(Occasion(need=need, at=at, followup_id=followup.id, text=text))

    ends = followup.snoozed_until
    if ends and (calendar.day_of(ends) >= calendar.today):
        add("snooze", calendar.start_of(ends), f"back since its snooze ended, {phrasing.day(ends, calendar)}")
    hidden = is_hidden(followup, calendar)
    for clock in clocks:
        if clock.clock == "promise":
            for need, at, text in _find_promise_moments(clock.on, calendar):
                if not hidden or need != "promise_soon":
                    add(need, at, text)
        elif clock.clock not in ("expected", "snooze") and not hidden:
            add(clock.clock, calendar.start_of(calendar.day_of(clock.on).isoformat()), clock.text)
    return sorted(found, key=lambda occasion: occasion.at)


def _find_promise_moments(when: When, calendar: Calendar) -> list[tuple[Need, Instant, str]]:
    day, words = calendar.day_of(when), phrasing.day(when, calendar)
    before = calendar.add_working_days(day, -1)
    soon = "tomorrow" if day - calendar.today == timedelta(days=1) else phrasing.day_alone(when, calendar)
    time = calendar.time_of(when)
    return [
        ("promise_soon", calendar.start_of(before.isoformat()), f"promised for {f'{soon} {time}'.rstrip()}"),
        ("promise_today", calendar.start_of(day.isoformat()), f"promised for today {time}".rstrip()),
        ("promise_late", format_instant(calendar.end_of(when)), f"promised for {words}, late"),
    ]


def select_present(occasions: Iterable[Occasion], calendar: Calendar) -> list[Occasion]:
    """Of the occasions of one follow-up, in order, those that are there now: of a promise only the last that came."""
    found: dict[str, Occasion] = {}
    for occasion in occasions:
        if occasion.at <= calendar.instant:
            found[occasion.need.partition("_")[0] if occasion.need.startswith("promise") else occasion.need] = occasion
    return list(found.values())
