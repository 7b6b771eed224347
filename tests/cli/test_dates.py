"""Dates on the command line: what is asked, what is looked back at, and where the user is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.screens import Start, terminals
from tests.conftest import Call

WHEREABOUTS = [
    ("UTC", "2026-11-23T09:00:00Z"),
    ("Pacific/Auckland", "2026-11-22T20:00:00Z"),
    ("America/Los_Angeles", "2026-11-24T02:00:00Z"),
]
"""Zones, with an instant at which it is Monday there: in two of them the day in UTC is another one."""


@pytest.fixture
def edit(tmp_path: Path) -> Iterator[Start]:
    with terminals(tmp_path, "edit", "1", "--by") as start:
        yield start


@pytest.fixture(params=WHEREABOUTS, ids=lambda where: where[0])
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The user's zone; it is Monday 23 November there."""
    zone, now = request.param
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setenv("FOLLOWQ_NOW", now)
    return str(zone)


def found(fq: Call, *words: str) -> list[int]:
    return [item["id"] for item in fq(*words, "--json").document["followups"]]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_day_that_has_just_gone_by_is_asked_about_on_a_terminal(fq: Call, edit: Start) -> None:
    fq("add", "Ana", "Quote")
    terminal = edit("20 nov")
    terminal.shows("'20 nov': Fri 20 Nov 2026 was 3 days ago, the next one is Sat 20 Nov 2027")
    terminal.shows("1 Fri 20 Nov (1 working day ago), 2 Sat 20 Nov 2027")
    terminal.press("3")
    terminal.shows("1 or 2; Ctrl-C changes nothing.")
    terminal.press("2")
    assert terminal.ended() == 0
    assert fq("show", "1", "--json").document["followups"][0]["promised"] == "2027-11-20"


def test_day_that_has_just_gone_by_is_refused_elsewhere_with_the_two_it_may_be(fq: Call) -> None:
    refused = fq("add", "Ana", "Quote", "--by", "20 nov")
    assert refused.code == 4
    assert "write 2026-11-20 or 2027-11-20" in refused.err


@pytest.mark.usefixtures("here")
def test_what_is_shown_can_be_given_back(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--by", "fri 15:00")
    shown = fq("edit", "1", "--by", "Fri 27 Nov 15:00 (in 4 working days)")
    assert shown.code == 0
    assert "nothing to change" in shown.out
    refused = fq("edit", "1", "--by", "Thu 27 Nov 15:00")
    assert refused.code == 4
    assert "2026-11-27 is a Friday" in refused.err


@pytest.mark.usefixtures("here")
def test_filters_look_back_and_count_the_time_of_day(fq: Call) -> None:
    for number, since in enumerate(("tue", "fri 15:00", "fri 17:00", "yesterday", "today 6:00"), 1):
        assert fq("add", "Ana", f"Thing {number}", "--since", since).code == 0
    for command in (("list",), ("search", "thing")):
        assert found(fq, *command, "--until", "tue") == [1]
        assert found(fq, *command, "--until", "nov 20") == [1, 2, 3]
        assert found(fq, *command, "--until", "the 20th") == [1, 2, 3]
        assert found(fq, *command, "--since", "fri") == [2, 3, 4, 5]
        assert found(fq, *command, "--since", "fri 15:01") == [3, 4, 5]
        assert found(fq, *command, "--since", "fri 15:00", "--until", "fri 16:00") == [2]
        assert found(fq, *command, "--since", "today") == [5]
        assert found(fq, *command, "--since", "yesterday", "--until", "yesterday") == [4]
        assert found(fq, *command, "--since", "yesterday 0:01", "--until", "tomorrow") == [5]
        assert found(fq, *command, "--since", "last night") == [5]
        assert found(fq, *command, "--since", "this week") == [5]
    assert "since Fri 20 Nov 15:00 until Sun 22 Nov" in fq("list", "--since", "fri 15:00", "--until", "yesterday").out
    assert (
        "Nothing fits until Tue 17 Nov 08:00"
        in fq("search", "thing", "--until", "nov 17 8:00", "--person", "Ana", "--waiting").out
    )
    document = fq("list", "--since", "fri 15:00", "--until", "yesterday", "--json").document
    assert document["until"] == "2026-11-22"
    assert document["since"].endswith("00:00Z")


@pytest.mark.usefixtures("here")
def test_log_shows_the_period_it_is_of(fq: Call) -> None:
    fq("add", "Ana", "Thing")
    assert "Since Mon 23 Nov" in fq("log", "--since", "today").out
    assert len(fq("log", "--since", "today", "--until", "today", "--json").document["log"]) == 2
    assert "fits until Sun 22 Nov." in fq("log", "--until", "sun").out
    assert fq("log", "--since", "today", "--until", "sun").code == 4


def test_stats_counts_whole_days_and_says_so(fq: Call) -> None:
    assert "to Tue 17 Nov" in fq("stats", "--until", "tue").out
    refused = fq("stats", "--since", "fri 15:00")
    assert refused.code == 4
    assert "stats counts whole days" in refused.err


def test_report_tells_news_from_a_time_of_day_on(fq: Call) -> None:
    fq("add", "Ana", "Early")
    fq("add", "Ana", "Late")
    fq("done", "1", now="2026-11-24T10:00:00Z")
    fq("done", "2", now="2026-11-24T14:00:00Z")
    told = fq("report", "Ana", "--since", "today 12:00").out
    assert "Late" in told
    assert "Early" not in told


def test_snooze_until_a_morning_ends_when_it_begins(fq: Call) -> None:
    fq("add", "Ana", "Thing")
    assert "hidden until Tue 24 Nov 06:00 (tomorrow)" in fq("snooze", "1", "tomorrow", "morning").out


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Send it by friday", "followq edit 1 --by friday"),
        ("SEND IT BY FRIDAY.", "followq edit 1 --by FRIDAY"),
        ("Send it by early friday", "'early friday' is not a date I know: too vague for a date, name a day"),
        ("Move it by two weeks", ""),
        ("Leave it by the door", ""),
    ],
)
def test_date_left_in_a_text_is_told_and_an_amount_is_not(fq: Call, text: str, note: str) -> None:
    added = fq("add", "Ana", text)
    assert added.code == 0
    assert note in added.out + added.err
    assert ("No date is set" in added.out + added.err) is bool(note)
    assert fq("show", "1", "--json").document["followups"][0]["text"] == text


def test_hand_tells_of_a_date_left_in_the_text(fq: Call) -> None:
    fq("add", "Ana", "Figures")
    handed = fq("hand", "1", "Tom Baker", "Draft by thu")
    assert "followq edit 2 --by thu" in handed.out + handed.err


def test_edit_tells_of_a_date_left_in_the_new_text(fq: Call) -> None:
    fq("add", "Ana", "Figures")
    edited = fq("edit", "1", "--text", "Figures by thu")
    assert "followq edit 1 --by thu" in edited.out + edited.err
    assert "No date is set" not in fq("edit", "1", "--effort", "15m").out


@pytest.mark.parametrize("words", ["by fri", "by early next week", "BY COB FRI"])
def test_toss_does_not_rename_a_thing_to_its_date(fq: Call, words: str) -> None:
    fq("add", "Ana", "Quote")
    assert fq("toss", "1", words).code in (2, 4)
    assert fq("show", "1", "--json").document["followups"][0]["text"] == "Quote"
