"""`followq --help`: every command by the moment of the day, each with an example; and one command's own help."""

from __future__ import annotations

from followq.model.core.calendar import Calendar
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
            blocks += [Line(), line(Span(title, "title")), table(("command!", "what"), rows)]
        rows = [Row((Span(names, "strong"), Span(text))) for names, text in self.options]
        blocks += [Line(), line(Span("Before the command", "title")), table(("option!", "what"), rows)]
        blocks += [Line(), line("followq alone says in three lines how things stand. Try all of it: followq demo")]
        return blocks


class CommandHelpPage(NamedTuple):
    """One command: what it does, in a line and in detail, and every word that it takes (name, help)."""

    name: str
    text: str
    details: str
    examples: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]
    arguments: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]
    kind: str = "help"

    def layout(self, calendar: Calendar | None = None) -> list[Block]:
        """How it is called, what it does, examples, then its words."""
        given = " ".join(metavar for metavar, _ in self.arguments) or ("COMMAND" if self.commands else "")
        usage = f"followq {self.name} {given}".rstrip()
        blocks: list[Block] = [line("Usage: ", Span(usage, "title"), " [OPTIONS]"), Line(), line(self.text)]
        for part in self.details.split("\n\n") if self.details else ():
            blocks += [Line(), *(line(text) for text in _join(part))]
        if self.examples:
            title = "Example:" if len(self.examples) == 1 else "Examples:"
            blocks += [Line(), line(Span(title, "title")), *(line(f"  {example}") for example in self.examples)]
        parts = (("Commands", self.commands), ("Arguments", self.arguments), ("Options", self.options))
        for title, words in parts:
            if words:
                rows = [Row((Span(name, "strong"), Span(text))) for name, text in words]
                blocks += [Line(), line(Span(title, "title")), table(("word!", "what"), rows)]
        return blocks


def _join(part: str) -> list[str]:
    # A paragraph is broken anew for the screen; lines that show what one types stay lines.
    found: list[str] = []
    for text in part.splitlines():
        if found and not text.startswith((">", "<")) and not found[-1].startswith((">", "<")):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found
