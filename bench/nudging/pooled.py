"""Several archives taken together, and how far chance alone moves what is said of them.

Archives are pooled by adding up what each policy did in all of them. Chance is told by drawing users anew, with
putting back (bootstrap): threads of one user hang together, users don't.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bench.nudging.figures import Figures, wasted_as_early, wasted_at_found
from bench.nudging.replay import Nudge

DRAWS = 400
INTERVAL = (0.05, 0.95)
"""Nine of ten draws lie between."""


class Replays(NamedTuple):
    """What fixed rules and the product recommend in one archive, by days and by setting."""

    fixed: Mapping[int, Sequence[Nudge]]
    ours: Mapping[int, Sequence[Nudge]]


Counts = dict[tuple[str, int], tuple[int, int, int]]
"""Of one user, by policy: first nudges wasted, waits found, and the days of silence until then."""


def pooled(archives: Sequence[Replays], rules: Sequence[int], draws: int = DRAWS) -> dict[str, Any]:
    """Both kinds compared over those archives in which a rule wastes anything, with the interval of each ratio."""
    telling = [one for one in archives if _wastes(one, rules)]
    users = [counts for replays in telling for counts in _by_user(replays)]
    chance = random.Random(1)  # noqa: S311 - a benchmark, not a secret
    drawn = [[chance.choice(users) for _ in users] for _ in range(draws)] if users else []
    whole, others = _compared(users, rules), [_compared(some, rules) for some in drawn]
    return {
        kind: {days: {**one, **_interval([other[kind][days]["ratio"] for other in others])} for days, one in of.items()}
        for kind, of in whole.items()
    }


def _wastes(replays: Replays, rules: Sequence[int]) -> bool:
    return any(nudge.wasted for days in rules for nudge in replays.fixed.get(days, ()))


def _by_user(replays: Replays) -> list[Counts]:
    found: dict[str, Counts] = {}
    for kind, policies in replays._asdict().items():
        for days, nudges in policies.items():
            for nudge in nudges:
                if nudge.number == 1:
                    counts = found.setdefault(nudge.ask.me, {})
                    wasted, so_far, silent = counts.get((kind, days), (0, 0, 0))
                    more = nudge.silent_days if nudge.found else 0
                    counts[kind, days] = wasted + nudge.wasted, so_far + nudge.found, silent + more
    return list(found.values())


def _compared(users: Sequence[Counts], rules: Sequence[int]) -> dict[str, dict[int, dict[str, float | None]]]:
    totals: dict[tuple[str, int], list[int]] = {}
    for counts in users:
        for key, some in counts.items():
            total = totals.setdefault(key, [0, 0, 0])
            for place, number in enumerate(some):
                total[place] += number
    fixed, ours = (
        {days: Figures(0, wasted, found, silent / found if found else 0.0, 0, 0)
         for (kind, days), (wasted, found, silent) in totals.items() if kind == wanted}
        for wanted in Replays._fields
    )  # fmt: skip
    result: dict[str, dict[int, dict[str, float | None]]] = {"as_many": {}, "as_early": {}}
    for days in rules:
        if days in fixed:
            result["as_many"][days] = _ratio(
                *(wasted_at_found(list(some.values()), fixed[days].found) for some in (fixed, ours))
            )
            result["as_early"][days] = _ratio(
                *(wasted_as_early(list(some.values()), fixed[days].days) for some in (fixed, ours))
            )
    return result


def _ratio(fixed: float | None, ours: float | None) -> dict[str, float | None]:
    ratio = ours / fixed if fixed and ours is not None else None
    return {"fixed": fixed, "followq": ours, "ratio": ratio}


def _interval(ratios: Sequence[float | None]) -> dict[str, float | None]:
    known = sorted(ratio for ratio in ratios if ratio is not None)
    if not known:
        return {"low": None, "high": None}
    low, high = (known[min(len(known) - 1, int(part * len(known)))] for part in INTERVAL)
    return {"low": low, "high": high}


def lines(name: str, result: dict[str, Any]) -> list[str]:
    """The same for reading."""
    said = [f"{name}, pooled: wasted by followq over wasted by fixed rules (90% interval over users)"]
    for kind, label in (("as_many", "as many found"), ("as_early", "found as early")):
        parts = [f"{days} days: {_said(one)}" for days, one in result[kind].items()]
        said.append(f"  {label:<16}" + "; ".join(parts))
    return said


def _said(one: dict[str, float | None]) -> str:
    if one["ratio"] is None or one["low"] is None or one["high"] is None:
        return "nothing to compare"
    return f"{one['ratio']:.2f} ({one['low']:.2f} to {one['high']:.2f})"
