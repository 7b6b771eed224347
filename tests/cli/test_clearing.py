"""The guided round without a terminal: what the clock, the command table and the filters do to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from followq.cli import card_keys, clearing
from followq.cli.clearing import clear_round
from followq.cli.commands.today import today
from followq.cli.session import Session
from followq.cli.talk import Answer, Key, Question
from followq.cli.tree import COMMANDS
from followq.errors import ChangedMeanwhileError
from followq.render import plain
from followq.render.blocks import Block
from followq.render.pages.card import ClearedPage
from tests.conftest import Call


class Scripted:
    """A talk in which everything is answered beforehand; remembers the pages it was shown."""

    def __init__(self, *keys: str) -> None:
        self._keys: Iterator[str] = iter(keys)
        self.pages: list[str] = []
        self.bars: list[str] = []

    def line(self, question: Question) -> Answer:
        """An empty line."""
        return Answer("")

    def key(self, page: Callable[[], list[Block]], keys: Sequence[Key], every_seconds: float | None = None) -> str:
        """The next key of the script."""
        self.pages.append(" ".join(plain.text(page()).split()))
        self.bars.append(" ".join(key.key for key in keys))
        return next(self._keys)

    def ask(self, question: str, completions: Sequence[str]) -> str:
        """An empty answer."""
        return ""

    def confirm(self, question: str, default: bool) -> bool:
        """The default."""
        return default

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing to hold."""
        yield


class Watch:
    """A stopwatch that moves thirty minutes at every look."""

    def __init__(self) -> None:
        self._looks = 0

    @property
    def seconds(self) -> float:
        """Seconds, more at every look."""
        self._looks += 1
        return 1800.0 * self._looks

    @property
    def minutes(self) -> int:
        """Minutes at the last look."""
        return 30 * self._looks


@pytest.fixture
def session(fq: Call, db: Any) -> Iterator[Session]:
    for person in ("Ana Lopez", "Tom Baker", "Mei Lin", "Priya Nair"):
        fq("add", person, "Quote")
    made = Session()
    yield made
    made.queue.close()


def play(
    session: Session, talk: Scripted, monkeypatch: pytest.MonkeyPatch, most: int | None = None, box: int | None = None
) -> ClearedPage:
    def converse(self: Session) -> Scripted:
        session.talk = talk
        return talk

    monkeypatch.setattr(Session, "converse", converse)
    return clear_round(session, lambda: today(session, is_all=True).followups, most, box)


def test_when_the_time_is_up_the_user_decides(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "Stopwatch", Watch)
    talk = Scripted("d", "enter")
    page = play(session, talk, monkeypatch, box=45)
    assert "of 45m spent" in talk.pages[0]
    assert "Your 45m are over; 3 cards left." in talk.pages[-1]
    assert (page.outcomes, page.left) == ({"done": 1}, 3)


def test_whoever_goes_on_is_not_asked_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clearing, "Stopwatch", Watch)
    talk = Scripted("d", "g", "d", "d", "d")
    page = play(session, talk, monkeypatch, box=45)
    assert sum("are over" in shown for shown in talk.pages) == 1
    assert page.outcomes == {"done": 4}


def test_at_the_pause_one_goes_back_or_takes_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Scripted(" ", "d", "d", "d", "b", "u", "u", "d", "d", "enter")
    page = play(session, talk, monkeypatch)
    assert page.outcomes == {"done": 3}
    assert page.left == 1


@pytest.mark.parametrize("is_there", [False, True])
def test_a_key_is_there_when_its_command_is(session: Session, monkeypatch: pytest.MonkeyPatch, is_there: bool) -> None:
    monkeypatch.delitem(COMMANDS, "say", raising=False)
    if is_there:
        monkeypatch.setitem(COMMANDS, "say", (2, "A message."))
    said: list[str] = []

    def function_of(command: str) -> Callable[..., None]:
        return lambda session, followup: said.append(followup)

    monkeypatch.setattr(clearing, "function_of", function_of)
    talk = Scripted("y", "q") if is_there else Scripted("q")
    play(session, talk, monkeypatch)
    assert (" y " in talk.bars[0]) == is_there
    assert said == (["1"] if is_there else [])
    assert len(talk.pages) == (2 if is_there else 1)


def test_every_key_of_a_card_has_a_letter_of_its_own() -> None:
    keys = [action.key.key for action in card_keys.ACTIONS]
    keys += [key.key for key in (clearing.SKIP, clearing.BACK, clearing.UNDO, clearing.HELP, clearing.QUIT)]
    assert len(keys) == len(set(keys))
    assert len({field.key.key for field in card_keys.FIELDS}) == len(card_keys.FIELDS)


def test_a_write_refuses_when_the_follow_up_is_no_longer_what_was_seen(session: Session, fq: Call) -> None:
    with session.reading() as queue:
        session.seen = queue.followup(1)
    fq("edit", "1", "--text", "Other")
    with pytest.raises(ChangedMeanwhileError), session.writing("note"):
        pytest.fail("the block must not be entered")
    assert session.written is None
