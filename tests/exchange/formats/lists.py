"""Lists of other programs in tests: read, imported into a queue in memory, and written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from followq.exchange.list_plan import Decisions, KnownQueue, ListName, ListPlan, plan_list
from followq.exchange.registry import find_format, read, recognise, write
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem, WritingOptions
from followq.model.core.person import name_key
from followq.store.records.reader import Reader
from tests.factories import calendar
from tests.store.builders import ALL, Desk


def found_in(
    contents: str | bytes | Any,
    name: str = "list",
    wanted: str = "",
    me: tuple[str, ...] = (),
    columns: Mapping[str, str] | None = None,
) -> list[Found]:
    """What a reader yields; what is no text is written as JSON first."""
    if not isinstance(contents, (str, bytes)):
        contents = json.dumps(contents)
    data = contents if isinstance(contents, bytes) else contents.encode()
    row, file = recognise(data, name, wanted)
    return list(read(row, file, ReadingOptions(calendar(), frozenset(map(name_key, me)), columns or {}, name)))


def items_in(contents: str | bytes | Any, name: str = "list", wanted: str = "", **options: Any) -> list[SourceItem]:
    """The items that a reader yields."""
    return [one for one in found_in(contents, name, wanted, **options) if isinstance(one, SourceItem)]


def left_out_of(
    contents: str | bytes | Any, name: str = "list", wanted: str = "", **options: Any
) -> list[tuple[int, str]]:
    """Line and reason of what a reader passes over or refuses."""
    found = found_in(contents, name, wanted, **options)
    return [(one.line, one.reason) for one in found if isinstance(one, (Passed, Refusal))]


def known(reader: Reader, format_name: str) -> KnownQueue:
    """What the planner knows of a queue."""
    return KnownQueue(
        people=reader.people(),
        sourced=reader.brought_by(format_name),
        by_uid=reader.with_uid,
        log_of=lambda number: reader.log(followup_id=number),
        blocked={followup.id: followup.blocked_by for followup in reader.blocked()},
        next_person_id=reader.next_id("people"),
        next_followup_id=reader.next_id("followups"),
    )


def planned(desk: Desk, format_name: str, text: str) -> ListPlan:
    """What importing a text would do, closed ones too."""
    row, file = recognise(text.encode(), f"list.{format_name}", format_name)
    found = list(read(row, file, ReadingOptions(calendar())))
    return plan_list(found, ListName(format_name), known(desk.reader, format_name), Decisions(is_all=True), calendar())


def imported(format_name: str, text: str) -> Desk:
    """A new queue into which a text was imported."""
    desk = Desk()
    plan = planned(desk, format_name, text)
    assert not plan.refused
    desk.add(*plan.new_people, *(followup for followup, _ in plan.added))
    return desk


def exported(reader: Reader, format_name: str) -> str:
    """A queue as `export --format` writes it."""
    return write(find_format(format_name), reader.people(), reader.select(ALL), WritingOptions(calendar()))
