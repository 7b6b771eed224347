"""A conversation in plain lines: for terminals that can't place text, for `--plain`, for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from followq.cli.interactive.talk import Answer, Key, Question, TalkHost, make_sentence
from followq.errors import FollowqError
from followq.render import plain
from followq.render.blocks import Block


class PlainTalk:
    """Nothing is drawn over: what was said stays. A key is a letter and Enter; yes or no is one key."""

    redraws = False

    def __init__(self, console: TalkHost) -> None:
        self._console = console
        self._bar = ""

    def line(self, question: Question) -> Answer:
        """See `Talk.line`; a refused line comes back to be mended, where the platform edits lines."""
        if question.hint:
            self._console.say(question.hint)
        start, place = question.start, len(question.earlier)

        def completions(typed: str) -> list[str]:
            return [offer.text for offer in question.offers(typed)] if question.offers else []

        while True:
            text = self._console.typed(question.prompt_at(place), completions, start)
            try:
                if question.check:
                    question.check(text, place)
            except FollowqError as err:
                self._console.say(f"    {make_sentence(err)}")
                start = text
                continue
            return Answer(text, place)

    def key(self, page: Callable[[], list[Block]], keys: Sequence[Key], every_seconds: float | None = None) -> str:
        """See `Talk.key`; which keys there are is said whenever they are others than before."""
        self._console.say("")
        for said in plain.text(page()).splitlines():
            self._console.say(said)
        bar = ", ".join(f"{describe_key(key)} {key.word}" for key in keys if key.is_shown)
        if self._bar != bar:
            self._bar = bar
            self._console.say(f"Keys: {bar}.")
        while True:
            typed = self._console.typed("Key: ") or "enter"
            for spelling in (typed, typed.lower()):
                for key in keys:
                    if spelling in (describe_key(key), key.word, *key.also):
                        return key.key
            self._console.say(f"'{typed[:20]}' is none of the keys." if typed != "enter" else "Which key?")

    def ask(self, question: str, completions: Sequence[str]) -> str:
        """See `Talk.ask`."""
        return self._console.typed(question, lambda _: list(completions))

    def confirm(self, question: str, default: bool) -> bool:
        """See `Talk.confirm`."""
        return self._console.confirm_by_key(question, default)

    def choose(self, question: str, choices: Sequence[str]) -> int:
        """See `Talk.choose`."""
        return self._console.pick_by_line(question, choices)

    @contextmanager
    def held(self) -> Iterator[None]:
        """See `Talk.held`; the terminal keeps lines by itself."""
        yield


def describe_key(key: Key) -> str:
    """A key as it is called in words."""
    return "space" if key.key == " " else key.key
