"""The command tree for Typer: names and help are known at once, a command's module loads when it is called.

Commands are plain functions whose options are named in `options.py`; they are handed to Typer here, so
that the quick shapes of `main.py` can call the same functions without it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

import typer
from typer.core import TyperGroup

from followq.cli import options
from followq.cli.perform import function_of, perform
from followq.errors import InterruptedByUserError, OutputClosedError, UsageError

PANELS = ("After a call", "Each morning", "Working it off", "Looking things up", "People", "The queue itself")

# Name, panel, help. The module and function follow from the name (see `perform.function_of`).
COMMANDS: dict[str, tuple[int, str]] = {
    "add": (0, "Note who waits on you, or with -w whom you wait on."),
    "today": (1, "Whom to get back to first, and why."),
    "waiting": (1, "What you owe them first; then whom to nudge, and how."),
    "count": (1, "How much is owed and late, for a prompt or a status bar."),
    "clear": (2, "The guided round: card by card, one key each."),
    "done": (2, "Close: delivered, or received."),
    "told": (2, "They know where it stands; the debt stays."),
    "toss": (2, "Hand the ball over to the other side."),
    "nudge": (2, "You asked again."),
    "hand": (2, "Somebody else does the work; your debt stays."),
    "snooze": (2, "Hide until a date; it counts."),
    "edit": (2, "Change what was noted."),
    "drop": (2, "Close without doing it."),
    "reopen": (2, "Take up again what was closed."),
    "note": (2, "Add to the private note."),
    "undo": (2, "Take back the last command, any number of times."),
    "redo": (2, "Bring back what was undone."),
    "show": (3, "Everything about one follow-up."),
    "why": (3, "Its score, term by term."),
    "list": (3, "Follow-ups, filtered."),
    "search": (3, "Find words in texts, notes and names."),
    "log": (3, "What was done, in order."),
    "stats": (3, "Your speed and drag: in and out, turnaround, promises."),
    "report": (3, "Where things stand, for a customer or a project."),
    "people": (4, "Who needs attention."),
    "with": (4, "Everything between you and one person."),
    "person": (4, "Add, edit, join or forget people."),
    "import": (5, "Bring in follow-ups from a file."),
    "export": (5, "Write the whole queue as JSON."),
    "config": (5, "Settings: show, or set one."),
    "demo": (5, "A made-up queue to try every command on."),
}
SUBCOMMANDS: dict[str, dict[str, str]] = {
    "person": {
        "add": "Add a person with addresses and targets.",
        "edit": "Change what is known of a person.",
        "merge": "Make one person of two.",
        "forget": "Erase a person and their texts for good.",
    }
}


class LazyGroup(TyperGroup):
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


class PersonGroup(LazyGroup):
    """The commands under `person`."""

    prefix = "person"


def _make(name: str) -> Any:
    parent, _, sub = name.partition(" ")
    panel, text = COMMANDS[parent]
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    if name in SUBCOMMANDS:

        @app.callback(cls=PersonGroup, help=text)
        def group() -> None: ...
    else:
        function = function_of(name)
        text = SUBCOMMANDS[parent][sub] if sub else text
        details = inspect.cleandoc(function.__doc__ or "").partition("\n")[2]
        app.command(
            name=sub or name, help=f"{text}\n\n\b{details}" if details else text, rich_help_panel=PANELS[panel]
        )(_face(name, function))
    made = typer.main.get_command(app)
    made.name = sub or name
    made.rich_help_panel = PANELS[panel]  # type: ignore[attr-defined]
    return made


def _face(name: str, function: Callable[..., Any]) -> Callable[..., None]:
    # What Typer sees: the function's own parameters, less the session, plus --json and --plain.
    hints = get_type_hints(function, localns={"o": options}, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in inspect.signature(function).parameters.values()][1:]
    output = [
        inspect.Parameter(flag, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation)
        for flag, annotation in (("as_json", options.AsJson), ("is_plain", options.IsPlain))
    ]

    def call(as_json: bool, is_plain: bool, **given: Any) -> None:
        perform(name, given, db=_root.db, as_json=as_json, is_plain=is_plain)

    call.__signature__ = inspect.Signature([*own, *output])  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in (*own, *output)}
    return call


class _Root:
    db: str | None = None


_root = _Root()


def call(argv: list[str]) -> None:
    """Parse a command line and run its command.

    Raises: FollowqError.
    """
    app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)

    @app.callback(cls=LazyGroup, invoke_without_command=True, help=HELP, epilog=EPILOG)
    def root(
        ctx: typer.Context,
        db: options.Db = None,
        version: options.Version = False,
    ) -> None:
        _root.db = db
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help(), nl=False)

    group = typer.main.get_command(app)
    try:
        code = group.main(args=_with_numbers_last(argv), prog_name="followq", standalone_mode=False)
    except SystemExit as err:  # Typer's answer to a closed pipe
        raise OutputClosedError("") from err
    except typer.Abort as err:
        raise InterruptedByUserError("stopped, nothing was changed") from err
    except typer.TyperException as err:
        raise UsageError(err.format_message(), _hint(err)) from err
    if code == 130:
        raise InterruptedByUserError("stopped")


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
    path = context.command_path if context is not None else "followq"
    if type(err).__name__ == "NoSuchOption" and context is not None and context.parent is not None:
        return f"a text that starts with - goes after --; see {path} --help"
    return f"see {path} --help"


HELP = """Clear your own queue first: who waits on you, and whom you wait on.

After a call: followq add. Each morning: followq today. Before chasing others: followq waiting."""
EPILOG = "Try it on a made-up queue: followq demo"
