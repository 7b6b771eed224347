"""Doing it at once, with the clock beside it: the first two ways out of what was put off too often."""

from __future__ import annotations

from followq.cli.clock import Stopwatch
from followq.cli.interactive.talk import Key, Talk
from followq.model.core.contact import reach
from followq.model.core.phrasing import minutes
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Span, line
from followq.render.pages.card import CardPage

FIRST_SECONDS = 120
"""The first two minutes: hardly anybody stops there."""

DONE = Key("d", "done")
NOTE = Key("n", "note where you got to")
GO_ON = Key("w", "keep working")
BACK = Key("b", "back to the card", ("enter", "escape", "q", "left"))


class Worked(NamedTuple):
    """How it ended, `d`, `n` or `b`, and the minutes it took."""

    key: str
    minutes: int


def work(talk: Talk, card: CardPage, *, is_first_two: bool) -> Worked:
    """Show what to do and the time, until the user says how it went.

    Raises: InterruptedByUserError.
    """
    watch = Stopwatch()
    if is_first_two:
        key = talk.key(lambda: _page(card, _countdown(watch.seconds)), (DONE, GO_ON, NOTE, BACK), 1.0)
        if key != GO_ON.key:
            return Worked(key, watch.minutes)
    key = talk.key(lambda: _page(card, f"{minutes(watch.minutes)} so far"), (DONE, NOTE, BACK), 10.0)
    return Worked(key, watch.minutes)


def _page(card: CardPage, time: str) -> list[Block]:
    how = reach(card.followup, card.person).text
    return [
        line(Span("Now: ", "good"), Span(f"{card.followup.id} ", "id"), Span(card.person.name, "strong")),
        line(Span(card.followup.text, "title")),
        *([line(how)] if how else []),
        line(Span(time, "quiet")),
        Line(),
    ]


def _countdown(seconds: float) -> str:
    left = FIRST_SECONDS - int(seconds)
    if left <= 0:
        return "The two minutes are over. The rest often follows by itself."
    return f"{left // 60}:{left % 60:02} left of the first two minutes"
