"""Whom a typed name may mean: the one search for commands, their questions, the editor and Tab.

How well a name matches is decided by `folding.match`. A name typed in full is found by the index of names alone
(`people_called`), so that calls with whole names load nothing of this.
"""

from __future__ import annotations

from followq.cli.input.person_choice import Near
from followq.model.core.folding import LATER_WORD, SAME, match, words_of
from followq.model.core.person import Person, name_key, prefer_spelling, refer_to, tell_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Protocol

    class Directory(Protocol):
        """Where people are looked up: the queue, or what a conversation read of it."""

        def people_called(self, name: str) -> list[Person]:
            """People one of whose names is this one."""

        def names(self) -> list[tuple[str, int]]:
            """Every name's key with its person's id."""

        def people(self, ids: Iterable[int]) -> Mapping[int, Person]:
            """Those people by id."""


SIMILAR = 0.8
"""Share of equal letters from which two names may be meant to be one, which is asked about."""

CLOSE = 0.7
"""Share of equal letters from which a name is offered while it is typed, where none matches."""

MOST_NEAR = 3

OTHER_NAME = LATER_WORD + 1
"""Rank of a match with an alias or an address."""


def search_people(
    people: Directory, typed: str, *, is_whole_words: bool = False, order: Callable[[Person], Any] | None = None
) -> list[Person]:
    """People with a name, or a word of one, that begins like this: the likeliest first, then in that order or by id.

    With `is_whole_words` it has to be whole words: Maria is Maria Diaz, Mari is nobody.
    """
    key = words_of(name_key(typed))
    matches: dict[int, list[tuple[int, str]]] = {}
    for name, number in people.names():
        words = words_of(name)
        place = match(words, key)
        if place is None or (is_whole_words and ("@" in name or f" {key} " not in f" {words} ")):
            continue
        matches.setdefault(number, []).append((place, name))
    if not matches:
        return []
    found = people.people(matches)

    def rank(number: int) -> tuple[int, Any]:
        person = found[number]
        own = name_key(person.name)
        best = min(place if place == SAME or name == own else OTHER_NAME for place, name in matches[number])
        return best, order(person) if order else number

    return prefer_spelling([found[number] for number in sorted(matches, key=rank)], typed)


def find_near_people(people: Directory, name: str) -> tuple[Near, ...]:
    """People whose name is spelt much like this one or begins with it, or whose address it holds; three at most."""
    key = name_key(name)
    addresses = {word for word in key.translate(dict.fromkeys(map(ord, "<>()[],;"), " ")).split() if "@" in word}
    ids = [number for known, number in people.names() if known in addresses]
    ids += find_similar(people, name, SIMILAR, MOST_NEAR)
    ids += [person.id for person in search_people(people, name)]
    ids = list(dict.fromkeys(ids))[:MOST_NEAR]
    found = people.people(ids)
    called = people.people_called
    return tuple(Near(refer_to(called, found[i]), tell_apart(called, found[i])) for i in ids)


def find_similar(people: Directory, typed: str, share: float, most: int, *, is_beginning: bool = False) -> list[int]:
    """Ids of people whose name has at least this share of its letters in common with what was typed.

    With `is_beginning` a word of a name, or as much of its beginning as was typed, is enough.
    """
    import difflib

    key = name_key(typed)
    spellings: dict[str, list[int]] = {}
    for name, number in people.names():
        for part in {name, *name.split(), name[: len(key)]} if is_beginning else (name,):
            spellings.setdefault(part, []).append(number)
    similar = difflib.get_close_matches(key, spellings, most, share)
    return list(dict.fromkeys(number for part in similar for number in spellings[part]))[:most]
