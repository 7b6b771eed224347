"""A mailbox on an IMAP server, opened read-only: no flag is set, nothing is marked as seen."""

from __future__ import annotations

import imaplib
import json
import os
import ssl
from array import array
from contextlib import contextmanager, suppress
from datetime import datetime, timezone

from followq.errors import BadInputError, FollowqError, NetworkError
from followq.mail.message import Mail, SkippedMail
from followq.mail.parsing import read_mail
from followq.mail.sources.imap_address import ImapAddress, read_address
from followq.mail.sources.passwords import find_password
from followq.mail.sources.source import ReadMail, Source, load_marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from followq.mail.sources.imap_connection import ImapConnection
    from followq.mail.sources.source import SourceConfig, Unseen

LARGEST_FETCHED = 500_000
"""Bytes of one message that are asked for: its head and text; what is attached mostly comes after."""
_SIZE_BITS = 20
"""Enough for `LARGEST_FETCHED`."""
_LISTED_AT_ONCE = 500
_MOST_AT_ONCE = 100
_BYTES_AT_ONCE = 3_000_000
_SECONDS_TO_LEAVE = 5
_GO_ON = "scan again: it goes on behind the last message that was stored"
_LONGEST_REASON = 200


def open_imap(text: str, ask_password: Callable[[str], str], config: SourceConfig) -> Source:
    """Connect and log in.

    Raises: UsageError for the address or the password; BadInputError where imapclient isn't installed; NetworkError.
    """
    address = read_address(text)
    try:
        from followq.mail.sources.imap_connection import connect
    except ImportError as err:
        raise BadInputError("to read from a server, followq's extra 'mail' is needed", "install followq[mail]") from err
    if config.ca_file and not os.path.isfile(config.ca_file):
        raise BadInputError(f"{config.ca_file}: there is no such file with certificates", "check the path")
    login = f"{address.user}@{address.host}"
    password = find_password(login, config.password_command, ask_password)
    with _tell_failures(address.name, "check host, port, and your connection"):
        client = connect(address, config.ca_file)
    with _tell_failures(address.name, "check the user and the password"):
        try:
            with client.bound_command():
                if client.has_capability("AUTH=PLAIN"):
                    client.plain_login(address.user, password)
                else:
                    client.login(f'"{address.user}"' if " " in address.user else address.user, password)
        except BaseException:
            client.drop()
            raise
    return ImapSource(address, client)


@contextmanager
def _tell_failures(name: str, hint: str) -> Iterator[None]:
    """Whatever goes wrong between us and a server, in one line."""
    try:
        yield
    except ssl.SSLCertVerificationError as err:
        raise NetworkError(
            f"{name}: the server can't show that it is the one: {err.verify_message}",
            "check the name of the host; a certificate of your own has to be named in the settings",
        ) from err
    except NetworkError as err:
        raise NetworkError(f"{name}: {err.message}", err.hint) from err
    except FollowqError:
        raise
    except TimeoutError as err:
        raise NetworkError(f"{name}: the server doesn't answer", hint) from err
    except OSError as err:
        raise NetworkError(f"{name}: {_shorten(err.strerror or str(err))}", hint) from err
    except imaplib.IMAP4.abort as err:
        raise NetworkError(f"{name}: the connection was lost: {_shorten(str(err))}", hint) from err
    except imaplib.IMAP4.error as err:
        raise NetworkError(f"{name}: the server refuses: {_shorten(str(err))}", hint) from err
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as err:
        # A server that doesn't keep to the protocol brings the library to all of these.
        raise NetworkError(f"{name}: the server's answer makes no sense ({type(err).__name__})", hint) from err


def _shorten(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_REASON]


class ImapSource(Source):
    """Folders of a server, over one connection.

    The mark is JSON: for each folder its UIDVALIDITY and the last UID that was stored. A key is
    `FOLDER/UIDVALIDITY/UID`.
    """

    def __init__(self, address: ImapAddress, client: ImapConnection) -> None:
        self.name = address.name
        self._client = client
        self._folder = address.folder

    def close(self) -> None:
        """Log out, and close the connection whether or not the server answers."""
        # It is closed in any case, and what a server has to say about it is nothing to the user.
        with suppress(Exception), self._client.bound_command():
            self._client.socket().settimeout(_SECONDS_TO_LEAVE)
            self._client.logout()
        self._client.drop()

    def read_new(self, mark: str, unseen: Unseen) -> Iterator[ReadMail]:
        """Messages above the last UID of each folder; all of a folder that the server has made anew."""
        marks = load_marks(mark)
        done = 0
        with _tell_failures(self.name, _GO_ON):
            for folder in self._list_folders():
                validity, listed = self._list_new(folder, marks.get(folder, ""))
                self.total += len(listed)
                for batch in _cut_in_batches(listed):
                    for uid, mail in self._fetch(batch):
                        done += 1
                        marks[folder] = f"{validity} {uid}"
                        key = f"{folder}/{validity}/{uid}"
                        yield ReadMail(key=key, mail=mail, mark=json.dumps(marks), done=done)

    def read_again(self, keys: Iterable[str]) -> Iterator[tuple[str, Mail]]:
        """The messages at these keys, where their folder is still the same."""
        wanted: dict[str, dict[str, list[int]]] = {}
        for key in keys:
            folder, known, uid = ("", "", *key.rsplit("/", 2))[-3:]
            if folder and uid.isdecimal() and len(uid) < 12:
                wanted.setdefault(folder, {}).setdefault(known, []).append(int(uid))
        with _tell_failures(self.name, _GO_ON):
            for folder, uids in wanted.items():
                validity, _, _ = self._open(folder)
                for number, mail in self._fetch(sorted(uids.get(str(validity), []))[:_MOST_AT_ONCE]):
                    if isinstance(mail, Mail):
                        yield f"{folder}/{validity}/{number}", mail

    def _list_folders(self) -> list[str]:
        if self._folder:
            return [self._folder]
        # What the user has answered stands in what was sent.
        with self._client.bound_command():
            sent = self._client.find_special_folder(b"\\Sent")
        return ["INBOX", sent] if sent and sent != "INBOX" else ["INBOX"]

    def _open(self, folder: str) -> tuple[int, int, int]:
        """The folder's UIDVALIDITY, how many messages it has, and the UID of the next (0 where the server is mum)."""
        with self._client.bound_command():
            try:
                told = self._client.select_folder(folder, readonly=True)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as err:
                reason = _shorten(str(err))
                raise NetworkError(f"{folder} can't be opened: {reason}", "check the folder's name") from err
        return int(told[b"UIDVALIDITY"]), int(told[b"EXISTS"]), int(told.get(b"UIDNEXT", 0))

    def _list_new(self, folder: str, mark: str) -> tuple[int, array[int]]:
        """UIDVALIDITY, and UID and size (packed) of each message above the mark, oldest first.

        From the end backwards in pieces, so that neither a long list nor a long history is asked for.
        """
        validity, exists, upcoming = self._open(folder)
        known, _, last = mark.partition(" ")
        after = int(last) if known == str(validity) and last.isdecimal() and len(last) < 12 else 0
        pieces: list[array[int]] = []
        high = 0 if upcoming and upcoming <= after + 1 else exists
        while high > 0:
            low = max(1, high - _LISTED_AT_ONCE + 1)
            with self._client.bound_command():
                listed = self._client.list_sizes(low, high)
            new = {int(one[b"UID"]): int(one.get(b"RFC822.SIZE", 0)) for one in listed.values() if b"UID" in one}
            pieces.append(array("Q", [_pack(uid, size) for uid, size in sorted(new.items()) if uid > after]))
            if new and min(new) <= after:
                break
            high = low - 1
        found = array("Q")
        for piece in reversed(pieces):
            found.extend(piece)
        return validity, found

    def _fetch(self, uids: list[int]) -> Iterator[tuple[int, Mail | SkippedMail]]:
        if not uids:
            return
        with self._client.bound_command():
            told = self._client.fetch(uids, ["INTERNALDATE", f"BODY.PEEK[]<0.{LARGEST_FETCHED}>"])
        for uid in uids:
            # One that another program has just taken away is not among them.
            if uid in told:
                raw = told[uid].get(b"BODY[]<0>", told[uid].get(b"BODY[]"))
                arrived = told[uid].get(b"INTERNALDATE")
                yield uid, _read(raw, arrived if isinstance(arrived, datetime) else None)


def _read(raw: object, arrived: datetime | None) -> Mail | SkippedMail:
    if not isinstance(raw, bytes):
        return SkippedMail("the server gives no text of it")
    moment = (arrived or datetime(1980, 1, 1)).replace(tzinfo=None if arrived and arrived.tzinfo else timezone.utc)
    return read_mail(raw, moment.astimezone(timezone.utc))


def _pack(uid: int, size: int) -> int:
    # Two numbers in one: a folder may have a hundred thousand of them.
    return (uid % (1 << 32) << _SIZE_BITS) + min(max(size, 0), LARGEST_FETCHED)


def _cut_in_batches(listed: array[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for packed in listed:
        uid, length = divmod(packed, 1 << _SIZE_BITS)
        if batch and (len(batch) >= _MOST_AT_ONCE or size + length > _BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(uid)
        size += length
    if batch:
        yield batch
