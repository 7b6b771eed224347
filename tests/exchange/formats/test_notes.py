"""Meeting notes: which lines are proposed, with whom, and that nothing is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.dates.lines import read_noted
from followq.exchange.formats.notes import read_notes
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
    (found,) = read_notes(line, MONDAY).proposals
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
    notes = read_notes(line, MONDAY)
    assert (notes.proposals, notes.others) == ((), ((1, line),))


@pytest.mark.parametrize("who", ["We", "Somebody", "they", "Everybody"])
def test_an_owner_that_is_nobody_stays_open(who: str) -> None:
    (found,) = read_notes(f"Action: {who} will send the minutes", MONDAY).proposals
    assert found.owner is None


def test_a_date_that_is_no_date_stays_text() -> None:
    (found,) = read_notes("Action: Ana to send it by Febtember 31", MONDAY).proposals
    read = read_noted(found.text, MONDAY)
    assert (read.text, read.by) == ("send it by Febtember 31", None)


def test_lines_keep_their_numbers_and_every_line_is_accounted_for() -> None:
    text = "Budget meeting\n\nSam: I'll send the draft by Friday\nAna: fine\n\n- @Ana to check it\n"
    notes = read_notes(text, MONDAY)
    assert [found.line for found in notes.proposals] == [3, 6]
    assert notes.others == ((1, "Budget meeting"), (4, "Ana: fine"))


words = st.sampled_from([
    "Action:", "Sam:", "I'll", "will", "to", "@Ana",
    "by", "Friday", "Ana", "[ ]", "-", "(Tom)", "owner:", "we", '"', "“",
    "30m", "#a", "send", "it", ":", "(", "\t", "31 feb", "\u202e", "é", "山田",
])  # fmt: skip


@QUICK
@given(st.lists(st.one_of(words, st.text(max_size=12)), max_size=14).map(" ".join))
def test_each_line_is_a_proposal_or_an_other_and_a_proposal_can_be_captured(text: str) -> None:
    notes = read_notes(text, MONDAY)
    numbers = [found.line for found in notes.proposals] + [number for number, _ in notes.others]
    assert sorted(numbers) == [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for found in notes.proposals:
        assert found.text in text or found.text[1:-1] in text
        assert found.owner is None or found.owner in text
        read_noted(found.text, MONDAY)
