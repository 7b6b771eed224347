"""Small pages: the count for a status bar, the settings, raw text."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core.calendar import Calendar
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.render.pages.today import TodayPage


class CountPage(NamedTuple):
    """How much is open, for a shell prompt or a status bar; snoozed items don't count.

    `nudges` counts people worth one, where it is asked for; `text` is the line that the user's own form makes.
    """

    owed: int
    late: int
    waiting: int
    nudges: int
    snoozed: int
    text: str | None = None
    kind: str = "count"

    def layout(self, calendar: Calendar) -> list[Block]:
        """One short line."""
        return [line(f"{self.owed} owed, {self.late} late" if self.text is None else self.text)]


class OpenedPage(NamedTuple):
    """The link of a follow-up: a page's address, or a mail's Message-ID in angle brackets."""

    followup: int
    link: str
    is_mail: bool
    is_opened: bool
    kind: str = "open"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What was opened; the link alone where it was asked for."""
        what = "its mail" if self.is_mail else "its page"
        return [line(f"{self.followup}: opened {what}, {self.link}" if self.is_opened else self.link)]


class SettingRow(NamedTuple):
    """A setting as `config` shows it."""

    key: str
    value: Any
    origin: str
    meaning: str
    allowed: str


class ConfigPage(NamedTuple):
    """Settings with value, origin and meaning."""

    settings: tuple[SettingRow, ...]
    path: str
    kind: str = "config"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each, and where the file lies."""
        rows = [
            Row(
                (Span(row.key, "strong"), Span(row.origin, "quiet"), Span(_show(row.value))),
                (Span(f"{row.meaning}; takes {row.allowed}", "quiet"),),
            )
            for row in self.settings
        ]
        return [
            table(("setting", "origin", "value"), rows),
            line(Span(f"file: {self.path}; set one: {command('config', 'KEY', 'VALUE')}", "quiet")),
        ]


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {language}" for name, language in value.items()) or "nobody"
    return f"{value:g}" if isinstance(value, float) else str(value) or '""'


class DemoPage(NamedTuple):
    """The demo queue's today, where it lies, and the shell's words for going on with it.

    `program` is how followq is called here; `clock` sets its clock to the day shown, where that is not today.
    """

    today: TodayPage
    path: str
    how: str
    program: str
    clock: str = ""
    kind: str = "demo"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Today, then how to go on."""
        return [
            *self.lay_out_morning(calendar),
            line(Span("This is a made-up queue. Try every command on it:", "title")),
            line(f"  {self.how}"),
            *([line(f"  {self.clock}")] if self.clock else []),
            *(
                line(f"  {self.program} {words}")
                for words in ("why 5 1", "say 5", "waiting", "done 9", "undo", "with ana")
            ),
        ]

    def lay_out_morning(self, calendar: Calendar) -> list[Block]:
        """Today, and the idea of it."""
        idea = "Clear your own queue first, and what you wait on tends to clear by itself."
        return [*self.today.layout(calendar), Line(), line(idea)]
