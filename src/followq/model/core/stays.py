"""With whom a follow-up was and when: its log cut into stays, one for each time that it was with a person.

To a person a follow-up began on the day on which it came to them: with the day promised then, nothing told, asked or
put off yet. A figure about a person counts what happened during the stays with that person, and nothing else.

`find_arrival` says of the last of them how the ball came to the side that it is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, When
from followq.model.core.change import Change, Entry
from followq.model.core.history import is_move, is_toss, select_standing, set_event_time
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from followq.model.core.followup import Ball, FollowUp
    from followq.model.core.person import Person

    Way = Literal["added", "imported", "handed", "left", "repeated", "tossed", "moved", "corrected"]

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


class Arrival(NamedTuple):
    """How the ball came to the side that it is on: since when, and why, in words.

    `way` is `added`, `imported`, `handed` (the work was given to them), `left` (another one that was closed left it),
    `repeated`, `tossed`, `moved` (to another person) or `corrected` (the side was set right).
    """

    ball: Ball
    since: When
    way: Way
    text: str


class _Way(NamedTuple):
    # `owner` is the person it was with then, `before` the one it came from; `is_back` where they had the ball before.
    way: Way
    entry: Entry
    owner: int
    before: int = 0
    is_back: bool = False
    every: str | None = None


CREATED_BY: Mapping[str, Way] = {
    "import": "imported", "restore": "imported", "hand": "handed", "done": "left", "drop": "left",
}  # fmt: skip
"""Commands other than `add` that make follow-ups, with what that means to the side that has them then."""


def find_arrival(
    followup: FollowUp, entries: Iterable[Entry], calendar: Calendar, names: Mapping[int, Person]
) -> Arrival | None:
    """Since when and why an open follow-up is on its side, out of its whole log; None for what is closed or unknown.

    `names` are the people whom the log speaks of; whoever was forgotten since isn't among them.
    """
    came: _Way | None = None
    moved: Entry | None = None
    reopened: Entry | None = None
    state: dict[str, Any] = {}
    had: set[str] = set()
    for entry in map(set_event_time, select_standing(entries)):
        new = {name: value for name, (_, value) in entry.change.fields.items()}
        owner, was_open = state.get("person_id", 0), state.get("status", "open") == "open"
        state |= new
        if entry.change.action == "create":
            way = CREATED_BY.get(entry.command, "added")
            way = "repeated" if way == "left" and new.get("every") else way
            came = _Way(way, entry, state["person_id"], every=new.get("every"))
            had = {state["ball"]}
        elif is_toss(new, entry.at):
            came = _Way("tossed", entry, state["person_id"], is_back=new["ball"] in had)
            had.add(new["ball"])
            moved = reopened = None
        elif "ball" in new:
            came, had = _Way("corrected", entry, state["person_id"]), {new["ball"]}
        if "person_id" in new and came and came.entry is not entry and entry.command != SAME_PERSON and was_open:
            moved, had = entry, {state["ball"]}
            if is_move(new, entry.at):
                came, moved, reopened = _Way("moved", entry, state["person_id"], before=owner), None, None
        if new.get("status"):
            reopened = entry if new["status"] == "open" and entry.change.action != "create" else None
    if came is None or not followup.is_open:
        return None
    side = "Yours" if followup.ball == "mine" else "Theirs"
    begins = "since" if calendar.has_come(followup.since) else "from"
    said = f"{side} {begins} {phrasing.day_alone(followup.since, calendar)}: "
    said += _describe_way(came, followup, calendar, names)
    if moved:
        said += f", moved to {_name(followup.person_id, names)} on {phrasing.day_alone(moved.at, calendar)}"
    if reopened:
        said += f", reopened on {phrasing.day_alone(reopened.at, calendar)}"
    return Arrival(ball=followup.ball, since=followup.since, way=came.way, text=said)


def _describe_way(came: _Way, followup: FollowUp, calendar: Calendar, names: Mapping[int, Person]) -> str:
    is_mine, who, on = followup.ball == "mine", _name(came.owner, names), calendar.day_of(came.entry.at)
    day = phrasing.day_alone(came.entry.at, calendar)
    if came.way == "tossed" and came.is_back:
        return f"{who} sent it back" if is_mine else "you sent it back"
    if came.way == "tossed":
        return f"{who} passed it to you" if is_mine else f"you passed it to {who}"
    if came.way == "moved":
        return f"it moved from {_name(came.before, names)} to {who}"
    if came.way == "corrected":
        return f"you corrected the side on {day}"
    if came.way == "repeated":
        return f"it repeats every {(came.every or '').removeprefix('1 ')}"
    if came.way == "handed":
        return f"you handed the work to {who}"
    if came.way == "left":
        return f"you closed something on {day} that left this to do"
    verb = "imported" if came.way == "imported" else "added"
    if calendar.day_of(followup.since) >= on:
        return f"you {verb} it"
    return f"{who if is_mine else 'you'} had been waiting when you {verb} it on {day}"


def _name(person_id: int, names: Mapping[int, Person]) -> str:
    return phrasing.shorten(names[person_id].name, 40) if person_id in names else "somebody else"
