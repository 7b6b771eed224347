"""Working time for reports that go through a long log: the calendar's answers, remembered."""

from __future__ import annotations

from datetime import date, datetime, timezone

from followq.model.core.calendar import Calendar, Instant, When, is_day

DAY_SECONDS = 86_400
OFF_DAY = 1 / 24
"""What a day off counts on the clock: few answers come then, but some do."""


class WorkClock:
    """Day numbers (`date.toordinal`) of moments, working days between them, and a clock that runs in working days."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._is_utc = calendar.zone is timezone.utc
        self._numbers: dict[str, int | None] = {}
        self._worked: dict[int, int] = {}
        self._worked_by: dict[str, int] = {}
        self._days: dict[int, tuple[int, int, float, float]] = {}
        self._midnights: dict[str, int] = {}

    def day(self, when: When) -> int:
        """Number of the day on which a moment falls in the user's zone.

        Raises: BrokenRecordError for what is no moment.
        """
        key = when[:10] if self._is_utc or len(when) == 10 else when[:13]
        number = self._numbers.get(key, 0)
        if number == 0:
            number = self._numbers[key] = self._number(key)
        # None: an hour in which the user's day begins.
        return self._calendar.day_of(when).toordinal() if number is None else number

    def _number(self, key: str) -> int | None:
        if len(key) == 10:
            return self._calendar.day_of(key).toordinal()
        first, last = (self._calendar.day_of(f"{key}{rest}") for rest in (":00:00Z", ":59:59Z"))
        return first.toordinal() if first == last else None

    def between(self, start: int, end: int) -> int:
        """Working days after one day up to and including another; 0 when that lies before it."""
        return max(0, self.worked(end) - self.worked(start))

    def worked(self, number: int) -> int:
        """Working days from the first day there is, up to and including this one."""
        worked = self._worked.get(number)
        if worked is None:
            worked = self._calendar.working_days(date.min, date.fromordinal(number))
            self._worked[number] = worked
        return worked

    def length(self, began: When, ended: When) -> int:
        """Working days of a wait: those after its first day up to and including its last one.

        Raises: BrokenRecordError for what is no moment.
        """
        return max(0, self._worked_until(ended) - self._worked_until(began))

    def _worked_until(self, when: When) -> int:
        key = when[:10] if self._is_utc or len(when) == 10 else when[:13]
        worked = self._worked_by.get(key)
        if worked is None:
            worked = self.worked(self.day(when))
            if self._numbers[key] is not None:
                self._worked_by[key] = worked
        return worked

    def is_after(self, at: Instant, due: When) -> bool:
        """Whether a moment lies behind a promised one: a day lasts to its end."""
        return self.day(at) > self.day(due) if is_day(due) else at > due

    def reading(self, when: When) -> float:
        """Working days on the clock at a moment; a day is its midnight. Strictly increasing."""
        number = self.day(when)
        day = self._days.get(number)
        if day is None:
            day = self._days[number] = self._make_day(number)
        begun, seconds, before, share = day
        if is_day(when):
            return before
        # Thousands of moments: their text is read in place.
        midnight = self._midnights.get(when[:10])
        if midnight is None:
            midnight = self._midnights[when[:10]] = date.fromisoformat(when[:10]).toordinal() * DAY_SECONDS
        at = midnight + int(when[11:13]) * 3600 + int(when[14:16]) * 60 + int(when[17:19])
        return before + (at - begun) / seconds * share

    def _make_day(self, number: int) -> tuple[int, int, float, float]:
        # When a day begins, in seconds since the first one; how many it has; what the clock shows then, and how far it
        # goes in this day.
        first, following = (
            datetime.fromisoformat(self._calendar.start_of(date.fromordinal(day).isoformat()))
            for day in (number, number + 1)
        )
        worked = self.worked(number - 1)
        is_working = self.worked(number) - worked
        begun = first.toordinal() * DAY_SECONDS + first.hour * 3600 + first.minute * 60 + first.second
        seconds = round((following - first).total_seconds())
        return begun, seconds, worked + OFF_DAY * (number - 1 - worked), is_working or OFF_DAY
