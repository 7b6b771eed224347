"""A queue behind a link: its journal, its backups and what a restore puts aside lie beside the file itself."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from followq.store.backup.copies import look
from followq.store.backup.restore import discard, fetch
from followq.store.queue import Queue
from tests.conftest import Call
from tests.store.actors import Actor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links are POSIX's")


@pytest.fixture
def real(fq: Call, db: Path, tmp_path: Path) -> Path:
    """The file itself, in another folder; the queue's path is a link to it."""
    fq("add", "Ana Lopez", "Send the quote")
    (tmp_path / "real").mkdir()
    real = tmp_path / "real" / "real.db"
    db.rename(real)
    db.symlink_to(real)
    return real


def test_backups_lie_beside_the_file_and_are_found_by_either_name(fq: Call, db: Path, real: Path) -> None:
    fq("backup")
    (copy,) = Path(f"{real}.backups").glob("*.db")
    assert not Path(f"{db}.backups").exists()
    for path in (db, real):
        listed = fq("--db", str(path), "backup", "list", "--json").document["backups"]
        assert [row["path"] for row in listed] == [str(copy)]


def test_what_was_put_aside_is_found_by_the_link_too(fq: Call, db: Path, real: Path) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers")
    assert fq("restore", "--yes").code == 0
    assert db.is_symlink()
    (kept,) = real.parent.glob("real.db.before-restore-*")
    rows = fq("backup", "list", "--json").document["backups"]
    assert [(row["path"], row["reason"]) for row in rows][:1] == [(str(kept), "before-restore")]
    assert fq("restore", "1", "--yes").code == 0
    assert fq("count", "--all").out == fq("--db", str(real), "count", "--all").out


def _torn(real: Path) -> None:
    # A program that was killed while it wrote: half of it is in the file, what takes it back in its journal.
    with Actor("add_for_ever", real) as actor:
        actor.await_ready()
        actor.go()
        actor.line()
        actor.kill()
    child = os.fork()
    if not child:
        connection = sqlite3.connect(real, isolation_level=None)
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE followups SET text = 'half ' || id")
        connection.execute("UPDATE changes SET remark = hex(zeroblob(2000))")
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert Path(f"{real}-journal").stat().st_size > 0
    assert b"half " in real.read_bytes()


def _halves(path: str | Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("SELECT count(*) FROM followups WHERE text LIKE 'half %'").fetchone()[0]
    return found


def test_a_source_that_is_a_link_comes_with_the_journal_of_its_file(fq: Call, db: Path, real: Path) -> None:
    _torn(real)
    fetched = fetch(str(db), f"{db}.new", may_make_folder=False)
    try:
        assert _halves(fetched.path) == 0
    finally:
        discard(fetched.path)


def test_what_is_salvaged_through_a_link_is_what_stood(fq: Call, db: Path, real: Path, tmp_path: Path) -> None:
    _torn(real)
    target = tmp_path / "saved.db"
    assert fq("doctor", "--salvage", str(target)).code == 0
    assert _halves(target) == 0


def test_a_copy_behind_a_link_is_looked_into(fq: Call, real: Path, tmp_path: Path) -> None:
    fq("backup")
    (copy,) = Path(f"{real}.backups").glob("*.db")
    (tmp_path / "copy").symlink_to(copy)
    assert look(str(tmp_path / "copy")).followups == 1


def test_the_path_of_a_queue_behind_a_link_is_that_of_the_file(db: Path, real: Path) -> None:
    assert Queue(str(db)).path == str(real)


def test_a_link_to_nothing_and_a_path_that_is_no_link_stay_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    monkeypatch.chdir(tmp_path)
    for path in ("dangling", "none.db", "queue.db"):
        assert Queue(path).path == path


def test_copies_beside_the_link_and_beside_the_file_are_found_when_somebody_is_forgotten(
    fq: Call, db: Path, real: Path
) -> None:
    fq("backup")
    old = Path(f"{db}.backups")
    old.mkdir()
    (copy,) = Path(f"{real}.backups").glob("*.db")
    (old / copy.name).write_bytes(copy.read_bytes())
    queue = Queue(str(db))
    with queue.reading() as reader:
        uids = [person.uid for person in reader.people().values()]
    assert {str(copy), str(old / copy.name)} <= set(queue.copies_holding(uids))
    queue.close()
