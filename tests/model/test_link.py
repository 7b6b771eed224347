"""Links: what is taken, in which form it is kept, and what is never opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BadInputError
from followq.model.core.link import LONGEST_LINK, SCHEMES, is_mail, read_link, to_address
from tests.factories import QUICK


@pytest.mark.parametrize(
    ("given_as", "kept", "opened"),
    [
        ("https://tracker.example/issues/12?a=b#c", "https://tracker.example/issues/12?a=b#c", None),
        ("HTTP://Example.org", "http://Example.org", None),
        ("  https://example.org/a ", "https://example.org/a", None),
        ("https://example.org/Zürich", "https://example.org/Zürich", None),
        ("<quote-3@mail.example>", "<quote-3@mail.example>", "mid:quote-3@mail.example"),
        ("quote-3@mail.example", "<quote-3@mail.example>", "mid:quote-3@mail.example"),
        ("mid:a%b@mail.example", "<a%b@mail.example>", "mid:a%25b@mail.example"),
        ("mid:a%2Fb%25c@mail.example", "<a/b%c@mail.example>", "mid:a%2Fb%25c@mail.example"),
        ("<a/b?c#d@mail.example>", "<a/b?c#d@mail.example>", "mid:a%2Fb%3Fc%23d@mail.example"),
    ],
)
def test_a_link_is_kept_in_one_form_and_opened_as_an_address(given_as: str, kept: str, opened: str | None) -> None:
    assert read_link(given_as) == kept
    assert to_address(kept) == (opened or kept)
    assert is_mail(kept) == (opened is not None)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "file:///etc/passwd", "ms-msdt:/id", "data:text/html,x", "ftp://example.org/", "https://",
        "https:///", "example.org", "http://a b", 'https://a"b', "https://a\x1b[2J", "https://a\u202eb", "<>", "@",
        "a@", "javascript:a@b", "mailto:ana@example.org", "--help", "C:\\x", "https://" + "a" * LONGEST_LINK,
    ],
)  # fmt: skip
def test_what_could_run_something_or_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        read_link(text)


@QUICK
@given(st.text())
def test_whatever_is_taken_opens_a_page_or_a_mail_and_stays_what_it_is(text: str) -> None:
    for candidate in (text, f"https://{text}", f"<{text}@example.org>", f"mid:{text}"):
        try:
            link = read_link(candidate)
        except BadInputError:
            continue
        assert to_address(link).startswith((*SCHEMES, "mid:"))
        assert read_link(link) == link
        assert read_link(to_address(link)) == link
        assert all(ch.isprintable() and not ch.isspace() for ch in to_address(link))
