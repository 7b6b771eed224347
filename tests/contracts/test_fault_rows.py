"""Every row of the list of faults has a test named after it, or a reason why there can't be one yet.

The rows are those of section 4 of the project's list of faults and bad input; a test for row 33 is called
`test_row_33_...` or names it among others, as `test_row_33_34_...` and `test_rows_01_to_05_...` do.
"""

from __future__ import annotations

import re
from pathlib import Path

FAULTS = Path(__file__).resolve().parents[1] / "faults"
ROWS = range(1, 69)

LEFT_OUT = {
    48: "mailboxes are not read yet",
    49: "mailboxes are not read yet",
    50: "mailboxes are not read yet",
    51: "mailboxes are not read yet",
    52: "mailboxes are not read yet",
    53: "mailboxes are not read yet",
    54: "mailboxes are not read yet",
    56: "nothing talks to a network yet",
    57: "nothing is synchronised yet",
}
"""Rows about features that come later, each with its reason; the test for a row comes with its feature."""

NAMED = re.compile(r"^def test_rows?_((?:\d\d_)+)(?:to_(\d\d)_)?", re.MULTILINE)


def having_tests() -> set[int]:
    """The rows that tests are named after."""
    found: set[int] = set()
    for file in FAULTS.glob("test_*.py"):
        for numbers, last in NAMED.findall(file.read_text(encoding="utf-8")):
            rows = [int(number) for number in numbers.strip("_").split("_")]
            found |= set(range(rows[-1], int(last) + 1)) if last else set()
            found |= set(rows)
    return found


def test_every_row_has_a_test_or_a_reason() -> None:
    assert sorted(set(ROWS) - having_tests() - LEFT_OUT.keys()) == []


def test_no_reason_outlives_its_test() -> None:
    assert sorted(having_tests() & LEFT_OUT.keys()) == []
    assert having_tests() | LEFT_OUT.keys() <= set(ROWS)
    assert all(LEFT_OUT.values())
