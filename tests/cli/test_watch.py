"""Waiting until something needs the user, by a clock that the tests turn: nobody really waits."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followq.cli.commands import watch
from followq.cli.queries.needs import Needs, find_needs
from followq.cli.session import Session
from followq.errors import BusyError
from followq.store.records.reader import Reader
from tests.conftest import Call, Result

Happening = Callable[[], object]


class Clock:
    """Sleeping turns it on; what is planned for a moment happens when it gets there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.plans: list[tuple[str, Happening]] = []
        self.slept: list[float] = []

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(os.environ["FOLLOWQ_NOW"])

    def at(self, moment: str, happening: Happening) -> None:
        self.plans.append((moment, happening))

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        now = (self.now + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.monkeypatch.setenv("FOLLOWQ_NOW", now)
        while self.plans and self.plans[0][0] <= now:
            self.plans.pop(0)[1]()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    monkeypatch.setattr(watch, "sleep", clock.sleep)
    monkeypatch.setattr(watch, "LOOK_SECONDS", 600.0)
    return clock


def lines(result: Result) -> list[str]:
    return result.out.splitlines()


def test_a_promise_says_a_line_the_day_before_on_its_day_and_once_it_is_late(fq: Call, clock: Clock) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-25T15:00", "--told")
    result = fq("watch", "--count", "3")
    assert lines(result) == [
        "1 Ana Lopez: Quote; promised for tomorrow 15:00",
        "1 Ana Lopez: Quote; promised for today 15:00",
        "1 Ana Lopez: Quote; promised for Wed 25 Nov 15:00, late",
    ]
    assert (result.code, result.err) == (0, "")
    assert os.environ["FOLLOWQ_NOW"] == "2026-11-25T15:00:00Z"


def test_it_says_when_a_first_answer_a_nudge_and_news_are_due_and_a_snooze_ends(fq: Call, clock: Clock) -> None:
    fq("add", "Ana Lopez", "Quote")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-18")
    fq("person", "add", "Mei Lin", "--keep-informed", "3")
    fq("add", "Mei Lin", "Menu", "--told")
    fq("add", "Ben Okoro", "Hall", "--told")
    fq("snooze", "4", "2026-11-27T10:00")
    assert lines(fq("watch", "--count", "4")) == [
        "1 Ana Lopez: Quote; first answer due today",
        "2 Tom Baker: Numbers; nudge due today",
        "3 Mei Lin: Menu; news due today",
        "4 Ben Okoro: Hall; back since its snooze ended, Fri 27 Nov 10:00",
    ]


def test_what_is_due_when_it_starts_is_passed_over_unless_it_is_asked_for(fq: Call, clock: Clock) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "today", "--told")
    assert lines(fq("watch", "--once", "--now")) == ["1 Ana Lopez: Quote; promised for today"]
    assert not clock.slept
    assert lines(fq("watch", "--once")) == ["1 Ana Lopez: Quote; promised for Mon 23 Nov, late"]


def test_what_another_program_changes_counts_at_once(
    fq: Call, fq_process: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOOK_SECONDS", 5.0)
    fq("add", "Ana Lopez", "Quote", "--told")
    clock.at("2026-11-23T09:00:20Z", lambda: fq_process("add", "Tom Baker", "Numbers", "--by", "today", "--told"))
    clock.at("2026-11-23T09:00:40Z", lambda: fq_process("done", "2"))
    clock.at("2026-11-23T09:01:00Z", lambda: fq_process("reopen", "2"))
    result = fq("watch", "--count", "2")
    # What went and came back is new.
    assert lines(result) == ["2 Tom Baker: Numbers; promised for today"] * 2
    assert os.environ["FOLLOWQ_NOW"] == "2026-11-23T09:01:00Z"


def test_a_queue_that_is_not_there_yet_is_waited_for(fq: Call, fq_process: Call, clock: Clock, db: Path) -> None:
    clock.at("2026-11-23T09:10:00Z", lambda: fq_process("add", "Tom Baker", "Numbers", "--by", "today", "--told"))
    clock.at("2026-11-23T09:05:00Z", lambda: None)
    assert lines(fq("watch", "--once")) == ["1 Tom Baker: Numbers; promised for today"]


def test_the_queue_is_read_when_something_is_due_or_changed_and_at_midnight_only(
    fq: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def look(session: Session, queue: Reader) -> Needs:
        looks.append(clock.now.isoformat())
        return find_needs(session, queue)

    monkeypatch.setattr(watch, "find_needs", look)
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-25T15:00", "--told")
    fq("watch", "--count", "3")
    assert looks == [f"2026-11-{at}:00+00:00" for at in ("23T09:00", "24T00:00", "25T00:00", "25T15:00")]
    assert len(clock.slept) > 100


def test_nothing_is_held_while_it_waits(fq: Call, clock: Clock, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote", "--told")
    tried = []

    def hold() -> None:
        connection = sqlite3.connect(db, timeout=0)
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
        connection.close()
        tried.append(True)

    clock.at("2026-11-23T09:30:00Z", hold)
    fq("watch", "--for", "1h")
    assert tried


def test_somebody_who_writes_just_now_is_waited_for(fq: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "today", "--told")
    times = []

    def busy_at_first(session: Session, queue: Reader) -> Needs:
        times.append(1)
        if len(times) == 1:
            raise BusyError("the queue is busy")
        return find_needs(session, queue)

    monkeypatch.setattr(watch, "find_needs", busy_at_first)
    assert lines(fq("watch", "--once", "--now")) == ["1 Ana Lopez: Quote; promised for today"]


def test_the_time_may_be_over_first(fq: Call, clock: Clock) -> None:
    fq("add", "Ana Lopez", "Quote", "--told")
    result = fq("watch", "--for", "2h")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert os.environ["FOLLOWQ_NOW"] == "2026-11-23T11:00:00Z"
    result = fq("watch", "--once", "--for", "2h")
    assert (result.code, result.out) == (3, "")
    assert result.err == "followq: nothing needed you in 2h (what does now: followq today)\n"
    fq("edit", "1", "--by", "today")
    result = fq("watch", "--now", "--count", "2", "--for", "30m")
    assert (result.code, len(lines(result))) == (3, 1)
    assert "1 of 2 things needed you in 30m" in result.err


def test_a_clock_that_stands_still_ends_it_too(fq: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "sleep", clock.slept.append)
    assert fq("watch", "--for", "2h").code == 0
    assert sum(clock.slept) == 7200


def test_each_line_is_a_document_of_its_own(fq: Call, clock: Clock) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-24", "--told")
    first, second = map(json.loads, lines(fq("watch", "--count", "2", "--json")))
    assert (first["followq"], first["kind"], first["need"], first["now"]) == (
        1,
        "watch",
        "promise_today",
        "2026-11-24T00:00:00Z",
    )
    assert first["followups"][0]["person"] == "Ana Lopez"
    assert (second["need"], second["at"]) == ("promise_late", "2026-11-25T00:00:00Z")
    fq("add", "Tom Baker", "Numbers", "--by", "tomorrow", "--told")
    (cut,) = map(json.loads, lines(fq("watch", "--once", "--json", "id,text")))
    assert cut["followups"] == [{"id": 2, "text": "Numbers"}]


def test_ctrl_c_ends_it_without_a_word(fq: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "sleep", interrupt)
    assert fq("watch") == Result(130, "", "")
    assert fq("watch", "--json") == Result(130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="only the system knows that a pipe has no reader any more")
def test_a_pipe_whose_reader_has_gone_ends_it_without_a_word(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "followq", "watch"], stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_limits_that_contradict_each_other_are_refused(fq: Call) -> None:
    assert fq("watch", "--once", "--count", "2").code == 2
    assert fq("watch", "--for", "soon").code == 4
    assert fq("watch", "--count", "0").code == 2
