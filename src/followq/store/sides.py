"""How much is open, counted by index: for a shell prompt, and for what stands below a list."""

from __future__ import annotations

from followq.model.calendar import Calendar
from followq.record import NamedTuple
from followq.store.rows import SHOWN, moments_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.rows import Ask


class Sides(NamedTuple):
    """How much is open on either side, how much of that is hidden, and how much of what is owed and shown is late."""

    owed: int
    late: int
    waiting: int
    owed_hidden: int
    waiting_hidden: int

    @property
    def is_empty(self) -> bool:
        """Nothing is open."""
        return not (self.owed or self.waiting)


def sides(ask: Ask, calendar: Calendar) -> Sides:
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
    hidden = f"""
        SELECT count(*) FROM followups f INDEXED BY followups_snoozed
        WHERE f.status = 'open' AND f.snoozed_until IS NOT NULL AND NOT {SHOWN} AND f.ball
    """
    counts = (owed, late, waiting, f"{hidden} = 'mine'", f"{hidden} = 'theirs'")
    return Sides(*ask(f"SELECT {', '.join(f'({count})' for count in counts)}", moments_of(calendar))[0])
