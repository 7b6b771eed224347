"""Everybody as a conversation knows them: what to offer for a few typed letters, and whom they mean so far."""

from __future__ import annotations

from collections.abc import Iterable

from followq.cli.context import Context
from followq.cli.input.lookup import read_name
from followq.cli.input.person_search import CLOSE, find_similar, search_people
from followq.cli.interactive.talk import Offer
from followq.model.core.folding import match, words_of
from followq.model.core.followup import FollowUp
from followq.model.core.person import People, Person, name_key, prefer_spelling, read_reference, refer_to
from followq.model.core.phrasing import join_list
from followq.record import NamedTuple

MOST = 6
MOST_TOLD = 3
SHORTEST_MISSPELT = 3
"""Letters from which a spelling can be called close."""


class Known(NamedTuple):
    """Everybody and their names, with what is open with them, read once for a conversation: a `Directory`."""

    everybody: People
    keys: list[tuple[str, int]]
    owed: dict[int, int]
    waiting: dict[int, int]

    def people_called(self, name: str) -> list[Person]:
        """See `Reader.people_called`."""
        number, key = read_reference(name), name_key(name)
        ids = {number} if number is not None else {i for known, i in self.keys if known == key}
        return prefer_spelling([self.everybody[i] for i in sorted(ids) if i in self.everybody], name)

    def names(self) -> list[tuple[str, int]]:
        """See `Reader.names`."""
        return self.keys

    def people(self, ids: Iterable[int]) -> People:
        """See `Reader.people`."""
        return People((number, self.everybody[number]) for number in ids)

    def offers(self, typed: str) -> list[Offer]:
        """Names for what was typed, the likeliest first: whom a command would take it for, else close spellings."""
        key = name_key(typed)
        if not key:
            return []
        found = [*self.people_called(typed), *search_people(self, typed, order=self._order)]
        if not found and len(key) >= SHORTEST_MISSPELT:
            found = list(self.people(find_similar(self, typed, CLOSE, MOST, is_beginning=True)).values())
        likely = list({person.id: person for person in found}.values())[:MOST]
        return [self._offer(person, key) for person in likely]

    def _order(self, person: Person) -> tuple[int, str]:
        return -self.owed.get(person.id, 0) - self.waiting.get(person.id, 0), person.name

    def _offer(self, person: Person, key: str) -> Offer:
        # Of two people with one name each is offered in words of their own.
        words, meaning = refer_to(self.people_called, person), self.meaning(person, key)
        return Offer(words, meaning if words == person.name else "; ".join(filter(None, (person.name, meaning))))

    def meaning(self, person: Person, key: str = "") -> str:
        """Who that is: organisation, what is open, and the name that fits where it is another one."""
        parts = [person.organisation or ""]
        if key and not _has(person.name, key):
            other = [name for name in (*person.aliases, *person.emails) if _has(name, key)]
            parts.append(f"also {other[0]}" if other else "")
        open_ = [
            f"you owe {self.owed[person.id]}" if person.id in self.owed else "",
            f"they owe you {self.waiting[person.id]}" if person.id in self.waiting else "",
        ]
        return "; ".join(part for part in [*parts, ", ".join(part for part in open_ if part)] if part)

    def who(self, typed: str) -> str:
        """Whom a name would mean, as far as can be told without asking.

        Raises: NotFoundError, UsageError, BadInputError.
        """
        reading = read_name(self, typed)
        if reading.is_known:
            return self.introduced(reading.name)
        if reading.parts:
            who = join_list(list(reading.parts))
            return f"{who}, one each" if reading.is_certain else f"{who}? Enter asks"
        if not reading.is_new:
            return f"{join_list([one.shown for one in reading.choices[:MOST_TOLD]], 'or')}? Enter asks"
        offered = [offer.text for offer in self.offers(reading.name)[:MOST_TOLD]]
        if len(offered) == 1:
            asks = "asks" if reading.choices or reading.near else "adds a new person"
            return f"Tab takes {offered[0]}; Enter {asks}"
        return f"{join_list(offered, 'or')}? Tab takes one" if offered else f"{reading.name}: new"

    def introduced(self, name: str) -> str:
        """A person's name with who that is: `Ana Lopez (Harbour Foods; you owe 2)`."""
        found = self.people_called(name)
        meaning = self.meaning(found[0]) if found else "new"
        return f"{found[0].name if found else name}{f' ({meaning})' if meaning else ''}"


def everybody(context: Context) -> Known:
    """Read whom the queue knows."""
    with context.reading() as queue:
        people, names, followups = queue.people(), queue.names(), queue.open_followups()
    return Known(
        people,
        names,
        owed=_counted(followup for followup in followups if followup.is_owed),
        waiting=_counted(followup for followup in followups if followup.is_waiting),
    )


def _has(name: str, key: str) -> bool:
    return match(words_of(name_key(name)), words_of(key)) is not None


def _counted(followups: Iterable[FollowUp]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for followup in followups:
        counts[followup.person_id] = counts.get(followup.person_id, 0) + 1
    return counts
