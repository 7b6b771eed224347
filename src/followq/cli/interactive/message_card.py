"""A message looked at on its card: taken along, promised by, noted as said, each by one key more."""

from __future__ import annotations

from typing import Any

from followq.cli.app.dispatch import find_function
from followq.cli.interactive.card_keys import CardPrompt
from followq.cli.interactive.talk import Key, Talk, make_sentence
from followq.cli.session import Session
from followq.errors import DiskError, NotFoundError, UsageError
from followq.model.people.message_kinds import ASKING, KINDS, WITH_TOSS
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, line
from followq.render.pages.say import SayPage

UNREACHABLE = (NotFoundError, UsageError, DiskError)
"""No address, no program, no clipboard: the message stays, another key may do."""

OPEN = Key("o", "open")
COPY = Key("c", "copy")
SAID = Key("s", "said it")
TOSS = Key("t", "toss")
PROMISE = Key("p", "promise a day")
NAME_DAY = Key("p", "name a day")
OTHER = Key("k", "another kind")
BACK = Key("enter", "back to the card", ("escape", "q", "b", "left"))
KIND_KEYS = tuple(Key({"no": "x", "ask": "w"}.get(kind, kind[0]), kind) for kind in KINDS)


class Saying(NamedTuple):
    """What the message is to be: the kind, None for the likeliest; the day it promises, in the user's words; and what
    they are to do now, where the ball goes over with it.
    """

    kind: str | None = None
    by: str | None = None
    toss: str | None = None


def look_at_message(session: Session, talk: Talk, ask: CardPrompt) -> dict[str, Any] | None:
    """Show the message until the user is done with it; what `say` is given to log it, None when it isn't said.

    Raises: InterruptedByUserError; BadInputError where a template is wrong.
    """
    saying = Saying()
    while True:
        given = {"followup": ask.id, "kind": saying.kind, "by": saying.by, "toss": saying.toss}
        page = find_function("say")(session, **given)
        assert isinstance(page, SayPage)
        is_asking = page.message.kind in ASKING
        is_owed, can_toss = ask.card.followup.is_owed, page.message.kind in WITH_TOSS
        can_promise = is_owed and not is_asking and saying.toss is None
        days = (PROMISE,) if can_promise else (NAME_DAY,) if ask.card.followup.is_waiting and is_asking else ()
        keys = (OPEN, COPY, SAID, *days, *((TOSS,) if is_owed and can_toss else ()), OTHER, BACK)
        key = talk.key(lambda page=page: _show(page, session), keys)  # type: ignore[misc]
        if key == BACK.key:
            return None
        if key == SAID.key:
            return {**given, "kind": page.message.kind, "is_logged": True}
        if key == PROMISE.key:
            saying = saying._replace(by=ask.date("By when? ", "For example: fri, tomorrow 15:00"))
        elif key == TOSS.key:
            text, by = ask.saying("What are they to do now? ", "The ball goes over with it. When: by fri, at the end.")
            saying = saying._replace(toss=text[0], by=by) if text else saying
        elif key == OTHER.key:
            chosen = _other_kind(talk, page, session)
            if chosen:
                is_kept = saying.toss is not None and chosen in WITH_TOSS
                by = saying.by if is_kept or (saying.toss is None and chosen not in ASKING) else None
                saying = Saying(chosen, by, saying.toss if is_kept else None)
        else:
            _take_along(session, {**given, "is_opened": key == OPEN.key, "is_copied": key == COPY.key})


def _show(page: SayPage, session: Session) -> list[Block]:
    return [Line(), *page.words(), Line()]


def _other_kind(talk: Talk, page: SayPage, session: Session) -> str | None:
    rows: list[Block] = [line(f"{kind}: {meaning}") for kind, meaning in KINDS.items()]
    key = talk.key(lambda: [*_show(page, session), *rows, Line()], (*KIND_KEYS, BACK._replace(word="as it is")))
    return next((kind.word for kind in KIND_KEYS if kind.key == key), None)


def _take_along(session: Session, given: dict[str, Any]) -> None:
    try:
        page = find_function("say")(session, **given)
    except UNREACHABLE as err:
        # What is an option there is a key here.
        session.say(make_sentence(err).replace("--copy", COPY.key))
        return
    assert isinstance(page, SayPage)
    # Without drawing the command has said it already.
    for text in () if page.is_bare else page.did:
        session.say(text)
