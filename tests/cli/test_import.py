"""`import`: previewed, confirmed, checked whole before anything is taken, and never twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The least that can be imported."""
    path = tmp_path / "few.json"
    path.write_text(json.dumps([{"person": "Ana Lopez", "text": "Quote"}, {"person": "Ben Okoro", "text": "Draft"}]))
    return path


def write(path: Path, document: Any) -> str:
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return str(path)


def rows(fq: Call) -> list[tuple[str, str]]:
    found = fq("list", "--status", "all", "--json").document["followups"]
    return [(item["person"], item["text"]) for item in found]


def test_person_and_text_are_enough(fq: Call, file: Path) -> None:
    imported = fq("import", str(file), "--yes")
    assert imported.code == 0
    assert "2 follow-ups (2 owed, 0 waiting) with 2 new people came in" in imported.out
    (item, _) = fq("list", "--json").document["followups"]
    assert (item["ball"], item["status"], item["since"], item["created_at"]) == ("mine", "open", NOW, NOW)


def test_elsewhere_than_on_a_terminal_it_needs_a_yes(fq: Call, file: Path, db: Path) -> None:
    refused = fq("import", str(file))
    assert (refused.code, refused.out) == (9, "")
    assert "--yes" in refused.err
    assert not db.exists()
    assert fq("import", str(file), "--json").code == 9


def test_a_dry_run_says_what_would_come_in_and_brings_nothing(fq: Call, file: Path, db: Path) -> None:
    dry = fq("import", str(file), "--dry-run")
    assert dry.code == 0
    assert "2 follow-ups (2 owed, 0 waiting) with 2 new people would come in" in dry.out
    assert "undo" not in dry.out
    assert not db.exists()


def test_a_dry_run_wins_over_a_yes(fq: Call, file: Path) -> None:
    assert fq("import", str(file), "--dry-run", "--yes").code == 0
    assert rows(fq) == []


def test_the_same_file_adds_nothing_twice(fq: Call, file: Path) -> None:
    fq("import", str(file), "--yes")
    before = fq("export").document
    again = fq("import", str(file))
    assert again.code == 0, "nothing to confirm"
    assert "Nothing new: 2 follow-ups known already" in again.out
    assert fq("export").document == before


def test_two_equal_lines_are_two_follow_ups(fq: Call, tmp_path: Path) -> None:
    path = write(tmp_path / "twins.json", [{"person": "Ana", "text": "Call"}] * 2)
    fq("import", path, "--yes")
    assert rows(fq) == [("Ana", "Call")] * 2
    fq("import", path, "--yes")
    assert len(rows(fq)) == 2


def test_an_import_is_one_undo(fq: Call, file: Path) -> None:
    fq("add", "Zoe Quinn", "Before")
    before = fq("export").document
    fq("import", str(file), "--yes")
    fq("undo")
    after = fq("export").document
    assert (after["people"], after["followups"]) == (before["people"], before["followups"])


def test_people_are_known_again_by_name_alias_and_address(fq: Call, tmp_path: Path) -> None:
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com", "--alias", "Boss")
    people = [{"name": "A. Lopez", "emails": ["ANA@example.com", "lopez@example.com"]}]
    followups = [{"person": name, "text": "x"} for name in ("ana lopez", "boss", "A. Lopez", "ana@example.com")]
    imported = fq("import", write(tmp_path / "p.json", {"people": people, "followups": followups}), "--yes")
    assert "0 new people" in imported.out
    assert "1 known person gains" in imported.out
    (ana,) = fq("people", "--json").document["people"]
    assert ana["owed"] == 4
    assert "lopez@example.com" in ana["emails"]
    assert "A. Lopez" in ana["aliases"]


def test_every_field_of_a_follow_up_is_read(fq: Call, tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "person": "Ana Lopez",
        "text": "Quote",
        "ball": "theirs",
        "status": "done",
        "since": "2026-11-02",
        "promised": "2026-11-20T15:00:00Z",
        "first_promised": "2026-11-10",
        "slips": 2,
        "told_at": "2026-11-03T09:00:00Z",
        "nudges": 1,
        "nudged_at": "2026-11-04T09:00:00Z",
        "snoozes": 1,
        "effort_minutes": 30,
        "spent_minutes": 45,
        "channel": "call",
        "project": "spring",
        "tags": ["a", "b"],
        "note": "Line one\nLine two",
        "every": "2 weeks",
        "source": "mail:1",
        "created_at": "2026-11-01T09:00:00Z",
        "closed_at": "2026-11-21T09:00:00Z",
    }
    assert fq("import", write(tmp_path / "f.json", {"followups": [given]}), "--yes").code == 0
    (item,) = fq("list", "--status", "all", "--json").document["followups"]
    assert {name: item[name] for name in given} == given


def test_blockers_are_found_again_under_their_new_numbers(fq: Call, tmp_path: Path) -> None:
    fq("add", "Zoe Quinn", "Already here")
    items = [
        {"id": 7, "person": "Ana", "text": "Report", "blocked_by": [8, 99]},
        {"id": 8, "person": "Tom", "text": "Figures", "ball": "theirs"},
    ]
    imported = fq("import", write(tmp_path / "b.json", items), "--yes")
    found = {item["text"]: item for item in fq("list", "--json").document["followups"]}
    assert found["Report"]["blocked_by"] == [found["Figures"]["id"]]
    assert "1 link" in imported.out + imported.err


def test_unknown_keys_are_left_out_and_named(fq: Call, tmp_path: Path) -> None:
    imported = fq("import", write(tmp_path / "k.json", [{"person": "Ana", "text": "x", "colour": "red"}]), "--yes")
    assert imported.code == 0
    assert "colour" in imported.out + imported.err


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "the file is empty"),
        ("{", "line 1"),
        ('[{"person": "Ana",\n "text": }]', "line 2"),
        ("[NaN]", "NaN"),
        ('"text"', "neither followups nor people"),
        ("{}", "neither followups nor people"),
        ({"followups": {}}, "not a list"),
        ([1], "followups[0]: is not an object"),
        ([{"person": "Ana"}], "followups[0]: has no text"),
        ([{"text": "Quote"}], "followups[0]: has no person"),
        ([{"person": "Ana", "text": ""}], "followups[0].text"),
        ([{"person": "Ana", "text": 5}], "followups[0].text: is not a text"),
        ([{"person": "12", "text": "x"}], "followups[0].person"),
        ([{"person": "Ana", "text": "x" * 10_001}], "followups[0].text"),
        ([{"person": "Ana", "text": "x", "ball": "ours"}], "mine, theirs"),
        ([{"person": "Ana", "text": "x", "status": "closed"}], "open, done, dropped"),
        ([{"person": "Ana", "text": "x", "channel": "pigeon"}], "call, chat"),
        ([{"person": "Ana", "text": "x", "promised": "2026-02-30"}], "followups[0].promised"),
        ([{"person": "Ana", "text": "x", "promised": "fri"}], "followups[0].promised"),
        ([{"person": "Ana", "text": "x", "slips": -1}], "followups[0].slips"),
        ([{"person": "Ana", "text": "x", "slips": True}], "followups[0].slips"),
        ([{"person": "Ana", "text": "x", "effort_minutes": 1.5}], "followups[0].effort_minutes"),
        ([{"person": "Ana", "text": "x", "tags": "a"}], "followups[0].tags"),
        ([{"person": "Ana", "text": "x", "every": "sometimes"}], "followups[0].every"),
        ([{"person": "Ana", "text": "x", "id": 1}] * 2, "the same as in followups[0]"),
        ({"people": [{"emails": []}]}, "people[0]: has no name"),
        ({"people": [{"name": "Ana", "weight": "heavy"}]}, "people[0].weight"),
        ({"followq": 2, "followups": []}, "newer"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_place(
    fq: Call, tmp_path: Path, db: Path, document: Any, said: str
) -> None:
    refused = fq("import", write(tmp_path / "bad.json", document), "--yes")
    assert (refused.code, refused.out) == (4, "")
    assert said in refused.err
    assert not db.exists()


def test_all_problems_are_told_at_once_and_nothing_comes_in(fq: Call, tmp_path: Path) -> None:
    items = [{"person": "Ana", "text": "Good"}, {"person": "Ana"}, {"person": "", "text": "x", "slips": -1}]
    refused = fq("import", write(tmp_path / "bad.json", items), "--yes")
    assert refused.code == 4
    for place in ("followups[1]", "followups[2].person", "followups[2].slips"):
        assert place in refused.err
    assert rows(fq) == []


@pytest.mark.parametrize("data", [b"\xff\xfe[]", b'[{"person": "caf\xe9", "text": "x"}]', b"[" * 100_000, b"9" * 5000])
def test_bytes_that_are_no_json_are_bad_input_not_a_defect(fq: Call, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bytes.json").write_bytes(data)
    refused = fq("import", str(tmp_path / "bytes.json"), "--yes")
    assert refused.code == 4
    assert len(refused.err.splitlines()) == 1


def test_a_byte_order_mark_is_fine(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "bom.json").write_bytes(b'\xef\xbb\xbf[{"person": "Ana", "text": "x"}]')
    assert fq("import", str(tmp_path / "bom.json"), "--yes").code == 0


def test_a_count_beyond_reason_does_not_hang_the_queue(fq_process: Call, tmp_path: Path) -> None:
    """A number of nudges from a file goes into a power of two."""
    items = [{"person": "Tom", "text": "x", "ball": "theirs", "nudges": 2**31 - 1, "nudged_at": "2026-11-20"}]
    imported = fq_process("import", write(tmp_path / "n.json", items), "--yes")
    assert imported.code == 4 or fq_process("waiting").code == 0


def test_a_file_that_is_not_there_or_no_file_is_said_so(fq: Call, tmp_path: Path) -> None:
    missing = fq("import", str(tmp_path / "none.json"), "--yes")
    assert missing.code in (4, 7)
    assert "none.json" in missing.err
    folder = fq("import", str(tmp_path), "--yes")
    assert folder.code in (4, 7)
    assert "no such file" not in folder.err, "it is there, and it is a folder"
    assert fq("import").code == 2


def test_a_file_may_come_through_standard_input(fq_process: Call) -> None:
    imported = fq_process("import", "-", "--yes", stdin='[{"person": "Ana", "text": "Café"}]')
    assert imported.code == 0
    assert "Café" in fq_process("list").out
    assert fq_process("import", "-", stdin='[{"person": "Ana", "text": "Other"}]').code == 9


def test_a_real_mailing_list_comes_in_whole(fq: Call, shared: Path) -> None:
    path = str(shared / "queue" / "linux-man-2021-03-31.json")
    dry = fq("import", path, "--dry-run")
    assert "104 follow-ups (39 owed, 65 waiting) with 20 new people would come in" in dry.out
    assert "104 follow-ups (39 owed, 65 waiting) with 20 new people came in" in fq("import", path, "--yes").out
    assert fq("count", "--json").document | {"now": None} == {
        "followq": 1,
        "kind": "count",
        "now": None,
        "owed": 39,
        "late": 0,
        "waiting": 65,
        "nudges": 12,
        "snoozed": 0,
        "text": None,
    }
    assert len(fq("people", "--json").document["people"]) == 20
    assert len(fq("list", "--json").document["followups"]) == 104


def test_a_real_mailing_list_adds_nothing_the_second_time(fq: Call, shared: Path) -> None:
    path = str(shared / "queue" / "linux-man-2021-03-31.json")
    fq("import", path, "--yes")
    before = fq("export").document
    again = fq("import", path, "--yes")
    assert "Nothing new: 104 follow-ups known already" in again.out
    assert fq("export").document == before


def test_json_says_what_came_in(fq: Call, file: Path) -> None:
    document = fq("import", str(file), "--yes", "--json").document
    assert (document["kind"], document["now"]) == ("import", NOW)
    assert "2 follow-ups" in document["messages"][0]
