"""`snooze`: hidden until a date, and counted."""

from __future__ import annotations

from datetime import timedelta

from followq.cli.actions.change_followups import apply_verb
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp, is_due
from followq.model.core.phrasing import day, minutes, show_with_distance, times
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

WAYS_OUT = "avoided: do it now, its first two minutes, renegotiate (told --by), hand it over, or say no (drop)"


def snooze(session: Session, ids: o.Ids, until: o.UntilWords) -> ChangedPage:
    """Put off.

    It is hidden until that day and then ranks higher: every snooze counts. What is promised for an earlier day
    comes back on the promised day.

    Examples:

    followq snooze 12 next mon

    followq snooze 12 15-17 in 2 weeks
    """
    when = parse_options.parse_date(session, " ".join(until), is_start=True)

    def said(before: FollowUp, after: FollowUp) -> str:
        words = f"hidden until {show_with_distance(when, session.calendar)}, snoozed {times(after.snoozes)}"
        words += _in_sight(after, session.calendar) or _too_late(after, session)
        return f"{words}. It is {WAYS_OUT}" if after.is_avoided and after.ball == "mine" else words

    return apply_verb(session, "snooze", ids, lambda f, calendar: verbs.snooze(f, calendar, when), said)


def _in_sight(followup: FollowUp, calendar: Calendar) -> str:
    # What is promised is never out of sight: how long it stays hidden in spite of the snooze.
    promised, until = followup.counted_on, followup.snoozed_until
    if followup.ball == "theirs" or not (promised and until) or calendar.day_of(promised) >= calendar.day_of(until):
        return ""
    agree = f"agree on a new day first: {command('told', followup.id, '--by', 'DATE')}"
    if is_due(followup, calendar):
        return f"; but it stays in today, as it was promised for {day(promised, calendar)}: {agree}"
    return f"; but it comes back on {day(promised, calendar)}, for which it is promised: {agree}"


def _too_late(followup: FollowUp, session: Session) -> str:
    # Hidden until its day, or nearly: whether what is left of the time then suffices.
    calendar, promised, until = session.calendar, followup.counted_on, followup.snoozed_until
    if followup.ball == "theirs" or not (promised and until and followup.effort_minutes):
        return ""
    left = followup.effort_minutes - followup.spent_minutes
    before = calendar.day_of(until) - timedelta(days=1)
    room = session.settings.desk_minutes * max(0, calendar.working_days(before, calendar.day_of(promised)))
    if left <= room:
        return ""
    return (
        f"; but it takes {minutes(left)}, and from then until {day(promised, calendar)} there are about {minutes(room)}"
    )
