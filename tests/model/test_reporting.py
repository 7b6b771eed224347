"""The report: what stands where, what was done and moved, and nothing that is private."""

from __future__ import annotations

from typing import Any

from followq.model.core import verbs
from followq.model.core.change import Change, Entry, invert_change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.people.message_kinds import SAID
from followq.model.people.status_report import BRIEF, Report, make_report, shorten_report
from tests.factories import calendar, followup

NOW = calendar()
MARK = "PRIVATE-MARK"


class Life:
    """A follow-up with its log."""

    def __init__(self, **fields: Any) -> None:
        self.now: FollowUp = followup(**fields)
        self.log: list[Entry] = [self._entry("add", self.now.created_at, record_creation(self.now))]

    def _entry(self, command: str, at: str, change: Change, undoes: int | None = None) -> Entry:
        number = len(getattr(self, "log", [])) + 1
        return Entry(number, number, at, "UTC", command, undoes, change)

    def step(self, command: str, at: str, after: FollowUp, remark: str = "") -> Life:
        """Something happened to it."""
        self.log += [self._entry(command, at, change) for change in record_changes(self.now, after, remark)]
        self.now = after
        return self

    def undo(self, before: FollowUp) -> None:
        """The last step was taken back."""
        last = self.log[-1]
        self.log.append(self._entry("undo", last.at, invert_change(last.change), last.batch))
        self.now = before


def told(life: Life, at: str, remark: str = "", by: str | None = None) -> Life:
    return life.step("told", at, verbs.tell(life.now, calendar(at), by), remark)


def reported(*lives: Life, since: str = "2026-11-16", person: str | None = "Ana Lopez") -> Report:
    followups = [life.now for life in lives]
    logs = {life.now.id: life.log for life in lives}
    return make_report(followups, logs, {1: "Ana Lopez", 2: "Tom Baker"}, NOW, since, person)


def test_both_sides_with_the_most_urgent_first() -> None:
    found = reported(
        Life(id=1, text="No date", since="2026-11-02"),
        Life(id=2, text="Later", promised="2026-11-30"),
        Life(id=3, text="Late", promised="2026-11-20"),
        Life(id=4, text="Signature", ball="theirs", promised="2026-11-19"),
    )
    assert [item.text for item in found.owed] == ["Late", "Later", "No date"]
    assert [item.is_late for item in found.owed] == [True, False, False]
    assert [item.text for item in found.needed] == ["Signature"]
    assert (found.state, found.late, found.overdue) == ("late", 1, 1)
    assert [(coming.text, coming.when) for coming in found.coming] == [("Later", "2026-11-30")]


def test_the_state_is_the_worst_there_is() -> None:
    assert reported().state == "clear"
    assert reported(Life(id=1)).state == "open"
    assert reported(Life(id=1), Life(id=2, promised="2026-11-30")).state == "on track"
    assert reported(Life(id=1), Life(id=2, ball="theirs", promised="2026-11-20")).state == "waiting"


def test_what_was_done_since_by_either_side_and_what_was_let_go() -> None:
    done = Life(id=1, text="Quote")
    done.step("done", "2026-11-18T09:00:00Z", verbs.close(done.now, calendar("2026-11-18")))
    came = Life(id=2, text="Numbers", ball="theirs")
    came.step("done", "2026-11-19T09:00:00Z", verbs.close(came.now, calendar("2026-11-19")))
    gone = Life(id=3, text="Fair")
    gone.step("drop", "2026-11-20T09:00:00Z", verbs.close(gone.now, calendar("2026-11-20"), "dropped"), MARK)
    old = Life(id=4, text="Long ago")
    old.step("done", "2026-11-13T09:00:00Z", verbs.close(old.now, calendar("2026-11-13")))
    found = reported(done, came, gone, old)
    assert [(deed.text, deed.by) for deed in found.done] == [("Fair", None), ("Numbers", "theirs"), ("Quote", "mine")]
    assert MARK not in repr(found)


def test_a_toss_is_something_done_where_its_words_are_still_so() -> None:
    life = Life(id=1, text="Send the quote")
    life.step("toss", "2026-11-18T09:00:00Z", verbs.toss(life.now, calendar("2026-11-18"), "Sign the quote"))
    same = Life(id=2, text="Quote")
    same.step("toss", "2026-11-18T09:00:00Z", verbs.toss(same.now, calendar("2026-11-18")))
    found = reported(life, same)
    assert [(deed.text, deed.by, deed.is_handed) for deed in found.done] == [("Quote", "mine", True)]
    assert {item.text for item in found.needed} == {"Sign the quote", "Quote"}


def test_what_was_undone_or_taken_up_again_was_not_done() -> None:
    undone = Life(id=1)
    before = undone.now
    undone.step("done", "2026-11-18T09:00:00Z", verbs.close(before, calendar("2026-11-18"))).undo(before)
    again = Life(id=2)
    again.step("done", "2026-11-18T09:00:00Z", verbs.close(again.now, calendar("2026-11-18")))
    again.step("reopen", "2026-11-19T09:00:00Z", verbs.reopen(again.now))
    assert reported(undone, again).done == ()


def test_moved_promises_say_why_in_the_words_they_were_told() -> None:
    life = Life(id=1, promised="2026-11-18", first_promised="2026-11-18")
    told(life, "2026-11-17T09:00:00Z", "Legal looks at it", "2026-11-25")
    life.step("edit", "2026-11-19T09:00:00Z", verbs.promise(life.now, "2026-11-27", NOW), MARK)
    (second, first) = reported(life).moved
    assert (first.was, first.now, first.why) == ("2026-11-18", "2026-11-25", "Legal looks at it")
    assert (second.was, second.now, second.why) == ("2026-11-25", "2026-11-27", "")


def test_a_kind_of_message_is_no_reason() -> None:
    life = Life(id=1, promised="2026-11-18", first_promised="2026-11-18")
    told(life, "2026-11-17T09:00:00Z", f"{SAID}late", "2026-11-25")
    assert [move.why for move in reported(life).moved] == [""]


def test_a_recurring_item_is_nobodys_business_before_its_day() -> None:
    found = reported(Life(id=1, since="2026-11-30", promised="2026-12-01", every="week"))
    assert found.owed == ()
    assert [coming.when for coming in found.coming] == ["2026-12-01"]


def test_nothing_private_is_in_it() -> None:
    private = {
        "note": MARK, "tags": (MARK,), "source": MARK, "uid": MARK, "every": "week", "effort_minutes": 987654,
        "spent_minutes": 876543, "snoozes": 765432, "snoozed_until": "2026-11-24",
    }  # fmt: skip
    life = Life(id=1, **private)
    life.step("snooze", "2026-11-18T09:00:00Z", life.now._replace(snoozes=654321), MARK)
    life.step("nudge", "2026-11-18T09:00:00Z", life.now, MARK)
    life.step("note", "2026-11-18T09:00:00Z", verbs.add_note(life.now, MARK))
    shown = repr(reported(life))
    for secret in (MARK, "987654", "876543", "765432", "654321"):
        assert secret not in shown
    assert not set(Report._fields) & set(Person._fields) - {"id"}


def test_the_half_page_keeps_the_most_urgent_and_counts_all() -> None:
    lives = [Life(id=number, promised="2026-11-20") for number in range(1, 8)]
    found = reported(*lives)
    assert len(shorten_report(found).owed) == BRIEF
    assert shorten_report(found).late == 7
