"""Between records and rows: column order, lists as JSON arrays."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta

from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.store.file.schema import COUNTED_ON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from followq.model.core.calendar import Calendar
    from followq.model.core.change import Subject

    Ask = Callable[[str, Mapping[str, Any] | Sequence[Any]], list[Any]]
    """Puts a question with its values to the queue."""

LIST_FIELDS = frozenset({"aliases", "emails", "phones", "tags", "blocked_by"})
TABLES: dict[Subject, str] = {"person": "people", "followup": "followups"}
DUE = f"ifnull({COUNTED_ON} < iif(length({COUNTED_ON}) = 10, :tomorrow, :midnight), 0)"
"""Promised for today or before, with `list_moments` a calendar; as `followup.is_due` has it."""
SHOWN = f"""(
  f.snoozed_until IS NULL OR f.snoozed_until <= iif(length(f.snoozed_until) = 10, :today, :now)
  OR (f.ball = 'mine' AND {DUE})
)"""
"""What is not hidden, with `list_moments` a calendar; as `followup.is_hidden` has it."""
FOLLOWUP_COLUMNS = ", ".join(f"f.{name}" for name in FollowUp._fields)
PERSON_COLUMNS = ", ".join(f"p.{name}" for name in Person._fields)

_FOLLOWUP_LISTS = tuple(place for place, name in enumerate(FollowUp._fields) if name in LIST_FIELDS)
_PERSON_LISTS = tuple(place for place, name in enumerate(Person._fields) if name in LIST_FIELDS)


def to_followup(row: Sequence[Any]) -> FollowUp:
    """A follow-up from a row in FOLLOWUP_COLUMNS order."""
    return FollowUp._make(_with_lists(row, _FOLLOWUP_LISTS))


def to_person(row: Sequence[Any]) -> Person:
    """A person from a row in PERSON_COLUMNS order."""
    return Person._make(_with_lists(row, _PERSON_LISTS))


def list_moments(calendar: Calendar) -> dict[str, str]:
    """Now, as questions compare moments of either form with it."""
    tomorrow = (calendar.today + timedelta(days=1)).isoformat()
    return {
        "now": calendar.instant,
        "today": calendar.today.isoformat(),
        "tomorrow": tomorrow,
        "midnight": calendar.start_of(tomorrow),
    }


def list_ids(ids: Iterable[int]) -> str:
    """Ids for `json_each`: one text of the statement for however many, so that SQLite reads it once."""
    return f"[{','.join(map(str, ids))}]"


def to_column(value: Any) -> Any:
    """A field's value as its column holds it."""
    return to_json(value) if isinstance(value, (tuple, list)) else value


def to_json(value: Any) -> str:
    """Compact JSON, with non-ASCII text readable."""
    if not _encoders:
        plain = None if "json" in sys.modules else _plain_json(value)
        if plain is not None:
            return plain
        import json

        _encoders.append(json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode)
    return _encoders[0](value)


_encoders: list[Callable[[Any], str]] = []
"""The encoder, once it was needed: one that is made for each value takes as long again."""


def _plain_json(value: Any) -> str | None:
    # Most of what is written needs no escapes; writing that here keeps `json` (4 ms) out of `add` and `done`.
    kind = type(value)
    if value is None:
        return "null"
    if kind is int:
        return str(value)
    if kind is str:
        return f'"{value}"' if value.isprintable() and '"' not in value and "\\" not in value else None
    if kind in (tuple, list):
        parts = [_plain_json(part) for part in value]
        return f"[{','.join(filter(None, parts))}]" if all(parts) else None
    if kind is dict and all(type(name) is str for name in value):
        pairs = [(_plain_json(name), _plain_json(part)) for name, part in value.items()]
        return f"{{{','.join(f'{name}:{part}' for name, part in pairs)}}}" if all(map(all, pairs)) else None
    return None


class NotJsonError(sqlite3.DatabaseError):
    """A JSON column that holds something else: somebody wrote to the file past followq."""


def from_json(text: str) -> Any:
    """What a JSON column holds.

    Raises: NotJsonError.
    """
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError) as err:
        raise NotJsonError("not JSON") from err


def from_field(name: str, value: Any) -> Any:
    """A field's value out of the log: lists are tuples in the model."""
    return tuple(value) if name in LIST_FIELDS and value is not None else value


def _with_lists(row: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    values: list[Any] | None = None
    for place in places:
        if values is None:
            values = list(row)
        values[place] = to_list(row[place])
    return values or row


_NOT_PLAIN = ("\\", '" ', ' "', "\n", "\r", "\t")


def to_list(text: str) -> tuple[Any, ...]:
    """What a column of a list holds.

    Raises: NotJsonError.
    """
    # Most lists are empty or hold plain words; parsing those here keeps `json` (7 ms) out of `today`.
    if text == "[]":
        return ()
    if text.startswith('["') and text.endswith('"]') and not any(mark in text for mark in _NOT_PLAIN):
        return tuple(text[2:-2].split('","'))
    if text[1:-1].isdecimal():
        return (int(text[1:-1]),)
    found = from_json(text)
    if not isinstance(found, list) or len({type(part) for part in found} | {str, int}) > 2:
        raise NotJsonError("not a list of texts or numbers")
    return tuple(found)
