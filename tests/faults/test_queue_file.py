"""Rows 35 to 43 of the faults: what may happen to the queue's file, from another program's lock to a full disk."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from followq.store.file import connection as connection_module
from tests.conftest import Call, Result
from tests.faults.test_text import refused, untouched

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights, limits and mounts as POSIX has them")

READS: tuple[tuple[str, ...], ...] = (
    ("today",),
    ("waiting",),
    ("count",),
    ("list",),
    ("search", "quote"),
    ("show", "1"),
    ("why", "1"),
    ("log",),
    ("people",),
    ("with", "Ana"),
    ("export",),
)
WRITES: tuple[tuple[str, ...], ...] = (
    ("add", "Tom", "Contract"),
    ("add", "-w", "Ana", "Contract", "--by", "fri"),
    ("done", "1"),
    ("told", "1"),
    ("toss", "1"),
    ("hand", "1", "Tom"),
    ("snooze", "1", "tomorrow"),
    ("edit", "1", "--text", "Other"),
    ("note", "1", "Text"),
    ("drop", "1"),
    ("person", "add", "Mei"),
    ("person", "edit", "Ana", "--phone", "1"),
    ("undo",),
)


def start(*argv: str, **given: object) -> subprocess.Popen[bytes]:
    """Start followq as a process of its own; `preexec_fn` and the like are handed on."""
    command = [sys.executable, "-m", "followq", *argv]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **given)  # type: ignore[call-overload,no-any-return]


def ended(process: subprocess.Popen[bytes]) -> Result:
    """Wait for a process; what it answered."""
    out, err = process.communicate(timeout=60)
    return Result(process.returncode, out.decode(), err.decode())


# 35


def test_row_35_a_newer_queue_is_read_by_nobody_and_left_as_it_is(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    file = tmp_path / "in.json"
    file.write_text('[{"person": "Tom", "text": "Contract"}]')
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with untouched(db):
        for argv in (*READS, *WRITES, ("redo",), ("import", str(file), "--yes"), ("import", str(file), "--dry-run")):
            refused(fq(*argv), 6, str(db), "newer followq", "99", "update followq")
        error = fq("list", "--json").error
    assert (error["kind"], error["code"]) == ("error", "damaged")


# 38


@contextmanager
def held(db: Path, how: str) -> Iterator[int]:
    """Another process that holds the queue; its number."""
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute(sys.argv[2]); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(db), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        try:
            yield process.pid
        finally:
            process.communicate(b"")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for another program is given up at once."""
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0.02)


@pytest.mark.usefixtures("impatient")
def test_row_38_a_lock_that_is_held_is_busy_and_names_the_holder(fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    with held(db, "BEGIN IMMEDIATE") as holder:
        before = db.read_bytes()
        for argv in WRITES:
            answer = fq(*argv)
            refused(answer, 5, str(db), "writing to the queue", "try again")
            if sys.platform == "linux":
                assert f"process {holder}" in answer.err
        assert fq("done", "1", "--json").error["code"] == "busy"
        for argv in READS:
            assert fq(*argv).code == 0, argv
        assert db.read_bytes() == before
    assert fq("done", "1").code == 0


@pytest.mark.usefixtures("impatient")
def test_row_38_readers_are_told_too_when_nobody_may_read(fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    with held(db, "BEGIN EXCLUSIVE"), untouched(db):
        for argv in (*READS, *WRITES):
            refused(fq(*argv), 5, str(db), "try again")


@pytest.mark.usefixtures("impatient")
def test_row_38_an_import_waits_for_nobody_either(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    file = tmp_path / "in.json"
    file.write_text('[{"person": "Tom", "text": "Contract"}]')
    with held(db, "BEGIN IMMEDIATE"):
        refused(fq("import", str(file), "--yes"), 5, "try again")
    assert len(fq("list", "--json").document["followups"]) == 1


# 39


@pytest.mark.parametrize("number", [2, 4])
def test_row_39_first_runs_at_once_all_succeed(number: int, fq: Call, db: Path) -> None:
    processes = [start("add", "Ana Lopez", f"Quote {place}", cwd=db.parent) for place in range(number)]
    answers = [ended(process) for process in processes]
    assert [(answer.code, answer.err) for answer in answers] == [(0, "")] * number
    items = fq("list", "--json").document["followups"]
    assert sorted(item["text"] for item in items) == [f"Quote {place}" for place in range(number)]
    assert [item["id"] for item in items] == list(range(1, number + 1))
    assert {item["person_id"] for item in items} == {1}
    assert [path.name for path in db.parent.iterdir() if "followq" in path.name or "journal" in path.name] == []
    if os.name == "posix":
        assert db.stat().st_mode & 0o777 == 0o600


# 41


def fill_up(folder: Path) -> None:
    """Leave no byte free on a small disk."""
    with (folder / "filler").open("ab", buffering=0) as file:
        try:
            while file.write(b"x" * 8192):
                pass
        except OSError:
            pass
        try:
            while file.write(b"x" * 64):
                pass
        except OSError:
            pass


def test_row_41_on_a_full_disk_writing_says_so_and_reading_works(small_disk: Path, fq_process: Call) -> None:
    db = small_disk / "queue.db"
    there = {"FOLLOWQ_DB": str(db), "FOLLOWQ_CONFIG": str(small_disk / "config.toml")}
    assert fq_process("add", "Ana", "Quote", env=there).code == 0
    fill_up(small_disk)
    with untouched(db):
        refused(fq_process("add", "Tom", "T" * 9_000, env=there), 7, str(db), "full", "make room")
        refused(fq_process("config", "limit", "5", env=there), 7, "config.toml")
        refused(fq_process("export", "--output", str(small_disk / "out.json"), env=there), 7, "out.json")
        refused(fq_process("demo", "--dir", str(small_disk / "filler"), env=there), 7)
        for argv in READS[3:6]:
            answer = fq_process(*argv, env=there)
            assert (answer.code, answer.err) == (0, ""), argv
            assert "Quote" in answer.out
    (small_disk / "filler").unlink()
    assert fq_process("add", "Tom", "T" * 9_000, env=there).code == 0


def test_row_41_a_first_run_on_a_full_disk_leaves_nothing_behind(small_disk: Path, fq_process: Call) -> None:
    fill_up(small_disk)
    there = {"FOLLOWQ_DB": str(small_disk / "queue.db")}
    refused(fq_process("add", "Ana", "Quote", env=there), 7, "make room")
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    assert "Nothing is open" in fq_process("list", env=there).out


def _limited(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@POSIX
def test_row_41_a_limit_on_file_sizes_is_like_a_full_disk(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    limit = _limited(db.stat().st_size // 4096 * 4096)
    out = tmp_path / "out.json"
    with untouched(db):
        answer = ended(start("add", "Tom", "T" * 9_000, cwd=tmp_path, preexec_fn=limit))
        refused(answer, 7, str(db))
        answer = ended(start("list", cwd=tmp_path, preexec_fn=limit))
        assert (answer.code, answer.err) == (0, "")
        assert "Quote" in answer.out
        answer = ended(start("export", "--output", str(out), cwd=tmp_path, preexec_fn=_limited(100)))
        refused(answer, 7, "out.json")
    assert fq("add", "Tom", "T" * 9_000).code == 0


@POSIX
@pytest.mark.parametrize("size", [0, 1, 4096, 20_000])
def test_row_41_a_first_run_under_a_limit_leaves_nothing_behind(size: int, tmp_path: Path) -> None:
    refused(ended(start("add", "Ana", "Quote", cwd=tmp_path, preexec_fn=_limited(size))), 7)
    assert list(tmp_path.iterdir()) == []


# 42


def _powerless() -> None:
    # Root passes every lock on a file; without two of its powers it is an owner like any other.
    if os.geteuid() == 0:
        drop_from_bounding_set, override, read_search = 24, 1, 2
        libc = ctypes.CDLL(None)
        libc.prctl(drop_from_bounding_set, override, 0, 0, 0)
        libc.prctl(drop_from_bounding_set, read_search, 0, 0, 0)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A folder whose rights hold even for root's children that gave up its powers; open again afterwards."""
    folder = tmp_path / "locked"
    folder.mkdir()
    if os.name != "posix":
        pytest.skip("rights as POSIX has them")
    folder.chmod(0o555)
    probe = ["sh", "-c", f"echo x > '{folder}/probe'"]
    if subprocess.run(probe, preexec_fn=_powerless, capture_output=True, check=False).returncode == 0:
        pytest.skip("root keeps its powers here, nothing is read-only for it")
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)


def powerless(*argv: str, env: dict[str, str]) -> Result:
    """Call followq as a process for which rights hold."""
    return ended(start(*argv, preexec_fn=_powerless, env={**os.environ, **env}))


@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o555, 0o444), (0o555, 0o644), (0o755, 0o444)], ids=["both", "folder", "file"]
)
def test_row_42_what_is_read_only_can_be_read_but_not_written(
    folder_mode: int, file_mode: int, locked: Path, fq_process: Call
) -> None:
    db = locked / "queue.db"
    there = {"FOLLOWQ_DB": str(db)}
    fq_process("add", "Ana", "Quote", env=there)
    db.chmod(file_mode)
    locked.chmod(folder_mode)
    with untouched(db):
        for argv in READS[:6:2]:
            answer = powerless(*argv, env=there)
            assert (answer.code, answer.err) == (0, ""), (argv, answer)
        for argv in WRITES[1:3]:
            refused(powerless(*argv, env=there), 7, str(db), "permission")


def test_row_42_a_first_run_in_a_read_only_folder(locked: Path) -> None:
    locked.chmod(0o555)
    there = {"FOLLOWQ_DB": str(locked / "queue.db"), "FOLLOWQ_CONFIG": str(locked / "config.toml")}
    assert powerless("list", env=there).code == 0
    refused(powerless("add", "Ana", "Quote", env=there), 7, str(locked), "permission")
    refused(powerless("config", "limit", "5", env=there), 7, str(locked))
    refused(powerless("export", "--output", str(locked / "out.json"), env=there), 7, str(locked))
    assert list(locked.iterdir()) == []


def test_row_42_a_queue_that_may_not_be_read(locked: Path, fq_process: Call) -> None:
    db = locked / "queue.db"
    there = {"FOLLOWQ_DB": str(db), "FOLLOWQ_CONFIG": str(locked / "config.toml")}
    fq_process("add", "Ana", "Quote", env=there)
    db.chmod(0)
    refused(powerless("list", env=there), 7, str(db), "permission")
    refused(powerless("add", "Tom", "Contract", env=there), 7, str(db), "permission")
    db.chmod(0o600)
    locked.chmod(0)
    refused(powerless("list", env=there), 7, str(locked))
    locked.chmod(0o755)
    (locked / "config.toml").write_text("limit = 5\n")
    (locked / "config.toml").chmod(0)
    refused(powerless("list", env=there), 7, "config.toml")


def test_row_42_a_home_that_is_read_only(locked: Path) -> None:
    locked.chmod(0o555)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLLOWQ", "XDG"))}
    environment["HOME"] = str(locked)

    def call(*argv: str) -> Result:
        return ended(start(*argv, preexec_fn=_powerless, env=environment))

    answer = call("list")
    assert (answer.code, answer.err) == (0, "")
    refused(call("add", "Ana", "Quote"), 7, str(locked), "permission")
    refused(call("config", "limit", "5"), 7, str(locked))
    assert list(locked.iterdir()) == []


# 43


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "empty"),
        ("folder", "folder"),
        ("missing/queue.db", "no folder"),
        ("file/queue.db", "file"),
        ("dangling", "is a broken symlink"),
        ("ring", "ring"),
        ("n" * 300, "nnn"),
    ],
)
def test_row_43_a_path_that_is_no_file_is_named(
    path: str, why: str, fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("text")
    if os.name == "posix":
        (tmp_path / "dangling").symlink_to("nowhere")
        (tmp_path / "ring").symlink_to("ring")
    elif path in ("dangling", "ring"):
        pytest.skip("making links takes rights on Windows")
    beside = sorted(tmp_path.iterdir())
    given = str(tmp_path / path) if path else ""
    for argv in (*READS, *WRITES):
        refused(fq("--db", given, *argv), 7, why, given)
    monkeypatch.setenv("FOLLOWQ_DB", given)
    for argv in (*READS, *WRITES):
        refused(fq(*argv), 7, why, given)
    error = fq("today", "--json").error
    assert (error["code"], why in error["message"], bool(error["hint"])) == ("disk", True, True)
    assert sorted(tmp_path.iterdir()) == beside


@POSIX
def test_row_43_a_path_that_is_no_regular_file_is_named(fq: Call, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for argv in (("list",), ("add", "Ana", "Quote"), ("undo",)):
        refused(fq("--db", str(pipe), *argv), 7, str(pipe), "regular file")
    refused(fq("--db", os.devnull, "list"), 7, os.devnull, "regular file")
    assert pipe.is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="these characters are refused by Windows itself")
@pytest.mark.parametrize("name", ["a?b#c%41.db", "file:x?mode=memory", ":memory:", "queue db", "-q.db", "qüe山.db"])
def test_row_43_odd_names_are_names(name: str, fq: Call, tmp_path: Path) -> None:
    path = tmp_path / name
    assert fq("--db", str(path), "add", "Ana", "Quote").code == 0
    assert path.is_file()
    assert "Quote" in fq("--db", str(path), "list").out
