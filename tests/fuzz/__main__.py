"""Fuzz one or more targets for some time: `python -m tests.fuzz dates lines imports configs --minutes 10`.

Inputs are made of the saved ones and of words that matter, and kept where they reach a line of the target's code
that nothing reached before. What fails is cut down as far as it still fails, shown, and with --keep saved.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.fuzz.targets import TARGETS, Target, corpus
from tests.laws.driver import no_waiting_for_the_disk

LONGEST = 4000
"""Bytes of a made input."""
SECONDS_ALLOWED = 2.0
"""CPU time that no input of that length may take."""
TELLING = (0, 10, 32, 34, 48, 57, 92, 128, 237)
"""Bytes that mean something to somebody."""
SOURCE = Path(__file__).parents[2] / "src" / "followq"


class TooSlowError(AssertionError):
    """An input took longer than any may."""


class Watch:
    """Runs a target and sees which lines of its code were reached, and from which."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._files = {str(SOURCE / name) for name in target.code}
        self.seen: set[tuple[str, int, int]] = set()

    def run(self, data: bytes) -> bool:
        """Whether it went a way that none went before."""
        found: set[tuple[str, int, int]] = set()
        files = self._files

        def enter(frame: FrameType, event: str, _: Any) -> Any:
            name = frame.f_code.co_filename
            if name not in files:
                return None
            last = 0

            def step(frame: FrameType, event: str, _: Any) -> Any:
                nonlocal last
                if event == "line":
                    found.add((name, last, frame.f_lineno))
                    last = frame.f_lineno
                return step

            return step

        begun = time.process_time()
        sys.settrace(enter)
        try:
            self._target.run(data)
        finally:
            sys.settrace(None)
        took = time.process_time() - begun
        if took > SECONDS_ALLOWED:
            raise TooSlowError(f"took {took:.1f} s of CPU for {len(data)} bytes")
        is_new = not found <= self.seen
        self.seen |= found
        return is_new

    @property
    def lines(self) -> str:
        """How many of the target's lines were reached."""
        reached = {(name, line) for name, _, line in self.seen}
        there = {(name, line) for name in self._files for line in _lines_of(name)}
        return f"{len(reached & there)} of {len(there)} lines, {len(self.seen)} steps from line to line"


def _lines_of(path: str) -> Iterator[int]:
    # Lines within functions that hold code; what runs at import is no part of any input's way.
    module = compile(Path(path).read_text("utf-8"), path, "exec")

    def within(code: CodeType) -> Iterator[int]:
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                first = constant.co_firstlineno
                if not constant.co_name[0].isupper():
                    yield from (line for _, _, line in constant.co_lines() if line and line != first)
                yield from within(constant)

    yield from set(within(module))


def changed(data: bytes, pool: list[bytes], words: list[bytes], chance: random.Random) -> bytes:
    """One input out of another: pieces put in, taken out, doubled, moved, and bytes turned."""
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((1, 1, 2, 4, 10, 40)))
        match chance.randrange(8):
            case 0 | 1 | 2:
                data = data[:at] + chance.choice(words) + data[at:]
            case 3:
                data = data[:at] + data[to:]
            case 4:
                data = data[:at] + chance.choice(words) + data[to:]
            case 5:
                data = data[:to] + data[at:]
            case 6:
                other = chance.choice(pool)
                data = data[:at] + other[chance.randrange(len(other) + 1) :]
            case 7:
                data = data[:at] + bytes([chance.choice((*TELLING, chance.randrange(256)))]) + data[to:]
    return data[:LONGEST]


def smallest(data: bytes, watch: Watch, failure: type[BaseException]) -> bytes:
    """The input cut down as long as it fails in the same way."""
    step = max(1, len(data) // 2)
    while step:
        at = 0
        while at < len(data):
            less = data[:at] + data[at + step :]
            try:
                watch.run(less)
            except failure:
                data = less
                continue
            except Exception:
                pass
            at += step
        step //= 2
    return data


def fuzz(target: Target, seconds: float, chance: random.Random, keep: Path | None) -> int:
    """Fuzz one target; returns the number of failures."""
    watch = Watch(target)
    pool = [path.read_bytes() for path in corpus(target.name)] or [b""]
    saved, count, failures = len(pool), 0, set()
    words = [word.encode() for word in target.words]
    queue = list(pool)
    start, wall = time.process_time(), time.monotonic()
    while time.monotonic() - wall < seconds:
        data = (
            queue.pop()
            if queue
            else changed(chance.choice(pool[-200:] if chance.random() < 0.5 else pool), pool, words, chance)
        )
        count += 1
        try:
            if watch.run(data):
                pool.append(data)
        except Exception as err:
            kind = f"{type(err).__name__}: {str(err)[:60]}" if not isinstance(err, AssertionError) else _place(err)
            if kind in failures:
                continue
            failures.add(kind)
            least = smallest(data, watch, type(err))
            print(f"FAILED {target.name}: {least!r}\n  {type(err).__name__}: {str(err)[:300]}", flush=True)
            if keep:
                (keep / f"{target.name}-{len(failures)}").write_bytes(least)
    spent = time.process_time() - start
    print(
        f"{target.name}: {count} inputs in {spent:.0f} s of CPU, {len(pool) - saved} kept beside {saved} saved ones;"
        f" {watch.lines}; {len(failures)} failures",
        flush=True,
    )
    return len(failures)


def _place(err: BaseException) -> str:
    last = err.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"line {last.tb_lineno}" if last else ""


def main() -> int:
    """Fuzz what is named, or everything, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target (1)")
    parser.add_argument("--seed", type=int, default=0, help="the same inputs as another run with this seed (0)")
    parser.add_argument("--keep", type=Path, help="a folder for what failed")
    given = parser.parse_args()
    with no_waiting_for_the_disk():
        failures = [
            fuzz(TARGETS[name], given.minutes * 60, random.Random(given.seed), given.keep) for name in given.targets
        ]
    return 1 if any(failures) else 0


if __name__ == "__main__":
    sys.exit(main())
