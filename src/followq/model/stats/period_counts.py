"""What is counted of one period while the log passes by."""

from __future__ import annotations

from collections import Counter, defaultdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball


class PeriodCounts:
    """Counts of one period, from one day's number to another's."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.counts: Counter[str] = Counter()
        """`mine in`, `theirs kept`, `nudges` and the like."""
        self.lengths: defaultdict[str, Counter[int]] = defaultdict(Counter)
        """`mine turnaround`, `first response` and the like: working days -> how often."""
        self.weeks: defaultdict[str, Counter[int]] = defaultdict(Counter)
        """`mine in` and the like: number of a week's first day -> how often."""
        self.ages: dict[Ball, Counter[int]] = {"mine": Counter(), "theirs": Counter()}
        """Working days that what is open at the end has waited -> how often."""

    def holds(self, day: int) -> bool:
        """Whether a day lies in the period."""
        return self.first <= day <= self.last

    def add(self, name: str, days: int) -> None:
        """Count a length."""
        self.lengths[name][days] += 1

    def flow(self, name: str, day: int) -> None:
        """Count what comes in or goes out, in its week."""
        self.counts[name] += 1
        # Day 1 was a Monday.
        self.weeks[name][day - (day - 1) % 7] += 1
