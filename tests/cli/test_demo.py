"""`demo`: a made-up queue on which every command can be tried."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for the demo queue."""
    path = tmp_path / "demo"
    path.mkdir()
    return path


def test_it_shows_today_and_how_to_go_on(fq: Call, folder: Path) -> None:
    shown = fq("demo", "--dir", str(folder))
    assert (shown.code, shown.err) == (0, "")
    assert "Get back to these first" in shown.out
    assert f"export FOLLOWQ_DB={shlex.quote(str(folder / 'queue.db'))}" in shown.out


def test_the_users_own_queue_is_not_touched(fq: Call, folder: Path, db: Path) -> None:
    fq("demo", "--dir", str(folder))
    assert not db.exists()
    fq("add", "Ana", "Mine")
    fq("demo", "--dir", str(folder / ".."))
    assert fq("count").out == "1 owed, 0 late\n"


def test_what_it_proposes_works(fq: Call, folder: Path) -> None:
    out = fq("demo", "--dir", str(folder)).out
    lines = out.splitlines()
    proposed = lines[next(place for place, line in enumerate(lines) if "FOLLOWQ_DB" in line) + 1 :]
    assert len(proposed) > 3
    for words in proposed:
        called = fq("--db", str(folder / "queue.db"), *shlex.split(words)[1:])
        assert called.code == 0, (words, called.err)


def test_it_has_something_of_everything(fq: Call, folder: Path) -> None:
    fq("demo", "--dir", str(folder))
    demo = ("--db", str(folder / "queue.db"))
    assert "avoided" in fq(*demo, "today", "--all").out
    assert "late" in fq(*demo, "today").out
    assert "First, what you owe them" in fq(*demo, "waiting").out
    followups = fq(*demo, "list", "--status", "all", "--json").document["followups"]
    assert {item["ball"] for item in followups} == {"mine", "theirs"}
    assert {"open", "done"} <= {item["status"] for item in followups}
    assert any(item["every"] for item in followups)
    assert any(item["nudges"] for item in followups)
    assert fq(*demo, "undo").code == 0


def test_only_invented_people_with_reserved_addresses(fq: Call, folder: Path) -> None:
    fq("demo", "--dir", str(folder))
    people = fq("--db", str(folder / "queue.db"), "people", "--json").document["people"]
    assert people
    for person in people:
        for email in person["emails"]:
            assert re.search(r"@([\w-]+\.)*example\.(com|org|net)$|\.example$", email)


@pytest.mark.parametrize("now", ["2026-11-22T12:00:00Z", "2026-01-01T00:10:00Z", "2028-02-29T23:50:00Z"])
def test_it_works_on_any_day(fq: Call, folder: Path, now: str) -> None:
    shown = fq("demo", "--dir", str(folder), now=now)
    assert (shown.code, shown.err) == (0, "")
    log = fq("--db", str(folder / "queue.db"), "log", "--all", "--json").document["log"]
    assert [entry["at"] for entry in log] == sorted(entry["at"] for entry in log)
    assert all(entry["at"] <= now for entry in log)


def test_it_overwrites_nothing(fq: Call, folder: Path) -> None:
    fq("demo", "--dir", str(folder))
    before = (folder / "queue.db").read_bytes()
    assert fq("demo", "--dir", str(folder)).code == 7
    assert (folder / "queue.db").read_bytes() == before


def test_without_a_folder_it_takes_a_temporary_one(fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = Path(fq("demo", "--json").document["path"])
    assert path.exists()
    assert path.parent.parent == tmp_path


def test_a_folder_that_is_not_there_is_the_disks_fault(fq: Call, tmp_path: Path) -> None:
    assert fq("demo", "--dir", str(tmp_path / "none")).code == 7


def test_json(fq: Call, folder: Path) -> None:
    document = fq("demo", "--dir", str(folder), "--json").document
    assert (document["kind"], document["path"]) == ("demo", str(folder / "queue.db"))
    assert document["today"]["followups"]


def test_it_has_a_past_of_which_stats_and_reports_can_tell(fq: Call, folder: Path) -> None:
    fq("demo", "--dir", str(folder), now="2026-11-23T08:30:00Z")
    demo = ("--db", str(folder / "queue.db"))
    stats = fq(*demo, "stats", "--json", now="2026-11-23T08:30:00Z").document
    for figures in (stats["period"], stats["before"]):
        for side in (figures["mine"], figures["theirs"]):
            assert side["turnaround"]["number"] > 20
            assert side["promises"]["kept"] > 5
        assert figures["nudges"] > 3
    assert stats["clearing"]["low"] > 1
    assert "usually answers in" in fq(*demo, "waiting", now="2026-11-23T08:30:00Z").out
    forecast = fq(*demo, "add", "Sam", "Slides", "--by", "tomorrow", "--json", now="2026-11-23T08:30:00Z").document
    assert forecast["forecasts"][0]["cases"] > 30


def test_what_is_open_has_the_ids_that_the_readme_names(fq: Call, folder: Path) -> None:
    fq("demo", "--dir", str(folder))
    demo = ("--db", str(folder / "queue.db"))
    found = {one["id"]: one for one in fq(*demo, "list", "--json").document["followups"]}
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13]
    assert (found[5]["person"], found[9]["person"], found[6]["ball"]) == ("Ana Lopez", "Tom Baker", "theirs")
    assert fq(*demo, "add", "Sam", "Next", "--json").document["followups"][0]["id"] > 100
