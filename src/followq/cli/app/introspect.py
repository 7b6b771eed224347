"""The command tree in plain records: what help, the man page, the documentation and completion are made from."""

from __future__ import annotations

import inspect
from typing import Any, get_args, get_origin

from followq.cli.app import registry, typer_app
from followq.cli.app.dispatch import find_function
from followq.cli.app.options import Complete
from followq.record import NamedTuple


class Argument(NamedTuple):
    """What stands behind a command by its place; `kind` names the function in `candidates.py` that completes it."""

    metavar: str
    kind: str
    is_repeated: bool
    help: str


class Option(NamedTuple):
    """An option with all its names; `kind` is None for a flag and `-` where the value isn't completed."""

    names: tuple[str, ...]
    kind: str | None
    metavar: str
    help: str


class Command(NamedTuple):
    """One command; `details` is what help says beside the first line, `examples` are whole lines."""

    panel: int
    help: str
    details: str
    examples: tuple[str, ...]
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]


HELP = Option(names=("-h", "--help"), kind=None, metavar="", help="Show this message and exit.")


def describe_commands() -> dict[str, Command]:
    """Every command by its whole name, in the order of the day; followq itself is the empty name."""
    names = [""]
    for name in registry.COMMANDS:
        names += [name, *(f"{name} {sub}" for sub in registry.SUBCOMMANDS.get(name, ()))]
    return {name: describe_command(name) for name in names}


def describe_command(name: str) -> Command:
    """One command by its whole name."""
    made = typer_app.make_root_group()
    if not name:
        return _command(made, typer_app.root, 0, registry.HELP, "")
    parent, _, sub = name.partition(" ")
    panel, text = registry.COMMANDS[parent]
    if name in registry.SUBCOMMANDS:
        return Command(panel=panel, help=text, details="", examples=(), arguments=(), options=(HELP,))
    for part in name.split(" "):
        made = made.get_command(None, part)
    function = find_function(name)
    return _command(made, function, panel, registry.SUBCOMMANDS[parent][sub] if sub else text, function.__doc__ or "")


def _command(made: Any, function: Any, panel: int, text: str, doc: str) -> Command:
    own = {parameter.name: parameter for parameter in typer_app.find_own_parameters(function)}
    arguments: list[Argument] = []
    given: list[Option] = []
    for param in made.params:
        if param.param_type_name == "argument":
            arguments += _arguments(own, param.name)
        else:
            is_flag = bool(getattr(param, "is_flag", False))
            kind = _kind(own[param.name].annotation) if param.name in own else ""
            names = tuple(sorted((*param.opts, *param.secondary_opts), key=len))
            # `--no-email` takes an EMAIL.
            metavar = param.metavar or names[-1].rpartition("-")[2].upper()
            given.append(
                Option(
                    names=names,
                    kind=None if is_flag else kind or "-",
                    metavar="" if is_flag else metavar,
                    help=param.help or "",
                )
            )
    details, examples = _parts(doc)
    return Command(
        panel=panel, help=text, details=details, examples=examples, arguments=tuple(arguments), options=(*given, HELP)
    )


def _arguments(own: dict[str, inspect.Parameter], name: str) -> list[Argument]:
    # One that Typer reads, or the several that it reads as one.
    _, joined = typer_app.join_words(list(own.values()))
    found = []
    for part in joined if name in joined else (name,):
        hint = own[part].annotation
        info, given = hint.__metadata__[0], hint.__origin__
        is_list = any(get_origin(one) is list for one in (given, *get_args(given)))
        found.append(
            Argument(metavar=info.metavar or part.upper(), kind=_kind(hint), is_repeated=is_list, help=info.help or "")
        )
    return found


def _kind(hint: Any) -> str:
    return next((mark.kind for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Complete)), "")


def _parts(doc: str) -> tuple[str, tuple[str, ...]]:
    lines = inspect.cleandoc(doc).splitlines()[2:]
    examples = tuple(line for line in lines if line.startswith("followq ") and not line.endswith("."))
    prose = [line for line in lines if line not in examples and line not in ("Example:", "Examples:")]
    return "\n".join(prose).strip(), examples


def make_table_source() -> str:
    """The text of `completion/table.py`."""
    rows = []
    for name, command in describe_commands().items():
        arguments = tuple((argument.kind, argument.is_repeated) for argument in command.arguments)
        given = tuple((option.names, option.kind, option.help) for option in command.options)
        example = command.examples[0] if command.examples else ""
        rows.append(f"    {name!r}: ({command.panel}, {command.help.splitlines()[0]!r}, {example!r}, {arguments!r}, (")
        rows += [f"        {option!r}," for option in given]
        rows.append("    )),")
    head = HEAD.replace("MOMENTS = ()", f"MOMENTS = {registry.PANELS!r}")
    return head + "\n".join(rows) + "\n}\n"


HEAD = '''"""The command tree as a table, for completion and help. Made by `python3 make.py docs`."""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

Row = tuple[int, str, str, tuple[tuple[str, bool], ...], tuple[tuple[tuple[str, ...], str | None, str], ...]]

MOMENTS = ()

# Name: number of its moment, help, an example, its arguments (kind, is repeated), its options (names, kind, help).
TABLE: dict[str, Row] = {
'''
