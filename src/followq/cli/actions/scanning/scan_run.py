"""One scan from beginning to end: read, keep in step, propose, accept."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from followq.cli.actions.scanning.accepting import (
    accept,
    take_as_proposed,
)
from followq.cli.actions.scanning.mailboxes import (
    choose_failure,
    find_mine,
    list_mailboxes,
    open_mailbox,
    remember_mailboxes,
)
from followq.cli.actions.scanning.people import find_absences, find_joins
from followq.cli.actions.scanning.proposal_rows import show_candidates, tell_accepted, tell_none_accepted
from followq.cli.actions.scanning.reading import MailRead, may_wait, read_mailbox
from followq.cli.actions.scanning.scan_options import LEAST_SHOWN, LIKELY, ScanOptions
from followq.cli.actions.scanning.steps import apply_steps, describe_steps, find_new_steps
from followq.cli.actions.scanning.threads import find_accepted, find_candidates
from followq.cli.session import Session
from followq.errors import FollowqError, InterruptedByUserError
from followq.model.core.phrasing import count
from followq.render.pages.scan import ScanPage, ScanProposal, SkipReason
from followq.store.mail_memory.memory import MailMemory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.mail.digest import Candidate
    from followq.mail.sources.source import Source


def run_scan(session: Session, options: ScanOptions) -> ScanPage:
    """Scan the mailboxes that were named, or are remembered.

    Raises: UsageError where no address or no mailbox is known; BadInputError, NetworkError for a mailbox that can't
    be read: of several the others are read and shown all the same.
    """
    mine = find_mine(session, options.me)
    texts = list_mailboxes(session, options.sources)
    _make_place(session)
    read = MailRead()
    failures: list[FollowqError] = []
    sources: list[Source] = []
    with MailMemory(session.queue.path, is_dry_run=options.is_dry_run) as memory:
        if memory.start(frozenset(mine)):
            session.warn("your addresses are not those of the last scan, so everything is read again")
        _know_people_again(session, memory)
        try:
            fine = [text for text in texts if _read(session, memory, options, text, (mine, read, sources, failures))]
            if not fine:
                raise choose_failure(failures)
            memory.settle_new_threads(may_wait)
            page = _answer(session, memory, options, sources, read)
        finally:
            for source in sources:
                source.close()
    if not options.is_dry_run:
        page = page._replace(notes=(*page.notes, *remember_mailboxes(session, mine, fine, options.password_command)))
    if failures:
        session.show(page)
        for failure in failures[1:]:
            session.warn(failure.message)
        raise choose_failure(failures)
    return page


def _make_place(session: Session) -> None:
    if not session.queue.is_there and session.queue.may_make_folder:
        from followq.files import make_folder

        make_folder(os.path.dirname(os.path.abspath(session.queue.path)))
    session.queue.refuse_if_gone()


def _know_people_again(session: Session, memory: MailMemory) -> None:
    # Whoever was forgotten and is in the queue again, was entered anew.
    if memory.has_forgotten():
        with session.reading() as queue:
            addresses = [email for person in queue.people().values() for email in person.emails]
        memory.know_again(addresses)


def _read(
    session: Session,
    memory: MailMemory,
    options: ScanOptions,
    text: str,
    so_far: tuple[Sequence[str], MailRead, list[Source], list[FollowqError]],
) -> bool:
    mine, read, sources, failures = so_far
    try:
        source = open_mailbox(session, text, options.password_command)
        sources.append(source)
        read_mailbox(session, memory, source, frozenset(mine), read)
    except InterruptedByUserError:
        raise
    except FollowqError as err:
        failures.append(err)
        return False
    return True


def _answer(
    session: Session, memory: MailMemory, options: ScanOptions, sources: Sequence[Source], read: MailRead
) -> ScanPage:
    with session.reading() as queue:
        accepted = find_accepted(queue, memory)
        absences = find_absences(session, queue, memory)
    page = _begin_page(memory, options, read)
    if options.is_applied and not options.is_dry_run:
        done = apply_steps(session, memory, accepted, [person for _, person in absences])
        with session.reading() as queue:
            accepted = find_accepted(queue, memory)
            people = queue.people({followup.person_id for followup, _ in done})
        page = page._replace(
            applied=tuple(describe_steps(session, done, people)),
            followups=tuple(followup for followup, _ in done),
            names=people,
            messages=_tell_applied(len(done), len(absences)),
            is_undoable=bool(done or absences),
        )
        absences = []
    is_whole = options.is_all or options.least is not None
    passed_over = 0 if is_whole else memory.count_unlikely()
    candidates = find_candidates(
        session, memory, accepted, datetime.fromisoformat(session.calendar.instant), is_whole=is_whole
    )
    with session.reading() as queue:
        found = find_new_steps(session, memory, accepted)
        people = queue.people({followup.person_id for followup, _ in found})
        hints = (*(hint for hint, _ in absences), *find_joins(queue, memory))
    page = page._replace(steps=tuple(describe_steps(session, found, people)), hints=hints)
    if options.side and not options.is_dry_run:
        return _accept_likely(session, memory, options, candidates, page)
    whole = len(candidates) + passed_over
    candidates = _choose_likely(options, candidates)
    is_asking = session.is_interactive and sys.stdout.isatty() and not (options.is_dry_run or options.is_applied)
    if is_asking and not options.is_all and (candidates or hints):
        from followq.cli.interactive.mail_review import review_mail

        return review_mail(session, memory, sources, candidates, page)
    limit = len(candidates) if options.is_all else options.limit or session.settings.limit
    with session.reading() as queue:
        shown = show_candidates(queue, memory, sources, candidates[:limit])
    return page._replace(proposals=shown, more=whole - len(shown), messages=_tell_nothing(page, shown))


def _begin_page(memory: MailMemory, options: ScanOptions, read: MailRead) -> ScanPage:
    reasons = sorted(read.reasons.items(), key=lambda each: (-each[1], each[0]))
    return ScanPage(
        messages=(),
        read=read.new,
        remembered=memory.count_messages(),
        skipped=tuple(SkipReason(reason, number) for reason, number in reasons),
        skipped_messages=tuple(read.skipped) if options.is_verbose else (),
        is_dry_run=options.is_dry_run,
    )


def _tell_applied(steps: int, absences: int) -> tuple[str, ...]:
    parts = [count(steps, "follow-up")] if steps else []
    parts += [f"{count(absences, 'person', 'people')} away"] if absences else []
    return (f"{' and '.join(parts)} noted from your mail.",) if parts else ()


def _tell_nothing(page: ScanPage, shown: Sequence[ScanProposal]) -> tuple[str, ...]:
    if page.messages or shown or page.steps or page.hints:
        return page.messages
    return ("Nothing new waits for you, or for others, in your mail.",)


def _choose_likely(options: ScanOptions, candidates: Sequence[Candidate]) -> list[Candidate]:
    usual = LIKELY if options.side else 0.0 if options.is_all else LEAST_SHOWN
    least = usual if options.least is None else options.least
    sides = {"owed": (True,), "waiting": (False,)}.get(options.side, (True, False))
    return [each for each in candidates if each.likelihood >= least and each.is_owed in sides]


def _accept_likely(
    session: Session, memory: MailMemory, options: ScanOptions, candidates: Sequence[Candidate], page: ScanPage
) -> ScanPage:
    likely = _choose_likely(options, candidates)
    done = accept(session, memory, [take_as_proposed(each) for each in likely]) if likely else None
    page = page._replace(more=len(candidates) - len(likely))
    return tell_accepted(page, done, []) if done else page._replace(messages=(*page.messages, tell_none_accepted(page)))
