"""Reading mailboxes into the memory: what is new in them, kept step by step, so that a stop loses nothing."""

from __future__ import annotations

import time
from itertools import islice

from followq.cli.progress import progress
from followq.cli.session import Session
from followq.errors import BadInputError, FollowqError, InterruptedByUserError
from followq.mail.judging import digest_mail, list_open_owed, list_open_waiting
from followq.mail.links import make_link, strip_link
from followq.mail.message import Mail, SkippedMail
from followq.mail.terms import view_thread
from followq.mail.threads import find_place, split_subject, subject_key
from followq.record import NamedTuple
from followq.render.pages.scan import SkippedRow
from followq.store.mail_memory.memory import KnownSource, MailMemory, Membership

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from followq.cli.progress import Tell
    from followq.mail.digest import Digest
    from followq.mail.sources.source import ReadMail, Source

LOOKED_AT, ENOUGH = 500, 20
"""Messages of a new mailbox that are looked at for reply headers, and how many tell that it has none."""
KEPT_EVERY, KEPT_EVERY_SECONDS = 500, 2.0
MOST_LISTED = 10_000
"""Skipped messages that are named one by one."""


class MailRead:
    """How much of the mailboxes was new: messages taken up, known ones met again, and skipped ones by reason."""

    def __init__(self) -> None:
        self.new = 0
        self.known = 0
        self.reasons: dict[str, int] = {}
        self.skipped: list[SkippedRow] = []

    def skip(self, source: str, key: str, reason: str) -> None:
        """Count one that wasn't taken up."""
        self.reasons[reason] = self.reasons.get(reason, 0) + 1
        if len(self.skipped) < MOST_LISTED:
            self.skipped.append(SkippedRow(source, key, reason))

    @property
    def seen(self) -> int:
        """All that were read."""
        return self.new + self.known + sum(self.reasons.values())


def read_mailbox(session: Session, memory: MailMemory, source: Source, mine: frozenset[str], read: MailRead) -> None:
    """Read what is new in a mailbox.

    Raises: BadInputError where nothing is in it; NetworkError, InterruptedByUserError: what was read is kept.
    """
    before = read.seen
    known = memory.know_source(source.name)
    is_first = not known.mark
    stream = source.read_new(known.mark, lambda keys: memory.find_unseen(known, keys))
    by_subject = bool(known.by_subject)
    if known.by_subject is None:
        first, failure = _look_ahead(stream)
        stream = _go_on(first, failure, stream)
        mails = [each.mail for each in first if isinstance(each.mail, Mail)]
        by_subject = len(mails) >= ENOUGH and not any(mail.references for mail in mails)
        if len(mails) >= ENOUGH:
            memory.thread_by_subjects(known, by_subject)
    try:
        with progress("Reading mail", is_shown=session.is_interactive) as tell:
            reading = _BoxReading(
                memory=memory, source=source, known=known, mine=mine, read=read, by_subject=by_subject
            )
            _take_up(reading, stream, tell)
    except KeyboardInterrupt as err:
        raise InterruptedByUserError(
            f"stopped; {read.new} new messages were read and are kept", "the next scan goes on from there"
        ) from err
    if is_first and read.seen == before and not memory.find_places_in(known):
        raise BadInputError(
            f"{source.name}: no messages found", "name an mbox file, a Maildir, or a folder of .eml files"
        )


def _look_ahead(stream: Iterator[ReadMail]) -> tuple[list[ReadMail], BaseException | None]:
    # What stops it is told once that which was read before is taken up.
    first: list[ReadMail] = []
    try:
        first.extend(islice(stream, LOOKED_AT))
    except (KeyboardInterrupt, FollowqError) as err:
        return first, err
    return first, None


def _go_on(first: list[ReadMail], failure: BaseException | None, stream: Iterator[ReadMail]) -> Iterator[ReadMail]:
    yield from first
    if failure is not None:
        raise failure
    yield from stream


class _BoxReading(NamedTuple):
    """One mailbox being read."""

    memory: MailMemory
    source: Source
    known: KnownSource
    mine: frozenset[str]
    read: MailRead
    by_subject: bool


def _take_up(reading: _BoxReading, stream: Iterator[ReadMail], tell: Tell) -> None:
    # In transactions of some hundred messages, each with the mark up to which it goes.
    memory, begun, done = reading.memory, time.monotonic(), 0
    is_going = True
    while is_going:
        memory.begin()
        mark, started, taken = "", time.monotonic(), 0
        failure: BaseException | None = None
        is_inside = False
        try:
            for each in stream:
                is_inside = True
                memory.begin_one()
                _take_one(reading, each)
                memory.end_one()
                is_inside = False
                mark, taken, done = each.mark, taken + 1, done + 1
                if taken >= KEPT_EVERY or time.monotonic() - started > KEPT_EVERY_SECONDS:
                    break
                if done % 50 == 0:
                    _tell(reading, tell, each.done, done / max(0.1, time.monotonic() - begun))
            else:
                is_going = False
        except (KeyboardInterrupt, FollowqError) as err:
            failure = err
            if is_inside:
                memory.drop_one()
        if mark:
            memory.set_mark(reading.known, mark)
        memory.commit()
        if failure is not None:
            raise failure


def _tell(reading: _BoxReading, tell: Tell, done: int, rate: float) -> None:
    total = reading.source.total
    count = f", {reading.read.seen:,} messages, {rate:,.0f} a second"
    tell(min(1.0, done / total) if total else -1.0, count)


def _take_one(reading: _BoxReading, each: ReadMail) -> None:
    memory, known, read, mail = reading.memory, reading.known, reading.read, each.mail
    if isinstance(mail, SkippedMail):
        memory.skip(known, each.key, mail.reason)
        read.skip(known.name, each.key, mail.reason)
        return
    if memory.place_known(known, each.key, mail.message_id):
        read.known += 1
        return
    kept = _without_forgotten(memory, mail)
    if kept is None:
        reason = "from somebody who was forgotten"
        memory.skip(known, each.key, reason)
        read.skip(known.name, each.key, reason)
        return
    mail = kept
    place = find_place(mail, memory, by_subject_alone=reading.by_subject)
    digest = digest_mail(mail, reading.mine, place.thread)
    memory.add(known, each.key, digest, _make_membership(mail, place.thread, place.merged, place.ids, place.is_loose))
    read.new += 1


def _make_membership(
    mail: Mail, thread: str, merged: frozenset[str], ids: tuple[str, ...], is_loose: bool
) -> Membership:
    link = strip_link(make_link(mail.message_id))
    alias = "" if link == mail.message_id else link
    return Membership(
        thread=thread,
        merged=merged,
        ids=(*ids, alias) if alias else ids,
        is_loose=is_loose,
        subject_key=subject_key(split_subject(mail.subject)[0]),
        alias=alias,
    )


def _without_forgotten(memory: MailMemory, mail: Mail) -> Mail | None:
    # Whoever was forgotten is no recipient either; None where the message is theirs.
    if not memory.has_forgotten():
        return mail
    if memory.is_forgotten(mail.sender.address):
        return None
    return mail._replace(
        to=tuple(each for each in mail.to if not memory.is_forgotten(each.address)),
        cc=tuple(each for each in mail.cc if not memory.is_forgotten(each.address)),
    )


def may_wait(digests: list[Digest]) -> bool:
    """Whether somebody may wait for an answer in this thread, whenever that is asked."""
    view = view_thread(digests)
    return bool(list_open_owed(view) or list_open_waiting(view))
