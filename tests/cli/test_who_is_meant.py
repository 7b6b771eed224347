"""Which Maria, and several people in one name: a numbered choice at a terminal, exact commands elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.screens import CTRL_C, ENTER, Start, terminals
from tests.conftest import Call

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with terminals(tmp_path) as start:
        yield start


@pytest.fixture
def marias(fq: Call) -> None:
    fq("person", "add", "Maria Diaz", "--org", "Acme")
    fq("person", "add", "Maria Olsen")


def rows(fq: Call) -> list[tuple[str, str]]:
    return [(item["person"], item["text"]) for item in fq("list", "--json").document["followups"]]


def test_unique_first_name_in_a_pipe_means_that_person(fq: Call) -> None:
    fq("person", "add", "Ana Lopez")
    added = fq("add", "ana", "Quote")
    assert rows(fq) == [("Ana Lopez", "Quote")]
    assert "ana is taken as Ana Lopez; for somebody new, first: followq person add ana" in added.err
    fq("add", "An", "Other")
    assert rows(fq)[1] == ("An", "Other")


def test_several_of_a_first_name_in_a_pipe_are_named_with_their_commands(fq: Call, marias: None) -> None:
    refused = fq("add", "Maria", "Call back", "--by", "fri")
    assert refused.code == 3
    assert "'Maria' may be Maria Diaz or Maria Olsen" in refused.err
    assert "followq add 'Maria Olsen' 'Call back' --by fri" in refused.err
    assert "followq person add Maria" in refused.err
    assert "followq with 'Maria Diaz'" in fq("with", "Maria").err
    assert rows(fq) == []


@at_terminal
@pytest.mark.parametrize(("number", "who"), [("1", "Maria Diaz"), ("3", "Maria")])
def test_terminal_offers_each_and_somebody_new_without_a_default(
    fq: Call, marias: None, start: Start, number: str, who: str
) -> None:
    terminal = start("add", "Maria", "Call back")
    terminal.shows("1 Maria Diaz, Acme 2 Maria Olsen 3 a new person called Maria")
    terminal.press(ENTER)
    terminal.shows("1 to 3")
    terminal.press(number, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [(who, "Call back")]


@at_terminal
def test_capture_settles_the_person_before_the_text(fq: Call, marias: None, start: Start) -> None:
    terminal = start("add")
    terminal.shows("Who?")
    terminal.press("maria", ENTER)
    terminal.shows("Who is meant?")
    terminal.press("2")
    terminal.shows("Who is meant? Maria Olsen")
    terminal.press("> Quote", ENTER, ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == [("Maria Olsen", "Quote")]


@at_terminal
def test_command_that_makes_nobody_offers_nobody_new(fq: Call, marias: None, start: Start) -> None:
    fq("add", "Maria Olsen", "Quote")
    terminal = start("with", "Maria")
    assert "new person" not in terminal.shows("2 Maria Olsen")
    terminal.press("2", ENTER)
    assert terminal.ended() == 0
    assert "Quote" in terminal.text


@at_terminal
def test_card_asks_who_does_the_work_before_what(fq: Call, marias: None, start: Start) -> None:
    fq("add", "Tom Baker", "Figures")
    terminal = start("clear")
    terminal.shows("Figures")
    terminal.press("h")
    terminal.shows("Who does the work?")
    terminal.press("maria", ENTER)
    terminal.shows("Who is meant?")
    terminal.press("1")
    terminal.shows("What does Maria Diaz do?")
    terminal.press("Draft", ENTER)
    terminal.shows("you wait for it")
    terminal.press(CTRL_C)
    terminal.ended()
    assert ("Maria Diaz", "Draft") in rows(fq)


@pytest.mark.parametrize(
    "name",
    [
        "Ana Lopez, Tom Baker", "Ana Lopez and Tom Baker", "Ana & Tom", "Ana Lopez/Tom Baker", "Ana + Tom",
        "Smith, Anna", "Harbour Foods, Inc.", "Marks & Spencer",
    ],
)  # fmt: skip
def test_name_that_may_be_several_is_refused_in_a_pipe_with_both_commands(fq: Call, name: str) -> None:
    refused = fq("add", name, "Agree on the date")
    assert refused.code == 3
    assert "may be 2 people" in refused.err
    assert "followq add '\"" in refused.err
    assert rows(fq) == []


def test_both_commands_of_the_refusal_work(fq: Call) -> None:
    assert fq("add", "Ana Lopez; Tom Baker", "Agree").code == 0
    assert rows(fq) == [("Ana Lopez", "Agree"), ("Tom Baker", "Agree")]
    assert fq("add", '"Smith, Anna"', "Agree").code == 0
    assert rows(fq)[2] == ("Smith, Anna", "Agree")
    assert fq("add", "Smith, Anna", "Again").code == 0


@pytest.mark.parametrize(
    "name", ["R&D", "search and rescue", "Building 3, Room 4", "ana+work@example.com", "Andy Sand"]
)
def test_what_is_written_like_no_names_stays_one(fq: Call, name: str) -> None:
    assert fq("add", name, "Agree").code == 0
    assert rows(fq) == [(name, "Agree")]


def test_known_people_get_one_each_linked_and_one_undo(fq: Call) -> None:
    fq("person", "add", "Ana Lopez")
    fq("person", "add", "Tom Baker")
    added = fq("add", "ana, Tom", "Agree on the date")
    assert "2 follow-ups added together, linked" in added.out
    assert rows(fq) == [("Ana Lopez", "Agree on the date"), ("Tom Baker", "Agree on the date")]
    fq("edit", "2", "--text", "Agree on a day")
    done = fq("done", "1")
    assert "Open with the others too: 2 Tom Baker. Done as well: followq done 2" in done.out
    assert "others" not in fq("done", "2").out
    fq("undo")
    fq("undo")
    fq("undo")
    fq("undo")
    assert rows(fq) == []


def test_other_things_with_other_people_are_not_linked(fq: Call) -> None:
    fq("add", "Ana Lopez", "Agree")
    fq("add", "Tom Baker", "Agree")
    assert "others" not in fq("done", "1").out


@at_terminal
def test_done_at_a_terminal_asks_about_the_others_in_one_batch(fq: Call, start: Start) -> None:
    fq("add", "Ana Lopez; Tom Baker", "Agree")
    terminal = start("done", "1")
    terminal.shows("Open with the others too: 2 Tom Baker. Done with them as well?")
    terminal.press("y", ENTER)
    assert terminal.ended() == 0
    assert rows(fq) == []
    fq("undo")
    assert len(rows(fq)) == 2


@at_terminal
def test_terminal_asks_whether_they_are_two(fq: Call, start: Start) -> None:
    terminal = start("add", "Ana Lopez, Tom Baker", "Agree")
    terminal.shows("2 one person called Ana Lopez, Tom Baker")
    terminal.press("1", ENTER)
    assert terminal.ended() == 0
    assert [who for who, _ in rows(fq)] == ["Ana Lopez", "Tom Baker"]


@at_terminal
def test_captured_line_is_for_each_of_several(fq: Call, start: Start) -> None:
    terminal = start("add")
    terminal.shows("Who?")
    terminal.press("Ana Lopez; Tom Baker", ENTER)
    terminal.press("> Agree by fri", ENTER)
    terminal.shows("1 you owe Ana Lopez and Tom Baker: Agree")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert len(rows(fq)) == 2


def test_work_is_handed_to_one_at_a_time(fq: Call) -> None:
    fq("add", "Mei Lin", "Figures")
    refused = fq("hand", "1", "Ana Lopez, Tom Baker", "Draft")
    assert refused.code == 2
    assert "one after the other" in refused.err
