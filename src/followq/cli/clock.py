"""Now and here: the one place that asks for the time, the zone and the country's holidays."""

from __future__ import annotations

import os
import time
from datetime import date, datetime, timezone, tzinfo

from followq.errors import BadInputError
from followq.hints import command
from followq.model.core.calendar import WEEKDAYS, Calendar
from followq.settings import Settings

HOLIDAY_YEARS = 10
"""Years before and after this one whose holidays are known."""


class Stopwatch:
    """How long something takes, whatever the user's clock says meanwhile."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._begun

    @property
    def minutes(self) -> int:
        """Whole minutes since it was started."""
        return int(self.seconds // 60)


def read_calendar(settings: Settings) -> tuple[Calendar, str, str]:
    """The calendar for this call, the zone's name, and a warning where the system's zone is nonsense.

    Raises: BadInputError for a FOLLOWQ_NOW that is no time, or a country without known holidays.
    """
    zone, name, warning = _zone(settings.zone)
    now = _now(zone)
    calendar = Calendar(
        now,
        zone,
        [WEEKDAYS.index(day) for day in settings.workdays],
        _holidays(settings.holidays, now.year) if settings.holidays else (),
    )
    return calendar, name, warning


def _now(zone: tzinfo) -> datetime:
    given = os.environ.get("FOLLOWQ_NOW")
    if not given:
        return datetime.now(timezone.utc)
    try:
        now = datetime.fromisoformat(given.strip())
        now = now.replace(tzinfo=zone) if now.tzinfo is None else now
        if not 1970 <= now.year <= 2999:
            raise ValueError
        return now.astimezone(timezone.utc)
    except (ValueError, OverflowError) as err:
        raise BadInputError(
            f"FOLLOWQ_NOW is '{given[:40]}', not a time", "write 2026-11-23T09:00:00Z or 2026-11-23T09:00"
        ) from err


def _zone(setting: str) -> tuple[tzinfo, str, str]:
    # The setting, else TZ, else the system's own zone.
    if setting:
        return _find_zone(setting) or timezone.utc, setting, ""
    given = os.environ.get("TZ", "").removeprefix(":")
    if given:
        zone = _find_zone(given)
        if zone is not None:
            return zone, given, ""
        local, name, _ = _system_zone()
        return local, name, f"TZ is '{given}', which is no zone I know; using {name}"
    return _system_zone()


def _find_zone(name: str) -> tzinfo | None:
    if name.upper() in ("UTC", "UTC0", "ETC/UTC"):
        return timezone.utc
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None


def _system_zone() -> tuple[tzinfo, str, str]:
    path = "/etc/localtime"
    try:
        target = os.path.realpath(path)
        name = target.partition("zoneinfo/")[2] or "local"
        if name in ("UTC", "Etc/UTC"):
            return timezone.utc, "UTC", ""
        from zoneinfo import ZoneInfo

        with open(path, "rb") as file:
            return ZoneInfo.from_file(file, key=name), name, ""
    except (OSError, ValueError):
        if os.name != "nt":
            return timezone.utc, "UTC", ""
        from followq.dates.zones import find_local_zone

        return find_local_zone(), "local", ""


def _holidays(code: str, year: int) -> list[date]:
    try:
        import holidays
    except ImportError as err:
        from followq.cli.app.extras import install_command

        raise BadInputError(
            f"holidays is '{code}', but the holidays package isn't there",
            f"{install_command('holidays')}, or: {command('config', 'holidays', '')}",
        ) from err
    country, _, region = code.partition("-")
    years = range(year - HOLIDAY_YEARS, year + HOLIDAY_YEARS + 1)
    try:
        return list(holidays.country_holidays(country, subdiv=region or None, years=years))
    except NotImplementedError as err:
        raise BadInputError(
            f"holidays is '{code}': nobody has told me that country's or region's holidays",
            f"{command('config', 'holidays', '')} counts every working day",
        ) from err
