"""`add` without text, at a terminal: the person, then lines that are understood at once and can be corrected."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.screens import BACKSPACE, CTRL_C, CTRL_D, CTRL_U, ENTER, TAB, UP, Start, terminals
from tests.conftest import Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Start]:
    """Start `followq add` at a terminal: `add("Ana Lopez", columns=40)`."""
    with terminals(tmp_path, "add") as start:
        yield start


def rows(fq: Call) -> list[tuple[str, str, str, str | None]]:
    found = fq("list", "--status", "all", "--json").document["followups"]
    return [(item["person"], item["ball"], item["text"], item["promised"]) for item in found]


def test_both_directions_are_captured_in_one_batch(fq: Call, add: Start) -> None:
    terminal = add()
    terminal.shows("Who?")
    terminal.press("Ana Lopez", ENTER)
    terminal.shows("Ana Lopez (new) 1")
    terminal.press("> Send the quote by fri", ENTER)
    terminal.shows("1 you owe Ana Lopez: Send the quote, by Fri 27 Nov (in 4 working days) 2")
    terminal.press("< Sign the contract", ENTER)
    terminal.shows("2 Ana Lopez owes you: Sign the contract 3")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert "2 follow-ups added together" in terminal.text
    assert rows(fq) == [
        ("Ana Lopez", "mine", "Send the quote", "2026-11-27"),
        ("Ana Lopez", "theirs", "Sign the contract", None),
    ]
    fq("undo")
    assert rows(fq) == []


def test_everything_typed_ahead_is_taken(fq: Call, add: Start) -> None:
    """Nobody has to wait for the program to be ready."""
    add("Ana Lopez").press("> Quote by fri", ENTER, "< Signature", ENTER, ENTER)
    terminal = add("Tom Baker")
    terminal.press("> Numbers", ENTER, ENTER)
    assert terminal.ended() == 0
    assert ("Tom Baker", "mine", "Numbers", None) in rows(fq)


def test_a_line_is_understood_while_it_is_typed(add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("< Sign it by tomorrow")
    terminal.shows("Ana Lopez owes you: Sign it, by Tue 24 Nov (tomorrow)")


def test_line_whose_amount_is_no_date_says_so_at_once(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("> Move it by two weeks")
    terminal.shows("you owe Ana Lopez: Move it by two weeks (no date understood in 'by two weeks', it stays text")
    terminal.press(ENTER, "> Read it by April", ENTER)
    terminal.shows("'April' is not a date I know")
    terminal.shows("a text goes in quotes")
    terminal.press(CTRL_U, '> "Read it by April"', ENTER)
    terminal.shows("2 you owe Ana Lopez: Read it by April")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert [(text, promised) for _, _, text, promised in rows(fq)] == [
        ("Move it by two weeks", None),
        ("Read it by April", None),
    ]


def test_names_are_offered_while_typing_and_a_tab_takes_one(fq: Call, add: Start) -> None:
    fq("person", "add", "Wilhelmina Harker", "--alias", "Mina", "--org", "Harbour Foods")
    fq("add", "Wilhelmina Harker", "Diary")
    terminal = add()
    terminal.press("har")
    terminal.shows("Wilhelmina Harker Harbour Foods; you owe 1")
    terminal.press(CTRL_U, "min")
    terminal.shows("also Mina")
    terminal.press(TAB)
    terminal.shows("Who? Wilhelmina Harker")
    terminal.press(ENTER, "> Quote", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq)[-1] == ("Wilhelmina Harker", "mine", "Quote", None)


def test_a_close_spelling_is_offered_too(fq: Call, add: Start) -> None:
    fq("person", "add", "Ana Lopez")
    terminal = add()
    terminal.press("ana lopes")
    terminal.shows("Tab takes Ana Lopez; Enter asks")
    terminal.press(ENTER)
    terminal.shows("1 Ana Lopez 2 a new person called ana lopes")
    terminal.press("2", "> Quote", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("ana lopes", "mine", "Quote", None)]


def test_the_beginning_of_a_name_is_enough_with_its_number(fq: Call, add: Start) -> None:
    fq("person", "add", "Ana Lopez")
    terminal = add("ana")
    terminal.shows("1 Ana Lopez 2 a new person called ana")
    terminal.press("1")
    terminal.shows("Who is meant? Ana Lopez")
    terminal.press("> Quote", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana Lopez", "mine", "Quote", None)]


def test_a_person_nobody_can_be_called_is_refused_and_can_be_mended(fq: Call, add: Start) -> None:
    terminal = add()
    terminal.press("12", ENTER)
    terminal.shows("numbers are follow-ups")
    terminal.press(BACKSPACE, BACKSPACE, "Ana", ENTER, "> Quote", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana", "mine", "Quote", None)]


def test_a_line_is_never_lost_to_a_typo_in_its_date(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("> Draft the long letter by 32 dec", ENTER)
    terminal.shows("'32 dec' is not a date I know")
    assert "> Draft the long letter by 32 dec" in terminal.screen
    terminal.press(*[BACKSPACE] * 6, "2 dec", ENTER)
    terminal.shows("1 you owe Ana Lopez: Draft the long letter, by Wed 2 Dec")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana Lopez", "mine", "Draft the long letter", "2026-12-02")]


def test_a_missing_mark_takes_one_key(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("Send the quote by fri", ENTER)
    terminal.shows("begin with > or <")
    terminal.press("<")
    terminal.shows("1 Ana Lopez owes you: Send the quote, by Fri 27 Nov")
    terminal.press("> a < b", ENTER)
    terminal.shows("2 you owe Ana Lopez: a < b")
    terminal.press(ENTER)
    assert terminal.ended() == 0


def test_up_brings_a_line_back_to_be_corrected(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("> Quote", ENTER, "< Signature", ENTER)
    terminal.shows("2 Ana Lopez owes you: Signature 3")
    terminal.press(UP, UP)
    terminal.shows("1 > Quote 1 you owe")
    terminal.press(" for spring by fri", ENTER)
    terminal.shows("1 you owe Ana Lopez: Quote for spring, by Fri 27 Nov (in 4 working days) 2 Ana Lopez owes you")
    assert "Quote 2" not in terminal.text
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [
        ("Ana Lopez", "mine", "Quote for spring", "2026-11-27"),
        ("Ana Lopez", "theirs", "Signature", None),
    ]


def test_a_line_half_typed_is_still_there_after_another_was_corrected(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("> Quote", ENTER)
    terminal.shows("1 you owe Ana Lopez: Quote 2")
    terminal.press("< Signat", UP)
    terminal.shows("1 > Quote 1 you owe")
    terminal.press("s", ENTER)
    terminal.shows("1 you owe Ana Lopez: Quotes 2 < Signat")
    terminal.press("ure", ENTER, ENTER)
    assert terminal.ended() == 0
    assert [text for _, _, text, _ in rows(fq)] == ["Quotes", "Signature"]


def test_a_line_is_removed_by_its_number_or_by_emptying_it(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.press("> One", ENTER, "> Two", ENTER, "> Three", ENTER, "-1", ENTER)
    terminal.shows("1 removed")
    terminal.press(UP, CTRL_U, ENTER)
    terminal.shows("3 removed")
    terminal.press("-1", ENTER)
    terminal.shows("there is no line 1")
    terminal.press(CTRL_U, "2 < Second by fri", ENTER)
    terminal.shows("2 Ana Lopez owes you: Second, by Fri 27 Nov")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana Lopez", "theirs", "Second", "2026-11-27")]


def test_the_person_can_be_changed_for_one_line_or_for_those_to_come(fq: Call, add: Start) -> None:
    fq("person", "add", "Tom Baker")
    terminal = add("Ana Lopez")
    terminal.press("> Quote", ENTER, "> Budget", ENTER, "2 @tom")
    terminal.shows("Tom Baker")
    terminal.press(TAB, ENTER)
    terminal.shows("2 you owe Tom Baker: Budget")
    terminal.press("@Mei Lin", ENTER)
    terminal.shows("the next lines are with Mei Lin")
    terminal.press("< Prices", ENTER, ENTER)
    assert terminal.ended() == 0
    assert [(person, text) for person, _, text, _ in rows(fq)] == [
        ("Ana Lopez", "Quote"),
        ("Tom Baker", "Budget"),
        ("Mei Lin", "Prices"),
    ]


def test_several_pasted_lines_are_several_lines(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.shows("1")
    terminal.press("\x1b[200~> Quote by fri\n< Signature\n\x1b[201~", ENTER)
    terminal.shows("Ana Lopez owes you: Signature 3")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert [text for _, _, text, _ in rows(fq)] == ["Quote", "Signature"]


def test_options_hold_for_every_line_that_says_nothing_else(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez", "--by", "fri", "--project", "spring")
    terminal.press("> Quote", ENTER)
    terminal.shows("1 you owe Ana Lopez: Quote, by Fri 27 Nov")
    terminal.press("> Draft by tomorrow", ENTER, ENTER)
    assert terminal.ended() == 0
    assert [promised for *_, promised in rows(fq)] == ["2026-11-27", "2026-11-24"]


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}], ids=["drawn", "plain"])
def test_an_end_saves_nothing_and_says_so(add: Start, db: Path, key: str, environment: dict[str, str]) -> None:
    terminal = add("Ana Lopez", **environment)
    terminal.press("> Quote", ENTER)
    terminal.shows("you owe Ana Lopez: Quote" if not environment else "2")
    terminal.press(key)
    terminal.shows("Save 1 line?")
    terminal.press(key)
    assert terminal.ended() == 130
    assert "stopped, 1 line typed, nothing was saved" in terminal.text
    assert "Traceback" not in terminal.text
    assert not db.exists()


def test_nothing_typed_is_nothing_added(add: Start, db: Path) -> None:
    terminal = add("Ana Lopez")
    terminal.press(ENTER)
    assert terminal.ended() == 2
    assert "nothing to add" in terminal.text
    assert not db.exists()


@pytest.mark.parametrize(
    ("words", "environment"),
    [(("Ana Lopez",), {"TERM": "dumb"}), (("Ana Lopez", "--plain"), {})],
    ids=["dumb", "plain"],
)
def test_plain_lines_do_the_same_without_drawing(
    fq: Call, add: Start, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    terminal = add(*words, **environment)
    terminal.shows("Ctrl-C saves nothing")
    terminal.press("> Quote by 32 dec", ENTER)
    terminal.shows("is not a date I know: no such day (try: tomorrow, fri, next fri, +3d, in 3 working days")
    terminal.shows("15:00) 1 > Quote by 32 dec")
    terminal.press(CTRL_U, "> Quote by fri", ENTER)
    terminal.shows("1 you owe Ana Lopez: Quote, by Fri 27 Nov")
    terminal.press("1 > Quote for spring", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana Lopez", "mine", "Quote for spring", None)]
    assert not terminal.colours
    assert not environment or "\x1b[" not in terminal.raw


@pytest.mark.parametrize("columns", [40, 80])
def test_no_colour_is_used_where_none_is_wanted(fq: Call, add: Start, columns: int) -> None:
    terminal = add("Ana Lopez", columns=columns, NO_COLOR="1")
    terminal.press("> Send the revised quote for the spring campaign by fri", ENTER)
    terminal.shows("by Fri 27 Nov (in 4 working days)")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert not terminal.colours


def test_while_another_program_writes_the_lines_are_kept(fq: Call, add: Start, db: Path) -> None:
    fq("person", "add", "Ana Lopez")
    terminal = add("Ana Lopez")
    terminal.press("> Quote", ENTER)
    terminal.shows("1 you owe Ana Lopez: Quote")
    with sqlite3.connect(db, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.press(ENTER)
        terminal.shows("Try again?")
        other.execute("ROLLBACK")
    other.close()
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana Lopez", "mine", "Quote", None)]


def test_the_names_of_others_steer_nothing(fq: Call, add: Start) -> None:
    fq("person", "add", "Ana \x1b]0;owned\x07Lopez", "--org", "\x1b[2JEvil")
    terminal = add()
    terminal.press("ana")
    terminal.shows("Ana ^[]0;owned^GLopez")
    terminal.press(CTRL_C)
    assert terminal.ended() == 130
    assert "\x1b]0;" not in terminal.raw
    assert "\x1b[2JEvil" not in terminal.raw


@pytest.mark.parametrize(
    ("key", "found"), [("y", ["One", "Two", "Three"]), ("n", []), ("b", ["One", "Two", "Three", "Four"])]
)
def test_ctrl_c_with_lines_typed_asks_whether_to_save_them(fq: Call, add: Start, key: str, found: list[str]) -> None:
    terminal = add("Ana Lopez")
    terminal.press("> One", ENTER, "> Two", ENTER, "< Three", ENTER)
    terminal.shows("Ana Lopez owes you: Three 4")
    terminal.press("> Fo", CTRL_C)
    terminal.shows("Save 3 lines?")
    terminal.press(key)
    if key == "b":
        terminal.shows("4 > Fo")
        terminal.press("ur", ENTER, ENTER)
    assert terminal.ended() == (130 if key == "n" else 0)
    assert [text for _, _, text, _ in rows(fq)] == found


MAIL = (
    "Hi,\n\nplease send the quote by fri\n> Old words\nI will sign the contract\nread it by early next week\nThanks\n"
)


def test_pasted_mail_is_sorted_line_by_line_with_one_key_each(fq: Call, add: Start) -> None:
    terminal = add("Ana Lopez")
    terminal.shows("1")
    terminal.press(f"\x1b[200~{MAIL}\x1b[201~")
    terminal.shows("Line 1 of 7 → Hi,")
    terminal.press("d")
    terminal.shows("Line 3 of 7")
    terminal.press(">")
    terminal.shows("→ > Old words")
    terminal.press("d")
    terminal.shows("→ I will sign")
    terminal.press("t")
    terminal.shows("→ read it by early")
    terminal.press("m")
    terminal.shows("3 > read it by early next week")
    terminal.press(*[BACKSPACE] * len("early next week"), "mon", ENTER)
    terminal.shows("→ Thanks")
    terminal.press("q")
    terminal.shows("3 you owe Ana Lopez: read it, by Mon 30 Nov")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [
        ("Ana Lopez", "mine", "please send the quote", "2026-11-27"),
        ("Ana Lopez", "theirs", "I will sign the contract", None),
        ("Ana Lopez", "mine", "read it", "2026-11-30"),
    ]


def test_a_digit_in_a_text_that_is_typed_on_chooses_nobody(fq: Call, add: Start) -> None:
    fq("person", "add", "Ana Lopez")
    terminal = add()
    terminal.shows("Who?")
    terminal.press("ana", ENTER)
    terminal.shows("Who is meant?")
    terminal.press("> Send 2 copies by 1 dec")
    terminal.shows("First choose by a number")
    time.sleep(1)
    terminal.press("1")
    terminal.shows("Who is meant? Ana Lopez")
    terminal.press("> Send 2 copies", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Ana Lopez", "mine", "Send 2 copies", None)]
