"""What a reader of some other program's list yields: plain records, and what it can't take with the reason."""

from __future__ import annotations

from followq.errors import FollowqError
from followq.model.core.calendar import Calendar
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from followq.model.core.calendar import Instant, When
    from followq.model.core.followup import Ball, Status


class SourceItem(NamedTuple):
    """One task, review or ticket as its list has it.

    `key` names it within its format, the same in every export. `line` is where it stands: a line, or its place in a
    JSON list. `person` is empty where the list names nobody. `why` says by which rule the ball is on that side.
    `hidden_until` is the day before which the list doesn't show it. `blocked_by` holds keys of the same format.
    """

    key: str
    line: int
    text: str
    person: str = ""
    emails: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ball: Ball = "mine"
    why: str = ""
    since: When | None = None
    due: When | None = None
    hidden_until: When | None = None
    status: Status = "open"
    closed_at: Instant | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    every: str | None = None
    effort_minutes: int | None = None
    blocked_by: tuple[str, ...] = ()
    link: str = ""
    """Its page or mail there, where its key isn't that."""
    lost: str = ""
    """What of it followq can't hold, in words."""
    is_named: bool = True
    """Whether the list names the person; the planner finds somebody where it doesn't."""


class SourcePerson(NamedTuple):
    """One contact: `fields` are those of `Person` that the file knows."""

    line: int
    fields: Mapping[str, Any]


class Refusal(NamedTuple):
    """What can't be taken, with its line and the reason."""

    line: int
    reason: str
    text: str = ""


class Passed(NamedTuple):
    """What is sound and is left out by a rule: a template, a heading, the work of a robot."""

    line: int
    reason: str
    text: str = ""


Found = SourceItem | SourcePerson | Refusal | Passed


def read_records(
    records: Iterable[Any], read_one: Callable[[Mapping[str, Any], int], Found], kind: str, title: str = "title"
) -> Iterator[Found]:
    """Each record of a JSON list, with its place from 1; what is none, or can't be taken, as a refusal of its own.

    `kind` is what a record should be, `title` the key of what names it.
    """
    for line, record in enumerate(records, 1):
        if not isinstance(record, dict):
            yield Refusal(line, f"is no {kind}")
            continue
        try:
            yield read_one(record, line)
        except FollowqError as err:
            yield Refusal(line, err.message, str(record.get(title, "")))


def tell_twins_apart(item: SourceItem, seen: dict[str, int]) -> SourceItem:
    """The item with a key of its own: of equal ones the second gets `.2` behind it. `seen` counts them."""
    count = seen[item.key] = seen.get(item.key, 0) + 1
    return item if count == 1 else item._replace(key=f"{item.key}.{count}")


class ReadingOptions(NamedTuple):
    """What the user says of a list.

    `me` are the user's own names in it, folded by `name_key`. `columns` maps a field to the column, key or sign that it
    is read from (`person` to `@`), `name` is the file's name.
    """

    calendar: Calendar
    me: frozenset[str] = frozenset()
    columns: Mapping[str, str] = {}
    name: str = ""


class WritingOptions(NamedTuple):
    """What a writer needs beside the records; with `is_raw` a table is not made safe for spreadsheets."""

    calendar: Calendar
    is_raw: bool = False
