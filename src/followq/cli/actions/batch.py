"""One command's batch: what a session looks at before it writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from followq import paths
from followq.errors import ChangedMeanwhileError
from followq.hints import count_batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.session import Session
    from followq.store.records.writer import Batch


MOST_COMMANDS = 5
"""Commands that are named as what happened since."""


@contextmanager
def writing(session: Session, command: str, *, is_first: bool = False) -> Iterator[Batch]:
    """A batch in one transaction; see `Queue.writing`. A clock behind the last change only warns. Only what may
    be a queue's first command (`is_first`) makes one where there is none.

    Raises: ChangedMeanwhileError when what the user looked at is no longer so; BusyError, DiskError, DamagedError.
    """
    now = session.calendar.instant
    session.keep_backups()
    with session.queue.writing(command, now, session.zone, is_first=is_first) as batch:
        last = batch.last_at()
        if last and last > now:
            session.warn(f"system clock ({now}) is earlier than the last change ({last})")
        seen = session.seen
        if seen is not None and batch.followup(seen.id) != seen:
            raise ChangedMeanwhileError(f"{seen.id} was changed meanwhile", "look at it again")
        if session.expected_batch is not None:
            _refuse_later(batch, session.expected_batch)
        yield batch
    session.written = batch.number
    if batch.number is not None:
        count_batch(batch.number)
    if session.queue.is_first_of_day:
        from followq.cli.desktop.browser_pages import remove_old_pages

        remove_old_pages()
    session.tell_troubles()
    folder = paths.hooks_path()
    if batch.number is not None and os.path.isdir(folder):
        from followq.cli.actions.hooks import run_hooks

        run_hooks(session, command, batch.number, folder)


def _refuse_later(batch: Batch, expected: int) -> None:
    # What was decided on an earlier state isn't done to a later one, inside the transaction that would do it.
    found = batch.last_batch()
    last = found[0] if found else 0
    if last == expected:
        return
    since: list[str] = []
    while found and found[0] > expected and len(since) < MOST_COMMANDS:
        since.append(found[1])
        found = batch.last_batch(found[0] - 1)
    happened = f": {', '.join(reversed(since))}" if since else ""
    raise ChangedMeanwhileError(f"the queue is at {last}, not at {expected}{happened}", "read it again, then decide")
