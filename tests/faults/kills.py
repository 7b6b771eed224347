"""kill -9 at many instants of every command that writes: `python -m tests.faults.kills --kills 1000`.

A kill falls on a write to the disk (every one has its turn, and some are left half written) or on any moment of the
command. After each the file has to be sound, the queue as it was before or as it is after, nothing acknowledged
missing, nothing left lying about that matters, and the next call has to work.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from followq.store.file.migrations import migrate
from followq.store.opening import open_queue
from followq.store.records.reader import Reader
from tests.faults.nursery import LONGEST_SECONDS, Ended, Nursery
from tests.store.builders import replayed, rows, tables

OLD_FILES = Path(__file__).resolve().parents[1] / "store" / "files"
PHASES = (
    "before the first write",
    "within a write, the queue untouched",
    "within a write, the queue half changed",
    "committed, not yet told",
    "told",
    "ended before",
)
LEFT = "of these, left a half written copy"
MAY_BE_LEFT = re.compile(r"(?:[^/]+/)*\.followq-[^/]+")
"""Names of half written copies: beside what they were to become, readable by the user alone, in nobody's way until
doctor --fix takes them away."""

NO_QUEUE = b"This is no queue any more. " * 400

UID = re.compile(r"[0-9a-f]{32}")


class Scenario(NamedTuple):
    """A command that writes, and the folder it is called in.

    With `is_repeatable` calling it again after the kill has to lead to where it leads without one.
    """

    name: str
    argv: tuple[str, ...]
    seed: str = "queue"
    is_repeatable: bool = False


SCENARIOS = (
    Scenario("first run", ("add", "Ana Lopez", "Send the quote"), "nothing"),
    Scenario("add", ("add", "Ana Lopez", "Send the quote")),
    Scenario("add, with a new person", ("add", "-w", "Eve Moss", "Send the plan", "--by", "fri", "--note", "n" * 9000)),
    Scenario("done", ("done", "1", "2", "--spent", "30m")),
    Scenario("done, coming again", ("done", "3", "--untold")),
    Scenario("told", ("told", "1", "It is on its way", "--by", "next fri")),
    Scenario("toss", ("toss", "1", "Sign the quote", "--by", "fri")),
    Scenario("hand", ("hand", "1", "Tom Baker", "Draft it")),
    Scenario("edit", ("edit", "1", "--text", "Send two quotes", "--project", "Fair", "--tag", "money")),
    Scenario("undo", ("undo",)),
    Scenario("redo", ("redo",), "undone"),
    Scenario("person edit", ("person", "edit", "Ana Lopez", "--name", "Ana Moreno", "--email", "ana@example.com")),
    Scenario("person merge", ("person", "merge", "Mei Chen", "Ana Lopez")),
    Scenario("person forget", ("person", "forget", "Ana Lopez", "--yes"), is_repeatable=True),
    Scenario("import, into a queue", ("import", "new.json", "--yes"), is_repeatable=True),
    Scenario("import, a whole queue", ("import", "whole.json", "--yes"), "nothing", is_repeatable=True),
    Scenario("migrate, by reading", ("list",), "old"),
    Scenario("migrate, by writing", ("add", "Ana Lopez", "One more"), "old"),
    Scenario("report", ("report", "Ana", "--format", "html", "--output", "new.html")),
    Scenario("report, over an old one", ("report", "Ana", "--format", "md", "--output", "old.md", "--force")),
    Scenario("report, sent", ("report", "Ana", "--format", "md", "--output", "new.md", "--sent")),
    Scenario("export", ("export", "--output", "old.md", "--force"), is_repeatable=True),
    Scenario("config", ("config", "limit", "5"), is_repeatable=True),
    Scenario("templates", ("say", "--customize", "es"), is_repeatable=True),
    Scenario("backup", ("backup",)),
    Scenario("backup, into a file", ("backup", "copy.db", "--force")),
    Scenario("restore", ("restore", "latest", "--yes"), "changed"),
    Scenario("restore, over a damaged one", ("restore", "1", "--yes"), "damaged", is_repeatable=True),
    Scenario("doctor, mending", ("doctor", "--fix"), "out of step", is_repeatable=True),
)


class State(NamedTuple):
    """Everything that must not be half done: each row of the queue, and each file beside it."""

    queue: tuple[str, ...] | None
    files: dict[str, bytes]


class Killed(NamedTuple):
    """One kill: where it fell, and what lies about after it."""

    phase: str
    leftovers: tuple[str, ...]


class PromiseBrokenError(AssertionError):
    """A promise that a kill broke."""


class Range:
    """The folders in which calls are killed, and what they held before and after a call that was not."""

    def __init__(self, nursery: Nursery, folder: Path) -> None:
        self._nursery = nursery
        self._folder = folder
        self.env = {
            "FOLLOWQ_DB": "queue.db",
            "FOLLOWQ_CONFIG": "config.toml",
            "TZ": "UTC",
            "HOME": str(folder / "home"),
        }
        # The day before, so that each command that writes makes the day's backup first.
        self.env |= {"FOLLOWQ_NOW": "2026-11-20T09:00:00Z"}
        self._make_seeds()
        self.env |= {"FOLLOWQ_NOW": "2026-11-23T09:00:00Z"}

    def call(self, folder: Path, *argv: str, **how: float | None) -> Ended:
        """One call in a folder."""
        return self._nursery.call(folder, *argv, env=self.env, **how)  # type: ignore[arg-type]

    def done(self, folder: Path, *argv: str) -> Ended:
        """One call that has to go well."""
        ended = self.call(folder, *argv)
        if ended.code != 0:
            raise PromiseBrokenError(f"{' '.join(argv)}: {ended}")
        return ended

    def copy(self, seed: str) -> Path:
        """A fresh folder, as the seed is."""
        work = self._folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        return Path(shutil.copytree(self._folder / seed, work))

    def kill_process(self, folder: Path, argv: Iterable[str], after: float) -> Ended:
        """Kill a call that is a process from its very start, as a user's is."""
        command = [sys.executable, "-m", "followq", *argv]
        environment = {**os.environ, **self.env}
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=folder, env=environment,
        ) as process:  # fmt: skip
            with suppress(subprocess.TimeoutExpired):
                process.wait(after)
            process.kill()
            out, err = process.communicate(timeout=LONGEST_SECONDS)
            return Ended(None if process.returncode < 0 else process.returncode, out, err, 0, after)

    def _make_seeds(self) -> None:
        queue = self._folder / "queue"
        queue.mkdir()
        people = ("Ana Lopez", "Tom Baker", "Mei Chen", "Zoë Çelik")
        items = [
            {"person": people[n % 4], "text": f"Thing {n}", "note": "words " * 40, "ball": ("mine", "theirs")[n % 2]}
            for n in range(40)
        ]
        (queue / "begin.json").write_text(json.dumps(items))
        for argv in (
            ("add", "Ana Lopez", "First", "--by", "fri", "--effort", "30m"),
            ("add", "Tom Baker", "Second", "--project", "Fair"),
            ("add", "Mei Chen", "Third", "--every", "1 month"),
            ("import", "begin.json", "--yes"),
            ("told", "1", "Soon", "--by", "next mon"),
            ("nudge", "5", "Called", "--yes"),
            ("done", "4", "6"),
            ("export", "--output", "whole.json"),
        ):
            self.done(queue, *argv)
        shutil.rmtree(queue / "queue.db.backups", ignore_errors=True)
        (queue / "old.md").write_text("An old report.\n")
        (queue / "config.toml").write_text("# mine\nlimit = 7\n")
        new = [{"person": f"Person {n % 7}", "text": f"New {n}", "note": "more " * 50} for n in range(60)]
        (queue / "new.json").write_text(json.dumps([*new, *items[:3]]))
        for seed in ("undone", "nothing", "old", "changed", "out of step"):
            shutil.copytree(queue, self._folder / seed)
        self.done(self._folder / "undone", "undo")
        changed = self._folder / "changed"
        self.done(changed, "backup")
        self.done(changed, "done", "1")
        shutil.copytree(changed, self._folder / "damaged")
        (self._folder / "damaged" / "queue.db").write_bytes(NO_QUEUE)
        with closing(sqlite3.connect(self._folder / "out of step" / "queue.db")) as connection, connection:
            connection.execute("DELETE FROM person_names WHERE person_id = 1")
            connection.execute("DELETE FROM search WHERE rowid < 9")
        (self._folder / "nothing" / "queue.db").unlink()
        (self._folder / "old" / "queue.db").write_bytes(gzip.decompress((OLD_FILES / "version-1.db.gz").read_bytes()))


class Trial:
    """One scenario: what it leads to, and kills of it."""

    def __init__(self, range_: Range, scenario: Scenario) -> None:
        self._range = range_
        self.scenario = scenario
        self._between = self._halfway(range_.copy(scenario.seed))
        folder = range_.copy(scenario.seed)
        self._before = state_of(folder)
        ended = range_.call(folder, *scenario.argv)
        if ended.code != 0:
            raise PromiseBrokenError(f"{scenario.name}: {ended}")
        self._after = state_of(folder)
        if self._after == self._before:
            raise PromiseBrokenError(f"{scenario.name}: changed nothing")
        self.instants, self.seconds = ended.instants, ended.seconds

    def _halfway(self, folder: Path) -> tuple[str, ...] | None:
        # A queue that is made, or brought up to date, is whole before the command does its own part.
        if self.scenario.seed == "nothing":
            open_queue(str(folder / "queue.db"), is_needed=True).close()
        if self.scenario.seed != "damaged":
            self._range.done(folder, "list")
        return state_of(folder).queue

    def kill(self, number: int, count: int, chance: random.Random) -> Killed:
        """The `number`-th of `count` kills: two of three at a write, one of three by the clock.

        Raises: PromiseBrokenError.
        """
        folder = self._range.copy(self.scenario.seed)
        argv = self.scenario.argv
        if number % 12 == 11:
            how = f"as a process after {(after := chance.uniform(0.05, 0.3 + self.seconds)):.3f} s"
            ended = self._range.kill_process(folder, argv, after)
        elif number % 3 == 2 or not self.instants:
            how = f"after {(after := chance.uniform(0, self.seconds * 1.1)):.4f} s"
            ended = self._range.call(folder, *argv, after=after)
        else:
            instant = int((number + chance.random()) / count * self.instants) % self.instants
            is_torn = chance.random() < 0.3
            how = f"at write {instant} of {self.instants}{', half written' if is_torn else ''}"
            ended = self._range.call(folder, *argv, instant=instant, is_torn=is_torn)
        try:
            return self.examined(folder, ended)
        except (AssertionError, sqlite3.Error, OSError, ValueError) as err:
            raise PromiseBrokenError(
                f"{self.scenario.name}, killed {how}: {err!r}; it had said {ended.out[:300]!r}"
            ) from err

    def examined(self, folder: Path, ended: Ended) -> Killed:
        """What a call that was cut off left behind, found as it was before or as it would be, and going on.

        Raises: AssertionError, sqlite3.Error, OSError, ValueError.
        """
        journal = folder / "queue.db-journal"
        # SQLite writes the first bytes of a journal last: from then on the file itself may be changed.
        is_hot = journal.exists() and journal.read_bytes()[:1] not in (b"", b"\0")
        is_within = journal.exists()
        half = [name for name in names_of(folder) if MAY_BE_LEFT.fullmatch(name)]
        self._next_start(folder)
        state = state_of(folder)
        before, after = self._before, self._after
        allowed = (before.queue, self._between, after.queue)
        assert state.queue in allowed, difference(state.queue, allowed)
        for name in state.files.keys() | before.files.keys() | after.files.keys():
            found = state.files.get(name)
            assert found in (before.files.get(name), after.files.get(name)), f"{name} is half written"
        is_told = ended.out.endswith("\n")
        if is_told:
            assert state == after, "what was acknowledged is lost"
        if self.scenario.name.startswith("restore") and state.queue == after.queue:
            kept = [contents_of(file) for file in folder.glob("queue.db.b*-*Z")]
            assert before.queue in kept, "the queue that was there before is gone"
        leftovers = tuple(name for name in names_of(folder) if MAY_BE_LEFT.fullmatch(name))
        assert all((folder / name).stat().st_mode & 0o077 == 0 for name in leftovers), "a leftover others can read"
        self._goes_on(folder)
        if ended.code is not None:
            return Killed(PHASES[5], leftovers)
        if is_told:
            return Killed(PHASES[4], leftovers)
        if is_hot:
            return Killed(PHASES[2], leftovers)
        if state == after:
            return Killed(PHASES[3], leftovers)
        return Killed(PHASES[1 if is_within or half or state != before else 0], leftovers)

    def _next_start(self, folder: Path) -> None:
        found = self._range.call(folder, "list", "--status", "all", "--json")
        if found.code == 0:
            assert json.loads(found.out)["kind"] == "list"
        else:
            assert (self.scenario.seed, found.code) == ("damaged", 6), found

    def _goes_on(self, folder: Path) -> None:
        if self.scenario.is_repeatable:
            ended = self._range.call(folder, *self.scenario.argv)
            forced = [] if ended.code == 0 or self.scenario.name == "person forget" else [ended]
            assert not forced, forced
            assert without_log(state_of(folder).queue) == without_log(self._after.queue), "repeated, it leads elsewhere"
            if self.scenario.name == "person forget":
                assert b"Ana Lopez" not in (folder / "queue.db").read_bytes(), "repeated, it leaves old text"
        self._range.done(folder, "add", "Zoë Çelik", "After all that")
        assert not (folder / "queue.db-journal").exists(), "the next write leaves the journal"
        state_of(folder)


def names_of(folder: Path) -> list[str]:
    """Every file in a folder and its folders."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def state_of(folder: Path) -> State:
    """What a folder holds, found sound: the queue's rows, and the files that a user would look at."""
    path = folder / "queue.db"
    files = {
        name: (folder / name).read_bytes()
        for name in names_of(folder)
        if not name.startswith("queue.db") and not name.endswith(".db") and not MAY_BE_LEFT.fullmatch(name)
    }
    for copy in (*folder.glob("queue.db.backups/*.db"), *folder.glob("copy.db")):
        contents_of(copy)
        files[copy.parent.name if copy.parent != folder else copy.name] = b"there, and sound"
    return State(contents_of(path) if path.exists() else None, files)


def contents_of(path: Path) -> tuple[str, ...]:
    """Every row of a queue's file, uids counted off; the file is sound and its log leads to its tables."""
    if path.read_bytes() == NO_QUEUE:
        return ("no queue",)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None)) as connection:
        for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            found = rows(connection, f"PRAGMA {pragma}")
            assert found == sound, (path.name, found)
        with closing(_up_to_date(connection)) as current:
            reader = Reader(current)
            assert replayed(reader) == tables(reader), f"{path.name}: the log leads elsewhere than the tables"
        lines = list(_lines(connection))
    counted: dict[str, str] = {}
    return tuple(UID.sub(lambda uid: counted.setdefault(uid[0], f"uid {len(counted)}"), line) for line in lines)


def _up_to_date(connection: sqlite3.Connection) -> sqlite3.Connection:
    # A backup from before an update is read as the update would make it; the file stays as it is.
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    migrate(copy)
    return copy


def _lines(connection: sqlite3.Connection) -> Iterator[str]:
    yield f"user_version {rows(connection, 'PRAGMA user_version')}"
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%' AND name NOT LIKE '\\_%'"
    for (table,) in [*rows(connection, f"{sql} ESCAPE '\\' ORDER BY name")]:
        for row in rows(connection, f"SELECT {'rowid, * ' if table == 'search' else '*'} FROM {table} ORDER BY 1, 2"):
            yield f"{table} {row}"


def without_log(queue: tuple[str, ...] | None) -> list[str]:
    """The rows that are not the log's, nor count it."""
    logs = ("batches ", "changes ", "sqlite_sequence ")
    return sorted(UID.sub("", line) for line in queue or () if not line.startswith(logs))


def difference(found: Iterable[str] | None, allowed: Iterable[Iterable[str] | None]) -> str:
    """In words, what is neither as it was nor as it would be."""
    known = {line for lines in allowed for line in lines or ()}
    odd = [line for line in found or () if line not in known][:3]
    return f"the queue is half changed; rows of neither side: {odd}"


def killed(count: int, seed: int, tell: Callable[[str], object] = lambda _: None) -> dict[str, Counter[str]]:
    """Kill every scenario its share of `count` times; how many kills fell into which phase.

    Raises: PromiseBrokenError.
    """
    chance = random.Random(seed)
    shares = [count // len(SCENARIOS) + (place < count % len(SCENARIOS)) for place in range(len(SCENARIOS))]
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="followq-kills-") as folder, Nursery() as nursery:
        range_ = Range(nursery, Path(folder))
        for scenario, number in zip(SCENARIOS, shares, strict=True):
            trial = Trial(range_, scenario)
            deaths = [trial.kill(place, number, chance) for place in range(number)]
            found[scenario.name] = Counter(death.phase for death in deaths)
            found[scenario.name][LEFT] = sum(bool(death.leftovers) for death in deaths)
            tell(f"{scenario.name:26}{trial.instants:>7}{_counts(found[scenario.name])}")
    return found


def _counts(found: Counter[str]) -> str:
    return "".join(f"{found[phase]:>10}" for phase in (*PHASES, LEFT))


def main() -> int:
    """Kill and say what came of it; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    tell("".join(f"{number}: {phase}\n" for number, phase in enumerate((*PHASES, LEFT), 1)))
    tell(f"{'':26}{'writes':>7}" + "".join(f"{number:>10}" for number in range(1, len(PHASES) + 2)))
    try:
        found = killed(given.kills, given.seed, tell)
    except PromiseBrokenError as err:
        sys.stderr.write(f"seed {given.seed}: {err}\n")
        return 1
    all_of_them: Counter[str] = sum(found.values(), Counter())
    tell(f"{'all':33}{_counts(all_of_them)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
