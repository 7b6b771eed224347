"""What a new user can try at once on the demo queue: three keys, and the tour through the four moments.

Every call is a followq of its own on the same terminal, as it will be in their shell.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

from followq.cli.interactive.talk import Key
from followq.cli.session import Session
from followq.hints import command
from followq.model.core.calendar import format_instant
from followq.record import NamedTuple
from followq.render.pages.count_and_config import DemoPage

WAITING, CLEAR, TOUR, ENOUGH = (
    Key("w", "before chasing others"),
    Key("c", "card by card"),
    Key("t", "the tour, 90 seconds"),
    Key("enter", "enough", ("q", "escape", "c-d")),
)


class Stop(NamedTuple):
    """One moment of the tour: what has just happened, and what to type then."""

    moment: str
    words: str


STOPS = (
    Stop(
        "1 of 4, after a call. Ana Lopez rang: she wants the price list on Thursday. Note it while you hang up;"
        " the answer says whether you are likely to keep the day.",
        'add "Ana Lopez" "Send the price list" --by thu',
    ),
    Stop(
        "2 of 4, each morning. One screen: what is promised for today comes first, then whoever pays most for one day"
        " more, each with the reason.",
        "today",
    ),
    Stop(
        "3 of 4, before you chase others. What you owe these people comes first; then whom to ask, how, and when."
        " Enter leaves it at that.",
        "waiting",
    ),
    Stop(
        "4 of 4, working it off, one key a card: d done, t told, o toss the ball to them, s snooze, u undo, q quit.",
        "clear",
    ),
)
END = "That was all of it. Nothing here was yours, and undo takes back whatever you did. Yours begins with"


def offer_keys(session: Session, made: Session, page: DemoPage) -> None:
    """Let the user try what a key stands for, as often as they like.

    Raises: InterruptedByUserError at Ctrl-C.
    """
    talk = session.converse()
    while True:
        key = talk.key(lambda: page.lay_out_morning(made.calendar), (WAITING, CLEAR, TOUR, ENOUGH))
        if key == ENOUGH.key:
            session.talk = None
            return
        if key == TOUR.key:
            session.talk = None
            walk(session, made, page.path)
            talk = session.converse()
        else:
            call_on(made, page.path, ["waiting" if key == WAITING.key else "clear"])


def walk(session: Session, made: Session, path: str) -> None:
    """Go from moment to moment; each has its call typed already, to be changed or sent off by Enter.

    Raises: InterruptedByUserError at Ctrl-C.
    """
    for stop in STOPS:
        session.say("")
        session.say(stop.moment)
        typed = session.typed("$ followq ", start=stop.words)
        try:
            words = shlex.split(typed or stop.words)
        except ValueError:
            words = shlex.split(stop.words)
        call_on(made, path, words[1:] if words[:1] == ["followq"] else words)
    session.say("")
    session.say(f"{END}: {command('add')}")


def call_on(made: Session, path: str, words: list[str]) -> None:
    """Run one followq on the demo queue, on the same terminal and at the demo's time; its errors are its own."""
    there = os.environ | {"FOLLOWQ_DB": path, "FOLLOWQ_NOW": format_instant(made.calendar.now)}
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "followq", *words], env=there, check=False)  # noqa: S603 - the user's own call
