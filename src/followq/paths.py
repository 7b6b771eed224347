"""Where the queue and the settings lie."""

from __future__ import annotations

import os
import sys


def queue_path(given: str | None) -> str:
    """The queue's file: `--db`, else `FOLLOWQ_DB`, else the platform's place for data."""
    path = given if given is not None else os.environ.get("FOLLOWQ_DB")
    return os.path.join(_folder("data"), "queue.db") if path is None else os.path.expanduser(path)


def settings_path() -> str:
    """The settings file: `FOLLOWQ_CONFIG`, else the platform's place for settings."""
    path = os.environ.get("FOLLOWQ_CONFIG")
    return os.path.join(_folder("config"), "config.toml") if path is None else os.path.expanduser(path)


def templates_path() -> str:
    """The folder of the user's own messages, a folder for each language: beside the settings file."""
    return os.path.join(os.path.dirname(os.path.abspath(settings_path())), "templates")


def columns_path() -> str:
    """What was said of the columns of imported tables: beside the settings file."""
    return os.path.join(os.path.dirname(os.path.abspath(settings_path())), "columns.json")


def hooks_path() -> str:
    """The folder of the user's own programs that are called after commands: beside the settings file."""
    return os.path.join(os.path.dirname(os.path.abspath(settings_path())), "hooks")


def crash_path() -> str:
    """The file that takes the traceback of a defect."""
    return os.path.join(_folder("state"), "crash.txt")


def completion_path(ending: str) -> str:
    """The script that a shell loads for completion."""
    return os.path.join(_folder("data"), f"completion.{ending}")


_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def _folder(kind: str) -> str:
    # platformdirs knows the places; on Linux they are these two lines, and loading it there would take
    # longer than all of `followq count` (tests/test_paths.py holds the two equal).
    if sys.platform == "linux":
        variable, default = _XDG[kind]
        base = os.environ.get(variable, "").strip() or os.path.join(os.path.expanduser("~"), default)
        return os.path.join(base, "followq")
    import platformdirs

    dirs = platformdirs.PlatformDirs("followq", appauthor=False)
    return {"data": dirs.user_data_dir, "config": dirs.user_config_dir, "state": dirs.user_state_dir}[kind]
