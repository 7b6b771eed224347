"""What is noted after a call, line by line: what a line says, and lines from a pipe."""

from __future__ import annotations

import os
import sys

from followq.cli.input.lookup import settle_person
from followq.cli.input.person_choice import Meant
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model.core.calendar import Calendar, When
from followq.model.core.person import CHANNELS, CONTACTED
from followq.model.core.phrasing import count, shorten, show_with_distance
from followq.model.core.text_limits import one_line
from followq.record import NamedTuple

LARGEST_INPUT = 1_000_000
"""Bytes of captured lines that are read."""

LONGEST_SHOWN = 300
"""Characters of a refused line that are shown."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.dates.details import Details
    from followq.model.core.person import Weight

MARKS = "<>"
MARKS_MEAN = "> what I owe them, < what they owe me"


class Captured(NamedTuple):
    """One line noted after a call: whose, on which side, what, by when; a remark where it left a doubt; its details."""

    person: Meant
    is_waiting: bool
    text: str
    by: When | None
    remark: str = ""
    details: Details | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What the details set on a follow-up."""
        if self.details is None:
            return {}
        given = {name: getattr(self.details, name) for name in ("effort_minutes", "project", "tags", "channel")}
        since = self.details.since
        return {name: value for name, value in given.items() if value} | ({"since": since.when} if since else {})

    @property
    def weight(self) -> Weight | None:
        """How much the person counts, where the line says it."""
        return self.details.weight if self.details else None


def parse_line(calendar: Calendar, person: Meant, line: str, otherwise: When | None = None) -> Captured:
    """What a line says: its mark, its text, its details, its date, or the date that holds `otherwise`.

    Raises: UsageError, BadInputError.
    """
    from followq.dates.lines import read_noted

    mark, rest = line[:1], line[1:].strip()
    if not mark or mark not in MARKS:
        raise UsageError("begin with > or <", MARKS_MEAN)
    read = read_noted(rest, calendar)
    when, said = read.by or (otherwise, "")
    remark = "; ".join(part for part in (said, read.hint) if part)
    return Captured(
        person=person, is_waiting=mark == "<", text=one_line(read.text), by=when, remark=remark, details=read.details
    )


def parse_noted_text(
    calendar: Calendar, person: Meant, text: str, by: When | None, *, is_waiting: bool, given: dict[str, Any]
) -> Captured:
    """A text given on the command line; details at its end are taken off, except for what `given` sets already.

    Raises: BadInputError, UsageError.
    """
    item = Captured(person=person, is_waiting=is_waiting, text=one_line(text), by=by)
    if not may_have_details(text):
        return item
    from followq.dates.asking import Read
    from followq.dates.details import Details
    from followq.dates.lines import read_text

    since = given["since"]
    known = Details(
        effort_minutes=given["effort_minutes"],
        project=given["project"],
        tags=given["tags"],
        channel=given["channel"],
        since=Read(since) if since else None,
    )
    read = read_text(item.text, calendar, known)
    return item._replace(text=one_line(read.text), remark=read.hint, details=read.details)


def may_have_details(text: str) -> bool:
    """Whether a text may end in details. It is a quick look, so that most calls don't load what reads them."""
    words = text.lower().split()
    last = words[-1].strip(',;.()"“”') if words else ""
    return (
        (last[:1] in ("#", "+", "!", "@") and last[1:2].isalpha())
        or (last[:1].isdecimal() and last.endswith(("m", "h", "min", "mins")))
        or last in ("yesterday", "ago", *CHANNELS)
        or "since" in words
        or not CONTACTED.isdisjoint(words)
    )


def describe_captured(calendar: Calendar, item: Captured) -> str:
    """A line shown back: `you owe Ana Lopez: Send the quote, by Fri 27 Nov (in 4 working days), 15m, #spring`."""
    owes = "owe" if item.person.others else "owes"
    side = f"{item.person.shown} {owes} you" if item.is_waiting else f"you owe {item.person.shown}"
    by = f"by {show_with_distance(item.by, calendar)}" if item.by else ""
    details = item.details.written(calendar) if item.details else ""
    return ", ".join(part for part in (f"{side}: {item.text}", by, details) if part)


def read_standard_input() -> str:
    """The lines that a pipe brings.

    Raises: BadInputError.
    """
    data = sys.stdin.buffer.read(LARGEST_INPUT + 1)
    if len(data) > LARGEST_INPUT:
        raise BadInputError(f"standard input has more than {LARGEST_INPUT:,} bytes", "split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = data[: err.start].count(b"\n") + 1
        raise BadInputError(f"line {line}: is not valid UTF-8", "nothing was added") from err


def answer_at_terminal() -> None:
    """Take answers from the terminal, once a pipe was read as standard input; nothing where there is none."""
    if os.name == "nt" or sys.stdin.isatty() or sys.stderr is None or not sys.stderr.isatty():
        return
    try:
        handle = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return
    # In the place of the pipe, as some of what reads keys goes by the number.
    os.dup2(handle, sys.stdin.fileno())
    os.close(handle)
    sys.stdin = open(sys.stdin.fileno(), encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays open to the end


def tell_unread(text: str) -> str:
    """Of lines none of which was understood: the first one, and how many more there are."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    number, first = lines[0]
    more = f" (and {count(len(lines) - 1, 'line')} more)" if len(lines) > 1 else ""
    return f"line {number}, “{shorten(first, LONGEST_SHOWN)}”, has no > or < before it{more}"


def parse_piped_lines(session: Session, person: Meant | None, text: str, otherwise: When | None) -> list[Captured]:
    """What lines say; `@NAME`, or a line without a mark, names the person that the following ones are about.

    Where `person` is known already, a line without a mark is more likely a mistake, and so is one with nothing
    under it.

    Raises: BadInputError with every line that can't be taken.
    """
    items, problems = [], []
    is_fixed = person is not None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        try:
            if not line:
                continue
            if line[0] == "@":
                person = settle_person(session, line[1:].strip(), can_be_several=True)
            elif line[0] in MARKS and person is not None:
                items.append(parse_line(session.calendar, person, line, otherwise))
            elif line[0] in MARKS:
                raise BadInputError("comes before any name", "begin with a line that names the person")
            elif is_fixed:
                raise BadInputError("begins with neither > nor <", MARKS_MEAN)
            else:
                person = settle_person(session, line, can_be_several=True)
        except (BadInputError, UsageError) as err:
            problems.append(f"line {number}: {err.message}{_show(line)}")
    if items and not is_fixed:
        problems += [
            f"line {number}: has no > or < before it, and is no name, as no line with one follows"
            for number in _bare(text)
        ]
    if problems:
        raise BadInputError(
            "; ".join(problems[:10]), "nothing was added; mend these and try again; a text in quotes stays text"
        )
    for remark in dict.fromkeys(item.remark for item in items if item.remark):
        session.warn(remark)
    return items


def _show(line: str) -> str:
    # What was typed is not lost with the refusal.
    return f" in “{shorten(line, LONGEST_SHOWN)}”" if line[0] in MARKS and line[1:].strip() else ""


def _bare(text: str) -> list[int]:
    """Lines without a mark, by number, that have no marked one under them."""
    lines = [(number, raw.strip()[0]) for number, raw in enumerate(text.splitlines(), 1) if raw.strip()]
    marked = [mark in MARKS for _, mark in lines[1:]]
    return [
        number
        for (number, mark), is_name in zip(lines, [*marked, False], strict=True)
        if not is_name and mark not in MARKS and mark != "@"
    ]
