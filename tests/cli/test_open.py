"""`open`: the way back to where a follow-up came from."""

from __future__ import annotations

import pytest

from followq.cli.desktop import openers as desktop
from tests.conftest import Call

PAGE = "https://tracker.example/issues/12"


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the desktop was asked to open."""
    found: list[str] = []
    monkeypatch.setattr(desktop, "find_opener", lambda _: ["opener"])
    monkeypatch.setattr(desktop, "open_link", lambda link, command, otherwise: found.append(link))
    return found


def test_the_page_or_the_mail_is_opened(fq: Call, opened: list[str]) -> None:
    fq("add", "Ana Lopez", "Review the change", "--link", PAGE)
    fq("add", "Tom Baker", "Answer the question", "--link", "<q7@mail.example>")
    assert fq("open", "1").out == f"1: opened its page, {PAGE}\n"
    assert fq("open", "Tom Baker").out == "2: opened its mail, <q7@mail.example>\n"
    assert opened == [PAGE, "mid:q7@mail.example"]


def test_print_prints_the_link_alone(fq: Call, opened: list[str]) -> None:
    fq("add", "Ana Lopez", "Review the change", "--link", PAGE)
    assert fq("open", "1", "--print").out == f"{PAGE}\n"
    document = fq("open", "1", "--print", "--json").document
    assert (document["link"], document["is_mail"], document["is_opened"]) == (PAGE, False, False)
    assert opened == []


def test_edit_sets_and_takes_away_and_undo_brings_back(fq: Call) -> None:
    fq("add", "Ana Lopez", "Review the change")
    assert f"link: {PAGE}" in fq("edit", "1", "--link", PAGE).out
    assert PAGE in fq("show", "1").out
    fq("edit", "1", "--no-link")
    assert fq("show", "1", "--json").document["followups"][0]["link"] is None
    fq("undo")
    assert fq("show", "1", "--json").document["followups"][0]["link"] == PAGE
    both = fq("edit", "1", "--link", PAGE, "--no-link")
    assert (both.code, "contradict" in both.err) == (2, True)


def test_without_a_link_the_way_to_give_one_is_named(fq: Call) -> None:
    fq("add", "Ana Lopez", "Review the change")
    result = fq("open", "1")
    assert result.code == 3
    assert result.err == "followq: 1 has no link (give it one: followq edit 1 --link URL)\n"


def test_what_is_no_page_and_no_mail_is_never_kept(fq: Call) -> None:
    fq("add", "Ana Lopez", "Review the change")
    for link in ("javascript:alert(1)", "file:///etc/passwd", "x"):
        assert fq("edit", "1", "--link", link).code == 4
    assert fq("show", "1", "--json").document["followups"][0]["link"] is None
