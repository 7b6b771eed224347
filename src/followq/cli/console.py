"""The user at the other end: shown pages on standard output; told, warned and asked on standard error."""

from __future__ import annotations

import os
import sys

from followq.errors import (
    DiskError,
    FollowqError,
    InterruptedByUserError,
    NeedsConfirmationError,
    OutputClosedError,
)
from followq.render.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from followq.cli.interactive.talk import Talk
    from followq.model.core.calendar import Calendar
    from followq.render.blocks import Block
    from followq.render.page import Page


TRY_AGAIN = "make room and try again"


def write_out(text: str) -> None:
    """Write data, to the end.

    Raises: OutputClosedError when nobody reads any more; DiskError when it can't be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as err:
        raise _failure(err) from err


def _failure(err: OSError) -> FollowqError:
    if isinstance(err, BrokenPipeError):
        return OutputClosedError("")
    from followq.files import explain

    why, _ = explain(err)
    what = f"the output can't be written: {why}"
    return DiskError(what, TRY_AGAIN)


def is_drawing(is_plain: bool) -> bool:
    """Whether standard output is a terminal that pages are drawn on."""
    return not is_plain and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def draw_out(blocks: list[Block], *, is_drawn: bool) -> None:
    """Write lines and tables, drawn or plain.

    Raises: OutputClosedError, DiskError.
    """
    if is_drawn and any(type(block).__name__ == "Table" for block in blocks):
        from followq.render import terminal

        try:
            terminal.show(blocks, sys.stdout)
            sys.stdout.flush()
        except OSError as err:
            raise _failure(err) from err
    elif is_drawn:
        from followq.render import plain
        from followq.render.screen import count_columns, wrap

        write_out(wrap(plain.text(blocks), count_columns(sys.stdout)))
    else:
        from followq.render import plain

        write_out(plain.text(blocks))


def rows_of_screen() -> int | None:
    """How many lines the terminal has; None where there is no telling."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines or None
    except (OSError, ValueError):
        return None


def _edit_from(completions: Callable[[str], Sequence[str]] | None, start: str) -> None:
    # Line editing, where the platform has it; without it input() works all the same.
    try:
        import readline
    except ImportError:
        return

    def complete(typed: str, number: int) -> str | None:
        from followq.model.core.folding import find_rest

        found = completions(typed) if completions else ()
        # What several begin with is put in, so that has to be what was typed; a single one comes as it is written.
        rests = [find_rest(typed, text) for text in found]
        fitting = [typed + rest for rest in rests if rest is not None] if len(found) > 1 else list(found)
        return fitting[number] if number < len(fitting) else None

    readline.set_completer_delims("")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
    readline.set_startup_hook(lambda: readline.insert_text(start))


class Console:
    """The terminal or pipe of one call: told, warned, asked, picked from."""

    def __init__(self, *, as_json: bool = False, is_plain: bool = False, fields: Sequence[str] = ()) -> None:
        self.as_json = as_json
        self.json_fields = fields
        """The fields that were asked for of each row, all of them where this is empty."""
        self.is_plain = is_plain
        self.warnings: list[str] = []
        self.talk: Talk | None = None
        """The conversation going on, which asks every question while it lasts."""

    @property
    def is_interactive(self) -> bool:
        """Somebody sits at the terminal who can be asked."""
        streams = (sys.stdin, sys.stderr)
        return not self.as_json and all(stream is not None and stream.isatty() for stream in streams)

    def warn(self, text: str) -> None:
        """Tell something beside the result, on standard error; with `--json` only once the result is out."""
        if self.as_json:
            self.warnings.append(text)
        else:
            self._tell(f"followq: {safe(text)}\n")

    def say(self, text: str) -> None:
        """Tell something in a conversation; a program that reads JSON has none."""
        if self.as_json:
            return
        from followq.render.screen import count_columns, wrap

        is_screen = sys.stderr is not None and sys.stderr.isatty()
        self._tell(wrap(safe(text), count_columns(sys.stderr)) or "\n" if is_screen else f"{safe(text)}\n")

    @staticmethod
    def _tell(text: str) -> None:
        # Standard error may be closed or full; what is done is done all the same.
        from contextlib import suppress

        with suppress(OSError, ValueError):
            if sys.stderr is not None:
                sys.stderr.write(text)
                sys.stderr.flush()

    def ask(self, question: str, completions: Sequence[str] = ()) -> str:
        """The user's answer to a question; Tab completes to one of `completions`.

        Raises: InterruptedByUserError at Ctrl-C or end of input.
        """
        if self.talk is not None:
            return self.talk.ask(question, completions)
        from followq.model.core.folding import find_rest

        def fitting(typed: str) -> list[str]:
            return [text for text in completions if find_rest(typed, text) is not None]

        return self.typed(question, fitting)

    def typed(self, question: str, completions: Callable[[str], Sequence[str]] | None = None, start: str = "") -> str:
        """A line typed behind a question, `start` being there to be edited; Tab completes it.

        Raises: InterruptedByUserError at Ctrl-C or end of input.
        """
        has_lines = sys.stdout.isatty()
        if has_lines:
            _edit_from(completions, start)
        else:
            self._tell(safe(question))
        try:
            return input(safe(question) if has_lines else "").strip()
        except (KeyboardInterrupt, EOFError) as err:
            self._tell("\n")
            raise InterruptedByUserError("stopped, nothing was changed") from err

    def converse(self) -> Talk:
        """Begin a conversation, drawn where the terminal can place text; every question goes there from now on."""
        if self._draws:
            from followq.cli.interactive.talk.drawn_talk import DrawnTalk

            self.talk = DrawnTalk(self)
        else:
            from followq.cli.interactive.talk.plain_talk import PlainTalk

            self.talk = PlainTalk(self)
        return self.talk

    def confirm(self, question: str, *, default: bool) -> bool:
        """Yes or no; an empty answer is the default."""
        if self.talk is not None:
            return self.talk.confirm(question, default)
        return self.confirm_by_key(question, default)

    def confirm_by_key(self, question: str, default: bool) -> bool:
        """Yes or no, by one key where the terminal gives single keys."""
        from followq.cli.interactive.keyboard import can_read_keys

        shown = f"{question} [{'Y/n' if default else 'y/N'}]"
        answers = {"y": "yes", "n": "no"}
        return self._choose(shown, answers, "y" if default else "n", is_by_key=can_read_keys()) == "y"

    def choose(self, question: str, keys: dict[str, str], default: str = "") -> str:
        """One of some letters, each with the word it stands for: by one key, else by a line. Enter is the default.

        Raises: InterruptedByUserError at Ctrl-C or end of input.
        """
        from followq.cli.interactive.keyboard import can_read_keys

        return self._choose(question, keys, default, is_by_key=self.talk is None and can_read_keys())

    def _choose(self, question: str, keys: dict[str, str], default: str, *, is_by_key: bool) -> str:
        from followq.cli.interactive.keyboard import read_key

        while True:
            if is_by_key:
                self._tell(f"{safe(question)} ")
                try:
                    answer = read_key()
                except InterruptedByUserError:
                    self._tell("\n")
                    raise
            else:
                answer = self.ask(f"{question} ").lower()
            answer = default if answer in ("", "enter") else answer
            chosen = next((key for key, word in keys.items() if answer in (key, word)), "")
            if is_by_key:
                self._tell(f"{safe(keys.get(chosen, answer[:20]))}\n")
            if chosen:
                return chosen
            letters = " or ".join(filter(None, (", ".join([*keys][:-1]), [*keys][-1])))
            self.say(f"{letters}; Ctrl-C changes nothing.")

    def pick(self, question: str, choices: Sequence[str]) -> int:
        """The place of the one that the user takes, by its number; there is no default.

        Raises: InterruptedByUserError.
        """
        if self.talk is not None:
            return self.talk.choose(question, choices)
        return self.pick_by_line(question, choices)

    def pick_by_line(self, question: str, choices: Sequence[str]) -> int:
        """As `pick`, by a line that holds the number."""
        self.say(question)
        for number, choice in enumerate(choices, 1):
            self.say(f"  {number} {choice}")
        while True:
            answer = self.typed("Number: ")
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(choices):
                return int(answer) - 1
            self.say(f"1 to {len(choices)}; Ctrl-C changes nothing.")

    def require_yes(self, question: str, is_given: bool) -> bool:
        """Whether to go on: `--yes`, or the user's word.

        Raises: NeedsConfirmationError where nobody can be asked.
        """
        if is_given:
            return True
        if not self.is_interactive:
            raise NeedsConfirmationError(
                "confirmation required, but this is not an interactive terminal",
                "repeat with --yes, or look first with --dry-run",
            )
        return self.confirm(question, default=False)

    def draw(self, page: Page, calendar: Calendar) -> None:
        """Write a page to standard output: drawn, plain or as JSON; then the warnings that waited for that.

        Raises: OutputClosedError, DiskError.
        """
        if not self.as_json:
            draw_out(page.layout(calendar), is_drawn=self._draws)
            return
        from followq.render import jsondoc

        write_out(jsondoc.text(page, calendar.instant, self.json_fields))
        for text in self.warnings:
            self._tell(f"followq: {safe(text)}\n")

    @property
    def is_for_eyes(self) -> bool:
        """The result is drawn on a terminal."""
        return not self.as_json and self._draws

    @property
    def _draws(self) -> bool:
        return is_drawing(self.is_plain)
