"""Jira's issues as its REST search, and tools on top of it such as `jira issue list --raw`, print them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followq.errors import BadInputError, FollowqError
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import (
    Account,
    Ruling,
    judge_ticket,
    read_account,
    read_texts,
    read_when,
)
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem
from followq.exchange.source_dates import read_moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def fits(file: SourceFile) -> bool:
    """Records with a key and fields, or the answer around them."""
    first = next(iter(_issues(file.document)), None)
    return isinstance(first, dict) and "key" in first and isinstance(first.get("fields"), dict)


def _issues(document: Any) -> list[Any]:
    found = document.get("issues") if isinstance(document, dict) else document
    return found if isinstance(found, list) else []


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each issue."""
    for line, record in enumerate(_issues(file.document), 1):
        if not isinstance(record, dict) or not isinstance(record.get("fields"), dict):
            yield Refusal(line, "is no issue with fields")
            continue
        try:
            yield _read_one(record, record["fields"], line, options)
        except FollowqError as err:
            yield Refusal(line, err.message, str(record["fields"].get("summary", "")))


def _read_one(record: Mapping[str, Any], fields: Mapping[str, Any], line: int, options: ReadingOptions) -> Found:
    key, summary, calendar = record.get("key"), fields.get("summary"), options.calendar
    if not isinstance(key, str) or not isinstance(summary, str):
        raise BadInputError("has no key, or no summary")
    status = _named(fields.get("status"), "statusCategory")
    is_open = not (status == "done" or fields.get("resolution"))
    assignee = read_account(fields.get("assignee"))
    author = read_account(fields.get("reporter")) or read_account(fields.get("creator"))
    ruling = judge_ticket(author, [assignee] if assignee and not assignee.is_robot else [], options.me)
    if isinstance(ruling, str) and is_open:
        return Passed(line, ruling, summary)
    found = ruling if isinstance(ruling, Ruling) else Ruling(Account(""), "mine", "")
    # Where Jira is reached at all, an issue's page is known from its address in the interface.
    place, sign, _ = str(record.get("self") or "").partition("/rest/api/")
    due = fields.get("duedate")
    return SourceItem(
        key=f"{place}/browse/{key}" if sign else key,
        line=line,
        text=f"{summary} ({key})",
        person=found.account.name or found.account.login,
        emails=(found.account.email,) if found.account.email else (),
        ball=found.ball,
        why=found.why,
        since=read_when(fields.get("created"), "created", calendar),
        due=read_moment(due, calendar) if isinstance(due, str) and due else None,
        status="open" if is_open else "done",
        closed_at=read_when(fields.get("resolutiondate"), "resolutiondate", calendar),
        project=_named(fields.get("project")) or key.rpartition("-")[0] or None,
        tags=read_texts(fields.get("labels"), "name"),
    )


def _named(value: Any, within: str = "") -> str:
    if isinstance(value, dict) and within:
        value = value.get(within)
        return str(value.get("key", "")).lower() if isinstance(value, dict) else ""
    name = value.get("name") if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""
