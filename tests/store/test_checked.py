"""Copies that were found good are not checked again, and nothing that changed is called good by that."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followq.model.integrity.backup_info import Contents
from followq.store.backup import copies, restore, verified_copies
from followq.store.queue import Queue
from tests.factories import followup, person
from tests.store.builders import NOW


@pytest.fixture
def copy(db: Path) -> Path:
    """A backup of a queue with one follow-up in it, of which nobody remembers that it was checked."""
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup())
    made = Path(queue.back_up("by-hand"))
    queue.close()
    (made.parent / "checked.json").unlink()
    return made


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were checked."""
    found: list[str] = []
    real = copies._look_into

    def look_into(file: str, *, is_checked: bool = False) -> Contents:
        if not is_checked:
            found.append(os.path.basename(file))
        return real(file, is_checked=is_checked)

    monkeypatch.setattr(copies, "_look_into", look_into)
    return found


def test_a_copy_is_checked_when_it_is_first_listed_and_then_remembered(db: Path, copy: Path, checks: list[str]) -> None:
    first = copies.list_backups(str(db))
    assert checks == [copy.name]
    assert copies.list_backups(str(db)) == first
    assert copies.find_newest_good(str(db)) == first[0]
    assert checks == [copy.name]
    assert (db.parent / "queue.db.backups" / "checked.json").stat().st_mode & 0o777 == 0o600


def test_a_copy_is_remembered_when_it_is_made(db: Path, copy: Path, checks: list[str]) -> None:
    queue = Queue(str(db))
    queue.back_up("by-hand")
    queue.close()
    assert [found.contents for found in copies.list_backups(str(db))] == [Contents(1, 1, 1, 1, NOW)] * 2
    assert checks == []  # they have the same bytes, but for what SQLite counts


def test_a_copy_that_nobody_touched_is_not_even_read_for_a_list_but_is_for_a_restore(
    db: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified_copies, "SETTLED_NS", 0)
    copies.list_backups(str(db))
    reads: list[str] = []
    real = verified_copies._checksum

    def note_checksum(file: str) -> str:
        reads.append(file)
        return real(file)

    monkeypatch.setattr(verified_copies, "_checksum", note_checksum)
    assert copies.list_backups(str(db))[0].contents is not None
    assert reads == ([] if os.name != "nt" else [str(copy)])
    assert copies.find_newest_good(str(db)) is not None
    assert copies.list_backups(str(db), reads_all=True)[0].contents is not None
    assert len(reads) >= 2
    state = copy.stat()
    copy.write_bytes(copy.read_bytes()[:-1] + b"!")
    os.utime(copy, ns=(state.st_atime_ns, state.st_mtime_ns))
    reads.clear()
    copies.list_backups(str(db))
    assert reads, "it was written to"


def test_a_copy_is_not_checked_twice_before_it_is_put_in_place(db: Path, copy: Path, checks: list[str]) -> None:
    def is_known() -> bool:
        fetched = restore.fetch(str(copy), str(db), may_make_folder=False)
        restore.discard(fetched.path)
        return not asked

    copies.list_backups(str(db))
    asked: list[str] = []

    def note_asked(connection: sqlite3.Connection, file: str) -> str:
        asked.append(file)
        return copies.explain_unfit(connection, file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restore, "explain_unfit", note_asked)
        assert is_known()
        (copy.parent / "checked.json").unlink()
        assert not is_known()


def test_the_same_bytes_under_another_name_are_known(db: Path, copy: Path, checks: list[str]) -> None:
    copies.list_backups(str(db))
    copy.rename(copy.with_name(copy.name.replace("by-hand", "mine")))
    assert copies.list_backups(str(db))[0].contents is not None
    assert len(checks) == 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 0.9999), byte=st.integers(1, 255))
def test_whatever_byte_is_damaged_what_is_said_is_what_a_new_look_says(
    db: Path, copy: Path, share: float, byte: int
) -> None:
    memory = copy.parent / "checked.json"
    sound = copy.read_bytes()
    assert copies.list_backups(str(db))[0].contents is not None
    state = copy.stat()
    at = int(share * len(sound))
    copy.write_bytes(sound[:at] + bytes([sound[at] ^ byte]) + sound[at + 1 :])
    os.utime(copy, ns=(state.st_atime_ns, state.st_mtime_ns))
    said = copies.list_backups(str(db))
    memory.unlink(missing_ok=True)
    assert said == copies.list_backups(str(db))
    copy.write_bytes(sound)


def test_what_was_found_bad_is_looked_at_again(db: Path, copy: Path, checks: list[str]) -> None:
    sound = copy.read_bytes()
    copy.write_bytes(sound[: len(sound) // 2])
    assert [found.problem for found in copies.list_backups(str(db))] == ["damaged"]
    assert copies.list_backups(str(db))[0].problem == "damaged"
    assert len(checks) == 2
    copy.write_bytes(sound)
    assert copies.list_backups(str(db))[0].contents is not None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"rules": [1, 4], "good": 5}', '{"rules": [0, 0], "good": {}}', "[" * 99_999, "\x00"],
)
def test_a_spoilt_memory_is_none(db: Path, copy: Path, checks: list[str], text: str) -> None:
    (copy.parent / "checked.json").write_text(text)
    assert copies.list_backups(str(db))[0].contents is not None
    assert checks == [copy.name]
    assert json.loads((copy.parent / "checked.json").read_text())["good"]


def test_half_an_entry_is_none(db: Path, copy: Path, checks: list[str]) -> None:
    copies.list_backups(str(db))
    memory = copy.parent / "checked.json"
    memory.write_text(memory.read_text().replace("1, 1, 1, 1", '"many", 1, 1, 1'))
    assert copies.list_backups(str(db))[0].contents == Contents(1, 1, 1, 1, NOW)
    assert len(checks) == 2


def test_a_journal_beside_a_copy_counts_though_its_bytes_are_known(db: Path, copy: Path) -> None:
    copies.list_backups(str(db))
    copy.with_name(f"{copy.name}-journal").write_bytes(b"half")
    assert copies.list_backups(str(db))[0].problem.startswith("half written")
