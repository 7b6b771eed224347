"""The measuring: every call of every program once in a round, round after round, all in one run."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.speed.items import Size
from bench.speed.program import QUESTIONS, Call, Program
from bench.speed.results import Measured, Sample
from bench.speed.runner import KILLED

CALL_SECONDS = 30.0
"""What takes more processor time, or is foretold to, is left out at that size."""
SETUP_SECONDS = 120.0
"""Processor time a program may take over its data, once, before anything is timed."""
SLOW = ((5.0, 1_000), (0.5, 3))
"""A call that takes so many seconds joins every so manyth round."""
RESTORED_BYTES = 2_000_000_000
"""Larger data is not put back after each write: then `add` and `done` act on what the last ones left."""

NOTHING = Call((shutil.which("true") or "/bin/true",))
"""Takes no memory of its own to speak of."""

WRITING = {question.key for question in QUESTIONS if question.is_writing}
ON_TERMINAL = {question.key for question in QUESTIONS if question.is_terminal}


class Outcome(NamedTuple):
    """What a call came to; KILLED is its code when it took too long."""

    code: int
    seconds: float
    peak_kib: int
    wall: float
    said: bytes


class Runner:
    """The process that runs the calls; see `runner.py`."""

    def __init__(self, home: Path) -> None:
        self._env = {
            "PATH": os.defpath,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TZ": "UTC",
        }
        script = Path(__file__).with_name("runner.py")
        words = [sys.executable, "-I", "-S", str(script)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, call: Call, folder: Path, *, is_terminal: bool = False, seconds: float = CALL_SECONDS) -> Outcome:
        """Run one call in a folder."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        message = (list(call.words), {**self._env, **call.env}, str(folder), is_terminal, call.typed, float(seconds))
        marshal.dump(message, self._process.stdin)
        self._process.stdin.flush()
        return Outcome(*marshal.load(self._process.stdout))  # noqa: S302 - from our own runner

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Foretold:
    """What calls took at smaller sizes: time grows at least as the number of items does, or is taken to."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], dict[int, float]] = {}

    def note(self, program: str, what: str, items: int, seconds: float) -> None:
        """Remember; infinite when it was left out for its time."""
        self._seen.setdefault((program, what), {})[items] = seconds

    def seconds(self, program: str, what: str, items: int) -> float:
        """How long it is expected to take; 0.0 when nothing is known."""
        seen = self._seen.get((program, what), {})
        smaller = [number for number in seen if number <= items]
        return seen[max(smaller)] * items / max(smaller) if smaller else 0.0


class Standing(NamedTuple):
    """A program whose data of one size is there."""

    program: Program
    calls: Mapping[str, Call]
    ids: Mapping[str, Sequence[str]]
    work: Path
    kept: Path | None

    def words_of(self, key: str, number: int) -> Call:
        """The call of a round, with that round's item in it."""
        call = self.calls[key]
        here = {mark: ids[number % len(ids)] for mark, ids in self.ids.items() if ids}
        return call._replace(words=tuple(here.get(word, word) for word in call.words))

    def put_back(self) -> None:
        """Undo what a call wrote."""
        if self.kept is not None:
            make_same(self.kept, self.work)


def measure(
    size: Size, programs: Iterable[Program], rounds: int, runner: Runner, folder: Path, foretold: Foretold
) -> Measured:
    """Set every program up for a size, warm each call up, then go round."""
    least = runner.run(NOTHING, folder).peak_kib / 1024
    measured = Measured(size, rounds, {}, {}, round(least, 1))
    standing: list[Standing] = []
    for program in programs:
        _say(f"{size.label}: {program.name}")
        why = _set_up(standing, program, size, runner, folder / program.name, foretold)
        if why:
            measured.skipped[program.name] = {"*": why}
    turns = _warm_up(standing, measured, runner, foretold)
    for number in range(1, rounds + 1):
        _say(f"{size.label}: round {number} of {rounds}")
        for one, key, every in turns:
            sample = None
            if (number - 1) % every == 0:
                for call in one.calls[key].before:
                    runner.run(call, one.work)
                outcome = runner.run(one.words_of(key, number), one.work, is_terminal=key in ON_TERMINAL)
                sample = Sample.of(outcome.seconds, outcome.peak_kib, outcome.wall) if outcome.code == 0 else None
                if key in WRITING:
                    one.put_back()
            measured.samples[one.program.name][key].append(sample)
    return measured


def _set_up(
    standing: list[Standing], program: Program, size: Size, runner: Runner, folder: Path, foretold: Foretold
) -> str:
    # Returns why the program is left out at this size.
    items = program.items(size)
    expected = foretold.seconds(program.name, "", items)
    if expected > SETUP_SECONDS:
        foretold.note(program.name, "", items, expected)
        return f"not tried: its first call is foretold to take over {SETUP_SECONDS:.0f} s"
    work = folder / "work"
    work.mkdir(parents=True)
    program.fill(work, size)
    calls = program.calls(work, size)
    # Reading first and writing then: caches, a day's first backup and the like are made before anything is timed.
    for place, call in enumerate(program.prepare(work, size)):
        outcome = runner.run(call, work, seconds=SETUP_SECONDS)
        if place == 0:
            foretold.note(program.name, "", items, outcome.seconds)
            if outcome.code != 0:
                return _why(outcome, SETUP_SECONDS)
    ids = program.ids(work, size)
    kept = None
    if sum(path.stat().st_size for path in work.rglob("*")) <= RESTORED_BYTES:
        kept = folder / "kept"
        make_same(work, kept)
    standing.append(Standing(program, calls, ids, work, kept))
    return ""


def _warm_up(
    standing: list[Standing], measured: Measured, runner: Runner, foretold: Foretold
) -> list[tuple[Standing, str, int]]:
    # Finds out who takes part in what, and in which rounds.
    turns = []
    for one in standing:
        name, items = one.program.name, one.program.items(measured.size)
        samples, skipped = measured.samples.setdefault(name, {}), measured.skipped.setdefault(name, {})
        for key in one.calls:
            expected = foretold.seconds(name, key, items)
            if expected > CALL_SECONDS:
                foretold.note(name, key, items, expected)
                skipped[key] = f"not tried: foretold to take over {CALL_SECONDS:.0f} s"
                continue
            for call in one.calls[key].before:
                runner.run(call, one.work)
            outcome = runner.run(one.words_of(key, 0), one.work, is_terminal=key in ON_TERMINAL)
            foretold.note(name, key, items, outcome.seconds)
            if key in WRITING:
                one.put_back()
            if outcome.code != 0:
                skipped[key] = _why(outcome, CALL_SECONDS)
                continue
            samples[key] = []
            turns.append((one, key, next((every for least, every in SLOW if outcome.seconds > least), 1)))
    return turns


def _why(outcome: Outcome, seconds: float) -> str:
    if outcome.code == KILLED:
        return f"over {seconds:.0f} s: was stopped"
    last = (outcome.said.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
    return f"fails with code {outcome.code}: {last[:120]}"


def make_same(source: Path, target: Path) -> None:
    """Make a folder equal to another, copying only files whose size or time differ; times are kept."""
    target.mkdir(exist_ok=True)
    wanted = {entry.name: entry for entry in os.scandir(source)}
    for entry in os.scandir(target):
        if entry.name not in wanted:
            shutil.rmtree(entry.path) if entry.is_dir() else os.unlink(entry.path)
    for name, entry in wanted.items():
        place = target / name
        if entry.is_dir():
            make_same(Path(entry.path), place)
        elif not place.exists() or _mark(os.stat(place)) != _mark(entry.stat()):
            shutil.copy2(entry.path, place)
    shutil.copystat(source, target)


def _mark(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _say(words: str) -> None:
    print(
        f"\r\x1b[K{words}" if sys.stderr.isatty() else words,
        end="" if sys.stderr.isatty() else "\n",
        file=sys.stderr,
        flush=True,
    )
