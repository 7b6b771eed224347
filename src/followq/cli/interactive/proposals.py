"""The review of what was found in notes: each proposal with the line it comes from, and one key for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from followq.cli.input.lookup import settle_person
from followq.cli.interactive.known_people import Known, everybody
from followq.cli.interactive.talk import Key, Question, Talk
from followq.cli.session import Session
from followq.dates.details import Details
from followq.dates.lines import read_noted
from followq.errors import BadInputError, UsageError
from followq.exchange.source import Found, Passed, SourceItem
from followq.model.core.phrasing import show_with_distance
from followq.render.blocks import Block, Line, Span, line

KEYS = (
    Key("enter", "accept", ("a", "y")),
    Key("t", "turn round"),
    Key("w", "who"),
    Key("e", "edit"),
    Key("s", "skip", ("n",)),
    Key("q", "stop", ("escape", "c-d")),
)
SKIPPED, NOT_SEEN = "you skipped it", "you stopped before it"


def review(session: Session, found: Sequence[Found]) -> list[Found]:
    """Ask about each item; what isn't accepted is passed over, with that as the reason.

    Raises: InterruptedByUserError at Ctrl-C; nothing is changed then.
    """
    talk = session.converse()
    known = everybody(session)
    reviewed: list[Found] = []
    items = sum(isinstance(one, SourceItem) for one in found)
    is_over, number = False, 0
    for one in found:
        if not isinstance(one, SourceItem):
            reviewed.append(one)
            continue
        if is_over:
            reviewed.append(Passed(one.line, NOT_SEEN, one.text))
            continue
        number += 1
        decided = _decide(session, talk, known, one, f"{number} of {items}")
        is_over = decided is None
        reviewed.append(decided or Passed(one.line, NOT_SEEN, one.text))
    return reviewed


def _decide(session: Session, talk: Talk, known: Known, item: SourceItem, place: str) -> Found | None:
    # What becomes of one; None when the review is over.
    while True:
        key = talk.key(partial(_page, session, item, place), KEYS)
        if key == "q":
            return None
        if key == "s":
            return Passed(item.line, SKIPPED, item.text)
        if key == "t":
            item = item._replace(ball="mine" if item.ball == "theirs" else "theirs")
        elif key == "e":
            item = _edit(session, talk, item)
        elif key == "w" or not item.person:
            item = _name(session, talk, known, item)
        if key == "enter" and item.person:
            return item


def _page(session: Session, item: SourceItem, place: str) -> list[Block]:
    who = item.person or "somebody"
    side = f"{who} owes you" if item.ball == "theirs" else f"you owe {who}"
    by = f"by {show_with_distance(item.due, session.calendar)}" if item.due else ""
    details = Details(effort_minutes=item.effort_minutes, project=item.project, tags=item.tags)
    said = ", ".join(part for part in (f"{side}: {item.text}", by, details.written(session.calendar)) if part)
    return [
        line(Span(f"Proposal {place}", "title"), Span(f"  line {item.line}: {item.why}", "quiet")),
        line(Span(said, "strong" if item.person else "warn")),
        *([] if item.person else [line(Span("Nobody is named: Enter asks who it is with.", "quiet"))]),
        Line(),
    ]


def _name(session: Session, talk: Talk, known: Known, item: SourceItem) -> SourceItem:
    hint = "A name, or its beginning and Tab."
    typed = talk.line(Question("Who? ", lambda text, _: known.who(text), known.offers, hint=hint)).text
    if not typed:
        return item
    try:
        return item._replace(person=settle_person(session, typed).name, is_named=True)
    except (BadInputError, UsageError) as err:  # several people at once, for one
        session.say(f"{err.message} ({err.hint})")
        return item


def _edit(session: Session, talk: Talk, item: SourceItem) -> SourceItem:
    def check(text: str, _: int) -> str:
        read = read_noted(text, session.calendar)
        return f"by {show_with_distance(read.by.when, session.calendar)}" if read.by else ""

    hint = "Its date and details at the end: by fri 15m #project"
    typed = talk.line(Question("", check, start=item.text, hint=hint)).text
    if not typed:
        return item
    read = read_noted(typed, session.calendar)
    details = read.details
    return item._replace(
        text=read.text,
        due=read.by.when if read.by else item.due,
        effort_minutes=details.effort_minutes or item.effort_minutes,
        project=details.project or item.project,
        tags=details.tags or item.tags,
    )
