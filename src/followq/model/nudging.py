"""When it is worth asking again, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from followq.model import words
from followq.model.calendar import Calendar, When, is_day
from followq.model.followup import FollowUp, is_hidden
from followq.model.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.person import Channel

LONGEST_GAP_DAYS = 20
NUDGES_BEFORE_OTHER_WAYS = 3
OTHER_CHANNEL: dict[Channel, Channel] = {
    "email": "call",
    "chat": "call",
    "call": "meet",
    "letter": "call",
    "meet": "call",
}
"""What to try when the usual channel has brought nothing."""


class Outlook(NamedTuple):
    """What to do about one thing the user waits for.

    `due_on` is the day from which asking again is worth it, `days_due` how many working days ago that
    was (negative ahead), `via` the channel to use where one is known, `text` the reason in words.
    """

    followup: FollowUp
    due_on: date
    days_due: int
    via: Channel | None
    text: str

    @property
    def is_due(self) -> bool:
        """The day has come."""
        return self.days_due >= 0


def outlook(followup: FollowUp, person: Person, calendar: Calendar, first_gap_days: int = 3) -> Outlook:
    """Work out when to ask again for one waiting item.

    An expected moment that has passed makes it due at once, unless they were nudged since. Else silence is
    measured from the last nudge, or from when the wait began, in working days; each nudge doubles the gap,
    up to twenty days.
    """
    asked = followup.nudged_at or followup.since
    due_on = _due_on(followup, asked, calendar, first_gap_days)
    days_due = calendar.working_days(due_on, calendar.today)
    if not days_due and due_on > calendar.today:
        days_due = -1
    is_hour_to_come = due_on == calendar.today and followup.promised and not calendar.is_past(followup.promised)
    if is_hour_to_come and not is_day(followup.promised or ""):
        days_due = -1
    reasons = [_silence(followup, asked, calendar)]
    if followup.promised:
        over = calendar.is_past(followup.promised)
        reasons.insert(0, f"expected {words.day(followup.promised, calendar)}{', late' if over else ''}")
    if followup.nudges:
        reasons.append("nudged once" if followup.nudges == 1 else f"nudged {followup.nudges} times")
    via = followup.channel or person.channel or _reachable_by(person)
    if followup.nudges >= NUDGES_BEFORE_OTHER_WAYS:
        via = OTHER_CHANNEL[via] if via else "call"
        reasons.append("try another way, somebody else, or let it go")
    return Outlook(followup, due_on, days_due, via, "; ".join(reasons))


def _reachable_by(person: Person) -> Channel | None:
    return "email" if person.emails else "call" if person.phones else None


def _due_on(followup: FollowUp, asked: When, calendar: Calendar, first_gap_days: int) -> date:
    expected = followup.promised
    nudged = datetime.fromisoformat(followup.nudged_at) if followup.nudged_at else None
    if expected and (nudged is None or nudged < calendar.end_of(expected)):
        on = calendar.day_of(expected)
        return calendar.add_working_days(on, 1) if is_day(expected) else on
    # Doubling stops long before the powers grow large.
    gap = min(first_gap_days * 2 ** min(followup.nudges, 10), LONGEST_GAP_DAYS)
    return calendar.add_working_days(calendar.day_of(asked), gap)


def _silence(followup: FollowUp, asked: When, calendar: Calendar) -> str:
    silent = calendar.waited(asked)
    if silent:
        return f"silent for {words.working_days(silent)}"
    if calendar.day_of(asked) == calendar.today:
        return "asked today"
    return f"{'silent' if calendar.has_come(asked) else 'waited for'} since {words.day_alone(asked, calendar)}"


def outlooks(
    followups: Iterable[FollowUp],
    people: Mapping[int, Person],
    calendar: Calendar,
    first_gap_days: int = 3,
) -> list[Outlook]:
    """Everything the user waits for and hasn't hidden, the most overdue for a nudge first.

    The order is total: days due, then the longer silence, then the id.
    """
    found = [
        outlook(followup, people[followup.person_id], calendar, first_gap_days)
        for followup in followups
        if followup.is_waiting and not is_hidden(followup, calendar)
    ]
    found.sort(key=lambda item: (-item.days_due, item.followup.since, item.followup.id))
    return found
