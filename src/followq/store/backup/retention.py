"""Which backups stay: pure, told by their names alone.

A name is `2026-11-23T090000.000000Z-REASON.db`, by the machine's clock; whatever is called otherwise is the user's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from followq.record import NamedTuple
from followq.store.backup.daily_schedule import SKIPPED, Keeping

DAILY = "daily"
BY_HAND = "by-hand"
BEFORE_IMPORT = "before-import"
BEFORE_MIGRATION = "before-migration"
BEFORE_REPAIR = "before-repair"
BEFORE_RESTORE = "before-restore"

CHECKED = "checked.json"
"""Where it is remembered which copies were found good."""
TEMPORARY = ".followq-"
"""How names begin that a file has while it is made."""

_SHAPE = "0000-00-00T000000.000000"


class Named(NamedTuple):
    """What a backup's name says: its day, its time as the name has it, and why it was made."""

    day: str
    stamp: str
    reason: str

    @property
    def at(self) -> str:
        """The time as an instant: `2026-11-23T09:00:00Z`."""
        time = self.stamp[11:17]
        return f"{self.day}T{time[:2]}:{time[2:4]}:{time[4:]}Z"


def make_name(stamp: str, reason: str) -> str:
    """The name of a backup."""
    return f"{stamp}Z-{reason}.db"


def parse_name(name: str) -> Named | None:
    """What a name says; None when it isn't a backup's."""
    stamp, mark, rest = name.partition("Z-")
    reason, dot, ending = rest.rpartition(".")
    is_stamp = "".join("0" if ch in "0123456789" else ch for ch in stamp) == _SHAPE
    if not (is_stamp and mark and dot and reason and ending == "db"):
        return None
    try:
        date.fromisoformat(stamp[:10])
    except ValueError:
        return None
    return Named(stamp[:10], stamp, reason)


def is_own(name: str) -> bool:
    """Whether followq itself gives such names to what it puts into its folder of backups."""
    return parse_name(name) is not None or name == CHECKED or name.endswith(SKIPPED) or name.startswith(TEMPORARY)


def find_superfluous(names: Iterable[str], reason: str, keeping: Keeping, now: str = "", made: str = "") -> list[str]:
    """Names of backups for one reason that need not be kept any longer, the oldest first.

    Daily ones: the last of each of the newest `daily` days stays, and of what is older the last of each of the
    newest `weekly` weeks. Others: the newest `others`. So what stays today stayed on every day before.

    Those with a stamp later than `now`, of a clock that was once ahead, are counted by themselves, so that they push
    out nothing; `made`, the one just made, stays whatever else is there.
    """
    found = sorted(name for name in names if (said := parse_name(name)) is not None and said.reason == reason)
    ahead = [name for name in found if now and name > f"{now}Z-"]
    gone = _superfluous([name for name in found if name not in ahead], reason, keeping)
    return [name for name in gone + _superfluous(ahead, reason, keeping) if name != made]


def _superfluous(found: list[str], reason: str, keeping: Keeping) -> list[str]:
    if reason != DAILY:
        return found[: max(0, len(found) - keeping.others)]
    # The last name of each day, and of each week, as later ones overwrite earlier ones.
    days = {name[:10]: name for name in found}
    newest = list(days.values())[-keeping.daily :] if keeping.daily else []
    older = [name for name in days.values() if name not in newest]
    weeks = {date.fromisoformat(name[:10]).isocalendar()[:2]: name for name in older}
    kept = {*newest, *(list(weeks.values())[-keeping.weekly :] if keeping.weekly else [])}
    return [name for name in found if name not in kept]
