"""What hangs on something that the user waits for: whatever it blocks, directly or through something else."""

from __future__ import annotations

from collections.abc import Iterable

from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.record import NamedTuple


class Dependents(NamedTuple):
    """What is owed and can't be done before something else, the soonest promised first, then by id."""

    followups: tuple[FollowUp, ...]

    @property
    def promised(self) -> FollowUp | None:
        """What is promised first; None where nothing is promised."""
        first = self.followups[0]
        return first if first.promised else None


def find_dependents(blocked: Iterable[FollowUp], calendar: Calendar) -> dict[int, Dependents]:
    """What hangs on each follow-up, by its id, out of everything open that is blocked by something."""
    waiting_for: dict[int, list[FollowUp]] = {}
    for followup in blocked:
        if followup.is_open:
            for blocker in followup.blocked_by:
                waiting_for.setdefault(blocker, []).append(followup)
    found = {}
    for blocker in waiting_for:
        owed = [followup for followup in _all_behind(blocker, waiting_for) if followup.is_owed]
        if owed:
            owed.sort(key=lambda item: (not item.promised, item.promised and calendar.end_of(item.promised), item.id))
            found[blocker] = Dependents(tuple(owed))
    return found


def _all_behind(blocker: int, waiting_for: dict[int, list[FollowUp]]) -> list[FollowUp]:
    # An import may bring circles.
    seen, found, left = {blocker}, [], list(waiting_for[blocker])
    while left:
        followup = left.pop()
        if followup.id not in seen:
            seen.add(followup.id)
            found.append(followup)
            left += waiting_for.get(followup.id, ())
    return found
