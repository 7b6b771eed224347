"""What is said of a promise when it is made: by the user's own history, in one line, only where it matters."""

from __future__ import annotations

import pytest

from tests.conftest import NOW, Call


@pytest.fixture
def history(fq: Call) -> None:
    """Fourteen things that took four working days each, done on the Friday before."""
    for number in range(14):
        fq("add", "Tom Baker" if number % 2 else "Ana Lopez", f"Thing {number}", now="2026-11-16T09:00:00Z")
    fq("done", "1-14", now="2026-11-20T09:00:00Z")
    fq("count", now=NOW)


def forecast(fq: Call, *words: str) -> str:
    """The one line that is said of a promise, or nothing."""
    done = fq(*words)
    assert (done.code, done.err) == (0, "")
    lines = [line for line in done.out.splitlines() if " of 10" in line or "stand" in line or "at your desk" in line]
    assert len(lines) <= 1
    return lines[0] if lines else ""


def test_a_hasty_promise_is_answered_with_the_day_that_would_be_kept(fq: Call, history: None) -> None:
    said = forecast(fq, "add", "Ana Lopez", "Quote", "--by", "tomorrow")
    assert said == "Going by your last 14, Fri 27 Nov is the day you would keep in 8 of 10."


def test_a_promise_that_would_be_kept_is_left_alone(fq: Call, history: None) -> None:
    assert forecast(fq, "add", "Ana Lopez", "Quote", "--by", "2026-11-27") == ""
    assert forecast(fq, "add", "Ana Lopez", "Quote", "--by", "2026-12-27") == ""


def test_without_enough_history_nothing_is_said(fq: Call) -> None:
    assert forecast(fq, "add", "Ana Lopez", "Quote", "--by", "tomorrow") == ""
    for number in range(9):
        fq("add", "Ana Lopez", f"Thing {number}", now="2026-11-16T09:00:00Z")
    fq("done", "2-10", now="2026-11-20T09:00:00Z")
    fq("count", now=NOW)
    assert forecast(fq, "add", "Ana Lopez", "Quote", "--by", "tomorrow") == ""


def test_promises_that_stand_on_that_day_are_counted(fq: Call, history: None) -> None:
    fq("add", "Tom Baker", "Numbers", "--by", "2026-11-25")
    said = forecast(fq, "add", "Ana Lopez", "Quote", "--by", "2026-11-25 15:00")
    assert said.startswith("1 promise stands on Wed 25 Nov already; going by your last 14, Fri 27 Nov is the day")
    fq("add", "Tom Baker", "Other numbers", "--by", "2026-11-24")
    fq("snooze", "15", "2026-11-25")
    said = forecast(fq, "add", "Ana Lopez", "Offer", "--by", "2026-11-25")
    assert said.startswith("2 promises stand on Wed 25 Nov already; going by")


def test_a_promise_counts_for_the_day_it_falls_on_where_the_user_is(fq: Call, history: None) -> None:
    fq("config", "zone", "Pacific/Auckland")
    fq("add", "Tom Baker", "Numbers", "--by", "2026-11-25 02:00")
    assert fq("show", "15", "--json").document["followups"][0]["promised"] == "2026-11-24T13:00:00Z"
    assert "1 promise stands on Wed 25 Nov" in forecast(fq, "add", "Ana Lopez", "Quote", "--by", "2026-11-25")


def test_what_they_owe_is_no_promise_of_the_users(fq: Call, history: None) -> None:
    assert forecast(fq, "add", "-w", "Ana Lopez", "Signature", "--by", "tomorrow") == ""
    assert forecast(fq, "edit", "15", "--by", "2026-11-25") == ""
    assert forecast(fq, "heard", "15", "--by", "2026-11-26") == ""
    fq("add", "Ana Lopez", "Quote")
    assert forecast(fq, "toss", "16", "--by", "tomorrow") == ""


def test_every_command_that_promises_says_it(fq: Call, history: None) -> None:
    fq("add", "Ana Lopez", "Quote")
    assert "Fri 27 Nov is the day" in forecast(fq, "told", "15", "Soon", "--by", "tomorrow")
    assert "Fri 27 Nov is the day" in forecast(fq, "edit", "15", "--by", "2026-11-25")
    fq("add", "-w", "Ana Lopez", "Draft")
    assert "Fri 27 Nov is the day" in forecast(fq, "toss", "16", "Comment on it", "--by", "tomorrow")


def test_what_makes_no_promise_says_nothing(fq: Call, history: None) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "tomorrow")
    assert forecast(fq, "told", "15", "Soon") == ""
    assert forecast(fq, "told", "15", "Soon", "--by", "tomorrow") == ""
    assert forecast(fq, "edit", "15", "--text", "Revised quote") == ""
    assert forecast(fq, "edit", "15", "--no-by") == ""
    assert forecast(fq, "snooze", "15", "fri") == ""
    assert forecast(fq, "add", "Ana Lopez", "Quote") == ""


def test_of_captured_lines_the_most_hasty_is_told_by_its_number(fq_process: Call, fq: Call, history: None) -> None:
    done = fq_process("add", "Ana Lopez", "-", stdin="> one by 2026-11-26\n> two by tomorrow\n< three by tomorrow\n")
    told = [line for line in done.out.splitlines() if "8 of 10" in line]
    assert told == ["16: Going by your last 14, Fri 27 Nov is the day you would keep in 8 of 10. (1 more like it.)"]


def test_what_waited_already_is_compared_with_what_waited_as_long(fq: Call, history: None) -> None:
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-19")
    said = forecast(fq, "edit", "15", "--by", "tomorrow")
    assert said == ("Going by 14 of yours that had waited as long, Wed 25 Nov is the day you would keep in 8 of 10.")


def test_where_much_is_left_undone_no_day_would_be_kept_and_that_is_said(fq: Call, history: None) -> None:
    for number in range(20):
        fq("add", "Tom Baker", f"Left {number}", "--since", "2026-11-16", now="2026-11-16T10:00:00Z")
    fq("count", now=NOW)
    said = forecast(fq, "add", "Ana Lopez", "Quote", "--by", "tomorrow")
    assert said == ("Going by your last 14, Tue 24 Nov would be kept in less than 1 of 10 cases, and no day in 8.")


def test_a_day_that_is_full_says_so_without_any_history(fq: Call) -> None:
    fq("config", "desk_minutes", "60")
    assert forecast(fq, "add", "Ana Lopez", "Quote", "--by", "today", "--effort", "40m") == ""
    said = forecast(fq, "add", "Tom Baker", "Numbers", "--by", "today", "--effort", "30m")
    assert said == (
        "1 promise stands on Mon 23 Nov already; 1h10m are promised up to it and there are about 1h at your desk."
    )
    said = forecast(fq, "add", "Tom Baker", "More", "--by", "tomorrow", "--effort", "1h")
    assert said == "2h10m are promised up to Tue 24 Nov and there are about 2h at your desk."
    assert forecast(fq, "add", "Tom Baker", "More", "--by", "2026-11-26", "--effort", "1h") == ""


def test_scripts_get_it_as_fields(fq: Call, history: None) -> None:
    fq("add", "Tom Baker", "Numbers", "--by", "tomorrow")
    page = fq("add", "Ana Lopez", "Quote", "--by", "tomorrow", "--json").document
    (found,) = page["forecasts"]
    assert found.pop("text").startswith("1 promise stands on Tue 24 Nov already; going by")
    assert found == {
        "followup": 16,
        "promised": "2026-11-24",
        "standing": 1,
        "chance": 0.0,
        "kept_on": "2026-11-27",
        "cases": 14,
    }
    assert fq("add", "Ana Lopez", "Quote", "--by", "2026-12-24", "--json").document["forecasts"] == []


def test_somebody_who_is_served_sooner_is_promised_sooner(fq: Call, history: None) -> None:
    for number in range(20):
        fq("add", "Mei Lin", f"Thing {number}", now="2026-11-19T09:00:00Z")
    fq("done", "15-34", now="2026-11-20T09:00:00Z")
    fq("count", now=NOW)
    assert "Going by your last 34, Tue 24 Nov" in forecast(fq, "add", "Mei Lin", "Quote", "--by", "today")
    assert "going by your last 34, Fri 27 Nov" in forecast(fq, "add", "Ana Lopez", "Quote", "--by", "today")


def test_today_flags_a_promise_that_the_usual_time_does_not_suffice_for(fq: Call, history: None) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-25")
    fq("add", "Tom Baker", "Numbers", "--by", "2026-11-27")
    assert "At risk: 15 Ana Lopez: Quote: promised for Wed 25 Nov, but you usually take 4 working days for them" in (
        fq("today").out
    )
    assert [risk["ranked"]["id"] for risk in fq("today", "--json").document["at_risk"]] == [15]
    later = fq("today", now="2026-11-25T09:00:00Z").out
    assert "promised for today, but after 2 working days you usually take 2 more for them" in later


def test_today_has_two_lines_for_promises_at_risk_however_many_they_are(fq: Call) -> None:
    fq("config", "desk_minutes", "5")
    for number in range(7):
        fq("add", f"Person {number}", "Thing", "--by", "tomorrow", "--effort", "1h")
    lines = [line for line in fq("today").out.splitlines() if line.startswith("At risk")]
    assert len(lines) == 2
    assert lines[0].startswith("At risk: 1 Person 0: Thing: promised for Tue 24 Nov, but it takes 1h")
    assert lines[1] == "At risk too: 2 Person 1, 3 Person 2, 4 Person 3 and 3 more"
    assert len(fq("today", "--json").document["at_risk"]) == 7


def test_a_filter_shows_its_own_risks_but_counts_the_time_of_all_promises(fq: Call) -> None:
    fq("config", "desk_minutes", "60")
    fq("add", "Ana Lopez", "Quote", "--by", "today", "--effort", "1h")
    fq("add", "Tom Baker", "Numbers", "--by", "today", "--effort", "70m", "--project", "spring")
    assert [r["ranked"]["id"] for r in fq("today", "--project", "spring", "--json").document["at_risk"]] == [2]
    assert fq("today", "--person", "Ana", "--json").document["at_risk"] == []
