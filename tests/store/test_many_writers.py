"""Several programs at the one queue: none is refused, none is lost, no number is given out twice."""

from __future__ import annotations

import os
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from followq.errors import BusyError
from followq.store import opening
from followq.store.file import connection as connection_module
from followq.store.opening import open_queue
from followq.store.queue import Queue
from followq.store.records.reader import Reader
from tests.factories import person
from tests.store.actors import at_once, held_by_another
from tests.store.builders import NOW, replayed, rows, tables

WRITERS, TIMES = 8, 25


def test_eight_programs_with_twenty_five_adds_each_get_two_hundred_numbers(db: Path) -> None:
    with at_once("add", db, WRITERS, str(TIMES)) as actors:
        numbers = [list(map(int, actor.rest())) for actor in actors]
    assert [len(own) for own in numbers] == [TIMES] * WRITERS
    assert all(own == sorted(own) for own in numbers)
    assert sorted(number for own in numbers for number in own) == list(range(1, WRITERS * TIMES + 1))
    with closing(open_queue(str(db), is_needed=False)) as connection:
        reader = Reader(connection)
        assert len(reader.open_followups()) == WRITERS * TIMES
        assert len(reader.people()) == 1
        assert replayed(reader) == tables(reader)
        assert len({entry.batch for entry in reader.log()}) == WRITERS * TIMES
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]


def test_a_writer_waits_as_long_as_the_line_gets_on(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opening.open_queue(str(db), is_needed=True).close()
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0.2)
    is_over = threading.Event()

    def get_on() -> None:
        while not is_over.wait(0.02):
            os.utime(db)

    with held_by_another(db), pytest.raises(BusyError):
        _write(db)
    waiting = threading.Thread(target=get_on)
    begun = time.monotonic()
    monkeypatch.setattr(connection_module, "LINE_SECONDS", 1.0)
    waiting.start()
    try:
        with held_by_another(db), pytest.raises(BusyError):
            _write(db)
    finally:
        is_over.set()
        waiting.join()
    assert time.monotonic() - begun > 1.0
    _write(db)


def _write(db: Path) -> None:
    queue = Queue(str(db))
    try:
        with queue.writing("add", NOW, "UTC") as batch:
            batch.add(person())
    finally:
        queue.close()
