"""`--json`: one document for every command, with the keys and the forms of the contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followq.cli.app.registry import COMMANDS, SUBCOMMANDS
from tests.cli.mailboxes import Mailbox
from tests.conftest import NOW, Call

FOLLOWUP_KEYS = {
    "id", "uid", "person", "text", "ball", "status", "since", "promised", "first_promised", "slips", "told_at",
    "nudges", "nudged_at", "snoozed_until", "snoozes", "effort_minutes", "spent_minutes", "channel", "project",
    "tags", "note", "every", "blocked_by", "source", "created_at", "closed_at",
}  # fmt: skip
MORE_FOLLOWUP_KEYS = {"person_id", "anchor", "agreed", "heard_at", "link"}
RANKED_KEYS = {"score", "terms", "minutes", "is_estimate", "part", "action"}
NUDGE_KEYS = {"nudge_due_on", "nudge_days_due", "nudge_chance", "nudge_via", "nudge_text", "nudge_is_due"}
NUDGE_KEYS |= {"nudge_is_first", "nudge_is_decision", "nudge_is_stuck", "nudge_blocks", "nudge_is_gone"}
PERSON_KEYS = {"id", "name", "aliases", "emails", "phones", "channel", "weight", "owed", "waiting", "last_heard_at"}

CALLS: list[tuple[str, ...]] = [
    ("add", "Zoe Quinn", "New"),
    ("today",),
    ("watch", "--now", "--once"),
    ("waiting",),
    ("count",),
    ("done", "1", "--untold"),
    ("told", "1", "Soon"),
    ("toss", "1"),
    ("nudge", "2"),
    ("heard", "2"),
    ("hand", "1", "Mei Lin"),
    ("snooze", "1", "fri"),
    ("edit", "1", "--by", "fri"),
    ("drop", "1"),
    ("reopen", "3"),
    ("note", "1", "x"),
    ("undo",),
    ("redo",),
    ("show", "1"),
    ("open", "1", "--print"),
    ("why", "1"),
    ("say", "1"),
    ("list", "--status", "all"),
    ("search", "quote"),
    ("log",),
    ("stats",),
    ("report", "Ana Lopez"),
    ("people",),
    ("with", "Ana Lopez"),
    ("person", "add", "Zoe Quinn"),
    ("person", "edit", "Ana Lopez", "--weight", "vip"),
    ("person", "merge", "Tom Baker", "Ana Lopez"),
    ("person", "forget", "Tom Baker", "--yes"),
    ("import", "{folder}/more.json", "--yes"),
    ("scan", "{folder}/mail.mbox", "--me", "sam@example.com"),
    ("export",),
    ("backup",),
    ("restore", "latest", "--yes"),
    ("doctor",),
    ("remind",),
    ("config",),
    ("demo", "--dir", "{folder}"),
]


def kind_of(words: tuple[str, ...]) -> str:
    return " ".join(words[:2]) if words[0] in SUBCOMMANDS else words[0]


@pytest.fixture(autouse=True)
def queue(fq: Call, tmp_path: Path) -> None:
    """One owed, one waited for, one done; something undone where it has to be redone."""
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-16T08:00:00Z", "--by", "2026-11-20", "--effort", "20m")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-16T08:00:00Z", "--by", "fri 15:00")
    fq("add", "Ana Lopez", "Old")
    fq("done", "3")
    (tmp_path / "more.json").write_text('[{"person": "Ana Lopez", "text": "From a file"}]')
    Mailbox(tmp_path / "mail.mbox").add_question()


@pytest.fixture
def call(fq: Call, tmp_path: Path) -> Call:
    """A call of the table above, with its `--json`."""

    def made(*words: str) -> Any:
        if words[0] == "redo":
            fq("undo")
        if words[0] == "open":
            fq("edit", "1", "--link", "https://tracker.example/1")
        if words[0] == "restore":
            fq("backup")
        (tmp_path / "demo").mkdir()
        return fq(
            *(word.format(folder=tmp_path / "demo" if words[0] == "demo" else tmp_path) for word in words), "--json"
        )

    return made


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from objects(part)


def test_every_command_is_here() -> None:
    # clear asks a human being; what it says instead is in test_clear.py.
    names = {name for name in COMMANDS if name not in SUBCOMMANDS} - {"clear", "mcp"}
    names |= {f"{name} {sub}" for name, subs in SUBCOMMANDS.items() for sub in subs}
    assert {kind_of(words) for words in CALLS} == names


@pytest.mark.parametrize("words", CALLS, ids=kind_of)
def test_standard_output_is_one_document_that_names_its_kind_and_time(call: Call, words: tuple[str, ...]) -> None:
    called = call(*words)
    assert (called.code, called.err) == (0, "")
    assert called.out.isascii()
    assert called.out.endswith("\n")
    document = json.loads(called.out)
    assert list(document)[:3] == ["followq", "kind", "now"]
    assert (document["followq"], document["kind"], document["now"]) == (1, kind_of(words), NOW)


@pytest.mark.parametrize("words", CALLS, ids=kind_of)
def test_a_follow_up_has_the_keys_of_the_contract_wherever_it_stands(call: Call, words: tuple[str, ...]) -> None:
    for item in objects(call(*words).document):
        if "ball" in item and isinstance(item.get("uid"), str):
            rest = set(item) - FOLLOWUP_KEYS - MORE_FOLLOWUP_KEYS
            assert set(item) >= FOLLOWUP_KEYS
            assert rest in (set(), RANKED_KEYS, NUDGE_KEYS)


@pytest.mark.parametrize("words", CALLS, ids=kind_of)
def test_instants_are_utc_and_days_are_days(call: Call, words: tuple[str, ...]) -> None:
    day, instant = r"\d{4}-\d{2}-\d{2}", r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"
    for item in objects(call(*words).document):
        for name, value in item.items():
            if isinstance(value, str) and (name == "now" or name.endswith("_at") or name == "at"):
                assert re.fullmatch(instant, value), name
            if isinstance(value, str) and (name.endswith("_on") or name == "anchor"):
                assert re.fullmatch(day, value), name
            if isinstance(value, str) and name in ("since", "promised", "first_promised", "snoozed_until"):
                assert re.fullmatch(f"{day}|{instant}", value), name


def test_the_last_sign_is_an_instant_though_the_wait_began_on_a_day(fq: Call) -> None:
    fq("add", "Mei Lin", "Draft", "--since", "2026-11-17")
    (mei,) = fq("with", "mei", "--json").document["people"]
    assert re.fullmatch(r"2026-11-17T\d{2}:\d{2}:\d{2}Z", mei["last_heard_at"])


@pytest.mark.parametrize(("words", "key"), [(("today",), "followups"), (("why", "1"), "followups")])
def test_where_it_is_ranked_it_has_its_score_and_terms(fq: Call, words: tuple[str, ...], key: str) -> None:
    (item,) = fq(*words, "--json").document[key]
    assert set(item) >= FOLLOWUP_KEYS | RANKED_KEYS
    assert item["terms"]
    for term in item["terms"]:
        assert list(term) == ["term", "cost", "text"]
        assert isinstance(term["cost"], float | int)
    assert item["terms"][0] == {"term": "promise", "cost": 61.0, "text": "promised Fri 20 Nov, 1 working day late"}


def test_what_is_waited_for_has_its_outlook(fq: Call) -> None:
    (item,) = fq("waiting", "--json").document["followups"]
    assert set(item) >= FOLLOWUP_KEYS | NUDGE_KEYS


@pytest.mark.parametrize("words", [("people",), ("with", "Ana Lopez")])
def test_a_person_has_the_keys_of_the_contract(fq: Call, words: tuple[str, ...]) -> None:
    for person in fq(*words, "--json").document["people"]:
        assert set(person) >= PERSON_KEYS


@pytest.mark.parametrize("kind", ["show", "why"])
def test_one_follow_up_stands_in_a_list_too(fq: Call, kind: str) -> None:
    assert [item["id"] for item in fq(kind, "1", "--json").document["followups"]] == [1]


def test_a_log_entry_has_the_keys_of_the_contract(fq: Call) -> None:
    for entry in fq("log", "--json").document["log"]:
        assert set(entry) >= {"at", "command", "followup", "changes"}


def test_an_export_has_people_follow_ups_and_log(fq: Call) -> None:
    document = fq("export", "--format", "json").document
    assert list(document) == ["followq", "kind", "now", "people", "followups", "log", "forgotten"]


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("frobnicate",), "usage", 2),
        (("today", "--frobnicate"), "usage", 2),
        (("done", "99"), "not-found", 3),
        (("with", "nobody"), "not-found", 3),
        (("add", "Ana", "x", "--by", "32 dec"), "bad-input", 4),
        (("config", "limit", "0"), "bad-input", 4),
        (("--db", "/nowhere/queue.db", "today"), "disk", 7),
        (("import", "{folder}/more.json"), "needs-confirmation", 9),
    ],
    ids=str,
)
def test_an_error_is_one_document_on_standard_error(
    fq: Call, tmp_path: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    failed = fq(*(word.format(folder=tmp_path) for word in words), "--json")
    assert (failed.code, failed.out) == (exit_code, "")
    assert set(failed.error) == {"followq", "kind", "code", "message", "hint"}
    assert (failed.error["followq"], failed.error["kind"], failed.error["code"]) == (1, "error", code)
    assert failed.error["message"]
    assert failed.error["hint"]


def test_a_warning_does_not_spoil_the_error_document(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Land")
    failed = fq("done", "99", "--json")
    assert failed.error["code"] == "not-found"


def test_a_word_json_behind_two_dashes_is_a_text(fq: Call) -> None:
    failed = fq("note", "99", "--", "--json")
    assert failed.code == 3
    assert failed.err.startswith("followq: ")


def test_hostile_texts_are_escaped(fq: Call) -> None:
    fq("add", "Eve", '\x1b[31m\u202e"\\\u2028</script>🎉')
    shown = fq("show", "4", "--json")
    assert shown.out.isascii()
    assert "\x1b" not in shown.out
    assert shown.document["followups"][0]["text"] == '\x1b[31m\u202e"\\ </script>🎉'
