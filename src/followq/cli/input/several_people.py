"""Several people in one name, as in "Ana Lopez, Tom Baker": noticed, and taken apart."""

from __future__ import annotations

from collections.abc import Callable

from followq.cli.input.person_choice import SIGNS, SURELY, may_be_in_parts

WORDS = ("and",)
MOST_WORDS = 4
"""Words that one of several names may have; more are a sentence."""


def unquote(name: str) -> tuple[str, bool]:
    """A name, and whether it stood in quotes: then it is one name, whatever it holds."""
    name = name.strip()
    is_quoted = len(name) > 2 and name[0] == name[-1] == '"'
    return (name[1:-1].strip(), True) if is_quoted else (name, False)


def split_names(name: str) -> list[str]:
    """The names that signs or "and" part; one where there is no sign. In an address `+`, `/` and `&` part nothing."""
    if not may_be_in_parts(name):
        return [name]
    signs = ",;" if "@" in name else SIGNS
    for sign in signs:
        name = name.replace(sign, SURELY)
    names: list[str] = []
    for part in name.split(SURELY):
        words: list[str] = []
        for word in part.split():
            if word.lower() in WORDS:
                names.append(" ".join(words))
                words = []
            else:
                words.append(word)
        names.append(" ".join(words))
    return list(dict.fromkeys(part for part in names if part))


def may_be_several(names: list[str], is_known: Callable[[str], bool], *, is_sure: bool = False) -> bool:
    """Whether these are people, as far as their spelling tells: each is known, or written as names are.

    With `is_sure` they were parted by what means nothing else; then a name may begin with a small letter.
    """
    return len(names) > 1 and all(is_known(part) or _looks_like_name(part, is_sure) for part in names)


def _looks_like_name(part: str, is_sure: bool) -> bool:
    words = part.split()
    letters = [ch for ch in part if ch.isalpha()]
    is_plain = all(ch.isalpha() or ch in " .'’-" for ch in part)
    return (
        is_plain
        and len(letters) > 1
        and len(words) <= MOST_WORDS
        and part[0].isalpha()
        and (is_sure or not part[0].islower())
    )
