"""`count`: one short line for a shell prompt or a status bar."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Call


def test_an_empty_queue_counts_nothing_and_makes_no_file(fq: Call, db: Path) -> None:
    assert fq("count") == (0, "0 owed, 0 late\n", "")
    assert not db.exists()


def test_what_is_owed_and_what_is_late_is_counted(fq: Call) -> None:
    fq("add", "Ana", "Late", "--by", "2026-11-20")
    fq("add", "Ben", "Due today", "--by", "today")
    fq("add", "Cleo", "No date")
    fq("add", "-w", "Tom", "Theirs, late", "--by", "2026-11-20")
    fq("add", "Mei", "Closed", "--by", "2026-11-20")
    fq("done", "5")
    assert fq("count").out == "3 owed, 1 late\n"


def test_what_is_snoozed_is_not_counted(fq: Call) -> None:
    fq("add", "Ana", "Report", "--by", "2026-11-27")
    fq("snooze", "1", "tomorrow")
    assert fq("count").out == "0 owed, 0 late\n"
    assert fq("count", now="2026-11-24T09:00:00Z").out == "1 owed, 0 late\n"


def test_what_is_snoozed_past_its_promise_counts_from_the_promised_day_on(fq: Call) -> None:
    fq("add", "Ana", "Report", "--by", "2026-11-25")
    fq("snooze", "1", "2026-12-04")
    assert fq("count", now="2026-11-24T09:00:00Z").out == "0 owed, 0 late\n"
    assert fq("count", now="2026-11-25T09:00:00Z").out == "1 owed, 0 late\n"
    assert fq("count", now="2026-11-26T09:00:00Z").out == "1 owed, 1 late\n"


def test_the_document_says_the_other_side_too(fq: Call) -> None:
    fq("add", "Ana", "Mine")
    fq("add", "-w", "Tom", "Theirs")
    fq("add", "Ben", "Hidden")
    fq("snooze", "3", "fri")
    document = fq("count", "--json").document
    counts = {name: document[name] for name in ("owed", "late", "waiting", "snoozed")}
    assert counts == {"owed": 1, "late": 0, "waiting": 1, "snoozed": 1}


def test_a_form_of_ones_own(fq: Call) -> None:
    fq("add", "Ana", "Mine", "--by", "2026-11-20")
    fq("add", "-w", "Tom", "Theirs", "--by", "2026-11-20", "--told")
    fq("add", "-w", "Tom", "Another", "--by", "2026-11-20", "--told")
    form = "{owed}!{late} {waiting} {nudges} {snoozed} {{owed}} 100% \\n"
    assert fq("count", "--format", form).out == "1!1 2 1 0 {owed} 100% \\n\n"
    assert fq("count", "--format", "{nudges}").out == f"{fq('today', '--json').document['nudges_due']}\n"
    assert fq("count", "--json").document["nudges"] == 1


@pytest.mark.parametrize("form", ["{owned}", "{owed", "owed}", "{}", "{owed!r}", "{owed.real}", "{0}"])
def test_a_field_that_is_not_there_is_refused_with_the_list(fq: Call, form: str) -> None:
    refused = fq("count", "--format", form)
    assert refused.code == 2
    assert "{owed}, {late}, {waiting}, {nudges}, {snoozed}" in refused.err
