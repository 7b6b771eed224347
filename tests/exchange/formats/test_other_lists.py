"""Todoist, Microsoft To Do and Org, read; a Markdown checklist, written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followq.exchange.registry import recognise
from followq.exchange.source import SourceItem
from tests.conftest import Call
from tests.exchange.formats.lists import found_in, items_in, left_out_of

# Todoist.

HEAD = "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n"


def todoist(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


def test_a_template_of_todoist_is_recognised_and_read() -> None:
    text = todoist(
        'task,"Send the quote @legal @two_words",About the roof,4,1,Sam Field (1),,2026-12-01,en,UTC',
        "note,Ask Ana first,,,,Sam Field (1),,,,",
        "section,Spring,,,,,,,,",
        "",
        "task,Rent,,4,1,Sam Field (1),,every month,en,UTC",
        "task,Call,,4,1,Sam Field (1),,tomorrow,en,UTC",
    )
    assert recognise(text.encode(), "Project.csv")[0].name == "todoist"
    quote, rent, call = items_in(text)
    assert (quote.text, quote.tags, quote.due) == ("Send the quote", ("legal", "two words"), "2026-12-01")
    assert (quote.note, quote.project, quote.line) == ("About the roof\nAsk Ana first", None, 2)
    assert (rent.every, rent.project) == ("1 month", "Spring")
    assert (call.due, call.lost) == (None, "the date 'tomorrow'")


@pytest.mark.parametrize(
    ("row", "person", "ball"),
    [
        ("task,Quote,,4,1,Sam Field (1),Tom Baker (2),,en,UTC", "Tom Baker", "theirs"),
        ("task,Quote,,4,1,Ana Lopez (3),Sam Field (1),,en,UTC", "Ana Lopez", "mine"),
        ("task,Quote,,4,1,Ana Lopez (3),,,en,UTC", "", "mine"),
        ("task,Quote @waiting,,4,1,Sam Field (1),,,en,UTC", "", "theirs"),
    ],
    ids=["others are responsible", "I am", "nobody is", "label"],
)
def test_whose_ball_a_task_of_todoist_is(row: str, person: str, ball: str) -> None:
    (item,) = items_in(todoist(row), me=("sam field",))
    assert (item.person, item.ball) == (person, ball)


# Microsoft To Do.


def graph(**fields: Any) -> dict[str, Any]:
    usual = {
        "id": "AQMkAD=",
        "title": "Send the quote",
        "status": "notStarted",
        "createdDateTime": "2026-11-02T09:00:00.5965057Z",
        "dueDateTime": {"dateTime": "2026-12-01T05:00:00.0000000", "timeZone": "UTC"},
        "categories": ["Ana Lopez", "legal"],
        "body": {"content": "About the roof\r\n", "contentType": "text"},
        "checklistItems": [{"displayName": "Ask", "isChecked": True}],
    }
    return usual | fields


def test_what_graph_answers_is_recognised_and_read() -> None:
    answer = {"@odata.context": "x", "value": [graph()]}
    assert recognise(json.dumps(answer).encode(), "-")[0].name == "microsoft-todo"
    (item,) = items_in(answer)
    assert (item.since, item.due, item.person) == ("2026-11-02T09:00:00Z", "2026-12-01", "")
    assert (item.tags, item.note) == (("Ana Lopez", "legal"), "About the roof\n[x] Ask")
    (named,) = items_in([graph()], columns={"person": "categories"})
    assert (named.person, named.tags) == ("Ana Lopez", ("legal",))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "waitingOnOthers"}, ("theirs", "open", None)),
        ({"status": "completed", "completedDateTime": {"dateTime": "2026-11-20T08:00:00.0", "timeZone": "UTC"}},
         ("mine", "done", None)),
        ({"recurrence": {"pattern": {"type": "absoluteMonthly", "interval": 2}, "range": {"type": "noEnd"}}},
         ("mine", "open", "2 months")),
        ({"recurrence": {"pattern": {"type": "relativeMonthly", "interval": 1}}}, ("mine", "open", None)),
    ],
    ids=["waits on others", "completed", "every two months", "no recurrence of ours"],
)  # fmt: skip
def test_what_becomes_of_a_task_of_microsoft(fields: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    (item,) = items_in([graph(**fields)])
    assert (item.ball, item.status, item.every) == expected


def test_a_task_without_an_id_has_its_place() -> None:
    assert left_out_of([graph(), graph(id=None)]) == [(2, "has no title, or no id")]


def test_real_tasks_of_microsoft_are_read(shared: Path) -> None:
    for path in sorted((shared / "vtodo/tasks-org-fixtures/microsoft").glob("*.json")):
        assert all(isinstance(one, SourceItem) for one in found_in(path.read_bytes(), path.name)), path.name


# Org.

ORG = """\
#+TITLE: Desk
#+TODO: TODO(t) ASKED(a) | DONE(d) CANCELLED(c)
* Spring
** TODO Send the quote :legal:@Ana_Lopez:
   SCHEDULED: <2026-11-25 Wed> DEADLINE: <2026-12-01 Tue 15:00 +2w>
   :PROPERTIES:
   :ID:       q1
   :CREATED:  [2026-11-02 Mon]
   :PERSON:   Ana Lopez
   :Effort:   1:30
   :END:
   About the roof
** WAITING Numbers
   :PROPERTIES:
   :DELEGATED_TO: Tom Baker
   :BLOCKER: ids(q1)
   :END:
   :LOGBOOK:
   - State "WAITING"    from "TODO"       [2026-11-10 Tue 09:00]
   :END:
** DONE Old thing
   CLOSED: [2026-11-20 Fri 10:00]
* ASKED A keyword of its own
* No task
"""


def test_an_org_file_is_recognised_and_read() -> None:
    pytest.importorskip("orgparse")
    assert recognise(ORG.encode(), "notes")[0].name == "org"
    quote, numbers, old, asked = items_in(ORG)
    assert (quote.key, quote.text, quote.person, quote.ball) == ("q1", "Send the quote", "Ana Lopez", "mine")
    assert (quote.since, quote.due, quote.hidden_until) == ("2026-11-02", "2026-12-01T15:00:00Z", "2026-11-25")
    assert (quote.every, quote.effort_minutes, quote.project) == ("2 weeks", 90, "Spring")
    assert (quote.tags, quote.note, quote.line) == (("@Ana_Lopez", "legal"), "About the roof", 4)
    assert (numbers.person, numbers.ball, numbers.since) == ("Tom Baker", "theirs", "2026-11-10T09:00:00Z")
    assert (numbers.blocked_by, numbers.note) == (("q1",), None)
    assert (old.status, old.closed_at) == ("done", "2026-11-20T10:00:00Z")
    assert (asked.text, asked.project) == ("A keyword of its own", None)


def test_tags_of_org_are_people_on_request() -> None:
    pytest.importorskip("orgparse")
    item = items_in(ORG, columns={"person": "@"})[0]
    assert (item.person, item.tags) == ("Ana Lopez", ("legal",))


def test_an_org_file_without_tasks_says_so(fq: Call, tmp_path: Path) -> None:
    pytest.importorskip("orgparse")
    path = tmp_path / "notes.org"
    path.write_text("* Heading\nText\n")
    refused = fq("import", str(path), "--yes")
    assert refused.code == 4
    assert "no heading with a keyword" in refused.err


# Markdown.


def test_a_checklist_makes_no_link_or_picture_of_others_words(fq: Call) -> None:
    fq("add", "Ana Lopez", "![x](http://example.com) <b> | `code` \x1b[31m", "--by", "2026-12-01")
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "Mei Lin", "Old")
    fq("done", "3")
    text = fq("export", "--format", "markdown").out
    assert text.startswith("## I owe\n\n- [ ] **Ana Lopez**: \\!\\[x\\]\\(http\\://example\\.com\\) \\<b\\>")
    assert "by 2026-12-01" in text
    assert "## I wait for\n\n- [ ] **Tom Baker**: Numbers (since 2026-11-23)" in text
    assert "## Closed\n\n- [x] **Mei Lin**: Old (done 2026-11-23)" in text
    assert "\x1b" not in text
    assert fq("export", "--format", "markdown", "--open").out.count("- [") == 2


def test_what_is_only_written_is_not_read(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text("- [ ] Quote\n")
    refused = fq("import", str(path), "--format", "markdown", "--yes")
    assert refused.code == 4
    assert "only written" in refused.err
    assert fq("export", "--format", "gerrit").code == 4
