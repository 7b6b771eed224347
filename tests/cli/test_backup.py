"""`backup` and `restore`: a copy, the list of those there are, and one put back."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followq.store.backup import make
from tests.conftest import Call

TUESDAY = "2026-11-24T09:00:00Z"


@pytest.fixture(autouse=True)
def _queue(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue with one thing in it, on a machine that may be busy with other things."""
    monkeypatch.setattr(make, "DAILY_SECONDS", 60.0)
    fq("add", "Ana Lopez", "Send the quote")


def copies(db: Path) -> list[str]:
    folder = Path(f"{db}.backups")
    return sorted(name for name in os.listdir(folder) if name != "checked.json") if folder.exists() else []


def texts(fq: Call, *before: str) -> list[str]:
    return [item["text"] for item in fq(*before, "list", "--json").document["followups"]]


def test_a_backup_goes_among_the_others_and_says_where_and_what(fq: Call, db: Path) -> None:
    answer = fq("backup")
    assert (answer.code, answer.err) == (0, "")
    (name,) = copies(db)
    assert name.endswith("Z-by-hand.db")
    assert f"{db}.backups/{name}" in answer.out
    assert "1 follow-up, 1 open" in answer.out
    assert re.search(r"\d+ KB", answer.out)


def test_a_backup_to_a_file_is_a_whole_queue(fq: Call, db: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert fq("backup", str(target)).code == 0
    assert texts(fq, "--db", str(target)) == ["Send the quote"]
    assert target.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    assert copies(db) == []


def test_a_file_that_is_there_is_replaced_only_when_asked_for(fq: Call, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    refused = fq("backup", str(target))
    assert (refused.code, target.read_text()) == (7, "mine")
    assert "--force" in refused.err
    assert fq("backup", str(target), "--force").code == 0
    assert texts(fq, "--db", str(target)) == ["Send the quote"]


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_the_queue_itself_is_never_written_over(fq: Call, db: Path, tmp_path: Path, force: tuple[str, ...]) -> None:
    other = tmp_path / "same.db"
    os.link(db, other)
    before = db.read_bytes()
    for target in (db, other):
        assert fq("backup", str(target), *force).code == 2
    assert db.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="homes are POSIX's")
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_the_queue_is_known_under_its_name_from_home_too(
    fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch, force: tuple[str, ...]
) -> None:
    monkeypatch.setenv("HOME", str(db.parent))
    inode, before = db.stat().st_ino, db.read_bytes()
    refused = fq("backup", f"~/{db.name}", *force)
    assert refused.code == 2
    assert "is the queue itself" in refused.err
    assert (db.stat().st_ino, db.read_bytes()) == (inode, before)


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_what_sqlite_keeps_beside_the_queue_is_never_a_copy(fq: Call, db: Path, ending: str) -> None:
    refused = fq("backup", f"{db}{ending}", "--force")
    assert refused.code == 2
    assert "belongs to the queue" in refused.err
    assert not Path(f"{db}{ending}").exists()
    assert fq("backup", f"{db}.other{ending}").code == 0


def test_a_copy_never_gets_a_name_that_followq_would_delete_by_itself(fq: Call, db: Path) -> None:
    fq("backup")
    folder = Path(f"{db}.backups")
    before = copies(db)
    for name in (before[0], "2020-01-01T000000.000000Z-mine.db", ".followq-x.part"):
        refused = fq("backup", str(folder / name), "--force")
        assert refused.code == 2, name
        assert "by itself" in refused.err
    assert copies(db) == before
    assert fq("backup", str(folder / "mine.db")).code == 0


@pytest.mark.skipif(os.name == "nt", reason="links are POSIX's")
@pytest.mark.parametrize("path", ["n" * 300, "file/queue.db", "ring", "dangling", "folder", "none/queue.db"])
@pytest.mark.parametrize("argv", [("backup",), ("backup", "list"), ("doctor",), ("restore", "--yes")], ids=" ".join)
def test_a_path_that_is_no_file_is_named_as_today_names_it(
    path: str, argv: tuple[str, ...], fq: Call, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("text")
    (tmp_path / "ring").symlink_to("ring")
    (tmp_path / "dangling").symlink_to("nowhere")
    given = str(tmp_path / path)
    today, answer = fq("--db", given, "today"), fq("--db", given, *argv)
    assert (answer.code, answer.out, answer.err) == (7, "", today.err)


def test_old_ones_that_can_not_be_let_go_are_told_and_the_copy_is_made(
    fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("config", "backups.others", "1")
    fq("backup")
    remove = os.unlink

    def fail(path: str) -> None:
        if "by-hand" in str(path):
            raise PermissionError(13, "Permission denied", path)
        remove(path)

    monkeypatch.setattr(os, "unlink", fail)
    answer = fq("backup")
    assert answer.code == 0
    assert "old backups could not be deleted" in answer.err
    assert len(copies(db)) == 2


@pytest.mark.skipif(os.name == "nt", reason="links are POSIX's")
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_links_folders_and_pipes_are_refused(fq: Call, tmp_path: Path, force: tuple[str, ...]) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "dangling").symlink_to(tmp_path / "none")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "dangling", "folder", "pipe", "none/copy.db"):
        answer = fq("backup", str(tmp_path / name), *force)
        assert answer.code == 7, name
        assert str(tmp_path / name) in answer.err
    assert target.read_text() == "mine"
    assert not (tmp_path / "none").exists()
    assert [name for name in os.listdir(tmp_path) if name.startswith(".followq")] == []


def test_a_file_beside_which_another_databases_journal_lies_is_refused(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "copy.db-journal").write_text("x")
    answer = fq("backup", str(tmp_path / "copy.db"))
    assert answer.code == 7
    assert "journal" in answer.err


def test_without_a_queue_there_is_nothing_to_back_up(fq: Call, db: Path) -> None:
    db.unlink()
    answer = fq("backup")
    assert answer.code == 3
    assert not db.exists()


def test_the_list_says_when_why_and_what(fq: Call) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers", now=TUESDAY)
    rows = fq("backup", "list").out.splitlines()
    assert re.match(r"1 .* KB  1 follow-up, 1 open  daily$", rows[0])
    assert re.match(r"2 .* by hand$", rows[1])
    assert "followq restore NUMBER" in rows[2]


def test_an_empty_list_says_how_to_make_one(fq: Call) -> None:
    answer = fq("backup", "list")
    assert answer.code == 0
    assert "followq backup" in answer.out


def test_a_copy_that_can_not_be_used_says_so(fq: Call, db: Path) -> None:
    fq("backup")
    Path(f"{db}.backups", copies(db)[0]).write_text("hello " * 500)
    assert "damaged: can't be used" in fq("backup", "list").out
    (row,) = fq("backup", "list", "--json").document["backups"]
    assert (row["contents"], row["problem"]) == (None, "damaged")


def test_a_copy_that_another_followq_has_let_go_at_once_is_no_defect(
    fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make.back_up

    def back_up(*given: Any, **named: Any) -> str:
        made = plain(*given, **named)
        os.unlink(made)
        return made

    monkeypatch.setattr(make, "back_up", back_up)
    assert fq("backup").code == 0


def test_json(fq: Call, db: Path) -> None:
    made = fq("backup", "--json").document
    assert made["kind"] == "backup"
    assert made["path"].startswith(f"{db}.backups")
    assert made["contents"] == {"followups": 1, "open": 1, "people": 1, "batches": 1, "last_at": "2026-11-23T09:00:00Z"}
    (row,) = fq("backup", "list", "--json").document["backups"]
    assert (row["path"], row["reason"], row["bytes"]) == (made["path"], "by-hand", made["bytes"])


# Backups that are made by themselves.


def test_the_first_write_of_a_day_makes_one_and_says_nothing(fq: Call, db: Path) -> None:
    answer = fq("done", "1", now=TUESDAY)
    assert (answer.code, answer.err) == (0, "")
    assert [name.partition("Z-")[2] for name in copies(db)] == ["daily.db"]


def test_trouble_with_it_is_one_line_and_stops_nothing(fq: Call, db: Path) -> None:
    Path(f"{db}.backups").write_text("in the way")
    answer = fq("done", "1", now=TUESDAY)
    assert answer.code == 0
    assert "1 done" in answer.out or "done" in answer.out
    assert len(answer.err.splitlines()) == 1
    assert "no backup of this day" in answer.err
    assert fq("list", "--json").document["followups"] == []


def test_settings_turn_them_off_and_are_checked(fq: Call, db: Path) -> None:
    assert fq("config", "backups.daily", "0").code == 0
    fq("done", "1", now=TUESDAY)
    assert copies(db) == []
    for key, value in (("backups.daily", "-1"), ("backups.weekly", "x"), ("backups.others", "0")):
        answer = fq("config", key, value)
        assert answer.code == 4, (key, value)
        assert key in answer.err
    assert "[backups]\ndaily = 0" in Path(os.environ["FOLLOWQ_CONFIG"]).read_text()


def test_an_import_makes_one_before(fq: Call, db: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('[{"person": "Tom", "text": "Contract"}]')
    assert fq("import", str(file), "--dry-run").code == 0
    assert copies(db) == []
    assert fq("import", str(file), "--yes").code == 0
    assert [name.partition("Z-")[2] for name in copies(db)] == ["before-import.db"]
    assert fq("restore", "latest", "--yes").code == 0
    assert texts(fq) == ["Send the quote"]


def test_an_import_into_an_empty_queue_makes_none(fq: Call, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('[{"person": "Tom", "text": "Contract"}]')
    other = tmp_path / "other.db"
    assert fq("--db", str(other), "import", str(file), "--yes").code == 0
    assert copies(other) == []


def test_whoever_is_forgotten_gets_no_fresh_backup(fq: Call, db: Path) -> None:
    fq("person", "forget", "Ana", "Lopez", "--yes", now=TUESDAY)
    assert copies(db) == []


# Restoring.


def test_what_a_copy_holds_comes_back_and_the_way_back_is_said(fq: Call, db: Path) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers")
    answer = fq("restore", "latest", "--yes")
    assert answer.code == 0
    assert texts(fq) == ["Send the quote"]
    found = re.search(rf"to go back: followq restore ({re.escape(str(db))}\S+)", answer.out)
    assert found
    assert fq("restore", found[1], "--yes").code == 0
    assert texts(fq) == ["Send the quote", "Numbers"]


def test_what_would_change_is_shown_first(fq: Call, db: Path) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers", now="2026-11-23T10:00:00Z")
    before = db.read_bytes()
    answer = fq("restore", "--dry-run")
    assert answer.code == 0
    assert "Now: 2 follow-ups, 2 open, last change Mon 23 Nov 10:00" in answer.out
    assert "Then: 1 follow-up, 1 open, last change Mon 23 Nov 09:00" in answer.out
    assert db.read_bytes() == before


def test_nobody_there_to_confirm_changes_nothing(fq: Call, db: Path) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers")
    before = db.read_bytes()
    answer = fq("restore")
    assert answer.code == 9
    assert "Then: 1 follow-up" in answer.err
    assert db.read_bytes() == before
    assert sorted(path.name for path in db.parent.iterdir()) == ["queue.db", "queue.db.backups"]


def test_a_number_is_the_place_in_the_list(fq: Call) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers")
    fq("backup")
    assert fq("restore", "2", "--yes").code == 0
    assert texts(fq) == ["Send the quote"]


def test_latest_is_the_newest_that_is_sound_and_not_what_was_put_aside(fq: Call, db: Path) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers")
    fq("backup")
    Path(f"{db}.backups", copies(db)[-1]).write_text("hello " * 500)
    for _ in range(2):
        fq("restore", "latest", "--yes")
        assert texts(fq) == ["Send the quote"]


@pytest.mark.parametrize(
    ("source", "code"), [("7", 3), ("0", 3), ("none.db", 4), ("latest", 3), (".", 4), ("queue.db", 2)]
)
def test_what_can_not_be_restored_is_refused(
    fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch, source: str, code: int
) -> None:
    monkeypatch.chdir(db.parent)
    before = db.read_bytes()
    answer = fq("restore", source, "--yes")
    assert (answer.code, answer.out) == (code, "")
    assert "(" in answer.err
    assert db.read_bytes() == before


def test_a_damaged_queue_names_the_copy_and_the_command_that_brings_it_back(fq: Call, db: Path) -> None:
    fq("backup")
    db.write_text("hello " * 1000)
    answer = fq("today")
    assert answer.code == 6
    assert re.search(r"newest good backup: \d{4}-\d\d-\d\d \d\d:\d\d UTC with 1 follow-up", answer.err)
    assert "followq restore latest" in answer.err
    answer = fq("restore", "latest", "--yes")
    assert answer.code == 0
    assert ".broken-" in answer.out
    assert texts(fq) == ["Send the quote"]


def test_the_command_that_is_named_is_for_the_queue_that_was_named(fq: Call, tmp_path: Path) -> None:
    other = tmp_path / "my other.db"
    fq("--db", str(other), "add", "Tom", "Numbers")
    fq("--db", str(other), "backup")
    other.write_text("hello " * 1000)
    for argv in (("--db", str(other)), (f"--db={other}",)):
        assert f"followq --db '{other}' restore latest" in fq(*argv, "today").err
    assert f"--db '{other}'" in fq("--db", str(other), "today", "--json").error["hint"]


def test_a_queue_that_is_gone_comes_back(fq: Call, db: Path) -> None:
    fq("backup")
    db.unlink()
    answer = fq("restore", "--yes")
    assert answer.code == 0
    assert "kept" not in answer.out
    assert texts(fq) == ["Send the quote"]


@pytest.mark.parametrize("argv", [("today",), ("count",), ("add", "Ana Lopez", "Call"), ("done", "1"), ("backup",)])
def test_a_queue_that_is_gone_is_no_empty_desk_while_its_backups_are_there(
    fq: Call, db: Path, argv: tuple[str, ...]
) -> None:
    fq("backup")
    db.unlink()
    refused = fq(*argv)
    assert (refused.code, refused.out) == (7, "")
    assert "the queue is gone" in refused.err
    assert "with 1 follow-up: followq restore latest" in refused.err
    assert not db.exists()
    Path(f"{db}.backups").rename(f"{db}.elsewhere")
    assert fq("today").code == 0


def test_what_a_damaged_queue_leads_to_is_said_when_a_copy_takes_its_place(fq: Call, db: Path) -> None:
    fq("backup")
    db.write_bytes(db.read_bytes()[:90_000])
    assert "followq doctor --salvage FILE" in fq("restore", "--dry-run").out
    done = fq("restore", "--yes").out
    (kept,) = db.parent.glob("queue.db.broken-*")
    assert f"followq --db {kept} doctor --salvage FILE" in done


def test_latest_is_no_copy_that_holds_a_foreign_trigger(fq: Call, db: Path) -> None:
    fq("backup")
    with closing(sqlite3.connect(db)) as other, other:
        other.execute("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END")
    fq("doctor", "--fix", "--drop-triggers")
    by_hand, before_repair = copies(db)
    assert "before-repair" in before_repair
    assert "not as followq made it (trigger 'evil')" in fq("backup", "list").out
    assert by_hand in fq("restore", "--dry-run").out


def test_settings_that_can_not_be_read_are_no_hindrance(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("limit = [")
    assert fq("today").code == 4
    assert fq("backup").code == 0
    assert fq("backup", "list").code == 0
    assert fq("restore", "--yes").code == 0


def test_triggers_in_a_copy_are_told(fq: Call, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    fq("backup", str(target))
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON followups BEGIN DELETE FROM followups; END")
    assert "evil" in fq("restore", str(target), "--yes").out


def test_restore_in_json(fq: Call, db: Path) -> None:
    fq("backup")
    fq("add", "Tom", "Numbers")
    document = fq("restore", "--yes", "--json").document
    assert document["kind"] == "restore"
    assert (document["before"]["followups"], document["after"]["followups"]) == (2, 1)
    assert document["is_done"]
    assert os.path.exists(document["kept"])
    refused = fq("restore", "--json")
    assert (refused.code, json.loads(refused.err)["code"]) == (9, "needs-confirmation")


def test_words_of_others_in_file_names_are_harmless(fq: Call, tmp_path: Path) -> None:
    target = tmp_path / "co\x1b[2Jpy.db"
    for answer in (fq("backup", str(target)), fq("restore", str(target), "--yes"), fq("restore", f"{target}x")):
        assert "\x1b" not in answer.out + answer.err


@pytest.mark.parametrize("argv", [("backup",), ("backup", "list"), ("restore", "--yes"), ("doctor",)], ids=" ".join)
def test_they_leave_the_queue_they_did_not_ask_for_alone(fq: Call, tmp_path: Path, argv: tuple[str, ...]) -> None:
    other = tmp_path / "none.db"
    fq("--db", str(other), *argv)
    assert not other.exists()
    assert not Path(f"{other}.backups").exists()
