"""`followq --help`: every command by the moment of the day, each with an example."""

from __future__ import annotations

from followq.model.calendar import Calendar
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table


class HelpPage(NamedTuple):
    """Moments with their commands (name, help, example), and the options of followq itself (names, help)."""

    moments: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    options: tuple[tuple[str, str], ...]
    kind: str = "help"

    def layout(self, calendar: Calendar | None = None) -> list[Block]:
        """What followq is, the commands, the options, and where more is."""
        widest = max(len(name) for _, commands in self.moments for name, _, _ in commands)
        blocks: list[Block] = [
            line(Span("followq: clear your own queue first", "title")),
            line("Who waits on you, and whom you wait on. followq COMMAND --help tells more."),
        ]
        for title, commands in self.moments:
            rows: list[Row] = []
            for name, text, example in commands:
                rows.append(Row((Span(name.ljust(widest), "strong"), Span(text))))
                rows.append(Row((Span(" " * widest), Span(example, "quiet"))))
            blocks += [Line(), line(Span(title, "title")), table(("command", "what"), rows)]
        rows = [Row((Span(names, "strong"), Span(text))) for names, text in self.options]
        blocks += [Line(), line(Span("Before the command", "title")), table(("option", "what"), rows)]
        blocks += [Line(), line("followq alone says in three lines how things stand. Try all of it: followq demo")]
        return blocks
