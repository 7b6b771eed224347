"""The work itself: the same made-up things to follow up for every program, the same ones each time.

Knows no program; standard library only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
PEOPLE = 200
OLDEST_OPEN_DAYS = 90
OLDEST_CLOSED_DAYS = 1000
SEARCHED = "lighthouse"
SEARCHED_ITEMS = 20
"""How many of the open items hold the word that is searched for, in a queue of any size."""

FIRST_NAMES = (
    "Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hal", "Ines", "Jon",
    "Kim", "Leo", "Mia", "Ned", "Ola", "Pia", "Quin", "Rae", "Sam", "Tess",
)  # fmt: skip
LAST_NAMES = ("Archer", "Baker", "Carter", "Dyer", "Fisher", "Glover", "Mason", "Potter", "Sawyer", "Turner")
VERBS = ("Send", "Review", "Call back about", "Answer the question on", "Decide on", "Pass on", "Book", "Sign")
THINGS = (
    "the quote for the second phase", "the minutes of the steering meeting", "the travel plan", "the new terms",
    "access for the two contractors", "the test results of release 4", "the invoice of last month", "the figures",
    "the draft of the letter to the board", "the slides", "the list of open points", "the date of the workshop",
)  # fmt: skip
PROJECTS = ("spring", "autumn", "billing", "moving")


class Size(NamedTuple):
    """How many items are open, and how many were closed before."""

    open: int
    closed: int

    @property
    def label(self) -> str:
        """What the size is called in a table."""
        return f"{self.open:,}" if self.closed <= self.open else f"{self.open:,} + {self.closed:,} closed"


def usual(open_items: int) -> Size:
    """A size with a quarter as many closed items: enough for what is learned from them."""
    return Size(open_items, open_items // 4)


class Item(NamedTuple):
    """One thing between the user and person number `person`; `since` and `closed_at` are UTC."""

    number: int
    person: int
    text: str
    is_owed: bool
    since: datetime
    promised: date | None
    effort_minutes: int | None
    project: str | None
    told_at: datetime | None
    closed_at: datetime | None


def person_name(number: int) -> str:
    """Name of a person; 1 is the first."""
    last, first = divmod(number - 1, len(FIRST_NAMES))
    return f"{FIRST_NAMES[first]} {LAST_NAMES[last]}"


def items(size: Size, seed: int = 1) -> Iterator[Item]:
    """All items in the order in which they came in, numbered from 1."""
    chance = random.Random(f"{seed} {size.open} {size.closed}")  # noqa: S311 - a benchmark, not a secret
    open_minutes, closed_minutes = OLDEST_OPEN_DAYS * 24 * 60, OLDEST_CLOSED_DAYS * 24 * 60
    # Minutes ago, doubled, plus one for what is open: a million plain numbers, sorted as they are.
    ages = [2 * chance.randint(1, open_minutes) + 1 for _ in range(size.open)]
    ages += [2 * chance.randint(2, closed_minutes) for _ in range(size.closed)]
    ages.sort(reverse=True)
    every = max(1, size.open // SEARCHED_ITEMS)
    seen_open = 0
    for number, age in enumerate(ages, 1):
        minutes, is_open = divmod(age, 2)
        since = NOW - timedelta(minutes=minutes)
        text = f"{chance.choice(VERBS)} {chance.choice(THINGS)}, point {number}"
        if is_open:
            seen_open += 1
            if seen_open % every == 0 and seen_open <= every * SEARCHED_ITEMS:
                text += f", {SEARCHED}"
        closed_at = None if is_open else since + timedelta(minutes=chance.randint(1, min(minutes - 1, 30 * 24 * 60)))
        is_promised = chance.random() < 0.5
        told_at = since + (NOW - since) * chance.random() if chance.random() < 0.3 else None
        yield Item(
            number,
            chance.randint(1, PEOPLE),
            text,
            chance.random() < 0.8,
            since,
            (since + timedelta(days=chance.randint(1, OLDEST_OPEN_DAYS + 20))).date() if is_promised else None,
            chance.choice((None, None, 5, 15, 30, 60)),
            chance.choice((None, *PROJECTS)),
            told_at.replace(microsecond=0) if told_at and is_open else None,
            closed_at,
        )


@lru_cache
def owed(size: Size) -> list[tuple[int, int]]:
    """The number of each open item that is owed, and its place among all open ones, from 1."""
    still_open = (item for item in items(size) if not item.closed_at)
    return [(item.number, place) for place, item in enumerate(still_open, 1) if item.is_owed]
