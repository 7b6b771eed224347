"""`export`: the queue as JSON, or in a format of other programs."""

from __future__ import annotations

from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.exchange.registry import OWN, find_format, list_formats, write
from followq.exchange.source import WritingOptions
from followq.model.core.person import People
from followq.model.core.phrasing import count
from followq.render import jsondoc
from followq.render.pages.changed import ChangedPage
from followq.render.pages.small import ExportPage
from followq.store.records.reader import Selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from followq.cli.app import options as o
    from followq.exchange.registry import Format
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person


def export(
    session: Session,
    file_format: o.Format = "json",
    output: o.Output = None,
    is_open_only: o.OnlyOpen = False,
    is_raw: o.IsRaw = False,
    is_force: o.IsForce = False,
) -> ChangedPage | None:
    """Write the queue in a format that other programs read.

    As json everything: people, follow-ups and the log; followq import reads it back without loss. docs/formats.md says
    what each of the other formats can't carry. To standard output or into a file.

    Examples:

    followq export --output queue.json

    followq export --format taskwarrior --open | task import

    followq export --format csv --output queue.csv
    """
    row = find_format(file_format)
    if not row.writes:
        raise BadInputError(f"{row.title} is only read, not written", f"one of {list_formats(is_written=True)}")
    with session.reading() as queue:
        names = queue.people()
        followups = queue.select(Selection(status="open" if is_open_only else None))
        if is_open_only:
            ids = {followup.person_id for followup in followups}
            names = People((number, person) for number, person in names.items() if number in ids)
        if row.name == OWN:
            page = ExportPage(
                tuple(jsondoc.plain(person, {}) for person in names.values()),
                tuple(jsondoc.followup(followup, names) for followup in followups),
                () if is_open_only else tuple(jsondoc.entry(entry) for entry in queue.log()),
                () if is_open_only else tuple(queue.forgotten()),
            )
    if row.name == OWN:
        text = jsondoc.text(page, session.calendar.instant)
    else:
        text = _written(row, names, followups, WritingOptions(session.calendar, is_raw))
    if output is None or output == "-":
        session.write(text)
        return None
    from followq.files import write_whole
    from followq.store.backup.copies import is_same

    if is_same(output, session.queue.path):
        raise UsageError(f"{output}: is the queue itself", "choose another name")

    write_whole(output, text, overwrite=is_force)
    what = f"{count(len(followups), 'follow-up')} and {count(len(names), 'person', 'people')}"
    return ChangedPage("export", (f"{what} written to {output}.",), is_undoable=False)


def _written(row: Format, people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    try:
        return write(row, people, followups, options)
    except ImportError as err:
        from followq.cli.app.extras import install_command

        raise BadInputError(
            f"{row.title} needs the package {err.name}", f"add it: {install_command(row.extra)}"
        ) from err
