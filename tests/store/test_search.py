"""Search: words by their beginnings, in any case, with or without accents; no word is a command to SQLite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import QUICK, followup, person
from tests.store.builders import Desk


@pytest.fixture
def desk() -> Desk:
    """Some follow-ups with words that are easy to mistake."""
    desk = Desk()
    items = (
        followup(id=1, text="Send the quote", project="Spring", tags=("urgent",), note="about AND around"),
        followup(id=2, text="NEAR the harbour, col:x and -x", person_id=2),
        followup(id=3, text='He said "hello" to José Ångström', person_id=2),
        followup(id=4, text="zero\u200bwidth and sch\u00adool", status="done", closed_at="2026-11-23T09:00:00Z"),
        followup(id=5, text="QUOTATION of 100% in Straße 5", ball="theirs"),
        followup(id=6, text="合同 签字 нет", person_id=2),
    )
    desk.add(person(), person(id=2, name="Tom", aliases=("Tommy",)))
    desk.add(*items)
    return desk


def found(desk: Desk, *terms: str) -> list[int]:
    return sorted(f.id for f in desk.reader.search(terms))


@pytest.mark.parametrize(
    ("terms", "ids"),
    [
        (["quote"], [1]),
        (["QUOTE"], [1]),
        (["quot"], [1, 5]),
        (["uote"], []),
        (["send", "quote"], [1]),
        (["quote", "send"], [1]),
        (["send", "harbour"], []),
        (["spring"], [1]),
        (["urgent"], [1]),
        (["around"], [1]),
        (["lopez"], [1, 4, 5]),
        (["tommy"], [2, 3, 6]),
        (["tom", "harb"], [2]),
        (["jose"], [3]),
        (["JOSÉ"], [3]),
        (["jose\u0301"], [3]),
        (["angstrom"], [3]),
        (["ångström"], [3]),
        (["zerowidth"], [4]),
        (["school"], [4]),
        (["100%"], [5]),
        (["straße"], [5]),
        (["合同"], [6]),
        (["НЕТ"], [6]),
    ],
)
def test_follow_ups_are_found_by_words_and_their_beginnings(desk: Desk, terms: list[str], ids: list[int]) -> None:
    assert found(desk, *terms) == ids


@pytest.mark.parametrize(
    ("term", "ids"),
    [
        ("AND", [1, 2, 4]),
        ("OR", []),
        ("NOT", []),
        ("NEAR(", [2]),
        ("NEAR", [2]),
        ("-x", [2]),
        ("col:x", [2]),
        ("text:quote", []),
        ("^send", [1]),
        ("send*", [1]),
        ('"hello"', [3]),
        ('hello"', [3]),
        ('hel"lo', []),
        ("(hello)", [3]),
        ("{text}:hello", []),
        ("+hello", [3]),
        ("hello;", [3]),
        ("'hello'", [3]),
        ("--", []),
        ("*", []),
        ('"', []),
        ('""', []),
        ("'", []),
        ("(", []),
        (":", []),
        ("^", []),
        ("", []),
        (" ", []),
        ("\u200b", []),
        ("%", []),
        ("_", []),
        ("\\", []),
    ],
)
def test_signs_that_mean_something_to_sqlite_mean_nothing_here(desk: Desk, term: str, ids: list[int]) -> None:
    assert found(desk, term) == ids


def test_a_sign_beside_a_word_does_not_hide_what_the_word_finds(desk: Desk) -> None:
    assert found(desk, "quote", "-") == [1]


@QUICK
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=4))
def test_no_words_make_search_fail(terms: list[str]) -> None:
    desk = Desk()
    desk.add(person(), followup())
    assert found(desk, *terms) in ([], [1])


@QUICK
@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=10))
def test_a_word_of_any_script_finds_the_text_that_holds_it(word: str) -> None:
    desk = Desk()
    desk.add(person(), followup(text=f"about {word} again"))
    assert found(desk, word) == [1]


def test_the_best_match_comes_first_and_equal_ones_by_number() -> None:
    desk = Desk()
    desk.add(person())
    texts = ("one quote among very many other words in this long text", "quote quote", "nothing", "quote quote")
    for number, text in enumerate(texts, 1):
        desk.add(followup(id=number, text=text))
    assert [f.id for f in desk.reader.search(["quote"])] == [2, 4, 1]


def test_what_was_undone_or_reworded_is_not_found_any_more(desk: Desk) -> None:
    before = desk.tables[1][1]
    desk.put("edit", before, before._replace(text="Other words", note=None))
    assert found(desk, "quote") == []
    assert found(desk, "other") == [1]
    desk.undo()
    assert found(desk, "quote") == [1]
    desk.undo()
    assert found(desk, "quote") == []
