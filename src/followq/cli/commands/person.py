"""`person add`, `edit`, `merge` and `forget`."""

from __future__ import annotations

from collections.abc import Sequence

from followq.cli.actions.batch import writing
from followq.cli.actions.merging import merge
from followq.cli.actions.successor import hand_over_all, tell_what_stays
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_person, settle_person, tell_shared_addresses
from followq.cli.input.person_search import find_near_people
from followq.cli.session import Session
from followq.errors import BadInputError, NeedsConfirmationError, NotFoundError, UsageError
from followq.hints import command
from followq.model.core.change import record_changes
from followq.model.core.filter import Filter
from followq.model.core.history import describe_change
from followq.model.core.person import Person, name_key
from followq.model.core.phrasing import count, join_list, show_with_distance
from followq.model.core.text_limits import (
    one_line,
    refuse_several_emails,
    refuse_several_phones,
    require_person_name,
    require_storable,
)
from followq.render.pages.changed import ChangedPage
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli.app import options as o


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
    away_until: o.AwayUntil = None,
) -> ChangedPage:
    """Add a person beforehand.

    followq add creates people as you name them; use this to record more about somebody first.

    Example:

    followq person add "Ana Lopez" --email ana@example.com --channel call --weight key
    """
    full_name = require_person_name(" ".join(name))
    fields = _fields(organisation, channel, weight, reply_target_days, keep_informed_days, note)
    fields |= _away(session, away_until)
    with writing(session, "person add", is_first=True) as batch:
        for known in batch.people_called(full_name):
            raise UsageError(f"{known.name} is here already", command("person", "edit", of=full_name))
        near = find_near_people(batch, full_name)
        made = Person(
            id=batch.next_id("people"),
            uid=session.new_uid(),
            name=full_name,
            created_at=session.calendar.instant,
            **fields,
        )
        _refuse_taken(batch, aliases, made.id)
        made = made._replace(emails=_emails(emails), phones=_phones(phones), aliases=_lines(aliases))
        batch.add(made)
        notes = [f"There is also {join_list([one.shown for one in near])}."] if near else []
        notes += tell_shared_addresses(batch, made, made.emails)
    return ChangedPage("person add", (f"{made.name} added.",), people=(made,), notes=tuple(notes))


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
    away_until: o.AwayUntil = None,
    no_away_until: o.NoAwayUntil = False,
    is_left: o.IsLeft = False,
    no_left: o.NoLeft = False,
    successor: o.Successor = None,
) -> ChangedPage:
    """Change what is known of a person.

    --email, --phone and --alias add; their --no- counterparts take away. A new name keeps the old one
    as an alias. While they are away they are left alone; from the next working day on, asking is worth it again.
    --left is for good: with --to everything open goes to the successor, and what is closed stays with them.

    Examples:

    followq person edit Ana --phone "+34 600 000 000" --keep-informed 3

    followq person edit Ana --away-until "next fri"

    followq person edit Ana --left --to "Carl Weber"
    """
    if away_until is not None and no_away_until:
        raise UsageError("--away-until and --no-away-until contradict each other", "give one of them")
    if is_left and no_left:
        raise UsageError("--left and --no-left contradict each other", "give one of them")
    if successor is not None and not is_left:
        raise UsageError("--to says who takes over from somebody who left", "add --left")
    taking_over = None if successor is None else settle_person(session, successor)
    fields = _fields(organisation, channel, weight, reply_target_days, keep_informed_days, note)
    fields |= {"away_until": None} if no_away_until else _away(session, away_until)
    with writing(session, "person edit") as batch:
        before = find_person(batch, " ".join(name))
        _refuse_taken(batch, aliases, before.id)
        after = before._replace(
            emails=_join_lists(before.emails, _emails(emails), no_emails),
            phones=_join_lists(before.phones, _phones(phones), no_phones),
            aliases=_join_lists(before.aliases, _lines(aliases), no_aliases),
            **fields,
        )
        if new_name is not None:
            _refuse_taken(batch, [new_name], before.id)
            after = after._replace(
                name=require_person_name(new_name), aliases=_join_lists(after.aliases, (before.name,), [new_name])
            )
        if is_left or no_left:
            after = after._replace(left_on=None if no_left else before.left_on or session.calendar.today.isoformat())
        changes = record_changes(before, after)
        batch.apply(changes)
        moved, handed, doubts = hand_over_all(session, batch, after, taking_over) if taking_over else ([], "", ())
        notes = tell_shared_addresses(batch, after, [email for email in after.emails if email not in before.emails])
        notes += _addresses_of_old_name(before, after)
        notes += [*doubts, *(tell_what_stays(batch, after) if is_left else ())]
        names = batch.people({one.person_id for one in moved})
    if not changes and not moved:
        return ChangedPage("person edit", (f"{after.name}: nothing to change.",), people=(after,), is_undoable=False)
    messages = [f"{after.name}: {describe_change(changes[0], session.calendar)}."] if changes else []
    messages += [handed] if handed else []
    return ChangedPage("person edit", tuple(messages), tuple(moved), people=(after,), notes=tuple(notes), names=names)


def person_merge(session: Session, name: o.GoneName, into: o.IntoName) -> ChangedPage:
    """Merge two people into one.

    Everything between you and NAME goes to INTO, history and all. INTO keeps its own name, channel and
    targets. It gains the other's name as an alias, the addresses, and whatever it lacked.

    Example:

    followq person merge "A. Lopez" "Ana Lopez"
    """
    with writing(session, "person merge") as batch:
        gone, before = find_person(batch, name), find_person(batch, into)
        if gone.id == before.id:
            raise UsageError(f"both are {before.name} already", "name two different people")
        after, moved = merge(batch, gone, before)
    things = f" with {count(moved, 'follow-up')}" if moved else ""
    return ChangedPage("person merge", (f"{gone.name} is {after.name} now{things}.",), people=(after,))


def person_forget(
    session: Session,
    name: o.Name,
    is_yes: o.IsYes = False,
    is_dry_run: o.IsForgetDryRun = False,
    is_with_backups: o.IsWithBackups = False,
) -> ChangedPage:
    """Erase a person for good.

    Name, addresses, note, every follow-up with them, open or closed, and every entry of the log about them;
    then the file is written anew. There is no undo, and what was done before can't be undone either. Older
    backups that hold them are named, and deleted if you say so. What you wrote about them in follow-ups
    with others stays, and is named too. docs/privacy.md says what this can't reach.

    Example:

    followq person forget ana --dry-run
    """
    from followq.cli.actions.forgetting import (
        find_whom_to_forget,
        forget_in_mail,
        tell_mentions,
        tell_what_is_left,
    )
    from followq.store.records.forget import find_mentions

    words = " ".join(name)
    with session.reading() as queue:
        try:
            person_ids, who = find_whom_to_forget(queue, words)
        except NotFoundError:
            if queue.has_forgotten() and not is_dry_run:
                # Perhaps they are erased, but the file could not be written anew.
                session.queue.rewrite()
                session.say("The file was written anew: nothing is left in it of who was erased before.")
            raise
        things = [f for i in person_ids for f in queue.select(Filter(status=None, person_id=i))]
        mentions = tell_mentions(find_mentions(queue, person_ids)) if is_dry_run else []
    what = f"{who}, {count(len(things), 'follow-up')} with them ({sum(f.is_open for f in things)} open)"
    if is_dry_run:
        message = f"Would be erased for good: {what}, and all that the log says of them."
        return ChangedPage("person forget", (message,), notes=tuple(mentions), is_undoable=False)
    if not is_yes and not session.is_interactive:
        raise NeedsConfirmationError(
            f"nothing was erased; what would go for good: {what}, and all that the log says of them",
            "--yes erases it, without undo; --dry-run shows who else's follow-ups name them",
        )
    question = f"Erase {what}, and all that the log says of them? There is no undo."
    if not session.require_yes(question, is_yes):
        return ChangedPage("person forget", ("Nothing was changed.",), is_undoable=False)
    done = session.queue.forget(person_ids, session.calendar.instant, session.zone)
    erased = f"{count(done.followups, 'follow-up')} and {count(done.entries, 'log entry', 'log entries')}"
    messages = [f"{who} is forgotten: {erased} erased for good, and the file written anew."]
    if done.unblocked:
        messages.append(f"{count(done.unblocked, 'follow-up')} with others no longer waits for one of them.")
    notes = [
        *tell_mentions(done),
        *forget_in_mail(session, done),
        *tell_what_is_left(session, done, is_with_backups=is_with_backups),
    ]
    return ChangedPage("person forget", tuple(messages), notes=tuple(notes), is_undoable=False)


def _fields(
    organisation: str | None,
    channel: str | None,
    weight: str | None,
    reply_target_days: int | None,
    keep_informed_days: int | None,
    note: str | None,
) -> dict[str, Any]:
    given = {
        "organisation": parse_options.parse_line(organisation, "the organisation"),
        "channel": parse_options.parse_channel(channel),
        "weight": parse_options.parse_weight(weight),
        "reply_target_days": reply_target_days,
        "keep_informed_days": keep_informed_days,
    }
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if note is not None:
        fields["note"] = require_storable(note, "the note") or None
    return fields


def _addresses_of_old_name(before: Person, after: Person) -> list[str]:
    # Who is called otherwise now may be somebody else, as where a job changes hands: their mail goes astray.
    old, new = ({word for word in name_key(one.name).split() if len(word) > 2} for one in (before, after))
    notes = []
    for email in after.emails:
        local = name_key(email.partition("@")[0])
        if any(word in local for word in old - new) and not any(word in local for word in new):
            mend = command("person", "edit", "--email", "ADDRESS", "--no-email", email, of=after.name)
            notes.append(f"{email} looks like {before.name}'s. If {after.name} has another: {mend}")
    return notes


def _away(session: Session, phrase: str | None) -> dict[str, Any]:
    if phrase is None:
        return {}
    day = session.calendar.day_of(parse_options.parse_date(session, phrase))
    if day < session.calendar.today:
        raise BadInputError(
            f"{show_with_distance(day.isoformat(), session.calendar)} has passed: nobody can be away until then",
            "name the last day on which they are away: fri, dec 4; --no-away-until takes it back",
        )
    return {"away_until": day.isoformat()}


def _refuse_taken(queue: Reader, names: Sequence[str] | None, person_id: int) -> None:
    for name in names or ():
        for other in queue.people_called(name):
            if other.id != person_id:
                raise UsageError(
                    f"'{require_person_name(name)}' is {other.name} already", "two people can't share a name"
                )


def _lines(words: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(word, "the text", 200) for word in words or ()))


def _emails(words: Sequence[str] | None) -> tuple[str, ...]:
    for word in words or ():
        refuse_several_emails(word)
        if "@" not in word.strip("@") or any(ch.isspace() for ch in word):
            raise BadInputError(f"'{word[:60]}' is not an e-mail address", "like ana@example.com")
    return _lines(words)


def _phones(words: Sequence[str] | None) -> tuple[str, ...]:
    for word in words or ():
        refuse_several_phones(word)
    return _lines(words)


def _join_lists(have: tuple[str, ...], more: tuple[str, ...], gone: Sequence[str] | None) -> tuple[str, ...]:
    away = set(map(name_key, gone or ()))
    return tuple(word for word in dict.fromkeys((*have, *more)) if name_key(word) not in away)
