"""The doctor's checks: silent on any queue that followq made, and each names what was broken."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given

from followq.errors import BusyError, DamagedError, DiskError
from followq.model.core.person import name_key
from followq.model.integrity.invariants import Finding
from followq.store.doctor import location_checks
from followq.store.doctor.check import examine
from followq.store.doctor.repair import mend
from followq.store.queue import Queue
from followq.store.records.forget import forget
from followq.store.records.writer import find_next_to_undo, take_back
from tests.factories import QUICK, followup, person
from tests.store.actors import Actor, held_by_another
from tests.store.builders import NAMES, NOW, Desk, Step, deeds

LATER = "2999-01-01T00:00:00Z"


def findings_of(desk: Desk, path: Path) -> list[str]:
    """What the doctor says of a desk's queue, written to a file."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as file:
        desk.connection.backup(file)
    path.chmod(0o600)
    return [finding.message for finding in examine(str(path), LATER).findings]


@given(acts=deeds(20), more=deeds(8))
@QUICK
def test_nothing_is_wrong_with_any_queue_that_commands_made(
    acts: list[Step | str], more: list[Step | str], tmp_path_factory: object
) -> None:
    path = tmp_path_factory.mktemp("desk") / "queue.db"  # type: ignore[attr-defined]
    desk = Desk()
    for deed in acts:
        desk.act(deed)
    assert findings_of(desk, path) == []
    for name in NAMES[:2]:
        people = desk.reader.people_called(name_key(name))
        if people:
            number = people[0].id
            desk.do("person forget", lambda batch, _, number=number: forget(batch, [number], NOW, "UTC"))  # type: ignore[misc]
    assert findings_of(desk, path) == []
    for deed in more:
        desk.act(deed)
    assert findings_of(desk, path) == []


@pytest.fixture
def queue(db: Path) -> Path:
    """A queue with some history: two things, one changed, one undone."""
    made = Queue(str(db))
    with made.writing("add", NOW, "UTC") as batch:
        batch.add(person(aliases=("Anita",)))
        batch.add(followup(promised="2026-11-27", tags=("spring",), source="<1@example.com>"))
    with made.writing("add", NOW, "UTC") as batch:
        batch.add(followup(id=2, ball="theirs", text="Numbers"))
    with made.writing("note", NOW, "UTC") as batch:
        batch.put(followup(id=2, ball="theirs", text="Numbers"), batch.followup(2)._replace(note="Call"))  # type: ignore[union-attr]
    with made.writing("undo", NOW, "UTC") as batch:
        take_back(batch, find_next_to_undo(batch)[0])  # type: ignore[index]
    made.close()
    return db


def found(path: Path, now: str = NOW) -> list[Finding]:
    return list(examine(str(path), now).findings)


def run(*statements: str) -> Callable[[Path], None]:
    """What another program does to the file."""

    def carry_out(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return carry_out


def flip_a_page(path: Path) -> None:
    """Fill a page of an index with nonsense."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'followups_by_source'"
        place = (connection.execute(sql).fetchone()[0] - 1) * 4096
    data = bytearray(path.read_bytes())
    data[place : place + 200] = b"\xff" * 200
    path.write_bytes(data)


def test_a_sound_queue_is_counted_and_nothing_is_said_of_it(queue: Path) -> None:
    before = queue.read_bytes()
    report = examine(str(queue), NOW)
    assert report.findings == ()
    assert report.contents is not None
    assert (report.contents.followups, report.contents.people, report.contents.batches) == (2, 1, 4)
    assert queue.read_bytes() == before
    assert os.listdir(queue.parent) == ["queue.db"]


# What is broken, which check names it, and in which words.
BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "text": (lambda path: path.write_text("hello " * 1000), "file", "is not a followq queue"),
    "empty": (lambda path: path.write_bytes(b""), "file", "empty"),
    "other application": (run("PRAGMA application_id = 1"), "file", "another program"),
    "newer": (run("PRAGMA user_version = 99"), "file", "newer followq"),
    "half": (lambda path: path.write_bytes(path.read_bytes()[:40960]), "file", "damaged"),
    "page": (flip_a_page, "integrity", "integrity"),
    "orphan": (run("DELETE FROM people"), "links", "points to nothing in people"),
    "another text": (run("UPDATE followups SET text = 'Other' WHERE id = 1"), "log", "follow-up 1 has another text"),
    "another name": (run("UPDATE people SET note = 'x'"), "log", "person 1 has another note"),
    "row gone": (run("DELETE FROM followups WHERE id = 2"), "log", "follow-up 2 is in the log, but not in its table"),
    "log gone": (run("DELETE FROM changes WHERE subject_id = 2"), "log", "2 is in its table, but not in the log"),
    "made twice": (
        run("INSERT INTO changes SELECT 90, batch_id, subject, subject_id, action, fields, '' FROM changes LIMIT 1, 1"),
        "log",
        "follow-up 1 is made twice",
    ),
    "changed before made": (
        run("DELETE FROM changes WHERE subject_id = 2 AND action = 'create'"), "log", "is changed before it is made",
    ),
    "old value": (
        run("UPDATE changes SET fields = replace(fields, '[\"Call\",null]', '[\"Calm\",null]')"),
        "log",
        "was changed from what it was not",
    ),
    "strange field": (
        run("UPDATE changes SET fields = replace(fields, '\"text\":', '\"texx\":') WHERE seq = 2"),
        "log",
        "fields that no record has",
    ),
    "not json": (run("UPDATE changes SET fields = '{' WHERE seq = 2"), "log", "follow-up 1 or its log can't be read"),
    "not utf-8": (run("UPDATE followups SET note = CAST(x'ff' AS TEXT)"), "log", "can't be read"),
    "no day": (run("UPDATE followups SET promised = '2026-02-30'"), "dates", "no date in promised"),
    "year": (run("UPDATE followups SET since = '1066-10-14'"), "dates", "no date in since"),
    "batch time": (run("UPDATE batches SET at = '2026-02-30T00:00:00Z' WHERE id = 1"), "log", "batch 1 of the log"),
    "undo of undone": (
        run("INSERT INTO batches (at, zone, command, undoes) VALUES ('2026-11-23T09:00:00Z', 'UTC', 'undo', 3)"),
        "undo",
        "takes back what does not stand",
    ),
    "ids": (run("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'followups'"), "ids", "would give out 2 again"),
    "search index": (run("DELETE FROM search_data WHERE id > 10"), "search", "index is damaged"),
    "search content": (run("DELETE FROM search WHERE rowid = 1"), "search", "not in step"),
    "search gone": (run("DROP TABLE search"), "search", "damaged"),
    "names": (run("DELETE FROM person_names WHERE key = 'anita'"), "names", "not in step"),
    "index gone": (run("DROP INDEX followups_open"), "schema", "index 'followups_open' is gone"),
    "view gone": (run("DROP VIEW owed"), "schema", "view 'owed' is gone"),
    "view changed": (run("DROP VIEW owed", "CREATE VIEW owed AS SELECT 1"), "schema", "view 'owed' is not as"),
    "table changed": (run("ALTER TABLE people ADD COLUMN age INTEGER"), "schema", "table 'people' is not as"),
    "trigger": (
        run("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END"), "schema", "'evil'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("harm", "check", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_as_damage(queue: Path, harm: Callable[[Path], object], check: str, words: str) -> None:
    harm(queue)
    before = queue.read_bytes()
    damage = [finding for finding in found(queue) if finding.is_damage]
    assert any(finding.check == check and words in finding.message for finding in damage), damage
    assert all(str(queue) in finding.message and finding.hint for finding in damage)
    assert all("\n" not in finding.message for finding in damage)
    assert queue.read_bytes() == before


MENDED = {
    "search index": ("search",), "search content": ("search",), "search gone": ("search",), "names": ("search",),
    "index gone": ("schema",), "view gone": ("schema",), "view changed": ("schema",), "ids": ("ids",),
    "trigger": ("triggers",),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_what_needs_no_guess_is_mended(queue: Path, name: str) -> None:
    BROKEN[name][0](queue)
    offered = {finding.mend for finding in found(queue)} - {""}
    assert offered == set(MENDED[name])
    mend(str(queue), offered)
    assert found(queue) == []
    made = Queue(str(queue))
    with made.reading() as reader:
        assert [f.id for f in reader.search(["quote"])] == [1]
        assert [p.id for p in reader.people_called("anita")] == [1]
        assert reader.next_id("followups") == 3
    made.close()


@pytest.mark.parametrize("name", [name for name in BROKEN if name not in MENDED])
def test_nothing_is_mended_that_would_need_a_guess(queue: Path, name: str) -> None:
    BROKEN[name][0](queue)
    assert {finding.mend for finding in found(queue) if finding.is_damage} - {"search", "schema"} == {""}


def test_a_repair_that_fails_changes_nothing(queue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    BROKEN["names"][0](queue)
    monkeypatch.setattr("followq.store.doctor.repair.index_all", lambda _: 1 / 0)
    before = [finding.message for finding in found(queue)]
    with pytest.raises(ZeroDivisionError):
        mend(str(queue), {"search"})
    assert [finding.message for finding in found(queue)] == before


# What is only worth knowing.


def test_what_somebody_else_put_beside_the_tables_is_told_and_left(queue: Path) -> None:
    run("CREATE TABLE mine (a)", "CREATE VIEW other AS SELECT 1")(queue)
    said = found(queue)
    assert [(finding.check, finding.is_damage, finding.mend) for finding in said] == [("schema", False, "")] * 2
    assert "'mine'" in said[0].message


def test_a_clock_before_the_last_entry_is_told(queue: Path) -> None:
    (said,) = found(queue, "2026-11-22T00:00:00Z")
    assert (said.check, said.is_damage) == ("clock", False)
    assert NOW in said.message


def test_a_link_to_what_is_gone_is_told(db: Path) -> None:
    made = Queue(str(db))
    with made.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        batch.add(followup(blocked_by=(7,)))
    made.close()
    (said,) = found(db)
    assert (said.check, said.is_damage) == ("links", False)
    assert "waits for 7" in said.message


def test_a_write_ahead_log_is_told_and_switched_back(queue: Path) -> None:
    run("PRAGMA journal_mode = WAL")(queue)
    (said,) = found(queue)
    assert (said.check, said.mend, said.is_damage) == ("journal mode", "wal", False)
    mend(str(queue), {"wal"})
    assert found(queue) == []


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_queue_or_a_backup_that_others_may_read_is_told_and_closed(queue: Path) -> None:
    made = Queue(str(queue))
    copy = made.back_up("daily")
    made.close()
    for place in (str(queue), copy, f"{queue}.backups"):
        os.chmod(place, 0o755 if place.endswith("backups") else 0o644)
    said = found(queue)
    assert [finding.check for finding in said] == ["rights"] * 3
    assert {place for place in (str(queue), copy) if any(place in finding.message for finding in said)} == {
        str(queue), copy,
    }  # fmt: skip
    mend(str(queue), {"rights"})
    assert found(queue) == []
    assert os.stat(queue).st_mode & 0o777 == 0o600
    assert os.stat(f"{queue}.backups").st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_a_file_of_ones_own_among_the_copies_is_left_alone(queue: Path) -> None:
    folder = Path(f"{queue}.backups")
    folder.mkdir(mode=0o700)
    own = [folder / "mine.txt", folder / "mine.part", folder / "2026-Z-mine.db", queue.with_name("queue.db.Zmine")]
    own.append(queue.with_name("queue.db.broken-Zmine"))
    for file in own:
        file.touch()
        file.chmod(0o644)
        os.utime(file, (time.time() - 3600,) * 2)
    assert found(queue) == []
    mend(str(queue), {"rights", "leftovers"})
    assert [file.stat().st_mode & 0o777 for file in own] == [0o644] * 5


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
@pytest.mark.parametrize(
    "name", ["before-restore-2026-11-23T090000.000000Z", "broken-2026-11-23T090000.000000Z-journal"]
)
def test_what_a_restore_put_aside_is_for_the_owner_alone_too(queue: Path, name: str) -> None:
    file = queue.with_name(f"queue.db.{name}")
    file.touch()
    file.chmod(0o644)
    (said,) = found(queue)
    assert said.check == "rights"
    mend(str(queue), {"rights"})
    assert file.stat().st_mode & 0o777 == 0o600


def test_old_temporary_files_are_told_and_removed_and_new_ones_left(queue: Path) -> None:
    folder = Path(f"{queue}.backups")
    folder.mkdir(mode=0o700)
    old = [queue.with_name(".followq-abc.new"), queue.with_name(".followq-abc.restore"), folder / ".followq-x.part"]
    new = queue.with_name(".followq-now.new")
    for file in (*old, new):
        file.touch(mode=0o600)
    folder_of_a_salvage = queue.with_name(".followq-abc.salvage")
    folder_of_a_salvage.mkdir()
    (folder_of_a_salvage / "old.db").touch()
    old.append(folder_of_a_salvage)
    for file in old:
        os.utime(file, (time.time() - 3600,) * 2)
    assert sorted(finding.message.split(": ")[0] for finding in found(queue)) == sorted(map(str, old))
    mend(str(queue), {"leftovers"})
    assert found(queue) == []
    assert new.exists()
    assert not any(file.exists() for file in old)


def test_a_second_name_of_the_queue_is_told_and_taken_away(queue: Path) -> None:
    os.link(queue, f"{queue}.before-restore-2026-11-23T090000.000000Z")
    (said,) = found(queue)
    assert (said.check, said.mend) == ("leftovers", "leftovers")
    mend(str(queue), {"leftovers"})
    assert os.listdir(queue.parent) == ["queue.db"]
    assert found(queue) == []


def test_a_days_backup_that_was_skipped_is_told(queue: Path) -> None:
    folder = Path(f"{queue}.backups")
    folder.mkdir(mode=0o700)
    (folder / "2026-11-22T090000.000000Z-daily.skipped").touch(mode=0o600)
    (said,) = found(queue)
    assert said.check == "backups"
    assert "2026-11-22" in said.message


def test_a_journal_that_was_left_is_told(queue: Path) -> None:
    Path(f"{queue}-journal").write_bytes(b"something")
    said = found(queue)
    assert said[0].check == "journal"
    assert not said[0].is_damage


def test_many_alike_are_told_in_few_lines(db: Path) -> None:
    made = Queue(str(db))
    with made.writing("add", NOW, "UTC") as batch:
        batch.add(person())
        for number in range(1, 1201):
            batch.add(followup(id=number))
    made.close()
    run("UPDATE followups SET note = 'x'")(db)
    said = [finding.message for finding in found(db) if finding.check == "log"]
    assert len(said) == 6
    assert "1195 more like it" in said[-1]


def test_a_queue_that_another_program_holds_is_busy_not_damaged(queue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followq.store.file.connection.BUSY_SECONDS", 0.05)
    with held_by_another(queue, "BEGIN EXCLUSIVE"), pytest.raises(BusyError):
        found(queue)


def test_what_is_written_meanwhile_is_no_damage(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followq.store.file.connection.BUSY_SECONDS", 2.0)
    with Actor("add_for_ever", db) as actor:
        actor.await_ready()
        actor.go()
        actor.line()
        for _ in range(5):
            # Whoever writes without a pause may keep the doctor out, as anybody else.
            with suppress(BusyError):
                assert [finding.message for finding in found(db) if finding.is_damage] == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_queue_that_can_not_be_written_to_is_checked_all_the_same(queue: Path) -> None:
    queue.chmod(0o400)
    queue.parent.chmod(0o500)
    assert found(queue) == []


def test_a_queue_that_cannot_be_opened_is_a_matter_of_rights_not_of_damage(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        found(tmp_path / "none.db")


# Folders that other machines write to.


@pytest.mark.parametrize(
    ("place", "program"),
    [
        ("/home/ana/Dropbox/queue.db", "Dropbox"),
        ("/home/ana/Dropbox (Work)/a/queue.db", "Dropbox"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/q.db", "iCloud"),
        ("C:\\Users\\ana\\OneDrive - Work\\queue.db", "OneDrive"),
        ("/home/ana/Nextcloud/queue.db", "Nextcloud"),
        ("/home/ana/MEGA/queue.db", "MEGA"),
        ("/home/ana/megaproject/queue.db", ""),
        ("/home/ana/.local/share/followq/queue.db", ""),
        ("/home/ana/dropbox.db", ""),
    ],
)
def test_synced_folders_are_known_by_their_names(place: str, program: str) -> None:
    assert location_checks.find_sync_program(place) == program


MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:27 / /home rw shared:1 - nfs4 server:/home rw
31 27 0:28 / /home/ana/my\\040disk rw - ext4 /dev/vdb rw
32 27 0:29 / /home/ana/phone rw - fuse.sshfs phone: rw
33 27 0:30 / /mnt rw - ext4 /dev/vdc rw
34 27 0:31 / /mnt rw - cifs //server/share rw
nonsense
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/var/queue.db", "ext4"), ("/home/ana/queue.db", "nfs4"), ("/home/ana/my disk/queue.db", "ext4"),
        ("/home/ana/phone/queue.db", "fuse.sshfs"), ("/mnt/queue.db", "cifs"), ("/homestead/queue.db", "ext4"),
    ],
)  # fmt: skip
def test_file_systems_are_told_by_the_table_of_mounts(place: str, kind: str) -> None:
    assert location_checks.find_file_system(MOUNTS, place) == kind


def test_a_synced_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    made = Queue(str(folder / "queue.db"))
    with made.writing("add", NOW, "UTC") as batch:
        batch.add(person())
    made.close()
    (said,) = found(folder / "queue.db")
    assert (said.check, said.is_damage) == ("folder", False)
    assert "Dropbox" in said.message


def test_a_network_file_system_is_told(queue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location_checks, "_mounts", lambda: f"30 27 0:27 / {queue.parent} rw - nfs4 server:/home rw")
    (said,) = found(queue)
    assert (said.check, said.is_damage) == ("folder", False)
    assert "nfs4" in said.message


@pytest.mark.parametrize("counter", ["9223372036854775807", "9223372036854775806", "-5", "'many'", "1e300", "NULL"])
@pytest.mark.parametrize("table", ["followups", "people", "batches", "changes"])
def test_a_counter_at_its_end_is_found_refused_and_set_right(queue: Path, table: str, counter: str) -> None:
    run(f"UPDATE sqlite_sequence SET seq = {counter} WHERE name = '{table}'")(queue)
    (said,) = found(queue)
    assert (said.check, said.mend, said.is_damage) == ("ids", "ids", True)
    assert table in said.message
    other = Queue(str(queue))
    with pytest.raises(DamagedError, match=f"counter of {table}") as caught, other.writing("add", NOW, "UTC") as batch:
        batch.add(person(id=99, uid="other", name="Somebody New"))
    other.close()
    assert "full" not in caught.value.message
    mend(str(queue), {"ids"})
    assert found(queue) == []


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
@pytest.mark.parametrize("beside", [False, True])
def test_what_is_no_queue_is_neither_closed_nor_offered_to_be(tmp_path: Path, beside: bool) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("what I have to do\n")
    if beside:
        folder = Path(f"{text}.backups")
        folder.mkdir(mode=0o755)
        (folder / "2026-11-23T090000.000000Z-daily.db").write_text("mine")
        (tmp_path / ".followq-config").write_text("mine")
        (tmp_path / ".followq-notes.txt").write_text("mine")
        (tmp_path / "notes.txt.broken-2026-11-23T090000.000000Z").write_text("mine")
    for file in tmp_path.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
        os.utime(file, (time.time() - 3600,) * 2)
    before = {file: file.stat().st_mode for file in tmp_path.rglob("*")}
    assert [finding.mend for finding in examine(str(text), NOW).findings] == [""]
    mend(str(text), {"rights", "leftovers"})
    assert {file: file.stat().st_mode for file in tmp_path.rglob("*")} == before


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_what_a_link_among_the_copies_leads_to_is_not_ours(queue: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine")
    other.chmod(0o644)
    folder = Path(f"{queue}.backups")
    folder.mkdir(mode=0o700)
    (folder / "2026-11-23T090000.000000Z-daily.db").symlink_to(other)
    assert found(queue) == []
    mend(str(queue), {"rights"})
    assert other.stat().st_mode & 0o777 == 0o644
