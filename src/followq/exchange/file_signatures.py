"""Files of other kinds, told by how they begin, so that the answer is what they are instead of where reading failed."""

from __future__ import annotations

from followq.errors import BadInputError
from followq.hints import command

QUEUE = b"FQUE"
"""A queue's mark, the same as `store/file/schema.py` gives it."""
_BEGINNINGS = (
    (b"\x1f\x8b", "compressed (gzip)", "unpack it first"),
    (b"PK\x03\x04", "a ZIP archive, or an office file", "unpack it, or save it as CSV"),
    (b"BZh", "compressed (bzip2)", "unpack it first"),
    (b"\xfd7zXZ", "compressed (xz)", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "unpack it first"),
    (b"%PDF", "a PDF", "save the list as CSV, or export it from where it comes from"),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_DATABASE = b"SQLite format 3\0"
_APPLICATION = slice(68, 72)
"""Where in a database its program's number stands.

Source: https://www.sqlite.org/fileformat2.html, 1.3."""


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Nothing for what may be a text.

    Raises: BadInputError that says what it is.
    """
    if not data.strip():
        raise BadInputError(f"{name}: line 1: the file is empty", "is it the right file?")
    if data.startswith(_DATABASE):
        _refuse_database(data, name)
    for start, what, hint in _BEGINNINGS:
        if data.startswith(start):
            raise BadInputError(f"{name}: is {what}", hint)
    if data.startswith(_WIDE) or b"\0" in data[:4]:
        raise BadInputError(f"{name}: is in UTF-16, or no text at all", "save it as UTF-8")


def _refuse_database(data: bytes, name: str) -> None:
    if data[_APPLICATION] == QUEUE:
        hint = f"to add what it holds, export it first: {command('export', '--output', 'queue.json', queue=name)}"
        raise BadInputError(f"{name}: is a queue, not an export", hint)
    raise BadInputError(f"{name}: is a database of another program", "export a list there: JSON or CSV")
