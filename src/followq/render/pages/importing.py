"""What an import of a list would do, or did."""

from __future__ import annotations

from followq.hints import undo
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import count, day
from followq.record import NamedTuple
from followq.render.blocks import Block, Row, Span, line, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from followq.model.core.person import Person

MOST_SHOWN = 10
"""Rows of each kind that are shown as words; the document has all of them."""


class ImportRow(NamedTuple):
    """A follow-up that an import touches: as it is then, from which line, and why it is so.

    `why` is the rule by which the ball is on that side; `changed` are the fields that differ from what is here.
    """

    line: int
    followup: FollowUp
    why: str = ""
    changed: tuple[str, ...] = ()


class LeftOut(NamedTuple):
    """What an import leaves out, and why."""

    line: int
    reason: str
    text: str = ""


class ImportPage(NamedTuple):
    """A list's format with its rule, and all that it adds, changes, closes, keeps, leaves out and refuses.

    `gone` is what the list brought and no longer has, `followups` all that is touched, as it is then; `columns` says
    from where a table's fields are read.
    """

    messages: tuple[str, ...]
    format: str
    rule: str
    is_dry_run: bool
    added: tuple[ImportRow, ...] = ()
    changed: tuple[ImportRow, ...] = ()
    closed: tuple[ImportRow, ...] = ()
    kept: tuple[ImportRow, ...] = ()
    gone: tuple[FollowUp, ...] = ()
    known: int = 0
    followups: tuple[FollowUp, ...] = ()
    skipped: tuple[LeftOut, ...] = ()
    refused: tuple[LeftOut, ...] = ()
    people: tuple[Person, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    names: Mapping[int, Person] = {}
    is_undoable: bool = False
    kind: str = "import"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The preview, kind by kind; once it is done, the sentence and what was refused."""
        said: list[Block] = [line(message) for message in self.messages]
        if self.is_undoable and said and (how := undo()):
            said[-1] = line(self.messages[-1], Span(how, "quiet"))
        if self.is_dry_run:
            said = [*self.preview(calendar), *said]
        blocks = said + _left_out("Refused", self.refused, "warn")
        return blocks + [line(Span(note, "warn")) for note in self.notes]

    def preview(self, calendar: Calendar) -> list[Block]:
        """What is in the list and what would be done with it, by which rule."""
        blocks: list[Block] = [line(Span(f"{self.format}: ", "title"), Span(self.rule, "quiet"))]
        if self.columns:
            blocks.append(
                line(Span("Columns: ", "title"), ", ".join(f"{name}={where}" for name, where in self.columns))
            )
        for sign, title, rows in (
            ("+", "New", self.added),
            ("~", "Changed there", self.changed),
            ("x", "Closed there", self.closed),
            ("=", "Changed there and here: kept as it is here", self.kept),
        ):
            if rows:
                blocks.append(line(Span(f"{title} ({len(rows)}):", "title")))
                blocks.append(
                    table(("", ">line?", "who!", "what"), [self._row(sign, row, calendar) for row in _few(rows)])
                )
                blocks += _more(len(rows))
        if self.people:
            names = ", ".join(person.name for person in self.people[:MOST_SHOWN])
            more = f" and {len(self.people) - MOST_SHOWN} more" if len(self.people) > MOST_SHOWN else ""
            blocks.append(line(Span(f"People, new or known better ({len(self.people)}): ", "title"), f"{names}{more}"))
        if self.gone:
            blocks.append(line(Span(f"No longer in the list ({len(self.gone)}):", "title")))
            gone = [self._row("?", ImportRow(0, followup), calendar) for followup in self.gone[:MOST_SHOWN]]
            blocks.append(table(("", ">line?", "who!", "what"), gone))
            blocks += _more(len(self.gone))
        return blocks + _left_out("Left out", self.skipped, "quiet")

    def _row(self, sign: str, row: ImportRow, calendar: Calendar) -> Row:
        followup = row.followup
        person = self.names.get(followup.person_id)
        parts = ["you owe it" if followup.ball == "mine" else "they owe it"]
        if row.why:
            parts[0] += f" ({row.why})"
        parts.append(f"since {day(followup.since, calendar)}")
        if followup.promised:
            parts.append(f"by {day(followup.promised, calendar)}")
        if not followup.is_open:
            parts = [followup.status]
        if row.changed:
            parts.append(f"differs: {', '.join(row.changed)}")
        cells = (Span(sign, "id"), Span(str(row.line or ""), "quiet"), Span(person.name if person else "?", "strong"))
        return Row((*cells, Span(followup.text)), (Span("; ".join(parts), "quiet"),))


def _few(rows: tuple[ImportRow, ...]) -> tuple[ImportRow, ...]:
    return rows[:MOST_SHOWN]


def _more(number: int) -> list[Block]:
    return [line(Span(f"  and {number - MOST_SHOWN} more", "quiet"))] if number > MOST_SHOWN else []


def _left_out(title: str, rows: tuple[LeftOut, ...], style: str) -> list[Block]:
    """Each with its line where they are few; else counted by reason."""
    if not rows:
        return []
    if style == "warn":
        shown = [line(Span(f"  line {row.line}: {row.reason}", "warn")) for row in rows[:MOST_SHOWN]]
        return [line(Span(f"{title} ({len(rows)}):", "title")), *shown, *_more(len(rows))]
    reasons: dict[str, list[LeftOut]] = {}
    for row in rows:
        reasons.setdefault(row.reason, []).append(row)
    return [
        line(Span(f"{title}: {count(len(some), 'item')}, {reason}{_first(some)}", "quiet"))
        for reason, some in reasons.items()
    ]


def _first(rows: list[LeftOut]) -> str:
    return f" (line {rows[0].line})" if len(rows) == 1 else f" (first in line {rows[0].line})"
