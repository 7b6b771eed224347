"""Files that older versions of followq left are brought up to date, whole, with a backup of what they were.

`tests/store/files` holds a queue for each version of the format, made by the followq of that time; one that is newer
than this program is row 35.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from followq.store.file import schema
from tests.conftest import Call
from tests.faults.kills import OLD_FILES, contents_of
from tests.store.builders import rows

FILES = {int(file.name.removeprefix("version-").removesuffix(".db.gz")): file for file in OLD_FILES.iterdir()}
TEXTS = [
    (1, "Send the quote", "open"),
    (2, "Sign the contract", "open"),
    (3, "Prices", "done"),
    (4, "Choose the rooms", "open"),
    (5, "Prices", "open"),
    (6, "Draft the prices", "open"),
    (7, "Naïve café \u202e price", "open"),
]


def version_of(path: Path) -> int:
    """What a file says of its format."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        ((version,),) = rows(connection, "PRAGMA user_version")
    return int(version)


def dump_of(path: Path) -> list[str]:
    """All of a file as SQL: an older one lacks columns that this program asks for."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def test_there_is_a_file_of_every_older_version() -> None:
    assert FILES.keys() >= set(range(1, schema.VERSION))


@pytest.mark.parametrize("version", sorted(FILES))
@pytest.mark.parametrize("argv", [("list",), ("add", "Ana Lopez", "One more")], ids=["read", "write"])
def test_an_older_queue_is_brought_up_to_date_whole(version: int, argv: tuple[str, ...], fq: Call, db: Path) -> None:
    db.write_bytes(gzip.decompress(FILES[version].read_bytes()))
    assert version_of(db) == version
    old = db.read_bytes()
    assert fq(*argv).code == 0
    assert version_of(db) == schema.VERSION
    contents_of(db)
    items = fq("list", "--status", "all", "--json").document["followups"]
    assert [(item["id"], item["text"], item["status"]) for item in items][: len(TEXTS)] == TEXTS
    assert items[0]["note"] == "Twelve rooms"
    assert (items[0]["promised"], items[0]["first_promised"], items[0]["slips"]) == ("2026-11-13", "2026-11-06", 1)
    assert fq("doctor").code == 0, fq("doctor").out
    copies = list(Path(f"{db}.backups").glob("*before-migration.db"))
    if version < schema.VERSION:
        (copy,) = copies
        assert version_of(copy) == version
        assert dump_of(copy) == _dump(old, db.parent)
    else:
        assert copies == []


def _dump(data: bytes, folder: Path) -> list[str]:
    file = folder / "old.db"
    file.write_bytes(data)
    return dump_of(file)


@pytest.mark.parametrize("version", sorted(FILES))
def test_what_was_done_with_an_older_version_can_be_undone(version: int, fq: Call, db: Path) -> None:
    db.write_bytes(gzip.decompress(FILES[version].read_bytes()))
    undone = 0
    while fq("undo").code == 0:
        undone += 1
    assert undone > 8
    assert fq("list", "--status", "all", "--json").document["followups"] == []
    assert fq("people", "--json").document["people"] == []
    contents_of(db)
