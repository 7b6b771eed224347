"""Which source a text names: an address of IMAP, or what lies at a path."""

from __future__ import annotations

import os
import re

from followq.errors import BadInputError, UsageError
from followq.files import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from followq.mail.sources.source import Source, SourceConfig

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
KINDS = "name an mbox file, a Maildir, a folder with messages, an .eml file, or imaps://USER@HOST/FOLDER"
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x03\x04", b"7z\xbc\xaf")


def open_source(text: str, ask_password: Callable[[str], str], config: SourceConfig) -> Source:
    """The source that the user named. `ask_password` is given the question, and only called where it must be asked.

    Raises: UsageError for a text that names none; BadInputError where nothing or no mail lies there; NetworkError
    where a server doesn't answer, is not the one it should be, or lets nobody in.
    """
    scheme = _SCHEME.match(text)
    if scheme is not None:
        if scheme[1].lower() not in ("imap", "imaps"):
            raise UsageError(f"{scheme[1]}:// is no mailbox that can be read", KINDS)
        from followq.mail.sources.imap import open_imap

        return open_imap(text, ask_password, config)
    return _open_path(text)


def _open_path(text: str) -> Source:
    if not text or "\0" in text:
        raise UsageError("no mailbox is named", KINDS)
    path = os.path.realpath(os.path.expanduser(text))
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    try:
        if os.path.isdir(path):
            os.listdir(path)
        elif not os.path.isfile(path):
            os.stat(path)
            raise BadInputError(f"{name}: is a device or a pipe, not a mailbox", KINDS)
        else:
            with open(path, "rb") as file:
                start = file.read(1000)
    except OSError as err:
        why, hint = explain(err)
        raise BadInputError(f"{name}: {why}", hint) from err
    from followq.mail.sources.folder import FolderSource, looks_like_mbox, looks_like_message
    from followq.mail.sources.mbox import MboxSource

    if os.path.isdir(path):
        return FolderSource(path, name)
    if looks_like_mbox(path) or not start:  # an mailbox from which all was taken is empty
        return MboxSource(path, name)
    if start.startswith(_PACKED):
        raise BadInputError(f"{name}: is packed", "unpack it, and name what was in it")
    if looks_like_message(path) or path.lower().endswith(".eml"):
        return FolderSource(path, name)
    raise BadInputError(f"{name}: no messages found", KINDS)
