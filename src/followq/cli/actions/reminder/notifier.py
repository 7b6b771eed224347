"""Shows a reminder on the desktop.

Its text is data: an argument behind `--`, or a variable of the environment; never markup, never part of a script.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from followq.errors import DiskError

PATIENCE = 20
"""Seconds that a notifier has."""

OSASCRIPT = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")
"""A script without anything of ours in it: title and text are its arguments."""

POWERSHELL = """
$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent(
  [Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $toast.GetElementsByTagName('text')
[void]$lines.Item(0).AppendChild($toast.CreateTextNode($env:FOLLOWQ_TITLE))
[void]$lines.Item(1).AppendChild($toast.CreateTextNode($env:FOLLOWQ_TEXT))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show(
  [Windows.UI.Notifications.ToastNotification]::new($toast))
"""
"""The same for Windows: both come from the environment, and go into the toast as text nodes."""


def find_notifier() -> str:
    """The program that shows notifications here; nothing where there is none."""
    if sys.platform == "win32":
        known = ["powershell"]
    elif sys.platform == "darwin":
        known = ["terminal-notifier", "osascript"]
    else:
        known = ["notify-send"]
    return next((path for name in known if (path := shutil.which(name))), "")


def make_call(program: str, title: str, text: str) -> tuple[list[str], dict[str, str]]:
    """The argument list with which a notifier shows this, and what is added to its environment."""
    name = os.path.splitext(os.path.basename(program))[0].lower()
    if name == "powershell":
        call = [program, "-NoProfile", "-NonInteractive", "-Command", POWERSHELL]
        return call, {"FOLLOWQ_TITLE": title, "FOLLOWQ_TEXT": text}
    if name == "osascript":
        script = [word for line in OSASCRIPT for word in ("-e", line)]
        return [program, *script, "--", title, text], {}
    if name == "terminal-notifier":
        # It takes what begins with a bracket for a list, and a backslash keeps it from that.
        shown = f"\\{text}" if text[:1] in "[({<\"'-" else text
        return [program, "-title", title, "-message", shown, "-group", title], {}
    # Notification servers read a markup like HTML in the text, not in the title.
    markup = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return [program, "--app-name=followq", "--", title, markup], _find_bus()


def notify(program: str, title: str, text: str) -> None:
    """Show a notification by what `find_notifier` found.

    Raises: DiskError.
    """
    call, more = make_call(program, title, text)
    name = os.path.basename(program)
    try:
        subprocess.run(  # noqa: S603 - an argument list
            call,
            env={**os.environ, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
            # A console would open for a moment on Windows.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as err:
        raise DiskError(f"{name} could not show the reminder", f"what it says: {text}") from err


def _find_bus() -> dict[str, str]:
    # What cron starts isn't told where the desktop's bus is; it has a fixed place.
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or not hasattr(os, "getuid"):
        return {}
    bus = f"/run/user/{os.getuid()}/bus"
    return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}"} if os.path.exists(bus) else {}
