"""`demo` at a terminal: three keys to go on with, and the tour through the four moments."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cli.screens import ENTER, Terminal
from tests.conftest import Call


def _demo(tmp_path: Path, *words: str) -> Terminal:
    return Terminal([sys.executable, "-m", "followq", "demo", "--dir", str(tmp_path), *words], tmp_path)


def test_three_keys_go_on_from_the_morning(tmp_path: Path, fq: Call) -> None:
    terminal = _demo(tmp_path)
    terminal.shows("w before chasing others c card by card t the tour")
    terminal.press("w")
    terminal.shows("(Enter)?")
    terminal.press(ENTER)
    terminal.shows("not now Get back to these first")
    terminal.press("c")
    terminal.shows("why now")
    terminal.press("q")
    terminal.shows("Enter enough", gone="why now")
    terminal.press(ENTER)
    terminal.shows("export FOLLOWQ_DB=")
    assert terminal.ended() == 0


def test_the_tour_types_each_call_and_runs_what_was_made_of_it(tmp_path: Path, fq: Call) -> None:
    terminal = _demo(tmp_path, "--tour")
    terminal.shows("1 of 4, after a call")
    terminal.shows("Send the price list")
    terminal.press(" --effort 5m", ENTER)
    for place in ("2 of 4, each morning", "3 of 4, before you chase others"):
        terminal.shows(place)
        terminal.press(ENTER)
    terminal.shows("(Enter)?")
    terminal.press(ENTER)
    terminal.shows("4 of 4, working it off")
    terminal.press(ENTER)
    terminal.shows("why now")
    terminal.press("q")
    terminal.shows("Yours begins with: followq add")
    assert terminal.ended() == 0
    added = fq("--db", str(tmp_path / "queue.db"), "list", "--person", "Ana", "--json").document["followups"]
    assert [one["effort_minutes"] for one in added if one["text"] == "Send the price list"] == [5]


def test_the_tour_needs_a_terminal(fq: Call, tmp_path: Path) -> None:
    refused = fq("demo", "--tour", "--dir", str(tmp_path))
    assert refused.code == 2
    assert "takes a terminal" in refused.err
    assert not (tmp_path / "queue.db").exists()
