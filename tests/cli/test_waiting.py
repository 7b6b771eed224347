"""`waiting`: first what I owe these people, then whom to ask again, how and when."""

from __future__ import annotations

import pytest

from tests.conftest import NOW, Call


def ids(fq: Call, *words: str, now: str | None = None) -> list[int]:
    return [item["id"] for item in fq("waiting", *words, "--json", now=now).document["followups"]]


@pytest.fixture
def both_sides(fq: Call) -> None:
    """Ana owes me and I owe her; Tom owes me twice; I owe Ben, who owes me nothing."""
    fq("add", "-w", "Ana Lopez", "Signature", "--since", "2026-11-09", "--project", "spring")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-02", "--tag", "money")
    fq("add", "-w", "Tom Baker", "Slides", "--since", "2026-11-20")
    fq("add", "Ana Lopez", "Revised quote")
    fq("add", "Ben Okoro", "Invitation")


def test_what_i_owe_these_people_comes_first_and_nobody_else(fq: Call, both_sides: None) -> None:
    document = fq("waiting", "--json").document
    assert [item["id"] for item in document["owed_first"]] == [4]
    assert {item["ball"] for item in document["followups"]} == {"theirs"}
    out = fq("waiting").out
    assert out.index("Revised quote") < out.index("Signature")
    assert "Invitation" not in out


def test_the_most_overdue_nudge_stands_first(fq: Call, both_sides: None) -> None:
    assert ids(fq) == [2, 1, 3]


def test_each_row_suggests_a_channel_and_a_day(fq: Call, both_sides: None) -> None:
    fq("person", "edit", "Tom Baker", "--channel", "chat")
    fq("edit", "1", "--via", "call")
    out = fq("waiting").out
    assert "chat today" in out
    assert "call today" in out
    found = {item["id"]: item for item in fq("waiting", "--json").document["followups"]}
    assert (found[2]["nudge_via"], found[2]["nudge_is_due"]) == ("chat", True)
    assert (found[3]["nudge_due_on"], found[3]["nudge_is_due"]) == ("2026-11-27", False)
    assert found[2]["nudge_days_due"] > 0 > found[3]["nudge_days_due"]
    assert "15 working days silent" in found[2]["nudge_text"]


def test_people_are_gathered_as_one_asks_them_once(fq: Call, both_sides: None) -> None:
    out = fq("waiting").out
    assert out.count("Tom Baker") == 2
    assert "; and 1 more from them: followq with 'Tom Baker'" in out
    assert "Slides" not in out
    assert "Slides" in fq("waiting", "--all").out


def test_a_day_of_theirs_is_shown_beside_what_is_silent_for_longer(fq: Call, both_sides: None) -> None:
    fq("add", "-w", "Tom Baker", "Contract", "--by", "thu")
    fq("add", "-w", "Tom Baker", "Minutes", "--by", "fri")
    out = fq("waiting").out
    assert "2  Tom Baker" in out
    assert "; also 6 Contract, expected Thu 26 Nov; 2 more from them: followq with 'Tom Baker'" in out


def test_a_day_of_theirs_that_has_passed_stands_before_longer_silence(fq: Call, both_sides: None) -> None:
    fq("add", "-w", "Tom Baker", "Contract", "--by", "fri")
    fq("add", "-w", "Tom Baker", "Minutes", "--by", "2026-12-03")
    out = fq("waiting", now="2026-11-30T09:00:00Z").out
    assert "6  Tom Baker" in out
    assert "Contract" in out
    assert "also 7 Minutes, expected Thu 3 Dec; 2 more from them" in out
    assert "Numbers" not in out


def test_a_late_day_they_were_just_asked_about_leaves_the_row_to_what_is_due(fq: Call, both_sides: None) -> None:
    fq("add", "-w", "Tom Baker", "Contract", "--by", "fri")
    fq("nudge", "6", now="2026-11-30T08:00:00Z")
    out = fq("waiting", now="2026-11-30T09:00:00Z").out
    assert "2  Tom Baker" in out
    assert "also 6 Contract, expected Fri 27 Nov, late; 1 more from them" in out


def test_an_expected_day_that_has_passed_makes_it_due_at_once(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--by", "2026-11-23", "--told")
    assert not fq("waiting", "--json").document["followups"][0]["nudge_is_due"]
    (item,) = fq("waiting", "--json", now="2026-11-24T09:00:00Z").document["followups"]
    assert item["nudge_is_due"]
    assert "late" in item["nudge_text"]


def test_after_a_nudge_the_next_one_is_days_away(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-16")
    days, now = [], NOW
    for _ in range(4):
        days.append(fq("waiting", "--json", now=now).document["followups"][0]["nudge_due_on"])
        now = f"{days[-1]}T09:00:00Z"
        fq("nudge", "1", now=now)
    assert days == ["2026-11-23", "2026-11-26", "2026-12-02", "2026-12-08"]


def test_after_two_nudges_another_channel_is_proposed_after_three_a_decision(fq: Call) -> None:
    fq("person", "add", "Tom", "--phone", "+34 600 000 002")
    fq("add", "-w", "Tom", "Numbers", "--via", "email", "--since", "2026-11-02")
    for day in (11, 13):
        fq("nudge", "1", now=f"2026-11-{day}T09:00:00Z")
    (item,) = fq("waiting", "--json", now=NOW).document["followups"]
    assert (item["nudge_via"], item["nudge_is_due"], item["nudge_is_decision"]) == ("call", True, False)
    fq("nudge", "1", now="2026-11-17T09:00:00Z")
    (item,) = fq("waiting", "--json", now=NOW).document["followups"]
    assert (item["nudge_is_due"], item["nudge_is_decision"]) == (False, True)
    assert "decide today" in fq("waiting").out
    assert "ask somebody else, let it go, or do without" in fq("waiting").out
    assert fq("count", "--json").document["nudges"] == 0


def test_what_a_promise_hangs_on_comes_first_and_is_asked_for_before(fq: Call) -> None:
    fq("add", "Cust", "Quarter report", "--by", "fri", "--effort", "1h")
    fq("add", "-w", "Zoe", "Slides", "--since", "2026-10-01")
    handed = fq("hand", "1", "Tom", "Draft the figures")
    assert "ask on Thu 26 Nov" in handed.out
    first, second = fq("waiting", "--json").document["followups"]
    assert (first["person"], first["nudge_due_on"], first["nudge_blocks"]) == ("Tom", "2026-11-26", [1])
    assert second["person"] == "Zoe"
    assert "1 Quarter report hangs on it, promised Fri 27 Nov" in fq("waiting").out
    thursday = "2026-11-26T09:00:00Z"
    due = fq("waiting", "--json", now=thursday).document["followups"][0]
    assert (due["nudge_days_due"], due["nudge_is_first"], due["nudge_is_due"]) == (0, True, True)
    fq("say", "3", "ask", "--log", now=NOW)
    asked = fq("waiting", "--json", now=thursday).document["followups"][0]
    assert (asked["nudge_is_first"], asked["nudge_is_due"]) == (False, True)
    assert fq("count", "--json", now=thursday).document["nudges"] == 2


def test_who_is_away_is_left_alone_until_one_working_day_after(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-02")
    assert fq("count", "--json").document["nudges"] == 1
    assert fq("person", "edit", "Tom", "--away-until", "fri").code == 0
    assert "away until Fri 27 Nov" in fq("waiting").out
    for words in (["with", "Tom"], ["people"], ["nudge", "1"], ["why", "1"]):
        assert "until Fri 27 Nov" in fq(*words).out
    fq("undo")
    assert [fq("count", "--json", now=f"2026-11-{day}T09:00:00Z").document["nudges"] for day in (23, 27, 28)] == [0] * 3
    later = "2026-11-30T09:00:00Z"
    assert fq("count", "--json", now=later).document["nudges"] == 1
    assert "away" not in fq("waiting", now=later).out + fq("people", now=later).out


def test_an_absence_that_lasts_longer_than_said_counts_from_its_beginning(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-19")
    fq("person", "edit", "Tom", "--away-until", "wed")
    fq("person", "edit", "Tom", "--away-until", "fri", now="2026-11-25T09:00:00Z")
    (item,) = fq("waiting", "--json", now="2026-11-30T09:00:00Z").document["followups"]
    assert (item["nudge_text"], item["nudge_due_on"]) == ("2 working days silent", "2026-12-03")


def test_everything_that_counts_what_is_due_counts_the_same(fq: Call) -> None:
    for name, since in (("Tom", "2026-11-02"), ("Zoe", "2026-11-20"), ("Ben", "2026-11-03")):
        fq("add", "-w", name, "Numbers", "--since", since)
    fq("person", "edit", "Ben", "--away-until", "fri")
    due = [item["person"] for item in fq("waiting", "--json").document["followups"] if item["nudge_is_due"]]
    assert due == ["Tom"]
    assert fq("count", "--json").document["nudges"] == fq("today", "--json").document["nudges_due"] == 1
    assert fq("--json").document["nudges"] == 1
    assert {p["name"]: p["to_nudge"] for p in fq("people", "--json").document["people"]} == {
        "Tom": 1,
        "Zoe": 0,
        "Ben": 0,
    }
    assert fq("with", "Tom", "--json").document["people"][0]["to_nudge"] == 1


def test_the_same_filters_as_today(fq: Call, both_sides: None) -> None:
    assert ids(fq, "--project", "SPRING") == [1]
    assert ids(fq, "--tag", "money") == [2]
    assert ids(fq, "--person", "tom") == [2, 3]
    assert "Nothing you wait for fits that" in fq("waiting", "--project", "autumn").out
    assert fq("waiting", "--person", "Zoe").code == 3


def test_the_owed_part_follows_the_filter(fq: Call, both_sides: None) -> None:
    assert fq("waiting", "--person", "tom", "--json").document["owed_first"] == []


def test_limit_and_all(fq: Call) -> None:
    for number in range(12):
        fq("add", "-w", f"Person {chr(65 + number)}", "Thing", "--since", "2026-11-02")
    assert len(ids(fq)) == 10
    document = fq("waiting", "--limit", "2", "--json").document
    assert (len(document["followups"]), document["more"]) == (2, 10)
    assert "10 more people: followq waiting --all" in fq("waiting", "--limit", "2").out
    assert len(ids(fq, "--all")) == 12
    assert "more people" not in fq("waiting", "--all").out


def test_only_three_owed_ones_stand_above(fq: Call) -> None:
    fq("add", "-w", "Ana", "Signature")
    for number in range(5):
        fq("add", "Ana", f"Thing {number}")
    document = fq("waiting", "--json").document
    assert (len(document["owed_first"]), document["more_owed"]) == (3, 2)
    assert "and 2 more" in fq("waiting").out


def test_what_is_snoozed_is_left_out_and_counted(fq: Call, both_sides: None) -> None:
    fq("snooze", "2", "fri")
    assert ids(fq) == [1, 3]
    assert "1 snoozed" in fq("waiting").out


def test_waiting_for_nobody(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    shown = fq("waiting")
    assert shown.code == 0
    assert "You wait for nobody" in shown.out


def test_a_person_who_answers_late_is_asked_later_and_the_row_says_what_is_usual(fq: Call) -> None:
    for number in range(8):
        fq("add", "-w", "Tom", f"Old thing {number}", "--since", "2026-11-11")
        fq("add", "-w", "Ana", f"Old thing {number}", "--since", "2026-11-23")
    fq("done", "1-16")
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-16")
    fq("add", "-w", "Ana", "Signature", "--since", "2026-11-16")
    fq("add", "-w", "Zoe", "Slides", "--since", "2026-11-16")
    found = {item["person"]: item for item in fq("waiting", "--json").document["followups"]}
    assert found["Tom"]["nudge_text"] == "5 working days silent, Tom usually answers in 8"
    assert found["Ana"]["nudge_text"] == "5 working days silent, Ana usually answers the same day"
    assert found["Zoe"]["nudge_text"] == "5 working days silent, people usually answer you in 8"
    assert found["Ana"]["nudge_due_on"] < found["Zoe"]["nudge_due_on"] < found["Tom"]["nudge_due_on"]
    assert 0 < found["Ana"]["nudge_chance"] < found["Tom"]["nudge_chance"] < 1


def test_today_counts_the_people_whom_waiting_would_ask(fq: Call, both_sides: None) -> None:
    for words in ([], ["--tag", "money"], ["--project", "spring"]):
        due = {item["person"] for item in fq("waiting", *words, "--json").document["followups"] if item["nudge_is_due"]}
        assert fq("today", *words, "--json").document["nudges_due"] == len(due) > 0


def test_the_gap_where_nothing_is_known_is_a_setting(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-16")
    days = []
    for setting in ("5", "2", "9"):
        fq("config", "nudge_after_days", setting)
        days.append(fq("waiting", "--json").document["followups"][0]["nudge_due_on"])
    assert days == ["2026-11-23", "2026-11-18", "2026-11-27"]


def test_what_comes_in_old_does_not_make_everybody_look_silent(fq: Call) -> None:
    for number in range(30):
        fq("add", "-w", f"Person {number}", "Thing", "--since", "2026-09-01")
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-19")
    (tom,) = (item for item in fq("waiting", "--all", "--json").document["followups"] if item["person"] == "Tom")
    assert (tom["nudge_due_on"], tom["nudge_text"]) == ("2026-11-26", "2 working days silent")
