"""todo.txt, read line by line, and written so that it can be read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from followq.exchange.formats import todotxt
from followq.exchange.registry import recognise
from followq.exchange.source import Passed, ReadingOptions, Refusal, SourceItem
from tests.factories import calendar


def read(text: str, **columns: str) -> list[SourceItem]:
    _, file = recognise(text.encode(), "todo.txt", "todotxt")
    found = list(todotxt.read(file, ReadingOptions(calendar(), columns=columns)))
    return [one for one in found if isinstance(one, SourceItem)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("(A) 2026-11-02 Call the bank", "Call the bank"),
        ("2026-11-02 Call the bank @phone +home", "Call the bank"),
        ("@Fix the gate before +winter comes", "Fix the gate before winter comes"),
        ("(a) no priority", "(a) no priority"),
        ("xylophone lesson", "xylophone lesson"),
        ("Meet at 10:30 about key:value", "Meet at 10:30 about key:value"),
        ("See https://example.com/a:b", "See https://example.com/a:b"),
    ],
)
def test_the_text_is_what_is_no_mark(line: str, text: str) -> None:
    (item,) = read(line)
    assert item.text == text


@pytest.mark.parametrize(
    ("line", "person", "ball"),
    [
        ("Quote who:Ana_Lopez", "Ana Lopez", "mine"),
        ("Quote to:Ana", "Ana", "mine"),
        ("Quote from:Ana", "Ana", "theirs"),
        ("Quote who:Ana @waiting", "Ana", "theirs"),
        ("Quote who:Ana +wf", "Ana", "theirs"),
        ("Quote who:Ana +wfx", "Ana", "mine"),
        ("Quote @Ana", "", "mine"),
    ],
)
def test_who_it_is_and_whose_ball(line: str, person: str, ball: str) -> None:
    (item,) = read(line)
    assert (item.person, item.ball) == (person, ball)


def test_contexts_are_people_on_request() -> None:
    (item,) = read("Ask @Ana_Lopez about roof @phone", person="@")
    assert (item.person, item.text, item.tags) == ("Ana Lopez", "Ask about roof", ("phone",))


def test_any_key_may_hold_the_person() -> None:
    (item,) = read("Quote analyst:ana", person="analyst")
    assert (item.person, item.text) == ("ana", "Quote")


def test_dates_and_recurrence() -> None:
    (item,) = read("2026-11-02 Rent due:2026-12-01 t:2026-11-28 rec:+1m who:Tom effort:15m")
    assert (item.since, item.due, item.hidden_until, item.every) == (
        "2026-11-02",
        "2026-12-01",
        "2026-11-28",
        "1 month",
    )
    assert item.effort_minutes == 15
    assert read("Rent rec:2b")[0].every == "2 working days"
    assert read("Rent rec:strange")[0].every is None


def test_equal_lines_are_two_and_keep_their_keys() -> None:
    one, two = read("Call\nCall\n")
    assert one.key != two.key
    assert [item.key for item in read("Call\nDraft\nCall\n")] == [one.key, read("Draft")[0].key, two.key]


def test_what_is_no_task_and_what_is_wrong_has_its_line() -> None:
    _, file = recognise(b"\n\nx 2026-11-02\ndue:soon Call\n", "todo.txt", "todotxt")
    found = list(todotxt.read(file, ReadingOptions(calendar())))
    assert [(type(one), one.line) for one in found] == [(SourceItem, 3), (Refusal, 4)]
    _, file = recognise(b"due:2026-12-01\n", "todo.txt", "todotxt")
    assert [type(one) for one in todotxt.read(file, ReadingOptions(calendar()))] == [Passed]


@pytest.mark.parametrize("name", ["avanderw-todo/todo.txt", "geomandel/todo.txt", "labpowerqt/todo.txt"])
def test_real_lists_are_recognised_and_read_whole(shared: Path, name: str) -> None:
    data = (shared / "todotxt" / name).read_bytes()
    row, file = recognise(data, name)
    assert row.name == "todotxt"
    found = list(todotxt.read(file, ReadingOptions(calendar())))
    assert all(isinstance(one, SourceItem) for one in found)
    assert len(found) == sum(bool(line.strip()) for line in data.splitlines())
