"""`person forget`: nothing of somebody is left in any byte, and nobody is forgotten by mistake."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from followq.store.queue import Queue
from tests.conftest import Call

NAME, ALIAS, EMAIL, PHONE, ORG = "Zorro Quixx", "Zalias", "zmail@example.com", "+99 887766", "Zorgan"
PERSON_NOTE, TEXT, OLD_TEXT, NOTE, TAG, PROJECT = "Zpersonnote", "Ztext", "Zoldtext", "Znote", "Ztag", "Zproject"
SAID, DROPPED, OLD_NAME, MERGED = "Zsaid", "Zdropped", "Zformer Name", "Zmerged Name"
MARKERS = (
    NAME, ALIAS, EMAIL, PHONE, ORG, PERSON_NOTE, TEXT, OLD_TEXT, NOTE, TAG, PROJECT, SAID, DROPPED, OLD_NAME, MERGED,
)  # fmt: skip


@pytest.fixture
def queue(fq: Call) -> None:
    """Somebody of whom everything is known, with everything done that leaves a trace, beside somebody else."""
    fq("person", "add", OLD_NAME, "--alias", ALIAS, "--email", EMAIL, "--phone", PHONE, "--org", ORG)
    fq("person", "edit", OLD_NAME, "--name", NAME, "--note", PERSON_NOTE)
    fq("person", "add", MERGED)
    fq("add", MERGED, "Something merged")
    fq("person", "merge", MERGED, NAME)
    fq("add", "Tom Baker", "Invoice", "--note", "Kept note")
    fq("add", NAME, OLD_TEXT, "--note", NOTE, "--tag", TAG, "--project", PROJECT)
    fq("edit", "3", "--text", TEXT)
    fq("told", "3", SAID)
    fq("add", "-w", NAME, "Ztoo late")
    fq("drop", "4", DROPPED)
    fq("add", NAME, "Zundone")
    fq("undo")
    for number in range(40):  # more than a page of the file, so that some of it becomes unused
        fq("note", "3", f"Zline {number} " + "x" * 200)
    fq("edit", "2", "--blocked-by", "3")


def leave_lying_about(db: Path, text: str) -> None:
    """Put a text into space of the file that is used by nothing any more."""
    connection = sqlite3.connect(db)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE gone (text)")
    connection.executemany("INSERT INTO gone VALUES (?)", [(text * 100,) for _ in range(300)])
    connection.commit()
    connection.execute("DROP TABLE gone")
    connection.commit()
    connection.close()


def found_in(path: Path) -> set[str]:
    """Markers that the bytes of a file hold, in whatever case."""
    contents = path.read_bytes().lower()
    return {marker for marker in (*MARKERS, "Zundone", "Zline", "Ztoo") if marker.lower().encode() in contents}


def test_no_byte_of_the_file_its_journal_or_a_new_backup_holds_anything_of_them(
    fq: Call, queue: None, db: Path
) -> None:
    leave_lying_about(db, SAID)
    assert len(found_in(db)) > 15
    forgotten = fq("person", "forget", NAME, "--yes")
    assert (forgotten.code, forgotten.err) == (0, "")
    assert f"{NAME} is forgotten: 3 follow-ups" in forgotten.out
    copy = Path(Queue(str(db)).back_up("test"))
    for path in db.parent.rglob("*"):
        assert path.is_dir() or found_in(path) == set(), path
    assert copy.exists()
    assert not db.with_name("queue.db-journal").exists()
    for command in (("people",), ("list", "--status", "all"), ("log", "--all"), ("search", "z")):
        assert "Z" not in fq(*command).out


def test_what_is_with_others_stays(fq: Call, queue: None) -> None:
    forgotten = fq("person", "forget", ALIAS, "--yes")
    assert "1 follow-up with others no longer waits" in forgotten.out
    (left,) = fq("list", "--status", "all", "--json").document["followups"]
    assert (left["id"], left["text"], left["note"], left["blocked_by"]) == (2, "Invoice", "Kept note", [])
    assert fq("search", "invoice", "--json").document["followups"][0]["id"] == 2


def test_numbers_are_never_given_out_again(fq: Call, queue: None) -> None:
    fq("person", "forget", NAME, "--yes")
    assert fq("add", "Mei Lin", "Prices", "--json").document["followups"][0]["id"] == 6


def test_neither_the_forgetting_nor_what_was_before_can_be_undone(fq: Call, queue: None) -> None:
    fq("person", "forget", NAME, "--yes")
    before = fq("export").document
    refused = fq("undo")
    assert refused.code == 3
    assert "before somebody was forgotten" in refused.err
    assert fq("redo").code == 3
    assert fq("export").document == before
    fq("add", "Mei Lin", "Prices")
    assert fq("undo").code == 0
    assert fq("undo").code == 3
    assert fq("redo").code == 0


def test_undo_stops_there_in_a_queue_that_was_moved_too(
    fq: Call, queue: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("person", "forget", NAME, "--yes")
    fq("note", "2", "afterwards")
    (tmp_path / "queue.json").write_text(fq("export").out)
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "moved.db"))
    fq("import", str(tmp_path / "queue.json"), "--yes")
    assert fq("undo").code == 0
    assert "somebody was forgotten" in fq("undo").err


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ('[{"batch": 1, "at": "2026-11-23T09:00:00Z"}]', "forgotten[0]: its batch is another one's"),
        ('[{"batch": 9, "at": "2026-11-23"}, {"batch": 9, "at": "2026-11-23"}]', "forgotten[1]: its batch is"),
        ('[{"batch": 0, "at": "2026-11-23"}]', "forgotten[0]: is not a whole number"),
        ('[{"at": "2026-11-23"}]', "forgotten[0]: has no batch"),
        ('["yesterday"]', "forgotten[0]: is not an object"),
        ('"yesterday"', "forgotten: is not a list"),
    ],
)
def test_a_file_that_is_wrong_about_where_somebody_was_forgotten_is_refused(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marks: str, why: str
) -> None:
    fq("add", "Tom Baker", "Invoice")
    file = tmp_path / "queue.json"
    file.write_text(fq("export").out.replace('"forgotten": []', f'"forgotten": {marks}'))
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "moved.db"))
    refused = fq("import", str(file), "--yes")
    assert (refused.code, why in refused.err) == (4, True), refused.err
    assert not (tmp_path / "moved.db").exists()


def test_nobody_is_forgotten_without_a_yes(fq: Call, queue: None) -> None:
    before = fq("export").document
    refused = fq("person", "forget", NAME)
    assert refused.code == 9
    assert f"what would go for good: {NAME}, 3 follow-ups with them (2 open)" in refused.err
    assert "--yes erases it" in refused.err
    assert fq("person", "forget", NAME, "--json").error["code"] == "needs-confirmation"
    tried = fq("person", "forget", NAME, "--dry-run")
    assert tried.code == 0
    assert f"Would be erased for good: {NAME}, 3 follow-ups with them (2 open)" in tried.out
    assert fq("export").document == before


def test_who_is_unknown_or_unclear_is_refused(fq: Call, queue: None) -> None:
    fq("person", "add", "Tom Miller")
    assert fq("person", "forget", "Nobody", "--yes").code == 3
    assert fq("person", "forget", "Tom", "--yes").code == 3
    assert len(fq("people", "--json").document["people"]) == 3


def test_who_is_only_in_the_log_any_more_can_be_forgotten_by_the_whole_name(fq: Call, db: Path) -> None:
    fq("add", "Tom Baker", "Invoice")
    fq("add", NAME, TEXT)
    fq("undo")
    assert NAME in fq("log", "--all", "--json").out
    assert fq("person", "forget", "Zorro", "--yes").code == 3
    assert fq("person", "forget", NAME, "--yes").code == 0
    assert found_in(db) == set()


def test_older_copies_that_hold_them_are_named(fq: Call, queue: None, db: Path) -> None:
    holding = Queue(str(db)).back_up("test")
    (db.parent / "queue.db.broken-2026-11-01").write_bytes(db.read_bytes())
    (db.parent / "other-name.sqlite").write_bytes(db.read_bytes())
    (db.parent / "notes.txt").write_bytes(b"SQLite format 3" + db.read_bytes()[100:])
    forgotten = fq("person", "forget", NAME, "--yes", "--backups")
    assert holding in forgotten.out
    assert "queue.db.broken-2026-11-01" in forgotten.out
    assert "Other queues beside this one hold them too" in forgotten.out
    assert "other-name.sqlite" in forgotten.out
    assert (db.parent / "other-name.sqlite").exists(), "it may be a queue in use"
    assert "notes.txt" not in forgotten.out
    assert not Path(holding).exists()


def test_what_may_name_them_by_the_first_name_is_told_apart(fq: Call, db: Path) -> None:
    fq("person", "add", "Zorro Ibarra")
    fq("add", "Zorro Ibarra", "Send the mask")
    fq("add", "Tom Baker", "Ask Zorro Ibarra for the mask")
    fq("add", "Tom Baker", "Lunch with zorro")
    fq("add", "Tom Baker", "Read about zorros")
    for words in (("--dry-run",), ("--yes",)):
        forgotten = fq("person", "forget", "Zorro Ibarra", *words)
        assert "Still named in follow-up 2, with others." in forgotten.out
        assert "Perhaps named, by the first name alone, in follow-up 3, with others." in forgotten.out


def test_older_copies_are_deleted_when_asked_for_and_others_are_left(fq: Call, queue: None, db: Path) -> None:
    fq("person", "add", "Mei Lin")
    holding = Path(Queue(str(db)).back_up("test"))
    fq("person", "forget", NAME, "--yes")
    clean = Path(Queue(str(db)).back_up("test"))
    holding_mei = fq("person", "forget", "Mei Lin", "--yes", "--backups")
    assert str(holding) in holding_mei.out
    assert not holding.exists()
    assert not clean.exists()
    free = Path(Queue(str(db)).back_up("test"))
    fq("person", "add", "Kim")
    fq("person", "forget", "Kim", "--yes", "--backups")
    assert free.exists()


def test_texts_of_others_that_name_them_are_told_and_left(fq: Call, queue: None) -> None:
    fq("add", "Tom Baker", f"Ask about {NAME}")
    fq("add", "Tom Baker", f"Thank {NAME}")
    fq("person", "add", "Mei Lin", "--note", f"Knows {ALIAS}")
    forgotten = fq("person", "forget", NAME, "--yes")
    assert "Still named in follow-ups 6 and 7, with others." in forgotten.out
    assert "what you know of Mei Lin" in forgotten.out
    assert fq("show", "6", "--json").document["followups"][0]["text"] == f"Ask about {NAME}"


def test_copies_beside_the_real_file_behind_a_link_are_named_too(fq: Call, queue: None, db: Path) -> None:
    folder = db.parent / "elsewhere"
    folder.mkdir()
    db.rename(folder / "real.db")
    (folder / "real.db.old").write_bytes((folder / "real.db").read_bytes())
    db.symlink_to(folder / "real.db")
    forgotten = fq("person", "forget", NAME, "--yes")
    assert str(folder / "real.db.old") in forgotten.out
    assert found_in(folder / "real.db") == set()


def test_a_file_that_could_not_be_written_anew_is_told_and_is_at_the_next_try(
    fq: Call, queue: None, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        failure = sqlite3.OperationalError("database or disk is full")
        failure.sqlite_errorname = "SQLITE_FULL"
        raise failure

    with monkeypatch.context() as full:
        full.setattr("followq.store.records.forget.rewrite", fail)
        failed = fq("person", "forget", NAME, "--yes")
        assert failed.code == 7
        assert "erased, but old text may lie in the file's unused space" in failed.err
        assert "person forget again" in failed.err
        assert fq("with", NAME).code == 3
        assert fq("person", "forget", NAME, "--yes").code == 7
    again = fq("person", "forget", NAME, "--yes")
    assert again.code == 3
    assert "written anew" in again.err
    assert found_in(db) == set()


def test_a_busy_queue_is_left_alone(fq: Call, queue: None, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followq.store.file.connection.BUSY_SECONDS", 0.01)
    other = sqlite3.connect(db)
    other.execute("BEGIN IMMEDIATE")
    assert fq("person", "forget", NAME, "--yes").code == 5
    other.rollback()
    other.close()
    assert fq("with", NAME).code == 0
