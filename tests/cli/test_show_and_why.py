"""`show` and `why`: everything about one follow-up, and where its rank comes from."""

from __future__ import annotations

import pytest

from tests.conftest import NOW, Call


@pytest.fixture
def quote(fq: Call) -> None:
    """A follow-up about which everything is known, and others around it."""
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com", "--phone", "+34 600", "--channel", "call")
    fq("add", "-w", "Tom Baker", "Numbers")
    more = ("--effort", "1h30m", "--project", "spring", "--tag", "print", "--note", "Ask Mei", "--every", "month")
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-16", "--by", "fri", "--blocked-by", "1", *more)
    fq("add", "Ben Okoro", "Summary", "--blocked-by", "2")
    fq("told", "2", "Legal looks at it", "--by", "2026-12-01")
    fq("snooze", "2", "tomorrow")


def test_show_tells_everything(fq: Call, quote: None) -> None:
    out = fq("show", "2").out
    for words in (
        "You owe Ana Lopez",
        "Mon 16 Nov (5 working days ago)",
        "Tue 1 Dec (in 6 working days)",
        "Fri 27 Nov (in 4 working days)",
        "once",
        "1h30m",
        "5 working days with you, 0 working days with them",
        "+34 600",
        "ana@example.com",
        "spring",
        "print",
        "1 month",
        "1 Tom Baker: Numbers",
        "3 Ben Okoro: Summary",
        "Ask Mei",
        "Legal looks at it",
    ):
        assert words in out


def test_show_leaves_out_what_is_not_known(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    out = fq("show", "1").out
    for word in ("None", "project", "tags", "nudged", "effort"):
        assert word not in out


def test_show_lists_what_happened_in_order(fq: Call, quote: None) -> None:
    document = fq("show", "2", "--json").document
    assert [entry["command"] for entry in document["log"]] == ["add", "told", "snooze"]
    assert [item["id"] for item in document["blockers"]] == [1]
    assert [item["id"] for item in document["blocks"]] == [3]
    assert [person["name"] for person in document["people"]] == ["Ana Lopez"]


def test_show_works_on_what_is_closed(fq: Call, quote: None) -> None:
    fq("done", "1")
    out = fq("show", "1").out
    assert "done Mon 23 Nov" in out
    assert "Tom Baker: Numbers" not in fq("show", "2").out


def test_show_takes_one_follow_up(fq: Call, quote: None) -> None:
    assert fq("show", "1-2").code == 2
    assert fq("show", "1", "2").code == 2
    assert fq("show").code == 2


@pytest.mark.parametrize("length", [600, 10_000])
def test_show_tells_a_long_text_and_note_to_the_end(fq: Call, length: int) -> None:
    fq("add", "Ana", "x" * (length - 3) + "END", "--note", "y" * (length - 3) + "FIN")
    out = fq("show", "1", "--plain").out
    assert "END" in out
    assert "FIN" in out


def test_show_keeps_the_lines_of_a_note_apart(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("note", "1", "First")
    fq("note", "1", "Second")
    out = fq("show", "1").out
    assert "First" in out
    assert "Second" in out


def test_why_is_a_sum_that_can_be_followed(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--since", "2026-11-16", "--by", "2026-11-20", "--effort", "30m")
    (item,) = fq("why", "1", "--json").document["followups"]
    total = sum(term["cost"] for term in item["terms"])
    assert item["score"] == pytest.approx(total * 15 / 30, abs=0.01)
    out = fq("why", "1").out
    for term in item["terms"]:
        assert f"{term['cost']:.1f}" in out
        assert term["text"] in out
    for words in (f"{total:.1f}", f"{item['score']:.1f}", "it takes 30m, as you said", "place 1 in today"):
        assert words in out


def test_why_leaves_out_what_comes_to_nothing(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--by", "2026-12-03")
    (item,) = fq("why", "1", "--json").document["followups"]
    assert 0 < item["terms"][-1]["cost"] < 0.05
    assert "promised" not in fq("why", "1").out


def test_why_says_when_the_time_is_only_estimated(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    assert "estimated" in fq("why", "1").out
    assert fq("why", "1", "--json").document["followups"][0]["is_estimate"]


def test_why_agrees_with_today(fq: Call) -> None:
    for number in range(1, 6):
        fq("add", f"Person {chr(64 + number)}", "Thing", "--since", f"{3 * number % 7}d ago", "--effort", f"{number}5m")
    ranked = fq("today", "--json").document["followups"]
    explained = fq("why", "1-5", "--json").document
    assert {item["id"]: item["score"] for item in ranked} == {
        item["id"]: item["score"] for item in explained["followups"]
    }
    assert explained["places"] == {str(item["id"]): place for place, item in enumerate(ranked, 1)}


def test_two_are_compared(fq: Call) -> None:
    fq("add", "Ana", "New", "--effort", "1h")
    fq("add", "Ben", "Old and short", "--since", "2026-11-19", "--effort", "10m")
    out = fq("why", "1", "2").out
    assert "2 stands above 1: waiting 2 working days, not since today and takes 10m, not 1h." in out
    assert "stands above" not in fq("why", "1").out


def test_where_the_shorter_one_goes_first_though_the_other_costs_more_it_says_both(fq: Call) -> None:
    fq("add", "Ana", "Long", "--by", "2026-11-30", "--effort", "4h", "--told")
    fq("add", "Ben", "Short", "--since", "2026-11-20", "--effort", "5m", "--told")
    said = fq("why", "1", "2").out.split("2 stands above 1: ")[1]
    assert said.strip() == "waiting 1 working day and takes 5m, not 4h, though 1 costs more a day: promised Mon 30 Nov."


def test_of_two_in_different_parts_the_part_is_the_reason(fq: Call) -> None:
    fq("add", "Ana", "Due", "--by", "2026-11-20", "--effort", "4h")
    fq("add", "Ben", "Old", "--since", "2026-11-02")
    fq("add", "Cleo", "New")
    fq("add", "Dan", "Older", "--since", "2026-10-30")

    def said(*ids: str) -> str:
        return fq("why", *ids).out.rstrip().splitlines()[-1]

    assert said("1", "2") == (
        "1 stands above 2: it was promised for Fri 20 Nov, 1 working day late; 2 has waited too long (15 working days)."
    )
    assert said("3", "2") == "2 stands above 3: it has waited too long (15 working days)."
    assert said("2", "4") == "4 stands above 2: it has waited 16 working days, not 15 working days."


def test_two_equal_ones_say_who_came_first(fq: Call) -> None:
    fq("add", "Ana", "Same")
    fq("add", "Ben", "Same")
    assert "1 stands above 2: it came first" in fq("why", "2", "1").out


def test_a_snoozed_one_is_explained_though_it_is_not_in_today(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("snooze", "1", "fri")
    assert "not in today" in fq("why", "1").out


@pytest.mark.parametrize(("words", "code"), [(("2",), 3), (("9",), 3), (("3", "1"), 2)])
def test_only_what_is_open_is_ranked_and_each_side_by_itself(fq: Call, words: tuple[str, ...], code: int) -> None:
    fq("add", "-w", "Tom", "Numbers")
    fq("add", "Ana", "Closed")
    fq("done", "2")
    fq("add", "Ben", "Open")
    assert fq("why", *words).code == code


def test_the_day_to_ask_again_is_explained(fq: Call) -> None:
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-16")
    out = fq("why", "1").out
    assert "1 Tom: Numbers  ask today" in out
    assert "5 working days silent" in out
    assert "worth asking again 5 working days after they were asked" in out
    (found,) = fq("why", "1", "--json").document["followups"]
    assert found["nudge_is_due"]
    assert [term["term"] for term in found["terms"]] == ["silence", "usual", "gap"]


def test_the_documents_name_their_kind(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    for kind in ("show", "why"):
        document = fq(kind, "1", "--json").document
        assert (document["kind"], document["now"], len(document["followups"])) == (kind, NOW, 1)


def test_show_names_what_was_added_together_with_it_done_or_not(fq: Call) -> None:
    fq("add", "-w", "Ana Lopez; Tom Baker; Mei Lin", "Agree on the date")
    fq("done", "2", "--json")
    out = fq("show", "1").out
    assert "added with  2 Tom Baker: Agree on the date (done); 3 Mei Lin: Agree on the date\n" in out
    assert [item["id"] for item in fq("show", "1", "--json").document["linked"]] == [2, 3]
    fq("add", "Ana Lopez", "Alone")
    assert "added with" not in fq("show", "4").out


def test_show_says_why_it_is_on_whose_side_and_ends_with_the_clocks(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-12-03")
    fq("toss", "1", now="2026-11-24T09:00:00Z")
    out = fq("show", "1").out
    assert "Theirs since Tue 24 Nov: you passed it to Ana Lopez.\n" in out
    assert out.splitlines()[-1] == "Clocks: first ask due today"
    fq("toss", "1", "--by", "2026-12-03", now="2026-11-25T09:00:00Z")
    out = fq("show", "1").out
    assert "Yours since Wed 25 Nov: Ana Lopez sent it back.\n" in out
    assert out.splitlines()[-1] == "Clocks: first answer due Fri 27 Nov, promise Thu 3 Dec"
    document = fq("show", "1", "--json").document
    assert document["arrival"] == {
        "ball": "mine",
        "since": "2026-11-25T09:00:00Z",
        "way": "tossed",
        "text": "Yours since Wed 25 Nov: Ana Lopez sent it back",
    }
    assert [(clock["clock"], clock["on"], clock["is_over"]) for clock in document["clocks"]] == [
        ("first_answer", "2026-11-27", False),
        ("promise", "2026-12-03", False),
    ]
    fq("undo")
    assert "Theirs since Tue 24 Nov: you passed it to Ana Lopez." in fq("show", "1").out


def test_show_says_nothing_of_sides_and_clocks_once_it_is_closed(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    fq("done", "1")
    out = fq("show", "1").out
    assert "Yours" not in out
    assert "Clocks" not in out
    fq("reopen", "1", now="2026-11-26T09:00:00Z")
    assert "Yours since Mon 23 Nov: you added it, reopened on Thu 26 Nov.\n" in fq("show", "1").out


def test_show_knows_the_work_handed_over_and_the_person_it_moved_from(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    fq("hand", "1", "Tom Baker", "Figures")
    assert "Theirs since Mon 23 Nov: you handed the work to Tom Baker.\n" in fq("show", "2").out
    fq("edit", "2", "--person", "Mei Lin", now="2026-11-24T09:00:00Z")
    assert "Theirs since Tue 24 Nov: it moved from Tom Baker to Mei Lin.\n" in fq("show", "2").out


def test_show_tells_when_somebody_who_is_kept_informed_should_hear(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--keep-informed", "3")
    fq("add", "Ana Lopez", "Quote")
    assert fq("show", "1").out.splitlines()[-1] == "Clocks: first answer due Wed 25 Nov, news due Thu 26 Nov"
