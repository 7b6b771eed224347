"""A day is the user's day: `Calendar.day_of` alone turns an instant into one, and nothing cuts it out of a text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src" / "followq"

AT_HOME = "model/core/calendar.py"
CUTS = {
    # Names of backups are made of UTC, by the machine's own clock.
    "store/backup/daily_schedule.py": {"begun[0][:10]", "at[:10]"},
    "store/backup/retention.py": {"stamp[:10]", "name[:10]"},
    "store/doctor/location_checks.py": {"name[:10]"},
    # Remembers what day_of said, for a whole day or hour at once.
    "model/stats/working_time.py": {"when[:10]"},
    # Whether both parts of a moment are well formed; nobody's day.
    "model/integrity/invariants.py": {"text[:10]"},
    # Lists, not texts.
    "exchange/plan.py": {"sorted(document.ignored)[:10]"},
    "cli/input/parse_lines.py": {"problems[:10]"},
}
"""Where the first ten of something are taken, and it is no instant of the user's."""
DATES_OF = ("model/core/calendar.py", "dates/")
"""Where a datetime may become a date: the calendar itself, and the grammar, which makes both from words."""
DATES_OF = ("model/core/calendar.py", "dates/")
"""Where a datetime may become a date: the calendar itself, and the grammar, which makes both from words."""
SQL_CUTS = {"store/records/reader.py": {"substr(f.since, 1, 10)"}}
"""The filters of `list`, which ask by a period of the user's days as soon as there is one."""
FORMS_IN_SQL = {"store/doctor/check_invariants.py": {"strftime("}}
"""Where SQL writes a moment again to see whether it is well formed."""
IN_SQL = re.compile(r"substr\([^)]*, 1, 10\)|\b(?:date|datetime|strftime|julianday)\(", re.IGNORECASE)


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every source file, parsed."""
    for path in sorted(SOURCES.rglob("*.py")):
        yield path.relative_to(SOURCES).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def cuts(tree: ast.AST) -> set[str]:
    """Slices up to the tenth character, which is where the day of an instant's text ends."""
    return {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Slice)
        and node.slice.lower is None
        and isinstance(node.slice.upper, ast.Constant)
        and node.slice.upper.value == 10
    }


def days_in_sql(tree: ast.AST) -> list[str]:
    """Days cut out in SQL, which knows no zone; only in texts that are SQL."""
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [found for text in texts for found in IN_SQL.findall(text)]


def dates_made(tree: ast.AST) -> list[str]:
    """Calls of `.date()`, which takes the day in whatever zone a datetime happens to have."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
        and not node.args
    ]  # fmt: skip


def test_no_day_is_cut_out_of_a_text() -> None:
    found = {name: cuts(tree) for name, tree in trees() if name != AT_HOME}
    assert {name: cut - CUTS.get(name, set()) for name, cut in found.items() if cut - CUTS.get(name, set())} == {}


def test_no_day_is_made_in_sql() -> None:
    found = {name: set(days_in_sql(tree)) - FORMS_IN_SQL.get(name, set()) for name, tree in trees()}
    assert {name: cut for name, cut in found.items() if cut and name.startswith("store/")} == {}


def test_no_day_is_made_of_a_datetime() -> None:
    found = {name: made for name, tree in trees() if not name.startswith(DATES_OF) and (made := dates_made(tree))}
    assert found == {}


@pytest.mark.parametrize(
    ("source", "look"),
    [
        ("day = followup.since[:10]", cuts),
        ("sql = 'SELECT 1 FROM f WHERE substr(f.since, 1, 10) >= ?'", days_in_sql),
        ("sql = f'WHERE date(f.since) = {x}'", days_in_sql),
        ("day = datetime.fromisoformat(at).date()", dates_made),
    ],
)
def test_what_looks_for_them_finds_them(source: str, look: object) -> None:
    assert look(ast.parse(source))  # type: ignore[operator]
