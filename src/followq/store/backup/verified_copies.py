"""What checks found of copies, remembered by the bytes they were found in.

A copy of 100 MB takes a second or more to check and a tenth of that to read. What is remembered is remembered of a
checksum, and only what was found good. A list of the copies doesn't even read a file of which the system says that
nobody touched it since; what is restored, and what doctor looks at, is read, so that not even a bit that rotted hides.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress

from followq.errors import DiskError
from followq.files import LARGEST_TEXT, read_whole, write_whole
from followq.model.integrity.backup_info import Contents
from followq.store.backup.retention import CHECKED
from followq.store.file import schema

RULES = 2
"""Raised when the checks change: what older ones found counts no more."""
PIECE = 1 << 20
SETTLED_NS = 2_000_000_000
"""Nanoseconds after a change from which another one gives a file another time."""
_UNSTABLE = ((24, 28), (40, 44), (92, 96))
"""Bytes of a file that count changes, and differ in each copy that SQLite makes of one queue.

Source: https://www.sqlite.org/fileformat2.html, 1.3."""


class Checked:
    """The copies of one queue that were found good, in a file among them.

    With `reads_all` each copy is read, however sure the system is that it is as it was.
    """

    def __init__(self, path: str, *, reads_all: bool = False) -> None:
        self._file = os.path.join(f"{path}.backups", CHECKED)
        self._reads_all = reads_all
        self._known, self._states = self._read()
        self._asked: dict[str, list[object]] = {}
        self._asked_states: dict[str, str] = {}

    def contents(self, copy: str, look: Callable[[str], Contents]) -> Contents:
        """What a copy holds, as `look` finds it, which is asked only of bytes that were not found good before.

        Raises: OSError, and whatever `look` raises.
        """
        state = _describe_state(copy)
        mark = "" if self._reads_all else self._states.get(state, "")
        mark = mark or _checksum(copy)
        if mark in self._known:
            with suppress(TypeError, ValueError):
                found = _contents(self._known[mark])
                self._note(copy, state, mark, found)
                return found
        found = look(copy)
        # A file that somebody is writing to is what it was for a moment only.
        if _checksum(copy) == mark:
            self._note(copy, state, mark, found)
        return found

    def remember(self, copy: str, found: Contents) -> None:
        """Take what is known of a copy that was checked elsewhere, and that nobody else has had since.

        Raises: OSError.
        """
        self._note(copy, _describe_state(copy), _checksum(copy), found)

    def _note(self, copy: str, state: str, mark: str, found: Contents) -> None:
        self._asked[mark] = list(found)
        if state and state == _describe_state(copy):
            self._asked_states[state] = mark

    def knows(self, file: str) -> bool:
        """Whether exactly these bytes, but for SQLite's counters, were found good.

        Raises: OSError.
        """
        return bool(self._known) and _checksum(file) in self._known

    def keep(self, *, with_others: bool = False) -> None:
        """Remember what was asked about since, and nothing else unless `with_others`; where that can't be written, it
        is asked again.
        """
        good, states = self._asked, self._asked_states
        if with_others:
            good, states = self._known | good, self._states | states
        if (good, states) == (self._known, self._states) or not os.path.isdir(os.path.dirname(self._file)):
            return
        document = {"rules": self._rules(), "good": good, "files": states}
        with suppress(DiskError):
            write_whole(self._file, json.dumps(document), overwrite=True)

    @staticmethod
    def _rules() -> list[int]:
        return [RULES, schema.VERSION]

    def _read(self) -> tuple[dict[str, list[object]], dict[str, str]]:
        try:
            document = json.loads(read_whole(self._file, LARGEST_TEXT))
            if document["rules"] != self._rules():
                return {}, {}
            good = {mark: found for mark, found in document["good"].items() if isinstance(found, list)}
            return good, {state: mark for state, mark in document["files"].items() if mark in good}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, DiskError):
            return {}, {}


def _contents(found: list[object]) -> Contents:
    followups, still_open, people, batches, last_at = found
    if not isinstance(last_at, str | None):
        raise TypeError("not what was remembered")
    numbers = (followups, still_open, people, batches)
    if not all(type(number) is int for number in numbers):
        raise TypeError("not what was remembered")
    return Contents(*numbers, last_at)  # type: ignore[arg-type]


def _describe_state(file: str) -> str:
    """What the system says of a file that nobody can change without changing this; nothing where there is no telling.

    That is the time of the last change, which the system sets by itself and no program can, unless it is so recent that
    another change could have the same. Windows has no such time.
    """
    found = os.stat(file)
    if os.name == "nt" or time.time_ns() - found.st_ctime_ns < SETTLED_NS:
        return ""
    return f"{os.path.basename(file)} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _checksum(file: str) -> str:
    import hashlib

    total = hashlib.sha256()
    with open(file, "rb") as stream:
        start = bytearray(stream.read(PIECE))
        for begin, end in _UNSTABLE:
            start[begin:end] = bytes(len(start[begin:end]))
        total.update(start)
        while piece := stream.read(PIECE):
            total.update(piece)
    return total.hexdigest()
