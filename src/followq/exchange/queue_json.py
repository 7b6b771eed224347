"""followq's own JSON, read: from a full export down to a list of `person` and `text`.

Everything is checked before anything is taken, and every problem is told with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from followq.errors import BadInputError, FollowqError
from followq.exchange import fields
from followq.exchange.fields import Checker
from followq.exchange.file_signatures import refuse_other_kinds
from followq.model.core.calendar import Calendar
from followq.model.core.change import RECORDS, Change, Entry, Mark
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple

LARGEST_FILE = 200_000_000
MOST_PROBLEMS = 20

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.change import Subject

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000|\0")


class Document(NamedTuple):
    """What a file holds, checked field by field; keys that nobody knows are named in `ignored`.

    `replaced` counts NUL characters, which no text can hold. `forgotten` is where in the log somebody was erased.
    """

    people: list[dict[str, Any]]
    followups: list[dict[str, Any]]
    log: list[Entry]
    ignored: frozenset[str]
    replaced: int = 0
    forgotten: tuple[Mark, ...] = ()


class _Problems(list[str]):
    def add(self, place: str, why: str) -> None:
        self.append(f"{place}: {why}")


def read(data: bytes, name: str, calendar: Calendar) -> Document:
    """Read a file's contents; `name` is what the problems call it.

    Raises: BadInputError that lists up to twenty problems.
    """
    document = _parse(data, name)
    problems = _Problems()
    ignored: set[str] = set()
    checkers = fields.KEPT_PERSON if document.get("log") else fields.PERSON
    people = [
        _fields(record, f"people[{place}]", checkers, calendar, problems, ignored)
        for place, record in enumerate(_list(document, "people", problems))
    ]
    followups = [
        _fields(record, f"followups[{place}]", fields.FOLLOWUP, calendar, problems, ignored)
        for place, record in enumerate(_list(document, "followups", problems))
    ]
    _require(people, "people", ("name",), problems)
    _require(followups, "followups", ("person", "text"), problems)
    for kind, records in (("people", people), ("followups", followups)):
        _refuse_twins(kind, records, problems)
    log = [
        entry
        for place, record in enumerate(_list(document, "log", problems))
        if (entry := _entry(record, f"log[{place}]", calendar, problems))
    ]
    forgotten = tuple(
        mark
        for place, record in enumerate(_list(document, "forgotten", problems))
        if (mark := _mark(record, f"forgotten[{place}]", calendar, problems))
    )
    if problems:
        more = len(problems) - MOST_PROBLEMS
        told = "; ".join(problems[:MOST_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
        raise BadInputError(f"{name}: {told}", "nothing was imported; mend these and try again")
    return Document(
        people=people,
        followups=followups,
        log=log,
        ignored=frozenset(ignored),
        replaced=len(_NUL.findall(data)),
        forgotten=forgotten,
    )


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
        return json.loads(data.decode("utf-8-sig"), parse_constant=refuse, object_pairs_hook=_each_once)
    except json.JSONDecodeError as err:
        raise BadInputError(f"{name}: line {err.lineno}, column {err.colno}: {err.msg}", "is it JSON?") from err
    except RecursionError as err:
        raise BadInputError(f"{name}: is nested too deeply", "is it a followq export?") from err
    except UnicodeDecodeError as err:
        line = data[: err.start].count(b"\n") + 1
        raise BadInputError(f"{name}: line {line} is not UTF-8", "save it as UTF-8, or is it another file?") from err
    except ValueError as err:
        raise BadInputError(f"{name}: {err}", "is it JSON in UTF-8?") from err


def _parse(data: bytes, name: str) -> dict[str, Any]:
    document = parse_json(data, name)
    if isinstance(document, list):
        document = {"followups": document}
    if not isinstance(document, dict) or not document.keys() & {"people", "followups"}:
        raise BadInputError(
            f"{name}: holds neither followups nor people", 'the least: [{"person": "Ana", "text": "Quote"}]'
        )
    version = document.get("followq", 1)
    if version != 1:
        raise BadInputError(f"{name}: was written by a newer followq (format {version!r})", "update followq")
    return document


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # The last of two would win in silence, and what the first said would be lost.
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        names = (found[key] for key in ("text", "name", "person") if key != twice and isinstance(found.get(key), str))
        name = next(names, "")
        whose = f' of "{name[:60]}"' if name else ""
        raise ValueError(f'"{twice[:40]}" is there twice in one record{whose}')
    return found


def _list(document: Mapping[str, Any], key: str, problems: _Problems) -> list[Any]:
    value = document.get(key, [])
    if not isinstance(value, list):
        problems.add(key, "is not a list")
        return []
    return value


def _fields(
    record: Any,
    place: str,
    checkers: Mapping[str, Checker],
    calendar: Calendar,
    problems: _Problems,
    ignored: set[str],
) -> dict[str, Any]:
    if not isinstance(record, dict):
        problems.add(place, "is not an object")
        return {}
    taken = {}
    for key, value in record.items():
        if key not in checkers:
            ignored.add(key[:40])
        elif value is not None:
            try:
                taken[key] = checkers[key](value, calendar)
            except FollowqError as err:
                problems.add(f"{place}.{key}", err.message)
            except (TypeError, ValueError, OverflowError) as err:
                problems.add(f"{place}.{key}", str(err))
    return taken


def _require(records: list[dict[str, Any]], kind: str, keys: tuple[str, ...], problems: _Problems) -> None:
    told = {problem.partition("]")[0] for problem in problems}
    for place, record in enumerate(records):
        missing = [key for key in keys if key not in record]
        if missing and f"{kind}[{place}" not in told:
            problems.add(f"{kind}[{place}]", f"has no {' and no '.join(missing)}")


def _refuse_twins(kind: str, records: list[dict[str, Any]], problems: _Problems) -> None:
    for key in ("id", "uid"):
        seen: dict[Any, int] = {}
        for place, record in enumerate(records):
            value = record.get(key)
            if value is not None and value in seen:
                problems.add(f"{kind}[{place}].{key}", f"is the same as in {kind}[{seen[value]}]")
            seen.setdefault(value, place)


_LOG_FIELDS: dict[str, dict[str, Checker]] = {"person": fields.KEPT_PERSON, "followup": fields.FOLLOWUP}


def _entry(record: Any, place: str, calendar: Calendar, problems: _Problems) -> Entry | None:
    try:
        if not isinstance(record, dict) or not isinstance(record.get("changes", {}), dict):
            raise ValueError("is not an entry")
        subject: Subject = "followup" if record.get("followup") is not None else "person"
        checkers = _LOG_FIELDS[subject]
        pairs: dict[str, tuple[Any, Any]] = {}
        for name, pair in record["changes"].items():
            if not isinstance(pair, list) or len(pair) != 2:
                raise ValueError(f"{name} has no old and new value")
            old, new = pair
            if name in RECORDS[subject]._fields:
                check = checkers[name]
                pairs[name] = (
                    None if old is None else check(old, calendar),
                    None if new is None else check(new, calendar),
                )
        undoes = record.get("undoes")
        return Entry(
            fields.whole(1)(record["seq"], calendar),
            fields.whole(1)(record["batch"], calendar),
            fields.instant(record["at"], calendar),
            fields.line(record.get("zone", "UTC"), calendar),
            fields.line(record["command"], calendar),
            None if undoes is None else fields.whole(1)(undoes, calendar),
            Change(
                subject,
                fields.whole(1)(record[subject], calendar),
                fields.choice(("create", "change", "remove"))(record["action"], calendar),
                pairs,
                fields.text(record.get("remark", "")),
            ),
        )
    except KeyError as err:
        problems.add(place, f"has no {err.args[0]}")
    except FollowqError as err:
        problems.add(place, err.message)
    except (TypeError, ValueError, AttributeError) as err:
        problems.add(place, str(err))
    return None


def _mark(record: Any, place: str, calendar: Calendar, problems: _Problems) -> Mark | None:
    try:
        if not isinstance(record, dict):
            raise ValueError("is not an object")
        return Mark(
            fields.whole(1)(record["batch"], calendar),
            fields.instant(record["at"], calendar),
            fields.line(record.get("zone", "UTC"), calendar),
        )
    except KeyError as err:
        problems.add(place, f"has no {err.args[0]}")
    except FollowqError as err:
        problems.add(place, err.message)
    except (TypeError, ValueError) as err:
        problems.add(place, str(err))
    return None


def collect_records(document: Document) -> tuple[dict[int, Person], dict[int, FollowUp]]:
    """The people and follow-ups of a full export, as they stand in the file.

    Raises: KeyError, TypeError when it is not a full one.
    """
    people = {record["id"]: Person(**record) for record in document.people}
    followups = {}
    for record in document.followups:
        own = {name: value for name, value in record.items() if name != "person"}
        followups[record["id"]] = FollowUp(**own)
    return people, followups
