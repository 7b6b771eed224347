"""What becomes of damage: how much of it the doctor sees, and how much is saved.

`python -m bench.damage [--flips N]` makes a queue of 200 follow-ups with some history, flips one bit of its file at a
time, and counts the flips that changed something that can be read, those that SQLite's integrity_check finds and those
that `followq doctor` finds. Then it harms the file in larger ways and counts the follow-ups that `doctor --salvage`
brings over as they were.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bench.speed.filling import fill
from bench.speed.items import Size
from followq.errors import DamagedError
from followq.model.core.filter import Filter
from followq.store.doctor.check import examine
from followq.store.doctor.salvage import save
from followq.store.queue import Queue

NOW = "2026-11-25T09:00:00Z"
ITEMS = 200
PAGE = 4096
TABLES = ("people", "followups", "batches", "changes", "person_names", "search")
WORDS = ("send", "quote", "noted", "person")


def make(path: Path) -> None:
    """A queue in which every third follow-up was changed by a command of its own."""
    fill(path, Size(ITEMS // 2, ITEMS // 2))
    queue = Queue(str(path))
    for number in range(1, ITEMS + 1, 3):
        with queue.writing("note", NOW, "UTC") as batch:
            before = batch.followup(number)
            assert before is not None
            batch.put(before, before._replace(note=f"Noted {number}"))
    queue.close()


def readable(path: Path) -> list[Any] | None:
    """All that can be read of a file by plain SQL; None when reading fails."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = [connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES]  # noqa: S608
            match = "SELECT rowid FROM search WHERE search MATCH ?"
            return found + [connection.execute(match, (word,)).fetchall() for word in WORDS]
    except sqlite3.Error:
        return None


def is_seen_by_sqlite(path: Path) -> bool:
    """Whether integrity_check finds anything, or fails."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except sqlite3.Error:
        return True


def flip(source: Path, folder: Path, flips: int) -> None:
    """Flip single bits, and count what is harmed and what is seen."""
    data, sound, path = source.read_bytes(), readable(source), folder / "flipped.db"
    chance = random.Random(7)  # noqa: S311 - a benchmark, not a secret
    harmful = by_sqlite = by_doctor = 0
    for _ in range(flips):
        harmed = bytearray(data)
        harmed[chance.randrange(len(harmed))] ^= 1 << chance.randrange(8)
        path.write_bytes(harmed)
        path.chmod(0o600)
        if readable(path) == sound:
            continue
        harmful += 1
        by_sqlite += is_seen_by_sqlite(path)
        by_doctor += any(finding.is_damage for finding in examine(str(path), NOW).findings)
    print(f"{flips} single bits flipped, {harmful} of them change something that can be read.")
    shares = f"{by_sqlite} ({by_sqlite / harmful:.0%}), doctor {by_doctor} ({by_doctor / harmful:.0%})"
    print(f"integrity_check finds {shares}.")


def _bytes(count: int) -> Callable[[bytearray, random.Random], bytes | bytearray]:
    def harm(data: bytearray, chance: random.Random) -> bytes | bytearray:
        for _ in range(count):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        return data

    return harm


def _page(data: bytearray, chance: random.Random) -> bytes | bytearray:
    place = chance.randrange(1, len(data) // PAGE) * PAGE
    data[place : place + PAGE] = chance.randbytes(PAGE)
    return data


def _first(data: bytearray, chance: random.Random) -> bytes | bytearray:
    data[:PAGE] = chance.randbytes(PAGE)
    return data


HARMS: dict[str, Callable[[bytearray, random.Random], bytes | bytearray]] = {
    "10 bytes of nonsense": _bytes(10),
    "100 bytes of nonsense": _bytes(100),
    "a page of nonsense": _page,
    "the first page nonsense": _first,
    "the second half cut off": lambda data, _: data[: len(data) // 2],
}


def salvage(source: Path, folder: Path, times: int) -> None:
    """Harm the file in larger ways, and count what comes over."""
    queue = Queue(str(source))
    with queue.reading() as reader:
        held = {item.id: item for item in reader.select(Filter(status=None))}
    queue.close()
    print(f"\n{'harm':26}follow-ups as they were, of {len(held)} (least, mean of {times})")
    for name, harm in HARMS.items():
        counts = []
        for seed in range(times):
            path, target = folder / "harmed.db", folder / "saved.db"
            path.write_bytes(harm(bytearray(source.read_bytes()), random.Random(seed)))  # noqa: S311
            target.unlink(missing_ok=True)
            came: dict[int, Any] = {}
            with suppress(DamagedError):
                save(str(path), str(target), NOW, "UTC", lambda: os.urandom(16).hex())
                saved = Queue(str(target))
                with saved.reading() as reader:
                    came = {item.id: item for item in reader.select(Filter(status=None))}
                saved.close()
            counts.append(sum(came.get(number) == item for number, item in held.items()))
        print(f"{name:26}{min(counts)}, {sum(counts) / times:.1f}")


def main() -> None:
    """Make, harm, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=400)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "queue.db"
        make(source)
        flip(source, folder, given.flips)
        salvage(source, folder, given.times)


if __name__ == "__main__":
    main()
