"""How a phrase is asked for, and what comes of it."""

from __future__ import annotations

from datetime import date

from followq.model.core.calendar import Calendar, When
from followq.record import NamedTuple


class Read(NamedTuple):
    """A phrase understood: the moment, and a remark where the clock left a choice."""

    when: When
    remark: str = ""


class Asked(NamedTuple):
    """From where a phrase is seen.

    `is_past` looks back: `the 15th` is the latest one. `is_start` wants the beginning of a stretch like `this week` or
    `monday morning`, else its end is meant. `year` decides for a day without one.
    """

    calendar: Calendar
    is_past: bool = False
    is_start: bool = False
    year: int | None = None


class NotUnderstoodError(Exception):
    """A phrase outside the grammar; the message says why where more is known."""


class JustGoneError(Exception):
    """A day without a year that was a short while ago: it may be this year's or the next one."""

    def __init__(self, gone: date, coming: date) -> None:
        super().__init__(gone, coming)
        self.gone = gone
        self.coming = coming
