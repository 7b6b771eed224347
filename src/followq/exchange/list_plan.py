"""From another program's list to what is to be added, changed and closed: pure, so that a preview and the deed are one.

What a list brought carries its source, `FORMAT:KEY` or `FORMAT/LIST:KEY`, and is found again by it. Each field is
compared in three ways: what the list says now, what it said when it was last imported (the log knows), and what stands
in the queue. What only the list changed is taken; what the user changed stays, unless they say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from followq.errors import FollowqError
from followq.exchange import fields
from followq.exchange.address_book import AddressBook, make_uid
from followq.exchange.links import drop_circles
from followq.exchange.source import Found, Passed, Refusal, SourceItem, SourcePerson
from followq.model.core import verbs
from followq.model.core.calendar import Calendar
from followq.model.core.change import Entry
from followq.model.core.followup import TEXT_LIMIT, FollowUp
from followq.model.core.link import SCHEMES, read_link
from followq.model.core.person import Person, name_key
from followq.model.core.text_limits import one_line, require_person_name
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Brought = Mapping[str, Any]

COMMAND = "import"
CLOSED_THERE = "closed there"
MYSELF, SOMEBODY = "Myself", "Somebody"
"""With whom things are that name nobody: what the user owes, and what they wait for."""

_EXPORTED: Mapping[str, Any] = {"status": "open", "tags": (), "blocked_by": ()}
LONGEST_LOCAL = 9
"""Digits from which a number is an id that no other list gives."""

_HEX = re.compile(r"[0-9a-f]{32}", re.ASCII)
_BROUGHT = (
    "status", "ball", "person_id", "text", "promised", "snoozed_until", "project", "tags", "note", "every",
    "effort_minutes", "blocked_by",
)  # fmt: skip
"""Fields that a list may change later, in the order in which they are carried out."""


class ListName(NamedTuple):
    """Where a list comes from: the format's name, and the list's own, empty for the only one."""

    format: str
    list: str = ""

    def source(self, key: str) -> str:
        """What a follow-up's `source` says of an item."""
        return f"{self.format}/{self.list}:{key}" if self.list else f"{self.format}:{key}"


class KnownQueue(NamedTuple):
    """What the plan has to know of the queue.

    `sourced` is what lists of this format brought, `by_uid` finds any follow-up; `log_of` gives what happened to one.
    """

    people: Mapping[int, Person]
    sourced: Sequence[FollowUp]
    by_uid: Callable[[str], FollowUp | None]
    log_of: Callable[[int], Sequence[Entry]]
    blocked: Mapping[int, tuple[int, ...]]
    next_person_id: int
    next_followup_id: int


class Decisions(NamedTuple):
    """What the user says to a plan.

    `person` is for items that name nobody. With `is_all` what is closed in the list is imported too, as history;
    `takes_theirs` overwrites what was changed on both sides, `closes_gone` closes what the list doesn't have any more.
    """

    person: str = ""
    is_all: bool = False
    takes_theirs: bool = False
    closes_gone: bool = False


class Changed(NamedTuple):
    """A follow-up before and after, with the fields that differ and the line that says so."""

    before: FollowUp
    after: FollowUp
    fields: tuple[str, ...]
    line: int


class ListPlan(NamedTuple):
    """What importing a list does. `kept` is what both sides changed; `gone` what the list doesn't have any more."""

    new_people: list[Person]
    changed_people: list[tuple[Person, Person]]
    added: list[tuple[FollowUp, SourceItem]]
    changed: list[Changed]
    closed: list[Changed]
    gone: list[FollowUp]
    kept: list[Changed]
    known: int
    passed: list[Passed]
    refused: list[Refusal]
    notes: list[str]

    @property
    def has_something(self) -> bool:
        """Whether there is anything to write."""
        return any((self.new_people, self.changed_people, self.added, self.changed, self.closed))


def plan_list(
    found: Iterable[Found], name: ListName, queue: KnownQueue, decisions: Decisions, calendar: Calendar
) -> ListPlan:
    """Plan to import a list; the same list again plans nothing."""
    return _Planner(name, queue, decisions, calendar).plan(found)


class _Planner:
    def __init__(self, name: ListName, queue: KnownQueue, decisions: Decisions, calendar: Calendar) -> None:
        self._name = name
        self._queue = queue
        self._decisions = decisions
        self._calendar = calendar
        self._known: dict[str, list[FollowUp]] = {}
        for followup in queue.sourced:
            self._known.setdefault(_key(followup), []).append(followup)
        self._lines: dict[str, int] = {}
        self._unnamed = 0
        self._cut = 0
        self._plan = ListPlan(
            new_people=[],
            changed_people=[],
            added=[],
            changed=[],
            closed=[],
            gone=[],
            kept=[],
            known=0,
            passed=[],
            refused=[],
            notes=[],
        )

    def plan(self, found: Iterable[Found]) -> ListPlan:
        plan = self._plan  # its lists are filled; `known` alone is replaced
        people: list[SourcePerson] = []
        items: list[SourceItem] = []
        for one in found:
            if isinstance(one, SourceItem):
                items += self._checked(one)
            elif isinstance(one, SourcePerson):
                people += self._checked_person(one)
            elif isinstance(one, Refusal):
                plan.refused.append(one)
            else:
                plan.passed.append(one)
        book = AddressBook(
            self._queue.people, self._queue.next_person_id, self._calendar, [dict(one.fields) for one in people]
        )
        for one in people:
            book.take(dict(one.fields))
        self._match(items, book)
        self._find_gone(items)
        if self._unnamed:
            plan.notes.append(self._tell_unnamed())
        lost = [one for one in items if one.lost]
        if lost:
            more = f", and {len(lost) - 1} more" if len(lost) > 1 else ""
            plan.notes.append(f"line {lost[0].line}: {lost[0].lost} is none that followq has, and is left out{more}")
        if self._cut:
            plan.notes.append(f"{self._cut} notes were longer than {TEXT_LIMIT:,} characters and were cut")
        plan.notes.extend((*dict.fromkeys(book.notes), *book.shared()))
        return self._plan._replace(new_people=list(book.new.values()), changed_people=book.changed())

    def _checked_person(self, one: SourcePerson) -> Iterator[SourcePerson]:
        note = _storable(str(one.fields.get("note", "")))
        if len(note) > TEXT_LIMIT:
            self._cut += 1
            one = one._replace(fields={**one.fields, "note": note[: TEXT_LIMIT - 1] + "…"})
        try:
            checked = {name: fields.PERSON[name](value, self._calendar) for name, value in one.fields.items()}
        except (FollowqError, ValueError) as err:
            self._plan.refused.append(Refusal(one.line, _reason(err), str(one.fields.get("name", ""))))
        else:
            yield one._replace(fields=checked)

    def _checked(self, item: SourceItem) -> Iterator[SourceItem]:
        # One bad item is refused with its line; the others are imported.
        if item.key in self._lines:
            why = f"the same id as in line {self._lines[item.key]}"
            self._plan.refused.append(Refusal(item.line, why, item.text))
            return
        self._lines[item.key] = item.line
        note = _storable(item.note or "").strip()
        if len(note) > TEXT_LIMIT:
            note = note[: TEXT_LIMIT - 1] + "…"
            self._cut += 1
        try:
            name = require_person_name(_storable(item.person)) if item.person.strip() else ""
            yield item._replace(
                text=one_line(_storable(item.text)),
                person=name or self._name_of_nobody(item),
                is_named=bool(name),
                key=one_line(_storable(item.key)),
                project=one_line(_storable(item.project)) if item.project and item.project.strip() else None,
                tags=tuple(dict.fromkeys(one_line(_storable(tag)) for tag in item.tags if tag.strip())),
                note=note or None,
                aliases=tuple(require_person_name(_storable(alias)) for alias in item.aliases) if name else (),
                emails=tuple(email for email in item.emails if email.count("@") == 1),
            )
        except FollowqError as err:
            self._plan.refused.append(Refusal(item.line, _reason(err), item.text))

    def _name_of_nobody(self, item: SourceItem) -> str:
        return self._decisions.person or (MYSELF if item.ball == "mine" else SOMEBODY)

    def _tell_unnamed(self) -> str:
        where = self._decisions.person or f"{MYSELF}, or {SOMEBODY} where you wait"
        hint = "" if self._decisions.person else "; --person NAME says another, --map person=WHERE where names are"
        return f"{self._unnamed} name nobody: they are noted with {where}{hint}"

    def _match(self, items: list[SourceItem], book: AddressBook) -> None:
        plan, ids, wanted = self._plan, {}, []
        next_id = self._queue.next_followup_id
        new: list[tuple[FollowUp, SourceItem]] = []
        old: list[tuple[FollowUp, SourceItem]] = []
        for item in items:
            known = self._find(item)
            if known is None and item.status != "open" and not self._decisions.is_all:
                plan.passed.append(Passed(item.line, CLOSED_THERE, item.text))
                continue
            if known is None:
                person = self._person(item, book)
                self._unnamed += not item.is_named
                followup = _make(item, next_id + len(new), person.id, self._name, self._calendar)
                new.append((followup, item))
                ids[item.key] = followup.id
            else:
                old.append((known, item))
                ids[item.key] = known.id
        for followup, item in (*new, *old):
            wanted += [(followup.id, ids[key]) for key in item.blocked_by if key in ids]
        theirs = {followup.id for followup, _ in (*new, *old)}
        present = {number: links for number, links in self._queue.blocked.items() if number not in theirs}
        links = drop_circles(wanted, present)
        plan.added.extend((followup._replace(blocked_by=links.get(followup.id, ())), item) for followup, item in new)
        for followup, item in old:
            self._compare(followup, item, links.get(followup.id, ()), book)

    def _person(self, item: SourceItem, book: AddressBook) -> Person:
        # Who is known by what they are called there is that person, whatever name stands beside it.
        names = dict.fromkeys((item.person, *item.aliases))
        name = next((name for name in names if book.knows(name)), item.person)
        record: dict[str, Any] = {"name": name}
        others = tuple(other for other in names if name_key(other) != name_key(name) and not book.knows(other))
        for field, values in (("emails", item.emails), ("aliases", others)):
            if values:
                record[field] = values
        return book.take(record)

    def _find(self, item: SourceItem) -> FollowUp | None:
        # A number may name another thing in another list; a longer id names the same one everywhere.
        candidates = self._known.get(item.key, [])
        here = [one for one in candidates if _list_of(one) == self._name.list]
        elsewhere = [one for one in candidates if not is_local(item.key) or one.text == item.text]
        uid = _uid_of(item.key)
        return next(iter((*here, *elsewhere)), None) or (self._queue.by_uid(uid) if uid else None)

    def _compare(self, known: FollowUp, item: SourceItem, blockers: tuple[int, ...], book: AddressBook) -> None:
        # Where nobody is named, whoever was found for it stays.
        person = self._person(item, book) if item.is_named or self._decisions.person else None
        theirs: Brought = _brought(item, person.id if person else known.person_id, blockers, known, self._calendar)
        differing = [name for name in _BROUGHT if theirs[name] != getattr(known, name)]
        # What was never imported comes from this queue's own export: what is closed there is closed, what is empty here
        # is filled in, and whatever else differs may have been changed on either side.
        base = (_last_imported(self._queue.log_of(known.id)) or _EXPORTED) if differing else {}
        is_closed_here = not known.is_open and (item.status != "open" or base.get("status") == "open")
        if not differing or is_closed_here:
            self._count_known()
            return
        taken = [name for name in differing if theirs[name] != base.get(name)]
        free = [name for name in taken if getattr(known, name) == base.get(name) or self._decisions.takes_theirs]
        clash = tuple(name for name in taken if name not in free)
        after = self._carried_out(known, {name: theirs[name] for name in free}, item)
        if clash:
            self._plan.kept.append(
                Changed(before=known, after=self._carried_out(known, theirs, item), fields=clash, line=item.line)
            )
        if after == known:
            self._count_known()
        elif known.is_open and not after.is_open:
            self._plan.closed.append(Changed(before=known, after=after, fields=("status",), line=item.line))
        else:
            self._plan.changed.append(Changed(before=known, after=after, fields=tuple(free), line=item.line))

    def _count_known(self) -> None:
        self._plan = self._plan._replace(known=self._plan.known + 1)

    def _carried_out(self, known: FollowUp, new: Brought, item: SourceItem) -> FollowUp:
        after, calendar = known, self._calendar
        if "status" in new:
            if after.is_open and new["status"] != "open":
                return _closed(after, item, calendar)
            if not after.is_open and new["status"] == "open":
                after = verbs.reopen(after)
            elif not after.is_open:
                return after._replace(status=new["status"])
        if "ball" in new and after.is_open:
            since = _begun(item, calendar)
            after = verbs.toss(after, calendar)._replace(since=max(since, after.since) if item.since else since)
            new = {"promised": item.due, "snoozed_until": item.hidden_until, **new}
        if "promised" in new:
            after = verbs.promise(after, new["promised"], calendar)
        rest = {name: value for name, value in new.items() if name not in ("status", "ball", "promised")}
        if "every" in rest:
            day = after.promised or after.since
            rest["anchor"] = calendar.day_of(day).isoformat() if rest["every"] else None
        return after._replace(**rest)

    def _find_gone(self, items: list[SourceItem]) -> None:
        there = {item.key for item in items} | self._lines.keys()
        for followup in self._queue.sourced:
            if followup.is_open and _list_of(followup) == self._name.list and _key(followup) not in there:
                if self._decisions.closes_gone:
                    after = verbs.close(followup, self._calendar)
                    self._plan.closed.append(Changed(before=followup, after=after, fields=("status",), line=0))
                else:
                    self._plan.gone.append(followup)


def _storable(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _reason(err: Exception) -> str:
    return getattr(err, "message", str(err))


def _key(followup: FollowUp) -> str:
    return (followup.source or "").partition(":")[2]


def _list_of(followup: FollowUp) -> str:
    return (followup.source or "").partition(":")[0].partition("/")[2]


def _uid_of(key: str) -> str:
    # A UUID is a uid, in lists that followq wrote the very one of the follow-up.
    bare = key.replace("-", "").lower()
    return bare if _HEX.fullmatch(bare) else ""


def is_local(key: str) -> bool:
    """Whether a key is a mere number within its list."""
    return len(key) < LONGEST_LOCAL and key.partition(".")[0].isdecimal()


def _begun(item: SourceItem, calendar: Calendar) -> str:
    return item.since if item.since and calendar.has_come(item.since) else calendar.instant


def _make(item: SourceItem, followup_id: int, person_id: int, name: ListName, calendar: Calendar) -> FollowUp:
    source = name.source(item.key)
    hidden = item.hidden_until
    meant = source if is_local(item.key) else name.format
    made = FollowUp(
        id=followup_id,
        uid=_uid_of(item.key) or make_uid("followup", meant, item.key),
        person_id=person_id,
        text=item.text,
        ball=item.ball,
        since=_begun(item, calendar),
        promised=item.due,
        first_promised=item.due,
        snoozed_until=hidden if hidden and not calendar.has_come(hidden) else None,
        effort_minutes=item.effort_minutes,
        project=item.project,
        tags=item.tags,
        note=item.note,
        every=item.every,
        anchor=calendar.day_of(item.due or _begun(item, calendar)).isoformat() if item.every else None,
        source=source,
        link=_find_link(item),
        created_at=calendar.instant,
    )
    return made if item.status == "open" else _closed(made, item, calendar)


def _find_link(item: SourceItem) -> str | None:
    # What opens a page or a mail; anything else that stands there is no link. An id may look like a mail's.
    for text in (item.link, item.key if item.key.startswith(SCHEMES) else ""):
        if text:
            with suppress(FollowqError):
                return read_link(text)
    return None


def _closed(followup: FollowUp, item: SourceItem, calendar: Calendar) -> FollowUp:
    at = item.closed_at
    is_sane = at is not None and calendar.start_of(followup.since) <= at <= calendar.instant
    return verbs.close(followup, calendar.as_of(at) if is_sane and at else calendar, item.status)


def _brought(
    item: SourceItem, person_id: int, blockers: tuple[int, ...], known: FollowUp, calendar: Calendar
) -> Brought:
    hidden = item.hidden_until
    is_over = hidden is None or calendar.has_come(hidden)
    was_over = known.snoozed_until is None or calendar.has_come(known.snoozed_until)
    return {
        "status": item.status,
        "ball": item.ball,
        "person_id": person_id,
        "text": item.text,
        "promised": item.due,
        "snoozed_until": known.snoozed_until if is_over and was_over else None if is_over else hidden,
        "project": item.project,
        "tags": item.tags,
        "note": item.note,
        "every": item.every,
        "effort_minutes": item.effort_minutes,
        "blocked_by": blockers,
    }


def _last_imported(log: Sequence[Entry]) -> Mapping[str, Any] | None:
    """Each field as an import left it last, imports that were undone not counted; None where none ever did."""
    commands = {entry.batch: entry for entry in log}

    def is_import(entry: Entry) -> bool:
        while entry.undoes is not None and entry.undoes in commands:
            entry = commands[entry.undoes]
        return entry.command == COMMAND

    base: dict[str, Any] | None = None
    for entry in log:
        if is_import(entry):
            new = {name: value for name, (_, value) in entry.change.fields.items()}
            if base is None or entry.change.action == "create":
                base = {"tags": (), "blocked_by": ()}
            base |= new
    return base
