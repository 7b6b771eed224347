"""A promise for a day that has gone by: it may be broken when it is noted, so it is taken, and said."""

from __future__ import annotations

import pytest

from tests.conftest import Call


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """Something owed, and something waited for whose day has come and gone already."""
    fq("add", "Ana Lopez", "Quote")
    fq("add", "-w", "Tom Baker", "Numbers", "--by", "2026-11-20")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("add", "Mei Lin", "Answer", "--by", "yesterday"), 3),
        (("add", "-w", "Mei Lin", "Answer", "--by", "yesterday"), 3),
        (("told", "1", "--by", "yesterday"), 1),
        (("toss", "1", "--by", "yesterday"), 1),
        (("edit", "1", "--by", "yesterday"), 1),
        (("hand", "1", "Mei Lin", "--by", "yesterday"), 3),
        (("say", "1", "--log", "--by", "yesterday"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_day_that_has_gone_by_is_taken_and_said(fq: Call, words: tuple[str, ...], number: int) -> None:
    done = fq(*words)
    assert done.code == 0
    assert f"Sun 22 Nov has gone by: {number} is late already." in done.out + done.err
    assert fq("show", str(number), "--json").document["followups"][0]["promised"] == "2026-11-22"


def test_a_time_of_today_that_has_gone_by_is_said_too(fq: Call) -> None:
    done = fq("add", "Mei Lin", "Answer", "--by", "today 08:00", "--json").document
    assert done["notes"] == ["Mon 23 Nov 08:00 has gone by: 3 is late already."]


@pytest.mark.parametrize("words", [("told", "2"), ("edit", "2", "--tag", "x"), ("note", "2", "x"), ("nudge", "2")])
def test_a_date_that_was_set_before_is_not_said_again(fq: Call, words: tuple[str, ...]) -> None:
    assert "gone by" not in fq(*words).out


def test_today_is_not_over(fq: Call) -> None:
    assert "gone by" not in fq("add", "Mei Lin", "Answer", "--by", "today").out
