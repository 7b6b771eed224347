"""`watch`: wait until something needs the user."""

from __future__ import annotations

import os
import select
import sys
import time
from datetime import datetime

from followq.cli.input import parse_options
from followq.cli.queries.needs import Needs, find_needs
from followq.cli.session import Session
from followq.errors import BusyError, InterruptedByUserError, NotFoundError, OutputClosedError, UsageError
from followq.hints import command
from followq.model.core.phrasing import minutes as describe_minutes
from followq.render.pages.need import NeedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

LOOK_SECONDS = 5.0
"""Between two looks at whether the queue's file has changed; it is not opened for that."""

sleep = time.sleep


def watch(
    session: Session,
    is_once: o.IsOnce = False,
    most: o.CountLines = None,
    length: o.WatchFor = None,
    is_now: o.IsNow = False,
) -> NeedPage | None:
    """Wait, and say a line for each thing that needs you from then on.

    A promise for tomorrow, for today, and late; a first answer, news or a nudge that is due; a snooze that ends. What
    is due when it starts is passed over: today has that; --now says it first. What another followq changes
    counts at once. Nothing is ranked, and the queue is opened only when something has changed or become due.

    It ends after --once or --count lines, or after --for; where that comes before as many lines, with exit 3.

    Examples:

    followq watch

    followq watch --for 2h

    followq watch --now --json id,person,text
    """
    if is_once and most:
        raise UsageError("--once and --count contradict each other", "give one of them")
    limit, wait = 1 if is_once else most, parse_options.parse_minutes(length)
    try:
        told = _tell_until(session, limit, _Patience(session, wait), is_now=is_now)
    except KeyboardInterrupt as err:
        raise InterruptedByUserError("") from err
    if limit is not None and told < limit:
        how = f"{told} of {limit} things" if told else "nothing"
        raise NotFoundError(f"{how} needed you in {describe_minutes(wait or 0)}", f"what does now: {command('today')}")
    return None


class _Patience:
    # How long to go on, by the user's clock and by the time slept: the one may stand still, the other while a laptop is
    # closed.
    def __init__(self, session: Session, minutes: int | None) -> None:
        self._session, self._begun, self._slept = session, session.calendar.now, 0.0
        self._seconds = float("inf") if minutes is None else minutes * 60.0

    @property
    def left(self) -> float:
        gone = (self._session.calendar.now - self._begun).total_seconds()
        return self._seconds - max(gone, self._slept)

    def sleep(self, seconds: float) -> None:
        seconds = min(seconds, self.left)
        sleep(seconds)
        self._slept += seconds
        self._session.look_at_clock()


def _tell_until(session: Session, limit: int | None, patience: _Patience, *, is_now: bool) -> int:
    # Says what is new until there were so many lines, or it is over; returns how many there were.
    told = 0
    known: set[tuple[int, str]] | None = set() if is_now else None
    while True:
        # Read before the queue is: what changes meanwhile is seen the next time.
        stamp = _read_stamp(session.queue.path)
        needs = _look(session)
        if needs:
            present = {(occasion.followup_id, occasion.need): occasion for occasion in needs.present}
            for key, occasion in present.items():
                if known is not None and key not in known:
                    page = NeedPage(
                        need=occasion.need,
                        at=occasion.at,
                        text=occasion.text,
                        followups=(needs.followups[occasion.followup_id],),
                        names=needs.people,
                    )
                    session.show(page)
                    told += 1
                    if told == limit:
                        return told
            known = set(present)
        next_look = datetime.fromisoformat(needs.next_at) if needs else session.calendar.now
        if not _wait(session, next_look, stamp, patience):
            return told


def _look(session: Session) -> Needs | None:
    # None where somebody is writing: then it is looked at a little later. The file is let go of at once.
    try:
        with session.reading() as queue, queue.at_once():
            return find_needs(session, queue)
    except BusyError:
        return None
    finally:
        session.queue.close()


def _wait(session: Session, next_look: datetime, stamp: tuple[object, ...], patience: _Patience) -> bool:
    # Until something is due or was changed; False once the time is over.
    while patience.left > 0:
        _refuse_closed_output()
        ahead = (next_look - session.calendar.now).total_seconds()
        patience.sleep(min(LOOK_SECONDS, ahead) if ahead > 0 else LOOK_SECONDS)
        if session.calendar.now >= next_look or _read_stamp(session.queue.path) != stamp:
            return True
    return False


def _read_stamp(path: str) -> tuple[object, ...]:
    # What differs once anybody has written: of the file, and of the log of another program that keeps one beside it.
    stamp: list[object] = []
    for name in (path, f"{path}-wal"):
        try:
            found = os.stat(name)
            stamp += [found.st_ino, found.st_size, found.st_mtime_ns]
        except OSError:
            stamp.append(None)
    return tuple(stamp)


def _refuse_closed_output() -> None:
    # Whoever read our lines may have gone while there were none: a pipe says so, where the system can be asked.
    if not hasattr(select, "poll"):
        return
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
        if any(event & select.POLLERR for _, event in poll.poll(0)):
            raise OutputClosedError("")
    except (OSError, ValueError):
        return
