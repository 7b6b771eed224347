"""The terms of the cost of delay: each says what one more day costs, in points, and why in words.

A point is what one working day of waiting costs a person who waits. Costs are never negative, and none falls as
days go by while nothing is done.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from followq.model.core import phrasing
from followq.model.core.calendar import When
from followq.model.core.followup import FollowUp
from followq.model.priority.workload import DAYS_IN_HAND, Desk, list_promises
from followq.record import NamedTuple

WAITING = 1.0
PROMISED = 60.0
PROMISE_DAYS = 1.0
TELLING_DAYS = 5
SNOOZED = 10.0
SLIPPED = 20.0
MOVED_IN_TIME = 5.0
OWES_YOU = 30.0
OWES_YOU_THINGS = 2
UNBLOCKS = 0.5
"""The balance of the terms, found by search on made years at the desk; `bench/ranking/README.md` says how."""


class TermKind(NamedTuple):
    """A kind of term: its name, its weight's too; its points for an item; its words where there are points."""

    name: str
    cost: Callable[[FollowUp, Desk], float]
    words: Callable[[FollowUp, Desk], str]


def score_waiting(followup: FollowUp, desk: Desk) -> float:
    """Waiting: 1 point when it begins, 1 more each working day. Who was promised a day waits for that."""
    days = desk.calendar.waited(followup.since)
    if followup.counted_on or (not days and not desk.calendar.has_come(followup.since)):
        return 0.0
    return WAITING + days


def describe_waiting(followup: FollowUp, desk: Desk) -> str:
    """`waiting 6 working days`."""
    days = desk.calendar.waited(followup.since)
    return f"waiting {phrasing.working_days(days)}" if days else "waiting since today"


def score_promise(followup: FollowUp, desk: Desk) -> float:
    """A promise: 60 points from the day on which it has to start, and one more for each working day late; a third of
    that for every day to spare.

    What has to be done before is counted, so that a promise of a full week weighs sooner than that of an empty one.
    Source: apparent tardiness cost; Vepsalainen and Morton, "Priority rules for job shops with weighted
    tardiness costs", Management Science 33, 1987.
    """
    return max((score_one_promise(when, desk) for when in list_promises(followup)), default=0.0)


def score_one_promise(when: When, desk: Desk) -> float:
    """What one promise costs; see `promise`."""
    if desk.calendar.is_past(when):
        return PROMISED + max(1, -desk.calendar.until(when))
    return PROMISED * math.exp(-max(0.0, desk.slack[when] - DAYS_IN_HAND) / PROMISE_DAYS)


def describe_promise(followup: FollowUp, desk: Desk) -> str:
    """`promised Fri 20 Nov, 1 working day late`; of one moved without their consent, the day they still count on."""
    calendar = desk.calendar
    when = followup.counted_on or ""
    promised = f"promised {phrasing.day(when, calendar)}"
    if followup.promised is None:
        return f"promise of {phrasing.day(when, calendar)} withdrawn"
    if calendar.is_past(when):
        late = -calendar.until(when)
        promised += f", {phrasing.working_days(late)} late" if late else ", late"
    elif calendar.day_of(when) == calendar.today:
        promised = "promised for today" + (f" {calendar.time_of(when)}" if len(when) > 10 else "")
    elif desk.is_to_be_begun(when):
        promised += ", start today"
    if followup.promised > when:
        promised += f"; now {phrasing.day(followup.promised, calendar)}"
    return promised


def score_silence(followup: FollowUp, desk: Desk) -> float:
    """Being left in the dark: 1 point for each working day beyond the day they should have heard something, up to five.

    Who never heard anything should within their reply target, who did within their keep-informed interval. It is the
    cost of not telling them, over the five minutes that telling takes; it says nothing of doing the thing.
    """
    days, target = count_silent_days(followup, desk)
    return float(min(days - target, TELLING_DAYS)) if days > target else 0.0


def count_silent_days(followup: FollowUp, desk: Desk) -> tuple[int, int]:
    """Working days without a word from the user, and how many there should be at most."""
    person, defaults = desk.people[followup.person_id], desk.defaults
    if followup.told_at is None:
        target = person.reply_target_days
        return desk.calendar.waited(followup.since), defaults.reply_target_days if target is None else target
    target = person.keep_informed_days
    return desk.calendar.waited(followup.told_at), defaults.keep_informed_days if target is None else target


def describe_silence(followup: FollowUp, desk: Desk) -> str:
    """`heard nothing yet for 6 working days`, or `heard nothing for 6 working days` since they were told."""
    heard = "nothing yet" if followup.told_at is None else "nothing"
    return f"heard {heard} for {phrasing.working_days(count_silent_days(followup, desk)[0])}"


def score_put_off(followup: FollowUp, desk: Desk) -> float:
    """Having been put off: 10 points for each snooze, 20 for each moved promise, 5 where they agreed to the new day."""
    return SNOOZED * followup.snoozes + (MOVED_IN_TIME if followup.agreed else SLIPPED) * followup.slips


def describe_put_off(followup: FollowUp, desk: Desk) -> str:
    """`put off once`."""
    times = followup.times_put_off
    return f"put off {'once' if times == 1 else f'{times} times'}"


def score_owes_you(followup: FollowUp, desk: Desk) -> float:
    """That they owe the user something too: the more, the less the user owes them besides.

    For what the user waits for tends to come once they have nothing to wait for any more. A promise is kept by its day,
    whatever else they owe.
    """
    things = desk.owed_by.get(followup.person_id, 0)
    if not things or followup.counted_on:
        return 0.0
    return OWES_YOU * min(things, OWES_YOU_THINGS) / desk.owed_to[followup.person_id]


def describe_owes_you(followup: FollowUp, desk: Desk) -> str:
    """`owes you 3 things`, and among how many it is shared: `owes you 3 things, you owe 2`."""
    owed_to = desk.owed_to[followup.person_id]
    shared = f", you owe {owed_to}" if owed_to > 1 else ""
    return f"owes you {phrasing.count(desk.owed_by[followup.person_id], 'thing')}{shared}"


def score_unblocks(followup: FollowUp, desk: Desk) -> float:
    """What waits for it: half of what the wait and the promise of each of those costs."""
    waiting = desk.blocks.get(followup.id)
    if not waiting:
        return 0.0
    return UNBLOCKS * sum(
        score_waiting(other, desk) + (score_promise(other, desk) if other.is_owed else 0.0) for other in waiting
    )


def describe_unblocks(followup: FollowUp, desk: Desk) -> str:
    """`unblocks 2 others`."""
    return f"unblocks {phrasing.count(len(desk.blocks[followup.id]), 'other')}"


TERMS: tuple[TermKind, ...] = (
    TermKind("waited", score_waiting, describe_waiting),
    TermKind("promise", score_promise, describe_promise),
    TermKind("dark", score_silence, describe_silence),
    TermKind("put_off", score_put_off, describe_put_off),
    TermKind("owes_you", score_owes_you, describe_owes_you),
    TermKind("unblocks", score_unblocks, describe_unblocks),
)
