"""A change: what was, what is, of which record. Log, undo, dry runs and import all speak in changes.

How the log works. Everything a user does ends in a *batch*: one command, at one moment, with a number. A batch
holds a *change* for each record it touched, and a change holds the old and the new value of every field that
differs. A new record is a change from nothing, so a follow-up's first entry is its whole content. Nothing in the
log is altered afterwards, and nothing is taken out (but what `person forget` erases).

Whoever applies all changes in order, from an empty queue, gets the tables as they stand; so the tables can be
checked against the log, and rebuilt from it. Undo turns each change of a batch round and appends the result as a
batch of its own that says which one it undoes; redo undoes that. What the next undo takes back is found by walking
from the end and jumping over what was undone already.

An entry has two times: when it was noted, and, where the two differ (`--on`), when it happened; see `history.py`.
Figures go by the second, the order of the log by the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Subject = Literal["person", "followup"]
    Action = Literal["create", "change", "remove"]

RECORDS: dict[Subject, type[Person] | type[FollowUp]] = {"person": Person, "followup": FollowUp}


class Change(NamedTuple):
    """One record before and after: `fields` maps each changed field to its old and its new value.

    On `create` the old values are None, on `remove` the new ones; fields that are None on both sides are
    left out. `remark` is what the user said with it (what they told, why they dropped it).
    """

    subject: Subject
    id: int
    action: Action
    fields: Mapping[str, tuple[Any, Any]]
    remark: str = ""


class Entry(NamedTuple):
    """A change as it stands in the log: with its place, its batch, its time and its command.

    Entries of one batch were written together. `undoes` is the batch that this one takes back.
    """

    seq: int
    batch: int
    at: str
    zone: str
    command: str
    undoes: int | None
    change: Change


class Mark(NamedTuple):
    """Where in the log somebody was forgotten: nothing before it can be undone."""

    batch: int
    at: str
    zone: str


def record_creation(record: Person | FollowUp) -> Change:
    """The change that brings a record into the queue."""
    subject: Subject = "person" if isinstance(record, Person) else "followup"
    fields = {name: (None, value) for name, value in record._asdict().items() if value is not None}
    return Change(subject, record.id, "create", fields)


def record_changes(before: Person | FollowUp, after: Person | FollowUp, remark: str = "") -> list[Change]:
    """The change from one version of a record to the next; none when nothing differs and nothing was said."""
    subject: Subject = "person" if isinstance(before, Person) else "followup"
    fields = {name: (old, new) for name, old, new in zip(before._fields, before, after, strict=True) if old != new}
    return [Change(subject, before.id, "change", fields, remark)] if fields or remark else []


def invert_change(change: Change) -> Change:
    """The change that takes this one back."""
    actions: dict[Action, Action] = {"create": "remove", "remove": "create", "change": "change"}
    return Change(
        change.subject,
        change.id,
        actions[change.action],
        {name: (new, old) for name, (old, new) in change.fields.items()},
    )


def replay(changes: list[Change]) -> tuple[dict[int, Person], dict[int, FollowUp]]:
    """Build the people and follow-ups, by id, that a log leads to.

    Raises: KeyError when a change speaks of a record that isn't there.
    """
    people: dict[int, Person] = {}
    followups: dict[int, FollowUp] = {}
    for change in changes:
        table: dict[int, Any] = people if change.subject == "person" else followups
        new = {name: value for name, (_, value) in change.fields.items()}
        if change.action == "create":
            table[change.id] = RECORDS[change.subject](**new)
        elif change.action == "remove":
            del table[change.id]
        else:
            table[change.id] = table[change.id]._replace(**new)
    return people, followups
