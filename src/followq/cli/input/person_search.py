"""Whom a few typed letters may mean: names, aliases, addresses, close spellings, the ones with most open first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from followq.cli.input.several_people import SURELY, may_be_several, part_names, unquote
from followq.cli.interactive.talk import Offer
from followq.cli.session import Session
from followq.model.core.folding import fits
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_key, prefer_spelling, read_reference, refer_to, tell_apart
from followq.model.core.phrasing import listed
from followq.model.core.text_limits import person_name
from followq.record import NamedTuple

MOST = 6
SHORTEST_MISSPELT = 3
"""Letters from which a spelling can be called close."""
CLOSE = 0.7
"""Share of equal letters from which a name is offered; asking about it takes more (see `lookup.SIMILAR`)."""


class Known(NamedTuple):
    """Everybody, with what is open with them, read once for a conversation."""

    people: tuple[Person, ...]
    owed: dict[int, int]
    waiting: dict[int, int]

    def called(self, name: str) -> list[Person]:
        """People one of whose names, aliases or addresses is this one."""
        number, key = read_reference(name), name_key(name)
        if number is not None:
            return [person for person in self.people if person.id == number]
        return prefer_spelling([person for person in self.people if key in _names(person)], name)

    def offers(self, typed: str) -> list[Offer]:
        """Names for what was typed, the likeliest first; nothing while nothing is typed."""
        key = name_key(typed)
        return [self._offer(person, key) for person in self._likely(key)] if key else []

    def _offer(self, person: Person, key: str) -> Offer:
        # Of two people with one name each is offered in words of their own.
        words, meaning = refer_to(self.called, person), self.meaning(person, key)
        return Offer(words, meaning if words == person.name else "; ".join(filter(None, (person.name, meaning))))

    def meaning(self, person: Person, key: str = "") -> str:
        """Who that is: organisation, what is open, and the name that fits where it is another one."""
        parts = [person.organisation or ""]
        if key and not fits(name_key(person.name), key):
            other = [name for name in (*person.aliases, *person.emails) if fits(name_key(name), key)]
            parts.append(f"also {other[0]}" if other else "")
        open_ = [
            f"you owe {self.owed[person.id]}" if person.id in self.owed else "",
            f"they owe you {self.waiting[person.id]}" if person.id in self.waiting else "",
        ]
        return "; ".join(part for part in [*parts, ", ".join(part for part in open_ if part)] if part)

    def who(self, typed: str) -> str:
        """Whom a name would mean, as far as can be told without asking.

        Raises: UsageError, BadInputError.
        """
        people = self.called(typed)
        if len(people) > 1:
            return f"{listed([tell_apart(self.called, one) for one in people[:3]], 'or')}? Enter asks"
        if people:
            return self.introduced(refer_to(self.called, people[0]))
        name, is_quoted = unquote(typed)
        name, parts = person_name(name), [] if is_quoted else part_names(name)
        is_sure = SURELY in name
        if may_be_several(parts, lambda part: bool(self.called(part)), is_sure=is_sure):
            return f"{listed(parts)}, one each" if is_sure else f"{listed(parts)}? Enter asks"
        near = [offer.text for offer in self.offers(name)[:3]]
        if len(near) == 1:
            return f"Tab takes {near[0]}; Enter asks"
        return f"{listed(near, 'or')}? Tab takes one" if near else f"{name}: new"

    def introduced(self, name: str) -> str:
        """A person's name with who that is: `Ana Lopez (Harbour Foods; you owe 2)`."""
        found = self.called(name)
        meaning = self.meaning(found[0]) if found else "new"
        return f"{found[0].name if found else name}{f' ({meaning})' if meaning else ''}"

    def _likely(self, key: str) -> list[Person]:
        ranked = [(rank, person) for person in self.people if (rank := _rank(person, key)) is not None]
        ranked.sort(key=lambda pair: (pair[0], -self._open(pair[1]), pair[1].name))
        found = [person for _, person in ranked[:MOST]]
        return found or self._close(key)

    def _close(self, key: str) -> list[Person]:
        if len(key) < SHORTEST_MISSPELT:
            return []
        spellings: dict[str, list[Person]] = {}
        for person in self.people:
            for name in _names(person):
                for part in {name, *name.split(), name[: len(key)]}:
                    spellings.setdefault(part, []).append(person)
        near = difflib.get_close_matches(key, spellings, MOST, CLOSE)
        return list({person.id: person for part in near for person in spellings[part]}.values())[:MOST]

    def _open(self, person: Person) -> int:
        return self.owed.get(person.id, 0) + self.waiting.get(person.id, 0)


def everybody(session: Session) -> Known:
    """Read whom the queue knows."""
    with session.reading() as queue:
        people, followups = queue.people(), queue.open_followups()
    return Known(
        tuple(people.values()),
        _counted(followup for followup in followups if followup.is_owed),
        _counted(followup for followup in followups if followup.is_waiting),
    )


def _counted(followups: Iterable[FollowUp]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for followup in followups:
        counts[followup.person_id] = counts.get(followup.person_id, 0) + 1
    return counts


def _names(person: Person) -> list[str]:
    return [name_key(name) for name in (person.name, *person.aliases, *person.emails)]


def _rank(person: Person, key: str) -> int | None:
    # The name itself, its beginning, a later word of it, then aliases and addresses.
    own, *others = _names(person)
    if key == own or key in others:
        return 0
    if own.startswith(key):
        return 1
    if f" {key}" in own:
        return 2
    return 3 if any(fits(name, key) for name in (own, *others)) else None
