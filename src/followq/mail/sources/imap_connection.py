"""A connection to an IMAP server that can't be made to read without end: bounds on bytes and on time per command."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from ssl import SSLContext, create_default_context

from imapclient import IMAPClient, SocketTimeout
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

from followq.errors import NetworkError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from followq.mail.sources.imap_address import ImapAddress

_CONNECT_SECONDS = 20
_SILENT_SECONDS = 60
_COMMAND_SECONDS = 300
"""For one command and all of its answer."""
_LINE_BYTES = 2_000_000
"""Of an answer, without what the messages themselves hold."""
LITERAL_BYTES = 12_000_000
"""Of messages in one answer; more was never asked for."""


class _BoundedReading:
    """What is read from the server is counted. A mixin, before one of the library's connections."""

    # Set on the class, as the connection reads its greeting while it is made.
    lines_left = _LINE_BYTES
    literals_left = LITERAL_BYTES
    watch: threading.Timer | None = None

    def read(self, size: int) -> bytes:
        self.literals_left -= size
        if self.literals_left < 0:
            raise NetworkError("the server sends more than was asked for", "try again, or another server")
        return super().read(size)  # type: ignore[misc, no-any-return]

    def readline(self) -> bytes:
        line: bytes = super().readline()  # type: ignore[misc]
        self.lines_left -= len(line) + 10
        if self.lines_left < 0:
            raise NetworkError("the server's answer doesn't end", "try again, or another server")
        return line

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        made: socket.socket = super()._create_socket(timeout)  # type: ignore[misc]
        self.start_watch(made)
        return made

    def start_watch(self, connected: socket.socket) -> None:
        """Begin a command: its bounds are whole again, and whatever still goes on when its time is up is cut off."""
        self.stop_watch()
        self.lines_left, self.literals_left = _LINE_BYTES, LITERAL_BYTES
        self.watch = threading.Timer(_COMMAND_SECONDS, _cut_off, [connected])
        self.watch.daemon = True
        self.watch.start()

    def stop_watch(self) -> None:
        if self.watch is not None:
            self.watch.cancel()


def _cut_off(connected: socket.socket) -> None:
    with suppress(OSError):
        # The plain socket's: whoever is reading just now finds the end.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


class _BoundedTls(_BoundedReading, IMAP4_TLS):  # type: ignore[misc]
    pass


class _BoundedPlain(_BoundedReading, IMAP4WithTimeout):  # type: ignore[misc]
    pass


class ImapConnection(IMAPClient):  # type: ignore[misc]
    """The library's client over a bounded connection."""

    def _create_IMAP4(self) -> _BoundedReading:  # noqa: N802 - the library's name
        if self.ssl:
            return _BoundedTls(self.host, self.port, self.ssl_context, self._timeout.connect)
        return _BoundedPlain(self.host, self.port, self._timeout.connect)

    @contextmanager
    def bound_command(self) -> Iterator[None]:
        """A command and its answer, with bounds of their own; between commands time doesn't count."""
        self._imap.start_watch(self.socket())
        try:
            yield
        finally:
            self._imap.stop_watch()

    def drop(self) -> None:
        """Close the connection without a word, in whatever state it is."""
        with suppress(Exception):
            self.shutdown()

    def list_sizes(self, low: int, high: int) -> dict[int, dict[bytes, Any]]:
        """`UID` and `RFC822.SIZE` of the messages with these numbers in the folder, both included."""
        self.use_uid = False
        try:
            listed: dict[int, dict[bytes, Any]] = self.fetch(list(range(low, high + 1)), ["UID", "RFC822.SIZE"])
        finally:
            self.use_uid = True
        return listed


def connect(address: ImapAddress, ca_file: str) -> ImapConnection:
    """A connection that nobody can listen to, to the server of that name; not logged in yet.

    Raises: OSError, imapclient.exceptions.IMAPClientError, NetworkError.
    """
    context: SSLContext = create_default_context(cafile=ca_file or None)
    timeout = SocketTimeout(_CONNECT_SECONDS, _SILENT_SECONDS)
    client = ImapConnection(address.host, address.port, ssl=address.is_encrypted, ssl_context=context, timeout=timeout)
    try:
        client.normalise_times = False
        with client.bound_command():
            if not address.is_encrypted and (not address.is_local or client.has_capability("LOGINDISABLED")):
                if not client.has_capability("STARTTLS"):
                    raise NetworkError("the server offers no encryption", "write imaps:// if it has that")
                client.starttls(context)
    except BaseException:
        client.drop()
        raise
    return client
