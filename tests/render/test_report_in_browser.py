"""The HTML report in a real browser, headless: it says nothing on the console and nothing leaves the machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import Call
from tests.render.test_page_html import HOSTILE, Seen

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PDFINFO = shutil.which("pdfinfo")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed here")

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
    # The browser's own errands find no host, whatever they are.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
FETCHES = f"""{HOSTILE}<link rel=stylesheet href=http://evil.example/a.css><iframe src=http://evil.example/b></iframe>
<img src="http://evil.example/c.png"><meta http-equiv=refresh content="0; url=http://evil.example/d">"""


class Visit(NamedTuple):
    """What a visit left: the page as it was understood, the console's lines, and the addresses the page asked for."""

    page: Seen
    console: list[str]
    asked: set[str]


def visit(path: Path, folder: Path, *options: str) -> Visit:
    log = folder / "net.json"
    command = [
        str(CHROMIUM), *QUIET, f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", *options, "--dump-dom",
        path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return Visit(
        Seen(done.stdout), [line for line in done.stderr.splitlines() if "CONSOLE" in line], _asked(_read(log))
    )


def _read(log: Path) -> dict[str, Any]:
    text = log.read_text(encoding="utf-8").rstrip()
    try:
        read: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError:
        # Chromium may end before it has written the list's end.
        read = json.loads(text.rstrip(",\n") + "]}")
    return read


def _asked(log: dict[str, Any]) -> set[str]:
    # What a page asked for has it as its initiator; the browser's own errands have none.
    begun = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    jobs = [event["params"] for event in log["events"] if event["type"] == begun and "url" in event.get("params", {})]
    return {job["url"] for job in jobs if job["initiator"] != "not an origin"}


@pytest.fixture
def report(fq: Call, tmp_path: Path) -> Path:
    """A report full of texts that would fetch something, were they more than texts."""
    fq("add", HOSTILE, FETCHES, "--by", "2026-11-24", now="2026-11-16T09:00:00Z")
    fq("add", "-w", HOSTILE, FETCHES, "--by", "2026-11-18")
    fq("told", "1", FETCHES, "--by", "2026-11-26", now="2026-11-17T09:00:00Z")
    path = tmp_path / "report.html"
    made = fq("report", HOSTILE, "--format", "html", "--output", str(path), now="2026-11-23T09:00:00Z")
    assert made.code == 0, made.err
    return path


def test_it_renders_in_silence_and_asks_for_nothing(report: Path, tmp_path: Path) -> None:
    seen = visit(report, tmp_path)
    assert seen.console == []
    assert seen.asked == set()
    assert "evil.example" not in (tmp_path / "net.json").read_text(encoding="utf-8")
    assert not {name for name, _ in seen.page.elements} & {"script", "img", "iframe", "link", "a"}
    assert "<script>alert(1)</script>" in seen.page.text
    assert "What we owe you" in seen.page.text


@pytest.mark.parametrize("has_policy", [True, False])
def test_the_policy_would_hold_even_if_an_element_got_in(report: Path, tmp_path: Path, has_policy: bool) -> None:
    # The same page with elements of others in it: by its policy it neither fetches nor runs them; without, it does.
    script = "<script>document.body.append(document.createElement('em'))</script>"
    image = '<img src="http://evil.example/c.png"><link rel="stylesheet" href="http://evil.example/a.css">'
    text = report.read_text(encoding="utf-8").replace("<main>", f"<main>{script}{image}")
    if not has_policy:
        text = text.replace("Content-Security-Policy", "nothing")
    report.write_text(text, encoding="utf-8")
    seen = visit(report, tmp_path)
    names = {name for name, _ in seen.page.elements}
    assert {"script", "img", "h1"} <= names
    assert ("em" in names) is not has_policy
    assert ("http://evil.example/c.png" in seen.asked) is not has_policy


@pytest.mark.parametrize("size", ["390,1600", "1200,1200"], ids=["phone", "desktop"])
def test_it_draws_at_both_widths(report: Path, tmp_path: Path, size: str) -> None:
    picture = tmp_path / "report.png"
    visit(report, tmp_path, f"--window-size={size}", f"--screenshot={picture}")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_half_page_is_printed_on_one_page(fq: Call, tmp_path: Path) -> None:
    for number in range(1, 9):
        way = ("-w",) if number % 2 else ()
        what = f"Send part {number} of what was agreed"
        fq("add", *way, "Ana Lopez", what, "--project", "spring", "--by", "2026-11-20", now="2026-11-16T09:00:00Z")
        fq("told", str(number), "Legal looks at it", "--by", f"2026-12-0{number}", now="2026-11-17T09:00:00Z")
    for number in range(9, 13):
        fq("add", "Tom Baker", f"Check part {number}", "--project", "spring", now="2026-11-16T09:00:00Z")
        fq("done", str(number), now="2026-11-18T09:00:00Z")
    path, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    words = ("--project", "spring", "--format", "html", "--reasons", "--since", "2026-11-16", "--output", str(path))
    for is_brief in (False, True):
        fq("report", *words, "--force", *(("--brief",) if is_brief else ()), now="2026-11-23T09:00:00Z")
        visit(path, tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
        assert (b"/Count 1\n" in printed.read_bytes()) is is_brief


A4_POINTS = (595, 842)
MOST_PAGES = 3
PARTS = ("the quote for the second building", "what was agreed with the architect", "the list of open questions")


@pytest.mark.skipif(PDFINFO is None, reason="no pdfinfo (poppler-utils) is installed here")
@pytest.mark.parametrize("words", [("Ana Lopez",), ("--project", "spring", "--reasons")], ids=["person", "project"])
def test_a_report_of_22_things_is_printed_on_three_pages_at_most(
    fq: Call, tmp_path: Path, words: tuple[str, ...]
) -> None:
    for number in range(1, 23):
        way = ("-w",) if number % 2 else ()
        what = f"Send {PARTS[number % 3]}, part {number} of what was ordered"
        begun = ("--project", "spring", "--by", f"2026-11-{16 + number % 9}")
        fq("add", *way, "Ana Lopez", what, *begun, now="2026-11-09T09:00:00Z")
    for number in range(2, 23, 4):
        fq("told", str(number), "Legal looks at it", "--by", "2026-12-04", now="2026-11-16T09:00:00Z")
    for number in (1, 2, 3):
        fq("done", str(number), now="2026-11-18T09:00:00Z")
    path, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    fq("config", "report.sender", "Kim Novak, +34 600 000 001")
    intro = ("--intro", "A good week: the first three are done.")
    fq("report", *words, *intro, "--format", "html", "--output", str(path), now="2026-11-23T09:00:00Z")
    visit(path, tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    said = subprocess.run([str(PDFINFO), str(printed)], capture_output=True, text=True, timeout=60, check=True).stdout
    (pages,) = re.findall(r"^Pages: +(\d+)$", said, re.MULTILINE)
    (size,) = re.findall(r"^Page size: +([\d.]+) x ([\d.]+) pts", said, re.MULTILINE)
    assert tuple(round(float(side)) for side in size) == A4_POINTS
    assert 1 < int(pages) <= MOST_PAGES
