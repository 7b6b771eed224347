"""Weeks, months, quarters and years of the user's calendar: where they begin and end."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from followq.model.core.calendar import Calendar


def shift(start: date, unit: str, count: int, calendar: Calendar) -> date:
    """Day that lies so many units after another.

    Raises: OverflowError.
    """
    if unit == "working":
        return calendar.add_working_days(start, count)
    step = {"weeks": 2 * count} if unit == "fortnights" else {unit: count}
    try:
        return start + relativedelta(**step)  # type: ignore[arg-type]
    except ValueError as err:  # relativedelta's word for a year out of range
        raise OverflowError from err


def end_week(calendar: Calendar, weeks: int = 0) -> date:
    """Last working day of this week, or of a later one; of the next one where this week's is over."""
    last = calendar.last_of_week(calendar.today + timedelta(weeks=weeks))
    return last if last >= calendar.today or weeks else end_week(calendar, 1)


def end_months(day: date, months: int) -> date:
    """Last day of the month, quarter (3) or year (12) that a day is in."""
    last_month = day.month + -day.month % months
    return day + relativedelta(month=last_month, day=31)


def begin_months(day: date, months: int) -> date:
    """First day of the month, quarter (3) or year (12) that a day is in."""
    return day.replace(month=day.month - (day.month - 1) % months, day=1)
