"""What lies beside a queue's file: what SQLite keeps there, and backups in words."""

from __future__ import annotations

BESIDE = ("-journal", "-wal", "-shm")
"""Endings of files that belong to the one named so without them."""


def describe_newest_backup(path: str) -> str:
    """The newest good backup of the queue in words, for hints; nothing for none.

    `store/opening.py` puts the real one here, as whoever finds backups stands above the file and its errors.
    """
    return ""
