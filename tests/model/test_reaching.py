"""How to reach somebody: the item's own channel, else the person's, else what is known of them."""

from __future__ import annotations

import pytest

from followq.model.core.contact import describe_contact, reach, reach_by
from followq.model.core.person import Person
from tests.factories import followup, person

BOTH = person(emails=("ana@example.com", "a@example.com"), phones=("555 0100", "555 0101"))
MAIL = person(emails=("ana@example.com",))
PHONE = person(phones=("555 0100",))


def test_the_items_channel_comes_before_the_persons_and_the_persons_before_what_is_known() -> None:
    assert reach(followup(channel="letter"), BOTH._replace(channel="call")).channel == "letter"
    assert reach(followup(), BOTH._replace(channel="call")).channel == "call"
    assert reach(followup(), BOTH).channel == "email"
    assert reach(followup(), PHONE).channel == "call"
    assert reach(followup(), person()).channel is None


@pytest.mark.parametrize(
    ("channel", "who", "addresses"),
    [
        ("call", BOTH, BOTH.phones),
        ("call", MAIL, ()),
        ("email", BOTH, BOTH.emails),
        ("email", PHONE, ()),
        ("chat", BOTH, BOTH.emails),
        ("chat", PHONE, PHONE.phones),
        ("meet", BOTH, BOTH.phones),
        ("meet", MAIL, MAIL.emails),
        ("letter", BOTH, ()),
        (None, BOTH, ()),
    ],
)
def test_a_channel_leads_to_the_addresses_that_fit_it(channel: str, who: Person, addresses: tuple[str, ...]) -> None:
    found = reach_by(channel, who)  # type: ignore[arg-type]
    assert found.addresses == addresses
    assert found.address == (addresses[0] if addresses else None)


def test_what_is_known_is_said_in_a_few_words_and_nothing_where_nothing_is() -> None:
    assert reach(followup(channel="call"), BOTH).text == "call 555 0100 or 555 0101"
    assert reach(followup(channel="meet"), person()).text == "meet"
    assert reach(followup(), person()).text == ""


@pytest.mark.parametrize(
    ("channel", "who", "words"),
    [
        ("call", BOTH, "call Ana Lopez, 555 0100"),
        ("email", MAIL, "write to Ana Lopez, ana@example.com"),
        ("letter", MAIL, "write a letter to Ana Lopez"),
        (None, person(), "get back to Ana Lopez"),
    ],
)
def test_an_invitation_says_what_to_do_and_where(channel: str | None, who: Person, words: str) -> None:
    assert describe_contact(followup(channel=channel), who) == words
