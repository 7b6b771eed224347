"""When it is worth asking again, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from followq.model import words
from followq.model.calendar import Calendar, When, is_day
from followq.model.followup import FollowUp, is_hidden
from followq.model.person import Person
from followq.model.reaching import reach
from followq.model.silence import Habits
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from followq.model.person import Channel

    class Patience(Protocol):
        """How long to wait: what is asked of `Habits` here."""

        patience_days: int

        def first_gap(self, followup: FollowUp) -> int:
            """Working days of silence from which asking again is worth it."""


LONGEST_GAP_DAYS = 40
NUDGES_BEFORE_OTHER_WAYS = 3
MOST_DOUBLINGS = 10
"""Nudges after which the gap is the longest, or as long as it gets."""
OTHER_CHANNEL: dict[Channel, Channel] = {
    "email": "call",
    "chat": "call",
    "call": "meet",
    "letter": "call",
    "meet": "call",
}
"""What to try when the usual channel has brought nothing."""


class Wait(NamedTuple):
    """One thing the user waits for, and since how many working days asking again is worth it (negative ahead)."""

    followup: FollowUp
    days_due: int

    @property
    def is_due(self) -> bool:
        """The day has come."""
        return self.days_due >= 0


class Outlook(NamedTuple):
    """What to do about one thing the user waits for.

    `due_on` is the day from which asking again is worth it, `days_due` how many working days ago that
    was (negative ahead), `chance` that they answer by themselves within the next days (see `silence.chance`),
    `via` the channel to use where one is known, `text` the reason in words.
    """

    followup: FollowUp
    due_on: date
    days_due: int
    chance: float
    via: Channel | None
    text: str

    @property
    def is_due(self) -> bool:
        """The day has come."""
        return self.days_due >= 0


def waits(followups: Iterable[FollowUp], calendar: Calendar, habits: Habits) -> list[Wait]:
    """Everything the user waits for and hasn't hidden, the most overdue for a nudge first.

    The order is total: days due, then the longer silence, then the id.
    """
    # Ids are unique, so that no two follow-ups are compared.
    found = sorted(
        [
            (-days_due(followup, calendar, habits), followup.since, followup.id, followup)
            for followup in followups
            if followup.is_waiting and not is_hidden(followup, calendar)
        ]
    )
    return [Wait(followup, -days) for days, _, _, followup in found]


def outlook(followup: FollowUp, person: Person, calendar: Calendar, habits: Habits) -> Outlook:
    """Work out when to ask again for one waiting item, and say why.

    An expected moment that has passed makes it due at once, unless they were nudged since. Else silence is
    measured from the last nudge, or from when the wait began, in working days, against what is usual for this
    person; each nudge adds to the gap, twice as much as the last one, up to forty days.
    """
    reasons = [_silence(followup, person, calendar, habits)]
    if followup.promised:
        over = calendar.is_past(followup.promised)
        reasons.insert(0, f"expected {words.day(followup.promised, calendar)}{', late' if over else ''}")
    if followup.nudges:
        reasons.append("nudged once" if followup.nudges == 1 else f"nudged {followup.nudges} times")
    via = reach(followup, person).channel
    if followup.nudges >= NUDGES_BEFORE_OTHER_WAYS:
        via = OTHER_CHANNEL[via] if via else "call"
        reasons.append("try another way, somebody else, or let it go")
    return Outlook(
        followup,
        _due_on(followup, calendar, habits),
        days_due(followup, calendar, habits),
        round(habits.chance(followup, calendar.waited(_asked(followup))), 4),
        via,
        "; ".join(reasons),
    )


def outlooks(
    followups: Iterable[FollowUp], people: Mapping[int, Person], calendar: Calendar, habits: Habits
) -> list[Outlook]:
    """What to do about each thing the user waits for and hasn't hidden, in the order of `waits`."""
    found = waits(followups, calendar, habits)
    return [outlook(wait.followup, people[wait.followup.person_id], calendar, habits) for wait in found]


def _asked(followup: FollowUp) -> When:
    return followup.nudged_at or followup.since


def days_due(followup: FollowUp, calendar: Calendar, habits: Patience) -> int:
    """Since how many working days asking again is worth it, negative ahead.

    The day of `_due_on` in numbers alone, as thousands are asked for.
    """
    expected = followup.promised
    if not calendar.workdays or (expected and not is_day(expected)):
        return _days_since(_due_on(followup, calendar, habits), followup, calendar)
    if expected and _counts(expected, followup, calendar):
        return -calendar.until(expected) - 1
    return -calendar.until(_asked(followup)) - gap(followup, habits)


def _days_since(due_on: date, followup: FollowUp, calendar: Calendar) -> int:
    days = calendar.working_days(due_on, calendar.today)
    is_ahead = due_on > calendar.today or (
        due_on == calendar.today and followup.promised is not None and _is_hour_to_come(followup.promised, calendar)
    )
    return -1 if is_ahead and not days else days


def _is_hour_to_come(expected: When, calendar: Calendar) -> bool:
    return not is_day(expected) and not calendar.is_past(expected)


def _due_on(followup: FollowUp, calendar: Calendar, habits: Patience) -> date:
    expected = followup.promised
    if expected and _counts(expected, followup, calendar):
        on = calendar.day_of(expected)
        return calendar.add_working_days(on, 1) if is_day(expected) else on
    return calendar.add_working_days(calendar.day_of(_asked(followup)), gap(followup, habits))


def _counts(expected: When, followup: FollowUp, calendar: Calendar) -> bool:
    # Once nudged for being late they get their time again.
    return followup.nudged_at is None or datetime.fromisoformat(followup.nudged_at) < calendar.end_of(expected)


def gap(followup: FollowUp, habits: Patience) -> int:
    """Working days of silence, since they were asked last, from which asking again is worth it."""
    first = habits.first_gap(followup)
    if not followup.nudges:
        return first
    # What is added doubles, from the patience with strangers on; that stops long before the powers grow large.
    added = habits.patience_days * ((1 << min(followup.nudges, MOST_DOUBLINGS)) - 1)
    return max(first, min(first + added, LONGEST_GAP_DAYS))


def _silence(followup: FollowUp, person: Person, calendar: Calendar, habits: Habits) -> str:
    asked = _asked(followup)
    silent = calendar.waited(asked)
    if silent:
        return f"{words.working_days(silent)} silent{_usual(followup, person, habits)}"
    if calendar.day_of(asked) == calendar.today:
        return f"asked today{_usual(followup, person, habits)}"
    return f"{'silent' if calendar.has_come(asked) else 'waited for'} since {words.day_alone(asked, calendar)}"


def _usual(followup: FollowUp, person: Person, habits: Habits) -> str:
    name = words.shortened(person.name, 30)
    days, all_days = habits.usual_days(person.id), habits.usual_days_of_all
    said = ""
    if days is not None:
        said = f", {name} usually answers {_in(days)}"
    elif all_days is not None:
        said = f", people usually answer you {_in(all_days)}"
    rarely = habits.answer_rarely(followup)
    if rarely == "they":
        said += ", but leaves much unanswered" if days is not None else f", {name} leaves much unanswered"
    elif rarely == "people":
        said += ", much of what you ask stays unanswered"
    return said


def _in(days: int) -> str:
    return f"in {days}" if days else "the same day"
