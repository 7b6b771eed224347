"""Whole-queue figures of a period, made from the ledger's counts: my speed and drag, and theirs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from followq.model.stats.period_counts import PeriodCounts
from followq.model.stats.quantiles import Spread, make_spread
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Day
    from followq.model.core.followup import Ball

USUAL_WEEKS = 8
AGES = (2, 5, 10, 20)
"""Upper ends, in working days, of the groups in which open items are told by age; the last has none."""


class Promises(NamedTuple):
    """Promises settled in the period: kept by the first day promised, by a later one (moved), or neither (broken)."""

    kept: int = 0
    moved: int = 0
    broken: int = 0


class Age(NamedTuple):
    """How many open ones have waited `low` to `high` working days; None has no end."""

    low: int
    high: int | None
    number: int


class Side(NamedTuple):
    """One side of the queue in a period.

    `came_in` and `went_out` count spells that began and ended; `open_at_end` is what was open when the last
    day ended, `ages` the same by age. `open_before + came_in - went_out == open_at_end`.
    """

    came_in: int
    went_out: int
    open_before: int
    open_at_end: int
    ages: tuple[Age, ...]
    turnaround: Spread
    promises: Promises


class Service(NamedTuple):
    """How people were served, in a help desk's words; working days.

    First response: from when they began to wait until they heard anything. Next response: the same each time the
    ball came back. Update: between two signs to people who still wait. Resolution: all time on the user's side
    of what was done; the clock stands still while the ball is with them.
    """

    first_response: Spread
    next_response: Spread
    update: Spread
    resolution: Spread


class Week(NamedTuple):
    """What came in and went out in one week, from its Monday, and what was open when it or the period ended.

    `answered` is the part of what went out that was done or tossed, not dropped.
    """

    monday: Day
    mine_in: int
    mine_out: int
    mine_answered: int
    mine_open: int
    theirs_in: int
    theirs_out: int
    theirs_answered: int
    theirs_open: int


class Figures(NamedTuple):
    """Everything that is told of one period, from its first to its last day.

    `put_off` counts the user's snoozes and moved promises, none of theirs, `put_off_items` the follow-ups they happened
    to. Of the answers that came in, `unasked` came without a nudge; `nudges_per_answer` is the mean.
    """

    since: Day
    until: Day
    mine: Side
    theirs: Side
    service: Service
    put_off_items: int
    put_off: int
    nudges: int
    unasked: int
    nudges_per_answer: float | None
    weeks: tuple[Week, ...]


def make_figures(tally: PeriodCounts) -> Figures:
    """The figures of a period whose log has passed."""
    lengths = {name: make_spread(counts) for name, counts in tally.lengths.items()}
    answers = lengths.get("theirs turnaround", Spread()).number

    def length(name: str) -> Spread:
        return lengths.get(name, Spread())

    return Figures(
        since=_day(tally.first),
        until=_day(tally.last),
        mine=_side(tally, "mine", length("mine turnaround")),
        theirs=_side(tally, "theirs", length("theirs turnaround")),
        service=Service(
            first_response=length("first response"),
            next_response=length("next response"),
            update=length("update"),
            resolution=length("resolution"),
        ),
        put_off_items=tally.counts["put off items"],
        put_off=tally.counts["put off"],
        nudges=tally.counts["nudges"],
        unasked=tally.counts["unasked"],
        nudges_per_answer=round(tally.counts["asked"] / answers, 2) if answers else None,
        weeks=_weeks(tally),
    )


def _side(tally: PeriodCounts, ball: Ball, turnaround: Spread) -> Side:
    counts = tally.counts
    came, went, still = counts[f"{ball} in"], counts[f"{ball} out"], sum(tally.ages[ball].values())
    promises = Promises(*(counts[f"{ball} {outcome}"] for outcome in Promises._fields))
    return Side(
        came_in=came,
        went_out=went,
        open_before=still - came + went,
        open_at_end=still,
        ages=_ages(tally.ages[ball]),
        turnaround=turnaround,
        promises=promises,
    )


def _ages(waited: Counter[int]) -> tuple[Age, ...]:
    groups = []
    low = 0
    for high in (*AGES, None):
        count = sum(times for days, times in waited.items() if low <= days and (high is None or days <= high))
        groups.append(Age(low, high, count))
        low = (high or 0) + 1
    return tuple(groups)


def _weeks(tally: PeriodCounts) -> tuple[Week, ...]:
    # From the end backwards: what was open at the end of a week follows from what came and went after it.
    found: list[Week] = []
    still = {ball: sum(tally.ages[ball].values()) for ball in tally.ages}
    monday = tally.last - (tally.last - 1) % 7
    while monday + 6 >= tally.first:
        flows: dict[str, int] = {}
        for ball in tally.ages:
            came, went, answered = (tally.weeks[f"{ball} {way}"][monday] for way in ("in", "out", "answered"))
            flows |= {f"{ball}_in": came, f"{ball}_out": went, f"{ball}_answered": answered}
            flows[f"{ball}_open"] = still[ball]
            still[ball] += went - came
        found.append(Week(monday=_day(monday), **flows))
        monday -= 7
    return tuple(reversed(found))


def _day(number: int) -> Day:
    return date.fromordinal(number).isoformat()


def choose_usual_since(today: date) -> date:
    """The Monday from which a period begins unless somebody says otherwise: eight weeks with this one."""
    return today - timedelta(days=today.weekday() + 7 * (USUAL_WEEKS - 1))


def make_periods(since: date, until: date) -> tuple[PeriodCounts, PeriodCounts]:
    """The period and the one before it: the same weekdays, as many whole weeks earlier as it takes."""
    first, last = since.toordinal(), until.toordinal()
    shift = -(-(last - first + 1) // 7) * 7
    return PeriodCounts(first, last), PeriodCounts(first - shift, last - shift)
