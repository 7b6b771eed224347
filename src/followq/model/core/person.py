"""A person, and how people's names are compared."""

from __future__ import annotations

from followq.errors import BrokenRecordError
from followq.model.core.calendar import Day, Instant
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Literal

    Channel = Literal["call", "chat", "email", "meet", "letter"]
    Weight = Literal["normal", "key", "vip"]

CHANNELS: tuple[Channel, ...] = ("call", "chat", "email", "meet", "letter")
WEIGHTS: tuple[Weight, ...] = ("normal", "key", "vip")

_CONTACTED_WORDS = "called phoned rang emailed mailed wrote texted messaged met visited spoke talked asked requested"
CONTACTED = frozenset(_CONTACTED_WORDS.split())
"""Verbs that tell of a contact, as in `called yesterday`."""

NAME_LIMIT = 200
"""Longest name that is taken, in characters."""


class Person(NamedTuple):
    """Somebody with whom something is open or was.

    `reply_target_days` and `keep_informed_days` are working days; None means the setting of that name.
    `away_until` is the last day on which they can't be reached, `left_on` the day on which they left for good.
    """

    id: int
    uid: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisation: str | None = None
    channel: Channel | None = None
    weight: Weight = "normal"
    reply_target_days: int | None = None
    keep_informed_days: int | None = None
    note: str | None = None
    away_until: Day | None = None
    left_on: Day | None = None
    created_at: Instant = ""


class People(dict[int, Person]):
    """People by id. Asking for one who isn't there means that the queue was damaged.

    Raises: BrokenRecordError.
    """

    def __missing__(self, person_id: int) -> Person:
        """Tell whose person is missing instead of a bare KeyError."""
        raise BrokenRecordError(f"names person {person_id}, who is not in it")


def name_key(name: str) -> str:
    """Form in which two spellings of a name are the same: see `folding.fold`; spaces don't count either."""
    if name.isascii():
        return " ".join(name.lower().split())
    from followq.model.core.folding import fold  # which most calls do without

    return " ".join(fold(name).split())


def prefer_spelling(people: list[Person], name: str) -> list[Person]:
    """Of people found by a name or its beginning those who are spelt just so, where accents were typed; else everybody.

    Whoever types `Jose` may mean José, and whoever types `José` doesn't mean Jose.
    """
    if len(people) < 2 or name.isascii():
        return people
    from followq.model.core.folding import match, spell, words_of

    typed = words_of(spell(name))

    def is_spelt_so(who: Person) -> bool:
        return any(match(words_of(spell(word)), typed) is not None for word in (who.name, *who.aliases))

    spelt = [who for who in people if is_spelt_so(who)]
    return spelt or people


REFERENCE = "id:"


def refer_to(people_called: Callable[[str], list[Person]], person: Person) -> str:
    """Words that mean this person and nobody else: the name, another one, an address, or `id:3`."""
    names = (person.name, *person.aliases, *person.emails)
    return next((name for name in names if len(people_called(name)) == 1), f"{REFERENCE}{person.id}")


def tell_apart(people_called: Callable[[str], list[Person]], person: Person) -> str:
    """A person's name, with what tells them from others of that name where there are any: `Ana Lopez (id:3)`."""
    words = refer_to(people_called, person)
    return person.name if words == person.name else f"{person.name} ({words})"


def read_reference(name: str) -> int | None:
    """The number in `id:3`."""
    number = name.strip().lower().removeprefix(REFERENCE)
    is_one = number != name.strip().lower() and number.isascii() and number.isdecimal() and len(number) < 19
    return int(number) if is_one else None


def find_shared_emails(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Addresses that several people have, with who they are."""
    owners: dict[str, list[Person]] = {}
    for person in people:
        for key in dict.fromkeys(map(name_key, person.emails)):
            owners.setdefault(key, []).append(person)
    return {key: found for key, found in owners.items() if len(found) > 1}


def name_keys(person: Person) -> set[str]:
    """Every key under which the person is found: name, aliases, e-mail addresses."""
    return {name_key(name) for name in (person.name, *person.aliases, *person.emails)}


def merge_people(into: Person, gone: Person) -> Person:
    """One person out of two: what `into` has counts, what only `gone` has is added, under both names.

    The weight is the heavier one; both private notes are kept.
    """
    return into._replace(
        aliases=_each_once(into.name, *into.aliases, gone.name, *gone.aliases)[1:],
        emails=_each_once(*into.emails, *gone.emails),
        phones=tuple(dict.fromkeys((*into.phones, *gone.phones))),
        organisation=into.organisation or gone.organisation,
        channel=into.channel or gone.channel,
        weight=max(into.weight, gone.weight, key=WEIGHTS.index),
        reply_target_days=_first_given(into.reply_target_days, gone.reply_target_days),
        keep_informed_days=_first_given(into.keep_informed_days, gone.keep_informed_days),
        note="\n".join(note for note in (into.note, gone.note) if note) or None,
        away_until=into.away_until or gone.away_until,
        left_on=into.left_on and gone.left_on,
        created_at=min(into.created_at, gone.created_at),
    )


def _each_once(*names: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name_key(name), name)
    return tuple(found.values())


def _first_given(*days: int | None) -> int | None:
    return next((number for number in days if number is not None), None)
