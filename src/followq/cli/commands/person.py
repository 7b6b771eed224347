"""`person add`, `edit` and `merge`."""

from __future__ import annotations

from collections.abc import Sequence

from followq.cli import reading
from followq.cli.finding import find_person, near_names
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model.change import changed, created, inverse
from followq.model.history import phrase
from followq.model.person import Person, joined
from followq.model.texts import one_line, person_name, storable
from followq.model.words import count, listed
from followq.render.pages.changed import ChangedPage
from followq.store.reader import Reader, Selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli import options as o


def person_add(
    session: Session,
    name: o.Name,
    emails: o.Emails = None,
    phones: o.Phones = None,
    aliases: o.Aliases = None,
    organisation: o.Organisation = None,
    channel: o.PersonChannel = None,
    weight: o.PersonWeight = None,
    reply_target_days: o.ReplyTarget = None,
    keep_informed_days: o.KeepInformed = None,
    note: o.Note = None,
) -> ChangedPage:
    """Add a person beforehand.

    followq add makes people on the fly; this is for what more you know of them.

    Example:

    followq person add "Ana Lopez" --email ana@example.com --channel call --weight key
    """
    full_name = person_name(" ".join(name))
    fields = _fields(organisation, channel, weight, reply_target_days, keep_informed_days, note)
    with session.writing("person add", is_first=True) as batch:
        if batch.people_called(full_name):
            raise UsageError(f"{full_name} is here already", f'followq person edit "{full_name}"')
        near = near_names(batch, full_name)
        made = Person(
            id=batch.next_id("people"),
            uid=session.new_uid(),
            name=full_name,
            created_at=session.calendar.instant,
            **fields,
        )
        _refuse_taken(batch, aliases, made.id)
        made = made._replace(emails=_emails(emails), phones=_lines(phones), aliases=_lines(aliases))
        batch.add(made)
    notes = (f"There is also {listed(list(near))}.",) if near else ()
    return ChangedPage("person add", (f"{made.name} added.",), people=(made,), notes=notes)


def person_edit(
    session: Session,
    name: o.Name,
    new_name: o.NewName = None,
    emails: o.Emails = None,
    no_emails: o.NoEmails = None,
    phones: o.Phones = None,
    no_phones: o.NoPhones = None,
    aliases: o.Aliases = None,
    no_aliases: o.NoAliases = None,
    organisation: o.Organisation = None,
    channel: o.PersonChannel = None,
    weight: o.PersonWeight = None,
    reply_target_days: o.ReplyTarget = None,
    keep_informed_days: o.KeepInformed = None,
    note: o.Note = None,
) -> ChangedPage:
    """Change what is known of a person.

    --email, --phone and --alias add; their --no- counterparts take away. A new name keeps the old one
    as an alias.

    Example:

    followq person edit Ana --phone "+34 600 000 000" --keep-informed 3
    """
    fields = _fields(organisation, channel, weight, reply_target_days, keep_informed_days, note)
    with session.writing("person edit") as batch:
        before = find_person(batch, " ".join(name))
        _refuse_taken(batch, aliases, before.id)
        after = before._replace(
            emails=_joined(before.emails, _emails(emails), no_emails),
            phones=_joined(before.phones, _lines(phones), no_phones),
            aliases=_joined(before.aliases, _lines(aliases), no_aliases),
            **fields,
        )
        if new_name is not None:
            _refuse_taken(batch, [new_name], before.id)
            after = after._replace(
                name=person_name(new_name), aliases=_joined(after.aliases, (before.name,), [new_name])
            )
        changes = changed(before, after)
        batch.apply(changes)
    if not changes:
        return ChangedPage("person edit", (f"{after.name}: nothing to change.",), people=(after,), is_undoable=False)
    return ChangedPage("person edit", (f"{after.name}: {phrase(changes[0], session.calendar)}.",), people=(after,))


def person_merge(session: Session, name: o.GoneName, into: o.IntoName) -> ChangedPage:
    """Make one person of two.

    Everything between you and NAME goes to INTO, history and all. INTO keeps its own name, channel and
    targets, and gains the other's name as an alias, addresses, and whatever it had none of.

    Example:

    followq person merge "A. Lopez" "Ana Lopez"
    """
    with session.writing("person merge") as batch:
        gone, before = find_person(batch, name), find_person(batch, into)
        if gone.id == before.id:
            raise UsageError(f"both are {before.name} already", "name two different people")
        after = joined(before, gone)
        storable(after.note or "", "the note of both together")
        moved = batch.select(Selection(status=None, person_id=gone.id))
        for followup in moved:
            batch.put(followup, followup._replace(person_id=after.id))
        batch.apply([inverse(created(gone))])
        batch.put(before, after)
    things = f" with {count(len(moved), 'follow-up')}" if moved else ""
    return ChangedPage("person merge", (f"{gone.name} is {after.name} now{things}.",), people=(after,))


def _fields(
    organisation: str | None,
    channel: str | None,
    weight: str | None,
    reply_target_days: int | None,
    keep_informed_days: int | None,
    note: str | None,
) -> dict[str, Any]:
    given = {
        "organisation": reading.line(organisation, "the organisation"),
        "channel": reading.channel(channel),
        "weight": reading.weight(weight),
        "reply_target_days": reply_target_days,
        "keep_informed_days": keep_informed_days,
    }
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if note is not None:
        fields["note"] = storable(note, "the note") or None
    return fields


def _refuse_taken(queue: Reader, names: Sequence[str] | None, person_id: int) -> None:
    for name in names or ():
        for other in queue.people_called(name):
            if other.id != person_id:
                raise UsageError(f"'{person_name(name)}' is {other.name} already", "two people can't share a name")


def _lines(words: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(word, "the text", 200) for word in words or ()))


def _emails(words: Sequence[str] | None) -> tuple[str, ...]:
    for word in words or ():
        if "@" not in word.strip("@") or any(ch.isspace() for ch in word):
            raise BadInputError(f"'{word[:60]}' is not an e-mail address", "like ana@example.com")
    return _lines(words)


def _joined(have: tuple[str, ...], more: tuple[str, ...], gone: Sequence[str] | None) -> tuple[str, ...]:
    away = {word.lower() for word in gone or ()}
    return tuple(word for word in dict.fromkeys((*have, *more)) if word.lower() not in away)
