"""Todoist's CSV: a project as it is exported as a template, or lies in a backup.

Source: https://www.todoist.com/help/articles/format-a-csv-file-to-import-into-todoist (the columns).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from followq.errors import BadInputError
from followq.exchange.address_book import make_uid
from followq.exchange.formats.taskwarrior import WAITING_TAGS
from followq.exchange.registry import SourceFile
from followq.exchange.source import Found, ReadingOptions, Refusal, SourceItem, tell_twins_apart
from followq.exchange.source_dates import read_moment, read_recurrence
from followq.model.core.person import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import When
    from followq.model.core.followup import Ball

_NUMBERED = re.compile(r"(.*?)\s*\(\d+\)")
_LABEL = re.compile(r"(?:^|\s)@([^\s@]+)(?=\s*(?:@[^\s@]+\s*)*$)")


def fits(file: SourceFile) -> bool:
    """Its first line names the columns that Todoist has."""
    head = file.text.lstrip("\ufeff").partition("\n")[0].upper()
    return head.startswith(("TYPE,CONTENT", '"TYPE","CONTENT"'))


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each task; sections become its project, notes its note."""
    reader = csv.DictReader(io.StringIO(file.text, newline=""), strict=True)
    section, line = None, 2
    task: SourceItem | None = None
    twins: dict[str, int] = {}
    try:
        reader.fieldnames = [name.strip().upper() for name in reader.fieldnames or ()]
        for row in reader:
            cells = {key: value or "" for key, value in row.items() if isinstance(key, str)}
            kind, start = cells.get("TYPE", "").strip().lower(), line
            line = reader.line_num + 1
            if kind == "note" and task is not None:
                task = task._replace(note="\n".join(filter(None, (task.note, cells.get("CONTENT", "").strip()))))
                continue
            if task is not None:
                yield task
                task = None
            if kind == "section":
                section = cells.get("CONTENT", "").strip() or None
            elif kind == "task":
                task = tell_twins_apart(_item(cells, start, section, options), twins)
                if not task.text:
                    yield Refusal(start, "has no content")
                    task = None
    except csv.Error as err:
        raise BadInputError(f"line {line}: {err}", "export it again") from err
    if task is not None:
        yield task


def _item(cells: Mapping[str, str], line: int, section: str | None, options: ReadingOptions) -> SourceItem:
    content = cells.get("CONTENT", "").removeprefix("* ").strip()
    labels = tuple(label.replace("_", " ") for label in _LABEL.findall(content))
    text = _LABEL.sub("", content).strip()
    waiting = next((label for label in labels if label.lower() in WAITING_TAGS), None)
    name, ball, why = _side(cells, options.me)
    if waiting:
        ball, why = "theirs", f"@{waiting}"
    due, every, lost = _date(cells.get("DATE", "").strip(), options)
    return SourceItem(
        key=make_uid("todoist", text, section or "")[:16],
        line=line,
        text=text or content,
        person=name,
        ball="theirs" if ball == "theirs" else "mine",
        why=why,
        due=due,
        project=section,
        tags=tuple(label for label in labels if label != waiting),
        note=cells.get("DESCRIPTION", "").strip() or None,
        every=every,
        lost=lost,
    )


def _side(cells: Mapping[str, str], me: frozenset[str]) -> tuple[str, Ball, str]:
    author, doer = (_name(cells.get(column, "")) for column in ("AUTHOR", "RESPONSIBLE"))
    if doer and name_key(doer) not in me and (me or doer != author):
        return doer, "theirs", "responsible"
    return ("" if name_key(author) in me or not doer else author), "mine", ""


def _name(cell: str) -> str:
    found = _NUMBERED.fullmatch(cell.strip())
    return found[1] if found else cell.strip()


def _date(words: str, options: ReadingOptions) -> tuple[When | None, str | None, str]:
    # Words such as "tomorrow" were meant on a day that the file doesn't tell.
    if not words:
        return None, None, ""
    try:
        return read_moment(words, options.calendar), None, ""
    except BadInputError:
        every = read_recurrence(words.lower().removesuffix("!"))
        return None, every, "" if every else f"the date '{words[:40]}'"
