"""When two spellings of a name are the same name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BrokenRecordError
from followq.model.core.person import People, merge_people, name_key, name_keys
from tests.factories import MORE, person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Lopez", "ana lopez"),
        ("Ana Lopez", "ANA LOPEZ"),
        ("Ana Lopez", "  Ana \t Lopez "),
        ("Ana Lopez", "Ana\u00a0Lopez"),  # no-break space
        ("Ana Lopez", "Ana\u3000Lopez"),  # ideographic space
        ("Ana Lopez", "\u200eAna\u200b Lo\u00adpez\ufeff"),  # marks nobody sees
        ("Ana Lopez", "Ａｎａ Ｌｏｐｅｚ"),  # full width
        ("José", "Jose\u0301"),  # one letter, or a letter and its accent
        ("Åsa", "A\u030asa"),
        ("Thuỵ́", "Thuy\u0301\u0323"),  # two accents, in either order
        ("Groß", "GROSS"),
        ("Groß", "GROẞ"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("ﬁona", "Fiona"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Lopez", "AnaLopez"),
        ("Ana Lopez", "Ana Lopes"),
        ("Jose", "Josef"),
        ("Ana-Lopez", "Ana Lopez"),
        ("O'Neil", "ONeil"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


tricky = st.text("aeEiİ\u00e9ßﬁΐς\u0345\u0301\u0323\u200b\u00ad \u00a0", max_size=8)
"""Letters that change when their case is folded, loose accents, invisible marks and spaces."""


def test_an_accent_after_an_invisible_mark_is_still_the_same_letter() -> None:
    assert name_key("Jose\u200b\u0301") == name_key("José")


@MORE
@given(st.text(max_size=12) | tricky)
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@MORE
@given(st.text(max_size=12) | tricky, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_however_unicode_writes_a_name_its_key_is_the_same(name: str, form: str) -> None:
    assert name_key(unicodedata.normalize(form, name)) == name_key(name)  # type: ignore[arg-type]


@MORE
@given(st.text(st.characters(max_codepoint=0x24F, exclude_characters="ıİ"), max_size=12))
def test_a_name_in_capitals_is_the_same_name(name: str) -> None:
    assert name_key(name.upper()) == name_key(name.lower()) == name_key(name)


@MORE
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_a_key_has_no_outer_no_double_spaces_and_nothing_invisible(name: str) -> None:
    key = name_key(name)
    assert key == " ".join(key.split())
    assert not any(unicodedata.category(ch) == "Cf" for ch in key)


def test_asking_for_a_person_who_is_not_there_says_that_the_queue_is_broken() -> None:
    assert People({1: person()})[1] == person()
    with pytest.raises(BrokenRecordError, match="person 7") as broken:
        People({1: person()})[7]
    assert broken.value.exit_code == 6


def test_a_person_is_found_under_name_aliases_and_addresses() -> None:
    ana = person(name="Ana Lopez", aliases=("Anita", "A. L."), emails=("Ana@Example.com",))
    assert name_keys(ana) == {"ana lopez", "anita", "a. l.", "ana@example.com"}


def test_a_phone_or_an_organisation_is_no_name() -> None:
    assert name_keys(person(phones=("+34 600 000 000",), organisation="Example Ltd")) == {"ana lopez"}


def test_two_people_joined_have_every_name_once() -> None:
    into = person(name="Ben Okoro", aliases=("Benny",))
    gone = person(id=2, name="Ben O.", aliases=("BEN  OKORO", "benny", "Bo"), created_at="2026-10-01T09:00:00Z")
    after = merge_people(into, gone)
    assert after.aliases == ("Benny", "Ben O.", "Bo")
    assert (after.id, after.uid, after.created_at) == (1, "person-1", "2026-10-01T09:00:00Z")


def test_a_target_of_no_days_is_not_given_up_in_joining() -> None:
    after = merge_people(person(reply_target_days=0), person(id=2, reply_target_days=3, keep_informed_days=0))
    assert (after.reply_target_days, after.keep_informed_days) == (0, 0)


def test_two_people_joined_keep_what_the_first_has_and_get_what_only_the_other_has() -> None:
    full = person(
        emails=("ana@example.com", "a@example.com"),
        phones=("111",),
        organisation="Example Ltd",
        channel="call",
        weight="key",
        reply_target_days=1,
        keep_informed_days=3,
        note="Prefers mornings",
    )
    bare = person(id=2, name="A. Lopez", created_at="2026-11-05T09:00:00Z")
    one_way, other_way = merge_people(full, bare), merge_people(bare, full)
    for field in ("emails", "phones", "organisation", "channel", "weight", "note", "created_at"):
        assert getattr(one_way, field) == getattr(other_way, field) == getattr(full, field), field
    for field in ("reply_target_days", "keep_informed_days"):
        assert getattr(one_way, field) == getattr(other_way, field) == getattr(full, field), field


def test_where_both_have_something_the_first_counts_and_nothing_is_lost() -> None:
    into = person(emails=("a@x", "b@x"), phones=("1",), organisation="One", channel="chat", note="First")
    gone = person(id=2, emails=("b@x", "c@x"), phones=("1", "2"), organisation="Two", channel="call", note="Second")
    after = merge_people(into._replace(keep_informed_days=4), gone._replace(keep_informed_days=9))
    assert (after.emails, after.phones) == (("a@x", "b@x", "c@x"), ("1", "2"))
    assert (after.organisation, after.channel, after.keep_informed_days) == ("One", "chat", 4)
    assert after.note == "First\nSecond"
    assert merge_people(person(), person(id=2)).note is None


@pytest.mark.parametrize(
    ("one", "other", "heavier"),
    [("normal", "key", "key"), ("vip", "key", "vip"), ("normal", "vip", "vip"), ("normal", "normal", "normal")],
)
def test_the_heavier_weight_stays_whoever_has_it(one: str, other: str, heavier: str) -> None:
    first, second = person(weight=one), person(id=2, weight=other)
    assert merge_people(first, second).weight == merge_people(second, first).weight == heavier
