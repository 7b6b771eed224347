"""`add`: after a call, both directions at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from followq.cli import reading
from followq.cli.acting import forecasts_of
from followq.cli.finding import Meant, find_followups, meant, near_note, taken
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model import verbs
from followq.model.calendar import When
from followq.model.followup import FollowUp
from followq.model.texts import one_line, storable
from followq.model.words import count, resolved, shortened
from followq.record import NamedTuple
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli import options as o
    from followq.model.person import Person

LARGEST_INPUT = 1_000_000
"""Bytes of captured lines that are read."""


class Captured(NamedTuple):
    """One line noted after a call: whose, on which side, what, by when."""

    person: Meant
    is_waiting: bool
    text: str
    by: When | None


def add(
    session: Session,
    person: o.MaybePerson = None,
    text: o.MaybeText = None,
    is_waiting: o.IsWaiting = False,
    by: o.By = None,
    since: o.Since = None,
    via: o.Via = None,
    effort: o.Effort = None,
    project: o.Project = None,
    tags: o.Tags = None,
    blocked_by: o.BlockedBy = None,
    every: o.Every = None,
    note: o.Note = None,
    is_told: o.IsTold = False,
) -> ChangedPage:
    """Note what is open.

    After a call, both ways at once: followq add "Ana Lopez", then a line each,
    > what I owe them by fri
    < what they owe me

    From a pipe: followq add "Ana Lopez" - or followq add - with the names as lines of their own.

    Examples:

    followq add "Ana Lopez" "Send the revised quote" --by fri

    followq add -w "Tom Baker" "Sign the contract" --by "in 3 working days"
    """
    promised = reading.maybe_date(session, by)
    fields: dict[str, Any] = {
        "since": session.calendar.instant if since is None else reading.past_date(session, since),
        "channel": reading.channel(via),
        "effort_minutes": reading.minutes(effort),
        "project": reading.line(project, "the project"),
        "tags": reading.tags(tags),
        "note": None if note is None else storable(note, "the note") or None,
        "told_at": session.calendar.instant if is_told else None,
        "every": reading.every(every),
    }
    if person is not None and text and text != ["-"]:
        if person == "-":
            raise UsageError(
                "- reads lines, a text beside it has no person", 'followq add "Ana Lopez" "Send the quote"'
            )
        items = [Captured(meant(session, person), is_waiting, one_line(" ".join(text)), promised)]
    else:
        if is_waiting:
            raise UsageError("--waiting goes with a text; a line says it itself", "< what they owe me")
        items = _captured(session, person, has_dash="-" in (person, *(text or ())))
        items = [item._replace(by=item.by or promised) for item in items]
    page = _save(session, items, fields, blocked_by or [])
    return page._replace(notes=(*page.notes, *_dates_left_in_text(session, page.followups)))


def _dates_left_in_text(session: Session, followups: Sequence[FollowUp]) -> list[str]:
    # "Send the quote by fri" as a text sets no date: that takes --by, or a line of its own.
    notes = []
    for followup in followups:
        if followup.promised or " by " not in followup.text:
            continue
        from followq.dates.lines import split_by

        with suppress(BadInputError):
            text, found = split_by(followup.text, session.calendar)
            if found:
                phrase = followup.text[len(text) :].partition("by ")[2].strip()
                notes.append(f'No date is set; for the one in the text: followq edit {followup.id} --by "{phrase}"')
    return notes


def _captured(session: Session, person: str | None, *, has_dash: bool) -> list[Captured]:
    if session.is_interactive and not has_dash:
        items = _asked(session, meant(session, person or _who(session)))
    else:
        known = None if person in (None, "-") else meant(session, person or "")
        if sys.stdin is None or (sys.stdin.isatty() and not has_dash):
            raise UsageError("add what?", 'followq add "Ana Lopez" "Send the quote" --by fri')
        items = _piped(session, known, _standard_input())
    if not items:
        raise UsageError("nothing to add", 'followq add "Ana Lopez" "Send the quote" --by fri')
    return items


def _asked(session: Session, person: Meant) -> list[Captured]:
    session.say(f"{person.name}: one line each, '> what I owe', '< what they owe me', 'by DATE' at the end.")
    session.say("An empty line saves; Ctrl-C saves nothing.")
    items: list[Captured] = []
    while line := session.ask("  "):
        try:
            item = _line(session, person, line)
        except (BadInputError, UsageError) as err:
            session.say(f"    {err.message} ({err.hint})")
            continue
        items.append(item)
        side = f"{person.name} owes you" if item.is_waiting else f"you owe {person.name}"
        session.say(f"    {side}: {item.text}{_by(session, item.by)}")
    return items


def _who(session: Session) -> str:
    with session.reading() as queue:
        names = [person.name for person in queue.people().values()]
    return session.ask("Who? ", names)


def _standard_input() -> str:
    data = sys.stdin.buffer.read(LARGEST_INPUT + 1)
    if len(data) > LARGEST_INPUT:
        raise BadInputError(f"standard input has more than {LARGEST_INPUT:,} bytes", "split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = data[: err.start].count(b"\n") + 1
        raise BadInputError(f"line {line}: is not valid UTF-8", "nothing was added") from err


def _piped(session: Session, person: Meant | None, text: str) -> list[Captured]:
    # Lines without a mark name the person that the following ones are about.
    items, problems = [], []
    is_fixed = person is not None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        try:
            if not line:
                continue
            if line[0] in "<>" and person is not None:
                items.append(_line(session, person, line))
            elif line[0] in "<>":
                raise BadInputError("comes before any name", "begin with a line that names the person")
            elif is_fixed:
                raise BadInputError("begins with neither > nor <", "> what I owe them, < what they owe me")
            else:
                person = meant(session, line)
        except (BadInputError, UsageError) as err:
            problems.append(f"line {number}: {err.message}")
    if problems:
        raise BadInputError("; ".join(problems[:10]), "nothing was added; mend these and try again")
    return items


def _line(session: Session, person: Meant, line: str) -> Captured:
    from followq.dates.lines import split_by

    mark, rest = line[0], line[1:].strip()
    if mark not in "<>":
        raise UsageError("begin with > or <", "> what I owe them, < what they owe me")
    text, by = split_by(rest, session.calendar)
    if by and by.remark:
        session.warn(by.remark)
    return Captured(person, mark == "<", one_line(text), by.when if by else None)


def _save(session: Session, items: list[Captured], fields: dict[str, Any], blocked_by: list[str]) -> ChangedPage:
    made: list[FollowUp] = []
    names: dict[int, Person] = {}
    notes: list[str] = []
    with session.writing("add", is_first=True) as batch:
        blockers = tuple(f.id for f in find_followups(batch, blocked_by, session.calendar)) if blocked_by else ()
        for item in items:
            person = taken(batch, session, item.person)
            names[person.id] = person
            followup = FollowUp(
                id=batch.next_id("followups"),
                uid=session.new_uid(),
                person_id=person.id,
                text=item.text,
                ball="theirs" if item.is_waiting else "mine",
                blocked_by=blockers,
                created_at=session.calendar.instant,
                **fields,
            )
            if followup.every:
                anchor = session.calendar.day_of(item.by) if item.by else session.calendar.today
                followup = followup._replace(anchor=anchor.isoformat())
            followup = verbs.promise(followup, item.by, session.calendar)
            batch.add(followup)
            notes += [note for note in near_note(item.person, followup.id) if note not in notes]
            made.append(followup)
        found = forecasts_of(session, batch, [(None, followup) for followup in made])
    messages = [_added(session, followup, names[followup.person_id]) for followup in made]
    if len(messages) > 1:
        messages.append(f"{count(len(made), 'follow-up')} added together.")
    page = ChangedPage("add", tuple(messages), tuple(made), tuple(names.values()), tuple(notes), names)
    return page._replace(forecasts=found)


def _added(session: Session, followup: FollowUp, person: Person) -> str:
    side = f"you owe {person.name}" if followup.ball == "mine" else f"{person.name} owes you"
    every = f", every {followup.every.removeprefix('1 ')}" if followup.every else ""
    is_backdated = followup.since != session.calendar.instant
    since = f", since {resolved(followup.since, session.calendar)}" if is_backdated else ""
    return f"{followup.id} added: {side}: {shortened(followup.text)}{_by(session, followup.promised)}{since}{every}."


def _by(session: Session, by: When | None) -> str:
    return f", by {resolved(by, session.calendar)}" if by else ""
