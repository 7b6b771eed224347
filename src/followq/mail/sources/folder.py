"""A folder of messages: Maildirs, nested ones too, loose message files, and mbox files among them; or one such file."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timezone
from itertools import islice

from followq.errors import BadInputError
from followq.mail.message import Mail, SkippedMail
from followq.mail.parsing import LARGEST_MESSAGE, read_mail
from followq.mail.reading.headers import read_fields, split_head
from followq.mail.sources.mbox import FROM_LINE, MboxSource
from followq.mail.sources.source import MOST_ASKED, ReadMail, Source, load_marks
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from followq.mail.sources.source import Unseen

DEEPEST_FOLDER = 12
MOST_FOLDERS = 20_000
_LEFT_OUT = frozenset(("trash", "junk", "spam", "drafts", "deleted items", "junk e-mail", "tmp"))
"""Folders inside the named one that hold nothing that was sent to or by anybody; name one to have it read."""
_FIRST_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]{1,80}[ \t]*:")
_LOOKED_AT = 32_000
_TELLING = frozenset(("from", "to", "date", "message-id", "received"))


class _Box(NamedTuple):
    """One place in the source: a Maildir, a folder of loose files, an mbox file. `below` is its relative path."""

    kind: str
    path: str
    below: str


def looks_like_message(path: str) -> bool:
    """Whether a file begins as a message does."""
    try:
        with open(path, "rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError:
        return False
    start = _skip_count(path, start)
    return _FIRST_FIELD.match(start) is not None and len(_TELLING & read_fields(split_head(start)[0]).keys()) >= 2


def looks_like_mbox(path: str) -> bool:
    """Whether a file begins as an mbox does."""
    try:
        with open(path, "rb") as file:
            return FROM_LINE.match(file.read(1000).lstrip(b"\r\n")) is not None
    except OSError:
        return False


class FolderSource(Source):
    """Messages as files. What is known is told by their names, which no flag changes: `unseen` is asked of them.

    The mark is needed for mbox files among them: JSON, a mark for each.
    """

    def __init__(self, path: str, name: str) -> None:
        self.name = name
        self._root = path
        self._boxes = [_Box("file", path, "")] if os.path.isfile(path) else list(_find_boxes(path))
        if not self._boxes:
            raise BadInputError(
                f"{name}: no messages found", "name an mbox file, a Maildir, a folder with messages, or an .eml file"
            )

    def read_new(self, mark: str, unseen: Unseen) -> Iterator[ReadMail]:
        """Every message whose name no scan has stored."""
        marks = load_marks(mark)
        done = 0
        for box in self._boxes:
            if box.kind == "mbox":
                for read in self._read_mbox(box, marks, unseen):
                    done += 1
                    yield read._replace(done=done)
                continue
            self.total += sum(1 for _ in _list_names(box))
            names = _list_names(box)
            while batch := dict(sorted(islice(names, MOST_ASKED))):
                new = unseen(list(batch))
                done += len(batch) - len(new)
                for key in new:
                    done += 1
                    mail = _read_file(batch[key], box.kind)
                    if mail is not None:
                        yield ReadMail(key=key, mail=mail, mark=json.dumps(marks) if marks else "", done=done)

    def _read_mbox(self, box: _Box, marks: dict[str, str], unseen: Unseen) -> Iterator[ReadMail]:
        source = MboxSource(box.path, f"{self.name}/{box.below}")
        try:
            for read in source.read_new(marks.get(box.below, ""), unseen):
                marks[box.below] = read.mark
                yield read._replace(key=f"{box.below}#{read.key}", mark=json.dumps(marks))
        finally:
            source.close()

    def read_again(self, keys: Iterable[str]) -> Iterator[tuple[str, Mail]]:
        """The messages of these names, wherever a mail program has moved them within their folder."""
        wanted = dict.fromkeys(keys)
        for box in self._boxes:
            if box.kind == "mbox":
                own = [key for key in wanted if key.rpartition("#")[0] == box.below]
                source = MboxSource(box.path, self.name) if own else None
                for place, mail in source.read_again([key.rpartition("#")[2] for key in own]) if source else ():
                    yield f"{box.below}#{place}", mail
                if source:
                    source.close()
                continue
            prefix = f"{box.below}/" if box.below else ""
            if not any(key.startswith(prefix) for key in wanted):
                continue
            for key, path in _list_names(box):
                found = _read_file(path, box.kind) if key in wanted else None
                if isinstance(found, Mail):
                    yield key, found


def _find_boxes(root: str) -> Iterator[_Box]:
    """Maildirs, folders with loose messages and mbox files below a folder, in the order of their names."""
    todo = [(root, "", 0)]
    seen: set[tuple[int, int]] = set()
    while todo and len(seen) < MOST_FOLDERS:
        path, below, depth = todo.pop()
        try:
            status = os.stat(path)
            entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
        except OSError:
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        folders = {entry.name for entry in entries if entry.is_dir()}
        is_maildir = bool({"cur", "new"} & folders)
        if is_maildir:
            yield _Box("maildir", path, below)
        else:
            yield from _find_loose(path, below, [entry for entry in entries if _is_plain_file(entry)])
        if depth < DEEPEST_FOLDER:
            todo += [
                (entry.path, f"{below}/{_spell(entry.name)}".lstrip("/"), depth + 1)
                for entry in entries
                if entry.name in folders and _is_wanted(entry, is_maildir=is_maildir)
            ]


def _find_loose(path: str, below: str, files: list[os.DirEntry[str]]) -> Iterator[_Box]:
    boxes = [
        _Box("mbox", entry.path, f"{below}/{_spell(entry.name)}".lstrip("/"))
        for entry in reversed(files)
        if entry.name.lower().partition(".")[0] not in _LEFT_OUT and looks_like_mbox(entry.path)
    ]
    mboxes = {box.path for box in boxes}
    yield from boxes
    if any(_is_named_so(entry.name) or looks_like_message(entry.path) for entry in files if entry.path not in mboxes):
        yield _Box("loose", path, below)


def _is_plain_file(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_file()


def _is_wanted(entry: os.DirEntry[str], *, is_maildir: bool) -> bool:
    name = entry.name.lower().lstrip(".")
    if name in _LEFT_OUT or name.rpartition(".")[2] in _LEFT_OUT or (is_maildir and name in ("cur", "new")):
        return False
    hidden = entry.name.startswith(".")
    return not hidden or os.path.isdir(os.path.join(entry.path, "cur"))


def _list_names(box: _Box) -> Iterator[tuple[str, str]]:
    """Key and path of each message in a place, one at a time: a folder may hold any number."""
    if box.kind == "file":
        yield _spell(os.path.basename(box.path)), box.path
        return
    prefix = f"{box.below}/" if box.below else ""
    for folder in ("cur", "new") if box.kind == "maildir" else ("",):
        try:
            entries = os.scandir(os.path.join(box.path, folder) if folder else box.path)
        except OSError:
            continue
        with entries:
            for entry in entries:
                if not _is_plain_file(entry):
                    continue
                name, flags = _split_flags(entry.name) if box.kind == "maildir" else (entry.name, "")
                # Drafts were not sent, and what is marked as trash is as good as gone.
                if "D" not in flags and "T" not in flags:
                    yield f"{prefix}{_spell(name)}", entry.path


def _split_flags(name: str) -> tuple[str, str]:
    for sign in (":2,", "!2,", ";2,"):  # the latter two where a colon may not stand in names
        unique, found, flags = name.rpartition(sign)
        if found:
            return unique, flags
    return name, ""


def _read_file(path: str, kind: str) -> Mail | SkippedMail | None:
    """The message in a file; None where nobody would take the file for one, or it was moved away meanwhile."""
    try:
        with open(path, "rb") as file:
            modified = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, timezone.utc)
            raw = file.read(LARGEST_MESSAGE)
    except FileNotFoundError:
        return None
    except OSError as err:
        return SkippedMail(f"can't be read: {err.strerror}")
    if kind == "loose" and FROM_LINE.match(raw):
        return None  # an mbox file, which is read as one
    mail = read_mail(_skip_count(path, raw), modified)
    is_other = isinstance(mail, SkippedMail) and mail.reason == "not a message"
    return None if is_other and kind == "loose" and not _is_named_so(path) else mail


def _is_named_so(name: str) -> bool:
    return name.lower().endswith((".eml", ".emlx"))


def _skip_count(path: str, raw: bytes) -> bytes:
    # Apple Mail puts the number of bytes above.
    return raw.partition(b"\n")[2] if path.endswith(".emlx") and raw[:20].split(b"\n")[0].strip().isdigit() else raw


def _spell(name: str) -> str:
    """A file's name as text that can be stored, also where it isn't UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
