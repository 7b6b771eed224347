"""A disk that forgets: what `strace` saw a program do to its files, played onto a model that loses what wasn't synced.

A write is on the disk once its file was synced, a name once its folder was. At a power cut what isn't there yet is lost
or not, page by page and name by name, in any mixture: more than any file system really does, and all that POSIX allows.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PAGE = 4096
"""Bytes that reach a disk together or not at all; SQLite's pages are as large."""

CALLS = (
    "open,openat,close,write,pwrite64,lseek,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,"
    "link,linkat,mkdir,mkdirat,rmdir,sendfile,copy_file_range,writev,pwritev,truncate,fallocate,dup,dup2,chmod,fchmod"
)
_LINE = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<given>.*)\) += (?P<result>-?\d+)(?: .*)?$")
_WORD = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_ENDING = re.compile(r"(at2?|64)$")
"""One name for calls that do the same."""
UNKNOWN = ("writev", "pwritev", "truncate", "fallocate", "copy_file_range", "dup", "dup2")
"""Calls that the model doesn't know; in a file that matters they end the test rather than being overlooked."""


class Call(NamedTuple):
    """A system call that went well: its name, what it was given, and its result."""

    name: str
    given: tuple[str, ...]
    words: tuple[bytes, ...]
    result: int


def record(argv: Sequence[str], folder: Path, env: Mapping[str, str], log: Path) -> tuple[int, str, list[Call]]:
    """Run a program under `strace`; its exit code, what it said, and its calls."""
    command = ["strace", "-f", "-xx", "-s", "50000000", "-o", str(log), "-e", f"trace={CALLS}", *argv]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **env}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr, list(_parsed(log.read_text(encoding="ascii")))


def can_record(folder: Path) -> bool:
    """Whether `strace` is here and may watch others."""
    try:
        return bool(record(["true"], folder, {}, folder / "strace.log")[0] == 0)
    except OSError:
        return False


def _parsed(text: str) -> Iterator[Call]:
    for line in text.splitlines():
        assert "<unfinished" not in line, line[:200]
        found = _LINE.match(line)
        if found is None or int(found["result"]) < 0:
            continue
        words = tuple(bytes.fromhex(word.replace("\\x", "")) for word in _WORD.findall(found["given"]))
        given = tuple(_WORD.sub("", found["given"]).split(", "))
        yield Call(name=found["name"], given=given, words=words, result=int(found["result"]))


class _File:
    """Bytes: those on the disk, and changes that are under way there, each a page or a cut to a length."""

    def __init__(self, data: bytes = b"", mode: int = 0o600) -> None:
        self.safe, self.now, self.mode = data, bytearray(data), mode
        self.pending: list[tuple[int, bytes | None]] = []

    def write(self, at: int, data: bytes) -> None:
        _put(self.now, at, data)
        while data:
            size = PAGE - at % PAGE
            self.pending.append((at, data[:size]))
            at, data = at + size, data[size:]

    def cut(self, size: int) -> None:
        _put(self.now, size, None)
        self.pending.append((size, None))

    def sync(self) -> None:
        self.safe, self.pending = bytes(self.now), []

    def after_cut(self, is_kept: Callable[[], bool]) -> bytes:
        data = bytearray(self.safe)
        for at, part in self.pending:
            if is_kept():
                _put(data, at, part)
        return bytes(data)


def _put(data: bytearray, at: int, part: bytes | None) -> None:
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    if part is None:
        del data[at:]
    else:
        data[at : at + len(part)] = part


class _Change(NamedTuple):
    """Names that come, with what they lead to, and go, with None: at once or not at all."""

    names: dict[str, _File | None]


class Disk:
    """Files by their paths below a folder; folders are None in place of a file."""

    def __init__(self, folder: Path) -> None:
        self._root = str(folder)
        self._folders = {"": 0o700}
        self._safe: dict[str, _File] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_dir():
                self._folders[name] = path.stat().st_mode & 0o777
            else:
                self._safe[name] = _File(path.read_bytes(), path.stat().st_mode & 0o777)
        self._safe_folders = set(self._folders)
        self._now = dict(self._safe)
        self._pending: list[_Change] = []
        self._handles: dict[int, tuple[_File | str, int]] = {}
        self.said = b""

    def play(self, call: Call) -> bool:
        """Carry out one call; whether it changed anything, or what is safe."""
        if call.name == "write" and call.given[0] == "1":
            self.said += call.words[0]
            return True
        handle = int(call.given[0]) if call.given[0].isdigit() else -1
        if call.name in UNKNOWN:
            assert handle not in self._handles, call
            return False
        carry_out: Callable[[Call, int], bool] = getattr(self, f"_{_ENDING.sub('', call.name)}")
        return carry_out(call, handle)

    def _name(self, word: bytes) -> str | None:
        path = os.path.normpath(os.path.join(self._root, os.fsdecode(word)))
        below = os.path.relpath(path, self._root)
        return None if below.startswith("..") else "" if below == "." else below

    def _open(self, call: Call, _: int) -> bool:
        name = self._name(call.words[0])
        self._handles.pop(call.result, None)
        if name is None:
            return False
        if name in self._folders:
            self._handles[call.result] = name, 0
            return False
        flags = next(part for part in call.given if "O_" in part)
        is_new = name not in self._now
        if is_new:
            assert "O_CREAT" in flags, call
            mode = int(call.given[-1], 8)
            self._change({name: _File(mode=mode & 0o755)})
        file = self._now[name]
        if "O_TRUNC" in flags and not is_new:
            file.cut(0)
        self._handles[call.result] = file, len(file.now) if "O_APPEND" in flags else 0
        return is_new

    def _change(self, names: dict[str, _File | None]) -> None:
        self._pending.append(_Change(names))
        _apply(self._now, names)

    def _close(self, _: Call, handle: int) -> bool:
        self._handles.pop(handle, None)
        return False

    def _write(self, call: Call, handle: int) -> bool:
        file, at = self._handles.get(handle, ("", 0))
        if isinstance(file, str):
            return False
        file.write(at, call.words[0][: call.result])
        self._handles[handle] = file, at + call.result
        return True

    def _pwrite(self, call: Call, handle: int) -> bool:
        file, _ = self._handles.get(handle, ("", 0))
        if isinstance(file, str):
            return False
        file.write(int(call.given[-1]), call.words[0][: call.result])
        return True

    def _sendfile(self, call: Call, handle: int) -> bool:
        file, at = self._handles.get(handle, ("", 0))
        source, _ = self._handles.get(int(call.given[1]), ("", 0))
        if isinstance(file, str):
            return False
        assert not isinstance(source, str), call
        begin = int(call.given[2].strip("[]").split(" ")[0])
        file.write(at, bytes(source.now[begin : begin + call.result]))
        self._handles[handle] = file, at + call.result
        return True

    def _lseek(self, call: Call, handle: int) -> bool:
        if handle in self._handles:
            self._handles[handle] = self._handles[handle][0], call.result
        return False

    def _ftruncate(self, call: Call, handle: int) -> bool:
        file, _ = self._handles.get(handle, ("", 0))
        if isinstance(file, str):
            return False
        file.cut(int(call.given[1]))
        return True

    def _fsync(self, _: Call, handle: int) -> bool:
        found = self._handles.get(handle)
        if found is None:
            return False
        if isinstance(found[0], str):
            self._sync_folder(found[0])
        else:
            found[0].sync()
        return True

    _fdatasync = _fsync

    def _sync_folder(self, folder: str) -> None:
        left = []
        for change in self._pending:
            if any(os.path.dirname(name) == folder for name in change.names):
                _apply(self._safe, change.names)
            else:
                left.append(change)
        self._pending = left
        self._safe_folders |= {name for name in self._folders if name and os.path.dirname(name) == folder}

    def _unlink(self, call: Call, handle: int) -> bool:
        assert handle < 0, call
        name = self._name(call.words[0])
        if name is None:
            return False
        if name in self._folders:
            self._folders.pop(name)
            self._safe_folders.discard(name)
        else:
            self._change({name: None})
        return True

    _rmdir = _unlink

    def _rename(self, call: Call, _: int) -> bool:
        old, new = (self._name(word) for word in call.words[:2])
        if old is None or new is None:
            assert old is new is None, call
            return False
        if self._now[old] is not self._now.get(new):
            self._change({old: None, new: self._now[old]})
        return True

    def _link(self, call: Call, _: int) -> bool:
        old, new = (self._name(word) for word in call.words[:2])
        if old is None or new is None:
            assert old is new is None, call
            return False
        self._change({new: self._now[old]})
        return True

    def _mkdir(self, call: Call, _: int) -> bool:
        name = self._name(call.words[0])
        if name is None:
            return False
        self._folders[name] = int(call.given[-1], 8) & 0o755
        return True

    def _chmod(self, call: Call, _: int) -> bool:
        name = self._name(call.words[0])
        if name in self._now and name is not None:
            self._now[name].mode = int(call.given[-1], 8)
        return False

    def _fchmod(self, call: Call, handle: int) -> bool:
        file, _ = self._handles.get(handle, ("", 0))
        if not isinstance(file, str):
            file.mode = int(call.given[-1], 8)
        return False

    def cut_power(self, folder: Path, chance: Callable[[], bool]) -> None:
        """Put into an empty folder what is there after a power cut; `chance` says what of the rest is kept."""
        folders = {name for name in self._folders if name in self._safe_folders or chance()}
        names: dict[str, _File] = dict(self._safe)
        for change in self._pending:
            if chance():
                _apply(names, change.names)
        kept = {id(file): file.after_cut(chance) for file in names.values()}
        for name in sorted(folders, key=len):
            if all(above in folders for above in _above(name)):
                (folder / name).mkdir(mode=self._folders[name], exist_ok=True)
        made: dict[int, Path] = {}
        for name, file in names.items():
            path = folder / name
            if not all(above in folders for above in _above(name)):
                continue
            if id(file) in made:
                path.hardlink_to(made[id(file)])
                continue
            path.write_bytes(kept[id(file)])
            path.chmod(file.mode)
            made[id(file)] = path


def _apply(names: dict[str, _File], change: Mapping[str, _File | None]) -> None:
    for name, file in change.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def _above(name: str) -> Iterable[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: place + 1]) for place in range(len(parts))]


def every(_: random.Random) -> Callable[[], bool]:
    """All that was under way is kept: the program alone was killed."""
    return lambda: True


def none(_: random.Random) -> Callable[[], bool]:
    """Only what was synced is kept."""
    return lambda: False


def some(source: random.Random) -> Callable[[], bool]:
    """Any part of it is kept, now more and now less."""
    share = source.random()
    return lambda: source.random() < share


WAYS: tuple[Callable[[random.Random], Callable[[], bool]], ...] = (none, every, some)
