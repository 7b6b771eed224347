"""Moments as text, and the calendar that counts working days between them.

A moment ("when") is text in one of two fixed forms: a day `2026-12-01`, which stays that day whatever
zone the user travels to, or an instant `2026-12-01T14:00:00Z` in UTC. File, log, JSON and memory hold
the same text, so nothing is converted on the way and text order is time order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from followq.errors import BrokenRecordError

Day = str
Instant = str
When = str

FIRST_YEAR, LAST_YEAR = 1970, 2999
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def format_instant(at: datetime) -> Instant:
    """Write an aware datetime as UTC text, to the second."""
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_day(when: When) -> bool:
    """Tell a day from an instant."""
    return len(when) == 10


_days: set[str] = set()
_times = {""}


def is_moment(text: object) -> bool:
    """Whether a text is a day or an instant that exists, in the years that followq knows, written as followq does."""
    if not isinstance(text, str):
        return False
    # A queue of ten years holds a million moments, on some thousand days.
    on, at = text[:10], text[10:]
    return (on in _days or _is_day_text(on)) and (at in _times or _is_time_text(at))


def _is_day_text(text: str) -> bool:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return False
    if found.isoformat() != text or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return False
    _days.add(text)
    return True


def _is_time_text(text: str) -> bool:
    try:
        if len(text) != len("T14:00:00Z") or f"T{time.fromisoformat(text[1:-1]).isoformat()}Z" != text:
            return False
    except ValueError:
        return False
    _times.add(text)
    return True


def format_utc(at: Instant) -> str:
    """`2026-11-23 09:00 UTC`, where nobody's zone is known."""
    return f"{at[:10]} {at[11:16]} UTC"


class Calendar:
    """The user's now, zone and working days: everything that turns moments into numbers.

    `workdays` holds weekday numbers (Monday is 0), `holidays` the days off on top of that.
    `now` is aware; `instant` is the same as text, `today` its day in the zone. The object is a frozen
    reading of the clock, not a clock.
    """

    __slots__ = (
        "_days_off",
        "_numbers",
        "_passed",
        "_per_week",
        "_today",
        "instant",
        "now",
        "today",
        "workdays",
        "zone",
    )

    def __init__(
        self,
        now: datetime,
        zone: tzinfo = timezone.utc,
        workdays: Iterable[int] = range(5),
        holidays: Iterable[date] = (),
    ) -> None:
        self.now = now
        self.zone = zone
        self.today = now.astimezone(zone).date()
        self.workdays = frozenset(workdays)
        self._per_week = len(self.workdays)
        passed = [0]
        for weekday in range(7):
            passed.append(passed[-1] + (weekday in self.workdays))
        self._passed = tuple(passed)
        self._days_off = sorted({day.toordinal() for day in holidays if day.weekday() in self.workdays})
        self.instant: Instant = format_instant(now)
        self._today = self._count(self.today.toordinal())
        self._numbers: dict[When, int] = {}

    def as_of(self, moment: Instant) -> Calendar:
        """The same calendar as it was at another moment: what happened then is noted by it."""
        days_off = map(date.fromordinal, self._days_off)
        return Calendar(datetime.fromisoformat(moment), self.zone, self.workdays, days_off)

    def day_of(self, when: When) -> date:
        """Day on which a moment falls in the user's zone.

        Raises: BrokenRecordError for what is no moment.
        """
        try:
            if len(when) == 10:
                return date.fromisoformat(when)
            return datetime.fromisoformat(when).astimezone(self.zone).date()
        except ValueError as err:
            raise BrokenRecordError(f"holds '{when}' where a date belongs") from err

    def later(self, one: When, other: When) -> When:
        """The later of two moments of either form, by the user's days; the instant where both fall on one day.

        Either may be empty, which is earlier than any.
        """
        if len(one) == len(other) or not (one and other):
            return max(one, other)
        at, day = (one, other) if is_day(other) else (other, one)
        return day if day > self.day_of(at).isoformat() else at

    def time_of(self, when: When) -> str:
        """`15:00` in the user's zone, or nothing for a whole day."""
        return "" if is_day(when) else datetime.fromisoformat(when).astimezone(self.zone).strftime("%H:%M")

    def is_past(self, when: When) -> bool:
        """True once the moment is over; a day is over when the next one begins."""
        return self.today > self.day_of(when) if is_day(when) else when < self.instant

    def at(self, day: Day, other: When) -> When:
        """A day at the other moment's time of day in the user's zone; the day itself where that has none."""
        if is_day(other):
            return day
        time = datetime.fromisoformat(other).astimezone(self.zone).time()
        return format_instant(datetime.combine(date.fromisoformat(day), time, self.zone))

    def start_of(self, when: When) -> Instant:
        """The instant at which a moment begins: a day at the user's midnight."""
        if not is_day(when):
            return when
        return format_instant(datetime.fromisoformat(when).replace(tzinfo=self.zone))

    def end_of(self, when: When) -> datetime:
        """The instant at which a moment is over: a day lasts until the user's next midnight."""
        if not is_day(when):
            return datetime.fromisoformat(when)
        midnight = datetime.fromisoformat(when) + timedelta(days=1)
        return midnight.replace(tzinfo=self.zone).astimezone(timezone.utc)

    def has_come(self, when: When) -> bool:
        """True once the moment has begun; a day begins at its midnight."""
        return self.today >= self.day_of(when) if is_day(when) else when <= self.instant

    @property
    def first_weekday(self) -> int:
        """Number of the weekday with which the user's week begins: Monday, or the first of the working days that lead
        up to it without a day off. Sunday where Sunday to Thursday are worked.
        """
        day = 0
        while -day < len(self.workdays) < 7 and (day - 1) % 7 in self.workdays:
            day -= 1
        return day % 7

    def first_of_week(self, day: date) -> date:
        """First day of the user's week that a day is in."""
        return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)

    def last_of_week(self, day: date) -> date:
        """Last working day of the user's week that a day is in; its last day where nothing is worked in it."""
        first = self.first_of_week(day)
        days = [first + timedelta(days=number) for number in range(7)]
        return max(filter(self.is_working, days), default=days[-1])

    def is_working(self, day: date) -> bool:
        """Tell a working day from a day off."""
        return self.working_days(day - timedelta(days=1), day) == 1

    def working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is before `start`."""
        return self._count(end.toordinal()) - self._count(start.toordinal())

    def waited(self, when: When) -> int:
        """Working days from a moment until today; 0 for a moment that lies ahead."""
        return max(0, self._today - self._number(when))

    def count_waited(self, moments: Iterable[When]) -> dict[int, int]:
        """How many of some moments were so many working days ago: `waited` of thousands, one look for each day."""
        found: dict[int, int] = {}
        both: tuple[list[When], list[When]] = ([], [])
        for when in moments:
            both[is_day(when)].append(when)
        for some in both:
            some.sort()
            place = 0
            while place < len(some):
                following = (self.day_of(some[place]) + timedelta(days=1)).isoformat()
                days = self.waited(some[place])
                end = bisect_left(some, following if is_day(some[place]) else self.start_of(following), place)
                found[days] = found.get(days, 0) + end - place
                place = end
        return found

    def until(self, when: When) -> int:
        """Working days from today until a moment; negative when it has passed."""
        return self._number(when) - self._today

    def add_working_days(self, start: date, count: int) -> date:
        """Day that lies `count` working days after `start` (before it, when negative).

        With no working days at all in the week, plain days are counted.
        """
        if not self.workdays:
            return start + timedelta(days=count)
        step = timedelta(days=1 if count > 0 else -1)
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def _number(self, when: When) -> int:
        # Ranking asks several times for the same moments, and twice over for thousands of them.
        number = self._numbers.get(when)
        if number is None:
            number = self._numbers[when] = self._count(self.day_of(when).toordinal())
        return number

    def _count(self, ordinal: int) -> int:
        # Working days from 0001-01-01, a Monday, up to and including the day with this ordinal.
        weeks, rest = divmod(ordinal, 7)
        return weeks * self._per_week + self._passed[rest] - bisect_right(self._days_off, ordinal)
