"""`import`: followq's own JSON, and the lists of other programs."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from followq.cli.actions.batch import writing
from followq.cli.actions.import_list import ListOptions, import_list
from followq.cli.progress import Tell, progress
from followq.cli.session import Session
from followq.errors import BadInputError, BusyError, DiskError, UsageError
from followq.exchange.plan import Plan, plan_merge, plan_restore
from followq.exchange.queue_json import LARGEST_FILE, Document, read
from followq.exchange.registry import OWN, is_own, recognise
from followq.exchange.streaming import AT_ONCE
from followq.files import explain, open_to_read, read_piece
from followq.hints import command
from followq.model.core.phrasing import count
from followq.render.pages.changed import ChangedPage
from followq.render.pages.importing import ImportPage
from followq.store.backup.retention import BEFORE_IMPORT
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from followq.cli.app import options as o
    from followq.exchange.registry import Format, SourceFile
    from followq.exchange.streaming import Spool
    from followq.model.core.change import Entry

HEAD = 4096
"""Bytes by which a file is recognised as followq's own."""
AT_ONCE_TOLD = 1000
"""Entries after which it is told how many are written."""


def import_(
    session: Session,
    file: o.File,
    file_format: o.InFormat = None,
    columns: o.ColumnMap = None,
    me: o.Me = None,
    person: o.ForNobody = None,
    list_name: o.ListLabel = None,
    is_closed_too: o.IsClosedToo = False,
    takes_theirs: o.TakesTheirs = False,
    closes_gone: o.ClosesGone = False,
    is_yes: o.IsYes = False,
    is_dry_run: o.IsDryRun = False,
) -> ChangedPage | ImportPage:
    """Import a list, or a followq export.

    The format is recognised by its contents; docs/formats.md has them all, with examples. A preview says what is new,
    changed, closed, left out and refused, whose the ball is and by which rule. The same file again changes nothing; a
    changed one updates what it brought, except what you changed here since. What it no longer has can be closed.
    A full followq export into an empty queue moves the whole queue, history and undo included.

    Examples:

    followq import todo.txt --dry-run

    followq import people.csv --map person=Name

    followq import reviews.json --me sam-field --yes --close-gone
    """
    found = _read(session, file, file_format or "")
    if not isinstance(found, Document):
        options = ListOptions(
            columns=columns or (),
            me=me or (),
            person=person or "",
            list_name=("" if file == "-" else file) if list_name is None else list_name,
            is_all=is_closed_too,
            takes_theirs=takes_theirs,
            closes_gone=closes_gone,
            is_yes=is_yes,
            is_dry_run=is_dry_run,
        )
        return import_list(session, *found, options)
    _refuse_list_options(
        {
            "--map": columns,
            "--me": me,
            "--person": person,
            "--list": list_name,
            "--closed": is_closed_too,
            "--theirs": takes_theirs,
            "--close-gone": closes_gone,
        }
    )
    with session.reading() as queue:
        plan, last = _plan(session, found, queue), queue.last_batch()
    if is_dry_run or not _has_something(plan):
        return ChangedPage(
            "import", (_describe_import("would come in", plan),), notes=tuple(plan.notes), is_undoable=False
        )
    if not is_yes:
        session.say(_describe_import("would come in", plan))
    if not session.require_yes("Bring this in?", is_yes):
        return ChangedPage("import", ("Nothing was changed.",), is_undoable=False)
    session.back_up_before(BEFORE_IMPORT)
    if plan.log:
        return _restore(session, plan)
    return _merge(session, found, plan, last)


def _refuse_list_options(given: Mapping[str, object]) -> None:
    named = [option for option, value in given.items() if value]
    if named:
        raise UsageError(f"{named[0]} is for lists of other programs; this is followq's own JSON", "leave it out")


def _read(session: Session, file: str, wanted: str) -> Document | tuple[Format, SourceFile]:
    # A document of followq's own piece by piece, another program's list as a whole.
    try:
        with _open(file) as stream, progress("Reading", is_shown=session.is_for_eyes) as tell:
            start = read_piece(stream, file, HEAD)
            if is_own(start, wanted):
                return read(_each_piece(start, stream, file, tell), file, session.calendar)
            data = start + read_piece(stream, file, LARGEST_FILE + 1 - len(start))
    except FileNotFoundError as err:
        raise BadInputError(f"{file}: there is no such file", "check the path") from err
    except DiskError as err:
        hint = (
            "name a file in it"
            if "a folder" in err.message
            else f"what comes by a pipe: {command('import', '-')} < FILE"
        )
        raise BadInputError(err.message, hint) from err
    except (OSError, ValueError) as err:
        why, hint = explain(err)
        raise DiskError(f"{file}: can't be read: {why}", hint) from err
    row, source = recognise(data, file, wanted)
    return read(data, file, session.calendar) if row.name == OWN else (row, source)


def _open(file: str) -> AbstractContextManager[BinaryIO]:
    if file != "-":
        return open_to_read(file)
    if sys.stdin is None:
        raise UsageError("standard input is closed", f"name a file, or send one: {command('import', '-')} < FILE")
    return nullcontext(sys.stdin.buffer)


def _each_piece(start: bytes, stream: BinaryIO, file: str, tell: Tell) -> Iterator[bytes]:
    yield start
    done, size = len(start), os.fstat(stream.fileno()).st_size if file != "-" else 0
    while piece := read_piece(stream, file, AT_ONCE):
        yield piece
        done += len(piece)
        tell(done / max(size, done))


def _plan(session: Session, document: Document, queue: Reader) -> Plan:
    if document.log and queue.is_empty():
        return plan_restore(document)
    return plan_merge(
        document,
        queue.people(),
        queue.uids(),
        queue.next_id("people"),
        queue.next_id("followups"),
        session.calendar,
    )


def _has_something(plan: Plan) -> bool:
    return bool(plan.new_people or plan.changed_people or plan.followups or plan.log)


def _describe_import(verb: str, plan: Plan) -> str:
    if not _has_something(plan):
        return f"Nothing new: {count(plan.known, 'follow-up')} known already."
    owed = sum(f.is_owed for f in plan.followups)
    waiting = sum(f.is_waiting for f in plan.followups)
    closed = len(plan.followups) - owed - waiting
    sides = f"{owed} owed, {waiting} waiting" + (f", {closed} closed" if closed else "")
    people = count(len(plan.new_people), "new person", "new people")
    said = f"{count(len(plan.followups), 'follow-up')} ({sides}) with {people} {verb}"
    if plan.changed_people:
        said += f"; {count(len(plan.changed_people), 'known person gains', 'known people gain')} an address or a name"
    if plan.known:
        said += f"; {plan.known} known already"
    if plan.log:
        said += f"; with {count(len(plan.log), 'log entry', 'log entries')}"
    return said + "."


def _merge(session: Session, document: Document, plan: Plan, last: object) -> ChangedPage:
    with writing(session, "import", is_first=True) as batch:
        if batch.last_batch() != last:  # somebody wrote meanwhile
            plan = _plan(session, document, batch)
        batch.add_all([*plan.new_people, *plan.followups])
        for before, after in plan.changed_people:
            batch.put(before, after)
    return ChangedPage("import", (_describe_import("came in", plan),), notes=tuple(plan.notes))


def _restore(session: Session, plan: Plan) -> ChangedPage:
    from followq.store.records.writer import restore

    with progress("Importing", is_shown=session.is_for_eyes) as tell, session.restoring() as batch:
        if not batch.is_empty():
            raise BusyError("the queue was filled meanwhile", "try again")
        restore(batch, [*plan.new_people, *plan.followups], _tell_share(plan.log, tell), plan.forgotten)
    message = f"{_describe_import('came in', plan)} The queue is as it was exported: undo goes on where it left off."
    return ChangedPage("import", (message,), is_undoable=False)


def _tell_share(entries: Sequence[Entry] | Spool[Entry], tell: Tell) -> Iterator[Entry]:
    for place, entry in enumerate(entries):
        if not place % AT_ONCE_TOLD:
            tell(place / len(entries))
        yield entry
