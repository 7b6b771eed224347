"""What differs on Windows and macOS, with the platform faked where followq asks for it.

None of this has run there: docs/platforms.md says what that leaves open.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.windows import Windows

from followq import files, hints, paths
from followq.cli import clock, console
from followq.cli.actions import hooks
from followq.cli.desktop import openers as desktop
from followq.cli.input import parse_lines
from followq.cli.interactive import keyboard
from followq.cli.interactive.talk import drawn_talk
from followq.errors import DiskError
from followq.messages import templates, time_limits
from followq.render import terminal
from followq.render.blocks import Span, line
from followq.settings import Settings
from followq.store.doctor import location_checks
from followq.store.file import connection, errors
from tests.conftest import Call

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="another platform is faked, from Linux")


class Screen(io.StringIO):
    """A terminal that keeps what is written."""

    def isatty(self) -> bool:
        return True


def on_windows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys, "platform", "win32")
    patch.setattr(os, "name", "nt")


# Paths


@pytest.mark.parametrize(
    ("platform", "places", "queue", "settings"),
    [
        (
            "darwin",
            MacOS,
            "Library/Application Support/followq/queue.db",
            "Library/Application Support/followq/config.toml",
        ),
        ("win32", Windows, "Local/followq/queue.db", "Local/followq/config.toml"),
    ],
)
def test_files_lie_where_the_platform_wants_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, places: type, queue: str, settings: str
) -> None:
    monkeypatch.delenv("FOLLOWQ_DB")
    monkeypatch.delenv("FOLLOWQ_CONFIG")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _: str(tmp_path / "Local"))
    monkeypatch.setattr(platformdirs, "PlatformDirs", places)
    monkeypatch.setattr(sys, "platform", platform)
    assert paths.queue_path(None).replace("\\", "/") == f"{tmp_path}/{queue}"
    assert paths.settings_path().replace("\\", "/") == f"{tmp_path}/{settings}"


def test_a_windows_path_becomes_the_address_that_sqlite_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "C:\\Users\\Ana Lopez\\50%\\queue.db"
    with monkeypatch.context() as patch:
        patch.setattr(os.path, "abspath", lambda given: given)
        on_windows(patch)
        address = connection._quote(path)
    assert address == "/C:/Users/Ana%20Lopez/50%25/queue.db"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("queue.db", "queue.db"),
        ("Ana López", '"Ana López"'),
        ("C:\\Users\\Ana Lopez\\q.db", '"C:\\Users\\Ana Lopez\\q.db"'),
        # The quote behind a backslash would be a part of the word.
        ("C:\\Users\\Ana Lopez\\", "'C:\\Users\\Ana Lopez\\'"),
        ("$(calc)", "'$(calc)'"),
        ("a & calc", "'a & calc'"),
        ("O'Neil", "'O''Neil'"),
        ('say "x"', "'say \"x\"'"),
        ("", '""'),
    ],
)
def test_commands_to_paste_are_quoted_for_the_shells_of_windows(
    monkeypatch: pytest.MonkeyPatch, text: str, quoted: str
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert hints.quote(text) == quoted


def test_a_folder_that_cannot_be_opened_stops_no_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As Windows opens no folders; links and their like may be missing too."""
    real = os.open

    def refuse_folders(path: Any, *given: Any, **more: Any) -> int:
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, *given, **more)

    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "open", refuse_folders)
    monkeypatch.setattr(os, "link", refuse)
    files.write_whole(str(tmp_path / "a.txt"), "Send the quote\n")
    files.place(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert (tmp_path / "b.txt").read_text() == "Send the quote\n"
    (tmp_path / "c.txt").write_text("x")
    with pytest.raises(FileExistsError):
        files.place(str(tmp_path / "c.txt"), str(tmp_path / "b.txt"))


def test_rights_are_looked_at_on_posix_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "q.db"
    path.write_text("")
    monkeypatch.setattr(location_checks, "find_open_to_others", lambda given: [given])
    assert location_checks._rights(str(path))
    with monkeypatch.context() as patch:
        on_windows(patch)
        assert location_checks._rights(str(path)) == []
        templates._check_owner(str(path), os.stat_result((0o666, *[0] * 9)))
    with pytest.raises(DiskError):
        templates._check_owner(str(path), os.stat_result((0o100666, *[0] * 9)))


def test_what_the_disk_says_is_understood_without_statvfs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delattr(os, "statvfs")
    assert errors._permissions(str(tmp_path / "none" / "q.db"), "SQLITE_CANTOPEN") is not None
    assert errors._permissions(str(tmp_path / "q.db"), "SQLITE_CANTOPEN") is None


# Consoles and keys


def test_an_old_console_is_drawn_by_rich_and_any_other_by_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("followq.render.rich_console.show", lambda *_: asked.append("rich"))
    screen = Screen()
    terminal.show([line(Span("Quote", "title"))], screen)
    assert "\x1b[" in screen.getvalue()
    with monkeypatch.context() as patch:
        on_windows(patch)
        terminal.show([line("Quote")], screen)
    assert asked == ["rich"]


def test_without_single_keys_a_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "termios", None)
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert not keyboard.can_read_keys()
    with keyboard.silence_echo():
        assert console.Console().confirm("Done?", default=False)


def test_without_line_editing_a_line_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "readline", None)
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setattr("builtins.input", lambda _: " Ana Lopez ")
    assert console.Console().typed("Who? ") == "Ana Lopez"


def test_nothing_is_drawn_in_advance_where_codes_may_not_be_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_talk, "_size", lambda: (24, 80))
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with monkeypatch.context() as patch:
        on_windows(patch)
        with drawn_talk._shown(lambda: [line("Quote")], []):
            pass
    assert screen.getvalue() == ""


def test_a_pipe_stays_standard_input_where_there_is_no_dev_tty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Screen())
    monkeypatch.setattr(sys, "stdin", io.StringIO("> Quote"))
    before = sys.stdin
    with monkeypatch.context() as patch:
        on_windows(patch)
        parse_lines.answer_at_terminal()
    assert sys.stdin is before


def test_a_process_without_streams_works(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """As pythonw starts it, for the Task Scheduler."""
    fq("add", "Ana Lopez", "Quote")
    from followq.cli.main import run

    with monkeypatch.context() as patch:
        for name in ("stdin", "stdout", "stderr"):
            patch.setattr(sys, name, None)
        assert run(["done", "1"]) == 0
        patch.setattr(sys, "stdout", None)
        assert run(["done", "1"]) == 3
    assert fq("list").out.startswith("Nothing is open")


def test_what_a_code_page_cannot_show_is_escaped(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from followq.cli.main import run

    fq("add", "Mei Lin", "Send 報告")
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, encoding="cp1252"))
    assert run(["list", "--plain"]) == 0
    assert b"Send \\u5831\\u544a" in data.getvalue()


# The clock


def test_the_zone_comes_from_the_c_library_where_no_file_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise FileNotFoundError

    monkeypatch.delenv("TZ")
    monkeypatch.setattr(os.path, "realpath", lambda _: "/usr/share/zoneinfo/Europe/Madrid")
    with monkeypatch.context() as patch:
        patch.setattr(builtins, "open", refuse)
        assert clock._system_zone()[1] == "UTC"
        on_windows(patch)
        zone, name, _ = clock._system_zone()
    assert (type(zone).__name__, name) == ("tzlocal", "local")
    assert clock.read_calendar(Settings(zone="Europe/Madrid"))[1] == "Europe/Madrid"


# Programs


@pytest.mark.parametrize(
    ("platform", "opener", "copier"), [("darwin", ["/bin/open"], ["/bin/pbcopy"]), ("win32", [], ["/bin/clip"])]
)
def test_links_are_opened_and_texts_copied_by_the_platforms_own_programs(
    monkeypatch: pytest.MonkeyPatch, platform: str, opener: list[str], copier: list[str]
) -> None:
    for name in ("SSH_CONNECTION", "SSH_TTY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(sys, "platform", platform)
    assert desktop.find_opener() == opener
    assert desktop.find_copier() == copier


def test_windows_opens_links_by_itself_and_its_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    desktop.open_link("mailto:ana@example.com", desktop.find_opener())
    assert opened == ["mailto:ana@example.com"]

    def refuse(_: str) -> None:
        raise OSError(errno.ENOENT, "No application is associated")

    monkeypatch.setattr(os, "startfile", refuse, raising=False)
    with pytest.raises(DiskError, match="No application is associated"):
        desktop.open_link("tel:1", [])


def test_the_clipboard_of_windows_gets_its_own_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("subprocess.run", lambda call, **more: given.update(more, call=call))
    assert desktop.copy("Grüße", ["C:/Windows/clip.exe"]) == "Copied with clip."
    assert given["input"].decode("utf-16-le") == "Grüße"
    desktop.copy("Grüße", ["/usr/bin/pbcopy"])
    assert given["input"].decode() == "Grüße"


def test_hooks_are_not_called_on_windows_and_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "hooks"
    folder.mkdir()
    (folder / "on-any").write_text("")
    told: list[str] = []

    class Told:
        warn = staticmethod(told.append)

    with monkeypatch.context() as patch:
        on_windows(patch)
        hooks.run_hooks(Told(), "add", 1, str(folder))  # type: ignore[arg-type]
    assert told == [f"{folder}: hooks are not called on Windows"]


def test_messages_are_made_without_a_process_of_their_own_where_there_is_no_fork(
    fq: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("add", "Ana Lopez", "Quote")
    said = fq("say", "1", "ack").out
    monkeypatch.delattr(os, "fork")
    assert not time_limits.is_possible()
    assert fq("say", "1", "ack").out == said
