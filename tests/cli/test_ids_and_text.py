"""One rule tells ids from the text behind them, for every verb; what stays doubtful is refused with both readings."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.cli.input.id_words import is_id, looks_like_ids
from tests.conftest import Call

TEXT_VERBS = ("told", "toss", "nudge", "drop", "note")


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """1 to 6 are owed: two to Ana, then Ben Okoro, Cleo Marsh, Dan Marsh, Ana May; 7 to 9 are waited for."""
    for person in ("Ana Lopez", "Ana Lopez", "Ben Okoro", "Cleo Marsh", "Dan Marsh", "Ana May"):
        fq("add", person, "Thing")
    for person in ("Ben Okoro", "Cleo Marsh", "Fay Stone"):
        fq("add", "-w", person, "Answer")


def last_remarks(fq: Call) -> list[tuple[int, str]]:
    log = fq("export").document["log"]
    batch = log[-1]["batch"]
    return [(entry["followup"], entry["remark"]) for entry in log if entry["batch"] == batch]


def ids_and_texts(fq: Call, *words: str) -> list[tuple[int, str]]:
    result = fq(*words)
    assert result.code == 0, result.err
    return last_remarks(fq)


def refused(fq: Call, *words: str, code: int = 2) -> str:
    before = fq("export").document
    result = fq(*words)
    assert result.code == code, (result.out, result.err)
    assert {**fq("export").document, "now": ""} == {**before, "now": ""}
    return result.err


@pytest.mark.parametrize(
    ("words", "ids", "text"),
    [
        (("1", "2"), [1, 2], ""),
        (("1", "2", "both"), [1, 2], "both"),
        (("1", "2", "both of you"), [1, 2], "both of you"),
        (("1,3", "both", "of", "you"), [1, 3], "both of you"),
        (("1,", "3", "both of you"), [1, 3], "both of you"),
        (("1-3", "all", "of", "you"), [1, 2, 3], "all of you"),
        (("1", "3-4", "6", "all of you"), [1, 3, 4, 6], "all of you"),
        (("#1", "#3", "both of you"), [1, 3], "both of you"),
        (("1", "1", "once only"), [1], "once only"),
        (("1", "2 copies please"), [1], "2 copies please"),
        (("1", "2-3 weeks"), [1], "2-3 weeks"),
        (("1", " 42"), [1], "42"),
        (("1", "legal", "has", "2"), [1], "legal has 2"),
        (("1", "10%", "are", "done"), [1], "10% are done"),
        (("1", "3pm", "call"), [1], "3pm call"),
        (("1", "2.5", "of", "4", "parts"), [1], "2.5 of 4 parts"),
        (("1", "by", "the", "door"), [1], "by the door"),
        (("dan", "legal", "looks"), [5], "legal looks"),
        (("Dan", "Marsh", "legal", "looks"), [5], "legal looks"),
        (("dan", "1", "both of you"), [5, 1], "both of you"),
        (("Dan", "Marsh", "1", "both of you"), [5, 1], "both of you"),
    ],
    ids=str,
)
def test_ids_stand_first_and_the_rest_is_text(fq: Call, words: tuple[str, ...], ids: list[int], text: str) -> None:
    assert ids_and_texts(fq, "told", *words) == [(i, text) for i in ids]
    assert fq("undo").code == 0
    assert [f["told_at"] for f in fq("list", "--json").document["followups"]] == [None] * 9, "one batch"


@pytest.mark.parametrize(
    ("words", "as_ids", "as_text"),
    [
        (("1", "2", "copies", "please"), "1 2 'copies please'", "1 '2 copies please'"),
        (("1", "2-3", "weeks", "left"), "1 2-3 'weeks left'", "1 '2-3 weeks left'"),
        (("1", "3", "2", "copies", "please"), "1 3 2 'copies please'", "1 3 '2 copies please'"),
        (("1", "42", "is", "it"), "1 42 'is it'", "1 '42 is it'"),
        (("1", "and", "2", "know", "it"), "1 2 'know it'", "1 'and 2 know it'"),
        (("1", "&", "2"), "1 2", "1 '& 2'"),
        (("1", "to", "3", "all of you"), "1-3 'all of you'", "1 'to 3 all of you'"),
        (("1", "2;3", "know"), "1 2 3 ' know'", "1 '2;3 know'"),
        (("1", "2–3", "know"), "1 2-3 ' know'", "1 '2–3 know'"),
        (("1", "2.", "know"), "1 2 ' know'", "1 '2. know'"),
        (("dan", "2", "copies", "please"), "dan 2 'copies please'", "dan '2 copies please'"),
    ],
    ids=str,
)
def test_what_can_be_read_in_two_ways_is_refused_with_both(
    fq: Call, words: tuple[str, ...], as_ids: str, as_text: str
) -> None:
    for verb in TEXT_VERBS:
        said = refused(fq, verb, *words)
        assert f"followq {verb} {as_ids}; the text: followq {verb} {as_text}" in said


@pytest.mark.parametrize("words", [("1", "2", "copies", "please"), ("1", "to", "3", "know"), ("1", "2;3", "know")])
def test_both_readings_that_are_offered_are_taken(fq: Call, words: tuple[str, ...]) -> None:
    hint = fq("told", *words, "--json").error["hint"]
    for part in hint.split(": ", 1)[1].split("; the text: "):
        assert fq(*shlex.split(part)[1:]).code == 0, part


def test_a_single_word_behind_several_ids_is_the_text_and_the_other_reading_is_told(fq: Call) -> None:
    result = fq("told", "1", "2", "weeks")
    assert result.code == 0
    assert result.err == "followq: 2 is taken as an id; if the text begins there: followq told 1 '2 weeks'\n"
    assert last_remarks(fq) == [(1, "weeks"), (2, "weeks")]


@pytest.mark.parametrize(
    "words", [("1", "42"), ("1", "42", "both"), ("1", "42", "both of you"), ("1-42", "all of you")]
)
@pytest.mark.parametrize("verb", TEXT_VERBS)
def test_all_or_nothing(fq: Call, verb: str, words: tuple[str, ...]) -> None:
    refused(fq, verb, *words, code=2 if verb == "note" and words == ("1", "42") else 3)


@pytest.mark.parametrize("verb", ["told", "toss", "note", "drop"])
def test_a_person_behind_an_id_is_not_taken_for_the_text(fq: Call, verb: str) -> None:
    fq("person", "edit", "Dan", "Marsh", "--alias", "Danny")
    assert f"followq {verb} 1 ' Danny'" in refused(fq, verb, "1", "Danny", code=3)
    assert fq(verb, "1", " Danny").code == 0


def test_two_people_with_one_beginning_are_kept_apart(fq: Call) -> None:
    fq("person", "edit", "Ana", "Lopez", "--alias", "Ana")
    assert "two people" in refused(fq, "told", "Ana", "May", "be late", code=3)


def test_a_note_needs_words(fq: Call) -> None:
    assert "followq note 1 TEXT" in refused(fq, "note", "1")
    assert "followq note 1 2 TEXT; the text: followq note 1 ' 2'" in refused(fq, "note", "1", "2")
    fq("note", "1", " 2")
    assert fq("show", "1", "--json").document["followups"][0]["note"] == "2"


@pytest.mark.parametrize(
    ("words", "ids", "until"),
    [
        (("1", "fri"), [1], "2026-11-27"),
        (("1", "2", "fri"), [1, 2], "2026-11-27"),
        (("1", "2", "weeks"), [1], "2026-12-08"),
        (("1", "2", "3", "weeks"), [1, 2], "2026-12-15"),
        (("1", "2 weeks"), [1], "2026-12-08"),
        (("1", "2", "2 weeks"), [1, 2], "2026-12-08"),
        (("1", "2", "dec"), [1], "2026-12-02"),
        (("1", "2", "dec", "3"), [1, 2], "2026-12-03"),
        (("1", "2", "3", "dec", "2027"), [1, 2], "2027-12-03"),
        (("1-3", "5", "next", "mon"), [1, 2, 3, 5], "2026-11-30"),
        (("1,3", "the", "15th"), [1, 3], "2026-12-15"),
        (("1", "2026-12-01"), [1], "2026-12-01"),
        (("dan", "2", "weeks"), [5], "2026-12-08"),
        (("Dan", "Marsh", "in", "2", "weeks"), [5], "2026-12-08"),
        (("dan", "2", "fri"), [2, 5], "2026-11-27"),
    ],
    ids=str,
)
def test_the_date_of_a_snooze_says_where_its_ids_end(
    fq: Call, words: tuple[str, ...], ids: list[int], until: str
) -> None:
    result = fq("snooze", *words, "--json", now="2026-11-24T09:00:00Z")
    assert result.code == 0, result.err
    assert sorted((f["id"], f["snoozed_until"]) for f in result.document["followups"]) == [(i, until) for i in ids]


@pytest.mark.parametrize("words", [("1",), ("1", "2"), ("1", "2", "soon"), ("1", "42", "fri"), ("1", "fri", "2")])
def test_a_snooze_without_a_date_changes_nothing(fq: Call, words: tuple[str, ...]) -> None:
    assert fq("snooze", *words).code in (2, 3, 4)
    assert not any(f["snoozed_until"] for f in fq("list", "--json").document["followups"])


@pytest.mark.parametrize("verb", ["told", "toss"])
@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("2", "by fri"), "2 --by fri"),
        (("2", "by", "fri"), "2 --by fri"),
        (("2", "BY", "fri", "15:00"), "2 --by 'fri 15:00'"),
        (("1", "2", "by", "fri"), "1 2 --by fri"),
        (("2", "next fri"), "2 --by 'next fri'"),
        (("2", "tomorrow"), "2 --by tomorrow"),
    ],
)
def test_a_date_is_not_taken_for_the_text(fq: Call, verb: str, words: tuple[str, ...], hint: str) -> None:
    assert f"followq {verb} {hint})" in refused(fq, verb, *words)
    assert fq(*shlex.split(f"{verb} {hint}")).code == 0


def test_nor_by_hand(fq: Call) -> None:
    assert "followq hand 1 'Tom Baker' --by thu" in refused(fq, "hand", "1", "Tom Baker", "by", "thu")


@pytest.mark.parametrize("verb", ["told", "toss"])
def test_what_looks_like_a_date_and_is_none_is_refused(fq: Call, verb: str) -> None:
    refused(fq, verb, "2", "by 32 dec", code=4)


@pytest.mark.parametrize("words", [("told", "1"), ("toss", "1"), ("hand", "1", "Tom Baker"), ("nudge", "8")])
def test_a_date_at_the_end_of_the_text_is_pointed_out(fq: Call, words: tuple[str, ...]) -> None:
    result = fq(*words, "legal looks at it by fri")
    assert result.code == 0
    assert "No date is set; for the one in the text: followq edit" in result.out


@pytest.mark.parametrize(
    ("words", "ids", "helper", "text"),
    [
        (("1", "Tom Baker"), [1], "Tom Baker", "Thing"),
        (("1", "3", "Tom Baker"), [1, 3], "Tom Baker", "Thing"),
        (("1", "3-4", "Tom Baker", "Draft it"), [1, 3, 4], "Tom Baker", "Draft it"),
        (("1", "Fay", "Stone", "Draft", "it"), [1], "Fay Stone", "Draft it"),
        (("dan", "Fay Stone", "2 copies"), [5], "Fay Stone", "2 copies"),
        (("Dan", "Marsh", "Fay", "Stone", "2", "copies"), [5], "Fay Stone", "2 copies"),
    ],
    ids=str,
)
def test_several_are_handed_over_at_once(
    fq: Call, words: tuple[str, ...], ids: list[int], helper: str, text: str
) -> None:
    before = {f["id"] for f in fq("list", "--json").document["followups"]}
    assert fq("hand", *words).code == 0
    found = {f["id"]: f for f in fq("list", "--json").document["followups"]}
    work = [f for i, f in found.items() if i not in before]
    assert [(f["person"], f["text"], f["ball"]) for f in work] == [(helper, text, "theirs")] * len(ids)
    assert [found[i]["blocked_by"] for i in ids] == [[f["id"]] for f in work]
    fq("undo")
    assert {f["id"] for f in fq("list", "--json").document["followups"]} == before


def test_one_that_cannot_be_handed_over_keeps_all(fq: Call) -> None:
    refused(fq, "hand", "1", "7", "Tom Baker")
    refused(fq, "hand", "1", "5", "Dan Marsh")
    refused(fq, "hand", "1", "3")


def test_several_are_closed_and_opened_again(fq: Call) -> None:
    assert [i for i, _ in ids_and_texts(fq, "drop", "1", "3-4", "they went elsewhere")] == [1, 3, 4]
    refused(fq, "reopen", "1", "2")
    assert [i for i, _ in ids_and_texts(fq, "reopen", "1", "3-4")] == [1, 3, 4]


def test_several_are_nudged_and_one_that_is_owed_keeps_all(fq: Call) -> None:
    result = fq("nudge", "7", "8", "called both")
    assert result.out.count("First you owe") == 2
    assert last_remarks(fq) == [(7, "called both"), (8, "called both")]
    refused(fq, "nudge", "9", "1")


@pytest.mark.parametrize("verb", ["told", "done", "drop", "why", "show"])
@pytest.mark.parametrize("word", ["1;2", "1–2", "1..2", "2."])
def test_numbers_written_in_other_ways_are_no_names(fq: Call, verb: str, word: str) -> None:
    assert "is not an id" in refused(fq, verb, word)


@given(st.text(alphabet="0123456789#,;-–.+ab:%/ ", max_size=8))
def test_a_word_is_an_id_or_only_looks_like_one(word: str) -> None:
    assert not (is_id(word) and looks_like_ids(word))
    assert not (is_id(word) and " " in word)


def test_several_are_edited_at_once(fq: Call) -> None:
    result = fq("edit", "1", "3-4", "--project", "spring", "--by", "fri", "--json")
    assert [(f["id"], f["project"], f["promised"]) for f in result.document["followups"]] == [
        (i, "spring", "2026-11-27") for i in (1, 3, 4)
    ]
    fq("undo")
    assert not any(f["project"] for f in fq("list", "--json").document["followups"])
    refused(fq, "edit", "1", "3", "--text", "The same")
    refused(fq, "edit", "1", "42", "--project", "spring", code=3)
