"""`mailto:` and `tel:`: nothing in a text or an address can name another header, recipient or command."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BadInputError
from followq.messages.links import make_mailto, make_tel

TEXTS = st.text(st.characters(codec="utf-8"))


def test_a_mail_has_its_recipient_subject_and_text() -> None:
    link = make_mailto("ana@example.com", "The quote & more", "Hi Ana,\n\n100% done?")
    assert link.startswith("mailto:ana@example.com?subject=The%20quote%20%26%20more&body=Hi%20Ana%2C%0D%0A%0D%0A100%25")


@given(TEXTS, TEXTS)
def test_any_text_comes_back_as_subject_and_body_and_nothing_else(subject: str, body: str) -> None:
    link = make_mailto("ana@example.com", subject, body)
    assert link.isascii()
    assert not any(ch.isspace() for ch in link)
    parts = urlsplit(link)
    fields = parse_qs(parts.query, keep_blank_values=True)
    assert set(fields) <= {"subject", "body"}
    assert all(len(values) == 1 for values in fields.values())
    assert "\n" not in fields.get("subject", [""])[0]
    assert fields.get("body", [""])[0].replace("\r\n", "\n") == body.replace("\r", "")


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.com,eve@example.com",
        "ana@example.com\r\nBcc: eve@example.com",
        "ana@example.com;eve@example.com",
        "ana",
        "@example.com",
        "ana@",
        "a@b@c",
        "Ana <ana@example.com>",
        'a"b@example.com',
        "a" * 260 + "@example.com",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(BadInputError):
        make_mailto(address, "", "")


def test_an_odd_address_stays_one_address() -> None:
    link = make_mailto("ana+quote?cc=eve%40example.com&x@example.com", "", "")
    assert "?" not in link.removesuffix("?")
    assert unquote(urlsplit(link).path) == "ana+quote?cc=eve%40example.com&x@example.com"


@pytest.mark.parametrize(("number", "link"), [("+34 600-000 (001)", "tel:+34600000001"), ("555.0100", "tel:5550100")])
def test_a_number_is_dialled_without_its_punctuation(number: str, link: str) -> None:
    assert make_tel(number) == link


@pytest.mark.parametrize("number", ["", "+", "ask Tom", "555;ext=1", "5550100\r\n", "٣٤", "1" * 30, "-"])
def test_what_cannot_be_dialled_is_refused(number: str) -> None:
    with pytest.raises(BadInputError):
        make_tel(number)
