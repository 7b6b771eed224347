"""How much of the faults a run tries: a small share each time, all of it with `FOLLOWQ_FAULTS=long`."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("FOLLOWQ_FAULTS") == "long"
"""The long share: `FOLLOWQ_FAULTS=long python -m pytest tests/faults -n 0`."""

LONG_SECONDS = 3600 if IS_LONG else 180
"""When a test counts as hung."""


def share(few: int, all_of_it: int) -> int:
    """How many of something this run tries."""
    return all_of_it if IS_LONG else few
