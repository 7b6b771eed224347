"""Promises: which day would be kept, and which are hard to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, Day, When, is_day
from followq.model.core.followup import FollowUp
from followq.model.priority.due import count_minutes_until
from followq.model.priority.ranked import Ranked
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.priority.turnaround_forecast import Pace

HORIZON_DAYS = 5
UNKNOWN_DAYS = 1
"""Working days, beside those its own work takes, from which a promise is at risk that waits for something undated."""
SURE = 0.8
"""8 of 10, in which a promised day should be kept."""

EVEN = 0.5
"""Below it a promise is sooner than the median."""


class Forecast(NamedTuple):
    """What is worth knowing of a promise when it is made, and in words.

    `standing` is the number of other promises for that day. By `cases` of the user's own `chance` is the
    probability that the promised day is kept, `kept_on` the day that would be kept in 8 of 10 cases; None where
    there are too few, or so much is left undone that there is no such day.
    """

    followup: int
    promised: When
    standing: int
    chance: float | None
    kept_on: Day | None
    cases: int
    text: str


class Risk(NamedTuple):
    """A promise at risk, and why in words."""

    ranked: Ranked
    text: str


def forecast(
    followup: FollowUp, pace: Pace, others: Sequence[tuple[date, int]], minutes: int, calendar: Calendar, desk: int
) -> Forecast | None:
    """Look at a promise just made; None when there is nothing to say.

    There is when the day is sooner than the one that would be kept in 8 of 10 cases (where there is none: than the
    median), or already full: when all that is promised up to it takes more than `desk` minutes for each
    working day. `others` are the days of the other promises with the minutes they take, `minutes` is what this one
    takes.
    """
    when = followup.promised
    if when is None or calendar.is_past(when):
        return None
    on = calendar.day_of(when)
    waited = calendar.waited(followup.since)
    days = pace.days(SURE, waited)
    kept_on = None if days is None else calendar.add_working_days(calendar.today, days)
    chance = pace.chance(calendar.until(when), waited)
    until_then = [(other_on, takes) for other_on, takes in others if other_on <= on]
    standing = sum(other_on == on for other_on, _ in until_then)
    needed, room = minutes + sum(takes for _, takes in until_then), _room(on.isoformat(), calendar, desk)
    day = phrasing.day(on.isoformat(), calendar)
    it = "it" if standing else day
    cases = pace.cases(waited)
    basis = f"going by {f'{cases} of yours that had waited as long' if waited else f'your last {cases}'}"
    if kept_on is not None and kept_on > on:
        said = f"{basis}, {phrasing.day(kept_on.isoformat(), calendar)} is the day you would keep in 8 of 10"
    elif kept_on is None and chance is not None and chance < EVEN:
        said = f"{basis}, {it} would be kept in {_of_ten(chance)} cases, and no day in 8"
    elif needed > room and until_then:
        said = f"{phrasing.minutes(needed)} are promised up to {it} {_at_desk(room)}"
    else:
        return None
    if standing:
        said = f"{phrasing.count(standing, 'promise stands', 'promises stand')} on {day} already; {said}"
    text = f"{said[0].upper()}{said[1:]}."
    return Forecast(
        followup=followup.id,
        promised=when,
        standing=standing,
        chance=None if chance is None else round(chance, 2),
        kept_on=None if kept_on is None else kept_on.isoformat(),
        cases=cases,
        text=text,
    )


class Load(NamedTuple):
    """How many things are promised for one moment, and the minutes they take."""

    when: When
    items: int
    minutes: int


class Stretch(NamedTuple):
    """Promises of one moment, or of some that end together: `items` of them, after others that take `needed` minutes.

    `is_full` where those alone are more than fits in, so that all of these are at risk.
    """

    moments: tuple[When, ...]
    items: int
    needed: int
    is_full: bool


def find_risks(
    ranked: Iterable[Ranked],
    calendar: Calendar,
    desk: int,
    pace_of: Callable[[int], Pace] | None = None,
    needed: int = 0,
) -> list[Risk]:
    """Promises of the next five working days that can't be kept in the order in which they stand, or hardly.

    What is due is worked through as it is ranked, then what is promised for the days ahead by date: all of it up to a
    promise has to fit into the time there is until then, `desk` minutes for each working day, today included where it
    is one. So the first is at risk by its own size alone. With `pace_of` the user's median for that person has to
    suffice, and what a promise waits for has to come in time. Late ones are not at risk, they are late; they take
    their time all the same. `needed` minutes go before the first.
    """
    due, ahead = [], []
    for item in ranked:
        when = item.followup.promised
        if item.part == "due":
            due.append(item)
        elif when and calendar.until(when) <= HORIZON_DAYS:
            ahead.append(item)
    ahead.sort(key=lambda item: (calendar.end_of(item.followup.promised or ""), item.followup.id))
    risks: list[Risk] = []
    for item in (*due, *ahead):
        when = item.followup.promised
        before, own = needed, item.minutes if item.action == "do" else item.desk.takes[item.followup.id][0]
        needed += own
        if when is None or calendar.is_past(when):
            continue
        why = _no_room(before, own, when, calendar, desk) or _explain_blocked(item, when, own, calendar, desk)
        if not why and pace_of:
            why = _too_slow(item.followup, when, calendar, pace_of(item.followup.person_id))
        if why:
            risks.append(Risk(item, f"promised for {_day(when, calendar)}, but {why}"))
    return risks


def _no_room(before: int, own: int, when: When, calendar: Calendar, desk: int) -> str:
    # What takes more than a day has to be started before its time is all there is.
    room = _room(when, calendar, desk)
    if before + own <= room - (own > desk and calendar.until(when) > 0):
        return ""
    if before:
        return f"{phrasing.minutes(before + own)} are promised until then {_at_desk(room)}"
    return f"it takes {phrasing.minutes(own)} {_at_desk(room)}"


def _explain_blocked(item: Ranked, when: When, own: int, calendar: Calendar, desk: int) -> str:
    # What it waits for comes so late that the rest can't be done in time, or on a day that nobody named.
    for blocker in item.desk.blockers(item.followup):
        if blocker.ball == "mine":
            continue
        days = -(-own // desk)
        if blocker.promised is None:
            if calendar.until(when) <= days + UNKNOWN_DAYS:
                return f"nobody has said when {blocker.id} comes"
        elif calendar.until(blocker.promised) + days - 1 > calendar.until(when) or calendar.is_past(blocker.promised):
            due = "was" if calendar.is_past(blocker.promised) else "is"
            return f"{blocker.id}, which it waits for, {due} expected {_day(blocker.promised, calendar)}"
    return ""


def _day(when: When, calendar: Calendar) -> str:
    return (
        f"today {calendar.time_of(when)}".strip()
        if calendar.day_of(when) == calendar.today
        else phrasing.day(when, calendar)
    )


def find_stretches(loads: Iterable[Load], calendar: Calendar, desk: int, needed: int = 0) -> list[Stretch]:
    """The promises of the next five working days, in order of date, after `needed` minutes of what is due."""
    ending: dict[datetime, list[Load]] = {}
    for load in loads:
        if calendar.until(load.when) <= HORIZON_DAYS:
            ending.setdefault(calendar.end_of(load.when), []).append(load)
    found: list[Stretch] = []
    for _, together in sorted(ending.items()):
        moments = tuple({load.when: None for load in together})
        room = max(_room(when, calendar, desk) for when in moments)
        found.append(
            Stretch(moments=moments, items=sum(load.items for load in together), needed=needed, is_full=needed >= room)
        )
        needed += sum(load.minutes for load in together)
    return found


def is_soon(followup: FollowUp, calendar: Calendar) -> bool:
    """Owed with a promise that may be at risk: it lies ahead, within the next five working days."""
    when = followup.promised
    return followup.is_owed and when is not None and not calendar.is_past(when) and calendar.until(when) <= HORIZON_DAYS


def _room(when: When, calendar: Calendar, desk: int) -> int:
    # Minutes at the desk until a promise is due; until an hour of today no more than the clock has. Who promised a day
    # off works on it.
    if calendar.day_of(when) == calendar.today:
        return desk if is_day(when) else min(desk, count_minutes_until(when, calendar))
    return desk * (max(0, calendar.until(when)) + calendar.is_working(calendar.today))


def _of_ten(chance: float) -> str:
    return f"{int(chance * 10)} of 10" if chance >= 0.1 else "less than 1 of 10"


def _at_desk(room: int) -> str:
    return f"and there are about {phrasing.minutes(room)} at your desk"


def _too_slow(followup: FollowUp, when: When, calendar: Calendar, pace: Pace) -> str:
    waited = calendar.waited(followup.since)
    median = pace.days(EVEN, waited)
    if median is None or median <= calendar.until(when):
        return ""
    if not waited:
        return f"you usually take {phrasing.working_days(median)} for them"
    return f"after {phrasing.working_days(waited)} you usually take {median} more for them"
