"""When it is worth asking again: the one place that decides what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from followq.model.core.calendar import Calendar, Day, When, is_day
from followq.model.core.followup import FollowUp, is_hidden
from followq.model.nudging.absence import count_days_until
from followq.model.nudging.response_times import (
    LONGEST_FIRST_GAP_DAYS,
    LONGEST_NEXT_GAP_DAYS,
    SHORTEST_FIRST_GAP_DAYS,
    SHORTEST_NEXT_GAP_DAYS,
    Habits,
    Surroundings,
)
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Protocol

    from followq.model.nudging.absence import Away
    from followq.model.nudging.dependents import Dependents

    class Gaps(Protocol):
        """What `count_days_due` asks of habits."""

        @property
        def away(self) -> Mapping[int, Away]:
            """Who is away or was, by person."""

        @property
        def gone(self) -> Collection[int]:
            """Who left for good."""

        @property
        def dependents(self) -> Mapping[int, Dependents]:
            """What hangs on things that are waited for, by their ids."""

        def first_gap(self, followup: FollowUp) -> int:
            """Working days of silence from which asking is worth it."""

        def next_gap(self, followup: FollowUp, nudges: int) -> int:
            """The same after so many nudges."""


NUDGES_BEFORE_OTHER_CHANNEL = 2
NUDGES_BEFORE_DECISION = 3
"""Nudges without an answer after which it is for the user to decide: somebody else, let it go, do without."""
SOON_DAYS = 5
"""Working days ahead for which a promise puts what it hangs on at the top of the list, due or not."""


class Wait(NamedTuple):
    """One thing the user waits for, and since how many working days it asks for something (negative ahead).

    That is to ask once more; where no ask is noted yet (`is_first`), to ask at all; or, where they were asked often
    enough (`is_stuck`), to decide.
    """

    followup: FollowUp
    days_due: int
    is_stuck: bool = False

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


class AnyHabits:
    """Habits that hold of anybody: nobody is left alone for longer than by the longest of them, nor asked earlier than
    by the shortest. What either decides needs no look at how somebody answers.
    """

    def __init__(self, around: Surroundings, patience_days: int, *, is_longest: bool) -> None:
        self.away, self.gone, self.dependents = around.away, around.gone, around.dependents
        first = (min(SHORTEST_FIRST_GAP_DAYS, patience_days), max(LONGEST_FIRST_GAP_DAYS, patience_days))
        self._first = first[is_longest]
        self._next = (SHORTEST_NEXT_GAP_DAYS, LONGEST_NEXT_GAP_DAYS)[is_longest]

    def first_gap(self, followup: FollowUp) -> int:
        """See `Habits.first_gap`."""
        return self._first

    def next_gap(self, followup: FollowUp, nudges: int) -> int:
        """See `Habits.next_gap`."""
        return self._next


def find_waits(followups: Iterable[FollowUp], calendar: Calendar, habits: Habits) -> list[Wait]:
    """Everything the user waits for and hasn't hidden, in the order in which to take it up.

    First what a promise for the next days hangs on, the soonest promise first; then the most overdue. The order
    is total: then the longer silence, then the id.
    """
    # Ids are unique, so that no two are compared.
    found = sorted(
        [
            (_rank(wait.followup, calendar, habits), -wait.days_due, wait.followup.since, wait.followup.id, wait)
            for wait in iterate_waits(followups, calendar, habits)
        ]
    )
    return [wait for *_, wait in found]


def iterate_waits(followups: Iterable[FollowUp], calendar: Calendar, habits: Gaps) -> Iterable[Wait]:
    """Everything the user waits for and hasn't hidden, in the order given: where only numbers are asked for."""
    for followup in followups:
        if followup.is_waiting and not is_hidden(followup, calendar):
            days, is_stuck = (
                count_days_due(followup, calendar, habits),
                count_unanswered(followup) >= NUDGES_BEFORE_DECISION,
            )
            yield Wait(followup, days, is_stuck)


def _rank(followup: FollowUp, calendar: Calendar, habits: Habits) -> int:
    # Working days until the promise that hangs on it, as far as it is near; all others alike behind those.
    hanging = habits.dependents.get(followup.id)
    if hanging is None or hanging.promised is None or hanging.promised.promised is None:
        return SOON_DAYS + 1
    return min(count_days_until(hanging.promised.promised, calendar), SOON_DAYS + 1)


def find_decisions(found: Iterable[Wait]) -> list[FollowUp]:
    """What they were asked for often enough and are silent about: the user decides what becomes of it. What has been
    due the longest comes first.
    """
    undecided = [wait for wait in found if wait.is_decision]
    undecided.sort(key=lambda wait: (-wait.days_due, wait.followup.since, wait.followup.id))
    return [wait.followup for wait in undecided]


def count_unanswered(followup: FollowUp) -> int:
    """Nudges to which nothing came: an answer in part starts anew."""
    return 0 if (followup.heard_at or "") > (followup.nudged_at or "") else followup.nudges


def is_other_way(followup: FollowUp) -> bool:
    """They were asked so often in the usual way that another one is worth trying."""
    return count_unanswered(followup) >= NUDGES_BEFORE_OTHER_CHANNEL


def count_silent_days(followup: FollowUp, calendar: Calendar, habits: Habits) -> int:
    """Working days of silence so far, without those on which they were away."""
    asked = count_days_until(followup.asked_at, calendar)
    away = habits.away.get(followup.person_id)
    return max(0, -asked - (away.days_lost(asked) if away else 0))


def find_gap_days(followup: FollowUp, habits: Gaps) -> int:
    """Working days of silence from which asking (again) is worth it."""
    nudges = count_unanswered(followup)
    return habits.next_gap(followup, nudges) if nudges else habits.first_gap(followup)


def count_days_due(followup: FollowUp, calendar: Calendar, habits: Gaps) -> int:
    """Since how many working days asking (again) is worth it, negative ahead; never yet for whoever left for good.

    What came to their side after it was noted, and no ask was noted since, is to be asked for at once. What was noted
    as theirs was mostly agreed on when it was noted, so that it has its time.
    """
    if followup.person_id in habits.gone:
        return -1
    asked = count_days_until(followup.asked_at, calendar)
    away = habits.away.get(followup.person_id)
    if not followup.was_asked and followup.since > followup.created_at:
        return -max(asked, away.until + 1) if away else -asked
    expected = followup.promised
    if expected and _counts(expected, followup, calendar):
        due = count_days_until(expected, calendar)
        if (
            is_day(expected)
            or _is_to_come_today(expected, calendar)
            or not calendar.is_working(calendar.day_of(expected))
        ):
            due += 1
        if away and asked <= away.until:
            due = max(due, away.until + 1)
    else:
        due = asked + find_gap_days(followup, habits)
        due = away.put_off(due, asked) if away else due
    hanging = habits.dependents.get(followup.id)
    if hanging and hanging.promised and hanging.promised.promised:
        due = min(due, max(count_days_until(_day_before(hanging.promised.promised, calendar), calendar), asked + 1))
        if away:
            due = max(due, away.until + 1)
    if followup.nudged_at:
        due = max(due, count_days_until(followup.nudged_at, calendar) + SHORTEST_NEXT_GAP_DAYS)
    return -due


def check_in(promised: When, calendar: Calendar) -> Day:
    """The day on which to ask somebody on whom a promise hangs: the working day before it, not before tomorrow."""
    day = calendar.add_working_days(calendar.day_of(promised), -1)
    return max(day, calendar.add_working_days(calendar.today, 1)).isoformat()


def choose_answer_day(followup: FollowUp, calendar: Calendar, habits: Habits) -> Day:
    """The day to ask for in a nudge sent now: when asking once more would be worth it, before what hangs on it."""
    is_told_today = followup.nudged_at is not None and calendar.day_of(followup.nudged_at) == calendar.today
    gap = habits.next_gap(followup, count_unanswered(followup) + (not is_told_today))
    day = calendar.add_working_days(calendar.today, gap).isoformat()
    hanging = habits.dependents.get(followup.id)
    if hanging and hanging.promised and hanging.promised.promised:
        day = min(day, check_in(hanging.promised.promised, calendar))
    return day


def find_due_day(followup: FollowUp, due: int, calendar: Calendar) -> date:
    """The day that lies so many working days ahead, as asking for this is worth it from then on."""
    if due == 1 and followup.promised and _is_to_come_today(followup.promised, calendar):
        return calendar.today
    if due > 0:
        return calendar.add_working_days(calendar.today, due)
    return calendar.add_working_days(calendar.today + timedelta(days=1), due - 1)


def _is_to_come_today(expected: When, calendar: Calendar) -> bool:
    return not is_day(expected) and calendar.day_of(expected) == calendar.today and not calendar.is_past(expected)


def _day_before(promised: When, calendar: Calendar) -> Day:
    return (calendar.day_of(promised) - timedelta(days=1)).isoformat()


def _counts(expected: When, followup: FollowUp, calendar: Calendar) -> bool:
    # Once nudged for being late, or heard of since, they get their time again.
    sign = max(followup.nudged_at or "", followup.heard_at or "")
    return not sign or datetime.fromisoformat(sign) < calendar.end_of(expected)
