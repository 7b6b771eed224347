"""Rows 38 and 39 of the faults at the command line: many writers at once, first runs of all kinds, updates at once."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from followq.store.opening import open_queue
from followq.store.records.reader import Reader
from tests.conftest import Call
from tests.faults.kills import OLD_FILES, contents_of
from tests.faults.shares import LONG_SECONDS, share
from tests.faults.test_queue_file import ended, start
from tests.store.builders import rows

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 8


def at_once(*steps: str) -> list[list[tuple[int, str, str]]]:
    """Let eight programs carry out their steps; what each call of each answered: exit code, output, errors."""
    command = [sys.executable, "-m", "tests.faults.busy_writer", *steps]
    processes = [
        subprocess.Popen(
            [*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ},
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=LONG_SECONDS)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * WRITERS
    return [[tuple(json.loads(line)) for line in answer.splitlines()] for answer in answers]


@pytest.mark.timeout(LONG_SECONDS)
def test_row_38_eight_writers_lose_nothing_and_wait_for_each_other(db: Path) -> None:
    times = share(4, 250)
    answers = at_once("add", str(times))
    assert [len(own) for own in answers] == [times] * WRITERS
    said = [call for own in answers for call in own]
    assert {(code, err) for code, _, err in said} == {(0, "")}, said[:3]
    numbers = sorted(int(out.split()[0]) for _, out, _ in said)
    assert numbers == list(range(1, WRITERS * times + 1))
    contents_of(db)
    with closing(open_queue(str(db), is_needed=False)) as connection:
        assert len(Reader(connection).open_followups()) == WRITERS * times
        assert rows(connection, "SELECT count(*) FROM batches") == [(WRITERS * times,)]


@pytest.mark.timeout(LONG_SECONDS)
def test_row_38_adds_dones_and_undos_at_once_are_each_whole(db: Path) -> None:
    answers = at_once("mixed", str(share(6, 250)))
    said = [call for own in answers for call in own]
    # What one closes another may have taken back; nobody is told of locks, and nothing is half done.
    assert {code for code, _, _ in said} <= {0, 2, 3}, said
    assert not [err for _, _, err in said if "locked" in err or "writing to the queue" in err or "defect" in err]
    contents_of(db)
    with closing(open_queue(str(db), is_needed=False)) as connection:
        added = sum(" added: " in out for _, out, _ in said)
        assert rows(connection, "SELECT count(*) FROM batches WHERE command = 'add'") == [(added,)]
        # A told that finds it told already leaves no trace.
        ((batches,),) = rows(connection, "SELECT count(*) FROM batches")
        assert added < batches <= sum(code == 0 for code, _, _ in said)


def test_row_39_first_runs_of_all_kinds_at_once_make_one_queue(fq: Call, db: Path, tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text('[{"person": "Mei", "text": "Prices"}]')
    kinds = (
        ("add", "Ana Lopez", "Quote"),
        ("today",),
        ("import", "in.json", "--yes"),
        ("person", "add", "Tom Baker"),
        ("count",),
        ("add", "-w", "Zoe", "Signature", "--by", "fri"),
    )
    processes = [start(*argv, cwd=tmp_path, stdin=subprocess.DEVNULL) for argv in kinds]
    answers = [ended(process) for process in processes]
    assert [(answer.code, answer.err) for answer in answers] == [(0, "")] * len(kinds), answers
    texts = {item["text"] for item in fq("list", "--json").document["followups"]}
    assert texts == {"Quote", "Prices", "Signature"}
    assert {person["name"] for person in fq("people", "--json").document["people"]} >= {"Ana Lopez", "Mei", "Zoe"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert fq("doctor").code == 0


def test_row_39_programs_that_bring_one_old_queue_up_to_date_at_once_all_succeed(fq: Call, db: Path) -> None:
    db.write_bytes(gzip.decompress((OLD_FILES / "version-1.db.gz").read_bytes()))
    kinds = (("today",), ("add", "Ana Lopez", "One more"), ("list",), ("count",))
    processes = [start(*argv, cwd=db.parent, stdin=subprocess.DEVNULL) for argv in kinds]
    answers = [ended(process) for process in processes]
    assert [answer.code for answer in answers] == [0] * len(kinds), answers
    contents_of(db)
    assert fq("doctor").code in (0, 6)
    assert "One more" in fq("list").out
