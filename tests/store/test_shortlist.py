"""The first of what is owed, found without looking at everything: exactly what ranking everything gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.calendar import Calendar
from followq.model.core.effort import estimate_time_left
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority import top_items
from followq.model.priority.promises import find_risks, find_stretches
from followq.model.priority.ranked import Ranked
from followq.model.priority.ranking import Weights, rank
from followq.model.priority.top_items import Shortlist
from followq.model.priority.workload import Defaults
from followq.store.records import sql_ranking as owed_sql
from followq.store.records.reader import Reader
from followq.store.records.rows import to_column
from tests.factories import MORE, QUICK, calendar, followup, person
from tests.store.builders import in_memory

MONDAY = calendar()
CALENDARS = (
    MONDAY,
    calendar("2026-11-22T23:30", "America/Los_Angeles"),
    calendar("2026-11-24T00:30", "Pacific/Kiritimati"),
    calendar("2026-11-21T12:00", "Europe/Madrid", workdays=(0, 1, 2, 3), holidays=["2026-11-19", "2026-11-24"]),
    calendar(workdays=()),
)
days = st.integers(-90, 20).map(lambda days: (MONDAY.today + timedelta(days=days)).isoformat())
hours = st.integers(-150, 90).map(lambda hours: f"{MONDAY.now + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}")
old = st.integers(-9000, 0).map(lambda hours: f"{MONDAY.now + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}")
moments = days | hours | old
few = st.sampled_from([0, 0, 0, 1, 2, 5])
channels = st.sampled_from([None, None, "chat", "email", "letter"])


@st.composite
def persons(draw: st.DrawFn) -> list[Person]:
    """A few people, of whom hardly two are alike."""
    return [
        person(
            id=number,
            channel=draw(channels),
            weight=draw(st.sampled_from(["normal", "normal", "key", "vip"])),
            reply_target_days=draw(st.sampled_from([None, None, 0, 7])),
            keep_informed_days=draw(st.sampled_from([None, None, 0, 1, 30])),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]


@st.composite
def desks(draw: st.DrawFn) -> tuple[list[Person], list[FollowUp]]:
    """People and what is open with them; many things are alike, as on a real desk."""
    people = draw(persons())
    efforts = draw(st.lists(st.none() | st.integers(1, 240), min_size=1, max_size=3))
    size = draw(st.integers(0, 40))
    things = []
    for number in range(1, size + 1):
        since, promised = draw(moments), draw(st.none() | st.none() | moments)
        things.append(
            followup(
                id=number,
                uid=f"f{number}",
                person_id=draw(st.integers(1, len(people))),
                ball=draw(st.sampled_from(["mine", "mine", "mine", "theirs"])),
                since=since,
                promised=promised,
                first_promised=draw(st.just(promised) | st.none() | moments),
                agreed=draw(st.none() | st.none() | moments) if promised else None,
                told_at=draw(st.none() | st.none() | hours | old),
                snoozed_until=draw(st.none() | st.none() | st.none() | moments),
                slips=draw(few),
                snoozes=draw(few),
                effort_minutes=draw(st.sampled_from(efforts)),
                spent_minutes=draw(st.sampled_from([0, 0, 0, 7, 90])),
                channel=draw(channels),
                blocked_by=tuple(draw(st.sets(st.integers(1, size + 3), max_size=2)) - {number})
                if draw(st.integers(0, 5)) == 0
                else (),
            )
        )
    return people, things


USUAL, EVEN = Defaults(), Weights()
weights = st.just(EVEN) | st.builds(Weights, *[st.sampled_from([0.0, 0.5, 1.0, 3.0])] * len(Weights._fields))
defaults = st.builds(
    Defaults, st.integers(0, 5), st.integers(0, 9), st.sampled_from([None, 3, 25]), st.sampled_from([1, 30, 120, 1440])
)


@pytest.fixture(scope="module")
def connection() -> sqlite3.Connection:
    return in_memory()


def keep(connection: sqlite3.Connection, records: Iterable[Person | FollowUp]) -> Reader:
    """The queue with these records in it and no others."""
    connection.execute("DELETE FROM followups")
    connection.execute("DELETE FROM people")
    for record in records:
        table = "people" if isinstance(record, Person) else "followups"
        marks = ", ".join("?" * len(record))
        columns = ", ".join(record._fields)
        connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [to_column(value) for value in record])
    return Reader(connection)


def figures(ranked: Iterable[Ranked]) -> list[Any]:
    """Everything about the ranked but the words of the follow-ups, which the shortlist doesn't read."""
    return [
        (item.followup.id, item.score, item.costs, item.minutes, item.is_estimate, item.part, item.action)
        for item in ranked
    ]


def both(
    reader: Reader, at: Calendar, usual: Defaults = USUAL, some_weights: Weights = EVEN
) -> tuple[list[Ranked], Shortlist]:
    """Everything ranked, and the shortlist."""
    everything = rank(reader.open_followups(), reader.people(), at, some_weights, usual)
    return everything, Shortlist(reader.owed(at, usual.effort_minutes), at, usual, some_weights)


@QUICK
@given(desks(), st.sampled_from(CALENDARS), defaults, weights, st.integers(1, 12))
def test_the_shortlist_is_the_beginning_of_the_whole_order(
    connection: sqlite3.Connection,
    desk: tuple[list[Person], list[FollowUp]],
    at: Calendar,
    usual: Defaults,
    some_weights: Weights,
    most: int,
) -> None:
    reader = keep(connection, [*desk[0], *desk[1]])
    everything, listed = both(reader, at, usual, some_weights)
    due = [item for item in everything if item.part == "due"]
    assert figures(listed.due) == figures(due)
    assert figures(listed.first(most)) == figures(everything[: max(most, len(due))])
    assert figures(listed.first(1, most)) == figures(everything[: len(due) + max(most, 1 - len(due))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(top_items, "MOST_DUE", 2)
        _, short = both(reader, at, usual, some_weights)
    assert figures(short.due) == figures(due[: len(short.due)])
    behind = {item.followup.id for item in short.due_behind}
    between = [item for item in due[len(short.due) :] if item.followup.id not in behind]
    assert short.due_between == sum(item.desk.takes[item.followup.id][0] for item in between)
    assert short.due_minutes == sum(item.desk.takes[item.followup.id][0] for item in due)


def test_what_others_wait_for_and_was_told_of_before_its_wait_stands_once(connection: sqlite3.Connection) -> None:
    awaited = followup(
        id=1, uid="f1", person_id=1, since="2026-11-20", told_at="2026-11-09T09:00:00Z", effort_minutes=60
    )
    others = [
        followup(id=number, uid=f"f{number}", person_id=1, since="2026-11-23T08:00:00Z", effort_minutes=15)
        for number in range(2, 10)
    ]
    waiting = followup(id=10, uid="f10", person_id=1, since="2026-11-20", blocked_by=(1,))
    everything, listed = both(keep(connection, [person(id=1), awaited, *others, waiting]), MONDAY)
    assert figures(listed.first(5)) == figures(everything[:5])
    assert [item.followup.id for item in listed.first(20)] == [item.followup.id for item in everything]


near = st.sampled_from([
    "2026-11-19", "2026-11-19T01:00:00Z", "2026-11-19T23:30:00Z", "2026-11-20", "2026-11-20T00:30:00Z",
    "2026-11-20T20:00:00Z", "2026-11-21", "2026-11-23", "2026-11-23T06:00:00Z",
])  # fmt: skip


@st.composite
def alike(draw: st.DrawFn) -> tuple[list[Person], list[FollowUp]]:
    """Two things of one kind, so close that hardly anything lies between a bound and what it bounds."""
    people = [person._replace(channel=None) for person in draw(persons())]
    first = followup(effort_minutes=draw(st.integers(1, 40)), slips=draw(few), snoozes=draw(few))
    things = [
        first._replace(
            id=number,
            uid=f"f{number}",
            person_id=draw(st.integers(1, len(people))),
            since=draw(near),
            told_at=draw(st.none() | near.filter(lambda when: len(when) > 10)),
            promised=(promised := draw(st.none() | near)),
            first_promised=draw(st.just(promised) | st.none() | near),
        )
        for number in (1, 2)
    ]
    if draw(st.booleans()):
        things.append(followup(id=3, uid="f3", person_id=1, ball="theirs"))
    return people, things


@MORE
@given(alike() | desks(), st.sampled_from(CALENDARS), defaults, weights)
def test_nothing_of_a_kind_scores_more_than_the_kind_may(
    connection: sqlite3.Connection,
    desk: tuple[list[Person], list[FollowUp]],
    at: Calendar,
    usual: Defaults,
    some_weights: Weights,
) -> None:
    reader = keep(connection, [*desk[0], *desk[1]])
    everything, listed = both(reader, at, usual, some_weights)
    people, apart = reader.people(), {item.followup.id for item in listed.apart}
    for item in everything:
        f = item.followup
        if item.part != "rest":
            continue
        facts = (f.effort_minutes, f.channel, f.spent_minutes, f.slips, f.snoozes)
        for kind, minutes in listed.kinds if f.id not in apart else ():
            if kind[: len(facts)] != facts or kind.person_channel not in (None, people[f.person_id].channel):
                continue
            for weight in (None, people[f.person_id].weight):
                for since in {kind.since, *(other.since for other in desk[1] if kind.since <= other.since <= f.since)}:
                    assert listed.highest(kind._replace(since=since, weight=weight), minutes) >= item.score


@QUICK
@given(desks(), st.sampled_from(CALENDARS), defaults)
def test_what_is_known_of_the_desk_in_sums_is_what_a_look_at_everything_gives(
    connection: sqlite3.Connection, desk: tuple[list[Person], list[FollowUp]], at: Calendar, usual: Defaults
) -> None:
    reader = keep(connection, [*desk[0], *desk[1]])
    everything, listed = both(reader, at, usual)
    for item in everything:
        assert listed.desk.backlog_days == item.desk.backlog_days
        assert listed.desk.slack == item.desk.slack
        assert listed.desk.pressing_until == item.desk.pressing_until
        assert {key: [f.id for f in some] for key, some in listed.desk.blocks.items()} == {
            key: [f.id for f in some] for key, some in item.desk.blocks.items()
        }


@QUICK
@given(desks(), st.sampled_from(CALENDARS), defaults)
def test_the_stretches_hold_just_the_promises_at_risk(
    connection: sqlite3.Connection, desk: tuple[list[Person], list[FollowUp]], at: Calendar, usual: Defaults
) -> None:
    reader = keep(connection, [*desk[0], *desk[1]])
    everything, listed = both(reader, at, usual)
    owed = reader.owed(at, usual.effort_minutes)
    found = find_risks(listed.due, at, usual.desk_minutes)
    for stretch in find_stretches(listed.loads(), at, usual.desk_minutes, listed.due_minutes):
        items = listed.scored(owed.promised(stretch.moments, -1))
        assert len(items) == stretch.items
        some = find_risks(items, at, usual.desk_minutes, needed=stretch.needed)
        assert len(some) == stretch.items or not stretch.is_full
        found += some
    expected = find_risks(everything, at, usual.desk_minutes)
    assert [(risk.ranked.followup.id, risk.text) for risk in found] == [
        (risk.ranked.followup.id, risk.text) for risk in expected
    ]


@QUICK
@given(st.none() | st.integers(1, 500), st.integers(0, 500), channels, channels, st.none() | st.integers(1, 200))
def test_what_is_left_of_a_thing_is_the_same_in_sql(
    connection: sqlite3.Connection,
    effort: int | None,
    spent: int,
    channel: Any,
    persons_channel: Any,
    usual: int | None,
) -> None:
    thing = followup(effort_minutes=effort, spent_minutes=spent, channel=channel)
    somebody = person(channel=persons_channel)
    keep(connection, [somebody, thing])
    for by_channel in (True, False) if usual or not persons_channel else (True,):
        sql = f"SELECT {owed_sql.make_time_left_sql(by_channel=by_channel)} FROM followups f"
        assert connection.execute(sql, {"usual": usual}).fetchall() == [
            (estimate_time_left(thing, somebody, usual)[0],)
        ]


def test_few_of_many_are_looked_at(connection: sqlite3.Connection) -> None:
    things = [
        followup(
            id=n, uid=f"f{n}", since=(MONDAY.today - timedelta(days=n % 300)).isoformat(), effort_minutes=5 + n % 9
        )
        for n in range(1, 2001)
    ]
    reader = keep(connection, [person(), *things])
    everything, listed = both(reader, MONDAY)
    looked_at: list[FollowUp] = []
    scored = top_items.Shortlist.scored

    def counting(self: Shortlist, followups: Any) -> list[Ranked]:
        looked_at.extend(followups)
        return scored(self, followups)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shortlist, "scored", counting)
        assert figures(listed.first(10)) == figures(everything[:10])
    assert len(looked_at) < 100
