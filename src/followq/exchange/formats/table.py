"""Any table as CSV or with tabs: its columns are guessed by their names, shown, and corrected by the user.

A cell that a spreadsheet would run as a formula gets an apostrophe in front when it is written (OWASP), which is taken
off again from followq's own tables alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parseaddr

from followq.dates.lengths import read_minutes
from followq.errors import BadInputError, FollowqError
from followq.exchange.address_book import make_uid
from followq.exchange.registry import SourceFile
from followq.exchange.source import (
    Found,
    ReadingOptions,
    Refusal,
    SourceItem,
    SourcePerson,
    WritingOptions,
    tell_twins_apart,
)
from followq.exchange.source_dates import guess_order, read_moment, read_recurrence
from followq.model.core.person import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import When
    from followq.model.core.followup import Ball, FollowUp, Status
    from followq.model.core.person import Person

SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": (
        "uid", "id", "key", "issue key", "task id", "issue id", "card id", "record id", "ticket", "number", "no",
        "nr", "#",
    ),
    "text": (
        "text", "task", "title", "subject", "subj", "summary", "what", "to do", "todo", "to-do", "item", "action",
        "task name", "card name", "action item", "follow-up", "follow up", "followup", "topic", "content", "request",
        "description", "message",
    ),
    "person": (
        "person", "who", "contact", "contact name", "name", "full name", "customer", "client", "from", "sender",
        "requester", "requested by", "reporter", "asked by", "with", "people", "recipient", "to", "author", "creator",
        "created by",
    ),
    "assignee": (
        "assignee", "assignees", "members", "assign", "owner", "assigned to", "assigned", "responsible",
        "waiting for", "waiting on", "delegated to", "delegate", "action owner",
    ),
    "ball": ("ball", "side", "whose ball", "direction", "list"),
    "status": ("status", "state", "done", "completed", "complete", "closed", "finished"),
    "since": (
        "since", "created", "created at", "created on", "creation date", "date", "date created", "entered", "opened",
        "created at (utc)", "created time", "asked", "asked on", "received", "date received", "entry", "start",
        "start date", "added", "requested",
    ),
    "due": (
        "promised", "due", "due date", "deadline", "by", "due on", "due by", "target", "target date", "needed by",
        "expected",
    ),
    "hidden": ("snoozed_until", "snoozed until", "hidden until", "wait", "hide until", "defer date", "defer until"),
    "closed": (
        "closed_at", "closed at", "closed at (utc)", "closed on", "completed at", "completed on", "resolved",
        "completion date",
    ),
    "project": (
        "project", "projects", "project name", "board name", "repository", "section/column", "deal", "case",
        "account", "area",
    ),
    "tags": ("tags", "tag", "labels", "label", "categories", "category", "context"),
    "note": (
        "note", "notes", "comment", "comments", "remarks", "details", "notes/comments", "description",
        "card description",
    ),
    "every": ("every", "recurrence", "repeat", "repeats", "recurring"),
    "effort": ("effort_minutes", "effort", "estimate", "minutes", "time estimate"),
    "blocked_by": ("blocked_by",),
    "link": ("link", "url", "permalink", "web url", "card url"),
    "email": ("email", "e-mail", "e-mail address", "email address", "mail", "primary email", "e-mail 1 - value"),
    "phone": ("phone", "telephone", "tel", "mobile", "mobile phone", "phone number", "phone 1 - value"),
    "organisation": ("organisation", "organization", "org", "organization name", "organization 1 - name"),
    "first": ("first name", "given name"),
    "last": ("last name", "family name", "surname"),
}  # fmt: skip
"""Names of columns by the field they are read from, the surest first."""
SEVERAL = frozenset(("tags", "email", "phone", "note"))
"""Fields that several columns of one name may hold."""
THEIR_SIDE = frozenset(("theirs", "waiting", "they owe", "they owe me", "delegated", "wait", "waiting for", "w", "<"))
DONE = frozenset((
    "done", "closed", "complete", "completed", "resolved", "finished", "yes", "true", "x", "1", "fixed", "merged",
    "100%", "✓", "✔", "☑",
))  # fmt: skip
DROPPED = frozenset(("dropped", "cancelled", "canceled", "deleted", "rejected", "won't do", "wontfix", "obsolete"))
COLUMNS = (
    "uid", "person", "ball", "text", "status", "since", "promised", "snoozed_until", "project", "tags", "note", "every",
    "effort_minutes", "blocked_by", "closed_at", "source", "link",
)  # fmt: skip
"""Columns of the tables that followq writes."""
SEVERAL_NAMES = frozenset(("assignees", "members"))
"""Columns whose cells name several people, the first of whom counts."""
LARGEST_CELL = 131_072
_DELIMITERS = ",;\t|"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_OWN_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_LENGTH = re.compile(r"\d{1,6}", re.ASCII)


class _Table:
    """Rows of a file with the line on which each begins, and where each field is found."""

    def __init__(self, file: SourceFile, options: ReadingOptions) -> None:
        self.rows = _rows(file.text)
        self.header_line, header = next(self.rows, (1, []))
        self.header = [cell.strip() for cell in header]
        self.is_own = tuple(self.header) == COLUMNS
        self.places = _places(self.header, options.columns, self.header_line)

    def cells(self, row: Sequence[str], field: str) -> list[str]:
        """What stands in the columns of a field; empty ones are left out."""
        places = self.places.get(field)
        if not places:
            return []
        found = [cell for place in places if place < len(row) and (cell := row[place].strip())]
        if not self.is_own:
            return found
        return [
            _OWN_FORMULA.sub(lambda m: m[0][1:], cell, count=1) if _OWN_FORMULA.match(cell) else cell for cell in found
        ]

    def cell(self, row: Sequence[str], field: str) -> str:
        """The first of them, or nothing."""
        return next(iter(self.cells(row, field)), "")


def fits(file: SourceFile) -> bool:
    """A first line of several columns, of which one is known by name; or a file called so."""
    if file.document is not None:
        return False
    try:
        _, header = next(_rows(file.text[:100_000]), (1, []))
        places = _places([cell.strip() for cell in header], {}, 1) if len(header) > 1 else {}
    except FollowqError:
        return file.ending in ("csv", "tsv")
    return file.ending in ("csv", "tsv") or (
        len(header) > 1 and bool(places.keys() & {"text", "person", "assignee", "email"})
    )


def map_columns(file: SourceFile, options: ReadingOptions) -> tuple[tuple[str, str], ...]:
    """From which column each field is read.

    Raises: BadInputError for a column that isn't there, or a table without any that can be read.
    """
    table = _Table(file, options)
    return tuple(
        (field, " + ".join(dict.fromkeys(table.header[place] for place in places)))
        for field, places in table.places.items()
    )


def name_header(file: SourceFile) -> str:
    """What tables with the same columns have in common."""
    _, header = next(_rows(file.text), (1, []))
    return make_uid(*(cell.strip().lower() for cell in header))[:16]


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each row: a task, or a person where nothing in the table is a task."""
    table = _Table(file, options)
    is_contacts = "text" not in table.places or _are_contacts(table, options)
    if is_contacts and not table.places.keys() & {"email", "phone"}:
        raise BadInputError(
            f"line {table.header_line}: no column is the task: {_named(table.header)}", "say which: --map text=COLUMN"
        )
    rows = [(line, row) for line, row in table.rows if any(cell.strip() for cell in row)]
    order = options.columns.get("dates", "") or guess_order(
        [table.cell(row, field) for _, row in rows for field in ("since", "due", "hidden", "closed")]
    )
    are_mine = _assignees_are_me(table, rows, options)
    twins: dict[str, int] = {}
    for line, row in rows:
        if len(row) > len(table.header) and any(cell.strip() for cell in row[len(table.header) :]):
            yield Refusal(line, f"has {len(row)} cells, the header has {len(table.header)}", ",".join(row)[:60])
            continue
        try:
            if is_contacts:
                yield from _person(table, row, line)
                continue
            item = _item(table, row, line, options, order, are_mine)
        except FollowqError as err:
            yield Refusal(line, err.message, table.cell(row, "text"))
            continue
        own = tell_twins_apart(item, twins)
        yield item if table.cell(row, "id") else own


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    skip = 0
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    delimiter = ""
    if first.lower().startswith("sep=") and len(first) == 5:
        delimiter, skip = first[4], 1
        text = text.split("\n", 1)[1] if "\n" in text else ""
        first = text.split("\n", 1)[0]
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line + skip, row
            line = reader.line_num + 1
    except csv.Error as err:
        why = str(err).replace("unexpected end of data", "a quote is never closed")
        raise BadInputError(f"line {line + skip}: {why}", "nothing was imported; mend the table") from err


def _places(header: Sequence[str], wanted: Mapping[str, str], line: int) -> dict[str, list[int]]:
    lower = [cell.lower().strip() for cell in header]
    places: dict[str, list[int]] = {}
    taken: set[int] = set()
    for field, column in wanted.items():
        if field == "dates":
            continue
        found = [place for place, name in enumerate(lower) if name == column.lower()]
        if not found:
            raise BadInputError(f"line {line}: no column '{column[:40]}'", f"there are {_named(header)}")
        places[field] = found
        taken |= set(found)
    for field, names in SYNONYMS.items():
        if field in places:
            continue
        for name in names:
            found = [place for place, cell in enumerate(lower) if cell == name and place not in taken]
            if found:
                places[field] = found
                taken |= set(found)
                break
    _take_task_names(places, lower)
    _refuse_twins(places, header, line)
    for field, what in (("email", "e-mail"), ("phone", "phone")):
        if field in places:
            places[field] += [p for p, cell in enumerate(lower) if p not in taken and _is_numbered(cell, what)]
    return {field: places[field] for field in SYNONYMS if field in places}


def _take_task_names(places: dict[str, list[int]], lower: Sequence[str]) -> None:
    # What a list of tasks calls a name is the task's.
    tells_of_tasks = places.keys() & {"assignee", "due", "status"}
    if "text" not in places and "person" in places and tells_of_tasks and lower[places["person"][0]] == "name":
        places["text"] = places.pop("person")


def _refuse_twins(places: Mapping[str, Sequence[int]], header: Sequence[str], line: int) -> None:
    for field, found in places.items():
        if len(found) > 1 and field not in SEVERAL:
            raise BadInputError(
                f"line {line}: column '{header[found[0]][:40]}' is there {len(found)} times", "rename all but one"
            )


def _is_numbered(cell: str, what: str) -> bool:
    return cell.startswith(what) and ("value" in cell or "address" in cell or cell[-1:].isdigit())


def _named(header: Sequence[str]) -> str:
    shown = ", ".join(cell[:40] for cell in header[:12] if cell)
    return shown + (" ..." if len(header) > 12 else "") if shown else "none with a name"


def _are_contacts(table: _Table, options: ReadingOptions) -> bool:
    # An address book has a title too: Dr, or what somebody works as.
    has_names, has_addresses = table.places.keys() & {"first", "last"}, table.places.keys() & {"email", "phone"}
    return bool(has_names and has_addresses) and "text" not in options.columns


def _assignees_are_me(table: _Table, rows: Sequence[tuple[int, Sequence[str]]], options: ReadingOptions) -> bool:
    # A list of what one is assigned to has one assignee and others who ask; without --me that is the user.
    if options.me or "person" not in table.places:
        return False
    return len({name_key(name) for _, row in rows if (name := table.cell(row, "assignee"))}) == 1


def _item(
    table: _Table, row: Sequence[str], line: int, options: ReadingOptions, order: str, are_mine: bool
) -> SourceItem:
    text, calendar = table.cell(row, "text"), options.calendar
    if not text:
        raise BadInputError("no text in it")
    name, emails, ball, why = _side(table, row, options, are_mine)
    status, waits = _status(table, row)
    if waits and ball == "mine":
        ball, why = "theirs", f"status {table.cell(row, 'status')}"

    def moment(field: str) -> When | None:
        cell = table.cell(row, field)
        try:
            return read_moment(cell, calendar, order) if cell else None
        except BadInputError as err:
            raise BadInputError(f"{field}: {err.message}", err.hint) from None

    since, closed = moment("since"), moment("closed")
    key = table.cell(row, "id") or make_uid(text, name, since or "")[:16]
    link, *more_links = table.cells(row, "link") or ("",)
    notes = [*table.cells(row, "note"), *more_links]
    return SourceItem(
        key=key,
        line=line,
        text=text,
        person=name,
        emails=emails,
        ball=ball,
        why=why,
        since=since,
        due=moment("due"),
        hidden_until=moment("hidden"),
        status=status,
        closed_at=calendar.start_of(closed) if closed else None,
        project=table.cell(row, "project") or None,
        tags=_tags(table, row),
        note="\n".join(notes) or None,
        every=read_recurrence(cell) if (cell := table.cell(row, "every")) else None,
        effort_minutes=_minutes(table.cell(row, "effort")),
        blocked_by=tuple(table.cell(row, "blocked_by").split()),
        link=link,
    )


def _side(
    table: _Table, row: Sequence[str], options: ReadingOptions, are_mine: bool
) -> tuple[str, tuple[str, ...], Ball, str]:
    asking, doing, side = (table.cell(row, field) for field in ("person", "assignee", "ball"))
    if any(table.header[place].lower() in SEVERAL_NAMES for place in table.places.get("assignee", ())):
        names = [name.strip() for name in re.split("[,;]", doing) if name.strip()]
        doing = next((name for name in names if name_key(name) in options.me), next(iter(names), ""))
    name, ball, why = asking, "mine", ""
    if doing and not (are_mine or name_key(doing) in options.me):
        name, ball, why = doing, "theirs", "assigned to them"
    elif doing and asking:
        why = "assigned to you"
    if not name:
        name = " ".join(filter(None, (table.cell(row, "first"), table.cell(row, "last"))))
    if name_key(side) in THEIR_SIDE:
        ball, why = "theirs", f"{side} in the column of sides"
    spoken, address = parseaddr(name) if name.count("@") == 1 else ("", "")
    emails = (address,) if "@" in address else ()
    found = emails or tuple(table.cells(row, "email"))
    return spoken or address or name, found, "theirs" if ball == "theirs" else "mine", why


def _status(table: _Table, row: Sequence[str]) -> tuple[Status, bool]:
    cell = table.cell(row, "status").lower()
    if cell in DONE:
        return "done", False
    if cell in DROPPED:
        return "dropped", False
    return "open", cell in THEIR_SIDE


def _tags(table: _Table, row: Sequence[str]) -> tuple[str, ...]:
    found = []
    for cell in table.cells(row, "tags"):
        parts = cell.split(";" if table.is_own or ";" in cell else ",")
        found += [part.strip() for part in parts if part.strip()]
    return tuple(found)


def _minutes(cell: str) -> int | None:
    try:
        return read_minutes(f"{cell}m" if _LENGTH.fullmatch(cell) else cell) if cell else None
    except FollowqError:
        return None


def _person(table: _Table, row: Sequence[str], line: int) -> Iterator[SourcePerson]:
    name = table.cell(row, "person") or " ".join(filter(None, (table.cell(row, "first"), table.cell(row, "last"))))
    emails = table.cells(row, "email")
    fields = {
        "name": name or next(iter(emails), ""),
        "emails": list(dict.fromkeys(emails)),
        "phones": list(dict.fromkeys(table.cells(row, "phone"))),
    }
    if not fields["name"]:
        raise BadInputError("has no name")
    if organisation := table.cell(row, "organisation"):
        fields["organisation"] = organisation
    if notes := table.cells(row, "note"):
        fields["note"] = "\n".join(notes)
    yield SourcePerson(line, fields)


def write(people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """A row for each follow-up; unless raw, no cell is run as a formula."""
    uids = {followup.id: followup.uid for followup in followups}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for followup in followups:
        fields = followup._asdict() | {
            "person": people[followup.person_id].name,
            "tags": "; ".join(followup.tags),
            "blocked_by": " ".join(uids[number] for number in followup.blocked_by if number in uids),
        }
        cells = ["" if fields[name] is None else str(fields[name]) for name in COLUMNS]
        writer.writerow(cells if options.is_raw else [_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
