"""`export`: the queue as JSON, or in a format of other programs."""

from __future__ import annotations

from collections.abc import Iterator

from followq.cli.progress import Tell, progress
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.exchange.registry import OWN, find_format, list_formats, write
from followq.exchange.source import WritingOptions
from followq.model.core.filter import Filter
from followq.model.core.person import People
from followq.model.core.phrasing import count
from followq.render import jsondoc
from followq.render.pages.changed import ChangedPage

AT_ONCE = 1 << 24
"""Characters that are kept in memory, and written at once."""

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
        people, contents = queue.people(), session.queue.contents()
        is_streamed = row.name == OWN and not is_open_only
        some = None if is_streamed else queue.select(Filter(status="open" if is_open_only else None))
        if is_open_only:
            ids = {followup.person_id for followup in some or ()}
            people = People((number, person) for number, person in people.items() if number in ids)
        if row.name == OWN:
            pieces = jsondoc.export(
                people,
                queue.each_followup() if some is None else some,
                () if is_open_only else queue.each_entry(),
                () if is_open_only else queue.forgotten(),
                session.calendar.instant,
            )
        else:
            pieces = iter((_write_as(row, people, some or (), WritingOptions(session.calendar, is_raw)),))
        if output is None or output == "-":
            _write_whole_or_nothing(session, pieces)
            return None
        from followq.files import write_whole
        from followq.store.backup.copies import is_same

        if is_same(output, session.queue.path):
            raise UsageError(f"{output}: is the queue itself", "choose another name")
        with progress("Writing", is_shown=session.is_for_eyes) as tell:
            write_whole(output, _tell_share(pieces, contents.followups + contents.batches, tell), overwrite=is_force)
    written = contents.followups if some is None else len(some)
    what = f"{count(written, 'follow-up')} and {count(len(people), 'person', 'people')}"
    return ChangedPage("export", (f"{what} written to {output}.",), is_undoable=False)


def _write_whole_or_nothing(session: Session, pieces: Iterator[str]) -> None:
    # What turns out damaged on the way leaves no half a document behind; memory stays flat all the same.
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(AT_ONCE, "w+", encoding="utf-8", newline="") as waiting:
        for piece in pieces:
            waiting.write(piece)
        waiting.seek(0)
        while text := waiting.read(AT_ONCE):
            session.write(text)


def _tell_share(pieces: Iterator[str], records: int, tell: Tell) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        tell(min(1.0, place * jsondoc.AT_ONCE / max(1, records)))
        yield piece


def _write_as(row: Format, people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    try:
        return write(row, people, followups, options)
    except ImportError as err:
        from followq.cli.app.extras import install_command

        raise BadInputError(
            f"{row.title} needs the package {err.name}", f"add it: {install_command(row.extra)}"
        ) from err
