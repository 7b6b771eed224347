"""The laws, in the share that every run can afford: the same commands each time.

A failure is shown as it was met; `python -m tests.laws` looks further, and cuts down what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.laws.driver import no_waiting_for_the_disk
from tests.laws.machine import Laws

pytestmark = pytest.mark.timeout(1500)

QUICK = settings(
    max_examples=45,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _hurried() -> Iterator[None]:
    with no_waiting_for_the_disk():
        yield


TestLaws = Laws.TestCase
TestLaws.settings = QUICK
