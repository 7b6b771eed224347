"""Exit codes, and that an error is one line with a hint on standard error while standard output stays empty."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from followq.store.file import connection
from tests.conftest import Call, Result


def is_one_line(failed: Result) -> bool:
    return failed.out == "" and failed.err.startswith("followq: ") and len(failed.err.splitlines()) == 1


def test_done_is_zero(fq: Call) -> None:
    assert fq("add", "Ana", "Quote").code == 0


def test_a_defect_is_one_and_leaves_its_stack_without_the_users_texts(
    fq: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = " ".join(("secret", "plan"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(secret)

    fq("add", "Ana", "Quote")
    monkeypatch.setattr("followq.cli.queries.today.TodayPage", broken)
    failed = fq("today")
    assert failed.code == 1
    assert is_one_line(failed)
    assert "defect" in failed.err
    assert secret not in failed.err
    (crash,) = tmp_path.rglob("crash.txt")
    assert str(crash) in failed.err
    assert "today.py" in crash.read_text()
    assert secret not in crash.read_text()
    assert oct(crash.stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("frobnicate",), 2),
        (("add", "12", "Quote"), 2),
        (("nudge", "1"), 2),
        (("reopen", "1"), 2),
        (("show", "9"), 3),
        (("with", "zoe"), 3),
        (("redo",), 3),
        (("config", "limits"), 3),
        (("snooze", "1", "32 dec"), 4),
        (("people", "--sort", "age"), 4),
        (("--db", "/", "today"), 7),
        (("--db", "", "today"), 7),
        (("--db", "/nowhere/queue.db", "add", "Ana", "Quote"), 7),
    ],
    ids=str,
)
def test_errors_have_their_codes_and_one_line_with_a_hint(fq: Call, words: tuple[str, ...], code: int) -> None:
    fq("add", "Ana", "Quote")
    failed = fq(*words)
    assert failed.code == code
    assert is_one_line(failed)
    assert failed.err.rstrip().endswith(")")


def test_a_busy_queue_is_five(fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    fq("add", "Ana", "Quote")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        failed = fq("done", "1")
        assert failed.code == 5
        assert is_one_line(failed)
        assert "try again" in failed.err
        assert fq("today").code == 0, "reading goes on"
    finally:
        other.close()
    assert fq("done", "1").code == 0


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all, but long enough to be one" * 50, b"SQLite format 3\0"]
)
@pytest.mark.parametrize("words", [("today",), ("add", "Ana", "Quote"), ("export",)])
def test_what_is_no_queue_is_six_and_is_left_alone(fq: Call, db: Path, content: bytes, words: tuple[str, ...]) -> None:
    db.write_bytes(content)
    failed = fq(*words)
    assert failed.code == 6
    assert is_one_line(failed)
    assert db.read_bytes() == content


def test_another_programs_database_is_six_and_is_left_alone(fq: Call, db: Path) -> None:
    other = sqlite3.connect(db)
    other.execute("CREATE TABLE followups (id INTEGER)")
    other.close()
    before = db.read_bytes()
    assert fq("add", "Ana", "Quote").code == 6
    assert db.read_bytes() == before


def test_a_newer_queue_is_six_and_is_left_alone(fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    other = sqlite3.connect(db)
    other.execute("PRAGMA user_version = 9999")
    other.close()
    before = db.read_bytes()
    failed = fq("today")
    assert failed.code == 6
    assert "newer" in failed.err
    assert db.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_seven(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert fq("--db", str(tmp_path / "closed" / "queue.db"), "add", "Ana", "Quote").code == 7


def test_a_link_to_nothing_is_seven(fq: Call, db: Path, tmp_path: Path) -> None:
    db.symlink_to(tmp_path / "gone.db")
    assert fq("today").code == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_output_that_takes_nothing_is_seven(fq_process: Call, tmp_path: Path) -> None:
    fq_process("add", "Ana", "Quote")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "followq", "today"], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False
        )
    assert done.returncode == 7
    assert len(done.stderr.splitlines()) == 1


def test_what_needs_a_yes_is_nine(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text('[{"person": "Ana", "text": "x"}]')
    failed = fq("import", str(tmp_path / "f.json"))
    assert failed.code == 9
    assert "--yes" in failed.err


def test_an_interrupt_is_130(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    fq("add", "Ana", "Quote")
    monkeypatch.setattr("followq.cli.queries.today.TodayPage", interrupted)
    failed = fq("today")
    assert failed.code == 130
    assert is_one_line(failed)


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "", "99999-01-01", "1969-01-01T00:00:00Z"])
def test_a_clock_that_is_no_time_is_bad_input(fq: Call, value: str) -> None:
    told = fq("today", now=value)
    assert told.code == (4 if value else 0)
