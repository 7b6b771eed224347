"""What silence means: how people answer, and the chance that they still do so by themselves.

Each person is two figures, learned from how long they had the ball and from what they still have: how long they
usually take, and what share of things they ever answer. Where little is known of them, the user's other people
stand in, and where little is known of those, published figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import exp, fsum, log

from followq.model.core.calendar import Calendar, When
from followq.model.core.followup import FollowUp
from followq.model.core.turnaround import Turnaround
from followq.model.nudging.absence import Absence, Away, find_absence
from followq.model.nudging.dependents import Dependents
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

SHAPE = 0.8
"""How wide answering times spread: the exponent of a log-logistic curve, of people taken together.

Source: fitted to the published shares below; 0.76 on a development list, 0.79 on a support list.
"""

OWN_SHAPE = 1.2
"""The same for one person: they differ less from one time to the next than people do from each other."""

OWN_SHAPE_WEIGHT = 3
"""Answers from which on a person's own shape counts for half."""

SAME_DAY = 0.25
"""What an answer on the same day counts as, in working days."""

SHORTEST_FIRST_GAP_DAYS, LONGEST_FIRST_GAP_DAYS = 2, 10
"""Nobody is asked on the next day already; slow people after two working weeks of silence at the latest."""

SHORTEST_NEXT_GAP_DAYS, LONGEST_NEXT_GAP_DAYS = 2, 5
"""Working days from one nudge to the next: never two days running, and never more than a week."""


class Habit(NamedTuple):
    """How somebody answers: half of what they answer within `usual_days`, and `share` (0 to 1) of all at last.

    `shape` says how closely their times lie together.
    """

    usual_days: float
    share: float
    shape: float = SHAPE


PUBLISHED = Habit(0.5, 0.85)
"""Everybody, before anything is known of them.

Source: public archives of two development lists and a support list, six years each. Of what was answered at last
(78% of questions on the support list, 83% and 87% of patches) half came within 2.5 to 15 working hours; after a
week of silence 14 to 45% were still answered, after two weeks 8 to 31%. Studies of office and private mail
find answers quicker still: half within an hour or two, 84 to 90% within a day.
"""

OTHERS_WEIGHT = 20
"""Answers of the user's people that count as much as the published figures."""

PERSON_WEIGHT = 8
"""Answers of one person that count as much as what the user's other people do."""

ANSWERS_LOOKED_AT = 100
ANSWERS_LOOKED_AT_EACH = 10
"""The latest answers of everybody, and of each person waited for: more of them time nudges no better."""

MOST_SHARE = 0.9
"""However reliable somebody is: one thing in ten gets lost, and who answers quickly is soon worth a question."""

TIMES_USUAL = 2.5
"""Nobody is left alone for more than so many times what is usual for them, or the user's patience where that is longer:
every question can be lost, whoever has it.
"""

TIMES_USUAL_AFTER_NUDGE = 2
"""The same for those who were asked again."""

PATIENCE_WITH_SLOW = 2
"""Working days beyond the user's patience for which what is usual for somebody keeps them from being asked."""

USUAL_AFTER_NUDGE = 2
"""Working days in which an unknown person is expected to answer once asked again.

Source: half of the nudged patches on two development lists were answered within two days, nine of ten in the end.
"""

FEWEST_TO_SAY = 2
"""Answers from which on it is said what is usual for one person; for everybody, four times as many."""

RARE_SHARE = 0.5
"""Those who answer less than this are said to leave much unanswered."""


def estimate_chance(habit: Habit, silent_days: float) -> float:
    """Chance that a question still silent after so many working days is answered by itself within the next days.

    The next days are about two, and more for people who take longer. It falls with every day of silence.
    """
    ahead = 1.5 + habit.usual_days
    still, later = _silent(habit, silent_days), _silent(habit, silent_days + ahead)
    return habit.share * (still - later) / (habit.share * still + 1 - habit.share)


def estimate_worth_of_waiting(habit: Habit, silent_days: float) -> float:
    """What another day of waiting is worth: by how much it lowers the chance that a nudge turns out needless, over the
    chance that the question is lost, for which every day of waiting is a day too many. It falls with every day from
    the usual one on.

    A nudge is needless if the answer comes within two days all the same.
    """
    still = [_silent(habit, silent_days + days) for days in (0, 1, 2, 3, 10)]
    less = (still[0] - still[2]) - (still[1] - still[3])
    return habit.share * less / (1 - habit.share + habit.share * still[4])


def find_first_gap(habit: Habit, least_worth: float, shortest: int, longest: int) -> int:
    """Working days of silence from which waiting is worth no more than `least_worth`, `shortest` to `longest`."""
    low, high = shortest, max(shortest, longest)
    while low < high:
        middle = (low + high) // 2
        if estimate_worth_of_waiting(habit, middle) <= least_worth:
            high = middle
        else:
            low = middle + 1
    return low


def _silent(habit: Habit, days: float) -> float:
    # Share of what will be answered that is not answered yet.
    return float(1 / (1 + (days / habit.usual_days) ** habit.shape))


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
        share = min((self.answers + weight * rest.share) / (answers + self.silence), MOST_SHARE)
        return Habit(usual, share, rest.shape)

    @property
    def shape(self) -> float:
        """How closely the times of one person lie together, as far as so many answers show it."""
        return SHAPE + (OWN_SHAPE - SHAPE) * self.answers / (self.answers + OWN_SHAPE_WEIGHT)


class Silence(NamedTuple):
    """What says how much the silence about one thing weighs; the fields are a follow-up's."""

    id: int
    person_id: int
    since: When
    promised: When | None
    told_at: When | None
    created_at: When


def find_window_start(latest: Sequence[Turnaround]) -> When:
    """When the oldest answer that is looked at was asked for: silence counts from there on, all of it where all answers
    are known.
    """
    return min(spell.began for spell in latest) if len(latest) >= ANSWERS_LOOKED_AT else ""


class Surroundings:
    """What bears on when to ask beside how people answer: `absences` says by person who is away or was, `dependents` by
    follow-up what hangs on it; `gone` are people who left for good.
    """

    def __init__(
        self,
        calendar: Calendar,
        absences: Mapping[int, Absence] | None = None,
        dependents: Mapping[int, Dependents] | None = None,
        gone: Collection[int] = (),
    ) -> None:
        self.away = {person_id: find_absence(absence, calendar) for person_id, absence in (absences or {}).items()}
        """Who is away or was, by person, in working days from today."""
        self.gone = frozenset(gone)
        """Who left for good: nobody asks them, what they owe is to be handed over."""
        self.dependents = dependents or {}
        """What hangs on things that are waited for, by their ids."""


class Habits:
    """How the people whom the user waits for answer, and how long to wait for each before asking again.

    `turnarounds` are the latest times that they had the ball and let go of it, `waiting` is what they have now.
    `patience_days` is the patience where nothing is known: working days of silence before a first nudge.
    `latest` is given where the turnarounds are not everybody's, or more than the latest. Of what waits, only
    that counts which says something of those who are asked about, or began since `find_window_start` of the latest.
    """

    def __init__(
        self,
        turnarounds: Iterable[Turnaround],
        waiting: Iterable[FollowUp | Silence],
        calendar: Calendar,
        patience_days: int,
        latest: Sequence[Turnaround] | None = None,
        around: Surroundings | None = None,
    ) -> None:
        turnarounds, waiting = list(turnarounds), list(waiting)
        self.patience_days = patience_days
        around = around or Surroundings(calendar)
        self.away, self.gone, self.dependents = around.away, around.gone, around.dependents
        self._least_worth = estimate_worth_of_waiting(PUBLISHED, patience_days) + 1e-9
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
        self._seen = {person_id: _make_seen(days) for person_id, days in self._days.items()}
        latest = turnarounds if latest is None else latest
        self._from = find_window_start(latest)
        silence = []
        # Silence counts from the oldest answer that is looked at.
        for followup in waiting:
            person_id, weight = followup.person_id, _silence(followup, calendar, self.away.get(followup.person_id))
            if followup.since >= since.get(person_id, ""):
                self._own[followup.id] = weight
                self._silences[person_id] = self._silences.get(person_id, 0.0) + weight
            if followup.since >= self._from:
                silence.append(weight)
        all_days = [spell.days(calendar) for spell in latest]
        self._everybody = _make_seen(all_days)._replace(silence=fsum(silence))
        self.usual_days_of_all = _median(all_days, 4 * FEWEST_TO_SAY)
        """Median working days in which people answer the user; None while fewer than eight answers are known."""

    def of(self, followup: FollowUp) -> Habit:
        """The habit of the person behind a follow-up, as everything else they were asked shows it."""
        return self._habit(followup.person_id, self._own.get(followup.id, 0.0), followup.since >= self._from)

    def chance(self, followup: FollowUp, silent_days: int) -> float:
        """Chance that this is answered by itself within the next days; see `chance`."""
        return estimate_chance(self.of(followup), silent_days)

    def first_gap(self, followup: FollowUp) -> int:
        """Working days of silence from which asking is worth it, while they were not asked again."""
        # Thousands of things with a few hundred people: a tenth of a silence more or less makes no day.
        key = followup.person_id, round(self._own.get(followup.id, 0.0), 1), followup.since >= self._from
        gap = self._gaps.get(key)
        if gap is None:
            gap = self._gaps[key] = self._first_gap(self._habit(*key), self.usual_days(followup.person_id))
        return gap

    def next_gap(self, followup: FollowUp, nudges: int) -> int:
        """Working days of silence after so many nudges from which asking once more is worth it.

        A day more than usual for each nudge, at most twice what is usual or a week, and no more than before the
        first nudge.
        """
        usual = self.usual_days(followup.person_id)
        if usual is None:
            usual = max(USUAL_AFTER_NUDGE, self.usual_days_of_all or 0)
        days = min(usual + nudges, TIMES_USUAL_AFTER_NUDGE * usual, LONGEST_NEXT_GAP_DAYS, self.first_gap(followup))
        return max(SHORTEST_NEXT_GAP_DAYS, days)

    def usual_days(self, person_id: int) -> int | None:
        """Median working days in which a person answered; None while fewer than two answers are known."""
        return _median(self._days.get(person_id, []), FEWEST_TO_SAY)

    def answer_rarely(self, followup: FollowUp) -> Literal["they", "people"] | None:
        """Whether most of what is asked stays unanswered, as far as can be told: by this person, or by people."""
        if self.of(followup).share >= RARE_SHARE:
            return None
        silence = self._silences.get(followup.person_id, 0.0) - self._own.get(followup.id, 0.0)
        return "they" if silence >= FEWEST_TO_SAY else "people"

    def _first_gap(self, habit: Habit, usual: int | None) -> int:
        patience = self.patience_days
        at_most = max(LONGEST_FIRST_GAP_DAYS, patience)
        shortest = min(SHORTEST_FIRST_GAP_DAYS, patience)
        usual = self.usual_days_of_all if usual is None else usual
        if usual is not None:
            # Nobody is asked within their usual time, unless that is beyond what the user has patience for.
            shortest = max(shortest, min(usual + 1, patience + PATIENCE_WITH_SLOW, at_most))
        usually = habit.usual_days if usual is None else usual
        longest = min(at_most, max(patience, round(TIMES_USUAL * usually)))
        shortest = max(shortest, min(round(habit.usual_days), longest))
        return find_first_gap(habit, self._least_worth, shortest, longest)

    def _habit(self, person_id: int, own: float, is_among_all: bool) -> Habit:
        everybody = self._everybody
        rest = max(0.0, everybody.silence - own) if is_among_all else everybody.silence
        others = everybody._replace(silence=rest).habit(PUBLISHED, OTHERS_WEIGHT)
        silence = max(0.0, self._silences.get(person_id, 0.0) - own)
        seen = self._seen.get(person_id, Seen())._replace(silence=silence)
        return seen.habit(others, PERSON_WEIGHT)._replace(shape=seen.shape)


def _median(days: list[int], fewest: int) -> int | None:
    return sorted(days)[len(days) // 2] if len(days) >= fewest else None


def _make_seen(days: list[int]) -> Seen:
    return Seen(len(days), sum(log(max(some, SAME_DAY)) for some in days))


def _silence(followup: FollowUp | Silence, calendar: Calendar, away: Away | None) -> float:
    # As much as others would have been answered by now: asked today it says nothing, asked a month ago that they
    # may not answer at all; nor does it while something is expected later, or while they are away. Only the days
    # count that it stood in the queue: what was entered when it was old already says little, as the many that were
    # answered before were never entered. What they were asked for later than that is silence from then on.
    since, expected, entered = max(followup.since, followup.told_at or ""), followup.promised, followup.created_at
    if expected is not None and not calendar.is_past(expected):
        return 0.0
    waited = calendar.waited(since)
    watched = min(waited, calendar.waited(entered)) if entered and entered != since else waited
    if away:
        lost = away.days_lost(-waited)
        waited, watched = waited - lost, max(0, watched - lost)
    return _USUALLY_SILENT[min(waited - watched, 60)] - _USUALLY_SILENT[min(waited, 60)]
