"""A full export, moved into an empty queue: the same queue, history and undo included, or a refusal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from followq.errors import BadInputError
from followq.exchange.plan import plan_restore
from followq.exchange.queue_json import read
from followq.store.queue import Queue
from followq.store.records.writer import find_next_to_redo, find_next_to_undo, restore
from tests.exchange.bringing_in import exported, restored, steps_of
from tests.factories import QUICK, calendar, followup, person
from tests.store.builders import NOW, Desk, Step, deeds, replayed, rows, tables

Mischief = Callable[[dict[str, Any]], object]


@QUICK
@given(deeds())
def test_a_restored_queue_is_the_exported_one(done: list[Step | str]) -> None:
    first = Desk()
    for deed in done:
        first.act(deed)
    second = restored(exported(first.reader))
    assert second.tables == first.tables
    assert second.reader.log() == first.reader.log()
    assert exported(second.reader) == exported(first.reader)
    for question in ("SELECT * FROM person_names ORDER BY 1, 2", "SELECT rowid, * FROM search ORDER BY 1"):
        assert rows(second.connection, question) == rows(first.connection, question)


@QUICK
@given(deeds())
def test_a_restored_queue_goes_on_where_the_exported_one_stood(done: list[Step | str]) -> None:
    first = Desk()
    for deed in done:
        first.act(deed)
    second = restored(exported(first.reader))
    for table in ("people", "followups"):
        assert second.reader.next_id(table) == first.reader.next_id(table)
    assert find_next_to_undo(second.reader) == find_next_to_undo(first.reader)
    assert find_next_to_redo(second.reader) == find_next_to_redo(first.reader)
    second.hours = first.hours
    for deed in ("undo", "undo", "redo", Step("add", 0, 0, "quote", 3), "undo", "undo", "redo"):
        assert second.act(deed) == first.act(deed)
        assert second.tables == first.tables
    assert replayed(second.reader) == second.tables


@QUICK
@given(deeds())
def test_a_plan_to_restore_names_everything_that_comes(done: list[Step | str]) -> None:
    desk = Desk()
    for deed in done:
        desk.act(deed)
    plan = plan_restore(read(exported(desk.reader), "queue.json", calendar()))
    assert {who.id: who for who in plan.new_people} == desk.tables[0]
    assert {item.id: item for item in plan.followups} == desk.tables[1]
    assert list(plan.log) == desk.reader.log()
    assert (plan.changed_people, plan.known) == ([], 0)


def test_a_queue_twice_as_long_takes_twice_as_long_to_plan_and_no_more() -> None:
    def steps(count: int) -> int:
        desk = Desk()
        desk.add(person(created_at=NOW), *(followup(id=number) for number in range(1, count + 1)))
        document = read(exported(desk.reader), "queue.json", calendar())
        return steps_of(lambda: plan_restore(document))

    assert steps(600) < 3 * steps(300)


def test_a_queue_in_a_file_is_restored_as_well(db: Path) -> None:
    first = Desk()
    for verb in ("add", "add both ways", "told", "hand", "done", "rename"):
        first.take(Step(verb, 0, 0, 'say "hello"', 4))
    first.undo()
    queue = Queue(str(db))
    plan = plan_restore(read(exported(first.reader), "queue.json", calendar()))
    with queue.restoring() as batch:
        restore(batch, [*plan.new_people, *plan.followups], plan.log)
    with queue.reading() as reader:
        assert tables(reader) == first.tables
        assert reader.log() == first.reader.log()
        assert exported(reader) == exported(first.reader)
    queue.close()


def test_a_restore_that_fails_in_the_middle_leaves_the_queue_empty(db: Path) -> None:
    first = Desk()
    for verb in ("add", "add both ways", "told"):
        first.take(Step(verb, 0, 0, "quote", 4))
    plan = plan_restore(read(exported(first.reader), "queue.json", calendar()))
    queue = Queue(str(db))

    def be_interrupted() -> None:
        with queue.restoring() as batch:
            restore(batch, [*plan.new_people, *plan.followups], list(plan.log)[:-1])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        be_interrupted()
    with queue.reading() as reader:
        assert reader.is_empty()
        assert reader.log() == []
    queue.close()


# Logs that don't hold.


def document() -> dict[str, Any]:
    """The export of a queue with two people, two items, a remark, an undo and a redo."""
    desk = Desk()
    ana, tom = person(created_at=NOW), person(id=2, name="Tom Baker", created_at=NOW)
    desk.add(ana, followup())
    desk.add(tom, followup(id=2, person_id=2))
    desk.put("told", followup(), followup(told_at=NOW), "On its way")
    desk.undo()
    desk.redo()
    found: dict[str, Any] = json.loads(exported(desk.reader))
    return found


def test_the_document_of_these_tests_is_sound() -> None:
    assert len(restored(document()).reader.log()) == 7


def test_numbers_with_gaps_between_them_are_kept_as_they_are() -> None:
    found = document()
    for entry in found["log"]:
        for name in ("seq", "batch", "undoes"):
            entry[name] = entry[name] and entry[name] * 10
    desk = restored(found)
    log = [(entry.seq, entry.batch, entry.undoes) for entry in desk.reader.log()]
    assert log == [(entry["seq"], entry["batch"], entry["undoes"]) for entry in found["log"]]
    assert find_next_to_undo(desk.reader) == (50, "redo")
    assert desk.undo()
    assert desk.reader.last_batch() == (51, "undo", 50)


def _without_an_entry(found: dict[str, Any]) -> None:
    del found["log"][1]


def _without_the_first(found: dict[str, Any]) -> None:
    del found["log"][0]


def _other_text(found: dict[str, Any]) -> None:
    found["followups"][0]["text"] = "Other words"


def _one_item_more(found: dict[str, Any]) -> None:
    found["followups"].append(found["followups"][0] | {"id": 9, "uid": "nine"})


def _one_item_less(found: dict[str, Any]) -> None:
    found["followups"].pop()


def _item_without_number(found: dict[str, Any]) -> None:
    del found["followups"][0]["id"]


def _created_twice(found: dict[str, Any]) -> None:
    found["log"].append(found["log"][1] | {"seq": 8, "batch": 6})


def _same_place_twice(found: dict[str, Any]) -> None:
    found["log"][3]["seq"] = found["log"][2]["seq"]


def _order_against_the_numbers(found: dict[str, Any]) -> None:
    found["log"][0]["seq"], found["log"][6]["seq"] = 7, 1


def _undoes_what_is_not_there(found: dict[str, Any]) -> None:
    found["log"][5]["undoes"] = 99


def _undoes_what_comes_later(found: dict[str, Any]) -> None:
    found["log"][4]["undoes"] = 5


def _item_of_nobody(found: dict[str, Any]) -> None:
    found["followups"][1]["person_id"] = 9
    found["log"][3]["changes"]["person_id"] = [None, 9]


def _open_with_an_end(found: dict[str, Any]) -> None:
    found["followups"][1]["closed_at"] = NOW
    found["log"][3]["changes"]["closed_at"] = [None, NOW]


def _done_without_an_end(found: dict[str, Any]) -> None:
    found["followups"][1]["status"] = "done"
    found["log"][3]["changes"]["status"] = [None, "done"]


def _item_without_beginning(found: dict[str, Any]) -> None:
    del found["followups"][1]["since"]
    del found["log"][3]["changes"]["since"]


def _unsaid_number(found: dict[str, Any]) -> None:
    found["log"][3]["followup"] = 5


def _two_items_of_one_uid_for_a_while(found: dict[str, Any]) -> None:
    twin = json.loads(json.dumps(found["log"][3]))
    twin |= {"seq": 8, "batch": 6, "followup": 3}
    twin["changes"]["id"] = [None, 3]
    gone = json.loads(json.dumps(twin))
    gone |= {"seq": 9, "batch": 7, "action": "remove"}
    gone["changes"] = {name: [new, old] for name, (old, new) in twin["changes"].items()}
    found["log"] += [twin, gone]


def _person_gone_before_their_item(found: dict[str, Any]) -> None:
    leaving, coming = (json.loads(json.dumps(found["log"][2])) for _ in range(2))
    leaving |= {"seq": 8, "batch": 6, "action": "remove"}
    leaving["changes"] = {name: [new, old] for name, (old, new) in leaving["changes"].items()}
    coming |= {"seq": 9, "batch": 7}
    found["log"] += [leaving, coming]


MISCHIEF: tuple[Mischief, ...] = (
    _without_an_entry, _without_the_first, _other_text, _one_item_more, _one_item_less, _item_without_number,
    _created_twice, _same_place_twice, _order_against_the_numbers, _undoes_what_is_not_there, _undoes_what_comes_later,
    _item_of_nobody, _open_with_an_end, _done_without_an_end, _item_without_beginning, _unsaid_number,
    _two_items_of_one_uid_for_a_while, _person_gone_before_their_item,
)  # fmt: skip


@pytest.mark.parametrize("mischief", MISCHIEF, ids=[deed.__name__.strip("_") for deed in MISCHIEF])
def test_a_file_whose_log_does_not_hold_is_refused_as_a_bad_file(mischief: Mischief) -> None:
    found = document()
    mischief(found)
    with pytest.raises(BadInputError):
        restored(found)


def test_a_refused_log_is_told_what_to_do_without() -> None:
    found = document()
    _other_text(found)
    with pytest.raises(BadInputError, match="log") as caught:
        restored(found)
    assert "take out its log" in caught.value.hint
