"""The command tree for Typer: names and help are known at once, a command's module loads when it is called.

Commands are plain functions whose options are named in `options.py`; they are handed to Typer here, so
that the quick shapes of `main.py` can call the same functions without it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from copy import copy
from typing import Annotated, Any, get_origin, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from followq.cli.app import options
from followq.cli.app.dispatch import find_function, perform
from followq.cli.app.json_fields import check_fields, take_fields
from followq.cli.app.parameters import PlainParameters
from followq.cli.app.registry import COMMANDS, HELP, MEANT, SUBCOMMANDS
from followq.errors import InterruptedByUserError, OutputClosedError, UsageError
from followq.hints import command

CONTEXT = {"help_option_names": ["-h", "--help"]}


class LazyGroup(PlainParameters, TyperGroup):
    """A group whose commands are made when they are asked for.

    The names stand in `commands` all the same: suggestions for typing errors are made from them.
    """

    prefix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = SUBCOMMANDS.get(self.prefix) or COMMANDS
        self.commands = dict.fromkeys(names)  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the day."""
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, made now if need be; None for an unknown name."""
        if cmd_name not in self.commands:
            return None
        if self.commands[cmd_name] is None:
            self.commands[cmd_name] = _make(f"{self.prefix} {cmd_name}".strip())
        return self.commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole help for followq itself, or what a group of commands has."""
        _root.show_help(self.prefix)


class HelpedCommand(PlainParameters, TyperCommand):
    """A command whose help is a page of ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print it; nothing is left for Typer to say."""
        _root.show_help(ctx.command_path.partition(" ")[2])


class PersonGroup(LazyGroup):
    """The commands under `person`."""

    prefix = "person"


def _make(name: str) -> Any:
    parent, _, sub = name.partition(" ")
    text = SUBCOMMANDS[parent][sub] if sub else COMMANDS[parent][1]
    app = typer.Typer(add_completion=False)
    if name in SUBCOMMANDS:

        @app.callback(cls=PersonGroup, help=text, context_settings=CONTEXT)
        def group() -> None: ...
    else:
        app.command(name=sub or name, help=text, cls=HelpedCommand, context_settings=CONTEXT)(
            _face(name, find_function(name))
        )
    made = typer.main.get_command(app)
    made.name = sub or name
    return made


def _face(name: str, function: Callable[..., Any]) -> Callable[..., None]:
    # What Typer sees: the function's own parameters, less the session, plus --json and --plain.
    own, joined = join_words(find_own_parameters(function))
    output = [
        inspect.Parameter(flag, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)
        for flag, annotation in (("as_json", options.AsJson), ("is_plain", options.IsPlain))
    ]

    def call(as_json: bool, is_plain: bool, **given: Any) -> None:
        if _root.fields:
            check_fields(name, _root.fields)
        perform(name, given, db=_root.db, as_json=as_json, is_plain=is_plain, split_into=joined, fields=_root.fields)

    call.__signature__ = inspect.Signature([*own, *output])  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in (*own, *output)}
    return call


def find_own_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a command behind its first, the session, with what `options.py` says of them."""
    hints = get_type_hints(function, localns={"o": options}, include_extras=True)
    return [p.replace(annotation=hints[p.name]) for p in inspect.signature(function).parameters.values()][1:]


def join_words(own: list[inspect.Parameter]) -> tuple[list[inspect.Parameter], tuple[str, ...]]:
    """Parameters as Typer can read them, and the names of those that are now one.

    A command line has one list of words. Where a command takes ids and a text, they come as that one list, and are
    told apart later, by `splitting`.
    """
    places = [p for p in own if isinstance(p.annotation.__metadata__[0], typer.models.ArgumentInfo)]
    if len(places) < 2 or get_origin(places[0].annotation.__origin__) is not list:
        return own, ()
    infos = [p.annotation.__metadata__[0] for p in places]
    argument = copy(infos[0])
    argument.metavar = " ".join(str(info.metavar) for info in infos)
    argument.help = " ".join(str(info.help) for info in infos)
    first = places[0].replace(annotation=Annotated[list[str], argument])
    return [first, *(p for p in own if p not in places)], tuple(p.name for p in places)


class _Root:
    db: str | None = None
    fields: tuple[str, ...] = ()
    show_help: Callable[[str], None]


_root = _Root()


def root(
    ctx: typer.Context,
    db: options.Db = None,
    version: options.Version = False,
    install_completion: options.InstallCompletion = False,
    show_completion: options.ShowCompletion = False,
) -> None:
    """What stands before the command; without one, how things stand."""
    _root.db = db
    if ctx.invoked_subcommand is None:
        perform("status", {}, db=db)


def make_root_group() -> Any:
    """The whole tree, its commands not made yet."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.callback(cls=LazyGroup, invoke_without_command=True, help=HELP, context_settings=CONTEXT)(root)
    return typer.main.get_command(app)


def call(argv: list[str], show_help: Callable[[str], None]) -> None:
    """Parse a command line and run its command; `show_help` prints the help of one, or of all for the empty name.

    Raises: FollowqError.
    """
    _root.show_help = show_help
    argv, _root.fields = take_fields(argv)
    try:
        code = make_root_group().main(args=_with_numbers_last(argv), prog_name="followq", standalone_mode=False)
    except SystemExit as err:  # Typer's answer to a closed pipe
        raise OutputClosedError("") from err
    except typer.Abort as err:
        raise InterruptedByUserError("stopped, nothing was changed") from err
    except typer.TyperException as err:
        raise UsageError(_describe_error(err, argv), _hint(err)) from err
    if code == 130:
        raise InterruptedByUserError("stopped")


def _describe_error(err: Any, argv: list[str]) -> str:
    # What a word means comes before what it is spelt like: remind is no redo.
    message: str = err.format_message()
    if message.startswith("No such command"):
        group = err.ctx.command_path.partition(" ")[2] if err.ctx else ""
        for place, word in enumerate(argv):
            meant = MEANT.get(f"{group} {word}".lstrip())
            if meant and f"'{word}'" in message:
                behind = next((other for other in argv[place + 1 :] if not other.startswith("-")), "ID")
                return f"No such command '{word}'. Did you mean '{meant.replace('ID', behind)}'?"
    return message


def _with_numbers_last(argv: list[str]) -> list[str]:
    # `config weights.dark -1` sets a value, which is refused with its range; -1 is no option.
    if "config" not in argv or "--" in argv:
        return argv
    numbers = [word for word in argv[argv.index("config") :] if word.startswith("-") and _is_number(word)]
    return [*(word for word in argv if word not in numbers), "--", *numbers] if numbers else argv


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _hint(err: Any) -> str:
    context = getattr(err, "ctx", None)
    path = context.command_path if context is not None else ""
    told = f"see {command(*path.split()[1:], '--help')}"
    if type(err).__name__ == "NoSuchOption" and context is not None and context.parent is not None:
        return f"a text that starts with - goes after --; {told}"
    return told
