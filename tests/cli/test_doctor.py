"""`doctor`: sound or not in one line, each finding in another, and repairs that need no guess."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Call


@pytest.fixture(autouse=True)
def _queue(fq: Call) -> None:
    fq("add", "Ana Lopez", "Send the quote", "--by", "fri")
    fq("add", "-w", "Tom", "Numbers")


def run(db: Path, *statements: str) -> None:
    """What another program does to the file."""
    with closing(sqlite3.connect(db)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


EVIL = "CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END"


def test_a_sound_queue_is_said_to_be_sound(fq: Call, db: Path) -> None:
    fq("backup")
    answer = fq("doctor")
    assert (answer.code, answer.err) == (0, "")
    first, last = answer.out.splitlines()
    assert first == f"✓ Sound: 2 follow-ups, 2 open, 2 people, in {db}."
    assert last.startswith("Newest good backup: ")
    assert "by hand" in last


def test_without_a_queue_there_is_nothing_wrong(fq: Call, db: Path) -> None:
    db.unlink()
    answer = fq("doctor")
    assert answer.code == 0
    assert "no queue" in answer.out
    assert not db.exists()


def test_without_a_backup_the_command_that_makes_one_is_named(fq: Call) -> None:
    assert fq("doctor").out.splitlines()[-1] == "No backup yet: followq backup"


def test_damage_is_named_and_ends_with_its_code(fq: Call, db: Path) -> None:
    run(db, "UPDATE followups SET text = 'Other' WHERE id = 1")
    answer = fq("doctor")
    assert answer.code == 6
    assert "damage: follow-up 1 has another text in its table than in the log\n" in answer.out
    assert "--salvage" in answer.out
    assert len(answer.err.splitlines()) == 1
    assert "2 of the checks found damage" in answer.err


def test_path_and_what_to_do_are_said_once_however_much_is_found(fq: Call, db: Path) -> None:
    fq("add", "Mei", "Plan")
    run(db, "UPDATE followups SET note = 'Other'", "DELETE FROM person_names", "DROP INDEX followups_open")
    answer = fq("doctor")
    assert answer.out.count("damage: ") > 4
    assert answer.out.count(str(db)) == 1
    assert answer.out.count("--salvage") == answer.out.count("doctor --fix") == 1
    checks = {finding["check"] for finding in fq("doctor", "--json").document["findings"]}
    assert f"{len(checks)} of the checks found damage" in answer.err


def test_without_a_backup_no_backup_of_a_damaged_queue_is_advised(fq: Call, db: Path) -> None:
    run(db, "UPDATE followups SET text = 'Other' WHERE id = 1")
    answer = fq("doctor")
    assert "followq backup" not in answer.out
    last = "followq doctor --salvage FILE: saves into a new file 2 follow-ups, 2 open, as far as they can be read"
    assert answer.out.splitlines()[-1] == last


def test_a_backup_and_what_can_be_read_stand_side_by_side(fq: Call, db: Path) -> None:
    fq("backup")
    fq("add", "Mei", "Plan")
    run(db, "UPDATE followups SET text = 'Other' WHERE id = 1")
    restore, salvage = fq("doctor").out.splitlines()[-2:]
    assert restore.startswith("followq restore latest: ")
    assert ": 2 follow-ups, 2 open, " in restore
    assert salvage.startswith("followq doctor --salvage FILE: ")
    assert "3 follow-ups, 3 open" in salvage
    assert "more than the backup" in salvage


def test_of_what_is_mended_without_loss_the_backup_is_named_with_its_command(fq: Call, db: Path) -> None:
    fq("backup")
    run(db, "DELETE FROM person_names")
    answer = fq("doctor")
    assert answer.code == 6
    assert "--salvage" not in answer.out
    assert re.match("Newest good backup: .*followq restore latest$", answer.out.splitlines()[-1])


def test_a_file_that_can_not_be_opened_is_said_to_be_damaged_once(fq: Call, db: Path) -> None:
    db.write_bytes(db.read_bytes()[: db.stat().st_size // 2])
    answer = fq("doctor")
    assert answer.code == 6
    assert (answer.out + answer.err).lower().count("damage") == 1
    assert answer.out.splitlines()[0].startswith(f"{db}: ")


def test_a_file_of_another_program_is_not_to_be_saved(fq: Call, db: Path) -> None:
    run(db, "PRAGMA application_id = 1")
    answer = fq("doctor")
    assert answer.code == 6
    assert answer.out.splitlines() == [f"{db}: is a database of another program (choose another path)"]


def test_a_file_that_is_no_queue_is_named_with_the_way_out(fq: Call, db: Path) -> None:
    fq("backup")
    db.write_text("hello " * 1000)
    answer = fq("doctor")
    assert answer.code == 6
    assert "followq restore latest" in answer.out
    assert "newest good backup" in answer.out


def test_notes_are_no_damage(fq: Call, db: Path, tmp_path: Path) -> None:
    run(db, "PRAGMA journal_mode = WAL")
    (tmp_path / "config.toml").write_text("limt = 3\n[backups]\ndaily = 0\n")
    answer = fq("doctor")
    assert (answer.code, answer.err) == (0, "")
    notes = [line for line in answer.out.splitlines() if line.startswith("note: ")]
    assert len(notes) == 3
    assert "write-ahead log" in notes[0]
    assert "backups.daily" in notes[1]
    assert "limt" in notes[2]


def test_settings_that_can_not_be_read_are_a_note(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("limit = [")
    answer = fq("doctor")
    assert answer.code == 0
    assert "config.toml: is not a settings file" in answer.out


def test_a_copy_that_can_not_be_used_is_a_note(fq: Call, db: Path) -> None:
    fq("backup")
    (copy,) = Path(f"{db}.backups").glob("*.db")
    copy.write_text("hello " * 500)
    answer = fq("doctor")
    assert answer.code == 0
    assert f"note: {copy}: can't be used, it is damaged" in answer.out
    assert "delete" not in answer.out
    assert f"followq --db {copy} doctor --salvage FILE" in answer.out


def test_fix_mends_says_so_and_makes_a_backup_before(fq: Call, db: Path) -> None:
    run(db, "DELETE FROM search", "DROP INDEX followups_open")
    answer = fq("doctor", "--fix")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0].startswith("✓ Sound")
    assert [line.startswith("mended: ") for line in lines[1:3]] == [True, True]
    assert "before-repair" in lines[3]
    assert fq("doctor").out.splitlines()[0].startswith("✓ Sound")
    assert len(fq("search", "quote", "--json").document["followups"]) == 1


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_fix_of_rights_needs_no_backup(fq: Call, db: Path) -> None:
    db.chmod(0o644)
    assert "may look into it" in fq("doctor").out
    answer = fq("doctor", "--fix")
    assert answer.code == 0
    assert db.stat().st_mode & 0o777 == 0o600
    assert not Path(f"{db}.backups").exists()


def test_fix_leaves_a_write_ahead_log_that_another_program_has_open_and_mends_the_rest(fq: Call, db: Path) -> None:
    db.chmod(0o644)
    with closing(sqlite3.connect(db)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("DELETE FROM search")
        other.commit()
        answer = fq("doctor", "--fix")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.count("mended: ") == (1 if os.name == "nt" else 2)
        (note,) = [line for line in answer.out.splitlines() if line.startswith("note: ")]
        assert "another program has the file open" in note
        assert fq("add", "Mei", "Plan").code == 0
    answer = fq("doctor", "--fix")
    assert answer.code == 0
    assert "note: " not in answer.out
    assert len(fq("search", "quote", "--json").document["followups"]) == 1


def test_fix_on_a_sound_queue_changes_nothing(fq: Call, db: Path) -> None:
    before = db.read_bytes()
    assert fq("doctor", "--fix").code == 0
    assert db.read_bytes() == before
    assert sorted(path.name for path in db.parent.iterdir()) == ["queue.db"]


def test_a_trigger_stops_writes_until_it_is_dropped_on_request(fq: Call, db: Path) -> None:
    run(db, EVIL)
    for argv in (("add", "Mei", "Plan"), ("done", "1"), ("undo",)):
        answer = fq(*argv)
        assert (answer.code, answer.out) == (6, "")
        assert "followq doctor" in answer.err
    assert fq("today").code == 0
    assert fq("doctor").code == 6
    assert fq("doctor", "--fix").code == 6
    assert fq("doctor", "--fix", "--drop-triggers").code == 0
    assert fq("add", "Mei", "Plan").code == 0
    assert len(fq("list", "--json").document["followups"]) == 3


def test_dropping_goes_with_fixing(fq: Call) -> None:
    assert fq("doctor", "--drop-triggers").code == 2


@pytest.mark.parametrize("more", [(), ("--drop-triggers",)])
def test_salvaging_does_not_go_with_fixing(fq: Call, tmp_path: Path, more: tuple[str, ...]) -> None:
    answer = fq("doctor", "--fix", *more, "--salvage", str(tmp_path / "saved.db"))
    assert (answer.code, answer.out) == (2, "")
    assert "--salvage" in answer.err
    assert not (tmp_path / "saved.db").exists()


def test_nothing_is_written_into_a_file_that_sqlite_finds_damaged(fq: Call, db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'followups_by_source'").fetchone()
    run(db, "DELETE FROM search")
    data = bytearray(db.read_bytes())
    data[(page - 1) * 4096 : (page - 1) * 4096 + 200] = b"\xff" * 200
    db.write_bytes(data)
    before = db.read_bytes()
    assert fq("doctor", "--fix").code == 6
    assert db.read_bytes() == before


def test_json(fq: Call, db: Path) -> None:
    document = fq("doctor", "--json").document
    assert (document["kind"], document["is_sound"], document["findings"]) == ("doctor", True, [])
    assert document["contents"]["followups"] == 2
    run(db, EVIL)
    answer = fq("doctor", "--json")
    assert (answer.code, answer.error["code"]) == (6, "damaged")
    (finding,) = answer.document["findings"]
    assert (finding["check"], finding["is_damage"], finding["mend"]) == ("schema", True, "triggers")


def test_salvage_saves_into_a_new_file_and_says_how_to_go_on(fq: Call, db: Path, tmp_path: Path) -> None:
    run(db, "DELETE FROM changes WHERE subject_id = 1 AND subject = 'followup'")
    before = db.read_bytes()
    target = tmp_path / "saved.db"
    answer = fq("doctor", "--salvage", str(target))
    assert (answer.code, answer.err) == (0, "")
    assert f"Saved into {target}: 2 follow-ups, 2 open." in answer.out
    assert f"followq restore {target}" in answer.out
    assert db.read_bytes() == before
    assert fq("--db", str(target), "doctor").code == 0
    assert fq("restore", str(target), "--yes").code == 0
    assert fq("doctor").code == 0


def test_salvage_never_writes_over_a_file(fq: Call, db: Path, tmp_path: Path) -> None:
    target = tmp_path / "saved.db"
    target.write_text("mine")
    for place in (target, db):
        assert fq("doctor", "--salvage", str(place)).code == 7
    assert target.read_text() == "mine"


def test_salvage_in_json(fq: Call, tmp_path: Path) -> None:
    document = fq("doctor", "--salvage", str(tmp_path / "saved.db"), "--json").document
    assert document["kind"] == "salvage"
    assert [table["table"] for table in document["tables"]] == ["people", "followups", "batches", "changes"]
    assert [table["saved"] for table in document["tables"]] == [2, 2, 2, 4]


def test_salvage_of_what_can_not_be_read_says_so(fq: Call, db: Path, tmp_path: Path) -> None:
    db.write_text("hello " * 1000)
    answer = fq("doctor", "--salvage", str(tmp_path / "saved.db"))
    assert answer.code == 6
    assert "nothing can be read" in answer.err
    assert not (tmp_path / "saved.db").exists()


def test_words_of_others_are_harmless(fq: Call, db: Path) -> None:
    run(db, EVIL.replace("evil", '"ev\x1b[2Jil"'))
    for argv in (("doctor",), ("doctor", "--fix", "--drop-triggers"), ("add", "Mei", "Plan")):
        answer = fq(*argv)
        assert "\x1b" not in answer.out + answer.err
    assert fq("doctor").code == 0


def test_a_trigger_in_an_older_file_is_found_and_dropped_too(fq: Call, db: Path) -> None:
    run(db, EVIL, "PRAGMA user_version = 6", "DROP INDEX changes_reopened")
    run(db, "DELETE FROM _sqlite_migrations WHERE name LIKE '0007%'")
    assert fq("today").code == 6
    assert "'evil'" in fq("doctor").out
    assert fq("doctor", "--fix", "--drop-triggers").code == 0
    assert fq("today").code == 0
    assert fq("doctor").code == 0


@pytest.mark.parametrize("argv", [("doctor",), ("backup",), ("restore", "--yes"), ("doctor", "--salvage", "x.db")])
def test_a_path_that_can_not_be_a_queue_is_refused_in_words(fq: Call, tmp_path: Path, argv: tuple[str, ...]) -> None:
    for path in ("", str(tmp_path), str(tmp_path / "none" / "queue.db")):
        answer = fq("--db", path, *argv)
        assert answer.code in ((7, 3) if argv[0] == "restore" else (7,)), path


def test_a_journal_that_a_restore_put_aside_is_no_copy(fq: Call, db: Path) -> None:
    fq("backup")
    fq("restore", "latest", "--yes")
    (aside,) = db.parent.glob("queue.db.before-restore-*Z")
    for ending in ("-journal", "-wal", "-shm"):
        aside.with_name(aside.name + ending).write_bytes(b"")
    answer = fq("doctor")
    assert (answer.code, "can't be used" in answer.out) == (0, False)
    assert len(fq("backup", "list", "--json").document["backups"]) == 2


def test_doctor_never_advises_to_delete_what_restore_takes(fq: Call, db: Path) -> None:
    """A copy with a trigger, and one that another program was stopped at: not recommended, taken when named."""
    fq("backup")
    fq("backup")
    stopped, strange = sorted(Path(f"{db}.backups").glob("*.db"))
    run(strange, "CREATE TRIGGER mine AFTER INSERT ON followups BEGIN SELECT 1; END")
    stopped.with_name(f"{stopped.name}-journal").write_bytes(b"half")
    answer = fq("doctor")
    assert "delete" not in answer.out
    for copy in (stopped, strange):
        assert f"followq restore {copy}" in answer.out
        assert fq("restore", str(copy), "--yes").code == 0


def test_a_log_entry_whose_value_is_missing_is_damage_and_no_defect(fq: Call, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("""UPDATE changes SET fields = '{"text":}' WHERE subject = 'followup'""")
        connection.commit()
    answer = fq("doctor", "--json")
    assert answer.code == 6, answer
    assert "defect" not in answer.err
