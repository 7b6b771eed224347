"""The words of an HTML text, with its quotes and signature marked as in plain text.

One pass of our own: the standard library's parser takes quadratic time on tags that never end (before 3.11.13).
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

LARGEST_HTML = 200_000
"""Characters that are looked at."""
MOST_TAGS = 40_000
"""Tags and texts between them that are looked at."""
_TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^<>\"']|\"[^\"]{0,1000}\"|'[^']{0,1000}')*+)>"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>"
    r"|<[!?/][^<>]*>"
    r"|[^<]+|<"
)
_LINES = frozenset(
    ("address", "article", "br", "center", "div", "footer", "form", "header", "hr", "li", "section", "tr")
)
_PARAGRAPHS = frozenset(("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"))
_CLOSING = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("head", "script", "style", "template", "title")}
"""Tags whose contents aren't shown, each with its end."""
_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|data-smartmail|AppleMailSignature|id=.?Signature", re.IGNORECASE
)
_SIMPLE_SPACE = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_QUOTE = 20


class _Page:
    """The lines of an HTML text, as its tags come by."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0

    def end_line(self, *, blank: bool) -> None:
        text = "".join(self.line)
        text = text if text == "-- " else text.strip()
        self.line.clear()
        quote = "> " * min(self.depth, _DEEPEST_QUOTE)
        if text:
            self.lines.append(quote + text)
        if blank and self.lines and self.lines[-1].strip("> "):
            self.lines.append(quote)

    def take_tag(self, tag: str, attributes: str, *, is_end: bool) -> None:
        if tag in _LINES or tag in _PARAGRAPHS:
            self.end_line(blank=tag in _PARAGRAPHS)
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1) if is_end else self.depth + 1
        elif not is_end and attributes and _SIGNATURE.search(attributes):
            self.end_line(blank=False)
            self.line.append("-- ")
            self.end_line(blank=False)


def strip_tags(html: str) -> str:
    """Lines of plain text; what stands in `<blockquote>` begins with `>`, a marked signature with `-- `."""
    html = _drop_comments(html[:LARGEST_HTML])
    page = _Page()
    skip_to = 0
    endless: set[str] = set()
    for match in islice(_TOKEN.finditer(html), MOST_TAGS):
        if match.start() < skip_to:
            continue
        tag = (match[2] or match[5] or "").lower()
        is_end = bool(match[1] or match[4])
        if tag in _CLOSING and not is_end:
            # Without its end it stays as text, so that a stray tag doesn't hide the message.
            closing = None if tag in endless else _CLOSING[tag].search(html, match.end())
            if closing is None:
                endless.add(tag)
            else:
                skip_to = closing.start()
        elif tag:
            page.take_tag(tag, match[3] or match[6] or "", is_end=is_end)
        elif match[0][0] != "<" or len(match[0]) == 1:
            page.line.append(_SIMPLE_SPACE.sub(" ", unescape(match[0])))
    page.end_line(blank=False)
    return "\n".join(page.lines).replace("\xa0", " ")


def _drop_comments(html: str) -> str:
    out = []
    place = 0
    while (start := html.find("<!--", place)) >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            break
        out.append(html[place:start])
        place = end + 3
    return "".join([*out, html[place:]])
