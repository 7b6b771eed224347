"""Links that hand a message to another program: `mailto:` and `tel:`, safely encoded."""

from __future__ import annotations

from urllib.parse import quote

from followq.errors import BadInputError
from followq.hints import command

LONGEST_ADDRESS = 254


def make_mailto(address: str, subject: str, text: str) -> str:
    """A new mail, its recipient, subject and text filled in; nothing in them can name another header or recipient.

    Raises: BadInputError for what is no single address.
    """
    name, at, host = address.rpartition("@")
    is_plain = all(ch.isprintable() and not ch.isspace() and ch not in ',;:<>()[]\\"' for ch in address)
    if address and not (name and at and host and is_plain and "@" not in name and len(address) <= LONGEST_ADDRESS):
        raise BadInputError(
            f"'{address[:60]}' is no e-mail address", f"mend it: {command('person', 'edit', 'NAME', '--email')}"
        )
    body = text.replace("\r", "").replace("\n", "\r\n")
    fields = [("subject", " ".join(subject.split())), ("body", body)]
    query = "&".join(f"{field}={quote(value, safe='')}" for field, value in fields if value)
    return f"mailto:{quote(address, safe='@')}?{query}"


def make_tel(number: str) -> str:
    """A call.

    Raises: BadInputError for what can't be dialled.
    """
    if number.lstrip().startswith("+"):
        # The zero in brackets is for calls from within the country.
        number = number.replace("(0)", "")
    digits = "".join(ch for ch in number if ch not in " ()-./\u00a0\u2011")
    bare = digits.removeprefix("+")
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= 20):
        raise BadInputError(
            f"'{number[:60]}' can't be dialled", f"mend it: {command('person', 'edit', 'NAME', '--phone')}"
        )
    return f"tel:{digits}"
