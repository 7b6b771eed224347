"""`export`: the whole queue as JSON."""

from __future__ import annotations

from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model.core.phrasing import count
from followq.render import jsondoc
from followq.render.pages.changed import ChangedPage

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
        people, contents = queue.people(), session.queue.contents()
        pieces = jsondoc.export(
            people, queue.each_followup(), queue.each_entry(), queue.forgotten(), session.calendar.instant
        )
        if output is None or output == "-":
            for piece in pieces:
                session.write(piece)
            return None
        from followq.files import write_whole
        from followq.store.backup.copies import is_same

        if is_same(output, session.queue.path):
            raise UsageError(f"{output}: is the queue itself", "choose another name")
        write_whole(output, pieces, overwrite=is_force)
    what = f"{count(contents.followups, 'follow-up')} and {count(contents.people, 'person', 'people')}"
    return ChangedPage("export", (f"{what} written to {output}.",), is_undoable=False)
