"""Files that followq reads and writes for the user: written whole or not at all, never over something unasked, and on
the disk before it is told; read only where they are files, which come to an end.
"""

from __future__ import annotations

import errno
import os
import stat

from followq.errors import DiskError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

LARGEST_TEXT = 1_000_000
"""Bytes of a file that a person writes by hand."""

_WHY = {
    errno.ENOSPC: ("the disk is full", "make room and try again"),
    errno.EDQUOT: ("your share of the disk is used up", "make room and try again"),
    errno.EFBIG: ("the file would be larger than is allowed here", "raise the limit (ulimit -f) and try again"),
    errno.EROFS: ("the disk is read-only", "choose a place on a disk that can be written to"),
    errno.EACCES: ("permission denied", "check who may read and write it, and its folder"),
    errno.EPERM: ("permission denied", "check who may read and write it, and its folder"),
    errno.ENOENT: ("there is no such file or folder", "check the path"),
    errno.ENOTDIR: ("a part of the path is no folder", "check the path"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.EIO: ("the disk reports an error", "check the disk, and copy what is on it elsewhere"),
}


def explain(err: OSError | ValueError) -> tuple[str, str]:
    """What the system's error means, and what to do about it."""
    number = getattr(err, "errno", None)
    return _WHY.get(number or 0, (getattr(err, "strerror", None) or str(err), "check the path and the permissions"))


def write_whole(path: str, text: str | Iterable[str], *, overwrite: bool = False, encoding: str = "utf-8") -> None:
    """Write a text file with mode 0600 by way of a temporary one beside it; it is on the disk when this returns.

    `text` may be given in pieces, which are made as they are written.

    Raises: DiskError; nothing is then left behind and an old file stays as it was.
    """
    import tempfile

    try:
        if os.path.isdir(path):
            raise DiskError(f"{path}: is a folder", "name a file in it")
        if os.path.exists(path) and not os.path.isfile(path):
            raise DiskError(f"{path}: is a device or a pipe, not a file", "choose another name")
        if os.path.lexists(path) and not overwrite:
            raise DiskError(f"{path}: is there already", "give --force to replace it, or another name")
        target = os.path.realpath(path)
        folder = os.path.dirname(target) or "."
        handle, made = tempfile.mkstemp(prefix=".followq-", dir=folder)
        try:
            with open(handle, "w", encoding=encoding, newline="\n") as file:
                file.writelines([text] if isinstance(text, str) else text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, target)
        except BaseException:
            os.unlink(made)
            raise
        sync_folder(folder)
    except (OSError, ValueError) as err:
        why, hint = explain(err)
        raise DiskError(f"{path}: can't be written: {why}", hint) from err


def read_whole(path: str, most: int) -> bytes:
    """Read a file, up to one byte more than `most`; never waits for a pipe, nor reads from a device without an end.

    Raises: OSError, ValueError; DiskError where it is no file.
    """
    with open_to_read(path) as file:
        return read_piece(file, path, most + 1)


def open_to_read(path: str) -> BinaryIO:
    """A file, opened; see `read_whole`.

    Raises: OSError, ValueError; DiskError where it is no file.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise make_not_a_file_error(path, mode)
    return open(handle, "rb")


def read_piece(file: BinaryIO, path: str, size: int) -> bytes:
    """Up to so many bytes, fewer at the end.

    Raises: OSError; DiskError for what only looks like a file, as the kernel's own do, and would have to be waited for.
    """
    data: bytes | None = file.read(size)
    if data is None:
        raise DiskError(f"{path}: is no file that can be read to its end", "name another file")
    return data


def make_not_a_file_error(path: str, mode: int) -> DiskError:
    """The error for a path that leads to something else than a file."""
    what = "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or a socket"
    return DiskError(f"{path}: is {what}, not a file", "name a file")


def place(made: str, final: str, *, overwrite: bool = False) -> None:
    """Give a whole file its name, on the disk too; under its old one it may stay, for the caller to take away.

    Raises: FileExistsError where something has that name and isn't to be replaced; OSError.
    """
    if not overwrite:
        # A link can't replace anything. File systems without links (FAT, some network ones) get a rename, which could
        # overwrite in that one moment.
        try:
            os.link(made, final)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):
            if os.path.lexists(final):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), final) from None
        else:
            sync_folder(os.path.dirname(os.path.abspath(final)))
            return
    os.replace(made, final)
    sync_folder(os.path.dirname(os.path.abspath(final)))


def make_folder(folder: str) -> None:
    """Make a folder for the user alone, and those above it, so that they are there after a power cut too.

    Raises: OSError.
    """
    folder = os.path.abspath(folder)
    new = []
    while not os.path.isdir(folder):
        new.append(folder)
        folder = os.path.dirname(folder)
        if folder == os.path.dirname(folder):
            break
    if not new:
        return
    os.makedirs(new[0], mode=0o700, exist_ok=True)
    for made in new:
        sync_folder(os.path.dirname(made))


def sync_folder(folder: str) -> None:
    """Bring a folder's names to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
