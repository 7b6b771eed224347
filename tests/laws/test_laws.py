"""The laws, in the share that every run can afford: the same commands each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.laws.driver import no_waiting_for_the_disk
from tests.laws.machine import Laws

QUICK = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _hurried() -> Iterator[None]:
    with no_waiting_for_the_disk():
        yield


TestLaws = Laws.TestCase
TestLaws.settings = QUICK
