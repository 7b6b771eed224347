"""Import another program's list: plan, preview, question, one batch."""

from __future__ import annotations

import os

from followq import paths
from followq.cli.actions.batch import writing
from followq.cli.progress import progress
from followq.errors import BadInputError, FollowqError, UsageError
from followq.exchange import registry
from followq.exchange.list_plan import CLOSED_THERE, Changed, Decisions, KnownQueue, ListName, ListPlan, plan_list
from followq.exchange.source import Found, ReadingOptions, Refusal, SourceItem
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_key
from followq.model.core.phrasing import count
from followq.model.core.text_limits import require_person_name
from followq.record import NamedTuple
from followq.render.pages.importing import ImportPage, ImportRow, LeftOut
from followq.store.backup.retention import BEFORE_IMPORT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeVar

    from followq.cli.session import Session
    from followq.exchange.registry import Format, SourceFile
    from followq.store.records.reader import Reader
    from followq.store.records.writer import Batch

    T = TypeVar("T")

AT_ONCE = 1000
"""Follow-ups that are written at once."""
MOST_REMEMBERED = 50
"""Tables whose map is remembered."""
FIELDS = frozenset((
    "person", "text", "ball", "status", "since", "due", "project", "tags", "note", "id", "every", "effort", "hidden",
    "closed", "link", "email", "phone", "organisation", "assignee", "dates",
))  # fmt: skip
"""What `--map` may speak of."""


class ListOptions(NamedTuple):
    """What was said on the command line about a list."""

    columns: Sequence[str] = ()
    me: Sequence[str] = ()
    person: str = ""
    list_name: str | None = None
    is_all: bool = False
    takes_theirs: bool = False
    closes_gone: bool = False
    is_yes: bool = False
    is_dry_run: bool = False


def import_list(session: Session, row: Format, file: SourceFile, options: ListOptions) -> ImportPage:
    """Import a list as one batch, after a preview and a question.

    Raises: BadInputError where it can't be read or nothing in it can be taken; NeedsConfirmationError.
    """
    given = read_map(options.columns)
    header = _tell_file(file, lambda: registry.name_header(row, file))
    columns = given or recall_columns(header)
    reading = ReadingOptions(
        calendar=session.calendar, me=frozenset(map(name_key, options.me)), columns=columns, name=file.name
    )
    file = file._replace(columns=_tell_file(file, lambda: registry.map_columns(row, file, reading)))
    name = ListName(row.name, name_list(file.name if options.list_name is None else options.list_name))
    found = _read(row, file, reading)
    is_reviewed = row.is_reviewed and session.is_interactive and not (options.is_yes or options.is_dry_run)
    if is_reviewed:
        from followq.cli.interactive.proposals import review

        found = review(session, found)
    elif row.is_reviewed and not options.person:
        found = [_refuse_nobody(one) for one in found]
    decisions = Decisions(
        person=require_person_name(options.person) if options.person else "",
        is_all=options.is_all,
        takes_theirs=options.takes_theirs,
        closes_gone=options.closes_gone,
    )
    with session.reading() as queue:
        plan, planned = _plan(session, queue, found, name, decisions), (queue.last_batch(), decisions)
        page = _page(session, queue, row, plan, file)
    _refuse_if_nothing(plan, file.name)
    if options.is_dry_run or not (plan.has_something or plan.gone or plan.kept):
        return page._replace(messages=(_said(plan, "would be imported"),), is_dry_run=options.is_dry_run)
    if not (options.is_yes or is_reviewed):
        _show(session, page)
        if plan.has_something and not session.require_yes(_said(plan, "to import") + " Go on?", is_given=False):
            return page._replace(messages=("Nothing was changed.",), refused=(), notes=())
        decisions = _ask(session, plan, decisions)
    is_more = (plan.gone and decisions.closes_gone) or (plan.kept and decisions.takes_theirs)
    if not (plan.has_something or is_more):
        return page._replace(messages=(_said(plan, "imported"), *_offers(plan)))
    session.back_up_before(BEFORE_IMPORT)
    with writing(session, "import", is_first=True) as batch:
        is_same = planned == (batch.last_batch(), decisions)
        if not is_same:
            plan = _plan(session, batch, found, name, decisions)
        _carry_out(session, batch, plan)
        if not is_same:
            page = _page(session, batch, row, plan, file)
    if header and given:
        remember_columns(header, given)
    messages = (_said(plan, "imported"), *_offers(plan))
    return page._replace(messages=messages, is_undoable=bool(batch.changes))


def _refuse_nobody(one: Found) -> Found:
    # Notes may leave open who does a thing; that is not for a program to settle.
    if isinstance(one, SourceItem) and not one.person:
        return Refusal(one.line, "doesn't say who it is with (--person NAME, or look at it on a terminal)", one.text)
    return one


def _carry_out(session: Session, batch: Batch, plan: ListPlan) -> None:
    batch.add_all(plan.new_people)
    for before, after in plan.changed_people:
        batch.put(before, after)
    with progress("Importing", is_shown=session.is_for_eyes) as tell:
        for start in range(0, len(plan.added), AT_ONCE):
            batch.add_all([followup for followup, _ in plan.added[start : start + AT_ONCE]])
            tell(start / len(plan.added))
    for change in (*plan.changed, *plan.closed):
        batch.put(change.before, change.after)


def read_map(words: Sequence[str]) -> Mapping[str, str]:
    """`person=Name` and the like, by field.

    Raises: UsageError.
    """
    columns = {}
    for word in words:
        field, sign, where = word.partition("=")
        field = field.strip().lower()
        if not sign or field not in FIELDS:
            raise UsageError(
                f"--map {word[:40]}: no such field", f"FIELD=WHERE, with one of {', '.join(sorted(FIELDS))}"
            )
        columns[field] = where.strip()
    return columns


def name_list(file: str) -> str:
    """A list's own name, from its file's: without folder, ending, and the date that exports carry."""
    stem = file.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    kept = "".join(ch if ch.isalnum() or ch in "-_" else "-" for ch in stem).rstrip("-_0123456789").strip("-_")
    return kept[:40].lower()


def recall_columns(header: str) -> Mapping[str, str]:
    """The map that was given when a table with these columns was imported last; nothing for another."""
    found = _remembered().get(header, {}) if header else {}
    is_map = isinstance(found, dict) and all(isinstance(where, str) for where in found.values())
    return {field: where for field, where in found.items() if field in FIELDS} if is_map else {}


def remember_columns(header: str, columns: Mapping[str, str]) -> None:
    """Keep a map for the next table with these columns; where that can't be written, it is given again."""
    import json
    from contextlib import suppress

    from followq.files import make_folder, write_whole

    known = _remembered()
    known.pop(header, None)
    kept = dict([*known.items(), (header, dict(columns))][-MOST_REMEMBERED:])
    path = paths.columns_path()
    with suppress(FollowqError, OSError):
        make_folder(os.path.dirname(path))
        write_whole(path, json.dumps(kept, indent=1) + "\n", overwrite=True)


def _remembered() -> dict[str, Any]:
    import json

    from followq.files import LARGEST_TEXT, read_whole

    try:
        found = json.loads(read_whole(paths.columns_path(), LARGEST_TEXT))
    except (OSError, ValueError, FollowqError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _tell_file(file: SourceFile, deed: Callable[[], T]) -> T:
    # Readers know nothing of the file's name; every error of theirs begins with it.
    try:
        return deed()
    except FollowqError as err:
        if not err.message.startswith(file.name):
            err.message = f"{file.name}: {err.message}"
            err.args = (err.message,)
        raise


def _read(row: Format, file: SourceFile, reading: ReadingOptions) -> list[Found]:
    try:
        return _tell_file(file, lambda: list(registry.read(row, file, reading)))
    except ImportError as err:
        from followq.cli.app.extras import install_command

        raise BadInputError(
            f"{row.title} needs the package {err.name}", f"add it: {install_command(row.extra)}"
        ) from err


def _plan(session: Session, queue: Reader, found: Iterable[Found], name: ListName, decisions: Decisions) -> ListPlan:
    known = KnownQueue(
        people=queue.people(),
        sourced=queue.brought_by(name.format),
        by_uid=queue.with_uid,
        log_of=lambda number: queue.log(followup_id=number),
        blocked={followup.id: followup.blocked_by for followup in queue.blocked()},
        next_person_id=queue.next_id("people"),
        next_followup_id=queue.next_id("followups"),
    )
    return plan_list(found, name, known, decisions, session.calendar)


def _page(session: Session, queue: Reader, row: Format, plan: ListPlan, file: SourceFile) -> ImportPage:
    changes = (*plan.changed, *plan.closed, *plan.kept)
    ids = {change.after.person_id for change in changes} | {followup.person_id for followup in plan.gone}
    ids |= {followup.person_id for followup, _ in plan.added}
    names: dict[int, Person] = dict(queue.people(ids))
    names |= {person.id: person for person in plan.new_people}
    return ImportPage(
        messages=(),
        format=row.title,
        rule=row.rule,
        is_dry_run=False,
        added=tuple(_added(followup, item) for followup, item in plan.added),
        changed=_rows(plan.changed),
        closed=_rows(plan.closed),
        kept=_rows(plan.kept),
        gone=tuple(plan.gone),
        known=plan.known,
        followups=(
            *(followup for followup, _ in plan.added),
            *(change.after for change in (*plan.changed, *plan.closed)),
        ),
        skipped=tuple(LeftOut(*one) for one in plan.passed),
        refused=tuple(LeftOut(*one) for one in plan.refused),
        people=(*plan.new_people, *(after for _, after in plan.changed_people)),
        columns=file.columns,
        notes=(*plan.notes, *_tell_nuls(file)),
        names=names,
    )


def _tell_nuls(file: SourceFile) -> tuple[str, ...]:
    number = file.text.count("\0") + (file.text.count("\\u0000") if file.document is not None else 0)
    return (f"{count(number, 'NUL character was', 'NUL characters were')} replaced",) if number else ()


def _added(followup: FollowUp, item: SourceItem) -> ImportRow:
    return ImportRow(item.line, followup, item.why)


def _rows(changes: Iterable[Changed]) -> tuple[ImportRow, ...]:
    return tuple(ImportRow(change.line, change.after, changed=change.fields) for change in changes)


def _refuse_if_nothing(plan: ListPlan, name: str) -> None:
    # A file of which nothing can be taken is the wrong file, or a broken one.
    taken = plan.added or plan.known or plan.changed or plan.closed or plan.kept or plan.new_people
    is_known_kind = any(one.reason == CLOSED_THERE for one in plan.passed)
    if plan.refused and not (taken or plan.changed_people or is_known_kind):
        first = plan.refused[0]
        more = f" (and {len(plan.refused) - 1} more)" if len(plan.refused) > 1 else ""
        raise BadInputError(f"{name}: line {first.line}: {first.reason}{more}", "nothing was imported")


def _said(plan: ListPlan, verb: str) -> str:
    owed = sum(followup.is_owed for followup, _ in plan.added)
    waiting = sum(followup.is_waiting for followup, _ in plan.added)
    over = len(plan.added) - owed - waiting
    sides = f"{owed} owed, {waiting} waiting" + (f", {over} closed" if over else "")
    people = count(len(plan.new_people), "new person", "new people")
    parts = []
    if plan.added:
        parts.append(f"{count(len(plan.added), 'follow-up')} ({sides}) with {people} {verb}")
    elif plan.new_people:
        parts.append(f"{people} {verb}")
    if plan.changed_people:
        parts.append(
            f"{count(len(plan.changed_people), 'known person gains', 'known people gain')} an address or a name"
        )
    for number, what in (
        (len(plan.changed), "changed"),
        (len(plan.closed), "closed"),
        (plan.known, "already here"),
        (len(plan.passed), "left out"),
        (len(plan.refused), "refused"),
    ):
        if number:
            parts.append(f"{number} {what}")
    return ("; ".join(parts) if plan.has_something else "; ".join(("Nothing new", *parts))) + "."


def _offers(plan: ListPlan) -> tuple[str, ...]:
    """What is left for the user to decide, each with the option that does it."""
    said = []
    if plan.gone:
        said.append(f"No longer in the list, and still open here: {len(plan.gone)}; --close-gone closes them.")
    if plan.kept:
        said.append(
            f"{len(plan.kept)} were changed there and here, and stay as they are here; --theirs takes the list's."
        )
    return tuple(said)


def _show(session: Session, page: ImportPage) -> None:
    from followq.render.plain import text

    blocks = [*page.preview(session.calendar), *page._replace(messages=(), is_dry_run=False).layout(session.calendar)]
    for shown in text(blocks).splitlines():
        session.say(shown)


def _ask(session: Session, plan: ListPlan, decisions: Decisions) -> Decisions:
    if plan.gone and session.is_interactive:
        question = f"Close what is no longer in the list ({len(plan.gone)})?"
        decisions = decisions._replace(closes_gone=session.confirm(question, default=False))
    if plan.kept and session.is_interactive:
        question = f"Take the list's version of what both sides changed ({len(plan.kept)})?"
        decisions = decisions._replace(takes_theirs=session.confirm(question, default=False))
    return decisions
