"""The log in words, and on whose side the time went."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.change import Change, Entry, invert_change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.model.core.history import count_side_days, describe_change
from followq.model.core.person import Person
from tests.factories import QUICK, calendar, followup, person

MONDAY = calendar()


def said(**after: Any) -> str:
    """The words for a change of an otherwise plain follow-up."""
    (change,) = record_changes(followup(), followup(**after))
    return describe_change(change, MONDAY)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({"promised": "2026-11-27"}, "by Fri 27 Nov"),
        ({"promised": "2026-11-27T15:00:00Z"}, "by Fri 27 Nov 15:00"),
        ({"slips": 1}, "moved once"),
        ({"snoozed_until": "2027-01-04"}, "hidden until: Mon 4 Jan 2027"),
        ({"effort_minutes": 90}, "effort: 1h30m"),
        ({"spent_minutes": 25}, "time spent: 25m"),
        ({"blocked_by": (3, 4)}, "blocked by: 3, 4"),
        ({"tags": ("legal", "late")}, "tags: legal, late"),
        ({"project": "Website"}, "project: Website"),
        ({"every": "2 weeks"}, "every: 2 weeks"),
        ({"since": "2026-11-02"}, "since Mon 2 Nov, was Mon 23 Nov"),
        ({"text": "Send the contract"}, "text: Send the contract, was Send the quote"),
        ({"ball": "theirs"}, "now they owe it"),
    ],
)
def test_each_field_is_said_in_the_users_words(after: dict[str, Any], words: str) -> None:
    assert said(**after) == words


def test_what_was_there_before_is_said_too() -> None:
    (change,) = record_changes(followup(promised="2026-11-24", slips=1), followup(promised="2026-11-27", slips=2))
    assert describe_change(change, MONDAY) == "by Fri 27 Nov, was Tue 24 Nov; moved twice"


def test_what_was_taken_away_is_said_to_be_none() -> None:
    (change,) = record_changes(followup(promised="2026-11-24", tags=("legal",)), followup())
    assert describe_change(change, MONDAY) == "no date, was Tue 24 Nov; tags: none, was legal"


def test_counts_that_begin_do_not_say_that_they_were_none() -> None:
    assert said(snoozes=1, nudges=1) == "nudged once; snoozed once"


def test_moments_are_said_in_the_users_zone() -> None:
    (change,) = record_changes(followup(), followup(told_at="2026-11-23T23:30:00Z"))
    assert describe_change(change, calendar(zone="Europe/Berlin")) == "told: Tue 24 Nov 00:30"


def test_what_only_serves_the_program_is_left_out() -> None:
    closed = verbs.close(followup(first_promised="2026-11-27"), MONDAY)._replace(first_promised=None, anchor="x")
    (change,) = record_changes(followup(first_promised="2026-11-27"), closed)
    words = describe_change(change, MONDAY)
    assert "done" in words
    assert "closed" not in words
    assert "first" not in words
    assert "anchor" not in words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, {"status": "done"}, "done"),
        ({}, {"status": "dropped"}, "dropped"),
        ({"status": "done"}, {"status": "open"}, "open again"),
        ({"person_id": 1}, {"person_id": 2}, "with somebody else"),
    ],
)
def test_what_needs_no_name_is_said_without_one(before: dict[str, Any], after: dict[str, Any], words: str) -> None:
    (change,) = record_changes(followup(**before), followup(**after))
    assert describe_change(change, MONDAY) == words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ((1, 2), "from Ana Lopez to Tom Baker"),
        ((1,), "from Ana Lopez"),
        ((2,), "to Tom Baker"),
        ((), "with somebody else"),
    ],
)
def test_a_move_names_the_people_who_are_known(known: tuple[int, ...], words: str) -> None:
    people = {1: person(id=1, name="Ana Lopez"), 2: person(id=2, name="Tom Baker")}
    (change,) = record_changes(followup(person_id=1), followup(person_id=2))
    assert describe_change(change, MONDAY, {i: people[i] for i in known}) == words


def test_a_toss_does_not_tell_of_the_counts_that_end_with_it() -> None:
    before = followup(ball="theirs", nudges=2, slips=1, heard_at="2026-11-20T09:00:00Z")
    (change,) = record_changes(before, followup())
    assert describe_change(change, MONDAY) == "now you owe it"
    (change,) = record_changes(followup(nudges=1), followup())
    assert describe_change(change, MONDAY) == "not nudged"


def test_a_long_text_is_cut() -> None:
    words = said(note="x" * 200)
    assert len(words) < 80
    assert words.endswith("…")


def test_a_new_follow_up_is_said_with_what_it_holds_and_nothing_else() -> None:
    words = describe_change(record_creation(followup(promised="2026-11-27", channel="call")), MONDAY)
    assert {"you owe it", "by Fri 27 Nov", "channel: call"} <= set(words.split("; "))
    assert "slips" not in words
    assert "open" not in words
    assert "none" not in words
    assert "was" not in words


def test_what_was_removed_is_gone() -> None:
    assert describe_change(invert_change(record_creation(followup())), MONDAY) == "is gone"


def test_a_change_in_which_nothing_but_words_was_said_has_no_phrase() -> None:
    assert describe_change(Change("followup", 1, "change", {}, "Legal looks at it"), MONDAY) == ""


def test_a_target_of_no_days_is_a_target() -> None:
    (change,) = record_changes(person(reply_target_days=0), person(reply_target_days=3))
    assert describe_change(change, MONDAY) == "reply target days: 3, was 0"
    (back,) = record_changes(person(), person(reply_target_days=0))
    assert describe_change(back, MONDAY) == "reply target days: 0"
    assert describe_change(record_creation(person(keep_informed_days=0)), MONDAY) == "keep informed days: 0"


class Log:
    """A follow-up's log, written day by day with the verbs."""

    def __init__(self, item: FollowUp, on: str) -> None:
        self.item = item
        self.entries: list[Entry] = []
        self._write(record_creation(item), on, "add")

    def to(self, after: FollowUp, on: str) -> Log:
        """Note the change to another version on a day."""
        for change in record_changes(self.item, after):
            self._write(change, on, "edit")
        self.item = after
        return self

    def undo(self, on: str) -> Log:
        """Take the last change back, as the store does: by its inverse."""
        return self._take_back("undo", on)

    def redo(self, on: str) -> Log:
        """Take the undo back."""
        return self._take_back("redo", on)

    def toss(self, on: str) -> Log:
        """Hand the ball over on a day."""
        return self.to(verbs.toss(self.item, calendar(on)), on)

    def sides(self, now: str = "2026-11-23") -> tuple[int, int]:
        """Working days on the user's and on their side."""
        found = count_side_days(self.entries, calendar(now))
        return found["mine"], found["theirs"]

    def _take_back(self, command: str, on: str) -> Log:
        last = self.entries[-1]
        self._write(invert_change(last.change), on, command, undoes=last.batch)
        return self

    def _write(self, change: Change, on: str, command: str, undoes: int | None = None) -> None:
        number = len(self.entries) + 1
        self.entries.append(Entry(number, number, f"{on}T09:00:00Z", "UTC", command, undoes, change))


def begun(on: str = "2026-11-02", **fields: Any) -> Log:
    """The log of something noted and begun on one day."""
    return Log(followup(**{"since": on} | fields), on)


def test_the_ball_lies_on_its_side_since_the_wait_began() -> None:
    assert begun().sides() == (15, 0)
    assert begun(ball="theirs").sides() == (0, 15)


def test_without_a_log_nobody_had_the_ball() -> None:
    assert count_side_days([], MONDAY) == {"mine": 0, "theirs": 0}


def test_what_was_noted_later_counts_from_when_they_began_to_wait() -> None:
    assert Log(followup(since="2026-11-02"), on="2026-11-20").sides() == (15, 0)


def test_what_begins_later_counts_for_nobody_yet() -> None:
    assert Log(followup(since="2026-12-14"), on="2026-11-20").sides() == (0, 0)


def test_a_toss_stops_one_clock_and_starts_the_other() -> None:
    log = begun().toss("2026-11-09")
    assert log.sides() == (5, 10)
    assert log.toss("2026-11-20").sides() == (6, 9)


def test_closed_time_counts_for_nobody_and_the_clock_runs_on_when_reopened() -> None:
    log = begun()
    log.to(verbs.close(log.item, calendar("2026-11-09")), "2026-11-09")
    assert log.sides() == (5, 0)
    log.to(verbs.reopen(log.item), "2026-11-18")
    assert log.sides() == (8, 0)


def test_other_changes_do_not_touch_the_clocks() -> None:
    log = begun()
    log.to(verbs.tell(log.item, calendar("2026-11-10")), "2026-11-10")
    log.to(verbs.snooze(log.item, calendar("2026-11-11"), "2026-11-16"), "2026-11-11")
    assert log.sides() == (15, 0)


def test_a_corrected_beginning_counts_from_the_correction_back() -> None:
    log = begun("2026-11-09")
    log.to(log.item._replace(since="2026-11-02"), "2026-11-10")
    assert log.sides() == (15, 0)


def test_a_toss_that_was_taken_back_never_happened() -> None:
    assert begun().toss("2026-11-09").undo("2026-11-09").sides() == (15, 0)
    assert begun().toss("2026-11-09").undo("2026-11-16").sides() == (15, 0)


def test_a_toss_taken_back_and_made_again_happened_once() -> None:
    assert begun().toss("2026-11-09").undo("2026-11-09").redo("2026-11-09").sides() == (5, 10)


def test_a_closing_that_was_taken_back_never_happened() -> None:
    log = begun()
    log.to(verbs.close(log.item, calendar("2026-11-09")), "2026-11-09").undo("2026-11-16")
    assert log.sides() == (15, 0)


def test_an_addition_that_was_taken_back_counts_for_nobody_and_made_again_it_counts_once() -> None:
    assert begun().undo("2026-11-09").sides() == (0, 0)
    assert begun().undo("2026-11-09").redo("2026-11-09").sides() == (15, 0)


def test_what_happens_after_an_undo_counts_as_if_the_undone_had_not_been() -> None:
    log = begun().toss("2026-11-09").undo("2026-11-09")
    log.item = log.item._replace(ball="mine", since="2026-11-02")
    assert log.toss("2026-11-16").sides() == (10, 5)


@QUICK
@given(st.lists(st.integers(0, 20), max_size=6))
def test_however_often_the_ball_changes_sides_every_working_day_is_on_one_of_them(gaps: list[int]) -> None:
    log, on, day = begun(), 0, MONDAY.day_of("2026-11-02")
    for gap in gaps:
        on += gap
        log.toss(MONDAY.add_working_days(day, on).isoformat())
    now = MONDAY.add_working_days(day, on + 3).isoformat()
    assert sum(log.sides(now)) == on + 3
    mine = sum(gaps[0::2]) + (3 if len(gaps) % 2 == 0 else 0)
    assert log.sides(now)[0] == mine


def test_people_have_words_too() -> None:
    before: Person = person(weight="normal")
    (change,) = record_changes(before, before._replace(weight="vip", emails=("ana@example.com",)))
    assert describe_change(change, MONDAY) == "emails: ana@example.com; weight: vip, was normal"
