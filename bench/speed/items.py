"""The work itself: the same made-up things to follow up for every program, the same ones each time.

Every field is filled as people fill it, and most things have a past: told, put off, tossed, asked for again. Knows no
program; standard library only.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
FEW_PEOPLE = 40
SEARCHED = "lighthouse"
SEARCHED_ITEMS = 20
"""How many of the open items hold the word that is searched for, in a queue of any size."""

USUAL_OPEN_DAYS, OLDEST_OPEN_DAYS = 25, 400
USUAL_CLOSED_DAYS, OLDEST_CLOSED_DAYS = 4, 300
"""How long something is open on the average, if it still is, and how long half of what was closed was."""

FIRST_NAMES = (
    "Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hal", "Inés", "Jon", "Kim", "Leo", "Mia", "Ned", "Ola", "Pia",
    "Quin", "Rae", "Sam", "Tess", "Uma", "Vic", "Wren", "Xenia", "Yara", "Zoë", "Abel", "Bea", "Carl", "Dora", "Emil",
    "Flora", "Gus", "Hedda", "Ivo", "Jana", "Karl", "Lena", "Max", "Nora",
)  # fmt: skip
LAST_NAMES = (
    "Archer", "Baker", "Carter", "Dyer", "Fisher", "Glover", "Mason", "Potter", "Sawyer", "Turner", "Müller", "Novák",
    "Smith", "Cooper", "Hunter", "Brewer", "Miller", "Parker", "Porter", "Slater", "Thatcher", "Tyler", "Walker",
    "Weaver", "Webb", "Wright", "Chandler", "Draper", "Farmer", "Gardener",
)  # fmt: skip
VERBS = ("Send", "Review", "Call back about", "Answer the question on", "Decide on", "Pass on", "Book", "Sign")
THINGS = (
    "the quote for the second phase", "the minutes of the steering meeting", "the travel plan", "the new terms",
    "access for the two contractors", "the test results of release 4", "the invoice of last month", "the figures",
    "the draft of the letter to the board", "the slides", "the list of open points", "the date of the workshop",
    "the café's contract", "the résumé of the new colleague", 'what "done" means', "the offer (€ 4,200)",
)  # fmt: skip
SENTENCES = (
    "Half of it is there, the rest comes next week.", "They want it in two parts.", "Waits for the figures of March.",
    "Nobody has looked at it yet.", "See the mail of Monday, second paragraph.", "It's on page 4, without the annex.",
    "Ask whether the old terms still hold.", "The room is booked from ten to twelve.",
)  # fmt: skip
PROJECTS = (
    "spring", "autumn", "billing", "moving", "release 4", "audit", "hiring", "website", "training", "fair", "office",
    "archive",
)  # fmt: skip
TAGS = ("urgent", "money", "legal", "idea", "home", "phone", "quick", "deep", "travel", "q1", "q2", "board", "hr")
CHANNELS = ("call", "chat", "email", "email", "email", "meet", *[None] * 8)
EFFORTS = (None, None, None, None, None, None, 5, 5, 15, 15, 15, 30, 30, 60, 120)
EVENTS = (0, 1, 2, 3, 3, 4, 5, 6, 7, 9)
"""How much happened to a thing before it was closed, where there was time for that."""
OPEN_EVENTS = (0, 0, 0, 0, 0, 1, 1, 1, 2, 4)
"""How much has happened to what is open."""
OWED_EVENTS = ("tell",) * 6 + ("promise",) * 4 + ("snooze",) * 4 + ("toss", "toss", "note", "note", "undone")
WAITED_EVENTS = ("nudge",) * 7 + ("hear",) * 4 + ("snooze",) * 3 + ("toss", "toss", "note", "note", "promise")


class Size(NamedTuple):
    """How many items are open, how many were closed before, and how many people they are with."""

    open: int
    closed: int
    people: int = FEW_PEOPLE

    @property
    def is_history(self) -> bool:
        """Much more was closed than is open."""
        return self.closed > self.open

    @property
    def years(self) -> int:
        """How far back what is closed goes."""
        return 10 if self.is_history else 2

    @property
    def asked(self) -> int:
        """Number of the person who is asked about: somebody with whom more is open than with most."""
        return max(1, self.people // 4)

    @property
    def label(self) -> str:
        """What the size is called in a table."""
        closed = f" + {self.closed:,} closed" if self.is_history else ""
        people = "" if self.people == FEW_PEOPLE else f", {self.people:,} people"
        return f"{self.open:,}{closed}{people}"


def usual(open_items: int, people: int = FEW_PEOPLE) -> Size:
    """A size with a quarter as many closed items: enough for what is learned from them."""
    return Size(open_items, open_items // 4, people)


TEN_YEARS = Size(800, 50_000, 300)
"""A busy person's queue after ten years: some 300,000 entries in its log, 100 MB."""


class Event(NamedTuple):
    """What happened to an item: `what` says how, `value` which day, which words, how many minutes."""

    at: datetime
    what: str
    value: Any = None
    remark: str = ""


class Item(NamedTuple):
    """One thing between the user and person number `person`, as it came in, and what happened to it since.

    `is_owed` and `promised` are as things stand in the end; `begins_owed` and `first_promised` as it began. `since` is
    a day where they had waited before it was noted; moments are UTC.
    """

    number: int
    person: int
    text: str
    is_owed: bool
    begins_owed: bool
    since: date | datetime
    noted_at: datetime
    promised: date | None
    first_promised: date | None
    effort_minutes: int | None
    channel: str | None
    project: str | None
    tags: tuple[str, ...]
    note: str | None
    every: str | None
    blocked_by: tuple[int, ...]
    source: str | None
    events: tuple[Event, ...]
    closed_at: datetime | None


def person_name(number: int) -> str:
    """Name of a person; 1 is the first. No two of the first 37,200 share one."""
    rest, first = divmod(number - 1, len(FIRST_NAMES))
    second, last = divmod(rest, len(LAST_NAMES))
    return f"{FIRST_NAMES[first]} {LAST_NAMES[last]}{f'-{LAST_NAMES[second - 1]}' if second else ''}"


def items(size: Size, seed: int = 1) -> Iterator[Item]:
    """All items in the order in which they came in, numbered from 1."""
    chance = random.Random(f"{seed} {size}")  # noqa: S311 - a benchmark, not a secret
    # Minutes ago, doubled, plus one for what is open: many plain numbers, sorted as they are.
    ages = [2 * (1 + _minutes(chance.expovariate(1 / USUAL_OPEN_DAYS), OLDEST_OPEN_DAYS)) + 1 for _ in range(size.open)]
    ages += [2 * chance.randint(60, size.years * 365 * 24 * 60) for _ in range(size.closed)]
    ages.sort(reverse=True)
    every = max(1, size.open // SEARCHED_ITEMS)
    seen_open = 0
    for number, age in enumerate(ages, 1):
        minutes, is_open = divmod(age, 2)
        noted_at = NOW - timedelta(minutes=minutes)
        text = f"{chance.choice(VERBS)} {chance.choice(THINGS)}, point {number}"
        if is_open:
            seen_open += 1
            if seen_open % every == 0 and seen_open <= every * SEARCHED_ITEMS:
                text += f", {SEARCHED}"
        yield _draw(chance, size, number, noted_at, text, is_open=bool(is_open))


def _draw(chance: random.Random, size: Size, number: int, noted_at: datetime, text: str, *, is_open: bool) -> Item:
    age = int((NOW - noted_at).total_seconds() // 60)
    is_owed = chance.random() < 0.7
    promised = first = _day_after(chance, noted_at, 8) if chance.random() < 0.5 else None
    events: list[Event] = []
    lasted = _minutes(chance.lognormvariate(math.log(USUAL_CLOSED_DAYS), 1.2), OLDEST_CLOSED_DAYS)
    end = NOW if is_open else noted_at + timedelta(minutes=min(max(2, lasted), age - 1))
    span = int((end - noted_at).total_seconds() // 60)
    begins_owed = is_owed
    # Some quiet hours for each thing that happened.
    count = min(chance.choice(OPEN_EVENTS if is_open else EVENTS), span // (6 * 60))
    for minutes in sorted(chance.randint(1, max(1, span - 1)) for _ in range(count)):
        event = _happen(chance, noted_at + timedelta(minutes=minutes), is_owed=is_owed)
        events.append(event)
        if event.what == "toss":
            is_owed, promised = not is_owed, event.value
        elif event.value and event.what in ("promise", "tell", "nudge", "hear"):
            promised = event.value
    if is_open and promised and promised < NOW.date() and chance.random() < (0.65 if is_owed else 0.4):
        # Most people move what they can't keep; what is left is late.
        last = events[-1].at if events else noted_at
        promised = NOW.date() + timedelta(days=chance.randint(1, 30))
        events.append(Event(last + (NOW - last) * chance.random(), "promise", promised))
    if not is_open:
        spent = chance.choice(EFFORTS[6:]) if chance.random() < 0.3 else 0
        events.append(Event(end, "drop" if chance.random() < 0.08 else "done", spent))
    return Item(
        number=number,
        person=1 + int(size.people * chance.random() ** 1.7),
        text=text,
        is_owed=is_owed,
        begins_owed=begins_owed,
        since=noted_at.date() - timedelta(days=chance.randint(1, 20)) if chance.random() < 0.15 else noted_at,
        noted_at=noted_at,
        promised=promised,
        first_promised=first,
        effort_minutes=chance.choice(EFFORTS),
        channel=chance.choice(CHANNELS),
        project=PROJECTS[0] if number == 1 else chance.choice(PROJECTS) if chance.random() < 0.4 else None,
        tags=tuple(chance.sample(TAGS, chance.choice((1, 1, 2, 3)))) if chance.random() < 0.3 else (),
        note=" ".join(chance.sample(SENTENCES, chance.randint(1, 4))) if chance.random() < 0.35 else None,
        every=chance.choice(("1 week", "1 month", "2 weeks")) if chance.random() < 0.03 and first else None,
        blocked_by=(chance.randint(max(1, number - 60), number - 1),) if number > 1 and chance.random() < 0.04 else (),
        source=f"https://mail.example/{number}" if chance.random() < 0.05 else None,
        events=tuple(event._replace(at=event.at.replace(second=0, microsecond=0)) for event in events),
        closed_at=None if is_open else end,
    )


def _happen(chance: random.Random, at: datetime, *, is_owed: bool) -> Event:
    what = chance.choice(OWED_EVENTS if is_owed else WAITED_EVENTS)
    remark = chance.choice(SENTENCES) if what in ("tell", "nudge", "hear") and chance.random() < 0.5 else ""
    if what in ("promise", "snooze"):
        return Event(at, what, _day_after(chance, at, 10))
    if what == "note":
        return Event(at, what, chance.choice(SENTENCES))
    is_dated = what != "undone" and chance.random() < (0.15 if what == "tell" else 0.3)
    return Event(at, what, _day_after(chance, at, 7) if is_dated else None, remark)


def _day_after(chance: random.Random, at: datetime, usual_days: int) -> date:
    return (at + timedelta(days=1 + min(120, int(chance.expovariate(1 / usual_days))))).date()


def _minutes(days: float, most: int) -> int:
    return int(min(days, most) * 24 * 60)


class Numbers(NamedTuple):
    """Numbers of open items that are owed and that are waited for, each with its place among the open ones, from 1; and
    of the last closed ones.
    """

    owed: list[tuple[int, int]]
    waited: list[tuple[int, int]]
    closed: list[int]


@lru_cache
def numbers(size: Size) -> Numbers:
    """Which items can be asked about."""
    found = Numbers([], [], [])
    place = 0
    for item in items(size):
        if item.closed_at:
            found.closed.append(item.number)
            continue
        place += 1
        (found.owed if item.is_owed else found.waited).append((item.number, place))
    return found
