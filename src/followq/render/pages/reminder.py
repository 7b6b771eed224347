"""`remind`: the reminder as it is sent, and what was done so that it is."""

from __future__ import annotations

from followq.model.core.calendar import Calendar
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Span, line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class RemindPage(NamedTuple):
    """What a reminder says at this moment, how many things it is about, with what it was sent, or why it wasn't."""

    title: str
    text: str
    things: int
    sent_by: str = ""
    not_sent: str = ""
    kind: str = "remind"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The text as it is shown, and whether it would be."""
        if not self.text:
            return [line("Nothing needs you now: no reminder is sent.")]
        blocks: list[Block] = [line(Span(f"{self.title}: ", "quiet"), Span(self.text, "strong"))]
        if self.not_sent:
            blocks.append(line(Span(f"Not sent now: {self.not_sent}.", "quiet")))
        return blocks


class SetupPage(NamedTuple):
    """What was done, or would be, with which of the system's schedulers: `files` with their contents and `commands`."""

    system: str
    did: tuple[str, ...]
    files: tuple[Any, ...] = ()
    commands: tuple[str, ...] = ()
    crontab_line: str = ""
    is_installed: bool = False
    is_dry_run: bool = False
    notes: tuple[str, ...] = ()
    kind: str = "reminder"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What happened, line by line; files whole."""
        blocks: list[Block] = [line(said) for said in self.did]
        for file in self.files:
            blocks += [Line(), line(Span(file.path, "title"))]
            blocks += [line(text) if text else Line() for text in file.text.splitlines()]
        if self.commands:
            blocks += [Line(), *(line(Span(call, "strong")) for call in self.commands)]
        if self.crontab_line:
            blocks += [Line(), line(Span(self.crontab_line, "strong"))]
        return [*blocks, *(line(Span(f"Note: {note}", "warn")) for note in self.notes)]
