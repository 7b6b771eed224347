"""What checks found of copies, remembered by the bytes they were found in.

A copy of 100 MB takes a second or more to check and a tenth of that to read. What is remembered is remembered of a
checksum, not of a name or a time, so that no change can hide behind it, not even a bit that rotted; and only what was
found good.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress

from followq.errors import DiskError
from followq.files import LARGEST_TEXT, read_whole, write_whole
from followq.model.integrity.backup_info import Contents
from followq.store.backup.retention import CHECKED
from followq.store.file import schema

RULES = 1
"""Raised when the checks change: what older ones found counts no more."""
PIECE = 1 << 20


class Checked:
    """The copies of one queue that were found good, in a file among them."""

    def __init__(self, path: str) -> None:
        self._file = os.path.join(f"{path}.backups", CHECKED)
        self._known = self._read()
        self._asked: dict[str, list[object]] = {}

    def contents(self, copy: str, look: Callable[[str], Contents]) -> Contents:
        """What a copy holds, as `look` finds it, which is asked only of bytes that were not found good before.

        Raises: OSError, and whatever `look` raises.
        """
        mark = _checksum(copy)
        if mark in self._known:
            self._asked[mark] = self._known[mark]
            with suppress(TypeError, ValueError):
                return _contents(self._known[mark])
        found = look(copy)
        # A file that somebody is writing to is what it was for a moment only.
        if _checksum(copy) == mark:
            self._asked[mark] = list(found)
        return found

    def keep(self) -> None:
        """Remember what was asked about since, and nothing else; where that can't be written, it is asked again."""
        if self._asked == self._known or not os.path.isdir(os.path.dirname(self._file)):
            return
        document = {"rules": self._rules(), "good": self._asked}
        with suppress(DiskError):
            write_whole(self._file, json.dumps(document), overwrite=True)

    @staticmethod
    def _rules() -> list[int]:
        return [RULES, schema.VERSION]

    def _read(self) -> dict[str, list[object]]:
        try:
            document = json.loads(read_whole(self._file, LARGEST_TEXT))
            good = document["good"] if document["rules"] == self._rules() else {}
            return {mark: found for mark, found in good.items() if isinstance(found, list)}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, DiskError):
            return {}


def _contents(found: list[object]) -> Contents:
    followups, still_open, people, batches, last_at = found
    if not isinstance(last_at, str | None):
        raise TypeError("not what was remembered")
    numbers = (followups, still_open, people, batches)
    if not all(type(number) is int for number in numbers):
        raise TypeError("not what was remembered")
    return Contents(*numbers, last_at)  # type: ignore[arg-type]


def _checksum(file: str) -> str:
    import hashlib

    total = hashlib.sha256()
    with open(file, "rb") as stream:
        while piece := stream.read(PIECE):
            total.update(piece)
    return total.hexdigest()
