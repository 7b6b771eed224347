"""The one way to write: everything in the block or nothing, checked, logged, numbered for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followq.errors import BusyError, DamagedError, DiskError, FollowqError
from followq.model.core import verbs
from followq.model.core.change import Change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.store.file import connection as connection_module
from followq.store.opening import open_queue
from followq.store.queue import Queue
from followq.store.records.reader import Reader
from followq.store.records.writer import Batch, find_next_to_undo, take_back, writing
from tests.factories import calendar, followup, person
from tests.store.actors import held_by_another
from tests.store.builders import NOW, Desk, replayed, rows, tables


def add(queue: Queue, *records: Any) -> None:
    with queue.writing("add", NOW, "UTC") as batch:
        for record in records:
            batch.add(record)


def undo(queue: Queue) -> None:
    with queue.writing("undo", NOW, "UTC") as batch:
        target = find_next_to_undo(batch)
        assert target is not None
        take_back(batch, target[0])


@pytest.fixture
def queue(db: Path) -> Queue:
    """A queue with Ana and what she waits for."""
    queue = Queue(str(db))
    add(queue, person(), followup())
    return queue


def see(queue: Queue) -> tuple[Any, Any]:
    with queue.reading() as reader:
        return tables(reader), reader.log()


# Everything or nothing.


def test_what_is_written_is_there_for_the_next_program(queue: Queue, db: Path) -> None:
    queue.close()
    with Queue(str(db)).reading() as reader:
        assert tables(reader) == ({1: person()}, {1: followup()})


def test_questions_inside_the_block_see_what_was_written_so_far(queue: Queue) -> None:
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person(id=2, name="Tom Baker"))
        assert [p.id for p in batch.people_called("tom baker")] == [2]
        batch.add(followup(id=2, person_id=2, text="Invoice"))
        assert [f.id for f in batch.search(["invoice"])] == [2]
        assert batch.next_id("followups") == 3


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit, RecursionError, GeneratorExit])
def test_a_block_that_fails_leaves_nothing_behind(queue: Queue, db: Path, failure: type[BaseException]) -> None:
    before = db.read_bytes()

    def fail_in_the_middle() -> None:
        with queue.writing("add", NOW, "UTC") as batch:
            batch.add(person(id=2, name="Tom Baker"))
            batch.add(followup(id=2, person_id=2))
            batch.put(followup(), followup(text="Other words"))
            raise failure

    with pytest.raises(failure):
        fail_in_the_middle()
    assert db.read_bytes() == before
    assert not db.with_name("queue.db-journal").exists()


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_block_too_large_for_memory_leaves_nothing_behind_either(db: Path, failure: type[BaseException]) -> None:
    with closing(open_queue(str(db), is_needed=True)) as connection:
        connection.execute("PRAGMA cache_size = 10")  # pages: so that most of it reaches the disk before the end
        with writing(connection, str(db), "add", NOW, "UTC") as batch:
            batch.add(person())
        reader = Reader(connection)
        before = tables(reader), reader.log()

        def fail_in_the_end() -> None:
            with writing(connection, str(db), "import", NOW, "UTC") as batch:
                for number in range(1, 401):
                    batch.add(followup(id=number, text="Send the quote " * 20))
                raise failure

        with pytest.raises(failure):
            fail_in_the_end()
        assert not connection.in_transaction
        assert (tables(reader), reader.log()) == before
        assert rows(connection, "SELECT count(*) FROM search") == [(0,)]
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]


def test_after_a_failure_the_same_queue_can_be_written_to(queue: Queue) -> None:
    with pytest.raises(DamagedError):
        add(queue, followup(id=2), followup(id=3, person_id=99))
    add(queue, followup(id=2, text="At last"))
    with queue.reading() as reader:
        assert [f.text for f in reader.open_followups()] == ["Send the quote", "At last"]


def test_a_failure_in_writing_the_log_takes_the_change_with_it(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = db.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("no log")

    monkeypatch.setattr(Batch, "insert_changes", fail)
    with pytest.raises(FollowqError):
        add(queue, followup(id=2))
    assert db.read_bytes() == before


def test_a_batch_that_changes_nothing_leaves_no_trace(queue: Queue, db: Path) -> None:
    before = db.read_bytes()
    with queue.writing("edit", NOW, "UTC") as batch:
        batch.put(followup(), followup())
        batch.apply([])
    assert db.read_bytes() == before


def test_a_remark_alone_is_kept_in_the_log(queue: Queue) -> None:
    with queue.writing("told", NOW, "UTC") as batch:
        batch.put(followup(), followup(), "Legal looks at it")
    with queue.reading() as reader:
        assert [entry.change.remark for entry in reader.log()] == ["", "", "Legal looks at it"]
        assert tables(reader) == replayed(reader)


# What is refused.

CREATE: dict[str, Any] = {
    "the same id twice": followup(uid="another"),
    "the same uid twice": followup(id=2, uid="followup-1"),
    "a person who is not there": followup(id=2, person_id=9),
    "no text": followup(id=2, text=""),
    "an unknown side": followup(id=2, ball="nobody's"),
    "an unknown status": followup(id=2, status="lost", closed_at=NOW),
    "done without an end": followup(id=2, status="done"),
    "open with an end": followup(id=2, closed_at=NOW),
    "no beginning": followup(id=2, since=""),
    "a moment in other words": followup(id=2, promised="Friday"),
    "a moment with an offset": followup(id=2, told_at="2026-11-23T09:00:00+02:00"),
    "an unknown channel": followup(id=2, channel="fax"),
    "an effort of nothing": followup(id=2, effort_minutes=0),
    "time spent below nothing": followup(id=2, spent_minutes=-1),
    "words for a number": followup(id=2, nudges="many"),
    "half a number": followup(id=2, slips=1.5),
    "a person without a name": person(id=2, name=""),
    "an unknown weight": person(id=2, weight="heavy"),
    "days below nothing": person(id=2, reply_target_days=-1),
    "a text that is no text": person(id=2, organisation=b"\xff"),
}


@pytest.mark.parametrize("record", CREATE.values(), ids=CREATE.keys())
def test_a_record_that_cannot_be_is_refused_and_nothing_is_changed(queue: Queue, db: Path, record: Any) -> None:
    before = db.read_bytes()
    with pytest.raises(FollowqError):
        add(queue, followup(id=5, text="Would be fine"), record)
    assert db.read_bytes() == before


UNKNOWN: dict[str, Change] = {
    "a changed follow-up": record_changes(followup(id=9), followup(id=9, text="Other words"))[0],
    "a changed person": record_changes(person(id=9), person(id=9, name="Tom Baker"))[0],
    "a removed follow-up": Change("followup", 9, "remove", {}),
    "a removed person": Change("person", 9, "remove", {}),
    "a remark about a follow-up": record_changes(followup(id=9), followup(id=9), "Said something")[0],
    "a remark about a person": record_changes(person(id=9), person(id=9), "Said something")[0],
}


@pytest.mark.parametrize("change", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_change_of_a_record_that_is_not_there_is_refused(queue: Queue, db: Path, change: Change) -> None:
    before = db.read_bytes()
    with pytest.raises(DamagedError), queue.writing("edit", NOW, "UTC") as batch:
        batch.apply([change])
    assert db.read_bytes() == before


def test_a_person_with_follow_ups_cannot_be_taken_away(queue: Queue, db: Path) -> None:
    before = db.read_bytes()
    with pytest.raises(DamagedError), queue.writing("edit", NOW, "UTC") as batch:
        batch.apply([Change("person", 1, "remove", {})])
    assert db.read_bytes() == before


def test_a_full_disk_changes_nothing_is_said_and_reading_goes_on(db: Path) -> None:
    add(Queue(str(db)), person(), followup())
    with closing(open_queue(str(db), is_needed=True)) as connection:
        ((pages,),) = rows(connection, "PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")

        def add_much() -> None:
            with writing(connection, str(db), "import", NOW, "UTC") as batch:
                for number in range(2, 200):
                    batch.add(followup(id=number, note="long " * 100))

        with pytest.raises(DiskError, match="disk is full"):
            add_much()
        assert tables(Reader(connection)) == ({1: person()}, {1: followup()})
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]


def test_a_queue_that_may_not_be_written_is_said_to_be_so(db: Path) -> None:
    add(Queue(str(db)), person())
    with closing(open_queue(str(db), is_needed=True)) as connection:
        connection.execute("PRAGMA query_only = ON")
        with pytest.raises(DiskError, match="can't be written"), writing(connection, str(db), "a", NOW, "UTC") as batch:
            batch.add(followup())


def test_a_reader_that_keeps_the_queue_busy_makes_the_writer_give_up_whole(
    queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.close()
    before = db.read_bytes()
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0.05)
    with held_by_another(db, "BEGIN"):  # a reading transaction: it lets writers begin, not commit
        with pytest.raises(BusyError):
            add(queue, followup(id=2))
        assert see(queue)[0] == ({1: person()}, {1: followup()})
    queue.close()
    assert db.read_bytes() == before


def test_our_own_readers_never_stand_in_a_writers_way(queue: Queue, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0.0)
    other = Queue(str(db))
    with other.reading() as reader:
        assert reader.open_followups()
        assert reader.log()
        add(queue, followup(id=2))
        assert len(reader.open_followups()) == 2
    other.close()


# Ids.


def test_the_number_of_an_added_follow_up_is_never_given_out_again_after_undo(queue: Queue, db: Path) -> None:
    undo(queue)
    queue.close()
    other = Queue(str(db))
    with other.writing("add", NOW, "UTC") as batch:
        assert batch.next_id("people") == 2
        assert batch.next_id("followups") == 2
        batch.add(person(id=2, name="Tom Baker"))
        batch.add(followup(id=2, person_id=2))
    undo(other)
    other.close()
    with Queue(str(db)).reading() as reader:
        assert (reader.next_id("people"), reader.next_id("followups")) == (3, 3)


def test_the_next_number_is_the_one_that_a_new_row_gets(queue: Queue, db: Path) -> None:
    queue.close()
    with closing(sqlite3.connect(db)) as plain, Queue(str(db)).reading() as reader:
        promised = reader.next_id("followups")
        made = plain.execute(
            "INSERT INTO followups (uid, person_id, text, ball, since, created_at) VALUES ('x', 1, 'y', 'mine', ?, ?)",
            (NOW, NOW),
        )
        assert made.lastrowid == promised


def test_log_numbers_are_never_given_out_again(db: Path) -> None:
    with closing(open_queue(str(db), is_needed=True)) as connection:
        with writing(connection, str(db), "add", NOW, "UTC") as batch:
            batch.add(person())
        connection.execute("DELETE FROM changes")
        connection.execute("DELETE FROM batches")
        with writing(connection, str(db), "add", NOW, "UTC") as batch:
            batch.add(person(id=2, name="Tom Baker"))
        (entry,) = Reader(connection).log()
        assert (entry.batch, entry.seq) == (2, 2)


# Lists and texts.


@pytest.mark.parametrize("text", ['"', "','", '","', '", "', "[1]", "\\", "\\u0041", "é", "\u2028", "😀", "a\nb"])
def test_lists_come_back_as_they_were_given(text: str) -> None:
    desk = Desk()
    ana = person(aliases=(text,), emails=(text, text + "2"), phones=("+34 600 000 001", text))
    quote = followup(tags=(text, "x", text * 2), blocked_by=(3, 12, 400), note=text, source=text)
    desk.add(ana, quote)
    assert desk.tables == ({1: ana}, {1: quote})
    assert replayed(desk.reader) == desk.tables


@pytest.mark.parametrize("ids", [(), (1,), (12,), (1, 2), (2**31 - 1, 7)])
def test_lists_of_numbers_come_back_as_numbers(ids: tuple[int, ...]) -> None:
    desk = Desk()
    desk.add(person(), followup(blocked_by=ids))
    assert desk.tables[1][1].blocked_by == ids


@pytest.mark.parametrize("spelling", ['["a", "b"]', '["a","b"]', '[\n  "a",\n  "b"\n]', '["a" , "b"]', '["a",\n"b"]'])
def test_a_list_may_be_spelt_by_another_tool_with_other_spaces(spelling: str) -> None:
    desk = Desk()
    desk.add(person(aliases=("x",)))
    desk.connection.execute("UPDATE people SET aliases = ?", (spelling,))
    assert desk.reader.people()[1].aliases == ("a", "b")


# One for each verb, seen in the tables and in the log.

LATER: dict[str, Callable[[FollowUp], FollowUp]] = {
    "told": lambda f: verbs.tell(f, calendar()),
    "toss": lambda f: verbs.toss(f, calendar(), "Sign the quote", "2026-11-27"),
    "snooze": lambda f: verbs.snooze(f, calendar(), "2026-11-27"),
    "done": lambda f: verbs.close(f, calendar(), "done", 25, "by phone"),
    "drop": lambda f: verbs.close(f, calendar(), "dropped"),
}


@pytest.mark.parametrize("command", LATER)
def test_a_verb_is_written_as_the_difference_it_makes(command: str) -> None:
    desk = Desk()
    before, after = followup(), LATER[command](followup())
    desk.add(person(), before)
    desk.put(command, before, after, "Said so")
    assert desk.tables[1] == {1: after}
    last = desk.reader.log()[-1]
    assert last.command == command
    assert last.change == record_changes(before, after, "Said so")[0]
    assert desk.reader.log()[1].change == record_creation(before)
