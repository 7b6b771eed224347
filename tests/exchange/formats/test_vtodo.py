"""Tasks of calendars: zones, organizers, recurrences within bounds; and todoman reads what is written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from followq.exchange.source import SourceItem
from tests.conftest import Call
from tests.exchange.formats.lists import found_in, items_in, left_out_of

pytest.importorskip("icalendar")


def todo(*lines: str, uid: str = "1", title: str = "Send the quote") -> str:
    usual = [f"UID:{uid}", f"SUMMARY:{title}", "CREATED:20261102T090000Z", "DTSTAMP:20261103T090000Z"]
    return "\r\n".join(["BEGIN:VTODO", *usual, *lines, "END:VTODO", ""])


def calendar(*parts: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + "".join(parts) + "END:VCALENDAR\r\n"


def only(*lines: str, me: tuple[str, ...] = ()) -> SourceItem:
    (item,) = items_in(calendar(todo(*lines)), me=me)
    return item


MADRID = """\
BEGIN:VTIMEZONE\r
TZID:/example.com/Madrid\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def test_everything_that_followq_has_is_taken() -> None:
    text = calendar(
        MADRID,
        todo(uid="roof", title="The roof"),
        todo(
            "DTSTART;VALUE=DATE:20261128",
            "DUE;TZID=/example.com/Madrid:20261201T150000",
            "CATEGORIES:legal,two words",
            "DESCRIPTION:One\\nTwo",
            "RELATED-TO:roof",
            "RELATED-TO;RELTYPE=DEPENDS-ON:roof",
            "RRULE:FREQ=MONTHLY;INTERVAL=2",
            "CONTACT:Ana Lopez",
        ),
    )
    item = items_in(text)[1]
    assert (item.due, item.hidden_until, item.since) == ("2026-12-01T14:00:00Z", "2026-11-28", "2026-11-02T09:00:00Z")
    assert (item.tags, item.note, item.project) == (("legal", "two words"), "One\nTwo", "The roof")
    assert (item.blocked_by, item.every, item.person, item.ball) == (("roof",), "2 months", "Ana Lopez", "mine")


ORGANIZER = "ORGANIZER;CN=Ana Lopez:mailto:ana@example.com"
ATTENDEE = "ATTENDEE;CN=Tom Baker:mailto:tom@example.com"
ME_TOO = "ATTENDEE;CN=Sam:mailto:sam@example.com"


@pytest.mark.parametrize(
    ("lines", "person", "ball"),
    [
        ([ORGANIZER, ME_TOO], "Ana Lopez", "mine"),
        (["ORGANIZER:mailto:sam@example.com", ME_TOO, ATTENDEE], "Tom Baker", "theirs"),
        ([ATTENDEE], "Tom Baker", "theirs"),
        (["CONTACT:Mei Lin", "CATEGORIES:waiting"], "Mei Lin", "theirs"),
        (["ORGANIZER:mailto:sam@example.com"], "", "mine"),
    ],
    ids=["they organize", "I organize", "they attend", "category", "mine alone"],
)
def test_who_it_is_and_whose_ball(lines: list[str], person: str, ball: str) -> None:
    item = only(*lines, me=("sam@example.com",))
    assert (item.person, item.ball) == (person, ball)


@pytest.mark.parametrize(
    ("rule", "every"),
    [
        ("FREQ=DAILY", "1 day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", "2 weeks"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "1 working day"),
        ("FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1", "1 year"),
        ("FREQ=SECONDLY", None),
        ("FREQ=DAILY;COUNT=1000000000", None),
        ("FREQ=WEEKLY;BYDAY=MO,WE", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", None),
    ],
)
def test_a_recurrence_is_taken_within_bounds_and_else_told(rule: str, every: str | None) -> None:
    item = only("DUE:20261201T150000Z", f"RRULE:{rule}")
    assert (item.every, bool(item.lost)) == (every, every is None)


def test_a_recurrence_that_is_lost_is_told_and_the_task_kept(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "tasks.ics"
    path.write_text(calendar(todo("RRULE:FREQ=SECONDLY;COUNT=1000000000")))
    imported = fq("import", str(path), "--yes")
    assert "1 follow-up (1 owed, 0 waiting)" in imported.out
    assert "line 4: the recurrence FREQ=SECONDLY;COUNT=1000000000 is none that followq has" in imported.out


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("STATUS:COMPLETED", "done"),
        ("COMPLETED:20261120T100000Z", "done"),
        ("STATUS:CANCELLED", "dropped"),
        ("STATUS:IN-PROCESS", "open"),
        ("PERCENT-COMPLETE:100", "done"),
    ],
)
def test_what_is_closed(line: str, status: str) -> None:
    assert only(line).status == status


def test_what_cannot_be_read_is_refused_by_itself() -> None:
    text = calendar(todo("DUE:20260230T000000Z"), todo("RRULE:FREQ=DAILY;INTERVAL=0", uid="2"), todo(uid="3"))
    left = left_out_of(text)
    assert left[0][0] == 4
    assert "can't be read" in left[0][1]
    assert items_in(text)[-1].key == "3"


def test_events_and_moved_occurrences_are_left_out() -> None:
    event = "BEGIN:VEVENT\r\nUID:e\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\n"
    text = calendar(event, todo(), todo("RECURRENCE-ID:20261201T150000Z"))
    assert [reason for _, reason in left_out_of(text)] == [
        "an event, not a task",
        "one occurrence of a recurring task that was moved",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (calendar("BEGIN:VEVENT\r\nUID:e\r\nEND:VEVENT\r\n"), "holds no tasks"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nSUMM", "line 2: this VTODO has no end"),
    ],
    ids=["events alone", "cut off"],
)
def test_a_calendar_without_whole_tasks_is_bad_input(fq: Call, tmp_path: Path, db: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.ics"
    path.write_text(text)
    refused = fq("import", str(path), "--yes")
    assert refused.code == 4
    assert said in refused.err
    assert not db.exists()


def test_without_the_package_the_way_to_add_it_is_told(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    path = tmp_path / "tasks.ics"
    path.write_text(calendar(todo()))
    refused = fq("import", str(path), "--yes")
    assert refused.code == 4
    assert "needs the package icalendar" in refused.err
    assert "followq[icalendar]" in refused.err


def test_real_calendars_are_read(shared: Path) -> None:
    for path in sorted((shared / "vtodo").rglob("*")):
        is_task = path.suffix == ".ics" or (path.suffix == ".txt" and path.name != "PROVENANCE.txt")
        if is_task and "test_matrix" not in path.name:  # whose tasks have no words at all
            assert any(isinstance(one, SourceItem) for one in found_in(path.read_bytes(), path.name)), path.name


def test_todoman_reads_what_is_written(fq: Call, tmp_path: Path) -> None:
    program = shutil.which("todoman")
    if program is None:
        pytest.skip("todoman is not installed (Debian: todoman)")
    fq("add", "Ana Lopez", "Send the quote; now, please", "--by", "2026-12-01 15:00", "--note", "One\nTwo")
    fq("add", "-w", "Tom Baker", "Numbers", "--by", "2026-12-02", "--tag", "legal")
    folder = tmp_path / "lists" / "followq"
    folder.mkdir(parents=True)
    head, *tasks = fq("export", "--format", "vtodo").out.split("BEGIN:VTODO")
    for number, task in enumerate(tasks):
        body = "BEGIN:VTODO" + task.replace("END:VCALENDAR\r\n", "")
        (folder / f"{number}.ics").write_text(f"{head}{body}END:VCALENDAR\r\n", newline="")
    config = tmp_path / "config.py"
    config.write_text(f"path = '{tmp_path}/lists/*'\ncache_path = '{tmp_path}/cache.sqlite3'\n")
    done = subprocess.run(
        [program, "-c", str(config), "--porcelain", "list"],
        capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {one["summary"]: one for one in json.loads(done.stdout)}
    assert found.keys() == {"Send the quote; now, please", "Numbers"}
    assert found["Send the quote; now, please"]["due"] == 1_796_137_200
    assert not found["Numbers"]["completed"]
