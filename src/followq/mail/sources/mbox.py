"""One mbox file, in all its dialects: read in lines of bounded length, from where the last scan ended."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timezone

from followq.errors import BadInputError
from followq.files import explain
from followq.mail.message import Mail
from followq.mail.parsing import LARGEST_MESSAGE, read_mail
from followq.mail.reading.headers import read_date
from followq.mail.sources.source import ReadMail, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO
    from typing import BinaryIO

    from followq.mail.sources.source import Unseen

_LONGEST_PIECE = 64_000
"""Bytes that are read at once of a line that doesn't end."""
_BUFFER = 256_000
_REMEMBERED = 2_000
"""Bytes before a place that must be the same for reading to go on there."""
FROM_LINE = re.compile(
    rb"From [^\n]{0,300}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? {1,3}"
    rb"(?:[A-Z][a-z]{2} {1,3}\d|\d{1,2} [A-Z][a-z]{2})"
)
"""A line that begins a message; a sentence that begins so names no weekday, month and day."""
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:|>From |\r?\n")
_MANGLED = re.compile(rb">+From ")
_AFTER_SENDER = re.compile(rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,60}")


class _Found:
    """A message in the file: where it begins and ends, and its bytes as far as they are looked at."""

    def __init__(self, start: int, from_line: bytes) -> None:
        self.start = start
        self.end = start
        self.from_line = from_line
        self.pieces: list[bytes] = []
        self.size = 0
        self.is_last = False

    def add(self, line: bytes) -> None:
        if self.size < LARGEST_MESSAGE:
            self.pieces.append(line[1:] if line[:1] == b">" and _MANGLED.match(line) else line)
            self.size += len(line)


class MboxSource(Source):
    """An mbox file. Its length fields (`Content-Length`) are not trusted: only lines that begin a message count.

    The mark is the place to go on at, with a digest of what stands before it.
    """

    unit = "bytes"

    def __init__(self, path: str, name: str) -> None:
        self.path = path
        self.name = name
        try:
            self._file = open(path, "rb", buffering=_BUFFER)  # noqa: SIM115 - closed by close()
            self._aside = open(path, "rb", buffering=0)  # noqa: SIM115
            self.total = os.fstat(self._file.fileno()).st_size
        except OSError as err:
            raise _unreadable(name, err) from err

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._aside.close()

    def read_new(self, mark: str, unseen: Unseen) -> Iterator[ReadMail]:
        """Messages from the mark on, or from the beginning where the file isn't the same before it."""
        try:
            written = _is_being_written(self.path, self._aside)
            self._file.seek(self._find_start(mark))
            modified = datetime.fromtimestamp(os.fstat(self._file.fileno()).st_mtime, timezone.utc)
            for found in _split(self._file):
                if found.is_last and written:
                    # Half of it may be there; the next scan finds all of it.
                    return
                mail = read_mail(b"".join(found.pieces), _read_moment(found.from_line) or modified)
                yield ReadMail(key=str(found.start), mail=mail, mark=self._make_mark(found.end), done=found.end)
        except OSError as err:
            raise _unreadable(self.name, err) from err

    def read_again(self, keys: Iterable[str]) -> Iterator[tuple[str, Mail]]:
        """The messages that begin at these places, where messages still begin there."""
        modified = datetime.fromtimestamp(os.fstat(self._file.fileno()).st_mtime, timezone.utc)
        for key in keys:
            if not key.isdecimal() or int(key) >= self.total:
                continue
            self._file.seek(int(key))
            if not FROM_LINE.match(self._file.readline(_LONGEST_PIECE)):
                continue
            self._file.seek(int(key))
            found = next(_split(self._file), None)
            if found is not None and found.start == int(key):
                mail = read_mail(b"".join(found.pieces), _read_moment(found.from_line) or modified)
                if isinstance(mail, Mail):
                    yield key, mail

    def _find_start(self, mark: str) -> int:
        place = mark.partition(" ")[0]
        if not place.isdecimal() or len(place) > 18 or int(place) > self.total:
            return 0
        return int(place) if self._make_mark(int(place)) == mark else 0

    def _make_mark(self, place: int) -> str:
        start = max(0, place - _REMEMBERED)
        self._aside.seek(start)
        return f"{place} {hashlib.sha256(self._aside.read(place - start)).hexdigest()[:24]}"


def _split(file: BinaryIO) -> Iterator[_Found]:
    place = file.tell()
    found: _Found | None = None
    after_blank = is_start = True
    line = file.readline(_LONGEST_PIECE)
    while line:
        following = None
        if after_blank and is_start and line.startswith(b"From ") and FROM_LINE.match(line):
            following = file.readline(_LONGEST_PIECE)
            if _FIELD.match(following):
                if found is not None:
                    found.end = place
                    yield found
                found = _Found(place, line)
                line = b""
                place += len(found.from_line)
        if line and found is not None:
            found.add(line)
        if line:
            after_blank = is_start and line in (b"\n", b"\r\n")
            is_start = line.endswith(b"\n")
            place += len(line)
        line = following if following is not None else file.readline(_LONGEST_PIECE)
    if found is not None:
        found.end, found.is_last = place, True
        yield found


def _read_moment(from_line: bytes) -> datetime | None:
    match = _AFTER_SENDER.search(from_line[:500])
    return read_date(match[0].decode("ascii", "replace")) if match else None


def _is_being_written(path: str, file: FileIO) -> bool:
    """Whether another program holds the mailbox right now, by one of the ways in which they tell each other."""
    if os.path.exists(f"{path}.lock"):
        return True
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        return False
    number = file.fileno()
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.flock(number, fcntl.LOCK_UN)
        fcntl.lockf(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.lockf(number, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    return False


def _unreadable(name: str, err: OSError) -> BadInputError:
    why, hint = explain(err)
    return BadInputError(f"{name}: can't be read: {why}", hint)
