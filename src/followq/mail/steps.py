"""What a message in a thread means for the follow-up that came from it: told, tossed, heard, asked again, or done.

Conservative both ways: a message that only acknowledges ("Thanks, OK") closes nothing and moves no ball, and what is
written to somebody else says nothing.
"""

from __future__ import annotations

from followq.mail.requests import ASKS
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import datetime
    from typing import Literal

    from followq.mail.digest import Digest

    StepKind = Literal["told", "toss", "done", "heard", "nudge"]


class MailStep(NamedTuple):
    """What happened to a follow-up, by which message, and why it is taken for that, in words."""

    kind: StepKind
    at: datetime
    message_id: str
    reason: str


def find_steps(
    digests: Sequence[Digest], new: Container[str], theirs: frozenset[str], *, is_mine: bool
) -> list[MailStep]:
    """The steps that the `new` messages of a thread, in order, make of a follow-up with whoever has these addresses.

    `is_mine`: the ball is on the user's side before the first of them. Of several steps of one kind in a row the last
    one stays; nothing comes after `done`.
    """
    authors = {each.message_id: each.sender for each in digests}
    steps: list[MailStep] = []
    for each in digests:
        if each.message_id not in new or each.automatic or not _is_between(each, theirs, authors):
            continue
        kind, reason = (_read_mine if each.is_mine else _read_theirs)(each, is_mine)
        if kind is None:
            continue
        if steps and steps[-1].kind == kind and kind != "toss":
            del steps[-1]
        steps.append(MailStep(kind=kind, at=each.sent_at, message_id=each.message_id, reason=reason))
        if kind == "done":
            break
        if kind == "toss":
            is_mine = not is_mine
    return steps


def _is_between(message: Digest, theirs: frozenset[str], authors: dict[str, str]) -> bool:
    if not message.is_mine:
        return message.sender in theirs
    parent = message.references[-1] if message.references else ""
    asked = message.recipients[: int(message.features.get("to_count", 0))]
    return authors.get(parent, "") in theirs or bool(theirs.intersection(asked))


def _asks(message: Digest) -> bool:
    return message.features.get("request", 0.0) >= ASKS or message.turn == "mine"


def _read_mine(message: Digest, is_mine: bool) -> tuple[StepKind | None, str]:
    figures = message.features
    if not is_mine:
        is_chase = figures.get("chases") or _asks(message)
        return ("nudge", "you asked again") if is_chase else (None, "")
    if figures.get("puts_off"):
        return "told", "you said that you will get back to them"
    if figures.get("thanks"):
        return "told", "you acknowledged it"
    if _asks(message):
        return "toss", "you asked back"
    return "done", "you answered"


def _read_theirs(message: Digest, is_mine: bool) -> tuple[StepKind | None, str]:
    figures = message.features
    if is_mine:
        return None, ""
    if figures.get("puts_off"):
        return "heard", "they said that they will get back to you"
    if figures.get("thanks"):
        return "heard", "they acknowledged it"
    if _asks(message):
        return "toss", "they asked back"
    return "done", "they answered"
