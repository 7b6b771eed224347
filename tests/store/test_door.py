"""The one door: a new file is whole or absent, a strange one is refused in words and left as it is."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from followq.errors import DamagedError, DiskError, FollowqError
from followq.store.file import connection as connection_module
from followq.store.file import schema
from followq.store.opening import open_queue
from followq.store.queue import Queue
from tests.conftest import Call
from tests.factories import followup, person
from tests.store.actors import Actor
from tests.store.builders import NOW, rows, tables
from tests.store.next_version import next_steps

posix = pytest.mark.skipif(os.name == "nt", reason="modes, links and odd names are POSIX's")


def make(path: Path) -> None:
    """A queue with one person in it."""
    queue = Queue(str(path))
    with queue.writing("person add", NOW, "UTC") as batch:
        batch.add(person())
    queue.close()


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


# A new file.


def test_a_new_queue_is_marked_as_followqs_and_carries_the_version(db: Path) -> None:
    open_queue(str(db), is_needed=True).close()
    head = db.read_bytes()[:100]
    assert head[68:72] == b"FQUE"
    assert int.from_bytes(head[60:64], "big") == schema.VERSION


def test_the_empty_queue_that_is_no_file_looks_like_a_new_file(db: Path) -> None:
    def look(connection: sqlite3.Connection) -> dict[str, str]:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        own = [(name, sql) for name, sql in found if "_sqlite_migrations" not in name]
        return {name: " ".join(sql.replace('"', "").split()) for name, sql in own}

    with closing(open_queue(str(db), is_needed=False)) as empty:
        assert not db.exists()
        with closing(open_queue(str(db), is_needed=True)) as made:
            assert look(empty) == look(made)


@posix
def test_a_new_queue_is_for_its_owner_alone_whatever_the_umask(db: Path) -> None:
    before = os.umask(0)
    try:
        make(db)
    finally:
        os.umask(before)
    assert stat.S_IMODE(db.stat().st_mode) == 0o600


@posix
def test_the_default_folder_is_made_for_its_owner_alone(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOLLOWQ_DB")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    before = os.umask(0)
    try:
        assert fq("add", "Ana Lopez", "Send the quote").code == 0
    finally:
        os.umask(before)
    (made,) = tmp_path.rglob("queue.db")
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_making_a_queue_leaves_nothing_beside_it(db: Path) -> None:
    make(db)
    assert listing(db.parent) == ["queue.db"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit, sqlite3.OperationalError])
def test_a_queue_that_could_not_be_made_whole_is_not_made(
    db: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    def fail() -> NoReturn:
        raise failure("in the middle")

    monkeypatch.setattr("followq.store.file.migrations.steps", next_steps(in_the_middle=fail))
    with pytest.raises((failure, FollowqError)):
        open_queue(str(db), is_needed=True)
    assert listing(db.parent) == []


@posix
def test_a_full_disk_leaves_no_file_and_says_so(db: Path) -> None:
    with Actor("make_on_full_disk", db) as actor:
        actor.await_ready()
        actor.go()
        (said,) = actor.rest()
    assert said.startswith("DiskError")
    assert listing(db.parent) == []


def test_who_loses_the_race_to_make_the_queue_uses_the_winners(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def beaten(*_: object) -> NoReturn:
        monkeypatch.undo()
        make(db)
        raise FileExistsError(errno.EEXIST, "somebody was first")

    monkeypatch.setattr(os, "link", beaten)
    with closing(open_queue(str(db), is_needed=True)) as connection:
        assert rows(connection, "SELECT name FROM people") == [("Ana Lopez",)]
    assert listing(db.parent) == ["queue.db"]


@pytest.mark.parametrize("failure", [OSError(errno.EPERM, "no links here"), NotImplementedError()])
def test_a_disk_without_links_gets_its_queue_too(db: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def refuse(*_: object) -> NoReturn:
        raise failure

    monkeypatch.setattr(os, "link", refuse)
    make(db)
    assert listing(db.parent) == ["queue.db"]


# No file.


def test_reading_where_no_file_is_finds_an_empty_queue_and_makes_none(db: Path) -> None:
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert tables(reader) == ({}, {})
        assert reader.is_empty()
        assert reader.next_id("followups") == 1
    queue.close()
    assert listing(db.parent) == []


def test_a_command_that_needs_something_to_be_there_makes_no_file(db: Path) -> None:
    queue = Queue(str(db))
    with queue.writing("undo", NOW, "UTC", is_first=False) as batch:
        assert batch.is_empty()
    queue.close()
    assert listing(db.parent) == []


def test_the_folder_is_made_only_where_followq_chose_it_and_something_is_written(tmp_path: Path) -> None:
    path = tmp_path / "data" / "followq" / "queue.db"
    own = Queue(str(path), may_make_folder=True)
    with own.reading() as reader:
        assert reader.is_empty()
    assert listing(tmp_path) == []
    with pytest.raises(DiskError, match="there is no folder"):
        write_one(Queue(str(path)))
    write_one(own)
    own.close()
    assert path.is_file()


def test_writing_after_reading_nothing_makes_the_file(db: Path) -> None:
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.is_empty()
    with queue.writing("person add", NOW, "UTC") as batch:
        batch.add(person())
    with queue.reading() as reader:
        assert reader.people() == {1: person()}
    queue.close()
    assert db.exists()


def test_a_queue_that_was_deleted_meanwhile_is_refused_and_not_made_again(db: Path) -> None:
    make(db)
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.people()
    db.unlink()
    with pytest.raises(DiskError, match="moved or deleted"), queue.writing("person add", NOW, "UTC") as batch:
        batch.add(person(id=2, name="Tom Baker"))
    queue.close()
    assert listing(db.parent) == []


def test_a_queue_that_goes_while_it_is_opened_is_not_made_again(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(db)
    plain = sqlite3.connect

    def connect(*given: Any, **more: Any) -> Any:
        db.unlink()
        return plain(*given, **more)

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(DiskError):
        open_queue(str(db), is_needed=True)
    assert listing(db.parent) == []


def test_a_queue_that_was_replaced_meanwhile_is_not_written_to(db: Path) -> None:
    make(db)
    other = db.with_name("other.db")
    make(other)
    kept = other.read_bytes()
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.people()
    other.replace(db)
    with pytest.raises(DiskError, match="moved or deleted"), queue.writing("person add", NOW, "UTC") as batch:
        batch.add(person(id=2, name="Tom Baker"))
    queue.close()
    assert db.read_bytes() == kept


# Settings.


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("synchronous", 3),
        ("journal_mode", "delete"),
        ("cell_size_check", 1),
    ],
)
@pytest.mark.parametrize("is_needed", [True, False])
def test_every_opening_is_with_the_careful_settings(db: Path, setting: str, wanted: object, is_needed: bool) -> None:
    make(db)
    with closing(open_queue(str(db), is_needed=is_needed)) as connection:
        assert rows(connection, f"PRAGMA {setting}") == [(wanted,)]


def test_the_settings_hold_from_the_first_opening_on(db: Path) -> None:
    with closing(open_queue(str(db), is_needed=True)) as connection:
        assert rows(connection, "PRAGMA foreign_keys") == [(1,)]
        assert rows(connection, "PRAGMA journal_mode") == [("delete",)]


def test_a_value_of_absurd_length_is_not_even_read(db: Path) -> None:
    with closing(open_queue(str(db), is_needed=True)) as connection:
        assert connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == connection_module.LONGEST_VALUE
        with pytest.raises(sqlite3.DataError):
            connection.execute("SELECT length(zeroblob(10000001))").fetchall()


def test_a_queue_that_another_tool_switched_to_wal_is_switched_back(db: Path) -> None:
    make(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.people()
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(followup())
    queue.close()
    with closing(open_queue(str(db), is_needed=False)) as connection:
        assert rows(connection, "PRAGMA journal_mode") == [("delete",)]


def test_a_queue_that_another_tool_keeps_in_wal_is_written_to_all_the_same(db: Path) -> None:
    make(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("SELECT * FROM people").fetchall()
        queue = Queue(str(db))
        with queue.writing("add", NOW, "UTC") as batch:
            batch.add(followup())
        with queue.reading() as reader:
            assert len(reader.open_followups()) == 1
        queue.close()


def test_a_trigger_of_somebody_else_stops_every_write_and_no_question(db: Path) -> None:
    make(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END")
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.people()
    for _ in range(2):
        with pytest.raises(DamagedError, match="'evil'"), queue.writing("add", NOW, "UTC") as batch:
            batch.add(followup())
    with pytest.raises(DamagedError, match="'evil'"), queue.restoring():
        pass
    with pytest.raises(DamagedError, match="'evil'"):
        queue.forget([1], NOW, "UTC")
    with queue.reading() as reader:
        assert reader.people()
        assert reader.log()
    queue.close()


def test_an_old_queue_with_a_trigger_of_somebody_else_is_not_brought_up_to_date(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END")
        other.execute("PRAGMA user_version = 1")
    with pytest.raises(DamagedError, match="'evil'"):
        open_queue(str(db), is_needed=False)


def test_opening_and_reading_a_queue_leaves_its_bytes_as_they_are(db: Path) -> None:
    make(db)
    before = db.read_bytes()
    queue = Queue(str(db))
    with queue.reading() as reader:
        assert reader.people()
    queue.close()
    assert db.read_bytes() == before
    assert listing(db.parent) == ["queue.db"]


# Names.

NAMES = [
    "why?.db", "#1.db", "100%.db", "%41.db", "a b.db", "?mode=memory", "q.db?mode=ro#x", "naïve café.db", "队列.db",
    "😀.db", ":memory:", "file:queue.db", "-rf", "'quoted'.db", 'say "hello".db', "back\\slash.db", "line\nbreak.db",
    "semi;colon&.db", "~queue.db", "\u202eevil.db", "x" * 240 + ".db",
]  # fmt: skip


@posix
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_made_read_and_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    make(path)
    queue = Queue(str(path))
    with queue.writing("person add", NOW, "UTC") as batch:
        batch.add(person(id=2, name="Tom Baker"))
    with queue.reading() as reader:
        assert [p.name for p in reader.people().values()] == ["Ana Lopez", "Tom Baker"]
    queue.close()
    assert listing(tmp_path) == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems want names in UTF-8")
def test_a_file_whose_name_is_not_utf8_is_made_and_read(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.db"))
    make(path)
    with closing(open_queue(str(path), is_needed=False)) as connection:
        assert rows(connection, "SELECT name FROM people") == [("Ana Lopez",)]


@posix
@pytest.mark.parametrize("name", ["queue.db", "why?/#1/100%.db", ":memory:", "file:queue.db?mode=memory"])
def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path)
    make(Path(name))
    with closing(open_queue(name, is_needed=False)) as connection:
        assert rows(connection, "SELECT name FROM people") == [("Ana Lopez",)]
    assert (tmp_path / name).is_file()


@posix
def test_a_link_to_a_queue_is_that_queue(tmp_path: Path) -> None:
    make(tmp_path / "real.db")
    (tmp_path / "link.db").symlink_to("real.db")
    with closing(open_queue(str(tmp_path / "link.db"), is_needed=True)) as connection:
        assert rows(connection, "SELECT name FROM people") == [("Ana Lopez",)]
    assert (tmp_path / "link.db").is_symlink()


# What is no place for a queue.


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _in_no_folder(path: Path) -> Path:
    return path.parent / "nowhere" / "queue.db"


def _in_a_file(path: Path) -> Path:
    path.write_text("a file")
    return path / "queue.db"


def _dangling(path: Path) -> Path:
    path.symlink_to("nothing.db")
    return path


def _circle(path: Path) -> Path:
    path.symlink_to(path.name)
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _too_long(path: Path) -> Path:
    return path.with_name("x" * 300)


PLACES: list[tuple[Callable[[Path], Path], str]] = [
    (_folder, "is a folder"),
    (_in_no_folder, "there is no folder"),
    (_in_a_file, "queue.db"),
    (_dangling, "is a broken symlink"),
    (_circle, "queue.db"),
    (_pipe, "is not a regular file"),
    (_too_long, "xxx"),
]


@posix
@pytest.mark.parametrize("is_needed", [True, False])
@pytest.mark.parametrize(("place", "words"), PLACES, ids=[place.__name__.strip("_") for place, _ in PLACES])
def test_what_is_no_place_for_a_queue_is_refused_in_words(
    db: Path, place: Callable[[Path], Path], words: str, is_needed: bool
) -> None:
    path = place(db)
    before = listing(db.parent)
    with pytest.raises(DiskError, match=words) as caught:
        open_queue(str(path), is_needed=is_needed)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert listing(db.parent) == before


@pytest.mark.parametrize("is_needed", [True, False])
@pytest.mark.parametrize("path", ["", "queue\0.db"])
def test_a_path_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, is_needed: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DiskError, match="path"):
        open_queue(path, is_needed=is_needed)
    assert listing(tmp_path) == []


# What is no queue.


def _empty(path: Path) -> str:
    path.write_bytes(b"")
    return "empty"


def _text(path: Path) -> str:
    path.write_text("Ana Lopez: send the quote\n" * 50)
    return "damaged"


def _short_text(path: Path) -> str:
    path.write_text("x")
    return "damaged|another program"


def _zeros(path: Path) -> str:
    path.write_bytes(bytes(8192))
    return "damaged|another program"


def _foreign(path: Path) -> str:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
        other.execute("PRAGMA user_version = 1")
        other.commit()
    return "another program"


def _foreign_with_the_same_tables(path: Path) -> str:
    make(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id = 1")
    return "another program"


def _foreign_in_wal(path: Path) -> str:
    _foreign(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    return "another program"


def _newer(path: Path) -> str:
    make(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        other.execute("ALTER TABLE people ADD COLUMN birthday TEXT")
    return "newer followq"


def _half(path: Path) -> str:
    make(path)
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
    return "damaged"


def _without_tables(path: Path) -> str:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        other.execute(f"PRAGMA user_version = {schema.VERSION}")
    return "tables"


def _scribbled_over(path: Path) -> str:
    make(path)
    with path.open("rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    return "damaged"


STRANGE = (
    _empty, _text, _short_text, _zeros, _foreign, _foreign_with_the_same_tables, _foreign_in_wal, _newer, _half,
    _without_tables, _scribbled_over,
)  # fmt: skip


def read_all(queue: Queue) -> None:
    with queue.reading() as reader:
        tables(reader)
        reader.log()


def write_one(queue: Queue) -> None:
    with queue.writing("person add", NOW, "UTC") as batch:
        batch.add(person(id=7, name="Tom Baker"))


@pytest.mark.parametrize("deed", [read_all, write_one])
@pytest.mark.parametrize("strange", STRANGE, ids=[make.__name__.strip("_") for make in STRANGE])
def test_what_is_no_queue_is_refused_in_words_and_left_as_it_is(
    db: Path, strange: Callable[[Path], str], deed: Callable[[Queue], None]
) -> None:
    words = strange(db)
    before = db.read_bytes()
    queue = Queue(str(db))
    with pytest.raises(DamagedError, match=words) as caught:
        deed(queue)
    queue.close()
    assert str(db) in caught.value.message
    assert caught.value.hint
    assert db.read_bytes() == before
    assert listing(db.parent) == ["queue.db"]


def test_a_newer_file_is_refused_with_both_versions(db: Path) -> None:
    _newer(db)
    with pytest.raises(DamagedError) as caught:
        open_queue(str(db), is_needed=False)
    assert f"format {schema.VERSION + 1}" in caught.value.message
    assert f"knows {schema.VERSION}" in caught.value.message
    assert "update followq" in caught.value.hint


def test_the_refusal_of_a_damaged_queue_names_the_newest_backup(db: Path) -> None:
    make(db)
    queue = Queue(str(db))
    queue.back_up("test")
    queue.back_up("test")
    queue.close()
    _text(db)
    with pytest.raises(DamagedError) as caught:
        open_queue(str(db), is_needed=False)
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC with 0 follow-ups", caught.value.hint)
    assert "followq restore latest" in caught.value.hint


def test_a_foreign_database_that_is_in_use_keeps_all_its_files(db: Path) -> None:
    _foreign_in_wal(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute("INSERT INTO songs VALUES ('Blue')")
        other.commit()
        before = {name: db.with_name(name).read_bytes() for name in listing(db.parent) if not name.endswith("-shm")}
        with pytest.raises(DamagedError, match="another program"):
            open_queue(str(db), is_needed=True)
        assert {name: db.with_name(name).read_bytes() for name in before} == before


@pytest.mark.parametrize("value", ["[Ana, Anita]", "[}]"])
def test_a_list_that_was_edited_by_hand_into_no_list_is_refused_in_words(db: Path, value: str) -> None:
    make(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute("UPDATE people SET aliases = ?", (value,))
        other.commit()
    with pytest.raises(DamagedError):
        read_all(Queue(str(db)))


@pytest.mark.parametrize("sql", ["UPDATE people SET name = CAST(x'ff41' AS TEXT)", "UPDATE changes SET fields = '{x}'"])
def test_text_that_cannot_be_read_is_refused_in_words(db: Path, sql: str) -> None:
    make(db)
    with closing(sqlite3.connect(db)) as other:
        other.execute(sql)
        other.commit()
    with pytest.raises(DamagedError):
        read_all(Queue(str(db)))


def test_a_program_in_another_language_than_python_can_open_the_queue(db: Path) -> None:
    # Nothing in the schema needs followq's own functions: plain SQLite reads and checks all of it.
    make(db)
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as plain:
        assert rows(plain, "PRAGMA integrity_check") == [("ok",)]
        assert rows(plain, "PRAGMA foreign_key_check") == []


@posix
def test_the_library_of_python_without_site_packages_reads_the_queue(db: Path) -> None:
    # What is imported to read must not need sqlite-utils: `today` would take twice as long.
    make(db)
    program = (
        "import sys; from followq.store.queue import Queue\n"
        f"with Queue({str(db)!r}).reading() as reader: reader.open_followups(); reader.people_of_open()\n"
        "sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
