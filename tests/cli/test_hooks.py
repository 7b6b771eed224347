"""Hooks: called after each change with what happened, and never in the way of it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from followq.cli.actions import hooks
from tests.conftest import Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="hooks are not called on Windows")
EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "hooks"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The user's folder of hooks, beside the settings."""
    made = tmp_path / "hooks"
    made.mkdir(mode=0o700)
    return made


def put(folder: Path, name: str, script: str) -> Path:
    """A hook made of a line of shell."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path


def told(folder: Path, name: str = "told") -> list[dict[str, Any]]:
    """What hooks that append their input to a file were told."""
    path = folder / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_hook_is_told_what_its_command_did(fq: Call, folder: Path, db: Path) -> None:
    put(folder, "on-toss", 'cat >> told; echo "$FOLLOWQ_DB" > where')
    fq("add", "Ana Lopez", "Send the quote")
    fq("toss", "1", "Sign it", "--by", "fri")
    (document,) = told(folder)
    assert (document["followq"], document["kind"], document["command"]) == (1, "hook", "toss")
    (item,) = document["followups"]
    assert (item["id"], item["person"], item["text"], item["ball"]) == (1, "Ana Lopez", "Sign it", "theirs")
    (entry,) = document["entries"]
    assert (entry["batch"], entry["changes"]["ball"]) == (document["batch"], ["mine", "theirs"])
    assert (folder / "where").read_text().strip() == str(db)


def test_on_any_is_called_after_the_commands_own(fq: Call, folder: Path) -> None:
    put(folder, "on-any", "cat > /dev/null; echo any >> order")
    put(folder, "on-person-add", "cat > /dev/null; echo own >> order")
    fq("person", "add", "Ana Lopez")
    fq("add", "Ana Lopez", "Send the quote")
    fq("undo")
    assert (folder / "order").read_text().split() == ["own", "any", "any", "any"]


def test_what_changes_nothing_and_what_is_imported_calls_none(fq: Call, folder: Path, tmp_path: Path) -> None:
    fq("add", "Ana Lopez", "Send the quote")
    exported = tmp_path / "queue.json"
    exported.write_text(fq("export").out)
    for name in ("on-any", "on-import", "on-edit", "on-today"):
        put(folder, name, "cat >> told")
    fq("today")
    fq("edit", "1", "--text", "Send the quote")
    assert fq("--db", str(tmp_path / "other.db"), "import", str(exported), "--yes").code == 0
    assert told(folder) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("cat > /dev/null; echo no journal >&2; exit 3", "failed (exit 3): no journal"),
        ("kill -9 $$", "failed (signal 9)"),
        ("printf 'a\\033[2Jb\\n' >&2; exit 1", "failed (exit 1): a^[[2Jb"),
    ],
)
def test_a_hook_that_fails_warns_and_stops_nothing(fq: Call, folder: Path, script: str, said: str) -> None:
    put(folder, "on-add", script)
    result = fq("add", "Ana Lopez", "Send the quote")
    assert (result.code, result.out[:8]) == (0, "1 added:")
    assert said in result.err
    assert "what you did is done all the same" in result.err
    assert result.err.count("\n") == 1
    assert len(fq("list", "--json").document["followups"]) == 1


def test_a_hook_that_reads_nothing_is_no_failure(fq: Call, folder: Path) -> None:
    put(folder, "on-add", "exit 0")
    assert fq("add", "Ana Lopez", "Send the quote " * 600).err == ""


def test_a_hook_that_hangs_is_stopped_with_what_it_started(
    fq: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "SECONDS", 0.5)
    put(folder, "on-add", "sh -c 'sleep 3; touch outlived' &\nsleep 60")
    assert "took more than 0.5 seconds and was stopped" in fq("add", "Ana Lopez", "Send the quote").err
    time.sleep(3.5)
    assert not (folder / "outlived").exists()


def test_with_json_the_document_stays_one_and_the_warning_is_on_standard_error(fq: Call, folder: Path) -> None:
    put(folder, "on-add", "cat > /dev/null; echo loud; exit 1")
    result = fq("add", "Ana Lopez", "Send the quote", "--json")
    assert result.document["kind"] == "add"
    assert "failed (exit 1)" in result.err


def test_what_others_could_have_written_is_not_called(fq: Call, folder: Path) -> None:
    hook = put(folder, "on-add", "cat >> told")
    for path in (hook, folder):
        path.chmod(0o722)
        assert "others may write" in fq("add", "Ana Lopez", "Send the quote").err
        path.chmod(0o700)
    hook.chmod(0o600)
    assert "it is no executable file" in fq("add", "Ana Lopez", "Send the quote").err
    hook.unlink()
    hook.symlink_to(folder / "nowhere")
    assert "was not called" in fq("add", "Ana Lopez", "Send the quote").err
    assert told(folder) == []


def test_a_hook_may_call_followq_which_calls_no_hooks(fq: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "on-add", f'cat >> told; "{sys.executable}" -m followq add "Tom Baker" "From the hook"')
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    assert fq("add", "Ana Lopez", "Send the quote").err == ""
    texts = [item["text"] for item in fq("list", "--json").document["followups"]]
    assert sorted(texts) == ["From the hook", "Send the quote"]
    assert len(told(folder)) == 1


def test_the_examples_of_the_documentation_do_what_they_say(
    fq: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for example in EXAMPLES.iterdir():
        shutil.copy(example, folder)
    program = put(tmp_path, "followq", f'exec "{sys.executable}" -m followq "$@"')
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    hostile = '=1+1"; rm -rf "$HOME" `touch pwned`'
    errors = [fq("add", "Ana Lopez", hostile, "--by", "fri").err, fq("edit", "1", "--by", "mon").err]
    assert (tmp_path / "status").read_text() == "1 owed, 0 late\n"
    errors.append(fq("done", "1").err)
    assert errors == ["", "", ""]
    assert (tmp_path / "status").read_text() == "0 owed, 0 late\n"
    assert (tmp_path / "journal" / "2026-11-23.md").read_text() == f"- Ana Lopez: {hostile}\n"
    with (tmp_path / "moved.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["2026-11-23", "Ana Lopez", f"'{hostile}", "2026-11-27", "2026-11-30"]]
    assert not list(tmp_path.rglob("pwned"))


def test_whatever_goes_wrong_around_a_hook_what_was_done_is_told(
    fq: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "on-add", "cat > /dev/null")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", fail)
    result = fq("add", "Ana Lopez", "Send the quote")
    assert (result.code, result.out[:8]) == (0, "1 added:")
    assert "hooks were not called" in result.err


def test_the_last_line_of_a_long_complaint_is_told(fq: Call, folder: Path) -> None:
    put(folder, "on-add", "for i in $(seq 200); do echo filler line $i >&2; done; echo LAST >&2; exit 1")
    assert "failed (exit 1): LAST;" in fq("add", "Ana Lopez", "Send the quote").err
