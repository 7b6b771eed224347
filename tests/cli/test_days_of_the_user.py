"""The same days give the same answers wherever the user is, at hours when their day is not the day of UTC."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Call

# In Auckland the day of UTC is still yesterday at that hour, in Los Angeles it is tomorrow already.
PLACES = {
    "UTC": "09:00", "Pacific/Auckland": "09:00", "America/Los_Angeles": "20:00", "Asia/Kolkata": "03:00",
    "Pacific/Kiritimati": "12:00", "America/St_Johns": "23:30",
}  # fmt: skip
SCREENS = (
    ("today",), ("today", "--json"), ("waiting",), ("count",), ("list",), ("list", "--status", "all", "--json"),
    ("list", "--overdue"), ("people",), ("people", "--json"), ("with", "Ana"), ("with", "Ben"), ("stats",),
    ("show", "1"), ("show", "3"), ("show", "6"), ("why", "1"), ("report", "Ana"), ("log",), ("log", "--since", "today"),
    ("log", "--since", "yesterday", "--until", "yesterday"),
    ("stats", "--since", "2026-11-18", "--until", "2026-11-20"),
    ("search", "quote"), (),
)  # fmt: skip

Clock = Callable[[str], str]


def clock_of(zone: str) -> Clock:
    """Gives the instant of a day at this place's hour."""

    def at(day: str) -> str:
        there = datetime.fromisoformat(f"{day}T{PLACES[zone]}").replace(tzinfo=ZoneInfo(zone))
        return there.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    return at


def live(fq: Call, at: Clock) -> None:
    """Some days in the life of a queue."""
    fq("add", "Ana Lopez", "Revised quote", "--by", "2026-11-19", now=at("2026-11-16"))
    fq("add", "Ben Okoro", "Figures", "--since", "2026-11-16", now=at("2026-11-17"))
    fq("add", "Ana Lopez", "Monthly note", "--by", "2026-11-18", "--every", "day", now=at("2026-11-17"))
    fq("add", "-w", "Ben Okoro", "Signature", "--by", "2026-11-20", now=at("2026-11-17"))
    fq("add", "Cleo Marsh", "Plan", "--by", "today", now=at("2026-11-18"))
    fq("done", "3", now=at("2026-11-18"))  # 6 comes on the 19th
    fq("told", "1", "on its way", now=at("2026-11-18"))
    fq("nudge", "4", now=at("2026-11-19"))
    fq("add", "Dan Marsh", "Minutes", now=at("2026-11-19"))
    fq("toss", "7", "Check the minutes", "--by", "2026-11-23", now=at("2026-11-20"))
    fq("add", "Cleo Marsh", "Draft", now=at("2026-11-20"))
    fq("done", "8", "--spent", "20m", now=at("2026-11-20"))
    fq("snooze", "2", "2026-11-23", now=at("2026-11-20"))
    fq("told", "5", "--by", "2026-11-23", now=at("2026-11-20"))
    fq("add", "Eve Stone", "Slides", "--by", "2026-11-22", now=at("2026-11-20"))
    fq("add", "Eve Stone", "Room", "--by", "2026-11-24", now=at("2026-11-23"))
    fq("person", "edit", "Eve Stone", "--keep-informed", "1", now=at("2026-11-23"))


def seen(fq: Call, zone: str) -> dict[str, Any]:
    """What every screen says on the Monday, times of the day and what is drawn by chance left out."""
    at = clock_of(zone)
    found, there = {}, ZoneInfo(zone)
    for words in SCREENS:
        result = fq(*words, now=at("2026-11-23"))
        assert result.code == 0, (words, result.err)
        text = re.sub(r'"uid": "\w+"', "", re.sub(r"--db \S+ ", "", result.out))
        # An instant is shown as its day here.
        text = re.sub(
            r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
            lambda found: datetime.fromisoformat(found[0]).astimezone(there).date().isoformat(),
            text,
        )
        found[" ".join(words)] = re.sub(r"\b\d{2}:\d{2}\b", "", text)
    return found


@pytest.mark.parametrize("zone", [zone for zone in PLACES if zone != "UTC"])
def test_the_same_days_give_the_same_answers(fq: Call, tmp_path: Path, zone: str) -> None:
    looks = []
    for number, where in enumerate(("UTC", zone)):

        def call(*words: str, now: str, db: str = f"{number}.db") -> Any:
            return fq("--db", str(tmp_path / db), *words, now=now)

        (tmp_path / "config.toml").write_text(f'zone = "{where}"')
        live(call, clock_of(where))
        looks.append(seen(call, where))
    for words, text in looks[1].items():
        assert text == looks[0][words], words


@pytest.mark.parametrize("zone", PLACES)
def test_the_last_sign_of_a_person_falls_on_the_users_day(fq: Call, tmp_path: Path, zone: str) -> None:
    (tmp_path / "config.toml").write_text(f'zone = "{zone}"')
    at = clock_of(zone)
    fq("add", "Ana", "Weekly note", "--since", "2026-11-18", "--every", "week", now=at("2026-11-18"))
    assert days_since(fq, at("2026-11-20")) == 2
    fq("told", "1", now=at("2026-11-19"))
    assert days_since(fq, at("2026-11-20")) == 1
    fq("done", "1", now=at("2026-11-20"))
    # What comes next by itself is no sign, not even on its day; what was taken up on it is.
    assert days_since(fq, at("2026-11-25")) == 3
    fq("add", "Ana", "Another", "--since", "today", now=at("2026-11-25"))
    assert days_since(fq, at("2026-11-25")) == 0
    assert days_since(fq, at("2026-11-26")) == 1


def days_since(fq: Call, now: str) -> int:
    days: int = fq("people", "--json", now=now).document["people"][0]["dark_days"]
    return days


@pytest.mark.parametrize("zone", PLACES)
def test_days_of_an_import_are_the_users(fq: Call, tmp_path: Path, zone: str) -> None:
    (tmp_path / "config.toml").write_text(f'zone = "{zone}"')
    at = clock_of(zone)
    followup = {"person": "Ana", "text": "Note", "every": "1 month", "promised": at("2026-11-23")}
    told = {"person": "Ben", "text": "Other", "told_at": "2026-11-20", "created_at": "2026-11-19"}
    given = {"person": "Cleo", "text": "Third", "every": "1 month", "anchor": at("2026-11-30")}
    path = tmp_path / "in.json"
    path.write_text(json.dumps({"followq": 1, "kind": "export", "followups": [followup, told, given]}))
    assert fq("import", str(path), "--yes", now=at("2026-11-23")).code == 0
    first, second, third = fq("list", "--json").document["followups"]
    assert (first["anchor"], third["anchor"]) == ("2026-11-23", "2026-11-30")
    midnight = datetime(2026, 11, 20, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
    assert second["told_at"] == midnight.strftime("%Y-%m-%dT%H:%M:%SZ")
    before = (midnight - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (second["created_at"], second["since"]) == (before, before)


@pytest.mark.parametrize("zone", PLACES)
def test_what_is_promised_for_today_is_not_late_before_midnight(fq: Call, tmp_path: Path, zone: str) -> None:
    (tmp_path / "config.toml").write_text(f'zone = "{zone}"')
    at = clock_of(zone)
    fq("add", "Ana", "Quote", "--by", "today", now=at("2026-11-23"))
    assert fq("count", "--format", "{late}", now=at("2026-11-23")).out.strip() == "0"
    assert fq("list", "--overdue", "--json", now=at("2026-11-23")).document["followups"] == []
    assert fq("count", "--format", "{late}", now=at("2026-11-24")).out.strip() == "1"
    assert len(fq("list", "--overdue", "--json", now=at("2026-11-24")).document["followups"]) == 1
