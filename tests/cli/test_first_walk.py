"""The main job in a few calls."""

from __future__ import annotations

from tests.conftest import Call


def test_what_is_added_stands_in_today_with_its_reason(fq: Call) -> None:
    fq("add", "Ana Lopez", "Send the quote", "--by", "fri", "--since", "2026-11-16")
    (item,) = fq("today", "--json").document["followups"]
    assert (item["person"], item["text"], item["promised"]) == ("Ana Lopez", "Send the quote", "2026-11-27")
    assert {"term": "promise", "cost": 2.0531, "text": "promised Fri 27 Nov"} in item["terms"]
