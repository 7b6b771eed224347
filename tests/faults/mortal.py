"""Instants at which a process may be killed: each write to the disk, SQLite's own ones and Python's.

SQLite lets its system calls be replaced, for tests like these; Python tells of its own by audit events. Where the
library hides that door, instants are Python's alone, and the kills by the clock cover the rest.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

# What of SQLite's changes a file, with what it takes and gives back.
_SYSTEM_CALLS: dict[str, tuple[Any, ...]] = {
    "write": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t),
    "pwrite": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "pwrite64": (ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "ftruncate": (ctypes.c_int, ctypes.c_int, ctypes.c_int64),
    "unlink": (ctypes.c_int, ctypes.c_char_p),
    "openDirectory": (ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p),
}
_WRITES = ("write", "pwrite", "pwrite64")
_AUDITED = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate", "os.chmod", "shutil.copyfile")


class _Vfs(ctypes.Structure):
    """The part of SQLite's `sqlite3_vfs` that leads to the replacing of system calls."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("app_data", ctypes.c_void_p),
        ("methods", ctypes.c_void_p * 13),
        ("set_system_call", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)),
        ("get_system_call", ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)),
    )


class Instants:
    """Counts this process's instants and ends it at the one that is due.

    With `is_torn` half of what was to be written is written first, as a failing disk would leave it.
    """

    def __init__(self, due: int | None, *, is_torn: bool = False) -> None:
        self.count = 0
        self._due = due
        self._is_torn = is_torn
        self._kept: list[object] = []  # callbacks that C code holds must not be collected

    def watch(self) -> None:
        """Begin to count."""
        self._replace_system_calls()
        sys.addaudithook(self._audited)
        real = os.fsync

        def fsync(descriptor: int) -> None:
            self._come()
            real(descriptor)

        os.fsync = fsync  # type: ignore[assignment]  # it has no audit event

    def _come(self, tear: Callable[[], object] | None = None) -> None:
        if self.count == self._due:
            if tear is not None and self._is_torn:
                tear()
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1

    def _audited(self, event: str, given: tuple[Any, ...]) -> None:
        if event in _AUDITED or (
            event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            self._come()

    def _replace_system_calls(self) -> None:
        import _sqlite3

        try:
            library = ctypes.CDLL(_sqlite3.__file__)
            find = library.sqlite3_vfs_find
        except (OSError, AttributeError):
            return
        find.restype = ctypes.POINTER(_Vfs)
        find.argtypes = [ctypes.c_char_p]
        vfs = find(None)
        for name, (gives, *takes) in _SYSTEM_CALLS.items():
            address = vfs.contents.get_system_call(vfs, name.encode())
            if address:
                kind = ctypes.CFUNCTYPE(gives, *takes, use_errno=True)
                replaced = kind(self._counted(kind(address), is_write=name in _WRITES))
                self._kept.append(replaced)
                vfs.contents.set_system_call(vfs, name.encode(), ctypes.cast(replaced, ctypes.c_void_p))

    def _counted(self, real: Callable[..., int], *, is_write: bool) -> Callable[..., int]:
        def call(*given: Any) -> int:
            tear = None
            if is_write:
                file, data, size, *place = given
                tear = lambda: real(file, data, size // 2, *place)  # noqa: E731 - a name for it says no more
            self._come(tear)
            return real(*given)

        return call
