"""What is said about one archive: every policy's figures, and the two kinds compared, whole and in parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.nudging.asks import Ask
from bench.nudging.figures import Figures, figures, wasted_as_early, wasted_at_found
from bench.nudging.pooled import Replays
from bench.nudging.replay import Nudge, after, product, replay
from followq.settings import Settings

RULES = (3, 5, 7)
SWEEP = range(1, 13)
SETTINGS = sorted({*RULES, Settings().nudge_after_days})

Part = Callable[[Nudge], bool]
Least = Callable[[Sequence[Figures], float], "float | None"]


def replays(waits: Sequence[Ask], sweep: Sequence[int] = SWEEP) -> Replays:
    """Sweep fixed rules and the product's setting over one archive."""
    return Replays(
        {days: replay(waits, after(days)) for days in sweep}, {days: replay(waits, product(days)) for days in sweep}
    )


def document(waits: Sequence[Ask], swept: Replays) -> dict[str, Any]:
    """Compare fixed rules and the product in one archive, for each part too."""
    fixed, ours = swept
    return {
        "waits": len(waits),
        "answered": sum(ask.answered is not None for ask in waits),
        "parts": {name: _compared(fixed, ours, part) for name, part in _parts(waits).items()},
    }


def _parts(waits: Sequence[Ask]) -> dict[str, Part]:
    middle = waits[len(waits) // 2].asked
    busiest = [me for me, _ in Counter(ask.me for ask in waits).most_common(2)]
    return {
        "everybody": lambda nudge: True,
        "first half": lambda nudge: nudge.ask.asked < middle,
        "second half": lambda nudge: nudge.ask.asked >= middle,
        "busiest user": lambda nudge: nudge.ask.me == busiest[0],
        "second user": lambda nudge: nudge.ask.me in busiest[1:],
        "all others": lambda nudge: nudge.ask.me not in busiest,
    }


def _compared(fixed: Mapping[int, Sequence[Nudge]], ours: Mapping[int, Sequence[Nudge]], part: Part) -> dict[str, Any]:
    rules = {days: figures(filter(part, nudges)) for days, nudges in fixed.items()}
    settings = {days: figures(filter(part, nudges)) for days, nudges in ours.items()}
    return {
        "fixed": {days: one._asdict() for days, one in rules.items()},
        "followq": {days: one._asdict() for days, one in settings.items()},
        "as_many": {days: _beside(wasted_at_found, rules, settings, rules[days].found) for days in RULES},
        "as_early": {days: _beside(wasted_as_early, rules, settings, rules[days].days) for days in RULES},
    }


def _beside(
    least: Least, rules: dict[int, Figures], settings: dict[int, Figures], limit: float
) -> dict[str, float | None]:
    fixed, ours = least(list(rules.values()), limit), least(list(settings.values()), limit)
    return {
        "at": limit,
        "fixed": None if fixed is None else round(fixed, 1),
        "followq": None if ours is None else round(ours, 1),
        "ratio": round(ours / fixed, 2) if fixed and ours is not None else None,
    }


def lines(name: str, result: dict[str, Any]) -> list[str]:
    """The same for reading."""
    whole = result["parts"]["everybody"]
    head = (
        f"  {'policy':<22}{'nudges':>8}{'wasted':>8}{'found':>7}{'days':>6}{'nudges in all':>16}{'wasted in all':>15}"
    )
    said = [f"{name}: {result['waits']} waits, {result['answered']} answered", head]
    said += [_row(f"after {days} days", whole["fixed"][days]) for days in RULES]
    said += [_row(f"followq, setting {days}", whole["followq"][days]) for days in SETTINGS]
    if not any(whole["fixed"][days]["wasted"] for days in RULES):
        return [*said, "  no rule wastes anything here, as next to nothing is answered late: nothing to compare"]
    said.append(f"  {'wasted':<22}" + "".join(f"{f'as after {days}: fixed, followq':>33}" for days in RULES))
    said.append(_beside_line("as many found", whole["as_many"]))
    said += [
        _beside_line(f"found as early{'' if part == 'everybody' else ', ' + part}", compared["as_early"])
        for part, compared in result["parts"].items()
    ]
    return said


def _row(label: str, figures: dict[str, float]) -> str:
    one = Figures(**figures)  # type: ignore[arg-type]
    first = f"{one.nudges:>8}{one.wasted:>8}{one.found:>7}{one.days:>6.1f}"
    return f"  {label:<22}{first}{one.all_nudges:>16}{one.all_wasted:>15}"


def _beside_line(label: str, beside: dict[int, dict[str, float | None]]) -> str:
    return f"  {label:<30}" + "".join(f"{_said(beside[days]):>25}{'':8}" for days in RULES).rstrip()


def _said(one: dict[str, float | None]) -> str:
    figures = ["-" if one[kind] is None else f"{one[kind]:g}" for kind in ("fixed", "followq")]
    return f"{figures[0]:>6},{figures[1]:>6}{'' if one['ratio'] is None else ' x ' + format(one['ratio'], '.2f')}"
