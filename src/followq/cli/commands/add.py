"""`add`: after a call, both directions at once."""

from __future__ import annotations

import sys

from followq.cli.actions.batch import writing
from followq.cli.actions.change_followups import (
    describe_same_open,
    forecast_new_promises,
    offer_to_ask,
    warn_of_dates_in_text,
    warn_of_past_dates,
)
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followups, find_or_create_person, note_near_people, settle_person
from followq.cli.input.parse_lines import (
    MARKS_MEAN,
    Captured,
    answer_at_terminal,
    parse_noted_text,
    parse_piped_lines,
    read_standard_input,
    tell_unread,
)
from followq.cli.session import Session
from followq.errors import BusyError, DiskError, NeedsConfirmationError, UsageError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.calendar import When
from followq.model.core.followup import FollowUp, is_since_given
from followq.model.core.phrasing import count, minutes, shorten, show_with_distance
from followq.model.core.text_limits import one_line, require_storable
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli.app import options as o
    from followq.model.core.person import Person
    from followq.render.pages.importing import ImportPage
else:
    ImportPage = ChangedPage  # Typer looks the annotation up; whoever imports nothing shall not load that page


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
    link: o.Link = None,
    is_told: o.IsTold = False,
    is_from_notes: o.IsFromNotes = False,
) -> ChangedPage | ImportPage:
    """Note what is open.

    After a call, both ways at once: followq add asks who it was with, then takes a line each,
    > what I owe them by fri
    < what they owe me

    Several people, one thing: "Ana Lopez; Tom Baker" makes one follow-up each, linked.

    A line, and TEXT, may end in details: 15m #project +tag !key (or !vip), via call, since monday. Quote them for the
    shell.

    A line in quotes is text, whatever it ends in: > "Read the draft by April"

    From a pipe: followq add "Ana Lopez" - or followq add - with the names as lines of their own. Meeting notes: followq
    add - --from-notes proposes what somebody said they would do, a key for each.

    Examples:

    followq add "Ana Lopez" "Send the revised quote" --by fri

    followq add -w "Tom Baker" "Sign the contract" --by "in 3 working days"
    """
    if is_from_notes:
        return _from_notes(session, has_dash="-" in (person, *(text or ())))
    promised = parse_options.parse_optional_date(session, by)
    fields: dict[str, Any] = {
        "since": None if since is None else parse_options.parse_past_date(session, since),
        "channel": parse_options.parse_channel(via),
        "effort_minutes": parse_options.parse_minutes(effort),
        "project": parse_options.parse_line(project, "the project"),
        "tags": parse_options.parse_tags(tags),
        "note": None if note is None else require_storable(note, "the note") or None,
        "told_at": session.calendar.instant if is_told else None,
        "every": parse_options.parse_every(every),
        "link": parse_options.link(link),
    }
    has_text = person is not None and bool(text) and text != ["-"]
    if person is not None and text and has_text:
        if person == "-":
            raise UsageError(
                "- reads lines, a text beside it has no person", command("add", "Ana Lopez", "Send the quote")
            )
        one_line(" ".join(text))
        whom = settle_person(session, person, can_be_several=True)
        items = [
            parse_noted_text(session.calendar, whom, " ".join(text), promised, is_waiting=is_waiting, given=fields)
        ]
    else:
        if is_waiting:
            raise UsageError("--waiting goes with a text; a line says it itself", "< what they owe me")
        items = _capture(session, person, promised, has_dash="-" in (person, *(text or ())))
    page = _save_items(session, items, fields, blocked_by or [])
    if not has_text:
        return page  # of a line it was said while it was typed
    remarks = [item.remark for item in items if item.remark]
    return page._replace(notes=(*page.notes, *remarks, *warn_of_dates_in_text(session.calendar, page.followups)))


def _capture(session: Session, person: str | None, by: When | None, *, has_dash: bool) -> list[Captured]:
    if session.is_interactive and not has_dash:
        from followq.cli.interactive.note_editor import ask_for_lines

        items = ask_for_lines(session, person, by)
    else:
        known = None if person in (None, "-") else settle_person(session, person or "", can_be_several=True)
        if sys.stdin is None or (sys.stdin.isatty() and not has_dash):
            raise UsageError("add what?", command("add", "Ana Lopez", "Send the quote", "--by", "fri"))
        text = read_standard_input()
        items = parse_piped_lines(session, known, text, by)
        if not items and text.strip():
            raise UsageError(f"nothing to add: {tell_unread(text)}", f"{MARKS_MEAN}; notes: --from-notes")
    if not items:
        raise UsageError("nothing to add", command("add", "Ana Lopez", "Send the quote", "--by", "fri"))
    return items


def _from_notes(session: Session, *, has_dash: bool) -> ImportPage:
    from followq.cli.actions.import_list import ListOptions, import_list
    from followq.exchange.registry import SourceFile, find_format

    if not has_dash:
        raise UsageError("--from-notes reads notes from standard input", command("add", "-", "--from-notes"))
    text = read_standard_input()
    answer_at_terminal()
    if not session.is_interactive:
        raise NeedsConfirmationError(
            "notes are only proposals, and nobody is here to decide on them",
            f"to take what names somebody: {command('import', '-', '--format', 'notes', '--yes')}",
        )
    return import_list(session, find_format("notes"), SourceFile("standard input", text), ListOptions(list_name=""))


def _save_items(session: Session, items: list[Captured], fields: dict[str, Any], blocked_by: list[str]) -> ChangedPage:
    # What somebody typed a minute for is not thrown away because another program writes, or the disk is full.
    while True:
        try:
            return _save(session, items, fields, blocked_by)
        except (BusyError, DiskError) as err:
            if session.talk is None:
                raise
            session.say(f"{err.message} ({err.hint})")
            if not session.confirm("Try again?", default=True):
                raise


def _save(session: Session, items: list[Captured], fields: dict[str, Any], blocked_by: list[str]) -> ChangedPage:
    made: list[FollowUp] = []
    names: dict[int, Person] = {}
    notes: list[str] = []
    weighed: dict[int, str] = {}
    now = session.calendar.instant
    with writing(session, "add", is_first=True) as batch:
        blockers = tuple(f.id for f in find_followups(batch, blocked_by, session.calendar)) if blocked_by else ()
        for item in (one._replace(person=who) for one in items for who in one.person.everyone):
            person = find_or_create_person(batch, session, item.person)
            if item.weight and item.weight != person.weight:
                before, person = person, person._replace(weight=item.weight)
                batch.put(before, person)
                weighed[person.id] = f"{person.name} counts as {'VIP' if item.weight == 'vip' else 'key person'} now."
            names[person.id] = person
            followup = FollowUp(
                id=batch.next_id("followups"),
                uid=session.new_uid(),
                person_id=person.id,
                text=item.text,
                ball="theirs" if item.is_waiting else "mine",
                blocked_by=blockers,
                created_at=session.calendar.instant,
                **{**fields, "since": fields["since"] or now, **item.fields},
            )
            if followup.every:
                anchor = session.calendar.day_of(item.by) if item.by else session.calendar.today
                followup = followup._replace(anchor=anchor.isoformat())
            if item.is_waiting and is_since_given(followup.since, followup.created_at):
                followup = followup._replace(told_at=None)  # they know since then, not since now
            followup = verbs.promise(followup, item.by, session.calendar)
            notes += describe_same_open(batch, followup, person)
            batch.add(followup)
            notes += [note for note in note_near_people(item.person, followup.id) if note not in notes]
            made.append(followup)
        found = forecast_new_promises(session, batch, [(None, followup) for followup in made])
    notes += warn_of_past_dates(session.calendar, [(None, followup) for followup in made])
    messages = [_describe_added(session, followup, names[followup.person_id]) for followup in made]
    messages += weighed.values()
    if len(made) > 1:
        linked = ", linked: done with one, you hear of the others" if any(i.person.others for i in items) else ""
        messages.append(f"{count(len(made), 'follow-up')} added together{linked}.")
    notes += offer_to_ask(session.calendar, made, names)
    page = ChangedPage(
        kind="add",
        messages=tuple(messages),
        followups=tuple(made),
        people=tuple(names.values()),
        notes=tuple(notes),
        names=names,
    )
    return page._replace(forecasts=found)


def _describe_added(session: Session, followup: FollowUp, person: Person) -> str:
    side = f"you owe {person.name}" if followup.ball == "mine" else f"{person.name} owes you"
    every = f", every {followup.every.removeprefix('1 ')}" if followup.every else ""
    is_backdated = followup.since != session.calendar.instant
    since = f", since {show_with_distance(followup.since, session.calendar)}" if is_backdated else ""
    by = _by(session, followup.promised)
    return f"{followup.id} added: {side}: {shorten(followup.text)}{by}{since}{_details(followup)}{every}."


def _by(session: Session, by: When | None) -> str:
    return f", by {show_with_distance(by, session.calendar)}" if by else ""


def _details(followup: FollowUp) -> str:
    words = [
        minutes(followup.effort_minutes) if followup.effort_minutes else "",
        f"#{followup.project}" if followup.project else "",
        *(f"+{tag}" for tag in followup.tags),
        f"via {followup.channel}" if followup.channel else "",
    ]
    return "".join(f", {word}" for word in words if word)
