"""What `drawn.py` hands on to prompt_toolkit, which takes longer to load than anything else here.

Nothing takes over the whole screen: a question stands where the cursor is, redraws itself when the window
changes, and goes when it is answered. What was done stays above it, in the terminal's own history.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.containers import AnyContainer
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import create_output
from prompt_toolkit.renderer import CPR_Support

from followq.cli.interactive.talk import Answer, Key, Question, TalkHost
from followq.cli.interactive.talk.editing import Editing
from followq.cli.interactive.talk.fitting import fitting, key_bar
from followq.errors import InterruptedByUserError, TerminatedError
from followq.render import terminal
from followq.render.blocks import Block, line
from followq.render.safe import safe
from followq.render.screen import NARROWEST, WIDEST, wrap

ESCAPE_SECONDS = 0.05
"""How long an escape may take to turn out as the start of an arrow key."""

NUMBER_FIRST = "First choose by a number; what you type meanwhile is not kept."

TYPING_SECONDS = 0.7
"""Between two keys of a text that is being typed there is hardly more."""

ROWS_FOR_TYPING = 8


class Prompted:
    """A whole `Talk`, drawn by prompt_toolkit."""

    redraws = True

    def __init__(self, console: TalkHost) -> None:
        self._console = console
        self._input = create_input()
        self._output = create_output(stdout=sys.stderr)

    @contextmanager
    def held(self) -> Iterator[None]:
        """See `Talk.held`."""
        before = signal.signal(signal.SIGTERM, _ended)
        with self._input.raw_mode():
            # What was typed before we were ready was echoed where the first question goes.
            self._output.write_raw("\r")
            self._output.erase_down()
            self._output.flush()
            try:
                yield
            finally:
                signal.signal(signal.SIGTERM, before)

    def line(self, question: Question) -> Answer:
        """See `Talk.line`."""

        def above() -> StyleAndTextTuples:
            return [*self._drawn(list(question.above)), *self._told(question.so_far)]

        editing = Editing(question, above, lambda: self._columns)
        try:
            answer: Answer = self._run(editing.layout, editing.bindings)
        except InterruptedByUserError as err:
            err.typed = editing.typed
            raise
        return answer

    def ask(self, question: str, completions: Sequence[str]) -> str:
        """See `Talk.ask`; the question stays with its answer."""
        from followq.cli.interactive.talk import Offer
        from followq.model.core.folding import find_rest

        def offers(typed: str) -> list[Offer]:
            return [Offer(text) for text in completions if typed and find_rest(typed, text) is not None]

        answer = self.line(Question(question, offers=offers if completions else None)).text
        self._console.say(f"{question}{answer}")
        return answer

    def confirm(self, question: str, default: bool) -> bool:
        """See `Talk.confirm`; the question stays with its answer."""
        keys = (Key("y", "yes", ("enter",) * default), Key("n", "no", ("enter",) * (not default)))
        is_yes = self.key(lambda: [line(f"{question} [{'Y/n' if default else 'y/N'}]")], keys) == "y"
        self._console.say(f"{question} {'yes' if is_yes else 'no'}")
        return is_yes

    def choose(self, question: str, choices: Sequence[str]) -> int:
        """See `Talk.choose`; the question stays with its answer."""
        keys = [Key(str(number), choice) for number, choice in enumerate(choices, 1)]
        page: list[Block] = [line(question)]
        pressed = self.key(lambda: page, (*keys, Key("escape", "", is_shown=False)), is_typing_ignored=True)
        if pressed == "escape":
            raise InterruptedByUserError("stopped, nothing was changed")
        self._console.say(f"{question} {choices[int(pressed) - 1]}")
        return int(pressed) - 1

    def key(
        self,
        page: Callable[[], list[Block]],
        keys: Sequence[Key],
        every_seconds: float | None = None,
        *,
        is_typing_ignored: bool = False,
    ) -> str:
        """See `Talk.key`. With `is_typing_ignored` a key right behind one that is none of them belongs to a text that
        was being typed, and answers nothing.
        """
        unknown = [False]
        typed_at = [0.0]

        def text() -> StyleAndTextTuples:
            bar = [("bold" if is_key else "", word) for is_key, word in key_bar(keys, self._columns)]
            if unknown[0]:
                bar = [*bar, ("", "\n"), ("", NUMBER_FIRST if is_typing_ignored else _unknown(keys))]
            room = self._output.get_size().rows - 2 - sum(part[1].count("\n") for part in bar)
            return [*to_formatted_text(ANSI(fitting(page(), self._columns, room))), *bar]

        bindings = KeyBindings()

        @bindings.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            unknown[0] = True
            typed_at[0] = time.monotonic()

        @bindings.add(Keys.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            """Text that was pasted is no key."""

        def is_answer() -> bool:
            return not is_typing_ignored or time.monotonic() - typed_at[0] > TYPING_SECONDS

        for key in keys:
            for name in (key.key, *key.also):
                for spelling in _spellings(name, keys):
                    bindings.add(spelling, filter=Condition(is_answer))(_pressing(key.key))
        window = Window(FormattedTextControl(text, focusable=True, show_cursor=False), wrap_lines=True)
        pressed: str = self._run(window, bindings, every_seconds)
        return pressed

    @property
    def _columns(self) -> int:
        return max(NARROWEST, min(self._output.get_size().columns, WIDEST))

    def _drawn(self, blocks: list[Block]) -> StyleAndTextTuples:
        return to_formatted_text(ANSI(terminal.draw_blocks(blocks, self._columns))) if blocks else []

    def _told(self, so_far: Sequence[str]) -> StyleAndTextTuples:
        # The line being typed must stay in sight: on a low screen the first ones go.
        lines = "".join(wrap(f"  {safe(said)}", self._columns) for said in so_far).splitlines()
        room = max(1, self._output.get_size().rows - ROWS_FOR_TYPING)
        return [("", "\n".join(lines if len(lines) <= room else ["  …", *lines[1 - room :]]))]

    def _run(self, container: AnyContainer, bindings: KeyBindings, every_seconds: float | None = None) -> Any:
        app = _App(
            layout=Layout(container),
            key_bindings=_with_leaving(bindings),
            input=self._input,
            output=self._output,
            erase_when_done=True,
            refresh_interval=every_seconds,
        )
        app.ttimeoutlen = app.timeoutlen = ESCAPE_SECONDS
        # Where the cursor is need not be known, and some terminals answer nothing when asked.
        app.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
        try:
            return app.run()
        except _TerminatedInterrupt as err:
            raise TerminatedError("stopped, nothing was changed") from err
        except (KeyboardInterrupt, EOFError) as err:
            raise InterruptedByUserError("stopped, nothing was changed") from err


def _ended(number: int, frame: object) -> NoReturn:
    # The end that the system asks for would leave the terminal as it is here: silent, and deaf to Ctrl-C.
    raise _TerminatedInterrupt


class _TerminatedInterrupt(KeyboardInterrupt):
    pass


class _App(Application[Any]):
    def _handle_exception(self, loop: Any, context: dict[str, Any]) -> None:
        # A defect ends the question and goes the way of all errors, instead of waiting for a key.
        if self.is_running and not self.is_done:
            self.exit(exception=context.get("exception") or RuntimeError(context.get("message", "")))


def _with_leaving(bindings: KeyBindings) -> KeyBindings:
    @bindings.add("c-c", eager=True)
    @bindings.add("<sigint>")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @bindings.add("c-z", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    return bindings


def _pressing(key: str) -> Callable[[KeyPressEvent], None]:
    def press(event: KeyPressEvent) -> None:
        if not event.app.is_done:
            event.app.exit(result=key)

    return press


def _spellings(name: str, keys: Sequence[Key]) -> list[str]:
    # A letter with Shift is the letter, unless it is a key of its own.
    if name == "enter":
        # Pressed before single keys were asked for, it comes as the end of a line.
        return ["enter", "c-j"]
    upper = name.upper()
    has_own = any(upper in (key.key, *key.also) for key in keys)
    return [name, upper] if len(name) == 1 and upper != name and not has_own else [name]


def _unknown(keys: Sequence[Key]) -> str:
    return "That key does nothing here; ? tells what each does." if any(k.key == "?" for k in keys) else ""
