"""Undo and redo, to any depth: two stacks to the user, one log that only grows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from followq.store.queue import Queue
from followq.store.records.writer import find_next_to_redo, find_next_to_undo, take_back
from tests.factories import MORE, QUICK, followup, person
from tests.store.builders import NOW, Desk, Step, Tables, deeds, replayed, some_steps, tables


@QUICK
@given(some_steps())
def test_undoing_everything_gives_the_empty_queue(done: list[Step]) -> None:
    desk = Desk()
    count = sum(desk.take(step) for step in done)
    assert sum(desk.undo() for _ in range(count)) == count
    assert desk.tables == ({}, {})
    assert not desk.undo()


@QUICK
@given(some_steps())
def test_redoing_everything_brings_everything_back_step_by_step(done: list[Step]) -> None:
    desk = Desk()
    states = [desk.tables] + [desk.tables for step in done if desk.take(step)]
    for state in reversed(states[:-1]):
        assert desk.undo()
        assert desk.tables == state
    for state in states[1:]:
        assert desk.redo()
        assert desk.tables == state
    assert not desk.redo()


class TwoStacks:
    """Undo and redo as everybody knows them from a text editor."""

    def __init__(self, state: Tables) -> None:
        self.state = state
        self.done: list[Tables] = []
        self.undone: list[Tables] = []

    def act(self, state: Tables) -> None:
        """Something new was done, which led to this."""
        self.done.append(self.state)
        self.undone.clear()
        self.state = state

    def undo(self) -> bool:
        """Go back; False at the beginning."""
        return self._move(self.done, self.undone)

    def redo(self) -> bool:
        """Go forward again; False at the end."""
        return self._move(self.undone, self.done)

    def _move(self, out_of: list[Tables], into: list[Tables]) -> bool:
        if not out_of:
            return False
        into.append(self.state)
        self.state = out_of.pop()
        return True


@MORE
@given(deeds(most=40))
def test_any_mixture_of_doing_undoing_and_redoing_is_like_two_stacks(done: list[Step | str]) -> None:
    desk = Desk()
    model = TwoStacks(desk.tables)
    for deed in done:
        has_changed = desk.act(deed)
        if deed == "undo":
            assert has_changed == model.undo()
        elif deed == "redo":
            assert has_changed == model.redo()
        elif has_changed:
            model.act(desk.tables)
        assert desk.tables == model.state
        assert (find_next_to_undo(desk.reader) is None) == (not model.done)
        assert (find_next_to_redo(desk.reader) is None) == (not model.undone)
    assert replayed(desk.reader) == desk.tables


@pytest.fixture
def desk() -> Desk:
    """Ana and what she waits for, and then told."""
    desk = Desk()
    desk.add(person(), followup())
    desk.do("told", lambda batch, now: batch.put(followup(), followup(told_at=now.instant)))
    return desk


def test_a_new_command_ends_what_could_be_redone(desk: Desk) -> None:
    assert desk.undo()
    assert find_next_to_redo(desk.reader) is not None
    desk.put("note", followup(), followup(note="New"))
    assert find_next_to_redo(desk.reader) is None
    assert not desk.redo()


def test_a_command_that_changes_nothing_leaves_the_redo_alone(desk: Desk) -> None:
    assert desk.undo()
    assert not desk.put("edit", followup(), followup())
    assert desk.redo()


def test_undo_after_a_redo_takes_back_the_redo(desk: Desk) -> None:
    for _ in range(3):
        assert desk.undo()
        assert desk.tables[1][1].told_at is None
        assert desk.redo()
        assert desk.tables[1][1].told_at is not None


def test_undo_reaches_back_past_what_was_undone_before(desk: Desk) -> None:
    assert desk.undo()
    desk.put("note", followup(), followup(note="New"))
    assert desk.undo()
    assert desk.tables[1] == {1: followup()}
    assert desk.undo()
    assert desk.tables == ({}, {})
    assert not desk.undo()


def test_undo_names_the_command_that_it_takes_back(desk: Desk) -> None:
    assert find_next_to_undo(desk.reader) == (2, "told")
    desk.undo()
    assert find_next_to_undo(desk.reader) == (1, "add")


def test_undo_of_a_remark_alone_is_a_batch_of_its_own() -> None:
    desk = Desk()
    desk.add(person(), followup())
    desk.put("told", followup(), followup(), "Only said")
    assert desk.undo()
    assert find_next_to_undo(desk.reader) == (1, "add")
    assert desk.redo()
    assert find_next_to_redo(desk.reader) is None


def test_what_was_undone_stays_in_the_log_and_what_undid_it_says_so(desk: Desk) -> None:
    desk.undo()
    desk.redo()
    assert [(e.batch, e.command, e.undoes) for e in desk.reader.log()][2:] == [
        (2, "told", None),
        (3, "undo", 2),
        (4, "redo", 3),
    ]


def test_what_comes_back_has_its_old_number_and_words(desk: Desk) -> None:
    before = desk.tables
    desk.undo()
    desk.undo()
    desk.redo()
    desk.redo()
    assert desk.tables == before
    assert [f.id for f in desk.reader.search(["quote"])] == [1]
    assert [p.id for p in desk.reader.people_called("ana lopez")] == [1]


def test_an_empty_queue_has_nothing_to_undo_or_redo() -> None:
    desk = Desk()
    assert find_next_to_undo(desk.reader) is None
    assert find_next_to_redo(desk.reader) is None


def test_undo_and_redo_go_on_from_one_program_to_the_next(db: Path) -> None:
    def call(command: str) -> Tables:
        queue = Queue(str(db))
        with queue.writing(command, NOW, "UTC") as batch:
            if command == "add":
                number = batch.next_id("followups")
                if number == 1:
                    batch.add(person())
                batch.add(followup(id=number))
            else:
                target = find_next_to_undo(batch) if command == "undo" else find_next_to_redo(batch)
                assert target is not None
                take_back(batch, target[0])
        with queue.reading() as reader:
            found = tables(reader)
        queue.close()
        return found

    counts = [len(call(command)[1]) for command in ("add", "add", "undo", "undo", "redo", "add", "undo", "undo")]
    assert counts == [1, 2, 1, 0, 1, 2, 1, 0]
