"""Conversations: questions answered by a line or by one key, drawn or in plain lines.

What is asked and what becomes of an answer is decided elsewhere; here is only how it looks and which keys do
what. Loaded by nothing but the conversations themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from followq.errors import FollowqError
from followq.render.blocks import Block


class TalkHost(Protocol):
    """What a conversation needs of the console that holds it."""

    def say(self, text: str) -> None:
        """Tell something, in lines of its own."""

    def typed(self, question: str, completions: Callable[[str], Sequence[str]] | None = None, start: str = "") -> str:
        """A line typed behind a question."""

    def confirm_by_key(self, question: str, default: bool) -> bool:
        """Yes or no."""

    def pick_by_line(self, question: str, choices: Sequence[str]) -> int:
        """The place of one of several."""


class Offer(NamedTuple):
    """Something that a Tab completes to, and what it stands for."""

    text: str
    meaning: str = ""


class Answer(NamedTuple):
    """A line, without outer spaces, and its place: which earlier line it replaces, or one behind the last.

    `draft` is what was typed behind the last one before the user went back.
    """

    text: str
    place: int = 0
    draft: str = ""


class Question(NamedTuple):
    """A question that one line answers.

    `check` tells how a line at its place is understood, and raises a FollowqError for one that can't be taken:
    such a line stays to be mended. `offers` completes it. `earlier` are lines that can be gone back to.
    `so_far` is what became of them, which a terminal that is drawn on shows anew; there a pasted text is the answer
    at once where `is_whole` says so.
    A line that lacks one of the `marks` gets it in front when that key is pressed after it was refused.
    """

    prompt: str
    check: Callable[[str, int], str] | None = None
    offers: Callable[[str], list[Offer]] | None = None
    start: str = ""
    hint: str = ""
    earlier: tuple[str, ...] = ()
    is_numbered: bool = False
    marks: str = ""
    above: tuple[Block, ...] = ()
    so_far: tuple[str, ...] = ()
    is_whole: Callable[[str], bool] | None = None

    def prompt_at(self, place: int) -> str:
        """What stands before the line."""
        return f"{place + 1} {self.prompt}" if self.is_numbered else self.prompt


class Key(NamedTuple):
    """A key, what it does in a word, the other keys that do the same, and whether the bar shows it."""

    key: str
    word: str
    also: tuple[str, ...] = ()
    is_shown: bool = True


class Talk(Protocol):
    """One conversation. Every question raises InterruptedByUserError at Ctrl-C and at the end of input.

    With `redraws` what a question has `so_far` needs no saying while it is asked.
    """

    redraws: bool

    def line(self, question: Question) -> Answer:
        """The line that answers a question, checked."""

    def key(self, page: Callable[[], list[Block]], keys: Sequence[Key], every_seconds: float | None = None) -> str:
        """The key pressed below a page, which is made anew for every drawing of it, at least so often."""

    def ask(self, question: str, completions: Sequence[str]) -> str:
        """The answer to a question of a command."""

    def confirm(self, question: str, default: bool) -> bool:
        """Yes or no, by one key."""

    def choose(self, question: str, choices: Sequence[str]) -> int:
        """The place of one of several, by the key of its number; Esc stops."""

    def held(self) -> AbstractContextManager[None]:
        """Keep the keyboard, so that what is typed between two questions goes to the next one."""


def make_sentence(err: FollowqError) -> str:
    """An error as a conversation tells it."""
    return f"{err.message} ({err.hint})" if err.hint else err.message
