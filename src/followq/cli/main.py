"""The entry point: hands the call to its command and prints every error in one place.

Everything else is loaded inside `run`, so that Ctrl-C is answered from the first moment on.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from followq.errors import FollowqError

# The commonest calls, in their shapes without options: how many words each takes at least and at most.
# They reach the same functions as any other call, without Typer, which takes longer to load than they run;
# so do followq alone and `count --format TEXT`.
QUICK: dict[str, tuple[int, int | None]] = {
    "today": (0, 0),
    "waiting": (0, 0),
    "count": (0, 0),
    "add": (0, None),
    "done": (1, None),
}
OUTPUT_FLAGS = ("--json", "--plain")

INTERRUPTED = 130
LONGEST_LINE = 4000
"""Characters of an error's message, and of its hint: paths may be long, and half a command is none."""

GARBAGE_AFTER = 100_000
"""New objects that hold others, after which Python looks for garbage."""


def main() -> NoReturn:
    """Run followq with the process's arguments, and exit."""
    # Records by the thousand are no garbage: Python would look through them for some again and again.
    gc.set_threshold(GARBAGE_AFTER)
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before `run` could answer it, or after
        code = INTERRUPTED
    try:  # noqa: SIM105 - contextlib would load for it
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        pass  # a warning that nobody can read
    # The queue is closed and the output written by now. Python would take all that was loaded apart again, module
    # by module: a tenth of the time of `count`, to no end.
    os._exit(code)


def run(argv: list[str]) -> int:
    """Run one call; returns the exit code."""
    from followq.errors import DiskError, FollowqError, InterruptedByUserError, OutputClosedError
    from followq.hints import call_with

    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open to the end
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a character gets an escape instead of a crash.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _refuse_broken(argv)
        call_with(_find_queue_name(argv), tuple(argv))
        if "_FOLLOWQ_COMPLETE" in os.environ:
            from followq.cli.completion.answer import show

            show(os.environ["_FOLLOWQ_COMPLETE"])
        elif not _quick(argv):
            from followq.cli.app.help import show as show_help
            from followq.cli.app.typer_app import call

            call([*argv[1:], "--help"] if argv[:1] == ["help"] else argv, show_help)
        sys.stdout.flush()
        return 0
    except (OutputClosedError, BrokenPipeError):
        return 0
    except FollowqError as err:
        return _fail(err, argv)
    except KeyboardInterrupt:
        return _fail(InterruptedByUserError("stopped"), argv)
    except OSError as err:
        # What commands read and write tells its own errors; what is left is help and --version on a full disk.
        return _fail(DiskError(f"the output can't be written: {err.strerror}", "make room and try again"), argv)
    except Exception as err:
        return _fail(_defect(err), argv)


def _refuse_broken(argv: list[str]) -> None:
    for word in argv:
        try:
            word.encode()
        except UnicodeEncodeError:
            from followq.errors import UsageError

            raise UsageError("the command line is not valid UTF-8", "check the terminal's encoding") from None


def _find_queue_name(argv: list[str]) -> str | None:
    # Read here, not by Typer: a call that Typer refuses has hints too. --db stands before the command.
    named = None
    words = iter(argv)
    for word in words:
        if word == "--db":
            named = next(words, None)
        elif word.startswith("--db="):
            named = word.removeprefix("--db=")
        elif not word.startswith("-") or word == "--":
            break
    return named


def _quick(argv: list[str]) -> bool:
    # True when the call was one of the quick shapes, and is done.
    words = [word for word in argv if word not in OUTPUT_FLAGS]
    if not words:
        return _perform_quick("status", {}, argv)
    name, *rest = words
    if name == "count" and len(rest) == 2 and rest[0] == "--format":
        return _perform_quick("count", {"form": rest[1]}, argv)
    if any(word.startswith("-") for word in rest) or _may_have_fields(argv):
        return False
    if name not in QUICK:
        return _about_itself(name, rest, is_plain="--plain" in argv)
    least, most = QUICK[name]
    if len(rest) < least or (most is not None and len(rest) > most):
        return False
    given: dict[str, Any] = {}
    if name == "add":
        given = {"person": rest[0] if rest else None, "text": rest[1:]}
    elif name == "done":
        given = {"ids": rest}
    return _perform_quick(name, given, argv)


def _may_have_fields(argv: list[str]) -> bool:
    # Whether that is so, `json_fields.py` knows.
    return "--json" in argv[:-1] and "," in argv[argv.index("--json") + 1]


def _perform_quick(command: str, given: dict[str, Any], argv: list[str]) -> bool:
    from followq.cli.app.dispatch import perform

    perform(command, given, as_json="--json" in argv, is_plain="--plain" in argv)
    return True


def _about_itself(name: str, rest: list[str], *, is_plain: bool) -> bool:
    # What followq says of itself needs neither the tree nor the settings.
    if name == "--version" and not rest:
        from followq import __version__

        print(f"followq {__version__}")
    elif name in ("--help", "-h", "help") and not rest:
        from followq.cli.app.help import show_help

        show_help(is_plain=is_plain)
    elif name in ("--install-completion", "--show-completion") and len(rest) < 2:
        from followq.cli.completion import shells

        shell = rest[0] if rest else ""
        print(shells.install(shell) if name == "--install-completion" else shells.make_script(shell).rstrip())
    else:
        return False
    return True


def _fail(err: FollowqError, argv: list[str]) -> int:
    from contextlib import suppress

    from followq.render.safe import safe

    with suppress(OSError, ValueError):
        sys.stdout.flush()
    if not err.message:
        return err.exit_code
    if any(word == "--json" or word.startswith("--json=") for word in _options(argv)):
        import json

        failure = {"code": err.code, "message": err.message, "hint": err.hint}
        line = json.dumps({"followq": 1, "kind": "error", **failure})
    else:
        hint = f" ({safe(err.hint, LONGEST_LINE)})" if err.hint else ""
        line = f"followq: {safe(err.message, LONGEST_LINE)}{hint}"
        if sys.stderr is not None and sys.stderr.isatty():
            from followq.render.screen import count_columns, wrap

            line = wrap(line, count_columns(sys.stderr)).rstrip("\n")
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{line}\n")
    return err.exit_code


def _options(argv: list[str]) -> list[str]:
    # What stands behind -- is text, whatever it looks like.
    return argv[: argv.index("--")] if "--" in argv else argv


def _defect(err: Exception) -> FollowqError:
    import traceback

    from followq import __version__, paths
    from followq.errors import FollowqError

    path = paths.crash_path()
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            # The stack alone: an error's own words may hold what the user keeps private.
            file.write(f"followq {__version__}, Python {sys.version}\n")
            file.writelines(traceback.format_tb(err.__traceback__))
            file.write(f"{type(err).__module__}.{type(err).__name__}\n")
        hint = f"please report it; details without your texts: {path}"
    except OSError:
        hint = "please report it"
    return FollowqError(f"a defect in followq: {type(err).__name__}", hint)
