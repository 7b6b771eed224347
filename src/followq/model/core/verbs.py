"""What can happen to a follow-up. Each verb takes one version and returns the next: pure, no clock.

The store turns the difference between the two versions into the change that is logged.
"""

from __future__ import annotations

from followq.errors import BadInputError, NotFoundError, UsageError
from followq.model.core.calendar import Calendar, Day, When
from followq.model.core.followup import FollowUp
from followq.model.core.text_limits import require_storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Status


LEAD_DAYS = 3
"""Working days before its day from which a promised recurring item is shown."""


def require_open(followup: FollowUp) -> None:
    """Refuse to act on what is closed.

    Raises: NotFoundError.
    """
    if not followup.is_open:
        raise NotFoundError(
            f"{followup.id} is {followup.status} already",
            "takes it up again",
            ("reopen", followup.id),
        )


def promise(followup: FollowUp, when: When | None, calendar: Calendar, *, is_agreed: bool = False) -> FollowUp:
    """Promise a day, or move, or withdraw the promise. A later day and a withdrawal count as slips.

    The first promise stays frozen: ranking measures lateness from it, so that moving never helps. Only one
    that was brought forward and then put off is measured from the earlier day, which was the one broken. And where
    they were told of the new day before the old one had passed (`is_agreed`), the new one is what they count on.
    """
    promised, first, agreed = followup.promised, followup.first_promised or when, followup.agreed
    counted_on = followup.counted_on
    is_in_time = is_agreed and counted_on is not None and not calendar.is_past(counted_on)
    if when == promised:
        return followup._replace(agreed=when) if is_in_time and when != counted_on else followup
    is_slip = promised is not None and (when is None or calendar.end_of(when) > calendar.end_of(promised))
    if is_slip and is_in_time:
        agreed = when
    elif is_slip and promised and counted_on == promised:
        agreed, first = (promised, first) if agreed else (None, promised)
    return followup._replace(promised=when, first_promised=first, agreed=agreed, slips=followup.slips + is_slip)


def tell(followup: FollowUp, calendar: Calendar, by: When | None = None) -> FollowUp:
    """They know where it stands: the dark clock starts again, the debt stays. A new day is one they agreed to."""
    require_open(followup)
    after = followup._replace(told_at=calendar.instant)
    return promise(after, by, calendar, is_agreed=True) if by else after


def toss(followup: FollowUp, calendar: Calendar, text: str = "", by: When | None = None) -> FollowUp:
    """Hand the ball over: the other side's clock starts, with nothing promised or put off yet.

    What was on this side's clock stays in the log.
    """
    require_open(followup)
    return followup._replace(
        ball="theirs" if followup.ball == "mine" else "mine",
        text=text or followup.text,
        since=calendar.instant,
        promised=by,
        first_promised=by,
        agreed=None,
        slips=0,
        told_at=None,
        nudges=0,
        nudged_at=None,
        heard_at=None,
        snoozed_until=None,
        snoozes=0,
    )


def ask(followup: FollowUp, calendar: Calendar, by: When | None = None) -> FollowUp:
    """They were asked for what they owe: their silence counts from now on. `by` is the day named with it."""
    require_open(followup)
    after = followup._replace(told_at=calendar.instant, snoozed_until=None)
    return promise(after, by, calendar) if by else after


def move(followup: FollowUp, person_id: int, calendar: Calendar) -> FollowUp:
    """Somebody else has it from now on, who knows nothing of it yet: nobody told or asked them.

    What they owe is waited for anew. What the user owes keeps its age, its promise and what was put off. What is
    closed stays as it was.
    """
    if not followup.is_open or person_id == followup.person_id:
        return followup._replace(person_id=person_id)
    since = calendar.instant if followup.ball == "theirs" else followup.since
    return followup._replace(person_id=person_id, since=since, told_at=None, nudges=0, nudged_at=None, heard_at=None)


def nudge(followup: FollowUp, calendar: Calendar, by: When | None = None) -> FollowUp:
    """The user asked again for what they wait for; `by` is the day that was named.

    However often somebody is asked on one day, it counts once.

    Raises: UsageError when the ball is not on the other side.
    """
    require_open(followup)
    if followup.ball == "mine":
        raise UsageError(
            f"{followup.id} waits on you, there is nobody to nudge",
            "tells them where it stands",
            ("told", followup.id),
        )
    is_more = followup.nudged_at is None or calendar.day_of(followup.nudged_at) != calendar.today
    after = followup._replace(nudges=followup.nudges + is_more, nudged_at=calendar.instant, snoozed_until=None)
    return promise(after, by, calendar) if by else after


def hear(followup: FollowUp, calendar: Calendar, by: When | None = None) -> FollowUp:
    """They said something about what they owe: their silence is counted from now on, the ball stays.

    `by` is the day they named. It takes the place of the one expected before, and of the user's own guess when to
    look again; a later one is a slip of theirs.

    Raises: UsageError when the ball is not on their side.
    """
    require_open(followup)
    if followup.ball == "mine":
        raise UsageError(
            f"{followup.id} waits on you, not on them", "if you told them where it stands", ("told", followup.id)
        )
    after = followup._replace(heard_at=calendar.instant)
    return promise(after._replace(snoozed_until=None), by, calendar) if by else after


def snooze(followup: FollowUp, calendar: Calendar, until: When) -> FollowUp:
    """Hide until then, and count it.

    Raises: BadInputError when the moment has come already.
    """
    require_open(followup)
    if calendar.has_come(until):
        raise BadInputError("a snooze has to end after now", "for example: tomorrow, fri, +3d")
    return followup._replace(snoozed_until=until, snoozes=followup.snoozes + 1)


def close(
    followup: FollowUp, calendar: Calendar, status: Status = "done", spent_minutes: int = 0, note: str = ""
) -> FollowUp:
    """Close as done or dropped."""
    require_open(followup)
    after = followup._replace(
        status=status,
        closed_at=calendar.instant,
        snoozed_until=None,
        spent_minutes=followup.spent_minutes + spent_minutes,
    )
    return add_note(after, note) if note else after


def reopen(followup: FollowUp) -> FollowUp:
    """Take up again what was closed; its clock runs on from where they began to wait.

    Raises: UsageError when it is open.
    """
    if followup.is_open:
        raise UsageError(f"{followup.id} is open already", command=("show", followup.id))
    return followup._replace(status="open", closed_at=None)


def add_note(followup: FollowUp, note: str) -> FollowUp:
    """Add lines to the private note.

    Raises: BadInputError when it would grow too long.
    """
    whole = f"{followup.note}\n{note}" if followup.note else note
    return followup._replace(note=require_storable(whole, "the note"))


def make_next_occurrence(
    followup: FollowUp, calendar: Calendar, occurs_on: Day, followup_id: int, uid: str
) -> FollowUp:
    """The follow-up that comes after a recurring one was closed.

    Nobody waits for it before its day: its clock starts then. It is hidden until then, or with a promise until
    three working days before, which doesn't count as a snooze; it is promised for that day at the same hour.
    """
    day = calendar.day_of(occurs_on)
    shown_on = calendar.add_working_days(day, -LEAD_DAYS) if followup.promised else day
    promised = calendar.at(occurs_on, followup.promised) if followup.promised else None
    return FollowUp(
        id=followup_id,
        uid=uid,
        person_id=followup.person_id,
        text=followup.text,
        ball=followup.ball,
        since=occurs_on,
        promised=promised,
        first_promised=promised,
        snoozed_until=shown_on.isoformat() if shown_on > calendar.today else None,
        effort_minutes=followup.effort_minutes,
        channel=followup.channel,
        project=followup.project,
        tags=followup.tags,
        every=followup.every,
        anchor=followup.anchor,
        created_at=calendar.instant,
    )
