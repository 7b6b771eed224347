"""What followq wants to reach, as ratios within one run, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.speed.figures import figure, ratio_between
from bench.speed.programs.floors import FLOOR, PYTHON, TYPER
from bench.speed.programs.followq import NAME, WITHOUT_HISTORY
from bench.speed.programs.taskwarrior import NAME as TASKWARRIOR
from bench.speed.results import Measured, Results


class Aim(NamedTuple):
    """What a call shall cost: `bound` is the most, or the least when it `is_least`; `find` says what it does cost."""

    what: str
    unit: str
    bound: float
    find: Callable[[Measured], float | None]
    open_items: int
    is_least: bool = False
    is_history: bool = False


class Reached(NamedTuple):
    """An aim and what was found; None where the run didn't measure it."""

    aim: Aim
    value: float | None

    @property
    def is_reached(self) -> bool | None:
        """None when it wasn't measured."""
        if self.value is None:
            return None
        return self.value >= self.aim.bound if self.aim.is_least else self.value <= self.aim.bound


def _to(program: str, key: str, question: str) -> Callable[[Measured], float | None]:
    def find(measured: Measured) -> float | None:
        found = ratio_between(measured, (NAME, question), (program, key))
        return found.median if found else None

    return find


def _ahead(question: str) -> Callable[[Measured], float | None]:
    def find(measured: Measured) -> float | None:
        found = ratio_between(measured, (TASKWARRIOR, question), (NAME, question))
        return found.median if found else None

    return find


def _memory(question: str) -> Callable[[Measured], float | None]:
    def find(measured: Measured) -> float | None:
        found = figure(measured, NAME, question)
        return found.megabytes if found else None

    return find


OF_FLOOR, OF_TYPER = "x floor", "x `import typer`"
TIMES = "x as fast"
AIMS = (
    *(
        Aim("`today` on a terminal", OF_FLOOR, bound, _to(PYTHON, FLOOR, "today-terminal"), size)
        for size, bound in ((1_000, 0.85), (10_000, 1.0), (100_000, 2.0))
    ),
    Aim("`today` into a pipe", OF_FLOOR, 0.40, _to(PYTHON, FLOOR, "today-pipe"), 1_000),
    Aim("`count`", OF_FLOOR, 0.30, _to(PYTHON, FLOOR, "count"), 1_000),
    *(
        Aim("`today` into a pipe beside taskwarrior's `next`", TIMES, bound, _ahead("today-pipe"), size, is_least=True)
        for size, bound in ((2_000, 1.0), (10_000, 3.0), (100_000, 10.0))
    ),
    Aim("`add PERSON TEXT`", OF_FLOOR, 0.40, _to(PYTHON, FLOOR, "add"), 1_000),
    Aim("`done ID`", OF_FLOOR, 0.40, _to(PYTHON, FLOOR, "done"), 1_000),
    Aim("`today --limit 5`", OF_FLOOR, 1.25, _to(PYTHON, FLOOR, "today-limit"), 1_000),
    Aim("`add PERSON TEXT --by fri`", OF_FLOOR, 1.25, _to(PYTHON, FLOOR, "add-by"), 1_000),
    Aim("`--version`", OF_TYPER, 1.1, _to(PYTHON, TYPER, "version"), 1_000),
    Aim("Tab: a command", OF_TYPER, 1.1, _to(PYTHON, TYPER, "tab"), 1_000),
    Aim("Tab: an ID", OF_TYPER, 1.1, _to(PYTHON, TYPER, "tab-ids"), 1_000),
    *(
        Aim(
            f"`today` {how} after a million closed items",
            "x without them",
            1.05,
            _to(WITHOUT_HISTORY, f"today-{key}", f"today-{key}"),
            1_000,
            is_history=True,
        )
        for key, how in (("terminal", "on a terminal"), ("pipe", "into a pipe"))
    ),
    Aim("peak memory of `today` on a terminal", "MB", 40.0, _memory("today-terminal"), 10_000),
    Aim("peak memory of `today` into a pipe", "MB", 40.0, _memory("today-pipe"), 10_000),
)


def reached(results: Results) -> Iterator[Reached]:
    """Each aim with what this run found."""
    for aim in AIMS:
        values = [
            aim.find(one)
            for one in results.sizes
            if one.size.open == aim.open_items and (one.size.closed > one.size.open) == aim.is_history
        ]
        yield Reached(aim, values[0] if values else None)
