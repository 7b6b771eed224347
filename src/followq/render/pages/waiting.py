"""`waiting`: first what the user owes those people, then whom to nudge, when and how."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.person import Person
from followq.model.nudging.outlook import Outlook
from followq.model.priority.ranked import Ranked
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.pages.item_rows import first_ask, make_ranked_row, make_to_do


class Asking(NamedTuple):
    """One person to ask, with the most pressing thing and how much else is waited for from them.

    `dated` is the one of the others whose expected day comes first, or passed first; None where none has a day.
    """

    outlook: Outlook
    dated: FollowUp | None
    others: int


class WaitingPage(NamedTuple):
    """What is waited for, and what is owed to the same people; with how many more of each there are.

    `by_person` gathers it by person for the screen, as one asks a person, not an item: all of it at once.
    """

    followups: tuple[Outlook, ...]
    more: int
    by_person: tuple[Asking, ...]
    more_people: int
    owed_first: tuple[Ranked, ...]
    more_owed: int
    snoozed: int
    is_filtered: bool
    names: Mapping[int, Person]
    kind: str = "waiting"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Own queue first."""
        if not self.followups:
            return [self._nothing(), *self._hidden()]
        blocks: list[Block] = []
        if self.owed_first:
            blocks.append(line(Span("First, what you owe them", "title")))
            rows = [
                make_ranked_row(item, self.names[item.followup.person_id], place == 0, calendar)
                for place, item in enumerate(self.owed_first)
            ]
            blocks.append(table((">id", "who", ">time?", "what"), rows))
            more = f"and {self.more_owed} more; " if self.more_owed else ""
            blocks.append(line(Span(f"{more}clear them first: {command('clear', '--waiting')}", "quiet")))
        blocks.append(line(Span("Then, what you wait for" if self.owed_first else "What you wait for", "title")))
        rows = [self._row(asking, calendar) for asking in self.by_person]
        blocks.append(table((">id", "who", "ask", "what"), rows))
        if self.more_people:
            people = phrasing.count(self.more_people, "more person", "more people")
            blocks.append(line(Span(f"and {people}: {command('waiting', '--all')}", "quiet")))
        return blocks + self._hidden()

    def _row(self, asking: Asking, calendar: Calendar) -> Row:
        item = asking.outlook
        person = self.names[item.followup.person_id]
        how = "" if item.is_gone else first_ask(item.followup)
        return Row(
            (
                Span(str(item.followup.id), "id"),
                Span(person.name, "strong" if item.days_due >= 0 else ""),
                make_to_do(item, calendar),
                Span(item.followup.text),
            ),
            (Span(f"{item.text}{how}", "quiet"), *_others(asking, person, calendar)),
        )

    def _nothing(self) -> Line:
        if self.is_filtered:
            return line(f"Nothing you wait for fits that. {command('waiting')} shows everything.")
        return line(
            Span("You wait for nobody. ", "good"),
            f"When you do: {command('add', '-w', 'Tom Baker', 'Sign the contract', '--by', 'fri')}",
        )

    def _hidden(self) -> list[Block]:
        return [line(Span(f"{self.snoozed} snoozed: {command('list', '--waiting')}", "quiet"))] if self.snoozed else []


def _others(asking: Asking, person: Person, calendar: Calendar) -> tuple[Span, ...]:
    """What else is waited for from this person: what has a day by its text, the rest by its number."""
    dated, spans = asking.dated, []
    if dated and dated.promised:
        late = is_late(dated, calendar)
        said = f"expected {phrasing.day(dated.promised, calendar)}{', late' if late else ''}"
        spans = [Span(f"; also {dated.id} {phrasing.shorten(dated.text, 40)}, ", "quiet")]
        spans += [Span(said, "late" if late else "soon")]
    rest = asking.others - (dated is not None)
    if rest:
        spans.append(Span(f"; {'and ' if not spans else ''}{rest} more from them", "quiet"))
    return (*spans, Span(f": {command('with', of=person.name)}", "quiet")) if spans else ()
