"""`--json FIELD,FIELD`: rows with these fields alone, and words that only look like fields."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from followq.cli.app.dispatch import find_function
from followq.cli.app.json_fields import take_fields
from followq.cli.app.registry import COMMANDS
from followq.render.jsondoc import list_fields, list_row_fields
from tests.conftest import Call


@pytest.fixture
def quote(fq: Call) -> None:
    fq("add", "Ana Lopez", "Send the quote", "--by", "fri")
    fq("add", "-w", "Tom Baker", "Sign the contract", "--since", "2026-11-02")


@pytest.mark.parametrize("words", [("--json", "id,person,text"), ("--json=id,person,text",)], ids=" ".join)
def test_rows_have_the_fields_asked_for_in_that_order_and_no_others(fq: Call, quote: None, words: tuple[str]) -> None:
    document = fq("today", *words).document
    assert document["followups"] == [{"id": 1, "person": "Ana Lopez", "text": "Send the quote"}]
    assert list(document["followups"][0]) == ["id", "person", "text"]
    assert (document["followq"], document["kind"], document["nudges_due"]) == (1, "today", 1)
    assert "at_risk" not in document
    assert "terms" in fq("today", "--json").document["followups"][0]


@pytest.mark.parametrize(
    ("words", "name", "rows"),
    [
        (("waiting", "--json", "id,nudge_is_due"), "followups", [{"id": 2, "nudge_is_due": True}]),
        (("list", "--json", "id"), "followups", [{"id": 1}, {"id": 2}]),
        (("people", "--json", "name,owed"), "people", [{"name": "Tom Baker", "owed": 0},
                                                                      {"name": "Ana Lopez", "owed": 1}]),
        (("why", "1", "--json=id"), "followups", [{"id": 1}]),
        (("with", "Ana", "--json=person,promised"), "followups", [{"person": "Ana Lopez", "promised": "2026-11-27"}]),
        (("log", "--json", "command,action"), "log", [{"command": "add", "action": "create"}] * 4),
        (("show", "2", "--json", "id,text"), "followups", [{"id": 2, "text": "Sign the contract"}]),
        (("done", "1", "--json=id,status"), "followups", [{"id": 1, "status": "done"}]),
        (("config", "--json=key", "limit"), "settings", [{"key": "limit"}]),
    ],
    ids=str,
)  # fmt: skip
def test_every_kind_of_row_can_be_cut(
    fq: Call, quote: None, words: tuple[str, ...], name: str, rows: list[object]
) -> None:
    assert fq(*words).document[name] == rows


def test_a_document_without_rows_is_cut_itself(fq: Call, quote: None) -> None:
    document = fq("count", "--json", "owed,late").document
    assert {name: value for name, value in document.items() if name != "now"} == {
        "followq": 1,
        "kind": "count",
        "owed": 1,
        "late": 0,
    }


def test_an_unknown_field_is_refused_before_anything_is_done_and_the_known_ones_are_named(fq: Call) -> None:
    refused = fq("add", "Ana Lopez", "Quote", "--json=id,persn")
    assert (refused.code, refused.out) == (2, "")
    assert refused.error["message"] == "add has no field 'persn'"
    assert "person, person_id, phones" in refused.error["hint"]
    assert fq("list", "--json", "id").document["followups"] == []
    # Not all rows have everything: only what today's rows have is known to today.
    assert fq("today", "--json", "aliases").code == 2
    assert fq("today", "--json=id,,text").code == 2
    assert fq("today", "--json=").code == 2
    assert fq("export", "--json=id").code == 2


@pytest.mark.parametrize(
    ("argv", "words", "fields"),
    [
        ("today --json", "today --json", ()),
        ("today --json id", "today --json", ("id",)),
        ("today --json foo", "today --json", ("foo",)),
        ("today --json --all", "today --json --all", ()),
        ("search --json text", "search --json text", ()),
        ("search --json=text quote", "search --json quote", ("text",)),
        ("search --json id,text quote", "search --json quote", ("id", "text")),
        ("show 3 --json id,txt", "show 3 --json", ("id", "txt")),
        ("done --json 3,5-7", "done --json 3,5-7", ()),
        ("note 3 --json a,b", "note 3 --json a,b", ()),
        ("note 3 -- --json=id", "note 3 -- --json=id", ()),
        ("add Ana x --note --json=id", "add Ana x --note --json=id", ()),
        ("add Ana x --note=y --json=id", "add Ana x --note=y --json", ("id",)),
        ("person add --json id,name Ana", "person add --json Ana", ("id", "name")),
        ("--json list", "--json list", ()),
    ],
)
def test_words_and_fields_are_told_apart_by_one_rule(argv: str, words: str, fields: tuple[str, ...]) -> None:
    assert take_fields(argv.split()) == (words.split(), fields)


def test_the_quick_shapes_take_no_fields_for_words(fq: Call, quote: None) -> None:
    assert fq("done", "--json", "id,text", "1").document["followups"] == [{"id": 1, "text": "Send the quote"}]
    assert fq("add", "Mei Lin", "Menu", "--json", "id,text").document["followups"] == [{"id": 3, "text": "Menu"}]


def test_the_fields_known_beforehand_are_those_that_the_documents_have(fq: Call, quote: None) -> None:
    fq("add", "Tom Baker", "Call back")
    lines = "today, waiting, list, people, with Tom, log, show 1, why 1, why 2, config, note 1 x"
    for words in map(str.split, lines.split(", ")):
        function = find_function(words[0])
        names = function.__annotations__["return"].split("|")
        pages = [function.__globals__[name.strip()] for name in names if name.strip() != "None"]
        rows = {name: fields for page in pages for name, fields in list_row_fields(page).items()}
        document = fq(*words, "--json").document
        seen = {name: document[name] for name in rows if document.get(name)}
        assert seen, words
        for name, some in seen.items():
            known = {field for page in pages for field in list_row_fields(page).get(name, ())}
            assert set(some[0]) <= known, (words, name)
    assert set(list_row_fields(find_function("today").__globals__["TodayPage"])) == {
        "followups",
        "left_out",
        "decisions",
    }


def test_every_command_with_a_page_can_be_asked_for_its_fields() -> None:
    for name in COMMANDS:
        if name in ("person", "export"):
            continue
        function = find_function(name)
        pages = function.__annotations__["return"].split("|")
        for page in pages:
            if page.strip() != "None":
                assert list_fields(function.__globals__[page.strip()]), name


def test_the_fields_of_a_backup_list_are_its_rows(fq: Call, quote: None, tmp_path: Path) -> None:
    fq("backup")
    document = json.loads(fq("backup", "list", "--json=reason").out)
    assert document["backups"] == [{"reason": "by-hand"}]
