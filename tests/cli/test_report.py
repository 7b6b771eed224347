"""`report`: in three formats, since the last one, with nothing private in any."""

from __future__ import annotations

import html
import os
import re
import stat
from pathlib import Path

import pytest

from tests.conftest import Call

MARK = "PRIVATE-MARK"
FORMATS = [(), ("--json",), ("--format", "text"), ("--format", "md"), ("--format", "html"), ("--brief",)]


@pytest.fixture
def week(fq: Call) -> None:
    """Two customers in one project, some of everything, and a mark in everything that is private."""
    fq(
        "person",
        "add",
        "Ana Lopez",
        "--email",
        "ana@example.com",
        "--note",
        MARK,
        "--weight",
        "vip",
        now="2026-11-09T09:00:00Z",
    )
    fq("add", "Ana Lopez", "Send the quote", "--by", "2026-11-18", "--project", "spring", "--note", MARK, "--tag", MARK)
    fq("add", "-w", "Ana Lopez", "Sign the contract", "--by", "2026-11-27", "--project", "spring")
    fq("add", "Ana Lopez", "Answer her question")
    fq("add", "Tom Baker", "Budget line", "--project", "Spring")
    fq("nudge", "2", MARK, "--yes", now="2026-11-12T09:00:00Z")
    fq("told", "1", "Legal looks at it", "--by", "2026-11-25", now="2026-11-17T09:00:00Z")
    fq("note", "1", MARK)
    fq("drop", "4", MARK, now="2026-11-19T09:00:00Z")
    fq("done", "3", "--note", MARK, "--spent", "777m", now="2026-11-20T09:00:00Z")
    fq("snooze", "1", "2026-11-24", now="2026-11-20T10:00:00Z")
    fq("count", now="2026-11-23T09:00:00Z")


def test_it_says_what_lies_where_and_what_was_done(fq: Call, week: None) -> None:
    out = fq("report", "ana").out
    assert "Where things stand: Ana Lopez" in out
    assert "At risk: 1 with us, 1 at risk; 1 with you; 1 done since Mon 16 Nov; next date Wed 25 Nov" in out
    for words in (
        "Send the quote  [since Mon 9 Nov; promised Wed 25 Nov, at first Wed 18 Nov, at risk; last news Tue 17 Nov]",
        "Sign the contract  [since Mon 9 Nov; needed by Fri 27 Nov; asked again once]",
        "Answer her question  [Fri 20 Nov; by us]",
        "[our date; from Wed 18 Nov; to Wed 25 Nov; why Legal looks at it]",
    ):
        assert words in out
    assert "Tom" not in out


def test_of_a_project_with_everybody_in_it(fq: Call, week: None) -> None:
    out = fq("report", "--project", "SPRING").out
    for words in ("Where things stand: spring", "What we need from others", "Ana Lopez", "Tom Baker", "not pursued"):
        assert words in out
    assert "Answer her question" not in out
    both = fq("report", "ana", "--project", "spring").out
    assert "Where things stand: Ana Lopez, spring" in both
    assert "Answer her question" not in both


@pytest.mark.parametrize("words", FORMATS, ids=" ".join)
@pytest.mark.parametrize("whose", [("ana",), ("--project", "spring")], ids=" ".join)
def test_nothing_private_leaks(fq: Call, week: None, words: tuple[str, ...], whose: tuple[str, ...]) -> None:
    called = fq("report", *whose, *words)
    assert called.code == 0, called.err
    assert "Sign the contract" in html.unescape(called.out)
    for secret in (MARK, "777", "12h57m", "vip", "ana@example.com", "2026-11-24", "24 Nov", "snoozed"):
        assert secret not in called.out, secret


def test_since_the_last_report_that_was_sent(fq: Call, week: None) -> None:
    assert fq("report", "ana", "--json").document["report"]["since"] == "2026-11-16"
    assert fq("report", "ana", "--json", "--since", "2026-11-02").document["report"]["since"] == "2026-11-02"
    sent = fq("report", "ana", "--sent", now="2026-11-20T12:00:00Z")
    assert "Answer her question" in sent.out
    assert "followq undo" in sent.err
    after = fq("report", "ana", now="2026-11-23T09:00:00Z").out
    assert "news since Fri 20 Nov" in after
    assert "Answer her question" not in after
    # Another's report, and one on the project, begin where they began.
    assert "news since Mon 16 Nov" in fq("report", "tom").out
    assert "news since Mon 16 Nov" in fq("report", "--project", "spring").out
    fq("undo")
    assert "news since Mon 16 Nov" in fq("report", "ana").out


def test_a_sent_report_is_news_for_everything_owed_and_one_undo(fq: Call, week: None) -> None:
    before = fq("export").document["followups"]
    fq("report", "--project", "spring", "--sent")
    after = fq("show", "1", "--json").document["followups"][0]
    assert after["told_at"] == "2026-11-23T09:00:00Z"
    assert after["status"] == "open"
    assert fq("show", "2", "--json").document["followups"][0]["told_at"] is None
    assert "news since Mon 23 Nov" in fq("report", "--project", "Spring").out
    assert fq("undo").code == 0
    assert fq("export").document["followups"] == before
    assert fq("redo").code == 0


def test_what_could_not_be_written_was_not_sent(fq: Call, week: None, tmp_path: Path) -> None:
    failed = fq("report", "ana", "--sent", "--output", str(tmp_path / "no" / "folder.txt"))
    assert failed.code == 7
    assert "news since Mon 16 Nov" in fq("report", "ana").out


def test_a_report_alone_writes_nothing(fq: Call, week: None, db: Path) -> None:
    before = db.read_bytes()
    for words in FORMATS:
        fq("report", "ana", *words)
    assert db.read_bytes() == before


def test_the_half_page_is_short(fq: Call, week: None) -> None:
    for number in range(8):
        fq("add", "Ana Lopez", f"Thing {number}", "--by", "2026-11-26")
    out = fq("report", "ana", "--brief").out
    assert "9 with us" in out
    assert "and 6 more" in out
    assert len(out.splitlines()) <= 30
    page = fq("report", "ana", "--brief", "--format", "html").out
    assert "and 6 more" in page
    assert "<svg" not in page


def test_into_a_file_that_is_whole_and_ones_own(fq: Call, week: None, tmp_path: Path) -> None:
    path = tmp_path / "ana.html"
    saved = fq("report", "ana", "--format", "html", "--output", str(path))
    assert "written to" in saved.out
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = fq("report", "ana", "--format", "html", "--output", str(path))
    assert again.code == 7
    assert fq("report", "ana", "--format", "md", "--output", str(path), "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert fq("report", "ana", "--output", os.environ["FOLLOWQ_DB"], "--force").code == 2
    text = tmp_path / "ana.txt"
    fq("report", "ana", "--output", str(text))
    assert text.read_text(encoding="utf-8") == fq("report", "ana").out


def test_it_opens_in_the_browser(fq: Call, week: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: not opened.append(address))  # type: ignore[func-returns-value]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert fq("report", "ana", "--open").code == 0
    (address,) = opened
    assert address.startswith("file:///")
    assert address.endswith("report.html")
    assert "<!DOCTYPE html>" in Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    assert fq("report", "ana", "--open", "--format", "md").code == 2
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    failed = fq("report", "ana", "--open", "--output", str(tmp_path / "other.html"))
    assert failed.code == 3
    assert "other.html" in failed.err


def test_what_it_needs_to_know(fq: Call, week: None) -> None:
    assert fq("report").code == 2
    assert fq("report", "--project", "nowhere").code == 3
    assert fq("report", "zoe").code == 3
    assert fq("report", "ana", "--format", "pdf").code == 4
    assert fq("report", "ana", "--since", "2026-12-24").code == 4


def test_markdown_keeps_every_text_a_text(fq: Call) -> None:
    fq("add", "-w", "A <b>| *x*", "![i](http://evil.example/i.png) | `code` <script> [a](javascript:x) ~~s~~ &lt; $x$")
    out = fq("report", "A <b>", "--format", "md").out
    bare = re.sub(r"\\[\\`*_\[\]<>|~!&$]", "", out)
    for mark in ("![", "](", "<", "`", "~", "&", "$"):
        assert mark not in bare, mark
    rows = [line for line in bare.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {3}


def test_a_person_without_anything_open_gets_a_report_too(fq: Call) -> None:
    fq("person", "add", "Zoe Quinn")
    out = fq("report", "zoe").out
    assert "Nothing open" in out
    assert fq("report", "zoe", "--format", "html").code == 0


def test_why_a_date_moved_is_for_who_heard_it_and_for_others_only_when_asked(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--project", "spring", "--by", "2026-11-18", now="2026-11-16T09:00:00Z")
    fq("told", "1", "Tom is ill", "--by", "2026-11-25", now="2026-11-17T09:00:00Z")
    assert "Tom is ill" in fq("report", "ana").out
    assert "Tom is ill" in fq("report", "ana", "--project", "spring").out
    for words in ((), ("--format", "md"), ("--format", "html"), ("--json",), ("--brief",)):
        out = fq("report", "--project", "spring", *words).out
        assert "25 Nov" in out or "2026-11-25" in out
        assert "Tom is ill" not in out
    assert "Tom is ill" in fq("report", "--project", "spring", "--reasons").out


def test_a_pace_is_told_from_five_cases_on_and_says_how_many(fq: Call) -> None:
    for number in range(1, 6):
        assert "We get back to you" not in fq("report", "ana").out
        fq("add", "Ana Lopez", f"Question {number}", now="2026-11-16T09:00:00Z")
        fq("done", str(number), now="2026-11-18T09:00:00Z")
    assert "We get back to you in 2 working days (median of 5) in the last eight weeks." in fq("report", "ana").out


def test_chores_are_on_no_page_for_others(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--project", "spring", now="2026-11-16T09:00:00Z")
    fq("add", "-w", "Ana Lopez", "Numbers", "--project", "spring")
    fq("done", "1", "--untold", now="2026-11-18T09:00:00Z")
    fq("done", "2", "--thank")
    fq("add", "Ana Lopez", "Contract", "--project", "spring")
    views = [
        ("report", "ana"),
        ("report", "--project", "spring"),
        ("with", "ana", "--share"),
        ("with", "ana", "--as-them"),
    ]
    for view in views:
        for form in ((), ("--json",), *((("--format", "md"),) if "--as-them" not in view else ())):
            out = fq(*view, *form).out
            assert "Contract" in out
            assert "Thank them" not in out
            assert "Tell them" not in out


def test_a_corrected_text_and_what_was_told_to_another_never_show(fq: Call) -> None:
    fq("add", "Tom Baker", "Idiot wants the numbers again", "--by", "2026-11-18", now="2026-11-09T09:00:00Z")
    fq("told", "1", "Boss is ill", "--by", "2026-11-20", now="2026-11-16T09:00:00Z")
    fq("edit", "1", "--text", "Numbers", now="2026-11-17T09:00:00Z")
    assert "Boss is ill" in fq("report", "tom").out
    assert "Idiot" not in fq("report", "tom").out
    fq("edit", "1", "--person", "Ana Lopez", now="2026-11-18T09:00:00Z")
    fq("edit", "1", "--by", "2026-11-24", now="2026-11-19T09:00:00Z")
    for form in FORMATS:
        out = fq("report", "ana", *form).out
        assert "Numbers" in out
        for former in ("Idiot", "Boss is ill", "promised Wed 18 Nov", "from Wed 18 Nov", "2026-11-16T", "Mon 9 Nov"):
            assert former not in out, (form, former)
    assert "moved once" in fq("with", "ana", "--share").out


def test_a_date_of_theirs_that_moved_is_said_to_be_theirs(fq: Call) -> None:
    fq("add", "-w", "Ana Lopez", "Signature", "--project", "spring", "--by", "2026-11-20", now="2026-11-16T09:00:00Z")
    fq("edit", "1", "--by", "2026-11-27", now="2026-11-18T09:00:00Z")
    assert "[your date; from Fri 20 Nov; to Fri 27 Nov]" in fq("report", "ana").out
    assert "[their date; from Fri 20 Nov; to Fri 27 Nov]" in fq("report", "--project", "spring").out


def test_the_half_page_counts_as_told_only_what_it_showed(fq: Call) -> None:
    for number in range(1, 6):
        fq("add", "Ana Lopez", f"Question {number}", "--by", f"2026-11-2{number + 3}", now="2026-11-16T09:00:00Z")
    fq("report", "ana", "--brief", "--sent", now="2026-11-18T09:00:00Z")
    items = fq("list", "--json").document["followups"]
    assert sorted(item["id"] for item in items if item["told_at"]) == [1, 2, 3]


def test_a_sent_report_on_a_finished_project_is_a_mark_of_its_own(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote", "--project", "spring", now="2026-11-16T09:00:00Z")
    fq("done", "1", now="2026-11-17T09:00:00Z")
    sent = fq("report", "--project", "spring", "--sent", now="2026-11-18T09:00:00Z")
    assert "Noted as sent to Ana Lopez" in sent.err
    assert "news since Wed 18 Nov" in fq("report", "--project", "spring", now="2026-11-20T09:00:00Z").out
    assert "Undid report" in fq("undo").out
    assert "news since Fri 13 Nov" in fq("report", "--project", "spring").out
    assert fq("show", "1", "--json").document["followups"][0]["status"] == "done"


def test_what_a_customer_reads_first_and_last_in_every_format(fq: Call) -> None:
    fq("config", "report.sender", "Kim Park, +34 600 000 000")
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-18", now="2026-11-09T09:00:00Z")
    fq("add", "Ana Lopez", "Draft", "--by", "2026-11-18")
    fq("done", "2", now="2026-11-17T09:00:00Z")
    fq("add", "-w", "Ana Lopez", "Signature", "--by", "2026-11-27", now="2026-11-20T09:00:00Z")
    fq("count", now="2026-11-23T09:00:00Z")
    for form in ("text", "md", "html"):
        out = re.sub(r"<[^>]*>|[\\\\*#]", "", fq("report", "ana", "--format", form, "--intro", "A good week.").out)
        found = [
            out.index(part)
            for part in (
                "A good week.", "1 with us, 1 late", "1 promise kept", "New since Mon 16 Nov: Signature",
                "What we owe you", "3 working days late", "What we need from you", "Done since", "Kim Park",
            )
        ]  # fmt: skip
        assert found == sorted(found), form
        assert "Next dates" not in out
    page = fq("report", "ana", "--intro", "A good week.", "--json").document
    assert (page["intro"], page["sender"]) == ("A good week.", "Kim Park, +34 600 000 000")
    assert (page["report"]["kept"], page["report"]["owed"][0]["late_days"]) == (1, 3)


def test_the_pace_can_be_left_out(fq: Call) -> None:
    for number in range(1, 6):
        fq("add", "Ana Lopez", f"Question {number}", now="2026-11-16T09:00:00Z")
        fq("done", str(number), now="2026-11-18T09:00:00Z")
    assert "We get back to you" in fq("report", "ana").out
    fq("config", "report.pace", "no")
    assert "We get back to you" not in fq("report", "ana").out


def test_what_was_handed_over_is_not_told_as_done(fq: Call) -> None:
    fq("add", "Ana Lopez", "Send the quote", "--since", "2026-11-18")
    fq("toss", "1", "Sign the quote")
    assert "Sign the quote  [Mon 23 Nov; by us: our part, the next step is yours]" in fq("report", "Ana Lopez").out
