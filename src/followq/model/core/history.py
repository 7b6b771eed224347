"""The log in words: what a change did, and on whose side the time went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, Instant, When
from followq.model.core.change import Change, Entry
from followq.model.core.turnaround import HANDING_OVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.person import Person

MOMENT_FIELDS = {
    "since", "promised", "first_promised", "agreed", "told_at", "nudged_at", "heard_at", "snoozed_until", "closed_at",
    "away_until", "left_on",
}  # fmt: skip
MINUTE_FIELDS = {"effort_minutes", "spent_minutes"}
SILENT_FIELDS = {"uid", "created_at", "anchor", "first_promised", "agreed", "nudged_at", "closed_at", "id"}
"""Fields that another field's words say already, or that mean nothing to the user."""
NOTHING: tuple[object, ...] = (None, "", ())
COUNT_FIELDS = {"slips", "nudges", "snoozes", "spent_minutes"}
ENDED_BY_TOSS = {"slips", "nudges", "snoozes", "told_at", "heard_at"}
"""Fields that begin anew where the ball changes sides, so that their end is not worth a word."""
SAID_BY_SUBJECT = {"text", "name", "person_id", "status", "weight"}
"""Fields that need no words when a record is new: its line names it, and the rest goes without saying."""
FIELD_WORDS = {
    "told_at": "told",
    "heard_at": "heard",
    "left_on": "left",
    "snoozed_until": "hidden until",
    "effort_minutes": "effort",
    "spent_minutes": "time spent",
    "blocked_by": "blocked by",
}
DATE_WORDS = {"promised": "by", "since": "since"}
COUNT_WORDS = {"slips": "moved", "nudges": "nudged", "snoozes": "snoozed"}


def describe_change(
    change: Change, calendar: Calendar, names: Mapping[int, Person] | None = None, *, is_named: bool = False
) -> str:
    """What a change did, field by field: `by Fri 27 Nov, was Tue 24 Nov; moved once`.

    `names` are the people whom the user's own pages may name. With `is_named` the new text or name stands before it, so
    that it tells the old one only. A date is the user's or theirs, whoever owes it.
    """
    if change.action == "remove":
        return "is gone"
    is_new, is_toss = change.action == "create", "ball" in change.fields
    parts = []
    for name, (old, new) in change.fields.items():
        if name in SILENT_FIELDS or (is_new and _goes_without_saying(name, new)):
            continue
        if name in ENDED_BY_TOSS and is_toss and not new:
            continue
        if is_named and name in ("text", "name"):
            parts.append(f"was {_value(name, old, calendar)}")
        elif name == "person_id":
            parts.append(_moved(old, new, names or {}))
        elif name == "status":
            parts.append("open again" if new == "open" else str(new))
        elif name == "ball":
            parts.append(f"{'' if is_new else 'now '}{'you owe it' if new == 'mine' else 'they owe it'}")
        elif name in COUNT_WORDS:
            parts.append(f"{COUNT_WORDS[name]} {phrasing.times(new)}" if new else f"not {COUNT_WORDS[name]}")
        else:
            now, then = _value(name, new, calendar), _value(name, old, calendar)
            said = "no date" if name == "promised" and new is None else f"{_label(name)}{now}"
            if old not in NOTHING and then != now and not (name in COUNT_FIELDS and not old):
                said += f", was {then}"
            parts.append(said)
    return "; ".join(parts)


def _label(name: str) -> str:
    return f"{DATE_WORDS[name]} " if name in DATE_WORDS else f"{FIELD_WORDS.get(name, name.replace('_', ' '))}: "


def _moved(old: int, new: int, names: Mapping[int, Person]) -> str:
    ways = (f"{way} {names[owner].name}" for way, owner in (("from", old), ("to", new)) if owner in names)
    return " ".join(ways) or "with somebody else"


def _goes_without_saying(name: str, new: Any) -> bool:
    return name in SAID_BY_SUBJECT or new in NOTHING or (name in COUNT_FIELDS and not new)


def _value(name: str, value: Any, calendar: Calendar) -> str:
    if value in NOTHING:
        return "none"
    if name in MOMENT_FIELDS:
        return phrasing.day(value, calendar)
    if name in MINUTE_FIELDS:
        return phrasing.minutes(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return phrasing.shorten(str(value))


HAPPENINGS = ("closed_at", "told_at", "heard_at", "nudged_at")
"""Fields that say when something happened, which may be earlier than when it was noted."""


def find_event_time(new: Mapping[str, Any], noted_at: Instant, command: str) -> Instant:
    """When a change of a follow-up happened, by its new values: the past moment that the user gave, or else when it was
    noted.
    """
    for name in HAPPENINGS:
        if new.get(name):
            at: Instant = new[name]
            return min(at, noted_at)
    if "ball" in new and command in HANDING_OVER:
        return min(new.get("since") or noted_at, noted_at)
    return noted_at


def set_event_time(entry: Entry) -> Entry:
    """The entry with the moment at which it happened in the place of the one at which it was noted."""
    change = entry.change
    if change.subject != "followup" or change.action != "change":
        return entry
    new = {name: value for name, (_, value) in change.fields.items()}
    return entry._replace(at=find_event_time(new, entry.at, entry.command))


def describe_earlier(entry: Entry, calendar: Calendar) -> str:
    """`happened on Tue 24 Nov` where that was before it was noted; nothing where it was noted at once."""
    at = set_event_time(entry).at
    if at == entry.at:
        return ""
    is_other_day = calendar.day_of(at) != calendar.day_of(entry.at)
    return f"happened on {phrasing.day_alone(at, calendar) if is_other_day else phrasing.day(at, calendar)}"


def is_toss(new: Mapping[str, Any], at: Instant) -> bool:
    """Whether a change, by its new values and the time at which it happened, handed the ball over.

    A toss sets the clock anew. A side that changes without it was noted wrong, and never had been the other; so
    it is in the very second in which the clock began, as nobody had waited.
    """
    return "ball" in new and new.get("since") == at


def is_move(new: Mapping[str, Any], at: Instant) -> bool:
    """Whether a change, by its new values and its time, gave what is waited for to somebody else, who is waited for
    from then on. For everybody's figures the wait goes on.
    """
    return "person_id" in new and new.get("since") == at


def count_side_days(entries: Iterable[Entry], calendar: Calendar) -> dict[str, int]:
    """Working days that one follow-up's ball lay on each side, `mine` and `theirs`, until now.

    `entries` is the follow-up's own part of the log, in order. Closed time counts for nobody.
    """
    days = {"mine": 0, "theirs": 0}
    state: dict[str, Any] = {}
    holder: str | None = None
    begun: When = ""

    def hold_until(end: When) -> None:
        if holder:
            days[holder] += max(0, calendar.working_days(calendar.day_of(begun), calendar.day_of(end)))

    for entry in map(set_event_time, select_standing(entries)):
        new = {name: value for name, (_, value) in entry.change.fields.items()}
        state |= new
        has_ball = state.get("ball") if state.get("status") == "open" else None
        if has_ball != holder:
            hold_until(entry.at)
            holder, begun = has_ball, new.get("since", entry.at)
        elif "since" in new and not is_move(new, entry.at):
            begun = new["since"]
    hold_until(calendar.instant)
    return days


def select_standing(entries: Iterable[Entry]) -> list[Entry]:
    """The part of a log that counts: what was undone never happened, what was redone did when it was done first.

    `entries` holds all of the log that speaks of some records, in order.
    """
    everything = list(entries)
    without = find_undone((entry.batch, entry.command, entry.undoes) for entry in everything)
    return [entry for entry in everything if entry.batch not in without]


def find_undone(batches: Iterable[tuple[int, str, int | None]]) -> frozenset[int]:
    """Numbers of the batches that don't count: those that were undone, and those that only take others back.

    Takes the number, the command and the undone batch of batches, in order; those that take nothing back may be
    left out.
    """
    origin: dict[int, int] = {}
    is_done: dict[int, bool] = {}
    for number, command, undoes in batches:
        if undoes is not None:
            first = origin[number] = origin.get(undoes, undoes)
            is_done[first] = command != "undo"
    return frozenset(origin) | {first for first, is_standing in is_done.items() if not is_standing}
