"""taskwarrior's JSON, as `task export` of 2.6 and 3 prints it and `task import` takes it; and the files of 2 itself.

Source: https://taskwarrior.org/docs/design/task/ (the attributes). 2.5 wrote `depends` as one text, later ones a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone

from followq.dates.lengths import read_minutes
from followq.errors import BadInputError, FollowqError
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import as_list
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem, WritingOptions
from followq.exchange.source_dates import read_epoch, read_moment, read_recurrence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar, When
    from followq.model.core.followup import FollowUp, Status
    from followq.model.core.person import Person

WAITING_TAGS = frozenset(("waiting", "waitingfor", "waiting-for", "waiting_for", "wf", "delegated"))
WAITED_KEYS = ("waitingfor", "waiting_for", "waitingon", "waiting_on", "delegated", "delegate", "delegatedto")
PERSON_KEYS = ("person", "who", "contact", "with", "client", "customer", "requester", "assignee")
_DATA = re.compile(r'\s*\[[A-Za-z_]\w*:"', re.ASCII)
_ATTRIBUTE = re.compile(r'([A-Za-z_][\w.]*):"((?:[^"\\]|\\.)*)"', re.ASCII)
_ENTITY = re.compile(r"&(dquot|open|close);")
_ENTITIES = {"dquot": '"', "open": "[", "close": "]"}
_MOMENTS = frozenset(("entry", "modified", "due", "wait", "scheduled", "end", "start", "until"))
_RECURRENCES = {
    "weekdays": "working day", "semiannual": "6 months", "sennight": "1 week", "bimonthly": "2 months",
    "biweekly": "2 weeks", "biyearly": "2 years", "annual": "1 year", "mo": "1 month",
}  # fmt: skip
_PERIODS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}
_STATUSES: dict[str, Status] = {
    "pending": "open", "waiting": "open", "completed": "done", "deleted": "dropped",
}  # fmt: skip


def fits(file: SourceFile) -> bool:
    """Records with a uuid, a description and a status; or lines of taskwarrior 2's own files."""
    if _DATA.match(file.text):
        return True
    first = next(file.records(), None)
    return first is not None and {"uuid", "description", "status"} <= first[1].keys()


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each task; of a recurring one the occurrences, not the template."""
    document = _own_data(file.text) if _DATA.match(file.text) else file.document
    if not isinstance(document, list):
        raise BadInputError("is no list of tasks", "it should be what `task export` prints")
    carriers = _last_occurrences(document)
    # Lines of backlog.data are a history: the last of each task counts. In an array a uuid stands once.
    is_history = file.text.lstrip()[:1] == "{"
    latest = {str(record.get("uuid")): line for line, record in enumerate(document, 1) if isinstance(record, dict)}
    for line, record in enumerate(document, 1):
        if not isinstance(record, dict):
            yield Refusal(line, "is no task")
            continue
        text = str(record.get("description", ""))
        if record.get("status") == "recurring":
            yield Passed(line, "the template of a recurring task; its occurrences are taken", text)
            continue
        if is_history and latest[str(record.get("uuid"))] != line:
            yield Passed(line, "an earlier state of a task", text)
            continue
        try:
            yield _item(record, line, options, carriers)
        except FollowqError as err:
            yield Refusal(line, err.message, text)


def _own_data(text: str) -> list[Any]:
    # pending.data and completed.data of taskwarrior 2, a task in each line, as `task export` would print it.
    tasks: list[Any] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        record: dict[str, Any] = {}
        for name, written in _ATTRIBUTE.findall(line):
            whole = _ENTITY.sub(lambda found: _ENTITIES[found[1]], written)
            value = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], whole)
            if name.startswith("annotation_"):
                record.setdefault("annotations", []).append({"description": value})
            elif name in _MOMENTS and value.isascii() and value.isdecimal():
                record[name] = read_epoch(value)
            else:
                record[name] = value
        tasks.append(record or line)
    return tasks


def _last_occurrences(document: list[Any]) -> frozenset[str]:
    # Of a recurring task's occurrences the last one carries the recurrence: they would multiply otherwise.
    last: dict[str, tuple[str, str]] = {}
    for record in document:
        if isinstance(record, dict) and record.get("parent") and record.get("status") in ("pending", "waiting"):
            found = (str(record.get("due", "")), str(record.get("uuid", "")))
            last[str(record["parent"])] = max(found, last.get(str(record["parent"]), ("", "")))
    return frozenset(uuid for _, uuid in last.values())


def _item(record: Mapping[str, Any], line: int, options: ReadingOptions, carriers: frozenset[str]) -> SourceItem:
    uuid, text, status = (record.get(key) for key in ("uuid", "description", "status"))
    if not isinstance(uuid, str) or not isinstance(text, str):
        raise BadInputError("has no uuid, or no description")
    if not isinstance(status, str) or status not in _STATUSES:
        raise BadInputError(f"status '{str(status)[:20]}' is none that taskwarrior has")
    tags = _tags(record)
    name, ball, why = _person(record, options.columns.get("person", ""))
    waiting = next((tag for tag in tags if tag.lower() in WAITING_TAGS), None)
    if waiting:
        ball, why = "theirs", f"+{waiting}"
    calendar = options.calendar

    def moment(key: str) -> When | None:
        value = record.get(key)
        if value in (None, ""):
            return None
        try:
            return (
                _as_day(read_moment(str(value), calendar), calendar)
                if key != "end"
                else read_moment(str(value), calendar)
            )
        except BadInputError as err:
            raise BadInputError(f"{key}: {err.message}") from None

    recurs = "recur" in record and (uuid in carriers or not record.get("parent"))
    every = _recurrence(str(record["recur"])) if recurs else None
    return SourceItem(
        key=uuid,
        line=line,
        text=text,
        person=name,
        ball="theirs" if ball == "theirs" else "mine",
        why=why,
        since=moment("entry"),
        due=moment("due"),
        hidden_until=moment("wait") or moment("scheduled"),
        status=_STATUSES[status],
        closed_at=_instant(moment("end"), calendar),
        project=_text(record.get("project")),
        tags=tuple(tag for tag in tags if tag != waiting),
        note=_note(record),
        every=every,
        lost=f"recur:{str(record['recur'])[:40]}" if recurs and every is None else "",
        effort_minutes=_minutes(record.get("effort") or record.get("estimate")),
        blocked_by=_blockers(record.get("depends")),
    )


def _tags(record: Mapping[str, Any]) -> tuple[str, ...]:
    tags = record.get("tags", ())
    tags = tags.split(",") if isinstance(tags, str) else tags
    return tuple(str(tag) for tag in tags) if isinstance(tags, (list, tuple)) else ()


def _person(record: Mapping[str, Any], wanted: str) -> tuple[str, str, str]:
    if wanted:
        value = _text(record.get(wanted))
        if value:
            return value, "theirs" if wanted in WAITED_KEYS else "mine", ""
    for key in WAITED_KEYS:
        if value := _text(record.get(key)):
            return value, "theirs", f"{key}:"
    return next((value for key in PERSON_KEYS if (value := _text(record.get(key)))), ""), "mine", ""


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _as_day(when: When, calendar: Calendar) -> When:
    # taskwarrior has no days: midnight here means the day.
    return calendar.day_of(when).isoformat() if calendar.time_of(when) == "00:00" else when


def _instant(when: When | None, calendar: Calendar) -> When | None:
    return calendar.start_of(when) if when else None


def _note(record: Mapping[str, Any]) -> str | None:
    notes = as_list(record.get("annotations"))
    lines = [str(note.get("description", "")) for note in notes if isinstance(note, dict)]
    return "\n".join(line for line in lines if line.strip()) or None


def _recurrence(text: str) -> str | None:
    if text[:1] == "P" and text[-1:] in _PERIODS and text[1:-1].isdecimal():
        return read_recurrence(f"{text[1:-1]} {_PERIODS[text[-1]]}")
    return read_recurrence(_RECURRENCES.get(text, text))


def _minutes(value: Any) -> int | None:
    text = str(value or "")
    if text.startswith("PT"):
        text = text[2:].lower()
    try:
        return read_minutes(text) if text else None
    except FollowqError:
        return None


def _blockers(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(str(part) for part in parts if part)


def write(people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """A list that `task import` takes: the person is the attribute `person`; what they owe has the tag `waiting`."""
    uuids = {followup.id: _uuid(followup) for followup in followups}
    records = [_record(followup, people[followup.person_id], uuids, options.calendar) for followup in followups]
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    return f"[\n{lines}\n]\n" if records else "[]\n"


def _record(followup: FollowUp, person: Person, uuids: Mapping[int, str], calendar: Calendar) -> dict[str, Any]:
    stati = {"open": "pending", "done": "completed", "dropped": "deleted"}
    is_hidden = bool(followup.snoozed_until) and not calendar.has_come(followup.snoozed_until or "")
    tags = [*(_word(tag) for tag in followup.tags), *(["waiting"] if followup.ball == "theirs" else [])]
    note = [line for line in (followup.note or "").splitlines() if line.strip()]
    record: dict[str, Any] = {
        "uuid": uuids[followup.id],
        "description": followup.text,
        "status": "waiting" if followup.is_open and is_hidden else stati[followup.status],
        "entry": _stamp(followup.since, calendar),
        "modified": _stamp(followup.closed_at or followup.created_at, calendar),
        "person": person.name,
        "project": followup.project,
        "tags": tags,
        "due": _stamp(followup.promised, calendar),
        "wait": _stamp(followup.snoozed_until, calendar) if is_hidden else None,
        "end": _stamp(followup.closed_at, calendar),
        "effort": f"PT{followup.effort_minutes}M" if followup.effort_minutes else None,
        "depends": [uuids[number] for number in followup.blocked_by if number in uuids],
        # Two notes of one second would be one.
        "annotations": [
            {"entry": _stamp_of(_number(followup.created_at) + place), "description": line}
            for place, line in enumerate(note)
        ],
    }
    return {key: value for key, value in record.items() if value not in (None, [], "")}


def _uuid(followup: FollowUp) -> str:
    # What came from taskwarrior goes back under its own uuid: `_make` of the planner keeps it as uid.
    uid = followup.uid if len(followup.uid) == 32 else followup.uid.encode().hex().ljust(32, "0")[:32]
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"


def _word(tag: str) -> str:
    return "_".join(tag.split())


def _stamp(when: When | None, calendar: Calendar) -> str | None:
    return _stamp_of(_number(calendar.start_of(when))) if when else None


def _number(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp())


def _stamp_of(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y%m%dT%H%M%SZ")
