"""One line being typed: its buffer, its keys, and what stands below it as it is understood so far."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import BeforeInput

from followq.cli.interactive.talk import Answer, Offer, Question, make_sentence
from followq.errors import FollowqError
from followq.model.core.phrasing import shorten
from followq.render.safe import safe, width
from followq.render.screen import wrap

MOST_OFFERS = 6
LEAST_ROOM = 8
"""Columns below which an offer comes without its meaning."""
QUIET, WARN = "dim", "bold"


class Editing:
    """What a question looks like while it is answered. `layout` and `bindings` are prompt_toolkit's."""

    def __init__(self, question: Question, above: Callable[[], StyleAndTextTuples], columns: Callable[[], int]) -> None:
        self._question = question
        self._columns = columns
        self._place = len(question.earlier)
        self._drafts = [*question.earlier, question.start]
        self._refused = ""
        self._chosen: int | None = None
        self._offers: list[Offer] = []
        self._is_choosing = False
        self._buffer = Buffer(
            document=Document(self._drafts[-1]), multiline=False, on_text_changed=lambda _: self._changed()
        )
        self.bindings = self._bound(KeyBindings())
        control = BufferControl(self._buffer, [BeforeInput(lambda: safe(question.prompt_at(self._place)))])
        parts = (
            [Window(FormattedTextControl(above), wrap_lines=True, dont_extend_height=True)]
            if question.above or question.so_far
            else []
        )
        below = Window(FormattedTextControl(self._below), wrap_lines=True, dont_extend_height=True)
        typing = Window(control, wrap_lines=True, dont_extend_height=True)
        self.layout = HSplit([*parts, typing, below])

    @property
    def typed(self) -> str:
        """What stands behind the last line now, for whoever goes on later."""
        is_last = self._place == len(self._question.earlier)
        return self._buffer.text if is_last else self._drafts[-1]

    def _changed(self) -> None:
        self._refused = ""
        if not self._is_choosing:
            self._chosen = None
            self._offers = self._question.offers(self._buffer.text)[:MOST_OFFERS] if self._question.offers else []

    def _below(self) -> StyleAndTextTuples:
        parts: StyleAndTextTuples = []
        for number, offer in enumerate(self._offers):
            mark, name = "→" if number == self._chosen else " ", safe(offer.text, 60)
            room = self._columns() - width(name) - 7
            meaning = shorten(safe(offer.meaning), room) if room > LEAST_ROOM else ""
            parts.append(("bold" if number == self._chosen else "", f"  {mark} {name}"))
            parts.append((QUIET, f"  {meaning}\n"))
        text = self._buffer.text.strip()
        if self._refused:
            said, style = self._refused, WARN
        elif not text and self._question.hint and self._place == len(self._question.earlier):
            said, style = self._question.hint, QUIET
        else:
            said, style = self._understood(text), QUIET
        return [*parts, (style, wrap(f"  {safe(said)}", self._columns()).rstrip("\n"))]

    def _understood(self, text: str) -> str:
        if not self._question.check:
            return ""
        try:
            return self._question.check(text, self._place)
        except FollowqError as err:
            return make_sentence(err)

    def _submit(self, event: KeyPressEvent) -> None:
        text = self._buffer.text.strip()
        try:
            if self._question.check:
                self._question.check(text, self._place)
        except FollowqError as err:
            self._refused = make_sentence(err)
            return
        if not event.app.is_done:
            is_last = self._place == len(self._question.earlier)
            event.app.exit(result=Answer(text, self._place, "" if is_last else self._drafts[-1]))

    def _choose(self, step: int) -> None:
        if not self._offers:
            return
        self._chosen = (step if step < 0 else 0) if self._chosen is None else self._chosen + step
        self._chosen %= len(self._offers)
        self._is_choosing = True
        self._buffer.document = Document(self._offers[self._chosen].text)
        self._is_choosing = False

    def _move(self, step: int) -> None:
        place = self._place + step
        if not 0 <= place < len(self._drafts):
            return
        self._drafts[self._place] = self._buffer.text
        self._place = place
        self._buffer.document = Document(self._drafts[place])

    def _bound(self, bindings: KeyBindings) -> KeyBindings:
        question = self._question
        is_empty = Condition(lambda: not self._buffer.text)
        has_earlier = Condition(lambda: bool(question.earlier))
        lacks_mark = Condition(lambda: bool(self._refused) and self._buffer.text.strip()[:1] not in question.marks)
        bindings.add("enter", eager=True)(self._submit)
        bindings.add("tab")(lambda event: self._choose(1))
        bindings.add("s-tab")(lambda event: self._choose(-1))
        bindings.add("down", filter=~has_earlier)(lambda event: self._choose(1))
        bindings.add("up", filter=~has_earlier)(lambda event: self._choose(-1))
        bindings.add("up", filter=has_earlier)(lambda event: self._move(-1))
        bindings.add("down", filter=has_earlier)(lambda event: self._move(1))

        @bindings.add("c-d", filter=is_empty)
        @bindings.add("escape", filter=Condition(lambda: bool(question.above)))
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=EOFError())

        @bindings.add(Keys.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            self._buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n"))
            if question.is_whole and question.is_whole(self._buffer.text):
                self._submit(event)

        def mark(event: KeyPressEvent) -> None:
            self._buffer.text = f"{event.data} {self._buffer.text.strip()}"
            self._submit(event)

        for character in question.marks:
            bindings.add(character, filter=lacks_mark)(mark)
        return bindings
