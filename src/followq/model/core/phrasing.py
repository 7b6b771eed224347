"""Numbers and moments in words, as reasons, messages and pages say them."""

from __future__ import annotations

from followq.model.core.calendar import MONTHS, WEEKDAYS, Calendar, When


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 promise`, `2 promises`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return ("never", "once", "twice")[number] if number < 3 else f"{number} times"


def working_days(number: int) -> str:
    """`1 working day`, `6 working days`."""
    return count(number, "working day")


def minutes(number: int) -> str:
    """`15m`, `2h`, `1h30m`."""
    hours, rest = divmod(number, 60)
    return f"{hours}h{rest}m" if hours and rest else f"{hours}h" if hours else f"{rest}m"


def day(when: When, calendar: Calendar) -> str:
    """`Fri 27 Nov`, with the year where it is not this one and the time where there is one."""
    on = calendar.day_of(when)
    words = f"{WEEKDAYS[on.weekday()].title()} {on.day} {MONTHS[on.month - 1].title()}"
    if on.year != calendar.today.year:
        words += f" {on.year}"
    time = calendar.time_of(when)
    return f"{words} {time}" if time else words


def day_alone(when: When, calendar: Calendar) -> str:
    """`Fri 27 Nov`, without a time of day: for what lies behind."""
    return day(calendar.day_of(when).isoformat(), calendar)


def distance(when: When, calendar: Calendar) -> str:
    """`today`, `tomorrow`, `in 4 working days`, `3 working days ago`."""
    on = calendar.day_of(when)
    plain = (on - calendar.today).days
    if -1 <= plain <= 1:
        return ("yesterday", "today", "tomorrow")[plain + 1]
    working = calendar.working_days(calendar.today, on)
    if not working:
        return f"in {plain} days" if plain > 0 else f"{-plain} days ago"
    return f"in {working_days(working)}" if working > 0 else f"{working_days(-working)} ago"


def show_with_distance(when: When, calendar: Calendar) -> str:
    """A moment shown back so that nobody has to guess: `Fri 27 Nov (in 4 working days)`."""
    return f"{day(when, calendar)} ({distance(when, calendar)})"


def period(since: When | None, until: When | None, calendar: Calendar) -> str:
    """`since Mon 9 Mar until Tue 10 Mar 15:00`; nothing where both sides are open."""
    ends = (("since", since), ("until", until))
    return " ".join(f"{word} {day(when, calendar)}" for word, when in ends if when)


def shorten(text: str, limit: int = 60) -> str:
    """A text cut to `limit` characters with an ellipsis, for use inside a sentence."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def join_list(parts: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""
