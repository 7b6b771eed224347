"""followq alone: three lines from which one can go on."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.core.contact import describe_contact
from followq.model.core.person import Person
from followq.model.priority.ranked import Ranked
from followq.record import NamedTuple
from followq.render.blocks import Block, Span, line

LONGEST_LINE, SHORTEST_TEXT = 78, 16


class StatusPage(NamedTuple):
    """What is open on both sides, people worth a nudge (`first_asks` never asked), the first of what is owed."""

    owed: int
    late: int
    waiting: int
    nudges: int
    first_asks: int
    followups: tuple[Ranked, ...]
    is_empty: bool
    names: Mapping[int, Person]
    kind: str = "status"

    def layout(self, calendar: Calendar) -> list[Block]:
        """How things stand, the first, the next command."""
        if self.is_empty:
            return [
                line(Span("Nobody waits on you, and you wait on nobody: the queue is empty.", "title")),
                line("After the next call: ", Span(command("add", "Ana Lopez", "Send the quote", "--by", "fri"), "id")),
                line("Or look around first, on a made-up queue: ", Span(command("demo"), "id")),
            ]
        return [self._counts(), self._first(), self._next()]

    def _counts(self) -> Block:
        nudges = f", {phrasing.count(self.nudges, 'person', 'people')} worth a nudge" if self.nudges else ""
        nudges += f" ({self.first_asks} not asked yet)" if self.first_asks else ""
        late = Span(f"{self.late} late", "late" if self.late else "")
        return line(Span(f"{self.owed} owed", "strong"), ", ", late, f"; waiting for {self.waiting}{nudges}")

    def _first(self) -> Block:
        if not self.followups:
            return line(Span("✓ ", "good"), "Nothing of yours is left for today.")
        followup = self.followups[0].followup
        said = describe_contact(followup, self.names[followup.person_id])
        room = LONGEST_LINE - len(f"First: {said}: {followup.id} ")
        text = phrasing.shorten(followup.text, max(SHORTEST_TEXT, room))
        return line("First: ", Span(said, "strong"), Span(": ", ""), Span(f"{followup.id} ", "id"), Span(text))

    def _next(self) -> Block:
        if self.followups:
            following = f"{command('today')}, then {command('clear')}"
        elif self.nudges:
            following = command("waiting")
        else:
            following = command("add", "Ana Lopez", "Send the quote", "--by", "fri")
        return line("Next: ", Span(following, "id"), Span(f"   (all commands: {command('--help')})", "quiet"))
