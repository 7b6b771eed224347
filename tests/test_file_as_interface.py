"""The queue's file as others use it: the views keep their columns, and every example of docs/file.md answers."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Call

PAGE = Path(__file__).resolve().parents[1] / "docs" / "file.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines()]
PROMISED = {
    "owed": ["id", "person", "text", "since", "promised", "told_at", "snoozed_until", "project"],
    "waiting": ["id", "person", "text", "since", "expected", "nudges", "nudged_at", "snoozed_until", "project"],
    "log": ["seq", "at", "command", "batch", "undoes", "subject", "subject_id", "action", "fields", "remark"],
}  # fmt: skip


@pytest.fixture
def queue(fq: Call, db: Path) -> Path:
    """A queue with something in each view."""
    fq("add", "Ana Lopez", "Send the quote", "--by", "fri", "--tag", "urgent", "--project", "spring")
    fq("add", "-w", "Tom Baker", "Sign the contract")
    return db


@pytest.mark.parametrize("view", PROMISED)
def test_a_view_keeps_its_columns_and_adds_at_the_end(view: str, queue: Path) -> None:
    with closing(sqlite3.connect(queue)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({view})")]
    assert columns[: len(PROMISED[view])] == PROMISED[view]


def test_there_are_examples_of_each_tool() -> None:
    assert {shlex.split(line)[0] for line in EXAMPLES} == {"sqlite3", "sqlite-utils", "datasette"}


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_answers_and_changes_nothing(line: str, queue: Path) -> None:
    program, *words = shlex.split(line)
    found = shutil.which(program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip(f"{program} is not here")
    before = queue.read_bytes()
    done = subprocess.run([found, *words], cwd=queue.parent, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search("Send the quote|Sign the contract|Ana Lopez|spring|created_at", done.stdout), done.stdout
    assert queue.read_bytes() == before
