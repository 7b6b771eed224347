"""One thing that happened in the made-up queue of `followq demo`."""

from __future__ import annotations

from collections.abc import Mapping

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class DemoStep(NamedTuple):
    """Working days ago, `owe`, `wait` or a verb, with whom, about what, and details.

    A promise counts in working days from today, a snooze from its own day. `came` is what they delivered, in the
    afternoon; all else happens in the morning.
    """

    days: int
    command: str
    who: str
    what: str
    fields: Mapping[str, Any] = {}
