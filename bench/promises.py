"""Are the days that followq proposes for promises kept in 8 of 10 cases? On simulated desks, by the product's own code.

`python -m bench.promises [DESKS]` simulates so many desks (60) for each load. Every day some things come in, from
forty people of whom some ask far more than others; the desk works them off in the order of `rank()`. At some
arrivals the day is asked for that would be kept in 8 of 10 cases, and compared with what happened. Loads are what
comes in over what can be worked off; above 1 the queue grows without end.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from statistics import fmean, stdev
from typing import NamedTuple

from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.core.turnaround import Turnaround
from followq.model.priority.promises import SURE
from followq.model.priority.ranking import rank
from followq.model.priority.turnaround_forecast import MOST, MOST_EACH, Paces

FIRST = date(2025, 1, 1)
DAYS = 200
CAPACITY = 90
ASKED_FROM = 10
ASKED_UNTIL = 150
ASKED_EACH = 15
PEOPLE = {number: Person(number, f"p{number}", f"Person {number}") for number in range(40)}


class Item(NamedTuple):
    """Something that came in on a day and was done on another, or never."""

    came: int
    person_id: int
    done: int | None


class Answer(NamedTuple):
    """Whether a proposed day was kept, how far off it was, and how much history with that person there was."""

    is_kept: bool
    days: int
    own: int


def day(number: int) -> str:
    """A day of the desk's time; every day is a working day."""
    return (FIRST + timedelta(days=number)).isoformat()


def morning(number: int) -> Calendar:
    """The morning of that day."""
    start = datetime.combine(FIRST, datetime.min.time(), timezone.utc)
    return Calendar(start + timedelta(days=number, hours=8), workdays=range(7))


def desk(rng: random.Random, load: float) -> list[Item]:
    """Work at one desk: efforts are lognormal around twelve minutes, half of them known."""
    mean = 12 * 2.718281828**0.5
    shares = [rng.paretovariate(1.1) for _ in PEOPLE]
    left: dict[int, float] = {}
    waiting: dict[int, FollowUp] = {}
    items: list[Item] = []
    number = 0
    for today in range(DAYS):
        for _ in range(int(rng.gammavariate(4, load * CAPACITY / mean / 4) + rng.random())):
            number += 1
            left[number] = rng.lognormvariate(2.485, 1)
            effort = max(1, round(left[number])) if rng.random() < 0.5 else None
            who = rng.choices(list(PEOPLE), shares)[0]
            waiting[number] = FollowUp(number, f"f{number}", who, "Thing", since=day(today), effort_minutes=effort)
        minutes = CAPACITY * rng.uniform(0.4, 1.6)
        for ranked in rank(waiting.values(), PEOPLE, morning(today)):
            spent = min(minutes, left[ranked.followup.id])
            minutes -= spent
            left[ranked.followup.id] -= spent
            if left[ranked.followup.id] <= 0:
                done = waiting.pop(ranked.followup.id)
                items.append(Item((date.fromisoformat(done.since) - FIRST).days, done.person_id, today))
            if minutes <= 0:
                break
    since = [(followup, (date.fromisoformat(followup.since) - FIRST).days) for followup in waiting.values()]
    return items + [Item(came, followup.person_id, None) for followup, came in since]


def answers(seed: int, load: float) -> Iterator[Answer | None]:
    """What was proposed at some arrivals, by what was known then; None where nothing was."""
    rng = random.Random(f"{seed} {load}")  # noqa: S311 - a benchmark, not a secret
    items = desk(rng, load)
    asked = [item for item in items if ASKED_FROM <= item.came < ASKED_UNTIL]
    for item in rng.sample(asked, min(ASKED_EACH, len(asked))):
        now = item.came
        ended = [(other.done, other) for other in items if other.done is not None and other.done < now]
        ended.sort(key=lambda pair: -pair[0])
        spells = [Turnaround(other.person_id, day(other.came), f"{day(done)}T17:00:00Z") for done, other in ended]
        still_open = [
            (other.person_id, day(other.came))
            for other in items
            if other.came <= now and (other.done is None or other.done >= now)
        ]
        own = [spell for spell in spells if spell.person_id == item.person_id][:MOST_EACH]
        paces = Paces(spells[:MOST], own, still_open, morning(now), f"{day(0)}T00:00:00Z")
        days = paces.of(item.person_id).days(SURE)
        is_kept = days is not None and item.done is not None and item.done <= now + days
        yield None if days is None else Answer(is_kept, days, len(own))


def main() -> None:
    """Print a line for each load."""
    desks = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    print("load  kept   +-     with 3 cases of their own or fewer   days ahead   nothing said")
    for load in (0.8, 0.95, 1.1):
        found = [list(answers(seed, load)) for seed in range(desks)]
        said = [[one for one in some if one] for some in found]
        shares = [fmean(one.is_kept for one in some) for some in said if some]
        everything = [one for some in said for one in some]
        few = [one.is_kept for one in everything if one.own <= 3]
        silent = sum(one is None for some in found for one in some)
        print(
            f"{load:<5} {fmean(shares):.3f}  {stdev(shares) / len(shares) ** 0.5:.3f}  "
            f"{fmean(few) if few else 0:.3f} of {len(few):<28} {fmean(one.days for one in everything):<12.1f} "
            f"{silent} of {len(everything) + silent}"
        )


if __name__ == "__main__":
    main()
