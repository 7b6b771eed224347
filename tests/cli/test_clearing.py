"""The guided round without a terminal: what the clock, the command table and the filters do to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from followq.cli.actions.batch import writing
from followq.cli.commands.today import today
from followq.cli.interactive import card_keys, card_round, message_card
from followq.cli.interactive.card_round import clear_round
from followq.cli.interactive.talk import Answer, Key, Question
from followq.cli.session import Session
from followq.errors import ChangedMeanwhileError
from followq.render import plain
from followq.render.blocks import Block
from followq.render.pages.card import ClearedPage
from tests.conftest import Call


class Scripted:
    """A talk in which everything is answered beforehand; remembers the pages it was shown."""

    redraws = False

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

    def choose(self, question: str, choices: Sequence[str]) -> int:
        raise AssertionError(f"nobody expected to be asked: {question}")

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
    monkeypatch.setattr(card_round, "Stopwatch", Watch)
    talk = Scripted("d", "enter")
    page = play(session, talk, monkeypatch, box=45)
    assert "of 45m spent" in talk.pages[0]
    assert "Your 45m are over; 3 cards left." in talk.pages[-1]
    assert (page.outcomes, page.left) == ({"done": 1}, 3)


def test_whoever_goes_on_is_not_asked_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_round, "Stopwatch", Watch)
    talk = Scripted("d", "g", "d", "d", "d")
    page = play(session, talk, monkeypatch, box=45)
    assert sum("are over" in shown for shown in talk.pages) == 1
    assert page.outcomes == {"done": 4}


def test_at_the_pause_one_goes_back_or_takes_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Scripted(" ", "d", "d", "d", "b", "u", "u", "d", "d", "enter")
    page = play(session, talk, monkeypatch)
    assert page.outcomes == {"done": 3}
    assert page.left == 1


def test_a_message_is_looked_at_and_the_card_comes_back(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Scripted("y", "k", "u", "enter", "q")
    page = play(session, talk, monkeypatch)
    assert "Ack: they have heard nothing yet" in talk.pages[1]
    assert "update: where it stands" in talk.pages[2]
    assert "A short word so you don't have to wonder" in talk.pages[3]
    assert talk.pages[4] == talk.pages[0]
    assert page.outcomes == {}


def test_a_message_noted_as_said_is_told_and_can_be_taken_back(
    session: Session, monkeypatch: pytest.MonkeyPatch, fq: Call
) -> None:
    talk = Scripted("y", "s", "q")
    page = play(session, talk, monkeypatch)
    assert "2 of 4; 1 dealt with" in talk.pages[2]
    assert page.outcomes == {"told": 1}
    assert fq("show", "1", "--json").document["followups"][0]["told_at"] is not None
    talk = Scripted("y", "s", "u", "q")
    assert play(session, talk, monkeypatch).outcomes == {}


def test_what_is_done_can_still_be_told_from_its_card(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Scripted("d", "b", "y", "s", "q")
    page = play(session, talk, monkeypatch)
    assert "Good news, this is done" in talk.pages[3]
    assert " p " not in talk.bars[3]
    assert page.outcomes == {"done": 1}


def test_every_key_of_a_card_and_of_a_message_has_a_letter_of_its_own() -> None:
    keys = [action.key.key for action in card_keys.ACTIONS]
    keys += [key.key for key in (card_round.SKIP, card_round.BACK, card_round.UNDO, card_round.HELP, card_round.QUIT)]
    assert len(keys) == len(set(keys))
    for group in (
        [field.key for field in card_keys.FIELDS],
        message_card.KIND_KEYS,
        (
            message_card.OPEN,
            message_card.COPY,
            message_card.SAID,
            message_card.PROMISE,
            message_card.OTHER,
            message_card.BACK,
        ),
    ):
        letters = [letter for key in group for letter in (key.key, *key.also)]
        assert len(letters) == len(set(letters))


def test_a_write_refuses_when_the_follow_up_is_no_longer_what_was_seen(session: Session, fq: Call) -> None:
    with session.reading() as queue:
        session.seen = queue.followup(1)
    fq("edit", "1", "--text", "Other")
    with pytest.raises(ChangedMeanwhileError), writing(session, "note"):
        pytest.fail("the block must not be entered")
    assert session.written is None
