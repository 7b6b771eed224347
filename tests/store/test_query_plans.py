"""What the daily commands ask takes the same time however much was closed: by plan and by SQLite's own steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import pytest

from followq.model.priority.ranking import Weights
from followq.model.priority.top_items import ItemKind, Shortlist
from followq.model.priority.workload import Defaults
from followq.store.records.reader import Reader
from tests.factories import calendar, followup
from tests.store.builders import NOW, in_memory

MONDAY = calendar()

KIND = ItemKind(None, None, 0, 0, 0, None, 1, "2026-11-02")
Question = Callable[[Reader], object]


class _Overheard:
    """A connection that keeps what is asked, word for word, with its values."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.asked: list[tuple[str, Sequence[Any]]] = []
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        self.asked.append((sql, values))
        return self._connection.execute(sql, values)


def plan(connection: sqlite3.Connection, question: Question) -> list[str]:
    """The steps SQLite plans for all that a question asks."""
    overheard = _Overheard(connection)
    question(Reader(cast("sqlite3.Connection", overheard)))
    assert overheard.asked
    return [
        step
        for sql, values in overheard.asked
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    ]


def effort(connection: sqlite3.Connection, question: Question) -> int:
    """How many steps of its virtual machine SQLite takes for a question."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(tick, 1)
    try:
        question(Reader(connection))
    finally:
        connection.set_progress_handler(None, 0)
    return count


def filled(open_count: int, closed_per_open: int = 0, people: int = 50) -> sqlite3.Connection:
    """A queue of open follow-ups, half of them owed, with closed ones in between and time logged on each."""
    connection = in_memory()
    connection.executemany(
        "INSERT INTO people (uid, name, created_at) VALUES (?, ?, ?)",
        [(f"person-{n}", f"Person {n}", NOW) for n in range(people)],
    )
    connection.executemany(
        "INSERT INTO followups"
        " (uid, person_id, text, ball, since, promised, created_at, status, closed_at, spent_minutes)"
        " VALUES (?, ?, 'Send the quote', ?, ?, ?, ?, ?, ?, ?)",
        _rows(open_count, closed_per_open, people),
    )
    return connection


def _rows(open_count: int, closed_per_open: int, people: int) -> Iterable[tuple[Any, ...]]:
    for n in range(open_count * (1 + closed_per_open)):
        is_open = n % (1 + closed_per_open) == 0
        rank = n // (1 + closed_per_open)
        day = f"2026-{1 + rank % 11:02}-{1 + rank % 28:02}"
        ball = "mine" if rank % 2 else "theirs"
        person = 1 + rank % people
        if is_open:
            yield f"f{n}", person, ball, day, day, NOW, "open", None, 0
        else:
            yield f"f{n}", person, ball, day, None, NOW, "done", f"{day}T09:00:{n % 60:02}Z", 15


QUESTIONS: dict[str, tuple[Question, set[str]]] = {
    "open_followups": (lambda reader: reader.open_followups(), {"followups_open"}),
    "people_of_open": (lambda reader: reader.people_of_open(), {"followups_open_by_person"}),
    "open_count": (lambda reader: reader.open_count(400), {"followups_open"}),
    "counted_on": (
        lambda reader: reader.owed(MONDAY).counted_on(None, MONDAY.today),
        {"followups_counted_on"},
    ),
    "promised": (lambda reader: reader.promised(), {"followups_owed_by_promise"}),
    "owed_since": (lambda reader: reader.owed_since(), {"followups_"}),
    "usual_effort": (lambda reader: reader.usual_effort(), {"followups_spent"}),
    "open_with": (lambda reader: reader.open_with(1), {"followups_open_by_person"}),
    "blocked_by": (lambda reader: reader.blocked_by(1), {"followups_blocked"}),
    "with_source": (lambda reader: reader.with_source("mail:1@example.com"), {"followups_by_source"}),
    "closed_last": (lambda reader: reader.closed_last(50), set()),
    "waited_for": (lambda reader: reader.waited_for(), {"followups_open"}),
    "sides": (
        lambda reader: reader.sides(MONDAY),
        {"followups_open", "followups_owed_by_promise", "followups_snoozed"},
    ),
    "waits": (lambda reader: reader.waits(), {"followups_waited"}),
    "all_blocked": (lambda reader: reader.blocked(), {"followups_blocked"}),
    "owed_to_waited_for": (
        lambda reader: reader.owed_to_waited_for(MONDAY),
        {"followups_owed", "followups_waited"},
    ),
    "kinds": (lambda reader: reader.owed(MONDAY).kinds(by_channel=True), {"followups_owed"}),
    "dues": (
        lambda reader: reader.owed(MONDAY).dues(by_channel=False),
        {"followups_owed_by_promise"},
    ),
    "oldest": (lambda reader: reader.owed(MONDAY).oldest(KIND, MONDAY.today, MONDAY.today, 0, 10), {"followups_owed"}),
    "unpromised": (lambda reader: reader.owed(MONDAY).unpromised(0, 10), {"followups_owed_by_since"}),
    "owed_for": (
        lambda reader: reader.owed(MONDAY).promised(["2026-11-24"], 5),
        {"followups_owed_by_promise"},
    ),
    "hidden_loads": (lambda reader: reader.owed(MONDAY).hidden_loads(), {"followups_snoozed"}),
    "told_early": (lambda reader: reader.owed(MONDAY).told_early(), {"followups_told_early"}),
    "blocked": (lambda reader: reader.owed(MONDAY).blocked(), {"followups_blocked"}),
    "fewest_owed": (lambda reader: reader.owed(MONDAY).fewest_owed(), {"followups_open_by_person"}),
    "dealings": (lambda reader: reader.owed(MONDAY).dealings([1, 2]), {"followups_open_by_person"}),
    "shortlist": (
        lambda reader: Shortlist(reader.owed(MONDAY), MONDAY, Defaults(), Weights()).first(10),
        {"followups_owed"},
    ),
}
DAILY = [
    "open_followups",
    "people_of_open",
    "open_count",
    "promised",
    "owed_since",
    "open_with",
    "blocked_by",
    "closed_last",
    "sides",
    "waits",
    "all_blocked",
    "kinds",
    "dues",
    "fewest_owed",
    "shortlist",
]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("size", [0, 200])
def test_a_daily_question_uses_the_index_made_for_it(name: str, size: int) -> None:
    question, indexes = QUESTIONS[name]
    steps = plan(filled(size), question)
    for index in indexes:
        assert any(f"INDEX {index}" in step for step in steps), steps


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_daily_question_never_walks_over_all_follow_ups(name: str) -> None:
    for step in plan(in_memory(), QUESTIONS[name][0]):
        is_walk = step.startswith(("SCAN f ", "SCAN followups ")) or step in ("SCAN f", "SCAN followups")
        assert not is_walk or "USING" in step, step


@pytest.mark.parametrize(
    "name", ["open_followups", "open_count", "usual_effort", "dues", "oldest", "waits", "fewest_owed"]
)
def test_a_daily_question_gets_its_order_from_the_index(name: str) -> None:
    assert not [step for step in plan(in_memory(), QUESTIONS[name][0]) if "TEMP B-TREE" in step]


@pytest.fixture(scope="module")
def young() -> sqlite3.Connection:
    """A queue with 1,000 open follow-ups and nothing closed."""
    return filled(1000)


@pytest.fixture(scope="module")
def old() -> sqlite3.Connection:
    """A queue with the same 1,000 open and 20,000 closed ones."""
    return filled(1000, closed_per_open=20)


@pytest.mark.parametrize("name", DAILY)
def test_twenty_thousand_closed_items_cost_a_daily_question_nothing(
    young: sqlite3.Connection, old: sqlite3.Connection, name: str
) -> None:
    question = QUESTIONS[name][0]
    assert effort(old, question) == pytest.approx(effort(young, question), rel=0.02)


def test_the_usual_effort_costs_the_same_from_its_fiftieth_item_on(old: sqlite3.Connection) -> None:
    question = QUESTIONS["usual_effort"][0]
    assert effort(old, question) == pytest.approx(effort(filled(100, closed_per_open=1), question), rel=0.02)


def test_whether_a_queue_is_large_costs_the_same_in_one_ten_times_as_long(young: sqlite3.Connection) -> None:
    question = QUESTIONS["open_count"][0]
    assert effort(filled(10_000), question) == pytest.approx(effort(young, question), rel=0.02)


def test_what_is_due_is_found_without_a_look_at_what_is_promised_later() -> None:
    question = QUESTIONS["counted_on"][0]
    few, many = filled(100), filled(100)
    many.execute(
        "INSERT INTO followups (uid, person_id, text, ball, since, promised, created_at)"
        " SELECT uid || 'x' || value, 1, 'Later', 'mine', since, '2027-06-01', created_at"
        " FROM followups, json_each('[1,2,3,4,5,6,7,8,9]')"
    )
    assert effort(many, question) == pytest.approx(effort(few, question), rel=0.02)


def test_what_ranks_takes_a_fixed_number_of_steps_for_each_thing_owed(young: sqlite3.Connection) -> None:
    # Half of the thousand are owed. SQLite takes about 50 steps to score one; this gathers what bounds them all.
    question = QUESTIONS["shortlist"][0]
    small, large = effort(young, question), effort(filled(4_000), question)
    assert large < 4.2 * small
    assert (large - small) / 1_500 < 150


def test_what_was_added_together_is_found_by_its_batch_not_by_reading_the_log() -> None:
    steps = plan(in_memory(), lambda reader: reader.linked([followup()]))
    assert [step for step in steps if step.startswith(("SEARCH", "SCAN"))] == [
        "SEARCH this USING INDEX changes_by_subject (subject=? AND subject_id=?)",
        "SEARCH b USING INTEGER PRIMARY KEY (rowid=?)",
        "SEARCH other USING INDEX changes_by_batch (batch_id=?)",
    ]
