"""What an order gives up for what: mean wait, longest wait and broken promises of each, as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple
from unittest.mock import patch

from bench.ranking import making
from bench.ranking.measures import best_of, measure, regret
from bench.ranking.policies import PEERS, Followq
from bench.ranking.scenario import Scenario
from bench.ranking.year import live
from followq.model.priority import workload

PICTURE = Path(__file__).with_name("frontier.svg")
SEEDS = making.SEEDS[:4]
TURNS = (0.2, 0.5, 1.0, 2.0, 4.0)
"""How many times as long as with the product a thing waits at most until its turn: the nearer to first in, first out
the smaller.
"""
SHOWN = ("mean_wait", "max_wait", "broken")

PANEL, LEFT, TOP, GAP, BOTTOM = 250, 52, 84, 26, 46
MOST_ACROSS, MOST_UP = 16.0, 16.0
LEAST_RADIUS, MOST_RADIUS = 3.0, 11.0
FONT = 'font-family="system-ui, -apple-system, Segoe UI, sans-serif"'
PAPER, INK, GREY, FAINT, OTHERS, OWN = "#ffffff", "#24292f", "#6b7280", "#d8dce2", "#b45309", "#1d4ed8"
SIDES = {
    "followq": (-8.0, 4.0, "end"),
    "edd": (9.0, 8.0, "start"),
    "taskwarrior": (9.0, 0.0, "start"),
    "srpt": (0.0, -14.0, "middle"),
}
"""Where a name stands beside its point, where not below."""


class Point(NamedTuple):
    """An order's mean regrets: on the mean wait, the longest wait and broken promises."""

    name: str
    mean: float
    longest: float
    broken: float


def _measured(task: tuple[str, Scenario]) -> dict[str, float]:
    name, scenario = task
    if name in PEERS:
        return measure(live(scenario, PEERS[name]()))
    with patch.multiple(
        workload, TURN_DAYS=float(name) * workload.TURN_DAYS, TURN_SHARE=float(name) * workload.TURN_SHARE
    ):
        return measure(live(scenario, Followq()))


def points(load: float, run: Callable[..., Iterable[Any]]) -> list[Point]:
    """Every peer, then the product with things having their turn later and later, where efforts are known."""
    years = [making.make(f"office-{load}-u0.0-s{seed}", making.Office(load)) for seed in SEEDS]
    names = [*PEERS, *map(str, TURNS)]
    results = iter(list(run(_measured, [(name, year) for year in years for name in names])))
    found: dict[str, list[Mapping[str, float]]] = {name: [] for name in names}
    for _ in years:
        of_year = {name: next(results) for name in names}
        best = best_of([of_year[peer] for peer in PEERS])
        for name, measures in of_year.items():
            found[name].append({metric: regret(measures[metric], best[metric], metric) for metric in SHOWN})
    return [Point(name, *(fmean(one[metric] for one in found[name]) for metric in SHOWN)) for name in names]


def svg(panels: Mapping[float, Sequence[Point]]) -> str:
    """Draw a panel for each load: the nearer to the lower left and the smaller, the better."""
    width = LEFT + len(panels) * (PANEL + GAP)
    height = TOP + PANEL + BOTTOM
    title = "What each order gives up for what"
    parts = [
        f'<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" {FONT} font-size="12">',
        f"<title>{title}: longest wait over mean wait, both as times the best, and broken promises as size</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
        f'<text x="{LEFT}" y="26" font-size="16" font-weight="bold" fill="{INK}">{title}</text>',
        f'<text x="{LEFT}" y="44" fill="{GREY}">across: mean wait, up: longest wait, size: broken promises; each as '
        "times the best of the orders that others use</text>",
        f'<text x="{LEFT}" y="60" fill="{OWN}">followq, and the same where things have their turn after 0.2 to 4 '
        "times as long</text>",
    ]
    for place, (load, found) in enumerate(panels.items()):
        parts += _panel(load, found, LEFT + place * (PANEL + GAP))
    return "\n".join([*parts, "</svg>", ""])


def _panel(load: float, found: Sequence[Point], left: float) -> list[str]:
    bottom = TOP + PANEL
    parts = [f'<text x="{left + PANEL / 2}" y="{TOP - 8}" text-anchor="middle" fill="{INK}">load {load}</text>']
    for times in (1, 2, 4, 8, 16):
        x, y = left + _along(times, MOST_ACROSS), bottom - _along(times, MOST_UP)
        parts.append(f'<path d="M{left} {y:.1f}h{PANEL}M{x:.1f} {TOP}v{PANEL}" stroke="{FAINT}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle" fill="{GREY}">{times}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{GREY}">{times}</text>')
    own = [point for point in found if point.name not in PEERS]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in (_at(point, left) for point in own))
    parts.append(f'<path d="M{line}" fill="none" stroke="{OWN}" stroke-dasharray="3 3"/>')
    for point in found:
        is_other, (x, y) = point.name in PEERS, _at(point, left)
        colour = OTHERS if is_other else OWN
        size = min(MOST_RADIUS, LEAST_RADIUS + 2 * math.log2(max(1.0, point.broken)))
        name = point.name if is_other else "followq" if float(point.name) == 1 else ""
        solid = 0.75 if name else 0.3
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{colour}" fill-opacity="{solid}"/>')
        if name:
            along, up, anchor = SIDES.get(name, (0.0, size + 13, "middle"))
            parts.append(
                f'<text x="{x + along:.1f}" y="{y + up:.1f}" text-anchor="{anchor}" fill="{colour}">{name}</text>'
            )
    return parts


def _at(point: Point, left: float) -> tuple[float, float]:
    return left + _along(point.mean, MOST_ACROSS), TOP + PANEL - _along(point.longest, MOST_UP)


def _along(times: float, most: float) -> float:
    # A little room before 1, so that the best is no half circle on the edge.
    return 14 + (PANEL - 28) * math.log(min(most, max(1.0, times))) / math.log(most)


def write(run: Callable[..., Iterable[Any]]) -> None:
    """Draw the picture anew."""
    PICTURE.write_text(svg({load: points(load, run) for load in making.LOADS}), encoding="utf-8")
