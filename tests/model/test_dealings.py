"""What passed between the user and one person, against a slow and plain account kept beside the log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.calendar import Calendar
from followq.model.core.change import Entry, invert_change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.model.people.relationship import Dealings, find_spells, make_dealings, median
from tests.factories import MORE, calendar, followup

NOW = "2026-11-23"


class Log:
    """A person's log, written with the verbs: the clock is given with every step."""

    def __init__(self) -> None:
        self.items: dict[int, FollowUp] = {}
        self.entries: list[Entry] = []

    def add(self, on: str, **fields: Any) -> Log:
        """Note something on a day."""
        number = len(self.items) + 1
        day = {"since": f"{on}T09:00:00Z"} | fields
        if "promised" in day:
            day.setdefault("first_promised", day["promised"])
        self.items[number] = followup(id=number, **day)
        return self._write(record_creation(self.items[number]), on, "add")

    def to(self, number: int, after: FollowUp, on: str, remark: str = "") -> Log:
        """Replace one version by another."""
        for change in record_changes(self.items[number], after, remark):
            self._write(change, on, "edit")
        self.items[number] = after
        return self

    def done(self, number: int, on: str, spent: int = 0) -> Log:
        """Close it."""
        return self.to(number, verbs.close(self.items[number], at(on), spent_minutes=spent), on)

    def toss(self, number: int, on: str, by: str | None = None) -> Log:
        """Hand the ball over."""
        return self.to(number, verbs.toss(self.items[number], at(on), by=by), on)

    def nudge(self, number: int, on: str) -> Log:
        """Ask again."""
        return self.to(number, verbs.nudge(self.items[number], at(on)), on)

    def told(self, number: int, on: str, by: str | None = None, remark: str = "") -> Log:
        """Tell them where it stands."""
        return self.to(number, verbs.tell(self.items[number], at(on), by), on, remark)

    def promise(self, number: int, on: str, by: str | None) -> Log:
        """Promise, or move a promise."""
        return self.to(number, verbs.promise(self.items[number], by, at(on)), on)

    def undo(self, number: int, on: str) -> Log:
        """Take back the last entry, which has to be about this follow-up."""
        last = self.entries[-1]
        assert last.change.id == number
        old = {name: was for name, (was, _) in last.change.fields.items()}
        self.items[number] = self.items[number]._replace(**old)
        return self._write(invert_change(last.change), on, "undo", undoes=last.batch)

    def found(self, now: str = NOW) -> Dealings:
        """What the log says by now."""
        return make_dealings(self.entries, at(now))

    def _write(self, change: Any, on: str, command: str, undoes: int | None = None) -> Log:
        number = len(self.entries) + 1
        self.entries.append(Entry(number, number, f"{on}T09:00:00Z", "UTC", command, undoes, change))
        return self


def at(on: str) -> Calendar:
    """A day at nine."""
    return calendar(f"{on}T09:00:00Z")


def test_nothing_in_the_log_is_nothing_at_all() -> None:
    found = Log().found()
    assert (found.mine.turnaround_days, found.theirs.heard_at, found.requests, found.history) == (None, None, 0, ())


def test_a_turnaround_is_the_working_days_from_being_asked_to_letting_go() -> None:
    log = Log().add("2026-11-02").done(1, "2026-11-09").add("2026-11-02").toss(2, "2026-11-03").done(2, "2026-11-17")
    found = log.found()
    assert (found.mine.turnaround_days, found.mine.turnarounds) == (3.0, 2)
    assert (found.theirs.turnaround_days, found.theirs.turnarounds) == (10.0, 1)


def test_what_is_open_dropped_or_taken_up_again_is_no_turnaround_yet() -> None:
    log = Log().add("2026-11-02").add("2026-11-02").done(2, "2026-11-04").add("2026-11-02")
    log.to(2, verbs.reopen(log.items[2]), "2026-11-05")
    log.to(3, verbs.close(log.items[3], at("2026-11-04"), "dropped"), "2026-11-04")
    assert log.found().mine.turnarounds == 0
    assert log.done(2, "2026-11-12").found().mine.turnaround_days == 8.0


def test_a_corrected_beginning_counts() -> None:
    log = Log().add("2026-11-09")
    log.to(1, log.items[1]._replace(since="2026-11-02"), "2026-11-09").done(1, "2026-11-10")
    assert log.found().mine.turnaround_days == 6.0


def test_a_correction_of_who_waits_on_whom_is_no_toss() -> None:
    log = Log().add("2026-11-02", promised="2026-11-13")
    log.to(1, log.items[1]._replace(ball="theirs"), "2026-11-04").done(1, "2026-11-09")
    found = log.found()
    assert (found.mine.turnarounds, found.theirs.turnaround_days, found.theirs.kept) == (0, 5.0, 1)
    assert (found.mine.heard_at or "")[:10] == "2026-11-02"


def test_what_came_in_closed_counts_from_its_own_dates() -> None:
    log = Log().add(
        "2026-11-20", since="2026-11-02", status="done", closed_at="2026-11-04T09:00:00Z", promised="2026-11-05"
    )
    found = log.found()
    assert (found.mine.turnaround_days, found.mine.kept) == (2.0, 1)
    assert [(event.deed, event.at[:10]) for event in found.history if event.deed != "promised"] == [
        ("asked", "2026-11-02"),
        ("done", "2026-11-04"),
    ]


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ([("done", "2026-11-12")], "kept"),
        ([("done", "2026-11-13")], "kept"),
        ([("done", "2026-11-14")], "broken"),
        ([("toss", "2026-11-12")], "kept"),
        ([("promise", "2026-11-12", "2026-11-20"), ("done", "2026-11-18")], "moved"),
        ([("promise", "2026-11-12", "2026-11-20"), ("done", "2026-11-22")], "broken"),
        ([("promise", "2026-11-16", "2026-11-20"), ("done", "2026-11-18")], "broken"),
        ([("promise", "2026-11-12", None), ("done", "2026-11-18")], "moved"),
        ([("promise", "2026-11-10", "2026-11-11"), ("done", "2026-11-11")], "kept"),
        ([], "broken"),
        ([("promise", "2026-11-12", "2026-11-30")], "moved"),
    ],
)
@pytest.mark.parametrize("ball", ["mine", "theirs"])
def test_a_promise_counts_by_the_worst_that_became_of_it(ball: Any, steps: list[Any], outcome: str) -> None:
    log = Log().add("2026-11-09", promised="2026-11-13", ball=ball)
    for name, on, *more in steps:
        getattr(log, name)(1, on, *more)
    found = log.found()
    part, other = (found.mine, found.theirs) if ball == "mine" else (found.theirs, found.mine)
    counts = {"kept": part.kept, "moved": part.moved, "broken": part.broken}
    assert counts == {"kept": 0, "moved": 0, "broken": 0} | {outcome: 1}
    assert (other.kept, other.moved, other.broken) == (0, 0, 0)


def test_a_promise_that_still_holds_and_one_dropped_in_time_count_for_nothing() -> None:
    log = Log().add("2026-11-09", promised="2026-11-27").add("2026-11-09", promised="2026-11-13")
    log.to(2, verbs.close(log.items[2], at("2026-11-10"), "dropped"), "2026-11-10")
    found = log.found().mine
    assert (found.kept, found.moved, found.broken) == (0, 0, 0)


def test_after_closing_a_passing_day_breaks_nothing() -> None:
    log = Log().add("2026-11-09", promised="2026-11-13").done(1, "2026-11-10")
    log.to(1, verbs.add_note(log.items[1], "Thanks"), "2026-11-20")
    assert log.found().mine.kept == 1


def test_an_hour_promised_passes_with_that_hour() -> None:
    in_time = Log().add("2026-11-09", promised="2026-11-10T09:00:00Z").done(1, "2026-11-10")
    late = Log().add("2026-11-09", promised="2026-11-10T08:59:59Z").done(1, "2026-11-10")
    assert (in_time.found().mine.kept, late.found().mine.broken) == (1, 1)


def test_the_promise_after_a_toss_is_the_other_sides_own_even_for_the_same_day() -> None:
    log = Log().add("2026-11-09", promised="2026-11-13").toss(1, "2026-11-10", by="2026-11-13").done(1, "2026-11-18")
    found = log.found()
    assert (found.mine.kept, found.theirs.kept, found.theirs.broken) == (1, 0, 1)


def test_what_was_undone_never_happened() -> None:
    log = Log().add("2026-11-02", promised="2026-11-13").done(1, "2026-11-09").undo(1, "2026-11-09")
    found = log.found()
    assert (found.mine.turnarounds, found.mine.broken) == (0, 1)
    assert "done" not in [event.deed for event in found.history]
    assert Log().add("2026-11-02").undo(1, "2026-11-03").found().requests == 0


def test_nudges_count_for_the_side_that_had_to_be_asked_again() -> None:
    log = Log().add("2026-11-02", ball="theirs").nudge(1, "2026-11-05").nudge(1, "2026-11-10")
    log.toss(1, "2026-11-12").toss(1, "2026-11-13").nudge(1, "2026-11-18")
    found = log.found()
    assert (found.mine.nudges, found.theirs.nudges) == (0, 3)
    assert [spell.nudges for spell in find_spells(log.entries, at(NOW))] == [2, 0, 1]


@pytest.mark.parametrize(
    ("log", "mine", "theirs"),
    [
        (Log().add("2026-11-02"), None, "2026-11-02"),
        (Log().add("2026-11-02", ball="theirs"), "2026-11-02", None),
        (Log().add("2026-11-02").told(1, "2026-11-04"), "2026-11-04", "2026-11-02"),
        (Log().add("2026-11-02").done(1, "2026-11-04"), "2026-11-04", "2026-11-02"),
        (Log().add("2026-11-02").toss(1, "2026-11-04"), "2026-11-04", "2026-11-02"),
        (Log().add("2026-11-02", ball="theirs").nudge(1, "2026-11-04"), "2026-11-04", None),
        (Log().add("2026-11-02", ball="theirs").done(1, "2026-11-04"), "2026-11-02", "2026-11-04"),
        (Log().add("2026-11-02", ball="theirs").toss(1, "2026-11-04"), "2026-11-02", "2026-11-04"),
        (Log().add("2026-11-02").promise(1, "2026-11-05", "2026-11-27"), None, "2026-11-02"),
        (Log().add("2026-11-02", since="2026-11-30"), None, None),
    ],
)
def test_each_side_was_last_heard_by_its_own_signs(log: Log, mine: str | None, theirs: str | None) -> None:
    found = log.found()
    assert (found.mine.heard_at or "")[:10] == (mine or "")
    assert (found.theirs.heard_at or "")[:10] == (theirs or "")


def test_what_was_said_stands_in_the_history_with_the_text_of_then() -> None:
    log = Log().add("2026-11-02", text="Quote").told(1, "2026-11-04", remark="On it")
    log.to(1, log.items[1]._replace(text="Offer"), "2026-11-05").done(1, "2026-11-06")
    assert [(e.deed, e.text, e.remark) for e in log.found().history] == [
        ("asked", "Quote", ""),
        ("told", "Quote", "On it"),
        ("done", "Offer", ""),
    ]


def test_a_moved_promise_says_until_when() -> None:
    log = Log().add("2026-11-02", promised="2026-11-27").promise(1, "2026-11-04", "2026-11-30")
    moved = log.promise(1, "2026-11-05", None).found().history[1:]
    assert [(e.deed, e.until) for e in moved] == [
        ("promised", "2026-11-27"),
        ("moved", "2026-11-30"),
        ("moved", None),
    ]


def test_time_and_requests_add_up() -> None:
    log = Log().add("2026-11-02").done(1, "2026-11-03", spent=40).add("2026-11-02", ball="theirs")
    log.done(2, "2026-11-04", spent=5).add("2026-11-05").toss(3, "2026-11-06")
    found = log.found()
    assert (found.spent_minutes, found.requests) == (45, 2)


@pytest.mark.parametrize(
    ("numbers", "middle"), [([], None), ([3], 3), ([1, 9], 5), ([9, 1, 2], 2), ([4, 1, 2, 3], 2.5)]
)
def test_the_median_is_the_middle(numbers: list[float], middle: float | None) -> None:
    assert median(numbers) == middle


class Account(NamedTuple):
    """The same figures, kept by hand while the log was written."""

    turnarounds: dict[str, list[int]]
    outcomes: dict[str, list[str]]
    nudges: dict[str, int]
    minutes: int


STEPS = st.lists(st.tuples(st.sampled_from(("done", "toss", "nudge", "move", "told", "drop")), st.integers(0, 6)))


def _kept_by_hand(steps: list[tuple[str, int]], ball: Any) -> tuple[Log, Account]:
    """One follow-up through its steps, some days apart, with every figure noted beside it as it happens."""
    day = datetime(2026, 3, 2)
    account = Account({"mine": [], "theirs": []}, {"mine": [], "theirs": []}, {"mine": 0, "theirs": 0}, 0)
    promised = day + timedelta(days=5)
    log = Log().add(f"{day:%Y-%m-%d}", ball=ball, promised=f"{promised:%Y-%m-%d}")
    begun, worst = day, ""
    for name, gap in steps:
        day += timedelta(days=gap)
        if name == "toss" and day == begun:
            # In the moment in which a spell began nobody can tell a toss from a correction.
            continue
        on, side = f"{day:%Y-%m-%d}", log.items[1].ball
        worst = "broken" if day.date() > promised.date() else worst
        days = sum((begun + timedelta(days=n + 1)).weekday() < 5 for n in range((day - begun).days))
        if name in ("done", "toss"):
            account.turnarounds[side].append(days)
            account.outcomes[side].append(worst or "kept")
            if name == "done":
                return log.done(1, on, spent=7), account._replace(minutes=7)
            promised, begun, worst = day + timedelta(days=5), day, ""
            log.toss(1, on, by=f"{promised:%Y-%m-%d}")
        elif name == "drop":
            account.outcomes[side].append(worst)
            return log.to(1, verbs.close(log.items[1], at(on), "dropped"), on), account
        elif name == "nudge" and side == "theirs":
            account.nudges["theirs"] += 1
            log.nudge(1, on)
        elif name == "move":
            promised += timedelta(days=4)
            worst = worst or "moved"
            log.promise(1, on, f"{promised:%Y-%m-%d}")
        elif name == "told":
            log.told(1, on)
    account.outcomes[log.items[1].ball].append("broken")
    return log, account


@MORE
@given(STEPS, st.sampled_from(("mine", "theirs")))
def test_the_figures_agree_with_a_plain_account(steps: list[tuple[str, int]], ball: str) -> None:
    log, account = _kept_by_hand(steps, ball)
    found = log.found("2027-12-31")
    for side, part in (("mine", found.mine), ("theirs", found.theirs)):
        assert part.turnarounds == len(account.turnarounds[side])
        assert part.turnaround_days == median(account.turnarounds[side])
        counts = [account.outcomes[side].count(outcome) for outcome in ("kept", "moved", "broken")]
        assert [part.kept, part.moved, part.broken] == counts
        assert part.nudges == account.nudges[side]
    assert found.spent_minutes == account.minutes
