"""What becomes of the readable rest of a damaged queue: pure, so that its rules can be tested.

The rules: a record's row counts, field by field, as far as it is fit; what isn't is taken from the log, else from the
field's default. A record without a row is taken from the log, as far as that leads. The log stays up to where it breaks
off; what then still differs from the record is one more change, in a batch of its own, which ends undo. Whoever is
named and can't be found gets a person with a made-up name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from followq.model.core.calendar import Instant, is_moment
from followq.model.core.change import Change, record_changes, record_creation
from followq.model.core.followup import BALLS, STATUSES, FollowUp
from followq.model.core.person import CHANNELS, WEIGHTS, Person
from followq.model.integrity.invariants import MOMENTS, follow_log
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.change import Subject

    Rows = Mapping[int, Mapping[str, Any]]

LOST_TEXT = "(text lost)"
REPLACED = "\ufffd"
"""What stands for bytes that are no text."""

COUNTS = frozenset({"slips", "nudges", "snoozes", "spent_minutes"})
WORDS = {"ball": BALLS, "status": STATUSES, "channel": CHANNELS, "weight": WEIGHTS}
TEXT_LISTS = frozenset({"aliases", "emails", "phones", "tags"})


class SavedBatch(NamedTuple):
    """A batch of the log, with its number."""

    number: int
    at: Instant
    zone: str
    command: str
    undoes: int | None


class SavedEntry(NamedTuple):
    """An entry of the log, with its place and its batch."""

    seq: int
    batch: int
    change: Change


class Remains(NamedTuple):
    """What could be read: rows by table and id, as names and values, and the log."""

    people: Rows
    followups: Rows
    batches: tuple[SavedBatch, ...]
    entries: tuple[SavedEntry, ...]


class RecoveryCounts(NamedTuple):
    """How it went with the records of one kind."""

    saved: int = 0
    mended: int = 0
    from_log: int = 0
    lost: int = 0


class Saved(NamedTuple):
    """A sound queue made of what was left; `fresh` are the changes that the log needs to lead to it."""

    people: tuple[Person, ...]
    followups: tuple[FollowUp, ...]
    batches: tuple[SavedBatch, ...]
    entries: tuple[SavedEntry, ...]
    fresh: tuple[Change, ...]
    dropped: int
    made_up: tuple[str, ...]
    tallies: Mapping[str, RecoveryCounts]


def rebuild_queue(remains: Remains, now: Instant, new_uid: Callable[[], str]) -> Saved:
    """Make a sound queue of what is left of a damaged one."""
    logs: dict[tuple[Subject, int], list[SavedEntry]] = {}
    for entry in sorted(remains.entries):
        logs.setdefault((entry.change.subject, entry.change.id), []).append(entry)
    person_parts = _of_kind("person", remains.people, logs, now)
    followup_parts = _of_kind("followup", remains.followups, logs, now)
    people = {number: part.record for number, part in person_parts.items() if isinstance(part.record, Person)}
    followups = {number: part.record for number, part in followup_parts.items() if isinstance(part.record, FollowUp)}
    made_up = {
        followup.person_id: Person(followup.person_id, new_uid(), f"Lost person {followup.person_id}", created_at=now)
        for followup in followups.values()
        if followup.person_id not in people
    }
    people |= made_up
    people = _with_own_uids(people, new_uid)
    links = {i: f._replace(blocked_by=tuple(n for n in f.blocked_by if n in followups)) for i, f in followups.items()}
    followups = _with_own_uids(links, new_uid)
    fresh = [change for i, person in sorted(people.items()) for change in _still(person_parts.get(i), person)]
    fresh += [change for i, item in sorted(followups.items()) for change in _still(followup_parts.get(i), item)]
    entries = sorted(entry for part in (*person_parts.values(), *followup_parts.values()) for entry in part.entries)
    return Saved(
        people=tuple(people[number] for number in sorted(people)),
        followups=tuple(followups[number] for number in sorted(followups)),
        batches=_batches(remains.batches, entries, now),
        entries=tuple(entries),
        fresh=tuple(fresh),
        dropped=len(remains.entries) - len(entries),
        made_up=tuple(person.name for person in made_up.values()),
        tallies={"people": _tally(person_parts), "followups": _tally(followup_parts)},
    )


class _Part(NamedTuple):
    # One record, where the sound beginning of its log leads, that beginning, and how it came about.
    record: Person | FollowUp | None
    led: Person | FollowUp | None
    entries: tuple[SavedEntry, ...]
    how: str


def _of_kind(
    subject: Subject, rows: Rows, logs: Mapping[tuple[Subject, int], list[SavedEntry]], now: Instant
) -> dict[int, _Part]:
    numbers = {*rows, *(number for kind, number in logs if kind == subject)}
    return {
        number: _part(subject, number, rows.get(number), logs.get((subject, number), []), now) for number in numbers
    }


def _part(subject: Subject, number: int, row: Mapping[str, Any] | None, log: list[SavedEntry], now: Instant) -> _Part:
    entries = log
    led, break_off = follow_log(entry.change for entry in entries)
    while break_off:
        entries = entries[:-1]
        led, break_off = follow_log(entry.change for entry in entries)
    from_log = dict(led._asdict()) if led is not None else {}
    if row is None:
        if led is None:
            is_gone = bool(log) and log[-1].change.action == "remove" and len(entries) == len(log)
            return _Part(record=None, led=None, entries=tuple(entries), how="gone" if is_gone else "lost")
        record, _ = _fit(subject, number, from_log, {}, now)
        return _Part(record=record, led=led, entries=tuple(entries), how="from_log")
    record, unfit = _fit(subject, number, row, from_log, now)
    return _Part(record=record, led=led, entries=tuple(entries), how="mended" if unfit else "saved")


def _fit(
    subject: Subject, number: int, row: Mapping[str, Any], other: Mapping[str, Any], now: Instant
) -> tuple[Person | FollowUp, bool]:
    # A record of which every field is fit, and whether that took more than its row.
    kind: Any = Person if subject == "person" else FollowUp
    values: dict[str, Any] = {"id": number}
    is_unfit = False
    for name in kind._fields[1:]:
        here, there = row.get(name), other.get(name)
        if _is_fit(name, here) and REPLACED not in str(here):
            values[name] = here
            continue
        is_unfit = is_unfit or here is not None or name not in row
        values[name] = there if _is_fit(name, there) else here if _is_fit(name, here) else _default(kind, name, now)
    record = kind(**values)
    if isinstance(record, FollowUp) and record.is_open != (record.closed_at is None):
        is_unfit = True
        record = record._replace(closed_at=None if record.is_open else now)
    return record, is_unfit


def _is_fit(name: str, value: Any) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62
    if name in WORDS:
        return value in WORDS[name] if value is not None else name == "channel"
    if name in TEXT_LISTS:
        return isinstance(value, tuple) and all(isinstance(part, str) for part in value)
    if name == "blocked_by":
        return isinstance(value, tuple) and all(isinstance(part, int) for part in value)
    if name in COUNTS:
        return is_number
    if name == "person_id":
        return is_number and value > 0
    if name in ("created_at", "since"):
        return is_moment(value)
    if name in ("uid", "text", "name"):
        return isinstance(value, str) and value != ""
    if value is None:
        return True
    if name in MOMENTS:
        return is_moment(value)
    if name.endswith(("_days", "_minutes")):
        return is_number and (value > 0 or name != "effort_minutes")
    return isinstance(value, str)


def _default(kind: Any, name: str, now: Instant) -> Any:
    if name in ("created_at", "since"):
        return now
    if name in ("text", "name"):
        return LOST_TEXT
    # An id that nobody has, so that the person is made up; a uid that is given later.
    return {"uid": "", "person_id": 0}.get(name, kind._field_defaults.get(name))


def _with_own_uids(records: dict[int, Any], new_uid: Callable[[], str]) -> dict[int, Any]:
    seen: set[str] = set()
    found = {}
    for number, record in records.items():
        uid = record.uid if record.uid and record.uid not in seen else new_uid()
        seen.add(uid)
        found[number] = record._replace(uid=uid)
    return found


def _still(part: _Part | None, record: Person | FollowUp) -> list[Change]:
    # What the log lacks so that it leads to the record.
    if part is None or part.led is None:
        return [record_creation(record)]
    return record_changes(part.led, record)


def _batches(batches: Iterable[SavedBatch], entries: Iterable[SavedEntry], now: Instant) -> tuple[SavedBatch, ...]:
    # Every batch that an entry names; one that is lost gets the time of the one before it.
    known = {batch.number: batch for batch in batches if batch.number > 0}
    numbers = sorted({*known, *(entry.batch for entry in entries)})
    first = min((batch.at for batch in known.values() if _is_instant(batch.at)), default=now)
    last, found = first, []
    for number in numbers:
        batch = known.get(number) or SavedBatch(number=number, at=last, zone="UTC", command="lost", undoes=None)
        if not _is_instant(batch.at):
            batch = batch._replace(at=last)
        if batch.undoes is not None and not (batch.undoes in known and batch.undoes < number):
            batch = batch._replace(undoes=None)
        last = batch.at
        found.append(batch)
    return tuple(found)


def _is_instant(text: Any) -> bool:
    return isinstance(text, str) and len(text) == 20 and is_moment(text)


def _tally(parts: Mapping[int, _Part]) -> RecoveryCounts:
    ways = [part.how for part in parts.values()]
    return RecoveryCounts(*(ways.count(name) for name in RecoveryCounts._fields))
