"""The review of proposals at a terminal: one key each, and nothing is written before its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.mailboxes import ME, MEI, Mailbox
from tests.cli.screens import CTRL_C, ENTER, Terminal, followq
from tests.conftest import Call


@pytest.fixture
def at_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start followq at a terminal."""
    started: list[Terminal] = []

    def start(*argv: str) -> Terminal:
        started.append(Terminal(followq(*argv), tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    """A mailbox in which Ana, and Mei twice, ask the user."""
    made = Mailbox(tmp_path / "mail.mbox")
    made.add_question()
    made.add_question("q2@example.com", MEI, subject="Rooms")
    made.add_question("q3@example.com", MEI, subject="Boat")
    return made


def proposed(fq: Call) -> list[str]:
    return sorted(each["text"] for each in fq("scan", "--json", "--all").document["proposals"])


def items(fq: Call) -> list[dict[str, Any]]:
    return list(fq("list", "--status", "all", "--json").document["followups"])


def review(at_terminal: Callable[..., Terminal], box: Mailbox, *keys: str) -> Terminal:
    """Press keys, each at the card of the next proposal."""
    terminal = at_terminal("scan", str(box.path), "--me", ME, "--min", "0")
    for place, key in enumerate(keys, 1):
        terminal.shows(f"Proposal {place} of 3")
        terminal.press(key)
    return terminal


def test_accept_decline_and_stop_are_one_key_each(fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox) -> None:
    terminal = review(at_terminal, box, ENTER, "d", "q")
    terminal.shows("1 follow-up added (1 owed, 0 waiting).")
    terminal.shows("Declined: 1 thread.")
    assert len(items(fq)) == 1
    assert len(proposed(fq)) == 1
    assert fq("undo").code == 0
    assert len(proposed(fq)) == 2


def test_a_declined_thread_is_listed_and_can_be_taken_back(
    fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox
) -> None:
    review(at_terminal, box, "d", "q").shows("Declined: 1 thread.")
    (row,) = fq("scan", "--decided", "--json").document["decisions"]
    assert row["decision"] == "declined"
    assert "--take-back 1" in fq("scan", "--decided").out
    assert len(proposed(fq)) == 2
    assert fq("scan", "--take-back", "1").code == 0
    assert len(proposed(fq)) == 3
    assert fq("scan", "--take-back", "1").code == 3


def test_a_declined_sender_is_never_proposed_again(
    fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox
) -> None:
    terminal = at_terminal("scan", str(box.path), "--me", ME, "--min", "0")
    for place in (1, 2, 3):
        terminal.shows(f"Proposal {place} of 3")
        is_mei = "mei@example.com" in terminal.text.split(f"Proposal {place} of 3")[-1]
        terminal.press("x" if is_mei else "s")
        if is_mei:
            break
    if place < 2:
        terminal.shows("ana@example.org")
        terminal.press("s")
    terminal.shows("Declined: 1 sender.")
    box.add_question("q4@example.com", MEI, subject="Tea")
    assert proposed(fq) == ["Budget"]


def test_later_asks_again_when_its_day_has_come(fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox) -> None:
    terminal = review(at_terminal, box, "l")
    terminal.shows("Ask again when?")
    terminal.press("3", ENTER)
    terminal.shows("Proposal 2 of 3")
    terminal.press("q")
    terminal.shows("Later: 1 proposal.")
    assert len(proposed(fq)) == 2
    assert len(fq("scan", "--json", "--all", now="2026-11-26T09:00:00Z").document["proposals"]) == 3


def test_a_duplicate_gets_the_link_of_its_message(fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox) -> None:
    fq("add", "Ana Lopez", "The figures")
    terminal = review(at_terminal, box, "u")
    terminal.shows("Which follow-up is it?")
    terminal.press("1", ENTER)
    terminal.shows("Proposal 2 of 3")
    terminal.press("q")
    terminal.shows("Known already: 1.")
    (item,) = items(fq)
    assert (item["text"], item["link"].endswith("@example.org>") or item["link"].endswith("@example.com>")) == (
        "The figures",
        True,
    )
    assert len(proposed(fq)) == 2


def test_turned_round_edited_and_given_to_somebody_else(
    fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox
) -> None:
    terminal = review(at_terminal, box, "t")
    terminal.shows("owes you")
    terminal.press("e")
    terminal.shows("Budget", gone="turn round")
    terminal.press(" by fri 15m", ENTER)
    terminal.shows("by Fri 27 Nov")
    terminal.press("w")
    terminal.shows("Who?")
    terminal.press("Tom Baker", ENTER)
    terminal.shows("Tom Baker owes you")
    terminal.press(ENTER)
    terminal.shows("Proposal 2 of 3")
    terminal.press("q")
    terminal.shows("1 follow-up added (0 owed, 1 waiting).")
    (item,) = items(fq)
    assert (item["person"], item["ball"], item["promised"], item["effort_minutes"]) == (
        "Tom Baker",
        "theirs",
        "2026-11-27",
        15,
    )


def test_ctrl_c_in_the_review_writes_nothing_of_it(
    fq: Call, at_terminal: Callable[..., Terminal], box: Mailbox
) -> None:
    terminal = review(at_terminal, box, ENTER, "d", CTRL_C)
    terminal.shows("nothing was changed")
    fq("scan", str(box.path), "--me", ME)
    assert (items(fq), len(proposed(fq))) == ([], 3)


def test_another_address_of_theirs_is_joined_by_one_key(
    fq: Call, at_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    box = Mailbox(tmp_path / "two.mbox")
    box.add_question()
    fq("scan", str(box.path), "--me", ME, "--accept", "all", "--min", "0")
    box.add(
        "n1@example.net", "Ana Lopez <ana.lopez@example.net>", "See you tomorrow.", subject="Boat", to="x@example.net"
    )
    terminal = at_terminal("scan")
    terminal.shows("Is ana.lopez@example.net Ana Lopez's?")
    terminal.press(ENTER)
    terminal.shows("writes from")
    terminal.shows("followq undo")
    (person,) = fq("people", "--json").document["people"]
    assert sorted(person["emails"]) == ["ana.lopez@example.net", "ana@example.org"]
    assert json.loads(fq("scan", "--json").out)["hints"] == []
