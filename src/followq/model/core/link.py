"""The way back to where a follow-up came from: the address of a page, or a mail by its Message-ID.

Only what opens a page or a mail is taken, as a link may come out of a file of somebody else: no `javascript:`, no
`file:`, nothing that runs a program. Mails are stored as `<id@host>`.
Source: RFC 3986 for addresses, RFC 5322 3.6.4 for a Message-ID, RFC 2392 for `mid:`.
"""

from __future__ import annotations

from followq.errors import BadInputError

SCHEMES = ("https://", "http://")
LONGEST_LINK = 2000
"""Characters; what is longer, browsers and mail programs cut."""
_SAFE_IN_MID = "@.-_~!$&*+=:"
"""What stands in a `mid:` address as it is, beside letters and digits."""


def read_link(text: str) -> str:
    """The link in the form that is stored: an address, or a Message-ID in angle brackets.

    Raises: BadInputError for anything else, as for an address of a kind that could run something.
    """
    link = text.strip()
    if link[:4].lower() == "mid:":
        link = f"<{_decode(link[4:])}>"
    if len(link) > LONGEST_LINK:
        raise BadInputError(f"a link of {len(link):,} characters, {LONGEST_LINK:,} is the most", "shorten it")
    scheme, separator, rest = link.partition("://")
    address = f"{scheme.lower()}{separator}{rest}"
    is_address = address.startswith(SCHEMES) and rest.strip("/") and _is_one_word(rest)
    if is_address:
        return address
    if not separator and _is_message_id(link.removeprefix("<").removesuffix(">")):
        return f"<{link.removeprefix('<').removesuffix('>')}>"
    raise BadInputError(
        f"'{link[:60]}' is no link", "give the https address of a page, or the Message-ID of a mail: <id@host>"
    )


def is_mail(link: str) -> bool:
    """Whether it leads to a mail."""
    return link.startswith("<")


def to_address(link: str) -> str:
    """What the desktop is asked to open: a page's own address, `mid:` with a mail's id."""
    if not is_mail(link):
        return link
    octets = link[1:-1].encode()
    return "mid:" + "".join(
        chr(octet) if chr(octet).isascii() and (chr(octet).isalnum() or chr(octet) in _SAFE_IN_MID) else f"%{octet:02X}"
        for octet in octets
    )


def _decode(text: str) -> str:
    # `%40` as the character that it stands for; a sign that begins no such code is itself.
    first, *rest = text.split("%")
    octets = bytearray(first.encode())
    for part in rest:
        is_code = len(part) > 1 and all(ch in "0123456789abcdefABCDEF" for ch in part[:2])
        octets += bytes.fromhex(part[:2]) + part[2:].encode() if is_code else f"%{part}".encode()
    return octets.decode("utf-8", "replace")


def _is_one_word(text: str) -> bool:
    return all(ch.isprintable() and not ch.isspace() and ch not in '<>"\\^`{|}' for ch in text)


def _is_message_id(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and ":" not in text and _is_one_word(text)
