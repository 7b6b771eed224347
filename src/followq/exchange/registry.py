"""The formats that followq reads and writes: one row each, and a module in `formats/` that is loaded when needed.

A format's module has `fits(file)`, which tells whether a file looks like it; `read(file, options)`, which yields what
it finds; and, where the row says so, `write(people, followups, options)`. A format is added by its module and its row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from followq.errors import BadInputError
from followq.exchange.file_signatures import refuse_other_kinds
from followq.exchange.queue_json import LARGEST_FILE, parse_json
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.exchange.source import Found, ReadingOptions, WritingOptions
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person

OWN, TABLE = "json", "csv"


class SourceFile(NamedTuple):
    """A file's contents: its text, and the document where that is JSON."""

    name: str
    text: str
    document: Any = None
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table: from where each field is read."""

    @property
    def ending(self) -> str:
        """The name's ending in small letters, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The objects of a JSON list, each with its place from 1."""
        document = self.document if isinstance(self.document, list) else []
        return ((place, one) for place, one in enumerate(document, 1) if isinstance(one, dict))


class Format(NamedTuple):
    """One format. `rule` says who the person is, whose the ball, and since when.

    `extra` names the optional package that its module needs; `other_names` are what users may call it as well.
    """

    name: str
    title: str
    module: str
    rule: str
    reads: bool = True
    writes: bool = False
    extra: str = ""
    other_names: tuple[str, ...] = ()
    is_reviewed: bool = False
    """Whether each item is only proposed: on a terminal one key decides on it."""


FORMATS = (
    Format(
        name=OWN,
        title="followq's own JSON",
        module="",
        rule="everything as it was exported",
        writes=True,
        other_names=("followq",),
    ),
    Format(
        name="taskwarrior",
        title="taskwarrior JSON",
        module="taskwarrior",
        rule=(
            "person: the attribute person, who, contact ... (or --map person=WHERE); theirs with +waiting, +wf, "
            "+delegated or waitingfor:, else mine; since the entry date"
        ),
        writes=True,
        other_names=("task",),
    ),
    Format(
        name="github",
        title="GitHub issues and pull requests (gh)",
        module="github",
        rule=(
            "person: who asks, or is asked; yours where your review is asked, you are assigned, or a review of "
            "yours came back; theirs where you asked; a comment passes no ball, robots hold none; since it was "
            "opened or reviewed"
        ),
        other_names=("gh",),
    ),
    Format(
        name="gitlab",
        title="GitLab issues and merge requests (glab)",
        module="gitlab",
        rule=(
            "person: who asks, or is asked; yours where you are reviewer or assigned; theirs where you asked; a "
            "comment passes no ball, robots hold none; since it was opened"
        ),
        other_names=("glab",),
    ),
    Format(
        name="gerrit",
        title="Gerrit changes",
        module="gerrit",
        rule=(
            "person: the owner, or who is in the attention set, which is the ball; without one the owner waits on"
            " the reviewers; robots hold none; since they are in the set, or it was created"
        ),
    ),
    Format(
        name="jira",
        title="Jira issues",
        module="jira",
        rule=(
            "person: the reporter, or the assignee; yours where you are assigned (--me NAME), theirs where you "
            "reported it; since it was created"
        ),
    ),
    Format(
        name="vcard",
        title="vCard contacts",
        module="vcard",
        rule="people only: known ones gain addresses and names, by their UID, name or address",
        writes=True,
        other_names=("vcf",),
    ),
    Format(
        name="vtodo",
        title="calendar tasks (VTODO)",
        module="vtodo",
        rule=(
            "person: CONTACT, or ORGANIZER and ATTENDEE; theirs where you organize it and they attend (--me "
            "ADDRESS), or in the category waiting, else mine; since CREATED"
        ),
        writes=True,
        extra="icalendar",
        other_names=("ics", "icalendar", "ical"),
    ),
    Format(
        name="microsoft-todo",
        title="Microsoft To Do",
        module="microsoft_todo",
        rule="person: nobody, or --map person=categories; theirs where it waits on others; since it was created",
        other_names=("mstodo", "ms-todo"),
    ),
    Format(
        name="todoist",
        title="Todoist's CSV",
        module="todoist",
        rule=(
            "person: who is responsible, or whoever gave it to you (--me NAME); theirs where others are "
            "responsible or with @waiting, else mine; since now, as it doesn't say"
        ),
    ),
    Format(
        name="csv",
        title="table",
        module="table",
        rule=(
            "person: the column of who asks, or of who is assigned; theirs where it is assigned to others (--me "
            "NAME says who you are), or the side says so, else mine; since the column of the beginning, else now"
        ),
        writes=True,
        other_names=("tsv", "table"),
    ),
    Format(
        name="org",
        title="Org",
        module="org",
        rule=(
            "person: DELEGATED_TO, WAITING_FOR, PERSON, CONTACT (or --map person=PROPERTY, person=@ for tags); "
            "theirs with WAITING, DELEGATED or DELEGATED_TO, else mine; since it got its keyword, or CREATED"
        ),
        extra="orgparse",
    ),
    Format(
        name="todotxt",
        title="todo.txt",
        module="todotxt",
        rule=(
            "person: who:, with:, to:, from: (or --map person=@ for contexts); theirs with @waiting, +wf or "
            "from:, else mine; since the creation date"
        ),
        writes=True,
        other_names=("todo.txt", "todo"),
    ),
    Format(
        name="markdown",
        title="Markdown checklist",
        module="markdown",
        rule="",
        reads=False,
        writes=True,
        other_names=("md",),
    ),
    Format(
        name="notes",
        title="meeting notes",
        module="notes",
        rule=(
            "person: who is named as doing it; theirs, or mine with --me NAME; a line is proposed where it is "
            "marked (Action:, To do:, [ ]), where somebody says I'll, and where it begins with @Ana, Ana to or "
            "Ana will"
        ),
        other_names=("transcript", "minutes"),
        is_reviewed=True,
    ),
)


def find_format(name: str) -> Format:
    """The format of a name.

    Raises: BadInputError.
    """
    wanted = name.lower().strip()
    for row in FORMATS:
        if wanted in (row.name, *row.other_names):
            return row
    raise BadInputError(f"unknown format '{name[:40]}'", f"one of {', '.join(row.name for row in FORMATS)}")


def is_own(start: bytes, wanted: str = "") -> bool:
    """Whether a file that begins so is followq's own JSON, or the user says so.

    Raises: BadInputError for a format that nobody knows.
    """
    return find_format(wanted) == FORMATS[0] if wanted else b'"followq"' in start


def recognise(data: bytes, name: str, wanted: str = "") -> tuple[Format, SourceFile]:
    """The format of a file, by its contents or as the user says, with the file as its reader takes it.

    Raises: BadInputError for what is none, or no text at all.
    """
    chosen = find_format(wanted) if wanted else None
    if chosen is not None and not chosen.reads:
        raise BadInputError(f"{chosen.title} is only written, not read", "name another --format")
    if len(data) > LARGEST_FILE:
        raise BadInputError(f"{name}: has more than {LARGEST_FILE // 1_000_000} MB", "split it")
    refuse_other_kinds(data, name)
    file = _open(data, name)
    if chosen is not None:
        return chosen, file
    for row in FORMATS[1:]:
        if row.reads and import_module(f"followq.exchange.formats.{row.module}").fits(file):
            return row, file
    if file.document is not None or file.ending == "json":
        return FORMATS[0], file  # whose reader says what is wrong with it
    raise BadInputError(
        f"{name}: is in no format that followq knows by its contents",
        f"if it is one, say which: --format {list_formats()}",
    )


def read(row: Format, file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """What a file holds.

    Raises: BadInputError where the file as a whole can't be read; ImportError where an extra is missing.
    """
    found: Iterator[Found] = import_module(f"followq.exchange.formats.{row.module}").read(file, options)
    return found


def map_columns(row: Format, file: SourceFile, options: ReadingOptions) -> tuple[tuple[str, str], ...]:
    """From where each field of a table is read; nothing for what is no table.

    Raises: BadInputError.
    """
    module = import_module(f"followq.exchange.formats.{row.module}")
    found: tuple[tuple[str, str], ...] = module.map_columns(file, options) if row.name == TABLE else ()
    return found


def name_header(row: Format, file: SourceFile) -> str:
    """What tables with the same columns have in common; nothing for what is no table."""
    module = import_module(f"followq.exchange.formats.{row.module}")
    found: str = module.name_header(file) if row.name == TABLE else ""
    return found


def write(row: Format, people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """A queue in another format.

    Raises: ImportError where an extra is missing.
    """
    text: str = import_module(f"followq.exchange.formats.{row.module}").write(people, followups, options)
    return text


def _open(data: bytes, name: str) -> SourceFile:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        if name.lower().endswith((".csv", ".tsv", ".vcf")) or data[:11].upper() == b"BEGIN:VCARD":
            # Older office programs write these as Windows does in western countries; every byte means something there.
            text = data.decode("cp1252", "replace")
        else:
            line = data[: err.start].count(b"\n") + 1
            raise BadInputError(f"{name}: line {line} is not UTF-8", "save it as UTF-8") from err
    # Gerrit guards its answers against being run as a script.
    bare = text.removeprefix(")]}'").lstrip()
    # taskwarrior 2's own files begin like a list, and are none.
    if bare[:1] not in ("{", "[") or re.match(r'\[[A-Za-z_]\w*:"', bare):
        return SourceFile(name, text)
    lines = _json_lines(bare)
    if lines is not None:
        return SourceFile(name, text, lines)
    return SourceFile(name, text, parse_json(bare.encode("utf-8", "surrogatepass"), name))


def _json_lines(text: str) -> list[Any] | None:
    # An object in each line, with or without a comma behind it: what `task export` and Gerrit print.
    lines = [line.strip().rstrip(",") for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.startswith("{") and line.endswith("}") for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except ValueError:
        return None


def list_formats(*, is_written: bool = False) -> str:
    """Names of the formats that are read, or written."""
    return ", ".join(row.name for row in FORMATS if (row.writes if is_written else row.reads))
