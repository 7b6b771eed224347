"""Logistic regression without a library: few examples, sparse or dense, weighted, drawn towards given weights."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from typing import NamedTuple

ALL = "(all)"
"""Name of the weight that every example has; it isn't held small."""
_LOOSE = 10.0
_STEPS, _EXACT = 40, 1e-6


class Example(NamedTuple):
    """What is known of one case: its figures by name, whether it is one, how much it counts."""

    figures: Mapping[str, float]
    is_one: bool
    counts: float = 1.0


def fit(
    examples: Iterable[Example],
    strictness: float,
    rounds: int,
    *,
    prior: Mapping[str, float] | None = None,
    shape_strictness: float = 0.0,
) -> dict[str, float]:
    """Fit weights by dual coordinate ascent; the same examples give the same weights.

    `strictness` is the price of a squared weight (halved), for names in parentheses `shape_strictness` where given.
    """
    scale: dict[str, float] = {ALL: _LOOSE}
    rows: list[tuple[list[tuple[str, float]], float, float, float]] = []
    for figures, is_one, counts in examples:
        named = [(name, value) for name, value in figures.items() if value]
        for name, _ in named:
            price = shape_strictness if shape_strictness and name[0] == "(" else strictness
            scale.setdefault(name, 1 / math.sqrt(price))
        scaled = [(name, value * scale[name]) for name, value in named] + [(ALL, scale[ALL])]
        rows.append((scaled, 1.0 if is_one else -1.0, counts, sum(value * value for _, value in scaled)))
    weights = dict.fromkeys(scale, 0.0)
    for name, value in (prior or {}).items():
        if name in scale:
            weights[name] = value / scale[name]
    shares = [0.0] * len(rows)
    order = list(range(len(rows)))
    shuffle = random.Random(1).shuffle  # noqa: S311 - an order, no secret
    for _ in range(rounds):
        shuffle(order)
        for place in order:
            scaled, sign, counts, square = rows[place]
            margin = sign * sum(weights[name] * value for name, value in scaled)
            old = shares[place]
            new = _find_share(old, margin, square, counts)
            if new != old:
                change = (new - old) * sign
                shares[place] = new
                for name, value in scaled:
                    weights[name] += change * value
    return {name: value * scale[name] for name, value in weights.items()}


def _find_share(old: float, margin: float, square: float, counts: float) -> float:
    # The share at which it equals counts * sigmoid(-margin), which falls as the share rises: one crossing. Newton's
    # steps, and half the way where one would leave what is left of the interval.
    low, high, share = 0.0, counts, old or counts / 2
    for _ in range(_STEPS):
        rate = 1 / (1 + math.exp(max(-30.0, min(30.0, margin + square * (share - old)))))
        miss = share - counts * rate
        if abs(miss) < _EXACT * counts:
            break
        low, high = (low, share) if miss > 0 else (share, high)
        share -= miss / (1 + counts * square * rate * (1 - rate))
        if not low < share < high:
            share = (low + high) / 2
    return share
