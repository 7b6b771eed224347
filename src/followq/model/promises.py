"""Promises: which day would be kept, and which are hard to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from followq.model import words
from followq.model.calendar import Calendar, Day, When
from followq.model.followup import FollowUp
from followq.model.ranking import Ranked
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.pace import Pace

HORIZON_DAYS = 5
SURE = 0.8
"""8 of 10, in which a promised day should be kept."""


class Forecast(NamedTuple):
    """What is worth knowing of a promise when it is made, and in words.

    `standing` is the number of other promises for that day. `kept_on` is the day that would be kept in 8 of 10
    cases, by `cases` of the user's own; None where there are too few.
    """

    followup: int
    promised: When
    standing: int
    kept_on: Day | None
    cases: int
    text: str


class Risk(NamedTuple):
    """A promise at risk, and why in words."""

    ranked: Ranked
    text: str


def forecast(
    followup: FollowUp, pace: Pace, others: Sequence[tuple[FollowUp, int]], minutes: int, calendar: Calendar, desk: int
) -> Forecast | None:
    """Look at a promise just made; None when there is nothing to say.

    There is when the day is sooner than the one that would be kept in 8 of 10 cases, or already full: when all
    that is promised up to it takes more than `desk` minutes for each working day. `others` are the
    other promises with the minutes they take, `minutes` is what this one takes.
    """
    when = followup.promised
    if when is None or calendar.is_past(when):
        return None
    on = calendar.day_of(when)
    waited = calendar.waited(followup.since)
    days = pace.days(SURE, waited)
    kept_on = None if days is None else calendar.add_working_days(calendar.today, days)
    until_then = [(other, takes) for other, takes in others if calendar.day_of(other.promised or when) <= on]
    standing = sum(calendar.day_of(other.promised or when) == on for other, _ in until_then)
    needed, room = minutes + sum(takes for _, takes in until_then), _room(when, calendar, desk)
    day = words.day(on.isoformat(), calendar)
    said = []
    if standing:
        said.append(f"{words.count(standing, 'promise stands', 'promises stand')} on {day} already")
    if kept_on is not None and kept_on > on:
        cases = pace.cases(waited)
        basis = f"{cases} of yours that had waited as long" if waited else f"your last {cases}"
        better = words.day(kept_on.isoformat(), calendar)
        said.append(f"going by {basis}, {better} is the day you would keep in 8 of 10")
    elif needed > room and until_then:
        said.append(f"{words.minutes(needed)} are promised up to {'it' if standing else day} {_at_desk(room)}")
    else:
        return None
    text = "; ".join(said)
    day_kept = None if kept_on is None else kept_on.isoformat()
    return Forecast(followup.id, when, standing, day_kept, pace.cases(waited), f"{text[0].upper()}{text[1:]}.")


def at_risk(
    owed: Iterable[Ranked], calendar: Calendar, desk: int, pace_of: Callable[[int], Pace] | None = None
) -> list[Risk]:
    """Promises of the next five working days that are hard to keep, in order of date.

    Works through the promises in order of date: what is promised up to a day has to fit into
    `desk` minutes for each working day until then, today included where it is one. And with `pace_of` the user's
    median for that person has to suffice. Late ones are not at risk, they are late; they take their time all the same.
    """
    promised = [item for item in owed if item.followup.promised]
    promised.sort(key=lambda item: (calendar.end_of(item.followup.promised or ""), item.followup.id))
    risks: list[Risk] = []
    needed = 0
    for item in promised:
        when = item.followup.promised
        assert when is not None
        if calendar.until(when) > HORIZON_DAYS:
            break
        needed += item.minutes
        if calendar.is_past(when):
            continue
        room = _room(when, calendar, desk)
        if needed > room:
            why = f"{words.minutes(needed)} are promised until then {_at_desk(room)}"
        else:
            why = _too_slow(item.followup, when, calendar, pace_of(item.followup.person_id)) if pace_of else ""
        if why:
            risks.append(Risk(item, f"promised for {words.day(when, calendar)}, but {why}"))
    return risks


def is_soon(followup: FollowUp, calendar: Calendar) -> bool:
    """Owed with a promise that may be at risk: it lies ahead, within the next five working days."""
    when = followup.promised
    return followup.is_owed and when is not None and not calendar.is_past(when) and calendar.until(when) <= HORIZON_DAYS


def _room(when: When, calendar: Calendar, desk: int) -> int:
    return desk * (max(0, calendar.until(when)) + calendar.is_working(calendar.today))


def _at_desk(room: int) -> str:
    return f"and there are about {words.minutes(room)} at your desk"


def _too_slow(followup: FollowUp, when: When, calendar: Calendar, pace: Pace) -> str:
    waited = calendar.waited(followup.since)
    median = pace.days(0.5, waited)
    if median is None or median <= calendar.until(when):
        return ""
    if not waited:
        return f"you usually take {words.working_days(median)} for them"
    return f"after {words.working_days(waited)} you usually take {median} more for them"
