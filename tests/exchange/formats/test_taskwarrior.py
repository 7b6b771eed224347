"""taskwarrior's JSON, as 2.6 and 3 print it; and taskwarrior itself reads what is exported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from followq.exchange.registry import recognise
from tests.conftest import Call
from tests.exchange.formats.lists import items_in, left_out_of

UUID = "6ac16ff1-44f0-4d0f-8c3c-2dbb0ed6b5a5"
OTHER = "0f8b6a2c-9a67-4b6f-8c40-0c5f6f5d1a11"


def task(**fields: Any) -> dict[str, Any]:
    usual = {"uuid": UUID, "description": "Send the quote", "status": "pending", "entry": "20261102T090000Z"}
    return usual | fields


@pytest.mark.parametrize("text", ["[\n{0},\n{1}\n]", "{0}\n{1}", "{0},\n{1}"], ids=["array", "lines", "commas"])
def test_it_is_recognised_as_an_array_and_as_lines(text: str) -> None:
    data = text.replace("{0}", json.dumps(task())).replace("{1}", json.dumps(task(uuid=OTHER)))
    assert recognise(data.encode(), "-")[0].name == "taskwarrior"
    assert [item.key for item in items_in(data)] == [UUID, OTHER]


def test_every_attribute_that_followq_has_is_taken() -> None:
    (item,) = items_in(
        [
            task(
                due="20261201T150000Z",
                wait="20261130T000000Z",
                project="spring",
                tags=["legal"],
                recur="monthly",
                annotations=[{"entry": "20261103T090000Z", "description": "One"}, {"description": "Two"}],
                person="Ana Lopez",
                estimate="PT1H30M",
                urgency=3.1,
            )
        ]
    )
    assert (item.since, item.due, item.hidden_until) == ("2026-11-02T09:00:00Z", "2026-12-01T15:00:00Z", "2026-11-30")
    assert (item.project, item.tags, item.note, item.every) == ("spring", ("legal",), "One\nTwo", "1 month")
    assert (item.person, item.ball, item.effort_minutes) == ("Ana Lopez", "mine", 90)


@pytest.mark.parametrize(
    ("fields", "person", "ball"),
    [
        ({"tags": ["waiting"], "who": "Ana"}, "Ana", "theirs"),
        ({"tags": ["wf"]}, "", "theirs"),
        ({"waitingfor": "Tom"}, "Tom", "theirs"),
        ({"status": "waiting", "who": "Ana"}, "Ana", "mine"),
    ],
    ids=["tag", "short tag", "attribute", "hidden is not waiting"],
)
def test_who_it_is_and_whose_ball(fields: dict[str, Any], person: str, ball: str) -> None:
    (item,) = items_in([task(**fields)])
    assert (item.person, item.ball) == (person, ball)


@pytest.mark.parametrize("depends", [OTHER, [OTHER]], ids=["2.5", "3"])
def test_what_it_depends_on_is_a_text_or_a_list(depends: object) -> None:
    assert items_in([task(depends=depends)])[0].blocked_by == (OTHER,)


def test_only_the_last_occurrence_carries_the_recurrence() -> None:
    parent = "aaaaaaaa-0000-4000-8000-000000000000"
    tasks = [
        task(uuid=parent, status="recurring", recur="weekly"),
        task(uuid=UUID, parent=parent, recur="weekly", due="20261201T000000Z"),
        task(uuid=OTHER, parent=parent, recur="weekly", due="20261208T000000Z"),
    ]
    assert [item.every for item in items_in(tasks)] == [None, "1 week"]
    assert left_out_of(tasks) == [(1, "the template of a recurring task; its occurrences are taken")]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"due": "20260230T000000Z"}, "due: "),
        ({"status": "lost"}, "status 'lost'"),
        ({"uuid": 5}, "no uuid"),
    ],
)
def test_a_task_that_is_wrong_is_refused_with_its_place(fields: dict[str, Any], reason: str) -> None:
    ((line, why),) = left_out_of([task(uuid=OTHER), task(**fields)])
    assert line == 2
    assert reason in why


def test_the_same_uuid_twice_is_refused_once(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task(), task(description="Again")]))
    refused = fq("import", str(path), "--yes", "--json").document["refused"]
    assert [(row["line"], row["reason"]) for row in refused] == [(2, "the same id as in line 1")]


def test_the_files_of_taskwarrior_itself_are_read() -> None:
    line = (
        f'[annotation_1793610000:"One &open;1&close;" depends:"{OTHER}" description:"Say \\"hi\\" &dquot;now&dquot;"'
        f' due:"1796137200" entry:"1793610000" status:"pending" tags:"waiting,legal" uuid:"{UUID}"]'
    )
    assert recognise(line.encode(), "pending.data")[0].name == "taskwarrior"
    (item,) = items_in(line)
    assert (item.key, item.text, item.note) == (UUID, 'Say "hi" "now"', "One [1]")
    assert (item.since, item.due) == ("2026-11-02T09:00:00Z", "2026-12-01T15:00:00Z")
    assert (item.ball, item.tags, item.blocked_by) == ("theirs", ("legal",), (OTHER,))


def test_of_a_history_in_lines_the_last_state_counts() -> None:
    lines = "\n".join(json.dumps(one) for one in (task(), task(uuid=OTHER), task(description="Send it")))
    assert [(item.key, item.text) for item in items_in(lines)] == [(OTHER, "Send the quote"), (UUID, "Send it")]
    assert left_out_of(lines) == [(1, "an earlier state of a task")]


def test_a_real_list_of_five_years_is_read_whole(shared: Path) -> None:
    data = (shared / "taskwarrior/webpp/export.json").read_bytes()
    items = items_in(data)
    assert (len(items), sum(item.status == "open" for item in items)) == (149, 82)
    assert left_out_of(data) == []
    for name, number in (("pending.data", 82), ("completed.data", 67), ("backlog.data", 149)):
        assert len(items_in((shared / "taskwarrior/webpp" / name).read_bytes(), name)) == number


@pytest.fixture
def task_program(tmp_path: Path) -> dict[str, str]:
    """The environment of a taskwarrior with a list of its own."""
    if shutil.which("task") is None:
        pytest.skip("taskwarrior is not installed (Debian: taskwarrior)")
    (tmp_path / "taskrc").write_text(f"data.location={tmp_path / 'task'}\nconfirmation=no\n")
    return {**os.environ, "TASKRC": str(tmp_path / "taskrc"), "TASKDATA": str(tmp_path / "task")}


def run_task(env: dict[str, str], *words: str, stdin: str = "") -> str:
    done = subprocess.run(
        ["task", *words], input=stdin, capture_output=True, text=True, env=env, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_taskwarrior_reads_an_export_and_what_it_prints_is_the_same_queue(
    fq: Call, task_program: dict[str, str], tmp_path: Path
) -> None:
    fq(
        "add",
        "Ana Lopez",
        'Send the "quote" – now',
        "--by",
        "2026-12-01 15:00",
        "--project",
        "spring",
        "--tag",
        "legal",
    )
    fq("add", "-w", "Tom Baker", "Numbers", "--note", "One\nTwo", "--since", "2026-11-02", "--blocked-by", "1")
    fq("add", "Mei Lin", "Closed")
    fq("done", "3")
    fq("snooze", "1", "2099-11-27")
    run_task(task_program, "import", stdin=fq("export", "--format", "taskwarrior").out)
    printed = run_task(task_program, "export")
    tasks = {one["description"]: one for one in json.loads(printed)}
    assert tasks["Numbers"]["tags"] == ["waiting"]
    assert tasks["Closed"]["status"] == "completed"
    assert tasks['Send the "quote" – now']["wait"] == "20991127T000000Z"
    path = tmp_path / "back.json"
    path.write_text(printed)
    back = fq("import", str(path), "--closed")
    assert back.code == 0
    assert "Nothing new; 3 already here." in back.out
    run_task(task_program, "Numbers", "done")
    path.write_text(run_task(task_program, "export"))
    assert "1 closed" in fq("import", str(path), "--yes", now="2099-01-01T09:00:00Z").out
    assert [item["status"] for item in fq("list", "--status", "all", "--json").document["followups"]] == [
        "open", "done", "done",
    ]  # fmt: skip
