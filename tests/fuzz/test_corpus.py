"""Everything that failed once, and what is interesting, held to each target's promise; and some new inputs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.__main__ import changed
from tests.fuzz.targets import TARGETS, corpus
from tests.laws.driver import no_waiting_for_the_disk

SAVED = [(name, path) for name in TARGETS for path in corpus(name)]
ROUNDS = {"dates": 1500, "lines": 200, "imports": 100, "configs": 150}


@pytest.fixture(autouse=True)
def _hurried() -> Iterator[None]:
    with no_waiting_for_the_disk():
        yield


@pytest.mark.parametrize(("name", "path"), SAVED, ids=lambda value: value.name if isinstance(value, Path) else value)
def test_what_was_saved_is_taken_or_refused_as_promised(name: str, path: Path) -> None:
    TARGETS[name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_made_of_it_is_too(name: str) -> None:
    target, chance = TARGETS[name], random.Random(name)
    pool = [path.read_bytes() for path in corpus(name)]
    words = [word.encode() for word in target.words]
    for _ in range(ROUNDS[name]):
        data = changed(chance.choice(pool), pool, words, chance)
        try:
            target.run(data)
        except Exception as err:
            err.add_note(f"the input was {data!r}")
            raise


def test_every_target_has_a_corpus() -> None:
    assert all(len(corpus(name)) >= 10 for name in TARGETS)
