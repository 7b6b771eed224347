"""`edit`: change what was noted."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import forecasts_of, gone_by
from followq.cli.finding import Meant, find_followup, find_followups, meant, near_note, taken
from followq.cli.session import Session
from followq.errors import UsageError
from followq.model import verbs
from followq.model.calendar import Calendar, When
from followq.model.change import changed
from followq.model.folding import fold
from followq.model.followup import FollowUp
from followq.model.history import phrase
from followq.model.texts import one_line, storable
from followq.model.words import day, resolved
from followq.render.pages.changed import ChangedPage
from followq.render.pages.parts import one
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli import options as o


def edit(
    session: Session,
    followup: o.Id,
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
    is_told: o.IsTold = False,
    is_waiting: o.IsWaiting = False,
    is_owed: o.IsOwed = False,
) -> ChangedPage:
    """Correct or complete.

    --waiting and --owed set right who waits on whom; when the ball really changes sides, that is toss.
    A later --by counts as a slip, and so does --no-by. --tag and --blocked-by add, their --no-
    counterparts take away; --note replaces the note.

    Example:

    followq edit 12 --by "next fri" --effort 30m
    """
    if is_waiting and is_owed:
        raise UsageError("--waiting and --owed contradict each other", "give one of them")
    _refuse_both(
        ("--by", by, no_by),
        ("--effort", effort, no_effort),
        ("--project", project, no_project),
        ("--every", every, no_every),
    )
    promised = reading.maybe_date(session, by)
    fields = _fields(session, text, since, via, effort, no_effort, project, no_project, every, no_every, note)
    if is_waiting or is_owed:
        fields["ball"] = "theirs" if is_waiting else "mine"
    if is_told:
        fields["told_at"] = session.calendar.instant
    added, removed = reading.tags(tags), set(map(fold, reading.tags(no_tags)))
    new_person = None if person is None else meant(session, person)
    with session.writing("edit") as batch:
        before = find_followup(batch, followup, session.calendar)
        after = before._replace(**fields)
        after = after._replace(
            tags=tuple(tag for tag in dict.fromkeys((*after.tags, *added)) if fold(tag) not in removed),
            blocked_by=_blockers(batch, before, blocked_by, no_blocked_by, session.calendar),
        )
        if after.every and every is not None:
            after = after._replace(anchor=_anchor(session, after, promised))
        if promised is not None or no_by:
            after = verbs.promise(after, promised, session.calendar)
        if new_person:
            after = after._replace(person_id=taken(batch, session, new_person).id)
        changes = changed(before, after)
        batch.apply(changes)
        found = forecasts_of(session, batch, [(before, after)])
        names = batch.people([before.person_id, after.person_id])
    return _page(session, before, after, new_person, names)._replace(forecasts=found)


def _page(session: Session, before: FollowUp, after: FollowUp, person: Meant | None, names: Any) -> ChangedPage:
    subject = one(after, names[after.person_id])
    if before == after:
        return ChangedPage("edit", (f"{subject}: nothing to change.",), (after,), names=names, is_undoable=False)
    said = phrase(changed(before, after)[0], session.calendar)
    if before.person_id != after.person_id:
        said = said.replace(
            "with somebody else", f"with {names[after.person_id].name}, was with {names[before.person_id].name}"
        )
    if after.promised:
        said = said.replace(day(after.promised, session.calendar), resolved(after.promised, session.calendar), 1)
    notes = (*(near_note(person, after.id) if person else ()), *gone_by(session, [(before, after)]))
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
        fields["since"] = reading.past_date(session, since)
    if via is not None:
        fields["channel"] = reading.channel(via)
    if effort is not None or no_effort:
        fields["effort_minutes"] = reading.minutes(effort)
    if project is not None or no_project:
        fields["project"] = reading.line(project, "the project")
    if every is not None:
        fields["every"] = reading.every(every)
    if no_every:
        fields |= {"every": None, "anchor": None}
    if note is not None:
        fields["note"] = storable(note, "the note") or None
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
        raise UsageError(f"{followup.id} is not blocked by {min(missing)}", f"followq show {followup.id}")
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
