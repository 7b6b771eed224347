"""What comes again: a recurring follow-up as it was before its ball changed sides, its hour, and what came already."""

from __future__ import annotations

from collections.abc import Iterable

from followq.model.core.calendar import Calendar, When, is_day
from followq.model.core.followup import FollowUp
from followq.model.core.turnaround import HANDING_OVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.change import Change, Entry

KEPT = ("text", "ball", "promised")
"""What a toss sets anew."""


def restore_before_tosses(followup: FollowUp, log: Iterable[Entry]) -> FollowUp:
    """The follow-up with the text, the side and the promise that it had before the first toss that stands.

    "Send the report" every week, tossed as "sign it", comes again as "send the report". `log` holds its entries, in
    order; tosses that were undone don't count.
    """
    now: dict[str, object] = {}
    starts: dict[int, dict[str, object]] = {}
    undone: dict[int, dict[str, object]] = {}
    for entry in log:
        is_handed = entry.command in HANDING_OVER and "ball" in entry.change.fields
        if is_handed and entry.undoes is None:
            starts[entry.batch] = dict(now)
        elif entry.undoes in starts:
            undone[entry.batch] = starts.pop(entry.undoes)
        elif entry.undoes in undone:
            # A redo of a toss: its own undo names the redo, not the toss.
            starts[entry.batch] = undone.pop(entry.undoes)
        now |= {name: entry.change.fields[name][1] for name in KEPT if name in entry.change.fields}
    first = starts[min(starts)] if starts else {}
    return followup._replace(**first) if {"text", "ball"} <= first.keys() else followup  # type: ignore[arg-type]


def find_closing_batches(log: Iterable[Entry]) -> list[int]:
    """Numbers of the batches in which a follow-up was done, out of its log; the latest first."""
    return [
        entry.batch
        for entry in reversed(list(log))
        if entry.undoes is None and entry.change.fields.get("status", ("", ""))[1] == "done"
    ]


def find_next(closed: FollowUp, batch: Iterable[Entry]) -> list[int]:
    """Ids of what came next when a follow-up was closed, out of the log of that batch; those that fit best first."""
    made = [e.change for e in batch if e.change.action == "create" and e.change.fields.get("every", (None, None))[1]]

    def is_other(change: Change) -> bool:
        return any(
            change.fields.get(name, (None, None))[1] != getattr(closed, name) for name in ("person_id", "anchor")
        )

    exact = [change.id for change in made if not is_other(change)]
    return exact or [change.id for change in made if len(made) == 1]


def find_own_hour(followup: FollowUp, before: Iterable[FollowUp], calendar: Calendar) -> When | None:
    """The promise whose hour a recurring follow-up goes by: its own, or that of the one before it.

    Where clocks skipped 02:30 on its day it was promised for 03:30, and 02:30 comes back on the next day. `before`
    are those that may have brought it.
    """
    promised = followup.promised
    if promised is None or is_day(promised):
        return promised
    for other in before:
        if other.promised and not is_day(other.promised):
            is_moved = calendar.time_of(other.promised) != calendar.time_of(promised)
            if is_moved and calendar.at(calendar.day_of(promised).isoformat(), other.promised) == promised:
                return other.promised
    return promised
