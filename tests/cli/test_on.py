"""`--on`: what happened before it was noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Call

BEGAN, THEN, NOW = "2026-11-23T06:00:00Z", "2026-11-24T14:30:00Z", "2026-11-26T09:00:00Z"
ACTS = (
    ("told", "1", "Soon", "--by", "2026-12-04"),
    ("done", "1"),
    ("done", "1", "--untold"),
    ("drop", "1", "No longer needed"),
    ("toss", "1", "Sign it"),
    ("hand", "1", "Mei Lin", "Draft it"),
    ("nudge", "2", "Called"),
    ("heard", "2", "Got it", "--by", "2026-12-04"),
    ("toss", "2"),
    ("done", "2"),
)
NOTED = ("uid", "created_at", "log", "now")


def _begin(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-12-01", now=BEGAN)
    fq("add", "Tom Baker", "Figures", "-w", "--by", "2026-12-01", now=BEGAN)


def _state(fq: Call, now: str) -> Any:
    found = [fq(*call, "--json", now=now).document for call in (
        ("list", "--status", "all"), ("today",), ("waiting",), ("with", "Ana"), ("with", "Tom"), ("stats",),
        ("people",), ("show", "1"), ("show", "2"),
    )]  # fmt: skip
    return _without(found)


def _without(value: Any, names: tuple[str, ...] = NOTED) -> Any:
    if isinstance(value, dict):
        return {key: _without(one, names) for key, one in value.items() if key not in names}
    return [_without(one, names) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("act", [act for act in ACTS if act[0] != "hand"], ids=" ".join)
def test_clocks_are_those_of_a_queue_where_it_was_noted_at_once(
    fq: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, act: tuple[str, ...], zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    _begin(fq)
    assert fq(*act, "--on", THEN, now=NOW).code == 0
    later = _state(fq, NOW)
    assert fq("doctor", now=NOW).code == 0
    fq("undo", now=NOW)
    assert fq("list", "--status", "all", "--json").document["followups"] != []
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "other.db"))
    _begin(fq)
    fq(*act, now=THEN)
    assert later == _state(fq, NOW)


@pytest.mark.parametrize("act", ACTS, ids=" ".join)
def test_undo_takes_it_back(fq: Call, act: tuple[str, ...]) -> None:
    _begin(fq)
    before = fq("list", "--status", "all", "--json", now=NOW).document["followups"]
    fq(*act, "--on", "tue", now=NOW)
    fq("undo", now=NOW)
    assert fq("list", "--status", "all", "--json", now=NOW).document["followups"] == before


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_day_is_the_users_day_wherever_they_are(fq: Call, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    _begin(fq)
    answer = fq("told", "1", "Soon", "--on", "2026-11-25", now=NOW)
    assert "told on Wed 25 Nov; you still owe it" in answer.out
    assert "happened on" in fq("log", now=NOW).out


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 3), min_size=2, max_size=2))
def test_never_before_what_was_noted_already(
    fq: Call, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, days: list[int]
) -> None:
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path_factory.mktemp("on") / "queue.db"))
    _begin(fq)
    first, second = (f"2026-11-{23 + day}" for day in days)
    assert fq("heard", "2", "--on", first, now=NOW).code == 0
    assert fq("nudge", "2", "--on", second, now=NOW).code == (0 if second >= first else 4)


def test_before_the_ball_came_is_refused_with_the_way_to_set_that_right(fq: Call) -> None:
    _begin(fq)
    refused = fq("told", "1", "--on", "2026-11-20", now=NOW)
    assert (refused.code, "followq edit 1 --since 2026-11-20" in refused.err) == (4, True)


def test_ahead_is_refused(fq: Call) -> None:
    _begin(fq)
    assert fq("done", "1", "--on", "tomorrow", now=NOW).code == 4


def test_several_are_refused_together(fq: Call) -> None:
    _begin(fq)
    fq("add", "Ana Lopez", "Invoice", now=NOW)
    assert fq("done", "1", "3", "--on", "tue", now=NOW).code == 4
    assert len(fq("list", "--json").document["followups"]) == 3


def test_an_exact_moment_is_taken_by_at(fq: Call) -> None:
    _begin(fq)
    fq("told", "1", "--at", "tue 15:30", now=NOW)
    assert fq("list", "--owed", "--json").document["followups"][0]["told_at"] == "2026-11-24T15:30:00Z"


def test_a_corrected_side_is_no_toss_that_happened_earlier(fq: Call) -> None:
    _begin(fq)
    fq("edit", "1", "--waiting", "--since", "tue 15:00", now=NOW)
    assert fq("show", "1", "--json", now=NOW).document["days"]["mine"] <= 3
    assert "handed" not in fq("with", "Ana", now=NOW).out


def test_a_note_begins_with_the_day(fq: Call) -> None:
    _begin(fq)
    fq("note", "1", "Called back", "--on", "tue", now=NOW)
    assert fq("list", "--owed", "--json").document["followups"][0]["note"] == "Tue 24 Nov 2026: Called back"


def test_what_is_noted_after_a_report_stands_in_the_next_one(fq: Call) -> None:
    _begin(fq)
    fq("report", "Ana", "--sent", now="2026-11-25T09:00:00Z")
    fq("add", "Ana Lopez", "Invoice", "--since", "2026-11-23", now=NOW)
    fq("done", "3", "--on", "2026-11-24", now=NOW)
    assert [deed["text"] for deed in fq("report", "Ana", "--json", now=NOW).document["report"]["done"]] == ["Invoice"]


def test_figures_of_one_person_count_what_happened_earlier_as_those_of_everybody_do(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-09")
    fq("add", "Ana Lopez", "Draft", "--since", "2026-11-10")
    fq("add", "-w", "Ana Lopez", "Numbers", "--since", "2026-11-09")
    fq("told", "2", "Soon", "--on", "2026-11-11")
    fq("toss", "1", "Sign it", "--on", "2026-11-17")
    fq("say", "2", "update", "--toss", "Check it", "--log")
    fq("heard", "3", "Half of it", "--on", "2026-11-16")
    fq("done", "3", "--on", "2026-11-18")
    everybody, ana = (fq("stats", *words, "--json").document["period"] for words in ((), ("--person", "ana")))
    assert everybody["mine"]["turnaround"]["number"] == 2
    for part in ("mine", "theirs", "service"):
        assert ana[part] == everybody[part], part
