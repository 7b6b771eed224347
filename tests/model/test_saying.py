"""`saying`: which message fits the state, and what a template may name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.people.message_kinds import (
    KINDS,
    TELLING,
    THANKING,
    choose_likeliest,
    clean,
    collect_facts,
    find_first_name,
    make_moment,
)
from tests.factories import calendar, followup, person

NOW = "2026-11-23T09:00:00Z"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "ack"),
        ({"told_at": "2026-11-20T09:00:00Z"}, "update"),
        ({"promised": "2026-11-20"}, "late"),
        ({"promised": "2026-11-20", "told_at": "2026-11-20T09:00:00Z"}, "late"),
        ({"promised": "2026-11-23"}, "ack"),
        ({"ball": "theirs", "since": NOW, "created_at": NOW}, "ask"),
        ({"ball": "theirs", "since": NOW, "created_at": "2026-11-20T09:00:00Z"}, "ask"),
        ({"ball": "theirs"}, "nudge"),
        ({"ball": "theirs", "nudges": 1}, "nudge"),
        ({"ball": "theirs", "told_at": NOW}, "nudge"),
        ({"ball": "theirs", "since": "2026-11-20", "created_at": NOW}, "nudge"),
        ({"ball": "theirs", "promised": "2026-11-20", "since": NOW, "created_at": NOW}, "ask"),
        ({"status": "done", "closed_at": NOW}, "done"),
        ({"status": "done", "closed_at": NOW, "ball": "theirs"}, "thanks"),
        ({"status": "dropped", "closed_at": NOW}, "no"),
        ({"text": f"{TELLING}Quote"}, "done"),
        ({"text": f"{THANKING}Quote"}, "thanks"),
    ],
)
def test_the_state_chooses_the_message(fields: dict[str, object], kind: str) -> None:
    chosen, why = choose_likeliest(followup(**fields), calendar(NOW))
    assert chosen == kind
    assert chosen in KINDS
    assert why


def test_what_the_closing_left_behind_is_spoken_of_without_its_beginning() -> None:
    item = followup(text=f"{THANKING}New price list.")
    assert collect_facts(item, person(), calendar(NOW))["text"] == "New price list"


def test_a_broken_promise_is_no_promise_that_holds() -> None:
    said = collect_facts(followup(promised="2026-11-20"), person(), calendar(NOW))
    assert said["promised"] is None
    assert said["broken"].day == 20
    renewed = collect_facts(followup(promised="2026-11-20"), person(), calendar(NOW), by="2026-11-27")
    assert (renewed["promised"].day, renewed["broken"].day) == (27, 20)


def test_a_moment_is_told_in_the_users_zone() -> None:
    found = make_moment("2026-11-24T23:30:00Z", calendar(NOW, zone="Europe/Madrid"))
    assert (found.day, found.weekday, found.time, found.days) == (25, 2, "00:30", 2)


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_brings_a_control_or_a_second_line_into_a_message(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert all(unicodedata.category(ch) not in ("Cc", "Cs", "Zl", "Zp") for ch in cleaned)
    assert not {"\u202e", "\u2066", "\ufeff"} & set(cleaned)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Ana Lopez", "Ana"),
        ("Sam", "Sam"),
        ("Lopez, Ana", "Ana"),
        ("Lopez, Ana Maria", "Ana"),
        ("G. Maria Lopez", "Maria"),
        ("J. Lopez", "J. Lopez"),
        ("Dr. Lopez", "Dr. Lopez"),
        ("Frau Weber", "Frau Weber"),
        ("ana@example.com", "ana"),
        ("契約 太郎", "契約"),
        ("Ana, ", "Ana,"),
    ],
)
def test_a_greeting_uses_the_name_people_are_called_by(name: str, greeted: str) -> None:
    assert find_first_name(name) == greeted


def test_names_of_all_scripts_stay_as_they_are() -> None:
    for name in ("José Núñez", "契約 太郎", "हिन्दी नाम", "نور الهدى", "👩\u200d👧 Zoe"):
        assert clean(name) == name
