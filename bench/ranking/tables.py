"""The results as text, as Markdown and as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from bench.ranking.habits import Ablation
from bench.ranking.measures import HEADLINE, METRICS, Measures, Waits, best_of, headline, regret
from bench.ranking.policies import PEERS, POLICIES


class Group(NamedTuple):
    """Scenarios that differ in their seed alone: scenario name to policy to measures, and what is known beside them.

    `waits` is what people of each weight waited under the product's order, `hindsight` the headline that a plan made
    afterwards reaches.
    """

    name: str
    measures: Mapping[str, Mapping[str, Measures]]
    waits: Mapping[str, Mapping[int, Waits]]
    hindsight: Mapping[str, float]

    def best(self, scenario: str) -> dict[str, float]:
        """The best value of each metric among the peers."""
        return best_of([self.measures[scenario][peer] for peer in PEERS])

    def headline(self, policy: str) -> float:
        """The mean over the scenarios of the policy's headline in each."""
        return fmean(self.headlines(policy))

    def headlines(self, policy: str) -> list[float]:
        """The policy's headline in each scenario."""
        return [headline(found[policy], self.best(name)) for name, found in self.measures.items()]

    def times_normal(self, weight: int) -> float | None:
        """What people of a weight waited for one thing on average, over what normal ones did; None without them."""
        days, things = (sum(column) for column in zip(*self._waits(weight), strict=True))
        normal_days, normal_things = (sum(column) for column in zip(*self._waits(1), strict=True))
        return (days / things) / (normal_days / normal_things) if things and normal_days else None

    def _waits(self, weight: int) -> list[Waits]:
        return [found.get(weight, Waits(0, 0)) for found in self.waits.values()]

    def mean(self, policy: str, metric: str) -> float:
        """The mean of a metric over the scenarios."""
        return fmean(found[policy][metric] for found in self.measures.values())

    def regret(self, policy: str, metric: str) -> float:
        """The mean over the scenarios of the policy's regret on a metric."""
        return fmean(
            regret(found[policy][metric], self.best(name)[metric], metric) for name, found in self.measures.items()
        )


def _rows(group: Group) -> list[list[str]]:
    head = ["policy", *METRICS, "headline"]
    rows = [
        [policy, *(f"{group.mean(policy, metric):.2f}" for metric in METRICS), f"{group.headline(policy):.2f}"]
        for policy in POLICIES
    ]
    regrets = [f"{group.regret('followq', metric):.2f}" if metric in HEADLINE else "" for metric in METRICS]
    reached = f"{fmean(group.hindsight.values()):.2f}"
    return [head, *rows, ["its regret", *regrets, ""], ["in hindsight", *("" for _ in METRICS), reached]]


def text(groups: Sequence[Group]) -> str:
    """A table for each group: the metrics' means, each policy's headline, and followq's regret on each metric."""
    parts = []
    for group in groups:
        rows = _rows(group)
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        count = f"{len(group.measures)} scenario{'s' if len(group.measures) > 1 else ''}"
        lines = [f"{group.name} ({count})"]
        lines += [
            "  ".join(
                cell.ljust(widths[0]) if not column else cell.rjust(widths[column]) for column, cell in enumerate(row)
            ).rstrip()
            for row in rows
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def markdown(groups: Sequence[Group]) -> str:
    """The headlines by group, then each group's metrics."""
    parts = [summary(groups)]
    for group in groups:
        head, *rows = _rows(group)
        parts.append(f"**{group.name}**\n\n{_markdown([head, *rows])}")
    return "\n\n".join(parts)


def summary(groups: Sequence[Group]) -> str:
    """Each policy's headline by group in Markdown, the product's with its standard deviation over the scenarios."""
    rows = []
    for group in groups:
        *others, own = (f"{group.headline(policy):.2f}" for policy in POLICIES)
        spread = f"{own} ± {pstdev(group.headlines('followq')):.2f}"
        rows.append([group.name, *others, spread, f"{fmean(group.hindsight.values()):.2f}"])
    return _markdown([["headline", *POLICIES, "in hindsight"], *rows])


def laws(groups: Sequence[Group]) -> str:
    """What has to hold for single people, by group, in Markdown: worst lateness, and what key people and VIPs wait."""
    rows = []
    for group in groups:
        late = [(found["followq"]["worst_late"], found["edd"]["worst_late"]) for found in group.measures.values()]
        over = sum(own > 2 * edd for own, edd in late)
        shares = [group.times_normal(weight) for weight in (2, 4)]
        rows.append(
            [
                group.name,
                f"{max(own for own, _ in late):.0f}",
                f"{max(edd for _, edd in late):.0f}",
                f"{over} of {len(late)}",
                *("" if share is None else f"{share:.2f}" for share in shares),
            ]
        )
    head = ["", "days late at worst", "edd", "years of more than twice edd's", "key people wait", "VIPs wait"]
    return _markdown([head, *rows])


def ablation(rows: Sequence[Ablation]) -> str:
    """What each term does for each figure of its study, in Markdown."""
    cells = [[row.term, row.figure, f"{row.with_term:.2f}", f"{row.without:.2f}", f"{row.gain:+.0%}"] for row in rows]
    return _markdown([["term", "figure", "with it", "without", "less by"], *cells])


def _markdown(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])


def whole(groups: Sequence[Group]) -> dict[str, Any]:
    """Everything that was measured, with the regrets and headlines that follow from it."""
    return {
        "followq_ranking_bench": 1,
        "groups": [
            {
                "name": group.name,
                "headlines": {policy: group.headline(policy) for policy in POLICIES},
                "waits_over_normal": {"key": group.times_normal(2), "vip": group.times_normal(4)},
                "scenarios": [
                    {
                        "name": name,
                        "in_hindsight": group.hindsight[name],
                        "policies": {
                            policy: {
                                **found[policy],
                                "regret": {
                                    metric: regret(found[policy][metric], group.best(name)[metric], metric)
                                    for metric in METRICS
                                },
                                "headline": headline(found[policy], group.best(name)),
                            }
                            for policy in POLICIES
                        },
                    }
                    for name, found in group.measures.items()
                ],
            }
            for group in groups
        ],
    }
