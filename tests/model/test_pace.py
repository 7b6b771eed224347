"""The user's pace: exact where it can be counted, and kept as often as it says on simulated desks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from statistics import fmean, stdev
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import Calendar
from followq.model.core.turnaround import Turnaround
from followq.model.priority.turnaround_forecast import LEAST_CASES, MOST, MOST_EACH, OTHERS, Pace, Paces, measure_pace
from tests.factories import MORE

FIRST = date(2025, 1, 1)


def day(number: int) -> str:
    """A day of the desk's time; every day is a working day."""
    return (FIRST + timedelta(days=number)).isoformat()


def morning(number: int) -> Calendar:
    """The morning of that day."""
    now = datetime.combine(FIRST + timedelta(days=number), datetime.min.time(), timezone.utc)
    return Calendar(now + timedelta(hours=8), workdays=range(7))


def spell(began: int, took: int, person: int = 1) -> Turnaround:
    """Something that took so many days."""
    return Turnaround(person, day(began), f"{day(began + took)}T17:00:00Z")


TODAY = morning(400)


BEGAN_AT = f"{day(100)}T08:00:00Z"


def took(*days: int) -> list[Turnaround]:
    """Spells that took so many days, all begun after the queue was."""
    return [spell(100 + place, length) for place, length in enumerate(days)]


def test_the_day_is_the_one_by_which_eight_of_ten_and_one_more_case_had_ended() -> None:
    # Of 15, one more included, 12 have to end by the day.
    usual = measure_pace(took(*range(1, 15)), [], TODAY, BEGAN_AT)
    assert usual.cases() == 14
    assert usual.days(0.8) == 12
    assert usual.days(0.5) == 8


def test_too_few_cases_say_nothing() -> None:
    enough = took(*[1] * LEAST_CASES)
    assert measure_pace(enough, [], TODAY, BEGAN_AT).days(0.8) == 1
    assert measure_pace(enough[:-1], [], TODAY, BEGAN_AT).days(0.8) is None
    assert measure_pace([], [day(1)], TODAY, BEGAN_AT) == Pace((), ())
    assert measure_pace([], [], TODAY, BEGAN_AT).days(0.5) is None


def test_what_waited_already_is_compared_with_what_waited_as_long() -> None:
    usual = measure_pace(took(*[1] * 30, *[10] * 20), [], TODAY, BEGAN_AT)
    assert usual.days(0.5) == 1
    assert usual.cases(2) == 20
    assert usual.days(0.5, waited=2) == 8
    assert usual.days(0.8, waited=2) == 8
    assert usual.days(0.8, waited=10) == 0
    assert usual.days(0.8, waited=11) is None
    assert usual.days(0.8, waited=1000) is None


def test_what_is_still_open_counts_as_far_as_it_got() -> None:
    quick = took(*[1] * 20)
    assert measure_pace(quick, [], TODAY, BEGAN_AT).days(0.8) == 1
    # As many of the same time that were never done: nobody knows when.
    assert measure_pace(quick, [day(200)] * 20, TODAY, BEGAN_AT).days(0.8) is None
    # What came today says nothing yet, and what lies ahead neither.
    assert measure_pace(quick, [day(400)] * 20 + [day(500)], TODAY, BEGAN_AT) == measure_pace(
        quick, [], TODAY, BEGAN_AT
    )


def test_what_began_before_the_history_looked_at_counts_from_there_on() -> None:
    quick = took(*[1] * 20)
    # Fifty days old when the history begins: of what came with it, still all was quick.
    assert measure_pace(quick, [day(50)] * 20, TODAY, BEGAN_AT).days(0.8) == 1


def test_without_history_of_their_own_somebody_is_taken_for_the_usual() -> None:
    usual = measure_pace(took(*range(1, 30)), [], TODAY, BEGAN_AT)
    assert measure_pace([], [day(1)], TODAY, BEGAN_AT, usual) is usual
    paces = Paces(took(*range(1, 30)), [], [], TODAY, BEGAN_AT)
    assert paces.of(99) == usual


def test_the_more_history_of_their_own_the_less_the_usual_counts() -> None:
    usual = measure_pace(took(*[1] * 50, *[3] * 10), [], TODAY, BEGAN_AT)
    slow = [usual.days(0.5)]
    for count in (2, 6, 12, 20):
        slow.append(measure_pace([spell(300, 9) for _ in range(count)], [], TODAY, BEGAN_AT, usual).days(0.5))
    assert slow == sorted(slow, key=lambda days: days or 0)
    assert slow[0] == slow[1] == 1
    assert slow[-1] == 9
    assert measure_pace([spell(300, 9)] * 20, [], TODAY, BEGAN_AT, usual).cases() == usual.cases()


def test_one_person_counts_for_themselves() -> None:
    everybody = took(*[1] * 40)
    own = [spell(200 + number, 8, person=2) for number in range(20)]
    paces = Paces(everybody, own, [(2, day(395)), (1, day(399))], TODAY, BEGAN_AT)
    assert paces.of(2).days(0.5) == 8
    assert paces.of(1).days(0.5) == 1
    assert OTHERS < 20


lengths = st.lists(st.integers(0, 60), min_size=LEAST_CASES, max_size=40)


@MORE
@given(lengths, st.lists(st.integers(0, 300), max_size=10), st.integers(0, 30), st.sampled_from([0.5, 0.8, 0.9]))
def test_chances_are_chances_and_surer_is_never_sooner(
    days: list[int], still_open: list[int], waited: int, share: float
) -> None:
    usual = measure_pace(took(*days), [day(number) for number in still_open], TODAY, BEGAN_AT)
    own = measure_pace(took(*days[:5]), [], TODAY, BEGAN_AT, usual)
    for one in (usual, own):
        assert all(0 <= chance < 1 for chance in one.chances)
        assert list(one.ended) == sorted(one.ended, reverse=True)
        days_needed = one.days(share, waited)
        if days_needed is not None:
            assert (one.chance(days_needed, waited) or 0) >= share - 1e-6
            assert (one.chance(days_needed - 1, waited) or 0) < share or not days_needed
        surer, less = one.days(share, waited), one.days(share - 0.3, waited)
        assert surer is None or (less is not None and less <= surer)


# On simulated desks: of the days it names, are 8 of 10 kept?


class Case(NamedTuple):
    """A promise of a simulated desk: how many days more it took, and what was forecast."""

    took: int
    forecast: int | None
    history: int
    own: int


class Desk(NamedTuple):
    """A desk: how much people differ, for how many days it has a queue, and for how many it worked before."""

    differ: float
    days: int = 90
    before: int = 0


def cases(seed: int, desk: Desk, waited: int = 0) -> Iterator[Case]:
    """Promises made on one desk, each with what was known at the time."""
    rng = random.Random(seed)
    paces = [rng.gauss(2.0, desk.differ) for _ in range(10)]
    shares = [rng.paretovariate(1.1) for _ in paces]
    items = []
    for began in range(-desk.before, desk.days):
        for _ in range(rng.choice((0, 1, 2, 2))):
            who = rng.choices(range(len(paces)), shares)[0]
            length = int(rng.lognormvariate(paces[who], 0.8))
            items.append((began, length, spell(began, length, who)))
    items.sort(key=lambda item: -item[0] - item[1])
    for began, length, one in rng.sample(items, len(items)):
        if began < 0 or length < waited:
            continue
        now, who = began + waited, one.person_id
        done = [other for start, long, other in items if 0 <= start + long < now]
        undone = [(other.person_id, other.began) for start, long, other in items if start <= now <= start + long]
        own = [other for other in done if other.person_id == who][:MOST_EACH]
        found = Paces(done[:MOST], own, undone, morning(now), f"{day(0)}T00:00:00Z").of(who)
        yield Case(length - waited, found.days(0.8, waited), len(done), len(own))


def kept(desk: Desk, wanted: Callable[[Case], bool], waited: int = 0, desks: int = 40) -> tuple[float, float]:
    """The share of forecasts that were kept, and its standard error between independent desks."""
    shares = []
    for seed in range(desks):
        said = [case for case in cases(seed, desk, waited) if case.forecast is not None and wanted(case)][:8]
        if said:
            shares.append(fmean(case.took <= (case.forecast or 0) for case in said))
    assert len(shares) >= desks / 3
    return fmean(shares), stdev(shares) / len(shares) ** 0.5


WHOLE_DAYS = 0.03
"""By how much a forecast in whole days may be too careful."""


@pytest.mark.parametrize(
    ("desk", "wanted", "waited"),
    [
        (Desk(0.6, before=40), lambda case: True, 0),
        (Desk(0.6, before=40), lambda case: case.own <= 3, 0),
        (Desk(0.6, before=40), lambda case: True, 5),
        (Desk(0.6, days=40), lambda case: True, 0),
        (Desk(0.6, days=60), lambda case: case.history <= 25, 0),
    ],
    ids=[
        "people differ",
        "people with little history",
        "after five days",
        "a young queue",
        "hardly enough history",
    ],
)
def test_the_day_is_kept_in_eight_of_ten_cases(desk: Desk, wanted: Callable[[Case], bool], waited: int) -> None:
    share, error = kept(desk, wanted, waited)
    assert 0.8 - 2 * error <= share <= 0.8 + WHOLE_DAYS + 2 * error, (share, error)
