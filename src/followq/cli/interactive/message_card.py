"""A message looked at on its card: taken along, promised by, noted as said, each by one key more."""

from __future__ import annotations

from typing import Any

from followq.cli.app.dispatch import function_of
from followq.cli.interactive.card_keys import Asking
from followq.cli.interactive.talk import Key, Talk, sentence
from followq.cli.session import Session
from followq.errors import DiskError, NotFoundError, UsageError
from followq.model.people.message_kinds import ASKING, KINDS
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, line
from followq.render.pages.say import SayPage

UNREACHABLE = (NotFoundError, UsageError, DiskError)
"""No address, no program, no clipboard: the message stays, another key may do."""

OPEN = Key("o", "open")
COPY = Key("c", "copy")
SAID = Key("s", "said it")
PROMISE = Key("p", "promise a day")
NAME_DAY = Key("p", "name a day")
OTHER = Key("k", "another kind")
BACK = Key("enter", "back to the card", ("escape", "q", "b", "left"))
KIND_KEYS = tuple(Key({"no": "x", "ask": "w"}.get(kind, kind[0]), kind) for kind in KINDS)


class Saying(NamedTuple):
    """What the message is to be: the kind, None for the likeliest, and the day it promises, in the user's words."""

    kind: str | None = None
    by: str | None = None


def look_at_message(session: Session, talk: Talk, ask: Asking) -> dict[str, Any] | None:
    """Show the message until the user is done with it; what `say` is given to log it, None when it isn't said.

    Raises: InterruptedByUserError; BadInputError where a template is wrong.
    """
    saying = Saying()
    while True:
        given = {"followup": ask.id, "kind": saying.kind, "by": saying.by}
        page = function_of("say")(session, **given)
        assert isinstance(page, SayPage)
        is_asking = page.message.kind in ASKING
        can_promise = ask.card.followup.is_owed and not is_asking
        days = (PROMISE,) if can_promise else (NAME_DAY,) if ask.card.followup.is_waiting and is_asking else ()
        keys = (OPEN, COPY, SAID, *days, OTHER, BACK)
        key = talk.key(lambda page=page: _shown(page, session), keys)  # type: ignore[misc]
        if key == BACK.key:
            return None
        if key == SAID.key:
            return {**given, "kind": page.message.kind, "is_logged": True}
        if key == PROMISE.key:
            saying = saying._replace(by=ask.date("By when? ", "For example: fri, tomorrow 15:00"))
        elif key == OTHER.key:
            chosen = _other_kind(talk, page, session)
            saying = Saying(chosen, None if chosen in ASKING else saying.by) if chosen else saying
        else:
            _take_along(session, {**given, "is_opened": key == OPEN.key, "is_copied": key == COPY.key})


def _shown(page: SayPage, session: Session) -> list[Block]:
    return [Line(), *page.words(), Line()]


def _other_kind(talk: Talk, page: SayPage, session: Session) -> str | None:
    rows: list[Block] = [line(f"{kind}: {meaning}") for kind, meaning in KINDS.items()]
    key = talk.key(lambda: [*_shown(page, session), *rows, Line()], (*KIND_KEYS, BACK._replace(word="as it is")))
    return next((kind.word for kind in KIND_KEYS if kind.key == key), None)


def _take_along(session: Session, given: dict[str, Any]) -> None:
    try:
        page = function_of("say")(session, **given)
    except UNREACHABLE as err:
        # What is an option there is a key here.
        session.say(sentence(err).replace("--copy", COPY.key))
        return
    assert isinstance(page, SayPage)
    # Without drawing the command has said it already.
    for text in () if page.is_bare else page.did:
        session.say(text)
