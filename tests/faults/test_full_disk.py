"""Row 41 of the faults for every kind of writing: a full disk, and files that can't grow, at any size."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.faults.kills import State, names_of, state_of
from tests.faults.nursery import Ended, Nursery
from tests.faults.shares import LONG_SECONDS, share
from tests.faults.test_queue_file import fill_up

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and mounts as POSIX has them")

WRITES: tuple[tuple[str, ...], ...] = (
    ("add", "Ana Lopez", "T" * 9_000),
    ("done", "1", "2", "--note", "n" * 9_000),
    ("edit", "1", "--note", "n" * 9_000),
    ("person", "merge", "Tom Baker", "Ana Lopez"),
    ("import", "more.json", "--yes"),
    ("backup",),
    ("backup", "copy.db"),
    ("restore", "latest", "--yes"),
    ("report", "Ana", "--output", "report.html", "--format", "html"),
    ("export", "--output", "old.json", "--force"),
    ("config", "limit", "5"),
)


def call(nursery: Nursery, folder: Path, *argv: str, limit: int | None = None, day: int = 23) -> Ended:
    """One call at a terminal, which has no size that could be limited."""
    env = {"FOLLOWQ_DB": "queue.db", "FOLLOWQ_CONFIG": "config.toml", "FOLLOWQ_NOW": f"2026-11-{day}T09:00:00Z"}
    return nursery.call(folder, *argv, env=env | {"TZ": "UTC", "HOME": str(folder)}, limit=limit, columns=120)


@pytest.fixture(scope="module")
def begun(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a queue begun some days ago, a backup, and files to be brought in and replaced."""
    folder = tmp_path_factory.mktemp("begun")
    things = [{"person": ("Ana Lopez", "Tom Baker")[n % 2], "text": f"Thing {n}", "note": "n " * 90} for n in range(30)]
    (folder / "more.json").write_text(json.dumps([{"person": "Mei", "text": f"More {n}"} for n in range(60)]))
    (folder / "in.json").write_text(json.dumps(things))
    for argv in (("import", "in.json", "--yes"), ("backup",), ("done", "9"), ("export", "--output", "old.json")):
        assert call(nursery, folder, *argv, day=20).code == 0
    return folder


def refused_for_room(ended: Ended) -> None:
    """Hold that a call said in one sentence what is wrong and what to do."""
    assert ended.code == 7, ended
    said = " ".join(ended.out.split())
    assert said.startswith("followq: "), said
    assert said.endswith(")"), said
    assert "Traceback" not in said


@pytest.mark.parametrize("argv", WRITES, ids=lambda argv: " ".join(argv)[:30])
def test_row_41_a_full_disk_stops_a_write_and_nothing_else(
    argv: tuple[str, ...], small_disk: Path, nursery: Nursery, begun: Path
) -> None:
    folder = Path(shutil.copytree(begun, small_disk / "queue"))
    before = state_of(folder)
    fill_up(small_disk)
    names = names_of(folder)
    refused_for_room(call(nursery, folder, *argv))
    assert names_of(folder) == names
    assert state_of(folder) == before
    for reading in (("list",), ("today",), ("show", "1")):
        assert call(nursery, folder, *reading).code == 0
    (small_disk / "filler").unlink()
    ended = call(nursery, folder, *argv)
    assert ended.code == 0, ended
    state_of(folder)


@pytest.mark.timeout(LONG_SECONDS)
@pytest.mark.parametrize("argv", WRITES, ids=lambda argv: " ".join(argv)[:30])
def test_row_41_a_file_that_cannot_grow_leaves_the_old_state_or_the_new(
    argv: tuple[str, ...], nursery: Nursery, begun: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(begun, tmp_path / "whole"))
    before = state_of(folder)
    assert call(nursery, folder, *argv).code == 0
    after = state_of(folder)
    largest = max((folder / name).stat().st_size for name in names_of(folder)) + 4096
    count = share(3, 60)
    refusals = 0
    for number in range(count):
        limit = (number * largest // count) // 512 * 512 + (0, 1, 100, 511)[number % 4] * (number > 0)
        folder = Path(shutil.copytree(begun, tmp_path / f"{number}"))
        names = names_of(folder)
        ended = call(nursery, folder, *argv, limit=limit)
        state = state_of(folder)
        if ended.code == 0:
            assert state == after or _uncounted(state) == _uncounted(after), limit
        else:
            refusals += 1
            refused_for_room(ended)
            assert state.queue == before.queue, limit
            # The day's backup comes before the command, and may have had room.
            kept = [name for name in names_of(folder) if not name.startswith("queue.db.backups/")]
            assert kept == [name for name in names if not name.startswith("queue.db.backups/")], limit
            assert all((folder / name).stat().st_size for name in names_of(folder)), limit
        assert call(nursery, folder, "list", limit=limit).code == 0
        again = call(nursery, folder, *argv)
        assert again.code in (0, 2, 3, 4, 7) if ended.code == 0 else again.code == 0, again
        shutil.rmtree(folder)
    assert refusals


def _uncounted(state: State) -> State:
    # A skipped backup of the day leaves all else as it would be.
    return state._replace(files={name: data for name, data in state.files.items() if name != "queue.db.backups"})
