"""Gerrit's changes: `ssh HOST gerrit query --format=JSON`, or its REST answer. Its attention set *is* the ball.

Source: https://gerrit-review.googlesource.com/Documentation/json.html (change), rest-api-changes.html (ChangeInfo,
AttentionSetInfo).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followq.errors import BadInputError, FollowqError
from followq.exchange.registry import SourceFile
from followq.exchange.review_rules import (
    DRAFT,
    NOT_YOURS,
    Account,
    Ruling,
    judge_review,
    read_account,
    read_accounts,
    read_texts,
    read_when,
)
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem
from followq.exchange.source_dates import read_epoch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar, Instant


def fits(file: SourceFile) -> bool:
    """Changes, of which each has an owner and a subject; or the line of figures that ends every answer."""
    first = next(file.records(), None)
    return first is not None and ({"owner", "subject"} <= first[1].keys() or first[1].get("type") == "stats")


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each change."""
    document = file.document if isinstance(file.document, list) else [file.document]
    for line, record in enumerate(document, 1):
        if not isinstance(record, dict):
            yield Refusal(line, "is no change")
            continue
        if record.get("type") in ("stats", "error"):
            if record["type"] == "error":
                raise BadInputError(f"line {line}: Gerrit says: {str(record.get('message', ''))[:200]}")
            continue
        try:
            yield _read_one(record, line, options)
        except FollowqError as err:
            yield Refusal(line, err.message, str(record.get("subject", "")))


def _read_one(record: Mapping[str, Any], line: int, options: ReadingOptions) -> Found:
    subject, number = record.get("subject"), record.get("number") or record.get("_number")
    if not isinstance(subject, str) or number is None:
        raise BadInputError("has no subject, or no number")
    is_open = record.get("open") is True or record.get("status") in (None, "NEW", "DRAFT")
    ruling = _judge(record, options)
    if isinstance(ruling, str) and is_open:
        return Passed(line, ruling, subject)
    found = ruling if isinstance(ruling, Ruling) else Ruling(Account(""), "mine", "")
    project, url = record.get("project"), record.get("url")
    project = project if isinstance(project, str) else ""
    account = found.account
    return SourceItem(
        key=url if isinstance(url, str) else f"{project}~{number}",
        line=line,
        text=f"{subject} ({project} {number})" if project else subject,
        person=account.shown,
        aliases=(account.login,) if account.login and account.login != account.email else (),
        emails=(account.email,) if account.email else (),
        ball=found.ball,
        why=found.why,
        since=found.since or _time(record.get("createdOn") or record.get("created"), options.calendar),
        status="open" if is_open else "done" if record.get("status") == "MERGED" else "dropped",
        closed_at=None if is_open else _time(record.get("lastUpdated") or record.get("updated"), options.calendar),
        project=project or None,
        tags=read_texts(record.get("hashtags")),
    )


def _judge(record: Mapping[str, Any], options: ReadingOptions) -> Ruling | str:
    owner, me = read_account(record.get("owner")), options.me
    if record.get("wip") is True or record.get("work_in_progress") is True:
        return DRAFT
    attention = record.get("attention_set", record.get("attentionSet"))
    if owner is not None and me and isinstance(attention, (dict, list)):
        return _judge_attention(attention, owner, record, options)
    said = record.get("reviewers")
    reviewers = read_accounts(record.get("allReviewers") or (said.get("REVIEWER") if isinstance(said, dict) else said))
    reviewers = [one for one in reviewers if owner is None or one.login != owner.login]
    return judge_review(owner, reviewers, me, is_draft=False, is_told=False)


def _judge_attention(
    attention: dict[str, Any] | list[Any], owner: Account, record: Mapping[str, Any], options: ReadingOptions
) -> Ruling | str:
    entries = [
        one for one in (attention.values() if isinstance(attention, dict) else attention) if isinstance(one, dict)
    ]
    others = []
    for entry in entries:
        account, since = (
            read_account(entry),
            _time(entry.get("last_update") or entry.get("timestamp"), options.calendar),
        )
        if account is None or account.is_robot:
            continue
        if account.is_one_of(options.me):
            asking = read_account(entry.get("reason_account")) if owner.is_one_of(options.me) else owner
            if asking is not None and asking.is_robot:
                asking = None
            return Ruling(account=asking or Account(""), ball="mine", why="you are in its attention set", since=since)
        others.append(Ruling(account=account, ball="theirs", why="they are in its attention set", since=since))
    if not others:
        return "its attention set is empty: nobody has the ball"
    said = record.get("reviewers")
    reviewers = read_accounts(record.get("allReviewers") or (said.get("REVIEWER") if isinstance(said, dict) else said))
    is_ours = owner.is_one_of(options.me) or any(one.is_one_of(options.me) for one in reviewers)
    return others[0] if is_ours else NOT_YOURS


def _time(value: Any, calendar: Calendar) -> Instant | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return read_epoch(value)
    # Gerrit's REST times are UTC without saying so.
    return read_when(f"{value}Z" if isinstance(value, str) and value[-1:].isdigit() else value, "time", calendar)
