"""Reviews and tickets: who is asked has the ball; comments pass none, and robots hold none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followq.exchange.registry import recognise
from tests.conftest import Call
from tests.exchange.formats.lists import found_in, items_in, left_out_of

ME = ("sam-field",)
ANA, TOM, SAM = ({"login": name} for name in ("ana-l", "tombaker", "sam-field"))
ROBOT = {"is_bot": True, "login": "app/dependabot"}
URL = "https://github.com/harbour/foods/pull/12"


def pull(**fields: Any) -> dict[str, Any]:
    usual = {"title": "Parse dates", "url": URL, "author": ANA, "createdAt": "2026-11-02T09:00:00Z", "state": "OPEN"}
    return usual | fields


def asked(*users: dict[str, str]) -> list[dict[str, str]]:
    return [{"__typename": "User", **user} for user in users]


def reviewed(who: dict[str, Any], state: str) -> dict[str, Any]:
    return {"author": who, "state": state, "submittedAt": "2026-11-10T12:00:00Z"}


def ruling(record: dict[str, Any], me: tuple[str, ...] = ME) -> tuple[str, str]:
    """Person and side, or empty and the reason why it is left out."""
    items = items_in([record], me=me)
    return (items[0].person, items[0].ball) if items else ("", left_out_of([record], me=me)[0][1])


# GitHub.


def test_what_gh_prints_is_recognised() -> None:
    assert recognise(json.dumps([pull()]).encode(), "-")[0].name == "github"
    (item,) = items_in([pull(labels=[{"name": "bug"}], repository={"nameWithOwner": "harbour/foods"}, number=12)])
    assert (item.key, item.text, item.project) == (URL, "Parse dates (harbour/foods#12)", "harbour/foods")
    assert (item.since, item.tags, item.status) == ("2026-11-02T09:00:00Z", ("bug",), "open")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (pull(), ("ana-l", "mine")),
        (pull(reviewRequests=asked(SAM, TOM)), ("ana-l", "mine")),
        (pull(reviewRequests=asked(TOM)), ("", "neither asked of you nor by you")),
        (pull(reviewRequests=[{"__typename": "Team", "slug": "parsers"}]), ("ana-l", "mine")),
        (pull(author=SAM, reviewRequests=asked(TOM)), ("tombaker", "theirs")),
        (pull(author=SAM, reviewRequests=[]), ("", "yours, and nobody is asked")),
        (pull(author=SAM, reviewRequests=asked({"login": "review[bot]"})), ("", "yours, and nobody is asked")),
        (pull(author=SAM, isDraft=True, reviewRequests=asked(TOM)), ("", "a draft: nobody is asked yet")),
        (pull(isDraft=True), ("", "a draft: nobody is asked yet")),
        (pull(author=ROBOT), ("", "written by a robot: nobody waits")),
        (pull(author={"login": "renovate[bot]"}), ("", "written by a robot: nobody waits")),
        (pull(author=SAM, latestReviews=[reviewed(TOM, "CHANGES_REQUESTED")]), ("tombaker", "mine")),
        (pull(author=SAM, reviewDecision="APPROVED", latestReviews=[reviewed(TOM, "APPROVED")]), ("tombaker", "mine")),
        (pull(latestReviews=[reviewed(SAM, "CHANGES_REQUESTED")], reviewRequests=[]), ("ana-l", "theirs")),
        (pull(author=SAM, reviewRequests=asked(TOM), latestReviews=[reviewed(ANA, "COMMENTED")]),
         ("tombaker", "theirs")),
        (pull(author=SAM, reviewRequests=asked(TOM), latestReviews=[reviewed(ROBOT, "CHANGES_REQUESTED")]),
         ("tombaker", "theirs")),
        (pull(author=SAM, reviewRequests=asked(TOM), reactionGroups=[{"content": "THUMBS_UP"}], commentsCount=9),
         ("tombaker", "theirs")),
    ],
    ids=[
        "as searched", "asked of me", "asked of others", "asked of a team", "I asked", "nobody asked", "a robot asked",
        "my draft", "their draft", "by a robot", "by a robot by name", "changes asked of me", "approved",
        "I asked for changes",
        "a comment passes none", "a robot's review passes none", "a thumbs-up passes none",
    ],
)  # fmt: skip
def test_whose_ball_a_pull_request_is(record: dict[str, Any], expected: tuple[str, str]) -> None:
    assert ruling(record) == expected


def test_what_the_rest_interface_answers_is_read_too() -> None:
    answer = {
        "total_count": 1,
        "items": [{
            "url": "https://api.github.com/repos/harbour/foods/issues/12",
            "html_url": URL,
            "number": 12,
            "title": "Parse dates",
            "user": {"login": "ana-l", "type": "User"},
            "created_at": "2026-11-02T09:00:00Z",
            "draft": False,
            "state": "open",
        }],
    }  # fmt: skip
    assert recognise(json.dumps(answer).encode(), "-")[0].name == "github"
    (item,) = items_in(answer, me=ME)
    assert (item.key, item.person, item.ball, item.since) == (URL, "ana-l", "mine", "2026-11-02T09:00:00Z")


def test_a_review_tells_since_when() -> None:
    (item,) = items_in([pull(author=SAM, latestReviews=[reviewed(TOM, "CHANGES_REQUESTED")])], me=ME)
    assert (item.since, item.why) == ("2026-11-10T12:00:00Z", "changes are asked for")


def issue(**fields: Any) -> dict[str, Any]:
    return pull(url="https://github.com/harbour/foods/issues/7", **fields)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (issue(assignees=[SAM]), ("ana-l", "mine")),
        (issue(assignees=[TOM]), ("", "neither asked of you nor by you")),
        (issue(author=SAM, assignees=[TOM]), ("tombaker", "theirs")),
        (issue(author=SAM, assignees=[]), ("", "yours, and nobody is asked")),
        (issue(author=SAM, assignees=[SAM]), ("", "mine")),
        (issue(author=ROBOT, assignees=[SAM]), ("", "written by a robot: nobody waits")),
    ],
    ids=["assigned to me", "to others", "asked by me", "asked by me of nobody", "my own", "by a robot"],
)
def test_whose_ball_an_issue_is(record: dict[str, Any], expected: tuple[str, str]) -> None:
    assert ruling(record) == expected


def test_without_a_name_of_mine_the_list_is_taken_for_mine() -> None:
    (item,) = items_in([issue(assignees=[TOM])])
    assert (item.person, item.ball) == ("ana-l", "mine")
    assert "--me" in item.why


def test_what_is_no_pull_request_has_its_place() -> None:
    assert left_out_of([pull(), {"title": 5, "url": URL}, "text", pull(url="x/pull/1", createdAt="soon")]) == [
        (2, "has no title, or neither url nor number"),
        (3, "is no issue or pull request"),
        (4, "createdAt: 'soon' is not a date"),
    ]


def write(path: Path, records: Any) -> str:
    path.write_text(json.dumps(records))
    return str(path)


def test_a_review_that_goes_to_and_fro_is_one_follow_up(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "reviews.json"
    words = ("--me", "sam-field", "--yes")
    fq("import", write(path, [pull(author=SAM, reviewRequests=asked(TOM))]), *words)
    assert "Nothing new" in fq("import", str(path), *words).out
    fq("import", write(path, [pull(author=SAM, latestReviews=[reviewed(TOM, "CHANGES_REQUESTED")])]), *words)
    (item,) = fq("list", "--json").document["followups"]
    assert (item["ball"], item["person"], item["since"]) == ("mine", "tombaker", "2026-11-10T12:00:00Z")
    fq("import", write(path, [pull(author=SAM, state="MERGED", mergedAt="2026-11-12T10:00:00Z")]), *words)
    (item,) = fq("list", "--status", "all", "--json").document["followups"]
    assert (item["status"], item["closed_at"]) == ("done", "2026-11-12T10:00:00Z")


def test_an_empty_answer_closes_what_is_gone_only_when_told(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "reviews.json"
    fq("import", write(path, [pull()]), "--yes")
    write(path, [])
    words = ("--format", "github", "--yes")
    assert "No longer in the list, and still open here: 1" in fq("import", str(path), *words).out
    assert "1 closed" in fq("import", str(path), *words, "--close-gone").out
    assert fq("list", "--json").document["followups"] == []


def test_a_login_and_a_name_are_one_person(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "reviews.json"
    named = {"login": "ana-l", "name": "Ana Lopez"}
    other = URL.replace("12", "13")
    fq("import", write(path, [pull(author=named), pull(url=other)]), "--yes")
    (who,) = fq("people", "--json").document["people"]
    assert (who["name"], who["aliases"], who["owed"]) == ("Ana Lopez", ["ana-l"], 2)


# GitLab.


def merge(**fields: Any) -> dict[str, Any]:
    usual = {
        "iid": 5,
        "title": "Parse dates",
        "web_url": "https://gitlab.example.com/harbour/foods/-/merge_requests/5",
        "author": {"username": "ana-l", "name": "Ana Lopez"},
        "reviewers": [{"username": "sam-field"}],
        "state": "opened",
        "created_at": "2026-11-02T09:00:00.123Z",
        "references": {"full": "harbour/foods!5"},
        "labels": ["bug"],
    }
    return usual | fields


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (merge(), ("Ana Lopez", "mine")),
        (merge(reviewers=[]), ("", "neither asked of you nor by you")),
        (merge(author=SAM | {"username": "sam-field"}, reviewers=[{"username": "tombaker"}]), ("tombaker", "theirs")),
        (merge(draft=True), ("", "a draft: nobody is asked yet")),
        (merge(author={"username": "project_1_bot_9"}), ("", "written by a robot: nobody waits")),
        (merge(web_url="https://gitlab.example.com/harbour/foods/-/issues/5", assignees=[{"username": "sam-field"}]),
         ("Ana Lopez", "mine")),
    ],
    ids=["asked of me", "of nobody", "by me", "draft", "robot", "issue"],
)  # fmt: skip
def test_whose_ball_a_merge_request_is(record: dict[str, Any], expected: tuple[str, str]) -> None:
    assert ruling(record) == expected


def test_what_glab_prints_is_recognised() -> None:
    assert recognise(json.dumps([merge()]).encode(), "-")[0].name == "gitlab"
    (item,) = items_in([merge(due_date="2026-12-01")])
    assert (item.text, item.project, item.due) == ("Parse dates (harbour/foods!5)", "harbour/foods", "2026-12-01")
    assert (item.since, item.tags, item.aliases) == ("2026-11-02T09:00:00Z", ("bug",), ("ana-l",))


# Gerrit.


def change(**fields: Any) -> dict[str, Any]:
    usual = {
        "project": "foods",
        "number": 7,
        "subject": "Parse dates",
        "owner": {"name": "Ana Lopez", "email": "ana@example.com", "username": "ana-l"},
        "url": "https://review.example.com/c/foods/+/7",
        "createdOn": 1_793_610_000,
        "open": True,
        "status": "NEW",
    }
    return usual | fields


def attention(*names: str, **fields: Any) -> dict[str, Any]:
    at = {"last_update": "2026-11-20 08:00:00.000000000"} | fields
    return {str(place): {"account": {"username": name}, **at} for place, name in enumerate(names)}


OWN = {"username": "sam-field", "name": "Sam Field"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (change(attention_set=attention("sam-field")), ("Ana Lopez", "mine")),
        (change(owner=OWN, attention_set=attention("tombaker")), ("tombaker", "theirs")),
        (change(owner=OWN, attention_set=attention("sam-field", reason_account={"username": "tombaker"})),
         ("tombaker", "mine")),
        (change(attention_set=attention("tombaker")), ("", "neither asked of you nor by you")),
        (change(attention_set=attention("tombaker"), allReviewers=[{"username": "sam-field"}]), ("tombaker", "theirs")),
        (change(attention_set={}), ("", "its attention set is empty: nobody has the ball")),
        (change(owner=OWN, attention_set=attention("ci-bot")), ("", "its attention set is empty: nobody has the ball")),
        (change(wip=True, attention_set=attention("sam-field")), ("", "a draft: nobody is asked yet")),
        (change(), ("Ana Lopez", "mine")),
        (change(owner=OWN, allReviewers=[{"username": "ci-bot"}, {"username": "tombaker"}]), ("tombaker", "theirs")),
    ],
    ids=[
        "I am in it", "they are in it", "they passed it to me", "not mine", "I am a reviewer", "nobody is in it",
        "a robot is in it", "work in progress", "no set: review", "no set: my change",
    ],
)  # fmt: skip
def test_the_attention_set_is_the_ball(record: dict[str, Any], expected: tuple[str, str]) -> None:
    assert ruling(record) == expected


def test_what_gerrit_prints_is_recognised_by_line_and_by_rest() -> None:
    stats = {"type": "stats", "rowCount": 1, "runTimeMilliseconds": 5}
    lines = f"{json.dumps(change())}\n{json.dumps(stats)}\n"
    assert recognise(lines.encode(), "-")[0].name == "gerrit"
    (item,) = items_in(lines)
    assert (item.key, item.since) == ("https://review.example.com/c/foods/+/7", "2026-11-02T09:00:00Z")
    rest = {"_number": 7, "created": "2026-11-02 09:00:00.000000000"} | {
        key: value for key, value in change().items() if key not in ("number", "url", "createdOn", "open")
    }
    guarded = ")]}'\n" + json.dumps([rest])
    assert recognise(guarded.encode(), "-")[0].name == "gerrit"
    (item,) = items_in(guarded)
    assert (item.key, item.since) == ("foods~7", "2026-11-02T09:00:00Z")
    assert found_in(json.dumps(stats) + "\n" + json.dumps(stats)) == []


def test_since_when_is_when_the_attention_was_asked() -> None:
    (item,) = items_in([change(attention_set=attention("sam-field"))], me=ME)
    assert item.since == "2026-11-20T08:00:00Z"


# Jira.


def ticket(**fields: Any) -> dict[str, Any]:
    usual = {
        "summary": "Parse dates",
        "reporter": {"displayName": "Ana Lopez", "emailAddress": "ana@example.com", "accountId": "5b1"},
        "assignee": {"displayName": "Sam Field", "accountId": "5b2"},
        "status": {"name": "In Progress", "statusCategory": {"key": "indeterminate"}},
        "created": "2026-11-02T09:00:00.000+0100",
        "duedate": "2026-12-01",
        "project": {"key": "FOOD", "name": "Harbour Foods"},
        "labels": ["bug"],
    }
    return {"key": "FOOD-7", "self": "https://jira.example.com/rest/api/2/issue/1", "fields": usual | fields}


def test_what_jira_answers_is_recognised() -> None:
    answer = {"startAt": 0, "issues": [ticket()]}
    assert recognise(json.dumps(answer).encode(), "-")[0].name == "jira"
    (item,) = items_in(answer)
    assert (item.key, item.text) == ("https://jira.example.com/browse/FOOD-7", "Parse dates (FOOD-7)")
    assert (item.since, item.due, item.project) == ("2026-11-02T08:00:00Z", "2026-12-01", "Harbour Foods")
    assert (item.person, item.emails, item.ball) == ("Ana Lopez", ("ana@example.com",), "mine")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("Ana Lopez", "mine")),
        ({"assignee": {"displayName": "Tom Baker"}}, ("", "neither asked of you nor by you")),
        ({"assignee": {"displayName": "Tom Baker"}, "reporter": {"displayName": "Sam Field"}}, ("Tom Baker", "theirs")),
        ({"reporter": {"displayName": "Build", "accountType": "app"}}, ("", "written by a robot: nobody waits")),
    ],
    ids=["assigned to me", "to others", "by me", "by a robot"],
)
def test_whose_ball_a_ticket_is(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert ruling(ticket(**fields), me=("Sam Field",)) == expected


def test_a_resolved_ticket_is_closed() -> None:
    (item,) = items_in(
        [ticket(status={"statusCategory": {"key": "done"}}, resolutiondate="2026-11-20T10:00:00.000+0000")]
    )
    assert (item.status, item.closed_at) == ("done", "2026-11-20T10:00:00Z")
