"""Tasks of calendars: VTODO in iCalendar files, as Nextcloud, Apple's Reminders, Tasks.org and todoman write them.

Source: RFC 5545 (VTODO), RFC 9253 (RELATED-TO with DEPENDS-ON).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from followq.errors import BadInputError, FollowqError
from followq.exchange.content_lines import escape, fold, unescape
from followq.exchange.formats.taskwarrior import WAITING_TAGS
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import Account
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem, WritingOptions
from followq.exchange.source_dates import hide_until, read_recurrence
from followq.model.core.calendar import FIRST_YEAR, LAST_YEAR, format_instant
from followq.model.core.link import is_mail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar, Instant, When
    from followq.model.core.followup import Ball, FollowUp, Status
    from followq.model.core.person import Person

PROJECT, MINUTES, REPEAT = "X-FOLLOWQ-PROJECT", "X-FOLLOWQ-MINUTES", "X-FOLLOWQ-EVERY"
WAITING = "waiting"
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_MOST_INTERVAL = 999


def fits(file: SourceFile) -> bool:
    """It begins as every calendar does."""
    return file.text.lstrip()[:15].upper().startswith(("BEGIN:VCALENDAR", "BEGIN:VTODO"))


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each task; events and the like are left out."""
    import icalendar

    blocks = list(_blocks(file.text))
    zones = "".join(text for _, kind, text in blocks if kind == "VTIMEZONE")
    if zones:
        # Their names are known from then on, wherever a task uses one.
        with suppress(ValueError, KeyError, IndexError, TypeError):
            icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{zones}END:VCALENDAR\r\n")
    if not any(kind == "VTODO" for _, kind, _ in blocks):
        raise BadInputError("holds no tasks (VTODO)", "a calendar of events alone has nothing to follow up")
    tasks: list[tuple[int, Any]] = []
    for line, kind, text in blocks:
        if kind in ("VEVENT", "VJOURNAL"):
            yield Passed(line, "an event, not a task")
        if kind != "VTODO":
            continue
        try:
            tasks.append((line, icalendar.Todo.from_ical(text)))
        except (ValueError, IndexError, KeyError, TypeError, OverflowError) as err:
            yield Refusal(line, f"can't be read: {str(err)[:100]}")
    titles = {str(task.get("UID")): _title(task) for _, task in tasks if task.get("UID")}
    for line, task in tasks:
        if task.get("RECURRENCE-ID") is not None:
            yield Passed(line, "one occurrence of a recurring task that was moved", _title(task))
            continue
        try:
            yield _read_task(task, line, titles, options)
        except FollowqError as err:
            yield Refusal(line, err.message, _title(task))


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    # The components of calendars, each with its first line and its kind: one that can't be read spoils no other.
    kind, start = "", 0
    block: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        mark = line.strip().upper()
        if not kind and mark.startswith("BEGIN:") and mark != "BEGIN:VCALENDAR":
            kind, start, block = mark[6:], number, []
        if kind:
            block.append(line)
        if kind and mark == f"END:{kind}":
            yield start, kind, "\r\n".join([*block, ""])
            kind = ""
    if kind:
        raise BadInputError(f"line {start}: this {kind} has no end: the file is cut off", "export it again")


def _title(task: Any) -> str:
    return _line(task, "SUMMARY") or str(task.get("DESCRIPTION") or "").strip().partition("\n")[0]


def _read_task(task: Any, line: int, titles: Mapping[str, str], options: ReadingOptions) -> SourceItem:
    uid, title = _line(task, "UID"), _title(task)
    if not title:
        raise BadInputError("has no summary")
    calendar = options.calendar
    person, ball, why = _person(task, options.me)
    tags = _categories(task)
    waiting = next((tag for tag in tags if tag.lower() in WAITING_TAGS), None)
    if waiting:
        ball, why = "theirs", f"category {waiting}"
    start, due = _moment(task, "DTSTART", calendar), _due(task, calendar)
    status = _status(task)
    every, lost = _recurrence(task)
    parents, blockers = _relations(task)
    note = str(task.get("DESCRIPTION", "")).strip()
    ended = _moment(task, "COMPLETED", calendar)
    return SourceItem(
        key=uid or f"line {line}: {title}",
        line=line,
        text=title,
        person=person.shown,
        emails=(person.email,) if person.email else (),
        ball="theirs" if ball == "theirs" else "mine",
        why=why,
        since=_moment(task, "CREATED", calendar) or _moment(task, "DTSTAMP", calendar),
        due=due,
        hidden_until=hide_until(start, due, calendar),
        status=status,
        closed_at=calendar.start_of(ended) if ended else None,
        project=_line(task, PROJECT) or next((titles[parent] for parent in parents if titles.get(parent)), None),
        tags=tuple(tag for tag in tags if tag != waiting),
        note=note or None,
        link=str(task.get("URL", "")).strip(),
        every=every,
        effort_minutes=_minutes(_line(task, MINUTES)),
        blocked_by=tuple(blockers),
        lost=lost,
    )


def _minutes(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) else None


def _line(task: Any, key: str) -> str:
    value = task.get(key)
    value = value[0] if isinstance(value, list) and value else value
    text = str(value or "")
    # From 7 on icalendar leaves properties that it doesn't know as they stand.
    is_raw = key.startswith("X-") and type(value).__name__ != "vText"
    return " ".join((unescape(text) if is_raw else text).split())


def _person(task: Any, me: frozenset[str]) -> tuple[Account, Ball, str]:
    # Who gives a task is its organizer, who is to do it its attendees; a contact is whom it is about.
    said = _line(task, "CONTACT")
    if said:
        return Account(said, said), "mine", ""
    organizer = _account(task.get("ORGANIZER"))
    values = task.get("ATTENDEE") or []
    attendees = [one for value in (values if isinstance(values, list) else [values]) if (one := _account(value))]
    others = [one for one in attendees if not one.is_one_of(me) and (organizer is None or one.email != organizer.email)]
    if organizer is not None and not organizer.is_one_of(me):
        return organizer, "mine", "they organize it"
    if others:
        return others[0], "theirs", "you organize it" if organizer else "they attend, nobody organizes it"
    return Account(""), "mine", ""


def _account(value: Any) -> Account | None:
    address = str(value or "").strip()
    email = address[7:] if address.lower().startswith("mailto:") else ""
    parameters = getattr(value, "params", {})
    name = " ".join(str(parameters.get("CN", "")).split())
    email = email if email.count("@") == 1 else ""
    return Account(email or name, name or email, email) if email or name else None


def _categories(task: Any) -> list[str]:
    value = task.get("CATEGORIES")
    found = []
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        found += [" ".join(str(part).split()) for part in getattr(one, "cats", [one])]
    return list(dict.fromkeys(part for part in found if part))


def _status(task: Any) -> Status:
    said = _line(task, "STATUS").upper()
    if said == "CANCELLED":
        return "dropped"
    is_over = task.get("COMPLETED") is not None or _line(task, "PERCENT-COMPLETE") == "100"
    return "done" if said == "COMPLETED" or (is_over and not said) else "open"


def _due(task: Any, calendar: Calendar) -> When | None:
    due = _moment(task, "DUE", calendar)
    start, length = _value(task, "DTSTART"), _value(task, "DURATION")
    if due is None and isinstance(length, timedelta) and isinstance(start, date):
        try:
            return _written(start + length, "DURATION", calendar)
        except OverflowError:
            return None
    return due


def _value(task: Any, key: str) -> Any:
    value = task.get(key)
    value = value[0] if isinstance(value, list) and value else value
    return getattr(value, "dt", None)


def _moment(task: Any, key: str, calendar: Calendar) -> When | None:
    if task.get(key) is None:
        return None
    value = _value(task, key)
    if not isinstance(value, date):
        raise BadInputError(f"{key}: '{str(task.get(key))[:40]}' is not a date")
    return _written(value, key, calendar)


def _written(value: date, key: str, calendar: Calendar) -> When:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadInputError(f"{key}: {value.year} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    if not isinstance(value, datetime):
        return value.isoformat()
    try:
        return format_instant(value if value.tzinfo else value.replace(tzinfo=calendar.zone))
    except OverflowError:
        raise BadInputError(f"{key}: is outside the calendar") from None


def _recurrence(task: Any) -> tuple[str | None, str]:
    # followq repeats without an end, by a count of days, weeks, months or years; any other rule is told and left out.
    rule = task.get("RRULE")
    if _line(task, REPEAT):
        return read_recurrence(_line(task, REPEAT)), ""
    if rule is None:
        return None, ""
    rule = rule[0] if isinstance(rule, list) and rule else rule
    said = rule.to_ical().decode("utf-8", "replace") if hasattr(rule, "to_ical") else str(rule)
    lost = f"the recurrence {said[:60]}"
    parts = dict(part.partition("=")[::2] for part in said.upper().split(";"))
    days = parts.pop("BYDAY", "")
    known = parts.keys() <= {"FREQ", "INTERVAL", "WKST", "BYMONTHDAY", "BYMONTH"}
    unit, interval = _UNITS.get(parts.get("FREQ", "")), parts.get("INTERVAL", "1")
    if days and parts.get("FREQ") in ("WEEKLY", "DAILY") and set(days.split(",")) == {"MO", "TU", "WE", "TH", "FR"}:
        unit, days = "working day", ""
    is_one_day = not days or (unit == "week" and "," not in days)
    is_counted = interval.isdecimal() and len(interval) < 4 and 1 <= int(interval) <= _MOST_INTERVAL
    places = parts.get("BYMONTHDAY", "") + parts.get("BYMONTH", "")
    if unit is None or "," in places or "-" in places or not (known and is_one_day and is_counted):
        return None, lost
    return read_recurrence(f"{interval} {unit}s"), ""


def _relations(task: Any) -> tuple[list[str], list[str]]:
    parents, blockers = [], []
    values = task.get("RELATED-TO")
    for value in values if isinstance(values, list) else [values] if values is not None else []:
        kind = str(getattr(value, "params", {}).get("RELTYPE", "PARENT")).upper()
        if kind == "DEPENDS-ON":
            blockers.append(str(value))
        elif kind == "PARENT":
            parents.append(str(value))
    return parents, blockers


def write(people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """A calendar with a task for each; what they owe is in the category `waiting`."""
    uids = {followup.id: followup.uid for followup in followups}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//followq//followq//EN"]
    for followup in followups:
        lines += _task(followup, people[followup.person_id], uids, options.calendar)
    return "".join(fold(line) for line in [*lines, "END:VCALENDAR"])


def _task(followup: FollowUp, person: Person, uids: Mapping[int, str], calendar: Calendar) -> list[str]:
    stati = {"open": "NEEDS-ACTION", "done": "COMPLETED", "dropped": "CANCELLED"}
    tags = [*followup.tags, *([WAITING] if followup.ball == "theirs" else [])]
    lines = [
        "BEGIN:VTODO",
        f"UID:{escape(followup.uid)}",
        f"DTSTAMP:{_stamp(followup.created_at)}",
        f"CREATED:{_stamp(calendar.start_of(followup.since))}",
        f"SUMMARY:{escape(followup.text)}",
        f"STATUS:{stati[followup.status]}",
        f"CONTACT:{escape(person.name)}",
    ]
    due = followup.promised
    hidden = hide_until(followup.snoozed_until, due, calendar)
    if hidden:
        # A start has to be of the same kind as the end.
        if due is not None:
            hidden = calendar.day_of(hidden).isoformat() if len(due) == 10 else calendar.start_of(hidden)
        lines.append(_dated("DTSTART", hidden))
    if due:
        lines.append(_dated("DUE", due))
    if followup.closed_at:
        lines.append(f"COMPLETED:{_stamp(followup.closed_at)}")
    if tags:
        lines.append("CATEGORIES:" + ",".join(escape(tag) for tag in tags))
    if followup.link and not is_mail(followup.link):
        lines.append(f"URL:{followup.link}")
    if followup.note:
        lines.append(f"DESCRIPTION:{escape(followup.note)}")
    if followup.project:
        lines.append(f"{PROJECT}:{escape(followup.project)}")
    if followup.effort_minutes:
        lines.append(f"{MINUTES}:{followup.effort_minutes}")
    if followup.every:
        lines.append(f"{REPEAT}:{followup.every}")
        if (rule := _rule(followup.every)) and due:
            lines.append(rule)
    lines += [f"RELATED-TO;RELTYPE=DEPENDS-ON:{uids[number]}" for number in followup.blocked_by if number in uids]
    return [*lines, "END:VTODO"]


def _rule(every: str) -> str:
    number, _, unit = every.partition(" ")
    word = next((word for word, name in _UNITS.items() if unit.rstrip("s") == name), "")
    if unit.startswith("working") and number == "1":
        return "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    return f"RRULE:FREQ={word};INTERVAL={number}" if word else ""


def _dated(key: str, when: When) -> str:
    return f"{key};VALUE=DATE:{when.replace('-', '')}" if len(when) == 10 else f"{key}:{_stamp(when)}"


def _stamp(at: Instant) -> str:
    return at.replace("-", "").replace(":", "")
