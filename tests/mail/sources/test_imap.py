"""Mailboxes on a real server: read and not changed, trusted only by its certificate, killed midway, made anew."""

from __future__ import annotations

import imaplib
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest

from followq.errors import NetworkError
from followq.mail.sources import imap
from followq.mail.sources.imap_address import ImapAddress
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import ReadMail, Source, SourceConfig
from tests.mail.sources.dovecot import PASSWORD, Dovecot, run_dovecot
from tests.mail.sources.samples import know, mbox_message, message, scan, subjects


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    with run_dovecot() as server:
        yield server


@pytest.fixture
def server(running: Dovecot) -> Dovecot:
    """The running server with five messages that came and one that was sent."""
    if running.process is None:
        running.start()
    for name in ("cur", "new"):
        for folder in ("", ".Sent"):
            shutil.rmtree(running.mail / folder / name, ignore_errors=True)
    running.give({f"{number}.host": message(number) for number in range(1, 6)})
    running.give({"9.host": message(9)}, ".Sent")
    return running


def open_server(server: Dovecot, folder: str = "", password: str = PASSWORD, ca_file: str | None = None) -> Source:
    trusted = str(server.ca_file) if ca_file is None else ca_file
    text = f"imaps://ana@localhost:{server.tls_port}{folder}"
    return open_source(text, lambda _: password, SourceConfig(ca_file=trusted))


def read(server: Dovecot, mark: str = "", folder: str = "") -> list[ReadMail]:
    source = open_server(server, folder)
    try:
        return list(source.read_new(mark, know()))  # type: ignore[arg-type]
    finally:
        source.close()


def test_inbox_and_what_was_sent_are_read_and_then_only_what_came(server: Dovecot) -> None:
    found = read(server)
    assert subjects(found) == [*(f"Question {number}" for number in range(1, 6)), "Question 9"]
    assert read(server, found[-1].mark) == []
    server.give({"6.host": message(6)})
    assert subjects(read(server, found[-1].mark)) == ["Question 6"]


def test_one_folder_is_read_where_it_is_named(server: Dovecot) -> None:
    assert subjects(read(server, folder="/Sent")) == ["Question 9"]
    with pytest.raises(NetworkError, match="can't be opened") as caught:
        read(server, folder="/Nowhere")
    assert caught.value.exit_code == 8


def test_long_folders_are_listed_in_pieces_from_the_end(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "_LISTED_AT_ONCE", 2)
    monkeypatch.setattr(imap, "_MOST_AT_ONCE", 2)
    found = read(server, folder="/INBOX")
    assert [one.done for one in found] == [1, 2, 3, 4, 5]
    assert subjects(read(server, found[2].mark, "/INBOX")) == ["Question 4", "Question 5"]


def test_nothing_is_changed_on_the_server(server: Dovecot) -> None:
    def list_files() -> list[str]:
        return sorted(str(path) for folder in ("cur", "new") for path in (server.mail / folder).iterdir())

    before = list_files()
    source = open_server(server)
    found = list(source.read_new("", know()))  # type: ignore[arg-type]
    list(source.read_again([one.key for one in found]))
    source.close()
    assert list_files() == before
    with imaplib.IMAP4("127.0.0.1", server.port) as client:
        client.login("ana", PASSWORD)
        client.select("INBOX", readonly=True)
        assert client.search(None, "SEEN")[1] == [b""]
        assert len(client.search(None, "RECENT")[1][0].split()) == 5


def test_messages_are_found_again_by_their_keys(server: Dovecot) -> None:
    found = read(server)
    source = open_server(server)
    keys = [found[0].key, found[-1].key, "INBOX/1/1", "INBOX/x/99999999999999", "nonsense"]
    again = {key: mail.subject for key, mail in source.read_again(keys)}
    source.close()
    assert again == {found[0].key: "Question 1", found[-1].key: "Question 9"}


def test_a_folder_made_anew_is_read_from_the_start(server: Dovecot) -> None:
    found = read(server, folder="/INBOX")
    server.kill()
    for path in server.mail.glob("dovecot*"):
        path.unlink()
    (server.mail / "dovecot-uidlist").write_text("3 V1 N1\n")
    server.own()
    server.start()
    again = read(server, found[-1].mark, "/INBOX")
    assert sorted(subjects(again)) == sorted(subjects(found))
    assert again[0].key.startswith("INBOX/1/")


def test_a_server_killed_midway_loses_nothing_and_goes_on(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "_MOST_AT_ONCE", 10)
    server.give({f"{number}.host": message(number) for number in range(100, 200)})
    source = open_server(server, "/INBOX")
    stored: list[ReadMail] = []

    def read_on() -> None:
        for one in source.read_new("", know()):  # type: ignore[arg-type]
            stored.append(one)
            if len(stored) == 30:
                server.kill()

    with pytest.raises(NetworkError, match=r"lost|reset|Broken pipe|EOF") as caught:
        read_on()
    source.close()
    assert caught.value.exit_code == 8
    assert "scan again" in caught.value.hint
    assert 30 <= len(stored) < 105
    server.start()
    rest = read(server, stored[-1].mark, "/INBOX")
    assert len({*subjects(stored), *subjects(rest)}) == len(stored) + len(rest) == 105


def test_a_wrong_password_is_told(server: Dovecot) -> None:
    with pytest.raises(NetworkError, match="refuses") as caught:
        open_server(server, password="wrong")
    assert "wrong" not in caught.value.message


def test_a_certificate_that_nobody_vouches_for_is_refused(server: Dovecot) -> None:
    with pytest.raises(NetworkError, match="can't show that it is the one") as caught:
        open_server(server, ca_file="")
    assert caught.value.exit_code == 8


def test_a_certificate_of_another_host_is_refused() -> None:
    with run_dovecot("mail.example.org") as other, pytest.raises(NetworkError, match=r"mail\.example\.org|localhost"):
        open_server(other)


@pytest.mark.parametrize("trusted", [True, False])
def test_without_tls_from_the_start_a_far_server_must_offer_it(
    server: Dovecot, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    monkeypatch.setattr(ImapAddress, "is_local", False)
    text = f"imap://ana@localhost:{server.port}/Sent"
    config = SourceConfig(ca_file=str(server.ca_file) if trusted else "")
    if trusted:
        source = open_source(text, lambda _: PASSWORD, config)
        assert subjects(list(source.read_new("", know()))) == ["Question 9"]  # type: ignore[arg-type]
        source.close()
    else:
        with pytest.raises(NetworkError, match="can't show"):
            open_source(text, lambda _: PASSWORD, config)


def test_on_this_machine_tls_is_not_needed(server: Dovecot) -> None:
    source = open_source(f"imap://ana@127.0.0.1:{server.port}/Sent", lambda _: PASSWORD, SourceConfig())
    assert subjects(list(source.read_new("", know()))) == ["Question 9"]  # type: ignore[arg-type]
    source.close()


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every host that is looked up and every address that is connected to."""
    made: list[Any] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def watch(original: Callable[..., Any], place: int) -> Callable[..., Any]:
        def called(*args: Any, **named: Any) -> Any:
            made.append(args[place])
            return original(*args, **named)

        return called

    monkeypatch.setattr(socket.socket, "connect", watch(connect, 1))
    monkeypatch.setattr(socket, "getaddrinfo", watch(look_up, 0))
    return made


def test_only_the_named_host_is_connected_to(server: Dovecot, connections: list[Any]) -> None:
    links = "See https://example.org/x.png and imaps://ana@example.com, cid:1@example.net"
    server.give({"7.host": message(7, links)})
    read(server)
    assert {place[1] if isinstance(place, tuple) else place for place in connections} == {"localhost", server.tls_port}


def test_files_are_read_without_any_connection(tmp_path: Path, connections: list[Any]) -> None:
    html = b"From: ana@example.org\nContent-Type: text/html\n\n<img src='https://example.org/x.png'><script src=y>"
    (tmp_path / "1.eml").write_bytes(html)
    (tmp_path / "box").write_bytes(mbox_message(1, "https://example.org"))
    assert len(scan(tmp_path)) == 2
    assert connections == []
