"""GitLab's issues and merge requests, as `glab mr list` and `glab issue list` print them with `--output json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followq.errors import BadInputError
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import (
    Account,
    Ruling,
    judge_review,
    judge_ticket,
    read_account,
    read_accounts,
    read_texts,
    read_when,
)
from followq.exchange.source import Found, Passed, ReadingOptions, SourceItem, read_records
from followq.exchange.source_dates import read_moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def fits(file: SourceFile) -> bool:
    """Records with a number within the project and an address."""
    first = next(file.records(), None)
    return first is not None and {"iid", "title", "web_url"} <= first[1].keys()


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each issue and merge request."""
    if not isinstance(file.document, list):
        raise BadInputError("is no list of issues or merge requests", "glab prints one with --output json")
    yield from read_records(
        file.document, lambda record, line: _read_one(record, line, options), "issue or merge request"
    )


def _read_one(record: Mapping[str, Any], line: int, options: ReadingOptions) -> Found:
    title, url, calendar = record.get("title"), record.get("web_url"), options.calendar
    if not isinstance(title, str) or not isinstance(url, str):
        raise BadInputError("has no title, or no web_url")
    is_open = record.get("state") in (None, "opened", "open", "reopened")
    ruling = _judge(record, "/merge_requests/" in url, options)
    if isinstance(ruling, str) and is_open:
        return Passed(line, ruling, title)
    found = ruling if isinstance(ruling, Ruling) else Ruling(Account(""), "mine", "")
    references = record.get("references")
    full = references.get("full") if isinstance(references, dict) else None
    full = full if isinstance(full, str) else url.partition("://")[2].partition("/")[2]
    due = record.get("due_date")
    return SourceItem(
        key=url,
        line=line,
        text=f"{title} ({full})",
        person=found.account.shown,
        aliases=(found.account.login,) if found.account.login else (),
        ball=found.ball,
        why=found.why,
        since=read_when(record.get("created_at"), "created_at", calendar),
        due=read_moment(due, calendar) if isinstance(due, str) and due else None,
        status="open" if is_open else "done",
        closed_at=read_when(record.get("merged_at") or record.get("closed_at"), "closed_at", calendar),
        project=full.partition("!")[0].partition("#")[0].partition("/-/")[0] or None,
        tags=read_texts(record.get("labels"), "name"),
    )


def _judge(record: Mapping[str, Any], is_review: bool, options: ReadingOptions) -> Ruling | str:
    author, assigned = read_account(record.get("author")), read_accounts(record.get("assignees"))
    if not is_review:
        return judge_ticket(author, assigned, options.me)
    is_draft = record.get("draft") is True or record.get("work_in_progress") is True
    asked = [*read_accounts(record.get("reviewers")), *(one for one in assigned if one != author)]
    return judge_review(author, asked, options.me, is_draft=is_draft, is_told="reviewers" in record)
