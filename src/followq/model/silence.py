"""What silence means: how people answer, and the chance that they still do so by themselves.

Each person is two figures, learned from how long they had the ball and from what they still have: how long they
usually take, and what share of things they ever answer. Where little is known of them, the user's other people
stand in, and where little is known of those, published figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, fsum, log

from followq.model.calendar import Calendar, Instant, When
from followq.model.followup import FollowUp
from followq.model.turnaround import Turnaround
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

SHAPE = 0.8
"""How wide answering times spread: the exponent of a log-logistic curve, the same for everybody.

Source: fitted to the published shares below; 0.76 on a development list, 0.79 on a support list.
"""

SAME_DAY = 0.25
"""What an answer on the same day counts as, in working days."""

SHORTEST_FIRST_GAP_DAYS, LONGEST_FIRST_GAP_DAYS = 2, 15
"""Nobody is asked on the next day already; slow people after three working weeks of silence at the latest."""


class Habit(NamedTuple):
    """How somebody answers: half of what they answer within `usual_days`, and `share` (0 to 1) of all at last."""

    usual_days: float
    share: float


PUBLISHED = Habit(0.5, 0.85)
"""Everybody, before anything is known of them.

Source: public archives of two development lists and a support list, six years each. Of what was answered at last
(78% of questions on the support list, 83% and 87% of patches) half came within 2.5 to 15 working hours; after a
week of silence 14 to 45% were still answered, after two weeks 8 to 31%. Studies of office and private mail
find answers quicker still: half within an hour or two, 84 to 90% within a day.
"""

OTHERS_WEIGHT = 30
"""Answers of the user's people that count as much as the published figures."""

PERSON_WEIGHT = 5
"""Answers of one person that count as much as what the user's other people do."""

ANSWERS_LOOKED_AT = 100
ANSWERS_LOOKED_AT_EACH = 10
"""The latest answers of everybody, and of each person waited for: more of them time nudges no better."""

MOST_SHARE = 0.9
"""However reliable somebody is: one thing in ten gets lost, and who answers quickly is soon worth a question."""

PLAINLY_LATE = 6
"""Times what is usual for somebody from which on nobody would wait longer, whatever the chance; though not before the
user's patience with strangers has passed.
"""

FEWEST_TO_SAY = 2
"""Answers from which on it is said what is usual for one person; for everybody, four times as many."""

RARE_SHARE = 0.5
"""Those who answer less than this are said to leave much unanswered."""


def bounds(patience_days: int) -> tuple[int, int]:
    """The shortest and the longest first gap: the patience that the user sets is within them whatever it is."""
    return min(SHORTEST_FIRST_GAP_DAYS, patience_days), max(LONGEST_FIRST_GAP_DAYS, patience_days)


def chance(habit: Habit, silent_days: float) -> float:
    """Chance that a question still silent after so many working days is answered by itself within the next days.

    The next days are about two, and more for people who take longer. It falls with every day of silence.
    """
    ahead = 1.5 + habit.usual_days
    still, later = _silent(habit, silent_days), _silent(habit, silent_days + ahead)
    return habit.share * (still - later) / (habit.share * still + 1 - habit.share)


def first_gap(
    habit: Habit,
    least_chance: float,
    shortest: int = SHORTEST_FIRST_GAP_DAYS,
    longest: int = LONGEST_FIRST_GAP_DAYS,
) -> int:
    """Working days of silence from which the chance is no more than `least_chance`, `shortest` to `longest`."""
    low, high = shortest, longest
    while low < high:
        middle = (low + high) // 2
        if chance(habit, middle) <= least_chance:
            high = middle
        else:
            low = middle + 1
    return low


def _silent(habit: Habit, days: float) -> float:
    # Share of what will be answered that is not answered yet.
    return float(1 / (1 + (days / habit.usual_days) ** SHAPE))


_USUALLY_SILENT = tuple(_silent(PUBLISHED, days) for days in range(61))


class Seen(NamedTuple):
    """What was seen of somebody: answers, the sum of their logarithms in days, and how much silence weighs."""

    answers: int = 0
    log_days: float = 0.0
    silence: float = 0.0

    def habit(self, rest: Habit, weight: int) -> Habit:
        """The habit this shows, drawn toward the rest as if `weight` answers of theirs were seen too."""
        answers = self.answers + weight
        usual = exp((self.log_days + weight * log(rest.usual_days)) / answers)
        return Habit(usual, min((self.answers + weight * rest.share) / (answers + self.silence), MOST_SHARE))


Silent = tuple[When, When | None, Instant]
"""What says how silent people are, of one thing waited for: since when, by when it is expected, when it was entered."""


def silent_of(followup: FollowUp) -> Silent:
    """What a follow-up says of it."""
    return followup.since, followup.promised, followup.created_at


class Everybody(NamedTuple):
    """The latest answers, `ANSWERS_LOOKED_AT` where there are so many, and what the user waits for."""

    latest: Sequence[Turnaround]
    silent: Iterable[Silent]


def looked_at_from(latest: Sequence[Turnaround]) -> When:
    """When the oldest answer that is looked at was asked for: silence counts from there on, all of it where all answers
    are known.
    """
    return min(spell.began for spell in latest) if len(latest) >= ANSWERS_LOOKED_AT else ""


class Habits:
    """How the people whom the user waits for answer, and how long to wait for each before asking again.

    `turnarounds` are the latest times that they had the ball and let go of it, `waiting` is what they have now.
    `first_gap_days` is the patience where nothing is known: working days of silence before a first nudge.
    People of whom more is known are asked when the chance that they still answer has fallen as far as that.
    `everybody` is given where the former are not of everybody, or more than the latest.
    """

    def __init__(
        self,
        turnarounds: Iterable[Turnaround],
        waiting: Iterable[FollowUp],
        calendar: Calendar,
        first_gap_days: int,
        everybody: Everybody | None = None,
    ) -> None:
        turnarounds, waiting = list(turnarounds), list(waiting)
        self._least_chance = chance(PUBLISHED, first_gap_days) + 1e-9
        self.patience_days = first_gap_days
        self._bounds = bounds(first_gap_days)
        self._days: dict[int, list[int]] = {}
        self._silences: dict[int, float] = {}
        self._own: dict[int, float] = {}
        self._gaps: dict[tuple[int, float, bool], int] = {}
        since: dict[int, When] = {}
        for spell in turnarounds:
            self._days.setdefault(spell.person_id, []).append(spell.days(calendar))
            since[spell.person_id] = min(spell.began, since.get(spell.person_id, spell.began))
        for person_id, days in self._days.items():
            # With fewer answers than are looked at all of them are known, and all silence counts.
            if len(days) < ANSWERS_LOOKED_AT_EACH:
                del since[person_id]
        # Silence counts from the oldest answer that is looked at.
        for followup in waiting:
            person_id = followup.person_id
            if followup.since >= since.get(person_id, ""):
                weight = self._own[followup.id] = _silence(silent_of(followup), calendar)
                self._silences[person_id] = self._silences.get(person_id, 0.0) + weight
        self._seen = {person_id: _seen(days) for person_id, days in self._days.items()}
        latest, silent = everybody or Everybody(turnarounds, map(silent_of, waiting))
        self._from = looked_at_from(latest)
        all_days = [spell.days(calendar) for spell in latest]
        silence = fsum(_silence(one, calendar) for one in silent if one[0] >= self._from)
        self._everybody = _seen(all_days)._replace(silence=silence)
        self.usual_days_of_all = _median(all_days, 4 * FEWEST_TO_SAY)
        """Median working days in which people answer the user; None while fewer than eight answers are known."""

    def of(self, followup: FollowUp) -> Habit:
        """The habit of the person behind a follow-up, as everything else they were asked shows it."""
        return self._habit(followup.person_id, self._own.get(followup.id, 0.0), followup.since >= self._from)

    def chance(self, followup: FollowUp, silent_days: int) -> float:
        """Chance that this is answered by itself within the next days; see `chance`."""
        return chance(self.of(followup), silent_days)

    def first_gap(self, followup: FollowUp) -> int:
        """Working days of silence from which asking again is worth it."""
        # Thousands of things with a few hundred people: a tenth of a silence more or less makes no day.
        key = followup.person_id, round(self._own.get(followup.id, 0.0), 1), followup.since >= self._from
        gap = self._gaps.get(key)
        if gap is None:
            habit = self._habit(*key)
            shortest, longest = self._bounds
            usual = self.usual_days(followup.person_id)
            if usual is not None:
                longest = max(shortest, min(longest, max(self.patience_days + 1, PLAINLY_LATE * usual)))
            gap = first_gap(habit, self._least_chance, shortest, longest)
            self._gaps[key] = gap
        return gap

    def usual_days(self, person_id: int) -> int | None:
        """Median working days in which a person answered; None while fewer than two answers are known."""
        return _median(self._days.get(person_id, []), FEWEST_TO_SAY)

    def answer_rarely(self, followup: FollowUp) -> Literal["they", "people"] | None:
        """Whether most of what is asked stays unanswered, as far as can be told: by this person, or by people."""
        if self.of(followup).share >= RARE_SHARE:
            return None
        silence = self._silences.get(followup.person_id, 0.0) - self._own.get(followup.id, 0.0)
        return "they" if silence >= FEWEST_TO_SAY else "people"

    def _habit(self, person_id: int, own: float, is_among_all: bool) -> Habit:
        everybody = self._everybody
        rest = max(0.0, everybody.silence - own) if is_among_all else everybody.silence
        others = everybody._replace(silence=rest).habit(PUBLISHED, OTHERS_WEIGHT)
        silence = max(0.0, self._silences.get(person_id, 0.0) - own)
        return self._seen.get(person_id, Seen())._replace(silence=silence).habit(others, PERSON_WEIGHT)


def _median(days: list[int], fewest: int) -> int | None:
    return sorted(days)[len(days) // 2] if len(days) >= fewest else None


def _seen(days: list[int]) -> Seen:
    return Seen(len(days), sum(log(max(some, SAME_DAY)) for some in days))


def _silence(one: Silent, calendar: Calendar) -> float:
    # As much as others would have been answered by now: asked today it says nothing, asked a month ago that they
    # may not answer at all; nor does it while something is expected later. Only the days count that it stood in the
    # queue: what was entered when it was old already says little, as the many that were answered before were never
    # entered.
    since, expected, entered = one
    if expected is not None and not calendar.is_past(expected):
        return 0.0
    waited = calendar.waited(since)
    watched = min(waited, calendar.waited(entered)) if entered and entered != since else waited
    return _USUALLY_SILENT[min(waited - watched, 60)] - _USUALLY_SILENT[min(waited, 60)]
