"""The log in whole entries: of one batch, one record or one person, between two moments, or the last ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followq.model.core.calendar import Instant
from followq.model.core.change import Change, Entry
from followq.store.file.schema import PERSON_CHANGED
from followq.store.records.rows import LIST_FIELDS, NotJsonError, from_field, from_json, list_ids

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.store.records.rows import Ask


def read_log(
    ask: Ask,
    batch: int | None = None,
    followup_id: int | None = None,
    person_id: int | None = None,
    since: Instant | None = None,
    until: Instant | None = None,
    last: int | None = None,
    was_with: int | None = None,
    followup_ids: Iterable[int] | None = None,
) -> list[Entry]:
    """See `Reader.log`; `followup_ids` names several."""
    wanted: list[tuple[str, Sequence[Any]]] = []
    if batch is not None:
        wanted.append(("c.batch_id = ?", (batch,)))
    if followup_id is not None:
        wanted.append(("c.subject = 'followup' AND c.subject_id = ?", (followup_id,)))
    if followup_ids is not None:
        ids = "SELECT value FROM json_each(?)"
        wanted.append((f"c.subject = 'followup' AND c.subject_id IN ({ids})", (list_ids(followup_ids),)))
    if person_id is not None:
        wanted.append((
            "(c.subject = 'person' AND c.subject_id = ? OR c.subject = 'followup' AND c.subject_id IN"
            " (SELECT id FROM followups WHERE person_id = ?))",
            (person_id, person_id),
        ))  # fmt: skip
    if was_with is not None:
        wanted.append((
            "c.subject = 'followup' AND c.subject_id IN (SELECT subject_id FROM changes"
            f" INDEXED BY changes_of_person WHERE {PERSON_CHANGED} AND json_extract(fields, '$.person_id[0]') = ?)"
            " AND c.subject_id NOT IN (SELECT id FROM followups WHERE person_id = ?)",
            (was_with, was_with),
        ))  # fmt: skip
    if since is not None:
        wanted.append(("b.at >= ?", (since,)))
    if until is not None:
        wanted.append(("b.at < ?", (until,)))
    where = "".join(f" AND {sql}" for sql, _ in wanted)
    values = [value for _, some in wanted for value in some]
    sql = f"""
        SELECT c.seq, b.id, b.at, b.zone, b.command, b.undoes,
          c.subject, c.subject_id, c.action, c.fields, c.remark
        FROM changes c JOIN batches b ON b.id = c.batch_id
        WHERE 1{where} ORDER BY c.seq DESC LIMIT ?
    """
    rows = ask(sql, [*values, -1 if last is None else last])[::-1]
    # All of it is parsed at once, which takes half as long as entry by entry.
    changed = from_json(f"[{','.join(row[9] for row in rows)}]")
    if len(changed) != len(rows):
        raise NotJsonError("not one object each")
    return [_entry(row, fields) for row, fields in zip(rows, changed, strict=True)]


def _entry(row: Sequence[Any], fields: dict[str, Any]) -> Entry:
    seq, batch, at, zone, command, undoes, subject, subject_id, action, _, remark = row
    pairs = {name: (old, new) for name, (old, new) in fields.items()}
    for name in LIST_FIELDS & pairs.keys():
        old, new = pairs[name]
        pairs[name] = from_field(name, old), from_field(name, new)
    return Entry(seq, batch, at, zone, command, undoes, Change(subject, subject_id, action, pairs, remark))
