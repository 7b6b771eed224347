"""`say`: a message ready to send, by whatever the user sends it with."""

from __future__ import annotations

import os

from followq import paths
from followq.cli.actions.batch import writing
from followq.cli.actions.change_followups import (
    describe_day,
    find_people_of,
    shift_calendar,
    warn_never_asked,
    warn_of_dates_in_text,
    warn_of_past_dates,
)
from followq.cli.desktop import openers as desktop
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followup
from followq.cli.queries.waiting import first_you_owe
from followq.cli.session import Session
from followq.errors import BadInputError, FollowqError, NotFoundError, UsageError
from followq.hints import command, undo
from followq.model.core import verbs
from followq.model.core.contact import reach
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_key, name_keys
from followq.model.core.phrasing import shorten, show_with_distance
from followq.model.core.stays import select_log_for_them
from followq.model.core.text_limits import one_line
from followq.model.nudging import absence
from followq.model.people.message_kinds import ASKING, FOR_OWED, KINDS, SAID, WITH_TOSS, choose_likeliest, collect_facts
from followq.model.people.shared_view import limit_to_their_view
from followq.record import NamedTuple
from followq.render.pages.changed import ChangedPage
from followq.render.pages.item_rows import describe_item
from followq.render.pages.say import Message, SayPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import Day, When
    from followq.model.people.message_kinds import Kind


def say(
    session: Session,
    followup: o.SayId = None,
    kind: o.MessageKind = None,
    by: o.By = None,
    toss: o.TossText = None,
    why: o.Reason = None,
    is_opened: o.IsOpened = False,
    is_copied: o.IsCopied = False,
    is_logged: o.IsLogged = False,
    on: o.On = None,
    language: o.Language = None,
    customize: o.Customize = None,
) -> SayPage | ChangedPage:
    """Find the words.

    Without a kind the likeliest is chosen: ack where they have heard nothing, update where they have, late,
    ask where you wait and they don't know yet, then nudge, done or thanks once it is closed. Nothing is sent: --open
    puts it into your mail program, or dials, --copy into the clipboard, --log notes that you said it. With --by that
    is your promise, or the day by which you ask for it. --toss says in the same message what they are to do now,
    and with --log the ball goes over to them. --on notes with --log that you said it earlier. Into a pipe goes the
    message alone.

    Examples:

    followq say 12

    followq say 12 late --by fri --log

    followq say 12 update --toss "Sign the quote" --by thu --log

    followq say 14 ask --why "The audit begins on Monday" --log

    followq say 14 ask --log --on monday
    """
    if customize is not None:
        return _customize(customize)
    if followup is None:
        raise UsageError("say what about?", f"{command('say', 'ID')}; {command('list')} shows the ids")
    happened = _said_on(session, on, is_logged=is_logged)
    when, ask = parse_options.parse_optional_date(session, by), None if toss is None else one_line(toss)
    with session.reading() as queue:
        item = find_followup(queue, followup, session.calendar)
        person = queue.people([item.person_id])[item.person_id]
        # To them it began when it came to them: what was said to somebody else before is none of their business.
        known = limit_to_their_view(item, select_log_for_them(queue.log(followup_id=item.id), session.calendar))
        owed = first_you_owe(session, queue, person, without=item.id)
        needed_for = min((f.promised for f in queue.blocked_by(item.id) if f.is_owed and f.promised), default=None)
    chosen, cause = _kind(kind), "as you asked"
    if chosen is not None:
        _require_fitting(item, chosen)
    if chosen is None:
        chosen, cause = choose_likeliest(known, session.calendar)
        if ask and chosen == "ack":
            chosen, cause = "update", "you did your part"
    if chosen in ASKING and not item.is_open:
        raise UsageError(
            f"{item.id} is {item.status}: there is nothing to ask for any more",
            f"{command('reopen', item.id)} opens it",
        )
    if when and not item.is_open:
        raise UsageError("--by is for what is open", f"a {chosen} about what is closed names no day")
    if ask:
        _check_toss(item, chosen)
    if why and chosen != "ask" and not ask:
        raise UsageError("--why goes with ask, or with --toss", command("say", item.id, "ask", "--why", why))
    is_asking = chosen in ASKING or bool(ask)
    spoken = _language(session, person, language)
    from followq.messages import templates

    ask_by = when if is_asking else None
    if not when and chosen in ASKING and item.is_waiting:
        ask_by = _day_to_ask_for(session, item)
    # A day that is named now takes the place of one that still lies ahead.
    is_replaced = chosen == "nudge" and when and item.promised and not session.calendar.is_past(item.promised)
    said = collect_facts(
        known._replace(promised=None) if is_replaced else known,
        person,
        session.calendar,
        session.settings.signature,
        None if is_asking and chosen != "ask" else when,
        ask_by,
        ask=ask or "",
        why=one_line(why, "the reason") if why else "",
        needed_for=needed_for,
    )
    words = templates.fill_template(paths.templates_path(), spoken, chosen, said)
    if ask and said["ask"] not in words.text:
        raise BadInputError(
            f"your {spoken} template {chosen}.txt doesn't say what they are to do", "name {{ ask }} in it"
        )
    found = reach(item, person)
    channel, address = found.channel, found.address
    message = Message(
        kind=chosen,
        why=cause,
        language=spoken,
        subject=words.subject,
        text=words.text,
        channel=channel,
        address=address,
    )
    notes = (*_doubts(session, known, person, chosen, is_tossed=bool(ask)), *(owed if chosen in ASKING else ()))
    page = SayPage(
        followups=(item,),
        message=message,
        did=(),
        notes=notes,
        names={person.id: person},
        is_bare=not session.is_for_eyes,
    )
    logging = _Logging(by=by, when=when, ask=ask, on=happened) if is_logged else None
    return _carry_out(session, page, logging, is_opened, is_copied)


class _Logging(NamedTuple):
    # What is noted with the message: the day, as it was typed and as it is meant, what they are to do now, and when it
    # was said where that was earlier.
    by: str | None
    when: When | None
    ask: str | None
    on: When | None


def _said_on(session: Session, on: str | None, *, is_logged: bool) -> When | None:
    if on is not None and not is_logged:
        raise UsageError("--on says when you said it, which is for the log", "add --log")
    return parse_options.parse_past_event(session, on)


def _check_toss(item: FollowUp, kind: Kind) -> None:
    # Only one's own ball can be handed over, with words that can ask for something.
    if not item.is_open:
        raise UsageError("--toss is for what is open", command("reopen", item.id))
    if item.ball == "theirs":
        raise UsageError(f"{item.id} is theirs to do already", command("say", item.id, "ask"))
    if kind not in WITH_TOSS:
        raise UsageError(f"--toss doesn't go with {kind}", f"one of {', '.join(WITH_TOSS)}")


def _carry_out(session: Session, page: SayPage, logging: _Logging | None, is_opened: bool, is_copied: bool) -> SayPage:
    # First whether it can be done at all, then the log, where the user may still say no; then the rest.
    item, message = page.followups[0], page.message
    person = page.names[item.person_id]
    link = _link(item, person, message) if is_opened else ""
    opener = desktop.find_opener() if is_opened else []
    copier = desktop.find_copier() if is_copied else None
    did: list[str] = []
    if logging:
        item, sentences, notes = _log(session, item, message, logging)
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
        if logging:
            err.hint = f"{err.hint}; it is logged as said: {command('undo')} takes that back"
        raise
    if page.is_bare and not session.as_json:
        for text in (*page.notes, *did):
            session.say(text)
    return page._replace(followups=(item,), did=tuple(did))


def _day_to_ask_for(session: Session, item: FollowUp) -> Day:
    # A day within reach gets more answers than a week or a month.
    from followq.model.nudging.nudging import choose_answer_day

    with session.reading() as queue:
        return choose_answer_day(item, session.calendar, session.habits_of(queue, [item.person_id]))


def _doubts(session: Session, item: FollowUp, person: Person, kind: Kind, *, is_tossed: bool) -> tuple[str, ...]:
    # Words that are for the other side's things: said all the same, but not unawares.
    if person.left_on and item.is_open:
        how = command("person", "edit", "--left", "--to", "SUCCESSOR", of=person.name)
        return (f"{person.name} is {absence.describe_absence(person, session.calendar)}; to hand it over: {how}",)
    if item.is_owed and kind in ASKING and not is_tossed:
        return (f"{item.id} waits on you: {'an ask' if kind == 'ask' else 'a nudge'} is for what they owe.",)
    if item.is_waiting and kind == "nudge" and not item.was_asked:
        return (warn_never_asked(item),)
    return ()


def _require_fitting(item: FollowUp, kind: Kind) -> None:
    # The user's own apology, or their own promise, is no word about what others owe.
    if item.is_waiting and kind in FOR_OWED:
        raise UsageError(
            f"{item.id} is theirs to do: {kind} is for what you owe",
            f"to ask again: {command('say', item.id, 'nudge')}; if they named a day: "
            f"{command('heard', item.id, '--by', 'DATE')}",
        )


def _kind(word: str | None) -> Kind | None:
    if word is None:
        return None
    for kind in KINDS:
        if kind == word.lower():
            return kind
    import difflib

    near = difflib.get_close_matches(word, KINDS, 1)
    hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(KINDS)}"
    raise UsageError(f"'{shorten(word, 40)}' is no kind of message", hint)


def _language(session: Session, person: Person, given: str | None) -> str:
    from followq.messages.templates import is_language

    if given is not None:
        if not is_language(given):
            raise UsageError(f"'{shorten(given, 40)}' can't be a language", "a short name like es or de-formal")
        return "en" if given.lower() == "en" else given
    keys = name_keys(person)
    chosen = [language for name, language in session.settings.languages.items() if name_key(name) in keys]
    return chosen[0] if chosen else session.settings.language


def _link(item: FollowUp, person: Person, message: Message) -> str:
    from followq.messages import links

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
        return links.make_tel(person.phones[0])
    if not person.emails:
        raise NotFoundError(
            f"no address of {person.name} is known",
            f"{command('person', 'edit', '--email', 'ADDRESS', of=person.name)}; --copy works without",
        )
    return links.make_mailto(person.emails[0], message.subject, message.text)


def _log(
    session: Session, item: FollowUp, message: Message, logging: _Logging
) -> tuple[FollowUp, list[str], tuple[str, ...]]:
    # By the very verbs, their questions and notes with them.
    remark = f"{SAID}{message.kind}"
    if not item.is_open or (item.is_waiting and message.kind == "thanks"):
        with writing(session, "say") as batch:
            before = find_followup(batch, str(item.id), session.calendar)
            after = before._replace(told_at=shift_calendar(session.calendar, logging.on, before).instant)
            batch.put(before, after, remark)
        sentences = [f"Logged: {message.kind} said{describe_day(session.calendar, logging.on)}.{undo()}"]
        if item.is_open:
            sentences.append(f"It is still open: {command('done', item.id)} closes it.")
        return after, sentences, ()
    if logging.ask:
        page = _toss(session, item, remark, logging)
    elif message.kind == "ask" and item.is_waiting:
        page = _ask_again(session, item, remark, logging)
    elif message.kind == "nudge" and item.is_waiting:
        from followq.cli.actions.nudging import nudge_followups

        page = nudge_followups(session, [str(item.id)], remark, logging.when, logging.on, is_sure=False)
    else:
        from followq.cli.actions.telling import tell_followups

        promised = None if message.kind in ASKING else logging.when
        page = tell_followups(session, [str(item.id)], remark, promised, logging.on)
    sentences = [f"{text}{undo()}" for text in page.messages]
    if message.kind in ("done", "thanks", "no") and not logging.ask:
        verb = "drop" if message.kind == "no" else "done"
        sentences.append(f"It is still open: {command(verb, item.id)} closes it.")
    return page.followups[0], sentences, page.notes


def _toss(session: Session, item: FollowUp, remark: str, logging: _Logging) -> ChangedPage:
    # The message and the ball are one act: first they know, then it is theirs, and they know that too.
    with writing(session, "say") as batch:
        before = find_followup(batch, str(item.id), session.calendar)
        then = shift_calendar(session.calendar, logging.on, before)
        after = verbs.tell(before, then)
        batch.put(before, after, remark)
        over = verbs.toss(after, then, logging.ask or "", logging.when)
        over = over._replace(told_at=then.instant)
        batch.put(after, over)
    by = f", by {show_with_distance(logging.when, session.calendar)}" if logging.when else ""
    return _page(
        session,
        item,
        over,
        f"{remark.removeprefix(SAID)} said{describe_day(session.calendar, logging.on)}; now they owe you{by}",
        warn_of_dates_in_text(session.calendar, [over]),
    )


def _ask_again(session: Session, item: FollowUp, remark: str, logging: _Logging) -> ChangedPage:
    with writing(session, "say") as batch:
        before = find_followup(batch, str(item.id), session.calendar)
        after = verbs.ask(before, shift_calendar(session.calendar, logging.on, before), logging.when)
        batch.put(before, after, remark)
    by = f", by {show_with_distance(logging.when, session.calendar)}" if logging.when else ""
    moved = ", later than before" if after.slips > before.slips else ""
    return _page(session, item, after, f"asked{describe_day(session.calendar, logging.on)}{by}{moved}", [])


def _page(session: Session, before: FollowUp, after: FollowUp, said: str, notes: list[str]) -> ChangedPage:
    with session.reading() as queue:
        names = find_people_of(queue, [after])
    sentence = f"{describe_item(after, names[after.person_id])}: {said}."
    notes = [*warn_of_past_dates(session.calendar, [(before, after)]), *notes]
    return ChangedPage("say", (sentence,), (after,), notes=tuple(notes), names=names)


def _customize(language: str) -> ChangedPage:
    from followq.messages.templates import copy_built_in, is_language

    if not is_language(language):
        raise UsageError(f"'{shorten(language, 40)}' can't be a language", "a short name like en, es or de-formal")
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
