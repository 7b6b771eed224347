"""Text from others, made harmless for a terminal. Every sink but JSON passes through here."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 500
"""Characters of one text that are shown where it shares a line with others."""

WHOLE = 1_000_000
"""Characters of one text that are shown where it is what was asked for."""

MOST_MARKS = 8
"""Combining marks on one character that are shown."""

_JOINER = "\u200d"
_JOINERS = "\u200c" + _JOINER
_EMOJI_FOLLOWS = "\ufe0f"
_TINTS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_NO_CELLS = ("Mn", "Me", "Mc", "Cf")


def safe(text: str, limit: int = LIMIT) -> str:
    r"""The text in one line, with what steers a terminal made visible instead of obeyed.

    Control characters become `^[`-like or `\u202e`-like, line breaks and tabs a space; joiners stay, as
    several scripts need them.
    """
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    # Only what is not ASCII needs the table, which is a library of its own.
    import unicodedata

    out: list[str] = []
    marks = 0
    for ch in text:
        if len(out) >= limit:
            out.append("…")
            break
        category = unicodedata.category(ch)
        if category in ("Mn", "Me"):
            marks += 1
            if marks <= MOST_MARKS:
                out.append(ch)
            continue
        marks = 0
        if ch in "\t\r\n\u2028\u2029":
            out.append(" ")
        elif category in ("Cc", "Cs", "Co", "Cn") or (category == "Cf" and ch not in _JOINERS):
            out.append(_visible(ch))
        else:
            out.append(ch)
    return "".join(out)


def width(text: str) -> int:
    """Terminal cells that a safe text takes, near enough to align columns."""
    return len(text) if text.isascii() else sum(cells(text))


def cells(text: str) -> Iterator[int]:
    """Terminal cells that each character of a safe text adds to those before it.

    None by what combines, joins or tints; one joined to the emoji before it stands in that one's cells. Where
    terminals don't agree, as most of them do.
    """
    import unicodedata

    before, last = 0, ""
    for ch in text:
        if ch == _EMOJI_FOLLOWS:
            added = 1 if before == 1 and not last.isascii() else 0
        elif unicodedata.category(ch) in _NO_CELLS or ch in _TINTS or _is_inner_jamo(ch):
            added = 0
        elif unicodedata.east_asian_width(ch) in "WF":
            added = 0 if last == _JOINER else 2
        else:
            added = 1
        yield added
        before, last = added, ch


def _is_inner_jamo(ch: str) -> bool:
    # The vowels and ends of Korean syllables spelt in parts.
    return "\u1160" <= ch <= "\u11ff" or "\ud7b0" <= ch <= "\ud7ff"


def _visible(ch: str) -> str:
    point = ord(ch)
    if point < 0x20 or point == 0x7F:
        return f"^{chr(point ^ 0x40)}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
