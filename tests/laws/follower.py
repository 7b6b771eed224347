"""Follows a user's queue through its log, and holds every call to the laws that need no expectation."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from hypothesis.stateful import RuleBasedStateMachine

from followq.render import jsondoc
from tests.laws import contract, model, state
from tests.laws.driver import Answer, User
from tests.laws.state import Batch, Contents, Entry, Player, Row, Tables

GIVES_NO_UNDO = ("undo", "redo", "import", "person forget")
"""What says nothing of undo though it may have written: it took something back itself, or there is none."""


class Stacks:
    """Undo and redo as everybody knows them from a text editor."""

    def __init__(self) -> None:
        self.now = Tables({}, {})
        self.done: list[Tables] = []
        self.commands: list[str] = []
        self.has_forgotten = False
        self.undone: list[Tables] = []

    def act(self, after: Tables, command: str) -> None:
        """Something new was done."""
        self.commands = [*self.commands[: len(self.done)], command]
        self.done.append(self.now)
        self.undone.clear()
        self.now = after

    def undo(self) -> None:
        """One step back."""
        assert self.done, "nothing was left to undo"
        self.undone.append(self.now)
        self.now = self.done.pop()

    def redo(self) -> None:
        """One step forward again."""
        assert self.undone, "nothing was left to redo"
        self.done.append(self.now)
        self.now = self.undone.pop()

    def forget(self, after: Tables) -> None:
        """Nothing before this can be taken back any more."""
        self.done.clear()
        self.undone.clear()
        self.now = after
        self.has_forgotten = True

    def before_tosses(self, number: int, now: model.Thing) -> model.Thing:
        """A thing as it was before its ball changed sides by a toss that stands."""
        states = [*self.done, self.now]
        for place, command in enumerate(self.commands[: len(self.done)]):
            before, after = (state.followups.get(number) for state in states[place : place + 2])
            if command == "toss" and before and after and before["ball"] != after["ball"]:
                return now._replace(text=before["text"], ball=before["ball"], promised=before["promised"])
        return now


class Follower(RuleBasedStateMachine):
    """The machine's memory and its laws; the rules are in `machine.Laws`."""

    def __init__(self) -> None:
        super().__init__()
        self.is_started = False
        self.has_failed = False

    def start(self, zone: str) -> None:
        """An empty queue, somewhere in the world."""
        self.user = User(zone)
        self.contents = state.NOTHING
        self.before = state.NOTHING
        self.stacks = Stacks()
        self.player = Player()
        self.given = {"person": 0, "followup": 0}
        self.uids: dict[tuple[str, int], str] = {}
        self.last: tuple[str, ...] = ()
        self.is_stale = False
        self.is_started = True

    def end(self) -> None:
        """Take the queue away."""
        self.is_started = False
        self.user.close()

    @property
    def things(self) -> model.Things:
        """What the queue holds, as its user sees it."""
        return model.things(self.contents.tables)

    @property
    def next_number(self) -> int:
        """The id that the next follow-up gets: ids are never given twice."""
        return self.given["followup"] + 1

    def called(self, name: str) -> set[int]:
        """Ids of the people who go by this name."""
        return {number for key, number in state.names_of(self.contents.tables.people) if key == state.key_of(name)}

    def is_one(self, name: str, other: str) -> bool:
        """Whether two names are one person's."""
        return state.key_of(name) == state.key_of(other) or bool(self.called(name) & self.called(other))

    def is_unclear(self, argv: list[str]) -> bool:
        """Whether one of the names in a call is borne by several people."""
        return any(len(self.called(word)) > 1 for word in argv)

    def person(self, number: int) -> Row:
        """A person's record."""
        return self.contents.tables.people[number]

    def person_before(self, number: int) -> Row:
        """A person's record before the last call."""
        return self.before.tables.people[number]

    def do(
        self,
        *argv: str,
        stdin: bytes | None = None,
        is_terminal: bool = False,
        changes: bool = True,
        expect: int | None = None,
    ) -> tuple[Answer, dict[str, Any] | None]:
        """Call followq and hold what it did to the laws; with `changes` off it must not write at all."""
        try:
            return self._do(argv, stdin, is_terminal, changes, expect)
        except BaseException:
            self.has_failed = True
            raise

    def _do(
        self, argv: tuple[str, ...], stdin: bytes | None, is_terminal: bool, changes: bool, expect: int | None
    ) -> tuple[Answer, dict[str, Any] | None]:
        bytes_before, settings_before = _bytes(self.user.db), _bytes(self.user.config)
        answer = self.user.call(*argv, stdin=stdin or b"", is_terminal=is_terminal)
        assert not self.user.crashed, (argv, answer, self.user.crashed)
        if stdin is None and changes:
            self.last = argv
        document = None
        if is_terminal:
            assert answer.code in (*contract.EXIT_CODES,), (argv, answer)
        else:
            document = contract.check(argv, answer, self.user.instant)
        if expect is not None:
            assert answer.code == expect, (argv, answer)
        reads = stdin is not None or argv[:1] == ("add",) or argv[:2] == ("import", "-") or is_terminal
        assert reads or not answer.asked, f"{argv} read what was piped to somebody else"
        self.before, self.contents = self.contents, state.contents(self.user.db)
        if (answer.code and not is_terminal) or not changes:
            assert _same_queue(bytes_before, _bytes(self.user.db), self.before, self.contents), (argv, answer)
            assert settings_before == _bytes(self.user.config), (argv, answer)
        self._follow(argv, answer, document, is_terminal)
        return answer, document

    # The log

    def _follow(
        self, argv: tuple[str, ...], answer: Answer, document: dict[str, Any] | None, is_terminal: bool
    ) -> None:
        before, after = self.before, self.contents
        new = [batch for batch in after.batches if batch.number > _last(before)]
        if not new and before == after:
            is_claimed = "(undo: followq undo)" in answer.out or (document or {}).get("is_undoable", False)
            assert not is_claimed, f"{argv} offers to undo what it didn't do: {answer.out}"
            return
        self.is_stale = True
        if any(batch.command == "person forget" for batch in new):
            self._forget(after, new)
        else:
            assert before.batches == after.batches[: len(before.batches)], f"{argv} rewrote the log's batches"
            assert before.log == after.log[: len(before.log)], f"{argv} rewrote the log"
            assert len(new) <= 1 or is_terminal, f"{argv} wrote {len(new)} batches"
            for batch in new:
                self._play(batch, [entry for entry in after.log[len(before.log) :] if entry.batch == batch.number])
        self._hold_tables(argv)
        kind = " ".join(argv[:2]) if argv[0] == "person" else argv[0]
        if document and kind not in GIVES_NO_UNDO and "is_undoable" in document:
            assert document["is_undoable"] == bool(new), f"{argv} says nothing of undo"

    def _play(self, batch: Batch, entries: list[Entry]) -> None:
        assert entries, f"{batch} has no entry"
        assert batch.at == self.user.instant, batch
        is_old = batch.command in ("undo", "redo")
        assert is_old == (batch.undoes is not None), batch
        for entry in entries:
            self.player.play(entry)
            if entry.action == "create":
                self._born(entry, is_old=is_old)
        after = self.player.state(self.contents.tables)
        if not is_old:
            self.stacks.act(after, batch.command)
            return
        (self.stacks.undo if batch.command == "undo" else self.stacks.redo)()
        assert state.same(after, self.stacks.now), f"{batch.command} didn't bring back what was"

    def _born(self, entry: Entry, *, is_old: bool) -> None:
        # An id is given once: what comes back under it is the same thing, by its uid.
        key, uid = (entry.subject, entry.subject_id), entry.fields["uid"][1]
        if is_old:
            assert self.uids[key] == uid, f"{key} was {self.uids[key]}, and is {uid} now"
            return
        assert entry.subject_id > self.given[entry.subject], f"{key} was given before"
        self.given[entry.subject] = entry.subject_id
        self.uids[key] = uid

    def _forget(self, after: Contents, new: list[Batch]) -> None:
        assert [batch.command for batch in new] == ["person forget"]
        self.player = Player()
        for entry in after.log:
            self.player.play(entry)
        assert after.tables.people.keys() <= self.before.tables.people.keys()
        assert after.tables.followups.keys() <= self.before.tables.followups.keys()
        self.stacks.forget(after.tables)

    def _hold_tables(self, argv: tuple[str, ...]) -> None:
        found = self.contents
        assert state.same(self.player.state(found.tables), found.tables), f"after {argv} the log leads elsewhere"
        assert found.names == state.names_of(found.tables.people), f"after {argv} the names' index is wrong"
        assert found.search == state.search_of(found.tables), f"after {argv} the search index is wrong"
        for subject, table in state.TABLE_OF.items():
            assert found.given.get(table, 0) >= self.given[subject], f"{argv}: ids of {table} will come again"
        uids = [row["uid"] for rows in found.tables for row in rows.values()]
        assert len(set(uids)) == len(uids)
        for number, row in found.tables.followups.items():
            assert number not in row["blocked_by"], f"{number} waits for itself"
            assert (row["status"] == "open") == (row["closed_at"] is None)

    # What the commands show

    def hold_to_model(self, argv: list[str], expected: model.Things) -> None:
        """What is there is what the model expects."""
        try:
            assert set(self.things) == set(expected), argv
            for number, thing in expected.items():
                found = self.things[number]
                is_next = found.every and number not in self.before.tables.followups
                until = found.snoozed_until if is_next else thing.snoozed_until
                assert found == thing._replace(text=thing.text or found.text, snoozed_until=until), argv
        except AssertionError:
            self.has_failed = True
            raise

    def hold_lists_to_each_other(self) -> None:
        """`today`, `count`, `waiting` and `list` show what is there, each thing once, in their order."""
        if not self.is_stale:
            return
        self.is_stale = False
        clock = model.Clock(self.user.now, ZoneInfo(self.user.zone))
        seen = model.shown(self.things, clock)
        owed = {number for number, thing in seen.items() if thing.ball == "mine"}
        hidden = [thing for n, thing in self.things.items() if thing.is_open and n not in seen]
        with mock.patch.object(jsondoc, "round", _exactly, create=True):
            today = self._read("today", "--all", "--json")
        start = self._read("today", "--limit", "3", "--json")
        count = self._read("count", "--json")
        listed = self._read("list", "--status", "all", "--json")
        waiting = self._read("waiting", "--all", "--json")
        waited_first = self._read("waiting", "--json")
        try:
            order = [record["id"] for record in today["followups"]]
            assert len(set(order)) == len(order)
            assert set(order) == owed
            _hold_order(today["followups"])
            assert today["more"] == 0
            assert [record["id"] for record in start["followups"]] == order[:3]
            assert start["more"] == len(order[3:])
            assert today["snoozed"] == sum(thing.ball == "mine" for thing in hidden)
            late = sum(bool((when := seen[n].promised) and clock.is_over(when)) for n in owed)
            counted = (count["owed"], count["late"], count["waiting"], count["snoozed"])
            assert counted == (len(owed), late, len(seen) - len(owed), len(hidden))
            assert count["nudges"] == today["nudges_due"]
            asked = [record["id"] for record in waiting["followups"]]
            assert sorted(asked) == sorted(seen.keys() - owed)
            # What a promise hangs on may stand above what is longer due.
            due = [-record["nudge_days_due"] for record in waiting["followups"] if not record["nudge_blocks"]]
            assert due == sorted(due)
            first = [record["id"] for record in waiting["owed_first"]]
            assert first == [number for number in order if number in set(first)]
            some = [record["id"] for record in waited_first["owed_first"]]
            assert some == first[: len(some)]
            assert len(some) == min(3, len(first))
            _hold_records(listed["followups"], self.contents.tables)
        except AssertionError:
            self.has_failed = True
            raise

    def _read(self, *argv: str) -> dict[str, Any]:
        _, document = self.do(*argv, changes=False, expect=0)
        assert document is not None
        return document

    def do_both_ways(self, argv: list[str]) -> None:
        """A call in a quick shape does and says on a copy what it does and says through Typer on another."""
        copies = [self.user.folder / name for name in ("quick.db", "long.db")]
        answers = []
        for copy, is_long in zip(copies, (False, True), strict=True):
            copy.unlink(missing_ok=True)
            if self.user.db.exists():
                shutil.copy(self.user.db, copy)
            answer = self.user.call(*argv, is_long=is_long, db=copy)
            found = state.contents(copy)
            answers.append((*_without_uids(answer), _bare(found)))
        assert answers[0] == answers[1], argv

    # The whole

    def hold_queue_to_its_export(self) -> None:
        """Export, import into an empty queue: the same queue, log and undo included."""
        if not self.user.db.exists():
            return
        assert state.is_sound(self._copy("sound.db")) == "ok"
        if not self.contents.log:
            return
        export = self.user.call("export")
        moved = self.user.folder / "moved.db"
        answer = self.user.call("import", "-", "--yes", stdin=export.out.encode(), db=moved)
        assert answer.code == 0, answer
        found = state.contents(moved)
        assert found.tables == self.contents.tables
        assert found.log == self.contents.log
        marked = {batch.number for batch in self.contents.batches if batch.command == "person forget"}
        kept = {entry.batch for entry in self.contents.log} | marked
        assert found.batches == [batch for batch in self.contents.batches if batch.number in kept]
        assert (found.names, found.search) == (self.contents.names, self.contents.search)
        assert self.user.call("export", db=moved).out == export.out
        self._take_everything_back(moved)

    def hold_to_undo_of_everything(self) -> None:
        """Undo of everything gives the empty queue, or the one after the last forgetting; redo brings all back."""
        if self.user.db.exists():
            self._take_everything_back(self._copy("undone.db"))

    def _take_everything_back(self, path: Path) -> None:
        stacks = self.stacks
        has_forgotten = any(batch.command == "person forget" for batch in self.contents.batches)
        self._wind(path, "undo", len(stacks.done))
        first = [*stacks.done, stacks.now][0]
        assert state.same(state.contents(path).tables, first)
        assert has_forgotten or not any(first)
        self._wind(path, "redo", len(stacks.done) + len(stacks.undone))
        assert state.same(state.contents(path).tables, [*stacks.undone, stacks.now][0])

    def _wind(self, path: Path, command: str, steps: int) -> None:
        for _ in range(steps):
            answer = self.user.call(command, "--json", db=path)
            assert answer.code == 0, answer
        answer = self.user.call(command, "--json", db=path)
        assert answer.code == 3, f"{command} goes on after {steps} steps: {answer}"

    def _copy(self, name: str) -> Path:
        copy = self.user.folder / name
        shutil.copy(self.user.db, copy)
        return copy


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _same_queue(before: bytes | None, after: bytes | None, old: Contents, new: Contents) -> bool:
    # A first command that is refused may leave an empty queue; a file with somebody forgotten may be written anew.
    has_forgotten = any(batch.command == "person forget" for batch in new.batches)
    return before == after or ((before is None or has_forgotten) and _bare(old) == _bare(new) and old.log == new.log)


def _last(found: Contents) -> int:
    return max((batch.number for batch in found.batches), default=0)


def _bare(found: Contents) -> Any:
    people, followups = ([{**row, "uid": ""} for row in rows.values()] for rows in found.tables)
    return people, followups, found.batches, len(found.log), found.search, found.names


def _without_uids(answer: Answer) -> tuple[int, str, str]:
    return answer.code, re.sub(r'"uid": "[0-9a-f]{32}"', '"uid": ""', answer.out), answer.err


def _counted_on(record: dict[str, Any]) -> str:
    first = record["agreed"] or record["first_promised"] or record["promised"]
    return min(filter(None, (first, record["promised"])), default="9999")


def _hold_order(ranked: list[dict[str, Any]]) -> None:
    # The parts of the page one after the other; what has no pressing promise by score, then the earlier promise,
    # then the lower id.
    parts = ("due", "begin", "turn", "rest")
    places = [(parts.index(record["part"]), -record["score"], _counted_on(record), record["id"]) for record in ranked]
    for one, other in pairwise(places):
        is_in_order = one < other if one[0] == parts.index("rest") else one[0] <= other[0]
        assert is_in_order, f"{one} comes before {other}"


def _exactly(value: float, _: int) -> float:
    return value


def _hold_records(records: list[dict[str, Any]], tables: Tables) -> None:
    assert [record["id"] for record in records] == sorted(tables.followups)
    for record in records:
        row = tables.followups[record["id"]]
        assert record["person"] == tables.people[row["person_id"]]["name"]
        assert {name: record[name] for name in row} == row
