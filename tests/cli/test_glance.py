"""Who is worth a nudge, and how much is open, found without reading everything: what reading everything gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followq.cli.queries import ranked, summary
from followq.cli.session import Session
from followq.model.core.calendar import Calendar
from followq.model.core.filter import Filter, make_period, make_test
from followq.model.core.followup import STATUSES, FollowUp, is_hidden, is_late
from followq.model.core.person import Person
from followq.model.nudging.keep_informed import find_last_signs, find_news_due
from followq.model.nudging.nudging import find_decisions, find_waits
from followq.model.priority.due import is_told_of_another
from followq.store.queue import Queue
from followq.store.records.reader import Reader
from tests.factories import MORE, QUICK, followup, person
from tests.store.builders import in_memory
from tests.store.test_shortlist import CALENDARS, desks, few, hours, keep, moments, old

AWAY = {1: "2026-11-25", 2: "2026-11-20"}
"""Who of the people is away, or was."""

AT_ONE_SESSION = settings(QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def waited(draw: st.DrawFn) -> list[FollowUp]:
    """Things with five people, mostly waited for, mostly alike."""
    things = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        nudges = draw(few)
        things.append(
            followup(
                id=number,
                uid=f"f{number}",
                person_id=draw(st.integers(1, 5)),
                ball=draw(st.sampled_from(["theirs", "theirs", "theirs", "mine"])),
                since=(since := draw(moments)),
                created_at=draw(st.just(since) | old if len(since) > 10 else hours | old),
                promised=draw(st.none() | st.none() | moments),
                nudges=nudges,
                nudged_at=draw(hours | old) if nudges else None,
                told_at=draw(st.none() | st.none() | hours | old),
                heard_at=draw(st.none() | st.none() | hours),
                blocked_by=draw(st.sampled_from([(), (), (1,), (2, 3)])),
                snoozed_until=draw(st.none() | st.none() | moments),
            )
        )
    return things


@st.composite
def answered(draw: st.DrawFn) -> list[FollowUp]:
    """Things that were done by the same people."""
    return [
        followup(
            id=100 + number,
            uid=f"f{100 + number}",
            person_id=draw(st.integers(1, 6)),
            ball="theirs",
            status="done",
            since=draw(old),
            closed_at=draw(hours | old),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@pytest.fixture(scope="module")
def connection() -> sqlite3.Connection:
    return in_memory()


@pytest.fixture
def session(connection: sqlite3.Connection, tmp_path: Path) -> Iterator[Session]:
    """A call that looks at the queue in memory."""
    made = Session(str(tmp_path / "queue.db"))
    made.queue = Queue("memory")
    made.queue._connection = connection
    yield made
    made.queue._connection = None


def due_by_all(session: Session, reader: Reader, *, is_first: bool = False) -> set[int]:
    """Who is worth a nudge, or the first ask, out of everything."""
    followups = reader.open_followups()
    found = find_waits(followups, session.calendar, session.habits(reader, followups))
    asked = [wait for wait in found if wait.is_due and (wait.is_first or not is_first)]
    return {wait.followup.person_id for wait in asked}


@AT_ONE_SESSION
@given(
    waited(), answered(), st.sampled_from(CALENDARS), st.sampled_from([1, 2, 5, 20, 60]), st.sampled_from([1, 3, 100])
)
def test_as_many_people_are_worth_a_nudge_as_a_look_at_everything_finds(
    connection: sqlite3.Connection,
    session: Session,
    things: list[FollowUp],
    before: list[FollowUp],
    at: Calendar,
    patience_days: int,
    looked_at: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # With few answers that are looked at, silence counts from the oldest of them.
        patch.setattr("followq.model.nudging.response_times.ANSWERS_LOOKED_AT", looked_at)
        session.calendar = at
        session.loaded = session.loaded._replace(settings=session.settings._replace(nudge_after_days=patience_days))
        reader = keep(
            connection,
            [*(person(id=n, name=f"Person {n}", away_until=AWAY.get(n)) for n in range(1, 7)), *things, *before],
        )
        due = due_by_all(session, reader)
        found = summary.asks(session, reader)
        assert (found.nudges, found.first) == (len(due), len(due_by_all(session, reader, is_first=True)))
        followups = reader.open_followups()
        habits = session.habits(reader, followups)
        assert list(found.decisions) == find_decisions(find_waits(followups, at, habits))
        for followup in filter(lambda one: one.is_waiting, followups):
            own = session.habits_of(reader, [followup.person_id])
            assert own.of(followup) == pytest.approx(habits.of(followup))
            assert own.answer_rarely(followup) == habits.answer_rarely(followup)


@QUICK
@given(waited(), st.sampled_from(CALENDARS))
def test_the_counts_are_those_of_everything(
    connection: sqlite3.Connection, things: list[FollowUp], at: Calendar
) -> None:
    reader = keep(connection, [*(person(id=n) for n in range(1, 6)), *things])
    owed = [f for f in things if f.is_owed]
    waiting = [f for f in things if f.is_waiting]
    owed_hidden, waiting_hidden = (sum(is_hidden(f, at) for f in side) for side in (owed, waiting))
    late = sum(is_late(f, at) and not is_hidden(f, at) for f in owed)
    assert reader.sides(at) == (len(owed), late, len(waiting), owed_hidden, waiting_hidden)
    assert (reader.hidden("mine", at), reader.hidden("theirs", at)) == (owed_hidden, waiting_hidden)


@pytest.mark.parametrize("few_are", [0, 10])
@pytest.mark.parametrize("owed_to_ben", [0, 2, 30])
def test_what_is_owed_to_some_is_found_however_far_down_it_stands(
    connection: sqlite3.Connection, session: Session, monkeypatch: pytest.MonkeyPatch, owed_to_ben: int, few_are: int
) -> None:
    monkeypatch.setattr(ranked, "FEW", few_are)
    monkeypatch.setattr(ranked, "FAR_DOWN", 20)
    things = [followup(id=n, uid=f"f{n}", person_id=1, since="2026-11-02") for n in range(1, 60)]
    things += [
        followup(id=n, uid=f"f{n}", person_id=2, since=f"2026-11-{20 - n % 5}", effort_minutes=600)
        for n in range(100, 100 + owed_to_ben)
    ]
    things.append(followup(id=200, uid="f200", person_id=2, ball="theirs"))
    reader = keep(connection, [person(id=1, name="Ana"), person(id=2, name="Ben"), *things])
    everything = session.ranked(reader, reader.open_followups(), reader.people())
    wanted = [(item.followup, item.score) for item in everything if item.followup.person_id == 2][:3]
    for view in (ranked.Glance(session, reader), ranked.Whole(session, reader)):
        found, in_all = view.first_owed_to({2}, 3)
        assert [(item.followup, item.score) for item in found] == wanted
        assert in_all == owed_to_ben


TEXTS = st.none() | st.sampled_from(["Spring", "spring", "ŻÓŁĆ", "zolc", "Größe", "x"])
TAGS = st.lists(st.sampled_from(["Urgent", "urgent", "ÜRGENT", "quote"]), max_size=2, unique=True).map(tuple)


@st.composite
def labelled(draw: st.DrawFn) -> list[FollowUp]:
    """Things of all kinds with projects and tags, open or closed."""
    found = []
    for thing in draw(waited()):
        status = draw(st.sampled_from(("open", *STATUSES)))
        closed_at = None if status == "open" else thing.created_at
        found.append(thing._replace(status=status, closed_at=closed_at, project=draw(TEXTS), tags=draw(TAGS)))
    return found


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter that options can make."""
    at = draw(st.sampled_from(CALENDARS))
    since, until = draw(st.none() | moments), draw(st.none() | moments)
    return Filter(
        ball=draw(st.sampled_from([None, "mine", "theirs"])),
        status=draw(st.sampled_from([None, "open", "open", "done", "dropped"])),
        person_id=draw(st.sampled_from([None, None, 1, 2, 99])),
        project=draw(st.sampled_from([None, None, "", "SPRING", "zolc", "y"])),
        tags=draw(st.just(()) | st.just(()) | TAGS),
        period=draw(st.sampled_from([None, None, make_period(since, until, at)])),
        late_at=draw(st.sampled_from([None, None, at])),
        snoozed_at=draw(st.sampled_from([None, None, at])),
    )


@MORE
@given(labelled(), filters())
def test_what_is_read_by_a_filter_is_what_passes_it(
    connection: sqlite3.Connection, things: list[FollowUp], wanted: Filter
) -> None:
    reader = keep(connection, [*(person(id=n) for n in range(1, 6)), *things])
    assert reader.select(wanted) == list(filter(make_test(wanted), things))


@AT_ONE_SESSION
@given(labelled(), filters(), st.sampled_from(CALENDARS))
def test_today_and_list_mean_the_same_by_a_filter(
    connection: sqlite3.Connection, session: Session, things: list[FollowUp], wanted: Filter, at: Calendar
) -> None:
    session.calendar = at
    reader = keep(connection, [*(person(id=n) for n in range(1, 6)), *things])
    wanted = wanted._replace(status="open")
    listed = reader.select(wanted)
    view = ranked.first_owed(session, reader, wanted)
    shown = {item.followup.id for item in view.first(ranked.ALL)}
    assert shown == {f.id for f in listed if f.is_owed and not is_hidden(f, at)}
    assert view.hidden == sum(f.is_owed and is_hidden(f, at) for f in listed)
    risks, more = view.risks(2)
    assert {risk.ranked.followup.id for risk in risks} <= {f.id for f in listed}
    every, none = ranked.first_owed(session, reader).risks()
    assert (len(risks) + more, none) == (sum(risk.ranked.followup in listed for risk in every), 0)


@AT_ONE_SESSION
@given(desks(), st.sampled_from(CALENDARS), st.booleans())
def test_what_is_more_urgent_still_stands_first_in_today(
    connection: sqlite3.Connection,
    session: Session,
    desk: tuple[list[Person], list[FollowUp]],
    at: Calendar,
    is_large: bool,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranked, "WHOLE_UP_TO", 0 if is_large else 1000)
        session.calendar = at
        people, things = desk
        reader = keep(connection, [*people, *things])
        first = next(iter(ranked.first_owed(session, reader).first(1)), None)
        if first and (first.part != "due" or is_told_of_another(first.followup, at)):
            first = None
        found = ranked.find_first_due(session, reader)
        assert (found and found.followup) == (first and first.followup)


@AT_ONE_SESSION
@given(waited(), st.sampled_from(CALENDARS), st.lists(st.sampled_from([None, 0, 1, 2, 5, 300]), min_size=6, max_size=6))
def test_whoever_had_no_sign_is_found_without_reading_whoever_had_one(
    connection: sqlite3.Connection, session: Session, things: list[FollowUp], at: Calendar, intervals: list[int | None]
) -> None:
    session.calendar = at
    people = {n: person(id=n, uid=f"p{n}", keep_informed_days=days) for n, days in enumerate(intervals, 1)}
    reader = keep(connection, [*people.values(), *things])
    signs = find_last_signs(things, at)
    due = find_news_due(things, people, signs, at)
    assert summary.find_people_to_inform(session, reader) == due
