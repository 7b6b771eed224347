"""A conversation drawn in place: its first card is there before prompt_toolkit, which reads the keys, is loaded.

Nothing takes over the whole screen: a question stands where the cursor is, redraws itself when the window
changes, and goes when it is answered. What was done stays above it, in the terminal's own history.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from followq.cli.interactive.keyboard import silence_echo
from followq.cli.interactive.talk import Answer, Key, Question, TalkHost
from followq.cli.interactive.talk.fitting import fitting, key_bar
from followq.render import terminal
from followq.render.blocks import Block
from followq.render.screen import NARROWEST, count_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.interactive.talk.prompted import Prompted


class DrawnTalk:
    """See `Talk`."""

    redraws = True

    def __init__(self, console: TalkHost) -> None:
        self._console = console
        self._stack: ExitStack | None = None
        self._prompted: Prompted | None = None

    @property
    def _there(self) -> Prompted:
        if self._prompted is None:
            from followq.cli.interactive.talk.prompted import Prompted

            self._prompted = Prompted(self._console)
            if self._stack is not None:
                self._stack.enter_context(self._prompted.held())
        return self._prompted

    @contextmanager
    def held(self) -> Iterator[None]:
        """See `Talk.held`."""
        with silence_echo(), ExitStack() as self._stack:
            yield

    def line(self, question: Question) -> Answer:
        """See `Talk.line`."""
        return self._there.line(question)

    def ask(self, question: str, completions: Sequence[str]) -> str:
        """See `Talk.ask`; the question stays with its answer."""
        return self._there.ask(question, completions)

    def confirm(self, question: str, default: bool) -> bool:
        """See `Talk.confirm`; the question stays with its answer."""
        return self._there.confirm(question, default)

    def choose(self, question: str, choices: Sequence[str]) -> int:
        """See `Talk.choose`; the question stays with its answer."""
        return self._there.choose(question, choices)

    def key(self, page: Callable[[], list[Block]], keys: Sequence[Key], every_seconds: float | None = None) -> str:
        """See `Talk.key`."""
        if self._prompted is not None:
            return self._prompted.key(page, keys, every_seconds)
        with _shown(page, keys):
            there = self._there
        return there.key(page, keys, every_seconds)


@contextmanager
def _shown(page: Callable[[], list[Block]], keys: Sequence[Key]) -> Iterator[None]:
    # Just as it is drawn later, and gone then: what redraws it begins at the same place.
    rows, columns = _size()
    if os.name == "nt" or columns < NARROWEST:
        yield
        return
    bar = "".join(f"\x1b[1m{word}\x1b[0m" if is_key else word for is_key, word in key_bar(keys, columns))
    text = fitting(page(), columns, rows - 2 - bar.count("\n")) + bar
    with terminal.show_for_a_while(text, sys.stderr):
        yield


def _size() -> tuple[int, int]:
    try:
        size = os.get_terminal_size(sys.stderr.fileno())
    except (OSError, ValueError):
        return 24, 0
    return size.lines, min(size.columns, count_columns(sys.stderr))
