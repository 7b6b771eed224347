"""A person, and how people's names are compared."""

from __future__ import annotations

from followq.errors import BrokenRecordError
from followq.model.calendar import Day, Instant
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Channel = Literal["call", "chat", "email", "meet", "letter"]
    Weight = Literal["normal", "key", "vip"]

CHANNELS: tuple[Channel, ...] = ("call", "chat", "email", "meet", "letter")
WEIGHTS: tuple[Weight, ...] = ("normal", "key", "vip")

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
    """Form in which two spellings of a name are the same: case, width, accent order, spaces, invisibles."""
    if name.isascii():
        return " ".join(name.lower().split())
    import unicodedata  # a library of its own, which most calls do without

    key, before = name, ""
    while key != before:
        # Folding may bring up what has to be composed and the other way round; two rounds mostly settle it.
        before = key
        visible = "".join(ch for ch in key if unicodedata.category(ch) != "Cf")
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return " ".join(key.split())


def name_keys(person: Person) -> set[str]:
    """Every key under which the person is found: name, aliases, e-mail addresses."""
    return {name_key(name) for name in (person.name, *person.aliases, *person.emails)}


def joined(into: Person, gone: Person) -> Person:
    """One person out of two: what `into` has counts, what only `gone` has is added, under both names.

    The weight is the heavier one; both private notes are kept.
    """
    names: dict[str, str] = {}
    for name in (into.name, *into.aliases, gone.name, *gone.aliases):
        names.setdefault(name_key(name), name)
    return into._replace(
        aliases=tuple(names.values())[1:],
        emails=tuple(dict.fromkeys((*into.emails, *gone.emails))),
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


def _first_given(*days: int | None) -> int | None:
    return next((number for number in days if number is not None), None)
