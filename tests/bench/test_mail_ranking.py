"""The measures of `bench.mail`, and the regression behind its tables."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from bench.mail.fitting import Example, fit
from bench.mail.ranking import measure, rank_by_rules
from bench.mail.truth import Ask

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.utc)


def ask(message_id: str, days: float, *, is_to: bool = True, has_question: bool = False) -> Ask:
    return Ask(
        message_id=message_id,
        sent_at=NOW - timedelta(days=days),
        is_to=is_to,
        has_question=has_question,
        thread=message_id,
        answered_at=None,
    )


def test_average_precision_counts_what_the_list_leaves_out() -> None:
    found = measure(["a", "x", "b"], {"a", "b", "c"})
    assert found.average_precision == pytest.approx((1 + 2 / 3) / 3)
    assert found.recall == pytest.approx(2 / 3)
    assert (found.at_5, found.at_10) == (0.4, 0.2)


def test_the_rules_rank_as_they_say() -> None:
    asks = [ask("old", 9), ask("new", 1, has_question=True), ask("copy", 0.5, is_to=False), ask("mid", 4)]
    ranked = {rule: [each.message_id for each in found] for rule, found in rank_by_rules(asks, NOW).items()}
    assert ranked == {
        "newest first": ["copy", "new", "mid", "old"],
        "oldest first": ["old", "mid", "new", "copy"],
        "To only": ["new", "mid", "old", "copy"],
        "question mark": ["new", "copy", "mid", "old"],
        "three days": ["mid", "old", "copy", "new"],
    }


def test_the_regression_finds_the_rate_of_each_kind() -> None:
    examples = [Example({"x": 1.0}, place < 80) for place in range(100)]
    examples += [Example({}, place < 20) for place in range(100)]
    weights = fit(examples, 1.0, 400)
    assert weights["(all)"] == pytest.approx(-1.386, abs=0.15)
    assert weights["x"] == pytest.approx(2.6, abs=0.25)


def test_strictness_holds_weights_near_the_given_ones() -> None:
    examples = [Example({"x": 1.0}, place < 80) for place in range(100)]
    examples += [Example({}, place < 20) for place in range(100)]
    assert fit(examples, 1e6, 20, prior={"x": 0.5})["x"] == pytest.approx(0.5, abs=0.01)


def test_without_the_data_it_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.mail", "--quick", "--data", str(tmp_path)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.startswith("skipped: no mail-truth.py in ")
