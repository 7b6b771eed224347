"""How long `stats` takes on a long log, and how much memory it needs.

`python -m bench.history [--entries N] [--years Y]` makes queues with a hundredth of that many log entries and with all
of them, calls `stats` in a process of its own, and prints wall and processor seconds and peak memory (on Linux).
The log is written past the one writer, whose search index would take most of the time; the tables are what the
log leads to.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import followq
from followq.model.core import verbs
from followq.model.core.calendar import Calendar, format_instant
from followq.model.core.change import Change, record_changes, record_creation, replay
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.store.queue import Queue
from followq.store.records.rows import to_column, to_json

# Linux counts a process's peak from before its program was loaded, which is its parent's; the kernel's own note of
# the program's peak doesn't.
CALL = """
import sys
from followq.cli.main import run
code = run(sys.argv[1:])
lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
sys.stderr.write(lines["VmHWM"].split()[0])
sys.exit(code)
"""
NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
PEOPLE = 200
WAYS = (
    ("told", "done"),
    ("done",),
    ("told", "told", "done"),
    ("snooze", "snooze", "told", "slip", "done"),
    ("toss", "nudge", "done"),
    ("told", "toss", "nudge", "nudge", "toss", "done"),
    ("snooze", "drop"),
    ("nudge", "done"),
)
"""What happens to one follow-up after another, again and again; four entries each on the average."""


def _step(step: str, followup: FollowUp, calendar: Calendar) -> FollowUp:
    day = calendar.add_working_days(calendar.today, 3).isoformat()
    if step == "told":
        return verbs.tell(followup, calendar)
    if step == "slip":
        return verbs.promise(followup, day, calendar)
    if step == "snooze":
        return verbs.snooze(followup, calendar, day)
    if step == "nudge":
        return verbs.nudge(followup, calendar) if followup.ball == "theirs" else verbs.tell(followup, calendar)
    if step == "toss":
        return verbs.toss(followup, calendar)
    return verbs.close(followup, calendar, "dropped" if step == "drop" else "done", spent_minutes=10)


def histories(entries: int, years: float, chance: random.Random) -> list[tuple[str, str, Change]]:
    """Changes with their time and command, in the order of time."""
    found: list[tuple[str, str, Change]] = []
    number = 0
    while len(found) < entries:
        number += 1
        at = NOW - timedelta(days=chance.random() * 365.25 * years)
        is_mine = chance.random() < 0.6
        followup = FollowUp(
            id=number,
            uid=f"f{number}",
            person_id=chance.randint(1, PEOPLE),
            text=f"Send the quote number {number}",
            ball="mine" if is_mine else "theirs",
            since=format_instant(at),
            promised=(at + timedelta(days=5)).date().isoformat() if chance.random() < 0.4 else None,
            project=chance.choice((None, "spring", "autumn")),
            created_at=format_instant(at),
        )
        followup = followup._replace(first_promised=followup.promised)
        found.append((followup.created_at, "add", record_creation(followup)))
        for step in WAYS[number % len(WAYS)]:
            at += timedelta(hours=chance.expovariate(1 / 48))
            if at >= NOW:
                break
            after = _step(step, followup, Calendar(at))
            command = {"slip": "edit"}.get(step, step)
            found += [(format_instant(at), command, change) for change in record_changes(followup, after)]
            followup = after
    # Time within one follow-up never runs back, and the sort is stable.
    found.sort(key=lambda entry: entry[0])
    return found


def fill(path: Path, entries: int, years: float = 10.0, seed: int = 1) -> None:
    """Make a queue with a log of that many entries."""
    queue = Queue(str(path))
    with queue.writing("people", format_instant(NOW - timedelta(days=366 * years)), "UTC") as batch:
        for number in range(1, PEOPLE + 1):
            batch.add(Person(id=number, uid=f"p{number}", name=f"Person {number}", created_at=format_instant(NOW)))
    queue.close()
    found = histories(entries, years, random.Random(seed))  # noqa: S311 - a benchmark, not a secret
    db = sqlite3.connect(path)
    batches = ((number, at, "UTC", command) for number, (at, command, _) in enumerate(found, 2))
    db.executemany("INSERT INTO batches (id, at, zone, command) VALUES (?, ?, ?, ?)", batches)
    db.executemany(
        "INSERT INTO changes (batch_id, subject, subject_id, action, fields) VALUES (?, ?, ?, ?, ?)",
        (
            (number, change.subject, change.id, change.action, to_json(change.fields))
            for number, (_, _, change) in enumerate(found, 2)
        ),
    )
    _, followups = replay([change for _, _, change in found])
    marks = ", ".join("?" * len(FollowUp._fields))
    db.executemany(
        f"INSERT INTO followups ({', '.join(FollowUp._fields)}) VALUES ({marks})",  # noqa: S608 - our own names
        ([to_column(value) for value in followup] for followup in followups.values()),
    )
    db.commit()
    db.close()


def measure(db: Path, *options: str) -> dict[str, float]:
    """Wall and processor seconds, and peak megabytes, of one `stats` in a process of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {"FOLLOWQ_DB": str(db), "FOLLOWQ_NOW": format_instant(NOW), "HOME": str(db.parent), "TZ": "UTC"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-c", CALL, "stats", *options, "--json"]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "processor": processor, "mb": int(done.stderr) / 1024}


def main() -> None:
    """Make queues of two lengths, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--years", type=float, default=10.0)
    options = parser.parse_args()
    compileall.compile_dir(str(Path(followq.__file__).parent), quiet=1)
    print("  entries    wall s  processor s    peak MB")
    with tempfile.TemporaryDirectory() as folder:
        for entries in (options.entries // 100, options.entries):
            db = Path(folder) / f"{entries}.db"
            make = f"import pathlib, bench.history as h; h.fill(pathlib.Path({str(db)!r}), {entries}, {options.years})"
            subprocess.run([sys.executable, "-c", make], check=True)
            for words in ((), ("--since", "2000-01-01")):
                figure = measure(db, *words)
                numbers = f"{figure['wall']:8.2f}  {figure['processor']:11.2f}  {figure['mb']:9.1f}"
                print(f"{entries:9,}  {numbers}  stats {' '.join(words)}")


if __name__ == "__main__":
    main()
