"""What every command that changes something answers: a line of what changed, and how to undo it."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import undo
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple
from followq.render.blocks import Block, Span, line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.priority.promises import Forecast


class ChangedPage(NamedTuple):
    """The follow-ups and people as they are now, what happened in sentences, and what is worth knowing.

    `forecasts` are of promises that were made, the most hasty first: that one is told.
    """

    kind: str
    messages: tuple[str, ...]
    followups: tuple[FollowUp, ...] = ()
    people: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()
    names: Mapping[int, Person] = {}
    is_undoable: bool = True
    forecasts: tuple[Forecast, ...] = ()

    def layout(self, calendar: Calendar) -> list[Block]:
        """The sentences; the last one says how to take it all back, as long as that is new to the user."""
        blocks: list[Block] = [line(message) for message in self.messages]
        if self.is_undoable and blocks and (how := undo()):
            blocks[-1] = line(self.messages[-1], Span(how, "quiet"))
        if self.forecasts:
            first, *others = self.forecasts
            which = f"{first.followup}: " if len(self.followups) > 1 else ""
            more = f" ({len(others)} more like it.)" if others else ""
            blocks.append(line(Span(f"{which}{first.text}{more}", "warn")))
        return blocks + [line(Span(note, "warn")) for note in self.notes]
