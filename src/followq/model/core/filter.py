"""What a filter means: which follow-ups are asked for, and of which time."""

from __future__ import annotations

from datetime import timedelta

from followq.model.core.calendar import Calendar, Day, Instant, When, format_instant, is_day
from followq.model.core.followup import FollowUp, is_hidden, is_late
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from followq.model.core.followup import Ball, Status


class Period(NamedTuple):
    """A stretch of time: `since` and `until` as they were meant, None where a side is open.

    Instants fit from `begin` on and before `end`; whole days, which begin at the user's midnight, from `first` to
    `last`.
    """

    since: When | None = None
    until: When | None = None
    begin: Instant = ""
    end: Instant = "9"
    first: Day = ""
    last: Day = "9"

    def holds(self, when: When) -> bool:
        """Whether a moment lies in it."""
        return self.first <= when <= self.last if is_day(when) else self.begin <= when < self.end


def make_period(since: When | None, until: When | None, calendar: Calendar) -> Period:
    """A period of the user's calendar; a day lasts from one midnight to the next."""
    period = Period(since, until)
    if since is not None:
        begin, day = calendar.start_of(since), calendar.day_of(since)
        is_midnight = calendar.start_of(day.isoformat()) == begin
        period = period._replace(begin=begin, first=(day if is_midnight else day + timedelta(days=1)).isoformat())
    if until is not None:
        end, day = format_instant(calendar.end_of(until)), calendar.day_of(until)
        is_before = not is_day(until) and calendar.start_of(day.isoformat()) >= end
        period = period._replace(end=end, last=(day - timedelta(days=1) if is_before else day).isoformat())
    return period


class Filter(NamedTuple):
    """Which follow-ups are asked for; None leaves a side open.

    Projects and tags are compared as `folding.fold` has them, and all of the tags are wanted; an empty project stands
    for none. `period` bounds when the wait began. `late_at` and `snoozed_at` are the calendars by which a follow-up has
    to be late, or open and hidden.
    """

    ball: Ball | None = None
    status: Status | None = "open"
    person_id: int | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    period: Period | None = None
    late_at: Calendar | None = None
    snoozed_at: Calendar | None = None


def make_test(wanted: Filter) -> Callable[[FollowUp], bool]:
    """The test of whether a follow-up passes a filter: the one place that says what each part of it means."""
    ball, status, person_id, project, _, period, late_at, snoozed_at = wanted
    has_words = project is not None or bool(wanted.tags)
    if has_words:
        from followq.model.core.folding import fold  # which a look at everything does without

        project = None if project is None else fold(project)
        tags = set(map(fold, wanted.tags))

    def is_wanted(followup: FollowUp) -> bool:
        if (
            (ball is not None and followup.ball != ball)
            or (status is not None and followup.status != status)
            or (person_id is not None and followup.person_id != person_id)
            or (period is not None and not period.holds(followup.since))
            or (late_at is not None and not is_late(followup, late_at))
            or (snoozed_at is not None and not (followup.is_open and is_hidden(followup, snoozed_at)))
        ):
            return False
        if not has_words:
            return True
        return (project is None or fold(followup.project or "") == project) and tags <= set(map(fold, followup.tags))

    return is_wanted
