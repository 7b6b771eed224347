"""Scenarios about habits, and what each term of the score does for whom: the ablation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from statistics import fmean
from typing import NamedTuple

from bench.ranking.making import UNKNOWN, Office, make
from bench.ranking.measures import measure
from bench.ranking.policies import Followq
from bench.ranking.scenario import Habits, Scenario
from bench.ranking.year import Work, Year, live
from followq.model.priority.ranking import Weights

SEEDS = range(201, 207)
"""As with the built-in years: not those on which the balance was chosen."""


class Study(NamedTuple):
    """Scenarios, and figures that are read off their years, each smaller for a better order."""

    scenarios: tuple[Scenario, ...]
    figures: Mapping[str, Callable[[Year], float]]


def _mean_wait(wanted: Callable[[Work], bool]) -> Callable[[Year], float]:
    return lambda year: fmean([work.done_on - work.item.day for work in year.works if wanted(work)] or [0.0])


def _metric(name: str) -> Callable[[Year], float]:
    return lambda year: measure(year)[name]


def _calls(year: Year) -> float:
    return 100.0 * sum(work.calls for work in year.works) / len(year.works)


def _late_from_first(year: Year) -> float:
    promised = [work for work in year.works if work.item.promise is not None]
    return fmean(max(0.0, float(work.done_on - (work.item.promise or 0))) for work in promised)


def _years(name: str, office: Office, habits: Habits = Habits()) -> tuple[Scenario, ...]:
    return tuple(make(f"{name}-s{seed}", office, habits) for seed in SEEDS)


WAITS = {name: _metric(name) for name in ("mean_wait", "p95_wait", "max_wait")}
PLAIN = Office(0.95, UNKNOWN)
STUDIES: Mapping[str, Callable[[], Study]] = {
    "waited": lambda: Study(_years("plain", PLAIN), WAITS),
    "promise": lambda: Study(
        _years("plain", PLAIN), {name: _metric(name) for name in ("broken", "late_days", "mean_wait")}
    ),
    # People call when they have heard nothing for eight days; the user tells whoever is among the first eight and
    # has heard nothing for two.
    "dark": lambda: Study(
        _years("impatient", Office(0.95, UNKNOWN, told=0.5), Habits(patience_days=8, rows_looked_at=8)),
        {
            "calls per 100 items": _calls,
            "wait of who heard nothing": _mean_wait(lambda work: not work.item.told),
            "mean_wait": _metric("mean_wait"),
        },
    ),
    # What is disliked is hidden for four days in six of ten cases; what can't be kept is promised anew.
    "put_off": lambda: Study(
        _years("avoider", Office(1.05, UNKNOWN, disliked=0.15), Habits(0.6, snooze_days=4, moves_days=4)),
        {
            "wait of the disliked": _mean_wait(lambda work: work.item.disliked),
            "wait of the moved": _mean_wait(lambda work: work.slips > 0),
            "days late from the first promise": _late_from_first,
            "mean_wait": _metric("mean_wait"),
        },
    ),
    "owes_you": lambda: Study(
        _years("plain", PLAIN), {name: _metric(name) for name in ("own_wait", "mean_wait", "p95_wait")}
    ),
    "unblocks": lambda: Study(
        _years("chains", Office(0.95, UNKNOWN, blocked=0.3)),
        {
            "wait of the blocked": _mean_wait(lambda work: bool(work.item.blocked_by)),
            "broken": _metric("broken"),
            "mean_wait": _metric("mean_wait"),
        },
    ),
    "weight": lambda: Study(
        _years("plain", PLAIN),
        {
            "wait of key people and VIPs": _mean_wait(lambda work: work.item.weight > 1),
            "weighted_wait": _metric("weighted_wait"),
            "mean_wait": _metric("mean_wait"),
        },
    ),
}
"""What each term is for: the scenarios in which it has something to say, and the figures that should fall."""


def figures_of(study: Study, weights: Weights) -> dict[str, float]:
    """The study's figures under these weights, each the mean over its years."""
    years = [live(scenario, Followq(weights)) for scenario in study.scenarios]
    return {name: fmean(read(year) for year in years) for name, read in study.figures.items()}


class Ablation(NamedTuple):
    """One figure with a term as it is and with the term switched off."""

    term: str
    figure: str
    with_term: float
    without: float

    @property
    def gain(self) -> float:
        """By what share of its value without the term the figure falls; negative when it rises."""
        return (self.without - self.with_term) / self.without if self.without else 0.0


def ablate(term: str) -> list[Ablation]:
    """What a term does for each figure of its study."""
    study = STUDIES[term]()
    usual = figures_of(study, Weights())
    without = figures_of(study, Weights()._replace(**{term: 0.0}))
    return [Ablation(term, name, usual[name], without[name]) for name in study.figures]


def ablation(run: Callable[..., Iterable[list[Ablation]]]) -> list[Ablation]:
    """Every study's rows, in the order of the terms; `run` is `map`, or a pool's."""
    return [row for rows in run(ablate, list(STUDIES)) for row in rows]
