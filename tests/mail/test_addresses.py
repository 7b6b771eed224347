"""Who stands in a header, however it is written."""

from __future__ import annotations

import pytest

from followq.mail.message import MOST_ADDRESSES, MailAddress
from followq.mail.reading.addresses import find_author, read_addresses


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Ana Lopez <Ana@Example.org>", "Ana Lopez", "ana@example.org"),
        ('"Lopez, Ana" <ana@example.org>', "Lopez, Ana", "ana@example.org"),
        (r'"Ana \"the boss\" Lopez" <ana@example.org>', 'Ana "the boss" Lopez', "ana@example.org"),
        ("ana@example.org (Ana Lopez)", "Ana Lopez", "ana@example.org"),
        ("ana at example.org (Ana Lopez)", "Ana Lopez", "ana@example.org"),
        ("=?utf-8?q?L=C3=B3pez,_Ana?= <ana@example.org>", "López, Ana", "ana@example.org"),
        ('"=?utf-8?q?L=C3=B3pez?=" <ana@example.org>', "López", "ana@example.org"),
        ("<@relay.example.com:ana@example.org>", "", "ana@example.org"),
        ("'Ana' <mailto:ana@example.org>", "Ana", "ana@example.org"),
        ("ana@example.org <ana@example.org>", "", "ana@example.org"),
        (r"Ana(the \) one) <ana(her account)@example.org(her host)>", "Ana", "ana@example.org"),
        ('"Ana <ana@example.org>', "Ana", "ana@example.org"),
        ("Ana\x00\x1b[2J <ana@example.org>", "Ana [2J", "ana@example.org"),
    ],
)
def test_names_and_addresses_are_told_apart(text: str, name: str, address: str) -> None:
    assert read_addresses(text) == (MailAddress(name, address),)


@pytest.mark.parametrize(
    "text", ["", "undisclosed-recipients:;", "Ana Lopez", "<>", "a@b@c", "@", "<ana>", "((((", '"']
)
def test_what_is_no_address_is_left_out(text: str) -> None:
    assert read_addresses(text) == ()


def test_groups_and_repetitions_give_each_address_once_with_its_first_name() -> None:
    found = read_addresses(
        "Team: Ana <ana@example.org>, tom@example.org; Ann <ana@example.org>, (x) Mei <mei@example.org>"
    )
    assert found == (
        MailAddress("Ana", "ana@example.org"),
        MailAddress("", "tom@example.org"),
        MailAddress("Mei", "mei@example.org"),
    )


def test_of_very_many_addresses_the_first_stay() -> None:
    found = read_addresses(", ".join(f"Person {number} <p{number}@example.org>" for number in range(20_000)))
    assert len(found) == MOST_ADDRESSES
    assert found[-1].address == f"p{MOST_ADDRESSES - 1}@example.org"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["(", "()", '"', "\\", "<", "a@", "a:", ",", "=?a?q?", "=?utf-8?q?a?= ", " "])
def test_long_nonsense_ends(piece: str) -> None:
    assert len(read_addresses(piece * 30_000)) <= MOST_ADDRESSES


def test_who_wrote_through_a_list_is_found() -> None:
    rewritten = MailAddress("Ana Lopez via Tea", "tea@lists.example.org")
    assert find_author(rewritten, "Ana <ana@example.org>", "") == MailAddress("Ana Lopez", "ana@example.org")
    assert find_author(rewritten, "", "tea@lists.example.org, ana@example.org").address == "ana@example.org"
    assert find_author(rewritten, "", "tea@lists.example.org") == rewritten
    plain = MailAddress("Ana Lopez", "ana@example.org")
    assert find_author(plain, "", "office@example.org") == plain
