"""Addresses of mailboxes on servers, and where their passwords come from."""

from __future__ import annotations

import shlex
import subprocess
import sys

import keyring
import pytest

from followq.errors import NetworkError, UsageError
from followq.mail.sources.imap_address import read_address
from followq.mail.sources.passwords import find_password
from tests.mail.sources.samples import refuse_password


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("imaps://ana@mail.example.org", "imaps://ana@mail.example.org"),
        ("imaps://ana@MAIL.example.org:993/", "imaps://ana@mail.example.org"),
        ("IMAPS://ana@example.org@mail.example.org/INBOX", "imaps://ana@example.org@mail.example.org/INBOX"),
        ("imaps://ana%40example.org@mail.example.org/INBOX", "imaps://ana@example.org@mail.example.org/INBOX"),
        (
            "imaps://ana@mail.example.org:9993/Gesendete%20Objekte",
            "imaps://ana@mail.example.org:9993/Gesendete%20Objekte",
        ),
        ("imap://ana@[::1]:143/Archive/2021", "imap://ana@[::1]/Archive/2021"),
    ],
)
def test_the_same_mailbox_has_the_same_name(text: str, name: str) -> None:
    address = read_address(text)
    assert address.name == name
    assert read_address(address.name) == address


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("imap://ana@127.0.0.1", True),
        ("imap://ana@127.8.0.1", True),
        ("imap://ana@[::1]", True),
        ("imap://ana@localhost", True),
        ("imap://ana@localhost.example.org", False),
        ("imap://ana@10.0.0.1", False),
        ("imap://ana@example.org", False),
    ],
)
def test_only_this_machine_is_local(text: str, local: bool) -> None:
    assert read_address(text).is_local is local


@pytest.mark.parametrize(
    "text",
    [
        "imaps://ana:secret7@mail.example.org/INBOX",
        "imaps://mail.example.org",
        "imaps://ana@",
        "imaps://ana@mail.example.org:port",
        "imaps://ana@mail.example.org/INBOX?x",
        "imaps://ana@[::1",
        "imaps://ana%0d%0aA1%20LOGOUT@mail.example.org",
        "imaps://ana@mail.example.org/INBOX%0D%0AA1",
        "imaps://ana@mail.example.org/\x1b[2J",
    ],
)
def test_odd_addresses_are_refused_and_passwords_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_address(text)
    assert caught.value.exit_code == 2
    assert "secret7" not in caught.value.message + caught.value.hint


def command(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def test_the_command_comes_first_and_gives_its_first_line() -> None:
    assert find_password("a@b", command("print('first'); print('second')"), refuse_password) == "first"


def test_no_shell_runs_the_command() -> None:
    assert find_password("a@b", command("import sys; print(sys.argv[1:])") + " $HOME;ls", refuse_password) == (
        "['$HOME;ls']"
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("no-such-program-here", UsageError),
        ("'unbalanced", UsageError),
        (" ", UsageError),
        (command("raise SystemExit(3)"), NetworkError),
        (command(""), UsageError),
    ],
)
def test_a_command_that_gives_nothing_is_told(words: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        find_password("a@b", words, refuse_password)


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followq.mail.sources.passwords._SECONDS_FOR_COMMAND", 0.2)
    with pytest.raises(NetworkError, match="doesn't end"):
        find_password("a@b", command("import time; time.sleep(30)"), refuse_password)


def test_then_the_keyring_and_then_the_user_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {("followq", "ana@mail.example.org"): "from keyring"}
    monkeypatch.setattr(keyring, "get_password", lambda service, login: held.get((service, login)))
    assert find_password("ana@mail.example.org", "", refuse_password) == "from keyring"
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "typed"

    assert find_password("tom@mail.example.org", "", ask) == "typed"
    assert "tom@mail.example.org" in asked[0]


def test_a_broken_keyring_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(service: str, login: str) -> str:
        raise RuntimeError("no keyring here")

    monkeypatch.setattr(keyring, "get_password", fail)
    assert find_password("ana@mail.example.org", "", lambda _: "typed") == "typed"


@pytest.mark.parametrize("password", ["", "two\nlines", "nul\0", "x" * 5000])
def test_an_unusable_password_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    with pytest.raises(UsageError) as caught:
        find_password("a@b", "", lambda _: password)
    assert "lines" not in caught.value.message


def test_files_are_read_without_the_packages_for_servers() -> None:
    code = (
        "import sys; from followq.mail.sources.registry import open_source; from followq.mail.sources.source import *\n"
        "import followq.mail.sources.folder, followq.mail.sources.mbox, followq.mail.parsing\n"
        "print({'imapclient', 'keyring', 'imaplib', 'ssl', 'email', 'html.parser'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
