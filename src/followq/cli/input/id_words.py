"""What a word has to look like to be an id; nothing is looked up here."""

from __future__ import annotations

JOINERS = ("and", "&", "+", "to", "-", "–", "until", "through")
"""What people put between two ids, and followq doesn't."""

_SEPARATORS = frozenset("#,;&+–—.-")


def is_number(word: str) -> bool:
    """A number like `3` or `#3`, or a range like `3-5`."""
    return word.isascii() and word.lstrip("#").replace("-", "", 1).isdecimal()


def split_id_word(word: str) -> list[str]:
    """The ids in one word: `3,4` is two; a name may have a comma."""
    parts = [part for part in word.split(",") if part]
    return parts if parts and all(is_number(part) for part in parts) else [word]


def is_id(word: str) -> bool:
    """A number, a range, or several with commas between them. What has a space in it is text."""
    return all(is_number(part) for part in split_id_word(word))


def looks_like_ids(word: str) -> bool:
    """Numbers written together in a way that followq doesn't read: `1;2`, `3–5`, `2.`; not amounts, nor dates."""
    is_amount = word.replace(".", "", 1).replace(",", "", 1).isdecimal() and not word.endswith((".", ","))
    is_date = word.count("-") == 2
    has_digits = any(ch.isdecimal() for ch in word)
    only_digits = all(ch.isdecimal() or ch in _SEPARATORS for ch in word)
    return has_digits and only_digits and not is_id(word) and not is_amount and not is_date
