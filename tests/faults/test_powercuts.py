"""Power cuts at any moment of any command that writes; the cuts themselves are in `powercuts.py`."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.disk import Call, Disk, can_record, none
from tests.faults.kills import SCENARIOS
from tests.faults.powercuts import NO_STRACE, TOLD, cut_all
from tests.faults.shares import IS_LONG, LONG_SECONDS, share

FEW = ("first run", "done, coming again", "migrate, by writing", "export", "config", "templates", "backup", "restore")


@pytest.mark.timeout(LONG_SECONDS)
def test_a_power_cut_leaves_the_old_state_or_the_new_and_nothing_told_is_lost(tmp_path: Path) -> None:
    if not can_record(tmp_path):
        pytest.skip(NO_STRACE)
    among = [one for one in SCENARIOS if IS_LONG or one.name in FEW]
    count = share(32, 1000)
    found = cut_all(count, 11, among=among)
    fell: Counter[str] = sum(found.values(), Counter())
    assert sum(fell.values()) == count
    assert all(counter[TOLD] for counter in found.values())


def _call(name: str, *given: str, words: tuple[bytes, ...] = (), result: int = 0) -> Call:
    return Call(name=name, given=given or ("",), words=words, result=result)


MADE = _call("openat", "AT_FDCWD", "", "O_RDWR|O_CREAT", "0600", words=(b"new",), result=3)
WRITTEN = _call("write", "3", "", "4", words=(b"text",), result=4)
FOLDER = _call("openat", "AT_FDCWD", "", "O_RDONLY", words=(b".",), result=4)


@pytest.mark.parametrize(
    ("calls", "left"),
    [
        ((MADE, WRITTEN), {"old": b"old"}),
        ((MADE, WRITTEN, _call("fsync", "3")), {"old": b"old"}),
        ((MADE, WRITTEN, FOLDER, _call("fsync", "4")), {"old": b"old", "new": b""}),
        ((MADE, WRITTEN, _call("fsync", "3"), FOLDER, _call("fsync", "4")), {"old": b"old", "new": b"text"}),
        ((_call("unlink", words=(b"old",)),), {"old": b"old"}),
        ((_call("unlink", words=(b"old",)), FOLDER, _call("fdatasync", "4")), {}),
        ((MADE, WRITTEN, _call("rename", words=(b"new", b"old")), FOLDER, _call("fsync", "4")), {"old": b""}),
    ],
)
def test_the_disk_forgets_what_was_not_synced(tmp_path: Path, calls: tuple[Call, ...], left: dict[str, bytes]) -> None:
    there, after = tmp_path / "there", tmp_path / "after"
    there.mkdir()
    after.mkdir()
    (there / "old").write_bytes(b"old")
    disk = Disk(there)
    for call in calls:
        disk.play(call)
    disk.cut_power(after, none(random.Random(1)))
    assert {path.name: path.read_bytes() for path in after.iterdir()} == left
