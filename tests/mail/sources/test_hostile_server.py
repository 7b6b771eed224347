"""Servers on this machine that don't keep to the protocol: each ends in bounds, with one line and exit code 8."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import keyring
import pytest

from followq.errors import NetworkError
from followq.mail.sources import imap_connection
from followq.mail.sources.imap_address import ImapAddress
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import ReadMail, SourceConfig
from tests.mail.sources.samples import know

Answer = Callable[[socket.socket, bytes], None]
"""Answers one command: the connection, and the command's tag."""
GREETING = b"* OK hello\r\n"
KEEPS_ON = 3_000
"""Times that an endless answer is sent on, 64 kB each: 200 MB, which nobody may take."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    monkeypatch.setattr(imap_connection, "_SILENT_SECONDS", 1)
    monkeypatch.setattr(imap_connection, "_CONNECT_SECONDS", 1)
    monkeypatch.setattr(imap_connection, "_COMMAND_SECONDS", 2)


def send_on(connected: socket.socket, piece: bytes, pause: float = 0) -> None:
    for _ in range(KEEPS_ON):
        connected.sendall(piece)
        time.sleep(pause)


def serve(connected: socket.socket, answers: dict[bytes, Answer], greeting: Answer, heard: list[bytes]) -> None:
    usual: dict[bytes, bytes] = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
        b"EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\n",
        b"FETCH": b"".join(b"* %d FETCH (UID %d RFC822.SIZE 100)\r\n" % (n, n) for n in (1, 2, 3)),
    }
    with contextlib.suppress(OSError), connected, connected.makefile("rb") as lines:
        greeting(connected, b"")
        for line in lines:
            tag, command = line.split()[:2]
            heard.append(line.removeprefix(tag).strip())
            name = b"UID" if command.upper() == b"UID" else command.upper()
            if name in answers:
                answers[name](connected, tag)
            else:
                connected.sendall(usual.get(name, b"") + tag + b" OK done\r\n")


@contextlib.contextmanager
def run_server(
    answers: dict[bytes, Answer],
    greeting: Answer = lambda c, _: c.sendall(GREETING),
    heard: list[bytes] | None = None,
) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def accept() -> None:
            with contextlib.suppress(OSError):
                connected, _ = listening.accept()
                serve(connected, answers, greeting, heard if heard is not None else [])

        threading.Thread(target=accept, daemon=True).start()
        yield f"imap://ana@127.0.0.1:{listening.getsockname()[1]}/INBOX"


def read(text: str) -> list[ReadMail]:
    source = open_source(text, lambda _: "secret", SourceConfig())
    try:
        return list(source.read_new("", know()))  # type: ignore[arg-type]
    finally:
        source.close()


def test_a_plain_server_that_keeps_to_the_protocol_is_read() -> None:
    def fetch(connected: socket.socket, tag: bytes) -> None:
        raw = b"From: ana@example.org\r\nSubject: x\r\n\r\nHi\r\n"
        connected.sendall(b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n%s)\r\n" % (len(raw), raw))
        connected.sendall(b"* 2 FETCH (UID 2 BODY[]<0> NIL)\r\n* 3 FETCH (UID 3 FLAGS ())\r\n* 9 FETCH (UID 9)\r\n")
        connected.sendall(tag + b" OK done\r\n")

    heard: list[bytes] = []
    with run_server({b"UID": fetch}, heard=heard) as text:
        assert [one.key for one in read(text)] == ["INBOX/7/1", "INBOX/7/2", "INBOX/7/3"]
    # Nothing that could change a flag is even said.
    assert [line.split(b" ")[0] for line in heard] == [b"CAPABILITY", b"LOGIN", b"EXAMINE", b"FETCH", b"UID", b"LOGOUT"]
    assert heard[4] == b"UID FETCH 1,2,3 (INTERNALDATE BODY.PEEK[]<0.500000>)"


def say(*pieces: bytes, again: bytes = b"", pause: float = 0) -> Answer:
    """An answer in pieces; TAG in them is the command's. What comes again does so for as long as anybody reads."""

    def answer(connected: socket.socket, tag: bytes) -> None:
        for piece in pieces:
            connected.sendall(piece.replace(b"TAG", tag))
        if again:
            send_on(connected, again, pause)

    return answer


HOSTILE: dict[str, tuple[bytes, Answer]] = {
    "a literal without end": (b"UID", say(b"* 1 FETCH (BODY[]<0> {99999999999}\r\n", again=b"x" * 65_000)),
    "literals without end": (b"UID", say(again=b"* 1 FETCH (UID 1 BODY[]<0> {65000}\r\n" + b"x" * 65_000 + b")\r\n")),
    "lines without end": (b"UID", say(again=b"* 1 FETCH (UID 1)\r\n" * 3_000)),
    "a line without end": (b"EXAMINE", say(again=b"x" * 65_000)),
    "nested parentheses": (b"UID", say(b"* 1 FETCH " + b"(" * 200_000 + b"\r\nTAG OK\r\n")),
    "nonsense": (b"UID", say(b"* 1 FETCH (((\r\n\0\xff\r\nTAG OK\r\n")),
    "numbers that are none": (b"EXAMINE", say(b"* x EXISTS\r\nTAG OK\r\n")),
    "no such facts": (b"EXAMINE", say(b"TAG OK\r\n")),
    "a refusal": (b"LOGIN", say(b"TAG NO \x1b[2J" + b"no" * 3_000 + b"\r\n")),
    "a goodbye": (b"UID", say(b"* BYE leaving\r\n")),
    "silence": (b"UID", lambda _c, _t: time.sleep(4)),
    "a drop at a time": (b"UID", say(again=b"x", pause=0.2)),
}  # fmt: skip


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_end_in_bounds(name: str) -> None:
    command, answer = HOSTILE[name]
    with run_server({command: answer}) as text, pytest.raises(NetworkError) as caught:
        read(text)
    assert caught.value.exit_code == 8
    assert len(caught.value.message) < 400
    assert "\n" not in caught.value.message
    assert "secret" not in caught.value.message


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "greeting",
    [b"* OK {99999999999}\r\n", b"x" * 65_000, b"", b"220 smtp here\r\n"],
    ids=["literal", "line", "nothing", "other protocol"],
)
def test_hostile_greetings_end_in_bounds(greeting: bytes) -> None:
    def greet(connected: socket.socket, _: bytes) -> None:
        send_on(connected, greeting, 0 if len(greeting) > 100 else 0.01)

    with run_server({}, greet) as text, pytest.raises(NetworkError):
        read(text)


def test_a_far_server_without_encryption_gets_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImapAddress, "is_local", False)
    with run_server({}) as text, pytest.raises(NetworkError, match="no encryption"):
        read(text)


def test_nobody_at_the_port_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NetworkError, match="refused") as caught:
        read(f"imap://ana@127.0.0.1:{port}")
    assert caught.value.hint
