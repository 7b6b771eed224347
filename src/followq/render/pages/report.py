"""`report`: what a customer is told, as sections that text, Markdown and HTML draw alike."""

from __future__ import annotations

from collections.abc import Callable

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.insight import Figures
from followq.model.reporting import Coming, Deed, Item, Move, Report
from followq.model.spread import Spread
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STATES = {
    "late": "Late",
    "at risk": "At risk",
    "waiting": "Waiting for you",
    "on track": "On track",
    "open": "Open",
    "clear": "Nothing open",
}


FEWEST_CASES = 5
"""Answers from which a pace is told: fewer say nothing of the next one."""
MOST_NEW = 5
"""New things that are named."""


class Entry(NamedTuple):
    """A row of a section: its cells, and whether it is late."""

    cells: tuple[str, ...]
    is_late: bool = False


class Section(NamedTuple):
    """A part of the report: a table with its title, or the words for having none. `more` rows were left out."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Entry, ...]
    empty: str
    more: int = 0


class ReportPage(NamedTuple):
    """The report as it is shown; `whole` has every row, `report` those that are shown, `figures` the weeks.

    `intro` is an opening sentence of the user's own, `sender` who sends it. The user's own half
    of the words is `we`: a report is read by others.
    """

    report: Report
    figures: Figures
    whole: Report
    is_brief: bool
    intro: str = ""
    sender: str = ""
    has_pace: bool = True
    kind: str = "report"

    def title(self) -> str:
        """What the report is about."""
        return f"Where things stand: {', '.join(name for name in (self.report.person, self.report.project) if name)}"

    def dated(self, calendar: Calendar) -> str:
        """As of when, and since when the news is new."""
        today = words.day(calendar.today.isoformat(), calendar)
        since = words.day_alone(self.report.since, calendar)
        return f"{today} {calendar.today.year}, news since {since}"

    def status(self) -> str:
        """The state in two words, for one glance."""
        if self.report.state == "waiting" and self.report.person is None:
            return "Waiting for others"
        return STATES[self.report.state]

    def glance(self, calendar: Calendar) -> str:
        """How much lies where, what was done, what comes next."""
        whole = self.whole
        late = f", {whole.late} late" if whole.late else ""
        late += f", {whole.at_risk} at risk" if whole.at_risk else ""
        overdue = f", {whole.overdue} overdue" if whole.overdue else ""
        with_them = "with you" if whole.person else "with others"
        parts = [
            f"{len(whole.owed)} with us{late}",
            f"{len(whole.needed)} {with_them}{overdue}",
            f"{sum(deed.by is not None for deed in whole.done)} done since {words.day_alone(whole.since, calendar)}",
        ]
        if whole.kept:
            parts.append(f"{words.count(whole.kept, 'promise')} kept")
        if whole.coming:
            parts.append(f"next date {words.day(whole.coming[0].when, calendar)}")
        return "; ".join(parts)

    def news(self, calendar: Calendar) -> str:
        """What came since the last report, on either side; nothing for none."""
        new = [item.text for item in (*self.whole.owed, *self.whole.needed) if item.is_new]
        if not new:
            return ""
        more = f" and {len(new) - MOST_NEW} more" if len(new) > MOST_NEW else ""
        return f"New since {words.day_alone(self.whole.since, calendar)}: {'; '.join(new[:MOST_NEW])}{more}"

    def pace(self) -> str:
        """How long either side takes, where that is known and is to be told."""
        if not self.has_pace:
            return ""
        parts = [
            f"{whose} {_pace(spread)}"
            for whose, spread in (
                ("we get back to you" if self.report.person else "we answer", self.figures.mine.turnaround),
                ("you to us" if self.report.person else "others answer", self.figures.theirs.turnaround),
            )
            if spread.number >= FEWEST_CASES
        ]
        if not parts:
            return ""
        joined = ", ".join(parts)
        return f"{joined[0].upper()}{joined[1:]} in the last eight weeks."

    def sections(self, calendar: Calendar) -> list[Section]:
        """The parts, in the order in which a customer asks for them."""
        is_shared = self.report.person is None
        others, you = ("others", "them") if is_shared else ("you", "you")

        def section(
            title: str, columns: tuple[str, ...], name: str, cells: Callable[[Any], tuple[str, ...]], empty: str
        ) -> Section:
            parts = getattr(self.report, name)
            rows = tuple(
                Entry((part.who, *cells(part)) if is_shared else cells(part), getattr(part, "is_late", False))
                for part in parts
            )
            more = len(getattr(self.whole, name)) - len(rows)
            return _filled(Section(title, ("Who", *columns) if is_shared else columns, rows, empty, more))

        coming = section(
            "Coming up",
            ("When", "What", "By"),
            "later",
            lambda coming: _coming(coming, calendar, you),
            "",
        )
        return [
            section(
                "What we owe" if is_shared else "What we owe you",
                ("What", "Since", "Promised", "Last news"),
                "owed",
                lambda item: (item.text, *_owed(item, calendar)),
                "Nothing is open on our side.",
            ),
            section(
                f"What we need from {others}",
                ("What", "Since", "Needed by", "Asked again"),
                "needed",
                lambda item: (item.text, *_needed(item, calendar)),
                f"We wait for nothing from {others}.",
            ),
            # Only what is in neither list yet: the others have their dates beside them.
            *([coming] if coming.rows and not self.is_brief else []),
            section(
                f"Done since {words.day_alone(self.report.since, calendar)}",
                ("What", "When", "By"),
                "done",
                lambda deed: _done(deed, calendar, you),
                "Nothing was finished in this time.",
            ),
            section(
                "Dates that moved",
                ("What", "Whose", "From", "To", "Why"),
                "moved",
                lambda move: _moved(move, calendar, you),
                "No date was moved.",
            ),
        ]

    def layout(self, calendar: Calendar) -> list[Block]:
        """The status in one line, then section by section."""
        state = Span(self.status(), "late" if self.report.state == "late" else "strong")
        blocks: list[Block] = [
            line(Span(self.title(), "title")),
            line(Span(self.dated(calendar), "quiet")),
            *([line(self.intro)] if self.intro else []),
            line(state, f": {self.glance(calendar)}"),
            *([line(self.news(calendar))] if self.news(calendar) else []),
        ]
        blocks += [line(Span(self.pace(), "quiet"))] if self.pace() else []
        for section in self.sections(calendar):
            if not section.rows and (self.is_brief or section.title == "Dates that moved"):
                continue
            blocks += [Line(), line(Span(section.title, "title"))]
            blocks += [_rows(section)] if section.rows else [line(Span(f"  {section.empty}", "quiet"))]
            blocks += [line(Span(f"  and {section.more} more", "quiet"))] if section.more else []
        return [*blocks, Line(), line(self.sender)] if self.sender else blocks


def _filled(section: Section) -> Section:
    # Without the columns in which no row has anything to say.
    kept = [place for place in range(len(section.columns)) if any(row.cells[place] for row in section.rows)]
    if not kept:
        return section
    rows = tuple(row._replace(cells=tuple(row.cells[place] for place in kept)) for row in section.rows)
    return section._replace(columns=tuple(section.columns[place] for place in kept), rows=rows)


def _rows(section: Section) -> Block:
    # The first long cell has the room, the others stand under it in words.
    place = section.columns.index("What")
    rows = []
    for row in section.rows:
        others = [
            cell if name in ("When", "Whose") else f"{name.lower()} {cell}"
            for number, (name, cell) in enumerate(zip(section.columns, row.cells, strict=True))
            if number > place and cell
        ]
        lead = [Span(cell, "quiet") for cell in row.cells[:place]]
        under = (Span("; ".join(others), "late" if row.is_late else "quiet"),) if others else ()
        rows.append(Row((Span("-", "quiet"), *lead, Span(row.cells[place])), under))
    return table(("mark", *section.columns[:place], "what"), rows)


def _owed(item: Item, calendar: Calendar) -> tuple[str, ...]:
    return (
        words.day_alone(item.since, calendar),
        _promised(item, calendar),
        words.day_alone(item.told_at, calendar) if item.told_at else "",
    )


def _needed(item: Item, calendar: Calendar) -> tuple[str, ...]:
    asked = words.times(item.asked) if item.asked else ""
    return words.day_alone(item.since, calendar), _promised(item, calendar), asked


def _promised(item: Item, calendar: Calendar) -> str:
    if not item.promised:
        return ""
    said = words.day(item.promised, calendar)
    if item.first_promised and item.first_promised != item.promised:
        said += f", at first {words.day(item.first_promised, calendar)}"
    if item.is_at_risk:
        return f"{said}, at risk"
    late = f"{words.working_days(item.late_days)} late" if item.late_days else "late"
    return f"{said}, {late}" if item.is_late else said


def _done(deed: Deed, calendar: Calendar, you: str) -> tuple[str, ...]:
    by = "nobody, not pursued" if deed.by is None else "us" if deed.by == "mine" else you
    return deed.text, words.day_alone(deed.at, calendar), f"{by}: {_next_step(deed)}" if deed.is_handed else by


def _moved(move: Move, calendar: Calendar, you: str) -> tuple[str, ...]:
    was = words.day(move.was, calendar) if move.was else ""
    now = words.day(move.now, calendar) if move.now else "no date"
    whose = "our date" if move.side == "mine" else "your date" if you == "you" else "their date"
    return move.text, whose, was, now, move.why


def _coming(coming: Coming, calendar: Calendar, you: str) -> tuple[str, ...]:
    return words.day(coming.when, calendar), coming.text, "us" if coming.side == "mine" else you


def _pace(spread: Spread) -> str:
    assert spread.median is not None
    if not spread.median:
        said = "the same day"
    else:
        said = f"in {spread.median:g} working {'day' if spread.median == 1 else 'days'}"
    return f"{said} (median of {spread.number})"


def _next_step(deed: Deed) -> str:
    # It stands in its present words, which say what is to be done now: no word that this was done.
    return "our part, the next step is yours" if deed.by == "mine" else "your part, the next step is ours"
