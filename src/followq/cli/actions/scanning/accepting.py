"""From proposals to follow-ups: whom each is with, one batch for all, and what the memory keeps of it."""

from __future__ import annotations

import re

from followq.cli.actions.batch import writing
from followq.cli.actions.merging import merge
from followq.cli.input.person_search import find_near_people
from followq.cli.session import Session
from followq.errors import FollowqError
from followq.hints import command
from followq.mail.links import make_link
from followq.model.core import verbs
from followq.model.core.calendar import format_instant
from followq.model.core.followup import TEXT_LIMIT, FollowUp
from followq.model.core.person import Person, refer_to
from followq.model.core.phrasing import join_list
from followq.model.core.text_limits import one_line, require_person_name
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.cli.input.person_search import Directory
    from followq.mail.digest import Candidate
    from followq.model.core.calendar import When
    from followq.render.pages.scan import ScanHint
    from followq.store.mail_memory.memory import MailMemory
    from followq.store.records.writer import Batch

SOURCE = "mail"
NO_SUBJECT = "(no subject)"


class Acceptance(NamedTuple):
    """A proposal as the user takes it: perhaps turned round, with another text, person or day.

    `person` are words that mean somebody, where another one than the writer was chosen. `duplicate_of` is the id of
    a follow-up that was there before: it gets the link where it has none.
    """

    candidate: Candidate
    is_owed: bool
    text: str
    person: str = ""
    by: When | None = None
    effort_minutes: int | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    duplicate_of: int | None = None


class Accepted(NamedTuple):
    """What came in: follow-ups, the people they are with, and notes; ids of those that got a link only."""

    followups: tuple[FollowUp, ...]
    people: dict[int, Person]
    notes: tuple[str, ...]


def take_as_proposed(candidate: Candidate) -> Acceptance:
    """The proposal as it stands."""
    return Acceptance(candidate=candidate, is_owed=candidate.is_owed, text=make_text(candidate.text))


def make_text(subject: str) -> str:
    """A subject as a follow-up's text."""
    try:
        return one_line(subject[:TEXT_LIMIT])
    except FollowqError:
        return NO_SUBJECT


def name_person(name: str, address: str) -> str:
    """What somebody new is called: as they write themselves, else by their address."""
    try:
        plain = " ".join("".join(ch if ch.isprintable() else " " for ch in name).split()).strip("\"'<> ")
        # "Ana Lopez (Harbour Foods)": what stands behind says where she writes from.
        plain = re.sub(r"(?<=\w)\s*\([^()]*\)$", "", plain)
        if plain.count(",") == 1 and " and " not in plain:
            last, first = (part.strip() for part in plain.split(","))
            plain = f"{first} {last}" if first and last else last or first
        return require_person_name(plain.replace(";", ","))
    except FollowqError:
        return address


def find_known_person(people: Directory, name: str, address: str) -> Person | None:
    """Who wrote, if they are known: by the address first, else by the very name."""
    found = people.people_called(address)
    if not found and name:
        found = people.people_called(name_person(name, address))
    return found[0] if found else None


def accept(
    session: Session, memory: MailMemory, wanted: Sequence[Acceptance], hints: Sequence[ScanHint] = ()
) -> Accepted:
    """Bring follow-ups in as one batch, with what the user agreed to about people.

    Raises: what writing raises; nothing is changed then.
    """
    made: list[FollowUp] = []
    people: dict[int, Person] = {}
    notes: list[str] = []
    with writing(session, "scan", is_first=True) as batch:
        for hint in hints:
            _carry_out(batch, hint)
        known = {followup.link for followup in batch.from_mail()}
        for one in wanted:
            link = make_link(one.candidate.message_id)
            if link in known:  # another scan was quicker
                continue
            known.add(link)
            if one.duplicate_of is not None:
                _link(batch, one.duplicate_of, link)
                continue
            person = _find_or_make(session, batch, one, notes)
            followup = FollowUp(
                id=batch.next_id("followups"),
                uid=session.new_uid(),
                person_id=person.id,
                text=one.text,
                ball="mine" if one.is_owed else "theirs",
                since=min(format_instant(one.candidate.since), session.calendar.instant),
                effort_minutes=one.effort_minutes,
                project=one.project,
                tags=one.tags,
                source=SOURCE,
                link=link,
                created_at=session.calendar.instant,
            )
            followup = verbs.promise(followup, one.by, session.calendar)
            batch.add(followup)
            made.append(followup)
            people[person.id] = person
    _remember(session, memory, wanted, made)
    return Accepted(followups=tuple(made), people=people, notes=tuple(notes))


def _find_or_make(session: Session, batch: Batch, one: Acceptance, notes: list[str]) -> Person:
    address, name = one.candidate.address, one.candidate.name
    if one.person:
        found = batch.people_called(one.person)
        # Whoever was chosen instead is another person than the one who wrote.
        return found[0] if found else _make(session, batch, require_person_name(one.person), "")
    person = find_known_person(batch, name, address)
    if person is None:
        called = name_person(name, address)
        near = find_near_people(batch, called)
        made = _make(session, batch, called, address)
        if near:
            others = join_list([each.shown for each in near])
            merge = command("person", "merge", refer_to(batch.people_called, made), near[0].words)
            notes.append(f"{made.name} is new here; there is also {others}. If they are one person: {merge}")
        return made
    if address not in {email.lower() for email in person.emails}:
        after = person._replace(emails=(*person.emails, address))
        batch.put(person, after)
        if person.emails:
            notes.append(f"{person.name} has another address now: {address}.")
        return after
    return person


def _make(session: Session, batch: Batch, name: str, address: str) -> Person:
    made = Person(
        id=batch.next_id("people"),
        uid=session.new_uid(),
        name=name,
        emails=(address,) if address else (),
        created_at=session.calendar.instant,
    )
    batch.add(made)
    return made


def _carry_out(batch: Batch, hint: ScanHint) -> None:
    found = batch.people_called(hint.known_address)
    if len(found) != 1:
        return
    person, owners = found[0], batch.people_called(hint.address)
    if hint.what == "away":
        batch.put(person, person._replace(away_until=hint.until))
    elif not owners:
        batch.put(person, person._replace(emails=(*person.emails, hint.address)))
    elif len(owners) == 1 and owners[0].id != person.id:
        merge(batch, owners[0], person)


def _link(batch: Batch, followup_id: int, link: str) -> None:
    before = batch.followup(followup_id)
    if before is not None and before.link is None:
        batch.put(before, before._replace(link=link))


def _remember(session: Session, memory: MailMemory, wanted: Sequence[Acceptance], made: Sequence[FollowUp]) -> None:
    # Behind the queue, which is the truth: a kill between the two leaves at most a message to be looked at once more.
    memory.begin()
    last = memory.last_number()
    for followup in made:
        memory.deal_with(followup.id, last)
    for one in wanted:
        if one.duplicate_of is not None:
            memory.decide("duplicate", one.candidate.message_id, session.calendar.instant, followup=one.duplicate_of)
            memory.deal_with(one.duplicate_of, last)
    memory.commit()
