"""The lines of which vCards and calendars are made: folded, escaped, with parameters. Read leniently, written strictly.

Source: RFC 6350 and 2426 (vCard 4.0, 3.0), RFC 5545 (iCalendar); versit's vCard 2.1 for quoted-printable.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from followq.record import NamedTuple

_PARAMETER = re.compile(r';([^=;:"]+)(?:=((?:"[^"]*"|[^;:"])*))?')
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_LONGEST_LINE = 75
"""Octets of a line, beyond which it is folded."""


class ContentLine(NamedTuple):
    """One property: its name in capitals without its group, its parameters in capitals, its value as it stands."""

    number: int
    name: str
    parameters: str
    value: str

    def text(self) -> str:
        """The value with its escapes undone."""
        return unescape(self.value)

    def parts(self) -> list[str]:
        """The value's parts, between semicolons."""
        return [unescape(part).strip() for part in re.split(r"(?<!\\);", self.value)]


def read_lines(text: str) -> Iterator[ContentLine]:
    """The properties of a file, in order; what is none is left out."""
    for number, line in _unfolded(text):
        name, parameters, value = _parted(line)
        if not name:
            continue
        name = name.rpartition(".")[2].upper().strip()
        upper = parameters.upper()
        if "QUOTED-PRINTABLE" in upper:
            found = re.search(r"CHARSET=\"?([A-Z0-9._-]+)", upper)
            value = _from_quoted(value, found[1] if found else "utf-8")
        yield ContentLine(number=number, name=name, parameters=upper, value=value)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start, whole = 1, ""
    for number, line in enumerate(lines, 1):
        is_quoted = whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
        if is_quoted:
            whole = whole[:-1] + line.lstrip(" \t")
        elif line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        else:
            if whole.strip():
                yield start, whole
            start, whole = number, line
    if whole.strip():
        yield start, whole


def _parted(line: str) -> tuple[str, str, str]:
    place = re.match(r"[A-Za-z0-9.-]+", line)
    if place is None:
        return "", "", ""
    end = place.end()
    while (found := _PARAMETER.match(line, end)) and found.end() > end:
        end = found.end()
    return (place[0], line[place.end() : end], line[end + 1 :]) if line[end : end + 1] == ":" else ("", "", "")


def _from_quoted(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace")


def unescape(text: str) -> str:
    r"""The text that `\n`, `\,`, `\;` and `\\` stand for."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def escape(text: str) -> str:
    r"""A text as a value: no line break and no control character is left in it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(ch if ch >= " " or ch in "\n\t" else " " for ch in text)
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")


def fold(line: str) -> str:
    """A line with its end, folded so that none is longer than the formats allow; no character is parted."""
    parts, part, size = [], "", 0
    for ch in line:
        width = len(ch.encode("utf-8", "surrogatepass"))
        if size + width > _LONGEST_LINE:
            parts.append(part)
            part, size = "", 1
        part += ch
        size += width
    return "\r\n ".join([*parts, part]) + "\r\n"
