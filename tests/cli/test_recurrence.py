"""What comes again: it keeps its anchor and its hour, comes once, and may pass over days off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call


def everything(fq: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fq("list", "--status", "all", "--json").document["followups"]
    return found


def last(fq: Call) -> dict[str, Any]:
    return everything(fq)[-1]


@pytest.fixture
def invoice(fq: Call) -> None:
    """2 is the February of an invoice that is due on the last of each month."""
    fq("add", "Ana", "Invoice", "--by", "2027-01-31", "--every", "month")
    fq("done", "1", now="2027-01-31T09:00:00Z")
    assert last(fq)["promised"] == "2027-02-28"


@pytest.mark.usefixtures("invoice")
@pytest.mark.parametrize(
    "words",
    [
        ("--every", "month"),
        ("--every", "monthly"),
        ("--every", "1 month", "--by", "2027-02-28"),
        ("--every", "month", "--text", "Invoice, signed"),
        ("--text", "Invoice, signed"),
        ("--by", "2027-02-28"),
        ("--by", "2027-03-02"),
    ],
    ids=" ".join,
)
def test_an_edit_that_leaves_the_recurrence_keeps_the_31st(fq: Call, words: tuple[str, ...]) -> None:
    assert fq("edit", "2", *words, now="2027-02-01T09:00:00Z").code == 0
    fq("done", "2", now="2027-02-28T09:00:00Z")
    assert last(fq)["promised"] == "2027-03-31"


@pytest.mark.usefixtures("invoice")
@pytest.mark.parametrize(
    ("words", "promised"),
    [
        (("--every", "2 weeks"), "2027-03-14"),
        (("--every", "month", "--by", "2027-03-15"), "2027-04-15"),
    ],
    ids=str,
)
def test_an_edit_of_the_recurrence_counts_from_its_day(fq: Call, words: tuple[str, ...], promised: str) -> None:
    fq("edit", "2", *words, now="2027-02-01T09:00:00Z")
    fq("done", "2", now="2027-02-28T09:00:00Z")
    assert last(fq)["promised"] == promised


def test_done_opened_again_and_done_makes_no_twin(fq: Call) -> None:
    fq("add", "Ana", "Status note", "--by", "fri", "--every", "week")
    fq("done", "1")
    fq("reopen", "1")
    again = fq("done", "1")
    assert "2 Status note comes next, as it did when this was done before." in again.out
    assert [f["id"] for f in everything(fq)] == [1, 2]
    fq("reopen", "1")
    fq("edit", "1", "--text", "Status note, longer", "--by", "mon")
    fq("done", "1")
    assert [f["id"] for f in everything(fq)] == [1, 2]


def test_nor_where_the_next_was_dropped_or_done_or_several_were_closed_together(fq: Call) -> None:
    fq("add", "Ana", "Status note", "--by", "fri", "--every", "week")
    fq("add", "Ana", "Other note", "--by", "fri", "--every", "week")
    fq("add", "Ben", "Third note", "--by", "fri", "--every", "week")
    fq("done", "1-3")
    assert [f["id"] for f in everything(fq)] == [1, 2, 3, 4, 5, 6]
    fq("drop", "4", "no more")
    fq("reopen", "1-3")
    fq("done", "1-3")
    assert [f["id"] for f in everything(fq)] == [1, 2, 3, 4, 5, 6]


def test_what_was_undone_comes_next_again(fq: Call) -> None:
    fq("add", "Ana", "Status note", "--by", "fri", "--every", "week")
    fq("done", "1")
    fq("undo")
    fq("done", "1")
    found = everything(fq)
    assert [f["status"] for f in found] == ["done", "open"]
    fq("undo")
    fq("redo")
    fq("reopen", "1")
    fq("done", "1")
    assert [f["uid"] for f in everything(fq)] == [f["uid"] for f in found]


@pytest.mark.parametrize(
    ("zone", "first", "hours"),
    [
        # Clocks go forward at 02:00, on 8 March, 28 March, 27 September, and in Lord Howe by half an hour.
        ("America/Los_Angeles", "2027-03-13 02:30", ["13 02:30", "14 03:30", "15 02:30", "16 02:30"]),
        ("Europe/Berlin", "2027-03-27 02:30", ["27 02:30", "28 03:30", "29 02:30", "30 02:30"]),
        ("Pacific/Auckland", "2027-09-25 02:15", ["25 02:15", "26 03:15", "27 02:15", "28 02:15"]),
        ("Australia/Lord_Howe", "2027-10-02 02:15", ["02 02:15", "03 02:45", "04 02:15", "05 02:15"]),
    ],
)
def test_an_hour_that_clocks_skip_comes_back_on_the_next_day(
    fq: Call, tmp_path: Path, zone: str, first: str, hours: list[str]
) -> None:
    (tmp_path / "config.toml").write_text(f'zone = "{zone}"')
    fq("add", "Ana", "Night run", "--by", first, "--every", "day", now="2027-03-01T09:00:00Z")
    said, seen = [], []
    for number in range(1, 5):
        promised = fq("show", str(number), "--json").document["followups"][0]["promised"]
        seen.append(fq("show", str(number), "--plain", now=promised).out)
        said.append(fq("done", str(number), now=promised).out)
    skipped, _, _ = (hours[0][3:], *hours[1:3])
    for number, hour in enumerate(hours):
        day, time = hour.split()
        assert f"{int(day)} {first[5:7].replace('03', 'Mar').replace('09', 'Sep').replace('10', 'Oct')}" in seen[number]
        assert time in seen[number], (number, seen[number])
    assert f"{skipped} is skipped that day, clocks go forward" in said[0]
    assert "skipped" not in said[1] + said[2] + said[3]


def test_an_hour_that_was_chosen_after_the_skip_stays(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('zone = "Europe/Berlin"')
    fq("add", "Ana", "Night run", "--by", "2027-03-27 02:30", "--every", "day", now="2027-03-01T09:00:00Z")
    fq("done", "1", now="2027-03-27T05:00:00Z")
    fq("edit", "2", "--by", "2027-03-28 05:30", now="2027-03-27T05:00:00Z")
    fq("done", "2", now="2027-03-28T05:00:00Z")
    assert last(fq)["promised"] == "2027-03-29T03:30:00Z"


@pytest.mark.parametrize("words", ["weekday", "working day", "every weekday", "workday"])
def test_every_working_day_is_never_a_day_off(fq: Call, words: str) -> None:
    fq("add", "Ana", "Stand-up notes", "--by", "fri", "--every", words)
    fq("done", "1", now="2026-11-27T09:00:00Z")
    assert last(fq)["promised"] == "2026-11-30"
    assert last(fq)["every"] == "1 working day"
    out = fq("show", "2").out
    assert "working day" in out


def test_the_users_own_week_says_what_a_working_day_is(fq: Call) -> None:
    fq("config", "workdays", "sun", "mon", "tue", "wed", "thu")
    fq("add", "Ana", "Stand-up notes", "--by", "2026-11-26", "--every", "weekday")
    fq("done", "1", now="2026-11-26T09:00:00Z")
    assert last(fq)["promised"] == "2026-11-29"


def test_any_other_recurrence_keeps_its_day_and_a_day_off_is_told(fq: Call) -> None:
    fq("add", "Ana", "Invoice", "--by", "2026-11-29", "--every", "month")
    out = fq("done", "1", now="2026-11-29T09:00:00Z").out
    assert "2 comes next: Ana: Invoice, Tue 29 Dec (in 22 working days)." in out
    out = fq("done", "2", now="2026-12-29T09:00:00Z").out
    assert "Fri 29 Jan 2027" in out
    fq("add", "Ben", "Saturday list", "--by", "2027-01-02", "--every", "week")
    out = fq("done", "4", now="2027-01-02T09:00:00Z").out
    assert last(fq)["promised"] == "2027-01-09"
    assert ", a day off." in out


def test_an_import_brings_every_recurrence_back_as_it_was(fq: Call, tmp_path: Path) -> None:
    for every in ("weekday", "2w", "quarterly", "month"):
        fq("add", "Ana", f"Thing {every}", "--by", "fri", "--every", every)
    before = fq("export").document["followups"]
    path = tmp_path / "queue.json"
    fq("export", "--output", str(path))
    assert fq("--db", str(tmp_path / "other.db"), "import", str(path), "--yes").code == 0
    assert fq("--db", str(tmp_path / "other.db"), "export").document["followups"] == before
