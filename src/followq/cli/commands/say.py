"""`say`: a message ready to send, by whatever the user sends it with."""

from __future__ import annotations

import os

from followq import paths
from followq.cli import desktop, reading
from followq.cli.finding import find_followup
from followq.cli.session import Session
from followq.errors import FollowqError, NotFoundError, UsageError
from followq.hints import command, undo
from followq.model.followup import FollowUp
from followq.model.person import Person, name_key, name_keys
from followq.model.reaching import reach
from followq.model.saying import KINDS, SAID, facts, likeliest
from followq.model.words import shortened
from followq.render.pages.changed import ChangedPage
from followq.render.pages.say import Message, SayPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o
    from followq.model.calendar import Day
    from followq.model.saying import Kind


def say(
    session: Session,
    followup: o.SayId = None,
    kind: o.MessageKind = None,
    by: o.By = None,
    is_opened: o.IsOpened = False,
    is_copied: o.IsCopied = False,
    is_logged: o.IsLogged = False,
    language: o.Language = None,
    customize: o.Customize = None,
) -> SayPage | ChangedPage:
    """Find the words.

    Without a kind the likeliest is chosen: ack where they have heard nothing, update where they have, late,
    nudge where you wait, done or thanks once it is closed. Nothing is sent: --open puts it into your mail
    program, or dials, --copy into the clipboard, --log notes that you said it, and with --by what you promised.
    Into a pipe goes the message alone.

    Examples:

    followq say 12

    followq say 12 late --by fri --log
    """
    if customize is not None:
        return _customized(customize)
    if followup is None:
        raise UsageError("say what about?", f"{command('say', 'ID')}; {command('list')} shows the ids")
    promised = reading.maybe_date(session, by)
    with session.reading() as queue:
        item = find_followup(queue, followup, session.calendar)
        person = queue.people([item.person_id])[item.person_id]
        owed = [f for f in queue.open_with(item.person_id) if f.ball == "mine" and f.id != item.id]
    chosen, why = _kind(kind), "as you asked"
    if chosen is None:
        chosen, why = likeliest(item, session.calendar)
    if chosen == "nudge" and not item.is_open:
        raise UsageError(
            f"{item.id} is {item.status}: there is nothing to ask for any more",
            f"{command('reopen', item.id)} opens it",
        )
    if promised and (chosen == "nudge" or not item.is_open):
        raise UsageError(
            "--by is a promise of yours",
            f"a {chosen} about what {'is closed' if not item.is_open else 'they owe'} makes none",
        )
    spoken = _language(session, person, language)
    from followq.voice import templates

    ask_by = _day_to_ask_for(session, item) if chosen == "nudge" and item.is_waiting else None
    said = facts(item, person, session.calendar, session.settings.signature, promised, ask_by)
    words = templates.words(paths.templates_path(), spoken, chosen, said)
    found = reach(item, person)
    channel, address = found.channel, found.address
    message = Message(chosen, why, spoken, words.subject, words.text, channel, address)
    notes = tuple(f"First you owe {person.name}: {f.id} {shortened(f.text)}" for f in owed) if chosen == "nudge" else ()
    notes = (*_doubts(item, chosen), *notes)
    page = SayPage((item,), message, (), notes, {person.id: person}, is_bare=not session.is_for_eyes)
    return _carried_out(session, page, by, is_opened, is_copied, is_logged)


def _carried_out(
    session: Session, page: SayPage, by: str | None, is_opened: bool, is_copied: bool, is_logged: bool
) -> SayPage:
    # First whether it can be done at all, then the log, where the user may still say no; then the rest.
    item, message = page.followups[0], page.message
    person = page.names[item.person_id]
    link = _link(item, person, message) if is_opened else ""
    opener = desktop.opener() if is_opened else []
    copier = desktop.copier() if is_copied else None
    did: list[str] = []
    if is_logged:
        item, sentences, notes = _logged(session, item, message, by)
        page = page._replace(notes=notes)
        did += sentences
    try:
        if is_opened:
            desktop.open_link(link, opener)
            did.append(
                f"Opened {'a call' if link.startswith('tel:') else 'a mail'} in your program; nothing is sent yet."
            )
        if is_copied:
            did.append(desktop.copy(message.text, copier))
    except FollowqError as err:
        if is_logged:
            err.hint = f"{err.hint}; it is logged as said: {command('undo')} takes that back"
        raise
    if page.is_bare and not session.as_json:
        for text in (*page.notes, *did):
            session.say(text)
    return page._replace(followups=(item,), did=tuple(did))


def _day_to_ask_for(session: Session, item: FollowUp) -> Day:
    # A day within reach gets more answers than a week or a month.
    from followq.model.nudging import answer_by

    with session.reading() as queue:
        return answer_by(item, session.calendar, session.habits(queue, queue.waited_for()))


def _doubts(item: FollowUp, kind: Kind) -> tuple[str, ...]:
    # Words that are for the other side's things: said all the same, but not unawares.
    if item.is_owed and kind == "nudge":
        return (f"{item.id} waits on you: a nudge is for what they owe.",)
    if item.is_waiting and kind in ("ack", "update", "late", "no"):
        return (f"{item.id} waits on them: {kind} is for what you owe.",)
    return ()


def _kind(word: str | None) -> Kind | None:
    if word is None:
        return None
    for kind in KINDS:
        if kind == word.lower():
            return kind
    import difflib

    near = difflib.get_close_matches(word, KINDS, 1)
    hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(KINDS)}"
    raise UsageError(f"'{shortened(word, 40)}' is no kind of message", hint)


def _language(session: Session, person: Person, given: str | None) -> str:
    from followq.voice.templates import is_language

    if given is not None:
        if not is_language(given):
            raise UsageError(f"'{shortened(given, 40)}' can't be a language", "a short name like es or de-formal")
        return "en" if given.lower() == "en" else given
    keys = name_keys(person)
    chosen = [language for name, language in session.settings.languages.items() if name_key(name) in keys]
    return chosen[0] if chosen else session.settings.language


def _link(item: FollowUp, person: Person, message: Message) -> str:
    from followq.voice import links

    if person.left_on:
        raise NotFoundError(
            f"{person.name} has left",
            f"{command('person', 'edit', '--left', '--to', 'SUCCESSOR', of=person.name)} hands it over",
        )
    if message.channel == "call" or (not person.emails and message.channel != "email" and person.phones):
        if not person.phones:
            raise NotFoundError(
                f"no number of {person.name} is known", command("person", "edit", "--phone", "NUMBER", of=person.name)
            )
        return links.tel(person.phones[0])
    if not person.emails:
        raise NotFoundError(
            f"no address of {person.name} is known",
            f"{command('person', 'edit', '--email', 'ADDRESS', of=person.name)}; --copy works without",
        )
    return links.mailto(person.emails[0], message.subject, message.text)


def _logged(
    session: Session, item: FollowUp, message: Message, by: str | None
) -> tuple[FollowUp, list[str], tuple[str, ...]]:
    # By the very verbs, their questions and notes with them.
    remark = f"{SAID}{message.kind}"
    if not item.is_open:
        with session.writing("say") as batch:
            before = find_followup(batch, str(item.id), session.calendar)
            after = before._replace(told_at=session.calendar.instant)
            batch.put(before, after, remark)
        return after, [f"Logged: {message.kind} said.{undo()}"], ()
    if message.kind == "nudge" and item.is_waiting:
        from followq.cli.commands.nudge import nudge

        page = nudge(session, [str(item.id)], [remark])
    else:
        from followq.cli.commands.told import told

        page = told(session, [str(item.id)], [remark], by)
    sentences = [f"{text}{undo()}" for text in page.messages]
    if message.kind in ("done", "thanks", "no"):
        verb = "drop" if message.kind == "no" else "done"
        sentences.append(f"It is still open: {command(verb, item.id)} closes it.")
    return page.followups[0], sentences, page.notes


def _customized(language: str) -> ChangedPage:
    from followq.voice.templates import copy_built_in, is_language

    if not is_language(language):
        raise UsageError(f"'{shortened(language, 40)}' can't be a language", "a short name like en, es or de-formal")
    folder = paths.templates_path()
    written, kept = copy_built_in(folder, language)
    where = os.path.join(folder, language)
    said = [f"{len(written)} templates are in {where} now, to be changed as you like."] if written else []
    said += [f"Left as they were: {', '.join(kept)}."] if kept else []
    if language != "en":
        said.append(
            f"Choose it for a person: {command('config', 'languages.Ana Lopez', language)}; for all: config language."
        )
    return ChangedPage("say", tuple(said), is_undoable=False)
