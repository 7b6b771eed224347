"""Rows 36, 37 and 44 to 47 of the faults: what kills, users and other programs leave around the queue's file."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Call
from tests.faults.kills import contents_of
from tests.faults.nursery import Ended, Nursery
from tests.faults.shares import share
from tests.faults.test_endings import POSIX, at_terminal, said
from tests.faults.test_queue_file import READS, WRITES
from tests.faults.test_text import refused, untouched

ENV = {"FOLLOWQ_DB": "queue.db", "FOLLOWQ_CONFIG": "config.toml", "FOLLOWQ_NOW": "2026-11-23T09:00:00Z", "TZ": "UTC"}
DEED = ("add", "Ana Lopez", "Another", "--note", "n" * 9000)


@pytest.fixture(scope="module")
def hot(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders in which a call was killed while the queue's pages were being written, a folder for each such instant."""
    place = tmp_path_factory.mktemp("hot")

    def call(folder: Path, *argv: str, instant: int | None = None) -> Ended:
        return nursery.call(folder, *argv, env=ENV, instant=instant)

    first = place / "first"
    first.mkdir()
    (first / "in.json").write_text(json.dumps([{"person": "Ana Lopez", "text": f"Thing {n}"} for n in range(60)]))
    assert call(first, "import", "in.json", "--yes").code == 0
    tried = Path(shutil.copytree(first, place / "tried"))
    count = call(tried, *DEED).instants
    found = []
    for instant in range(count):
        folder = Path(shutil.copytree(first, place / f"{instant}"))
        assert call(folder, *DEED, instant=instant).code is None
        journal = folder / "queue.db-journal"
        if journal.exists() and journal.read_bytes()[:1] not in (b"", b"\0"):
            found.append(folder)
    assert len(found) > 3
    return found


# 36, 37


@POSIX
def test_row_36_a_journal_left_by_a_kill_is_taken_back_silently(
    hot: list[Path], nursery: Nursery, tmp_path: Path
) -> None:
    before = contents_of(hot[0].parent / "first" / "queue.db")
    for place in hot[:: share(4, 1)]:
        folder = Path(shutil.copytree(place, tmp_path / place.name))
        ended = nursery.call(folder, "list", env=ENV)
        assert (ended.code, ended.err) == (0, "")
        assert "60 follow-ups" in ended.out
        assert not (folder / "queue.db-journal").exists()
        assert contents_of(folder / "queue.db") == before


@POSIX
def test_row_37_a_queue_whose_journal_was_deleted_is_found_damaged(
    hot: list[Path], nursery: Nursery, tmp_path: Path
) -> None:
    whole = [contents_of(hot[0].parent / name / "queue.db") for name in ("first", "tried")]
    damaged = 0
    for place in hot[:: share(4, 1)]:
        folder = Path(shutil.copytree(place, tmp_path / place.name))
        db = folder / "queue.db"
        (folder / "queue.db-journal").unlink()
        left = db.read_bytes()
        for argv in (("list",), ("today",), ("search", "another"), ("log",)):
            ended = nursery.call(folder, *argv, env=ENV)
            assert ended.code in (0, 6), ended
            assert db.read_bytes() == left
        ended = nursery.call(folder, "doctor", env=ENV)
        if ended.code == 0:
            # Nothing of it had reached the file yet, or all.
            assert contents_of(db) in whole
        else:
            damaged += 1
            assert ended.code == 6, ended
            assert "restore" in ended.out or "salvage" in ended.out, ended
    assert damaged > 0


# 44


@POSIX
@pytest.mark.parametrize(
    ("argv", "question", "answers"),
    [
        (("nudge", "2"), "nudge all the same (y)", ("y\r",)),
        (("import", "in.json"), "Bring this in?", ("y\r",)),
        (("toss", "1"), "Check in on which day?", ("fri\r",)),
        (("person", "forget", "Ana"), "There is no undo.", ("y\r",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_row_44_a_queue_deleted_at_a_question_is_not_made_again(
    argv: tuple[str, ...],
    question: str,
    answers: tuple[str, ...],
    fq: Call,
    db: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fq("add", "Ana", "Quote")
    fq("add", "-w", "Ana", "Signature")
    (tmp_path / "in.json").write_text('[{"person": "Mei", "text": "Prices"}]')
    monkeypatch.chdir(tmp_path)
    talk = at_terminal(*argv)
    talk.expect_exact(question)
    db.unlink()
    for answer in answers:
        talk.send(answer)
    code, rest = said(talk)
    assert code == 7, rest
    assert "moved or deleted" in " ".join(rest.split()), rest
    assert not db.exists()


# 45, 46, 47


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - Work", "Nextcloud"])
def test_row_45_doctor_warns_of_a_folder_that_is_kept_equal_elsewhere(folder: str, fq: Call, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    path = str(tmp_path / folder / "queue.db")
    assert fq("--db", path, "add", "Ana", "Quote").code == 0
    answer = fq("--db", path, "doctor")
    assert answer.code == 0
    assert folder.partition(" ")[0] in answer.out
    assert fq("--db", str(tmp_path / "queue.db"), "add", "Ana", "Quote").code == 0
    assert folder.partition(" ")[0] not in fq("doctor").out


def test_row_46_a_trigger_of_somebody_elses_is_told_and_nothing_written(fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    with closing(sqlite3.connect(db)) as other:
        other.execute("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM people; END")
        other.commit()
    with untouched(db):
        for argv in WRITES:
            refused(fq(*argv), 6, str(db), "trigger", "'evil'", "doctor")
        for argv in READS:
            assert fq(*argv).code == 0, argv
        answer = fq("doctor")
        assert answer.code == 6
        assert "trigger that followq never made, 'evil'" in answer.out
    assert fq("doctor", "--fix", "--drop-triggers").code == 0
    assert fq("add", "Tom", "Contract").code == 0
    assert len(fq("people", "--json").document["people"]) == 2


@POSIX
def test_row_47_doctor_warns_of_a_queue_that_others_can_read_and_mends_it(fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    fq("backup")
    (copy,) = Path(f"{db}.backups").glob("*.db")
    for file in (db, copy):
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o644)
    answer = fq("doctor")
    assert answer.code == 0
    for file in (db, copy):
        assert str(file) in answer.out
    assert "doctor --fix" in answer.out
    assert fq("doctor", "--fix").code == 0
    for file in (db, copy):
        assert file.stat().st_mode & 0o777 == 0o600
    assert os.path.basename(copy) not in fq("doctor").out
