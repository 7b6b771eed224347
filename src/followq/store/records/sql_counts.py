"""How much is open, counted by index: for a shell prompt, and for what stands below a list."""

from __future__ import annotations

from followq.model.core.calendar import Calendar
from followq.record import NamedTuple
from followq.store.records.rows import SHOWN, list_moments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball
    from followq.store.records.rows import Ask

_HIDDEN = f"""
    SELECT count(*) FROM followups f INDEXED BY followups_snoozed
    WHERE f.status = 'open' AND f.snoozed_until IS NOT NULL AND NOT {SHOWN} AND f.ball = '{{}}'
"""


class Sides(NamedTuple):
    """How much is open on either side, how much of that is hidden, and how much of what is owed and shown is late."""

    owed: int
    late: int
    waiting: int
    owed_hidden: int
    waiting_hidden: int


def count_sides(ask: Ask, calendar: Calendar) -> Sides:
    """Count what is open."""
    owed, waiting = (
        f"SELECT count(*) FROM followups f INDEXED BY followups_open WHERE f.status = 'open' AND f.ball = '{ball}'"
        for ball in ("mine", "theirs")
    )
    # Text before now holds all days before today, whatever the zone.
    late = f"""
        SELECT count(*) FROM followups f INDEXED BY followups_owed_by_promise
        WHERE f.status = 'open' AND f.ball = 'mine' AND f.promised < :now
          AND f.promised < iif(length(f.promised) = 10, :today, :now) AND {SHOWN}
    """
    counts = (owed, late, waiting, _HIDDEN.format("mine"), _HIDDEN.format("theirs"))
    return Sides(*ask(f"SELECT {', '.join(f'({count})' for count in counts)}", list_moments(calendar))[0])


def count_hidden(ask: Ask, ball: Ball, calendar: Calendar) -> int:
    """Count what is open on one side and hidden."""
    found: int = ask(_HIDDEN.format(ball), list_moments(calendar))[0][0]
    return found
