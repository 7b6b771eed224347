"""What the system's own scheduler is given: a file or two, and the commands that make it read them.

Nothing is written or run here.
"""

from __future__ import annotations

import os
import sys

from followq import paths
from followq.errors import UsageError
from followq.hints import quote
from followq.record import NamedTuple
from followq.settings import WEEKDAYS

NAME = "followq-remind"
LABEL = "followq.remind"
HEAD = "# Made by the remind command of followq, whose option --remove takes it away."
PASSED_ON = ("FOLLOWQ_CONFIG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
"""Variables that say where the queue and the settings are, and hold for the reminder too."""
TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Schedule(NamedTuple):
    """What is to be called when: an argument list, the variables it needs, a time of day, weekdays (Monday is 0), and
    the user's zone where it isn't the system's.
    """

    call: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    time: str
    workdays: tuple[int, ...]
    zone: str = ""


class SetupFile(NamedTuple):
    """A file of the system's scheduler; `encoding` is the one that it reads."""

    path: str
    text: str
    encoding: str = "utf-8"


class System(NamedTuple):
    """A scheduler: its files, what has to be called after they are written and before they are removed, and the call
    that succeeds while it is active; `links` are those that it makes itself.
    """

    name: str
    files: tuple[SetupFile, ...]
    load: tuple[tuple[str, ...], ...]
    unload: tuple[tuple[str, ...], ...]
    check: tuple[str, ...]
    reload: tuple[tuple[str, ...], ...] = ()
    links: tuple[str, ...] = ()


def make_schedule(workdays: tuple[str, ...], time: str, zone: str, queue: str | None) -> Schedule:
    """The schedule by the user's settings; `queue` is the file where it isn't the user's own."""
    words = [*find_program(), *(["--db", os.path.abspath(queue)] if queue else []), "remind", "--send"]
    environment = [(name, os.path.abspath(os.environ[name])) for name in PASSED_ON if os.environ.get(name)]
    days = tuple(sorted(WEEKDAYS.index(day) for day in workdays))
    return Schedule(call=tuple(words), environment=tuple(environment), time=time, workdays=days, zone=zone)


def require_printable(schedule: Schedule) -> None:
    """Nothing, where a scheduler can be given all of it.

    Raises: UsageError.
    """
    if not all(text.isprintable() for text in (*schedule.call, *(value for _, value in schedule.environment))):
        raise UsageError("a path holds a character that can't be printed", "no reminder can be installed for it")


def find_program() -> list[str]:
    """How this followq is called by its whole path; on Windows in the way that opens no console."""
    folder = os.path.dirname(sys.executable)
    if sys.platform == "win32":
        without = os.path.join(folder, "pythonw.exe")
        return [without if os.path.exists(without) else sys.executable, "-m", "followq"]
    script = os.path.join(folder, "followq")
    return [script] if os.access(script, os.X_OK) else [sys.executable, "-m", "followq"]


def make_system(schedule: Schedule) -> System:
    """What this platform's scheduler takes."""
    if sys.platform == "win32":
        return make_task(schedule)
    return make_agent(schedule) if sys.platform == "darwin" else make_timer(schedule)


def make_timer(schedule: Schedule) -> System:
    """A timer and a service of the user's systemd."""
    base = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.join(os.path.expanduser("~"), ".config")
    start = os.path.join(base, "systemd", "user", NAME)
    days = ",".join(WEEKDAYS[day].title() for day in schedule.workdays)
    variables = "".join(f"Environment={_quote_unit(f'{name}={value}')}\n" for name, value in schedule.environment)
    call = " ".join(_quote_unit(word).replace("$", "$$") for word in schedule.call)
    service = (
        f"{HEAD}\n"
        "[Unit]\nDescription=followq: remind of what needs you\n\n"
        f"[Service]\nType=oneshot\n{variables}ExecStart={call}\n"
    )
    when = f"{days} *-*-* {schedule.time}:00{f' {schedule.zone}' if schedule.zone else ''}"
    timer = (
        f"{HEAD}\n"
        "[Unit]\nDescription=followq: remind of what needs you, on working days\n\n"
        f"[Timer]\nOnCalendar={when}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    ctl = ("systemctl", "--user")
    return System(
        name="systemd",
        files=(SetupFile(f"{start}.service", service), SetupFile(f"{start}.timer", timer)),
        load=((*ctl, "daemon-reload"), (*ctl, "enable", "--now", f"{NAME}.timer")),
        unload=((*ctl, "disable", "--now", f"{NAME}.timer"),),
        check=(*ctl, "is-active", "--quiet", f"{NAME}.timer"),
        reload=((*ctl, "daemon-reload"),),
        links=(os.path.join(base, "systemd", "user", "timers.target.wants", f"{NAME}.timer"),),
    )


def _quote_unit(text: str) -> str:
    # One word of a unit file: percent signs stand for what systemd knows, unless they are doubled.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def make_agent(schedule: Schedule) -> System:
    """An agent of the user's launchd. It counts the weekdays from Sunday, and knows no zone but its own."""
    import plistlib

    hour, minute = map(int, schedule.time.split(":"))
    content: dict[str, object] = {
        "Label": LABEL,
        "ProgramArguments": list(schedule.call),
        "StartCalendarInterval": [
            {"Weekday": (day + 1) % 7, "Hour": hour, "Minute": minute} for day in schedule.workdays
        ],
        "ProcessType": "Background",
    }
    if schedule.environment:
        content["EnvironmentVariables"] = dict(schedule.environment)
    path = os.path.join(os.path.expanduser("~"), "Library", "LaunchAgents", f"{LABEL}.plist")
    domain = f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"
    return System(
        name="launchd",
        files=(SetupFile(path, plistlib.dumps(content, sort_keys=False).decode()),),
        load=(("launchctl", "bootstrap", domain, path),),
        unload=(("launchctl", "bootout", f"{domain}/{LABEL}"),),
        check=("launchctl", "print", f"{domain}/{LABEL}"),
    )


def make_task(schedule: Schedule) -> System:
    """A task of Windows' Task Scheduler, in the UTF-16 that it writes itself. It passes no variables on."""
    import subprocess
    from xml.etree import ElementTree

    ElementTree.register_namespace("", TASK)
    root = ElementTree.Element(f"{{{TASK}}}Task", version="1.2")

    def add(parent: ElementTree.Element, path: str, text: str = "") -> ElementTree.Element:
        for name in path.split("/"):
            parent = ElementTree.SubElement(parent, f"{{{TASK}}}{name}")
        parent.text = text or None
        return parent

    add(root, "RegistrationInfo/Description", f"followq: remind of what needs you. {HEAD[2:]}")
    trigger = add(root, "Triggers/CalendarTrigger")
    # Any day that has gone by will do.
    add(trigger, "StartBoundary", f"2020-01-01T{schedule.time}:00")
    week = add(trigger, "ScheduleByWeek")
    add(week, "WeeksInterval", "1")
    days = add(week, "DaysOfWeek")
    for day in schedule.workdays:
        add(days, DAYS[day])
    principal = add(root, "Principals/Principal")
    principal.set("id", "Author")
    add(principal, "LogonType", "InteractiveToken")
    add(principal, "RunLevel", "LeastPrivilege")
    settings = add(root, "Settings")
    for name, value in (
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("DisallowStartIfOnBatteries", "false"),
        ("StopIfGoingOnBatteries", "false"),
        ("StartWhenAvailable", "true"),
        ("ExecutionTimeLimit", "PT5M"),
    ):
        add(settings, name, value)
    actions = add(root, "Actions")
    actions.set("Context", "Author")
    action = add(actions, "Exec")
    add(action, "Command", schedule.call[0])
    add(action, "Arguments", subprocess.list2cmdline(schedule.call[1:]))
    ElementTree.indent(root)
    text = '<?xml version="1.0" encoding="UTF-16"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
    path = os.path.join(os.path.dirname(paths.crash_path()), f"{NAME}.xml")
    return System(
        name="Task Scheduler",
        files=(SetupFile(path, text, "utf-16"),),
        load=(("schtasks", "/Create", "/TN", NAME, "/XML", path, "/F"),),
        unload=(("schtasks", "/Delete", "/TN", NAME, "/F"),),
        check=("schtasks", "/Query", "/TN", NAME),
    )


def make_crontab_line(schedule: Schedule) -> str:
    """The line that does the same for cron, whose weekdays begin with Sunday, and to which a percent sign is an end of
    line unless a backslash stands before it.
    """
    hour, minute = map(int, schedule.time.split(":"))
    days = ",".join(str((day + 1) % 7) for day in schedule.workdays)
    words = [f"{name}={quote(value)}" for name, value in schedule.environment] + [quote(word) for word in schedule.call]
    return f"{minute} {hour} * * {days} {' '.join(words)}".replace("%", "\\%")
