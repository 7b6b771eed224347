"""Addresses of mailboxes on a server, `imaps://USER@HOST[:PORT][/FOLDER]`: taken apart, and refused where odd."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, unquote, urlsplit

from followq.errors import UsageError
from followq.record import NamedTuple

_FORM = "write imaps://USER@HOST/FOLDER, with %40 for an @ within USER if it is refused"


class ImapAddress(NamedTuple):
    """Where a mailbox is. `folder` is empty for the inbox and what was sent."""

    is_encrypted: bool
    """From the first byte; else by STARTTLS, unless the server is this machine."""
    user: str
    host: str
    port: int
    folder: str

    @property
    def is_local(self) -> bool:
        """Whether the server is this machine, so that nobody listens on the way."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def name(self) -> str:
        """The address as it is remembered: the same for the same mailbox, never with a password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == (993 if self.is_encrypted else 143) else f":{self.port}"
        scheme = "imaps" if self.is_encrypted else "imap"
        folder = f"/{quote(self.folder, safe='/ ').replace(' ', '%20')}" if self.folder else ""
        return f"{scheme}://{quote(self.user, safe='@')}@{host}{port}{folder}"


def read_address(text: str) -> ImapAddress:
    """The address taken apart.

    Raises: UsageError; the message never repeats a password.
    """
    if any(ord(ch) < 32 or ord(ch) == 127 for ch in text):
        raise UsageError("the address of the mailbox has control characters in it", _FORM)
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").lower()
    except ValueError as err:
        raise UsageError("the address of the mailbox can't be read", _FORM) from err
    if parts.password is not None:
        raise UsageError(
            "a password doesn't belong in the address: others could read it",
            "leave it out; it is asked for, or comes from the keyring or from --password-command",
        )
    user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/"))
    if not user or not host or parts.query or parts.fragment:
        raise UsageError("the address of the mailbox lacks a user or a host, or has too much in it", _FORM)
    if any(ord(ch) < 32 or ord(ch) == 127 for ch in user + folder + host) or len(text) > 1000:
        raise UsageError("the address of the mailbox has control characters in it", _FORM)
    is_encrypted = parts.scheme == "imaps"
    return ImapAddress(
        is_encrypted=is_encrypted, user=user, host=host, port=port or (993 if is_encrypted else 143), folder=folder
    )
