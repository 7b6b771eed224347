"""A made file is given its name: whole or not at all, over another only where that is asked for, and for good."""

from __future__ import annotations

import errno
import os

from followq.files import sync_folder

BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file that belongs to it."""


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
