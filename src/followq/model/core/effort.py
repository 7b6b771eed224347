"""How long a thing takes to clear: what was said, else what the user's own history shows."""

from __future__ import annotations

from collections.abc import Sequence

from followq.model.core.followup import FollowUp
from followq.model.core.person import Person

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SHORTEST_MINUTES = 2
"""Nothing takes less: so long it takes to find the number."""
TELLING_MINUTES = 5
"""What it takes to tell somebody where it stands."""
CHANNEL_MINUTES = {"call": 10, "chat": 5, "email": 15, "meet": 30, "letter": 30}
"""Guess of the time an item takes where neither it nor the user's history says."""
USUAL_MINUTES = 15
EFFORTS_NEEDED = 8
"""Closed items with logged time from which their median says more than the channel's figure."""
LEFT_OF_LONG = 0.5
"""What is left of a thing that took longer than thought, as a share of what was thought and spent together: who is
at it for long is seldom nearly through.
"""


def estimate_usual_effort(spent: Sequence[int]) -> int | None:
    """The median minutes of what was closed lately; None while there are too few."""
    return sorted(spent)[len(spent) // 2] if len(spent) >= EFFORTS_NEEDED else None


def estimate_time_left(followup: FollowUp, person: Person, usual_minutes: int | None) -> tuple[int, bool]:
    """Minutes it takes to clear from now on, at least two, and whether that is only an estimate.

    What was spent already is taken off. Without a stated effort the user's usual one counts, else the channel's.
    """
    stated, spent = followup.effort_minutes, followup.spent_minutes
    if stated is None:
        channel: Any = followup.channel or person.channel
        thought = usual_minutes or CHANNEL_MINUTES.get(channel, USUAL_MINUTES)
    else:
        thought = stated
    left = thought - spent
    if spent and (left <= 0 or stated is None):
        left = max(left, round(LEFT_OF_LONG * (thought + spent)))
    return max(SHORTEST_MINUTES, left), stated is None or spent >= stated
