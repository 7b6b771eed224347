"""`restore`: a backup is put in the queue's place."""

from __future__ import annotations

from followq.cli.progress import progress
from followq.cli.session import Session
from followq.errors import DamagedError, FollowqError, NotFoundError, UsageError
from followq.hints import command
from followq.model.integrity.backup_info import Contents
from followq.render.pages.backups import RestorePage
from followq.store.backup.copies import find_good, is_same
from followq.store.backup.restore import Fetched, discard, fetch, put_in_place, read_present_contents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from followq.cli.app import options as o

LATEST = "latest"


def restore(
    session: Session,
    source: o.RestoreFrom = LATEST,
    is_yes: o.IsYes = False,
    is_dry_run: o.IsRestoreDryRun = False,
) -> RestorePage:
    """Bring back a copy.

    From the newest sound backup, one by its number in backup list, or any copy of a queue. It is checked first, and
    you see what would change; the present file is kept beside it, so that you can go back. It also works where the
    queue is damaged or missing. undo can't take it back, as the log is replaced too.

    Examples:

    followq restore 3 --dry-run

    followq restore latest --yes
    """
    path, is_there = session.queue.path, session.queue.is_there
    before = read_present_contents(path) if is_there else None
    file, fetched = _fetch(session, source)
    try:
        page = RestorePage(
            path=path,
            source=file,
            before=before if isinstance(before, Contents) else None,
            after=fetched.contents,
            problem=before.message if isinstance(before, FollowqError) else "",
            notes=tuple(_notes(fetched)),
        )
        if is_dry_run:
            return page
        if not is_yes:
            for line in page.preview(session.calendar):
                session.say(line)
        if not session.require_yes("Put it in place?", is_yes):
            return page._replace(is_refused=True)
        return page._replace(is_done=True, kept=put_in_place(fetched, path))
    finally:
        discard(fetched.path)


def _fetch(session: Session, source: str) -> tuple[str, Fetched]:
    path, may_make_folder = session.queue.path, session.queue.may_make_folder
    with progress("Checking", is_shown=session.is_for_eyes) as tell:
        if source != LATEST:
            file = _choose(path, source)
            if is_same(file, path):
                raise UsageError(f"{file}: is the queue itself", f"{command('backup', 'list')} shows its copies")
            return file, fetch(file, path, may_make_folder=may_make_folder, tell=tell)
        for copy in find_good(path):
            try:
                return copy.path, fetch(copy.path, path, may_make_folder=may_make_folder, tell=tell)
            except DamagedError as err:
                session.warn(f"passed over: {err.message}")
    raise NotFoundError(f"{path}: no good backup is beside it", f"name a file: {command('restore', 'FILE')}")


def _choose(path: str, source: str) -> str:
    from os.path import expanduser

    if source.isdecimal() and source.isascii():
        from followq.store.backup.copies import list_copies

        copies = list_copies(path)
        if not 0 < int(source) <= len(copies):
            raise NotFoundError(f"there is no backup {source}", f"{command('backup', 'list')} shows what there is")
        return copies[int(source) - 1][0]
    return expanduser(source)


def _notes(fetched: Fetched) -> Iterator[str]:
    if fetched.triggers:
        names = ", ".join(fetched.triggers)
        yield f"It holds triggers that followq never made ({names}): see {command('doctor')} before you write."
    if fetched.is_doubtful:
        yield f"Its log doesn't lead to all that it holds: {command('doctor')} says where."
