"""Weeks, months, quarters and years of the user's calendar: where they begin and end."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from followq.model.calendar import Calendar


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


def begin_week(day: date, calendar: Calendar) -> date:
    """First day of a day's week: Monday, or the first of the working days that lead up to it without a day off."""
    first = 0
    while (first - 1) % 7 in calendar.workdays and first > -6:
        first -= 1
    if len(calendar.workdays) == 7:
        first = 0
    return day - timedelta(days=(day.weekday() - first) % 7)


def end_week(calendar: Calendar, weeks: int = 0) -> date:
    """Last working day of this week, or of a later one; of the next one where this week's is over."""
    first = begin_week(calendar.today, calendar) + timedelta(weeks=weeks)
    days = [first + timedelta(days=number) for number in range(7)]
    working = [day for day in days if calendar.is_working(day)]
    last = max(working) if working else days[-1]
    return last if last >= calendar.today or weeks else end_week(calendar, 1)


def end_months(day: date, months: int) -> date:
    """Last day of the month, quarter (3) or year (12) that a day is in."""
    last_month = day.month + -day.month % months
    return day + relativedelta(month=last_month, day=31)


def begin_months(day: date, months: int) -> date:
    """First day of the month, quarter (3) or year (12) that a day is in."""
    return day.replace(month=day.month - (day.month - 1) % months, day=1)
