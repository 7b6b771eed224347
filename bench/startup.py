"""How long the commonest calls take, beside their floor, interleaved in one run.

`python3 make.py bench` or `python -m bench.startup [--rounds N] [--open N] [--closed N] [--json]`. The floor is
`python -c "import typer, rich.table"`: what any program on these libraries pays before it does anything.
Ratios are medians of the per-round ratios; `floor` against itself shows what noise is.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import followq
from bench.queues import fill

FLOOR = "import typer, rich.table"
PYTHON = sys.executable
FOLLOWQ = [PYTHON, "-c", "import sys; from followq.cli.main import main; sys.argv[0] = 'followq'; main()"]
TAB = [
    PYTHON,
    "-c",
    "import os, sys; os.environ.update(_FOLLOWQ_COMPLETE='complete_zsh', _FOLLOWQ_LINE=sys.argv.pop());"
    "from followq.cli.main import main; main()",
]


def _commands(latest: Callable[[], str]) -> dict[str, Callable[[], list[str]]]:
    return {
        "floor": lambda: [PYTHON, "-c", FLOOR],
        "floor again": lambda: [PYTHON, "-c", FLOOR],
        "python -c pass": lambda: [PYTHON, "-c", "pass"],
        "import typer": lambda: [PYTHON, "-c", "import typer"],
        "--version": lambda: [*FOLLOWQ, "--version"],
        "a Tab": lambda: [*TAB, "followq to"],
        "a Tab for ids": lambda: [*TAB, "followq done "],
        "followq alone | plain": lambda: FOLLOWQ,
        "--help | plain": lambda: [*FOLLOWQ, "--help"],
        "count": lambda: [*FOLLOWQ, "count"],
        "today | plain": lambda: [*FOLLOWQ, "today"],
        "today --json": lambda: [*FOLLOWQ, "today", "--json"],
        "today --limit 5": lambda: [*FOLLOWQ, "today", "--limit", "5"],
        "waiting | plain": lambda: [*FOLLOWQ, "waiting"],
        "add PERSON TEXT": lambda: [*FOLLOWQ, "add", "Person 1", "Send the quote"],
        "add --by fri": lambda: [*FOLLOWQ, "add", "Person 1", "Send the quote", "--by", "fri"],
        "done ID": lambda: [*FOLLOWQ, "done", latest()],
        "search": lambda: [*FOLLOWQ, "search", "quote"],
    }


def measure(db: Path, rounds: int) -> dict[str, list[float]]:
    """Wall seconds of each command, by name, a value for each round; one round goes before, untimed."""
    # PYTHON* would switch bytecode off or on and spoil every figure.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {"FOLLOWQ_DB": str(db), "FOLLOWQ_NOW": "2026-11-23T09:00:00Z", "HOME": str(db.parent), "TZ": "UTC"}

    def latest() -> str:
        out = subprocess.run(
            [*FOLLOWQ, "add", "Person 2", "To be done", "--json"], env=env, check=True, capture_output=True
        ).stdout
        return str(json.loads(out)["followups"][0]["id"])

    times: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        for name, make in _commands(latest).items():
            command = make()
            begun = time.perf_counter()
            subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if number:
                times.setdefault(name, []).append(time.perf_counter() - begun)
    return times


def main() -> None:
    """Make a queue, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--open", type=int, default=1000, help="open follow-ups")
    parser.add_argument("--closed", type=int, default=1000, help="closed follow-ups")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    compileall.compile_dir(str(Path(followq.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "queue.db"
        fill(db, options.open, options.closed)
        times = measure(db, options.rounds)
    floor = times["floor"]
    figures = {
        name: {
            "ms": round(statistics.median(taken) * 1000, 1),
            "ratio": round(statistics.median(one / base for one, base in zip(taken, floor, strict=True)), 3),
        }
        for name, taken in times.items()
    }
    if options.json:
        print(json.dumps({"open": options.open, "closed": options.closed, "rounds": options.rounds, "times": figures}))
        return
    print(f"{options.open} open, {options.closed} closed, {options.rounds} rounds; floor: python -c '{FLOOR}'")
    for name, figure in figures.items():
        print(f"{figure['ms']:8.1f} ms  {figure['ratio']:6.2f} x floor  {name}")


if __name__ == "__main__":
    main()
