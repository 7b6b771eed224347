"""Text from others inside Markdown: shown as it is, whatever it holds."""

from __future__ import annotations

from followq.render.safe import WHOLE, safe

_MARKS = frozenset("\\`*_[]<>#|~!&$")


def escape(text: str) -> str:
    """The text in one line, with every character escaped that may mean something within a line of Markdown.

    What means something only where a line begins stays readable: no text stands there.
    Source: CommonMark 0.31.2, 2.4 Backslash escapes.
    """
    return "".join(f"\\{ch}" if ch in _MARKS else ch for ch in safe(" ".join(text.split()), WHOLE))
