"""followq's own JSON, read: from a full export down to a list of `person` and `text`.

Everything is checked before anything is taken, and every problem is told with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, NoReturn, TypeVar

from followq.errors import BadInputError, FollowqError
from followq.exchange import fields
from followq.exchange.fields import Checker, KnownTexts
from followq.exchange.file_signatures import refuse_other_kinds
from followq.exchange.streaming import WHOLE, JsonStream, Spool, take_each_once
from followq.model.core.calendar import Calendar
from followq.model.core.change import RECORDS, Change, Entry, Mark
from followq.record import NamedTuple

LARGEST_FILE = 200_000_000
"""Bytes of a list of another program, which is read as a whole."""
MOST_PROBLEMS = 20
LISTS = ("people", "followups", "log", "forgotten")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.change import Subject

T = TypeVar("T")


class Document(NamedTuple):
    """What a file holds, checked field by field; keys that nobody knows are named in `ignored`.

    `replaced` counts NUL characters, which no text can hold. `forgotten` is where in the log somebody was erased.
    """

    people: Sequence[dict[str, Any]]
    followups: Sequence[dict[str, Any]] | Spool[dict[str, Any]]
    log: Sequence[Entry] | Spool[Entry]
    ignored: frozenset[str]
    replaced: int = 0
    forgotten: tuple[Mark, ...] = ()


def read(data: bytes | Iterable[bytes], name: str, calendar: Calendar) -> Document:
    """Read a file's contents, whole or in pieces; `name` is what the problems call it.

    Raises: BadInputError that lists up to twenty problems.
    """
    pieces = iter([data] if isinstance(data, bytes) else data)
    start = next(pieces, b"")
    while not start.strip() and (more := next(pieces, b"")):
        start += more
    refuse_other_kinds(start, name)
    stream = JsonStream(chain([start], pieces), name, LISTS, "followups")
    ignored: set[str] = set()
    found: dict[str, Any] = {}
    problems: dict[str, list[str]] = {kind: [] for kind in LISTS}
    people: list[Any] = []
    followups: Spool[dict[str, Any]] = Spool(dict)
    log: Spool[Entry] = Spool(_make_entry)
    forgotten: list[Mark] = []
    entries, read_mark = _Entries(calendar), partial(_read_mark, calendar=calendar)
    checked = _Records("followups", fields.FOLLOWUP, ("person", "text"), calendar, ignored)
    for kind, place, record in stream:
        if place == WHOLE:
            found[kind] = record
        elif kind == "followups":
            followups.append(checked.check(record))
        elif kind == "people":
            people.append(record)  # whose checks depend on whether there is a log
        elif kind == "log":
            if row := _tell_problem(entries.read, record, f"log[{place}]", problems["log"]):
                log.append(row)
        elif mark := _tell_problem(read_mark, record, f"forgotten[{place}]", problems["forgotten"]):
            forgotten.append(mark)
    _refuse_other_documents(stream.keys, found, name)
    checkers = fields.KEPT_PERSON if log or problems["log"] else fields.PERSON
    checked_people = _Records("people", checkers, ("name",), calendar, ignored)
    known = [checked_people.check(record) for record in people]
    for kind in LISTS:
        if kind in found:
            problems[kind].append(f"{kind}: is not a list")
    told = (
        *(*problems["people"], *checked_people.wrong, *problems["followups"], *checked.wrong),
        *(*checked_people.lacking, *checked.lacking, *checked_people.list_twins(), *checked.list_twins()),
        *(*problems["log"], *problems["forgotten"]),
    )
    if told:
        rest = len(told) - MOST_PROBLEMS
        words = "; ".join(told[:MOST_PROBLEMS]) + (f"; and {rest} more" if rest > 0 else "")
        raise BadInputError(f"{name}: {words}", "nothing was imported; mend these and try again")
    return Document(
        people=known,
        followups=followups,
        log=log,
        ignored=frozenset(ignored),
        replaced=stream.replaced,
        forgotten=tuple(forgotten),
    )


def _refuse_other_documents(keys: set[str], found: Mapping[str, Any], name: str) -> None:
    if not keys & {"people", "followups"}:
        raise BadInputError(
            f"{name}: holds neither followups nor people", 'the least: [{"person": "Ana", "text": "Quote"}]'
        )
    version = found.get("followq", 1)
    if version != 1:
        raise BadInputError(f"{name}: was written by a newer followq (format {version!r})", "update followq")


def parse_json(data: bytes, name: str) -> Any:
    """A JSON document, in which no key is there twice and no number is NaN.

    Raises: BadInputError with the line.
    """

    def refuse(constant: str) -> NoReturn:
        # The parser doesn't say where; outside of a text it stands behind one of these marks.
        found = re.search(rf"[:,\[]\s*{re.escape(constant)}".encode(), data)
        line = data[: found.end()].count(b"\n") + 1 if found else 1
        raise ValueError(f"line {line}: {constant} is not JSON")

    if len(data) > LARGEST_FILE:
        raise BadInputError(f"{name}: has more than {LARGEST_FILE // 1_000_000} MB", "split it")
    refuse_other_kinds(data, name)
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=refuse, object_pairs_hook=take_each_once)
    except json.JSONDecodeError as err:
        raise BadInputError(f"{name}: line {err.lineno}, column {err.colno}: {err.msg}", "is it JSON?") from err
    except RecursionError as err:
        raise BadInputError(f"{name}: is nested too deeply", "is it a followq export?") from err
    except UnicodeDecodeError as err:
        line = data[: err.start].count(b"\n") + 1
        raise BadInputError(f"{name}: line {line} is not UTF-8", "save it as UTF-8, or is it another file?") from err
    except ValueError as err:
        raise BadInputError(f"{name}: {err}", "is it JSON in UTF-8?") from err


class _Records:
    """The checks of one list of records. `wrong` and `lacking` take what is the matter, each with its place."""

    def __init__(
        self,
        kind: str,
        checkers: Mapping[str, Checker],
        needed: tuple[str, ...],
        calendar: Calendar,
        ignored: set[str],
    ) -> None:
        self.wrong: list[str] = []
        self.lacking: list[str] = []
        self._kind = kind
        self._fields = [fields.KnownTexts(name, check, calendar) for name, check in checkers.items()]
        self._known = checkers.keys()
        self._needed = needed
        self._ignored = ignored
        self._seen: dict[str, dict[Any, int]] = {"id": {}, "uid": {}}
        self._twins: dict[str, list[str]] = {"id": [], "uid": []}
        self._number = 0

    def check(self, record: Any) -> dict[str, Any]:
        """The next record's known fields, as the model holds them; what is None is left out."""
        place, self._number = self._number, self._number + 1
        if not isinstance(record, dict):
            self.wrong.append(f"{self._kind}[{place}]: is not an object")
            return {}
        taken, before = {}, len(self.wrong)
        for field in self._fields:
            value = record.get(field.name)
            if value is not None:
                try:
                    taken[field.name] = field[value] if type(value) is str else field.read(value)
                except FollowqError as err:
                    self.wrong.append(f"{self._kind}[{place}].{field.name}: {err.message}")
                except (TypeError, ValueError, OverflowError) as err:
                    self.wrong.append(f"{self._kind}[{place}].{field.name}: {err}")
        if not record.keys() <= self._known:
            self._ignored.update(key[:40] for key in record.keys() - self._known)
        missing = [key for key in self._needed if key not in taken]
        if missing and len(self.wrong) == before:
            self.lacking.append(f"{self._kind}[{place}]: has no {' and no '.join(missing)}")
        for key, seen in self._seen.items():
            if key in taken and (first := seen.setdefault(taken[key], place)) != place:
                self._twins[key].append(f"{self._kind}[{place}].{key}: is the same as in {self._kind}[{first}]")
        return taken

    def list_twins(self) -> list[str]:
        """Where an id or a uid is that of another record."""
        return [*self._twins["id"], *self._twins["uid"]]


def _tell_problem(read_one: Callable[[Any], T], record: Any, place: str, problems: list[str]) -> T | None:
    try:
        return read_one(record)
    except KeyError as err:
        problems.append(f"{place}: has no {err.args[0]}")
    except FollowqError as err:
        problems.append(f"{place}: {err.message}")
    except (TypeError, ValueError, AttributeError) as err:
        problems.append(f"{place}: {err}")
    return None


class _Entries:
    """The checks of the log's entries."""

    def __init__(self, calendar: Calendar) -> None:
        checkers: dict[Subject, Mapping[str, Checker]] = {"person": fields.KEPT_PERSON, "followup": fields.FOLLOWUP}
        self._changes: dict[Subject, dict[str, KnownTexts]] = {
            subject: {name: KnownTexts(name, checkers[subject][name], calendar) for name in kind._fields}
            for subject, kind in RECORDS.items()
        }
        number, action = fields.whole(1), fields.choice(("create", "change", "remove"))
        self._number, self._at, self._line, self._action, self._remark = (
            KnownTexts("", check, calendar).read
            for check in (number, fields.instant, fields.line, action, fields.FOLLOWUP["note"])
        )

    def read(self, record: Any) -> tuple[Any, ...]:
        """An entry as a row of plain values for `_make_entry`.

        Raises: KeyError, FollowqError, ValueError.
        """
        if not isinstance(record, dict) or not isinstance(record.get("changes", {}), dict):
            raise ValueError("is not an entry")
        subject: Subject = "followup" if record.get("followup") is not None else "person"
        known, pairs = self._changes[subject], {}
        for key, pair in record["changes"].items():
            if type(pair) is not list or len(pair) != 2:
                raise ValueError(f"{key} has no old and new value")
            old, new = pair
            if key in known:
                field = known[key]
                if old is not None:
                    old = field.read(old)
                if new is not None:
                    new = field[new] if type(new) is str else field.read(new)
                pairs[field.name] = (old, new)
        undoes = record.get("undoes")
        return (
            self._number(record["seq"]),
            self._number(record["batch"]),
            self._at(record["at"]),
            self._line(record.get("zone", "UTC")),
            self._line(record["command"]),
            None if undoes is None else self._number(undoes),
            subject,
            self._number(record[subject]),
            self._action(record["action"]),
            pairs,
            self._remark(record.get("remark", "")),
        )


def _make_entry(row: tuple[Any, ...]) -> Entry:
    seq, batch, at, zone, command, undoes, *change = row
    return Entry(seq, batch, at, zone, command, undoes, Change(*change))


def _read_mark(record: Any, calendar: Calendar) -> Mark:
    if not isinstance(record, dict):
        raise ValueError("is not an object")
    return Mark(
        fields.whole(1)(record["batch"], calendar),
        fields.instant(record["at"], calendar),
        fields.line(record.get("zone", "UTC"), calendar),
    )
