"""The log in short: the same as the log itself, without what was undone, whatever the texts look like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followq.model.core import verbs
from followq.model.core.history import select_standing
from followq.model.stats.log_fold import FIELDS
from followq.store.queue import Queue
from followq.store.records import log_events
from followq.store.records.log_events import LogSelection
from followq.store.records.writer import find_next_to_undo, take_back
from tests.factories import calendar, followup, person

NOW = calendar()
EVERYTHING = LogSelection("")


@pytest.fixture
def queue(db: Path) -> Iterator[Queue]:
    """Two people, four follow-ups, and some of everything; 3 was reopened, the last command undone."""
    queue = Queue(str(db))
    texts = ('Say "status":["open","done"]', '{"since":[null,"2020-01-01"]}', "[x]", '\\"nudges":[0,9]')
    with queue.writing("add", NOW.instant, "UTC") as batch:
        batch.add(person())
        batch.add(person(id=2, name="Tom Baker"))
        for number, text in enumerate(texts, 1):
            project = "spring" if number == 2 else None
            batch.add(followup(id=number, text=text, note=text, person_id=1 + number % 2, project=project))
    for number, (command, at) in enumerate((("told", 1), ("snooze", 2), ("done", 3), ("reopen", 3), ("done", 4)), 23):
        then = calendar(f"2026-11-{number}T10:00:00Z")
        with queue.writing(command, then.instant, "UTC") as batch:
            before = batch.followup(at)
            assert before is not None
            after = {
                "told": verbs.tell(before, then, "2026-12-01") if before.is_open else before,
                "snooze": verbs.snooze(before, then, "2026-12-01") if before.is_open else before,
                "done": verbs.close(before, then) if before.is_open else before,
                "reopen": before if before.is_open else verbs.reopen(before),
            }[command]
            batch.put(before, after)
    with queue.writing("snooze", NOW.instant, "UTC") as batch:
        one = batch.followup(1)
        assert one is not None
        batch.put(one, verbs.snooze(one, NOW, "2026-12-24"))
    with queue.writing("undo", NOW.instant, "UTC") as batch:
        found = find_next_to_undo(batch)
        assert found is not None
        take_back(batch, found[0])
    yield queue
    queue.close()


def plain(value: Any) -> str:
    return "" if value is None else str(value)


def events(queue: Queue, part: LogSelection) -> list[Any]:
    with queue.reading() as reader:
        return list(reader.events(part)[0])


def test_events_are_the_logs_entries_that_count(queue: Queue) -> None:
    with queue.reading() as reader:
        entries = [entry for entry in select_standing(reader.log()) if entry.change.subject == "followup"]
    expected = [
        (
            entry.change.id,
            entry.at,
            entry.change.action,
            {name: plain(pair[1]) for name, pair in entry.change.fields.items() if name in FIELDS},
        )
        for entry in entries
    ]
    assert events(queue, EVERYTHING) == expected
    assert len(expected) == 9


@pytest.mark.parametrize("piece", [1, 2, 3, 100])
def test_by_index_or_in_pieces_it_is_the_same(queue: Queue, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    whole = events(queue, EVERYTHING)
    monkeypatch.setattr(log_events, "FEW", 0)
    monkeypatch.setattr(log_events, "PIECE", piece)
    assert events(queue, EVERYTHING) == whole


def test_what_is_written_meanwhile_is_not_of_this_log(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_events, "FEW", 0)
    monkeypatch.setattr(log_events, "PIECE", 2)
    whole = events(queue, EVERYTHING)
    other = Queue(queue.path)
    with queue.reading() as reader:
        found, _ = reader.events(EVERYTHING)
        first = next(iter(found))
        with other.writing("told", NOW.instant, "UTC") as batch:
            one = batch.followup(2)
            assert one is not None
            batch.put(one, verbs.tell(one, NOW))
        assert [first, *found] == whole
    other.close()


def test_of_one_person_one_project_or_lately_closed(queue: Queue) -> None:
    assert {event[0] for event in events(queue, LogSelection("", person_id=2))} == {1, 3}
    assert {event[0] for event in events(queue, LogSelection("", project="SPRING"))} == {2}
    assert {event[0] for event in events(queue, LogSelection("2026-11-28"))} == {1, 2, 3}
    assert {event[0] for event in events(queue, LogSelection("2026-11-27"))} == {1, 2, 3, 4}
    assert {event[0] for event in events(queue, LogSelection("2026-11-28", least=1))} == {1, 2, 3, 4}


def test_it_names_what_was_reopened(queue: Queue) -> None:
    with queue.reading() as reader:
        assert reader.events(EVERYTHING)[1] == {3}


def test_the_file_itself_is_not_written_to(queue: Queue, db: Path) -> None:
    before = db.read_bytes()
    events(queue, EVERYTHING)
    events(queue, EVERYTHING)
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    ("tables", "by"), [(log_events.BY_LOG, "INTEGER PRIMARY KEY"), (log_events.BY_INDEX, "INDEX changes_by_subject")]
)
def test_a_long_log_is_walked_in_its_order_and_few_follow_ups_are_looked_up(queue: Queue, tables: str, by: str) -> None:
    with queue.reading() as reader:
        reader.events(EVERYTHING)
        sql = f"EXPLAIN QUERY PLAN {log_events.EVENTS.format(tables)}"
        plan = " | ".join(row[3] for row in reader._connection.execute(sql, (0, 9, 9)))
    assert f"SEARCH c USING {by}" in plan
    assert ("TEMP B-TREE" in plan) == (tables == log_events.BY_INDEX)


def test_the_last_remark_that_was_not_undone(queue: Queue) -> None:
    for at in ("2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z"):
        with queue.writing("report", at, "UTC") as batch:
            batch.put(person(), person(), "status report")
    with queue.reading() as reader:
        assert reader.last_remark("report", "Status Report", 1) == "2026-11-25T09:00:00Z"
        assert reader.last_remark("report", "status report", 2) is None
        assert reader.last_remark("told", "status report") is None
    with queue.writing("undo", NOW.instant, "UTC") as batch:
        found = find_next_to_undo(batch)
        assert found is not None
        take_back(batch, found[0])
    with queue.reading() as reader:
        assert reader.last_remark("report", "status report") == "2026-11-24T09:00:00Z"
