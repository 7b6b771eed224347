"""`people`: who needs attention."""

from __future__ import annotations

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.nudging import absence
from followq.model.people.people_overview import Share, Standing
from followq.record import NamedTuple
from followq.render.blocks import Block, Row, Span, line, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.render.blocks import Style

FEWEST_CASES = 5
"""Things that somebody asked for from which their share of all of them is told: of one or two it says nothing."""
NOTABLE_PART, NOTABLE_RATIO = 0.2, 2.0
"""From which part of the whole, and how many times the median, somebody's share is worth a word unasked."""


class PeoplePage(NamedTuple):
    """People in the order asked for, and how many more there are."""

    people: tuple[Standing, ...]
    sort: str = "attention"
    more: int = 0
    kind: str = "people"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each."""
        if not self.people:
            first = command("add", "Ana Lopez", "Send the quote")
            return [line(f"Nobody yet. A person is added with the first follow-up: {first}")]
        rows = [Row((Span(item.person.name, _style(item)), Span(self._stands(item, calendar)))) for item in self.people]
        blocks: list[Block] = [table(("who", "how it stands"), rows)]
        if self.more:
            blocks.append(line(Span(f"and {self.more} more", "quiet")))
        return blocks

    def _stands(self, item: Standing, calendar: Calendar) -> str:
        parts = [*filter(None, [absence.describe_absence(item.person, calendar)]), *_open_in_short(item)]
        if item.is_dark:
            parts.append(f"in the dark: {describe_silence(item)}")
        elif item.last_heard_at:
            heard = item.last_heard_at
            parts.append(f"last sign {phrasing.day_alone(heard, calendar)}")
        is_by_time = self.sort == "time"
        if self.sort == "drag" and (drag := describe_pace(item)):
            parts.append(drag)
        if item.time and (is_by_time or is_notable(item.time)):
            parts.append(f"takes {describe_share(item.time, 'your time')}")
        if (asks := asking(item)) and item.asking and (is_by_time or is_notable(item.asking)):
            parts.append(asks)
        if item.person.weight != "normal":
            parts.append("key" if item.person.weight == "key" else "VIP")
        return "; ".join(parts) or "nothing open"


def _style(item: Standing) -> Style:
    return "late" if item.late else "soon" if item.is_dark else ""


def describe_open_parts(item: Standing) -> list[str]:
    """What is open either way, in words."""
    parts = []
    if item.owed:
        late = f", {item.late} late" if item.late else ""
        parts.append(f"you owe {phrasing.count(item.owed, 'thing')}{late}")
    if item.waiting:
        asked = f", {item.to_nudge} to ask for" if item.to_nudge else ""
        parts.append(f"they owe you {phrasing.count(item.waiting, 'thing')}{asked}")
    return parts


def _open_in_short(item: Standing) -> list[str]:
    # One line of eighty columns for most people.
    owed = f"you owe {item.owed}{f' ({item.late} late)' if item.late else ''}"
    waiting = f"they owe {item.waiting}{f' ({item.to_nudge} to ask for)' if item.to_nudge else ''}"
    return [part for part, number in ((owed, item.owed), (waiting, item.waiting)) if number]


def describe_silence(item: Standing) -> str:
    """`no sign for 9 working days (limit 5)`."""
    return f"no sign for {phrasing.working_days(item.dark_days or 0)} (limit {item.informed_days})"


def describe_pace(item: Standing) -> str:
    """How long either side keeps the other waiting, and of how many answers that is the median.

    `you take 4 working days (median of 7), 8 with 2 still open; they take 2 working days (once)`
    """
    sides = (
        ("you", item.my_turnaround_days, item.my_turnarounds, item.my_days, item.my_still),
        ("they", item.their_turnaround_days, item.their_turnarounds, item.their_days, item.their_still),
    )
    return "; ".join(filter(None, (_side(*side) for side in sides)))


def _side(who: str, answered: float | None, number: int, usual: float | None, still: int) -> str:
    if usual is None or (answered is None and not usual):
        # What came today keeps nobody waiting yet.
        return ""
    if answered is None:
        return f"{who} let {phrasing.count(still, 'thing')} wait {format_days(usual)}"
    said = f"{describe_turnaround(who, answered, number)}"
    return said if usual == answered else f"{said}, {usual:g} with {still} still open"


def describe_turnaround(who: str, days_: float, number: int) -> str:
    """`you take 4 working days (median of 7)`, `they answer the same day (once)`."""
    takes = f"take {format_days(days_)}" if days_ else "answer the same day"
    return f"{who} {takes} ({f'median of {number}' if number > 1 else 'once'})"


def format_days(number: float) -> str:
    """`1 working day`, `2.5 working days`."""
    return f"{number:g} working day{'' if number == 1 else 's'}"


def asking(item: Standing) -> str:
    """`asked you for 6 things, 38% of all requests`; the share from five on, nothing for none."""
    if not item.asking:
        return ""
    said = f"asked you for {phrasing.count(item.requests, 'thing')}"
    return f"{said}, {describe_share(item.asking, 'all requests')}" if item.requests >= FEWEST_CASES else said


def describe_share(amount: Share, whole: str) -> str:
    """`38% of your time, 5x the median`; how many times only where it is worth a word."""
    part = f"{amount.part:.0%}" if amount.part >= 0.01 else "under 1%"
    times = f", {amount.ratio:.2g}x the median" if amount.ratio and amount.ratio >= NOTABLE_RATIO else ""
    return f"{part} of {whole}{times}"


def is_notable(amount: Share) -> bool:
    """Large by itself and beside others."""
    return amount.part >= NOTABLE_PART and (amount.ratio or 0) >= NOTABLE_RATIO
