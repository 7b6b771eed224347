"""`people` and `with`: who needs attention, and everything between us."""

from __future__ import annotations

import pytest

from tests.conftest import Call


def names(fq: Call, *words: str) -> list[str]:
    called = fq("people", *words, "--json")
    assert called.code == 0, called.err
    return [person["name"] for person in called.document["people"]]


@pytest.fixture
def crowd(fq: Call) -> None:
    """Late: a broken promise. Dark: long no sign. Slow: I wait for them. Busy: took my time. New: nothing yet."""
    fq("add", "Late Lena", "Broken promise", "--by", "2026-11-20", "--since", "2026-11-18")
    fq("add", "Dark Dora", "Long silence", "--since", "2026-10-05")
    fq("told", "2", now="2026-10-06T09:00:00Z")
    fq("add", "-w", "Slow Sam", "Numbers", "--since", "2026-10-20", now="2026-11-23T09:00:00Z")
    fq("add", "Busy Ben", "Long talk")
    fq("done", "4", "--spent", "5h")
    fq("person", "add", "New Nora")


def test_who_needs_attention_comes_first(fq: Call, crowd: None) -> None:
    found = names(fq)
    assert found[:2] == ["Late Lena", "Dark Dora"]
    assert found == names(fq, "--sort", "attention")
    assert set(found[2:]) == {"Slow Sam", "Busy Ben", "New Nora"}


def test_other_orders(fq: Call, crowd: None) -> None:
    assert names(fq, "--sort", "name") == ["Busy Ben", "Dark Dora", "Late Lena", "New Nora", "Slow Sam"]
    assert names(fq, "--sort", "time")[0] == "Busy Ben"
    assert names(fq, "--sort", "drag")[0] == "Dark Dora"
    assert names(fq, "--sort", "drag")[-1] == "Slow Sam"
    dark = names(fq, "--sort", "dark")
    assert dark.index("Dark Dora") < dark.index("Slow Sam") < dark.index("Busy Ben")


def test_an_unknown_order_is_refused_with_the_known_ones(fq: Call) -> None:
    refused = fq("people", "--sort", "age")
    assert refused.code == 4
    assert "attention, dark, drag, time, name" in refused.err


def test_names_are_sorted_without_regard_to_case(fq: Call) -> None:
    for name in ("bob", "Alice", "Carol"):
        fq("person", "add", name)
    assert names(fq, "--sort", "name") == ["Alice", "bob", "Carol"]


def test_a_row_says_how_it_stands(fq: Call, crowd: None) -> None:
    rows = {line[:9]: line for line in fq("people").out.splitlines()}
    assert "you owe 1 (1 late)" in rows["Late Lena"]
    assert "they owe 1" in rows["Slow Sam "]
    assert "nothing open" in rows["New Nora "]
    assert "in the dark: no sign for 34 working days (limit 5)" in rows["Dark Dora"]
    assert "last sign Mon 23 Nov" in rows["Busy Ben "]


def test_a_persons_document(fq: Call, crowd: None) -> None:
    fq("person", "edit", "Slow Sam", "--email", "sam@example.com", "--phone", "+1 555", "--alias", "Sammy")
    fq("person", "edit", "Slow Sam", "--channel", "call", "--weight", "key")
    (sam,) = (person for person in fq("people", "--json").document["people"] if person["name"] == "Slow Sam")
    assert (sam["aliases"], sam["emails"], sam["phones"]) == (["Sammy"], ["sam@example.com"], ["+1 555"])
    assert (sam["channel"], sam["weight"]) == ("call", "key")
    assert (sam["owed"], sam["waiting"], sam["late"], sam["spent_minutes"]) == (0, 1, 0, 0)
    assert sam["drag_days"] < 0
    assert isinstance(sam["id"], int)


def test_nobody_yet(fq: Call) -> None:
    empty = fq("people")
    assert empty.code == 0
    assert "followq add" in empty.out


def test_with_shows_both_directions_and_what_was_closed_last(fq: Call) -> None:
    fq(
        "person",
        "add",
        "Ana Lopez",
        "--phone",
        "+34 600",
        "--channel",
        "call",
        "--org",
        "Harbour",
        "--note",
        "Has a dog",
    )
    fq("add", "Ana Lopez", "Quote", "--by", "fri")
    fq("add", "-w", "Ana Lopez", "Signature")
    fq("add", "Ben Okoro", "Not hers")
    for number in range(7):
        fq("add", "Ana Lopez", f"Closed {number}")
        fq("done", str(4 + number), now=f"2026-11-23T10:0{number}:00Z")
    out = fq("with", "ana").out
    for words in ("Ana Lopez", "Harbour", "+34 600", "call", "Has a dog", "Quote", "Signature", "Fri 27 Nov"):
        assert words in out
    assert "Not hers" not in out
    assert out.index("You owe them") < out.index("Quote") < out.index("They owe you") < out.index("Signature")
    assert out.index("Signature") < out.index("you delivered: 10 Closed 6") < out.index("you delivered: 7 Closed 3")
    assert "Closed 2" not in out
    assert out.rstrip().endswith("and 8 more: followq with 'Ana Lopez' --all")
    assert "they asked you: 4 Closed 0" in fq("with", "ana", "--all").out
    document = fq("with", "Ana", "Lopez", "--json").document
    assert [item["id"] for item in document["followups"]] == [1, 2]
    assert [person["name"] for person in document["people"]] == ["Ana Lopez"]
    assert document["people"][0]["owed"] == 1
    assert [item["id"] for item in document["closed"]] == [10, 9, 8, 7, 6]


def test_with_shows_what_is_snoozed_too(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("snooze", "1", "fri")
    assert "hidden until Fri 27 Nov" in fq("with", "ana").out


@pytest.mark.parametrize("word", ["ana", "LOPEZ", "ana lop", "the boss", "ana@example.com"])
def test_a_person_is_found_by_whatever_is_unmistakable(fq: Call, word: str) -> None:
    fq("person", "add", "Ana Lopez", "--alias", "The Boss", "--email", "ana@example.com")
    fq("person", "add", "Ben Okoro")
    assert fq("with", word, "--json").document["people"][0]["name"] == "Ana Lopez"


def test_who_is_not_known_or_not_clear_is_not_found(fq: Call) -> None:
    fq("person", "add", "Ana Lopez")
    fq("person", "add", "Ana Ruiz")
    unknown = fq("with", "Anna Lopez")
    assert unknown.code == 3
    assert "did you mean Ana Lopez" in unknown.err
    unclear = fq("with", "ana")
    assert unclear.code == 3
    assert "Ana Lopez or Ana Ruiz" in unclear.err
    assert fq("with", "ana", "--json").error["code"] == "ambiguous"
    assert fq("with", "zoe", "--json").error["code"] == "not-found"
    assert fq("with").code == 2


def test_a_whole_name_is_clear_though_others_begin_with_it(fq: Call) -> None:
    fq("person", "add", "Ana")
    fq("person", "add", "Ana Ruiz")
    assert fq("with", "ana", "--json").document["people"][0]["name"] == "Ana"


def test_with_says_how_fast_either_side_is_and_what_became_of_promises(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-05", now="2026-11-02T09:00:00Z")
    fq("add", "-w", "Ana Lopez", "Signature", "--by", "2026-11-04")
    fq("nudge", "2", "Called her", now="2026-11-05T09:00:00Z")
    fq("done", "1", "--spent", "90m")
    fq("done", "2", now="2026-11-09T09:00:00Z")
    fq("add", "Ana Lopez", "Draft", "--by", "2026-11-20", now="2026-11-10T09:00:00Z")
    fq("told", "3", "Nearly there", "--by", "2026-11-25", now="2026-11-18T09:00:00Z")
    fq("add", "Ben Okoro", "Other", now="2026-11-23T09:00:00Z")
    fq("done", "4", "--spent", "30m")
    out = fq("with", "ana").out
    assert "you from them Tue 10 Nov (9 working days ago); they from you Wed 18 Nov (3 working days ago)" in out
    assert "you take 3 working days (once), 6 with 1 still open; they take 5 working days (once)" in out
    assert "you kept 1 and moved 1; they broke 1" in out
    assert "you asked them once" in out
    assert "time spent   1h30m, 75% of all you logged\n" in out
    assert "requests     asked you for 2 things\n" in out

    assert "Wed 18 Nov  you told them “Nearly there”: 3 Draft; your promise moved to Wed 25 Nov" in out
    assert "you asked again “Called her”: 2 Signature" in out
    between = fq("with", "ana", "--json").document["dealings"]
    assert (between["mine"]["turnaround_days"], between["theirs"]["turnaround_days"]) == (3.0, 5.0)
    assert (between["mine"]["kept"], between["mine"]["moved"], between["theirs"]["broken"]) == (1, 1, 1)
    assert [event["deed"] for event in between["history"]][:2] == ["asked", "promised"]


def test_with_tells_somebodys_share_of_all_requests_from_five_on(fq: Call) -> None:
    for number in range(5):
        fq("add", "Ana Lopez", f"Quote {number}")
        assert ("of all requests" in fq("with", "ana").out) == (number == 4)
    fq("add", "Tom Baker", "Numbers")
    assert "asked you for 5 things, 83% of all requests" in fq("with", "ana").out


def test_with_says_when_and_how_to_ask_again(fq: Call) -> None:
    fq("add", "-w", "Ana", "Signature", "--via", "call", "--since", "2026-11-16")
    fq("add", "-w", "Ana", "Prices", "--told")
    fq("add", "-w", "Ana", "Terms")
    out = fq("with", "ana").out
    assert "5 working days silent; call today" in out
    assert "asked today; ask Mon 30 Nov" in out
    assert "Ana may not know yet; ask Mon 30 Nov: followq say 3 ask" in out


def test_what_was_undone_is_no_history(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("told", "1", "Never said")
    fq("undo")
    assert "Never said" not in fq("with", "ana").out


def test_people_who_are_dragged_come_before_people_who_drag(fq: Call) -> None:
    for name, mine, theirs in (("Fast", 1, 9), ("Slow", 8, 2), ("Even", 5, 5)):
        fq("add", name, "Owed", now="2026-10-05T09:00:00Z")
        fq("add", "-w", name, "Waiting")
        number = len(fq("list", "--status", "all", "--json").document["followups"])
        fq("done", str(number - 1), now=f"2026-10-{5 + mine + (2 if mine > 4 else 0):02}T09:00:00Z")
        fq("done", str(number), now=f"2026-10-{5 + theirs + (2 if theirs > 4 else 0):02}T09:00:00Z")
    assert names(fq, "--sort", "drag") == ["Slow", "Even", "Fast"]
    drag = {person["name"]: person["drag_days"] for person in fq("people", "--json").document["people"]}
    assert drag == {"Slow": 6.0, "Even": 0.0, "Fast": -8.0}
    assert "you take 8 working days (once); they take 2 working days (once)" in fq("people", "--sort", "drag").out


def test_who_takes_much_of_the_time_is_told(fq: Call) -> None:
    for number, (name, spent) in enumerate((("Ana", "5h"), ("Ben", "1h"), ("Mei", "1h"), ("Tom", "1h")), 1):
        fq("add", name, "Talk")
        fq("done", str(number), "--spent", spent)
    out = fq("people", "--sort", "time").out
    assert out.splitlines()[0].startswith("Ana")
    assert "takes 62% of your time, 5x the median;" in out
    assert "takes 12% of your time" in out
    assert out.count("of your time") == 4
    assert fq("people").out.count("of your time") == 1


def test_an_interval_of_their_own_tells_who_is_in_the_dark(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--since", "2026-11-18")
    fq("add", "Ben", "Draft", "--since", "2026-11-18")
    fq("person", "edit", "Ben", "--keep-informed", "2")
    assert names(fq) == ["Ben", "Ana"]
    dark = {person["name"]: person["is_dark"] for person in fq("people", "--json").document["people"]}
    assert dark == {"Ben": True, "Ana": False}


def test_no_more_people_are_shown_than_asked_for(fq: Call) -> None:
    for name in ("Ana", "Ben", "Mei"):
        fq("person", "add", name)
    limited = fq("people", "--limit", "2").out
    assert limited.splitlines()[-1] == "and 1 more"
    assert len(names(fq, "--limit", "2")) == 2


def test_a_long_list_is_cut_on_the_page_and_whole_in_json(fq: Call) -> None:
    for number in range(12):
        fq("add", "Ana Lopez", f"Thing {number}", "--since", f"2026-11-{number + 2:02}")
    fq("edit", "12", "--by", "2026-11-20")
    out = fq("with", "ana").out
    assert out.index("Thing 11") < out.index("Thing 0")
    assert "Thing 9  [" not in out
    assert "and 2 more: followq list --owed --person 'Ana Lopez'" in out
    assert "Thing 9  [" in fq("with", "ana", "--all").out
    assert len(fq("with", "ana", "--json").document["followups"]) == 12


def test_with_tells_programs_when_to_ask_again_too(fq: Call) -> None:
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-02")
    fq("add", "-w", "Tom Baker", "Hidden")
    fq("snooze", "2", "fri")
    asking, *more = fq("with", "Tom", "--json").document["askings"]
    assert not more
    assert (asking["id"], asking["nudge_is_due"]) == (1, True)
    assert asking == fq("waiting", "--json").document["followups"][0]


def test_an_answer_within_the_day_takes_no_number_of_days(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("done", "1")
    fq("add", "Ana", "Order")
    assert "you answer the same day (once)" in fq("with", "ana").out
    assert "You usually get back to me the same day." in fq("with", "ana", "--as-them").out
