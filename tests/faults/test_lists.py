"""Broken and hostile files of other programs: one clear line, nothing half in, nothing run or obeyed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import Call


def refused(fq: Call, path: Path, contents: str | bytes) -> str:
    """What is said of a file of which nothing may come in, in one line."""
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    result = fq("import", str(path), "--yes")
    assert (result.code, result.out) == (4, "")
    assert len(result.err.splitlines()) == 1
    assert fq("list", "--status", "all", "--json").document["followups"] == []
    return result.err


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=0", "FREQ=SECONDLY", "FREQ=DAILY;COUNT=1000000000"])
def test_row_55_a_recurrence_beyond_bounds_is_left_out_and_the_task_kept(fq: Call, tmp_path: Path, rule: str) -> None:
    pytest.importorskip("icalendar")
    path = tmp_path / "tasks.ics"
    lines = ["BEGIN:VCALENDAR", "BEGIN:VTODO", "UID:1", "SUMMARY:Rent", f"RRULE:{rule}", "END:VTODO", "END:VCALENDAR"]
    path.write_text("\r\n".join(lines))
    imported = fq("import", str(path), "--yes")
    assert imported.code == 0
    assert "the recurrence" in imported.out
    (item,) = fq("list", "--json").document["followups"]
    assert (item["text"], item["every"]) == ("Rent", None)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b'\xef\xbb\xbfWho,Task\nAna,"Quote\n', "line 2"),
        (b"Who,Task\nAna," + b"x" * 1_000_000 + b"\n", "line 2"),
        (b"Who,Task,Task\nAna,a,b\n", "line 1"),
    ],
    ids=["BOM and open quote", "1 MB cell", "header twice"],
)
def test_row_58_a_broken_table_is_refused_with_its_line(fq: Call, tmp_path: Path, contents: bytes, said: str) -> None:
    assert said in refused(fq, tmp_path / "broken.csv", contents)


def test_row_58_a_nul_is_replaced_and_counted(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes(b"Who,Task\nAna,Quo\0te\n")
    imported = fq("import", str(path), "--yes")
    assert "1 NUL character was replaced" in imported.out
    assert fq("list", "--json").document["followups"][0]["text"] == "Quo\ufffdte"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.com";"x")', "+1+1", "-1", "@SUM(A1:A9)"])
def test_row_61_no_cell_of_an_exported_table_is_a_formula(fq: Call, text: str) -> None:
    fq("person", "add", "--", "=cmd|' /C calc'!A0")
    fq("add", "=cmd|' /C calc'!A0", "--note", text, "--", text)
    (_, row) = csv.reader(io.StringIO(fq("export", "--format", "csv").out))
    assert f"'{text}" in row
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_row_63_a_line_break_ends_no_property_of_cards_and_calendars(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--note", "Kind\nEMAIL:evil@example.com\r\nEND:VCARD")
    fq("add", "Ana Lopez", "Quote", "--note", "One\nEND:VTODO\r\nBEGIN:VALARM")
    card = fq("export", "--format", "vcard").out.split("\r\n")
    assert [line for line in card if line.startswith(("EMAIL", "END"))] == ["END:VCARD"]
    task = fq("export", "--format", "vtodo").out.split("\r\n")
    assert [line for line in task if line.startswith(("END", "BEGIN"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VTODO", "END:VTODO", "END:VCALENDAR",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("deep.json", "[" * 100_000),
        ("cut.json", '[{"uuid": "1", "description": "x"'),
        ("image.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("list.csv.gz", b"\x1f\x8b\x08\0rest"),
        ("list.xlsx", b"PK\x03\x04rest"),
        ("empty.vcf", ""),
        ("wide.csv", "Who,Task\n".encode("utf-16")),
    ],
)
def test_what_is_no_list_is_named_for_what_it_is(fq: Call, tmp_path: Path, name: str, contents: str | bytes) -> None:
    assert name in refused(fq, tmp_path / name, contents)


def test_a_text_of_another_program_is_shown_instead_of_obeyed(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "todo.txt"
    path.write_text("2026-11-02 \x1b]0;title\x07 \u202egnp who:Ana\x1b[2J\n")
    for words in (("--dry-run",), ("--yes",)):
        said = fq("import", str(path), *words)
        assert said.code == 0
        assert "\x1b" not in said.out + said.err
        assert "\u202e" not in said.out + said.err
