"""`today`: what is owed, ranked, with reasons; filters, limits, the time box, and what else is worth a look."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from followq.store.queue import Queue
from tests.conftest import NOW, Call
from tests.factories import followup, person


def ids(fq: Call, *words: str, now: str | None = None) -> list[int]:
    return [item["id"] for item in fq("today", *words, "--json", now=now).document["followups"]]


def write_many(db: Path) -> None:
    """A hundred things with nine people, hardly two of them alike."""
    chance = random.Random(6)
    queue = Queue(str(db))
    with queue.writing("add", "2026-11-20T09:00:00Z", "UTC") as batch:
        for number in range(1, 10):
            weight: Any = ("normal", "key", "vip")[number % 3]
            informed = 3 if number == 4 else None
            batch.add(person(id=number, name=f"Person {number}", weight=weight, keep_informed_days=informed))
        for number in range(1, 101):
            day = f"2026-11-{chance.randint(2, 30):02}"
            batch.add(
                followup(
                    id=number,
                    person_id=chance.randint(1, 9),
                    ball=chance.choice(("mine", "mine", "mine", "theirs")),
                    since=f"2026-{chance.randint(8, 10):02}-{chance.randint(1, 28):02}",
                    promised=(promised := chance.choice((None, day, f"{day}T15:00:00Z"))),
                    first_promised=promised,
                    effort_minutes=chance.choice((None, 5, 20, 45)),
                    slips=chance.choice((0, 0, 1)),
                    snoozed_until=chance.choice((None, None, None, "2026-11-25")),
                    blocked_by=(chance.randint(1, 100),) if chance.random() < 0.1 else (),
                )
            )
    queue.close()


@pytest.fixture
def dozen(fq: Call) -> None:
    """Twelve owed items of growing age, the oldest with number 12, and one that is waited for."""
    for number in range(1, 13):
        fq("add", f"Person {chr(64 + number)}", f"Thing {number}", "--since", f"{number}d ago")
    fq("add", "-w", "Tom Baker", "Numbers")


def test_only_what_is_owed_is_ranked(fq: Call, dozen: None) -> None:
    shown = ids(fq, "--all")
    assert sorted(shown) == list(range(1, 13))


def test_who_waits_longest_comes_first_when_nothing_else_differs(fq: Call, dozen: None) -> None:
    shown = ids(fq, "--all")
    assert shown[0] == 12
    ages = [item["since"] for item in fq("today", "--all", "--json").document["followups"]]
    waited = [item["terms"][0]["cost"] for item in fq("today", "--all", "--json").document["followups"]]
    assert len(ages) == 12
    assert waited == sorted(waited, reverse=True)


def test_ten_are_shown_unless_a_limit_says_otherwise(fq: Call, dozen: None) -> None:
    assert len(ids(fq)) == 10
    assert "2 more: followq today --all" in fq("today").out
    assert len(ids(fq, "--limit", "3")) == 3
    assert fq("today", "--limit", "3", "--json").document["more"] == 9
    assert len(ids(fq, "-n", "11")) == 11
    assert len(ids(fq, "--all")) == 12
    assert "more:" not in fq("today", "--all").out


def test_the_first_are_the_first_of_all_and_the_same_stands_beside_them(fq: Call, db: Path) -> None:
    write_many(db)
    every = fq("today", "--all", "--json").document
    assert len(every["followups"]) > 55
    assert len(every["at_risk"]) > 5
    assert every["nudges_due"] > 2
    due = sum(item["part"] == "due" for item in every["followups"])
    assert 10 < due < 55
    for limit in (1, 10, due + 10):
        some = fq("today", "--limit", str(limit), "--json").document
        shown = max(limit, due)
        assert some.pop("followups") == every["followups"][:shown]
        assert some.pop("more") == len(every["followups"]) - shown
        at_risk = some.pop("at_risk")
        assert at_risk == every["at_risk"][: len(at_risk)]
        assert some.pop("more_at_risk") == len(every["at_risk"]) - len(at_risk)
        in_part = ("followups", "more", "at_risk", "more_at_risk")
        assert some == {key: value for key, value in every.items() if key not in in_part}


def test_no_more_promises_at_risk_are_told_than_was_asked_for(fq: Call, db: Path) -> None:
    write_many(db)
    every = fq("today", "--all", "--json").document
    in_all = len(every["at_risk"])
    assert (in_all > 5, every["more_at_risk"]) == (True, 0)
    for most in (1, 5, in_all, in_all + 1):
        some = fq("today", "--limit", str(most), "--json").document
        assert len(some["at_risk"]) == min(most, in_all)
        assert some["more_at_risk"] == in_all - len(some["at_risk"])
    fq("config", "limit", "2")
    for argv in ((), ("--fits", "2h")):
        assert len(fq("today", *argv, "--json").document["at_risk"]) == 2


def test_of_many_promises_at_risk_the_page_counts_all(fq: Call, db: Path) -> None:
    write_many(db)
    marks = ("At risk", "Then 6")
    every = [line for line in fq("today", "--all").out.splitlines() if line.startswith(marks)]
    assert [line for line in fq("today").out.splitlines() if line.startswith(marks)] == every
    assert len(every) == 3


def test_the_settings_give_the_usual_limit(fq: Call, dozen: None) -> None:
    fq("config", "limit", "4")
    assert len(ids(fq)) == 4


@pytest.mark.parametrize("limit", ["0", "-1", "many", ""])
def test_a_limit_that_is_no_number_of_rows_is_refused(fq: Call, limit: str) -> None:
    assert fq("today", "--limit", limit).code == 2


def test_each_row_says_who_what_and_why(fq: Call) -> None:
    fq("add", "Ana Lopez", "Send the quote", "--by", "2026-11-20", "--since", "2026-11-16", "--effort", "20m")
    fq("add", "Ben", "Find the file", "--since", "2026-11-16", "--effort", "10m")
    first, second = fq("today").out.splitlines()[1::2]
    for words in ("Ana Lopez", "Send the quote", "20m", "promised Fri 20 Nov, 1 working day late"):
        assert words in first
    for words in ("Ben", "Find the file", "10m", "waiting 5 working days"):
        assert words in second


@pytest.mark.parametrize(
    ("options", "terms"),
    [
        (("--by", "2026-11-20"), {"promise", "dark", "put_off", "weight"}),
        ((), {"waited", "owes_you", "dark", "put_off", "weight"}),
    ],
)
def test_the_score_is_the_sum_of_the_terms_over_the_quarter_hours(
    fq: Call, options: tuple[str, ...], terms: set[str]
) -> None:
    fq("person", "add", "Ana Lopez", "--weight", "vip")
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-09", "--effort", "14m", *options)
    fq("add", "-w", "Ana Lopez", "Signature")
    fq("snooze", "1", "tomorrow")
    (item,) = fq("today", "--json", now="2026-11-24T09:00:00Z").document["followups"]
    assert {term["term"] for term in item["terms"]} == terms
    assert item["minutes"] == 14
    assert item["score"] == pytest.approx(sum(term["cost"] for term in item["terms"]) * 15 / 14, abs=0.01)
    assert all(term["text"] and term["cost"] >= 0 for term in item["terms"])


def test_a_debt_without_a_date_does_not_stay_at_the_bottom(fq: Call) -> None:
    fq("add", "Ana", "Old and undated", "--since", "2026-08-20")
    fq("add", "Ben", "New and promised", "--by", "tomorrow")
    assert ids(fq)[0] == 1


def test_putting_off_raises_the_rank(fq: Call) -> None:
    fq("add", "Ana", "One", "--since", "2026-11-16")
    fq("add", "Ben", "Two", "--since", "2026-11-16")
    assert ids(fq) == [1, 2]
    fq("snooze", "2", "tomorrow")
    assert ids(fq) == [1]
    assert ids(fq, now="2026-11-24T09:00:00Z") == [2, 1]


def test_moving_a_promise_never_lowers_the_rank(fq: Call) -> None:
    for name in ("Ana", "Ben"):
        fq("add", name, "Quote", "--since", "2026-11-16", "--by", "2026-11-24")
    fq("edit", "2", "--by", "2026-12-18")
    assert ids(fq, now="2026-11-26T09:00:00Z") == [2, 1]


def test_equal_items_stand_in_the_order_of_their_numbers_every_time(fq: Call) -> None:
    for name in ("Cleo", "Ana", "Ben"):
        fq("add", name, "Same")
    assert [ids(fq) for _ in range(3)] == [[1, 2, 3]] * 3


def test_avoided_items_are_marked(fq: Call) -> None:
    fq("add", "Ana", "Awkward call")
    for _ in range(3):
        fq("snooze", "1", "tomorrow")
    assert "avoided" in fq("today", now="2026-11-24T09:00:00Z").out
    fq("add", "Ben", "Easy")
    assert fq("today").out.count("avoided") == 1


def test_what_is_blocked_says_so(fq: Call) -> None:
    fq("add", "-w", "Tom", "Figures")
    fq("add", "Ana", "Report", "--blocked-by", "1", "--since", "2026-11-16")
    assert "blocked by 1" in fq("today").out
    fq("done", "1")
    assert "blocked" not in fq("today").out


def test_what_is_snoozed_is_left_out_and_counted(fq: Call) -> None:
    fq("add", "Ana", "One")
    fq("add", "Ben", "Two")
    fq("snooze", "2", "fri")
    assert ids(fq) == [1]
    assert "1 snoozed" in fq("today").out
    assert fq("today", "--json").document["snoozed"] == 1


def test_filters_by_project_tag_and_person(fq: Call) -> None:
    fq("add", "Ana Lopez", "One", "--project", "Spring", "--tag", "print", "--tag", "urgent")
    fq("add", "Ben Okoro", "Two", "--project", "spring", "--tag", "print")
    fq("add", "Ana Lopez", "Three")
    assert sorted(ids(fq, "--project", "SPRING")) == [1, 2]
    assert sorted(ids(fq, "--tag", "print")) == [1, 2]
    assert ids(fq, "--tag", "print", "--tag", "Urgent") == [1]
    assert sorted(ids(fq, "--person", "ana")) == [1, 3]
    assert ids(fq, "--person", "ana", "--project", "spring") == [1]
    assert "Nothing you owe fits that" in fq("today", "--project", "autumn").out


def test_a_filter_by_an_unknown_person_is_not_found(fq: Call) -> None:
    fq("add", "Ana Lopez", "One")
    refused = fq("today", "--person", "Ama Lopez")
    assert refused.code == 3
    assert "did you mean Ana Lopez?" in refused.err


@pytest.mark.parametrize("box", ["20m", "45m", "1h", "1h30m"])
def test_fits_picks_the_set_that_removes_most_cost_in_the_time(fq: Call, box: str) -> None:
    for number, (days, effort) in enumerate([(9, 50), (7, 25), (5, 20), (4, 5), (3, 10), (1, 60), (6, 35)]):
        fq("add", f"Person {chr(65 + number)}", "Thing", "--since", f"{days}d ago", "--effort", f"{effort}m")
    everything: list[dict[str, Any]] = fq("today", "--all", "--json").document["followups"]
    room = {"20m": 20, "45m": 45, "1h": 60, "1h30m": 90}[box]

    def worth(items: tuple[dict[str, Any], ...] | list[dict[str, Any]]) -> float:
        return sum((term["cost"] for item in items for term in item["terms"]), 0.0)

    sets = [chosen for size in range(8) for chosen in combinations(everything, size)]
    best = max(worth(chosen) for chosen in sets if sum(item["minutes"] for item in chosen) <= room)
    document = fq("today", "--fits", box, "--json").document
    picked = document["followups"]
    assert document["fits_minutes"] == room
    assert sum(item["minutes"] for item in picked) <= room
    assert worth(picked) == pytest.approx(best, abs=0.01)
    order = [item["id"] for item in everything]
    assert [item["id"] for item in picked] == sorted((item["id"] for item in picked), key=order.index)


def test_fits_says_how_long_it_takes(fq: Call) -> None:
    fq("add", "Ana", "One", "--effort", "20m")
    fq("add", "Ben", "Two", "--effort", "2h")
    out = fq("today", "--fits", "45m").out
    assert "45m" in out
    assert "takes 20m" in out
    assert "Two" not in out


def test_nothing_fits_is_said_without_claiming_that_all_is_clear(fq: Call) -> None:
    fq("add", "Ana", "Big one", "--effort", "2h")
    shown = fq("today", "--fits", "5m")
    assert shown.code == 0
    assert "nobody waits on you" not in shown.out


@pytest.mark.parametrize("length", ["45", "", "soon", "0m"])
def test_a_length_that_is_not_understood_is_refused(fq: Call, length: str) -> None:
    refused = fq("today", "--fits", length)
    assert refused.code == 4
    assert "45m" in refused.err or "15m" in refused.err


def test_promises_at_risk_are_told(fq: Call) -> None:
    fq("add", "Ana", "Long report", "--by", "today", "--effort", "90m")
    assert "At risk" not in fq("today").out
    fq("add", "Ben", "Long review", "--by", "today", "--effort", "90m")
    out = fq("today").out
    assert "At risk: 2" in out
    assert len(fq("today", "--json").document["at_risk"]) == 1


def test_how_many_people_are_worth_a_nudge_comes_last(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    assert "nudge" not in fq("today").out
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-02")
    fq("add", "-w", "Tom", "Slides", "--since", "2026-11-02")
    assert fq("today").out.splitlines()[-1] == "Then 1 person is worth a nudge: followq waiting"
    fq("add", "-w", "Mei", "Price list", "--by", "2026-11-20", "--told")
    assert fq("today").out.splitlines()[-1] == "Then 2 people are worth a nudge: followq waiting"
    assert fq("today", "--json").document["nudges_due"] == 2


def test_an_empty_queue_says_how_to_begin_and_makes_no_file(fq: Call, db: Any) -> None:
    shown = fq("today")
    assert shown.code == 0
    assert "followq add" in shown.out
    assert fq("today", "--json").document["followups"] == []
    assert not db.exists()


def test_all_clear_is_said_when_nobody_waits(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("done", "1")
    out = fq("today").out
    assert "All clear" in out
    assert "followq waiting" in out


def test_who_never_owed_anything_is_not_praised_for_it(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers")
    out = fq("today").out
    assert "Nobody waits on you: you owe nothing yet.  Mon 23 Nov\nWhom you wait for: followq waiting\n" in out
    assert "Well done" not in out
    fq("toss", "1", "Read them")
    fq("toss", "1", "Correct them")
    assert "All clear" in fq("today").out


def test_the_document_says_what_the_page_says(fq: Call, dozen: None) -> None:
    document = fq("today", "--json").document
    assert (document["followq"], document["kind"], document["now"]) == (1, "today", NOW)
    assert document["more"] == 2
    assert (document["is_empty"], document["is_filtered"], document["fits_minutes"]) == (False, False, None)


def test_whoever_is_to_be_kept_informed_gets_a_line_when_it_is_time(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--keep-informed", "3")
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-18")
    fq("add", "Ben Okoro", "Draft", "--since", "2026-10-05")
    line = "Tell them where things stand: Ana Lopez (no sign for 3 working days)"
    assert line in fq("today").out.splitlines()
    assert fq("today", "--json").document["to_inform"] == [{"person_id": 1, "days": 3, "interval_days": 3}]
    assert "where things stand" not in fq("today", "--person", "Ben").out
    fq("told", "1")
    assert "where things stand" not in fq("today").out


@pytest.mark.parametrize(
    "contact",
    [
        ("told", "1"),
        ("done", "2"),
        ("done", "3"),
        ("nudge", "3"),
        ("toss", "2"),
        ("toss", "3"),
        ("add", "Ana Lopez", "Something new"),
        ("add", "-w", "Ana Lopez", "Something new"),
    ],
)
def test_any_contact_sets_the_clock_of_keeping_informed_anew(fq: Call, contact: tuple[str, ...]) -> None:
    fq("person", "add", "Ana Lopez", "--keep-informed", "3")
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-16")
    fq("add", "Ana Lopez", "Draft", "--since", "2026-11-16")
    fq("add", "-w", "Ana Lopez", "Signature", "--since", "2026-11-16")
    assert "where things stand" in fq("today").out
    assert fq(*contact).code == 0
    assert "where things stand" not in fq("today").out
    assert "where things stand" in fq("today", now="2026-11-26T09:00:00Z").out


def test_many_to_be_kept_informed_take_one_line(fq: Call) -> None:
    for number in range(5):
        fq("person", "add", f"Person {number}", "--keep-informed", str(number + 1))
        fq("add", f"Person {number}", "Quote", "--since", "2026-11-16")
    (line,) = [line for line in fq("today").out.splitlines() if "where things stand" in line]
    assert line == "Tell them where things stand: Person 0, Person 1 and 3 more: followq people"


def test_the_first_row_says_how_to_reach_them_and_the_others_do_not(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--phone", "+34 600 000 001", "--channel", "call")
    fq("person", "add", "Ben", "--email", "ben@example.com")
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-20")
    fq("add", "Ben", "Note")
    first, second = fq("today").out.splitlines()[1:3]
    assert "[call +34 600 000 001; promised Fri 20 Nov, 1 working day late]" in first
    assert "ben@example.com" not in second


def test_what_is_avoided_is_said_before_the_other_reasons(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    for _ in range(3):
        fq("snooze", "1", "tomorrow")
    assert "[avoided; " in fq("today", now="2026-11-24T09:00:00Z").out


def test_what_is_left_for_another_day_is_no_reason_not_to_celebrate(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("snooze", "1", "fri")
    out = fq("today").out
    assert "Nothing left for today. Well done." in out
    assert "1 snoozed" in out


def test_it_names_the_round_that_works_it_off(fq: Call) -> None:
    assert "followq clear" not in fq("today").out
    fq("add", "Ana Lopez", "Quote", "--effort", "20m")
    assert "card by card: followq clear\n" in fq("today").out
    assert "card by card: followq clear --fits 1h30m\n" in fq("today", "--fits", "90m").out
    assert "followq clear" not in fq("today", "--person", "ana").out


def test_today_puts_first_who_has_waited_longest_where_that_is_asked_for(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-23")
    fq("add", "Tom Baker", "Numbers", "--since", "2026-11-02")
    fq("add", "Mei Lin", "Menu", "--since", "2026-11-10", "--by", "2026-11-20")

    def order(*words: str) -> list[int]:
        return [row["id"] for row in fq("today", *words, "--json").document["followups"]]

    assert order() == order("--sort", "rank") == [3, 1, 2]
    assert order("--sort", "waited") == [2, 3, 1]
    assert order("--sort", "waited", "--limit", "1") == [2]
    assert fq("today", "--sort", "waited", "--limit", "1", "--json").document["more"] == 2
    out = fq("today", "--sort", "waited").out
    assert out.startswith("Who has waited longest")
    assert "Promised for today" not in out
    assert fq("today", "--sort", "age").code == 4
