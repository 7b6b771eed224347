"""How soon the user gets back to people, by their own history: the day that would be kept in 8 of 10 cases.

Each day of waiting has its chance that it is the last one, read off the latest ended spells and what is still
open: of those that had waited as long, the share that ended that day. What is open counts as far as it got, what
began before the history looked at counts from there on: else a young queue would look fast.
Source: the product-limit estimate for such data, Tsai, Jewell and Wang, Biometrika 74, 1987.

Two things make it a forecast. One case more, that never ends, is added to those at risk: then a day promised at 80%
is kept in 80% of cases, however few cases there are, and where they are too few there is no such day.
Source: conformal prediction, Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005.
And one person's own history counts against everybody's as if everybody's were `OTHERS` cases: with little of
their own, people are taken for the usual. Source: Susarla and van Ryzin, JASA 71, 1976 (Dirichlet prior).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followq.model.core.calendar import Calendar, Instant, When
from followq.model.core.turnaround import Turnaround
from followq.record import NamedTuple

LEAST_CASES = 10
"""Ended spells from which anything is said."""

OTHERS = 8.0
"""Cases that everybody's history counts for beside one person's own."""

MOST = 100
"""Latest ended spells that everybody's pace is read off: enough, and it follows how the user works now."""

MOST_EACH = 20
"""Latest ended spells with one person."""

LONGEST_DAYS = 250
"""Working days of waiting that are told apart: about a year."""


class Pace(NamedTuple):
    """The chance for each working day of waiting, from the first, that it is the last.

    `ended[day]` is the number of ended spells that lasted at least so long. Beyond the last day nothing is known.
    """

    chances: tuple[float, ...]
    ended: tuple[int, ...]

    def cases(self, waited: int = 0) -> int:
        """Ended spells that lasted at least `waited` working days."""
        return self.ended[waited] if waited < len(self.ended) else 0

    def days(self, share: float, waited: int = 0) -> int | None:
        """Working days from now until what waited so long is done with this probability; 0 is today.

        None where there is too little history to tell, or none that is good enough.
        """
        if self.cases(waited) < LEAST_CASES:
            return None
        left = 1.0
        for more, chance in enumerate(self.chances[waited:]):
            left *= 1 - chance
            if left <= 1 - share + 1e-9:
                return more
        return None

    def chance(self, days: int, waited: int = 0) -> float | None:
        """The probability that what waited so long is done within `days` working days from now.

        None where there is too little history to tell.
        """
        if self.cases(waited) < LEAST_CASES:
            return None
        left = 1.0
        for chance in self.chances[waited : waited + days + 1]:
            left *= 1 - chance
        return 1 - left


def measure_pace(
    ended: Sequence[Turnaround],
    open_since: Iterable[When],
    calendar: Calendar,
    whole_from: Instant,
    usual: Pace | None = None,
) -> Pace:
    """Read the pace off ended spells and the beginnings of those that are open, in any order.

    `ended` are all that ended from `whole_from` on. With `usual` they are one person's, and that is
    everybody's pace.
    """
    if not ended:
        return usual or Pace((), ())
    looked_at = calendar.waited(whole_from)
    entering, leaving, ending = ([0] * (LONGEST_DAYS + 2) for _ in range(3))
    for spell in ended:
        days = min(LONGEST_DAYS, spell.days(calendar))
        entering[min(days, max(0, calendar.waited(spell.began) - looked_at))] += 1
        leaving[days + 1] += 1
        ending[days] += 1
    for days, count in calendar.count_waited(open_since).items():
        before = max(0, days - looked_at)
        if before < min(LONGEST_DAYS, days):
            entering[before] += count
            leaving[min(LONGEST_DAYS, days)] += count
    return _pace(entering, leaving, ending, usual)


def _pace(entering: list[int], leaving: list[int], ending: list[int], usual: Pace | None) -> Pace:
    chances, at_risk, left_usual = [], 0, 1.0
    longest = max(day for day, count in enumerate(ending) if count)
    if usual:
        longest = max(longest, len(usual.chances) - 1)
    for day in range(longest + 1):
        at_risk += entering[day] - leaving[day]
        if usual is None:
            chances.append(ending[day] / (at_risk + 1))
            continue
        usual_chance = usual.chances[day] if day < len(usual.chances) else 0.0
        others = OTHERS * left_usual
        # With no cases of their own it is the usual pace, which has its one more case already.
        one_more = at_risk / (at_risk + others)
        chances.append((ending[day] + others * usual_chance) / (at_risk + others + one_more))
        left_usual *= 1 - usual_chance
    lasted: list[int] = []
    longer = 0
    for day in range(longest, -1, -1):
        longer += ending[day]
        lasted.insert(0, longer)
    if usual:
        lasted = list(usual.ended) + [0] * (longest + 1 - len(usual.ended))
    return Pace(tuple(chances), tuple(lasted))


class Paces:
    """The user's pace for each person, worked out when it is asked for.

    `latest` are everybody's latest ended spells, `MOST` where there are so many, and `own` the latest
    `MOST_EACH` with each person who will be asked about; where there are fewer, these are all since `began_at`, when
    the queue was begun. `open_since` tells who waits on the user since when.
    """

    def __init__(
        self,
        latest: Sequence[Turnaround],
        own: Iterable[Turnaround],
        open_since: Iterable[tuple[int, When]],
        calendar: Calendar,
        began_at: Instant,
    ) -> None:
        open_since = list(open_since)
        self._paces: dict[int, Pace] = {}
        self._calendar = calendar
        self._began_at = began_at
        self._usual = measure_pace(latest, [since for _, since in open_since], calendar, self._whole_from(latest, MOST))
        self._own: dict[int, list[Turnaround]] = {}
        for spell in own:
            self._own.setdefault(spell.person_id, []).append(spell)
        self._open: dict[int, list[When]] = {}
        for person_id, since in open_since:
            self._open.setdefault(person_id, []).append(since)

    def of(self, person_id: int) -> Pace:
        """The pace for one person: their own history, shrunk toward everybody's."""
        pace = self._paces.get(person_id)
        if pace is None:
            own = self._own.get(person_id, [])
            whole_from, since = self._whole_from(own, MOST_EACH), self._open.get(person_id, [])
            pace = self._paces[person_id] = measure_pace(own, since, self._calendar, whole_from, self._usual)
        return pace

    def _whole_from(self, spells: Sequence[Turnaround], most: int) -> Instant:
        oldest = min((spell.ended for spell in spells), default=self._began_at)
        # What was brought in may have ended before the queue was begun.
        return oldest if len(spells) >= most else min(oldest, self._began_at)
