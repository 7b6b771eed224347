"""Reminders installed, removed and looked at: the only place that writes for the system's scheduler, and calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from followq.cli.actions.reminder.message import is_quiet
from followq.cli.actions.reminder.systems import (
    Schedule,
    SetupFile,
    System,
    make_crontab_line,
    make_schedule,
    make_system,
    require_printable,
)
from followq.cli.session import Session
from followq.errors import BadInputError, DiskError, NotFoundError
from followq.files import LARGEST_TEXT, explain, make_folder, read_whole, write_whole
from followq.hints import command, quote
from followq.render.pages.reminder import SetupPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 30
"""Seconds that a call of the system's scheduler has."""
CACHE = f"{os.sep}archive-v"
"""In the path of what uvx runs, which uv may clear at any time."""


def install(session: Session, *, is_dry_run: bool) -> SetupPage:
    """Write what the scheduler reads, and make it read that. What can't be done whole leaves nothing behind.

    Raises: BadInputError, UsageError, NotFoundError where there is no scheduler, DiskError.
    """
    settings, schedule = session.settings, find_schedule(session)
    if is_quiet(settings.remind_at, settings.remind_quiet):
        raise BadInputError(
            f"remind.at is {settings.remind_at}, which lies in the quiet hours {settings.remind_quiet}",
            command("config", "remind.at", "09:00"),
        )
    require_printable(schedule)
    system = make_system(schedule)
    notes = _find_doubts(session, system, schedule)
    if not is_there(system):
        if system.name != "systemd":
            raise NotFoundError(f"{system.check[0]} can't be called", f"it is what installs tasks for {system.name}")
        page = SetupPage(
            system="cron",
            did=("No user session of systemd here: nothing was installed. For cron, as crontab -e edits it:",),
            crontab_line=make_crontab_line(schedule),
            notes=notes,
        )
        if is_dry_run:
            return page
        session.show(page)
        raise NotFoundError("no reminder was installed", "add the line above with crontab -e")
    calls = [*system.load]
    if is_dry_run:
        return SetupPage(
            system=system.name,
            did=("Nothing was written. Installing would write these files and run these commands:",),
            files=system.files,
            commands=tuple(_spell(call) for call in calls),
            is_dry_run=True,
            notes=notes,
        )
    old = {file.path: _read(file) for file in system.files}
    for call in system.unload if any(old.values()) else ():
        run(call)
    for file in system.files:
        _write(file)
    for call in calls:
        trouble = run(call)
        if trouble:
            _take_back(system, old)
            raise DiskError(f"{_spell(call)}: {trouble}", "nothing was installed")
    when = f"On {_list_days(schedule)} at {schedule.time}, but for holidays"
    return SetupPage(
        system=system.name,
        did=(
            *(f"{'Replaced' if old[file.path] else 'Wrote'} {file.path}" for file in system.files),
            *(f"Ran {_spell(call)}" for call in calls),
            f"{when}, you are reminded of what needs you then. To remove all of it: {command('remind', '--remove')}",
        ),
        is_installed=True,
        notes=notes,
    )


def remove(session: Session, *, is_dry_run: bool) -> SetupPage:
    """Take away what `install` wrote, and tell the scheduler.

    Raises: DiskError.
    """
    system = make_system(find_schedule(session))
    paths = [file.path for file in system.files] + [*system.links]
    there = [path for path in paths if os.path.lexists(path)]
    if not there:
        return SetupPage(system=system.name, did=("There is nothing to remove: no reminder is installed.",))
    if is_dry_run:
        return SetupPage(
            system=system.name,
            did=("Nothing was removed. Removing would run this, and delete:", *there),
            commands=tuple(_spell(call) for call in (*system.unload, *system.reload)),
            is_dry_run=True,
        )
    did, notes = [], []
    for call in system.unload:
        trouble = run(call)
        did += [] if trouble else [f"Ran {_spell(call)}"]
        notes += [f"{_spell(call)}: {trouble}"] if trouble else []
    for path in there:
        try:
            os.unlink(path)
        except FileNotFoundError:
            continue  # the scheduler took its own link away
        except OSError as err:
            why, hint = explain(err)
            raise DiskError(f"{path}: can't be removed: {why}", hint) from err
        did.append(f"Removed {path}")
    for call in system.reload:
        run(call)
    return SetupPage(system=system.name, did=tuple(did), notes=tuple(notes))


def look(session: Session) -> SetupPage:
    """Whether a reminder is installed, is active, and is the one that the settings ask for."""
    schedule = find_schedule(session)
    system = make_system(schedule)
    found = {file.path: _read(file) for file in system.files}
    again = command("remind", "--install")
    if not any(found.values()):
        return SetupPage(system=system.name, did=(f"No reminder is installed. {again}",))
    did = [path for path, text in found.items() if text is not None]
    notes = []
    if any(found[file.path] != file.text for file in system.files):
        notes.append(f"it is not as the settings and this followq would have it: {again}")
    is_active = is_there(system) and not run(system.check)
    if not is_active:
        notes.append(f"{system.name} doesn't know of it: {again}")
    quiet = session.settings.remind_quiet
    return SetupPage(
        system=system.name,
        did=(
            f"A reminder is installed{' and active' if is_active else ''}: {_list_days(schedule)} at {schedule.time}"
            f"{f', never {quiet}' if quiet else ''}; it shows {session.settings.remind_show}.",
            *did,
        ),
        is_installed=True,
        notes=tuple(notes),
    )


def find_schedule(session: Session) -> Schedule:
    """The schedule that the settings ask for."""
    settings = session.settings
    own = session.queue.may_make_folder
    return make_schedule(settings.workdays, settings.remind_at, settings.zone, None if own else session.queue.path)


def is_there(system: System) -> bool:
    """Whether this computer has the scheduler, and it answers."""
    if not shutil.which(system.check[0]):
        return False
    return system.name != "systemd" or not run(("systemctl", "--user", "show-environment"))


def run(call: Sequence[str]) -> str:
    """Call the system's scheduler; returns what went wrong, in its own words, or nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - an argument list
            [shutil.which(call[0]) or call[0], *call[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {PATIENCE} seconds"
    except OSError as err:
        return explain(err)[0]
    if not done.returncode:
        return ""
    said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    return said or f"ended with {done.returncode}"


def _find_doubts(session: Session, system: System, schedule: Schedule) -> tuple[str, ...]:
    doubts = []
    if CACHE in sys.prefix:
        doubts.append("this followq lies in the cache of uvx, which may be cleared: uv tool install followq first")
    if schedule.zone and system.name != "systemd":
        doubts.append(f"{system.name} goes by the system's clock, not by {schedule.zone}")
    if schedule.environment and system.name == "Task Scheduler":
        names = ", ".join(name for name, _ in schedule.environment)
        doubts.append(f"{system.name} passes no variables on: {names} won't hold for reminders")
    from followq.cli.actions.reminder.notifier import find_notifier

    if not find_notifier():
        doubts.append("nothing here shows notifications (on Linux: notify-send); reminders will only be printed")
    return tuple(doubts)


def _read(file: SetupFile) -> str | None:
    try:
        return read_whole(file.path, LARGEST_TEXT).decode(file.encoding, "replace")
    except (OSError, ValueError, DiskError):
        return "" if os.path.lexists(file.path) else None


def _write(file: SetupFile) -> None:
    try:
        make_folder(os.path.dirname(file.path))
    except OSError as err:
        why, hint = explain(err)
        raise DiskError(f"{file.path}: can't be written: {why}", hint) from err
    write_whole(file.path, file.text, overwrite=True, encoding=file.encoding)


def _take_back(system: System, old: dict[str, str | None]) -> None:
    for file in system.files:
        before = old[file.path]
        if before:
            _write(file._replace(text=before))
        elif os.path.lexists(file.path):
            os.unlink(file.path)
    for call in system.reload:
        run(call)


def _spell(call: Sequence[str]) -> str:
    return " ".join(map(quote, call))


def _list_days(schedule: Schedule) -> str:
    from followq.settings import WEEKDAYS

    return " ".join(WEEKDAYS[day] for day in schedule.workdays)
