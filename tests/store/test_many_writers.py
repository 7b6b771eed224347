"""Several programs at the one queue: none is refused, none is lost, no number is given out twice."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from followq.store.door import open_queue
from followq.store.reader import Reader
from tests.store.actors import at_once
from tests.store.builders import replayed, rows, tables

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
