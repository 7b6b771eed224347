"""Which people and follow-ups the words on the command line mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followq.cli.input.person_choice import SURELY, Meant, Near, Reading, may_be_in_parts
from followq.errors import AmbiguousError, NotFoundError, UsageError
from followq.hints import command, repeat
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, read_reference, refer_to
from followq.model.core.phrasing import join_list, shorten
from followq.model.core.text_limits import require_person_name
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.console import Console
    from followq.cli.context import Context
    from followq.cli.input.person_search import Directory
    from followq.cli.session import Session
    from followq.store.records.writer import Batch

MOST_IN_RANGE = 1000
MOST_DIGITS = 18
"""Digits of the largest id that SQLite could give out."""


def find_person(people: Directory, name: str) -> Person:
    """The one person a name, alias, address, or unmistakable beginning of a name stands for.

    Raises: NotFoundError, AmbiguousError.
    """
    found = people.people_called(name)
    if len(found) == 1:
        return found[0]
    from followq.cli.input.person_search import find_near_people, search_people  # which a name in full does without

    found = found or search_people(people, name)
    if len(found) == 1:
        return found[0]
    if found:
        from followq.cli.input.which_person import ask_which

        raise ask_which(people.people_called, name, found)
    near = find_near_people(people, name)
    hint = (
        f"did you mean {join_list([one.shown for one in near], 'or')}?"
        if near
        else f"{command('people')} lists everybody"
    )
    raise NotFoundError(f"no person named '{shorten(name)}'", hint)


def settle_person(session: Session, name: str, *, can_be_several: bool = False) -> Meant:
    """Settle before writing whom a name means; on a terminal whatever may mean several is a numbered choice.

    Elsewhere a whole word of one person's name means that person, as in every other command. With `can_be_several`
    the answer may hold `others`.

    Raises: AmbiguousError where nobody can be asked; UsageError for several people where one is wanted;
    InterruptedByUserError.
    """
    typed = name.strip()
    if typed in session.settled:
        return session.settled[typed]
    found = _settle(session, typed, can_be_several=can_be_several)
    session.settled[typed] = found
    return found


def read_name(people: Directory, typed: str) -> Reading:
    """How a name is understood, before anybody is asked: the same for a command and for the line being typed.

    Raises: NotFoundError, UsageError, BadInputError.
    """
    if read_reference(typed) is not None:
        return Reading(refer_to(people.people_called, find_person(people, typed)), is_known=True)
    name, parts = typed, []
    if may_be_in_parts(typed):
        from followq.cli.input.several_people import may_be_several, split_names, unquote  # which most names do without

        name, is_quoted = unquote(typed)
        parts = [] if is_quoted else split_names(name)
    name = require_person_name(name)
    known = people.people_called(name)
    if len(known) == 1:
        return Reading(refer_to(people.people_called, known[0]), is_known=True)
    from followq.cli.input.person_search import find_near_people, search_people

    def is_known(part: str) -> bool:
        return bool(people.people_called(part)) or len(search_people(people, part, is_whole_words=True)) == 1

    if parts and not known and may_be_several(parts, is_known, is_sure=SURELY in name):
        return Reading(name, parts=tuple(parts), is_certain=SURELY in name or all(map(is_known, parts)))
    found = known or search_people(people, name, is_whole_words=True)
    if found:
        from followq.cli.input.which_person import introduce

        choices = tuple(introduce(people.people_called, person) for person in found)
        return Reading(name, choices=choices, is_new=not known)
    return Reading(name, near=find_near_people(people, name), is_new=True)


def _settle(session: Session, typed: str, *, can_be_several: bool) -> Meant:
    with session.reading() as queue:
        reading = read_name(queue, typed)
    name, near = reading.name, reading.near
    if reading.parts:
        return _settle_several(session, typed, reading, is_allowed=can_be_several)
    choices = near or reading.choices
    if not choices:
        return Meant(name)
    if session.is_interactive:
        return _choose(session, name, choices, is_new=reading.is_new)
    if near:
        return Meant(name, near)
    new = command("person", "add", of=name)
    if len(choices) > 1:
        from followq.cli.input.which_person import explain_choice

        raise explain_choice(name, choices, typed, f"; somebody new, first: {new}" if reading.is_new else "")
    session.warn(f"{name} is taken as {choices[0].shown}; for somebody new, first: {new}")
    return Meant(choices[0].words)


def _settle_several(session: Session, typed: str, reading: Reading, *, is_allowed: bool) -> Meant:
    name, names, is_certain = reading.name, reading.parts, reading.is_certain
    each, one = f"{SURELY} ".join(names), f'"{name}"'
    if not is_allowed:
        raise UsageError(
            f"'{shorten(name)}' may be {len(names)} people, and this takes one",
            f"one after the other; if it is one name: {repeat(typed, one) or one}",
        )
    if not is_certain and session.is_interactive:
        called = f"one person called {shorten(name)}"
        ways = (f"one follow-up each, linked ({join_list(list(names))})", called)
        if session.pick(f"{'Two' if len(names) == 2 else len(names)} people?", ways) == 1:
            return Meant(name)
        is_certain = True
    if not is_certain:
        raise AmbiguousError(
            f"'{shorten(name)}' may be {len(names)} people",
            f"one follow-up each: {repeat(typed, each) or each}; one person: {repeat(typed, one) or one}",
        )
    first, *others = dict.fromkeys(settle_person(session, part) for part in names)
    return first._replace(others=tuple(others))


def _choose(console: Console, name: str, choices: Sequence[Near], *, is_new: bool) -> Meant:
    # No answer is better than another: whoever types a first name may mean somebody new.
    new = (f"a new person called {shorten(name)}",) if is_new else ()
    chosen = console.pick("Who is meant?", [*(one.introduced or one.shown for one in choices), *new])
    return Meant(choices[chosen].words) if chosen < len(choices) else Meant(name)


def find_or_create_person(batch: Batch, context: Context, person: Meant) -> Person:
    """The person meant, made in this batch where there is none yet."""
    known = batch.people_called(person.name)
    if known:
        return known[0]
    if read_reference(person.name) is not None:
        raise NotFoundError(f"there is no person {person.name} any more", f"{command('people')} lists everybody")
    made = Person(
        id=batch.next_id("people"), uid=context.new_uid(), name=person.name, created_at=context.calendar.instant
    )
    batch.add(made)
    return made


def note_near_people(person: Meant, followup_id: int) -> tuple[str, ...]:
    """What to say when a new person was made beside near ones."""
    if not person.near:
        return ()
    others = join_list([one.shown for one in person.near])
    mend = command("edit", followup_id, "--person", person.near[0].words)
    return (f"{person.name} is new here; there is also {others}. If you meant that: {mend}",)


def tell_shared_addresses(queue: Reader, person: Person, emails: Iterable[str]) -> list[str]:
    """What to say where an address that a person was given is somebody else's too."""
    from followq.cli.input.which_person import suggest_merge

    notes = []
    for email in emails:
        for other in queue.people_called(email):
            if other.id != person.id:
                gone, into = sorted((person, other), key=lambda one: one.id, reverse=True)
                words = [refer_to(queue.people_called, one) for one in (gone, into)]
                notes.append(f"{email} is {other.name}'s too; if they are one person: {suggest_merge(*words)}")
    return notes


def find_followups(queue: Reader, words: Sequence[str], calendar: Calendar) -> list[FollowUp]:
    """The follow-ups that ids, ranges and names stand for, each once, in the order given.

    Raises: NotFoundError, AmbiguousError; all or nothing.
    """
    from followq.cli.input.id_words import is_number, split_id_word  # most calls name no follow-up

    words = [part for word in words for part in split_id_word(word)]
    joined = " ".join(words)
    if len(words) > 1 and not any(is_number(word) for word in words) and queue.people_called(joined):
        return [_of_person(queue, joined, calendar)]
    found: dict[int, FollowUp] = {}
    for word in words:
        for followup in _of_word(queue, word, calendar):
            found.setdefault(followup.id, followup)
    return list(found.values())


def find_followup(queue: Reader, word: str, calendar: Calendar) -> FollowUp:
    """The one follow-up that an id or a name stands for.

    Raises: NotFoundError, AmbiguousError, UsageError.
    """
    found = _of_word(queue, word, calendar)
    if len(found) != 1:
        raise UsageError(f"'{shorten(word)}' means more than one follow-up", "give one number")
    return found[0]


def _of_word(queue: Reader, word: str, calendar: Calendar) -> list[FollowUp]:
    if not word.strip():
        raise UsageError("an empty id", "give a number, or a person's name")
    from followq.cli.input.id_words import is_number, looks_like_ids

    if looks_like_ids(word):
        raise UsageError(f"'{shorten(word, 30)}' is not an id", "several are written 3 4 or 3,4, ranges 3-5")
    if not is_number(word):
        return [_of_person(queue, word, calendar)]
    first, dash, last = word.lstrip("#").partition("-")
    if len(first) > MOST_DIGITS:
        raise NotFoundError(f"there is no follow-up {shorten(first, 30)}", f"{command('list')} shows the numbers")
    if not dash:
        return [_of_number(queue, int(first))]
    if len(last) > MOST_DIGITS or (first and last and int(last) - int(first) >= MOST_IN_RANGE):
        raise UsageError(f"'{shorten(word, 30)}' is too long a range", f"{MOST_IN_RANGE} at most")
    if not first or not last or int(last) < int(first):
        raise UsageError(f"'{word}' is not a range", "a range runs upwards: 3-5")
    return [_of_number(queue, number) for number in range(int(first), int(last) + 1)]


def _of_number(queue: Reader, number: int) -> FollowUp:
    followup = queue.followup(number)
    if followup is None:
        raise NotFoundError(f"there is no follow-up {number}", f"{command('list')} shows the numbers")
    return followup


def _of_person(queue: Reader, name: str, calendar: Calendar) -> FollowUp:
    person = find_person(queue, name)
    found = queue.open_with(person.id)
    # A recurring item whose wait has not begun is meant only where there is nothing else.
    found = [f for f in found if calendar.has_come(f.since)] or found
    if not found:
        raise NotFoundError(f"nothing is open with {person.name}", f"{command('with', of=person.name)} shows what was")
    if len(found) > 1:
        items = "; ".join(f"{f.id} {shorten(f.text, 40)}" for f in found[:6])
        raise AmbiguousError(f"{person.name} has {len(found)} open: {items}", "give the number")
    return found[0]
