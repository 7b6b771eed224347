"""What they were never asked for: said as it is everywhere, asked for before any nudge, silent from the ask on."""

from __future__ import annotations

from typing import Any

import pytest

from followq.model.core.change import Change, Entry, record_creation
from followq.model.core.stays import find_stays
from tests.conftest import Call
from tests.factories import calendar, followup

MONDAY, THURSDAY = "2026-11-23T09:00:00Z", "2026-11-26T09:00:00Z"
UNKNOWN = "may not know yet"


def wait_for(fq: Call, followup_id: int, now: str | None = None) -> dict[str, Any]:
    """One row of `waiting`, as JSON has it."""
    found = fq("waiting", "--all", "--json", now=now).document["followups"]
    item: dict[str, Any] = next(item for item in found if item["id"] == followup_id)
    return item


def test_silence_counts_from_the_first_ask(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-23", now=MONDAY)
    fq("add", "-w", "Mei Lin", "Plan")
    fq("say", "2", "ask", "--log", now=THURSDAY)
    assert [wait_for(fq, number)["nudge_due_on"] for number in (1, 2)] == ["2026-11-30", "2026-12-03"]
    assert "asked today" in fq("show", "2").out + fq("waiting").out
    assert "3 working days silent" in wait_for(fq, 2, "2026-12-01T09:00:00Z")["nudge_text"]
    assert not wait_for(fq, 2, "2026-12-02T09:00:00Z")["nudge_is_due"]
    assert wait_for(fq, 2, "2026-12-03T09:00:00Z")["nudge_is_due"]


def test_what_no_ask_is_noted_for_is_never_said_to_have_been_asked(fq: Call) -> None:
    fq("add", "Ana Lopez", "Report", now=MONDAY)
    fq("hand", "1", "Tom Baker", "Draft", "--by", "2026-11-30")
    for where in (("waiting",), ("today",), ("with", "tom"), ("why", "2"), ("show", "2"), ("show", "1"), ("why", "1")):
        out = fq(*where).out
        assert "asked today" not in out, where
        assert "you asked" not in out, where
        assert "has it until" not in out, where
    for where in (("waiting",), ("today",), ("with", "tom")):
        assert UNKNOWN in fq(*where).out, where
        assert "followq say 2 ask" in fq(*where).out, where
    assert "not noted yet: followq say 2 ask" in fq("show", "2").out
    fq("say", "2", "ask", "--log")
    for where in (("waiting",), ("today",), ("with", "tom"), ("show", "2")):
        assert UNKNOWN not in fq(*where).out, where
        assert "say 2 ask" not in fq(*where).out, where
    assert "you asked them by a message (ask)" in fq("with", "tom").out


def test_what_was_never_asked_is_to_be_asked_for_once_its_day_has_come(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", now="2026-10-01T09:00:00Z")
    item = wait_for(fq, 1, MONDAY)
    assert (item["nudge_is_first"], item["nudge_is_due"]) == (True, True)
    assert item["nudge_days_due"] >= 0
    assert "ask today" in fq("waiting").out
    assert "Then 1 person is worth a nudge (1 may not know yet what you wait for): followq waiting" in fq("today").out
    assert "1 person worth a nudge (1 not asked yet)" in fq().out
    assert (fq("today", "--json").document["nudges_due"], fq("today", "--json").document["first_asks"]) == (1, 1)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("since", ["today", "yesterday", "last mon", "last mon 9:00"])
def test_since_when_one_waits_says_that_they_were_asked_then(
    fq: Call, monkeypatch: pytest.MonkeyPatch, zone: str, since: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    added = fq("add", "-w", "Tom Baker", "Numbers", "--since", since, now="2026-11-25T23:30:00Z")
    assert "say 1 ask" not in added.out
    assert not wait_for(fq, 1)["nudge_is_first"]
    assert UNKNOWN not in fq("with", "tom").out
    assert "you asked them: 1 Numbers" in fq("with", "tom").out


def test_known_since_a_day_is_silent_since_that_day(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-16", "--told", now=MONDAY)
    assert "5 working days silent" in wait_for(fq, 1)["nudge_text"]


def test_a_successor_does_not_know_yet(fq: Call) -> None:
    fq("add", "-w", "Bob Hill", "Numbers", "--since", "2026-11-09", now="2026-11-10T09:00:00Z")
    fq("add", "-w", "Bob Hill", "Plan", "--by", "2026-11-27")
    fq("nudge", "1", now="2026-11-16T09:00:00Z")
    fq("say", "2", "ask", "--log")
    left = fq("person", "edit", "bob", "--left", "--to", "Carl Weber", now=MONDAY)
    assert "Carl Weber doesn't know of it yet. Ask for 1: followq say 1 ask; 2 in the same way" in left.out + left.err
    for number in (1, 2):
        item = wait_for(fq, number)
        assert (item["nudge_is_first"], item["nudge_due_on"], item["nudges"]) == (True, "2026-11-23", 0)
        assert fq("say", str(number), "--json").document["message"]["kind"] == "ask"
    out = fq("with", "carl").out
    assert "you asked" not in out
    assert "they from you" not in out
    assert "you asked them" in fq("with", "bob").out
    fq("say", "1", "ask", "--log")
    assert "asked today" in wait_for(fq, 1)["nudge_text"]


@pytest.mark.parametrize(("options", "is_asked"), [((), False), (("--since", "2026-11-20"), True), (("--told",), True)])
def test_a_new_person_does_not_know_unless_it_is_said(fq: Call, options: tuple[str, ...], is_asked: bool) -> None:
    fq("add", "-w", "Bob Hill", "Numbers", "--since", "2026-11-16", now=MONDAY)
    moved = fq("edit", "1", "--person", "Carl Weber", *options)
    assert ("Ask them: followq say 1 ask" in moved.out) is not is_asked
    assert wait_for(fq, 1)["nudge_is_first"] is not is_asked


def test_a_move_leaves_the_figures_of_everybody_as_they_were(fq: Call) -> None:
    fq("add", "-w", "Bob Hill", "Numbers", "--since", "2026-11-09", now="2026-11-10T09:00:00Z")
    fq("person", "edit", "bob", "--left", "--to", "Carl Weber", now="2026-11-19T09:00:00Z")
    assert fq("show", "1", "--json", now=MONDAY).document["days"] == {"mine": 0, "theirs": 10}
    fq("done", "1", now=MONDAY)
    everybody = fq("stats", "--json").document["period"]["theirs"]
    assert (everybody["turnaround"]["median"], everybody["came_in"]) == (10, 1)
    carl = fq("stats", "--person", "carl", "--json").document["period"]["theirs"]
    assert carl["turnaround"]["median"] == 2
    assert fq("doctor").code == 0


def test_a_move_is_taken_back_with_all_that_was_asked(fq: Call) -> None:
    fq("add", "-w", "Bob Hill", "Numbers", "--since", "2026-11-09", now="2026-11-10T09:00:00Z")
    fq("nudge", "1", now="2026-11-16T09:00:00Z")
    before = fq("export", now=MONDAY).document["followups"]
    fq("edit", "1", "--person", "Carl Weber")
    fq("undo")
    assert fq("export").document["followups"] == before


def test_what_was_said_earlier_is_noted_for_its_day(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", now=MONDAY)
    said = fq("say", "1", "ask", "--log", "--on", "tue", now=THURSDAY)
    assert "1 Tom Baker: Numbers: asked on Tue 24 Nov." in said.out + said.err
    assert fq("show", "1", "--json").document["followups"][0]["told_at"] == "2026-11-24T12:00:00Z"
    assert "2 working days silent" in wait_for(fq, 1)["nudge_text"]


def test_the_day_it_was_said_is_for_the_log(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", now=MONDAY)
    refused = fq("say", "1", "ask", "--on", "tue", now=THURSDAY)
    assert (refused.code, "add --log" in refused.err) == (2, True)
    early = fq("say", "1", "ask", "--log", "--on", "2026-11-20")
    assert (early.code, "followq edit 1 --since 2026-11-20" in early.err) == (4, True)
    assert fq("say", "1", "ask", "--log", "--on", "2026-12-01").code == 4


def test_what_happened_before_the_ask_was_noted_can_still_be_noted(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", now=THURSDAY)
    fq("say", "1", "ask", "--log")
    refused = fq("heard", "1", "Half of it", "--on", "2026-11-24")
    assert "followq edit 1 --since 2026-11-24" in refused.err
    fq("edit", "1", "--since", "2026-11-23")
    for act in (("say", "1", "ask", "--log", "--on", "2026-11-23"), ("heard", "1", "Half of it", "--on", "2026-11-24")):
        assert fq(*act).code == 0, act
    assert "2 working days silent" in wait_for(fq, 1)["nudge_text"]
    assert fq("nudge", "1", "--on", "2026-11-23").code == 4, "before they were heard of"
    assert fq("done", "1", "--on", "2026-11-25").code == 0
    assert fq("doctor").code == 0


def test_a_stay_begins_when_it_happened_though_it_was_noted_later() -> None:
    here = calendar("2026-11-26T09:00:00Z")
    told = {"person_id": (1, 2), "told_at": (None, "2026-11-24T12:00:00Z")}
    begun = record_creation(followup(id=1, person_id=1, since="2026-11-20T09:00:00Z"))
    log = [
        Entry(seq, seq, at, "UTC", command, None, change)
        for seq, at, command, change in (
            (1, "2026-11-20T09:00:00Z", "add", begun),
            (2, "2026-11-26T08:00:00Z", "edit", Change("followup", 1, "change", told)),
        )
    ]
    found = find_stays(log, here)
    assert [stay.person_id for stay in found] == [1, 2]
    assert found[1].entries[0].change.fields["since"] == (None, "2026-11-24T12:00:00Z")
