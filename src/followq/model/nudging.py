"""When it is worth asking again, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from followq.model import words
from followq.model.calendar import Calendar
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
    was (negative ahead), `via` the channel to use, `text` the reason in words.
    """

    followup: FollowUp
    due_on: date
    days_due: int
    via: Channel
    text: str

    @property
    def is_due(self) -> bool:
        """The day has come."""
        return self.days_due >= 0


def outlook(followup: FollowUp, person: Person, calendar: Calendar, first_gap_days: int = 3) -> Outlook:
    """Work out when to ask again for one waiting item.

    An expected day that has passed makes it due at once. Else silence is measured from the last nudge,
    or from when the wait began, in working days; each nudge doubles the gap, up to twenty days.
    """
    asked = followup.nudged_at or followup.since
    gap = min(first_gap_days * 2**followup.nudges, LONGEST_GAP_DAYS)
    silent = calendar.waited(asked)
    if followup.promised and not followup.nudges:
        due_on = calendar.add_working_days(calendar.day_of(followup.promised), 1)
    else:
        due_on = calendar.add_working_days(calendar.day_of(asked), gap)
    days_due = calendar.working_days(due_on, calendar.today)
    if not days_due and due_on > calendar.today:
        days_due = -1
    reasons = [f"silent for {words.working_days(silent)}" if silent else "asked today"]
    if followup.promised:
        over = calendar.is_past(followup.promised)
        reasons.insert(0, f"expected {words.day(followup.promised, calendar)}{', late' if over else ''}")
    if followup.nudges:
        reasons.append("nudged once" if followup.nudges == 1 else f"nudged {followup.nudges} times")
    via: Channel = followup.channel or person.channel or "email"
    if followup.nudges >= NUDGES_BEFORE_OTHER_WAYS:
        via = OTHER_CHANNEL[via]
        reasons.append("try another way, somebody else, or let it go")
    return Outlook(followup, due_on, days_due, via, "; ".join(reasons))


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
