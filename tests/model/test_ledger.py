"""The ledger: what it makes of single happenings, what it hands to the clearing effect, and what it forgets.

That all figures are right is shown in `tests/cli/test_stats.py`, by a plain recomputation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

import pytest

from followq.errors import BrokenRecordError
from followq.model import ledger as ledger_module
from followq.model.calendar import Calendar, instant
from followq.model.change import Change, Entry
from followq.model.clearing import Spell, clearing_effect
from followq.model.insight import Figures, figures, periods
from followq.model.ledger import Ledger, to_events
from followq.model.workclock import OFF_DAY, WorkClock
from tests.factories import calendar
from tests.model.test_clearing import world

Event = tuple[int, str, str, Mapping[str, str]]
MONDAY, TUESDAY, FRIDAY = "2026-11-16T09:00:00Z", "2026-11-17T09:00:00Z", "2026-11-20T09:00:00Z"


def new(number: int, at: str, ball: str = "mine", **fields: str) -> Event:
    usual = {"person_id": "1", "ball": ball, "status": "open", "since": at}
    return number, at, "create", usual | fields


def change(number: int, at: str, **fields: str) -> Event:
    return number, at, "change", fields


def done(number: int, at: str) -> Event:
    return change(number, at, status="done", closed_at=at)


def counted(*events: Event, reopened: Iterable[int] = ()) -> Figures:
    now = calendar()
    period, before = periods(now.today - timedelta(days=20), now.today)
    ledger = Ledger(now, (period, before))
    ledger.feed(events, frozenset(reopened))
    ledger.finish()
    return figures(period)


def test_what_was_reopened_was_not_done_after_all() -> None:
    events = [new(1, MONDAY), done(1, TUESDAY), change(1, FRIDAY, status="open", closed_at="")]
    found = counted(*events, reopened=[1])
    assert (found.mine.went_out, found.mine.open_at_end, found.mine.turnaround.number) == (0, 1, 0)
    found = counted(*events, done(1, "2026-11-23T08:00:00Z"), reopened=[1])
    assert (found.mine.went_out, found.mine.turnaround.median) == (1, 5)


def test_a_toss_ends_one_wait_and_begins_the_other() -> None:
    toss = change(1, TUESDAY, ball="theirs", since=TUESDAY, told_at="", promised="")
    found = counted(new(1, MONDAY), toss, done(1, FRIDAY))
    assert (found.mine.turnaround.median, found.theirs.turnaround.median) == (1, 3)
    assert found.service.resolution.median == 1
    assert (found.mine.came_in, found.theirs.came_in, found.theirs.went_out) == (1, 1, 1)


def test_a_corrected_side_was_never_on_the_other() -> None:
    found = counted(new(1, MONDAY), change(1, TUESDAY, ball="theirs"), done(1, FRIDAY))
    assert (found.mine.came_in, found.mine.went_out) == (0, 0)
    assert found.theirs.turnaround.median == 4


@pytest.mark.parametrize(
    ("happenings", "outcome"),
    [
        ([done(1, TUESDAY)], "kept"),
        ([change(1, TUESDAY, promised="2026-11-20", slips="1"), done(1, FRIDAY)], "moved"),
        ([done(1, FRIDAY)], "broken"),
        ([change(1, FRIDAY, promised="2026-11-30", slips="1")], "broken"),
        ([change(1, TUESDAY, promised="", slips="1")], "moved"),
        ([], "broken"),
    ],
)
def test_a_promise_counts_once_by_the_worst_of_it(happenings: list[Event], outcome: str) -> None:
    found = counted(new(1, MONDAY, promised="2026-11-18", first_promised="2026-11-18"), *happenings)
    assert found.mine.promises._asdict() == {"kept": 0, "moved": 0, "broken": 0} | {outcome: 1}


def test_what_was_dropped_is_no_answer() -> None:
    found = counted(new(1, MONDAY), change(1, TUESDAY, status="dropped", closed_at=TUESDAY))
    assert (found.mine.went_out, found.mine.turnaround.number, found.service.first_response.number) == (1, 0, 0)


def test_events_of_what_nobody_knows_are_passed_over() -> None:
    assert counted(done(7, FRIDAY), change(8, FRIDAY, told_at=FRIDAY)).mine.came_in == 0


@pytest.mark.parametrize(
    "broken",
    [
        (1, MONDAY, "create", {"ball": "mine"}),
        new(1, MONDAY, nudges="many"),
        new(1, "yesterday"),
        new(1, MONDAY, since="2026-13-01"),
    ],
)
def test_an_entry_that_followq_never_wrote_is_told(broken: Event) -> None:
    with pytest.raises(BrokenRecordError):
        counted(broken)


def test_nothing_is_held_of_what_was_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "MOST_DEBTS", 50)
    monkeypatch.setattr(ledger_module, "MOST_WAITS", 50)
    now = calendar()
    ledger = Ledger(now, periods(now.today, now.today))
    for number in range(1000):
        ball = "mine" if number % 2 else "theirs"
        ledger.feed([new(number, MONDAY, ball), done(number, TUESDAY)])
    held = [value for name in vars(ledger) for value in [getattr(ledger, name)] if hasattr(value, "__len__")]
    assert max(map(len, held)) <= 50


def test_waits_from_a_time_whose_debts_are_forgotten_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "MOST_DEBTS", 2)
    now = calendar()
    ledger = Ledger(now, periods(now.today, now.today))
    ends = ("2026-11-16T12:00:00Z", "2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z")
    ledger.feed([new(1, MONDAY, "theirs")])
    for number, end in enumerate(ends, 2):
        ledger.feed([new(number, MONDAY), done(number, end)])
    ledger.finish()
    waiting, owing = ledger.survival()
    assert len(owing[1]) == 2
    assert waiting[1][0].entered == WorkClock(now).reading(ends[0])


def test_waits_and_debts_reach_the_clearing_effect_as_they_were() -> None:
    now = calendar()
    clock = WorkClock(now).reading
    ledger = Ledger(now, periods(now.today, now.today))
    ledger.feed([
        (1, TUESDAY, "create", {"person_id": "1", "ball": "theirs", "status": "open", "since": "2026-11-16"}),
        new(2, MONDAY, "mine", person_id="2"),
        change(2, TUESDAY, person_id="1"),
        done(2, FRIDAY),
        done(1, FRIDAY),
        new(3, FRIDAY, "theirs"),
    ])  # fmt: skip
    ledger.finish()
    waiting, owing = ledger.survival()
    assert owing == {1: [(clock(MONDAY), clock(FRIDAY))]}
    assert waiting == {
        1: [
            # It was noted a day after they began to be waited for: seen from then on only.
            Spell(clock("2026-11-16"), clock(TUESDAY), clock(FRIDAY), is_answered=True),
            Spell(clock(FRIDAY), clock(FRIDAY), clock(now.instant), is_answered=False),
        ]
    }


def test_a_planted_effect_is_found_through_the_log() -> None:
    waiting, owing = world(11, 3.0)
    begin = datetime(2026, 1, 1, tzinfo=timezone.utc)
    now = Calendar(begin + timedelta(days=60), workdays=range(7))

    def at(day: float) -> str:
        return instant(begin + timedelta(days=day))

    events: list[Event] = []
    spells = [(person, "theirs", s.began, s.ended, s.is_answered) for person in waiting for s in waiting[person]]
    spells += [(person, "mine", start, end, True) for person in owing for start, end in owing[person]]
    for number, (person, ball, start, end, is_over) in enumerate(spells):
        events.append(new(number, at(start), ball, person_id=str(person)))
        if is_over and end < 60:
            events.append(done(number, at(end)))
    ledger = Ledger(now, periods(now.today, now.today))
    ledger.feed(sorted(events, key=lambda event: event[1]))
    ledger.finish()
    found, planted = clearing_effect(*ledger.survival()), clearing_effect(waiting, owing)
    assert planted.low is not None
    assert planted.low > 1
    assert (found.answers, found.telling) == (planted.answers, planted.telling)
    assert found.ratio == pytest.approx(planted.ratio, rel=0.02)


def test_the_work_clock_runs_in_working_days_and_never_stands_still() -> None:
    clock = WorkClock(calendar())
    assert clock.reading("2026-11-17") - clock.reading("2026-11-16") == pytest.approx(1)
    assert clock.reading("2026-11-17T12:00:00Z") - clock.reading("2026-11-17") == pytest.approx(0.5)
    assert clock.reading("2026-11-23") - clock.reading("2026-11-20") == pytest.approx(1 + 2 * OFF_DAY)
    hours = [instant(datetime(2026, 11, 20, tzinfo=timezone.utc) + timedelta(hours=n)) for n in range(96)]
    readings = [clock.reading(hour) for hour in hours]
    assert readings == sorted(set(readings))


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Madrid", "America/St_Johns", "Asia/Kathmandu"])
def test_days_are_the_calendars_days_in_any_zone(zone: str) -> None:
    here = calendar(zone=zone)
    clock = WorkClock(here)
    for minutes in range(0, 3 * 24 * 60, 7):
        at = instant(datetime(2026, 10, 24, tzinfo=timezone.utc) + timedelta(minutes=minutes))
        assert clock.day(at) == here.day_of(at).toordinal()


def test_log_of_one_person_tells_when_a_thing_happened_and_when_it_was_noted() -> None:
    noted, happened = "2026-11-20T09:00:00Z", "2026-11-18T12:00:00Z"
    fields = {"ball": ("mine", "theirs"), "since": ("2026-11-16", happened)}
    toss = Entry(1, 1, noted, "UTC", "toss", None, Change("followup", 1, "change", fields))
    (event,), reopened = to_events([[toss]])
    assert event == (1, happened, "change", {"ball": "theirs", "since": happened, "noted": noted})
    assert not reopened
