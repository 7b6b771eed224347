"""What followq wants to reach, as ratios within one run, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.speed.figures import figure, ratio_between
from bench.speed.items import TEN_YEARS, Size, usual
from bench.speed.program import QUESTIONS
from bench.speed.programs.floors import FLOOR, NAIVE, PYTHON, TYPER
from bench.speed.programs.followq import NAME
from bench.speed.programs.taskwarrior import NAME as TASKWARRIOR
from bench.speed.results import Measured, Results


class Aim(NamedTuple):
    """What a call shall cost: `bound` is the most, or the least when it `is_least`; `find` says what it does cost."""

    what: str
    unit: str
    bound: float
    find: Callable[[Measured], float | None]
    size: Size
    is_least: bool = False


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


def _seconds(question: str) -> Callable[[Measured], float | None]:
    def find(measured: Measured) -> float | None:
        found = figure(measured, NAME, question)
        return found.milliseconds / 1000 if found else None

    return find


def _items_a_second(question: str) -> Callable[[Measured], float | None]:
    def find(measured: Measured) -> float | None:
        found = figure(measured, NAME, question)
        return (measured.size.open + measured.size.closed) * 1000 / found.milliseconds if found else None

    return find


OF_FLOOR, OF_TYPER = "x floor", "x `import typer`"
TIMES = "x as fast"
SMALL, MIDDLE, LARGE = map(usual, (1_000, 10_000, 100_000))
DAILY = (
    "waiting", "told ID", "toss ID", "snooze ID fri", "nudge ID", "with PERSON", "why ID", "show ID", "clear", "say ID",
    "undo", "tab-ids",
)  # fmt: skip
"""What is called many times a day: a history makes none of it slower."""
TITLES = {question.key: question.title for question in QUESTIONS}


def _floors(what: str, key: str, *bounds: tuple[Size, float]) -> tuple[Aim, ...]:
    return tuple(Aim(what, OF_FLOOR, bound, _to(PYTHON, FLOOR, key), size) for size, bound in bounds)


AIMS = (
    *_floors("`today` on a terminal", "today-terminal", (SMALL, 0.7), (MIDDLE, 0.85), (LARGE, 1.8)),
    *_floors("`today` into a pipe", "today-pipe", (SMALL, 0.45), (MIDDLE, 0.6), (LARGE, 1.5)),
    *_floors("`today` into a pipe", "today-pipe", (usual(10_000, 3_333), 0.9), (usual(100_000, 33_333), 2.5)),
    *(
        Aim("`today` into a pipe beside taskwarrior's `next`", TIMES, bound, _ahead("today-pipe"), size, is_least=True)
        for size, bound in ((MIDDLE, 3.0), (LARGE, 10.0))
    ),
    *(aim for key in ("count", "add", "done") for aim in _floors(TITLES[key], key, (SMALL, 0.4), (LARGE, 0.4))),
    *(
        aim
        for key in DAILY
        for aim in _floors(
            f"{TITLES[key]} to its first card" if key == "clear" else TITLES[key],
            key,
            (SMALL, 1.0),
            (MIDDLE, 1.3),
            (TEN_YEARS, 1.2),
        )
    ),
    *(aim for key in ("people", "stats", "report") for aim in _floors(TITLES[key], key, (TEN_YEARS, 3.0))),
    *_floors("`today --limit 5`", "today-limit", (SMALL, 1.25)),
    *_floors("`add PERSON TEXT --by fri`", "add-by", (SMALL, 1.25)),
    Aim("`--version`", OF_TYPER, 1.1, _to(PYTHON, TYPER, "version"), SMALL),
    Aim("Tab: a command", OF_TYPER, 1.1, _to(PYTHON, TYPER, "tab"), SMALL),
    Aim("`doctor`", "s", 3.0, _seconds("doctor"), TEN_YEARS),
    Aim("`export`", "x `json.dumps` of the rows", 2.0, _to(NAIVE, "export", "export"), TEN_YEARS),
    Aim("`import` of that export", "items a second", 10_000, _items_a_second("import FILE"), MIDDLE, is_least=True),
    Aim("peak memory of `export`", "MB", 60.0, _memory("export"), TEN_YEARS),
    Aim("peak memory of `today` on a terminal", "MB", 40.0, _memory("today-terminal"), MIDDLE),
    Aim("peak memory of `today` into a pipe", "MB", 40.0, _memory("today-pipe"), MIDDLE),
)


def reached(results: Results) -> Iterator[Reached]:
    """Each aim with what this run found."""
    sizes = {one.size: one for one in results.sizes}
    for aim in AIMS:
        yield Reached(aim, aim.find(sizes[aim.size]) if aim.size in sizes else None)
