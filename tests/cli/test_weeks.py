"""Weeks begin and end where the user's workdays say."""

from __future__ import annotations

import pytest

from tests.conftest import Call

# 2026-11-29 is a Sunday, 2026-12-03 a Thursday.


@pytest.mark.parametrize(
    ("workdays", "now", "phrase", "day"),
    [
        ("sun to thu", "2026-11-29", "eow", "2026-12-03"),
        ("sun to thu", "2026-12-03", "eow", "2026-12-03"),
        ("sun to thu", "2026-12-04", "eow", "2026-12-10"),
        ("sun to thu", "2026-11-29", "next thu", "2026-12-10"),
        ("sun to thu", "2026-11-29", "next sun", "2026-12-06"),
        ("sun to thu", "2026-12-03", "next sun", "2026-12-06"),
        ("sun to thu", "2026-12-05", "next sun", "2026-12-06"),
        ("sun to thu", "2026-12-05", "next thu", "2026-12-10"),
        ("sat-wed", "2026-11-28", "next wed", "2026-12-09"),
        ("sat-wed", "2026-11-28", "eow", "2026-12-02"),
        ("mon-fri", "2026-11-29", "next thu", "2026-12-03"),
        ("mon-fri", "2026-11-29", "eow", "2026-12-04"),
        ("mon-fri", "2026-11-27", "eow", "2026-11-27"),
        ("mon-sat", "2026-11-27", "eow", "2026-11-28"),
    ],
)
def test_a_week_is_the_users(fq: Call, workdays: str, now: str, phrase: str, day: str) -> None:
    assert fq("config", "workdays", workdays).code == 0
    added = fq("add", "Ana", "Quote", "--by", phrase, "--json", now=f"{now}T09:00:00Z")
    assert added.document["followups"][0]["promised"] == day
