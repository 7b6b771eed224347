"""The clearing effect: found where it was planted, not found where it wasn't, whatever people are like."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable

import pytest

from followq.model.stats.clearing_effect import (
    ENOUGH,
    MOST_SPELLS_EACH,
    Clearing,
    WaitingSpell,
    estimate_clearing_effect,
)

Owing = dict[int, list[tuple[float, float]]]
Waiting = dict[int, list[WaitingSpell]]
RUNS = 120
STEP = 0.05


def world(seed: int, effect: float, people: int = 20, spells: int = 15, *, rules: bool = True) -> tuple[Waiting, Owing]:
    """A made-up year: people answer at their own pace, `effect` times as fast while nothing is owed to them.

    Slow people are owed something most of the time, quick ones seldom, so that a comparison across people would find
    an effect that isn't there. The pace falls with the age of a wait.
    """
    chance = random.Random(seed)
    waiting: Waiting = {}
    owing: Owing = {}
    horizon = spells * 4.0
    for person in range(people):
        pace = math.exp(chance.gauss(-1, 1))
        busy = (0.7 if pace < 0.37 else 0.3) if rules else 0.5
        owing[person] = list(_debts(chance, busy, horizon))
        begins = [chance.uniform(0, horizon * 0.9) for _ in range(spells)]
        waiting[person] = [_wait(chance, began, horizon, pace, effect, owing[person]) for began in begins]
    return waiting, owing


def _debts(chance: random.Random, busy: float, horizon: float) -> Iterable[tuple[float, float]]:
    at, is_owing = 0.0, chance.random() < busy
    while at < horizon:
        length = chance.expovariate(1 / (6 * (busy if is_owing else 1 - busy)))
        if is_owing:
            yield at, at + length
        at, is_owing = at + length, not is_owing


def _wait(
    chance: random.Random, began: float, horizon: float, pace: float, effect: float, debts: list[tuple[float, float]]
) -> WaitingSpell:
    # Step by step: slow, plain, and nothing like what is tested.
    at = began
    while at < horizon:
        rate = pace / (1 + 0.3 * (at - began))
        if not any(start <= at < end for start, end in debts):
            rate *= effect
        if chance.random() < rate * STEP:
            # Somewhere in the step, so that no two ages are the same by construction.
            return WaitingSpell(began, began, at + chance.random() * STEP, is_answered=True)
        at += STEP
    return WaitingSpell(began, began, horizon, is_answered=False)


def found(effect: float, runs: int = RUNS) -> list[Clearing]:
    return [estimate_clearing_effect(*world(seed, effect, people=12, spells=12)) for seed in range(runs)]


def test_where_nothing_was_planted_false_alarms_come_at_the_stated_rate() -> None:
    results = found(1.0)
    alarms = sum(not (r.low or 0) <= 1 <= (r.high or math.inf) for r in results)
    # 5 % of 120 are 6; more than 12 would come once in a hundred such tests, were the rate as stated.
    assert alarms <= 12
    assert sum(math.log(r.ratio or 1) for r in results) / RUNS == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("effect", [2.5, 0.4])
def test_what_was_planted_is_found_and_its_size_recovered(effect: float) -> None:
    results = found(effect, 60)
    ratios = [r.ratio or 1.0 for r in results]
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    assert mean == pytest.approx(effect, rel=0.15)
    covered = sum((r.low or 0) <= effect <= (r.high or math.inf) for r in results)
    assert covered >= 52
    told = sum((r.low or 0) > 1 if effect > 1 else (r.high or math.inf) < 1 for r in results)
    assert told >= 50


def test_quick_people_who_are_owed_nothing_fake_no_effect() -> None:
    # Owed nothing and quick, or owed always and slow: nobody can be compared with themselves.
    quick = [WaitingSpell(float(n), float(n), n + 0.1, is_answered=True) for n in range(100)]
    slow = [WaitingSpell(float(n), float(n), n + 9.0, is_answered=True) for n in range(100)]
    result = estimate_clearing_effect({1: quick, 2: slow}, {2: [(0.0, 200.0)]})
    assert result == Clearing(answers=200, telling=0, needed=ENOUGH)


def test_too_little_is_said_to_be_too_little() -> None:
    waiting, owing = world(3, 3.0, people=3, spells=5)
    result = estimate_clearing_effect(waiting, owing)
    assert 0 < result.telling < ENOUGH
    assert (result.ratio, result.low, result.high) == (None, None, None)
    assert estimate_clearing_effect({}, {}) == Clearing()


def test_with_one_answer_the_figures_are_those_of_a_hand_calculation() -> None:
    # At age 1 two waits run: one while nothing is owed, which is answered, one while something is.
    free = WaitingSpell(0, 0, 1, is_answered=True)
    busy = WaitingSpell(10, 10, 12, is_answered=False)
    result = estimate_clearing_effect({1: [free, busy]}, {1: [(9.0, 20.0)]}, needed=1)
    # The likelihood r / (r + 1) has no maximum; twice its logarithm falls by 3.84 at r = 0.17158...
    assert result.ratio is None
    assert result.high is None
    assert result.low == pytest.approx(1 / (math.exp(3.841458820694124 / 2) - 1), abs=0.001)


def test_three_of_four_answers_make_a_ratio_of_three() -> None:
    # Each answer has one spell on either side at its age; three come while nothing is owed: p = 3/4, ratio 3.
    waiting = {}
    owing: Owing = {}
    for person in range(4):
        first = WaitingSpell(0, 0, 1, is_answered=True)
        second = WaitingSpell(10, 10, 12, is_answered=False)
        waiting[person] = [first, second]
        owing[person] = [(9.0, 20.0)] if person < 3 else [(-1.0, 5.0)]
    result = estimate_clearing_effect(waiting, owing, needed=4)
    assert (result.telling, result.ratio) == (4, 3.0)


def test_a_debt_cleared_in_the_very_moment_of_the_answer_was_still_a_debt() -> None:
    answered = WaitingSpell(0, 0, 5, is_answered=True)
    other = WaitingSpell(10, 10, 16, is_answered=False)
    before = estimate_clearing_effect({1: [answered, other]}, {1: [(0.0, 5.0)]}, needed=1)
    assert before.high is not None
    assert before.low is None
    after = estimate_clearing_effect({1: [answered, other]}, {1: [(0.0, 4.9), (14.0, 20.0)]}, needed=1)
    assert after.low is not None


def test_a_wait_counts_only_from_when_it_was_noted() -> None:
    # Noted at age 3: it couldn't have been seen to end at age 1, so it is no comparison for that answer.
    answered = WaitingSpell(0, 0, 1, is_answered=True)
    late = WaitingSpell(10, 13, 15, is_answered=False)
    assert estimate_clearing_effect({1: [answered, late]}, {1: [(9.0, 20.0)]}, needed=1).telling == 0
    early = late._replace(entered=10.5)
    assert estimate_clearing_effect({1: [answered, early]}, {1: [(9.0, 20.0)]}, needed=1).telling == 1


def test_debts_that_overlap_or_touch_are_one() -> None:
    answered = WaitingSpell(0, 0, 5, is_answered=True)
    other = WaitingSpell(10, 10, 16, is_answered=False)
    for debts in ([(4.0, 4.5), (1.0, 6.0)], [(1.0, 5.0), (5.0, 6.0)], [(1.0, 1.0), (2.0, 5.5)]):
        result = estimate_clearing_effect({1: [answered, other]}, {1: debts}, needed=1)
        assert (result.telling, result.low) == (1, None), debts


def test_each_debt_of_several_counts_for_its_own_time() -> None:
    # Of the same age, one wait at each time: only what is owed just then makes it a busy one.
    debts = [(40.0, 42.0), (1.0, 3.0), (20.0, 22.0), (21.0, 24.0), (30.0, 30.0)]
    answered = WaitingSpell(60, 60, 61, is_answered=True)
    for at, is_busy in [
        (0, False),
        (1, True),
        (4, False),
        (19, False),
        (22, True),
        (24, False),
        (29, False),
        (40, True),
    ]:
        other = WaitingSpell(at, at, at + 1.5, is_answered=False)
        assert estimate_clearing_effect({1: [answered, other]}, {1: debts}, needed=1).telling == is_busy, at


def test_an_answer_at_once_says_nothing_and_keeps_nothing_from_the_others() -> None:
    at_once = WaitingSpell(0, 0, 0, is_answered=True)
    left = WaitingSpell(2, 2, 9, is_answered=False)
    free, busy = WaitingSpell(1, 1, 2, is_answered=True), WaitingSpell(10, 10, 12, is_answered=False)
    result = estimate_clearing_effect({1: [at_once, left, free, busy]}, {1: [(9.0, 20.0)]}, needed=1)
    assert (result.answers, result.telling, result.needed) == (2, 1, 1)


def test_too_few_say_how_many_there_are_and_how_many_are_needed() -> None:
    free, busy = WaitingSpell(0, 0, 1, is_answered=True), WaitingSpell(10, 10, 12, is_answered=False)
    assert estimate_clearing_effect({1: [free, busy]}, {1: [(9.0, 20.0)]}, needed=2) == Clearing(
        answers=1, telling=1, needed=2
    )


def test_of_many_waits_the_latest_to_end_are_looked_at_in_whatever_order_they_began() -> None:
    recent = [WaitingSpell(n, n, 1000 + n, is_answered=True) for n in range(MOST_SPELLS_EACH)]
    old = [WaitingSpell(500 + n, 500 + n, 900, is_answered=True) for n in range(50)]
    assert estimate_clearing_effect({1: [*recent, *old]}, {}).answers == MOST_SPELLS_EACH
    dropped = [spell._replace(is_answered=False) for spell in recent]
    assert estimate_clearing_effect({1: [*dropped, *old]}, {}).answers == 0
