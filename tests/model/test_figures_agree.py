"""One definition each (docs/figures.md): every command's figures are those of one plain count of the exported log.

The histories are random, with tosses, answers in part, messages that hand the ball over, and things noted days after
they happened; sides and people are set right, things undone, dropped and taken up again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from followq.model.people.relationship import median
from tests.cli.test_stats import BETWEEN_PEOPLE, DEEDS, NOW, Plain, agrees, lived
from tests.conftest import Call

NAMES = {1: "Person 1", 2: "Person 2", 3: "Person 3"}
EVER = (date(1970, 1, 1), date.fromisoformat(NOW[:10]))


@pytest.fixture(params=range(11, 17))
def log(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, fq: Call) -> list[dict[str, Any]]:
    """The exported log of some months."""
    lived(monkeypatch, request.param, 300, (*DEEDS, *BETWEEN_PEOPLE))
    found: list[dict[str, Any]] = fq("export", "--format", "json").document["log"]
    return found


def test_stats_of_everybody_and_of_each_person(fq: Call, log: list[dict[str, Any]]) -> None:
    for number, words in [(None, ()), *((number, ("--person", name)) for number, name in NAMES.items())]:
        document = fq("stats", *words, "--json").document
        for figures in (document["period"], document["before"]):
            period = (date.fromisoformat(figures["since"]), date.fromisoformat(figures["until"]))
            agrees(figures, Plain(log, *period, person_id=number))
            for ball in ("mine", "theirs"):
                answered = sum(week[f"{ball}_answered"] for week in figures["weeks"])
                assert answered == figures[ball]["turnaround"]["number"]


def test_with_and_people_say_the_same_of_a_person_as_the_log(fq: Call, log: list[dict[str, Any]]) -> None:
    listed = {person["id"]: person for person in fq("people", "--json").document["people"]}
    for number, name in NAMES.items():
        plain = Plain(log, *EVER, person_id=number)
        document = fq("with", name, "--json").document
        (person,), between = document["people"], document["dealings"]
        assert person == listed[number]
        assert person["requests"] == between["requests"] == plain.counts["requests"]
        assert person["spent_minutes"] == between["spent_minutes"] == plain.counts["spent"]
        printed = fq("with", name).out
        for ball, whose, who in (("mine", "my", "you"), ("theirs", "their", "they")):
            days, part = plain.lengths[f"{ball} turnaround"], between[ball]
            expected = (len(days), median(days))
            assert (part["turnarounds"], part["turnaround_days"]) == expected
            assert (person[f"{whose}_turnarounds"], person[f"{whose}_turnaround_days"]) == expected
            for outcome in ("kept", "moved", "broken"):
                assert part[outcome] == plain.counts[f"{ball} {outcome}"], (name, ball, outcome)
            if len(days) > 1 and median(days):
                assert f"{who} take {median(days):g} working day" in printed
                assert f"(median of {len(days)})" in printed


def test_a_report_tells_the_pace_that_stats_has(fq: Call, log: list[dict[str, Any]]) -> None:
    for name in NAMES.values():
        period = fq("stats", "--person", name, "--json").document["period"]
        document = fq("report", name, "--json").document
        assert document["figures"] == period
        report = document["report"]
        assert len(report["owed"]) == period["mine"]["open_at_end"]
        assert len(report["needed"]) == period["theirs"]["open_at_end"]
        pace = period["mine"]["turnaround"]
        if pace["number"] >= 5:
            assert f"(median of {pace['number']})" in fq("report", name).out
