"""`done`: delivered, or received."""

from __future__ import annotations

from followq.cli.actions.batch import writing
from followq.cli.actions.change_followups import (
    describe_day,
    describe_freed,
    find_people_of,
    read_again,
    shift_calendar,
)
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followups
from followq.cli.queries.ranked import find_first_due
from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.effort import TELLING_MINUTES
from followq.model.core.followup import FollowUp, is_due
from followq.model.core.person import Person
from followq.model.core.phrasing import shorten, show_with_distance
from followq.model.core.text_limits import note_lines
from followq.render.pages.changed import ChangedPage
from followq.render.pages.item_rows import describe_item
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar
    from followq.model.priority.ranked import Ranked
    from followq.store.records.writer import Batch


def done(
    session: Session,
    ids: o.Ids,
    is_untold: o.IsUntold = False,
    is_thank: o.IsThank = False,
    spent: o.Spent = None,
    note: o.Note = None,
    on: o.On = None,
) -> ChangedPage:
    """Close follow-ups.

    What you owed is delivered, what you waited for has come. A recurring one brings its next.

    Example:

    followq done 12 15-17 --spent 30m
    """
    minutes, happened = parse_options.parse_minutes(spent) or 0, parse_options.parse_past_event(session, on)
    line = "" if note is None else note_lines(note)
    closed: list[FollowUp] = []
    calendars: dict[int, Calendar] = {}
    added: list[FollowUp] = []
    notes: list[str] = []
    asked = _ask_for_others(session, ids) if session.is_interactive else []
    with writing(session, "done") as batch:
        found = read_again(batch, asked) if asked else find_followups(batch, ids, session.calendar)
        others = _find_open_with_others(batch, found)
        _check_sides(found, is_untold, is_thank)
        # In a round the next card says what comes next.
        urgent = None if session.talk else _more_urgent(session, batch, found)
        for before in found:
            then = shift_calendar(session.calendar, happened, before)
            after = verbs.close(before, then, "done", minutes, line)
            batch.put(before, after)
            closed.append(after)
            calendars[after.id] = then
        names = find_people_of(batch, closed)
        for after in closed:
            if after.every and after.anchor:
                from followq.cli.actions.recurrence import bring_next

                extra, said = bring_next(session, calendars[after.id], batch, after, after.every, after.anchor)
                added += [extra] if extra else []
                notes += [said] if said else []
            if is_untold or is_thank:
                added.append(_small_item(session, calendars[after.id], batch, after, is_untold))
                batch.add(added[-1])
        freed = describe_freed(batch, closed)
        names |= find_people_of(batch, [urgent.followup] if urgent else [])
    return ChangedPage(
        "done",
        tuple(
            _describe_closed(after, names[after.person_id], describe_day(session.calendar, happened))
            for after in closed
        )
        + tuple(_describe_next(session, extra, names[extra.person_id]) for extra in added),
        (*closed, *added),
        notes=(*notes, *_note_open_too(others), *freed, *_notes(urgent, names)),
        names=names,
    )


def _ask_for_others(session: Session, ids: list[str]) -> list[FollowUp]:
    # What is to be closed, with what the user says is done as well; asked before the batch, which keeps others waiting.
    with session.reading() as queue:
        found = find_followups(queue, ids, session.calendar)
        others = _find_open_with_others(queue, found)
    if others and session.confirm(f"{_named(others)} Done with them as well?", default=False):
        found += [followup for followup, _ in others]
    return found


def _find_open_with_others(queue: Reader, closing: list[FollowUp]) -> list[tuple[FollowUp, Person]]:
    # The same thing with other people, added together with what is closed now.
    linked = queue.linked(closing)
    names = find_people_of(queue, linked)
    return [(followup, names[followup.person_id]) for followup in linked]


def _note_open_too(others: list[tuple[FollowUp, Person]]) -> tuple[str, ...]:
    return (f"{_named(others)} Done as well: {command('done', *(f.id for f, _ in others))}",) if others else ()


def _named(others: list[tuple[FollowUp, Person]]) -> str:
    return f"Open with the others too: {'; '.join(f'{f.id} {who.name}' for f, who in others)}."


def _check_sides(found: list[FollowUp], is_untold: bool, is_thank: bool) -> None:
    for followup in found:
        if is_untold and followup.ball == "theirs":
            raise UsageError(f"--untold is for what you owed; {followup.id} was theirs", "leave it out, or --thank")
        if is_thank and followup.ball == "mine":
            raise UsageError(f"--thank is for what they owed; {followup.id} was yours", "leave it out, or --untold")


def _small_item(session: Session, then: Calendar, batch: Batch, closed: FollowUp, is_untold: bool) -> FollowUp:
    from followq.model.people.message_kinds import TELLING, THANKING

    return FollowUp(
        id=batch.next_id("followups"),
        uid=session.new_uid(),
        person_id=closed.person_id,
        text=f"{TELLING if is_untold else THANKING}{shorten(closed.text, 200)}",
        since=then.instant,
        effort_minutes=TELLING_MINUTES,
        channel=closed.channel,
        project=closed.project,
        created_at=session.calendar.instant,
    )


def _more_urgent(session: Session, queue: Reader, closing: list[FollowUp]) -> Ranked | None:
    # What is late or due today, where none of what is closed was.
    owed = [followup for followup in closing if followup.is_owed]
    if not owed or any(is_due(followup, session.calendar) for followup in owed):
        return None
    return find_first_due(session, queue)


def _describe_closed(closed: FollowUp, person: Person, on: str) -> str:
    side = "delivered" if closed.ball == "mine" else "received"
    return f"{describe_item(closed, person)}: done{on}, {side}."


def _describe_next(session: Session, extra: FollowUp, person: Person) -> str:
    if extra.every:
        calendar = session.calendar
        when = show_with_distance(extra.promised or extra.since, calendar)
        off = "" if calendar.is_working(calendar.day_of(extra.since)) else ", a day off"
        return f"{extra.id} comes next: {person.name}: {shorten(extra.text)}, {when}{off}."
    return f"{extra.id} added: you owe {person.name}: {shorten(extra.text)}."


def _notes(urgent: Ranked | None, names: dict[int, Person]) -> tuple[str, ...]:
    if urgent is None:
        return ()
    reason = next((term.text for term in urgent.terms if term.term == "promise"), "")
    return (f"More urgent still: {describe_item(urgent.followup, names[urgent.followup.person_id])} ({reason}).",)
