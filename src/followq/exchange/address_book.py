"""Who the people in a file are: those of the queue, by uid, name or address, or new ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from followq.hints import command
from followq.model.core.calendar import Calendar
from followq.model.core.folding import spell
from followq.model.core.person import Person, find_shared_emails, name_key, name_keys, prefer_spelling, refer_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_NAMED = 5


class AddressBook:
    """People by uid and name, with those that are new or gained something."""

    def __init__(
        self, people: Mapping[int, Person], next_id: int, calendar: Calendar, records: Sequence[dict[str, Any]]
    ) -> None:
        self.notes: list[str] = []
        self._before = people
        self._named = {name_key(record["name"]) for record in records}
        self._listed = {record["uid"] for record in records if "uid" in record}
        self._next_id = next_id
        self._calendar = calendar
        self._people = dict(people)
        self.new: dict[int, Person] = {}
        self._ids: dict[str, list[int]] = {}
        self._uids: dict[str, int] = {}
        for person in people.values():
            self._index(person)

    def _index(self, person: Person) -> None:
        self._uids[person.uid] = person.id
        for key in name_keys(person):
            ids = self._ids.setdefault(key, [])
            if person.id not in ids:
                ids.append(person.id)

    def _called(self, name: str) -> list[Person]:
        return prefer_spelling([self._people[i] for i in self._ids.get(name_key(name), ())], name)

    def knows(self, name: str) -> bool:
        """Whether anybody is found by this name."""
        return bool(self._ids.get(name_key(name)))

    def _by_name(self, name: str, uid: str | None) -> int | None:
        # Two whom the file knows by their uids are two people, however alike their names are.
        found = [who for who in self._called(name) if uid is None or who.uid not in self._listed]
        if len(found) > 1:
            others = " or ".join(refer_to(self._called, person) for person in found[:5])
            self.notes.append(f"{name} may be {others}: taken for the first; {command('undo')} takes it back")
        return found[0].id if found else None

    def _by_address(self, record: dict[str, Any]) -> int | None:
        # Nor are two one for their address where the file has both.
        for email in record.get("emails", ()):
            for person in self._called(email):
                is_listed = name_key(person.name) in self._named or person.uid in self._listed
                if not is_listed:
                    self.notes.append(f"{record['name']} is taken for {person.name}: both have {email}")
                    return person.id
        return None

    def shared(self) -> list[str]:
        """What to say of addresses that several people have from now on."""
        return tell_shared_emails(find_shared_emails(self._before.values()), self._people.values())

    def take(self, record: dict[str, Any]) -> Person:
        """The person a record speaks of, made where nobody fits; known ones gain addresses and aliases."""
        uid = record.get("uid") or make_uid("person", spell(record["name"]))
        person_id = self._uids.get(uid)
        if person_id is None:
            name, told = record["name"], record.get("uid")
            person_id = self._by_name(name, told) or self._by_address(record) or self._by_name(_bare(name), told)
        if person_id is None:
            person_id = self._next_id + len(self.new)
            given = {name: drop_repeats(value) for name, value in record.items() if name not in ("id", "uid")}
            given.setdefault("created_at", self._calendar.instant)
            person = Person(id=person_id, uid=uid, **given)
            self.new[person_id] = person
        else:
            person = _merge(self._people[person_id], record)
            if person_id in self.new:
                self.new[person_id] = person
        self._people[person_id] = person
        self._index(person)
        return person

    def changed(self) -> list[tuple[Person, Person]]:
        """Those of the queue that gain something, before and after."""
        return [(before, self._people[i]) for i, before in self._before.items() if self._people[i] != before]


def tell_shared_emails(before: Mapping[str, list[Person]], people: Iterable[Person]) -> list[str]:
    """What to say of addresses that more people have than before."""
    notes = []
    for email, owners in find_shared_emails(people).items():
        if len(owners) > len(before.get(email, ())):
            names = " and ".join(person.name for person in owners[:MOST_NAMED])
            join = command("person", "merge", of=(owners[1].name, owners[0].name))
            notes.append(f"{email} belongs to {names}; if they are one person: {join}")
    more = len(notes) - MOST_NAMED
    return [*notes[:MOST_NAMED], f"{more} more addresses belong to several people"] if more > 0 else notes


def drop_repeats(value: Any) -> Any:
    """A list that says each thing once, whoever wrote the file; anything else as it is."""
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else value


def _bare(name: str) -> str:
    # "Ana Lopez (sales)" is Ana Lopez, where there is one: what stands in parentheses is a comment (RFC 5322).
    head, opening, _ = name.partition(" (")
    return head if opening and name.endswith(")") else name


def _merge(person: Person, record: dict[str, Any]) -> Person:
    gained: dict[str, Any] = {}
    for name in ("aliases", "emails", "phones"):
        have = getattr(person, name)
        gained[name] = have + tuple(value for value in drop_repeats(record.get(name, ())) if value not in have)
    for name in ("organisation", "channel", "note", "reply_target_days", "keep_informed_days"):
        if getattr(person, name) is None and name in record:
            gained[name] = record[name]
    if name_key(record["name"]) not in name_keys(person):
        gained["aliases"] = (*gained["aliases"], record["name"])
    return person._replace(**gained)


def make_uid(*parts: str) -> str:
    """A uid made of what it stands for."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
