"""Meeting notes: which lines are proposed, with whom, and that nothing is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.exchange.formats.notes import read, read_notes
from followq.exchange.registry import SourceFile
from followq.exchange.source import Found, ReadingOptions, Refusal, SourceItem
from followq.model.core.person import name_key
from tests.factories import QUICK, calendar

MONDAY = calendar()


@pytest.mark.parametrize(
    ("line", "owner", "text", "rule"),
    [
        ("Sam: I'll send the draft by Friday", "Sam", "send the draft by Friday", "said"),
        ("Sam Reed: Yes, I will ask legal", "Sam Reed", "ask legal", "said"),
        ("[00:12] Sam: OK, let me check the budget", "Sam", "check the budget", "said"),
        ("10:42 Sam (Acme): I’m going to call them", "Sam", "call them", "said"),
        ("Action: Ana to check the figures by Thu", "Ana", "check the figures by Thu", "marked"),
        ("ACTION ITEM: send the minutes", None, "send the minutes", "marked"),
        ("- TODO: Ana: book the room", "Ana", "book the room", "marked"),
        ("To do: order the chairs (Tom)", "Tom", "order the chairs", "marked"),
        ("Next steps: write to the printers, owner: Mei Lin", "Mei Lin", "write to the printers", "marked"),
        ("* [ ] @ana please check the totals", "ana", "check the totals", "marked"),
        ("1. [ ] Tom will call the caterers", "Tom", "call the caterers", "marked"),
        ("@Ana to check the contract", "Ana", "check the contract", "addressed"),
        ("- @tom: send the plan by wed 30m #spring", "tom", "send the plan by wed 30m #spring", "addressed"),
        ("Ana Lopez to sign the lease", "Ana Lopez", "sign the lease", "named"),
        ("• Ana will write to the bank by 1 dec", "Ana", "write to the bank by 1 dec", "named"),
        ("Jean-Luc agreed to review it", "Jean-Luc", "review it", "named"),
    ],
)
def test_what_somebody_will_do_is_proposed(line: str, owner: str | None, text: str, rule: str) -> None:
    (found,) = read_notes(line).proposals
    assert (found.owner, found.text, found.rule, found.raw) == (owner, text, rule, line)


@pytest.mark.parametrize(
    "line",
    [
        "Sam: The budget looks fine", "Sam: I'll be there", "Sam: I will not do that", "We will meet again on Friday",
        "It will not work", "This will take a while", "Everyone to bring a pen", "The team will decide",
        "- [x] Send it", "Agenda: prices, dates", "Attendees: Ana, Tom", "how to get there", "Need to think",
        "Action:", "I'll send it", "https://example.org/a", "x" * 3000,
    ],
)  # fmt: skip
def test_what_nobody_promised_is_left_out(line: str) -> None:
    notes = read_notes(line)
    assert (notes.proposals, notes.others) == ((), ((1, line),))


@pytest.mark.parametrize("who", ["We", "Somebody", "they", "Everybody"])
def test_an_owner_that_is_nobody_stays_open(who: str) -> None:
    (found,) = read_notes(f"Action: {who} will send the minutes").proposals
    assert found.owner is None


def found_in(text: str, *me: str) -> list[Found]:
    """What the reader yields."""
    return list(read(SourceFile("notes.txt", text), ReadingOptions(MONDAY, frozenset(map(name_key, me)))))


def test_a_date_that_is_none_refuses_its_line_alone() -> None:
    refused, taken = found_in("Action: Ana to send it by 31 february\nAna to sign it by fri")
    assert isinstance(refused, Refusal)
    assert isinstance(taken, SourceItem)
    assert (taken.text, taken.due, taken.person, taken.ball) == ("sign it", "2026-11-27", "Ana", "theirs")


def test_what_the_user_said_is_owed_to_somebody_who_is_not_named() -> None:
    (item,) = found_in("Sam: I'll send the draft by Friday 30m #spring", "sam")
    assert isinstance(item, SourceItem)
    assert (item.ball, item.person, item.is_named) == ("mine", "", False)
    assert (item.text, item.due, item.effort_minutes, item.project) == ("send the draft", "2026-11-27", 30, "spring")


def test_a_line_keeps_its_key_wherever_it_stands_and_twins_differ() -> None:
    keys = [one.key for one in found_in("Ana to call\n\nAna to call\nTom to call") if isinstance(one, SourceItem)]
    again = [one.key for one in found_in("Tom to call\nAna to call") if isinstance(one, SourceItem)]
    assert len(set(keys)) == 3
    assert again == [keys[2], keys[0]]


def test_lines_keep_their_numbers_and_every_line_is_accounted_for() -> None:
    text = "Budget meeting\n\nSam: I'll send the draft by Friday\nAna: fine\n\n- @Ana to check it\n"
    notes = read_notes(text)
    assert [found.line for found in notes.proposals] == [3, 6]
    assert notes.others == ((1, "Budget meeting"), (4, "Ana: fine"))


words = st.sampled_from([
    "Action:", "Sam:", "I'll", "will", "to", "@Ana",
    "by", "Friday", "Ana", "[ ]", "-", "(Tom)", "owner:", "we", '"', "“",
    "30m", "#a", "send", "it", ":", "(", "\t", "31 feb", "\u202e", "é", "山田",
])  # fmt: skip


@QUICK
@given(st.lists(st.one_of(words, st.text(max_size=12)), max_size=14).map(" ".join))
def test_each_line_is_a_proposal_or_an_other_and_nothing_is_made_up(text: str) -> None:
    notes = read_notes(text)
    numbers = [found.line for found in notes.proposals] + [number for number, _ in notes.others]
    assert sorted(numbers) == [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for found in notes.proposals:
        assert found.text in text or found.text[1:-1] in text
        assert found.owner is None or found.owner in text
