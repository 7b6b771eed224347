"""A queue in memory with its user: steps as the commands take them, for properties that hold after any of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from hypothesis import strategies as st

from followq.dates.lengths import find_next_day
from followq.errors import BadInputError, NotFoundError, UsageError
from followq.model.core import verbs
from followq.model.core.calendar import Calendar
from followq.model.core.change import invert_change, record_creation, replay
from followq.model.core.filter import Filter
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, merge_people
from followq.model.core.text_limits import one_line, require_person_name
from followq.store.file.migrations import migrate
from followq.store.records.reader import Reader
from followq.store.records.writer import Batch, find_next_to_redo, find_next_to_undo, take_back, writing
from tests.factories import calendar as fixed

ALL = Filter(status=None)
NOW = "2026-11-23T09:00:00Z"

Tables = tuple[dict[int, Person], dict[int, FollowUp]]


def in_memory() -> sqlite3.Connection:
    """An empty queue at this program's version, made as a file is made, that is no file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    return connection


def tables(reader: Reader) -> Tables:
    """Everybody and everything, by id."""
    return reader.people(), {f.id: f for f in reader.select(ALL)}


def replayed(reader: Reader) -> Tables:
    """What the log leads to."""
    return replay([entry.change for entry in reader.log()])


def rows(connection: sqlite3.Connection, sql: str) -> list[Any]:
    """The rows of a query, whole."""
    return connection.execute(sql).fetchall()


class Desk:
    """A queue and its user. The clock moves on by an hour with every command."""

    def __init__(self) -> None:
        self.connection = in_memory()
        self.reader = Reader(self.connection)
        self.hours = 0

    def do(self, command: str, deed: Callable[[Batch, Calendar], object]) -> bool:
        """One command; False when it changed nothing."""
        self.hours += 1
        calendar = fixed((datetime(2026, 11, 23, 9, tzinfo=timezone.utc) + timedelta(hours=self.hours)).isoformat())
        before = self.reader.last_batch()
        with writing(self.connection, "memory", command, calendar.instant, "UTC") as batch:
            deed(batch, calendar)
        return self.reader.last_batch() != before

    def add(self, *records: Person | FollowUp, command: str = "add") -> None:
        """One command that brings in records."""

        def bring_in(batch: Batch, _: Calendar) -> None:
            for record in records:
                batch.add(record)

        self.do(command, bring_in)

    def put(self, command: str, before: Person | FollowUp, after: Person | FollowUp, remark: str = "") -> bool:
        """One command that puts one version of a record in place of another."""
        return self.do(command, lambda batch, _: batch.put(before, after, remark))

    def take(self, step: Step) -> bool:
        """One step as its command would take it; False when it is refused or changes nothing."""
        try:
            return self.do(step.verb, lambda batch, calendar: VERBS[step.verb](batch, step, calendar))
        except (NotFoundError, UsageError, BadInputError):
            return False

    def act(self, deed: Step | str) -> bool:
        """A step, or `undo`, or `redo`; False when it changes nothing."""
        if isinstance(deed, Step):
            return self.take(deed)
        return self.undo() if deed == "undo" else self.redo()

    def undo(self) -> bool:
        """Take back the last command; False when there is none."""
        return self._take_back("undo", find_next_to_undo(self.reader))

    def redo(self) -> bool:
        """Bring back what was undone last; False when there is nothing."""
        return self._take_back("redo", find_next_to_redo(self.reader))

    def _take_back(self, command: str, target: tuple[int, str] | None) -> bool:
        return target is not None and self.do(command, lambda batch, _: take_back(batch, target[0]))

    @property
    def tables(self) -> Tables:
        """Everybody and everything, by id."""
        return tables(self.reader)


class Step(NamedTuple):
    """One command with its arguments; `who` and `which` count round what is there."""

    verb: str
    who: int
    which: int
    words: str
    days: int


def _person(batch: Batch, step: Step, calendar: Calendar) -> Person:
    name = NAMES[step.who % len(NAMES)]
    known = batch.people_called(name)
    if known:
        return known[0]
    person_id = batch.next_id("people")
    made = Person(id=person_id, uid=f"person-{person_id}", name=name, created_at=calendar.instant)
    batch.add(made)
    return made


def _one(batch: Batch, step: Step, is_fit: Callable[[FollowUp], bool] = lambda _: True) -> FollowUp:
    fit = [followup for followup in batch.select(ALL) if is_fit(followup)]
    if not fit:
        raise NotFoundError("nothing like it is there")
    return fit[step.which % len(fit)]


def _day(step: Step, calendar: Calendar) -> str:
    return (calendar.today + timedelta(days=step.days)).isoformat()


def _new(batch: Batch, person: Person, step: Step, calendar: Calendar, **fields: Any) -> FollowUp:
    number, now = batch.next_id("followups"), calendar.instant
    made = FollowUp(number, f"followup-{number}", person.id, step.words, since=now, created_at=now)._replace(**fields)
    batch.add(made)
    return made


def _add(batch: Batch, step: Step, calendar: Calendar) -> None:
    fields: dict[str, Any] = {}
    if step.days > 0:
        fields = {"promised": _day(step, calendar), "first_promised": _day(step, calendar)}
    if step.days % 2:
        fields |= {"tags": tuple({step.words: 0, "quote": 0}), "note": step.words, "effort_minutes": step.which + 1}
    _new(batch, _person(batch, step, calendar), step, calendar, **fields)


def _add_both_ways(batch: Batch, step: Step, calendar: Calendar) -> None:
    person = _person(batch, step, calendar)
    _new(batch, person, step, calendar, project=step.words)
    _new(batch, person, step, calendar, ball="theirs", since=_day(step._replace(days=-abs(step.days)), calendar))


def _add_recurring(batch: Batch, step: Step, calendar: Calendar) -> None:
    day = _day(step, calendar)
    _new(batch, _person(batch, step, calendar), step, calendar, every="1 month", anchor=day)


def _verb(
    change: Callable[[FollowUp, Step, Calendar], FollowUp],
    is_fit: Callable[[FollowUp], bool] = lambda f: f.is_open,
    *,
    says: bool = False,
) -> Verb:
    def carry_out(batch: Batch, step: Step, calendar: Calendar) -> None:
        before = _one(batch, step, is_fit)
        batch.put(before, change(before, step, calendar), step.words if says else "")

    return carry_out


def _done(batch: Batch, step: Step, calendar: Calendar) -> None:
    before = _one(batch, step, lambda f: f.is_open)
    after = verbs.close(before, calendar, "done", max(0, step.days), step.words if step.days % 2 else "")
    batch.put(before, after)
    if after.every and after.anchor:
        occurs_on = find_next_day(after.every, after.anchor, calendar.today, calendar)
        followup_id = batch.next_id("followups")
        batch.add(verbs.make_next_occurrence(after, calendar, occurs_on, followup_id, f"followup-{followup_id}"))


def _hand(batch: Batch, step: Step, calendar: Calendar) -> None:
    before = _one(batch, step)
    work = _new(batch, _person(batch, step, calendar), step, calendar, ball="theirs")
    batch.put(before, before._replace(blocked_by=(*before.blocked_by, work.id)))


def _move(batch: Batch, step: Step, calendar: Calendar) -> None:
    before = _one(batch, step)
    batch.put(before, before._replace(person_id=_person(batch, step, calendar).id))


def _rename(batch: Batch, step: Step, calendar: Calendar) -> None:
    before = _person(batch, step, calendar)
    name = require_person_name(step.words)
    if not batch.people_called(name):
        batch.put(before, before._replace(name=name, aliases=(*before.aliases, before.name)))


def _know(batch: Batch, step: Step, calendar: Calendar) -> None:
    before = _person(batch, step, calendar)
    address = f"{before.id}.{step.which}@example.com"
    others = tuple(mail for mail in before.emails if mail != address)
    emails = others if address in before.emails else (*others, address)
    batch.put(before, before._replace(emails=emails, note=step.words, reply_target_days=abs(step.days)))


def _merge(batch: Batch, step: Step, calendar: Calendar) -> None:
    gone, into = _person(batch, step, calendar), _person(batch, step._replace(who=step.who + 1), calendar)
    if gone.id == into.id:
        raise UsageError("both are one already")
    for followup in batch.select(Filter(status=None, person_id=gone.id)):
        batch.put(followup, followup._replace(person_id=into.id))
    batch.apply([invert_change(record_creation(gone))])
    batch.put(into, merge_people(into, gone))


Verb = Callable[[Batch, Step, Calendar], None]

NAMES = ("Ana Lopez", "Tom Baker", "Ängström, Åsa", "李雷", 'O\'Neil "Kit"')
VERBS: dict[str, Verb] = {
    "add": _add,
    "add both ways": _add_both_ways,
    "add recurring": _add_recurring,
    "told": _verb(lambda f, step, now: verbs.tell(f, now, _day(step, now) if step.days > 3 else None), says=True),
    "promise": _verb(lambda f, step, now: verbs.promise(f, _day(step, now) if step.days else None, now)),
    "toss": _verb(lambda f, step, now: verbs.toss(f, now, step.words if step.days > 0 else "", _day(step, now))),
    "nudge": _verb(lambda f, _, now: verbs.nudge(f, now), lambda f: f.is_waiting),
    "snooze": _verb(lambda f, step, now: verbs.snooze(f, now, _day(step._replace(days=abs(step.days) + 1), now))),
    "done": _done,
    "drop": _verb(lambda f, _, now: verbs.close(f, now, "dropped"), says=True),
    "reopen": _verb(lambda f, *_: verbs.reopen(f), lambda f: not f.is_open),
    "note": _verb(lambda f, step, _: verbs.add_note(f, step.words)),
    "say": _verb(lambda f, *_: f, says=True),
    "edit": _verb(lambda f, step, _: f._replace(text=step.words, tags=(step.words,), project=None)),
    "tag": _verb(lambda f, step, _: f._replace(tags=tuple(dict.fromkeys((*f.tags, step.words))))),
    "project": _verb(lambda f, step, _: f._replace(project=step.words)),
    "hand": _hand,
    "move": _move,
    "rename": _rename,
    "know": _know,
    "person merge": _merge,
}

AWKWARD = (
    "quote", "Send the quote", 'say "hello"', "a','b", '["x","y"]', "back\\slash", "100%", "naïve café", "Straße",
    "zero\u200bwidth", "\u202eevil", "<b>", "[red]", "'; DROP TABLE people; --", "e\u0301te", "😀", "{}", "null", "42",
)  # fmt: skip


def _storable_line(text: str) -> str:
    try:
        return one_line(text)
    except (UsageError, BadInputError):
        return "quote"


def words() -> st.SearchStrategy[str]:
    """Text as the commands let it through, odd characters included."""
    anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
    return st.one_of(st.sampled_from(AWKWARD), anything.map(_storable_line))


def steps(only: Sequence[str] = tuple(VERBS)) -> st.SearchStrategy[Step]:
    """Any one command; adding comes more often, as the others need something to act on."""
    verb = st.sampled_from(("add", "add both ways", *only, "add"))
    return st.builds(Step, verb, st.integers(0, 4), st.integers(0, 7), words(), st.integers(-3, 9))


def some_steps() -> st.SearchStrategy[list[Step]]:
    """Some commands, one after another."""
    return st.lists(steps(), min_size=1, max_size=25)


def deeds(most: int = 25) -> st.SearchStrategy[list[Step | str]]:
    """Commands with undo and redo among them."""
    return st.lists(st.one_of(steps(), steps(), st.sampled_from(("undo", "undo", "redo"))), max_size=most)
