"""What to do about a thing that the user waits for, in words: when, by which channel, and why then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.core.contact import reach
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.person import Person
from followq.model.nudging import absence
from followq.model.nudging.dependents import Dependents
from followq.model.nudging.nudging import (
    NUDGES_BEFORE_DECISION,
    NUDGES_BEFORE_OTHER_CHANNEL,
    count_days_due,
    count_silent_days,
    count_unanswered,
    find_due_day,
    find_gap_days,
    find_waits,
    is_other_way,
)
from followq.model.nudging.response_times import Habits
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.person import Channel

OTHER_CHANNEL: dict[Channel, Channel] = {
    "email": "call",
    "chat": "call",
    "call": "meet",
    "letter": "call",
    "meet": "call",
}
"""What to try when the usual channel has brought nothing."""
WAYS_OUT = "ask somebody else, let it go, or do without"


class Reason(NamedTuple):
    """One of the things from which the day of a nudge comes, in words."""

    term: str
    text: str


class Outlook(NamedTuple):
    """What to do about one thing the user waits for.

    `due_on` is the day from which asking (again) is worth it, `days_due` how many working days ago that
    was (negative ahead), `chance` that they answer by themselves within the next days (see
    `response_times.estimate_chance`), `via` the channel to use where one is known, `text` the reason in words.
    `is_stuck` as in `Wait`; `blocks` are the ids of what can't be done before it. `is_gone` where they left for good,
    so that it is to be handed over.
    """

    followup: FollowUp
    due_on: date
    days_due: int
    chance: float
    via: Channel | None
    text: str
    is_stuck: bool
    blocks: tuple[int, ...]
    is_gone: bool = False

    @property
    def is_first(self) -> bool:
        """No ask is noted yet, so that there is nothing to nudge about."""
        return not self.followup.was_asked

    @property
    def is_due(self) -> bool:
        """Asking is worth it now, again or for the first time."""
        return self.days_due >= 0 and not self.is_stuck

    @property
    def is_decision(self) -> bool:
        """Asking again is not worth it any more: the user has to decide."""
        return self.days_due >= 0 and self.is_stuck


class Explanation(NamedTuple):
    """The outlook of one thing that is waited for, and the reasons for its day."""

    outlook: Outlook
    terms: tuple[Reason, ...]


def make_outlook(followup: FollowUp, person: Person, calendar: Calendar, habits: Habits) -> Outlook:
    """Work out when to ask again for one waiting item, and say why.

    An expected moment that has passed makes it due at once, unless they were nudged or heard of since. Else
    silence is measured from when they were asked last or last answered in part, in working days, against what
    is usual for this person. What a promise hangs on is due on the working day before it at the latest. Nobody
    is asked on two days running, nor while they are away.
    """
    days, nudges = count_days_due(followup, calendar, habits), count_unanswered(followup)
    is_stuck = nudges >= NUDGES_BEFORE_DECISION
    hanging = habits.dependents.get(followup.id)
    parts = [
        _hanging(hanging, calendar) if hanging else "",
        absence.describe_absence(person, calendar),
        _describe_expected(followup, calendar),
        _silence(followup, person, calendar, habits),
        _describe_nudges(nudges),
    ]
    if is_other_way(followup):
        parts.append(WAYS_OUT if is_stuck and days >= 0 else "try another way")
    return Outlook(
        followup=followup,
        due_on=find_due_day(followup, -days, calendar),
        days_due=days,
        chance=round(habits.chance(followup, count_silent_days(followup, calendar, habits)), 4),
        via=_channel(followup, person, nudges),
        text="; ".join(part for part in parts if part),
        is_stuck=is_stuck,
        blocks=tuple(item.id for item in hanging.followups) if hanging else (),
        is_gone=person.left_on is not None,
    )


def make_outlooks(
    followups: Iterable[FollowUp], people: Mapping[int, Person], calendar: Calendar, habits: Habits
) -> list[Outlook]:
    """What to do about each thing the user waits for and hasn't hidden, in the order of `waits`."""
    found = find_waits(followups, calendar, habits)
    return [make_outlook(wait.followup, people[wait.followup.person_id], calendar, habits) for wait in found]


def explain_outlook(followup: FollowUp, person: Person, calendar: Calendar, habits: Habits) -> Explanation:
    """The outlook with all that its day comes from, each part by itself."""
    found, nudges = make_outlook(followup, person, calendar, habits), count_unanswered(followup)
    hanging = habits.dependents.get(followup.id)
    usual = _usual(followup, person, habits).removeprefix(", ")
    gap = phrasing.working_days(find_gap_days(followup, habits))
    after = "the last nudge" if nudges else "they answered in part" if followup.heard_at else "they were asked"
    if found.is_first:
        after = "it was noted"
    again = "" if found.is_first else " again"
    asking = f"worth asking{again} {gap} after {after}, unless something below changes that"
    if found.is_first and followup.since > followup.created_at:
        asking = "it is theirs since then: worth asking at once"
    reasons = [
        ("silence", _silence(followup, None, calendar, habits)),
        ("usual", usual or "not known yet how long they take"),
        ("gap", asking),
        ("nudges", _describe_nudges(nudges)),
        ("expected", _describe_expected(followup, calendar)),
        ("hanging", _explain_hanging(hanging, calendar) if hanging else ""),
        ("away", absence.describe_absence(person, calendar)),
    ]
    return Explanation(found, tuple(Reason(term, text) for term, text in reasons if text))


def _channel(followup: FollowUp, person: Person, nudges: int) -> Channel | None:
    via = reach(followup, person).channel
    if nudges < NUDGES_BEFORE_OTHER_CHANNEL:
        return via
    # The phone first where there is a number: after two messages a third is the weakest means there is.
    return "call" if via is None or (person.phones and via != "call") else OTHER_CHANNEL[via]


def _hanging(hanging: Dependents, calendar: Calendar) -> str:
    first = hanging.followups[0]
    said = f"{first.id} {phrasing.shorten(first.text, 40)} hangs on it"
    if first.promised:
        said += f", promised {phrasing.day(first.promised, calendar)}{', late' if is_late(first, calendar) else ''}"
    more = len(hanging.followups) - 1
    return f"{said}, and {more} more" if more else said


def _explain_hanging(hanging: Dependents, calendar: Calendar) -> str:
    said = _hanging(hanging, calendar)
    return f"{said}: asked for on the working day before at the latest" if hanging.promised else said


def _describe_expected(followup: FollowUp, calendar: Calendar) -> str:
    if not followup.promised:
        return ""
    over = ", late" if calendar.is_past(followup.promised) else ""
    return f"expected {phrasing.day(followup.promised, calendar)}{over}"


def _describe_nudges(nudges: int) -> str:
    return ("", "nudged once", "nudged twice")[nudges] if nudges < 3 else f"nudged {nudges} times"


def _silence(followup: FollowUp, person: Person | None, calendar: Calendar, habits: Habits) -> str:
    if not followup.was_asked:
        return f"{phrasing.shorten(person.name, 30) if person else 'they'} may not know yet"
    asked, silent = followup.asked_at, count_silent_days(followup, calendar, habits)
    usual = _usual(followup, person, habits) if person else ""
    if silent:
        return f"{phrasing.working_days(silent)} silent{usual}"
    if calendar.day_of(asked) == calendar.today:
        return f"{'heard' if asked == followup.heard_at else 'asked'} today{usual}"
    return f"{'silent' if calendar.has_come(asked) else 'waited for'} since {phrasing.day_alone(asked, calendar)}"


def _usual(followup: FollowUp, person: Person, habits: Habits) -> str:
    name = phrasing.shorten(person.name, 30)
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
