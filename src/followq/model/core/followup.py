"""A follow-up: one thing between the user and one person, with the ball on one side."""

from __future__ import annotations

from followq.model.core.calendar import Calendar, Day, Instant, When, is_day
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from followq.model.core.person import Channel

    Ball = Literal["mine", "theirs"]
    Status = Literal["open", "done", "dropped"]

BALLS: tuple[Ball, ...] = ("mine", "theirs")
STATUSES: tuple[Status, ...] = ("open", "done", "dropped")

TEXT_LIMIT = 10_000
"""Longest text or note that is taken, in characters."""

AVOIDED_FROM = 3
"""Snoozes and slips from which an item counts as avoided."""


class FollowUp(NamedTuple):
    """One thing between the user and one person.

    `ball` is `mine` (owed: they wait on the user) or `theirs` (waiting: the user waits on them).
    `since` is when the side without the ball began to wait; a toss sets it anew, and so does a move to another person
    of what they owe. `promised` is
    the current promise (or, waiting, the day it is expected by), `first_promised` the first one, frozen: it
    becomes an earlier day only when that one was promised later on, and then put off.
    `agreed` is the day they agreed to instead, when the promise was put off in time and they were told: from it
    lateness is measured then. `told_at` is when they were last told where it stands (or, waiting, when they were asked
    for it), `heard_at` when they last said something about it without letting go of the ball.
    `source` says which record of another program it came from; `link` leads back to it, a page or a mail (`link.py`).
    `anchor` is the first occurrence of a recurring item, from which the others are counted.
    """

    id: int
    uid: str
    person_id: int
    text: str
    ball: Ball = "mine"
    status: Status = "open"
    since: When = ""
    promised: When | None = None
    first_promised: When | None = None
    agreed: When | None = None
    slips: int = 0
    told_at: Instant | None = None
    nudges: int = 0
    nudged_at: Instant | None = None
    heard_at: Instant | None = None
    snoozed_until: When | None = None
    snoozes: int = 0
    effort_minutes: int | None = None
    spent_minutes: int = 0
    channel: Channel | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    every: str | None = None
    anchor: Day | None = None
    blocked_by: tuple[int, ...] = ()
    source: str | None = None
    link: str | None = None
    created_at: Instant = ""
    closed_at: Instant | None = None

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.status == "open"

    @property
    def is_owed(self) -> bool:
        """Open, and they wait on the user."""
        return self.status == "open" and self.ball == "mine"

    @property
    def is_waiting(self) -> bool:
        """Open, and the user waits on them."""
        return self.status == "open" and self.ball == "theirs"

    @property
    def counted_on(self) -> When | None:
        """The day they count on: the one promised first or agreed to since, or an earlier one promised later.

        Moving or withdrawing a promise without their consent doesn't change it.
        """
        return choose_counted_on(self.promised, self.first_promised, self.agreed)

    @property
    def was_asked(self) -> bool:
        """Whether it is noted that they know of it: they were told, asked (again), or heard of; or the user said since
        when the wait goes on, as a day or as a moment before it was noted.

        The time at which it was noted, tossed or moved to another person says nothing of that.
        """
        is_noted = self.nudges or self.told_at or self.heard_at
        return bool(is_noted) or is_since_given(self.since, self.created_at)

    @property
    def asked_at(self) -> When:
        """From when their silence is measured: when they were asked, asked again, or last answered in part.

        Where no ask is noted (`was_asked`), when the wait began.
        """
        return max(self.since, self.told_at or "", self.nudged_at or "", self.heard_at or "")

    @property
    def times_put_off(self) -> int:
        """How often it was snoozed or its promise moved."""
        return self.snoozes + self.slips

    @property
    def is_avoided(self) -> bool:
        """Put off so often that something other than time is missing."""
        return self.times_put_off >= AVOIDED_FROM


def is_since_given(since: When, created_at: Instant) -> bool:
    """Whether the user said since when somebody waits; else it is the time at which that was noted or came about."""
    return is_day(since) or since < created_at


def choose_counted_on(promised: When | None, first: When | None, agreed: When | None) -> When | None:
    """`FollowUp.counted_on` by its current promise, its first one, and the day agreed to."""
    base = agreed or first
    return base if promised is None else promised if base is None else min(base, promised)


def is_hidden(followup: FollowUp, calendar: Calendar) -> bool:
    """Snoozed, and the time has not come yet. What the user promised comes back on the promised day."""
    if followup.snoozed_until is None or calendar.has_come(followup.snoozed_until):
        return False
    return followup.ball == "theirs" or not is_due(followup, calendar)


def is_due(followup: FollowUp, calendar: Calendar) -> bool:
    """What they count on is for today, or for a day that has passed."""
    when = followup.counted_on
    return when is not None and calendar.day_of(when) <= calendar.today


def is_late(followup: FollowUp, calendar: Calendar) -> bool:
    """Open with a promise that has passed."""
    return followup.is_open and followup.promised is not None and calendar.is_past(followup.promised)
