"""`export`: the whole queue as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from followq.cli.progress import Tell, progress
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
        with progress("Writing", is_shown=session.is_for_eyes) as tell:
            write_whole(output, _told(pieces, contents.followups + contents.batches, tell), overwrite=is_force)
    what = f"{count(contents.followups, 'follow-up')} and {count(contents.people, 'person', 'people')}"
    return ChangedPage("export", (f"{what} written to {output}.",), is_undoable=False)


def _told(pieces: Iterator[str], records: int, tell: Tell) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        tell(min(1.0, place * jsondoc.AT_ONCE / max(1, records)))
        yield piece
