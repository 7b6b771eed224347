"""How long a side with the ball took to let go of it."""

from __future__ import annotations

from followq.model.core.calendar import Calendar, Instant, When
from followq.record import NamedTuple

HANDING_OVER = ("toss", "say")
"""Commands that hand the ball over; any other one that names a side corrects it."""


class Turnaround(NamedTuple):
    """One time that a side with the ball let go of it: done, or tossed to the other side.

    `began` is when the other side began to wait. It may lie after `ended`, where a recurring item was done
    before its day.
    """

    person_id: int
    began: When
    ended: Instant

    def days(self, calendar: Calendar) -> int:
        """Working days from the one to the other; 0 within a day, or where nobody had to wait."""
        return max(0, calendar.until(self.ended) - calendar.until(self.began))
