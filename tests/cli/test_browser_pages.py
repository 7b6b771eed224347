"""Pages that `report --open` made: for the user alone, and gone when they are no longer needed."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from tests.conftest import Call

HOUR = 3600


@pytest.fixture
def pages(fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of somebody with a customer to report to."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    fq("add", "Ana Lopez", "Send the quote")
    fq("add", "Tom Baker", "Check the figures")
    return folder


def grow_old(page: Path, seconds: int) -> None:
    """Let a page have been written some time ago."""
    at = time.time() - seconds
    os.utime(page.parent, (at, at))


def made(folder: Path) -> list[Path]:
    """The pages that are there."""
    return sorted(folder.glob("followq-report-*/report.html"))


def test_page_is_for_the_user_alone(fq: Call, pages: Path) -> None:
    assert fq("report", "ana", "--open").code == 0
    (page,) = made(pages)
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700


def test_next_page_removes_those_older_than_an_hour(fq: Call, pages: Path) -> None:
    fq("report", "ana", "--open")
    (old,) = made(pages)
    grow_old(old, HOUR + 60)
    fq("report", "tom", "--open")
    (recent,) = made(pages)
    assert not old.parent.exists()
    grow_old(recent, HOUR - 60)
    fq("report", "ana", "--open")
    assert recent in made(pages)
    assert len(made(pages)) == 2


def test_first_change_of_a_day_removes_old_pages(fq: Call, pages: Path) -> None:
    fq("report", "ana", "--open")
    (page,) = made(pages)
    grow_old(page, HOUR + 60)
    fq("note", "1", "on the same day", now="2026-11-23T10:00:00Z")
    assert page.exists()
    fq("note", "1", "on the next day", now="2026-11-24T09:00:00Z")
    assert not page.parent.exists()


def test_forgetting_somebody_removes_every_page_and_says_so(fq: Call, pages: Path) -> None:
    fq("report", "ana", "--open")
    fq("report", "tom", "--open")
    forgotten = fq("person", "forget", "ana", "--yes")
    assert "Deleted, as they may name them: 2 pages that report --open had made." in forgotten.out
    assert not list(pages.iterdir())
    assert "report --open" not in fq("person", "forget", "tom", "--yes").out


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs folders that can't be written to")
def test_page_that_cannot_be_deleted_is_named(fq: Call, pages: Path) -> None:
    fq("report", "ana", "--open")
    (page,) = made(pages)
    page.parent.chmod(0o500)
    forgotten = fq("person", "forget", "ana", "--yes")
    page.parent.chmod(0o700)
    assert f"delete by hand: {page}" in forgotten.out


def test_page_that_fails_to_be_deleted_is_named(fq: Call, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fq("report", "ana", "--open")
    (page,) = made(pages)
    unlink = os.unlink

    def held(path: str) -> None:
        if str(path) == str(page):
            raise PermissionError(13, "held by another program")
        unlink(path)

    monkeypatch.setattr("followq.cli.desktop.browser_pages.os.unlink", held)
    forgotten = fq("person", "forget", "ana", "--yes")
    assert forgotten.code == 0
    assert f"delete by hand: {page}" in forgotten.out


def test_nothing_else_is_touched(fq: Call, pages: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "report.html").write_text("the user's own")
    (pages / "followq-report-link").symlink_to(elsewhere)
    (pages / "followq-report-file").write_text("a file")
    more = pages / "followq-report-more"
    more.mkdir()
    (more / "notes.txt").write_text("somebody's notes")
    (pages / "report.html").write_text("another program's")
    fq("person", "forget", "ana", "--yes")
    assert (elsewhere / "report.html").exists()
    assert {path.name for path in pages.iterdir()} == {
        "followq-report-link",
        "followq-report-file",
        "followq-report-more",
        "report.html",
    }
    assert (more / "notes.txt").exists()
