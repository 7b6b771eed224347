"""The pages that `report --open` shows in a browser: made in private folders, and taken away again.

They hold what a customer is told, so they must not pile up in the system's folder for temporary files. A page is needed
until the browser has loaded it, and a while longer for whoever loads it again.
"""

from __future__ import annotations

import os
import stat
import tempfile
import time

from followq.files import write_whole
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER_START = "followq-report-"
"""How the names of their folders begin, in the system's folder for temporary files."""
PAGE = "report.html"
KEPT_SECONDS = 3600
"""Age from which a page is removed when the next one is made, or at a day's first change."""


class Removed(NamedTuple):
    """How many pages were deleted, and the paths of those that could not be."""

    deleted: int
    kept: tuple[str, ...]


def write_page(text: str) -> str:
    """Write a page to a folder of its own that nobody else can open, and remove the old ones; returns its path.

    Raises: DiskError.
    """
    remove_old_pages()
    folder = tempfile.mkdtemp(prefix=FOLDER_START)
    path = os.path.join(folder, PAGE)
    try:
        write_whole(path, text)
    except BaseException:
        os.rmdir(folder)
        raise
    return path


def remove_old_pages() -> Removed:
    """Delete the pages that are older than an hour. What can't be deleted is tried again next time."""
    return _remove(time.time() - KEPT_SECONDS)


def remove_all_pages() -> Removed:
    """Delete every page, however new it is."""
    return _remove(None)


def _remove(before: float | None) -> Removed:
    # By the machine's clock, which is the one that file times are from. A page from ahead of it is old too: the
    # clock was set back since.
    count = 0
    kept = []
    for folder in _folders():
        page = os.path.join(folder, PAGE)
        try:
            written = os.lstat(folder).st_mtime
            if before is not None and before <= written <= time.time():
                continue
            if os.path.lexists(page):
                os.unlink(page)
                count += 1
            os.rmdir(folder)
        except OSError:
            if os.path.lexists(page):
                kept.append(page)
    return Removed(count, tuple(kept))


def _folders() -> Iterator[str]:
    # In a folder that everybody may write to, others can give theirs such a name, or set a link: only real folders
    # of this user are looked into.
    try:
        entries = sorted(os.scandir(tempfile.gettempdir()), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not entry.name.startswith(FOLDER_START):
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISDIR(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid()):
            yield entry.path
