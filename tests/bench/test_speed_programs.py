"""Every program gets the same work: as many items, as many of them with the ball on the other side."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench.speed import environments, gathering
from bench.speed.filling import fill
from bench.speed.items import SEARCHED, SEARCHED_ITEMS, Size, items, person_name
from bench.speed.program import ID, QUESTIONS
from bench.speed.programs import floors, followq, taskwarrior, todoman, topydo

from followq.cli.app.registry import COMMANDS

SIZE = Size(60, 15)
OPEN = [item for item in items(SIZE) if not item.closed_at]
OWED = [item for item in OPEN if item.is_owed]


def test_every_call_answers_a_question_and_followq_answers_all() -> None:
    keys = [question.key for question in QUESTIONS]
    here = Path("/somewhere")
    assert set(followq.program(here / "python", "1").calls(here, SIZE)) == set(keys)
    for make in (taskwarrior.program, todoman.program, topydo.program):
        answered = set(make(here / "script", "1").calls(here, SIZE))
        assert answered <= {question.key for question in QUESTIONS if not question.is_own}


def test_every_command_is_measured() -> None:
    calls = followq.program(Path("/python"), "1").calls(Path("/somewhere"), SIZE).values()
    called = {call.words[1] for call in calls if call.words[1:]}
    # A made-up queue to play with is no queue of anybody's, what `open` starts takes its own time, `watch` waits, and
    # nobody waits for `remind` or `mcp`; `bench.mail` has `scan`.
    assert set(COMMANDS) - called == {"demo", "open", "watch", "remind", "mcp", "scan"}


def test_topydos_files_hold_the_items(tmp_path: Path) -> None:
    topydo.fill(tmp_path, SIZE)
    todo = (tmp_path / "todo.txt").read_text().splitlines()
    done = (tmp_path / "done.txt").read_text().splitlines()
    assert (len(todo), len(done)) == (SIZE.open, SIZE.closed)
    assert sum("@theirs" in line for line in todo) == len(OPEN) - len(OWED)
    assert sum(SEARCHED in line for line in todo) == SEARCHED_ITEMS
    assert all(line.startswith("x 20") for line in done)
    # Its numbers are those of the lines.
    first = topydo.program(Path("topydo"), "1").ids(tmp_path, SIZE)[ID][0]
    assert OWED[0].text in todo[int(first) - 1]


def test_todomans_folder_holds_a_file_for_each_item(tmp_path: Path) -> None:
    todoman.fill(tmp_path, SIZE)
    texts = [path.read_text() for path in (tmp_path / "lists" / "queue").glob("*.ics")]
    assert sum("STATUS:NEEDS-ACTION" in text for text in texts) == SIZE.open
    assert sum("STATUS:COMPLETED" in text for text in texts) == SIZE.closed


@pytest.mark.skipif(shutil.which("task") is None, reason="taskwarrior is not installed here")
def test_taskwarrior_reads_its_file_as_it_was_meant(tmp_path: Path) -> None:
    taskwarrior.fill(tmp_path, SIZE)
    one = taskwarrior.program(Path(shutil.which("task") or ""), "2")

    def said(*words: str) -> str:
        env = {"HOME": str(tmp_path), **one.calls(tmp_path, SIZE)["count"].env}
        return subprocess.run(["task", *words], env=env, capture_output=True, text=True, check=True).stdout.strip()

    assert said("status:pending", "count") == str(SIZE.open)
    assert said("status:completed", "count") == str(SIZE.closed)
    assert said("status:pending", "+theirs", "count") == str(len(OPEN) - len(OWED))
    assert said("status:pending", f"/{SEARCHED}/", "count") == str(SEARCHED_ITEMS)
    assert said("_get", f"{one.ids(tmp_path, SIZE)[ID][0]}.description") == OWED[0].text


def test_the_least_script_lists_the_owed_items_that_have_waited_longest(tmp_path: Path) -> None:
    ours = tmp_path / followq.NAME / "work"
    ours.mkdir(parents=True)
    fill(ours / followq.FILE, SIZE)
    call = floors.naive(Path(sys.executable)).calls(tmp_path / "script" / "work", SIZE)["today-pipe"]
    said = subprocess.run(call.words, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == 15
    since = [line.rpartition("[since ")[2].partition(",")[0].rstrip("]") for line in said]
    assert since == sorted(since)
    owed = {item.number: item for item in OWED}
    for line in said:
        item = owed[int(line.split()[0])]
        assert person_name(item.person) in line
        assert item.text in line


def test_peers_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(environments, "BUILD", tmp_path)
    programs, missing, facts = gathering.at_hand()
    assert [one.name for one in programs] == ["Python", "followq", floors.NAIVE]
    assert set(missing) == {"taskwarrior", "todoman", "topydo"}
    assert {"date", "machine", "libraries", "programs"} <= set(facts)
