"""The man page, made from the command tree: `man followq`."""

from __future__ import annotations

from followq import __version__
from followq.cli.app.introspect import Command, Option, describe_commands
from followq.cli.app.registry import HELP, PANELS

ENVIRONMENT = {
    "FOLLOWQ_DB": "The queue's file, where --db names none.",
    "FOLLOWQ_CONFIG": "The settings file; the folder templates beside it holds messages of your own.",
    "FOLLOWQ_NOW": "The time, as an ISO 8601 instant or local time, instead of the clock's.",
    "NO_COLOR": "Any value: no colour.",
    "COLUMNS": "The width to write in.",
}
CODES = {
    "0": "done",
    "1": "a defect in followq",
    "2": "the command line is wrong",
    "3": "not found, or ambiguous",
    "4": "a date, a file or a setting that can't be taken",
    "5": "the queue is busy, try again",
    "6": "the queue is damaged, foreign, or newer than the program",
    "7": "the disk, or the rights to it",
    "8": "a remote failed",
    "9": "needs confirmation: --yes",
    "130": "interrupted, nothing was changed",
}


def page() -> str:
    """The whole page in man's own language."""
    tree = describe_commands()
    parts = [
        f'.\\" Made by python3 make.py docs.\n.TH FOLLOWQ 1 "" "followq {__version__}" "User Commands"',
        ".SH NAME\nfollowq \\- who waits on you, and whom you wait on",
        ".SH SYNOPSIS\n.B followq\n.RI [ OPTION ...]\n.RI [ COMMAND\n.RI [ ARGUMENT ...]]",
        ".SH DESCRIPTION\n" + _paragraphs(HELP) + "\n.PP\nfollowq alone says in three lines how things stand.",
        ".SH OPTIONS\n" + "\n".join(_option(option) for option in tree[""].options),
        ".SS Of every command\n" + "\n".join(_option(option) for option in tree["add"].options if _is_shared(option)),
        ".SH COMMANDS",
    ]
    for number, panel in enumerate(PANELS):
        parts.append(f".SS {_escaped(panel)}")
        parts += [_command(name, row) for name, row in tree.items() if name and row.panel == number and row.examples]
    parts += [
        ".SH EXIT STATUS\n" + "\n".join(f".TP\n.B {code}\n{_escaped(text)}" for code, text in CODES.items()),
        ".SH ENVIRONMENT\n" + "\n".join(f".TP\n.B {name}\n{_escaped(text)}" for name, text in ENVIRONMENT.items()),
        ".SH EXAMPLES\nTry every command on a made\\-up queue:\n.PP\n.EX\nfollowq demo\n.EE",
    ]
    return "\n".join(parts) + "\n"


def _command(name: str, command: Command) -> str:
    given = " ".join(argument.metavar for argument in command.arguments)
    lines = [f".TP\n\\fBfollowq {_escaped(name)}\\fR \\fI{_escaped(given)}\\fR", _escaped(command.help)]
    if command.details:
        lines.append(".IP\n" + _paragraphs(command.details).replace(".PP", ".IP"))
    own = [option for option in command.options if not _is_shared(option)]
    if own:
        lines += [".RS", *(_option(option) for option in own), ".RE"]
    lines += [".IP\n.EX", *(_escaped(example) for example in command.examples), ".EE"]
    return "\n".join(lines)


def _is_shared(option: Option) -> bool:
    return option.names[-1] in ("--json", "--plain", "--help")


def _option(option: Option) -> str:
    names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in option.names)
    value = f" \\fI{_escaped(option.metavar)}\\fR" if option.metavar else ""
    return f".TP\n{names}{value}\n{_escaped(option.help)}"


def _paragraphs(text: str) -> str:
    return "\n.PP\n".join(
        "\n".join(_escaped(line) for line in part.splitlines() if line.strip()) for part in text.split("\n\n") if part
    )


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
