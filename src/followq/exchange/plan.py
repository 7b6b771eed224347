"""From a file's contents to what is to be brought in: pure, so that a preview and the deed are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from followq.errors import BadInputError
from followq.exchange.address_book import AddressBook, drop_repeats, make_uid, tell_shared_emails
from followq.exchange.links import drop_circles
from followq.exchange.queue_json import Document
from followq.exchange.streaming import Spool
from followq.model.core.calendar import Calendar
from followq.model.core.change import RECORDS, Change, Entry, Mark
from followq.model.core.folding import spell
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.change import Subject


LOG_HINT = "take out its log to import what is there"


class Plan(NamedTuple):
    """What an import brings: new people, people who gain something, new follow-ups, what is known already.

    `log` is filled instead when a whole queue moves, history and all, into an empty one; `forgotten` says where undo
    stops in it.
    """

    new_people: list[Person]
    changed_people: list[tuple[Person, Person]]
    followups: list[FollowUp]
    known: int
    log: Sequence[Entry] | Spool[Entry]
    notes: list[str]
    forgotten: tuple[Mark, ...] = ()


def plan_restore(document: Document) -> Plan:
    """Plan to bring a full export into an empty queue, log included.

    Raises: BadInputError when the log has a fault, or doesn't lead to the follow-ups in the file.
    """
    played = _Played(frozenset(mark.batch for mark in document.forgotten))
    for place, entry in enumerate(document.log):
        # Everything that the queue's tables would refuse, told with its place before anything is written.
        why = played.find_fault_of_place(entry) or played.play(entry.change)
        if why:
            raise BadInputError(f"log[{place}]: {why}", LOG_HINT)
    _check_marks(document, played.heads)
    if not (played.leads_to("person", document.people) and played.leads_to("followup", document.followups)):
        raise BadInputError("the file's log doesn't lead to its follow-ups", LOG_HINT)
    people: list[Any] = played.list_records("person")
    return Plan(
        new_people=people,
        changed_people=[],
        followups=played.list_records("followup"),
        known=0,
        log=document.log,
        notes=tell_shared_emails({}, people),
        forgotten=document.forgotten,
    )


def _check_marks(document: Document, heads: Mapping[int, tuple[object, ...]]) -> None:
    # A mark may have entries of its own; then the log says the same of it.
    seen: set[int] = set()
    for place, mark in enumerate(document.forgotten):
        own = (mark.at, mark.zone, "person forget")
        if mark.batch in seen or heads.get(mark.batch, own)[:3] != own:
            raise BadInputError(f"forgotten[{place}]: its batch is another one's", LOG_HINT)
        seen.add(mark.batch)


_DEFAULTS: dict[Subject, dict[str, Any]] = {
    subject: dict.fromkeys(kind._fields) | kind._field_defaults for subject, kind in RECORDS.items()
}


class _Played:
    """The records that a log has led to so far, as far as its next entry can be wrong about them."""

    def __init__(self, marked: frozenset[int]) -> None:
        self._records: dict[Subject, dict[int, dict[str, Any]]] = {"person": {}, "followup": {}}
        self._uids: set[tuple[str, Any]] = set()
        self._followups_of: Counter[Any] = Counter()
        self.heads: dict[int, tuple[object, ...]] = {}
        """Of each marked batch its time, zone and command, and the batch it takes back."""
        self._marked = marked
        self._batches: set[int] = set()
        self._seq, self._batch = 0, 0
        self._head: tuple[object, ...] = ()

    def find_fault_of_place(self, entry: Entry) -> str:
        """What is wrong with an entry's numbers, or nothing."""
        seq, batch, at, zone, command, undoes, _ = entry
        if seq <= self._seq:
            return "its seq doesn't follow the one before"
        if batch != self._batch:
            if batch < self._batch:
                return "its batch is out of order"
            if undoes is not None and undoes not in self._batches:
                return "it undoes what isn't there"
            self._batches.add(batch)
            self._head = (at, zone, command, undoes)
            if batch in self._marked:
                self.heads[batch] = self._head
        elif self._head != (at, zone, command, undoes):
            return "its batch speaks of two commands"
        self._seq, self._batch = seq, batch
        return ""

    def play(self, change: Change) -> str:
        """What is wrong with a change, or nothing; it is then played."""
        subject, number, action, fields, _ = change
        table = self._records[subject]
        if (number in table) == (action == "create"):
            return "its record is there twice, or not at all"
        record = table.setdefault(number, {})
        self._forget(subject, record)
        if action == "remove":
            del table[number]
            has_items = subject == "person" and self._followups_of[number]
            return "the person has follow-ups still" if has_items else ""
        for name, (_, new) in fields.items():
            record[name] = new
        why = self._fault_of_record(subject, record)
        self._uids.add((subject, record.get("uid")))
        if subject == "followup":
            self._followups_of[record.get("person_id")] += 1
        return why

    def leads_to(self, subject: Subject, records: Sequence[dict[str, Any]] | Spool[dict[str, Any]]) -> bool:
        """Whether these are the records at the end."""
        table, defaults = self._records[subject], _DEFAULTS[subject]
        names = defaults.keys()
        return len(records) == len(table) and all(
            defaults | table.get(record.get("id", 0), {})
            == defaults | {name: value for name, value in record.items() if name in names}
            for record in records
        )

    def list_records(self, subject: Subject) -> list[Any]:
        """The people or the follow-ups at the end."""
        defaults, make = _DEFAULTS[subject], RECORDS[subject]._make
        return [make((defaults | record).values()) for record in self._records[subject].values()]

    def _forget(self, subject: Subject, old: dict[str, Any]) -> None:
        self._uids.discard((subject, old.get("uid")))
        if old and subject == "followup":
            self._followups_of[old.get("person_id")] -= 1

    def _fault_of_record(self, subject: Subject, record: dict[str, Any]) -> str:
        needed = ("uid", "name") if subject == "person" else ("uid", "text", "ball", "since", "created_at")
        if not all(record.get(name) for name in needed):
            return f"its record lacks one of {', '.join(needed)}"
        if (subject, record["uid"]) in self._uids:
            return "its uid is there twice"
        if subject == "followup" and record.get("person_id") not in self._records["person"]:
            return "its person isn't there"
        if subject == "followup" and (record.get("status") == "open") == (record.get("closed_at") is not None):
            return "it is open with an end, or closed without one"
        return ""


def plan_merge(
    document: Document,
    people: Mapping[int, Person],
    known_uids: Mapping[str, int],
    next_person_id: int,
    next_followup_id: int,
    calendar: Calendar,
) -> Plan:
    """Plan to add a file's contents to a queue; what is in it already is left alone.

    People are recognised by uid, else by name, else by an address, unless the file itself tells the two apart;
    follow-ups by uid, which is made from their contents where the file has none, so that the same file adds nothing
    twice. `known_uids` maps the queue's uids to their ids.
    """
    book = AddressBook(people, next_person_id, calendar, document.people)
    by_file_id = {}
    for record in document.people:
        person = book.take(record)
        if "id" in record:
            by_file_id[record["id"]] = person
    new: list[FollowUp] = []
    ids: dict[int, int] = {}
    made: dict[str, int] = {}
    known = 0
    twins: Counter[str] = Counter()
    for record in document.followups:
        person = by_file_id.get(record.get("person_id")) or book.take({"name": record["person"]})
        uid = record.get("uid") or _make_uid(record, twins)
        if uid in known_uids or uid in made:
            known += 1
            if "id" in record:
                ids[record["id"]] = known_uids.get(uid) or made[uid]
            continue
        followup = _followup(record, next_followup_id + len(new), uid, person.id, calendar)
        if "id" in record:
            ids[record["id"]] = followup.id
        made[uid] = followup.id
        new.append(followup)
    wanted = sum(len(followup.blocked_by) for followup in new)
    new = _link(new, ids)
    lost = wanted - sum(len(followup.blocked_by) for followup in new)
    notes = [f"{lost} links were left out: in a circle, or to what is not in the file"] if lost else []
    if document.replaced:
        notes.append(f"{document.replaced} NUL characters were replaced")
    if document.ignored:
        notes.append(f"not known and left out: {', '.join(sorted(document.ignored)[:10])}")
    notes += [*dict.fromkeys(book.notes), *book.shared()]
    return Plan(
        new_people=list(book.new.values()),
        changed_people=book.changed(),
        followups=new,
        known=known,
        log=[],
        notes=notes,
    )


def _link(followups: list[FollowUp], ids: Mapping[int, int]) -> list[FollowUp]:
    # The file's links in the queue's numbers.
    links = drop_circles((f.id, ids[other]) for f in followups for other in f.blocked_by if other in ids)
    return [followup._replace(blocked_by=links.get(followup.id, ())) for followup in followups]


def _followup(record: dict[str, Any], followup_id: int, uid: str, person_id: int, calendar: Calendar) -> FollowUp:
    apart = ("id", "uid", "person", "person_id")
    fields = {name: drop_repeats(value) for name, value in record.items() if name not in apart}
    fields.setdefault("since", fields.get("created_at", calendar.instant))
    fields.setdefault("created_at", calendar.instant)
    if fields.get("promised"):
        fields.setdefault("first_promised", fields["promised"])
    if fields.get("status", "open") == "open":
        fields.pop("closed_at", None)
    else:
        fields.setdefault("closed_at", calendar.instant)
    if fields.get("every"):
        fields.setdefault("anchor", calendar.day_of(fields.get("promised") or fields["since"]).isoformat())
    return FollowUp(id=followup_id, uid=uid, person_id=person_id, **fields)


def _make_uid(record: dict[str, Any], twins: Counter[str]) -> str:
    source = record.get("source")
    parts = [source] if source else [spell(record["person"]), record["text"], record.get("since", "")]
    key = make_uid("followup", record.get("ball", "mine"), *parts)
    twins[key] += 1
    return key if twins[key] == 1 else make_uid(key, str(twins[key]))
