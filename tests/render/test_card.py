"""The card and the end of a round, in words."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from followq.model.core.calendar import Calendar
from followq.model.core.contact import reach
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranking import score
from followq.model.priority.workload import Defaults, make_desk
from followq.render import plain
from followq.render.pages.card import CardPage, ClearedPage, PausePage, Progress

NOW = Calendar(datetime(2026, 11, 23, 9, tzinfo=timezone.utc))
ANA = Person(1, "p", "Ana Lopez", phones=("+34 600 000 001",), emails=("ana@example.com",))
OWED = FollowUp(5, "f", 1, "Send the quote", since="2026-11-16")
PROGRESS = Progress(2, 8, 1, 12, 80)


def card(followup: FollowUp, *others: FollowUp, person: Person = ANA) -> str:
    view = make_desk([followup, *others], {1: person}, NOW, Defaults())
    ranked = score(followup, view) if followup.is_owed else None
    waiting = tuple(other for other in others if other.is_waiting)
    owed = tuple(other for other in others if other.is_owed)
    page = CardPage(followup, ranked, person, PROGRESS, waiting, owed, (), {1: person})
    return " ".join(plain.text(page.layout(NOW)).split())


def test_progress_says_place_time_and_what_is_to_go() -> None:
    assert "2 of 8; 1 dealt with; 12m spent; about 1h20m to go" in card(OWED)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"promised": "2026-11-25", "first_promised": "2026-11-25"}, "promised Wed 25 Nov (in 2 working days)"),
        ({"promised": "2026-11-19", "first_promised": "2026-11-19"}, "promised Thu 19 Nov, 2 working days late"),
        (
            {"promised": "2026-11-25", "first_promised": "2026-11-18", "slips": 2},
            "promised Wed 25 Nov (in 2 working days); first Wed 18 Nov; moved twice",
        ),
        ({"first_promised": "2026-11-18", "slips": 1}, "promised withdrawn, first Wed 18 Nov"),
    ],
)
def test_the_promise_is_told_with_its_history(fields: dict[str, Any], words: str) -> None:
    shown = card(OWED._replace(**fields))
    assert words in shown
    assert ("promised" in shown.partition("why now")[0]) == bool(words)


def test_what_else_is_between_us_stands_on_the_card() -> None:
    others = [OWED._replace(id=number, text=f"Thing {number}") for number in range(10, 15)]
    theirs = OWED._replace(id=20, ball="theirs", text="Signature")
    shown = card(OWED, *others, theirs)
    assert "owes you 20 Signature" in shown
    assert "you also owe 10 Thing 10; 11 Thing 11; 3 more" in shown


def test_what_is_closed_says_so_instead_of_why() -> None:
    shown = card(OWED._replace(status="done", closed_at=NOW.instant))
    assert "now done Mon 23 Nov" in shown
    assert "why now" not in shown


def test_ways_out_come_from_the_third_time_on() -> None:
    assert "ways out" not in card(OWED._replace(snoozes=2))
    assert "Avoided: put off 3 times. Five ways out:" in card(OWED._replace(snoozes=2, slips=1))


@pytest.mark.parametrize(
    ("own", "theirs", "reached"),
    [
        (None, None, "email ana@example.com"),
        ("email", None, "email ana@example.com"),
        (None, "chat", "chat ana@example.com"),
        ("call", "chat", "call +34 600 000 001"),
        (None, "meet", "meet +34 600 000 001"),
        (None, "letter", "letter"),
    ],
)
def test_the_channel_comes_with_where_it_leads(own: Any, theirs: Any, reached: str) -> None:
    assert reach(OWED._replace(channel=own), ANA._replace(channel=theirs)).text == reached


def test_who_cannot_be_reached_comes_with_how_to_note_it() -> None:
    shown = card(OWED, person=Person(1, "p", "Ana Lopez"))
    assert "reach by not known; followq person edit 'Ana Lopez' --phone NUMBER" in shown


def words(page: ClearedPage | PausePage) -> str:
    return " ".join(plain.text(page.layout(NOW)).split())


def test_the_end_says_what_was_cleared_and_what_may_come_back() -> None:
    back = FollowUp(3, "w", 1, "Signature", ball="theirs", since="2026-11-12")
    page = ClearedPage({"done": 2, "told": 1}, (OWED,), (back,), (1,), 4, 75, is_empty=False, names={1: ANA})
    said = words(page)
    assert "3 cards in 1h15m: 2 done, 1 told. 4 left." in said
    assert "2 done, 1 told. 29 more are owed." in words(page._replace(left=0, beyond=29))
    assert "2 done, 1 told. None left." in words(page._replace(left=0))
    assert "What that may bring back 3 Ana Lopez Signature [since Thu 12 Nov; you owe them nothing more]" in said


def test_a_round_without_a_deed_promises_nothing() -> None:
    page = ClearedPage({}, (), (), (), 4, 0, is_empty=False, names={})
    assert words(page) == "Nothing was cleared this time; 4 left."


def test_a_pause_tells_what_is_over_and_what_there_still_is() -> None:
    assert words(PausePage(PROGRESS, False, 2, 1)) == (
        "That was the last of 8 cards. 2 skipped. 1 more is owed beyond this round."
    )
    boxed = PROGRESS._replace(box_minutes=45)
    assert words(PausePage(boxed, True, 3, 0)) == "Your 45m are over; 3 cards left."


def test_what_may_come_back_is_gathered_by_person_the_cleared_ones_first() -> None:
    names = {number: Person(number, "p", f"Person {number}") for number in range(1, 9)}
    back = [FollowUp(9 + n, "w", n, f"Thing {n}", ball="theirs", since=f"2026-11-0{n}") for n in names]
    more = FollowUp(30, "w", 8, "Another", ball="theirs", since="2026-11-20")
    said = words(ClearedPage({"done": 1}, (OWED,), (*back, more), (8,), 0, 0, is_empty=False, names=names))
    assert said.index("17 Person 8 Thing 8") < said.index("10 Person 1 Thing 1")
    assert "[since Sun 8 Nov; and 1 other; you owe them nothing more]" in said
    assert "Another" not in said
    assert "and 3 more people; give it a day" in said
