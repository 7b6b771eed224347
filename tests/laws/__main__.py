"""The long run: `python -m tests.laws --examples 2000`, new commands every time; or for so many `--minutes`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.laws.driver import no_waiting_for_the_disk
from tests.laws.machine import Laws

ROUND = 25
"""Examples between two looks at the clock."""


def main() -> int:
    """Run the machine until the examples or the minutes are used up, or a law breaks."""
    parser = argparse.ArgumentParser(prog="python -m tests.laws", description=__doc__)
    parser.add_argument("--examples", type=int, default=2000, help="how many queues are lived through (2000)")
    parser.add_argument("--steps", type=int, default=40, help="commands in each, at most (40)")
    parser.add_argument("--minutes", type=float, help="go on for so long instead")
    parser.add_argument("--seed", type=int, help="the same commands as another run with this seed")
    parser.add_argument("--quickly", action="store_true", help="show the first failure as it is, not its shortest form")
    given = parser.parse_args()
    start, wall = time.process_time(), time.monotonic()
    first = given.seed if given.seed is not None else int(time.time())
    seen: Counter[str] = Counter()
    done = 0
    with no_waiting_for_the_disk():
        while (time.monotonic() - wall) < given.minutes * 60 if given.minutes else done < given.examples:
            count = ROUND if given.minutes else min(ROUND, given.examples - done)
            _run(first + done, count, given.steps, seen, is_quick=given.quickly)
            done += count
            calls = sum(seen.values())
            spent = f"{time.process_time() - start:.0f} s of CPU, {(time.monotonic() - wall) / 60:.1f} minutes"
            print(f"{done} queues, {calls} calls, {spent}, seed {first}", flush=True)
    print("calls: " + ", ".join(f"{command or 'status'} {count}" for command, count in seen.most_common()))
    print("every law held")
    return 0


def _run(number: int, count: int, steps: int, seen: Counter[str], *, is_quick: bool) -> None:
    class Counted(Laws):
        def end(self) -> None:
            seen.update(call.partition(" ")[0] for call in self.user.calls)
            super().end()

    run_state_machine_as_test(
        seed(number)(Counted),
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            verbosity=Verbosity.normal,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate] if is_quick else [Phase.generate, Phase.shrink],
            report_multiple_bugs=False,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
