"""Rows 59 and 60 of the faults: import files that are broken, and the same file once more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Call
from tests.faults.test_text import _no_wait_for_the_disk, refused, untouched  # noqa: F401, a fixture

LEAST = {"person": "Ana", "text": "Quote"}


def written(folder: Path, contents: object) -> str:
    """A file with contents that are JSON already, or become it."""
    file = folder / "in.json"
    if isinstance(contents, bytes):
        file.write_bytes(contents)
    else:
        file.write_text(contents if isinstance(contents, str) else json.dumps(contents))
    return str(file)


@pytest.mark.parametrize(
    ("contents", "place"),
    [
        ("[" * 300_000, "nested"),
        ('[{"person": ' + "[" * 300_000, "nested"),
        ('{"followups": [' + '{"a":' * 300_000 + "1" + "}" * 300_000 + "]}", "nested"),
        ('[\n{"person": "Ana", "text": "Quote", "effort_minutes": NaN}]', "line 2"),
        ('[\n\n{"person": "Ana", "text": "Quote", "slips": -Infinity}]', "line 3"),
        ('[{"person": "Ana", "text": "Quote", "slips": 1e400}]', "followups[0].slips"),
        ('[{"person": "Ana", "text": "Quote", "slips": ' + "9" * 5000 + "}]", "in.json"),
        ('[\n{"person": "Ana" "text": "Quote"}]', "line 2"),
        ('[{"person": "Ana", "text": "Quote"}', "line 1"),
        ("", "line 1"),
        ("null", "followups"),
        ('"text"', "followups"),
        ('{"followups": {}}', "followups"),
        ('{"followups": [1]}', "followups[0]"),
        ('{"followups": [], "people": null}', "people"),
        (b'[{"person": "Ana", "text": "caf\xe9"}]', "UTF-8"),
        (b"\x00\x01\x02PK", "in.json"),
        ("From ana@example.com Mon Nov 23\nSubject: Quote\n", "line 1"),
        ([LEAST, {**LEAST, "person": None}], "followups[1]"),
        ([LEAST, {**LEAST, "text": " "}], "followups[1].text"),
        ([LEAST, {**LEAST, "text": "T" * 10_001}], "followups[1].text"),
        ([LEAST, {**LEAST, "text": "\ud800"}], "followups[1].text"),
        ([LEAST, {**LEAST, "since": "2026-02-30"}], "followups[1].since"),
        ([LEAST, {**LEAST, "since": "tomorrow"}], "followups[1].since"),
        ([LEAST, {**LEAST, "ball": "both"}], "followups[1].ball"),
        ([LEAST, {**LEAST, "tags": "one"}], "followups[1].tags"),
        ([LEAST, {**LEAST, "every": "sometimes"}], "followups[1].every"),
        ([LEAST, {**LEAST, "effort_minutes": 1.5}], "followups[1].effort_minutes"),
        ([LEAST, {**LEAST, "slips": True}], "followups[1].slips"),
        ([{**LEAST, "uid": "u1"}, {**LEAST, "uid": "u1"}], "followups[1].uid"),
        ([{**LEAST, "id": 3}, LEAST, {**LEAST, "id": 3}], "followups[2].id"),
        ({"people": [{"name": "Ana", "uid": "p"}, {"name": "Tom", "uid": "p"}]}, "people[1].uid"),
        ({"people": [{"name": "Ana", "id": 1}, {"name": "Tom", "id": 1}], "followups": []}, "people[1].id"),
        ({"followq": 99, "followups": []}, "newer"),
    ],
    ids=range(34),
)
def test_row_59_a_broken_file_is_refused_with_the_place(
    contents: object, place: str, fq: Call, db: Path, tmp_path: Path
) -> None:
    fq("add", "Tom", "Contract")
    file = written(tmp_path, contents)
    with untouched(db):
        for option in ("--yes", "--dry-run"):
            refused(fq("import", file, option), 4, file, place)
        error = fq("import", file, "--yes", "--json").error
    assert (error["code"], bool(error["hint"])) == ("bad-input", True)


def test_row_59_every_problem_is_told_up_to_a_number(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Tom", "Contract")
    file = written(tmp_path, [{"person": "Ana", "text": "", "ball": "both"}] * 500)
    with untouched(db):
        answer = fq("import", file, "--yes")
        refused(answer, 4, "followups[0].text", "followups[0].ball", "followups[9].text", "and 980 more")


@pytest.mark.parametrize("missing", ["seq", "batch", "at", "command", "action", "changes"])
def test_row_59_a_log_with_a_hole_is_refused_with_the_place(missing: str, fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    document = fq("export").document
    del document["log"][1][missing]
    db.unlink()
    refused(fq("import", written(tmp_path, document), "--yes"), 4, "log[1]", missing)
    assert not db.exists()


def test_row_59_a_log_with_a_number_twice_is_refused_with_the_place(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    fq("told", "1")
    fq("done", "1")
    document = fq("export").document
    document["log"][3]["seq"] = document["log"][0]["seq"]
    file = written(tmp_path, document)
    db.unlink()
    for option in ("--dry-run", "--yes"):
        refused(fq("import", file, option), 4, "log[3]")
    assert not db.exists()


def test_row_59_a_log_that_leads_elsewhere_is_refused(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    document = fq("export").document
    document["followups"][0]["text"] = "Another quote"
    db.unlink()
    refused(fq("import", written(tmp_path, document), "--yes"), 4, "log")
    assert not db.exists()


@pytest.mark.parametrize(
    "contents",
    [
        [LEAST, {**LEAST, "text": "Other"}, {"person": "Tom", "text": "Contract", "ball": "theirs"}],
        [{**LEAST, "uid": "u1"}, {**LEAST, "uid": "u2"}],
        [{**LEAST, "source": "<1@example.com>"}],
        [LEAST, LEAST, LEAST],
        [{**LEAST, "since": "2026-11-01", "tags": ["a"], "status": "done"}],
        {"people": [{"name": "Ana Lopez", "aliases": ["Ana"], "emails": ["ana@example.com"]}], "followups": [LEAST]},
        {"people": [{"name": "Ana", "id": 7}], "followups": [{**LEAST, "person_id": 7, "blocked_by": [2], "id": 1}]},
    ],
    ids=["three", "uids", "source", "twins", "done", "alias", "link"],
)
def test_row_60_the_same_file_twice_adds_nothing_twice(contents: object, fq: Call, db: Path, tmp_path: Path) -> None:
    file = written(tmp_path, contents)
    assert fq("import", file, "--yes").code == 0
    before = fq("export").document
    for _ in range(2):
        answer = fq("import", file, "--yes")
        assert answer.code == 0
        assert "Nothing new" in answer.out
        assert "known already" in answer.out
    after = fq("export").document
    assert (after["people"], after["followups"]) == (before["people"], before["followups"])


def test_row_60_an_export_brought_in_where_it_comes_from_adds_nothing(fq: Call, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote", "--every", "week", "--by", "fri")
    fq("add", "-w", "Tom", "Contract", "--blocked-by", "1")
    fq("done", "1")
    file = str(tmp_path / "out.json")
    fq("export", "--output", file)
    before = fq("export").out
    assert "Nothing new: 3 follow-ups known already" in fq("import", file, "--yes").out
    assert fq("export").out == before


@pytest.mark.skipif(os.name != "posix", reason="kill -9 as POSIX has it")
def test_row_60_killed_and_repeated_adds_nothing_twice(fq: Call, db: Path, tmp_path: Path) -> None:
    number = 3000
    file = written(tmp_path, [{"person": f"Person {place % 50}", "text": f"Item {place}"} for place in range(number)])
    fq("add", "Tom", "Contract")
    command = [sys.executable, "-m", "followq", "import", file, "--yes"]
    for delay in (0.2, 0.3, 0.4, 0.5, 0.7):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        assert len(fq("list", "--json").document["followups"]) in (1, number + 1)
    answer = fq("import", file, "--yes")
    assert answer.code == 0
    items = fq("list", "--json").document["followups"]
    assert len(items) == number + 1
    assert len({item["text"] for item in items}) == number + 1
    assert not list(db.parent.glob("*-journal"))
