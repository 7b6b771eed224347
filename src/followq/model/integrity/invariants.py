"""What a sound queue is, beyond what SQLite can tell: pure, so that each law stands alone.

The log leads to the tables; undo takes back what stands; moments are days or instants that exist.
"""

from __future__ import annotations

from collections.abc import Iterable

from followq.model.core.calendar import is_moment
from followq.model.core.change import RECORDS, Change
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOMENTS = (
    "since", "promised", "first_promised", "agreed", "told_at", "nudged_at", "heard_at", "snoozed_until", "created_at",
    "closed_at", "anchor", "away_until", "left_on",
)  # fmt: skip
"""Fields of records that hold a moment."""


class Finding(NamedTuple):
    """One thing that is not as it should be: what and where, and what to do about it.

    `is_damage` tells what makes a queue unsound from what is only worth knowing. `mend` names the repair, nothing where
    there is none that doesn't guess.
    """

    check: str
    message: str
    hint: str
    is_damage: bool = False
    mend: str = ""


def follow_log(changes: Iterable[Change]) -> tuple[Person | FollowUp | None, str]:
    """The record that its own part of the log leads to, None when it is gone; and where that breaks off, in words."""
    record: Any = None
    for change in changes:
        new = {name: value for name, (_, value) in change.fields.items()}
        try:
            if change.action == "create":
                if record is not None:
                    return record, "is made twice"
                record = RECORDS[change.subject](**new)
            elif record is None:
                return None, "is changed before it is made"
            else:
                record = None if change.action == "remove" else record._replace(**new)
        except (TypeError, ValueError):
            return record, "has fields that no record has"
    return record, ""


def forgets(changes: Iterable[Change]) -> bool:
    """Whether somewhere in a record's own part of the log an old value is not the one that was there before."""
    state: dict[str, Any] = {}
    for change in changes:
        if any(state.get(name) != old for name, (old, _) in change.fields.items()):
            return True
        state |= {name: new for name, (_, new) in change.fields.items()}
    return False


def describe_difference(row: Person | FollowUp | None, led: Person | FollowUp | None) -> str:
    """How the table's record differs from the one that the log leads to, in words; nothing where they are equal."""
    if row == led:
        return ""
    if row is None:
        return "is in the log, but not in its table"
    if led is None:
        return "is in its table, but not in the log"
    fields = [name for name, here, there in zip(row._fields, row, led, strict=True) if here != there]
    return f"has another {', '.join(fields)} in its table than in the log"


def find_bad_moments(record: Person | FollowUp) -> list[str]:
    """Fields of a record that should hold a moment and don't."""
    fields = record._asdict()
    return [name for name in MOMENTS if fields.get(name) is not None and not is_moment(fields[name])]


def find_unsound_undos(batches: Iterable[tuple[int, str, int | None]]) -> list[int]:
    """Numbers of batches that take back what doesn't stand, out of (number, command, undone batch) in order."""
    origin: dict[int, int] = {}
    stands: dict[int, bool] = {}
    found = []
    for number, command, undoes in batches:
        if undoes is None:
            origin[number] = number
            stands[number] = True
            continue
        first = origin.get(undoes)
        if first is None or command not in ("undo", "redo") or stands[first] != (command == "undo"):
            found.append(number)
            first = number if first is None else first
        origin[number] = first
        stands[first] = command != "undo"
    return found
