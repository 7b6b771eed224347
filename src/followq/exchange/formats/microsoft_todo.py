"""Microsoft To Do's tasks as Microsoft Graph gives them, and as tools that back them up keep them.

Source: https://learn.microsoft.com/graph/api/resources/todotask (todoTask, patternedRecurrence).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followq.errors import BadInputError
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import as_list, read_texts, read_when
from followq.exchange.source import Found, ReadingOptions, SourceItem, read_records
from followq.exchange.source_dates import hide_until, read_recurrence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar, When

_UNITS = {
    "daily": "day", "weekly": "week", "absoluteMonthly": "month", "relativeMonthly": "", "absoluteYearly": "year",
    "relativeYearly": "",
}  # fmt: skip
_WORKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday"}


def _tasks(document: Any) -> list[Any]:
    found = document.get("value") if isinstance(document, dict) else document
    return found if isinstance(found, list) else []


def fits(file: SourceFile) -> bool:
    """Records with a title and Graph's way to write dates."""
    first = next(iter(_tasks(file.document)), None)
    return isinstance(first, dict) and "title" in first and {"createdDateTime", "status"} <= first.keys()


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each task."""
    yield from read_records(_tasks(file.document), lambda record, line: _item(record, line, options), "task")


def _item(record: Mapping[str, Any], line: int, options: ReadingOptions) -> SourceItem:
    title, number, calendar = record.get("title"), record.get("id"), options.calendar
    if not isinstance(title, str) or not isinstance(number, str):
        raise BadInputError("has no title, or no id")
    status = record.get("status")
    categories = read_texts(record.get("categories"))
    is_named = options.columns.get("person") in ("categories", "category") and categories
    every, lost = _recurrence(record.get("recurrence"))
    due, start = (_day(record.get(key), key, calendar) for key in ("dueDateTime", "startDateTime"))
    completed = record.get("completedDateTime")
    ended = completed.get("dateTime") if isinstance(completed, dict) else completed
    return SourceItem(
        key=number,
        line=line,
        text=title,
        person=categories[0] if is_named else "",
        ball="theirs" if status == "waitingOnOthers" else "mine",
        why="status waitingOnOthers" if status == "waitingOnOthers" else "",
        since=read_when(record.get("createdDateTime"), "createdDateTime", calendar),
        due=due,
        hidden_until=hide_until(start, due, calendar),
        status="done" if status == "completed" else "open",
        closed_at=read_when(f"{ended}Z" if isinstance(ended, str) and ended[-1:].isdigit() else ended, "end", calendar),
        tags=categories[1:] if is_named else categories,
        note=_note(record),
        every=every,
        lost=lost,
    )


def _day(value: Any, key: str, calendar: Calendar) -> When | None:
    # Days come as the midnight of the zone that they were given in, mostly told in UTC.
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        return None
    at, zone = value["dateTime"], value.get("timeZone")
    when = read_when(f"{at}Z" if zone == "UTC" and at[-1:].isdigit() else at, key, calendar)
    return calendar.day_of(when).isoformat() if when else None


def _note(record: Mapping[str, Any]) -> str | None:
    body = record.get("body")
    text = body.get("content") if isinstance(body, dict) and body.get("contentType") != "html" else ""
    lines = [text.strip()] if isinstance(text, str) else []
    for step in as_list(record.get("checklistItems")):
        if isinstance(step, dict) and isinstance(step.get("displayName"), str):
            lines.append(f"[{'x' if step.get('isChecked') else ' '}] {step['displayName']}")
    return "\n".join(line for line in lines if line) or None


def _recurrence(value: Any) -> tuple[str | None, str]:
    pattern = value.get("pattern") if isinstance(value, dict) else None
    if not isinstance(pattern, dict):
        return None, ""
    unit, interval, days = (
        _UNITS.get(str(pattern.get("type")), ""),
        pattern.get("interval", 1),
        pattern.get("daysOfWeek"),
    )
    named = {str(day).lower() for day in days} if isinstance(days, list) else set()
    if unit == "week" and named == _WORKDAYS and interval == 1:
        unit, named = "working day", set()
    is_endless = not isinstance(value.get("range"), dict) or value["range"].get("type") in (None, "noEnd")
    every = read_recurrence(f"{interval} {unit}s") if unit and len(named) < 2 and is_endless else None
    return every, "" if every else f"the recurrence {str(pattern.get('type'))[:30]}"
