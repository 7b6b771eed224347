"""With whom a follow-up was and when: its log cut into stays, one for each time that it was with a person.

To a person a follow-up began on the day on which it came to them: with the day promised then, nothing told, asked or
put off yet. A figure about a person counts what happened during the stays with that person, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.model.core.calendar import Calendar
from followq.model.core.change import Change, Entry
from followq.model.core.history import is_toss, select_standing, set_event_time
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SAME_PERSON = "person merge"
"""The command after which a follow-up is with the same person as before, under another number."""

COUNTED_IN_TURN = ("slips", "nudges", "snoozes")
"""What a toss counts anew."""
COUNTED = (*COUNTED_IN_TURN, "spent_minutes")
BEFORE_THEM: Mapping[str, Any] = {
    "told_at": None, "nudged_at": None, "heard_at": None, "agreed": None, "slips": 0, "nudges": 0,
}  # fmt: skip
"""What was between the user and somebody else, as it stands when a follow-up moves to another person."""


class Stay(NamedTuple):
    """One time that a follow-up was with a person: its log as that person knows it, from a `create` on.

    Where it moved on to somebody else while it was open, the last entry is a `remove`.
    """

    person_id: int
    entries: tuple[Entry, ...]


def group_logs_by_id(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """A log follow-up by follow-up; entries about people are passed over."""
    logs: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.change.subject == "followup":
            logs.setdefault(entry.change.id, []).append(entry)
    return logs


def select_log_for_them(entries: Iterable[Entry], calendar: Calendar) -> list[Entry]:
    """The standing log of one follow-up as its present person knows it; nothing where it was closed when it moved."""
    cut = _cut(entries, calendar)
    if len(cut) > 1:
        return _from_reopening(cut[-1][1])
    return cut[0][1] if cut else []


def find_stays(entries: Iterable[Entry], calendar: Calendar) -> list[Stay]:
    """The stays of one follow-up, in order, out of its log.

    What moved when it was closed already never was with its new person, unless it was taken up again.
    """
    found = []
    everything = list(entries)
    if not any("person_id" in entry.change.fields for entry in everything[1:]):
        # It never moved: most of what there is.
        standing = tuple(select_standing(everything))
        return [Stay(standing[0].change.fields["person_id"][1], standing)] if standing else []
    for number, (person_id, known) in enumerate(_cut(everything, calendar)):
        lived = _from_reopening(known) if number else known
        if lived:
            found.append(Stay(person_id, tuple(lived)))
    return found


def _cut(entries: Iterable[Entry], calendar: Calendar) -> list[tuple[int, list[Entry]]]:
    cut: list[tuple[int, list[Entry]]] = []
    state: dict[str, Any] = {}
    counted: dict[str, int] = {}
    for entry in select_standing(entries):
        new = {name: value for name, (_, value) in entry.change.fields.items()}
        was_open = state.get("status", "open") == "open"
        is_move = bool(cut) and "person_id" in new and entry.command != SAME_PERSON
        state |= new
        if is_move:
            if was_open:
                cut[-1][1].append(entry._replace(change=Change("followup", entry.change.id, "remove", {})))
            counted = {name: state.get(name) or 0 for name in COUNTED}
            cut.append((state["person_id"], [_begin(entry, state, calendar)]))
            continue
        if is_toss(new, set_event_time(entry).at):
            counted = {name: number for name, number in counted.items() if name not in COUNTED_IN_TURN}
        known = entry._replace(change=_count_since(entry.change, counted))
        before = cut.pop()[1] if cut else []
        before.append(known)
        cut.append((state.get("person_id", 0), before))
    return cut


def _begin(entry: Entry, state: Mapping[str, Any], calendar: Calendar) -> Entry:
    # The entry with which it came to them, as if it had been made then, on the day on which it happened.
    at = set_event_time(entry).at
    begun = at if calendar.start_of(state["since"]) <= at else state["since"]
    first = {**state, **BEFORE_THEM, "snoozes": 0, "spent_minutes": 0}
    first |= {"since": begun, "first_promised": state.get("promised")}
    values = {name: (None, value) for name, value in first.items()}
    return entry._replace(change=Change("followup", entry.change.id, "create", values))


def _from_reopening(known: list[Entry]) -> list[Entry]:
    state: dict[str, Any] = {}
    for number, entry in enumerate(known):
        state |= {name: new for name, (_, new) in entry.change.fields.items()}
        if state["status"] != "open":
            continue
        if not number:
            return known
        values = {name: (None, value) for name, value in (state | {"since": entry.at}).items()}
        return [entry._replace(change=Change("followup", entry.change.id, "create", values)), *known[number + 1 :]]
    return []


def _count_since(change: Change, counted: Mapping[str, int]) -> Change:
    if not counted or not change.fields.keys() & counted.keys():
        return change
    fields = {
        name: (values[0] - counted[name], values[1] - counted[name]) if name in counted else values
        for name, values in change.fields.items()
    }
    return change._replace(fields=fields)
