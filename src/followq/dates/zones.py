"""The system's own zone where no file tells it."""

from __future__ import annotations

from datetime import tzinfo

from dateutil.tz import tzlocal


def find_local_zone() -> tzinfo:
    """The zone of the C library's clock, daylight saving included: all that Windows says of it."""
    return tzlocal()
