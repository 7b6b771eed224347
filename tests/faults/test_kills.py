"""Row 40 of the faults: kill -9 at any instant of any command that writes; the kills themselves are in `kills.py`."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.faults.kills import PHASES, SCENARIOS, killed
from tests.faults.shares import LONG_SECONDS, share

UNTOUCHED, HALF = PHASES[1:3]


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX has them")
@pytest.mark.timeout(LONG_SECONDS)
def test_row_40_a_kill_leaves_the_old_state_or_the_new_and_nothing_told_is_lost() -> None:
    count = share(50, 1000)
    found = killed(count, seed=40)
    assert found.keys() == {scenario.name for scenario in SCENARIOS}
    phases = sum(found.values(), Counter[str]())
    assert sum(phases[phase] for phase in PHASES) == count
    # The kills fell where they hurt: on half written journals, on half written pages, right behind the commit.
    assert phases[UNTOUCHED] + phases[HALF] >= count // 4
    assert phases[HALF]
