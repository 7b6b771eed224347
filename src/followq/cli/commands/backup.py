"""`backup`: a checked copy of the queue, and the list of those there are."""

from __future__ import annotations

import os

from followq.cli.session import Session
from followq.errors import NotFoundError
from followq.hints import command
from followq.render.pages.backups import BackupPage, BackupsPage
from followq.store.backup.copies import measure_size
from followq.store.backup.retention import BY_HAND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

LIST = "list"


def backup(session: Session, to: o.BackupTo = None, is_force: o.IsForce = False) -> BackupPage | BackupsPage:
    """Copy the queue.

    Without FILE it goes to the backups beside the queue, where followq also makes one before the first change of each
    day, an import or an update. The copy is verified, readable only by you, and a complete queue: followq --db FILE
    opens it. backup list shows them, and restore puts one back.

    Examples:

    followq backup

    followq backup list

    followq backup queue-copy.db
    """
    if to == LIST:
        return BackupsPage(f"{session.queue.path}.backups", tuple(session.queue.backups()))
    if not session.queue.is_there:
        session.queue.refuse_if_gone()
        raise NotFoundError(f"{session.queue.path}: there is no queue yet", f"{command('add')} makes one")
    contents = session.queue.contents()
    if to is None:
        session.keep_backups()
        path = session.queue.back_up(BY_HAND)
        session.tell_troubles()
    else:
        path = os.path.expanduser(to)
        session.queue.back_up_to(path, overwrite=is_force)
    return BackupPage(path, measure_size(path), contents)
