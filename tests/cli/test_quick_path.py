"""The quick path of `main.py`: the commonest calls answer the same with it and without it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from followq.cli import main
from tests.conftest import Call

CALLS: dict[str, list[tuple[str, ...]]] = {
    "today": [(), ("--json",), ("--plain",), ("--json", "--plain"), ("--json", "--json")],
    "waiting": [(), ("--json",), ("--plain",)],
    "count": [(), ("--json",), ("--plain",)],
    "add": [
        ("Zoe Quinn", "New"),
        ("Zoe Quinn", "several", "plain", "words"),
        ("ana lopez", "Known"),
        ("Ana Lopes", "Near"),
        ("ana@example.com", "By address"),
        ("Zoe Quinn", "New", "--json"),
        ("--json", "Zoe Quinn", "New"),
        ("Zoe Quinn", "--plain", "New"),
        ("Zoe Quinn", "[bold]x[/bold] & 🎉 契約"),
        ("Zoe Quinn", ""),
        ("", "New"),
        ("   ", "New"),
        ("12", "New"),
        ("12", "New", "--json"),
        ("Zoe Quinn", "x" * 10_001),
        ("Boss", "Ambiguous"),
        ("Zoe Quinn", "by fri"),
        (),
        ("--json",),
        ("Ana Lopez",),
    ],
    "done": [
        ("1",),
        ("#1",),
        ("1", "3"),
        ("1-3",),
        ("1-3", "--json"),
        ("--plain", "2"),
        ("ben",),
        ("Ben", "Okoro"),
        ("ana",),
        ("9",),
        ("9", "--json"),
        ("1", "9"),
        ("4",),
        ("zoe",),
        ("",),
        ("3-1",),
    ],
}
QUICK_CALLS = [(name, *words) for name, some in CALLS.items() for words in some]


@pytest.fixture
def queue(fq: Call, db: Path) -> Path:
    """A queue with a bit of everything that these calls meet."""
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com", "--alias", "Boss")
    fq("person", "add", "Tom Baker", "--alias", "Boss")
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-02", "--by", "2026-11-20")
    fq("add", "Ben Okoro", "Status note", "--by", "fri", "--every", "week")
    fq("add", "-w", "Ana Lopez", "Signature", "--since", "2026-11-02")
    fq("add", "Mei Lin", "Over")
    fq("done", "4")
    return db


def without_uids(text: str) -> str:
    return re.sub(r'"uid": ?(\[null, ?)?"[0-9a-f]{32}"', '"uid": ""', text)


def test_every_quick_shape_is_tried() -> None:
    assert set(CALLS) == set(main.QUICK)


@pytest.mark.parametrize("words", QUICK_CALLS, ids=lambda words: " ".join(words)[:50])
def test_a_quick_call_answers_as_the_long_way_does(
    fq: Call, queue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    answers: list[tuple[int, str, str, str]] = []
    quick = main._quick
    for way in (quick, lambda _: False):
        copy = tmp_path / f"copy-{len(answers)}.db"
        shutil.copy(queue, copy)
        monkeypatch.setenv("FOLLOWQ_DB", str(copy))
        monkeypatch.setattr(main, "_quick", way)
        code, out, err = fq(*words)
        monkeypatch.setattr(main, "_quick", quick)
        answers.append((code, without_uids(out), err, without_uids(fq("export").out)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("words", [words for words in QUICK_CALLS if "" not in words], ids=lambda w: " ".join(w)[:50])
def test_a_quick_call_is_quick(fq: Call, queue: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    """It is answered without the command tree, and so without Typer."""

    def slow(argv: list[str]) -> None:
        raise AssertionError(f"{argv} went the long way")

    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr("followq.cli.app.typer_app.call", slow)
    assert "defect" not in fq(*words).err


@pytest.mark.parametrize(
    "words",
    [
        ("add", "Ana", "x", "--by", "fri"),
        ("add", "-"),
        ("add", "Ana", "--", "-x"),
        ("done",),
        ("done", "1", "--spent", "5m"),
        ("today", "--all"),
        ("today", "extra"),
        ("today", "--help"),
        ("--db", "x.db", "today"),
        ("list",),
        ("count", "--format"),
        ("person", "--help"),
    ],
    ids=" ".join,
)
def test_every_other_shape_goes_the_long_way(words: tuple[str, ...]) -> None:
    assert not main._quick(list(words))


@pytest.mark.parametrize("words", [(), ("--json",), ("--plain",)], ids=" ".join)
def test_followq_alone_is_quick(fq: Call, queue: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    quick = fq(*words)
    if not words:
        monkeypatch.setattr(main, "_quick", lambda _: False)
        assert fq() == quick
    assert quick.code == 0


@pytest.mark.parametrize("form", ["{owed}", "{late} of {owed}, {nudges}, {waiting}", "{{}}", "", "{nothing}"])
def test_a_count_in_a_form_of_its_own_answers_as_the_long_way_does(
    fq: Call, queue: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    quick = fq("count", "--format", form)
    monkeypatch.setattr(main, "_quick", lambda _: False)
    assert fq("count", "--format", form) == quick


def test_json_of_both_ways_has_the_same_keys_in_the_same_order(
    fq: Call, queue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = json.loads(fq("today", "--json").out)
    monkeypatch.setattr(main, "_quick", lambda _: False)
    assert list(json.loads(fq("today", "--json").out)) == list(quick)
