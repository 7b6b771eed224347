"""Files written for the user: whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from followq import files
from followq.errors import DiskError
from followq.files import make_folder, read_whole, write_whole


def test_a_new_file_is_private_and_complete(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_whole(str(path), "ä\n")
    assert path.read_bytes() == "ä\n".encode()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")
    with pytest.raises(DiskError, match="is there already"):
        write_whole(str(path), "new")
    assert path.read_text() == "old"
    write_whole(str(path), "new", overwrite=True)
    assert path.read_text() == "new"


def test_a_link_keeps_pointing_where_it_points(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(str(link), "new", overwrite=True)
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("name", ["", "no/such/folder/out", "x" * 300, "a\0b", "."])
def test_a_place_that_can_not_be_written_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        write_whole(os.path.join(tmp_path, name) if name else str(tmp_path), "text")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="the disk is full"):
        write_whole(str(tmp_path / "out"), "text")
    assert list(tmp_path.iterdir()) == []


def test_folders_that_were_made_are_in_the_folder_above_after_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(files, "sync_folder", synced.append)
    make_folder(str(tmp_path / "share" / "followq"))
    assert (tmp_path / "share" / "followq").is_dir()
    assert sorted(synced) == [str(tmp_path), str(tmp_path / "share")]
    make_folder(str(tmp_path / "share" / "followq"))
    assert len(synced) == 2


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices as POSIX has them")
def test_only_a_file_is_read_and_never_more_than_wanted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text").write_text("some text")
    assert read_whole(str(tmp_path / "text"), 4) == b"some "
    for name in (str(tmp_path / "pipe"), "/dev/zero", str(tmp_path)):
        with pytest.raises(DiskError, match=r"a pipe|a device|a folder"):
            read_whole(name, 10)
