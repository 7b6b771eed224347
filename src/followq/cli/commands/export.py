"""`export`: the whole queue as JSON."""

from __future__ import annotations

from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model.core.filter import Filter
from followq.model.core.phrasing import count
from followq.render import jsondoc
from followq.render.pages.changed import ChangedPage
from followq.render.pages.small import ExportPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def export(
    session: Session, file_format: o.Format = "json", output: o.Output = None, is_force: o.IsForce = False
) -> ChangedPage | None:
    """Write everything.

    People, follow-ups and the log, to standard output or into a file. followq import reads it back
    without loss.

    Example:

    followq export --output queue.json
    """
    if file_format != "json":
        raise BadInputError(f"'{file_format[:40]}' is not a format I write", "json is the one there is")
    with session.reading() as queue:
        names = queue.people()
        followups = queue.select(Filter(status=None))
        page = ExportPage(
            tuple(jsondoc.plain(person, {}) for person in names.values()),
            tuple(jsondoc.followup(followup, names) for followup in followups),
            tuple(jsondoc.entry(entry) for entry in queue.log()),
            tuple(queue.forgotten()),
        )
    text = jsondoc.text(page, session.calendar.instant)
    if output is None or output == "-":
        session.write(text)
        return None
    from followq.files import write_whole
    from followq.store.backup.copies import is_same

    if is_same(output, session.queue.path):
        raise UsageError(f"{output}: is the queue itself", "choose another name")

    write_whole(output, text, overwrite=is_force)
    what = f"{count(len(page.followups), 'follow-up')} and {count(len(page.people), 'person', 'people')}"
    return ChangedPage("export", (f"{what} written to {output}.",), is_undoable=False)
