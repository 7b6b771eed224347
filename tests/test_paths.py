"""Where files lie."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from followq import paths


@pytest.mark.skipif(sys.platform != "linux", reason="the shortcut exists on Linux only")
@pytest.mark.parametrize("xdg", [None, "/somewhere/else", ""])
def test_the_shortcut_finds_what_platformdirs_finds(xdg: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLLOWQ_DB")
    monkeypatch.delenv("FOLLOWQ_CONFIG")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        if xdg is not None:
            monkeypatch.setenv(name, xdg)
    dirs = platformdirs.PlatformDirs("followq", appauthor=False)
    assert Path(paths.queue_path(None)) == Path(dirs.user_data_dir) / "queue.db"
    assert Path(paths.settings_path()) == Path(dirs.user_config_dir) / "config.toml"
    assert Path(paths.crash_path()) == Path(dirs.user_state_dir) / "crash.txt"


def test_other_platforms_ask_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delenv("FOLLOWQ_DB")
    dirs = platformdirs.PlatformDirs("followq", appauthor=False)
    assert Path(paths.queue_path(None)) == Path(dirs.user_data_dir) / "queue.db"


def test_the_option_beats_the_variable_beats_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWQ_DB", "/from/variable.db")
    assert paths.queue_path("/from/option.db") == "/from/option.db"
    assert paths.queue_path(None) == "/from/variable.db"
