"""Rows 30 to 34, 36 and 37 of the faults: files that are no queue, that were cut, flipped, or left by a kill."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followq.store.queue import Queue
from tests.conftest import Call
from tests.faults.nursery import Ended, Nursery
from tests.faults.shares import LONG_SECONDS, share
from tests.faults.test_queue_file import READS, WRITES
from tests.faults.test_text import harmless, refused, untouched

POSIX = pytest.mark.skipif(os.name != "posix", reason="forks as POSIX has them")
MORE_READS: tuple[tuple[str, ...], ...] = (
    *READS,
    ("list", "--status", "all"),
    ("log", "--all"),
    ("stats",),
    ("report", "Ana"),
    ("say", "1"),
    ("search", "first"),
    ("today", "--all"),
    ("doctor",),
    ("restore", "latest", "--dry-run"),
)
FOUND, REFUSED = (0, 3, 6), 2
"""What a damaged queue may be answered with: what is there, that something is not there, or that it is damaged.

A change may be refused too, for what the other one made of it."""
NAMED = (
    "newest good backup",
    "followq restore latest",
    "of another program",
    "newer followq",
    "edit ID --every",
    "stands with what was found",
)


def items(*names: str) -> list[dict[str, Any]]:
    """Enough follow-ups for a file of many pages, all tables and every kind of page among them."""
    return [
        {
            "person": names[number % len(names)],
            "text": f"Thing {number}",
            "note": f"word{number} " * 30,
            "ball": ("mine", "theirs")[number % 2],
            "tags": [f"tag{number % 5}"],
            "promised": "2026-12-01" if number % 3 else None,
        }
        for number in range(120)
    ]


@pytest.fixture(scope="module")
def sound(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a whole queue of some size, and a backup of it."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / "in.json").write_text(json.dumps(items("Ana Lopez", "Tom Baker", "Mei Chen")))
    for argv in (
        ("add", "Ana Lopez", "First quote", "--by", "fri", "--note", "n" * 9000),
        ("import", "in.json", "--yes"),
        ("done", "3", "5-9"),
        ("told", "1", "Soon"),
    ):
        assert call(nursery, folder, *argv).code == 0
    queue = Queue(str(folder / "queue.db"))
    queue.back_up("daily")
    queue.close()
    return folder


def call(nursery: Nursery, folder: Path, *argv: str, instant: int | None = None) -> Ended:
    """One call in a process of its own, which ends if it hangs."""
    env = {"FOLLOWQ_DB": "queue.db", "FOLLOWQ_CONFIG": "config.toml", "HOME": str(folder), "TZ": "UTC"}
    env |= {"FOLLOWQ_NOW": "2026-11-23T09:00:00Z"}
    return nursery.call(folder, *argv, env=env, instant=instant)


# What was done to the file, by name: given its bytes and chance, the bytes that are left.
PAGE = 4096
DAMAGES: dict[str, Callable[[bytearray, random.Random], bytes]] = {}


def damage(how: Callable[[bytearray, random.Random], bytes]) -> Callable[[bytearray, random.Random], bytes]:
    """Enter a kind of damage."""
    DAMAGES[how.__name__.strip("_")] = how
    return how


@damage
def _one_bit(data: bytearray, chance: random.Random) -> bytes:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


@damage
def _ten_bytes(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(10):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


@damage
def _a_zeroed_sector(data: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) // 512) * 512
    data[start : start + 512] = bytes(512)
    return bytes(data)


@damage
def _a_page_of_noise(data: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) // PAGE) * PAGE
    data[start : start + PAGE] = chance.randbytes(PAGE)
    return bytes(data)


@damage
def _a_page_in_anothers_place(data: bytearray, chance: random.Random) -> bytes:
    one, other = (chance.randrange(1, len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE] = data[other : other + PAGE]
    return bytes(data)


@damage
def _a_flipped_header(data: bytearray, chance: random.Random) -> bytes:
    data[chance.randrange(100)] ^= 1 << chance.randrange(8)
    return bytes(data)


@damage
def _a_flipped_page_header(data: bytearray, chance: random.Random) -> bytes:
    data[chance.randrange(1, len(data) // PAGE) * PAGE + chance.randrange(12)] ^= 1 << chance.randrange(8)
    return bytes(data)


@damage
def _cut_anywhere(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(1, len(data))])


@damage
def _cut_by_pages(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(1, len(data) // PAGE) * PAGE])


@damage
def _cut_by_a_byte(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: -chance.randint(1, 3)])


# 30, 31, 32


def foreign_files(folder: Path) -> dict[str, bytes]:
    """Files that are no queue, by what they are."""
    other = folder / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
        connection.execute("INSERT INTO songs VALUES ('Blue')")
        connection.commit()
    try:
        return {
            "empty": b"",
            "text": b"Dear diary,\n" * 2000,
            "zeros": bytes(9000),
            "gzip": gzip.compress(b"text" * 3000),
            "another program's": other.read_bytes(),
            "a header alone": b"SQLite format 3\0",
            "of a future format": other.read_bytes()[:18] + b"\x09\x09" + other.read_bytes()[20:],
        }
    finally:
        other.unlink()


@pytest.mark.parametrize(
    ("row", "kind", "says"),
    [
        (30, "empty", "empty"),
        (31, "text", "not a followq queue"),
        (31, "zeros", "not a followq queue"),
        (31, "gzip", "not a followq queue"),
        (32, "another program's", "another program"),
        (31, "a header alone", "not a followq queue"),
        (31, "of a future format", "not a followq queue"),
    ],
    ids=str,
)
def test_row_30_31_32_a_file_that_is_no_queue_is_refused_and_left(
    row: int, kind: str, says: str, fq: Call, db: Path, tmp_path: Path
) -> None:
    fq("add", "Ana Lopez", "Quote")
    queue = Queue(str(db))
    queue.back_up("daily")
    queue.close()
    db.write_bytes(foreign_files(tmp_path)[kind])
    (tmp_path / "in.json").write_text('[{"person": "Tom", "text": "Contract"}]')
    with untouched(db):
        for argv in (*READS, *WRITES, ("import", str(tmp_path / "in.json"), "--yes")):
            answer = fq(*argv)
            refused(answer, 6, str(db), says)
            if row != 32:
                assert "with 1 follow-up, put in place by followq restore latest" in answer.err, answer.err
        assert fq("today", "--json").error["code"] == "damaged"


# 33, 34


@POSIX
@pytest.mark.timeout(LONG_SECONDS)
@pytest.mark.parametrize("kind", DAMAGES)
def test_row_33_34_a_damaged_queue_is_answered_or_refused_and_never_touched(
    kind: str, nursery: Nursery, sound: Path, tmp_path: Path
) -> None:
    whole = (sound / "queue.db").read_bytes()
    refusals = 0
    for seed in range(share(2, 60)):
        chance = random.Random(f"{kind} {seed}")
        folder = Path(shutil.copytree(sound, tmp_path / f"{seed}"))
        db = folder / "queue.db"
        data = DAMAGES[kind](bytearray(whole), chance)
        db.write_bytes(data)
        reads = MORE_READS if share(0, 1) else chance.sample(MORE_READS, 5)
        for argv in (*reads, *chance.sample(WRITES, 2)):
            ended = call(nursery, folder, *argv)
            told = (kind, seed, argv, ended)
            assert ended.code in FOUND or (ended.code == REFUSED and argv in WRITES), told
            assert "Traceback" not in ended.err, told
            assert harmless(ended.out), told
            if ended.code == 6:
                refusals += 1
                (line,) = ended.err.splitlines()
                assert "queue.db" in line, told
                assert any(words in line for words in NAMED), told
            # A number of format that was flipped to an older one is brought up to date again, as any older file is.
            if argv in reads and data[60:64] == whole[60:64]:
                assert db.read_bytes() == data, told
        shutil.rmtree(folder)
    if kind == "cut_by_pages":
        assert refusals


@pytest.mark.parametrize(
    ("sql", "argv"),
    [
        ("UPDATE changes SET fields = replace(fields, '\"since\"', '\"sence\"')", ("with", "Ana")),
        ("UPDATE changes SET fields = replace(fields, '2026-11-23T', 'last Monday')", ("stats",)),
    ],
    ids=["a field's name", "a moment"],
)
def test_row_34_what_trips_over_damage_says_damage_and_no_defect(
    sql: str, argv: tuple[str, ...], fq: Call, db: Path
) -> None:
    fq("add", "Ana", "Quote", "--by", "fri")
    fq("add", "-w", "Ana", "Signature")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(sql)
        connection.commit()
    with untouched(db):
        refused(fq(*argv), 6, str(db))


def test_row_34_a_file_that_says_it_is_read_only_is_damaged_where_rights_are_not(fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    data = bytearray(db.read_bytes())
    data[18] = 6
    db.write_bytes(data)
    with untouched(db):
        refused(fq("add", "Tom", "Contract"), 6, str(db), "the file header is damaged")
        assert fq("list").code == 0
