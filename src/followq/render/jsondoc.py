"""Pages as JSON documents. Keys come from the records' fields, so none can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from followq.model.core.change import Change, Entry
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.nudging.outlook import Explanation, Outlook
from followq.model.priority.ranked import Ranked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.change import Mark
    from followq.render.page import Page

VERSION = 1
ENVELOPE = ("followq", "kind", "now")
NOT_SHOWN = ("names", "by_person", "more_people", "rows_of_screen", "whole", "is_bare", "never_owed")
"""Fields of pages that only serve the words."""


def text(page: Page, now: str, fields: Sequence[str] = ()) -> str:
    """The page's document, in one line of ASCII; with `fields` its rows have no others."""
    import json

    whole = document(page, now)
    return json.dumps(cut_rows(whole, type(page), fields) if fields else whole) + "\n"


AT_ONCE = 500
"""Records of an export that are written together."""


def export(
    people: Mapping[int, Person],
    followups: Iterable[FollowUp],
    entries: Iterable[tuple[Any, ...]],
    forgotten: Iterable[Mark],
    now: str,
) -> Iterator[str]:
    """The document of a whole queue, in ASCII, piece by piece as it is written: it is never there as a whole.

    `entries` are those of `Reader.each_entry`.
    """
    import json

    encode = json.JSONEncoder().encode
    yield f'{{"followq": {VERSION}, "kind": "export", "now": {encode(now)}'
    yield from _written("people", (encode(plain(person, {})) for person in people.values()))
    yield from _written("followups", (encode(followup(one, people)) for one in followups))
    yield from _written("log", (_entry_text(encode, *one) for one in entries))
    yield from _written("forgotten", (encode(plain(mark, {})) for mark in forgotten))
    yield "}\n"


def _written(name: str, records: Iterable[str]) -> Iterator[str]:
    yield f', "{name}": ['
    records, separator = iter(records), ""
    while some := list(islice(records, AT_ONCE)):
        yield separator + ", ".join(some)
        separator = ", "
    yield "]"


def _entry_text(
    encode: Callable[[Any], str],
    seq: int,
    batch: int,
    at: str,
    zone: str,
    command: str,
    undoes: int | None,
    subject: str,
    subject_id: int,
    action: str,
    changes: str,
    remark: str,
) -> str:
    # As `entry` has it, with `changes` written already.
    number = {"followup": "null", "person": "null", subject: subject_id}
    return (
        f'{{"seq": {seq}, "batch": {batch}, "at": {encode(at)}, "zone": {encode(zone)}, "command": {encode(command)},'
        f' "undoes": {"null" if undoes is None else undoes}, "followup": {number["followup"]},'
        f' "person": {number["person"]}, "action": {encode(action)}, "changes": {changes}, "remark": {encode(remark)}}}'
    )


def cut_rows(whole: dict[str, Any], page: type, fields: Sequence[str]) -> dict[str, Any]:
    """A document with these fields of its rows alone; its own numbers and words stay, whatever else it holds goes.

    A list whose rows have none of the fields goes too. A document without rows is cut itself.
    """
    rows = list_row_fields(page)
    kept = {name: value for name, value in whole.items() if not isinstance(value, (list, dict))}
    if not rows:
        return {name: value for name, value in whole.items() if name in (*ENVELOPE, *fields)}
    for name, known in rows.items():
        wanted = [field for field in fields if field in known]
        if wanted:
            kept[name] = [{field: row[field] for field in wanted if field in row} for row in whole[name]]
    return kept


def list_fields(page: type) -> tuple[str, ...]:
    """The fields that a kind of page may be cut to: of its rows, or its own where it has none."""
    rows = list_row_fields(page)
    if rows:
        return tuple(dict.fromkeys(field for known in rows.values() for field in known))
    return tuple(name for name in page.__annotations__ if name not in (*NOT_SHOWN, "kind"))


def list_row_fields(page: type) -> dict[str, tuple[str, ...]]:
    """The lists of rows that a kind of page has, with the fields of each: follow-ups, people and log entries; where it
    has none of these, whatever else it lists.
    """
    import sys

    main, others = {}, {}
    for name, annotation in page.__annotations__.items():
        if name in NOT_SHOWN or not annotation.startswith("tuple[") or not annotation.endswith(", ...]"):
            continue
        record = annotation[len("tuple[") : -len(", ...]")]
        if record in _ROWS:
            main[name] = _ROWS[record]()
        elif fields := getattr(getattr(sys.modules[page.__module__], record, None), "_fields", None):
            others[name] = fields
    return main or others


def list_known_fields() -> frozenset[str]:
    """Every field of a follow-up, a person or a log entry."""
    return frozenset(field for make in _ROWS.values() for field in make())


def document(page: Page, now: str | None) -> dict[str, Any]:
    """The page as plain dicts and lists, with the envelope around it; without `now` for a page in a page."""
    fields = page._asdict()
    names: Mapping[int, Person] = fields.get("names", {})
    parts = {name: plain(value, names) for name, value in fields.items() if name not in NOT_SHOWN}
    kind = parts.pop("kind")
    return {"followq": VERSION, "kind": kind, "now": now, **parts} if now else parts


def plain(value: Any, names: Mapping[int, Person]) -> Any:
    """A value of a page as JSON knows it."""
    if isinstance(value, Ranked):
        terms = [{**term._asdict(), "cost": round(term.cost, 4)} for term in value.terms]
        return {
            **followup(value.followup, names),
            "score": round(value.score, 4),
            "terms": terms,
            "minutes": value.minutes,
            "is_estimate": value.is_estimate,
            "part": value.part,
            "action": value.action,
        }
    if isinstance(value, Outlook):
        rest = {f"nudge_{name}": plain(part, names) for name, part in value._asdict().items() if name != "followup"}
        return {
            **followup(value.followup, names),
            **rest,
            "nudge_is_due": value.is_due,
            "nudge_is_first": value.is_first,
            "nudge_is_decision": value.is_decision,
        }
    if isinstance(value, Explanation):
        return {**plain(value.outlook, names), "terms": plain(value.terms, names)}
    if isinstance(value, FollowUp):
        return followup(value, names)
    if isinstance(value, Entry):
        return entry(value)
    if hasattr(value, "layout"):
        return document(value, None)
    if hasattr(value, "document"):
        return plain(value.document(), names)
    if hasattr(value, "_asdict"):
        return {name: plain(part, names) for name, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(key): plain(part, names) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part, names) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def followup(record: FollowUp, names: Mapping[int, Person]) -> dict[str, Any]:
    """A follow-up, with the person by name too."""
    fields = record._asdict()
    person = names.get(record.person_id)
    return {
        "id": fields.pop("id"),
        "uid": fields.pop("uid"),
        "person": person.name if person else None,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()},
    }


def entry(record: Entry) -> dict[str, Any]:
    """A log entry: what one batch did to one record."""
    fields = record._asdict()
    change: Change = fields.pop("change")
    return {
        **fields,
        "followup": change.id if change.subject == "followup" else None,
        "person": change.id if change.subject == "person" else None,
        "action": change.action,
        "changes": {name: [plain(old, {}), plain(new, {})] for name, (old, new) in change.fields.items()},
        "remark": change.remark,
    }


def _followup_fields() -> tuple[str, ...]:
    return ("id", "uid", "person", *(name for name in FollowUp._fields if name not in ("id", "uid")))


def _standing_fields() -> tuple[str, ...]:
    from followq.model.people.people_overview import Standing

    person = Person(id=0, uid="", name="", created_at="")
    return tuple(Standing(person).document())


_ROWS: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "FollowUp": _followup_fields,
    "Ranked": lambda: (*_followup_fields(), "score", "terms", "minutes", "is_estimate", "part", "action"),
    "Outlook": lambda: (
        *_followup_fields(),
        *(f"nudge_{name}" for name in Outlook._fields if name != "followup"),
        *("nudge_is_due", "nudge_is_first", "nudge_is_decision"),
    ),
    "Explanation": lambda: (*_ROWS["Outlook"](), "terms"),
    "Person": lambda: Person._fields,
    "Standing": _standing_fields,
    "Entry": lambda: (
        *(name for name in Entry._fields if name != "change"),
        "followup",
        "person",
        "action",
        "changes",
        "remark",
    ),
}
"""The records that are rows, by name, with the fields that `plain` gives them."""
