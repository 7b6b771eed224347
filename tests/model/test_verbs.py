"""What each verb does to a follow-up, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from followq.errors import BadInputError, NotFoundError, UsageError
from followq.model.core import verbs
from followq.model.core.followup import TEXT_LIMIT, FollowUp, is_hidden
from tests.factories import calendar, followup

if TYPE_CHECKING:
    from followq.model.core.followup import Ball, Status

NOW = "2026-11-23T09:00:00Z"
TODAY = calendar()

busy = followup(
    since="2026-11-02",
    promised="2026-11-20",
    first_promised="2026-11-18",
    slips=1,
    told_at="2026-11-16T09:00:00Z",
    snoozed_until="2026-11-25",
    snoozes=2,
    effort_minutes=30,
    spent_minutes=10,
    channel="call",
    project="Website",
    tags=("legal",),
    note="ask first",
    blocked_by=(7,),
)
"""An owed item to which most things have happened."""

chased = busy._replace(ball="theirs", told_at=None, nudges=2, nudged_at="2026-11-18T09:00:00Z")
"""The same thing, waited for."""

NEED_OPEN: dict[str, Callable[[FollowUp], FollowUp]] = {
    "told": lambda f: verbs.tell(f, TODAY),
    "toss": lambda f: verbs.toss(f, TODAY),
    "nudge": lambda f: verbs.nudge(f, TODAY),
    "snooze": lambda f: verbs.snooze(f, TODAY, "2026-11-30"),
    "close": lambda f: verbs.close(f, TODAY),
}


def differing(before: FollowUp, after: FollowUp) -> set[str]:
    """Names of the fields that a verb has changed."""
    return {name for name, old, new in zip(before._fields, before, after, strict=True) if old != new}


@pytest.mark.parametrize("verb", NEED_OPEN)
@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_closed_is_left_alone_and_the_way_back_is_named(verb: str, status: Status) -> None:
    closed = followup(id=12, ball="theirs", status=status)
    with pytest.raises(NotFoundError, match=f"12 is {status} already") as refusal:
        NEED_OPEN[verb](closed)
    assert refusal.value.hint.startswith("followq reopen 12")


def test_telling_them_starts_the_dark_clock_again_and_keeps_the_debt() -> None:
    after = verbs.tell(busy, TODAY)
    assert after.told_at == NOW
    assert differing(busy, after) == {"told_at"}
    assert after.is_owed


def test_telling_them_with_a_day_promises_it() -> None:
    after = verbs.tell(followup(), TODAY, by="2026-11-27")
    assert (after.told_at, after.promised, after.first_promised, after.slips) == (NOW, "2026-11-27", "2026-11-27", 0)


def test_telling_them_a_later_day_is_a_slip() -> None:
    after = verbs.tell(busy, TODAY, by="2026-11-27")
    assert (after.promised, after.first_promised, after.slips) == ("2026-11-27", "2026-11-18", 2)


def test_telling_them_without_a_day_keeps_the_promise() -> None:
    assert verbs.tell(busy, TODAY).promised == busy.promised


@pytest.mark.parametrize(("before", "side"), [(busy, "theirs"), (chased, "mine")])
def test_tossing_hands_the_ball_over_and_starts_the_other_sides_clock(before: FollowUp, side: Ball) -> None:
    after = verbs.toss(before, TODAY)
    assert (after.ball, after.since) == (side, NOW)
    assert after.is_open


@pytest.mark.parametrize("before", [busy, chased])
def test_tossing_wipes_promise_slips_snoozes_nudges_and_what_was_told(before: FollowUp) -> None:
    after = verbs.toss(before, TODAY)
    assert (after.promised, after.first_promised, after.slips) == (None, None, 0)
    assert (after.snoozed_until, after.snoozes) == (None, 0)
    assert (after.nudges, after.nudged_at, after.told_at) == (0, None, None)


@pytest.mark.parametrize("before", [busy, chased])
def test_tossing_keeps_what_the_thing_is(before: FollowUp) -> None:
    after = verbs.toss(before, TODAY)
    kept = ("id", "uid", "person_id", "text", "effort_minutes", "spent_minutes", "channel", "project", "tags", "note")
    assert not differing(before, after) & {*kept, "blocked_by", "created_at", "status", "every", "anchor"}


def test_tossing_can_say_what_is_waited_for_now_and_by_when() -> None:
    after = verbs.toss(busy, TODAY, "Sign the quote", "2026-12-01")
    assert after.text == "Sign the quote"
    assert (after.promised, after.first_promised, after.slips) == ("2026-12-01", "2026-12-01", 0)


def test_tossing_there_and_back_begins_anew_on_the_users_side() -> None:
    tuesday = calendar("2026-11-24")
    back = verbs.toss(verbs.toss(busy, TODAY), tuesday)
    assert (back.ball, back.since, back.times_put_off) == ("mine", tuesday.instant, 0)


def test_a_nudge_is_counted_and_dated_and_the_clock_runs_on() -> None:
    after = verbs.nudge(chased, TODAY)
    assert (after.nudges, after.nudged_at, after.since) == (3, NOW, chased.since)
    assert differing(chased, after) == {"nudges", "nudged_at", "snoozed_until"}


def test_a_nudge_brings_a_hidden_item_back() -> None:
    assert is_hidden(chased, TODAY)
    assert not is_hidden(verbs.nudge(chased, TODAY), TODAY)


def test_nobody_can_be_nudged_for_what_the_user_owes() -> None:
    with pytest.raises(UsageError, match="1 waits on you") as refusal:
        verbs.nudge(busy, TODAY)
    assert "followq told 1" in refusal.value.hint


@pytest.mark.parametrize("until", ["2026-11-24", "2026-11-23T09:00:01Z", "2027-01-01"])
def test_a_snooze_hides_and_is_counted(until: str) -> None:
    item = busy._replace(promised=None, first_promised=None)
    after = verbs.snooze(item, TODAY, until)
    assert (after.snoozed_until, after.snoozes) == (until, 3)
    assert differing(item, after) == {"snoozed_until", "snoozes"}
    assert is_hidden(after, TODAY)


def test_what_is_promised_comes_back_on_its_day_whatever_it_was_snoozed_until() -> None:
    item = verbs.snooze(followup(promised="2026-11-25", first_promised="2026-11-25"), TODAY, "2026-12-04")
    hidden = [is_hidden(item, calendar(f"2026-11-{day}")) for day in (23, 24, 25, 26)]
    assert hidden == [True, True, False, False]
    theirs = item._replace(ball="theirs")
    assert is_hidden(theirs, calendar("2026-11-26"))


@pytest.mark.parametrize("until", ["2026-11-23", "2026-11-20", "2026-11-23T09:00:00Z", "2026-11-23T08:00:00Z"])
def test_a_snooze_until_what_has_come_already_is_refused(until: str) -> None:
    with pytest.raises(BadInputError, match=r"^a snooze has to end after now") as refused:
        verbs.snooze(busy, TODAY, until)
    assert "tomorrow" in refused.value.hint


def test_a_second_snooze_of_a_hidden_item_counts_too() -> None:
    twice = verbs.snooze(verbs.snooze(followup(), TODAY, "2026-11-25"), TODAY, "2026-11-24")
    assert (twice.snoozed_until, twice.snoozes) == ("2026-11-24", 2)


@pytest.mark.parametrize("status", ["done", "dropped"])
@pytest.mark.parametrize("before", [busy, chased])
def test_closing_says_how_and_when_and_keeps_everything_else(before: FollowUp, status: Status) -> None:
    after = verbs.close(before, TODAY, status)
    assert (after.status, after.closed_at) == (status, NOW)
    assert differing(before, after) == {"status", "closed_at", "snoozed_until"}
    assert not is_hidden(after, TODAY)


def test_what_is_closed_without_a_word_is_done() -> None:
    assert verbs.close(followup(), TODAY).status == "done"


def test_closing_adds_the_time_spent_and_the_note_to_what_was_there() -> None:
    after = verbs.close(busy, TODAY, spent_minutes=25, note="sent by post")
    assert (after.spent_minutes, after.note) == (35, "ask first\nsent by post")


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_reopening_takes_up_everything_where_it_was(status: Status) -> None:
    awake = busy._replace(snoozed_until=None)
    assert verbs.reopen(verbs.close(awake, TODAY, status)) == awake


def test_what_is_open_cannot_be_reopened() -> None:
    with pytest.raises(UsageError, match="1 is open already") as refused:
        verbs.reopen(followup())
    assert refused.value.hint == "followq show 1"


def test_a_note_is_added_below_the_one_before() -> None:
    first = verbs.add_note(followup(), "one")
    assert first.note == "one"
    assert verbs.add_note(first, "two").note == "one\ntwo"


def test_a_note_grows_no_longer_than_a_text_may_be() -> None:
    full = verbs.add_note(followup(), "x" * (TEXT_LIMIT - 4))
    assert verbs.add_note(full, "abc").note == "x" * (TEXT_LIMIT - 4) + "\nabc"
    with pytest.raises(BadInputError, match="the note has 10,001 characters"):
        verbs.add_note(full, "abcd")


def test_what_is_open_passes_as_open() -> None:
    verbs.require_open(followup())
    verbs.require_open(followup(ball="theirs"))


monthly = busy._replace(every="1 month", anchor="2026-10-20", status="done", closed_at=NOW, source="mail")


def test_the_next_occurrence_is_the_same_thing_for_the_same_person() -> None:
    after = verbs.make_next_occurrence(monthly, TODAY, "2026-12-20", 31, "new-uid")
    assert (after.id, after.uid, after.created_at) == (31, "new-uid", NOW)
    same = ("person_id", "text", "ball", "effort_minutes", "channel", "project", "tags", "every", "anchor")
    assert not differing(monthly, after) & set(same)
    assert after.is_open


def test_the_next_occurrence_has_no_past() -> None:
    after = verbs.make_next_occurrence(monthly, TODAY, "2026-12-20", 31, "new-uid")
    assert (after.slips, after.snoozes, after.nudges, after.spent_minutes) == (0, 0, 0, 0)
    assert (after.told_at, after.nudged_at, after.closed_at, after.blocked_by) == (None, None, None, ())


def test_the_next_occurrence_of_a_promise_is_promised_for_its_day_and_shown_three_working_days_before() -> None:
    after = verbs.make_next_occurrence(monthly, TODAY, "2026-12-20", 31, "new-uid")
    assert (after.since, after.promised, after.first_promised) == ("2026-12-20",) * 3
    assert after.snoozes == 0
    assert is_hidden(after, calendar("2026-12-14"))
    assert not is_hidden(after, calendar("2026-12-16"))


def test_the_next_occurrence_of_a_promise_with_an_hour_keeps_the_users_hour_over_a_change_of_clocks() -> None:
    berlin = calendar(zone="Europe/Berlin")
    at_three = monthly._replace(promised="2026-10-20T13:00:00Z")
    after = verbs.make_next_occurrence(at_three, berlin, "2026-11-20", 31, "new-uid")
    assert (after.since, after.promised, after.first_promised) == (
        "2026-11-20",
        "2026-11-20T14:00:00Z",
        "2026-11-20T14:00:00Z",
    )
    assert berlin.time_of(after.promised or "") == "15:00"


def test_the_next_occurrence_of_what_was_never_promised_is_hidden_until_its_day_and_not_put_off() -> None:
    after = verbs.make_next_occurrence(monthly._replace(promised=None), TODAY, "2026-12-20", 31, "new-uid")
    assert (after.promised, after.first_promised, after.times_put_off) == (None, None, 0)
    assert is_hidden(after, TODAY)
    assert not is_hidden(after, calendar("2026-12-20"))


def test_the_next_occurrence_of_what_is_waited_for_is_waited_for() -> None:
    after = verbs.make_next_occurrence(monthly._replace(ball="theirs"), TODAY, "2026-12-20", 31, "new-uid")
    assert after.is_waiting


def test_the_next_occurrence_of_what_was_never_promised_is_hidden_to_the_very_day() -> None:
    after = verbs.make_next_occurrence(monthly._replace(promised=None), TODAY, "2026-12-21", 31, "new-uid")
    assert after.snoozed_until == "2026-12-21"


@pytest.mark.parametrize("occurs_on", ["2026-11-24", "2026-11-26"])
def test_a_next_occurrence_that_is_due_to_be_shown_is_not_hidden_at_all(occurs_on: str) -> None:
    assert TODAY.today.isoformat() == "2026-11-23"
    assert verbs.make_next_occurrence(monthly, TODAY, occurs_on, 31, "new-uid").snoozed_until is None
