"""One year at the desk, day by day, and what is read off it."""

from __future__ import annotations

from typing import NamedTuple

from bench.ranking.policies import Desk, Policy
from bench.ranking.scenario import Item, Scenario

HEADLINE = ("mean_wait", "p95_wait", "max_wait", "broken")
CLEAR, OWING = 1.0, 0.4
"""What a wait gains on an evening on which the user owes that person nothing, and otherwise."""

LONGEST_DAYS = 100_000


class Metrics(NamedTuple):
    """Waits in working days from arrival to done; `broken` is the share of promised items done too late."""

    mean_wait: float
    weighted_wait: float
    p95_wait: float
    max_wait: float
    broken: float
    late_days: float
    own_wait: float


def run(scenario: Scenario, policy: Policy) -> Metrics:
    """Let a policy work through a scenario.

    In the morning everything that has arrived is on the desk. The policy's first item is worked on until it is
    finished or the day is over, then the policy is asked again. After the scenario's days nothing more arrives.
    """
    desk = Desk()
    done: list[tuple[Item, int]] = []
    own_waits: list[int] = []
    arriving: dict[int, list[Item]] = {}
    for item in scenario.items:
        arriving.setdefault(item.day, []).append(item)
    starting: dict[int, list[int]] = {}
    by_id = {wait.id: wait for wait in scenario.waits}
    for wait in scenario.waits:
        starting.setdefault(wait.day, []).append(wait.id)
    gained = dict.fromkeys(by_id, 0.0)
    day = 0
    while day < scenario.days or desk.items or desk.waits:
        if day > LONGEST_DAYS:
            raise RuntimeError("the policy never finishes")
        for item in arriving.get(day, ()):
            desk.items[item.id], desk.left[item.id] = item, item.minutes
        for wait_id in starting.get(day, ()):
            desk.waits[wait_id] = by_id[wait_id]
        desk.today = day
        _work(desk, scenario.capacity_minutes[day % len(scenario.capacity_minutes)], policy, done)
        owing = {item.person for item in desk.items.values()}
        for wait_id, wait in list(desk.waits.items()):
            gained[wait_id] += OWING if wait.person in owing else CLEAR
            if gained[wait_id] >= wait.need:
                own_waits.append(day - wait.day + 1)
                del desk.waits[wait_id]
        day += 1
    return _metrics(done, own_waits)


def _work(desk: Desk, minutes: float, policy: Policy, done: list[tuple[Item, int]]) -> None:
    # No policy's order among the rest changes by finishing its first item, so one answer serves the day.
    for item_id in policy(desk) if minutes > 0 else ():
        spent = min(minutes, desk.left[item_id])
        desk.left[item_id] -= spent
        minutes -= spent
        if desk.left[item_id] <= 1e-9:
            item = desk.items.pop(item_id)
            del desk.left[item_id]
            desk.done_minutes.append(item.minutes)
            done.append((item, desk.today))
        if minutes <= 1e-9:
            return


def _metrics(done: list[tuple[Item, int]], own_waits: list[int]) -> Metrics:
    waits = sorted(day - item.day for item, day in done)
    weights = sum(item.weight for item, _ in done)
    late = [max(0, day - item.promise) for item, day in done if item.promise is not None]
    return Metrics(
        sum(waits) / len(waits),
        sum((day - item.day) * item.weight for item, day in done) / weights,
        waits[min(len(waits) - 1, int(0.95 * len(waits)))],
        waits[-1],
        sum(days > 0 for days in late) / len(late) if late else 0.0,
        sum(late) / len(late) if late else 0.0,
        sum(own_waits) / len(own_waits) if own_waits else 0.0,
    )


def regrets(results: dict[str, Metrics], peers: list[str]) -> dict[str, dict[str, float]]:
    """Each policy's value over the best peer's, by metric; `headline` is the largest of the four that count."""
    table: dict[str, dict[str, float]] = {}
    for name, metrics in results.items():
        row = {}
        for metric in Metrics._fields:
            extra = 0.01 if metric == "broken" else 0.0
            best = min(getattr(results[peer], metric) for peer in peers) + extra
            value = getattr(metrics, metric) + extra
            row[metric] = value / best if best else (1.0 if not value else float("inf"))
        row["headline"] = max(row[metric] for metric in HEADLINE)
        table[name] = row
    return table
