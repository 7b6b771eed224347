"""Since when and why a ball is on its side, for each way in which it comes there."""

from __future__ import annotations

from typing import Any

import pytest

from followq.model.core import verbs
from followq.model.core.change import Entry, invert_change, record_changes, record_creation
from followq.model.core.followup import FollowUp
from followq.model.core.stays import find_arrival
from tests.factories import calendar, followup, person

PEOPLE = {1: person(), 2: person(id=2, name="Tom Baker")}


class History:
    """The log of one follow-up as it is written, and what is said of it on Monday 23 November."""

    def __init__(self, item: FollowUp, on: str, command: str = "add") -> None:
        self.item = item
        self.entries: list[Entry] = []
        self._write(record_creation(item), on, command)

    def to(self, after: FollowUp, on: str, command: str = "edit") -> History:
        for change in record_changes(self.item, after):
            self._write(change, on, command)
        self.item = after
        return self

    def toss(self, on: str, command: str = "toss") -> History:
        return self.to(verbs.toss(self.item, calendar(on)), on, command)

    def move(self, on: str, person_id: int = 2, command: str = "edit") -> History:
        return self.to(verbs.move(self.item, person_id, calendar(on)), on, command)

    def undo(self, on: str, before: FollowUp) -> History:
        last = self.entries[-1]
        self._write(invert_change(last.change), on, "undo", last.batch)
        self.item = before
        return self

    def _write(self, change: Any, on: str, command: str, undoes: int | None = None) -> None:
        number = len(self.entries) + 1
        self.entries.append(Entry(number, number, f"{on}T09:00:00Z", "UTC", command, undoes, change))

    @property
    def said(self) -> str:
        found = find_arrival(self.item, self.entries, calendar(), PEOPLE)
        return found.text if found else ""


def noted(on: str = "2026-11-10", command: str = "add", **fields: Any) -> History:
    return History(followup(**{"since": on, "created_at": f"{on}T09:00:00Z"} | fields), on, command)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (noted(), "Yours since Tue 10 Nov: you added it"),
        (noted(ball="theirs"), "Theirs since Tue 10 Nov: you added it"),
        (
            noted(since="2026-11-02"),
            "Yours since Mon 2 Nov: Ana Lopez had been waiting when you added it on Tue 10 Nov",
        ),
        (
            noted(since="2026-11-02", ball="theirs"),
            "Theirs since Mon 2 Nov: you had been waiting when you added it on Tue 10 Nov",
        ),
        (noted(command="import"), "Yours since Tue 10 Nov: you imported it"),
        (
            noted(command="hand", ball="theirs", person_id=2),
            "Theirs since Tue 10 Nov: you handed the work to Tom Baker",
        ),
        (noted(command="done"), "Yours since Tue 10 Nov: you closed something on Tue 10 Nov that left this to do"),
        (
            noted(command="done", every="1 week", since="2026-11-30"),
            "Yours from Mon 30 Nov: it repeats every week",
        ),
        (noted(ball="theirs").toss("2026-11-12"), "Yours since Thu 12 Nov: Ana Lopez passed it to you"),
        (noted().toss("2026-11-12"), "Theirs since Thu 12 Nov: you passed it to Ana Lopez"),
        (noted().toss("2026-11-12", "say"), "Theirs since Thu 12 Nov: you passed it to Ana Lopez"),
        (noted().toss("2026-11-12").toss("2026-11-16"), "Yours since Mon 16 Nov: Ana Lopez sent it back"),
        (noted(ball="theirs").toss("2026-11-12").toss("2026-11-16"), "Theirs since Mon 16 Nov: you sent it back"),
        (
            noted(ball="theirs").move("2026-11-13"),
            "Theirs since Fri 13 Nov: it moved from Ana Lopez to Tom Baker",
        ),
        (
            noted(ball="theirs").move("2026-11-13", 9).move("2026-11-16"),
            "Theirs since Mon 16 Nov: it moved from somebody else to Tom Baker",
        ),
        (
            noted().move("2026-11-13"),
            "Yours since Tue 10 Nov: you added it, moved to Tom Baker on Fri 13 Nov",
        ),
        (
            noted(ball="theirs").move("2026-11-13").toss("2026-11-16"),
            "Yours since Mon 16 Nov: Tom Baker passed it to you",
        ),
        (noted().move("2026-11-13", 2, "person merge"), "Yours since Tue 10 Nov: you added it"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_way_to_a_side_has_its_sentence(history: History, said: str) -> None:
    assert history.said == said


def test_a_side_set_right_never_was_the_other() -> None:
    history = noted()
    history.to(history.item._replace(ball="theirs"), "2026-11-12")
    assert history.said == "Theirs since Tue 10 Nov: you corrected the side on Thu 12 Nov"
    assert history.toss("2026-11-13").said == "Yours since Fri 13 Nov: Ana Lopez passed it to you"


def test_what_was_closed_and_reopened_came_as_it_came_before() -> None:
    history = noted().toss("2026-11-12")
    history.to(verbs.close(history.item, calendar("2026-11-13")), "2026-11-13", "done")
    assert history.said == ""
    history.to(verbs.reopen(history.item), "2026-11-17", "reopen")
    assert history.said == "Theirs since Thu 12 Nov: you passed it to Ana Lopez, reopened on Tue 17 Nov"
    assert history.toss("2026-11-18").said == "Yours since Wed 18 Nov: Ana Lopez sent it back"


def test_a_toss_that_was_undone_never_brought_it_anywhere() -> None:
    history = noted()
    before = history.item
    assert history.toss("2026-11-12").undo("2026-11-12", before).said == "Yours since Tue 10 Nov: you added it"


def test_a_toss_noted_later_happened_when_it_happened() -> None:
    history = noted()
    history.to(verbs.toss(history.item, calendar("2026-11-12")), "2026-11-16", "toss")
    assert history.said == "Theirs since Thu 12 Nov: you passed it to Ana Lopez"


def test_without_a_log_nothing_is_said() -> None:
    assert find_arrival(followup(), [], calendar(), PEOPLE) is None
