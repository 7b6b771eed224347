"""HTML, written so that a text can't become anything else: the one place that escapes.

Only what this module made itself is taken as HTML; every other string is a text and is escaped. A page stands alone:
no scripts, nothing fetched, and a policy that forbids both.
"""

from __future__ import annotations

import base64
import hashlib
import html

from followq.render.safe import WHOLE, safe


class Html(str):
    """A piece of HTML that was made here."""

    __slots__ = ()


def text(words: str) -> Html:
    """A text, with what steers browsers or readers made visible."""
    return Html(html.escape(safe(words, WHOLE), quote=True))


def tag(name: str, *inside: str, **attributes: str | float | None) -> Html:
    """An element around texts and other elements.

    `class_` is `class`, `aria_label` is `aria-label`; an attribute that is None is left out. There is none that
    could run or fetch anything: `on...`, `style`, `src` are refused, `href` is `link`'s.
    """
    given = []
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if attribute.startswith("on") or attribute in ("style", "src", "href", "srcset", "action"):
            raise ValueError(f"no page has {attribute}")
        if value is not None:
            given.append(f' {attribute}="{text(str(value))}"')
    content = "".join(part if isinstance(part, Html) else text(part) for part in inside)
    return Html(f"<{name}{''.join(given)}>{content}</{name}>")


def join(parts: list[Html]) -> Html:
    """Elements one after another."""
    return Html("".join(parts))


def make_page(title: str, style: str, body: Html, language: str = "en") -> str:
    """A whole page. `style` is our own sheet, never anybody's words."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{text(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
