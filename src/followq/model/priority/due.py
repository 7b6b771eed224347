"""What is promised for today or before, in the order in which it can be kept."""

from __future__ import annotations

from datetime import datetime

from followq.model.core.calendar import Calendar, is_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from followq.model.core.followup import FollowUp
    from followq.model.priority.ranked import Ranked

MOST_DUE = 200
"""So much of what is due stands on the page whatever the limit: all of it, for anybody who can still do it."""
AHEAD_OF_HOUR_MINUTES = 60
"""Minutes kept free before what is promised for an hour of today, whatever is late."""
MOST_DAYS_PASSED_OVER = 2
"""Working days late beyond which nothing that is promised for today without an hour goes before a late promise."""


def make_promise_key(item: Ranked) -> tuple[int, float, int, int]:
    """Sort key: the earlier day first; of one day what is short or owed to somebody who weighs more, then what was put
    off more often, then the id.
    """
    followup = item.followup
    day = item.desk.calendar.day_of(followup.counted_on).toordinal() if followup.counted_on else 0
    return day, item.minutes / item.person_factor, -followup.times_put_off, followup.id


def arrange_due(due: Iterable[Ranked], calendar: Calendar, desk_minutes: int) -> list[Ranked]:
    """Put what is due in the order in which most of it is kept.

    What is late comes first, the earliest day before the others, then what is promised for today, the short before the
    long. Two things may go before what is late: a promise for an hour of today, from an hour before it has to start;
    and promises for today that take less than the late one and that it would break, until it is two days late. So of
    two alike promises the earlier day always comes first, and nothing late is passed over for more than two days. An
    hour of today that was missed comes before all; what is late, but they were told of a day to come since, after all.
    """
    late, hours, today, told = _sort_out(due, calendar)
    spent = 0
    found: list[Ranked] = []

    late.reverse()
    hours.reverse()
    while late or hours:
        is_missed = bool(hours) and calendar.is_past(hours[-1].followup.counted_on or "")
        if hours and (is_missed or not late or spent + late[-1].minutes > _latest_start(hours, spent, calendar)):
            found.append(hours.pop())
            spent += found[-1].minutes
            continue
        first = late[-1]
        if spent < desk_minutes and -calendar.until(first.followup.counted_on or "") <= MOST_DAYS_PASSED_OVER:
            room = desk_minutes - spent
            kept = _choose_kept(today, first.minutes, room)
            if kept and first.minutes + sum(item.minutes for item in kept) > room:
                found += kept
                spent += sum(item.minutes for item in kept)
                ids = {item.followup.id for item in kept}
                today = [item for item in today if item.followup.id not in ids]
                continue
        spent += first.minutes
        found.append(late.pop())
    return found + today + told


def count_minutes_until(when: str, calendar: Calendar) -> int:
    """Minutes on the clock until an hour of today."""
    return int((datetime.fromisoformat(when) - calendar.now).total_seconds() // 60)


def _sort_out(
    due: Iterable[Ranked], calendar: Calendar
) -> tuple[list[Ranked], list[Ranked], list[Ranked], list[Ranked]]:
    # What is late, what is promised for an hour of today, what is promised for today, and what is late but was told of
    # a day to come since; each in its order.
    late: list[Ranked] = []
    hours: list[Ranked] = []
    today: list[Ranked] = []
    told: list[Ranked] = []
    for item in sorted(due, key=make_promise_key):
        when = item.followup.counted_on or ""
        if is_told_of_another(item.followup, calendar):
            told.append(item)
        elif calendar.day_of(when) < calendar.today:
            late.append(item)
        else:
            (today if is_day(when) else hours).append(item)
    hours.sort(key=lambda item: item.followup.counted_on or "")
    return late, hours, today, told


def is_told_of_another(followup: FollowUp, calendar: Calendar) -> bool:
    """A promise that was broken, but they were told of a day to come since."""
    when, told_at = followup.counted_on, followup.told_at
    if when is None or told_at is None or followup.promised is None or calendar.is_past(followup.promised):
        return False
    return followup.promised > when and calendar.day_of(followup.promised) > calendar.today and told_at > when


def _latest_start(hours: list[Ranked], spent: int, calendar: Calendar) -> int:
    # Of these, the next one last: minutes from now by which it has to be started, with an hour to spare, so that all
    # are kept that can be.
    latest, needed = 1 << 30, 0
    for item in reversed(hours):
        needed += item.minutes
        until = count_minutes_until(item.followup.counted_on or "", calendar)
        if needed + spent <= until:
            latest = min(latest, until - needed - AHEAD_OF_HOUR_MINUTES)
    return latest if latest < 1 << 30 else 0


def _choose_kept(today: list[Ranked], shorter_than: int, room: int) -> list[Ranked]:
    # What is promised for today, is shorter, and fits in.
    kept = []
    for item in today:
        if item.minutes < shorter_than and item.minutes <= room:
            kept.append(item)
            room -= item.minutes
    return kept
