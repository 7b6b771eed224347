"""What `person forget` has to find beside the queue's own rows, and to tell: mentions, copies, other queues, pages."""

from __future__ import annotations

import os
from collections.abc import Sequence

from followq.cli.input.lookup import find_person
from followq.cli.session import Session
from followq.errors import AmbiguousError, FollowqError, NotFoundError
from followq.model.core.phrasing import count, join_list
from followq.store.records.forget import Forgotten, find_gone_people
from followq.store.records.reader import Reader

MOST_NAMED = 10


def find_whom_to_forget(queue: Reader, name: str) -> tuple[list[int], str]:
    """Whom a name means, by their ids, and who that is; also somebody whom an undo left in the log alone.

    Raises: NotFoundError, AmbiguousError.
    """
    try:
        person = find_person(queue, name)
    except AmbiguousError:
        raise
    except NotFoundError:
        gone = find_gone_people(queue, name)
        if not gone:
            raise
        return gone, name
    return [person.id], person.name


def tell_mentions(done: Forgotten) -> list[str]:
    """Where else they are named still."""
    notes = []
    if done.mentioned_in:
        notes.append(f"Still named in {_numbered(done.mentioned_in)}, with others.")
    if done.maybe_named_in:
        notes.append(f"Perhaps named, by the first name alone, in {_numbered(done.maybe_named_in)}, with others.")
    if done.mentioned_by:
        notes.append(f"Still named in what you know of {join_list(list(done.mentioned_by[:MOST_NAMED]))}.")
    if done.log_mentions:
        entries = count(done.log_mentions, "older log entry", "older log entries")
        notes.append(f"Still named in {entries} about others.")
    return notes


def _numbered(ids: Sequence[int]) -> str:
    # `follow-ups 6 and 9`
    more = len(ids) - MOST_NAMED
    shown = [str(number) for number in ids[:MOST_NAMED]] + ([f"{more} more"] if more > 0 else [])
    return f"follow-up{'' if len(ids) == 1 else 's'} {join_list(shown)}"


def forget_in_mail(session: Session, done: Forgotten) -> list[str]:
    """Erase them from what scans of mail remember, too, and say so; where that fails, say what to remove by hand."""
    from followq.store.mail_memory.file import name_memory

    path = name_memory(session.queue.path)
    if not os.path.exists(path):
        return []
    from followq.store.mail_memory.memory import MailMemory

    try:
        with MailMemory(session.queue.path) as memory:
            gone = memory.forget(done.names)
    except FollowqError as err:
        return [f"What scans of your mail remember may hold them still: {err.message}; remove that file."]
    what = f"{count(gone, 'message')} of theirs erased from it" if gone else "nothing of theirs was in it"
    return [f"What scans of your mail remember: {what}, and later scans leave their mail out."]


def tell_what_is_left(session: Session, done: Forgotten, *, is_with_backups: bool) -> list[str]:
    """What outside of the queue holds them still, after deleting what may be deleted."""
    return [*_old_copies(session, done, is_with_backups), *_other_queues(session, done), *_pages_in_browser()]


def _old_copies(session: Session, done: Forgotten, is_with_backups: bool) -> list[str]:
    copies = session.queue.copies_holding(done.uids)
    if not copies:
        return []
    if not is_with_backups and session.is_interactive:
        session.say(f"Older copies hold them still: {', '.join(copies)}")
        is_with_backups = session.confirm(f"Delete {'it' if len(copies) == 1 else 'all of these'}?", default=False)
    if is_with_backups:
        session.queue.delete_copies(copies)
        return [f"Deleted, as they held them: {', '.join(copies)}"]
    return [f"Older copies hold them still, delete them by hand: {', '.join(copies)}"]


def _other_queues(session: Session, done: Forgotten) -> list[str]:
    others = session.queue.others_holding(done.uids)
    return [f"Other queues beside this one hold them too, look at them yourself: {', '.join(others)}"] if others else []


def _pages_in_browser() -> list[str]:
    # All of them: a report on a project or on somebody else may name them too, and none is needed for long.
    from followq.cli.desktop.browser_pages import remove_all_pages

    removed = remove_all_pages()
    notes = []
    if removed.deleted:
        notes.append(f"Deleted, as they may name them: {count(removed.deleted, 'page')} that report --open had made.")
    if removed.kept:
        notes.append(f"Made by report --open, could not be deleted, delete by hand: {', '.join(removed.kept)}")
    return notes
