"""What every command that changes something answers: a line of what changed, and how to undo it."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model.calendar import Calendar
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.record import NamedTuple
from followq.render.blocks import Block, Span, line


class ChangedPage(NamedTuple):
    """The follow-ups and people as they are now, what happened in sentences, and what is worth knowing."""

    kind: str
    messages: tuple[str, ...]
    followups: tuple[FollowUp, ...] = ()
    people: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()
    names: Mapping[int, Person] = {}
    is_undoable: bool = True

    def layout(self, calendar: Calendar) -> list[Block]:
        """The sentences; the last one says how to take it all back."""
        blocks: list[Block] = [line(message) for message in self.messages]
        if self.is_undoable and blocks:
            blocks[-1] = line(self.messages[-1], Span("  (undo: followq undo)", "quiet"))
        return blocks + [line(Span(note, "warn")) for note in self.notes]
