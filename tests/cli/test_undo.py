"""`undo` and `redo`: every writing command is taken back whole and brought back whole, at any depth."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from followq.cli.app.registry import COMMANDS, SUBCOMMANDS
from tests.cli.mailboxes import Mailbox
from tests.conftest import Call

WRITERS: list[tuple[str, ...]] = [
    ("add", "Ana Lopez", "Another", "--by", "fri", "--tag", "x"),
    ("add", "Zoe Quinn", "Somebody new"),
    ("add", "-w", "Zoe Quinn", "Somebody new", "--blocked-by", "1", "--every", "week"),
    ("done", "1"),
    ("done", "1", "2", "--untold", "--spent", "30m", "--note", "Sent"),
    ("done", "3-4", "--thank"),
    ("done", "5"),
    ("told", "1", "Legal looks at it"),
    ("told", "2", "--by", "2026-12-24"),
    ("toss", "1", "Sign the quote", "--by", "fri"),
    ("toss", "3"),
    ("nudge", "3", "Left a message"),
    ("heard", "3", "Got it"),
    ("nudge", "4", "--yes"),
    ("say", "1", "--by", "fri", "--log"),
    ("say", "3", "--log"),
    ("say", "6", "--log"),
    ("hand", "1", "Tom Baker", "Draft it"),
    ("hand", "2", "Zoe Quinn"),
    ("snooze", "2", "next", "mon"),
    ("edit", "2", "--text", "Other", "--by", "2026-12-24", "--tag", "new", "--no-project", "--person", "Zoe Quinn"),
    ("edit", "2", "--no-by", "--blocked-by", "1", "--effort", "1h", "--since", "2026-11-01", "--told", "--note", "n"),
    ("drop", "2", "They went elsewhere"),
    ("reopen", "6"),
    ("note", "2", "Has a dog"),
    ("person", "add", "Zoe Quinn", "--email", "zoe@example.com", "--weight", "vip"),
    ("person", "edit", "Ana Lopez", "--name", "Ana Ruiz", "--phone", "+34 600", "--channel", "call", "--note", "n"),
    ("person", "merge", "Tom Baker", "ana lopez"),
    ("import", "{file}", "--yes"),
    ("scan", "{mail}", "--me", "sam@example.com", "--accept", "all", "--min", "0"),
]
READERS = {
    "watch",
    "remind",
    "open",
    "today",
    "waiting",
    "count",
    "show",
    "why",
    "list",
    "search",
    "log",
    "people",
    "with",
    "export",
    "stats",
    "report",
}
NOT_IN_THE_QUEUE = {"config", "demo", "backup", "doctor"}
BY_OTHER_COMMANDS = {"clear", "mcp"}
"""What writes through the commands above, each in a batch of its own."""
FOR_GOOD = {"person forget", "restore"}


def state(fq: Call) -> Any:
    document = fq("export").document
    return document["people"], document["followups"]


def everything_shown(fq: Call) -> list[str]:
    """What the commands answer that read the indexes beside the tables."""
    calls = [("search", "quote"), ("search", "zoe"), ("today", "--all"), ("waiting", "--all"), ("people",)]
    return [fq(*call).out for call in calls]


@pytest.fixture(autouse=True)
def busy_queue(fq: Call, tmp_path: Path) -> None:
    """Two owed, two waited for, a recurring and a closed one; and a file to import."""
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com")
    fq("add", "Ana Lopez", "Quote", "--effort", "20m", "--since", "2026-11-16")
    fq("add", "Ben Okoro", "Invitation", "--by", "2026-12-01", "--project", "spring", "--tag", "print")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-16")
    fq("add", "-w", "Ana Lopez", "Signature")
    fq("add", "Mei Lin", "Status note", "--by", "fri", "--every", "week")
    fq("add", "Mei Lin", "Over and done")
    fq("done", "6")
    items = [{"person": "Ana Lopez", "text": "Imported"}, {"person": "New Face", "text": "Imported too"}]
    (tmp_path / "more.json").write_text(json.dumps(items))
    Mailbox(tmp_path / "mail.mbox").add_question()


def test_no_writing_command_is_missing_here() -> None:
    names = {name for name in COMMANDS if name not in SUBCOMMANDS} - {"undo", "redo"} - READERS - NOT_IN_THE_QUEUE
    names -= BY_OTHER_COMMANDS
    names |= {f"{name} {sub}" for name, subs in SUBCOMMANDS.items() for sub in subs}
    names -= FOR_GOOD
    tried = {" ".join(words[:2]) if words[0] in SUBCOMMANDS else words[0] for words in WRITERS}
    assert tried == names


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_undo_restores_exactly_what_was_and_redo_what_became(fq: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    before, shown_before = state(fq), everything_shown(fq)
    done = fq(*(word.format(file=tmp_path / "more.json", mail=tmp_path / "mail.mbox") for word in words))
    assert done.code == 0, done.err
    after, shown_after = state(fq), everything_shown(fq)
    assert after != before
    for _ in range(2):
        assert fq("undo").code == 0
        assert (state(fq), everything_shown(fq)) == (before, shown_before)
        assert fq("redo").code == 0
        assert (state(fq), everything_shown(fq)) == (after, shown_after)


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_writing_command_says_how_to_take_it_back(fq: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    called = fq(*(word.format(file=tmp_path / "more.json", mail=tmp_path / "mail.mbox") for word in words))
    # Standard output is the message alone where that goes into a pipe.
    assert "followq undo" in (called.err if words[0] == "say" else called.out)


def test_undo_goes_back_to_the_very_beginning_and_redo_to_the_end(fq: Call) -> None:
    states = [state(fq)]
    while fq("undo").code == 0:
        states.append(state(fq))
    assert len(states) == 9
    assert states[-1] == ([], [])
    for earlier in reversed(states[:-1]):
        assert fq("redo").code == 0
        assert state(fq) == earlier
    assert fq("redo").code == 3


def test_any_walk_of_commands_undos_and_redos_ends_where_it_should(fq: Call) -> None:
    chance = random.Random(20261123)
    past: list[Any] = []
    future: list[Any] = []
    now = state(fq)
    for _ in range(8):
        future = [now, *future]
        fq("undo")
        now = state(fq)
    for step in range(70):
        move = chance.choice(["add", "undo", "undo", "redo", "redo"])
        if move == "add":
            assert fq("add", f"Person {step}", "Thing").code == 0
            past, future, now = [*past, now], [], state(fq)
        elif move == "undo":
            assert fq("undo").code == (0 if past else 3)
            if past:
                past, future, now = past[:-1], [now, *future], past[-1]
        else:
            assert fq("redo").code == (0 if future else 3)
            if future:
                past, future, now = [*past, now], future[1:], future[0]
        assert state(fq) == now


def test_a_new_command_leaves_nothing_to_redo(fq: Call) -> None:
    fq("note", "1", "One")
    fq("undo")
    fq("note", "1", "Two")
    refused = fq("redo")
    assert refused.code == 3
    assert "nothing left to redo" in refused.err


def test_a_command_that_changed_nothing_does_not_stand_in_the_way(fq: Call) -> None:
    fq("note", "1", "One")
    fq("undo")
    fq("edit", "1", "--effort", "20m")
    fq("done", "99")
    assert fq("redo").code == 0


def test_nothing_left_is_not_found_and_makes_no_file(fq: Call, tmp_path: Path) -> None:
    for command in ("undo", "redo"):
        refused = fq("--db", str(tmp_path / "none.db"), command)
        assert refused.code == 3
        assert f"nothing left to {command}" in refused.err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("done", "1"), ("Undid done", "1 Ana Lopez: Quote", "open")),
        (("drop", "2", "Why not"), ("Undid drop", "2 Ben Okoro: Invitation", "open")),
        (("told", "2", "--by", "2026-12-24"), ("Undid told", "Tue 1 Dec", "was Thu 24 Dec")),
        (("toss", "1", "Sign"), ("Undid toss", "now you owe it")),
        (("person", "edit", "Ana Lopez", "--channel", "call"), ("Undid person edit", "Ana Lopez", "was call")),
        (("add", "Ana Lopez", "Extra"), ("Undid add", "is gone")),
    ],
)
def test_undo_says_in_words_what_came_back(fq: Call, words: tuple[str, ...], told: tuple[str, ...]) -> None:
    fq(*words)
    out = fq("undo").out
    for part in (*told, "followq redo"):
        assert part in out


def test_redo_says_in_words_what_it_brought(fq: Call) -> None:
    fq("done", "1")
    fq("undo")
    out = fq("redo").out
    for part in ("Redid done", "1 Ana Lopez: Quote: ", "followq undo"):
        assert part in out


def test_the_undo_of_a_redo_names_the_command_itself(fq: Call) -> None:
    fq("done", "1")
    for command in ("undo", "redo"):
        fq(command)
    assert "Undid done" in fq("undo").out


def test_a_large_batch_is_told_in_ten_lines(fq: Call, tmp_path: Path) -> None:
    items = [{"person": "Ana Lopez", "text": f"Thing {number}"} for number in range(30)]
    (tmp_path / "many.json").write_text(json.dumps(items))
    fq("import", str(tmp_path / "many.json"), "--yes")
    out = fq("undo").out
    assert len(out.splitlines()) <= 12
    assert "20 more" in out


def test_undo_is_only_appended_to_the_log(fq: Call) -> None:
    before = fq("log", "--all", "--json").document["log"]
    fq("done", "1")
    fq("undo")
    after = fq("log", "--all", "--json").document["log"]
    assert after[: len(before)] == before
    assert [entry["command"] for entry in after[len(before) :]] == ["done", "undo"]
    assert after[-1]["undoes"] == after[-2]["batch"]


def test_what_an_undone_follow_up_was_can_still_be_read_in_the_log(fq: Call) -> None:
    fq("add", "Ana Lopez", "Extra")
    fq("undo")
    assert fq("log").code == 0
    assert fq("show", "7").code == 3


def test_json_gives_what_came_back(fq: Call) -> None:
    fq("done", "1")
    document = fq("undo", "--json").document
    assert document["kind"] == "undo"
    assert [(item["id"], item["status"]) for item in document["followups"]] == [(1, "open")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("toss", "1", "Sign"), "Undid toss: 1 Ana Lopez: Quote: was Sign; now you owe it"),
        (("done", "1-2"), "Undid done: 2 are open again: 1 Ana Lopez: Quote; 2 Ben Okoro: Invitation."),
        (("add", "Ana Lopez", "Extra"), "Undid add: 7 Ana Lopez: Extra is gone."),
        (("import", "{file}", "--yes"), "Undid import: 2 are gone: 7 Ana Lopez: Imported; 8 New Face: Imported too."),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_came_back_is_told_once(fq: Call, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    fq(*(word.format(file=tmp_path / "more.json", mail=tmp_path / "mail.mbox") for word in words))
    undone = fq("undo").out
    assert undone.startswith(told)
    assert undone.count("\n") == 1
    assert undone.count("Quote") <= 1
