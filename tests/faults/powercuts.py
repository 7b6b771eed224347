"""Power cuts at many points of every command that writes: `python -m tests.faults.powercuts --cuts 500`.

Each command runs once under `strace`. What it did is then played onto a disk up to some call, the power is cut, and
what was not synced is lost: all of it, none of it, or any part. After each cut the queue has to open and be sound, as
it was before or as it is after; and what the command had told to be done has to be done.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults.disk import WAYS, Call, Disk, can_record, record
from tests.faults.kills import SCENARIOS, PromiseBrokenError, Range, Scenario, Trial
from tests.faults.nursery import Ended, Nursery

TOLD = "after it was told"
NO_STRACE = "strace is not here, or may not watch other programs"


class Cuts:
    """One command's calls, and power cuts among them."""

    def __init__(self, range_: Range, scenario: Scenario, folder: Path) -> None:
        self._trial = Trial(range_, scenario)
        self._scenario = scenario
        self._folder = folder
        self._range = range_
        work = range_.copy(scenario.seed)
        self._begin = folder / "begin"
        shutil.rmtree(self._begin, ignore_errors=True)
        shutil.copytree(work, self._begin)
        argv = [sys.executable, "-m", "followq", *scenario.argv]
        self.code, said, self._calls = record(argv, work, range_.env, folder / "strace.log")
        if self.code != 0:
            raise PromiseBrokenError(f"{scenario.name}: {said}")
        self._work = work
        self.points = self._points_of()

    def _points_of(self) -> list[int]:
        disk = self._fresh()
        return [place + 1 for place, call in enumerate(self._calls) if disk.play(call)]

    def _fresh(self) -> Disk:
        shutil.rmtree(self._work)
        shutil.copytree(self._begin, self._work)
        return Disk(self._work)

    def cut(self, number: int, count: int, source: random.Random) -> str:
        """The `number`-th of `count` cuts, one in four of them when all is told; where it fell.

        Raises: PromiseBrokenError.
        """
        points = self.points
        is_at_end = number % 4 == 0
        place = points[-1] if is_at_end else points[int((number + source.random()) / count * len(points)) % len(points)]
        way = WAYS[0] if is_at_end else WAYS[number % 4 - 1] if number % 4 < 3 else WAYS[2]
        disk = self._fresh()
        for call in self._calls[:place]:
            disk.play(call)
        shutil.rmtree(self._work)
        self._work.mkdir()
        disk.cut_power(self._work, way(source))
        said = disk.said.decode()
        try:
            self._trial.examined(self._work, Ended(None, said, "", 0, 0.0))
        except (AssertionError, sqlite3.Error, OSError, ValueError) as err:
            last = self._calls[place - 1]
            where = f"{self._scenario.name}, after call {place} ({last.name} {_short(last)}), {way.__name__} of it kept"
            raise PromiseBrokenError(f"{where}: {err!r}; it had said {said[:200]!r}") from err
        return TOLD if said.endswith("\n") else "before"


def _short(call: Call) -> str:
    return " ".join([*call.given[:1], *(word.decode(errors="replace")[-60:] for word in call.words if len(word) < 300)])


def cut_all(
    count: int, seed: int, tell: Callable[[str], object] = lambda _: None, among: Sequence[Scenario] = SCENARIOS
) -> dict[str, Counter[str]]:
    """Give every scenario its share of `count` cuts; where they fell.

    Raises: PromiseBrokenError.
    """
    source = random.Random(seed)
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="followq-powercuts-") as folder, Nursery() as nursery:
        place = Path(folder)
        (place / "range").mkdir()
        range_ = Range(nursery, place / "range")
        for index, scenario in enumerate(among):
            share = count // len(among) + (index < count % len(among))
            cuts = Cuts(range_, scenario, place)
            found[scenario.name] = Counter(cuts.cut(number, share, source) for number in range(share))
            told = found[scenario.name][TOLD]
            tell(f"{scenario.name:30}{len(cuts.points):>8} calls{share:>8} cuts, {told} {TOLD}")
    return found


def main() -> int:
    """Cut and say what came of it; 1 when a promise was broken, 2 where it can't be tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.powercuts", description=__doc__)
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="scenarios whose names contain this")
    given = parser.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        if not can_record(Path(folder)):
            sys.stderr.write(f"{NO_STRACE}\n")
            return 2
    try:
        among = [one for one in SCENARIOS if (given.only or "") in one.name]
        found = cut_all(given.cuts, given.seed, tell, among)
    except PromiseBrokenError as err:
        sys.stderr.write(f"seed {given.seed}: {err}\n")
        return 1
    all_of_them: Counter[str] = sum(found.values(), Counter())
    tell(f"{sum(all_of_them.values())} cuts, {all_of_them[TOLD]} {TOLD}; no promise broken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
