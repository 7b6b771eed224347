"""Which people and follow-ups the words on the command line mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from followq.errors import AmbiguousError, NotFoundError, UsageError
from followq.hints import command, quote, repeat
from followq.model.calendar import Calendar
from followq.model.followup import FollowUp
from followq.model.person import Person, name_key, prefer_spelling, read_reference, refer_to, tell_apart
from followq.model.texts import person_name
from followq.model.words import listed, shortened
from followq.record import NamedTuple
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.session import Session
    from followq.store.writer import Batch

MOST_IN_RANGE = 1000
MOST_NAMED = 5
MOST_ASKED = 8
"""People in a numbered choice, which is answered by one digit."""

MOST_DIGITS = 18
"""Digits of the largest id that SQLite could give out."""

SIMILAR = 0.8
"""Share of equal letters from which two names may be meant to be one."""


class SeveralPeopleError(AmbiguousError):
    """A name that means several people: on a terminal `choices` are asked about, and the command is called again."""

    def __init__(self, why: AmbiguousError, name: str, choices: Sequence[Near]) -> None:
        super().__init__(why.message, why.hint)
        self.name = name
        self.choices = choices


class Near(NamedTuple):
    """Somebody who may be meant: words that mean them alone, how to call them, and how with their organisation."""

    words: str
    shown: str
    introduced: str = ""


class Meant(NamedTuple):
    """A person as meant: the name to look up or to make, and near names worth a warning.

    `others` are the rest where several people were named for one thing: each gets a follow-up of their own.
    """

    name: str
    near: tuple[Near, ...] = ()
    others: tuple[Meant, ...] = ()

    @property
    def everyone(self) -> tuple[Meant, ...]:
        """Each of the people meant."""
        return (self._replace(others=()), *self.others)

    @property
    def shown(self) -> str:
        """`Ana Lopez and Tom Baker`."""
        return listed([one.name for one in self.everyone])


def find_person(queue: Reader, name: str) -> Person:
    """The one person a name, alias, address, or unmistakable beginning of a name stands for.

    Raises: NotFoundError, AmbiguousError.
    """
    found = queue.people_called(name)
    if not found:
        everybody = queue.people()
        found = prefer_spelling([everybody[i] for i in sorted(_beginning_with(queue, name_key(name)))], name)
    if len(found) > 1:
        raise SeveralPeopleError(
            explain_ambiguity(queue.people_called, name, found),
            name,
            [introduce(queue.people_called, person) for person in found[:MOST_ASKED]],
        )
    if not found:
        near = near_people(queue, name)
        hint = (
            f"did you mean {listed([one.shown for one in near], 'or')}?"
            if near
            else f"{command('people')} lists everybody"
        )
        raise NotFoundError(f"nobody here is called '{shortened(name)}'", hint)
    return found[0]


def explain_ambiguity(
    people_called: Callable[[str], list[Person]], name: str, found: Sequence[Person]
) -> AmbiguousError:
    """What to say when a name means several people: who they are, and words that mean only one of them."""
    found, more = found[:MOST_NAMED], len(found) - MOST_NAMED
    words = [refer_to(people_called, person) for person in found]
    who = [tell_apart(people_called, person) for person in found]
    if more > 0:
        who.append(f"{more} more")
    hint = listed([repeat(name, word) or quote(word) for word in words], "or")
    if len(found) == 2 and len(people_called(name)) == 2:
        hint += f"; if they are one person: {suggest_merge(words[1], words[0])}"
    return AmbiguousError(f"'{shortened(name)}' may be {listed(who, 'or')}", hint)


def suggest_merge(gone: str, into: str) -> str:
    """The command that joins two people, by words that mean each."""
    return command("person", "merge", of=(gone, into))


def _beginning_with(queue: Reader, key: str) -> set[int]:
    # People with a name, or a word of it, that begins like this.
    from followq.model.folding import fits  # which a name in full does without

    return {i for name, i in queue.names() if fits(name, key)}


def near_people(queue: Reader, name: str) -> tuple[Near, ...]:
    """People whose name is spelt much like this one or begins with it, or whose address it holds; three at most."""
    import difflib

    key = name_key(name)
    names = queue.names()
    near = set(difflib.get_close_matches(key, [known for known, _ in names], 3, SIMILAR))
    addresses = {word for word in key.translate(dict.fromkeys(map(ord, "<>()[],;"), " ")).split() if "@" in word}
    ids = [i for known, i in names if known in addresses]
    ids += [i for known, i in names if known in near]
    ids += sorted(_beginning_with(queue, key))
    ids = list(dict.fromkeys(ids))[:3]
    people = queue.people(ids)
    called = queue.people_called
    return tuple(Near(refer_to(called, people[i]), tell_apart(called, people[i])) for i in ids)


def meant(session: Session, name: str, *, can_be_several: bool = False) -> Meant:
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


def _settle(session: Session, typed: str, *, can_be_several: bool) -> Meant:
    is_reference = read_reference(typed) is not None
    name, names = typed, []
    if not is_reference and (" and " in typed.lower() or not _NOT_IN_NAMES.isdisjoint(typed)):
        from followq.cli.several import may_be_several, part_names, unquote  # which most names do without

        name, is_quoted = unquote(typed)
        names = [] if is_quoted else part_names(name)
    name = typed if is_reference else person_name(name)
    with session.reading() as queue:
        known = [find_person(queue, name)] if is_reference else queue.people_called(name)
        if len(known) == 1:
            return Meant(refer_to(queue.people_called, known[0]))
        is_new = not known
        near: tuple[Near, ...] = ()
        is_beginning = is_certain = False
        if is_new:
            if names:
                is_sure = _SURELY in name
                is_certain = is_sure or all(_is_known(queue, part) for part in names)
                if not may_be_several(names, lambda part: _is_known(queue, part), is_sure=is_sure):
                    names = []
            known = _named_like(queue, name)
            is_beginning = bool(known)
            if not names and not known:
                near = near_people(queue, name)
        choices = near or tuple(introduce(queue.people_called, person) for person in known)
    if len(names) > 1 and is_new:
        return _settle_several(session, typed, name, names, is_certain=is_certain, is_allowed=can_be_several)
    if not choices:
        return Meant(name)
    if session.is_interactive:
        return _choose(session, name, choices, is_new=is_new)
    if len(choices) > 1 and not near:
        raise explain_choice(name, choices, typed, is_new=is_new)
    if is_beginning:
        new = command("person", "add", of=name)
        session.warn(f"{name} is taken as {choices[0].shown}; for somebody new, first: {new}")
        return Meant(choices[0].words)
    return Meant(name, near)


def _settle_several(
    session: Session, typed: str, name: str, names: list[str], *, is_certain: bool, is_allowed: bool
) -> Meant:
    each, one = f"{_SURELY} ".join(names), f'"{name}"'
    if not is_allowed:
        raise UsageError(
            f"'{shortened(name)}' may be {len(names)} people, and this takes one",
            f"one after the other; if it is one name: {repeat(typed, one) or one}",
        )
    if not is_certain and session.is_interactive:
        called = f"one person called {shortened(name)}"
        ways = (f"one follow-up each, linked ({listed(names)})", called)
        if session.pick(f"{'Two' if len(names) == 2 else len(names)} people?", ways) == 1:
            return Meant(name)
        is_certain = True
    if not is_certain:
        raise AmbiguousError(
            f"'{shortened(name)}' may be {len(names)} people",
            f"one follow-up each: {repeat(typed, each) or each}; one person: {repeat(typed, one) or one}",
        )
    first, *others = dict.fromkeys(meant(session, part) for part in names)
    return first._replace(others=tuple(others))


def _choose(session: Session, name: str, choices: Sequence[Near], *, is_new: bool) -> Meant:
    # No answer is better than another: whoever types a first name may mean somebody new.
    new = (f"a new person called {shortened(name)}",) if is_new else ()
    chosen = session.pick("Who is meant?", [*(one.introduced or one.shown for one in choices), *new])
    return Meant(choices[chosen].words) if chosen < len(choices) else Meant(name)


def _is_known(queue: Reader, name: str) -> bool:
    return bool(queue.people_called(name)) or len(_named_like(queue, name)) == 1


def _named_like(queue: Reader, name: str) -> list[Person]:
    """People of whose name this is one or more whole words: Maria is Maria Diaz, Mari is nobody yet."""
    key = f" {name_key(name)} "
    found = {i for known, i in queue.names() if key in f" {known.translate(_NO_MARKS)} " and "@" not in known}
    everybody = queue.people(found) if found else {}
    return prefer_spelling([everybody[i] for i in sorted(everybody)], name)


_SURELY = ";"
_NOT_IN_NAMES = frozenset(',;&/+"')
_NO_MARKS = str.maketrans(",()", "   ")


def introduce(people_called: Callable[[str], list[Person]], person: Person) -> Near:
    """A person as one of several to choose from: `Maria Diaz, Acme`."""
    shown = tell_apart(people_called, person)
    whole = f"{shown}, {person.organisation}" if person.organisation else shown
    return Near(refer_to(people_called, person), shown, whole)


def explain_choice(name: str, choices: Sequence[Near], typed: str, *, is_new: bool) -> AmbiguousError:
    """What to say where several may be meant and nobody can be asked: each of them, with the whole command."""
    some = choices[:MOST_NAMED]
    ways = [repeat(typed, one.words) or quote(one.words) for one in some]
    new = f"; somebody new, first: {command('person', 'add', of=name)}" if is_new else ""
    more = [f"{len(choices) - len(some)} more"] if len(choices) > len(some) else []
    return AmbiguousError(
        f"'{shortened(name)}' may be {listed([*(one.shown for one in some), *more], 'or')}",
        listed(ways, "or") + new,
    )


def taken(batch: Batch, session: Session, person: Meant) -> Person:
    """The person meant, made in this batch where there is none yet."""
    known = batch.people_called(person.name)
    if known:
        return known[0]
    if read_reference(person.name) is not None:
        raise NotFoundError(f"there is no person {person.name} any more", f"{command('people')} lists everybody")
    made = Person(
        id=batch.next_id("people"), uid=session.new_uid(), name=person.name, created_at=session.calendar.instant
    )
    batch.add(made)
    return made


def near_note(person: Meant, followup_id: int) -> tuple[str, ...]:
    """What to say when a new person was made beside near ones."""
    if not person.near:
        return ()
    others = listed([one.shown for one in person.near])
    mend = command("edit", followup_id, "--person", person.near[0].words)
    return (f"{person.name} is new here; there is also {others}. If you meant that: {mend}",)


def tell_shared_addresses(queue: Reader, person: Person, emails: Iterable[str]) -> list[str]:
    """What to say where an address that a person was given is somebody else's too."""
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
    from followq.cli.idwords import is_number, parts_of  # most calls name no follow-up

    words = [part for word in words for part in parts_of(word)]
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
        raise UsageError(f"'{shortened(word)}' means more than one follow-up", "give one number")
    return found[0]


def _of_word(queue: Reader, word: str, calendar: Calendar) -> list[FollowUp]:
    if not word.strip():
        raise UsageError("an empty id", "give a number, or a person's name")
    from followq.cli.idwords import is_number, looks_like_ids

    if looks_like_ids(word):
        raise UsageError(f"'{shortened(word, 30)}' is not an id", "several are written 3 4 or 3,4, ranges 3-5")
    if not is_number(word):
        return [_of_person(queue, word, calendar)]
    first, dash, last = word.lstrip("#").partition("-")
    if len(first) > MOST_DIGITS:
        raise NotFoundError(f"there is no follow-up {shortened(first, 30)}", f"{command('list')} shows the numbers")
    if not dash:
        return [_of_number(queue, int(first))]
    if len(last) > MOST_DIGITS or (first and last and int(last) - int(first) >= MOST_IN_RANGE):
        raise UsageError(f"'{shortened(word, 30)}' is too long a range", f"{MOST_IN_RANGE} at most")
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
        items = "; ".join(f"{f.id} {shortened(f.text, 40)}" for f in found[:6])
        raise AmbiguousError(f"{person.name} has {len(found)} open: {items}", "give the number")
    return found[0]
