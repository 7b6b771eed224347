"""Import and export as the commands do them, on a queue in memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from followq.exchange.plan import Plan, plan_merge, plan_restore
from followq.exchange.queue_json import read
from followq.render import jsondoc
from followq.store.records.reader import Reader
from followq.store.records.writer import Batch, restore, transaction
from tests.factories import calendar
from tests.store.builders import NOW, Desk


def steps_of(deed: Callable[[], object]) -> int:
    """How many calls Python makes for a deed: its length, told without a clock."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        deed()
    finally:
        sys.setprofile(None)
    return count


def exported(reader: Reader) -> bytes:
    """The whole queue, as `followq export` writes it."""
    pieces = jsondoc.export(reader.people(), reader.each_followup(), reader.each_entry(), reader.forgotten(), NOW)
    return "".join(pieces).encode()


def planned(desk: Desk, document: Any) -> Plan:
    """What an import of a document into this queue would bring."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    reader = desk.reader
    return plan_merge(
        read(data, "queue.json", calendar()),
        reader.people(),
        reader.uids(),
        reader.next_id("people"),
        reader.next_id("followups"),
        calendar(),
    )


def bring_in(desk: Desk, document: Any) -> Plan:
    """Import a document into this queue."""
    plan = planned(desk, document)

    def carry_out(batch: Batch, _: object) -> None:
        for person in plan.new_people:
            batch.add(person)
        for before, after in plan.changed_people:
            batch.put(before, after)
        for followup in plan.followups:
            batch.add(followup)

    desk.do("import", carry_out)
    return plan


def restored(document: Any) -> Desk:
    """A new queue that a full export was moved into."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    plan = plan_restore(read(data, "queue.json", calendar()))
    desk = Desk()
    with transaction(desk.connection, "memory") as batch:
        restore(batch, [*plan.new_people, *plan.followups], plan.log, plan.forgotten)
    return desk
