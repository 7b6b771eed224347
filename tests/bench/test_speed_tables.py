"""What is printed and written: nothing left out silently, aims judged by the figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from bench.speed import page, plot, tables
from bench.speed.aims import AIMS, reached
from bench.speed.items import TEN_YEARS, Size, usual
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
    found = {(one.aim.what, one.aim.size): one for one in reached(RESULTS)}
    assert len(found) == len(AIMS)
    on_terminal = [found["`today` on a terminal", usual(size)].is_reached for size in (1_000, 10_000, 100_000)]
    assert on_terminal == [False, False, False]
    assert found["`today` into a pipe", usual(1_000)].value == pytest.approx(0.45)
    ahead = "`today` into a pipe beside taskwarrior's `next`"
    assert [found[ahead, usual(size)].is_reached for size in (10_000, 100_000)] == [True, True]
    assert found["`--version`", usual(1_000)].value == pytest.approx(0.2)
    assert found["`count`", usual(1_000)].is_reached


def test_aims_of_a_long_history_and_of_many_people_are_judged_there() -> None:
    long = one_size(800, 46, 30, TEN_YEARS)
    long.samples["followq"] |= {"why ID": taken(130), "doctor": taken(2_900), "export": taken(2_000, 90.0)}
    long.samples["argparse + sqlite3 + print"] = {"export": taken(900)}
    crowd = one_size(10_000, 88, 360, usual(10_000, 3_333))
    found = {(one.aim.what, one.aim.size): one for one in reached(Results({}, {}, [long, crowd]))}
    assert found["`why ID`", TEN_YEARS].value == pytest.approx(1.3)
    assert found["`why ID`", TEN_YEARS].is_reached is False
    assert found["`why ID`", usual(1_000)].is_reached is None
    assert found["`doctor`", TEN_YEARS].is_reached
    assert found["`export`", TEN_YEARS].value == pytest.approx(2.22, abs=0.01)
    assert found["peak memory of `export`", TEN_YEARS].is_reached is False
    assert found["`today` into a pipe", usual(10_000, 3_333)].is_reached


def test_items_a_second_count_what_is_open_and_closed() -> None:
    one = one_size(10_000, 88, 360)
    one.samples["followq"]["import FILE"] = taken(1_000)
    found = {one.aim.what: one for one in reached(Results({}, {}, [one]))}
    assert found["`import` of that export"].value == pytest.approx(12_500)
    assert found["`import` of that export"].is_reached


def test_commands_of_followq_alone_stand_in_one_table_and_their_memory_in_another() -> None:
    one = one_size(1_000, 45, 30)
    one.samples["followq"]["why ID"] = taken(80, 17.0)
    found = dict(tables.sections(Results({}, {}, [one])))
    assert any(line.startswith("| `why ID` ") and "0.80, 80 ms" in line for line in found["The other commands"])
    memory = found["Peak memory: the other commands"]
    assert any(line.startswith("| `why ID` ") and "17 MB" in line for line in memory)
    assert any(line.startswith("| `doctor` ") and "–" in line for line in memory)


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
