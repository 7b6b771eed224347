"""Whatever a file holds, a reader yields records, refuses them, or raises an error that the user understands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followq.errors import BadInputError
from followq.exchange.list_plan import Decisions, ListName, plan_list
from followq.exchange.registry import FORMATS, OWN, read, recognise
from followq.exchange.source import ReadingOptions
from tests.exchange.formats.lists import known
from tests.factories import QUICK, calendar
from tests.store.builders import Desk

READ = [row.name for row in FORMATS if row.reads and row.name != OWN]
SAMPLES: dict[str, dict[str, Any]] = {
    "taskwarrior": {
        "uuid": "6ac16ff1-44f0-4d0f-8c3c-2dbb0ed6b5a5", "description": "x", "status": "pending", "parent": "p",
        "entry": "20261102T090000Z", "recur": "weekly", "depends": "a", "annotations": [{"description": "n"}],
        "tags": ["w"],
    },
    "github": {
        "title": "x", "url": "https://github.com/a/b/pull/1", "author": {"login": "a"},
        "createdAt": "2026-11-02T09:00:00Z",
        "reviewRequests": [{"login": "b", "__typename": "User"}], "latestReviews": [{"author": {"login": "c"},
        "state": "APPROVED"}],
        "labels": [{"name": "l"}], "repository": {"nameWithOwner": "a/b"}, "assignees": [{"login": "b"}],
        "reviewDecision": "APPROVED",
    },
    "gitlab": {
        "iid": 1, "title": "x", "web_url": "https://x/-/merge_requests/1", "author": {"username": "a"},
        "due_date": "2026-12-01",
        "reviewers": [{"username": "b"}], "labels": ["l"], "references": {"full": "a!1"},
        "created_at": "2026-11-02T09:00:00Z",
    },
    "gerrit": {
        "number": 1, "subject": "x", "owner": {"username": "a", "tags": ["t"]}, "createdOn": 1, "project": "p",
        "attention_set": {"1": {"account": {"username": "me"}, "last_update": "2026-11-02 09:00:00.0",
        "reason_account": {}}},
        "reviewers": {"REVIEWER": [{"name": "b"}]}, "allReviewers": [{"name": "c"}], "hashtags": ["h"],
    },
    "jira": {"key": "A-1", "fields": {
        "summary": "x", "status": {"statusCategory": {"key": "new"}}, "created": "2026-11-02T09:00:00.000+0000",
        "assignee": {"displayName": "me"}, "reporter": {"displayName": "r"}, "labels": ["l"],
        "project": {"name": "p"},
    }},
    "microsoft-todo": {
        "id": "i", "title": "x", "status": "notStarted", "createdDateTime": "2026-11-02T09:00:00Z",
        "categories": ["c"],
        "dueDateTime": {"dateTime": "2026-12-01T00:00:00", "timeZone": "UTC"}, "body": {"content": "b",
        "contentType": "text"},
        "recurrence": {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
        "range": {"type": "noEnd"}},
        "checklistItems": [{"displayName": "s", "isChecked": True}],
        "completedDateTime": {"dateTime": "2026-12-01T00:00:00"},
    },
}  # fmt: skip
TEXTS = {
    "todotxt": "x 2026-11-20 2026-11-02 Quote who:Ana +p @c due:2026-12-01 t:2026-11-28 rec:+1w id:1\n",
    "taskwarrior": '[description:"x" entry:"1793610000" uuid:"u" status:"pending" annotation_1:"a"]\n',
    "vcard": "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:A=\nb\nTEL;TYPE=CELL:1\nEMAIL:a@b\nEND:VCARD\n",
    "vtodo": (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:x\nDUE;TZID=Europe/Madrid:20261201T150000\nRRULE:FREQ=DAILY\n"
        "ORGANIZER;CN=A:mailto:a@b\nATTENDEE:mailto:c@d\nCATEGORIES:a,b\nRELATED-TO:2\n"
        "DURATION:P1D\nEND:VTODO\nEND:VCALENDAR\n"
    ),
    "todoist": (
        "TYPE,CONTENT,DESCRIPTION,AUTHOR,RESPONSIBLE,DATE\nsection,s\ntask,x @l,d,A (1),B (2),2026-12-01\nnote,n\n"
    ),
    "csv": (
        'Id,Who,Task,Created,Due,Status,Assignee,Tags,Email\n1,Ana,"Quote",1/12/2026,2.12.2026,done,Tom,"a, b",a@b\n'
    ),
    "org": (
        "#+TODO: A | B\n* TODO x :t:@p:\n"
        "DEADLINE: <2026-12-01 Tue 15:00 +1w> SCHEDULED: <2026-11-28>\n:PROPERTIES:\n:ID: 1\n"
        ':Effort: 1:30\n:DELEGATED_TO: T\n:END:\n- State "TODO" from "A" [2026-11-02 Mon]\n'
        "** DONE y\nCLOSED: [2026-11-20 Fri]\n"
    ),
}
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.just([]), st.just({}),
    st.just([None]), st.just([[]]), st.just([{}]), st.just({"a": 1}), st.just("2026-02-30"),
    st.just("9999-12-31T23:59:59Z"),
    st.just("0001-01-01"), st.just(10**18), st.just("\ud800"), st.just(" "), st.just("-"),
)  # fmt: skip
MANY = settings(QUICK, max_examples=40)


def survives(format_name: str, data: bytes) -> bool:
    """Read and plan; nothing but an error of ours comes up, and what is left out has its line and reason."""
    options = ReadingOptions(calendar(), frozenset(["me"]), {}, "list")
    try:
        row, file = recognise(data, "list", format_name)
        found = list(read(row, file, options))
    except BadInputError as err:
        return bool(err.message)
    queue = known(Desk().reader, format_name)
    plan = plan_list(found, ListName(format_name), queue, Decisions(is_all=True), calendar())
    refused = all(one.reason and one.line > 0 for one in plan.refused)
    return refused and all(one.reason and one.line > 0 for one in plan.passed)


def changed(draw: st.DrawFn, value: Any) -> Any:
    """A document in which one value, somewhere, is another."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: changed(draw, value[key])}
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        return [changed(draw, value[0]), *value[1:]]
    return draw(VALUES)


@st.composite
def documents(draw: st.DrawFn, sample: dict[str, Any]) -> bytes:
    """A list of records, of which one is not as it should be."""
    broken = changed(draw, sample)
    return json.dumps([sample, broken], ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@st.composite
def texts(draw: st.DrawFn, sample: str) -> bytes:
    """A file in which a piece is cut out, doubled, or put in another's place."""
    data = bytearray(sample.encode())
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.binary(max_size=6), st.just(bytes(data[start:end]) * 2), st.sampled_from(
            [b"", b"\n", b"\r\n ", b'"', b";", b":", b"=", b"\\", b"\0", b"99999999", b"-1", b"\xff",
        "\u2028".encode(), b"<", b"*"]
        )))  # fmt: skip
        data[start:end] = piece
    return bytes(data)


@pytest.mark.parametrize("format_name", SAMPLES)
@MANY
@given(data=st.data())
def test_a_record_with_a_value_of_another_kind_is_no_defect(format_name: str, data: st.DataObject) -> None:
    assert survives(format_name, data.draw(documents(SAMPLES[format_name])))


@pytest.mark.parametrize("format_name", TEXTS)
@MANY
@given(data=st.data())
def test_a_file_with_a_piece_of_another_kind_is_no_defect(format_name: str, data: st.DataObject) -> None:
    assert survives(format_name, data.draw(texts(TEXTS[format_name])))


@pytest.mark.parametrize("format_name", READ)
@settings(QUICK, max_examples=15)
@given(data=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_a_file_of_anything_is_no_defect(format_name: str, data: bytes) -> None:
    assert survives(format_name, data)


@pytest.mark.parametrize("format_name", sorted(SAMPLES.keys() | TEXTS.keys()))
def test_every_sample_is_read(format_name: str) -> None:
    for sample in filter(None, (SAMPLES.get(format_name), TEXTS.get(format_name))):
        data = sample if isinstance(sample, str) else json.dumps([sample])
        row, file = recognise(data.encode(), "list", format_name)
        assert list(read(row, file, ReadingOptions(calendar(), frozenset(["me"]))))
