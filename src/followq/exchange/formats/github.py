"""GitHub's issues and pull requests, as `gh search prs`, `gh pr list` and `gh issue list` print them with `--json`.

Source: https://cli.github.com/manual/gh_pr_list and gh_search_prs (the fields); robots:
https://github.com/cli/cli/pull/5049.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followq.errors import BadInputError
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import (
    Account,
    Ruling,
    as_list,
    judge_review,
    judge_ticket,
    read_account,
    read_accounts,
    read_texts,
    read_when,
)
from followq.exchange.source import Found, Passed, ReadingOptions, SourceItem, read_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar


_OF_REST = {
    "url": "html_url", "author": "user", "createdAt": "created_at", "closedAt": "closed_at", "mergedAt": "merged_at",
    "isDraft": "draft", "reviewRequests": "requested_reviewers",
}  # fmt: skip
"""What `gh --json` calls something, and what the REST interface (`gh api`) does."""


def _records(document: Any) -> Any:
    found = document.get("items") if isinstance(document, dict) else document
    if isinstance(found, list) and any(isinstance(one, dict) and "html_url" in one for one in found):
        return [_from_rest(one) for one in found]
    return found


def _from_rest(record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    named = {name: record[theirs] for name, theirs in _OF_REST.items() if theirs in record}
    return {**{key: value for key, value in record.items() if key != "url"}, **named}


def fits(file: SourceFile) -> bool:
    """Records with a title and GitHub's way to write names."""
    records = _records(file.document)
    first = next((one for one in records if isinstance(one, dict)), None) if isinstance(records, list) else None
    if first is None:
        return False
    keys = first.keys()
    url = str(first.get("url", ""))
    is_theirs = "/pull/" in url or "/issues/" in url
    return "title" in keys and (is_theirs or bool(keys & {"createdAt", "reviewRequests", "repository", "isDraft"}))


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each issue and pull request."""
    records = _records(file.document)
    if not isinstance(records, list):
        raise BadInputError("is no list of issues or pull requests", "gh prints one with --json author,title,url")
    yield from read_records(records, lambda record, line: _read_one(record, line, options), "issue or pull request")


def _read_one(record: Mapping[str, Any], line: int, options: ReadingOptions) -> Found:
    calendar = options.calendar
    title, url = record.get("title"), str(record.get("url") or "")
    if not isinstance(title, str) or not (url or record.get("number")):
        raise BadInputError("has no title, or neither url nor number", "ask gh for --json author,createdAt,title,url")
    state = str(record.get("state") or "open").lower()
    is_review = "/pull/" in url or record.get("isPullRequest") is True or "reviewRequests" in record
    ruling = _judge(record, is_review, options)
    if isinstance(ruling, str) and state == "open":
        return Passed(line, ruling, title)
    found = ruling if isinstance(ruling, Ruling) else Ruling(Account(""), "mine", "")
    where = _repository(record, url)
    number = record.get("number") or url.rpartition("/")[2]
    return SourceItem(
        key=url or f"{where}#{number}",
        line=line,
        text=f"{title} ({where}#{number})" if where else title,
        person=found.account.shown,
        aliases=(found.account.login,) if found.account.login else (),
        ball=found.ball,
        why=found.why,
        since=found.since or read_when(record.get("createdAt"), "createdAt", calendar),
        status="open" if state == "open" else "done",
        closed_at=read_when(record.get("mergedAt") or record.get("closedAt"), "closedAt", calendar),
        project=where or None,
        tags=read_texts(record.get("labels"), "name"),
    )


def _judge(record: Mapping[str, Any], is_review: bool, options: ReadingOptions) -> Ruling | str:
    author, me = read_account(record.get("author")), options.me
    if not is_review:
        return judge_ticket(author, read_accounts(record.get("assignees")), me)
    given = _given_review(record, author, me, options.calendar)
    if given is not None:
        return given
    asked = [*read_accounts(record.get("reviewRequests")), *read_accounts(record.get("assignees"))]
    is_told = "reviewRequests" in record
    # A team may be the user's: who is in it the list doesn't say.
    if is_told and any(
        isinstance(one, dict) and one.get("__typename") == "Team" for one in as_list(record["reviewRequests"])
    ):
        is_told = author is not None and author.is_one_of(me)
    return judge_review(author, asked, me, is_draft=record.get("isDraft") is True, is_told=is_told)


def _given_review(
    record: Mapping[str, Any], author: Account | None, me: frozenset[str], calendar: Calendar
) -> Ruling | None:
    # A review that asks for changes passes the ball to the author, an approval too: the author merges.
    if author is None or record.get("isDraft") is True:
        return None
    for word, why in (("CHANGES_REQUESTED", "changes are asked for"), ("APPROVED", "approved: it can be merged")):
        if word == "APPROVED" and record.get("reviewDecision") != word:
            continue
        for review in reversed([one for one in as_list(record.get("latestReviews")) if isinstance(one, dict)]):
            reviewer = read_account(review.get("author"))
            if review.get("state") != word or reviewer is None or reviewer.is_robot:
                continue
            since = read_when(review.get("submittedAt"), "submittedAt", calendar)
            if author.is_one_of(me):
                return Ruling(account=reviewer, ball="mine", why=why, since=since)
            if reviewer.is_one_of(me) and word == "CHANGES_REQUESTED":
                return Ruling(account=author, ball="theirs", why="you asked for changes", since=since)
    return None


def _repository(record: Mapping[str, Any], url: str) -> str:
    said = record.get("repository")
    if isinstance(said, dict):
        name = said.get("nameWithOwner") or said.get("name")
        if isinstance(name, str):
            return name
    parts = url.split("/")
    return "/".join(parts[3:5]) if len(parts) > 6 else ""
