"""`export`, and that `import` reads it back without loss."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from followq.model.core.filter import Filter
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.render import jsondoc
from followq.store.queue import Queue
from tests.conftest import NOW, Call


@pytest.fixture
def lived_in(fq: Call) -> None:
    """A queue in which everything has happened once, with hostile texts too."""
    lists = ("--email", "ana@example.com", "--phone", "+34 600", "--alias", "The Boss", "--weight", "vip")
    fq("person", "add", "Ana Lopez", *lists, "--channel", "call", "--note", "Has a dog", "--reply-target", "0")
    fq("add", "Ana Lopez", "Quote", "--by", "fri 15:00", "--since", "2026-11-02", "--project", "spring", "--tag", "a")
    fq("add", "-w", "Tom Baker", "Numbers", "--effort", "20m", "--note", "Two\nlines")
    fq("add", "José 田中", "\x1b[31mred \u202e 🎉 [bold]", "--every", "month", "--by", "2027-01-31")
    fq("hand", "1", "Mei Lin", "Draft")
    fq("told", "1", "Nearly — there", "--by", "2026-12-04")
    fq("nudge", "2", now="2026-11-24T09:00:00Z")
    fq("snooze", "1", "fri")
    fq("done", "3", "--untold", "--spent", "1h")
    fq("toss", "2", "Now mine")
    fq("drop", "4", "No longer needed")
    fq("reopen", "4")
    fq("edit", "1", "--person", "Mei Lin", "--no-by")
    fq("undo")
    fq("redo")
    fq("undo")
    fq("person", "edit", "Ana Lopez", "--name", "Ana Ruiz")


def test_everything_is_in_one_document(fq: Call, lived_in: None) -> None:
    document = fq("export", now=NOW).document
    assert list(document) == ["followq", "kind", "now", "people", "followups", "log", "forgotten"]
    assert (document["followq"], document["kind"], document["now"]) == (1, "export", NOW)
    assert [item["id"] for item in document["followups"]] == [1, 2, 3, 4, 5, 6]
    assert [person["name"] for person in document["people"]] == ["Ana Ruiz", "Tom Baker", "José 田中", "Mei Lin"]
    assert document["log"]


@pytest.mark.parametrize("words", [("--json",), ("--plain",), ("--format", "json"), ("--output", "-")])
def test_it_is_json_whatever_is_asked(fq: Call, lived_in: None, words: tuple[str, ...]) -> None:
    assert fq("export", *words) == fq("export")


def test_an_empty_queue_exports_too_and_makes_no_file(fq: Call, db: Path) -> None:
    document = fq("export").document
    assert (document["people"], document["followups"], document["log"]) == ([], [], [])
    assert not db.exists()


def test_a_file_is_written_whole_for_the_user_alone(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    written = fq("export", "--output", str(path))
    assert written.code == 0
    assert "6 follow-ups and 4 people written" in written.out
    assert json.loads(path.read_text()) == fq("export").document
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".followq-")] == []


def test_a_file_that_is_there_stays_unless_forced(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("precious")
    refused = fq("export", "-o", str(path))
    assert refused.code == 7
    assert "--force" in refused.err
    assert path.read_text() == "precious"
    assert fq("export", "-o", str(path), "--force").code == 0
    assert json.loads(path.read_text())["kind"] == "export"


@pytest.mark.parametrize("name", ["", "none/out.json", "."])
def test_a_place_that_cannot_be_written_is_the_disks_fault(
    fq: Call, lived_in: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fq("export", "--output", name).code == 7


def test_an_unknown_format_is_refused(fq: Call) -> None:
    assert fq("export", "--format", "pdf").code == 4


def test_import_reads_an_export_back_without_loss(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    other = ("--db", str(tmp_path / "other.db"))
    imported = fq(*other, "import", str(path), "--yes")
    assert imported.code == 0, imported.err
    assert fq(*other, "export") == fq("export")


def test_history_goes_on_where_it_left_off(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    other = ("--db", str(tmp_path / "other.db"))
    fq(*other, "import", str(path), "--yes")
    while True:
        here, there = fq("undo"), fq(*other, "undo")
        assert there.code == here.code
        assert fq(*other, "export") == fq("export")
        if here.code == 3:
            break
    assert fq("export").document["followups"] == []


def test_what_came_in_is_found_and_ranked_alike(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    other = ("--db", str(tmp_path / "other.db"))
    fq(*other, "import", str(path), "--yes")
    for words in (
        ("today",),
        ("waiting",),
        ("people",),
        ("search", "quote"),
        ("log", "--all"),
        ("list",),
        ("show", "1"),
    ):
        named, own = fq(*other, *words), fq(*words)
        assert named._replace(out=named.out.replace(f" --db {other[1]}", "")) == own


def test_new_numbers_go_on_behind_the_imported_ones(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    other = ("--db", str(tmp_path / "other.db"))
    fq(*other, "import", str(path), "--yes")
    fq(*other, "add", "Zoe Quinn", "New")
    assert fq(*other, "list", "--person", "zoe", "--json").document["followups"][0]["id"] == 7


def test_its_own_export_adds_nothing(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    before = fq("export")
    again = fq("import", str(path), "--yes")
    assert again.code == 0
    assert "Nothing new: 6 follow-ups known already" in again.out
    assert fq("export") == before


def test_an_export_goes_into_a_queue_that_has_others_already(fq: Call, lived_in: None, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    other = ("--db", str(tmp_path / "other.db"))
    fq(*other, "add", "Ana Ruiz", "Known here")
    assert fq(*other, "import", str(path), "--yes").code == 0
    old: list[dict[str, Any]] = fq("export").document["followups"]
    new: list[dict[str, Any]] = fq(*other, "export").document["followups"][1:]
    different = ("id", "person_id", "blocked_by")
    assert [{k: v for k, v in item.items() if k not in different} for item in new] == [
        {k: v for k, v in item.items() if k not in different} for item in old
    ]
    assert [item["id"] for item in new] == [2, 3, 4, 5, 6, 7]
    assert new[0]["blocked_by"] == [5]
    assert sum(person["name"] == "Ana Ruiz" for person in fq(*other, "export").document["people"]) == 1


@pytest.mark.parametrize(
    "calls",
    [
        [("add", "Ana", "x" * 10_000), ("done", "1", "--untold")],
        [("add", "-w", "Ana", "x" * 10_000), ("done", "1", "--thank")],
        [("add", "Ana", "x"), ("note", "1", "n" * 9_000), ("note", "1", "n" * 9_000)],
        [("add", "Ana", "x", "--note", "n" * 10_001)],
        [("add", "Ana", "x", "--note", "n" * 9_000), ("done", "1", "--note", "n" * 9_000)],
        [("add", "Ana", "x", "--effort", "5m"), ("done", "1", "--spent", "744h")],
        [("add", "Ana", "x", "--tag", "two words", "--project", "p" * 100)],
        [("add", "Ana", "x", "--every", "999 days")],
        [("person", "add", "A" * 200, "--phone", "1" * 200, "--alias", "B" * 200)],
        [("add", "Ana", "x"), ("told", "1", "t" * 10_000)],
    ],
    ids=lambda calls: " ".join(word[:12] for call in calls for word in call),
)
def test_whatever_was_taken_can_be_read_back(fq: Call, tmp_path: Path, calls: list[tuple[str, ...]]) -> None:
    """Each call is taken or refused; either way the export is one that import accepts."""
    for words in calls:
        assert fq(*words).code in (0, 4)
    path = tmp_path / "out.json"
    path.write_text(fq("export").out)
    other = ("--db", str(tmp_path / "other.db"))
    imported = fq(*other, "import", str(path), "--yes")
    assert imported.code == 0, imported.err[:200]
    assert fq(*other, "export") == fq("export")


def test_a_log_that_does_not_lead_to_the_follow_ups_is_refused(fq: Call, lived_in: None, tmp_path: Path) -> None:
    document = fq("export").document
    document["followups"][0]["text"] = "Something else"
    path = tmp_path / "out.json"
    path.write_text(json.dumps(document))
    other = ("--db", str(tmp_path / "other.db"))
    refused = fq(*other, "import", str(path), "--yes")
    assert refused.code == 4
    del document["log"]
    path.write_text(json.dumps(document))
    assert fq(*other, "import", str(path), "--yes").code == 0, "as the hint said"


def test_what_is_written_piece_by_piece_is_what_the_records_are(fq: Call, lived_in: None, db: Path) -> None:
    document = fq("export").document
    queue = Queue(str(db))
    with queue.reading() as reader:
        names = reader.people()
        followups = reader.select(Filter(status=None))
        expected = {
            "people": [jsondoc.plain(person, {}) for person in names.values()],
            "followups": [jsondoc.followup(one, names) for one in followups],
            "log": [jsondoc.entry(one) for one in reader.log()],
        }
    queue.close()
    for name, records in expected.items():
        assert document[name] == json.loads(json.dumps(records)), name
    assert [list(one) for one in document["log"]] == [list(one) for one in expected["log"]]


def test_a_long_queue_is_never_there_as_a_whole() -> None:
    person = Person(1, "u", "Ana Lopez", created_at=NOW)
    followups = [FollowUp(n, f"u{n}", 1, "x" * 1_000, since=NOW, created_at=NOW) for n in range(1, 3_001)]
    pieces = list(jsondoc.export({1: person}, followups, [], [], NOW))
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 4
    assert [one["id"] for one in json.loads("".join(pieces))["followups"]] == list(range(1, 3_001))
