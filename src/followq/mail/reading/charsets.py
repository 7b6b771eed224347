"""Bytes to text, whatever they claim to be: declared charsets and encoded words, each in one pass."""

from __future__ import annotations

import binascii
import re
from encodings.aliases import aliases

_REFUSED = {
    "hex_codec", "bz2_codec", "zlib_codec", "base64_codec", "quopri_codec", "uu_codec", "rot_13", "mbcs", "oem",
}  # fmt: skip
_KNOWN = ({*aliases, *aliases.values()} | {"utf_8_sig"}) - _REFUSED
"""Only names that Python lists are looked up: any other would be remembered for good, and so would thousands of
made-up ones. Python's own escapes, punycode and idna (quadratic) aren't in that list."""
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "latin_1": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859_8_i": "iso8859_8",
    "x_sjis": "cp932",
    "unicode_1_1_utf_7": "utf_7",
    "x_unknown": "utf_8",
    "utf8mb4": "utf_8",
}
"""What mailers mean by the smaller name: a superset of it."""
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]+")
MOST_ENCODED_WORDS = 500
"""Of one header; the rest stays as it came."""


def decode_bytes(data: bytes, charset: str = "") -> str:
    """Text of the bytes: by the declared charset, else UTF-8, else as Western mail without a charset is written.

    Never fails: what fits nothing becomes U+FFFD.
    """
    name = charset.strip().lower().replace("-", "_").replace(" ", "_").replace(".", "_")
    name = _WIDER.get(aliases.get(name, name), aliases.get(name, name))
    if name in _KNOWN and name != "ascii":
        try:
            return data.decode(name)
        except (UnicodeError, LookupError, ValueError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(name if name in _KNOWN and name != "ascii" else "cp1252", "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("latin-1")


def decode_base64(data: bytes) -> bytes:
    """Bytes of a base64 text: whatever isn't base64 is passed over, and what is missing at the end isn't missed."""
    letters = data.partition(b"=")[0] if b"=" in data[-8:] else data
    letters = letters.translate(None, _NOT_BASE64)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def decode_quoted(data: bytes, *, header: bool = False) -> bytes:
    """Bytes of a quoted-printable text; in headers `_` is a space."""
    return binascii.a2b_qp(data, header=header)


def decode_words(text: str) -> str:
    """A header's text with its encoded words decoded; those that break a character in two are joined first."""
    if "=?" not in text:
        return text
    out: list[str] = []
    charset, waiting = "", b""
    place = 0
    for number, match in enumerate(_ENCODED_WORD.finditer(text)):
        if number >= MOST_ENCODED_WORDS:
            break
        between = text[place : match.start()]
        declared = match[1].partition("*")[0].lower()
        if waiting and (between.strip() or declared != charset):
            out.append(decode_bytes(waiting, charset))
            waiting = b""
        if between.strip() or place == 0:
            out.append(between)
        data = match[3].encode("utf-8", "replace")
        waiting += decode_base64(data) if match[2] in "bB" else decode_quoted(data, header=True)
        charset, place = declared, match.end()
    if waiting:
        out.append(decode_bytes(waiting, charset))
    return "".join([*out, text[place:]])


def clean_line(text: str, longest: int) -> str:
    """The text as one line: no control characters, single spaces, cut at `longest` characters."""
    return " ".join(_UNPRINTABLE.sub(" ", text[: longest * 4]).split())[:longest].rstrip()


def clean_lines(text: str) -> str:
    """The text with line ends as they are, tabs as spaces and without other control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u2028", "\n")
    return "\n".join(_UNPRINTABLE.sub("", line) for line in text.split("\n"))
