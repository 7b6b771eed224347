"""`edit`: change what was noted."""

from __future__ import annotations

from followq.cli.actions.batch import writing
from followq.cli.actions.change_followups import (
    forecast_new_promises,
    offer_to_ask,
    warn_of_dates_in_text,
    warn_of_past_dates,
)
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followups, find_or_create_person, note_near_people, settle_person
from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.calendar import Calendar, When
from followq.model.core.change import record_changes
from followq.model.core.folding import fold
from followq.model.core.followup import FollowUp
from followq.model.core.history import describe_change
from followq.model.core.phrasing import day, show_with_distance
from followq.model.core.text_limits import one_line, require_storable
from followq.render.pages.changed import ChangedPage
from followq.render.pages.item_rows import describe_item
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli.app import options as o


def edit(
    session: Session,
    ids: o.Ids,
    text: o.NewWords = None,
    person: o.NewPerson = None,
    by: o.By = None,
    no_by: o.NoBy = False,
    since: o.Since = None,
    via: o.Via = None,
    effort: o.Effort = None,
    no_effort: o.NoEffort = False,
    project: o.Project = None,
    no_project: o.NoProject = False,
    tags: o.Tags = None,
    no_tags: o.NoTags = None,
    blocked_by: o.BlockedBy = None,
    no_blocked_by: o.NoBlockedBy = None,
    every: o.Every = None,
    no_every: o.NoEvery = False,
    note: o.Note = None,
    link: o.Link = None,
    no_link: o.NoLink = False,
    is_told: o.IsTold = False,
    is_waiting: o.IsWaiting = False,
    is_owed: o.IsOwed = False,
) -> ChangedPage:
    """Correct or complete.

    --waiting and --owed set right who waits on whom; when the ball really changes sides, that is toss.
    A later --by counts as a slip, and so does --no-by. --tag and --blocked-by add, their --no-
    counterparts take away; --note replaces the note. What is given holds for every id; --text takes one.

    Examples:

    followq edit 12 --by "next fri" --effort 30m

    followq edit 12 15-17 --project spring
    """
    if is_waiting and is_owed:
        raise UsageError("--waiting and --owed contradict each other", "give one of them")
    _refuse_both(
        ("--by", by, no_by),
        ("--effort", effort, no_effort),
        ("--project", project, no_project),
        ("--every", every, no_every),
        ("--link", link, no_link),
    )
    promised = parse_options.parse_optional_date(session, by)
    fields = _fields(session, text, since, via, effort, no_effort, project, no_project, every, no_every, note)
    if link is not None or no_link:
        fields["link"] = parse_options.link(link)
    if is_waiting or is_owed:
        fields["ball"] = "theirs" if is_waiting else "mine"
    if is_told:
        fields["told_at"] = session.calendar.instant
    added, removed = parse_options.parse_tags(tags), set(map(fold, parse_options.parse_tags(no_tags)))
    new_person = None if person is None else settle_person(session, person)
    pairs: list[tuple[FollowUp, FollowUp]] = []
    with writing(session, "edit") as batch:
        found = find_followups(batch, ids, session.calendar)
        if text is not None and len(found) > 1:
            raise UsageError("--text would make several the same", "give one number")
        for before in found:
            after = before
            if new_person:
                side = before._replace(ball=fields.get("ball", before.ball))
                after = verbs.move(side, find_or_create_person(batch, session, new_person).id, session.calendar)
            after = after._replace(**fields)
            after = after._replace(
                tags=tuple(tag for tag in dict.fromkeys((*after.tags, *added)) if fold(tag) not in removed),
                blocked_by=_blockers(batch, before, blocked_by, no_blocked_by, session.calendar),
            )
            if every is not None and _is_rescheduled(before, after, promised):
                after = after._replace(anchor=_anchor(session, after, promised))
            if promised is not None or no_by:
                after = verbs.promise(after, promised, session.calendar)
            batch.apply(record_changes(before, after))
            pairs.append((before, after))
        forecasts = forecast_new_promises(session, batch, pairs)
        names = batch.people({person_id for pair in pairs for person_id in (pair[0].person_id, pair[1].person_id)})
    pages = [_page(session, before, after, names) for before, after in pairs]
    moved = [after for before, after in pairs if after.person_id != before.person_id]
    return ChangedPage(
        "edit",
        tuple(message for page in pages for message in page.messages),
        tuple(after for _, after in pairs),
        notes=(
            *(note_near_people(new_person, pairs[0][1].id) if new_person else ()),
            *offer_to_ask(session.calendar, moved, names),
            *(n for page in pages for n in page.notes),
        ),
        names=names,
        is_undoable=any(page.is_undoable for page in pages),
        forecasts=forecasts,
    )


def _is_rescheduled(before: FollowUp, after: FollowUp, promised: When | None) -> bool:
    # What says the same as before keeps its anchor: the 31st, though it stands at 28 February.
    is_same = (after.every, promised or after.promised) == (before.every, before.promised)
    return not (is_same and before.anchor)


def _page(session: Session, before: FollowUp, after: FollowUp, names: Any) -> ChangedPage:
    subject = describe_item(after, names[after.person_id])
    if before == after:
        return ChangedPage("edit", (f"{subject}: nothing to change.",), (after,), names=names, is_undoable=False)
    said = describe_change(record_changes(before, after)[0], session.calendar, names)
    if after.promised:
        said = said.replace(
            day(after.promised, session.calendar), show_with_distance(after.promised, session.calendar), 1
        )
    notes = warn_of_past_dates(session.calendar, [(before, after)])
    if before.text != after.text:
        notes = (*notes, *warn_of_dates_in_text(session.calendar, [after]))
    return ChangedPage("edit", (f"{subject}: {said or 'changed'}.",), (after,), notes=notes, names=names)


def _refuse_both(*pairs: tuple[str, object, bool]) -> None:
    for name, value, is_taken_away in pairs:
        if value is not None and is_taken_away:
            raise UsageError(f"{name} and --no-{name[2:]} contradict each other", "give one of them")


def _fields(
    session: Session,
    text: str | None,
    since: str | None,
    via: str | None,
    effort: str | None,
    no_effort: bool,
    project: str | None,
    no_project: bool,
    every: str | None,
    no_every: bool,
    note: str | None,
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if text is not None:
        fields["text"] = one_line(text)
    if since is not None:
        fields["since"] = parse_options.parse_past_date(session, since)
    if via is not None:
        fields["channel"] = parse_options.parse_channel(via)
    if effort is not None or no_effort:
        fields["effort_minutes"] = parse_options.parse_minutes(effort)
    if project is not None or no_project:
        fields["project"] = parse_options.parse_line(project, "the project")
    if every is not None:
        fields["every"] = parse_options.parse_every(every)
    if no_every:
        fields |= {"every": None, "anchor": None}
    if note is not None:
        fields["note"] = require_storable(note, "the note") or None
    return fields


def _anchor(session: Session, followup: FollowUp, promised: When | None) -> str:
    when = promised or followup.promised
    return (session.calendar.day_of(when) if when else session.calendar.today).isoformat()


def _blockers(
    queue: Reader, followup: FollowUp, added: list[str] | None, removed: list[str] | None, calendar: Calendar
) -> tuple[int, ...]:
    new = [f.id for f in find_followups(queue, added, calendar)] if added else []
    gone = {f.id for f in find_followups(queue, removed, calendar)} if removed else set()
    missing = gone - set(followup.blocked_by)
    if missing:
        raise UsageError(f"{followup.id} is not blocked by {min(missing)}", command("show", followup.id))
    for other in new:
        if other == followup.id or followup.id in _all_blockers(queue, other):
            raise UsageError(f"{other} waits for {followup.id} itself", "a circle can't be cleared")
    return tuple(other for other in dict.fromkeys((*followup.blocked_by, *new)) if other not in gone)


def _all_blockers(queue: Reader, followup_id: int) -> set[int]:
    found: set[int] = set()
    ahead = [followup_id]
    while ahead:
        followup = queue.followup(ahead.pop())
        new = set(followup.blocked_by) - found if followup else set()
        found |= new
        ahead += new
    return found
