"""A JSON document that is read as it is needed, and lists that are kept on the disk: what comes in may be larger than
memory.
"""

from __future__ import annotations

import codecs
import json
import marshal
import re
from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, Generic, NoReturn, TypeVar

from followq.errors import BadInputError

AT_ONCE = 1 << 20
"""Bytes that are read at once."""
LONGEST_VALUE = 200_000_000
"""Characters of one record, or of what stands beside the lists."""
WHOLE = -1
"""In place of a place: a value that is no part of a list."""
_NEAR = 16
"""Characters before the end of what was read so far, where a mistake may only be that the rest isn't there yet."""
_SPACE = re.compile(r"[ \t\n\r]*")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000|\0")

T = TypeVar("T")


class JsonStream:
    """A document whose lists are read one record at a time; the other values of its outermost object as a whole.

    `keys` are those of the outermost object so far, `replaced` counts NUL characters.
    """

    def __init__(self, pieces: Iterable[bytes], name: str, lists: Iterable[str], main: str) -> None:
        """`lists` are the keys whose lists are taken apart; a list without an object around it counts as `main`."""
        self.keys: set[str] = set()
        self.replaced = 0
        self._name = name
        self._lists = frozenset(lists)
        self._main = main
        self._pieces = iter(pieces)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._is_whole = "", 0, False
        self._line, self._column = 1, 1  # at which the text in memory begins
        decoder = json.JSONDecoder(parse_constant=self._refuse_constant, object_pairs_hook=take_each_once)
        self._scan = decoder.scan_once  # type: ignore[attr-defined] # what `raw_decode` calls

    def __iter__(self) -> Iterator[tuple[str, int, Any]]:
        """Every value: its key, its place in the list there or WHOLE, and the value.

        Raises: BadInputError with the line.
        """
        try:
            yield from self._members()
        except json.JSONDecodeError as err:
            line, column = self._place(err.pos)
            raise BadInputError(f"{self._name}: line {line}, column {column}: {err.msg}", "is it JSON?") from err
        except RecursionError as err:
            raise BadInputError(f"{self._name}: is nested too deeply", "is it a followq export?") from err
        except UnicodeDecodeError as err:
            line = self._place(len(self._text))[0] + err.object.count(b"\n", 0, err.start)
            hint = "save it as UTF-8, or is it another file?"
            raise BadInputError(f"{self._name}: line {line} is not UTF-8", hint) from err
        except ValueError as err:
            raise BadInputError(f"{self._name}: {err}", "is it JSON in UTF-8?") from err

    def _members(self) -> Iterator[tuple[str, int, Any]]:
        first = self._peek()
        if first == "[":
            self.keys.add(self._main)
            yield from self._items(self._main)
        elif first == "{":
            yield from self._object()
        else:
            yield "", WHOLE, self._value()
        if self._peek():
            self._fail("Extra data")
        self._drop()

    def _object(self) -> Iterator[tuple[str, int, Any]]:
        for _ in self._parts("}"):
            if self._peek() != '"':
                self._fail("Expecting property name enclosed in double quotes")
            key = self._value()
            if key in self.keys:
                raise ValueError(f'"{key[:40]}" is there twice in one record')
            self.keys.add(key)
            if self._peek() != ":":
                self._fail("Expecting ':' delimiter")
            self._at += 1
            if self._peek() == "[" and key in self._lists:
                yield from self._items(key)
            else:
                yield key, WHOLE, self._value()

    def _items(self, key: str) -> Iterator[tuple[str, int, Any]]:
        for place in self._parts("]"):
            yield key, place, self._value()

    def _parts(self, end: str) -> Iterator[int]:
        # One step for each part of a list or an object, which the caller reads.
        self._at += 1
        place = 0
        if self._peek() != end:
            while True:
                self._peek()
                yield place
                place += 1
                if self._text.startswith(", ", self._at):  # as followq writes it
                    self._at += 2
                    continue
                found = self._peek()
                if found == end:
                    break
                if found != ",":
                    self._fail("Expecting ',' delimiter")
                self._at += 1
        self._at += 1

    def _peek(self) -> str:
        # The next character that is no space; nothing at the end.
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr] # matches anything
            if self._at < len(self._text):
                return self._text[self._at]
            if self._is_whole:
                return ""
            self._read_on()

    def _value(self) -> Any:
        while True:
            failure = None
            try:
                value, end = self._scan(self._text, self._at)
            except StopIteration as err:  # how the scanner says that a value is missing
                failure = json.JSONDecodeError("Expecting value", self._text, err.value)
            except json.JSONDecodeError as err:
                failure = err
            else:
                if self._is_whole or end + _NEAR <= len(self._text):
                    self._at = end
                    return value
            if failure and (self._is_whole or not self._is_cut(failure)):
                raise failure
            self._read_on()

    def _is_cut(self, failure: json.JSONDecodeError) -> bool:
        return failure.msg.startswith("Unterminated") or failure.pos + _NEAR > len(self._text)

    def _read_on(self) -> None:
        self._drop()
        found, wanted = [self._text], max(1, len(self._text))
        if wanted > LONGEST_VALUE:
            raise BadInputError(
                f"{self._name}: one of its records has more than {LONGEST_VALUE // 1_000_000} MB", "is it JSON?"
            )
        # Twice as much each time, so that a long record is not read over and over.
        while wanted > 0 and not self._is_whole:
            piece = next(self._pieces, b"")
            self._is_whole = not piece
            found.append(self._decoder.decode(piece, self._is_whole))
            wanted -= len(piece)
        self._text = "".join(found)

    def _drop(self) -> None:
        text, at = self._text, self._at
        self._line, self._column = self._place(at)
        if text.find("\0", 0, at) >= 0 or text.find("\\u0000", 0, at) >= 0:
            self.replaced += len(_NUL.findall(text, 0, at))
        self._text, self._at = text[at:], 0

    def _place(self, at: int) -> tuple[int, int]:
        # Line and column, from 1.
        before = self._text.rfind("\n", 0, at)
        return self._line + self._text.count("\n", 0, at), at - before if before >= 0 else self._column + at

    def _fail(self, why: str) -> NoReturn:
        raise json.JSONDecodeError(why, self._text, self._at)

    def _refuse_constant(self, constant: str) -> NoReturn:
        # The parser doesn't say where; outside of a text it stands behind one of these marks.
        found = re.compile(rf"[:,\[]\s*{re.escape(constant)}").search(self._text, self._at)
        line, _ = self._place(found.end() if found else self._at)
        raise ValueError(f"line {line}: {constant} is not JSON")


def take_each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key is there twice: the last of two would win in silence, and what the first said be lost.

    Raises: ValueError.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        names = (found[key] for key in ("text", "name", "person") if key != twice and isinstance(found.get(key), str))
        name = next(names, "")
        whose = f' of "{name[:60]}"' if name else ""
        raise ValueError(f'"{twice[:40]}" is there twice in one record{whose}')
    return found


class Spool(Generic[T]):
    """A list of any length of which a few hundred are in memory; `make` makes an item of a row of plain values."""

    ROWS = 500
    IN_MEMORY = 1 << 22
    """Bytes that are kept in memory before the disk is used."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._rows: list[Any] = []
        self._lengths: list[int] = []
        self._file = SpooledTemporaryFile(self.IN_MEMORY)  # noqa: SIM115 - it goes with this object

    def append(self, row: Any) -> None:
        """Put a row at the end."""
        self._rows.append(row)
        if len(self._rows) == self.ROWS:
            written = marshal.dumps(self._rows)
            self._lengths.append(len(written))
            self._file.seek(0, 2)
            self._file.write(written)
            self._rows = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._lengths) * self.ROWS + len(self._rows)

    def __iter__(self) -> Iterator[T]:
        """Every item, in order."""
        at = 0
        for length in self._lengths:
            self._file.seek(at)
            at += length
            # Nobody else has this file.
            yield from map(self._make, marshal.loads(self._file.read(length)))  # noqa: S302
        yield from map(self._make, self._rows)
