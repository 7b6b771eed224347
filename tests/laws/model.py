"""What a user expects of a command, in plain Python: who owes whom what, by when, and what it is counted as.

Nothing here uses followq: dates, sides and counts are worked out once more, the simple way.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.laws.state import Tables

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Thing(NamedTuple):
    """A follow-up as far as its user keeps it in mind."""

    person: str
    text: str
    ball: str = "mine"
    status: str = "open"
    promised: str | None = None
    slips: int = 0
    snoozes: int = 0
    nudges: int = 0
    snoozed_until: str | None = None
    tags: tuple[str, ...] = ()
    project: str | None = None
    note: str | None = None
    effort: int | None = None
    blocked_by: tuple[int, ...] = ()
    every: str | None = None
    anchor: str | None = None
    since: str = ""

    @property
    def is_open(self) -> bool:
        return self.status == "open"


Things = dict[int, Thing]


def things(tables: Tables) -> Things:
    """What the queue holds, as its user sees it."""
    return {
        number: Thing(
            tables.people[row["person_id"]]["name"],
            row["text"],
            row["ball"],
            row["status"],
            row["promised"],
            row["slips"],
            row["snoozes"],
            row["nudges"],
            row["snoozed_until"],
            tuple(row["tags"]),
            row["project"],
            row["note"],
            row["effort_minutes"],
            tuple(row["blocked_by"]),
            row["every"],
            row["anchor"],
            row["since"],
        )
        for number, row in tables.followups.items()
    }


class Clock(NamedTuple):
    """Now, in a zone."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def instant(self) -> str:
        return _written(self.now)

    def has_come(self, when: str) -> bool:
        """Whether a day or an instant has begun."""
        return when <= (self.today.isoformat() if len(when) == 10 else self.instant)

    def is_over(self, when: str) -> bool:
        """Whether a day or an instant lies behind."""
        return when < (self.today.isoformat() if len(when) == 10 else self.instant)

    def end_of(self, when: str) -> datetime:
        """When a day is over, or the instant itself."""
        if len(when) > 10:
            return datetime.fromisoformat(when)
        return datetime.combine(date.fromisoformat(when) + timedelta(days=1), time(), self.zone).astimezone(
            timezone.utc
        )

    def at(self, day: str, like: str) -> str:
        """A day, at the time of day of another moment where that has one."""
        if len(like) == 10:
            return day
        clock = datetime.fromisoformat(like).astimezone(self.zone).time()
        return _written(datetime.combine(date.fromisoformat(day), clock, self.zone))

    def day_of(self, when: str) -> date:
        """The day of a moment, here."""
        if len(when) == 10:
            return date.fromisoformat(when)
        return datetime.fromisoformat(when).astimezone(self.zone).date()


def _written(at: datetime) -> str:
    return f"{at.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


class Phrase(NamedTuple):
    """A date in some wording: so many days from today, at an hour or not."""

    days: int
    hour: int | None
    wording: int

    def words(self, clock: Clock) -> str:
        """How the user says it."""
        day = clock.today + timedelta(days=self.days)
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(self.days)
        ways = [
            day.isoformat(),
            near or day.isoformat(),
            f"+{self.days}d" if self.days >= 0 else f"{-self.days} days ago",
            f"in {self.days} days" if self.days >= 0 else f"{-self.days}d ago",
            f"{MONTHS[day.month - 1]} {day.day} {day.year}",
            f"the {day.day}{_ending(day.day)} of {MONTHS[day.month - 1]} {day.year}",
        ]
        return ways[self.wording % len(ways)] + (f" {self.hour}:00" if self.hour is not None else "")

    def meant(self, clock: Clock) -> str:
        """What it comes to: a day, or an instant."""
        day = clock.today + timedelta(days=self.days)
        if self.hour is None:
            return day.isoformat()
        return _written(datetime.combine(day, time(self.hour), clock.zone))


def _ending(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def promised(thing: Thing, when: str | None, clock: Clock) -> Thing:
    """A promise made, moved or withdrawn: a later day and a withdrawal are slips."""
    old = thing.promised
    if old == when:
        return thing
    is_slip = old is not None and (when is None or clock.end_of(when) > clock.end_of(old))
    return thing._replace(promised=when, slips=thing.slips + is_slip)


def tossed(thing: Thing, text: str, when: str | None, clock: Clock) -> Thing:
    """The ball is on the other side, and everything is counted anew."""
    return thing._replace(
        ball="theirs" if thing.ball == "mine" else "mine",
        text=text or thing.text,
        promised=when,
        slips=0,
        snoozes=0,
        nudges=0,
        snoozed_until=None,
        since=clock.instant,
    )


def closed(thing: Thing, status: str, note: str = "") -> Thing:
    """Done or dropped."""
    return noted(thing._replace(status=status, snoozed_until=None), note)


def noted(thing: Thing, note: str) -> Thing:
    """With a line more in its private note."""
    return thing._replace(note="\n".join(part for part in (thing.note, note) if part) or None)


def next_of(thing: Thing, clock: Clock, begun: Thing) -> Thing | None:
    """What comes after a recurring one that was closed, as it was when it began; when it is shown is left open."""
    if not thing.every or not thing.anchor:
        return None
    days = [clock.today, clock.day_of(thing.since)] + ([clock.day_of(thing.promised)] if thing.promised else [])
    day = _occurrence(thing.every, date.fromisoformat(thing.anchor), max(days))
    return Thing(
        thing.person,
        begun.text,
        begun.ball,
        promised=clock.at(day, begun.promised) if begun.promised else None,
        tags=thing.tags,
        project=thing.project,
        effort=thing.effort,
        every=thing.every,
        anchor=thing.anchor,
        since=day,
    )


def _occurrence(every: str, anchor: date, after: date) -> str:
    number, unit = every.split()
    for step in range(1, 100_000):
        count = step * int(number)
        if unit.startswith(("day", "week")):
            day = anchor + timedelta(days=count * (7 if unit.startswith("week") else 1))
        else:
            months = anchor.month - 1 + count * (12 if unit.startswith("year") else 1)
            year, month = anchor.year + months // 12, months % 12 + 1
            day = date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))
        if day > after:
            return day.isoformat()
    raise AssertionError("unreachable")


def without(found: Mapping[int, Thing], gone: Iterable[int]) -> Things:
    """What is left when some are gone, links to them included."""
    away = set(gone)
    return {
        number: thing._replace(blocked_by=tuple(other for other in thing.blocked_by if other not in away))
        for number, thing in found.items()
        if number not in away
    }


def shown(found: Mapping[int, Thing], clock: Clock) -> Things:
    """What is open and not hidden."""
    return {
        number: thing
        for number, thing in found.items()
        if thing.is_open and (thing.snoozed_until is None or clock.has_come(thing.snoozed_until))
    }


def reaches(found: Mapping[int, Thing], start: int, goal: int) -> bool:
    """Whether one thing waits for another, over however many links."""
    ahead, seen = [start], set()
    while ahead:
        number = ahead.pop()
        if number == goal:
            return True
        if number in found and number not in seen:
            seen.add(number)
            ahead += found[number].blocked_by
    return False


def note_lines(text: str) -> str:
    """A note as it is kept: its lines, without spaces at their ends and blank ones around them."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def one_line(text: str) -> str:
    """A text as it is kept: one line, without spaces around it."""
    return " ".join(part for part in text.replace("\t", " ").splitlines() if part.strip()).strip()
