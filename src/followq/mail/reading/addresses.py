"""Addresses in headers: one pass over the text, however deep its parentheses and however many people."""

from __future__ import annotations

import re
from itertools import islice

from followq.mail.message import MOST_ADDRESSES, MailAddress
from followq.mail.reading.charsets import clean_line, decode_words

_TOKEN = re.compile(
    r"""=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=   # an encoded word; commas in it are text
    |"(?:[^"\\]|\\.)*+"?                    # a quoted name
    |<[^<>]*>?                              # the address
    |\\.
    |[(),;:]
    |(?:(?!=\?)[^"<(),;:\\])+                 # anything else
    |.""",
    re.VERBOSE | re.DOTALL,
)
_ADDRESS = re.compile(r"(?<!@)[^\s@<>,;:()\"\\\[\]]{1,128}@[^\s@<>,;:()\"\\]{1,255}+(?!@)")
_AT_IN_WORDS = re.compile(r"([\w.+=-]{1,64}) at ([\w.-]{1,255})")
_COMMENT = re.compile(r"\([^()]*\)")
_VIA = re.compile(r"\s+via\s+.*$", re.IGNORECASE)
_LONGEST_NAME = 100
_MOST_TOKENS = 5_000


class _Scan:
    """One header being read: the parts of the entry that is going on, and what was found."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comment: list[str] = []
        self.address = ""
        self.found: list[MailAddress] = []

    def end_entry(self) -> None:
        text = " ".join("".join(self.words).split())
        address = _find_address(self.address) if self.address else ""
        name = text
        if not address:
            address = _find_address(text)
            name = text.replace(address, "")
        if not address:
            address, name = _find_spelt_address(text), ""
        if address:
            name = name.strip(" '\"<>") or "".join(self.comment)
            name = clean_line(decode_words(name[:2000]), _LONGEST_NAME).strip(" '\"")
            address = address.lower()
            self.found.append(MailAddress("" if name.lower() == address else name, address))
        self.words, self.comment, self.address = [], [], ""


def read_addresses(text: str, most: int = MOST_ADDRESSES) -> tuple[MailAddress, ...]:
    """Who stands in a To, Cc or From, each address once; what is no address is left out."""
    scan = _Scan()
    depth = 0
    for number, match in enumerate(_TOKEN.finditer(text)):
        if len(scan.found) >= 2 * most or number > _MOST_TOKENS:
            break
        piece = match[0]
        if piece == "(":
            depth += 1
        elif depth:
            if piece == ")":
                depth -= 1
            else:
                scan.comment.append(piece)
        elif piece in (",", ";"):
            scan.end_entry()
        elif piece == ":":
            scan.words = []  # the name of a group
        elif piece[0] == "<":
            scan.address = scan.address or piece.strip("<>").strip()
        elif piece[0] == '"':
            scan.words.append(piece.strip('"').replace("\\", ""))
        else:
            scan.words.append(piece)
    scan.end_entry()
    if not scan.found and "@" in text:
        # A quote or parenthesis that never ends has swallowed them.
        scan.found = [MailAddress("", match[0].lower()) for match in islice(_ADDRESS.finditer(text), most)]
    each = {found.address: found for found in reversed(scan.found)}
    return tuple(each[address] for address in dict.fromkeys(found.address for found in scan.found))[:most]


def _find_address(text: str) -> str:
    text = _COMMENT.sub("", text[:1000]) if "(" in text else text
    text = text.rpartition(":")[2].strip().strip("'\"").rstrip(".")
    match = _ADDRESS.search(text[:500])
    return match[0].rstrip(".'") if match and match[0].isprintable() else ""


def _find_spelt_address(text: str) -> str:
    # Public archives write "ana at example.org (Ana Lopez)".
    match = _AT_IN_WORDS.fullmatch(text[:400].strip())
    return f"{match[1]}@{match[2]}" if match and "." in match[2] else ""


def find_author(sender: MailAddress, original: str, reply_to: str) -> MailAddress:
    """Who wrote, where a list put itself into From: "Ana Lopez via Tea" <tea@lists.example.org>."""
    name = _VIA.sub("", sender.name)
    if name == sender.name:
        return sender
    for text in (original, reply_to):
        for one in read_addresses(text[:2000], 5):
            if one.address != sender.address:
                return MailAddress(name.strip("'\" "), one.address)
    return sender
