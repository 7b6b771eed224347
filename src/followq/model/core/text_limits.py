"""What may be stored as text: anything that can be read back, in one line, of a sane length.

Text is kept as it was given; showing it safely is `render/safe.py`'s work.
"""

from __future__ import annotations

from followq.errors import BadInputError, UsageError
from followq.model.core.followup import TEXT_LIMIT
from followq.model.core.person import NAME_LIMIT, read_reference

LEAST_DIGITS = 6
"""Digits from which a part of a text is a telephone number of its own."""


def one_line(text: str, what: str = "the text", limit: int = TEXT_LIMIT) -> str:
    """The text without line breaks and outer spaces.

    Raises: UsageError when nothing is left; BadInputError when it can't be stored.
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and text[:1] > " " < text[-1:]:
        return text  # as nearly everything is that comes in by the thousand
    line = " ".join(part for part in text.replace("\t", " ").splitlines() if part.strip()).strip()
    if not any(is_visible(ch) for ch in line):
        raise UsageError(f"{what} is empty", "say it in a few words")
    return require_storable(line, what, limit)


def note_lines(text: str) -> str:
    """A note as it was given, its lines kept; without blank lines around it and spaces at the ends of lines.

    Raises: UsageError when nothing is left; BadInputError when it can't be stored.
    """
    note = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    if not any(is_visible(ch) for ch in note):
        raise UsageError("the note is empty", "say it in a few words")
    return require_storable(note, "the note")


def is_visible(ch: str) -> bool:
    """Tell a character that shows from spaces, joiners and other invisible ones."""
    if ch.isascii():
        return "!" <= ch <= "~"
    import unicodedata  # a library of its own, which most calls do without

    return not ch.isspace() and unicodedata.category(ch) not in ("Cf", "Cc", "Cs")


def require_person_name(name: str) -> str:
    """A person's name fit to be stored.

    Raises: UsageError, BadInputError.
    """
    line = one_line(name, "the person's name", NAME_LIMIT)
    if line.replace("-", "", 1).isdecimal():
        raise UsageError(f"a person can't be called '{line}': numbers are follow-ups", "write the name in words")
    if read_reference(line) is not None:
        raise UsageError(f"a person can't be called '{line}': that refers to people by number", "write the name")
    return line


def refuse_several_emails(text: str) -> None:
    """Nothing, where a text is one address at most.

    Raises: BadInputError.
    """
    if text.count("@") > 1:
        raise BadInputError(f"'{text[:60]}' is more than one e-mail address", "give each by itself")


def refuse_several_phones(text: str) -> None:
    """Nothing, where a text is one number at most; an extension is no second one.

    Raises: BadInputError.
    """
    parts = [text]
    for separator in (",", ";", "|", " / ", " or ", " and "):
        parts = [piece for part in parts for piece in part.split(separator)]
    if text.count("+") > 1 or sum(sum(ch.isdecimal() for ch in part) >= LEAST_DIGITS for part in parts) > 1:
        raise BadInputError(f"'{text[:60]}' is more than one number", "give each by itself")


def require_storable(text: str, what: str, limit: int = TEXT_LIMIT) -> str:
    """The text, if it can be stored and read back.

    Raises: BadInputError.
    """
    if len(text) > limit:
        raise BadInputError(f"{what} has {len(text):,} characters, {limit:,} is the most", "shorten it")
    if "\0" in text:
        raise BadInputError(f"{what} holds a NUL character", "take it out")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadInputError(f"{what} is not valid UTF-8", "check the file's or the terminal's encoding") from None
    return text
