"""Text from others, made harmless for a terminal. Every sink but JSON passes through here."""

from __future__ import annotations

LIMIT = 500
"""Characters of one text that are shown where it shares a line with others."""

WHOLE = 1_000_000
"""Characters of one text that are shown where it is what was asked for."""

MOST_MARKS = 8
"""Combining marks on one character that are shown."""

_JOINERS = "\u200c\u200d"


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
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.category(ch) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(ch) in "WF" else 1
        for ch in text
    )


def _visible(ch: str) -> str:
    point = ord(ch)
    if point < 0x20 or point == 0x7F:
        return f"^{chr(point ^ 0x40)}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
