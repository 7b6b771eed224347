"""Rows 19 to 29 of the faults: dates that say too little or too much, clocks that jump, zones that change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Call
from tests.faults.test_text import _no_wait_for_the_disk, refused, untouched  # noqa: F401, a fixture

MADRID = {"TZ": "Europe/Madrid"}

# Every place where a date is typed; the date comes last.
PLACES = pytest.mark.parametrize(
    "place",
    [
        ("add", "Ana", "Quote", "--by"),
        ("add", "Ana", "Quote", "--since"),
        ("edit", "1", "--by"),
        ("edit", "1", "--since"),
        ("told", "1", "--by"),
        ("toss", "1", "--by"),
        ("hand", "1", "Tom", "--by"),
        ("snooze", "1"),
        ("list", "--since"),
        ("list", "--until"),
        ("search", "quote", "--since"),
        ("search", "quote", "--until"),
        ("log", "--since"),
        ("log", "--until"),
    ],
    ids=" ".join,
)


def refuse_everywhere(place: tuple[str, ...], phrases: tuple[str, ...], fq: Call, db: Path, *says: str) -> None:
    """Hold that a place refuses phrases with exit 4, says each of the words, and leaves the queue alone."""
    fq("add", "Ana", "First")
    with untouched(db):
        for phrase in phrases:
            refused(fq(*place, phrase), 4, f"'{phrase}'", *says)


@PLACES
def test_row_19_what_says_too_little_is_refused_with_the_forms(place: tuple[str, ...], fq: Call, db: Path) -> None:
    refuse_everywhere(place, ("10", "may", "1.2", "32"), fq, db, "try: ", "2026-")


@pytest.mark.parametrize("phrase", ["10", "may", "1.2", "32 dec", "2026-02-30"])
def test_row_19_captured_lines_refuse_it_too(phrase: str, fq_process: Call, db: Path) -> None:
    refused(fq_process("add", "Ana", "-", stdin=f"> good by fri\n> call by {phrase}\n"), 4, "line 2", phrase)
    assert not db.exists()


@pytest.mark.parametrize(
    "phrase",
    [
        "26 s",
        "10am",
        "-5",
        "٣d",
        "１２",
        "in 3",
        "fri 25:00",
        "version 3.11.7",
        "now",
        "",
        "3 dayz",
        "2026-9-1",
        "+3d\n+1d",
    ],
)
def test_row_19_nothing_is_half_understood(phrase: str, fq: Call, db: Path) -> None:
    fq("add", "Ana", "First")
    with untouched(db):
        refused(fq("add", "Ana", "Quote", "--by", phrase), 4, "try: ")


@PLACES
def test_row_20_days_that_no_month_has_are_refused(place: tuple[str, ...], fq: Call, db: Path) -> None:
    refuse_everywhere(place, ("2026-02-30", "feb 30", "31 nov", "2026-13-01", "2027-02-29"), fq, db, "no such day")


@PLACES
def test_row_21_what_can_be_read_two_ways_is_refused(place: tuple[str, ...], fq: Call, db: Path) -> None:
    refuse_everywhere(place, ("13/02", "02/13", "1.12.2026", "12/01/26"), fq, db, "two ways", "2026-12-01")


@PLACES
@pytest.mark.parametrize("phrase", ["0001-01-01", "1969-12-31", "3000-01-01", "9999-12-31"])
def test_row_22_years_out_of_range_are_refused_with_the_range(
    phrase: str, place: tuple[str, ...], fq: Call, db: Path
) -> None:
    refuse_everywhere(place, (phrase,), fq, db, "1970", "2999")


@pytest.mark.parametrize("phrase", ["+9999y", "in 1000000000 days", "+1000000000d", "99999999999999999999w"])
def test_row_22_distances_out_of_range_are_refused_with_the_range(phrase: str, fq: Call, db: Path) -> None:
    refuse_everywhere(("add", "Ana", "Quote", "--by"), (phrase,), fq, db, "1970", "2999")


@pytest.mark.parametrize("phrase", ["fri 15:00 UTC+3", "2026-12-01 15:00 EST", "2026-12-01T15:00 CET"])
def test_row_23_zone_names_are_refused_and_the_offset_asked_for(phrase: str, fq: Call, db: Path) -> None:
    refuse_everywhere(("add", "Ana", "Quote", "--by"), (phrase,), fq, db, "+01:00")


@pytest.mark.parametrize("phrase", ["UTC+3", "EST", "UTC", "+03:00"])
def test_row_23_a_zone_alone_is_no_date(phrase: str, fq: Call, db: Path) -> None:
    refuse_everywhere(("add", "Ana", "Quote", "--by"), (phrase,), fq, db, "not a date I know")


def test_row_23_an_offset_is_taken(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--by", "2026-12-01T15:00+03:00")
    assert fq("list", "--json").document["followups"][0]["promised"] == "2026-12-01T12:00:00Z"


@pytest.mark.parametrize(
    "place",
    [("add", "Ana", "Quote", "--by"), ("edit", "1", "--by"), ("told", "1", "--by"), ("snooze", "1")],
    ids=" ".join,
)
def test_row_24_a_time_that_clocks_skip_is_moved_and_said(
    place: tuple[str, ...], fq: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("add", "Ana", "First")
    monkeypatch.setenv("TZ", "Europe/Madrid")
    answer = fq(*place, "2027-03-28 02:30")
    assert answer.code == 0
    assert "02:30 is skipped" in answer.err
    assert "03:30" in answer.err
    assert "28 Mar 2027 03:30" in answer.out
    item = fq("list", "--json").document["followups"][-1]
    assert "2027-03-28T01:30:00Z" in (item["promised"], item["snoozed_until"])


def test_row_24_captured_lines_say_it_too(fq_process: Call) -> None:
    answer = fq_process("add", "Ana", "-", stdin="> call by 2027-03-28 02:30\n", env=MADRID)
    assert answer.code == 0
    assert "28 Mar 2027 03:30" in answer.out
    assert "02:30 is skipped" in answer.err


@pytest.mark.parametrize(
    ("zone", "day"), [("Africa/Cairo", "2027-04-30 00:30"), ("America/Santiago", "2027-09-05 00:15")]
)
def test_row_24_days_without_a_midnight_are_days_all_the_same(
    zone: str, day: str, fq: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert fq("add", "Ana", "Quote", "--by", day[:10]).code == 0
    assert fq("log", "--until", day[:10]).code == 0
    assert fq("list", "--json").document["followups"][0]["promised"] == day[:10]
    assert "is skipped" in fq("add", "Ana", "Quote", "--by", day).err


def test_row_25_of_a_time_that_comes_twice_the_first_is_meant_and_said(
    fq: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    answer = fq("add", "Ana", "Quote", "--by", "2027-10-31 02:30")
    assert answer.code == 0
    assert "02:30 comes twice" in answer.err
    assert "first" in answer.err
    assert fq("list", "--json").document["followups"][0]["promised"] == "2027-10-31T00:30:00Z"


def test_row_26_a_day_stays_that_day_in_every_zone(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")
    fq("add", "Ana", "Quote", "--by", "2026-12-01", "--since", "2026-11-16")
    fq("add", "-w", "Ana", "Contract", "--by", "2026-12-01")
    fq("snooze", "2", "2026-11-30")
    days = []
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "UTC", "Europe/Madrid"):
        monkeypatch.setenv("TZ", zone)
        assert "promised Tue 1 Dec" in fq("list").out, zone
        assert "hidden until Mon 30 Nov" in fq("list").out, zone
        assert "promised Tue 1 Dec" in fq("why", "1").out, zone
        assert "Tue 1 Dec" in fq("show", "1").out, zone
        items = fq("list", "--json").document["followups"]
        days.append([items[0]["promised"], items[0]["since"], items[1]["snoozed_until"]])
    assert days == [["2026-12-01", "2026-11-16", "2026-11-30"]] * 5


def test_row_26_a_promise_for_a_day_is_late_when_that_day_is_over_where_the_user_is(
    fq: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("add", "Ana", "Quote", "--by", "2026-12-01")
    for zone, is_late in (("Pacific/Auckland", True), ("America/Los_Angeles", False)):
        monkeypatch.setenv("TZ", zone)
        answer = fq("count", "--json", now="2026-12-01T12:00:00Z")
        assert answer.document["late"] == is_late, zone


def test_row_27_a_clock_set_back_warns_and_order_is_by_number(fq: Call) -> None:
    fq("add", "Ana", "First", now="2026-11-23T10:00:00Z")
    answer = fq("add", "Ana", "Second", now="2026-11-23T09:00:00Z")
    assert answer.code == 0
    (warning,) = answer.err.splitlines()
    assert "clock" in warning
    assert "2026-11-23T10:00:00Z" in warning
    texts = [entry["changes"].get("text", [None, None])[1] for entry in fq("log", "--json").document["log"]]
    assert [text for text in texts if text] == ["First", "Second"]
    assert "2 Ana: Second" in fq("undo", now="2026-11-22T09:00:00Z").out
    assert "1 Ana: First" in fq("undo", now="2026-11-21T09:00:00Z").out
    assert "2 Ana: Second" not in fq("redo", now="2026-11-20T09:00:00Z").out
    assert "Second" in fq("redo", now="2026-11-19T09:00:00Z").out


def test_row_27_readings_before_the_first_change_go_well(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--by", "fri", "--every", "week")
    fq("add", "-w", "Ana", "Contract")
    fq("nudge", "2")
    fq("told", "1")
    for now in ("1970-01-01T00:00:00Z", "2026-11-22T23:59:59Z", "2999-12-31T23:59:59Z"):
        for argv in (
            ("today",),
            ("waiting",),
            ("show", "1"),
            ("show", "2"),
            ("why", "1"),
            ("people",),
            ("with", "Ana"),
        ):
            answer = fq(*argv, now=now)
            assert (answer.code, answer.err) == (0, ""), (now, argv)
    assert fq("done", "1", now="2026-11-22T09:00:00Z").code == 0


def _promises(fq: Call, first: str, every: str, times: int) -> list[str]:
    fq("add", "Ana", "Report", "--every", every, "--by", first, now="2026-11-23T09:00:00Z")
    days = [first]
    for _ in range(times):
        (number, day) = next((item["id"], item["promised"]) for item in fq("list", "--json").document["followups"])
        assert fq("done", str(number), now=f"{day}T09:00:00Z").code == 0
        days.append(fq("list", "--json").document["followups"][0]["promised"])
    return days


def test_row_28_the_31st_comes_back_after_a_short_month(fq: Call) -> None:
    days = _promises(fq, "2027-01-31", "month", 5)
    assert days == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"]


def test_row_28_the_29th_of_february_comes_back_in_a_leap_year(fq: Call) -> None:
    days = _promises(fq, "2028-02-29", "year", 4)
    assert days == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


@pytest.mark.parametrize("zone", ["Nonsense/Zone", "../etc/passwd", "\x1b[2J", "Europe", ":Mars/Base", "UTC+3x"])
def test_row_29_an_unknown_zone_warns(zone: str, fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    for argv in (("today",), ("add", "Ana", "Quote"), ("list",)):
        answer = fq(*argv)
        assert answer.code == 0
        (warning,) = answer.err.splitlines()
        assert "TZ is" in warning
        assert "no zone I know" in warning
        assert "\x1b" not in warning
    answer = fq("list", "--json")
    assert answer.code == 0
    assert "no zone I know" in answer.out + answer.err
    assert len(fq("list", "--json").document["followups"]) == 1


def test_row_29_an_unknown_zone_in_the_settings_is_refused(fq: Call, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    refused(fq("config", "zone", "Nonsense/Zone"), 4, "zone", "Europe/Madrid")
    assert not file.exists()
    file.write_text('zone = "Nonsense/Zone"\n')
    refused(fq("today"), 4, str(file), "zone", "Nonsense/Zone")
