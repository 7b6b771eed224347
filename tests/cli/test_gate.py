"""Own queue first: what `waiting` and `nudge` show before anybody is asked again, and the way to clearing it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.screens import CTRL_C, ENTER, Start, terminals
from tests.conftest import Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pytest.fixture
def nudge(tmp_path: Path) -> Iterator[Start]:
    """Start `followq nudge 1` at a terminal."""
    with terminals(tmp_path, "nudge", "1") as start:
        yield start


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """Tom owes the numbers, late; the user owes him two things."""
    fq("person", "add", "Tom Baker", "--channel", "chat", "--email", "tom@example.com", "--phone", "+34 600 000 002")
    fq("add", "-w", "Tom Baker", "Numbers", "--by", "2026-11-20", "--since", "2026-11-13")
    fq("add", "Tom Baker", "Budget line")
    fq("add", "Tom Baker", "Invitation")


def nudges(fq: Call) -> int:
    number: int = fq("show", "1", "--json").document["followups"][0]["nudges"]
    return number


def owed(fq: Call) -> int:
    number: int = fq("count", "--json").document["owed"]
    return number


def test_the_gate_shows_my_own_side_first_then_the_suggestion(fq: Call, nudge: Start) -> None:
    terminal = nudge()
    screen = terminal.shows("stop (Enter)?")
    assert screen.index("First you owe Tom Baker: 2 Budget line") < screen.index(
        "First you owe Tom Baker: 3 Invitation"
    )
    assert screen.index("3 Invitation") < screen.index("You wait for 1 Numbers: expected Fri 20 Nov, late")
    assert "Suggested: chat tom@example.com, Mon 23 Nov (today)." in screen


@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("n", 0), ("", 0)])
def test_the_answer_decides(fq: Call, nudge: Start, answer: str, count: int) -> None:
    terminal = nudge()
    terminal.shows("stop (Enter)?")
    terminal.press(answer, ENTER)
    assert terminal.ended() == (0 if count else 130)
    assert nudges(fq) == count


def test_an_answer_that_is_none_is_asked_again(fq: Call, nudge: Start) -> None:
    terminal = nudge()
    terminal.shows("stop (Enter)?")
    terminal.press("p")
    terminal.shows("c, y or n; Ctrl-C changes nothing.")
    terminal.press("y")
    assert terminal.ended() == 0


def test_from_the_gate_one_clears_ones_own_side(fq: Call, nudge: Start) -> None:
    fq("add", "Mei Lin", "Something else")
    terminal = nudge()
    terminal.shows("stop (Enter)?")
    terminal.press("c", ENTER)
    terminal.shows("1 of 2")
    terminal.press("d", "d")
    terminal.shows("What you wait for may come by itself now. Nudge all the same? [y/N]")
    terminal.press(ENTER)
    assert terminal.ended() == 130
    assert "What that may bring back 1 Tom Baker Numbers" in terminal.text
    assert (nudges(fq), owed(fq)) == (0, 1)


def test_after_clearing_one_may_nudge_all_the_same(fq: Call, nudge: Start) -> None:
    terminal = nudge()
    terminal.shows("stop (Enter)?")
    terminal.press("c", ENTER)
    terminal.shows("1 of 2")
    terminal.press("d", "d")
    terminal.shows("Nudge all the same?")
    terminal.press("y", ENTER)
    assert terminal.ended() == 0
    assert (nudges(fq), owed(fq)) == (1, 0)


def test_ctrl_c_while_clearing_nudges_nobody(fq: Call, nudge: Start) -> None:
    terminal = nudge()
    terminal.shows("stop (Enter)?")
    terminal.press("c", ENTER)
    terminal.shows("1 of 2")
    terminal.press("d")
    terminal.shows("2 of 2")
    terminal.press(CTRL_C)
    assert terminal.ended() == 130
    assert (nudges(fq), owed(fq)) == (0, 1)


def test_after_the_second_nudge_the_other_way_comes_with_a_number(fq: Call) -> None:
    assert "another way" not in fq("nudge", "1", "--yes").out
    assert "another way: call +34 600 000 002" in fq("nudge", "1", now="2026-11-25T09:00:00Z").out


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[Start]:
    """Start `followq waiting` at a terminal."""
    with terminals(tmp_path, "waiting") as start:
        yield start


def test_from_waiting_one_key_leads_to_clearing(fq: Call, waiting: Start) -> None:
    terminal = waiting()
    screen = terminal.shows("Clear those first (c), or leave it at that (Enter)?")
    assert "Numbers" in screen
    terminal.press("c", ENTER)
    terminal.shows("1 of 2")
    terminal.press("d", "d")
    assert terminal.ended() == 0
    assert "What that may bring back 1 Tom Baker Numbers" in terminal.text
    assert (nudges(fq), owed(fq)) == (0, 0)


def test_enter_leaves_waiting_as_it_is(fq: Call, waiting: Start) -> None:
    terminal = waiting()
    terminal.shows("(Enter)?")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert owed(fq) == 2


@pytest.mark.parametrize("words", [("--plain",), ("--json",), ("--person", "Mei Lin")])
def test_waiting_asks_nothing_where_it_is_read_or_nothing_is_owed(fq: Call, waiting: Start, words: list[str]) -> None:
    fq("add", "-w", "Mei Lin", "Price list")
    terminal = waiting(*words)
    assert terminal.ended() == 0
    assert "(Enter)?" not in terminal.text


def test_waiting_shows_the_way_to_clearing_first(fq: Call) -> None:
    shown = fq("waiting").out
    assert shown.index("First, what you owe them") < shown.index("clear them first: followq clear --waiting")
    assert shown.index("followq clear --waiting") < shown.index("Then, what you wait for")
    fq("done", "2-3")
    assert "followq clear" not in fq("waiting").out
