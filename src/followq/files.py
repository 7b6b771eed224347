"""Files that followq writes for the user: whole or not at all, and never over something unasked."""

from __future__ import annotations

import os
import tempfile

from followq.errors import DiskError


def write_whole(path: str, text: str, *, overwrite: bool = False) -> None:
    """Write a UTF-8 file with mode 0600 by way of a temporary one beside it.

    Raises: DiskError; nothing is then left behind and an old file stays as it was.
    """
    try:
        if os.path.isdir(path):
            raise DiskError(f"{path}: is a folder", "name a file in it")
        if os.path.exists(path) and not os.path.isfile(path):
            raise DiskError(f"{path}: is a device or a pipe, not a file", "choose another name")
        if os.path.lexists(path) and not overwrite:
            raise DiskError(f"{path}: is there already", "give --force to replace it, or another name")
        target = os.path.realpath(path)
        handle, made = tempfile.mkstemp(prefix=".followq-", dir=os.path.dirname(target) or ".")
        try:
            with open(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, target)
        except BaseException:
            os.unlink(made)
            raise
    except (OSError, ValueError) as err:
        raise DiskError(
            f"{path}: can't be written: {getattr(err, 'strerror', None) or err}", "check the path and the rights"
        ) from err
