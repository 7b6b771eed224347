"""What a text names: which kind of source, and what is said where it is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from followq.errors import BadInputError, FollowqError
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import SourceConfig
from tests.mail.sources.samples import mbox_message, message, refuse_password


def open_path(path: Path | str) -> str:
    source = open_source(str(path), refuse_password, SourceConfig())
    source.close()
    return source.name


def test_the_name_is_the_same_however_the_path_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "box").write_bytes(mbox_message(1))
    (tmp_path / "link").symlink_to("box")
    monkeypatch.chdir(tmp_path)
    assert {open_path("box"), open_path("~/box"), open_path("./link"), open_path(tmp_path / "box")} == {
        os.path.realpath(tmp_path / "box")
    }


@pytest.mark.parametrize("name", ["missing", "missing/deeper", "box/inside"])
def test_what_is_not_there_is_told_and_not_created(tmp_path: Path, name: str) -> None:
    (tmp_path / "box").write_bytes(mbox_message(1))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInputError, match=r"no such file|is no folder") as caught:
        open_path(tmp_path / name)
    assert caught.value.exit_code == 4
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "contents", [b"just words\n", b"\x7fELF\0\0", b"a,b,c\n1,2,3\n", b"Subject: alone\n", b"{}", b"\n\n\n"]
)
def test_a_file_without_messages_is_refused(tmp_path: Path, contents: bytes) -> None:
    (tmp_path / "file").write_bytes(contents)
    for path in (tmp_path / "file", tmp_path):
        with pytest.raises(BadInputError, match="no messages found") as caught:
            open_path(path)
        assert caught.value.exit_code == 4
        assert caught.value.hint


def test_a_packed_file_is_told_to_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "box.gz").write_bytes(b"\x1f\x8b\x08\0")
    with pytest.raises(BadInputError, match="is packed"):
        open_path(tmp_path / "box.gz")


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero"])
def test_devices_are_refused(path: str) -> None:
    with pytest.raises(BadInputError, match="device"):
        open_path(path)


def test_pipes_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInputError, match="pipe"):
        open_path(tmp_path / "pipe")
    (tmp_path / "1.eml").write_bytes(message(1))
    open_path(tmp_path)


@pytest.mark.parametrize("text", ["", "pop3://example.org", "https://example.org/box", "file:///tmp/box", "a\0b"])
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(FollowqError) as caught:
        open_path(text)
    assert caught.value.exit_code == 2
    assert "imaps://" in caught.value.hint


def test_without_the_extra_for_servers_it_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "followq.mail.sources.imap_connection", None)
    with pytest.raises(BadInputError, match="extra 'mail'"):
        open_path("imaps://ana@mail.example.org")


def test_missing_certificates_are_told_before_anything_is_asked() -> None:
    with pytest.raises(BadInputError, match="certificates"):
        open_source("imaps://ana@localhost:1", refuse_password, SourceConfig(ca_file="/nowhere/ca.pem"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(mbox_message(1))
    (tmp_path / "box").chmod(0)
    with pytest.raises(BadInputError, match="permission denied"):
        open_path(tmp_path / "box")
