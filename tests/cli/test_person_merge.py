"""`person merge`: one person of two, with all their history, and back again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Call


@pytest.fixture
def two(fq: Call) -> None:
    """One person under two names, with things open and closed under both."""
    more = (
        "--alias",
        "Lopi",
        "--email",
        "al@example.com",
        "--phone",
        "+34 1",
        "--weight",
        "vip",
        "--note",
        "Has a dog",
    )
    fq("person", "add", "A. Lopez", *more, "--keep-informed", "3", "--channel", "chat", "--org", "Pier")
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com", "--channel", "call", "--note", "Has a cat")
    fq("add", "A. Lopez", "Quote")
    fq("add", "A. Lopez", "Draft")
    fq("done", "2")
    fq("add", "-w", "Ana Lopez", "Signature")
    fq("add", "Tom Baker", "Invoice")


def everything(fq: Call) -> Any:
    document = fq("export").document
    return document["people"], document["followups"]


def test_everything_goes_to_the_one_who_stays(fq: Call, two: None) -> None:
    merged = fq("person", "merge", "A. Lopez", "ana lopez")
    assert (merged.code, merged.err) == (0, "")
    assert "A. Lopez is Ana Lopez now with 2 follow-ups" in merged.out
    people, followups = everything(fq)
    assert [person["name"] for person in people] == ["Ana Lopez", "Tom Baker"]
    assert [item["person"] for item in followups] == ["Ana Lopez"] * 3 + ["Tom Baker"]
    ana = people[0]
    assert ana["aliases"] == ["A. Lopez", "Lopi"]
    assert ana["emails"] == ["ana@example.com", "al@example.com"]
    assert (ana["phones"], ana["organisation"], ana["keep_informed_days"]) == (["+34 1"], "Pier", 3)
    assert (ana["channel"], ana["weight"], ana["note"]) == ("call", "vip", "Has a cat\nHas a dog")


def test_the_old_names_find_the_one_who_stays(fq: Call, two: None) -> None:
    fq("person", "merge", "A. Lopez", "Ana Lopez")
    for name in ("A. Lopez", "lopi", "al@example.com"):
        assert fq("with", name, "--json").document["people"][0]["name"] == "Ana Lopez"
    assert [item["id"] for item in fq("search", "lopi", "--json").document["followups"]] == [1, 2, 3]


def test_undo_gives_both_back_and_redo_joins_them_again(fq: Call, two: None) -> None:
    before = everything(fq)
    fq("person", "merge", "A. Lopez", "Ana Lopez")
    joined = everything(fq)
    assert fq("undo").code == 0
    assert everything(fq) == before
    assert fq("with", "lopi", "--json").document["people"][0]["name"] == "A. Lopez"
    assert fq("redo").code == 0
    assert everything(fq) == joined


def test_a_merged_queue_can_be_moved_whole(fq: Call, two: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fq("person", "merge", "A. Lopez", "Ana Lopez")
    fq("export", "--output", str(tmp_path / "all.json"))
    before = everything(fq)
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "other.db"))
    assert fq("import", str(tmp_path / "all.json"), "--yes").code == 0
    assert everything(fq) == before
    assert fq("undo").code == 0
    assert len(everything(fq)[0]) == 3


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Ana Lopez", "ana@example.com"), 2),
        (("Zoe", "Ana Lopez"), 3),
        (("Ana Lopez", "Zoe"), 3),
        (("Lopez", "Tom"), 3),
        (("Ana Lopez",), 2),
    ],
)
def test_what_cannot_be_joined_is_left_alone(fq: Call, two: None, names: tuple[str, ...], code: int) -> None:
    before = fq("export").document
    assert fq("person", "merge", *names).code == code
    assert fq("export").document == before


def test_notes_too_long_to_join_are_refused(fq: Call) -> None:
    fq("person", "add", "Ben Okoro", "--note", "x" * 6000)
    fq("person", "add", "Ben O.", "--note", "y" * 6000)
    refused = fq("person", "merge", "Ben O.", "Ben Okoro")
    assert refused.code == 4
    assert "note of both" in refused.err
    assert len(everything(fq)[0]) == 2
