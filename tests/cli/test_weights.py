"""Weights of the ranking: each can be shifted within its range; outside it is refused with it, in file and command."""

from __future__ import annotations

from pathlib import Path

import pytest

from followq.model.priority.ranking import Weights
from tests.conftest import Call

RANGE = "0 (not at all) to 10"
KEYS = [f"weights.{name}" for name in Weights._fields]
TYPED = [
    "-1",
    "-0.1",
    "-inf",
    "-nan",
    "nan",
    "inf",
    "11",
    "10.001",
    "1e400",
    "much",
    "true",
    "",
    "1,5",
    "1 2",
    "1_0",
    "٣",
]
IN_FILE = [
    "-1",
    "-0.1",
    "-inf",
    "nan",
    "inf",
    "11",
    "10.001",
    '"2"',
    '"much"',
    "true",
    "false",
    "[1]",
    "{a = 1}",
    "1979-05-27",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The settings file, not made yet."""
    return tmp_path / "config.toml"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", ["0", "0.5", "1", "10", "1e1"])
def test_a_weight_within_its_range_is_set_and_counts(fq: Call, key: str, value: str) -> None:
    done = fq("config", key, value)
    assert done.code == 0, done.err
    (row,) = fq("config", key, "--json").document["settings"]
    assert (row["value"], row["origin"]) == (float(value), "file")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", TYPED)
def test_a_wrong_weight_on_the_command_line_is_refused_with_its_range(
    fq: Call, file: Path, key: str, value: str
) -> None:
    fq("config", key, "2")
    before = file.read_text()
    refused = fq("config", key, value)
    assert (refused.code, refused.out) == (4, "")
    assert f"{key} can't be '{value}': it takes {RANGE}" in refused.err
    assert len(refused.err.splitlines()) == 1
    assert file.read_text() == before


@pytest.mark.parametrize("value", IN_FILE)
def test_wrong_weights_in_the_file_are_all_refused_with_their_range(fq: Call, file: Path, value: str) -> None:
    names = [key.removeprefix("weights.") for key in KEYS]
    file.write_text("[weights]\n" + "".join(f"{name} = {value}\n" for name in names))
    for words in (("today",), ("add", "Ana Lopez", "Quote"), ("config",)):
        refused = fq(*words)
        assert (refused.code, refused.out) == (4, "")
        for key in KEYS:
            assert f"{key} can't be" in refused.err
        assert refused.err.count(RANGE) == len(KEYS)
        assert "datetime" not in refused.err
        assert "True" not in refused.err


@pytest.mark.parametrize(
    "text", ["weights = 3\n", "weights_dark = 3\n", "[weights]\nmood = 1\n", "[[weights]]\ndark = 1\n"]
)
def test_weights_that_are_none_are_refused_by_name(fq: Call, file: Path, text: str) -> None:
    file.write_text(text)
    refused = fq("today")
    assert refused.code == 4
    assert "there is no setting" in refused.err


def test_a_weight_of_nothing_written_with_a_minus_is_nothing(fq: Call) -> None:
    assert fq("config", "weights.dark", "-0").code == 0
    (row,) = fq("config", "weights.dark", "--json").document["settings"]
    assert str(row["value"]) == "0.0"


def test_a_refused_weight_beside_an_option_is_refused_all_the_same(fq: Call) -> None:
    refused = fq("config", "weights.dark", "-1", "--json")
    assert refused.code == 4
    assert RANGE in refused.error["message"]


def test_a_set_weight_is_shown_back_as_it_was_meant(fq: Call) -> None:
    assert "weights.dark is 2 now" in fq("config", "weights.dark", "2.0").out
    assert "weights.dark is 1.5 now" in fq("config", "weights.dark", "1.5").out
