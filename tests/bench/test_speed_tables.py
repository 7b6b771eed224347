"""What is printed and written: nothing left out silently, aims judged by the figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from bench.speed import page, plot, tables
from bench.speed.aims import AIMS, reached
from bench.speed.items import Size, usual
from bench.speed.results import Measured, Results, Sample, from_file, to_file


def taken(milliseconds: float, megabytes: float = 20.0) -> list[Sample | None]:
    """Three equal rounds."""
    return [Sample(milliseconds / 1000, megabytes, 0.0)] * 3


def one_size(open_items: int, today: float, task: float, size: Size | None = None) -> Measured:
    """Three programs: followq and taskwarrior beside a floor of 100 ms."""
    python = {"pass": 12, "bare": 12, "typer": 70, "floor": 100, "floor again": 102}
    followq = {"today-terminal": today * 2, "today-pipe": today, "count": 25, "version": 14}
    return Measured(
        size or usual(open_items),
        3,
        {
            "Python": {key: taken(value) for key, value in python.items()},
            "followq": {key: taken(value) for key, value in followq.items()},
            "taskwarrior": {"today-pipe": taken(task, 9.0)},
        },
        {"todoman": {"*": "not tried: its first call is foretold to take over 120 s"}} if open_items > 10_000 else {},
        9.0,
    )


RESULTS = Results(
    {"date": "2026-11-26", "machine": "one of ours"},
    {"topydo": "can't be installed here: no network"},
    [
        one_size(100, 30, 6),
        one_size(1_000, 45, 30),
        one_size(10_000, 60, 360),
        one_size(100_000, 220, 3_700),
    ],
)


def test_a_table_stands_in_columns() -> None:
    assert tables.table(["what", "n"], [["a|b", "1"], ["c", "23"]]) == [
        "| what | n  |",
        "|------|----|",
        "| a\\|b | 1  |",
        "| c    | 23 |",
    ]


def test_a_cell_holds_the_ratio_its_quartiles_and_milliseconds() -> None:
    (row,) = (line for line in tables.question_table(RESULTS, "today-pipe", ["followq"]) if "followq" in line)
    assert [cell.strip() for cell in row.split("|")][2:4] == ["0.30 (0.30–0.30), 30 ms", "0.45 (0.45–0.45), 45 ms"]


def test_a_program_that_is_not_there_is_named_in_every_table_and_in_the_facts() -> None:
    for _, lines in list(tables.sections(RESULTS))[:3]:
        assert any("topydo" in line and "missing" in line for line in lines)
    assert "- **missing: topydo**: can't be installed here: no network" in tables.facts(RESULTS)


def test_what_was_left_out_at_a_size_says_so_in_its_cell_and_why_with_the_facts() -> None:
    one = one_size(100, 30, 6)
    one.skipped["todoman"] = {"*": "not tried: foretold to take over 120 s"}
    one.skipped["followq"] = {"add": "fails with code 3: no"}
    found = Results({}, {}, [one])
    lines = tables.question_table(found, "today-pipe", ["followq", "todoman"])
    assert [line.split("|")[2].strip() for line in lines[2:]] == ["0.30 (0.30–0.30), 30 ms", "not tried"]
    assert "- left out: todoman at 100, all: not tried: foretold to take over 120 s" in tables.facts(found)
    assert "- left out: followq at 100, `add PERSON TEXT`: fails with code 3: no" in tables.facts(found)


def test_a_program_without_such_a_call_has_no_row_and_one_that_failed_at_some_size_has() -> None:
    without = tables.question_table(RESULTS, "count", RESULTS.programs())
    assert not any(line.startswith("| taskwarrior") for line in without)
    large = one_size(100_000, 220, 3_700)
    del large.samples["taskwarrior"]
    large.skipped["taskwarrior"] = {"today-pipe": "fails with code 3: no"}
    lines = tables.question_table(RESULTS._replace(sizes=[RESULTS.sizes[0], large]), "today-pipe", ["taskwarrior"])
    assert [cell.strip() for cell in lines[2].split("|")[2:4]] == ["0.06 (0.06–0.06), 6.0 ms", "fails"]


def test_a_peak_that_may_be_the_benchs_own_says_at_most() -> None:
    lines = tables.memory_table(RESULTS, "today-pipe", ["followq", "taskwarrior"])
    assert "20 MB" in lines[2]
    assert "at most" not in lines[2]
    assert "at most 9 MB" in lines[3]


def test_the_floor_is_always_shown_against_itself() -> None:
    assert any("the floor once more" in line and "1.02" in line for line in tables.floor_table(RESULTS))
    assert any(line.startswith("- the floor against itself: 1.02") for line in tables.facts(RESULTS))


def test_aims_are_judged_by_the_size_they_speak_of() -> None:
    found = {(one.aim.what, one.aim.open_items): one for one in reached(RESULTS)}
    assert len(found) == len(AIMS)
    on_terminal = [found["`today` on a terminal", size].is_reached for size in (1_000, 10_000, 100_000)]
    assert on_terminal == [False, False, False]
    assert found["`today` into a pipe", 1_000].value == pytest.approx(0.45)
    ahead = "`today` into a pipe beside taskwarrior's `next`"
    assert [found[ahead, size].is_reached for size in (2_000, 10_000, 100_000)] == [None, True, True]
    assert found["`--version`", 1_000].value == pytest.approx(0.2)
    assert found["`count`", 1_000].is_reached


def test_history_is_compared_with_the_same_queue_without_it_in_the_same_rounds() -> None:
    long = one_size(1_000, 46, 30, Size(1_000, 1_000_000))
    long.samples["followq without history"] = {"today-terminal": taken(80), "today-pipe": taken(45)}
    found = {one.aim.what: one for one in reached(Results({}, {}, [long])) if one.aim.is_history}
    assert found["`today` on a terminal after a million closed items"].value == pytest.approx(1.15)
    assert found["`today` on a terminal after a million closed items"].is_reached is False
    assert found["`today` into a pipe after a million closed items"].is_reached


def test_a_run_is_the_same_after_it_was_kept(tmp_path: Path) -> None:
    RESULTS.sizes[0].samples["followq"]["count"][1] = None
    to_file(RESULTS, tmp_path / "run.json")
    assert from_file(tmp_path / "run.json") == RESULTS


def test_the_plot_names_every_line_and_is_well_formed_on_light_and_dark() -> None:
    lines = plot.lines_of(RESULTS)
    assert [line.name for line in lines] == [
        "followq on a terminal",
        "followq into a pipe",
        "taskwarrior",
        "the floor: Typer and Rich",
    ]
    assert lines[2].points == [(100, 6.0), (1_000, 30.0), (10_000, 360.0), (100_000, 3_700.0)]
    for is_dark in (False, True):
        picture = plot.svg(lines, is_dark=is_dark)
        words = [text.text for text in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]
        assert {line.name for line in lines} <= set(words)
    assert plot.svg(lines) != plot.svg(lines, is_dark=True)


def test_every_point_of_the_plot_lies_inside_its_frame() -> None:
    picture = ET.fromstring(plot.svg(plot.lines_of(RESULTS)))
    for dot in picture.iter("{http://www.w3.org/2000/svg}circle"):
        assert plot.LEFT <= float(dot.attrib["cx"]) <= plot.WIDTH - plot.RIGHT
        assert plot.TOP <= float(dot.attrib["cy"]) <= plot.HEIGHT - plot.BOTTOM


def test_names_in_the_plot_keep_their_order_and_do_not_overlap() -> None:
    lowest = plot.HEIGHT - plot.BOTTOM + 4
    heights = [100.0, 101.0, 300.0, lowest, lowest - 1]
    found = plot.spaced(heights)
    assert sorted(range(5), key=lambda place: found[place]) == sorted(range(5), key=lambda place: heights[place])
    ordered = sorted(found)
    assert all(below - above >= plot.LABEL_STEP for above, below in pairwise(ordered))
    assert ordered[-1] <= lowest


def test_the_page_takes_its_parts_and_keeps_the_words_around_them() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    found = page.parts(RESULTS)
    written = page.filled(text, found)
    assert all(words in written for words in found.values())
    assert page.filled(written, page.parts(RESULTS)) == written
    before = text.partition("<!-- ")[0]
    assert written.startswith(before)
    with pytest.raises(ValueError, match="no place for facts"):
        page.filled("nothing", found)
