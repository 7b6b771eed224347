"""Undo and redo: the inverse of an earlier batch, as a batch of its own, and what came back in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from followq import hints
from followq.cli.actions.batch import writing
from followq.cli.session import Session
from followq.errors import NotFoundError
from followq.model.core.calendar import Calendar
from followq.model.core.change import Change
from followq.model.core.followup import FollowUp
from followq.model.core.history import describe_change
from followq.model.core.person import Person
from followq.render.pages.changed import ChangedPage
from followq.render.pages.item_rows import describe_item
from followq.store.records.reader import Reader

MOST_TOLD = 10

Finder = Callable[[Reader], "tuple[int, str] | None"]


def take_back_last(session: Session, command: str, find: Finder) -> ChangedPage:
    """Take back the batch that `find` names.

    Raises: NotFoundError when there is none.
    """
    from followq.store.records.writer import take_back

    with session.reading() as queue:
        _target(queue, command, find)
    with writing(session, command) as batch:
        number, _ = _target(batch, command, find)
        gone = _find_known(batch, [entry.change for entry in batch.log(batch=number)])
        changes = take_back(batch, number)
        original = _original(batch, number)
        now = _find_known(batch, changes)
    names = gone[0] | now[0]
    texts = gone[1] | now[1]
    told = _sentences(
        [change for change in changes if _is_worth_telling(change, changes)], texts, names, session.calendar
    )
    more = len(told) - MOST_TOLD
    head = f"{'Undid' if command == 'undo' else 'Redid'} {original}"
    other = "redo" if command == "undo" else "undo"
    lines = [f"{head}: {told[0]}" if told else f"{head}.", *told[1:MOST_TOLD]]
    if more > 0:
        lines.append(f"and {more} more changes.")
    if session.talk is None:
        lines[-1] += f"  ({other}: {hints.command(other)})"
    followups = tuple(now[1].values())
    return ChangedPage(command, tuple(lines), followups, names=names, is_undoable=False)


def _target(queue: Reader, command: str, find: Finder) -> tuple[int, str]:
    target = find(queue)
    if target is None and queue.has_forgotten():
        why = "what was done before somebody was forgotten stays done"
        raise NotFoundError(f"nothing left to {command}: {why}", f"{hints.command('log')} shows what was done")
    if target is None:
        raise NotFoundError(f"nothing left to {command}", f"{hints.command('log')} shows what was done")
    return target


def _original(queue: Reader, number: int) -> str:
    # The user's own command at the bottom of a chain of undos and redos.
    found = queue.last_batch(number)
    while found is not None and found[2] is not None:
        found = queue.last_batch(found[2])
    return found[1] if found else "the last change"


def _find_known(queue: Reader, changes: list[Change]) -> tuple[dict[int, Person], dict[int, FollowUp]]:
    ids = {change.id for change in changes if change.subject == "followup"}
    followups = {f.id: f for i in sorted(ids) if (f := queue.followup(i)) is not None}
    people = {change.id for change in changes if change.subject == "person"}
    return queue.people(people | {f.person_id for f in followups.values()}), followups


def _is_worth_telling(change: Change, changes: list[Change]) -> bool:
    # A person who comes and goes with their follow-up needs no line of their own.
    return change.subject == "followup" or all(other.subject == "person" for other in changes)


def _sentences(
    changes: Sequence[Change], texts: dict[int, FollowUp], names: dict[int, Person], calendar: Calendar
) -> list[str]:
    # What is so again, in the order of ids; what is so of several in the same way in one line.
    alike: dict[str, list[str]] = {"gone": [], "back": [], "open again": []}
    others = []
    for change in sorted(changes, key=lambda change: change.id):
        followup = texts.get(change.id) if change.subject == "followup" else None
        person = names.get(change.id) if change.subject == "person" else None
        subject = (
            describe_item(followup, names[followup.person_id])
            if followup
            else person.name
            if person
            else str(change.id)
        )
        what = _become(change, calendar, names)
        if what in alike:
            alike[what].append(subject)
        else:
            others.append(f"{subject}: {what}.")
    told = []
    for what, subjects in alike.items():
        if len(subjects) == 1:
            told.append(f"{subjects[0]} is {what}.")
        elif subjects:
            left = [f"{len(subjects) - MOST_TOLD} more"] if len(subjects) > MOST_TOLD else []
            told.append(f"{len(subjects)} are {what}: {'; '.join([*subjects[:MOST_TOLD], *left])}.")
    return told + others


def _become(change: Change, calendar: Calendar, names: dict[int, Person]) -> str:
    if change.action != "change":
        return "back" if change.action == "create" else "gone"
    return describe_change(change, calendar, names, is_named=True) or "as before"
